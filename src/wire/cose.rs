//! COSE_Sign1 (RFC 9052, section 4.2): structure only. Whether a signature holds is the caller's question, put to a
//! [`SignatureVerifier`].

mod several;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::cbor::{self, CborError, Value};
use super::registry::{TAG_SIGN1, header};

pub use several::{Sign, Signature, sign_all, sign_first};

/// Checks one signature. `Ok` means that `signature` over `message` holds under the verifier's key.
pub trait SignatureVerifier {
    /// Checks `signature` over `message`; `alg` is the COSE algorithm of the protected header.
    ///
    /// # Errors
    /// [`SignatureError`], which says nothing about why.
    fn verify(&self, alg: i64, message: &[u8], signature: &[u8]) -> Result<(), SignatureError>;
}

/// A signature that does not hold. Opaque, so that it teaches a forger nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureError;

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the signature does not hold")
    }
}

impl core::error::Error for SignatureError {}

/// Why a message is not a COSE_Sign1 that is accepted here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoseError {
    /// Not CBOR, or not strict.
    Cbor(CborError),
    /// Another COSE message, or none: not tag 18 around an array of four with a payload inside.
    NotSign1,
    /// Another COSE message, or none: not tag 98 around an array of four with signatures inside.
    NotSign,
    /// A header that RFC 9052 forbids: a label that is neither integer nor text, one that stands in both maps, no `alg`.
    Header,
    /// `crit` names a header that is not understood.
    Critical,
}

impl fmt::Display for CoseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cbor(error) => error.fmt(f),
            Self::NotSign1 => f.write_str("it is not a single-signer COSE message"),
            Self::NotSign => f.write_str("it is not a COSE message with several signers"),
            Self::Header => f.write_str("a COSE header is missing or wrong"),
            Self::Critical => f.write_str("it demands an extension that is not known"),
        }
    }
}

impl core::error::Error for CoseError {}

impl From<CborError> for CoseError {
    fn from(error: CborError) -> Self {
        Self::Cbor(error)
    }
}

/// A parsed COSE_Sign1. Nothing in it is authentic.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign1<'a> {
    protected_bytes: &'a [u8],
    protected: Value<'a>,
    unprotected: Value<'a>,
    payload: &'a [u8],
    signature: &'a [u8],
}

/// The headers whose presence in `crit` is harmless, since they are processed in every message.
const UNDERSTOOD: [i64; 2] = [header::ALG, header::TYP];

impl<'a> Sign1<'a> {
    /// Parses a message that fills `bytes`.
    ///
    /// # Errors
    /// [`CoseError`] for anything but one strict, tagged COSE_Sign1 with its payload inside.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, CoseError> {
        Self::from_value(cbor::decode(bytes)?)
    }

    /// Reads a message that stands inside another item, as `kcwt` does.
    ///
    /// # Errors
    /// As [`Sign1::parse`].
    pub fn from_value(value: Value<'a>) -> Result<Self, CoseError> {
        let Value::Tag(TAG_SIGN1, inner) = value else { return Err(CoseError::NotSign1) };
        let Value::Array(parts) = *inner else { return Err(CoseError::NotSign1) };
        let parts: [Value<'a>; 4] = parts.try_into().map_err(|_| CoseError::NotSign1)?;
        let [
            Value::Bytes(Cow::Borrowed(protected_bytes)),
            unprotected @ Value::Map(_),
            Value::Bytes(Cow::Borrowed(payload)),
            Value::Bytes(Cow::Borrowed(signature)),
        ] = parts
        else {
            return Err(CoseError::NotSign1);
        };
        let protected = match protected_bytes {
            [] => Value::Map(Vec::new()),
            bytes => cbor::decode(bytes)?,
        };
        check_headers(&protected, &unprotected)?;
        Ok(Self { protected_bytes, protected, unprotected, payload, signature })
    }

    /// `alg` of the protected header.
    pub fn alg(&self) -> i64 {
        // `check_headers` let no message without one pass.
        self.protected.get(header::ALG).and_then(Value::as_i64).unwrap_or_default()
    }

    /// A protected header parameter.
    pub fn protected(&self, label: i64) -> Option<&Value<'a>> {
        self.protected.get(label)
    }

    /// An unprotected header parameter: no signature covers it.
    pub fn unprotected(&self, label: i64) -> Option<&Value<'a>> {
        self.unprotected.get(label)
    }

    /// The labels of the unprotected header.
    pub fn unprotected_labels(&self) -> impl Iterator<Item = &Value<'a>> {
        self.unprotected.as_map().unwrap_or_default().iter().map(|(label, _)| label)
    }

    /// The same message with other unprotected headers, which its signature does not cover.
    pub fn with_unprotected(&self, unprotected: Value<'_>) -> Vec<u8> {
        tagged(self.protected_bytes, unprotected, self.payload, self.signature)
    }

    /// The payload, as received, and not yet authentic: parse it after [`Sign1::verify`].
    pub fn dangerous_payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The signature, as received.
    pub fn signature(&self) -> &'a [u8] {
        self.signature
    }

    /// The bytes that were signed (RFC 9052, section 4.4).
    pub fn signed_bytes(&self, external_aad: &[u8]) -> Vec<u8> {
        signed_bytes(self.protected_bytes, external_aad, self.payload)
    }

    /// The payload, if the signature holds.
    ///
    /// # Errors
    /// [`SignatureError`] where `verifier` says so.
    pub fn verify(&self, verifier: &impl SignatureVerifier) -> Result<&'a [u8], SignatureError> {
        verifier.verify(self.alg(), &self.signed_bytes(&[]), self.signature)?;
        Ok(self.payload)
    }
}

