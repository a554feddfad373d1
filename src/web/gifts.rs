//! What a person pastes or drops anywhere on the page: text or files.

use js_sys::Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Blob, Element};

use crate::web::dynamic::call;
use crate::web::page::{Listener, property};

/// What came.
pub enum Gift {
    /// Files, at least one.
    Files(Vec<Blob>),
    /// A text.
    Text(String),
    /// Something is held over the page, or no more.
    Over(bool),
}

/// Listens to pastes and drops, until it is dropped itself. What is meant for a field goes there, and nothing that is dropped is opened by the browser.
pub fn listen(on: impl Fn(Gift) + Clone + 'static) -> [Listener; 4] {
    let tell: std::rc::Rc<dyn Fn(Gift)> = std::rc::Rc::new(on);
    let (pasted, over, gone, dropped) = (tell.clone(), tell.clone(), tell.clone(), tell);
    [
        Listener::on_document("paste", move |event| {
            let Some(gift) = property(&event, "clipboardData").and_then(|data| gift(&data, is_for_field(&event)))
            else {
                return;
            };
            event.prevent_default();
            pasted(gift);
        }),
        Listener::on_document("dragover", move |event| {
            if takes(&event) {
                event.prevent_default();
                over(Gift::Over(true));
            }
        }),
        Listener::on_document("dragleave", move |event| {
            // From one element of the page to the next it does not leave.
            if property(&event, "relatedTarget").is_none() {
                gone(Gift::Over(false));
            }
        }),
        Listener::on_document("drop", move |event| {
            dropped(Gift::Over(false));
            if !takes(&event) {
                return;
            }
            event.prevent_default();
            if let Some(gift) = property(&event, "dataTransfer").and_then(|data| gift(&data, false)) {
                dropped(gift);
            }
        }),
    ]
}

/// Files first: a picture that is copied from a page comes with its address as text.
fn gift(data: &JsValue, only_files: bool) -> Option<Gift> {
    let files: Vec<Blob> = property(data, "files")
        .map(|files| Array::from(&files))
        .into_iter()
        .flatten()
        .filter_map(|file| file.dyn_into().ok())
        .collect();
    if !files.is_empty() {
        return Some(Gift::Files(files));
    }
    let text = call(data, "getData", &[&"text/plain".into()]).ok()?.as_string()?;
    (!only_files && !text.trim().is_empty()).then_some(Gift::Text(text))
}

/// Whether what is dragged is a file, or a text that is not for a field.
fn takes(event: &web_sys::Event) -> bool {
    let types = property(event, "dataTransfer").and_then(|data| property(&data, "types"));
    let types = types.map(|types| Array::from(&types)).unwrap_or_default();
    let has = |kind: &str| types.includes(&kind.into(), 0);
    has("Files") || has("text/plain") && !is_for_field(event)
}

/// Whether an event is on something that takes text.
pub fn is_for_field(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.matches("textarea, input, select").unwrap_or(false))
}

/// The files that were chosen in a file field, which may be chosen again.
pub fn chosen(event: &web_sys::Event) -> Vec<Blob> {
    let Some(field) = event.target() else { return Vec::new() };
    let files = property(&field, "files").map(|files| Array::from(&files)).unwrap_or_default();
    let _ = js_sys::Reflect::set(&field, &"value".into(), &"".into());
    files.iter().filter_map(|file| file.dyn_into().ok()).collect()
}
