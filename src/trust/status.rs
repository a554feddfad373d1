//! Status lists (draft-ietf-oauth-status-list, CWT form) and the deltas that lead from one state of a list to the next.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::list::{MaySign, TrustList, TrustedKey};
use super::statuses::Statuses;
use crate::claims::time;
use crate::id::{IssuerId, KeyId, is_address};
use crate::key::IssuerKey;
use crate::limits::MAX_STATUS_LIST_BYTES;
use crate::time::{UnixTime, Window};
use crate::wire::cbor::{self, Value};
use crate::wire::cose::{Sign1, sign1};
use crate::wire::registry::{alg, claim, delta, header, typ};

/// Bits of an entry in the lists that Tessera's offices sign.
pub const STATUS_BITS: u8 = 2;

/// What has become of a pass since it was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nothing.
    AsIssued,
    /// It is called back.
    Revoked,
    /// It counts as red for now.
    Suspended,
    /// It counts as yellow for now.
    Observe,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 4] = [Self::AsIssued, Self::Revoked, Self::Suspended, Self::Observe];

    /// The value in a list. The draft registers 0, 1 and 2, and leaves 3 to the application.
    pub const fn to_u8(self) -> u8 {
        match self {
            Self::AsIssued => 0,
            Self::Revoked => 1,
            Self::Suspended => 2,
            Self::Observe => 3,
        }
    }

    /// The standing of a value; `None` for one that has no meaning here.
    pub fn from_u8(value: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.to_u8() == value)
    }
}

/// Why a status list, a delta or a snapshot is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusError {
    /// Not a signed message of this kind, damaged, or larger than is taken, before or after it is decompressed.
    Malformed,
    /// No listed key that may sign it has signed it.
    NotSigned,
    /// It is about another list, or about another state of the list.
    Other,
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a status list, or it arrived damaged",
            Self::NotSigned => "no listed key that may sign this status list has signed it",
            Self::Other => "this status list is for another address, or for another day",
        })
    }
}

impl core::error::Error for StatusError {}

/// The claims of a status list token, from authenticated bytes only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusClaims {
    /// `sub`: the list's own address.
    pub uri: String,
    /// `iat`.
    pub issued_at: UnixTime,
    /// `exp`, where there is one.
    pub expires: Option<UnixTime>,
    /// `ttl`, in seconds: how long a copy may be used before it is fetched again.
    pub ttl: Option<u64>,
    /// The entries.
    pub statuses: Statuses,
}

impl StatusClaims {
    /// Reads the payload of a token; `None` where it does not fit the draft.
    pub fn parse(payload: &[u8]) -> Option<Self> {
        let set = cbor::decode(payload).ok()?;
        let body = set.get(claim::STATUS_LIST)?;
        let bits = u8::try_from(body.get_text("bits")?.as_u64()?).ok()?;
        Some(Self {
            uri: set.get(claim::SUB)?.as_text().filter(|uri| is_address(uri))?.to_string(),
            issued_at: time(set.get(claim::IAT)?)?,
            expires: optional(&set, claim::EXP, time)?,
            ttl: optional(&set, claim::TTL, Value::as_u64)?,
            statuses: Statuses::inflate(bits, body.get_text("lst")?.as_bytes()?)?,
        })
    }
}

/// A claim that may be missing, but not be wrong.
fn optional<'a, T>(set: &Value<'a>, label: i64, read: impl FnOnce(&Value<'a>) -> Option<T>) -> Option<Option<T>> {
    match set.get(label) {
        None => Some(None),
        Some(value) => read(value).map(Some),
    }
}

/// An authentic status list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusList {
    uri: String,
    issuer: IssuerId,
    issued_at: UnixTime,
    expires: UnixTime,
    ttl: Option<u64>,
    statuses: Statuses,
}

impl StatusList {
    /// Authenticates and reads a list signed by a key of `trust` that may sign status lists at this address.
    ///
    /// # Errors
    /// [`StatusError`].
    pub fn authenticate(bytes: &[u8], trust: &TrustList) -> Result<Self, StatusError> {
        let (payload, key) = verified(bytes, typ::STATUS_LIST, trust, MaySign::Status)?;
        let claims = StatusClaims::parse(payload).ok_or(StatusError::Malformed)?;
        // Every list of this profile ends.
        let expires = claims.expires.filter(|expires| claims.issued_at < *expires).ok_or(StatusError::Malformed)?;
        check_key(key, &claims.uri, claims.issued_at)?;
        Ok(Self {
            uri: claims.uri,
            issuer: key.issuer.clone(),
            issued_at: claims.issued_at,
            expires,
            ttl: claims.ttl,
            statuses: claims.statuses,
        })
    }

    /// The list after a delta, signed by a key of the same issuer.
    ///
    /// # Errors
    /// [`StatusError`].
    pub fn updated(self, delta: &[u8], trust: &TrustList) -> Result<Self, StatusError> {
        let (payload, key) = verified(delta, typ::STATUS_DELTA, trust, MaySign::Status)?;
        let delta = parse_delta(payload).ok_or(StatusError::Malformed)?;
        if delta.uri != self.uri || delta.base != self.issued_at || key.issuer != self.issuer {
            return Err(StatusError::Other);
        }
        check_key(key, &delta.uri, delta.issued_at)?;
        if delta.issued_at <= self.issued_at || delta.issued_at >= delta.expires {
            return Err(StatusError::Malformed);
        }
        let statuses = self.statuses.changed(&delta.changes).ok_or(StatusError::Malformed)?;
        Ok(Self { issued_at: delta.issued_at, expires: delta.expires, statuses, ..self })
    }

