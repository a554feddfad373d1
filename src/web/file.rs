//! A file that a person chose: a picture of codes, a document with such pictures, or the text itself; and small text files of this site.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use crate::limits::MAX_DELIVERY_BYTES;
use crate::web::page;
use crate::web::pdf::{self, Pdf};
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

/// A text that was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The text.
    pub text: String,
    /// The page it is on, the first being 1; `None` where the file has no pages.
    pub page: Option<u32>,
}

/// The text of a text file, of the file of a delivery, or of every code in a picture or in the pages of a PDF file; at least one. `on_page` hears which
/// page is looked at and how many there are, and says whether to go on.
///
/// # Errors
/// [`ImageFault`].
pub async fn texts_of(file: &Blob, on_page: &dyn Fn(u32, u32) -> bool) -> Result<Vec<Found>, ImageFault> {
    let alone = |text: String| vec![Found { text, page: None }];
    let is_text = file.type_().starts_with("text/");
    if is_text && file.size() <= MAX_TEXT_FILE {
        let text = JsFuture::from(file.text()).await.map_err(|_| ImageFault::NotAnImage)?;
        return text.as_string().map(alone).ok_or(ImageFault::NotAnImage);
    }
    if is_text {
        return Err(ImageFault::TooLarge);
    }
    if pdf::is_pdf(file).await {
        return pages_of(file, on_page).await;
    }
    // A delivery as its bytes: no browser knows its type, and no picture begins as it does.
    if !file.type_().starts_with("image/")
        && let Some(bytes) = bytes_of(file, MAX_DELIVERY_BYTES).await
        && bytes.first().is_some_and(|initial| matches!(initial >> 5, 4 | 6))
        && cbor::decode(&bytes).is_ok()
    {
        return Ok(alone(ScannedText::encode(&bytes).as_str().to_owned()));
    }
    let texts = Reader::start().read_image(file).await?;
    Ok(texts.into_iter().map(|text| Found { text, page: None }).collect())
}

async fn pages_of(file: &Blob, on_page: &dyn Fn(u32, u32) -> bool) -> Result<Vec<Found>, ImageFault> {
    let pdf = Pdf::open(file).await?;
    let reader = Reader::start();
    let mut all: Vec<Found> = Vec::new();
    for number in 0..pdf.pages() {
        if !on_page(number + 1, pdf.pages()) {
            break;
        }
        let Some(picture) = pdf.draw(number).await? else { continue };
        let texts = match reader.read_bitmap(&picture).await {
            Err(ImageFault::NoCode) => continue,
            texts => texts?,
        };
        for text in texts {
            // The same code may stand on every sheet.
            if all.iter().all(|found| found.text != text) {
                all.push(Found { text, page: Some(number + 1) });
            }
        }
    }
    if all.is_empty() { Err(ImageFault::NoCode) } else { Ok(all) }
}
