use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Button, Icon, IconView, trouble_card};
use crate::ui::dynamic::{maybe, text};
use crate::ui::state::use_words;
use crate::ui::words::{Phrase, Trouble};
use crate::web::file;

/// The ways in that need no camera: a picture or file, and a paste.
#[component]
pub fn Ways(
    /// Called with the text that a person gave.
    on_text: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let trouble = RwSignal::new(None::<Trouble>);
    let reading = RwSignal::new(false);
    let input = NodeRef::<Input>::new();
    let area = NodeRef::<Textarea>::new();
    let empty = RwSignal::new(true);
    let choose = move |_| {
        let Some(element) = input.get_untracked() else { return };
        let Some(chosen) = element.files().and_then(|files| files.get(0)) else { return };
        // The same file may be chosen twice.
        element.set_value("");
        trouble.set(None);
        reading.set(true);
        spawn_local(async move {
            let read = file::text_of(&chosen).await;
            reading.try_set(false);
            match read {
                Ok(text) => on_text.run(text),
                Err(fault) => {
                    trouble.try_set(Some(fault.into()));
                }
            }
        });
    };
    let check = Callback::new(move |()| {
        if let Some(area) = area.get_untracked() {
            on_text.run(area.value());
        }
    });
    view! {
        <div class="ways">
            <label class="button ways-file">
                <IconView icon=Icon::Image/>
                <span>{words.of(Phrase::UseImage)}</span>
                <input
                    class="ways-input"
                    node_ref=input
                    type="file"
                    accept="image/*,text/plain,.txt"
                    on:change=choose
                />
            </label>
            <p class="ways-state" role="status">{text(move || reading.get().then(words.of(Phrase::Reading)).unwrap_or_default())}</p>
            {maybe(move || trouble.get().map(|trouble| trouble_card(trouble)))}
            <label class="field">
                <span class="field-name">{words.of(Phrase::UseText)}</span>
                <textarea
                    class="field-text"
                    node_ref=area
                    rows="3"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    placeholder="HP1:…"
                    on:input=move |_| empty.set(area.get_untracked().is_none_or(|area| area.value().trim().is_empty()))
                ></textarea>
            </label>
            <Button phrase=Phrase::Check on_press=check disabled=empty/>
        </div>
    }
}
