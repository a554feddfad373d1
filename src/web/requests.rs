//! Every request that this site's pages make, as the service worker sees them.

use wasm_bindgen::JsCast as _;
use web_sys::MessageEvent;

use crate::web::dynamic::object;
use crate::web::page::{self, Listener};

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Tells it apart from others.
    pub id: String,
    /// The path on this site, or another site's origin.
    pub path: String,
    /// Whether it was answered from what this device has stored.
    pub is_stored: bool,
}

/// Hears of each request of this and other tabs, first of those since this page was opened. `None` where there is no service worker yet.
pub fn listen(on: impl Fn(Request) + 'static) -> Option<Listener> {
    let container = page::service_workers()?;
    let listener = Listener::on(&container, "message", move |event| {
        let data = event.unchecked_ref::<MessageEvent>().data();
        let text = |name| page::property(&data, name).and_then(|value| value.as_string());
        if let (Some("request"), Some(id), Some(path)) = (text("type").as_deref(), text("id"), text("path")) {
            on(Request {
                id,
                path,
                is_stored: page::property(&data, "stored").is_some_and(|stored| stored.is_truthy()),
            });
        }
    });
    if let Some(worker) = container.controller() {
        let since = page::opened_at();
        let _ = worker.post_message(&object([("type", "requests".into()), ("since", since.into())]));
    }
    Some(listener)
}
