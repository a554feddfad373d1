//! What is left to do on a phone whose wallet was moved to another one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::matching::Match;
use crate::ui::components::{Button, ButtonKind, Link, line, trouble_if};
use crate::ui::dynamic::{RwSignal, maybe, text};
use crate::ui::route::Route;
use crate::ui::state::{note_moved, reminder, use_locking, use_navigation, use_notices, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::clock;

/// The two words that both phones make of what went from one to the other.
pub fn pair(bound: &[u8]) -> AnyView {
    let words = use_words();
    let own = Match::of(bound);
    view! {
        <p class="pair">
            {words.of(Phrase::MovePair)}
            " "
            <bdi class="pair-words">{text(move || words.language().matching(own))}</bdi>
        </p>
    }
    .into_any()
}

/// One button that erases everything here.
pub fn erase_here() -> AnyView {
    let wallet = use_wallet();
    let locking = use_locking();
    let notices = use_notices();
    let navigation = use_navigation();
    let trouble = RwSignal::new(None::<Trouble>);
    let erase = Callback::new(move |()| {
        spawn_local(async move {
            match wallet.erase().await {
                Ok(()) => {
                    locking.erased().await;
                    notices.say(Phrase::Erased, None);
                    navigation.go(Route::Wallet);
                }
                Err(fault) => {
                    trouble.try_set(Some(fault.into()));
                }
            }
        });
    });
    view! {
        {trouble_if(trouble)}
        <Button phrase=Phrase::EraseDo on_press=erase kind=ButtonKind::Danger/>
    }
    .into_any()
}

/// Where the wallet was moved to another phone and is here still: a reminder, until it is erased.
pub fn moved_reminder() -> AnyView {
    let words = use_words();
    let moved_at = RwSignal::new(reminder(clock::now()));
    let later = Callback::new(move |()| {
        if let Some(at) = moved_at.get_untracked() {
            note_moved(at, clock::now());
        }
        moved_at.set(None);
    });
    let told = move |at| {
        let language = words.language();
        Phrase::MoveReminder.filled(language, &[("time", &language.moment(at))])
    };
    view! {
        {maybe(move || moved_at.get().map(|at| view! {
            <div class="advice" role="status">
                <p class="advice-title">{text(move || told(at))}</p>
                {line("", Phrase::MoveReminderBody)}
                <Link to=Route::About class="button" phrase=Phrase::EraseTitle/>
                <Button phrase=Phrase::MoveLater on_press=later kind=ButtonKind::Quiet/>
            </div>
        }.into_any()))}
    }
    .into_any()
}
