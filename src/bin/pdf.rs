//! The pages of a PDF file as pictures, as a wasm module of its own, run in a worker.
//!
//! A trap is left to the page, which starts a new worker.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

use tessera::pdf;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

fn main() {}

/// An open file.
#[wasm_bindgen]
pub struct Document(pdf::Document);

#[wasm_bindgen]
impl Document {
    /// Opens a file.
    ///
    /// # Errors
    /// The name of the reason.
    pub fn open(bytes: Vec<u8>) -> Result<Self, JsError> {
        pdf::Document::open(bytes).map(Self).map_err(|error| JsError::new(error.code()))
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.0.pages()
    }

    /// Draws a page, the first being 0; `undefined` where it cannot be drawn.
    pub fn draw(&self, page: usize) -> Option<Picture> {
        self.0.draw(page).map(Picture)
    }
}

/// A drawn page.
#[wasm_bindgen]
pub struct Picture(pdf::Picture);

#[wasm_bindgen]
impl Picture {
    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.0.width
    }

    /// Its pixels, four bytes each, once.
    pub fn rgba(self) -> Vec<u8> {
        self.0.rgba
    }
}
