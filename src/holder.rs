//! The resident's program: ask for a pass, check what comes, show it.

mod booklet;
mod chosen;
mod delivery;
mod request;

use alloc::vec;
use alloc::vec::Vec;

pub use booklet::{BOOKLET_KEYS, Booklet, Shortage, Supply, Uses};
pub use chosen::Chosen;
pub use delivery::Delivery;
pub use request::{Request, RequestError};

use crate::claims::Claims;
use crate::credential::{
    AuthenticityError, Binding, Credential, EvaluationError, FormatError, MessageType, UnverifiedCredential,
    message_type, protected,
};
use crate::id::{Audience, Name, Nonce};
use crate::key::{HolderKey, PublicKey};
use crate::limits::MAX_COPIES;
use crate::presentation::binding_claims;
use crate::time::{UnixTime, Validity};
use crate::trust::TrustList;
use crate::wire::cbor::{self, Value};
use crate::wire::cose::{Sign, Sign1, sign1};
use crate::wire::registry::{header, typ};
use crate::wire::text::ScannedText;

/// Why a wallet does not keep what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckError {
    /// Damaged, or made by something else.
    Damaged,
    /// A code of our own that is not for wallets: another wallet's request or its live code.
    NotADelivery,
    /// Its issuer is not on the trust list.
    UnknownIssuer,
    /// The issuer named on it did not sign it.
    Forged,
    /// Bound to a key that this wallet does not hold.
    NotForThisWallet,
    /// Its validity is over.
    Expired,
}

impl CheckError {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Damaged, Self::NotADelivery, Self::UnknownIssuer, Self::Forged, Self::NotForThisWallet, Self::Expired];

    /// A stable name for word lists.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::NotADelivery => "not-a-delivery",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Forged => "forged",
            Self::NotForThisWallet => "not-for-this-wallet",
            Self::Expired => "expired",
        }
    }
}

/// An authentic pass with its bytes as received: what a wallet keeps, and what it gets again when it opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    bytes: Vec<u8>,
    claims: Claims,
    binding: Binding,
    issuer: Name,
    region: Name,
}

impl Checked {
    /// Checks a delivery: structure, issuer's signature, claims. `holds` says whether the wallet has the private half of a key.
    ///
    /// An expired pass is told apart by [`Checked::validity`], since one that is kept already must still open.
    ///
    /// # Errors
    /// [`CheckError`].
    pub fn open(bytes: Vec<u8>, list: &TrustList, holds: impl Fn(&PublicKey) -> bool) -> Result<Self, CheckError> {
        let (claims, binding, issuer, region) = {
            let credential = authenticate(&bytes, list)?;
            let trusted = credential.trusted();
            (credential.claims().clone(), credential.binding(), trusted.name.clone(), trusted.region.clone())
        };
        if claims.holder.as_ref().is_some_and(|key| !holds(key)) {
            return Err(CheckError::NotForThisWallet);
        }
        Ok(Self { bytes, claims, binding, issuer, region })
    }

    /// Takes a delivery that a scanner, a paste or a link gave, at the moment `at`.
    ///
    /// # Errors
    /// [`CheckError`], also for one that has expired.
    pub fn receive(
        text: &ScannedText,
        list: &TrustList,
        holds: impl Fn(&PublicKey) -> bool,
        at: UnixTime,
    ) -> Result<Self, CheckError> {
        let bytes = text.decode().map_err(|_| CheckError::Damaged)?;
        let checked = Self::open(bytes, list, holds)?;
        match checked.validity(at) {
            Validity::Expired => Err(CheckError::Expired),
            Validity::NotYet | Validity::Valid => Ok(checked),
        }
    }

    /// The bytes as received, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the pass says.
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// Live or on paper.
    pub fn binding(&self) -> Binding {
        self.binding
    }

    /// Who signed it.
    pub fn issuer(&self) -> &Name {
        &self.issuer
    }

    /// Where that issuer is.
    pub fn region(&self) -> &Name {
        &self.region
    }

    /// Where `at` lies against the pass's window.
    pub fn validity(&self, at: UnixTime) -> Validity {
        self.claims.window.at(at)
    }

    /// The text to show at a door: a live pass is signed anew with `key`; paper is shown as it is. Of a record, nothing is disclosed:
    /// what shall be is said to [`Checked::choose`].
    ///
    /// # Errors
    /// [`WrongKey`] where `key` is not the one that the pass is bound to.
    pub fn present(
        &self,
        key: &HolderKey,
        audience: &Audience,
        nonce: Option<&Nonce>,
        at: UnixTime,
    ) -> Result<ScannedText, WrongKey> {
        let chosen = self.choose(&[]).map_err(|_| WrongKey)?;
        chosen.present(key, audience, nonce, at).map(|message| ScannedText::encode(&message))
    }
}

/// The key is not the one that the pass is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongKey;

fn authenticate<'t>(bytes: &[u8], list: &'t TrustList) -> Result<Credential<'t>, CheckError> {
    let message = Sign1::parse(bytes).map_err(|_| match Sign::parse_up_to(MAX_COPIES, bytes) {
        // A trust list, or a request for a booklet: what several sign is never a pass.
        Ok(_) => CheckError::NotADelivery,
        Err(_) => CheckError::Damaged,
    })?;
    if message_type(&message).is_some_and(|kind| !matches!(kind, MessageType::Cwt | MessageType::SdCwt)) {
        return Err(CheckError::NotADelivery);
    }
    let unverified = UnverifiedCredential::new(message).map_err(|_: FormatError| CheckError::Damaged)?;
    let unlisted = |error| match error {
        AuthenticityError::UnknownIssuer => CheckError::UnknownIssuer,
        AuthenticityError::Signature => CheckError::Forged,
        AuthenticityError::Compromised => CheckError::UnknownIssuer,
    };
    unverified.authenticate(list).map_err(unlisted)?.claims().map_err(|error| match error {
        EvaluationError::Format(_) => CheckError::Damaged,
        EvaluationError::Authenticity(error) => unlisted(error),
    })
}

/// Wraps `credential` in a key binding token; `None` where it is no tagged message. Nothing about it is checked.
pub(crate) fn wrap(
    credential: &[u8],
    key: &HolderKey,
    audience: &Audience,
    nonce: Option<&Nonce>,
    at: UnixTime,
) -> Option<Vec<u8>> {
    let inner = cbor::decode(credential).ok()?;
    let mut entries = vec![(Value::int(header::KCWT), inner)];
    entries.extend(protected(typ::KB_CWT, None));
    let payload = binding_claims(audience, nonce, at).encode();
    Some(sign1(&Value::map(entries), Value::Map(Vec::new()), &payload, |bytes| key.sign(bytes)))
}
