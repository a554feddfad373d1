//! The trust list: a signed, numbered, expiring list of issuer keys. A threshold of the roots signs it, as a COSE_Sign.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::claims::time;
use crate::id::{IssuerId, KeyId, Name, is_address};
use crate::key::{PublicKey, RootKey};
use crate::limits::{MAX_KEYS_PER_KID, MAX_LIST_BYTES};
use crate::time::{UnixTime, Window};
use crate::wire::are_distinct;
use crate::wire::cbor::{self, Value};
use crate::wire::cose::{self, Sign};
use crate::wire::registry::{alg, claim, header, trust, typ};

use super::roots::Roots;

/// What a listed key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MaySign {
    /// Door passes.
    Door,
    /// Paper passes.
    Paper,
    /// Records.
    Record,
    /// Status lists and their deltas, for passes of the same issuer.
    Status,
    /// Snapshots: which files belong together today.
    Snapshot,
    /// Rules of doors.
    Rules,
}

impl MaySign {
    /// Everything.
    pub const ALL: [Self; 6] = [Self::Door, Self::Paper, Self::Record, Self::Status, Self::Snapshot, Self::Rules];

    fn to_u64(self) -> u64 {
        match self {
            Self::Door => 0,
            Self::Paper => 1,
            Self::Record => 2,
            Self::Status => 3,
            Self::Snapshot => 4,
            Self::Rules => 5,
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
    /// From when on it signs no more. What it signed before stays good.
    pub retired_from: Option<UnixTime>,
    /// From when on somebody else may have signed with it. What it signed before stays good. A thief can date a signature back, so
    /// this stops the careless and the passes that begin later; the office revokes by status what it did not issue itself.
    pub compromised_from: Option<UnixTime>,
    /// How the addresses of its status lists begin: 1 to 256 visible ASCII characters. Without one it signs none.
    pub status_prefix: Option<String>,
}

/// What the list says about a signature made at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    /// The key was in use.
    InUse,
    /// It was not in use any more.
    Retired,
    /// It was in somebody else's hands.
    Compromised,
}

impl TrustedKey {
    /// Whether the key was in its office's hands at `signed_at`.
    pub fn standing(&self, signed_at: UnixTime) -> KeyStanding {
        let is_past = |from: Option<UnixTime>| from.is_some_and(|from| signed_at >= from);
        if is_past(self.compromised_from) {
            KeyStanding::Compromised
        } else if is_past(self.retired_from) {
            KeyStanding::Retired
        } else {
            KeyStanding::InUse
        }
    }

    /// Whether it may sign lists of this `purpose` at `signed_at`.
    pub(crate) fn may_list(&self, purpose: MaySign, signed_at: UnixTime) -> bool {
        let in_window = self.window.not_before() <= signed_at && signed_at < self.window.expires();
        in_window && self.may_sign.contains(&purpose) && self.standing(signed_at) == KeyStanding::InUse
    }
}

/// An authentic trust list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustList {
    number: u64,
    issued_at: UnixTime,
    expires: UnixTime,
    keys: Vec<(KeyId, TrustedKey)>,
    hand_over: Option<Roots>,
}

/// Why a trust list is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListError {
    /// Not a signed list of this profile, with a key twice, or longer than [`MAX_LIST_BYTES`].
    Malformed,
    /// Fewer of the roots in force signed it than must.
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
            Self::NotSigned => "fewer of the root keys have signed the trust list than must",
            Self::RolledBack => "the trust list is older than one already seen",
            Self::Expired => "the trust list has expired",
        })
    }
}

impl core::error::Error for ListError {}

impl TrustList {
    /// Authenticates and parses a list that enough of `roots` signed; one that hands over must carry enough signatures of the new roots too.
    ///
    /// An expired list is still returned, since its age is the verifier's matter ([`crate::trust::Freshness`]); a carrier that brings a new
    /// one asks [`TrustList::replaces`].
    ///
    /// # Errors
    /// [`ListError::Malformed`] and [`ListError::NotSigned`].
    pub fn authenticate(bytes: &[u8], roots: &Roots) -> Result<Self, ListError> {
        let message = message(bytes)?;
        if !roots.have_signed(&message) {
            return Err(ListError::NotSigned);
        }
        let list = parse(message.dangerous_payload()).ok_or(ListError::Malformed)?;
        match &list.hand_over {
            Some(next) if !next.have_signed(&message) => Err(ListError::NotSigned),
            _ => Ok(list),
        }
    }

    /// Whether `bytes` are a list that `roots` signed and by which others handed over to them.
    pub(super) fn hands_over_to(bytes: &[u8], roots: &Roots) -> bool {
        Self::authenticate(bytes, roots).is_ok_and(|list| list.hand_over.as_ref() == Some(roots))
    }

