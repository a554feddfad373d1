use std::sync::Arc;

use leptos::prelude::*;

use crate::holder::Chosen;
use crate::matching::Match;
use crate::qr::{Level, Symbol};
use crate::time::UnixTime;
use crate::ui::components::{Around, Code, Signed, keep_awake, line, moving_code, own_words, remark};
use crate::ui::dynamic::{RwSignal, follow};
use crate::ui::state::{Record, use_ticker};
use crate::ui::words::Phrase;
use crate::web::clock;
use crate::wire::text::ScannedText;

/// How long one signature is shown, in seconds.
const REDRAW: u64 = 15;

/// The same for codes that move: a camera needs some seconds for all of them, and each signature begins anew.
const REDRAW_MOVING: u64 = 30;

/// The largest symbol that phones read from each other's screens.
const LARGEST: u8 = 27;

/// What signs a message at a moment; `None` where it cannot.
pub type Sign = Box<dyn Fn(UnixTime) -> Option<Vec<u8>>>;

/// The code of a record.
pub fn record_code(record: Arc<Record>, chosen: Chosen) -> AnyView {
    let sign = Box::new(move |at| record.present(&chosen, at));
    signed_code(sign, Phrase::RecordCodeLabel, Phrase::LiveHint)
}

/// The code of a message, signed anew while it is looked at. What does not fit into one code moves.
pub fn signed_code(sign: Sign, label: Phrase, hint: Phrase) -> AnyView {
    let ticker = use_ticker();
    let symbol = RwSignal::new(None::<Arc<Symbol>>);
    let bytes = RwSignal::new(None::<Arc<Vec<u8>>>);
    let signed = RwSignal::new(Signed::default());
    // A signature is as long as any other: what fits once fits always.
    let is_moving = sign(clock::now()).is_some_and(|message| drawn(&message).is_none());
    follow(move || {
        ticker.now();
        if !ticker.visible() {
            symbol.set(None);
            bytes.set(None);
            signed.set(Signed::default());
            return;
        }
        let (at, before) = (clock::now(), signed.get_untracked());
        let redraw = if is_moving { REDRAW_MOVING } else { REDRAW };
        if at < before.at || at.since(before.at) >= redraw {
            let message = sign(at);
            signed.set(before.then(at, message.as_deref().map(Match::of)));
            if is_moving {
                bytes.set(message.map(Arc::new));
            } else {
                symbol.set(message.and_then(|message| drawn(&message)).map(Arc::new));
            }
        }
    });
    if is_moving {
        let around = Around {
            label: Phrase::RecordMovingLabel,
            slower: Phrase::RecordSlower,
            below: || line("live-hint", Phrase::RecordMoves),
            too_large: || remark(Phrase::RecordTooLarge, Phrase::RecordTooLargeBody),
        };
        return view! { <div class="carriage">{moving_code(bytes, around)}{own_words(signed)}</div> }.into_any();
    }
    keep_awake(move || ticker.visible());
    view! {
        <div class="live">
            <Code symbol label/>
            {own_words(signed)}
            {line("live-hint", hint)}
        </div>
    }
    .into_any()
}

/// The symbol of a message, with as much to spare as a readable one has room for; `None` where there is none.
fn drawn(message: &[u8]) -> Option<Symbol> {
    let text = ScannedText::encode(message);
    let of = |level| Symbol::of(&text, level).ok().filter(|symbol| symbol.version() <= LARGEST);
    of(Level::M).or_else(|| of(Level::L))
}
