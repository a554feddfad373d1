//! The language of the screens: the person's choice, or the browser's first that we speak.

use leptos::prelude::*;

use crate::ui::dynamic::RwSignal;
use crate::ui::words::{Language, Phrase};
use crate::web::page;

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

    /// Changes it, for good.
    pub fn choose(self, language: Language) {
        page::keep_setting(SETTING, language.tag());
        self.0.set(language);
    }
}

/// Provides [`Words`].
pub fn provide_words() -> Words {
    let chosen = page::setting(SETTING);
    let language = chosen.into_iter().chain(page::languages()).find_map(|tag| Language::of_tag(&tag));
    let words = Words(RwSignal::new(language.unwrap_or(Language::English)));
    provide_context(words);
    words
}

/// The [`Words`] that the app provided.
pub fn use_words() -> Words {
    expect_context()
}
