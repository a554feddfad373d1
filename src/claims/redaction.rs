//! Redacted claims (draft-ietf-spice-sd-cwt-07): map keys, array elements, nesting and decoys, for anybody's SD-CWT.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::key::sha256;
use crate::limits::{MAX_DEPTH, MAX_DISCLOSURES, SALT_BYTES};
use crate::wire::cbor::{self, CborError, Value};
use crate::wire::registry::{SIMPLE_REDACTED_KEYS, TAG_REDACTED_ELEMENT, TAGS_BEFORE_ISSUING, claim};

/// Why disclosures and redacted claims do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedactionError {
    /// A disclosure is not strict CBOR.
    Cbor(CborError),
    /// A disclosure is not a byte string around one, two or three items that begin with a salt of 16 bytes.
    Shape,
    /// The same disclosure twice, or the same hash at two places.
    Twice,
    /// A disclosure that no hash asks for.
    Unreferenced,
    /// A disclosure of a key where an element was redacted, or the reverse.
    Misplaced,
    /// A disclosed key that the map has already.
    DuplicateKey,
    /// A claim that must stand in the clear was redacted.
    NeverRedacted,
    /// `sd_claims` is empty, too long, or no array; a hash is no hash; a key is neither integer nor text.
    Form,
    /// Deeper than [`MAX_DEPTH`] once disclosed.
    TooDeep,
}

impl fmt::Display for RedactionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cbor(_) => "a disclosure is not strict CBOR",
            Self::Shape => "a disclosure has the wrong shape",
            Self::Twice => "a disclosure or a hash stands there twice",
            Self::Unreferenced => "a disclosure belongs to no hash",
            Self::Misplaced => "a disclosure stands where another kind belongs",
            Self::DuplicateKey => "a disclosed claim is there already",
            Self::NeverRedacted => "a claim is redacted that never may be",
            Self::Form => "the redacted claims have a wrong form",
            Self::TooDeep => "the claims are nested too deeply",
        })
    }
}

impl core::error::Error for RedactionError {}

/// Claims that the draft lets nobody redact at the top level.
const NEVER_REDACTED: [i64; 8] =
    [claim::ISS, claim::AUD, claim::EXP, claim::NBF, claim::IAT, claim::CTI, claim::CNF, claim::CNONCE];

enum Disclosed<'a> {
    Decoy,
    Element(Value<'a>),
    Key(Value<'a>, Value<'a>),
}

/// At most [`MAX_DISCLOSURES`]: so few are looked through as fast as a tree, which is a lot of code.
type ByHash<'a> = Vec<([u8; 32], Option<Disclosed<'a>>)>;

/// The hash of a disclosure: SHA-256 over the byte string's whole encoding, its head included.
pub fn disclosure_hash(disclosure: &[u8]) -> [u8; 32] {
    sha256(&Value::bytes(disclosure).encode())
}

/// Puts disclosures into their places and drops what stays redacted.
///
/// `payload` is the authenticated claims set, `sd_claims` the unprotected header of that name.
///
/// # Errors
/// [`RedactionError`]; the whole token is then invalid.
pub fn disclose<'a>(payload: Value<'a>, sd_claims: Option<&Value<'a>>) -> Result<Value<'a>, RedactionError> {
    disclose_at(payload, sd_claims).map(|(claims, _)| claims)
}

/// A step from a claims set to what is inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The entry of a map under an integer.
    Key(i64),
    /// The entry of a map under a text.
    Named,
    /// The element of an array, counted without those that stay redacted.
    Element(usize),
    /// The contents of a tag.
    Inside,
}

/// The disclosure of a hash, and where its claim stands in the claims set.
pub(crate) type Placed = ([u8; 32], Vec<Step>);

