//! CBOR (RFC 8949), read strictly and written in one spelling.
//!
//! On input: definite lengths, shortest integers and lengths, unique map keys, valid UTF-8, one item and no byte after it,
//! depth at most [`crate::limits::MAX_DEPTH`]; nothing is allocated ahead of bytes that are there. On output, maps made by [`Value::map`]
//! are sorted by the bytes of their encoded keys (RFC 8949, section 4.2.1).

mod float;
mod read;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

pub use float::Float;
pub use read::{CborError, decode, items};

/// One CBOR data item. Strings borrow from the input.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Major type 0.
    Unsigned(u64),
    /// Major type 1: the value is `-1 - n`.
    Negative(u64),
    /// Major type 2.
    Bytes(Cow<'a, [u8]>),
    /// Major type 3.
    Text(Cow<'a, str>),
    /// Major type 4.
    Array(Vec<Value<'a>>),
    /// Major type 5, in the order of the encoding.
    Map(Vec<(Value<'a>, Value<'a>)>),
    /// Major type 6.
    Tag(u64, Box<Value<'a>>),
    /// `false` and `true`.
    Bool(bool),
    /// `null`.
    Null,
    /// `undefined`.
    Undefined,
    /// Any other simple value.
    Simple(u8),
    /// A floating-point number, as its width and bits.
    Float(Float),
}

impl<'a> Value<'a> {
    /// A signed integer; `None` where it does not fit.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Unsigned(n) => i64::try_from(*n).ok(),
            Self::Negative(n) => i64::try_from(*n).ok().map(|n| -1 - n),
            _ => None,
        }
    }

    /// An unsigned integer.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Unsigned(n) => Some(*n),
            _ => None,
        }
    }

    /// A byte string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// A text string.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Value<'a>]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of a map.
    pub fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry of a map under an integer key.
    pub fn get(&self, key: i64) -> Option<&Value<'a>> {
        self.as_map()?.iter().find(|(k, _)| k.as_i64() == Some(key)).map(|(_, value)| value)
    }

    /// The entry of a map under a text key.
    pub fn get_text(&self, key: &str) -> Option<&Value<'a>> {
        self.as_map()?.iter().find(|(k, _)| k.as_text() == Some(key)).map(|(_, value)| value)
    }

    /// An integer.
    pub fn int(n: i64) -> Self {
        u64::try_from(n).map_or_else(|_| Self::Negative(!(n as u64)), Self::Unsigned)
    }

    /// A byte string that borrows.
    pub fn bytes(bytes: &'a [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }

    /// A text string that borrows.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A map, sorted by its encoded keys. The caller gives each key once.
    pub fn map(entries: impl IntoIterator<Item = (Value<'a>, Value<'a>)>) -> Self {
        let mut keyed: Vec<(Vec<u8>, (Value<'a>, Value<'a>))> = Vec::new();
        for entry in entries {
            let key = entry.0.encode();
            // Maps that are written have a dozen entries at most.
            let place = keyed.partition_point(|(before, _)| *before < key);
            debug_assert!(keyed.get(place).is_none_or(|(next, _)| *next != key), "a key given twice");
            keyed.insert(place, (key, entry));
        }
        Self::Map(keyed.into_iter().map(|(_, entry)| entry).collect())
    }

    /// The bytes of the item, with entries of maps in the order in which they stand.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.encode_into(&mut out);
        out
    }

    /// Appends the bytes of the item.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unsigned(n) => head(out, 0, *n),
            Self::Negative(n) => head(out, 1, *n),
            Self::Bytes(bytes) => {
                head(out, 2, bytes.len() as u64);
                out.extend_from_slice(bytes);
            }
            Self::Text(text) => {
                head(out, 3, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            Self::Array(items) => {
                head(out, 4, items.len() as u64);
                items.iter().for_each(|item| item.encode_into(out));
            }
            Self::Map(entries) => {
                head(out, 5, entries.len() as u64);
                for (key, value) in entries {
                    key.encode_into(out);
                    value.encode_into(out);
                }
            }
            Self::Tag(tag, value) => {
                head(out, 6, *tag);
                value.encode_into(out);
            }
            Self::Bool(truth) => out.push(if *truth { 0xf5 } else { 0xf4 }),
            Self::Null => out.push(0xf6),
            Self::Undefined => out.push(0xf7),
            Self::Simple(simple) => head(out, 7, u64::from(*simple)),
            Self::Float(Float::Half(bits)) => {
                out.push(0xf9);
                out.extend_from_slice(&bits.to_be_bytes());
            }
            Self::Float(Float::Single(bits)) => {
                out.push(0xfa);
                out.extend_from_slice(&bits.to_be_bytes());
            }
            Self::Float(Float::Double(bits)) => {
                out.push(0xfb);
                out.extend_from_slice(&bits.to_be_bytes());
            }
        }
    }

    /// The same item with no borrow from the input.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Unsigned(n) => Value::Unsigned(n),
            Self::Negative(n) => Value::Negative(n),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Map(entries) => {
                Value::Map(entries.into_iter().map(|(k, v)| (k.into_owned(), v.into_owned())).collect())
            }
            Self::Tag(tag, value) => Value::Tag(tag, Box::new(value.into_owned())),
            Self::Bool(truth) => Value::Bool(truth),
            Self::Null => Value::Null,
            Self::Undefined => Value::Undefined,
            Self::Simple(simple) => Value::Simple(simple),
            Self::Float(float) => Value::Float(float),
        }
    }
}

/// Appends an initial byte and its argument in the shortest form.
pub(crate) fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    if argument < 24 {
        out.push(major | argument as u8);
    } else if let Ok(n) = u8::try_from(argument) {
        out.extend_from_slice(&[major | 24, n]);
    } else if let Ok(n) = u16::try_from(argument) {
        out.push(major | 25);
        out.extend_from_slice(&n.to_be_bytes());
    } else if let Ok(n) = u32::try_from(argument) {
        out.push(major | 26);
        out.extend_from_slice(&n.to_be_bytes());
    } else {
        out.push(major | 27);
        out.extend_from_slice(&argument.to_be_bytes());
    }
}
