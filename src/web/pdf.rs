//! The pages of a PDF file as pictures: the module of its own, in a worker, fetched when a person chooses such a file.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::limits::{MAX_PDF_BYTES, MAX_PDF_PAGES};
use crate::web::dynamic::{call, call_async, object};
use crate::web::page;
use crate::web::reader::ImageFault;
use crate::web::updates;
use crate::web::worker::{Fault, Worker};

/// The module's name, as a part that the service worker stores.
const PART: &str = "pdf";

/// Longest wait for a file to be opened, or for a page, in milliseconds: a scanned sheet on a slow phone.
const PATIENCE: i32 = 30_000;

/// An open PDF file. Its worker, and what its memory holds, end when this is dropped.
pub struct Pdf {
    worker: Worker,
    file: Blob,
    pages: u32,
}

/// Whether a file calls itself one: by its type, or by how it begins where the system knows no type.
pub async fn is_pdf(file: &Blob) -> bool {
    if file.type_() == "application/pdf" {
        return true;
    }
    let Ok(front) = call(file, "slice", &[&0.into(), &5.into()]) else { return false };
    call_async(&front, "text", &[]).await.is_ok_and(|front| front == "%PDF-")
}

impl Pdf {
    /// Opens a file.
    ///
    /// # Errors
    /// [`ImageFault`].
    pub async fn open(file: &Blob) -> Result<Self, ImageFault> {
        if file.size() > MAX_PDF_BYTES as f64 {
            return Err(ImageFault::TooLarge);
        }
        // For the next time, without a network; no phone stores it before it is needed.
        wasm_bindgen_futures::spawn_local(updates::store_for(PART));
        let mut pdf = Self { worker: Worker::at("/pdf/worker.js"), file: file.clone(), pages: 0 };
        pdf.pages = pdf.open_again().await?;
        Ok(pdf)
    }

    /// How many pages are looked at: those that there are, at most [`MAX_PDF_PAGES`].
    pub fn pages(&self) -> u32 {
        self.pages.min(MAX_PDF_PAGES as u32)
    }

    /// Draws a page, the first being 0, as a bitmap; `None` where it cannot be drawn. A page that the module does not survive is one of those.
    ///
    /// # Errors
    /// [`ImageFault`] where the file does not open anew afterwards.
    pub async fn draw(&self, number: u32) -> Result<Option<JsValue>, ImageFault> {
        let message = object([("draw", number.into())]);
        let Ok(answer) = self.worker.ask(&message, &Array::new(), PATIENCE).await else {
            return self.open_again().await.map(|_| None);
        };
        let Some(frame) = page::property(&answer, "frame") else { return Ok(None) };
        Ok(call_async(&page::window(), "createImageBitmap", &[&frame]).await.ok())
    }

    async fn open_again(&self) -> Result<u32, ImageFault> {
        let bytes = JsFuture::from(self.file.array_buffer()).await.map_err(|_| ImageFault::NotAnImage)?;
        let bytes = Uint8Array::new(&bytes);
        let (message, buffer) = (object([("open", bytes.clone().unchecked_into())]), bytes.buffer());
        let answer =
            self.worker.ask(&message, &Array::of1(&buffer), PATIENCE).await.map_err(|Fault| ImageFault::Broken)?;
        match Reflect::get(&answer, &"pages".into()).ok().and_then(|pages| pages.as_f64()) {
            Some(pages) => Ok(pages as u32),
            None if page::property(&answer, "refused").is_some_and(|reason| reason == "locked") => {
                Err(ImageFault::Locked)
            }
            None => Err(ImageFault::NotAnImage),
        }
    }
}
