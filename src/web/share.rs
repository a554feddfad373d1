//! Ways for a text or a file to leave the page, each asked for by a person.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlAnchorElement, Url};

use crate::web::{dynamic, page};

/// For how long a file stays ready to be downloaded, in milliseconds.
const DOWNLOAD_STAYS: i32 = 60_000;

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

/// Passes a file on: through the device's share sheet where that takes files, else into the downloads.
pub async fn pass_on(name: &str, media_type: &str, bytes: &[u8]) {
    let options = dynamic::object([("type", media_type.into())]);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let Some(file) = dynamic::construct("File", &[&parts, &name.into(), &options]).map(File::from) else { return };
    let navigator = page::window().navigator();
    let data = dynamic::object([("files", Array::of1(&file).into())]);
    let takes_files = dynamic::call(&navigator, "canShare", &[&data]).is_ok_and(|takes| takes.is_truthy());
    if takes_files {
        match dynamic::call_async(&navigator, "share", &[&data]).await {
            // Some sheets say that they take a file and then do not. Whoever closed it wants no download, either.
            Err(fault) if page::property(&fault, "name").is_none_or(|name| name != "AbortError") => {}
            _ => return,
        }
    }
    download(&file, name);
}

fn download(file: &File, name: &str) {
    let Ok(address) = Url::create_object_url_with_blob(file) else { return };
    let link = page::document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // Some browsers read it only once the person has said where to.
    wasm_bindgen_futures::spawn_local(async move {
        dynamic::pause(DOWNLOAD_STAYS).await;
        let _ = Url::revoke_object_url(&address);
    });
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
