//! Sealing with a passphrase, and for another phone, as a wasm module of its own, run in a worker: it takes a second, and a page must not stand still.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

use tessera::strongbox::{self, OpenError};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};
use zeroize::Zeroizing;

fn main() {}

/// Seals bytes under a passphrase; `undefined` where they are too many.
#[wasm_bindgen]
pub fn seal(bytes: Vec<u8>, passphrase: String) -> Option<Vec<u8>> {
    strongbox::seal(&Zeroizing::new(bytes), &Zeroizing::new(passphrase)).ok()
}

/// Opens what a passphrase seals.
///
/// # Errors
/// The name of the reason.
#[wasm_bindgen]
pub fn open(file: &[u8], passphrase: String) -> Result<Vec<u8>, JsError> {
    strongbox::open(file, &Zeroizing::new(passphrase)).map(|bytes| bytes.to_vec()).map_err(name)
}

/// Seals bytes for another phone; `undefined` where they are too many, or it is no recipient.
#[wasm_bindgen(js_name = sealFor)]
pub fn seal_for(bytes: Vec<u8>, recipient: &str) -> Option<Vec<u8>> {
    strongbox::seal_for(&Zeroizing::new(bytes), recipient).ok()
}

/// A key for which another phone seals.
#[wasm_bindgen]
pub struct Receiving(strongbox::Receiving);

#[wasm_bindgen]
impl Receiving {
    /// Makes a key.
    pub fn start() -> Self {
        Self(strongbox::Receiving::start())
    }

    /// Its public half.
    pub fn recipient(&self) -> String {
        self.0.recipient()
    }

    /// Opens what was sealed for it.
    ///
    /// # Errors
    /// The name of the reason.
    pub fn open(&self, file: &[u8]) -> Result<Vec<u8>, JsError> {
        self.0.open(file).map(|bytes| bytes.to_vec()).map_err(name)
    }
}

fn name(error: OpenError) -> JsError {
    JsError::new(error.code())
}
