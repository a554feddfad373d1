//! One short message at the foot of the screen, perhaps with a way to take back what was done.

use core::time::Duration;

use leptos::prelude::*;

use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::ui::words::Phrase;

/// How long a notice stays.
const STAY: Duration = Duration::from_secs(8);

/// A message.
#[derive(Clone)]
pub struct Notice {
    /// What it says.
    pub phrase: Phrase,
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
        self.notice.set(Some(Notice { phrase, undo }));
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

/// Provides [`Notices`].
pub fn provide_notices() {
    provide_context(Notices { notice: RwSignal::new(None), count: StoredValue::new(0) });
}

/// The [`Notices`] that the app provided.
pub fn use_notices() -> Notices {
    expect_context()
}
