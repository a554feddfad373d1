//! The plainest parts of a page.

use leptos::prelude::*;

use crate::ui::dynamic::{RwSignal, text};
use crate::ui::state::use_words;
use crate::ui::words::Phrase;
use crate::web::page;

/// The page's heading; it gets the focus when the page or its step changes.
pub fn title(phrase: Phrase) -> AnyView {
    view! { <h1 id="title" tabindex="-1">{use_words().of(phrase)}</h1> }.into_any()
}

/// The heading of a part of a page.
pub fn subtitle(phrase: Phrase) -> AnyView {
    view! { <h2>{use_words().of(phrase)}</h2> }.into_any()
}

/// A paragraph.
pub fn paragraph(phrase: Phrase) -> AnyView {
    view! { <p>{use_words().of(phrase)}</p> }.into_any()
}

/// A paragraph with a look of its own.
pub fn line(class: &'static str, phrase: Phrase) -> AnyView {
    view! { <p class=class>{use_words().of(phrase)}</p> }.into_any()
}

/// Where the browser clears what is kept after a week, how to prevent it, before anything is kept.
pub fn home_screen_first() -> Option<AnyView> {
    page::is_ios_tab().then(|| {
        view! {
            <div class="advice" role="note">
                {line("advice-title", Phrase::HomeTitle)}
                {paragraph(Phrase::HomeBody)}
                {paragraph(Phrase::HomeHow)}
            </div>
        }
        .into_any()
    })
}

/// What stands there while something is on its way.
pub fn waiting() -> AnyView {
    view! { <p class="waiting" role="status">{use_words().of(Phrase::Loading)}</p> }.into_any()
}

/// Says to wait, while something is being done that was asked for.
pub fn one_moment(busy: RwSignal<bool>) -> AnyView {
    let words = use_words();
    let told = text(move || if busy.get() { Phrase::OneMoment.text(words.language()) } else { "" });
    view! { <p class="ways-state" role="status">{told}</p> }.into_any()
}

/// Something to know, without alarm.
pub fn remark(title: Phrase, body: Phrase) -> AnyView {
    view! {
        <div class="advice" role="status">
            {line("advice-title", title)}
            {paragraph(body)}
        </div>
    }
    .into_any()
}
