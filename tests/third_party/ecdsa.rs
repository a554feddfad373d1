//! The algorithms of others' examples, as verifiers for our parser. Profile HP1 accepts none of the ECDSA ones.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use serde_json::Value as Json;
use sha2::{Digest, Sha256, Sha384, Sha512};
use tessera::key::PublicKey;
use tessera::wire::cose::{SignatureError, SignatureVerifier};

use crate::{field, unhex};

/// A public key of one of the examples.
pub enum Key {
    Ed25519(PublicKey),
    Ed448(ed448_goldilocks::VerifyingKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
}

impl Key {
    /// Reads `crv` with its coordinates; `None` for a curve without a verifier here.
    pub fn read(crv: &str, x: &str, y: &str) -> Option<Self> {
        Self::at(crv, &unhex(x), &unhex(y))
    }

    /// The same for coordinates in bytes.
    pub fn at(crv: &str, x: &[u8], y: &[u8]) -> Option<Self> {
        let point = [&[4], x, y].concat();
        match crv {
            "Ed25519" => PublicKey::from_bytes(x).ok().map(Self::Ed25519),
            "Ed448" => {
                let bytes: [u8; 57] = x.try_into().ok()?;
                ed448_goldilocks::VerifyingKey::from_bytes(&bytes).ok().map(Self::Ed448)
            }
            "P-256" => p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok().map(Self::P256),
            "P-384" => p384::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok().map(Self::P384),
            "P-521" => p521::ecdsa::VerifyingKey::from_sec1_bytes(&point).ok().map(Self::P521),
            _ => None,
        }
    }

    /// Reads a key of the SD-CWT vectors.
    pub fn of(key: &Json) -> Option<Self> {
        Self::read(field(key, "crv"), field(key, "x_hex"), field(key, "y_hex"))
    }
}

impl SignatureVerifier for Key {
    fn verify(&self, alg: i64, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        if let Self::Ed25519(key) = self {
            return SignatureVerifier::verify(key, alg, message, signature);
        }
        if let Self::Ed448(key) = self {
            // EdDSA, with the curve told by the key.
            let signature = ed448_goldilocks::Signature::try_from(signature).map_err(|_| SignatureError)?;
            return if alg == -8 {
                key.verify_raw(&signature, message).map_err(|_| SignatureError)
            } else {
                Err(SignatureError)
            };
        }
        let hash = match alg {
            -7 => Sha256::digest(message).to_vec(),
            -35 => Sha384::digest(message).to_vec(),
            -36 => Sha512::digest(message).to_vec(),
            _ => return Err(SignatureError),
        };
        macro_rules! check {
            ($curve:ident, $key:expr) => {
                $curve::ecdsa::Signature::from_slice(signature)
                    .and_then(|signature| $key.verify_prehash(&hash, &signature))
            };
        }
        match self {
            Self::Ed25519(_) | Self::Ed448(_) => return Err(SignatureError),
            Self::P256(key) => check!(p256, key),
            Self::P384(key) => check!(p384, key),
            Self::P521(key) => check!(p521, key),
        }
        .map_err(|_| SignatureError)
    }
}
