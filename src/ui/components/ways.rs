use leptos::prelude::*;

use crate::ui::components::{Button, Icon, IconView, Intake};
use crate::ui::dynamic::RwSignal;
use crate::ui::state::use_words;
use crate::ui::words::Phrase;
use crate::web::gifts::{self, Gift};

/// The ways in that need no camera: a picture or file, a photograph by the phone's own camera app, and a paste.
#[component]
pub fn Ways(
    /// What takes it.
    intake: Intake,
) -> impl IntoView {
    let words = use_words();
    let pasted = RwSignal::new(None::<String>);
    let empty = RwSignal::new(true);
    let check = Callback::new(move |()| {
        intake.give(Gift::Text(pasted.get_untracked().unwrap_or_default()));
    });
    view! {
        <div class="ways">
            {file_way(intake, Icon::Image, Phrase::UseImage, "image/*,application/pdf,text/plain,.pdf,.txt,.tessera", false)}
            {file_way(intake, Icon::Camera, Phrase::TakePhoto, "image/*", true)}
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

/// A field for files. With `photo` it opens the camera app, on devices that have one.
fn file_way(intake: Intake, icon: Icon, phrase: Phrase, accept: &'static str, photo: bool) -> AnyView {
    let words = use_words();
    let choose = move |event: web_sys::Event| {
        let files = gifts::chosen(&event);
        if !files.is_empty() {
            intake.give(Gift::Files(files));
        }
    };
    view! {
        <label class=if photo { "button ways-file ways-photo" } else { "button ways-file" }>
            <IconView icon/>
            <span>{words.of(phrase)}</span>
            <input
                class="ways-input"
                type="file"
                accept=accept
                capture=photo.then_some("environment")
                multiple=!photo
                on:change=choose
            />
        </label>
    }
    .into_any()
}
