//! A door's question: who asks, for what, and a nonce, shown as a code before anything is shown to the door. The answer is a presentation that is
//! bound to the whole question, so that it is good for this one answer at this one door.
//!
//! A question is not signed, for a door has no key: what it says about itself is what it says. It is the answer that is safe: its audience is a hash
//! of all that the holder was told, so a question that is passed on under another name, or that asks for something else, gets an answer that the door
//! behind it refuses.

mod asks;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use asks::{Asks, Kind, Kinds, Lack};

use crate::claims::time;
use crate::id::{Audience, Name, Nonce};
use crate::key::sha256;
use crate::limits::{CHALLENGE_LIFE, CLOCK_TOLERANCE, MAX_CHALLENGE_BYTES, MAX_TEXT_CHARS};
use crate::time::UnixTime;
use crate::wire::base45;
use crate::wire::cbor::{self, Value};
use crate::wire::registry::challenge as label;
use crate::wire::text::{CHALLENGE_PREFIX, escape, unescape};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    nonce: Nonce,
    door: Name,
    asks: Asks,
    purpose: Option<Name>,
    expires: UnixTime,
}

/// Why a wallet does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChallengeError {
    /// Another kind of code.
    NotOurs,
    /// Damaged, or of a later version.
    Malformed,
    /// Asked too long ago.
    Expired,
    /// It would be good for longer than any question is: one of the two clocks is wrong.
    ClocksDiffer,
}

impl ChallengeError {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::NotOurs, Self::Malformed, Self::Expired, Self::ClocksDiffer];

    /// A stable name for vectors.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOurs => "not-ours",
            Self::Malformed => "malformed",
            Self::Expired => "expired",
            Self::ClocksDiffer => "clocks-differ",
        }
    }
}

impl fmt::Display for ChallengeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOurs => "this is not a door's question",
            Self::Malformed => "the question is damaged, or of a later version",
            Self::Expired => "the question is over: the door asks a new one every few minutes",
            Self::ClocksDiffer => "the question is from the future: one of the two clocks is wrong",
        })
    }
}

impl core::error::Error for ChallengeError {}

impl Challenge {
    /// A question that is asked at `at`, for [`CHALLENGE_LIFE`] seconds. `nonce` comes from a random source and is used for no other.
    pub fn new(nonce: [u8; 16], door: Name, asks: Asks, purpose: Option<Name>, at: UnixTime) -> Self {
        Self { nonce: nonce.into(), door, asks, purpose, expires: at.plus(CHALLENGE_LIFE) }
    }

    /// The nonce that the answer is bound to.
    pub fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// What the door calls itself. Nothing proves it.
    pub fn door(&self) -> &Name {
        &self.door
    }

    /// What it asks for.
    pub fn asks(&self) -> Asks {
        self.asks
    }

    /// What it says that it is for.
    pub fn purpose(&self) -> Option<&Name> {
        self.purpose.as_ref()
    }

    /// The first second at which it is over.
    pub fn expires(&self) -> UnixTime {
        self.expires
    }

    /// Whom an answer is meant for: whoever has asked exactly this.
    pub fn audience(&self) -> Audience {
        // The front keeps it apart from hashes of anything else.
        let hash = sha256(&[CHALLENGE_PREFIX.as_bytes(), &self.message()].concat());
        // 128 bits of it, so that nobody finds a second question with the same.
        let mut front = [0; 16];
        front.copy_from_slice(&hash[..16]);
        Audience::of_question(&front)
    }

    /// The text of the code.
    pub fn encode(&self) -> String {
        let mut text = CHALLENGE_PREFIX.to_string();
        text.push_str(&base45::encode(&self.message()));
        text
    }

    /// The text as the fragment of a link to the wallet: a phone's own camera opens the wallet with it.
    pub fn to_fragment(&self) -> String {
        escape(&self.encode())
    }

    /// Whether a text, a link or a fragment calls itself a question; nothing about it is checked.
    pub fn is_claimed_by(given: &str) -> bool {
        text_in(given).is_some()
    }

    /// Reads a text, a link or a fragment with its `#`, at the moment `at`. Which site a link leads to says nothing, so it is not looked at.
    ///
    /// # Errors
    /// [`ChallengeError`].
    pub fn accept(given: &str, at: UnixTime) -> Result<Self, ChallengeError> {
        let text = text_in(given).ok_or(ChallengeError::NotOurs)?;
        let challenge = text.strip_prefix(CHALLENGE_PREFIX).and_then(read).ok_or(ChallengeError::Malformed)?;
        if at >= challenge.expires {
            return Err(ChallengeError::Expired);
        }
        // A question that is good for days would be on somebody's wall.
        if challenge.expires.since(at) > CHALLENGE_LIFE + CLOCK_TOLERANCE {
            return Err(ChallengeError::ClocksDiffer);
        }
        Ok(challenge)
    }

    fn message(&self) -> Vec<u8> {
        self.to_value().encode()
    }

    fn to_value(&self) -> Value<'_> {
        let mut entries = alloc::vec![
            (Value::int(label::NONCE), Value::bytes(self.nonce.as_bytes())),
            (Value::int(label::DOOR), Value::text(self.door.as_str())),
            (Value::int(label::ASKS), self.asks.to_value()),
            (Value::int(label::EXPIRES), Value::Unsigned(self.expires.seconds())),
        ];
        if let Some(purpose) = &self.purpose {
            entries.push((Value::int(label::PURPOSE), Value::text(purpose.as_str())));
        }
        Value::map(entries)
    }

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let purpose = match value.get(label::PURPOSE) {
            None => None,
            Some(purpose) => Some(Name::new(purpose.as_text()?).ok()?),
        };
        let nonce = value.get(label::NONCE)?.as_bytes()?;
        let challenge = Self {
            nonce: <[u8; 16]>::try_from(nonce).ok()?.into(),
            door: Name::new(value.get(label::DOOR)?.as_text()?).ok()?,
            asks: Asks::from_value(value.get(label::ASKS)?)?,
            purpose,
            expires: time(value.get(label::EXPIRES)?)?,
        };
        // One spelling; and what this version does not know cannot be shown to the person who is to answer it.
        (challenge.to_value() == *value).then_some(challenge)
    }
}

fn read(body: &str) -> Option<Challenge> {
    let message = base45::decode(body).ok().filter(|message| message.len() <= MAX_CHALLENGE_BYTES)?;
    Challenge::from_value(&cbor::decode(&message).ok()?)
}

/// The text of a question in what a camera or a person gave.
fn text_in(given: &str) -> Option<String> {
    if given.len() > MAX_TEXT_CHARS {
        return None;
    }
    // A mail program may have broken the line; the alphabet has no line ends.
    let text: String = given.trim().chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let text = match text.rsplit_once('#') {
        Some((_, fragment)) => unescape(fragment)?,
        None => text,
    };
    text.starts_with(CHALLENGE_PREFIX).then_some(text)
}
