//! CBOR (RFC 8949), read strictly and written in one spelling.
//!
//! On input: definite lengths, shortest integers and lengths, unique map keys, valid UTF-8, one item and no byte after it,
//! depth at most [`MAX_DEPTH`]; nothing is allocated ahead of bytes that are there. On output, maps made by [`Value::map`]
//! are sorted by the bytes of their encoded keys (RFC 8949, section 4.2.1).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::limits::MAX_DEPTH;

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

/// A floating-point number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Float {
    /// Half precision.
    Half(u16),
    /// Single precision.
    Single(u32),
    /// Double precision.
    Double(u64),
}

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
pub fn decode(bytes: &[u8]) -> Result<Value<'_>, CborError> {
    let mut reader = Reader { rest: bytes };
    let value = reader.value(0, false)?;
    if reader.rest.is_empty() { Ok(value) } else { Err(CborError::Trailing) }
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
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
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
            31 => return Err(CborError::NotWellFormed),
            _ => return Err(CborError::NotWellFormed),
        })
    }
}

impl Float {
    /// The number.
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Half(bits) => {
                let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
                let (exponent, mantissa) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
                sign * match exponent {
                    0 => mantissa / 16_777_216.0,
                    31 if mantissa == 0.0 => f64::INFINITY,
                    31 => f64::NAN,
                    e => (1.0 + mantissa / 1_024.0) * f64::from_bits(((e - 15 + 1_023) as u64) << 52),
                }
            }
            Self::Single(bits) => f64::from(f32::from_bits(bits)),
            Self::Double(bits) => f64::from_bits(bits),
        }
    }

    /// The shortest spelling of the same number (RFC 8949, section 4.2.2); every NaN is `f97e00`.
    pub fn shortest(self) -> Self {
        let number = self.to_f64();
        if number.is_nan() {
            return Self::Half(0x7e00);
        }
        let single = number as f32;
        if f64::from(single) != number {
            return Self::Double(number.to_bits());
        }
        half_bits(single).map_or(Self::Single(single.to_bits()), Self::Half)
    }
}

/// The half-precision bits of `single`, if it has an exact half.
fn half_bits(single: f32) -> Option<u16> {
    let bits = single.to_bits();
    let sign = (bits >> 16 & 0x8000) as u16;
    let (exponent, mantissa) = ((bits >> 23 & 0xff) as i32 - 127, bits & 0x7f_ffff);
    let half = match exponent {
        128 => 0x7c00,
        -127 if mantissa == 0 => 0,
        -14..=15 => ((exponent + 15) as u16) << 10 | (mantissa >> 13) as u16,
        -24..=-15 => ((mantissa | 0x80_0000) >> (-1 - exponent)) as u16,
        _ => return None,
    };
    let exact = Float::Half(sign | half).to_f64() == f64::from(single);
    exact.then_some(sign | half)
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
        let mut keyed: Vec<_> = entries.into_iter().map(|(k, v)| (k.encode(), k, v)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        debug_assert!(keyed.windows(2).all(|pair| pair[0].0 != pair[1].0), "a key given twice");
        Self::Map(keyed.into_iter().map(|(_, k, v)| (k, v)).collect())
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
