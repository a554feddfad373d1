//! What a phone or a sheet shows: a credential with or without a key binding token
//! (draft-ietf-spice-sd-cwt, "Creating a Key Binding Token").

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::claims::time;
use crate::credential::{Credential, FormatError, MessageType, UnverifiedCredential, check_algorithm, message_type};
use crate::id::{Audience, Nonce};
use crate::key::PublicKey;
use crate::time::UnixTime;
use crate::wire::cbor::{self, Value};
use crate::wire::cose::{Sign1, SignatureError};
use crate::wire::registry::{claim, header};

/// A message with the structure of profile HP1. Nothing in it is authentic.
#[derive(Clone, Debug, PartialEq)]
pub enum Unverified<'a> {
    /// A credential inside a live signature.
    Live(UnverifiedCredential<'a>, UnverifiedBinding<'a>),
    /// A credential alone: paper, or a pass on its way to a wallet.
    Bare(UnverifiedCredential<'a>),
}

/// A key binding token whose signature is not checked.
#[derive(Clone, Debug, PartialEq)]
pub struct UnverifiedBinding<'a> {
    message: Sign1<'a>,
}

impl<'a> Unverified<'a> {
    /// Parses a message of [`crate::wire::text::ScannedText::decode`].
    ///
    /// # Errors
    /// [`FormatError`].
    pub fn parse(message: &'a [u8]) -> Result<Self, FormatError> {
        let message = Sign1::parse(message)?;
        if message_type(&message) != Some(MessageType::KbCwt) {
            return Ok(Self::Bare(UnverifiedCredential::new(message)?));
        }
        check_algorithm(&message)?;
        if message.unprotected_labels().next().is_some() {
            return Err(FormatError::Header);
        }
        let inner = message.protected(header::KCWT).cloned().ok_or(FormatError::Header)?;
        let inner = Sign1::from_value(inner)?;
        if message_type(&inner) != Some(MessageType::SdCwt) {
            return Err(FormatError::Type);
        }
        Ok(Self::Live(UnverifiedCredential::new(inner)?, UnverifiedBinding { message }))
    }
}

impl Unverified<'_> {
    /// The issuer's signature, unchecked.
    pub fn issuer_signature(&self) -> &[u8] {
        match self {
            Self::Live(credential, _) | Self::Bare(credential) => credential.signature(),
        }
    }

    /// What the holder chose to disclose, unchecked, as it is encoded.
    pub fn disclosures(&self) -> Vec<u8> {
        match self {
            Self::Live(credential, _) | Self::Bare(credential) => credential.disclosures(),
        }
    }
}

/// The live part of a presentation, signed by the holder's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBinding {
    /// Whom it is meant for.
    pub audience: Audience,
    /// When it was signed, by the holder's clock.
    pub issued_at: UnixTime,
    /// The challenge that it answers.
    pub nonce: Option<Nonce>,
}

/// Why a key binding token does not bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingError {
    /// The holder's key did not sign it.
    Signature,
    /// Its claims do not fit.
    Format,
}

impl From<SignatureError> for BindingError {
    fn from(_: SignatureError) -> Self {
        Self::Signature
    }
}

impl UnverifiedBinding<'_> {
    /// Checks the signature by the key in `credential`, then the claims.
    ///
    /// # Errors
    /// [`BindingError`].
    pub fn authenticate(self, credential: &Credential<'_>) -> Result<KeyBinding, BindingError> {
        let holder: &PublicKey = credential.claims().holder.as_ref().ok_or(BindingError::Signature)?;
        let payload = self.message.verify(holder)?;
        let binding = parse(payload).ok_or(BindingError::Format)?;
        Ok(binding)
    }
}

fn parse(payload: &[u8]) -> Option<KeyBinding> {
    let set = cbor::decode(payload).ok()?;
    // Implied by the credential, and forbidden here; times other than `iat` have no place in a code that lives a minute.
    let forbidden = [claim::ISS, claim::SUB, claim::EXP, claim::NBF];
    if forbidden.into_iter().any(|label| set.get(label).is_some()) {
        return None;
    }
    let nonce = match set.get(claim::CNONCE) {
        None => None,
        Some(nonce) => Some(Nonce::new(nonce.as_bytes()?)?),
    };
    Some(KeyBinding {
        audience: Audience::new(set.get(claim::AUD)?.as_text()?)?,
        issued_at: time(set.get(claim::IAT)?)?,
        nonce,
    })
}

/// The claims of a key binding token, sorted.
pub(crate) fn binding_claims<'a>(audience: &'a Audience, nonce: Option<&'a Nonce>, at: UnixTime) -> Value<'a> {
    let mut entries = alloc::vec![
        (Value::int(claim::AUD), Value::text(audience.as_str())),
        (Value::int(claim::IAT), Value::Unsigned(at.seconds())),
    ];
    if let Some(nonce) = nonce {
        entries.push((Value::int(claim::CNONCE), Value::Bytes(Cow::Borrowed(nonce.as_bytes()))));
    }
    Value::map(entries)
}
