//! The trust list: a signed, numbered, expiring list of issuer keys.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use crate::claims::time;
use crate::id::{IssuerId, KeyId, Name};
use crate::key::{PublicKey, RootKey};
use crate::limits::{MAX_KEYS_PER_KID, MAX_LIST_BYTES};
use crate::time::{UnixTime, Window};
use crate::wire::cbor::{self, Value};
use crate::wire::cose::{self, Sign1};
use crate::wire::registry::{alg, claim, header, trust, typ};

/// What a listed key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MaySign {
    /// Door passes.
    Door,
    /// Paper passes.
    Paper,
    /// Records.
    Record,
}

impl MaySign {
    /// Everything.
    pub const ALL: [Self; 3] = [Self::Door, Self::Paper, Self::Record];

    fn to_u64(self) -> u64 {
        match self {
            Self::Door => 0,
            Self::Paper => 1,
            Self::Record => 2,
        }
    }
}

/// One key of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// The issuer's identifier, as in `iss`.
    pub issuer: IssuerId,
    /// The issuer's name, to show.
    pub name: Name,
    /// The region, to show.
    pub region: Name,
    /// When the key is good.
    pub window: Window,
    /// The key.
    pub key: PublicKey,
    /// What it may sign. A verifier ignores purposes that it does not know.
    pub may_sign: Vec<MaySign>,
}

/// An authentic trust list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustList {
    number: u64,
    issued_at: UnixTime,
    expires: UnixTime,
    keys: Vec<(KeyId, TrustedKey)>,
}

/// Why a trust list is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListError {
    /// Not a signed list of this profile, with a key twice, or longer than [`MAX_LIST_BYTES`].
    Malformed,
    /// None of the pinned roots signed it.
    NotSigned,
    /// Its number is lower than one already seen.
    RolledBack,
    /// Its time is over.
    Expired,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a trust list, or it arrived damaged",
            Self::NotSigned => "none of the pinned root keys has signed the trust list",
            Self::RolledBack => "the trust list is older than one already seen",
            Self::Expired => "the trust list has expired",
        })
    }
}

impl core::error::Error for ListError {}

impl TrustList {
    /// Authenticates and parses a list that one of `roots` signed.
    ///
    /// An expired list is still returned, since its age is the verifier's matter ([`crate::trust::Freshness`]); a carrier that brings a new
    /// one asks [`TrustList::replaces`].
    ///
    /// # Errors
    /// [`ListError::Malformed`] and [`ListError::NotSigned`].
    pub fn authenticate(bytes: &[u8], roots: &[PublicKey]) -> Result<Self, ListError> {
        if bytes.len() > MAX_LIST_BYTES {
            return Err(ListError::Malformed);
        }
        let message = Sign1::parse(bytes).map_err(|_| ListError::Malformed)?;
        // No signature covers the unprotected header, and this profile puts nothing there.
        let plain = message.unprotected_labels().next().is_none();
        if message.protected(header::TYP).and_then(Value::as_text) != Some(typ::TRUST_LIST) || !plain {
            return Err(ListError::Malformed);
        }
        let payload = roots.iter().find_map(|root| message.verify(root).ok()).ok_or(ListError::NotSigned)?;
        parse(payload).ok_or(ListError::Malformed)
    }

    /// Whether this list may take the place of one with the number `seen`, at `at`.
    ///
    /// # Errors
    /// [`ListError::RolledBack`] and [`ListError::Expired`].
    pub fn replaces(&self, seen: Option<u64>, at: UnixTime) -> Result<(), ListError> {
        if seen.is_some_and(|seen| self.number < seen) {
            return Err(ListError::RolledBack);
        }
        if at >= self.expires { Err(ListError::Expired) } else { Ok(()) }
    }

    /// Number of the list.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was made.
    pub fn issued_at(&self) -> UnixTime {
        self.issued_at
    }

