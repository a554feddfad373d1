//! The catalogues of the languages other than English, which are fetched when they are chosen. A phone speaks one language, seldom two.

use std::sync::OnceLock;

use crate::ui::words::{Language, Phrase};

static CHINESE: OnceLock<Vec<&'static str>> = OnceLock::new();
static ARABIC: OnceLock<Vec<&'static str>> = OnceLock::new();

fn of(language: Language) -> Option<&'static OnceLock<Vec<&'static str>>> {
    match language {
        Language::English => None,
        Language::Chinese => Some(&CHINESE),
        Language::Arabic => Some(&ARABIC),
    }
}

/// The text at a place; `None` where the language is English or its catalogue is not loaded.
pub(super) fn text(language: Language, place: usize) -> Option<&'static str> {
    of(language)?.get()?.get(place).copied()
}

/// Whether a language can be read now.
pub fn is_loaded(language: Language) -> bool {
    of(language).is_none_or(|catalogue| catalogue.get().is_some())
}

/// Takes a language's catalogue, a line for each text in the order of the phrases; whether it is one of this version.
pub fn load(language: Language, file: String) -> bool {
    // It is read as long as the page lives, and there are as many as there are languages.
    let file: &'static str = Box::leak(file.into_boxed_str());
    let lines: Vec<_> = file.lines().collect();
    let is_whole = lines.len() == Phrase::COUNT;
    if let (true, Some(catalogue)) = (is_whole, of(language)) {
        // A second load of the same file changes nothing.
        let _ = catalogue.set(lines);
    }
    is_whole
}
