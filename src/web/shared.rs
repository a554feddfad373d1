//! What another app shared with this one. The system posts it, the service worker keeps it in memory for the page that it opens, and that page takes
//! it, once.

use js_sys::Array;
use wasm_bindgen::JsCast as _;
use web_sys::Blob;

use crate::web::dynamic::object;
use crate::web::gifts::Gift;
use crate::web::handover;
use crate::web::page::property;

/// Takes what was shared last; `None` where nothing was.
pub async fn take() -> Option<Gift> {
    let shared = handover::ask(&object([("type", "take-shared".into())])).await?;
    let files: Vec<Blob> =
        Array::from(&property(&shared, "files")?).iter().filter_map(|file| file.dyn_into().ok()).collect();
    if !files.is_empty() {
        return Some(Gift::Files(files));
    }
    property(&shared, "text").and_then(|text| text.as_string()).map(Gift::Text)
}
