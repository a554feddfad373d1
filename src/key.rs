//! Ed25519 keys by role: the one place that knows the signature library.

use core::fmt;
use core::marker::PhantomData;

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::id::KeyId;
use crate::wire::are_distinct;
use crate::wire::cbor::Value;
use crate::wire::cose::{SignatureError, SignatureVerifier};
use crate::wire::registry::{alg, cose_key};

/// A public Ed25519 key that is a point of the curve, and not of small order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Bytes or a COSE_Key that are no usable Ed25519 key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not a usable Ed25519 public key")
    }
}

impl core::error::Error for KeyError {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id())
    }
}

impl PublicKey {
    /// Reads 32 bytes (RFC 8032, section 5.1.5).
    ///
    /// # Errors
    /// [`KeyError`] for another length, a non-point and a point of small order, which signs anything.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyError)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyError)?;
        if key.is_weak() { Err(KeyError) } else { Ok(Self(key)) }
    }

    /// Reads a COSE_Key (RFC 9053, section 7.2).
    ///
    /// # Errors
    /// [`KeyError`] for any other key type, curve or content.
    pub fn from_cose(key: &Value<'_>) -> Result<Self, KeyError> {
        let parameter = |label| key.get(label).and_then(Value::as_u64);
        let is_ed25519 =
            parameter(cose_key::KTY) == Some(cose_key::OKP) && parameter(cose_key::CRV) == Some(cose_key::ED25519);
        match key.get(cose_key::X).and_then(Value::as_bytes) {
            Some(x) if is_ed25519 => Self::from_bytes(x),
            _ => Err(KeyError),
        }
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The COSE_Key with its required parameters only.
    pub fn to_cose(&self) -> Value<'_> {
        Value::map([
            (Value::int(cose_key::KTY), Value::Unsigned(cose_key::OKP)),
            (Value::int(cose_key::CRV), Value::Unsigned(cose_key::ED25519)),
            (Value::int(cose_key::X), Value::bytes(self.as_bytes())),
        ])
    }

    /// SHA-256 thumbprint of the COSE_Key, 32 bytes (RFC 9679).
    pub fn thumbprint(&self) -> [u8; 32] {
        Sha256::digest(self.to_cose().encode()).into()
    }

    /// The front of the thumbprint.
    pub fn id(&self) -> KeyId {
        let thumbprint = self.thumbprint();
        let mut id = [0; 8];
        id.copy_from_slice(&thumbprint[..8]);
        KeyId::new(id)
    }

    /// Whether no two of `keys` are the same.
    pub fn are_distinct(keys: &[Self]) -> bool {
        are_distinct(keys.iter().map(|key| key.as_bytes().as_slice()).collect())
    }

    /// Checks a signature by the strict rule: canonical encodings, no point of small order.
    ///
    /// As `verify_strict` of ed25519-dalek, in eleven twelfths of its time. That one takes R's root to see whether R is of small order;
    /// but R is compared as bytes with what it must be, so that only the canonical encodings of those points could pass.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        let signature = Signature::from_slice(signature).map_err(|_| SignatureError)?;
        let mut y = *signature.r_bytes();
        y[31] &= 0x7f;
        if SMALL_ORDER.contains(&y) {
            return Err(SignatureError);
        }
        self.0.verify(message, &signature).map_err(|_| SignatureError)
    }
}

/// The eight points of small order by their y, 32 bytes little-endian: those of one y differ in the sign of x alone.
const SMALL_ORDER: [[u8; 32]; 5] = {
    let (mut identity, mut order_two) = ([0; 32], [0xff; 32]);
    identity[0] = 1;
    (order_two[0], order_two[31]) = (0xec, 0x7f);
    let order_four = [0; 32];
    let order_eight = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
        0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ];
    let order_eight_negated = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
        0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ];
    [identity, order_two, order_four, order_eight, order_eight_negated]
};

impl SignatureVerifier for PublicKey {
    fn verify(&self, alg: i64, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        // The algorithm is a property of the key; the header may only agree.
        match alg {
            alg::ED25519 | alg::EDDSA => Self::verify(self, message, signature),
            _ => Err(SignatureError),
        }
    }
}

/// Signs trust lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {}
/// Signs passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issuer {}
/// Signs presentations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {}

/// A private key that serves one role. It does not print, and it is cleared when dropped.
pub struct SecretKey<Role> {
    key: SigningKey,
    role: PhantomData<Role>,
}

/// A root's private key.
pub type RootKey = SecretKey<Root>;
/// An issuer's private key.
pub type IssuerKey = SecretKey<Issuer>;
/// A holder's private key.
pub type HolderKey = SecretKey<Holder>;

impl<Role> fmt::Debug for SecretKey<Role> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.public().id())
    }
}

impl<Role> SecretKey<Role> {
    /// The key of a seed of 32 random bytes (RFC 8032, section 5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(seed), role: PhantomData }
    }

    /// The seed, to be sealed or written to an owner-only file.
    pub fn dangerous_seed(&self) -> zeroize::Zeroizing<[u8; 32]> {
        zeroize::Zeroizing::new(self.key.to_bytes())
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key())
    }

    /// Signs (RFC 8032, deterministic); 64 bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

/// SHA-256, 32 bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hexadecimal, as key ids and nonces are shown.
pub(crate) fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
