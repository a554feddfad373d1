//! A credential from bytes to claims: [`UnverifiedCredential`], then [`AuthenticCredential`], then [`Credential`].
//! Each state exists only after the check that earns it, and consumes the one before.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::claims::redaction::{self, RedactionError};
use crate::claims::{self, Claims, ClaimsError, Subject};
use crate::id::KeyId;
use crate::trust::{KeyStanding, MaySign, TrustList, TrustedKey};
use crate::wire::cbor::{self, CborError, Value};
use crate::wire::cose::{CoseError, Sign1};
use crate::wire::registry::{alg, header, typ};
use crate::wire::text::TextError;

/// How a credential is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binding {
    /// SD-CWT: shown live, signed anew by the holder's key.
    Holder,
    /// CWT on paper: bound to nothing.
    Paper,
}

/// Why a message is no pass of profile HP1. The detail serves the office's tool; a shop sees only that the code is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// The text around the message.
    Text(TextError),
    /// The COSE message.
    Cose(CoseError),
    /// The payload's CBOR.
    Cbor(CborError),
    /// `typ` is missing, or of something that is no pass.
    Type,
    /// An algorithm other than Ed25519, or a redaction hash other than SHA-256.
    Algorithm,
    /// A header that this profile does not have.
    Header,
    /// Disclosures that do not fit.
    Redaction(RedactionError),
    /// Claims that do not fit.
    Claims(ClaimsError),
    /// Key binding claims that do not fit.
    KeyBinding,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Cose(error) => error.fmt(f),
            Self::Cbor(error) => error.fmt(f),
            Self::Type => f.write_str("it is not of a type that is shown at a door"),
            Self::Algorithm => f.write_str("its algorithm is not Ed25519 with SHA-256"),
            Self::Header => f.write_str("a header is missing, wrong, or does not belong there"),
            Self::Redaction(error) => error.fmt(f),
            Self::Claims(error) => error.fmt(f),
            Self::KeyBinding => f.write_str("the claims of its live signature are missing or contradict each other"),
        }
    }
}

impl core::error::Error for FormatError {}

macro_rules! from_error {
    ($($error:ident => $arm:ident),*) => {
        $(impl From<$error> for FormatError {
            fn from(error: $error) -> Self {
                Self::$arm(error)
            }
        })*
    };
}
from_error!(TextError => Text, CoseError => Cose, CborError => Cbor, RedactionError => Redaction, ClaimsError => Claims);

/// Why a credential is not authentic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthenticityError {
    /// No listed key goes by this `kid`, or the key may not sign this, at this time, under this name.
    UnknownIssuer,
    /// A listed key goes by this `kid`, but did not sign this.
    Signature,
    /// The key was in somebody else's hands when this was signed.
    Compromised,
}

impl fmt::Display for AuthenticityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownIssuer => "no listed issuer may sign this",
            Self::Signature => "the issuer named on it did not sign it",
            Self::Compromised => "it was signed after the issuer's key had fallen into other hands",
        })
    }
}

impl core::error::Error for AuthenticityError {}

/// A credential with the structure of profile HP1. Nothing in it is authentic.
#[derive(Clone, Debug, PartialEq)]
pub struct UnverifiedCredential<'a> {
    message: Sign1<'a>,
    binding: Binding,
    kid: KeyId,
}

