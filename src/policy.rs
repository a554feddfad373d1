//! A door's rules, as data.

mod choice;
mod rules;
mod signed;

pub use choice::{Choice, Lapse, Origin};
pub use rules::{Colours, Rules, TestFault};
pub use signed::{RulesError, SignedRules, sign_rules};

use crate::challenge::{Asks, Challenge};
use crate::id::{Audience, Nonce};
use crate::limits::{MAX_CODE_AGE, MAX_CODE_AHEAD, MAX_LIST_AGE};

/// What a door asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whom presentations must be meant for.
    pub audience: Audience,
    /// The challenge that they must answer.
    pub challenge: Option<Nonce>,
    /// The least that they must show, where the door has asked for it.
    pub asks: Option<Asks>,
    /// Whom the door lets in.
    pub rules: Rules,
    /// Greatest age of a live code, in seconds.
    pub max_code_age: u64,
    /// How far ahead of the clock a live code may be, in seconds.
    pub max_code_ahead: u64,
    /// Greatest age of the lists, in seconds.
    pub max_list_age: u64,
}

impl Policy {
    /// A door with rules of its own.
    pub fn of(rules: Rules) -> Self {
        Self {
            audience: Audience::door(),
            challenge: None,
            asks: None,
            rules,
            max_code_age: MAX_CODE_AGE,
            max_code_ahead: MAX_CODE_AHEAD,
            max_list_age: MAX_LIST_AGE,
        }
    }

    /// The same door, which lets in nothing but an answer to its question.
    #[must_use]
    pub fn asking(self, challenge: &Challenge) -> Self {
        Self {
            audience: challenge.audience(),
            challenge: Some(challenge.nonce().clone()),
            asks: Some(challenge.asks()),
            ..self
        }
    }

    /// An ordinary door.
    pub fn door() -> Self {
        Self::of(Rules::door())
    }

    /// A demonstration: a door that also lets specimens in, marked.
    pub fn demonstration() -> Self {
        Self::of(Rules::demonstration())
    }
}
