//! Who has signed a trust list.

use crate::id::KeyId;
use crate::key::PublicKey;
use crate::wire::cose::Sign;

/// Which of `keys` have signed a list, each once.
pub(super) fn of(list: &[u8], keys: &[PublicKey]) -> Vec<KeyId> {
    let Ok(message) = Sign::parse(list) else { return Vec::new() };
    let has_signed = |key: &&PublicKey| {
        let id = key.id();
        let mut signatures = message.signatures().iter().filter(|one| one.kid() == Some(id.as_bytes().as_slice()));
        signatures.any(|signature| message.verify(signature, *key).is_ok())
    };
    keys.iter().filter(has_signed).map(PublicKey::id).collect()
}

/// Whom the signatures of a list name as signers; whether they are is not checked.
pub(super) fn claimed(list: &[u8]) -> Vec<KeyId> {
    let Ok(message) = Sign::parse(list) else { return Vec::new() };
    message.signatures().iter().filter_map(|signature| KeyId::from_bytes(signature.kid()?)).collect()
}
