//! The text of a pass: `HP1:` and base45 (RFC 9285), the alphabet of a QR code's alphanumeric mode.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::base45;
use crate::limits::{MAX_MESSAGE_BYTES, MAX_TEXT_CHARS};

/// What every text of ours begins with.
pub const PREFIX: &str = "HP1:";

/// What the text of a code begins with that is one of many, shown one after the other (see `carry`): no pass.
pub const CARRIED_PREFIX: &str = "HL1:";

/// What the text of a code begins with that says for whom a wallet is to be sealed (see [`crate::backup`]): no pass.
pub const RECEIVE_PREFIX: &str = "HM1:";

/// What the text of a code begins with that asks for a pass (see [`crate::challenge`]): no pass.
pub const CHALLENGE_PREFIX: &str = "HQ1:";

/// A text that calls itself ours: it begins with [`PREFIX`], in any case of letters. Nothing more is known.
#[derive(Clone, PartialEq, Eq)]
pub struct ScannedText(String);

/// A text that does not even call itself a pass: a menu, a link, a ticket. Not a refusal; a scan goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPass;

/// Why a text of ours has no message in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// More than [`MAX_TEXT_CHARS`].
    TooLong,
    /// The prefix is not spelled `HP1:`.
    Prefix,
    /// Not base45.
    Base45,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the text is longer than any code",
            Self::Prefix => "the text does not begin with HP1: in capitals",
            Self::Base45 => "the text has characters that do not belong there, or lacks some",
        })
    }
}

impl core::error::Error for TextError {}

/// Shows no content: it is about a person.
impl fmt::Debug for ScannedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScannedText({} characters)", self.0.len())
    }
}

impl ScannedText {
    /// Takes what a scanner, a paste or a file gave. Line ends around it are dropped; a space is not, since
    /// base45 has it as a character.
    ///
    /// # Errors
    /// [`NotAPass`] where the prefix is not there.
    pub fn new(text: &str) -> Result<Self, NotAPass> {
        let text = text.trim_matches(['\r', '\n', '\t', '\u{feff}']);
        match text.get(..PREFIX.len()) {
            Some(front) if front.eq_ignore_ascii_case(PREFIX) => Ok(Self(text.to_string())),
            _ => Err(NotAPass),
        }
    }

    /// The text of a message.
    pub fn encode(message: &[u8]) -> Self {
        let mut text = PREFIX.to_string();
        text.push_str(&base45::encode(message));
        Self(text)
    }

    /// The message.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn decode(&self) -> Result<Vec<u8>, TextError> {
        if self.0.len() > MAX_TEXT_CHARS {
            return Err(TextError::TooLong);
        }
        self.decode_within(MAX_MESSAGE_BYTES)
    }

    /// A message that may be longer than one code holds, since a link or a file carries it too: at most `bytes` long.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn decode_within(&self, bytes: usize) -> Result<Vec<u8>, TextError> {
        let body = self.0.strip_prefix(PREFIX).ok_or(TextError::Prefix)?;
        if body.len() > bytes.div_ceil(2) * 3 {
            return Err(TextError::TooLong);
        }
        base45::decode(body).map_err(|_| TextError::Base45)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as the fragment of a link: of the alphabet, only `%` and the space need escaping
    /// (RFC 3986, section 3.5).
    pub fn to_fragment(&self) -> String {
        escape(&self.0)
    }

    /// Reads a fragment made by [`ScannedText::to_fragment`] or by a browser that escapes more.
    ///
    /// # Errors
    /// [`NotAPass`] where no text of ours is in it.
    pub fn from_fragment(fragment: &str) -> Result<Self, NotAPass> {
        Self::new(&unescape(fragment).ok_or(NotAPass)?)
    }
}

/// A text of the alphabet as the fragment of a link (RFC 3986, section 3.5).
pub(crate) fn escape(text: &str) -> String {
    text.replace('%', "%25").replace(' ', "%20")
}

/// The text of a fragment that [`escape`] or a browser made.
pub(crate) fn unescape(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let mut digit = || (rest.next()? as char).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                (high << 4 | low) as u8
            }
            byte => byte,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}
