//! A wallet's request for a pass, or for a booklet of them.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::claims::{self, time};
use crate::credential::{MessageType, check_algorithm, message_type};
use crate::key::{HolderKey, PublicKey};
use crate::limits::{CLOCK_TOLERANCE, MAX_COPIES, MAX_REQUEST_AGE, MAX_REQUEST_BYTES};
use crate::time::UnixTime;
use crate::wire::cbor::{self, Value};
use crate::wire::cose::{Sign, Sign1, sign_all, sign1};
use crate::wire::registry::{CNF_COSE_KEY, alg, claim, header, typ};
use crate::wire::text::ScannedText;

/// A wallet's request, with the proof that it holds each of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    holders: Vec<PublicKey>,
    issued_at: UnixTime,
}

/// Why the office does not answer a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// Not a request of this profile.
    Malformed,
    /// The sender does not hold a key that it names.
    NotProven,
    /// Older than a day, or from the future.
    Stale,
}

impl RequestError {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Malformed, Self::NotProven, Self::Stale];

    /// A stable name for vectors.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotProven => "not-proven",
            Self::Stale => "stale",
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "this is not a request from a wallet, or it arrived damaged",
            Self::NotProven => "the wallet has not proven that it holds the key it names",
            Self::Stale => "the request is older than a day, or a clock is wrong: ask the wallet for a new one",
        })
    }
}

impl core::error::Error for RequestError {}

impl Request {
    /// Makes the text of a request for one pass at the moment `at`.
    pub fn make(key: &HolderKey, at: UnixTime) -> ScannedText {
        let public = key.public();
        let payload = Value::map([
            (Value::int(claim::IAT), Value::Unsigned(at.seconds())),
            (Value::int(claim::CNF), Value::map([(Value::int(CNF_COSE_KEY), public.to_cose())])),
        ]);
        let header = Value::map([(Value::int(header::ALG), Value::int(alg::ED25519)), kind()]);
        let message = sign1(&header, Value::Map(Vec::new()), &payload.encode(), |bytes| key.sign(bytes));
        ScannedText::encode(&message)
    }

    /// Makes the text of a request for as many passes as there are `keys`, each of which signs it; with one key, that of [`Request::make`].
    /// `None` for no key and for more than [`MAX_COPIES`]. The text may be longer than one code holds.
    pub fn make_several(keys: &[&HolderKey], at: UnixTime) -> Option<ScannedText> {
        match keys {
            [key] => Some(Self::make(key, at)),
            [] => None,
            keys if keys.len() > MAX_COPIES => None,
            keys => {
                let public: Vec<_> = keys.iter().map(|key| key.public()).collect();
                let payload = Value::map([
                    (Value::int(claim::IAT), Value::Unsigned(at.seconds())),
                    (Value::int(claim::HOLDERS), Value::Array(public.iter().map(PublicKey::to_cose).collect())),
                ]);
                let signer = Value::map([(Value::int(header::ALG), Value::int(alg::ED25519))]);
                let signs = keys.iter().map(|key| |bytes: &[u8]| key.sign(bytes));
                let message = sign_all(&Value::map([kind()]), &payload.encode(), &signer, signs);
                Some(ScannedText::encode(&message))
            }
        }
    }

    /// Reads a request and checks its proofs.
    ///
    /// # Errors
    /// [`RequestError`].
    pub fn accept(text: &ScannedText, at: UnixTime) -> Result<Self, RequestError> {
        let bytes = text.decode_within(MAX_REQUEST_BYTES).map_err(|_| RequestError::Malformed)?;
        let (holders, payload) = match Sign1::parse(&bytes) {
            Ok(message) => one(&message)?,
            Err(_) => several(&Sign::parse_up_to(MAX_COPIES, &bytes).map_err(|_| RequestError::Malformed)?)?,
        };
        let set = cbor::decode(payload).map_err(|_| RequestError::Malformed)?;
        let issued_at = set.get(claim::IAT).and_then(time).ok_or(RequestError::Malformed)?;
        if at.since(issued_at) > MAX_REQUEST_AGE || issued_at > at.plus(CLOCK_TOLERANCE) {
            return Err(RequestError::Stale);
        }
        Ok(Self { holders, issued_at })
    }

    /// The first key: the one to bind a single pass to.
    pub fn holder(&self) -> &PublicKey {
        &self.holders[0]
    }

    /// All keys, 1 to [`MAX_COPIES`], each different from the others.
    pub fn holders(&self) -> &[PublicKey] {
        &self.holders
    }

    /// When the wallet asked.
    pub fn issued_at(&self) -> UnixTime {
        self.issued_at
    }
}

fn kind() -> (Value<'static>, Value<'static>) {
    (Value::int(header::TYP), Value::Text(typ::REQUEST.to_string().into()))
}

/// A key is inside what it signs: it is read to check the signature, and believed afterwards.
fn one<'a>(message: &Sign1<'a>) -> Result<(Vec<PublicKey>, &'a [u8]), RequestError> {
    let plain = message.unprotected_labels().next().is_none() && check_algorithm(message).is_ok();
    if message_type(message) != Some(MessageType::Request) || !plain {
        return Err(RequestError::Malformed);
    }
    let claimed = || claims::holder(&cbor::decode(message.dangerous_payload()).ok()?).ok()?;
    let holder = claimed().ok_or(RequestError::Malformed)?;
    let payload = message.verify(&holder).map_err(|_| RequestError::NotProven)?;
    Ok((vec![holder], payload))
}

/// The signatures stand in the order of the keys.
fn several<'a>(message: &Sign<'a>) -> Result<(Vec<PublicKey>, &'a [u8]), RequestError> {
    if message.protected(header::TYP).and_then(Value::as_text) != Some(typ::REQUEST) {
        return Err(RequestError::Malformed);
    }
    let payload = message.dangerous_payload();
    let holders = claimed(payload).ok_or(RequestError::Malformed)?;
    if holders.len() < 2 || holders.len() != message.signatures().len() {
        return Err(RequestError::Malformed);
    }
    for (holder, signature) in holders.iter().zip(message.signatures()) {
        message.verify(signature, holder).map_err(|_| RequestError::NotProven)?;
    }
    Ok((holders, payload))
}

/// The keys that a request for several names. One that stood there twice would tie two copies together.
fn claimed(payload: &[u8]) -> Option<Vec<PublicKey>> {
    let set = cbor::decode(payload).ok()?;
    let keys = set.get(claim::HOLDERS)?.as_array()?;
    let holders: Vec<_> = keys.iter().map(PublicKey::from_cose).collect::<Result<_, _>>().ok()?;
    PublicKey::are_distinct(&holders).then_some(holders)
}
