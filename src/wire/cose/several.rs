//! COSE_Sign (RFC 9052, section 4.1): one payload under several signatures. Structure only, as for COSE_Sign1.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use super::{CoseError, SignatureError, SignatureVerifier, check_labels};
use crate::limits::MAX_SIGNATURES;
use crate::wire::cbor::{self, Value};
use crate::wire::registry::{TAG_SIGN, header};

/// A parsed COSE_Sign. Nothing in it is authentic.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign<'a> {
    protected_bytes: &'a [u8],
    protected: Value<'a>,
    payload: &'a [u8],
    signatures: Vec<Signature<'a>>,
}

/// One signature with the headers of its signer.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature<'a> {
    protected_bytes: &'a [u8],
    protected: Value<'a>,
    signature: &'a [u8],
}

impl<'a> Sign<'a> {
    /// Parses a message that fills `bytes`, with 1 to [`MAX_SIGNATURES`] signatures. Unprotected headers must be empty, since no signature
    /// covers them.
    ///
    /// # Errors
    /// [`CoseError`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, CoseError> {
        Self::parse_up_to(MAX_SIGNATURES, bytes)
    }

    /// The same with another bound: 1 to `most` signatures.
    ///
    /// # Errors
    /// [`CoseError`].
    pub fn parse_up_to(most: usize, bytes: &'a [u8]) -> Result<Self, CoseError> {
        let Value::Tag(TAG_SIGN, inner) = cbor::decode(bytes)? else { return Err(CoseError::NotSign) };
        let Value::Array(parts) = *inner else { return Err(CoseError::NotSign) };
        let parts: [Value<'a>; 4] = parts.try_into().map_err(|_| CoseError::NotSign)?;
        let [
            Value::Bytes(Cow::Borrowed(protected_bytes)),
            Value::Map(unprotected),
            Value::Bytes(Cow::Borrowed(payload)),
            Value::Array(signatures),
        ] = parts
        else {
            return Err(CoseError::NotSign);
        };
        if !(1..=most).contains(&signatures.len()) {
            return Err(CoseError::NotSign);
        }
        let protected = headers(protected_bytes, &unprotected)?;
        let signatures = signatures.into_iter().map(Signature::read).collect::<Result<_, _>>()?;
        Ok(Self { protected_bytes, protected, payload, signatures })
    }

    /// A protected header parameter of the body.
    pub fn protected(&self, label: i64) -> Option<&Value<'a>> {
        self.protected.get(label)
    }

    /// The signatures, in their order.
    pub fn signatures(&self) -> &[Signature<'a>] {
        &self.signatures
    }

    /// The payload, as received, and not yet authentic: parse it after enough signatures hold.
    pub fn dangerous_payload(&self) -> &'a [u8] {
        self.payload
    }

    /// Checks one of the signatures.
    ///
    /// # Errors
    /// [`SignatureError`] where `verifier` says so.
    pub fn verify(&self, signature: &Signature<'_>, verifier: &impl SignatureVerifier) -> Result<(), SignatureError> {
        let message = signed_bytes(self.protected_bytes, signature.protected_bytes, self.payload);
        let alg = signature.protected.get(header::ALG).and_then(Value::as_i64).ok_or(SignatureError)?;
        verifier.verify(alg, &message, signature.signature)
    }

    /// The message with one more signature, made by `sign` over the bytes that it gets.
    pub fn and_signed(&self, protected: &Value<'_>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Vec<u8> {
        let mut entries: Vec<_> = self.signatures.iter().map(Signature::to_value).collect();
        let protected = protected.encode();
        let signature = sign(&signed_bytes(self.protected_bytes, &protected, self.payload));
        entries.push(signature_value(&protected, &signature));
        message(self.protected_bytes, self.payload, entries)
    }
}

impl<'a> Signature<'a> {
    fn read(value: Value<'a>) -> Result<Self, CoseError> {
        let Value::Array(parts) = value else { return Err(CoseError::NotSign) };
        let parts: [Value<'a>; 3] = parts.try_into().map_err(|_| CoseError::NotSign)?;
        let [
            Value::Bytes(Cow::Borrowed(protected_bytes)),
            Value::Map(unprotected),
            Value::Bytes(Cow::Borrowed(signature)),
        ] = parts
        else {
            return Err(CoseError::NotSign);
        };
        let protected = headers(protected_bytes, &unprotected)?;
        if protected.get(header::ALG).and_then(Value::as_i64).is_none() {
            return Err(CoseError::Header);
        }
        Ok(Self { protected_bytes, protected, signature })
    }

    /// `kid` of the signer.
    pub fn kid(&self) -> Option<&[u8]> {
        self.protected.get(header::KID).and_then(Value::as_bytes)
    }

    fn to_value(&self) -> Value<'a> {
        signature_value(self.protected_bytes, self.signature)
    }
}

fn signature_value<'a>(protected: &[u8], signature: &[u8]) -> Value<'a> {
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec().into());
    Value::Array(vec![bytes(protected), Value::Map(Vec::new()), bytes(signature)])
}

fn headers<'a>(protected: &'a [u8], unprotected: &[(Value<'a>, Value<'a>)]) -> Result<Value<'a>, CoseError> {
    let protected = cbor::decode(protected)?;
    let entries = protected.as_map().ok_or(CoseError::Header)?;
    if !unprotected.is_empty() || !check_labels(entries) {
        return Err(CoseError::Header);
    }
    if protected.get(header::CRIT).is_some() {
        return Err(CoseError::Critical);
    }
    Ok(protected)
}

/// The bytes that a signer signs (RFC 9052, section 4.4).
fn signed_bytes(body: &[u8], signer: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + signer.len() + payload.len() + 24);
    cbor::head(&mut out, 4, 5);
    cbor::head(&mut out, 3, 9);
    out.extend_from_slice(b"Signature");
    for part in [body, signer, &[], payload] {
        cbor::head(&mut out, 2, part.len() as u64);
        out.extend_from_slice(part);
    }
    out
}

fn message(protected: &[u8], payload: &[u8], signatures: Vec<Value<'_>>) -> Vec<u8> {
    let parts = vec![Value::bytes(protected), Value::Map(Vec::new()), Value::bytes(payload), Value::Array(signatures)];
    Value::Tag(TAG_SIGN, Box::new(Value::Array(parts))).encode()
}

/// Makes a tagged COSE_Sign with the signature of a first signer; [`Sign::and_signed`] adds others.
pub fn sign_first(
    protected: &Value<'_>,
    payload: &[u8],
    signer: &Value<'_>,
    sign: impl FnOnce(&[u8]) -> [u8; 64],
) -> Vec<u8> {
    sign_all(protected, payload, signer, [sign])
}

/// Makes a tagged COSE_Sign whose signers all have the same header, `signer`, each with its own `sign`.
pub fn sign_all<F: FnOnce(&[u8]) -> [u8; 64]>(
    protected: &Value<'_>,
    payload: &[u8],
    signer: &Value<'_>,
    signs: impl IntoIterator<Item = F>,
) -> Vec<u8> {
    let (protected, signer) = (protected.encode(), signer.encode());
    let bytes = signed_bytes(&protected, &signer, payload);
    let signatures = signs.into_iter().map(|sign| signature_value(&signer, &sign(&bytes)));
    message(&protected, payload, signatures.collect())
}