    /// The roots that sign the lists after this one, where it says that others do.
    pub fn hand_over(&self) -> Option<&Roots> {
        self.hand_over.as_ref()
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

/// A message of the right size and type.
fn message(bytes: &[u8]) -> Result<Sign<'_>, ListError> {
    if bytes.len() > MAX_LIST_BYTES {
        return Err(ListError::Malformed);
    }
    let message = Sign::parse(bytes).map_err(|_| ListError::Malformed)?;
    match message.protected(header::TYP).and_then(Value::as_text) {
        Some(typ::TRUST_LIST) => Ok(message),
        _ => Err(ListError::Malformed),
    }
}

fn parse(payload: &[u8]) -> Option<TrustList> {
    let set = cbor::decode(payload).ok()?;
    let issued_at = time(set.get(claim::IAT)?)?;
    let expires = time(set.get(claim::EXP)?)?;
    let body = set.get(claim::TRUST_LIST)?;
    let number = body.get(trust::NUMBER)?.as_u64()?;
    let keys = body.get(trust::KEYS)?.as_array()?.iter().map(entry).collect::<Option<Vec<_>>>()?;
    let hand_over = match body.get(trust::HAND_OVER) {
        None => None,
        Some(roots) => Some(Roots::from_value(roots)?),
    };
    // What a key may do stands in one place.
    let once = are_distinct(keys.iter().map(|(_, key)| key.key.as_bytes().as_slice()).collect());
    (issued_at < expires && once).then_some(TrustList { number, issued_at, expires, keys, hand_over })
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
    let optional_time = |label| match value.get(label) {
        None => Some(None),
        Some(value) => time(value).map(Some),
    };
    let status_prefix = match value.get(trust::STATUS_PREFIX) {
        None => None,
        Some(prefix) => Some(prefix.as_text().filter(|prefix| is_address(prefix))?.to_string()),
    };
    let trusted = TrustedKey {
        issuer: IssuerId::new(text(trust::ISSUER)?).ok()?,
        name: Name::new(text(trust::NAME)?).ok()?,
        region: Name::new(text(trust::REGION)?).ok()?,
        window,
        key,
        may_sign,
        retired_from: optional_time(trust::RETIRED)?,
        compromised_from: optional_time(trust::COMPROMISED)?,
        status_prefix,
    };
    Some((key.id(), trusted))
}

/// Makes a trust list and signs it with each of `roots`; one that hands over names the roots `next`, who must be among those who sign.
/// More signatures may be added with [`and_signed`].
pub fn sign_trust_list(
    roots: &[&RootKey],
    number: u64,
    window: Window,
    keys: &[TrustedKey],
    next: Option<&Roots>,
) -> Vec<u8> {
    let entries = keys.iter().map(entry_value).collect();
    let mut body =
        vec![(Value::int(trust::NUMBER), Value::Unsigned(number)), (Value::int(trust::KEYS), Value::Array(entries))];
    if let Some(next) = next {
        body.push((Value::int(trust::HAND_OVER), next.to_value()));
    }
    let payload = Value::map([
        (Value::int(claim::EXP), Value::Unsigned(window.expires().seconds())),
        (Value::int(claim::IAT), Value::Unsigned(window.not_before().seconds())),
        (Value::int(claim::TRUST_LIST), Value::map(body)),
    ]);
    let protected = Value::map([(Value::int(header::TYP), Value::text(typ::TRUST_LIST))]);
    let Some((first, others)) = roots.split_first() else { return Vec::new() };
    let list =
        cose::sign_first(&protected, &payload.encode(), &signer(&first.public().id()), |bytes| first.sign(bytes));
    // What was just written is read again without fault.
    others.iter().fold(list, |list, root| and_signed(&list, root).unwrap_or(list))
}

/// The list with the signature of one more root. A root that has signed already signs no second time.
///
/// # Errors
/// [`ListError::Malformed`].
pub fn and_signed(list: &[u8], root: &RootKey) -> Result<Vec<u8>, ListError> {
    let message = message(list)?;
    parse(message.dangerous_payload()).ok_or(ListError::Malformed)?;
    if Roots::any_of(&[root.public()]).have_signed(&message) {
        return Ok(list.to_vec());
    }
    Ok(message.and_signed(&signer(&root.public().id()), |bytes| root.sign(bytes)))
}

fn signer(id: &KeyId) -> Value<'_> {
    Value::map([
        (Value::int(header::ALG), Value::int(alg::ED25519)),
        (Value::int(header::KID), Value::bytes(id.as_bytes())),
    ])
}

fn entry_value(key: &TrustedKey) -> Value<'_> {
    let purposes = key.may_sign.iter().map(|purpose| Value::Unsigned(purpose.to_u64())).collect();
    let mut entry = vec![
        (Value::int(trust::ISSUER), Value::text(key.issuer.as_str())),
        (Value::int(trust::NAME), Value::text(key.name.as_str())),
        (Value::int(trust::REGION), Value::text(key.region.as_str())),
        (Value::int(trust::NOT_BEFORE), Value::Unsigned(key.window.not_before().seconds())),
        (Value::int(trust::EXPIRES), Value::Unsigned(key.window.expires().seconds())),
        (Value::int(trust::KEY), key.key.to_cose()),
        (Value::int(trust::MAY_SIGN), Value::Array(purposes)),
    ];
    for (label, from) in [(trust::RETIRED, key.retired_from), (trust::COMPROMISED, key.compromised_from)] {
        if let Some(from) = from {
            entry.push((Value::int(label), Value::Unsigned(from.seconds())));
        }
    }
    if let Some(prefix) = &key.status_prefix {
        entry.push((Value::int(trust::STATUS_PREFIX), Value::text(prefix)));
    }
    Value::map(entry)
}

#[cfg(test)]
impl TrustList {
    /// A list on which all keys go by one `kid`: nobody can make such keys for a test.
    pub(crate) fn of_one_kid(kid: KeyId, window: Window, keys: Vec<TrustedKey>) -> Self {
        let keys = keys.into_iter().map(|key| (kid, key)).collect();
        Self { number: 1, issued_at: window.not_before(), expires: window.expires(), keys, hand_over: None }
    }
}
