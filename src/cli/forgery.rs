//! Passes that nobody should accept, for demonstrations and vectors.

use crate::credential::protected;
use crate::key::{IssuerKey, PublicKey};
use crate::wire::cbor::Value;
use crate::wire::cose::sign1;

/// A credential that `forger` signed in the name of `victim`: it carries the victim's key id.
pub(super) fn credential(typ: u64, payload: &[u8], victim: &PublicKey, forger: &IssuerKey) -> Vec<u8> {
    let kid = victim.id();
    sign1(&Value::map(protected(typ, Some(&kid))), Value::Map(Vec::new()), payload, |bytes| forger.sign(bytes))
}