    /// The first second at which it is not trusted any more.
    pub fn expires(&self) -> UnixTime {
        self.expires
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &TrustedKey> {
        self.keys.iter().map(|(_, key)| key)
    }

    /// The keys that a `kid` may mean, at most [`MAX_KEYS_PER_KID`].
    pub fn candidates(&self, kid: KeyId) -> impl Iterator<Item = &TrustedKey> {
        self.keys.iter().filter(move |(id, _)| *id == kid).map(|(_, key)| key).take(MAX_KEYS_PER_KID)
    }
}

fn parse(payload: &[u8]) -> Option<TrustList> {
    let set = cbor::decode(payload).ok()?;
    let issued_at = time(set.get(claim::IAT)?)?;
    let expires = time(set.get(claim::EXP)?)?;
    let body = set.get(claim::TRUST_LIST)?;
    let number = body.get(trust::NUMBER)?.as_u64()?;
    let keys = body.get(trust::KEYS)?.as_array()?.iter().map(entry).collect::<Option<Vec<_>>>()?;
    // What a key may do stands in one place.
    let mut distinct: Vec<_> = keys.iter().map(|(_, key)| key.key.as_bytes().as_slice()).collect();
    distinct.sort_unstable();
    let once = distinct.windows(2).all(|pair| pair[0] != pair[1]);
    (issued_at < expires && once).then_some(TrustList { number, issued_at, expires, keys })
}

fn entry(value: &Value<'_>) -> Option<(KeyId, TrustedKey)> {
    let text = |label| value.get(label)?.as_text();
    let key = PublicKey::from_cose(value.get(trust::KEY)?).ok()?;
    let window = Window::new(time(value.get(trust::NOT_BEFORE)?)?, time(value.get(trust::EXPIRES)?)?)?;
    let purposes = value.get(trust::MAY_SIGN)?.as_array()?;
    let may_sign = MaySign::ALL
        .into_iter()
        .filter(|purpose| purposes.iter().any(|listed| listed.as_u64() == Some(purpose.to_u64())))
        .collect();
    let trusted = TrustedKey {
        issuer: IssuerId::new(text(trust::ISSUER)?).ok()?,
        name: Name::new(text(trust::NAME)?).ok()?,
        region: Name::new(text(trust::REGION)?).ok()?,
        window,
        key,
        may_sign,
    };
    Some((key.id(), trusted))
}

/// Makes and signs a trust list.
pub fn sign_trust_list(root: &RootKey, number: u64, window: Window, keys: &[TrustedKey]) -> Vec<u8> {
    let entries = keys
        .iter()
        .map(|key| {
            let purposes = key.may_sign.iter().map(|purpose| Value::Unsigned(purpose.to_u64())).collect();
            Value::map([
                (Value::int(trust::ISSUER), Value::text(key.issuer.as_str())),
                (Value::int(trust::NAME), Value::text(key.name.as_str())),
                (Value::int(trust::REGION), Value::text(key.region.as_str())),
                (Value::int(trust::NOT_BEFORE), Value::Unsigned(key.window.not_before().seconds())),
                (Value::int(trust::EXPIRES), Value::Unsigned(key.window.expires().seconds())),
                (Value::int(trust::KEY), key.key.to_cose()),
                (Value::int(trust::MAY_SIGN), Value::Array(purposes)),
            ])
        })
        .collect();
    let body = Value::map([
        (Value::int(trust::NUMBER), Value::Unsigned(number)),
        (Value::int(trust::KEYS), Value::Array(entries)),
    ]);
    let payload = Value::map([
        (Value::int(claim::EXP), Value::Unsigned(window.expires().seconds())),
        (Value::int(claim::IAT), Value::Unsigned(window.not_before().seconds())),
        (Value::int(claim::TRUST_LIST), body),
    ]);
    let protected = Value::map([
        (Value::int(header::ALG), Value::int(alg::ED25519)),
        (Value::int(header::KID), Value::Bytes(root.public().id().as_bytes().to_vec().into())),
        (Value::int(header::TYP), Value::Text(typ::TRUST_LIST.to_string().into())),
    ]);
    cose::sign1(&protected, Value::Map(Vec::new()), &payload.encode(), |bytes| root.sign(bytes))
}

#[cfg(test)]
impl TrustList {
    /// A list on which all keys go by one `kid`: nobody can make such keys for a test.
    pub(crate) fn of_one_kid(kid: KeyId, window: Window, keys: Vec<TrustedKey>) -> Self {
        let keys = keys.into_iter().map(|key| (kid, key)).collect();
        Self { number: 1, issued_at: window.not_before(), expires: window.expires(), keys }
    }
}