    /// The address that passes name it by.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Whose passes it is about.
    pub fn issuer(&self) -> &IssuerId {
        &self.issuer
    }

    /// When its state was signed.
    pub fn issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// The first second at which it is not trusted any more.
    pub fn expires(&self) -> UnixTime {
        self.expires
    }

    /// For how many seconds a copy may be used before it is fetched again.
    pub fn ttl(&self) -> Option<u64> {
        self.ttl
    }

    /// The entries.
    pub fn statuses(&self) -> &Statuses {
        &self.statuses
    }
}

fn check_key(key: &TrustedKey, uri: &str, issued_at: UnixTime) -> Result<(), StatusError> {
    let is_at_home = key.status_prefix.as_ref().is_some_and(|prefix| uri.starts_with(prefix.as_str()));
    if is_at_home && key.may_list(MaySign::Status, issued_at) { Ok(()) } else { Err(StatusError::NotSigned) }
}

/// The payload of a message of type `typ` and the listed key, with this purpose, that signed it.
pub(crate) fn verified<'a, 't>(
    bytes: &'a [u8],
    typ: &str,
    trust: &'t TrustList,
    purpose: MaySign,
) -> Result<(&'a [u8], &'t TrustedKey), StatusError> {
    if bytes.len() > MAX_STATUS_LIST_BYTES {
        return Err(StatusError::Malformed);
    }
    let message = Sign1::parse(bytes).map_err(|_| StatusError::Malformed)?;
    // No signature covers the unprotected header, and this profile puts nothing there.
    let plain = message.unprotected_labels().next().is_none();
    if message.protected(header::TYP).and_then(Value::as_text) != Some(typ) || !plain {
        return Err(StatusError::Malformed);
    }
    let kid = message.protected(header::KID).and_then(Value::as_bytes).and_then(KeyId::from_bytes);
    trust
        .candidates(kid.ok_or(StatusError::Malformed)?)
        .filter(|key| key.may_sign.contains(&purpose))
        .find_map(|key| message.verify(&key.key).ok().map(|payload| (payload, key)))
        .ok_or(StatusError::NotSigned)
}

struct Delta {
    uri: String,
    issued_at: UnixTime,
    expires: UnixTime,
    base: UnixTime,
    changes: Vec<u8>,
}

fn parse_delta(payload: &[u8]) -> Option<Delta> {
    let set = cbor::decode(payload).ok()?;
    let body = set.get(claim::STATUS_DELTA)?;
    Some(Delta {
        uri: set.get(claim::SUB)?.as_text()?.to_string(),
        issued_at: time(set.get(claim::IAT)?)?,
        expires: time(set.get(claim::EXP)?)?,
        base: time(body.get(delta::BASE)?)?,
        changes: body.get(delta::CHANGES)?.as_bytes()?.to_vec(),
    })
}

/// Signs a status list: `compressed` is the zlib data (RFC 1950) of its entries of [`STATUS_BITS`] bits, lowest bits first; `ttl` in seconds.
pub fn sign_status_list(key: &IssuerKey, uri: &str, window: Window, ttl: u64, compressed: &[u8]) -> Vec<u8> {
    let body = Value::map([
        (Value::text("bits"), Value::Unsigned(STATUS_BITS.into())),
        (Value::text("lst"), Value::bytes(compressed)),
    ]);
    let payload = Value::map([
        (Value::int(claim::SUB), Value::text(uri)),
        (Value::int(claim::IAT), Value::Unsigned(window.not_before().seconds())),
        (Value::int(claim::EXP), Value::Unsigned(window.expires().seconds())),
        (Value::int(claim::TTL), Value::Unsigned(ttl)),
        (Value::int(claim::STATUS_LIST), body),
    ]);
    sign(key, typ::STATUS_LIST, &payload)
}

/// Signs the `changes` (see [`crate::trust::pack_changes`]) that lead from the state signed at `base` to the one at the start of `window`.
pub fn sign_status_delta(key: &IssuerKey, uri: &str, base: UnixTime, window: Window, changes: &[u8]) -> Vec<u8> {
    let body = Value::map([
        (Value::int(delta::BASE), Value::Unsigned(base.seconds())),
        (Value::int(delta::CHANGES), Value::bytes(changes)),
    ]);
    let payload = Value::map([
        (Value::int(claim::SUB), Value::text(uri)),
        (Value::int(claim::IAT), Value::Unsigned(window.not_before().seconds())),
        (Value::int(claim::EXP), Value::Unsigned(window.expires().seconds())),
        (Value::int(claim::STATUS_DELTA), body),
    ]);
    sign(key, typ::STATUS_DELTA, &payload)
}

/// A list's message, signed.
pub(crate) fn sign(key: &IssuerKey, typ: &str, payload: &Value<'_>) -> Vec<u8> {
    let kid = key.public().id();
    let protected = Value::map([
        (Value::int(header::ALG), Value::int(alg::ED25519)),
        (Value::int(header::KID), Value::bytes(kid.as_bytes())),
        (Value::int(header::TYP), Value::text(typ)),
    ]);
    sign1(&protected, Value::Map(Vec::new()), &payload.encode(), |bytes| key.sign(bytes))
}