impl<'a> UnverifiedCredential<'a> {
    /// Reads the headers.
    ///
    /// # Errors
    /// [`FormatError`].
    pub fn new(message: Sign1<'a>) -> Result<Self, FormatError> {
        let binding = match message_type(&message) {
            Some(MessageType::SdCwt) => Binding::Holder,
            Some(MessageType::Cwt) => Binding::Paper,
            _ => return Err(FormatError::Type),
        };
        check_algorithm(&message)?;
        let sd_alg = message.protected(header::SD_ALG);
        if sd_alg.is_some_and(|value| value.as_i64() != Some(alg::SHA_256)) {
            return Err(FormatError::Algorithm);
        }
        // Disclosures are the holder's to choose: signed by the issuer, they would be overlooked here.
        let misplaced = [header::SD_CLAIMS, header::SD_AEAD_ENCRYPTED_CLAIMS];
        if misplaced.into_iter().any(|label| message.protected(label).is_some()) {
            return Err(FormatError::Header);
        }
        // No signature covers the unprotected header, so it holds what the profile puts there and nothing else.
        let allowed = |label: &Value<'_>| binding == Binding::Holder && label.as_i64() == Some(header::SD_CLAIMS);
        if !message.unprotected_labels().all(allowed) {
            return Err(FormatError::Header);
        }
        let kid = message.protected(header::KID).and_then(Value::as_bytes).and_then(KeyId::from_bytes);
        Ok(Self { binding, kid: kid.ok_or(FormatError::Header)?, message })
    }

    /// The issuer's signature, unchecked.
    pub fn signature(&self) -> &[u8] {
        self.message.signature()
    }

    /// What the holder chose to disclose, unchecked, as it is encoded; nothing for a pass that has nothing to disclose.
    pub fn disclosures(&self) -> Vec<u8> {
        self.message.unprotected(header::SD_CLAIMS).map(Value::encode).unwrap_or_default()
    }

    /// How it is bound.
    pub fn binding(&self) -> Binding {
        self.binding
    }

    /// The key that it claims to be signed by.
    pub fn kid(&self) -> KeyId {
        self.kid
    }

    /// Finds the listed key whose signature it carries.
    ///
    /// # Errors
    /// [`AuthenticityError`].
    pub fn authenticate<'t>(self, list: &'t TrustList) -> Result<AuthenticCredential<'a, 't>, AuthenticityError> {
        let mut result = Err(AuthenticityError::UnknownIssuer);
        for trusted in list.candidates(self.kid) {
            match self.message.verify(&trusted.key) {
                Ok(payload) => {
                    return Ok(AuthenticCredential {
                        payload,
                        trusted,
                        binding: self.binding,
                        sd_claims: self.message.unprotected(header::SD_CLAIMS).cloned(),
                    });
                }
                Err(_) => result = Err(AuthenticityError::Signature),
            }
        }
        result
    }
}

/// A credential that a listed key signed. Its claims are not parsed yet.
#[derive(Clone, Debug)]
pub struct AuthenticCredential<'a, 't> {
    payload: &'a [u8],
    trusted: &'t TrustedKey,
    binding: Binding,
    sd_claims: Option<Value<'a>>,
}

/// Why an authentic credential says nothing that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationError {
    /// Not the claims of this profile.
    Format(FormatError),
    /// The key may not sign this.
    Authenticity(AuthenticityError),
}

impl<E: Into<FormatError>> From<E> for EvaluationError {
    fn from(error: E) -> Self {
        Self::Format(error.into())
    }
}

