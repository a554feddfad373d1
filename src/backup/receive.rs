//! The code that a new phone shows to the old one: for whom everything is to be sealed, and until when.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::limits::{CLOCK_TOLERANCE, MAX_RECEIVE_AGE, MAX_TEXT_CHARS};
use crate::time::UnixTime;
use crate::wire::base45;
use crate::wire::cbor::{self, Value};
use crate::wire::text::RECEIVE_PREFIX;

/// Characters of an X25519 recipient of the format age: `age1`, and 58 of bech32.
const RECIPIENT_CHARS: usize = 62;

/// For whom a wallet is to be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveCode {
    recipient: String,
    made_at: UnixTime,
}

/// Why nothing is sealed for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReceiveError {
    /// Another kind of code.
    NotOurs,
    /// Made too long ago, or ahead of this phone's clock.
    Stale,
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOurs => "this is not the code of a phone that receives a wallet",
            Self::Stale => "this code is too old, or the clocks of the two phones differ",
        })
    }
}

impl core::error::Error for ReceiveError {}

impl ReceiveCode {
    /// A code for a recipient, good for some minutes; `None` for a text that is no X25519 recipient of the format age.
    pub fn new(recipient: &str, made_at: UnixTime) -> Option<Self> {
        let is_bech32 = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        let fits = recipient.len() == RECIPIENT_CHARS && recipient.starts_with("age1");
        (fits && recipient.bytes().all(is_bech32)).then(|| Self { recipient: recipient.to_string(), made_at })
    }

    /// The text of the code.
    pub fn encode(&self) -> String {
        let message = Value::Array(Vec::from([Value::text(&self.recipient), Value::Unsigned(self.made_at.seconds())]));
        let mut text = RECEIVE_PREFIX.to_string();
        text.push_str(&base45::encode(&message.encode()));
        text
    }

    /// Reads the text of a code at the moment `at`.
    ///
    /// # Errors
    /// [`ReceiveError`].
    pub fn accept(text: &str, at: UnixTime) -> Result<Self, ReceiveError> {
        let code = read(text).ok_or(ReceiveError::NotOurs)?;
        let is_fresh = at.since(code.made_at) <= MAX_RECEIVE_AGE && code.made_at <= at.plus(CLOCK_TOLERANCE);
        is_fresh.then_some(code).ok_or(ReceiveError::Stale)
    }

    /// Whom to seal for, as age writes it.
    pub fn recipient(&self) -> &str {
        &self.recipient
    }

    /// When the new phone made it.
    pub fn made_at(&self) -> UnixTime {
        self.made_at
    }

    /// What both phones make their two words of: the code that the old phone read and the sealed wallet that it shows.
    pub fn bound_to(&self, sealed: &[u8]) -> Vec<u8> {
        [self.recipient.as_bytes(), sealed].concat()
    }
}

fn read(text: &str) -> Option<ReceiveCode> {
    if text.len() > MAX_TEXT_CHARS {
        return None;
    }
    let message = base45::decode(text.strip_prefix(RECEIVE_PREFIX)?).ok()?;
    let value = cbor::decode(&message).ok()?;
    let [recipient, made_at] = value.as_array()? else { return None };
    ReceiveCode::new(recipient.as_text()?, made_at.as_u64().and_then(UnixTime::new)?)
}
