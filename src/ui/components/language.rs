use leptos::prelude::*;

use crate::ui::dynamic::text;
use crate::ui::state::{use_notices, use_words};
use crate::ui::words::{Language, Phrase};

/// The choice of the language, each by its own name.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let choose = move |event: web_sys::Event| {
        if let Some(language) = Language::of_tag(&event_target_value(&event)) {
            words.choose(language, notices);
        }
    };
    let options = Language::ALL.map(|language| {
        view! { <option value=language.tag() lang=language.tag()>{language.name()}</option> }
    });
    view! {
        <select
            class="language"
            aria-label=words.of(Phrase::LanguageLabel)
            prop:value=move || words.language().tag()
            lang=text(move || words.language().tag())
            on:change=choose
        >
            {options.collect_view()}
        </select>
    }
}
