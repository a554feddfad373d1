//! Signatures by Ed25519.

use serde_json::Value as Json;
use tessera::key::{IssuerKey, PublicKey};

use crate::{field, unhex};

/// Whether the strict rule says what the vector says.
pub fn verifies(case: &Json, expect: &str) -> bool {
    let key = PublicKey::from_bytes(&unhex(field(case, "pk")));
    let holds = key.is_ok_and(|key| key.verify(&unhex(field(case, "msg")), &unhex(field(case, "sig"))).is_ok());
    holds == (field(case, expect) == "valid")
}

/// Whether a seed gives the vector's public key and signature, byte for byte.
pub fn signs(case: &Json) -> bool {
    let Ok(seed) = unhex(field(case, "seed")).try_into() else { return false };
    let key = IssuerKey::from_seed(&seed);
    let message = unhex(field(case, "msg"));
    let signature = key.sign(&message);
    key.public().as_bytes()[..] == unhex(field(case, "pk"))
        && signature[..] == unhex(field(case, "sig"))
        && key.public().verify(&message, &signature).is_ok()
}
