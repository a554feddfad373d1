use std::sync::Arc;

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::credential::Binding;
use crate::qr::{Level, Symbol};
use crate::time::UnixTime;
use crate::ui::components::{Button, ButtonKind, Code, keep_awake, line};
use crate::ui::dynamic::{RwSignal, follow, maybe, text};
use crate::ui::state::{Pass, use_ticker, use_words};
use crate::ui::words::Phrase;
use crate::web::clock;

/// How long one signature is shown, in seconds.
const REDRAW: u64 = 15;

/// The code of a pass: signed anew while it is looked at, absent while it is not. The screen stays awake.
#[component]
pub fn LiveCode(
    /// The pass.
    pass: Arc<Pass>,
) -> impl IntoView {
    let words = use_words();
    let ticker = use_ticker();
    let is_live = pass.checked.binding() == Binding::Holder;
    let symbol = RwSignal::new(None::<Arc<Symbol>>);
    let signed = RwSignal::new(UnixTime::default());
    let level = if is_live { Level::M } else { Level::Q };
    follow(move || {
        ticker.now();
        if !ticker.visible() {
            symbol.set(None);
            signed.set(UnixTime::default());
            return;
        }
        let at = clock::now();
        // A clock that was turned back counts as old, too.
        let is_due = {
            let before = signed.get_untracked();
            symbol.get_untracked().is_none() || at < before || is_live && at.since(before) >= REDRAW
        };
        if is_due {
            let text = pass.present(at);
            // Crowded text falls back to the level with the most room.
            let drawn = text.and_then(|text| Symbol::of(&text, level).or_else(|_| Symbol::of(&text, Level::M)).ok());
            signed.set(at);
            symbol.set(drawn.map(Arc::new));
        }
    });
    keep_awake(move || ticker.visible());
    let age = move || {
        let signed_at = signed.get();
        ticker.now().since(signed_at).min(REDRAW)
    };
    let dialog = NodeRef::<Dialog>::new();
    let open = RwSignal::new(false);
    let enlarge = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            open.set(dialog.show_modal().is_ok());
        }
    });
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let signature = if is_live {
        view! {
            <div class="live-age" aria-hidden="true">
                <div class="live-age-bar" style:width=text(move || format!("{}%", 100 - age() * 100 / REDRAW))></div>
            </div>
            {line("live-hint", Phrase::LiveHint)}
        }
        .into_any()
    } else {
        view! { {line("live-hint", Phrase::PaperHint)} }.into_any()
    };
    let large = move || {
        view! {
            <Code symbol label=Phrase::CodeLabel/>
            {line("large-hint", Phrase::LargerHint)}
            <Button phrase=Phrase::Close on_press=close kind=ButtonKind::Primary/>
        }
        .into_any()
    };
    view! {
        <div class="live">
            <Code symbol label=Phrase::CodeLabel/>
            {signature}
            <Button phrase=Phrase::HardToScan on_press=enlarge kind=ButtonKind::Quiet/>
            <dialog
                class="large"
                node_ref=dialog
                aria-label=words.of(Phrase::CodeLabel)
                on:close=move |_| open.set(false)
            >
                {maybe(move || open.get().then(large))}
            </dialog>
        </div>
    }
}
