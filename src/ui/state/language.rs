//! The language of the screens: the person's choice, or the browser's first that we speak.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::dynamic::RwSignal;
use crate::ui::state::Notices;
use crate::ui::words::{Language, Phrase, catalogue};
use crate::web::{file, page, updates};

const SETTING: &str = "language";

/// The language in use.
#[derive(Clone, Copy)]
pub struct Words(RwSignal<Language>);

impl Words {
    /// A phrase that follows the language.
    pub fn of(self, phrase: Phrase) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || phrase.text(self.0.get())
    }

    /// The language; whoever reads it follows it.
    pub fn language(self) -> Language {
        self.0.get()
    }

    /// The language at this moment.
    pub fn language_now(self) -> Language {
        self.0.get_untracked()
    }

    /// Changes it, for good. Where its texts cannot be had, the one in use stays, and a notice says so.
    pub fn choose(self, language: Language, notices: Notices) {
        spawn_local(async move {
            if fetch(language).await {
                page::keep_setting(SETTING, language.tag());
                self.0.set(language);
            } else {
                // What shows the choice shows the language in use again.
                self.0.set(self.0.get_untracked());
                notices.say(Phrase::LanguageMissing, None);
            }
        });
    }
}

/// The language to begin with, its texts loaded: English where they cannot be had.
pub async fn first_language() -> Language {
    let chosen = page::setting(SETTING);
    let wanted = chosen.into_iter().chain(page::languages()).find_map(|tag| Language::of_tag(&tag));
    match wanted {
        Some(language) if fetch(language).await => language,
        _ => Language::English,
    }
}

/// Loads a language's texts if they are not there yet; whether they are there now.
async fn fetch(language: Language) -> bool {
    if catalogue::is_loaded(language) {
        return true;
    }
    let text = file::fetch_text(&format!("/words/{}.txt", language.tag())).await;
    let is_loaded = text.is_some_and(|text| catalogue::load(language, text));
    if is_loaded {
        // The next start may have no network.
        wasm_bindgen_futures::spawn_local(updates::store_for(language.tag()));
    }
    is_loaded
}

/// Provides [`Words`].
pub fn provide_words(language: Language) -> Words {
    let words = Words(RwSignal::new(language));
    provide_context(words);
    words
}

/// The [`Words`] that the app provided.
pub fn use_words() -> Words {
    expect_context()
}
