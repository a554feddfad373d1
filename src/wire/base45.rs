//! Base45 (RFC 9285), by the crate of that name, with the strictness that it leaves to the caller.

use alloc::string::String;
use alloc::vec::Vec;

/// A text that is not base45.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base45Error;

/// Encodes `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    ::base45::encode(bytes)
}

/// Decodes `text`: capitals, digits and nine signs, nothing else.
///
/// # Errors
/// [`Base45Error`] for a foreign character, an impossible length or a group that stands for more than its bytes hold.
pub fn decode(text: &str) -> Result<Vec<u8>, Base45Error> {
    let bytes = ::base45::decode(text).map_err(|_| Base45Error)?;
    // The crate is lenient about letters and group values; one message has one text.
    if encode(&bytes) == text { Ok(bytes) } else { Err(Base45Error) }
}
