//! One short message at the foot of the screen, perhaps with a way to take back what was done.

use core::time::Duration;

use leptos::prelude::*;

use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::ui::state::{use_navigation, use_words};
use crate::ui::words::{Language, Phrase};
use crate::web::page;

/// Under which name a message goes along.
const BEFORE: &str = "notice";

/// How long a notice stays.
const STAY: Duration = Duration::from_secs(8);

/// What a message says.
#[derive(Clone)]
pub enum Said {
    /// A phrase, in whatever language is chosen.
    Phrase(Phrase),
    /// What the program before this one said.
    Before(String),
}

impl Said {
    /// The text in a language.
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Phrase(phrase) => phrase.text(language).to_owned(),
            Self::Before(text) => text.clone(),
        }
    }
}

/// A message.
#[derive(Clone)]
pub struct Notice {
    /// What it says.
    pub said: Said,
    /// What takes it back.
    pub undo: Option<Callback<()>>,
}

/// The message in view.
#[derive(Clone, Copy)]
pub struct Notices {
    notice: RwSignal<Option<Notice>>,
    count: StoredValue<u32>,
}

impl Notices {
    /// The message in view.
    pub fn get(self) -> Option<Notice> {
        self.notice.get()
    }

    /// Shows a message for a while.
    pub fn say(self, phrase: Phrase, undo: Option<Callback<()>>) {
        self.show(Notice { said: Said::Phrase(phrase), undo });
    }

    fn show(self, notice: Notice) {
        self.notice.set(Some(notice));
        self.count.update_value(|count| *count = count.wrapping_add(1));
        let mine = self.count.get_value();
        set_timeout(
            move || {
                if self.count.get_value() == mine {
                    self.notice.set(None);
                }
            },
            STAY,
        );
    }

    /// Takes the message away.
    pub fn clear(self) {
        self.notice.set(None);
    }
}

/// Provides [`Notices`]: a message goes along when another program's page is loaded, without the way back.
pub fn provide_notices() {
    let notices = Notices { notice: RwSignal::new(None), count: StoredValue::new(0) };
    if let Some(text) = page::left_behind(BEFORE) {
        // A screen reader announces what comes once the page is there.
        request_animation_frame(move || notices.show(Notice { said: Said::Before(text), undo: None }));
    }
    let words = use_words();
    use_navigation().before_leaving(move || {
        if let Some(Notice { said, .. }) = notices.notice.get_untracked() {
            page::leave_behind(BEFORE, &said.text(words.language_now()));
        }
    });
    provide_context(notices);
}

/// The [`Notices`] that the app provided.
pub fn use_notices() -> Notices {
    expect_context()
}
