use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Button, Icon, IconView, trouble_if};
use crate::ui::dynamic::{RwSignal, text};
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
    let pasted = RwSignal::new(None::<String>);
    let empty = RwSignal::new(true);
    let choose = move |event: web_sys::Event| {
        let element: web_sys::HtmlInputElement = event_target(&event);
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
        on_text.run(pasted.get_untracked().unwrap_or_default());
    });
    view! {
        <div class="ways">
            <label class="button ways-file">
                <IconView icon=Icon::Image/>
                <span>{words.of(Phrase::UseImage)}</span>
                <input
                    class="ways-input"
                    type="file"
                    accept="image/*,text/plain,.txt,.tessera"
                    on:change=choose
                />
            </label>
            <p class="ways-state" role="status">{text(move || reading.get().then(words.of(Phrase::Reading)).unwrap_or_default())}</p>
            {trouble_if(trouble)}
            <label class="field">
                <span class="field-name">{words.of(Phrase::UseText)}</span>
                <textarea
                    class="field-text"
                    rows="3"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    placeholder="HP1:…"
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        empty.set(text.trim().is_empty());
                        pasted.set(Some(text));
                    }
                ></textarea>
            </label>
            <Button phrase=Phrase::Check on_press=check disabled=empty/>
        </div>
    }
}
