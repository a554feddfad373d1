//! Ways for a text to leave the page, each asked for by a person.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

use crate::web::page;

/// Puts a text on the clipboard; whether the browser did so.
pub async fn copy(text: &str) -> bool {
    let clipboard = page::window().navigator().clipboard();
    // Outside a secure context the property is missing, and the binding's type does not say so.
    if wasm_bindgen::JsValue::from(&clipboard).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Whether the device has a share sheet.
pub fn has_share_sheet() -> bool {
    page::property(&page::window().navigator(), "share").is_some()
}

/// Opens the device's share sheet with a link; `false` where the person closed it.
pub async fn share(title: &str, link: &str) -> bool {
    let shared = || {
        let navigator = page::window().navigator();
        let data = Object::new();
        Reflect::set(&data, &"title".into(), &title.into()).ok()?;
        Reflect::set(&data, &"url".into(), &link.into()).ok()?;
        let share = page::property(&navigator, "share")?.dyn_into::<Function>().ok()?;
        share.call1(&navigator, &data).ok()?.dyn_into::<Promise>().ok()
    };
    match shared() {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
