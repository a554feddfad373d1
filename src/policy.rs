//! A door's rules, as data.

use crate::claims::Colour;
use crate::id::{Audience, Nonce};
use crate::limits::{MAX_CODE_AGE, MAX_CODE_AHEAD, MAX_LIST_AGE};

/// What a door asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whom presentations must be meant for.
    pub audience: Audience,
    /// The challenge that they must answer.
    pub challenge: Option<Nonce>,
    /// Whether paper is good enough.
    pub accepts_paper: bool,
    /// Whether specimens are let in, marked. Never at a real door.
    pub accepts_specimens: bool,
    /// Greatest age of a live code, in seconds.
    pub max_code_age: u64,
    /// How far ahead of the clock a live code may be, in seconds.
    pub max_code_ahead: u64,
    /// Greatest age of the lists, in seconds.
    pub max_list_age: u64,
}

impl Policy {
    /// The rules of an ordinary door: green only, live or on paper, no specimens.
    pub fn door() -> Self {
        Self {
            audience: Audience::door(),
            challenge: None,
            accepts_paper: true,
            accepts_specimens: false,
            max_code_age: MAX_CODE_AGE,
            max_code_ahead: MAX_CODE_AHEAD,
            max_list_age: MAX_LIST_AGE,
        }
    }

    /// The rules of a demonstration: a door that also lets specimens in, marked.
    pub fn demonstration() -> Self {
        Self { accepts_specimens: true, ..Self::door() }
    }

    /// Whether a colour is let in.
    pub fn accepts(&self, colour: Colour) -> bool {
        colour == Colour::Green
    }
}
