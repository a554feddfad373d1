use leptos::prelude::*;

use crate::ui::dynamic::{Text, text};
use crate::ui::state::use_words;
use crate::ui::words::Phrase;

/// Whether something is on; it follows signals.
pub type IsOn = Box<dyn Fn() -> bool + Send>;

/// A switch in a list of switches.
pub fn switch(title: Text, is_on: IsOn, flip: Callback<bool>) -> AnyView {
    let change = move |event: web_sys::Event| flip.run(event_target_checked(&event));
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" prop:checked=is_on on:change=change/>
            <span class="switch-text"><bdi>{title}</bdi></span>
        </label>
    }
    .into_any()
}

/// Several switches under one name.
pub fn switches(name: Text, switches: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="switches">
            <legend>{name}</legend>
            {switches}
        </fieldset>
    }
    .into_any()
}

/// One of several that exclude each other, with what it means.
pub fn choice(group: &'static str, name: Text, body: Option<Phrase>, is_on: IsOn, choose: Callback<()>) -> AnyView {
    let words = use_words();
    view! {
        <label class="switch">
            <input type="radio" name=group prop:checked=is_on on:change=move |_| choose.run(())/>
            <span class="switch-text">
                <span class="switch-title">{name}</span>
                {body.map(|body| view! { <span class="switch-when">{words.of(body)}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// Several choices or switches under a phrase.
pub fn choices_of(name: Phrase, choices: Vec<AnyView>) -> AnyView {
    let words = use_words();
    switches(text(move || name.text(words.language())), choices)
}
