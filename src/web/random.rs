//! The browser's random source.

use wasm_bindgen::JsCast as _;

/// The browser gave no random bytes, so no key may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

/// `N` bytes from the browser's cryptographic source.
///
/// # Errors
/// [`NoRandomness`] where the browser has none.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into())
        .ok()
        .and_then(|crypto| crypto.dyn_into::<web_sys::Crypto>().ok())
        .ok_or(NoRandomness)?;
    let mut bytes = [0; N];
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}
