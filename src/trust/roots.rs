//! The root keys: how many of them must sign a trust list, and how they hand over to others.

use alloc::vec::Vec;

use crate::id::KeyId;
use crate::key::PublicKey;
use crate::limits::MAX_SIGNATURES;
use crate::wire::cbor::Value;
use crate::wire::cose::Sign;
use crate::wire::registry::trust;

use super::list::{ListError, TrustList};

/// A set of root keys and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roots {
    keys: Vec<PublicKey>,
    threshold: usize,
}

impl Roots {
    /// `threshold` of `keys`; `None` where that is no sensible rule: no keys or more than [`MAX_SIGNATURES`], a key twice, a threshold that
    /// is zero or cannot be reached.
    pub fn new(keys: Vec<PublicKey>, threshold: usize) -> Option<Self> {
        let once = keys.iter().enumerate().all(|(n, key)| !keys[..n].contains(key));
        let sensible = once && keys.len() <= MAX_SIGNATURES && (1..=keys.len()).contains(&threshold);
        sensible.then_some(Self { keys, threshold })
    }

    /// Any one of `keys`. Of no keys, nobody's signature counts.
    pub fn any_of(keys: &[PublicKey]) -> Self {
        Self { keys: keys.to_vec(), threshold: 1 }
    }

    /// The keys.
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// How many must sign.
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// How many different ones of the keys signed `message`.
    pub(super) fn signed(&self, message: &Sign<'_>) -> usize {
        let has_signed = |key: &&PublicKey| {
            let id = key.id();
            let by_key = |kid: Option<&[u8]>| kid.and_then(KeyId::from_bytes) == Some(id);
            message
                .signatures()
                .iter()
                .any(|signature| by_key(signature.kid()) && message.verify(signature, *key).is_ok())
        };
        self.keys.iter().filter(has_signed).count()
    }

    /// Whether enough of the keys signed `message`.
    pub(super) fn have_signed(&self, message: &Sign<'_>) -> bool {
        self.signed(message) >= self.threshold
    }

    /// The roots in force after the hand-over lists of `chain`, oldest first. A list that hands over *to* the roots in force, or that came
    /// before such a one, was taken into account when they were pinned.
    ///
    /// # Errors
    /// [`ListError`] of the first list that none of the roots in force handed over by.
    pub fn after<'a>(self, chain: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, ListError> {
        let chain: Vec<_> = chain.into_iter().collect();
        let own = chain.iter().rposition(|list| TrustList::hands_over_to(list, &self));
        let mut roots = self;
        for list in &chain[own.map_or(0, |own| own + 1)..] {
            let list = TrustList::authenticate(list, &roots)?;
            roots = list.hand_over().cloned().ok_or(ListError::Malformed)?;
        }
        Ok(roots)
    }

    /// The map of a hand-over.
    pub(super) fn to_value(&self) -> Value<'_> {
        let keys = self.keys.iter().map(PublicKey::to_cose).collect();
        Value::map([
            (Value::int(trust::THRESHOLD), Value::Unsigned(self.threshold as u64)),
            (Value::int(trust::ROOTS), Value::Array(keys)),
        ])
    }

    pub(super) fn from_value(value: &Value<'_>) -> Option<Self> {
        let threshold = usize::try_from(value.get(trust::THRESHOLD)?.as_u64()?).ok()?;
        let keys = value.get(trust::ROOTS)?.as_array()?;
        if keys.len() > MAX_SIGNATURES {
            return None;
        }
        let keys = keys.iter().map(|key| PublicKey::from_cose(key).ok()).collect::<Option<_>>()?;
        Self::new(keys, threshold)
    }
}
