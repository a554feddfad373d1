use core::time::Duration;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::limits::MAX_CARRIED_BYTES;
use crate::qr::{Level, Symbol};
use crate::ui::components::{Button, Code, keep_awake, line, trouble_card, waiting};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe, part, text};
use crate::ui::state::{use_ticker, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::carrier::Showing;
use crate::web::reader::ImageFault;
use crate::web::screen;

/// How long a code stays: eight a second, of which a camera that looks a dozen times a second misses few.
const STAYS: Duration = Duration::from_millis(125);

/// How long a code stays where less motion is asked for: three changes a second are no flashing (WCAG 2.2, 2.3.1).
const STAYS_CALMLY: Duration = Duration::from_millis(334);

/// Codes that are fetched at once, two seconds ahead.
const BATCH: u32 = 16;

/// Where the showing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The codes are being made.
    Preparing,
    /// So many pieces are shown.
    Showing(usize),
    /// Codes would take too long.
    TooLarge,
    /// It cannot show anything.
    Failed(Trouble),
}

/// What stands around the codes.
#[derive(Clone, Copy)]
pub struct Around {
    /// What a screen reader says in their place.
    pub label: Phrase,
    /// Why they change, where less motion is asked for.
    pub slower: Phrase,
    /// What stands below them while they are shown.
    pub below: fn() -> AnyView,
    /// What stands in their place where there are too many bytes for this way.
    pub too_large: fn() -> AnyView,
}

/// Bytes as codes, one after the other, for another phone's camera; other bytes begin anew. The motion is what carries them; it can be paused, and
/// stops while nobody sees it.
pub fn moving_code(bytes: RwSignal<Option<Arc<Vec<u8>>>>, around: Around) -> AnyView {
    let Around { label, slower, below, too_large } = around;
    let words = use_words();
    let ticker = use_ticker();
    let calm = screen::wants_less_motion();
    let stays = if calm { STAYS_CALMLY } else { STAYS };
    let step = RwSignal::new(Step::Preparing);
    let paused = RwSignal::new(false);
    let symbol = RwSignal::new(None::<Arc<Symbol>>);
    let reel = StoredValue::new(Reel::default());

    let fetch = move |start: u32| async move {
        let Some(showing) = reel.try_with_value(|reel| reel.showing.clone()).flatten() else { return };
        let texts = showing.next(BATCH).await;
        let is_over = reel.try_with_value(|reel| reel.starts != start).unwrap_or(true);
        match texts {
            // Other bytes came in the meantime, or the page is gone.
            _ if is_over => {}
            Ok(texts) => reel.update_value(|reel| {
                reel.ahead.extend(texts);
                reel.fetching = false;
            }),
            Err(_) => step.set(Step::Failed(ImageFault::Broken.into())),
        }
    };
    let draw = move || {
        let (text, wanted) = reel.try_update_value(Reel::next).unwrap_or_default();
        if let Some(start) = wanted {
            spawn_local(fetch(start));
        }
        if let Some(drawn) = text.and_then(|text| Symbol::of_str(&text, Level::L).ok()) {
            symbol.set(Some(Arc::new(drawn)));
        }
    };
    let begin = move |bytes: Arc<Vec<u8>>| {
        reel.update_value(|reel| {
            reel.stop();
            *reel = Reel { starts: reel.starts + 1, fetching: true, ..Reel::default() };
        });
        let start = reel.with_value(|reel| reel.starts);
        if bytes.len() > MAX_CARRIED_BYTES {
            return step.set(Step::TooLarge);
        }
        step.set(Step::Preparing);
        spawn_local(async move {
            let showing = Showing::start(&bytes).await;
            if reel.try_with_value(|reel| reel.starts != start).unwrap_or(true) {
                return;
            }
            match showing {
                Ok(Some(showing)) => {
                    let pieces = showing.pieces();
                    reel.update_value(|reel| reel.showing = Some(Rc::new(showing)));
                    fetch(start).await;
                    if !matches!(step.try_get_untracked(), None | Some(Step::Failed(_))) {
                        step.set(Step::Showing(pieces));
                    }
                }
                Ok(None) => step.set(Step::TooLarge),
                Err(_) => step.set(Step::Failed(ImageFault::Broken.into())),
            }
        });
    };
    follow(move || {
        if let Some(bytes) = bytes.get() {
            begin(bytes);
        }
    });
    follow(move || {
        let moves = ticker.visible() && !paused.get() && matches!(step.get(), Step::Showing(_));
        reel.update_value(Reel::stop);
        if moves {
            draw();
            reel.update_value(|reel| reel.beat = set_interval_with_handle(draw, stays).ok());
        }
    });
    on_cleanup(move || {
        reel.try_update_value(Reel::stop);
    });
    keep_awake(move || ticker.visible() && !paused.get());
    let toggle = Callback::new(move |()| paused.update(|paused| *paused = !*paused));
    let count = move |pieces: usize| {
        // Every third code is a sum, and a camera loses some: two codes for five that are needed.
        let seconds = pieces as u64 * 7 / 5 * stays.as_millis() as u64 / 1_000;
        words.language().codes(pieces, seconds.max(1))
    };
    part(move || match step.get() {
        Step::Preparing => waiting(),
        Step::Showing(pieces) => view! {
            <Code symbol label/>
            <p class="carriage-count">{text(move || count(pieces))}</p>
            {part(move || {
                let phrase = if paused.get() { Phrase::ListsGoOn } else { Phrase::ListsPause };
                view! { <Button phrase on_press=toggle/> }.into_any()
            })}
            {maybe(move || calm.then(|| line("quiet", slower)))}
            {below()}
        }
        .into_any(),
        Step::TooLarge => too_large(),
        Step::Failed(trouble) => trouble_card(trouble),
    })
    .into_any()
}

/// The codes that come next, and the clock that brings them.
#[derive(Default)]
struct Reel {
    showing: Option<Rc<Showing>>,
    ahead: VecDeque<String>,
    fetching: bool,
    /// How often other bytes were begun with.
    starts: u32,
    beat: Option<IntervalHandle>,
}

impl Reel {
    /// The text of the code that comes next, if it is there already; and for which start more are to be fetched, if any.
    fn next(&mut self) -> (Option<String>, Option<u32>) {
        let text = self.ahead.pop_front();
        let is_low = self.ahead.len() < BATCH as usize / 2 && !self.fetching;
        self.fetching |= is_low;
        (text, is_low.then_some(self.starts))
    }

    fn stop(&mut self) {
        if let Some(beat) = self.beat.take() {
            beat.clear();
        }
    }
}
