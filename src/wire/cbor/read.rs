//! Strict reading.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::{Float, Value};
use crate::limits::MAX_DEPTH;
use crate::wire::are_distinct;

/// Why bytes are not the CBOR that is accepted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CborError {
    /// The input ends inside an item.
    Truncated,
    /// Bytes follow the item.
    Trailing,
    /// An indefinite length.
    Indefinite,
    /// An integer or length that has a shorter spelling.
    NotShortest,
    /// A reserved or unassigned initial byte, or a simple value below 32 in two bytes.
    NotWellFormed,
    /// A text string that is not UTF-8.
    NotUtf8,
    /// The same map key twice.
    DuplicateKey,
    /// Deeper than [`MAX_DEPTH`].
    TooDeep,
    /// Longer than the caller's bound.
    TooLong,
    /// Well-formed, but not what stands at this place.
    Unexpected,
}

impl fmt::Display for CborError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the data ends too early",
            Self::Trailing => "bytes follow the data",
            Self::Indefinite => "a length is indefinite",
            Self::NotShortest => "a number is not in its shortest form",
            Self::NotWellFormed => "the data is not well-formed CBOR",
            Self::NotUtf8 => "a text is not UTF-8",
            Self::DuplicateKey => "a map has the same key twice",
            Self::TooDeep => "the data is nested too deeply",
            Self::TooLong => "the data is too long",
            Self::Unexpected => "a value has the wrong type",
        })
    }
}

impl core::error::Error for CborError {}

/// Decodes exactly one item that fills `bytes`.
///
/// # Errors
/// [`CborError`] for the first fault.
pub fn decode(bytes: &[u8]) -> Result<Value<'_>, CborError> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(0, false)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(CborError::Trailing) }
}

/// The bytes of each item of an array that fills `bytes`, each as strict as [`decode`] has it; at most `most` of them.
///
/// # Errors
/// [`CborError`] for the first fault, [`CborError::Unexpected`] for anything but an array.
pub fn items(bytes: &[u8], most: usize) -> Result<Vec<&[u8]>, CborError> {
    let mut reader = Reader { rest: bytes };
    let [initial] = *reader.take(1)? else { return Err(CborError::Truncated) };
    if initial >> 5 != 4 {
        return Err(CborError::Unexpected);
    }
    let count = reader.argument(initial & 0x1f)?;
    if usize::try_from(count).map_or(true, |count| count > most) {
        return Err(CborError::TooLong);
    }
    let mut items = Vec::new();
    for _ in 0..count {
        let before = reader.rest;
        reader.value(1, false)?;
        items.push(&before[..before.len() - reader.rest.len()]);
    }
    if reader.rest.is_empty() { Ok(items) } else { Err(CborError::Trailing) }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: u64) -> Result<&'a [u8], CborError> {
        let n = usize::try_from(n).map_err(|_| CborError::Truncated)?;
        let (head, tail) = self.rest.split_at_checked(n).ok_or(CborError::Truncated)?;
        self.rest = tail;
        Ok(head)
    }

    fn big_endian(&mut self, n: u64) -> Result<u64, CborError> {
        Ok(self.take(n)?.iter().fold(0, |v, b| v << 8 | u64::from(*b)))
    }

    /// The argument of an initial byte (RFC 8949, section 3).
    fn argument(&mut self, info: u8) -> Result<u64, CborError> {
        let (width, least) = match info {
            0..=23 => return Ok(u64::from(info)),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            31 => return Err(CborError::Indefinite),
            _ => return Err(CborError::NotWellFormed),
        };
        let argument = self.big_endian(width)?;
        if argument < least { Err(CborError::NotShortest) } else { Ok(argument) }
    }

    fn value(&mut self, depth: usize, in_key: bool) -> Result<Value<'a>, CborError> {
        let [initial] = *self.take(1)? else { return Err(CborError::Truncated) };
        let (major, info) = (initial >> 5, initial & 0x1f);
        if major == 7 {
            return self.simple_or_float(info, in_key);
        }
        if matches!((major, info), (0 | 1 | 6, 31)) {
            return Err(CborError::NotWellFormed);
        }
        let argument = self.argument(info)?;
        if (4..=6).contains(&major) && depth == MAX_DEPTH {
            return Err(CborError::TooDeep);
        }
        Ok(match major {
            0 => Value::Unsigned(argument),
            1 => Value::Negative(argument),
            2 => Value::Bytes(Cow::Borrowed(self.take(argument)?)),
            3 => {
                let text = core::str::from_utf8(self.take(argument)?).map_err(|_| CborError::NotUtf8)?;
                Value::Text(Cow::Borrowed(text))
            }
            4 => {
                let mut items = Vec::new();
                for _ in 0..argument {
                    items.push(self.value(depth + 1, in_key)?);
                }
                Value::Array(items)
            }
            5 => self.map(argument, depth, in_key)?,
            _ => Value::Tag(argument, Box::new(self.value(depth + 1, in_key)?)),
        })
    }

    fn map(&mut self, pairs: u64, depth: usize, in_key: bool) -> Result<Value<'a>, CborError> {
        let mut entries = Vec::new();
        let mut keys: Vec<&[u8]> = Vec::new();
        for _ in 0..pairs {
            let before = self.rest;
            let key = self.value(depth + 1, true)?;
            keys.push(&before[..before.len() - self.rest.len()]);
            let value = self.value(depth + 1, in_key)?;
            entries.push((key, value));
        }
        // Every key has one spelling here, so equal keys are equal bytes.
        if !are_distinct(keys) {
            return Err(CborError::DuplicateKey);
        }
        Ok(Value::Map(entries))
    }

    fn simple_or_float(&mut self, info: u8, in_key: bool) -> Result<Value<'a>, CborError> {
        Ok(match info {
            20 => Value::Bool(false),
            21 => Value::Bool(true),
            22 => Value::Null,
            23 => Value::Undefined,
            0..=19 => Value::Simple(info),
            24 => {
                let simple = self.big_endian(1)? as u8;
                if simple < 32 {
                    return Err(CborError::NotWellFormed);
                }
                Value::Simple(simple)
            }
            25..=27 => {
                let bits = self.big_endian(1 << (info - 24))?;
                let float = match info {
                    25 => Float::Half(bits as u16),
                    26 => Float::Single(bits as u32),
                    _ => Float::Double(bits),
                };
                // One number has several float spellings, and a set of keys must not.
                if in_key && float != float.shortest() {
                    return Err(CborError::NotShortest);
                }
                Value::Float(float)
            }
            _ => return Err(CborError::NotWellFormed),
        })
    }
}
