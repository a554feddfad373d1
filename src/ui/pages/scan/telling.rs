//! A verdict for ears and hands.

use crate::ui::components::Outcome;
use crate::ui::dynamic::StoredValue;
use crate::ui::state::{Door, Switch, Words, use_door, use_words};
use crate::web::screen;
use crate::web::signal::{Sounder, Tone, speak};

/// Rising, falling, and twice the same.
const ACCEPT: Tone = &[880.0, 1_320.0];
const REFUSE: Tone = &[330.0, 330.0, 220.0];
const UNDETERMINED: Tone = &[440.0, 0.0, 440.0];

/// The device's voice and hands.
#[derive(Clone, Copy)]
pub(super) struct Telling {
    door: Door,
    words: Words,
    sounder: StoredValue<Option<Sounder>>,
}

impl Telling {
    /// Silent until something is on.
    pub fn begin() -> Self {
        let door = use_door();
        Self { door, words: use_words(), sounder: StoredValue::new(door.is_on_now(Switch::Sound).then(Sounder::begin)) }
    }

    /// Tells a verdict as far as that is wanted. A discreet door is felt and not heard.
    pub fn tell(self, outcome: Outcome) {
        let is_accept = matches!(outcome, Outcome::Accept { .. });
        if self.door.is_on_now(Switch::Vibration) {
            screen::vibrate(if is_accept { &[80] } else { &[120, 80, 120] });
        }
        if self.door.is_on_now(Switch::Discreet) {
            return;
        }
        self.sounder.with_value(|sounder| {
            if let Some(sounder) = sounder {
                sounder.play(match outcome {
                    Outcome::Accept { .. } => ACCEPT,
                    Outcome::Refuse(_) | Outcome::NotTheSame => REFUSE,
                    Outcome::Undetermined(_) | Outcome::Again(_) => UNDETERMINED,
                });
            }
        });
        if self.door.is_on_now(Switch::Speech) {
            let language = self.words.language_now();
            speak(&outcome.spoken(language), language.tag());
        }
    }
}
