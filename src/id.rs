//! Names of things as types, each with the check that earns it.

mod printable;

use alloc::string::{String, ToString};
use core::fmt;

pub use printable::UnsafeText;
use printable::printable;

use crate::key::write_hex;
use crate::limits::{MAX_AUDIENCE_BYTES, MAX_INITIALS_CHARS, MAX_NAME_CHARS, MAX_NONCE_BYTES, MAX_URI_BYTES};

/// `kid`: the first eight bytes of a key's thumbprint (RFC 9679). A hint; two keys may share one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// From eight bytes.
    pub const fn new(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// From a `kid` header; `None` for another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The eight bytes.
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

macro_rules! printable_text {
    ($(#[$doc:meta])* $name:ident, $max:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes a text that is safe to show and short enough.
            ///
            /// # Errors
            /// [`UnsafeText`].
            pub fn new(text: &str) -> Result<Self, UnsafeText> {
                printable(text, $max).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

printable_text! {
    /// A subject's initials, in the script of the ID card: 1 to 8 characters.
    Initials, MAX_INITIALS_CHARS
}
printable_text! {
    /// A name of a person, an issuer or a region: 1 to 80 characters.
    Name, MAX_NAME_CHARS
}
printable_text! {
    /// An issuer's identifier, as in `iss`: 1 to 80 characters.
    IssuerId, MAX_NAME_CHARS
}

/// Shows no content: it is about a person.
impl fmt::Debug for Initials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Initials(…)")
    }
}

/// Shows no content: it may be about a person.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Name(…)")
    }
}

impl fmt::Debug for IssuerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuerId({})", self.0)
    }
}

/// Whom a presentation is meant for: 1 to 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience(String);

impl Audience {
    /// The audience of every door that has asked no question of its own.
    pub fn door() -> Self {
        Self("door".to_string())
    }

    /// The audience of one question of a door: whoever asked what has this hash.
    pub(crate) fn of_question(hash: &[u8; 16]) -> Self {
        struct Hex<'a>(&'a [u8]);
        impl fmt::Display for Hex<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(self.0, f)
            }
        }
        Self(alloc::format!("ask:{}", Hex(hash)))
    }

    /// An audience; `None` where it is empty, too long or not safe to show.
    pub fn new(text: &str) -> Option<Self> {
        let fits = text.len() <= MAX_AUDIENCE_BYTES;
        printable(text, MAX_AUDIENCE_BYTES).ok().filter(|_| fits).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A challenge of a verifier: 1 to 32 bytes, from its random source.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce(alloc::vec::Vec<u8>);

impl Nonce {
    /// A nonce; `None` for an impossible length.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (1..=MAX_NONCE_BYTES).contains(&bytes.len()).then(|| Self(bytes.to_vec()))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; 16]> for Nonce {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(")?;
        write_hex(&self.0, f)?;
        f.write_str(")")
    }
}

/// Whether a text may be an address of a status list, or the front of one: 1 to 256 visible ASCII characters.
pub(crate) fn is_address(text: &str) -> bool {
    (1..=MAX_URI_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A place in a status list (draft-ietf-oauth-status-list).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReference {
    /// Index in the list.
    pub index: u64,
    /// The list's own URI, its `sub`: 1 to 256 visible ASCII characters.
    pub uri: String,
}