impl<'t> AuthenticCredential<'_, 't> {
    /// Parses the claims, and checks that the key may make them.
    ///
    /// # Errors
    /// [`EvaluationError`].
    pub fn claims(self) -> Result<Credential<'t>, EvaluationError> {
        let set = cbor::decode(self.payload)?;
        let (set, placed) = match self.binding {
            Binding::Holder => redaction::disclose_at(set, self.sd_claims.as_ref())?,
            Binding::Paper => (set, Vec::new()),
        };
        let claims = Claims::parse(&set)?;
        let is_hint = matches!(claims.subject, Subject::Hint { .. });
        if placed.iter().any(|(_, path)| is_hint || !claims::may_be_kept_back(path)) {
            return Err(FormatError::Redaction(RedactionError::NeverRedacted).into());
        }
        match (self.binding, &claims.holder, &claims.subject) {
            (Binding::Holder, Some(_), _) | (Binding::Paper, None, Subject::Hint { .. }) => {}
            _ => return Err(FormatError::Claims(ClaimsError::Claim(crate::wire::registry::claim::CNF)).into()),
        }
        let purpose = match (self.binding, &claims.subject) {
            (Binding::Paper, _) => MaySign::Paper,
            (Binding::Holder, Subject::Hint { .. }) => MaySign::Door,
            (Binding::Holder, Subject::Record { .. }) => MaySign::Record,
        };
        let key = self.trusted.window;
        let allowed = self.trusted.may_sign.contains(&purpose)
            && self.trusted.issuer == claims.issuer
            && key.not_before() <= claims.window.not_before()
            && claims.window.expires() <= key.expires();
        // A pass that does not say when it was signed was signed for the moment at which it begins.
        let standing = self.trusted.standing(claims.issued_at.unwrap_or(claims.window.not_before()));
        if !allowed || standing == KeyStanding::Retired {
            return Err(EvaluationError::Authenticity(AuthenticityError::UnknownIssuer));
        }
        if standing == KeyStanding::Compromised {
            return Err(EvaluationError::Authenticity(AuthenticityError::Compromised));
        }
        Ok(Credential { claims, binding: self.binding, trusted: self.trusted })
    }
}

/// A credential that a listed issuer signed and was allowed to sign, with its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential<'t> {
    claims: Claims,
    binding: Binding,
    trusted: &'t TrustedKey,
}

impl<'t> Credential<'t> {
    /// What it says.
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// How it is bound.
    pub fn binding(&self) -> Binding {
        self.binding
    }

    /// Who signed it.
    pub fn trusted(&self) -> &'t TrustedKey {
        self.trusted
    }
}

/// The types of message that this profile has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageType {
    Cwt,
    SdCwt,
    KbCwt,
    TrustList,
    StatusList,
    StatusDelta,
    Snapshot,
    Request,
    Rules,
}

/// Reads `typ`, in its short or its long spelling (RFC 9596).
pub(crate) fn message_type(message: &Sign1<'_>) -> Option<MessageType> {
    match message.protected(header::TYP)? {
        Value::Unsigned(typ::CWT) => Some(MessageType::Cwt),
        Value::Unsigned(typ::SD_CWT) => Some(MessageType::SdCwt),
        Value::Unsigned(typ::KB_CWT) => Some(MessageType::KbCwt),
        Value::Text(text) => match text.as_ref() {
            "application/cwt" => Some(MessageType::Cwt),
            "application/sd-cwt" => Some(MessageType::SdCwt),
            "application/kb+cwt" => Some(MessageType::KbCwt),
            typ::TRUST_LIST => Some(MessageType::TrustList),
            typ::STATUS_LIST => Some(MessageType::StatusList),
            typ::STATUS_DELTA => Some(MessageType::StatusDelta),
            typ::SNAPSHOT => Some(MessageType::Snapshot),
            typ::REQUEST => Some(MessageType::Request),
            typ::RULES => Some(MessageType::Rules),
            _ => None,
        },
        _ => None,
    }
}

/// One algorithm: Ed25519, by its own number or the older one of EdDSA.
pub(crate) fn check_algorithm(message: &Sign1<'_>) -> Result<(), FormatError> {
    match message.alg() {
        alg::ED25519 | alg::EDDSA => Ok(()),
        _ => Err(FormatError::Algorithm),
    }
}

/// The protected header of what this profile signs.
pub(crate) fn protected<'a>(typ: u64, kid: Option<&'a KeyId>) -> Vec<(Value<'a>, Value<'a>)> {
    let mut entries =
        vec![(Value::int(header::ALG), Value::int(alg::ED25519)), (Value::int(header::TYP), Value::Unsigned(typ))];
    if let Some(kid) = kid {
        entries.push((Value::int(header::KID), Value::bytes(kid.as_bytes())));
    }
    entries
}

/// What a credential's type is called in reports.
impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Holder => "live",
            Self::Paper => "paper",
        })
    }
}

#[cfg(test)]
mod tests;