fn check_headers(protected: &Value<'_>, unprotected: &Value<'_>) -> Result<(), CoseError> {
    let (Some(protected_entries), Some(unprotected_entries)) = (protected.as_map(), unprotected.as_map()) else {
        return Err(CoseError::Header);
    };
    if !check_labels(protected_entries) || !check_labels(unprotected_entries) {
        return Err(CoseError::Header);
    }
    let twice = |label| unprotected_entries.iter().any(|(other, _)| other == label);
    if protected_entries.iter().any(|(label, _)| twice(label)) {
        return Err(CoseError::Header);
    }
    if protected.get(header::ALG).and_then(Value::as_i64).is_none() {
        return Err(CoseError::Header);
    }
    if unprotected.get(header::CRIT).is_some() {
        return Err(CoseError::Critical);
    }
    match protected.get(header::CRIT).map(Value::as_array) {
        None => Ok(()),
        Some(Some(labels)) if !labels.is_empty() => {
            let known = |label: &Value<'_>| {
                label.as_i64().is_some_and(|n| UNDERSTOOD.contains(&n) && protected.get(n).is_some())
            };
            if labels.iter().all(known) { Ok(()) } else { Err(CoseError::Critical) }
        }
        Some(_) => Err(CoseError::Critical),
    }
}

/// Labels are integers or texts (RFC 9052, section 1.5).
fn check_labels(entries: &[(Value<'_>, Value<'_>)]) -> bool {
    entries.iter().all(|(label, _)| matches!(label, Value::Unsigned(_) | Value::Negative(_) | Value::Text(_)))
}

fn signed_bytes(protected: &[u8], external_aad: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(protected.len() + external_aad.len() + payload.len() + 24);
    cbor::head(&mut out, 4, 4);
    cbor::head(&mut out, 3, 10);
    out.extend_from_slice(b"Signature1");
    for part in [protected, external_aad, payload] {
        cbor::head(&mut out, 2, part.len() as u64);
        out.extend_from_slice(part);
    }
    out
}

/// Makes a tagged COSE_Sign1. `sign` gets the bytes to sign.
pub fn sign1(
    protected: &Value<'_>,
    unprotected: Value<'_>,
    payload: &[u8],
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> Vec<u8> {
    let protected = protected.encode();
    let signature = sign(&signed_bytes(&protected, &[], payload));
    tagged(&protected, unprotected, payload, &signature)
}

fn tagged(protected: &[u8], unprotected: Value<'_>, payload: &[u8], signature: &[u8]) -> Vec<u8> {
    let parts = vec![Value::bytes(protected), unprotected, Value::bytes(payload), Value::bytes(signature)];
    Value::Tag(TAG_SIGN1, Box::new(Value::Array(parts))).encode()
}
