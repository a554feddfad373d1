//! A file that a person chose: a picture of a code, or the text itself; and small text files of this site.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use crate::limits::MAX_DELIVERY_BYTES;
use crate::web::page;
use crate::web::reader::{ImageFault, Reader};
use crate::wire::cbor;
use crate::wire::text::ScannedText;

/// A text file of the app itself; `None` where it cannot be had.
pub async fn fetch_text(path: &str) -> Option<String> {
    let response = Response::from(JsFuture::from(page::window().fetch_with_str(path)).await.ok()?);
    let text = response.text().ok().filter(|_| response.ok())?;
    JsFuture::from(text).await.ok()?.as_string()
}

/// The bytes of a file; `None` where it cannot be read or is longer than `most`.
pub async fn bytes_of(file: &Blob, most: usize) -> Option<Vec<u8>> {
    if file.size() > most as f64 {
        return None;
    }
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Most bytes of a text file: the longest delivery as a link in which every third character is escaped.
const MAX_TEXT_FILE: f64 = 2.5 * MAX_DELIVERY_BYTES as f64 + 1_024.0;

/// The text of a text file, of the file of a delivery, or of the code in a picture. Of several codes the first that may be a pass is taken.
///
/// # Errors
/// [`ImageFault`].
pub async fn text_of(file: &Blob) -> Result<String, ImageFault> {
    let is_text = file.type_().starts_with("text/");
    if is_text && file.size() <= MAX_TEXT_FILE {
        let text = JsFuture::from(file.text()).await.map_err(|_| ImageFault::NotAnImage)?;
        return text.as_string().ok_or(ImageFault::NotAnImage);
    }
    if is_text {
        return Err(ImageFault::TooLarge);
    }
    // A delivery as its bytes: no browser knows its type, and no picture begins as it does.
    if !file.type_().starts_with("image/")
        && let Some(bytes) = bytes_of(file, MAX_DELIVERY_BYTES).await
        && bytes.first().is_some_and(|initial| matches!(initial >> 5, 4 | 6))
        && cbor::decode(&bytes).is_ok()
    {
        return Ok(ScannedText::encode(&bytes).as_str().to_owned());
    }
    let codes = Reader::start().read_image(file).await?;
    let pass = codes.iter().find(|code| code.starts_with("HP1:") || code.contains('#')).or(codes.first());
    pass.cloned().ok_or(ImageFault::NoCode)
}
