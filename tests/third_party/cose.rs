//! COSE_Sign1 and what must not pass for it.

use serde_json::Value as Json;
use tessera::wire::cose::{CoseError, Sign1, SignatureVerifier};

use crate::ecdsa::Key;
use crate::{field, unhex};

/// The examples that are good COSE and that this parser refuses by its own rules, with the error for each.
const REFUSED_HERE: [(&str, CoseError); 2] = [
    // `alg` stands where no signature covers it.
    ("cose-wg/sign1-tests/sign-pass-01", CoseError::Header),
    // Without its tag, a message could be of another type.
    ("cose-wg/sign1-tests/sign-pass-03", CoseError::NotSign1),
];

/// An example of the COSE working group.
pub fn example(case: &Json) -> bool {
    let bytes = unhex(field(case, "cose"));
    let parsed = Sign1::parse(&bytes);
    if let Some((_, error)) = REFUSED_HERE.iter().find(|(id, _)| *id == field(case, "id")) {
        return parsed.err() == Some(*error);
    }
    if field(case, "expect") == "invalid" {
        let Ok(message) = parsed else { return true };
        return match key(case) {
            Some(key) => holds(&message, &key, case).is_none(),
            None => false,
        };
    }
    let Ok(message) = parsed else { return false };
    if message.signed_bytes(&unhex(field(case, "external_aad"))) != unhex(field(case, "tbs")) {
        return false;
    }
    match key(case) {
        Some(key) => holds(&message, &key, case).is_some(),
        // A hash-based signature: good COSE, and an algorithm that every key of ours refuses.
        None if field(case, "kty") == "HSS-LMS" => any_key().verify(message.alg(), b"", message.signature()).is_err(),
        None => false,
    }
}

fn key(case: &Json) -> Option<Key> {
    Key::read(field(case, "crv"), field(&case["key"], "x"), field(&case["key"], "y"))
}

fn any_key() -> Key {
    Key::Ed25519(tessera::key::IssuerKey::from_seed(&[7; 32]).public())
}

fn holds(message: &Sign1<'_>, key: &Key, case: &Json) -> Option<()> {
    let signed = message.signed_bytes(&unhex(field(case, "external_aad")));
    key.verify(message.alg(), &signed, message.signature()).ok()
}

/// A COSE message of another type.
pub fn wrong_type(case: &Json) -> bool {
    Sign1::parse(&unhex(field(case, "cose"))).is_err()
}
