//! What is left to do on a phone whose wallet was moved to another one.

use leptos::prelude::*;

use crate::matching::Match;
use crate::ui::components::{Button, ButtonKind, Link, line};
use crate::ui::dynamic::{RwSignal, maybe, text};
use crate::ui::route::Route;
use crate::ui::state::{note_moved, reminder, use_words};
use crate::ui::words::Phrase;
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
                <Link to=Route::Erase class="button" phrase=Phrase::EraseTitle/>
                <Button phrase=Phrase::MoveLater on_press=later kind=ButtonKind::Quiet/>
            </div>
        }.into_any()))}
    }
    .into_any()
}
