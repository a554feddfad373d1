//! AES-256-GCM under a WebCrypto key that the browser does not export. What is sealed is bound to its shelf and its id, so that two
//! entries cannot be exchanged.

mod wrap;

pub use wrap::{WayKey, make_wrapped_key};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, AesKeyGenParams, CryptoKey, SubtleCrypto};

use crate::web::random;
use crate::web::store::{Sealed, Shelf};

const ALGORITHM: &str = "AES-GCM";

/// The browser could not seal, or what was sealed does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealFault;

/// Makes a sealing key of 256 bits that cannot be exported.
///
/// # Errors
/// [`SealFault`] where the page has no WebCrypto: it is not served over HTTPS or from this machine.
pub async fn make_key() -> Result<CryptoKey, SealFault> {
    generate(false).await
}

async fn generate(extractable: bool) -> Result<CryptoKey, SealFault> {
    let params = AesKeyGenParams::new(ALGORITHM, 256);
    let promise = subtle()?.generate_key_with_object(&params, extractable, &usages()).map_err(|_| SealFault)?;
    done(promise).await?.dyn_into().map_err(|_| SealFault)
}

fn usages() -> Array {
    Array::of2(&"encrypt".into(), &"decrypt".into())
}

/// A fresh id for an entry.
///
/// # Errors
/// [`SealFault`].
pub fn make_id() -> Result<String, SealFault> {
    Ok(random::bytes::<16>().map_err(|_| SealFault)?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Seals bytes under a fresh nonce.
///
/// # Errors
/// [`SealFault`].
pub async fn seal(key: &CryptoKey, shelf: Shelf, id: &str, plain: &[u8]) -> Result<Sealed, SealFault> {
    let iv = random::bytes::<12>().map_err(|_| SealFault)?;
    let promise =
        subtle()?.encrypt_with_object_and_u8_array(&params(&iv, shelf, id), key, plain).map_err(|_| SealFault)?;
    let bytes = Uint8Array::new(&done(promise).await?).to_vec();
    Ok(Sealed { id: id.to_owned(), iv: iv.to_vec(), bytes })
}

/// Opens sealed bytes.
///
/// # Errors
/// [`SealFault`] where they were sealed under another key or were changed.
pub async fn open(key: &CryptoKey, shelf: Shelf, sealed: &Sealed) -> Result<Vec<u8>, SealFault> {
    let promise = subtle()?
        .decrypt_with_object_and_u8_array(&params(&sealed.iv, shelf, &sealed.id), key, &sealed.bytes)
        .map_err(|_| SealFault)?;
    Ok(Uint8Array::new(&done(promise).await?).to_vec())
}

fn params(iv: &[u8], shelf: Shelf, id: &str) -> AesGcmParams {
    let params = AesGcmParams::new(ALGORITHM, &Uint8Array::from(iv));
    let bound = format!("tessera/1/{}/{id}", shelf.name());
    params.set_additional_data(&Uint8Array::from(bound.as_bytes()));
    params
}

fn subtle() -> Result<SubtleCrypto, SealFault> {
    let subtle = web_sys::window().and_then(|window| window.crypto().ok()).map(|crypto| crypto.subtle());
    // Outside a secure context the property is missing, and the binding's type does not say so.
    subtle.filter(|subtle| !JsValue::from(subtle).is_undefined()).ok_or(SealFault)
}

async fn done(promise: js_sys::Promise) -> Result<JsValue, SealFault> {
    JsFuture::from(promise).await.map_err(|_| SealFault)
}