/// As [`disclose`], with the place of each disclosure.
pub(crate) fn disclose_at<'a>(
    payload: Value<'a>,
    sd_claims: Option<&Value<'a>>,
) -> Result<(Value<'a>, Vec<Placed>), RedactionError> {
    let mut disclosures = index(sd_claims)?;
    let Value::Map(_) = payload else { return Err(RedactionError::Form) };
    let mut walk = Walk { disclosures: &mut disclosures, seen: Vec::new(), path: Vec::new(), placed: Vec::new() };
    let claims = walk.value(payload)?;
    let placed = walk.placed;
    if disclosures.iter().any(|(_, disclosed)| disclosed.is_some()) {
        return Err(RedactionError::Unreferenced);
    }
    Ok((claims, placed))
}

fn index<'a>(sd_claims: Option<&Value<'a>>) -> Result<ByHash<'a>, RedactionError> {
    let mut by_hash = ByHash::new();
    let Some(header) = sd_claims else { return Ok(by_hash) };
    let list = header.as_array().ok_or(RedactionError::Form)?;
    if list.is_empty() || list.len() > MAX_DISCLOSURES {
        return Err(RedactionError::Form);
    }
    for item in list {
        let Value::Bytes(Cow::Borrowed(bytes)) = item else { return Err(RedactionError::Shape) };
        let (hash, disclosed) = (disclosure_hash(bytes), parse(bytes)?);
        if by_hash.iter().any(|(other, _)| *other == hash) {
            return Err(RedactionError::Twice);
        }
        by_hash.push((hash, Some(disclosed)));
    }
    Ok(by_hash)
}

fn parse(bytes: &[u8]) -> Result<Disclosed<'_>, RedactionError> {
    let Value::Array(items) = cbor::decode(bytes).map_err(RedactionError::Cbor)? else {
        return Err(RedactionError::Shape);
    };
    let mut items = items.into_iter();
    match items.next() {
        Some(Value::Bytes(salt)) if salt.len() == SALT_BYTES => {}
        _ => return Err(RedactionError::Shape),
    }
    match (items.next(), items.next(), items.next()) {
        (None, _, _) => Ok(Disclosed::Decoy),
        (Some(element), None, _) => Ok(Disclosed::Element(element)),
        (Some(value), Some(key), None) if is_claim_key(&key) => Ok(Disclosed::Key(key, value)),
        _ => Err(RedactionError::Shape),
    }
}

fn is_claim_key(key: &Value<'_>) -> bool {
    match key {
        Value::Unsigned(_) | Value::Negative(_) => true,
        Value::Text(text) => (1..=255).contains(&text.len()),
        _ => false,
    }
}

fn step(key: &Value<'_>) -> Step {
    key.as_i64().map_or(Step::Named, Step::Key)
}

struct Walk<'m, 'a> {
    disclosures: &'m mut ByHash<'a>,
    seen: Vec<[u8; 32]>,
    /// Where it is: as many steps as the claims are deep here.
    path: Vec<Step>,
    placed: Vec<Placed>,
}

