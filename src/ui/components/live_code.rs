use std::sync::Arc;

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::credential::Binding;
use crate::matching::Match;
use crate::qr::{Level, Symbol};
use crate::time::{UnixTime, Validity};
use crate::ui::components::{Button, ButtonKind, Code, Signed, keep_awake, line, own_words, trouble_card};
use crate::ui::dynamic::{self, RwSignal, follow, maybe};
use crate::ui::state::{Pass, use_ticker, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::{clock, screen};
use crate::wire::text::ScannedText;

/// How long one signature is shown, in seconds.
const REDRAW: u64 = 15;

/// A showing: from opening the code until it is closed or hidden. It stays with one copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Showing {
    /// Nobody looks.
    Closed,
    /// A copy is being chosen, and its use kept.
    Choosing,
    /// This copy is shown.
    Shows(usize),
    /// There is none to show.
    Nothing,
    /// The use could not be kept.
    NotKept(Trouble),
}

/// The code of a pass: signed anew while it is looked at, absent while it is not. The screen stays awake.
#[component]
pub fn LiveCode(
    /// The pass.
    pass: Arc<Pass>,
    /// Is told which copy is shown.
    shown: RwSignal<Option<usize>>,
) -> impl IntoView {
    let words = use_words();
    let ticker = use_ticker();
    let wallet = use_wallet();
    let is_live = pass.delivery.first().binding() == Binding::Holder;
    let symbol = RwSignal::new(None::<Arc<Symbol>>);
    // The same code with less to correct, so that its modules are larger: a screen held still and bright has no stains.
    let large_symbol = RwSignal::new(None::<Arc<Symbol>>);
    let text = RwSignal::new(None::<ScannedText>);
    let signed = RwSignal::new(Signed::default());
    let showing = RwSignal::new(Showing::Closed);
    let level = if is_live { Level::M } else { Level::Q };

    let chosen = pass.clone();
    let choose = move || {
        let pass = chosen.clone();
        showing.set(Showing::Choosing);
        spawn_local(async move {
            let place = wallet.begin_showing(&pass, clock::now()).await;
            // Who has looked away in the meantime sees another copy the next time.
            if showing.try_get_untracked() == Some(Showing::Choosing) {
                showing.set(match place {
                    Ok(place) => place.map_or(Showing::Nothing, Showing::Shows),
                    Err(fault) => Showing::NotKept(fault.into()),
                });
            }
        });
    };
    let drawn = pass.clone();
    let draw = move |place: usize, at: UnixTime| {
        let before = signed.get_untracked();
        // A clock that was turned back counts as old, too.
        let is_due = symbol.get_untracked().is_none() || at < before.at || is_live && at.since(before.at) >= REDRAW;
        if !is_due {
            return;
        }
        let signed_text = wallet.present(&drawn, place, at);
        let words = signed_text.as_ref().filter(|_| is_live).and_then(Match::of_text);
        // Crowded text falls back to the level with the most room.
        let code =
            signed_text.as_ref().and_then(|text| Symbol::of(text, level).or_else(|_| Symbol::of(text, Level::M)).ok());
        text.set(signed_text);
        signed.set(before.then(at, words));
        if shown.get_untracked() != Some(place) {
            shown.set(Some(place));
        }
        symbol.set(code.map(Arc::new));
    };
    let own = pass.clone();
    follow(move || {
        ticker.now();
        if !ticker.visible() {
            showing.set(Showing::Closed);
            symbol.set(None);
            text.set(None);
            signed.set(Signed::default());
            return;
        }
        let at = clock::now();
        match showing.get() {
            Showing::Closed => choose(),
            // A copy whose day is over is followed by one of the next.
            Showing::Shows(place) if own.is_booklet() && !is_valid(&own, place, at) => choose(),
            Showing::Shows(place) => draw(place, at),
            Showing::Nothing if (0..own.delivery.copies().len()).any(|place| is_valid(&own, place, at)) => choose(),
            Showing::Choosing | Showing::Nothing | Showing::NotKept(_) => {}
        }
    });
    keep_awake(move || ticker.visible());
    let age = move || ticker.now().since(signed.get().at).min(REDRAW);
    let dialog = NodeRef::<Dialog>::new();
    let open = RwSignal::new(false);
    let enlarge = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            open.set(dialog.show_modal().is_ok());
            screen::fill(&dialog);
        }
    });
    follow(move || {
        let code = text.get().filter(|_| open.get()).and_then(|text| Symbol::of(&text, Level::L).ok());
        large_symbol.set(code.map(Arc::new));
    });
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let signature = if is_live {
        view! {
            <div class="live-age" aria-hidden="true">
                <div class="live-age-bar" style:width=dynamic::text(move || format!("{}%", 100 - age() * 100 / REDRAW))></div>
            </div>
            {own_words(signed)}
            {line("live-hint", Phrase::LiveHint)}
        }
        .into_any()
    } else {
        view! { {line("live-hint", Phrase::PaperHint)} }.into_any()
    };
    let large = move || {
        view! {
            <Code symbol=large_symbol label=Phrase::CodeLabel/>
            {own_words(signed)}
            {line("large-hint", Phrase::LargerHint)}
            <Button phrase=Phrase::Close on_press=close kind=ButtonKind::Primary/>
        }
        .into_any()
    };
    let anyway = Callback::new(move |()| {
        let place = wallet.begin_showing_unkept(&pass, clock::now());
        showing.set(place.map_or(Showing::Nothing, Showing::Shows));
    });
    let again = Callback::new(move |()| showing.set(Showing::Closed));
    let not_kept = move || match showing.get() {
        Showing::NotKept(trouble) => Some(
            view! {
                {trouble_card(trouble)}
                {line("quiet", Phrase::UseNotKept)}
                <Button phrase=Phrase::TryAgain on_press=again kind=ButtonKind::Primary/>
                <Button phrase=Phrase::ShowAnyway on_press=anyway/>
            }
            .into_any(),
        ),
        _ => None,
    };
    // Where no copy is valid now there is no code, and the card has said why.
    let nothing = move || showing.get() == Showing::Nothing;
    view! {
        {maybe(not_kept)}
        <div class="live" hidden=nothing>
            <Code symbol label=Phrase::CodeLabel/>
            {signature}
            <Button phrase=Phrase::HardToScan on_press=enlarge kind=ButtonKind::Quiet/>
            <dialog
                class="large"
                node_ref=dialog
                aria-label=words.of(Phrase::CodeLabel)
                on:close=move |_| { open.set(false); screen::give_back() }
            >
                {maybe(move || open.get().then(large))}
            </dialog>
        </div>
    }
}

fn is_valid(pass: &Pass, place: usize, at: UnixTime) -> bool {
    pass.delivery.copies().get(place).is_some_and(|copy| copy.validity(at) == Validity::Valid)
}
