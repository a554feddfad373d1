//! From a passphrase to a key, as a wasm module of its own, run in a worker: it is slow on purpose, and nobody needs it before a passphrase is
//! typed.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

use argon2::{Algorithm, Argon2, Params, Version};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// 32 bytes from a passphrase by Argon2id (RFC 9106), with `memory` in KiB; `undefined` for parameters that it does not have.
#[wasm_bindgen]
pub fn stretch(passphrase: &[u8], salt: &[u8], memory: u32, passes: u32, lanes: u32) -> Option<Vec<u8>> {
    let params = Params::new(memory, passes, lanes, Some(32)).ok()?;
    let mut key = vec![0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(passphrase, salt, &mut key).ok()?;
    Some(key)
}