impl<'a> Walk<'_, 'a> {
    fn at(&mut self, step: Step, value: Value<'a>) -> Result<Value<'a>, RedactionError> {
        self.path.push(step);
        let value = self.value(value)?;
        self.path.pop();
        Ok(value)
    }

    /// The claim of a disclosure.
    fn disclosed(&mut self, step: Step, hash: &Value<'_>, value: Value<'a>) -> Result<Value<'a>, RedactionError> {
        self.path.push(step);
        if let Some(hash) = hash.as_bytes().and_then(|bytes| bytes.try_into().ok()) {
            self.placed.push((hash, self.path.clone()));
        }
        let value = self.value(value)?;
        self.path.pop();
        Ok(value)
    }

    fn value(&mut self, value: Value<'a>) -> Result<Value<'a>, RedactionError> {
        // As deep as claims in the clear may be: the decoder counts in the same way.
        if self.path.len() == MAX_DEPTH && matches!(value, Value::Map(_) | Value::Array(_) | Value::Tag(..)) {
            return Err(RedactionError::TooDeep);
        }
        Ok(match value {
            Value::Map(entries) => Value::Map(self.map(entries)?),
            Value::Array(items) => Value::Array(self.array(items)?),
            Value::Tag(TAG_REDACTED_ELEMENT, _) | Value::Simple(SIMPLE_REDACTED_KEYS) => {
                return Err(RedactionError::Form);
            }
            Value::Tag(tag, _) if TAGS_BEFORE_ISSUING.contains(&tag) => return Err(RedactionError::Form),
            Value::Tag(tag, inner) => Value::Tag(tag, alloc::boxed::Box::new(self.at(Step::Inside, *inner)?)),
            other => other,
        })
    }

    fn map(&mut self, entries: Vec<(Value<'a>, Value<'a>)>) -> Result<Vec<(Value<'a>, Value<'a>)>, RedactionError> {
        let mut open = Vec::with_capacity(entries.len());
        let mut hashes = Vec::new();
        for (key, value) in entries {
            if key == Value::Simple(SIMPLE_REDACTED_KEYS) {
                let Value::Array(list) = value else { return Err(RedactionError::Form) };
                hashes = list;
            } else if is_claim_key(&key) {
                let value = self.at(step(&key), value)?;
                open.push((key, value));
            } else {
                return Err(RedactionError::Form);
            }
        }
        for hash in hashes {
            match self.take(&hash)? {
                None | Some(Disclosed::Decoy) => {}
                Some(Disclosed::Element(_)) => return Err(RedactionError::Misplaced),
                Some(Disclosed::Key(key, value)) => {
                    if self.path.is_empty() && key.as_i64().is_some_and(|n| NEVER_REDACTED.contains(&n)) {
                        return Err(RedactionError::NeverRedacted);
                    }
                    if open.iter().any(|(other, _)| *other == key) {
                        return Err(RedactionError::DuplicateKey);
                    }
                    let value = self.disclosed(step(&key), &hash, value)?;
                    open.push((key, value));
                }
            }
        }
        Ok(open)
    }

    fn array(&mut self, items: Vec<Value<'a>>) -> Result<Vec<Value<'a>>, RedactionError> {
        let mut open = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Value::Tag(TAG_REDACTED_ELEMENT, hash) => match self.take(&hash)? {
                    None | Some(Disclosed::Decoy) => {}
                    Some(Disclosed::Element(value)) => {
                        let value = self.disclosed(Step::Element(open.len()), &hash, value)?;
                        open.push(value);
                    }
                    Some(Disclosed::Key(..)) => return Err(RedactionError::Misplaced),
                },
                other => {
                    let value = self.at(Step::Element(open.len()), other)?;
                    open.push(value);
                }
            }
        }
        Ok(open)
    }

    /// The disclosure of a hash that is met for the first time.
    fn take(&mut self, hash: &Value<'_>) -> Result<Option<Disclosed<'a>>, RedactionError> {
        let hash: [u8; 32] = hash.as_bytes().and_then(|bytes| bytes.try_into().ok()).ok_or(RedactionError::Form)?;
        if self.seen.contains(&hash) {
            return Err(RedactionError::Twice);
        }
        self.seen.push(hash);
        Ok(self.disclosures.iter_mut().find(|(of, _)| *of == hash).and_then(|(_, disclosed)| disclosed.take()))
    }
}

/// A salted disclosure of a map entry, as the issuer makes it.
pub fn disclose_key(salt: &[u8; SALT_BYTES], key: Value<'_>, value: Value<'_>) -> Vec<u8> {
    Value::Array(vec![Value::bytes(salt), value, key]).encode()
}

/// A salted disclosure of an array element, as the issuer makes it.
pub fn disclose_element(salt: &[u8; SALT_BYTES], value: Value<'_>) -> Vec<u8> {
    Value::Array(vec![Value::bytes(salt), value]).encode()
}

/// A decoy: a salt and nothing else.
pub fn decoy(salt: &[u8; SALT_BYTES]) -> Vec<u8> {
    Value::Array(vec![Value::bytes(salt)]).encode()
}
