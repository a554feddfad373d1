//! The snapshot: which trust list and which status lists belong together today. It names files by their content, so that a verifier that
//! downloads while an office publishes sees the state before or the one after, and never a mixture.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::list::{MaySign, TrustList};
use super::status::{StatusError, sign, verified};
use crate::claims::time;
use crate::id::is_address;
use crate::key::{IssuerKey, sha256, write_hex};
use crate::limits::{MAX_DELTAS, MAX_HAND_OVERS, MAX_SNAPSHOT_BYTES, MAX_STATUS_LISTS};
use crate::time::{UnixTime, Window};
use crate::wire::cbor::{self, Value};
use crate::wire::cose::Sign1;
use crate::wire::registry::{claim, snapshot, typ};

/// A file's name: the first 16 bytes of its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName([u8; 16]);

impl FileName {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = sha256(bytes);
        let mut name = [0; 16];
        name.copy_from_slice(&hash[..16]);
        Self(name)
    }

    fn read(value: &Value<'_>) -> Option<Self> {
        value.as_bytes()?.try_into().ok().map(Self)
    }

    fn to_value(self) -> Value<'static> {
        Value::Bytes(self.0.to_vec().into())
    }
}

/// 32 lower-case hexadecimal digits.
impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileName({self})")
    }
}

/// A status list of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStatus {
    /// The list's address.
    pub uri: String,
    /// The whole list.
    pub list: FileName,
    /// What has changed since, oldest first.
    pub deltas: Vec<FileName>,
}

/// What a snapshot says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Its number, rising.
    pub number: u64,
    /// The trust list.
    pub trust: FileName,
    /// The trust lists that handed over to other roots, oldest first.
    pub hand_overs: Vec<FileName>,
    /// The status lists.
    pub lists: Vec<ListedStatus>,
}

impl Contents {
    /// Every file that it names.
    pub fn files(&self) -> impl Iterator<Item = FileName> + '_ {
        let statuses = self.lists.iter().flat_map(|list| [list.list].into_iter().chain(list.deltas.iter().copied()));
        self.hand_overs.iter().copied().chain([self.trust]).chain(statuses)
    }
}

/// A snapshot whose signature is not checked. It is read before that, since it names the trust list that says who may sign it: it decides
/// which files are fetched, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnverifiedSnapshot<'a> {
    bytes: &'a [u8],
    snapshot: Snapshot,
}

/// An authentic snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    issued_at: UnixTime,
    expires: UnixTime,
    contents: Contents,
}

impl<'a> UnverifiedSnapshot<'a> {
    /// Reads a snapshot.
    ///
    /// # Errors
    /// [`StatusError::Malformed`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, StatusError> {
        if bytes.len() > MAX_SNAPSHOT_BYTES {
            return Err(StatusError::Malformed);
        }
        let message = Sign1::parse(bytes).map_err(|_| StatusError::Malformed)?;
        let snapshot = parse(message.dangerous_payload()).ok_or(StatusError::Malformed)?;
        Ok(Self { bytes, snapshot })
    }

    /// What it claims.
    pub fn contents(&self) -> &Contents {
        &self.snapshot.contents
    }

    /// Checks that a key of `trust` that may sign snapshots has signed it.
    ///
    /// # Errors
    /// [`StatusError`].
    pub fn authenticate(self, trust: &TrustList) -> Result<Snapshot, StatusError> {
        let (_, key) = verified(self.bytes, typ::SNAPSHOT, trust, MaySign::Snapshot)?;
        let good = key.may_list(MaySign::Snapshot, self.snapshot.issued_at);
        if good { Ok(self.snapshot) } else { Err(StatusError::NotSigned) }
    }
}

impl Snapshot {
    /// When it was made.
    pub fn issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// The first second at which it is not trusted any more.
    pub fn expires(&self) -> UnixTime {
        self.expires
    }

    /// What it says.
    pub fn contents(&self) -> &Contents {
        &self.contents
    }
}

fn names(value: &Value<'_>, most: usize) -> Option<Vec<FileName>> {
    let names = value.as_array().filter(|names| names.len() <= most)?;
    names.iter().map(FileName::read).collect()
}

fn parse(payload: &[u8]) -> Option<Snapshot> {
    let set = cbor::decode(payload).ok()?;
    let (issued_at, expires) = (time(set.get(claim::IAT)?)?, time(set.get(claim::EXP)?)?);
    let body = set.get(claim::SNAPSHOT)?;
    let lists = body.get(snapshot::STATUS_LISTS)?.as_array().filter(|lists| lists.len() <= MAX_STATUS_LISTS)?;
    let contents = Contents {
        number: body.get(snapshot::NUMBER)?.as_u64()?,
        trust: FileName::read(body.get(snapshot::TRUST)?)?,
        hand_overs: names(body.get(snapshot::HAND_OVERS)?, MAX_HAND_OVERS)?,
        lists: lists.iter().map(listed).collect::<Option<_>>()?,
    };
    // One list for one address.
    let once = contents.lists.iter().enumerate().all(|(n, list)| contents.lists[..n].iter().all(|l| l.uri != list.uri));
    (issued_at < expires && once).then_some(Snapshot { issued_at, expires, contents })
}

fn listed(value: &Value<'_>) -> Option<ListedStatus> {
    let [uri, list, deltas] = value.as_array()? else { return None };
    Some(ListedStatus {
        uri: uri.as_text().filter(|uri| is_address(uri))?.to_string(),
        list: FileName::read(list)?,
        deltas: names(deltas, MAX_DELTAS)?,
    })
}

/// Signs a snapshot.
pub fn sign_snapshot(key: &IssuerKey, window: Window, contents: &Contents) -> Vec<u8> {
    let names = |names: &[FileName]| Value::Array(names.iter().map(|name| name.to_value()).collect());
    let lists = contents.lists.iter();
    let lists = lists.map(|list| Value::Array(vec![Value::text(&list.uri), list.list.to_value(), names(&list.deltas)]));
    let body = Value::map([
        (Value::int(snapshot::NUMBER), Value::Unsigned(contents.number)),
        (Value::int(snapshot::TRUST), contents.trust.to_value()),
        (Value::int(snapshot::HAND_OVERS), names(&contents.hand_overs)),
        (Value::int(snapshot::STATUS_LISTS), Value::Array(lists.collect())),
    ]);
    let payload = Value::map([
        (Value::int(claim::EXP), Value::Unsigned(window.expires().seconds())),
        (Value::int(claim::IAT), Value::Unsigned(window.not_before().seconds())),
        (Value::int(claim::SNAPSHOT), body),
    ]);
    sign(key, typ::SNAPSHOT, &payload)
}
