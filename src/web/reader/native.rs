//! The browser's own reader, where it has one for QR codes.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;

use crate::web::dynamic::{call_within, object};
use crate::web::page;

/// Longest wait for an answer, in milliseconds: some browsers never give one while a service of the system is missing.
const PATIENCE: i32 = 3_000;

/// A `BarcodeDetector` for QR codes.
pub struct Native(JsValue);

impl Native {
    /// `None` where the browser has none, or none for QR codes.
    pub async fn find() -> Option<Self> {
        let class: Function = page::property(&page::window(), "BarcodeDetector")?.dyn_into().ok()?;
        let formats: Array = call_within(PATIENCE, &class, "getSupportedFormats", &[]).await.ok()?.dyn_into().ok()?;
        let qr = JsValue::from("qr_code");
        if !formats.includes(&qr, 0) {
            return None;
        }
        let options = object([("formats", Array::of1(&qr).into())]);
        Reflect::construct(&class, &Array::of1(&options)).ok().map(Self)
    }

    /// The texts in a picture: a video, an image or a bitmap.
    ///
    /// # Errors
    /// What the browser says, or that it says nothing.
    pub async fn read(&self, picture: &JsValue) -> Result<Vec<String>, JsValue> {
        let codes: Array = call_within(PATIENCE, &self.0, "detect", &[picture]).await?.dyn_into()?;
        let text =
            |code: JsValue| Reflect::get(&code, &"rawValue".into()).ok()?.as_string().filter(|text| !text.is_empty());
        Ok(codes.iter().filter_map(text).collect())
    }
}
