//! The page: its address, its history, whether anybody sees it, and what it keeps of its settings.

use js_sys::Reflect;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen::{JsCast as _, UnwrapThrowExt as _};
use web_sys::{EventTarget, VisibilityState};

use crate::web::dynamic::call_async;

/// A listener that stops listening when it is dropped.
#[must_use = "a listener that is dropped does not listen"]
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    callback: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Listens to `event` on `target`.
    pub fn on(target: &EventTarget, event: &'static str, callback: impl FnMut(web_sys::Event) + 'static) -> Self {
        let callback = Closure::<dyn FnMut(web_sys::Event)>::new(callback);
        // Adding a listener fails for no argument of these types.
        target.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref()).unwrap_throw();
        Self { target: target.clone(), event, callback }
    }

    /// Listens on the window.
    pub fn on_window(event: &'static str, callback: impl FnMut(web_sys::Event) + 'static) -> Self {
        Self::on(&window(), event, callback)
    }

    /// Listens on the document.
    pub fn on_document(event: &'static str, callback: impl FnMut(web_sys::Event) + 'static) -> Self {
        Self::on(&document(), event, callback)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, callback);
    }
}

/// The window. The app runs in pages only.
pub fn window() -> web_sys::Window {
    web_sys::window().expect_throw("a page has a window")
}

/// The document.
pub fn document() -> web_sys::Document {
    window().document().expect_throw("a window of a page has a document")
}

/// Path of the address, such as `/shop/scan`.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Scheme, host and port of the address.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Takes the fragment out of the address, so that it stays in no history, and returns it without its `#`.
pub fn take_fragment() -> String {
    let fragment = window().location().hash().unwrap_or_default();
    if !fragment.is_empty() {
        replace(&path());
    }
    fragment.strip_prefix('#').unwrap_or_default().to_owned()
}

/// Goes to a path, with an entry in the history.
pub fn push(path: &str) {
    let _ = window().history().and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(path)));
}

/// Goes to a path in place of the present entry of the history.
pub fn replace(path: &str) {
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(path)));
}

/// The browser's service workers; `None` where it has none for this page.
pub fn service_workers() -> Option<web_sys::ServiceWorkerContainer> {
    let container = window().navigator().service_worker();
    // Outside a secure context the property is missing, and the binding's type does not say so.
    (!JsValue::from(&container).is_undefined()).then_some(container)
}

/// Loads another page of this site.
pub fn leave_for(path: &str) {
    let _ = window().location().assign(path);
}

/// Loads another page of this site in place of this one.
pub fn leave_in_place(path: &str) {
    let _ = window().location().replace(path);
}

/// Leaves a text for the page of this site that this tab loads next.
pub fn leave_behind(name: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(&format!("tessera.{name}"), text);
    }
}

/// What the page before this one in this tab left behind, once.
pub fn left_behind(name: &str) -> Option<String> {
    let storage = window().session_storage().ok()??;
    let name = format!("tessera.{name}");
    let text = storage.get_item(&name).ok()??;
    let _ = storage.remove_item(&name);
    Some(text)
}

/// Has the page loaded anew where the browser keeps it aside as it is and brings it back: it does not know what was kept, locked or erased meanwhile.
/// Until then nothing is on it.
pub fn start_anew_on_return() -> [Listener; 2] {
    let is_kept_aside = |event: &JsValue| property(event, "persisted").is_some_and(|persisted| persisted.is_truthy());
    let leave = move |event: web_sys::Event| {
        if let Some(body) = document().body().filter(|_| is_kept_aside(&event)) {
            body.set_hidden(true);
        }
    };
    let come_back = move |event: web_sys::Event| {
        if is_kept_aside(&event) {
            reload();
        }
    };
    [Listener::on_window("pagehide", leave), Listener::on_window("pageshow", come_back)]
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Back, as the browser's button does it.
pub fn back() {
    let _ = window().history().and_then(|history| history.back());
}

/// Whether the page is in front.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether the browser believes that there is a network. It may be wrong both ways; nothing is decided by it.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Seconds since the page was opened, by a clock that nobody sets. It may stand still while the device sleeps.
pub fn elapsed() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now() / 1000.0)
}

/// When the page was opened, in milliseconds since 1970.
pub fn opened_at() -> f64 {
    window().performance().map_or(0.0, |performance| performance.time_origin())
}

/// The languages that the person reads, best first, as BCP 47 tags.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Says the document's language, the way it is written (`ltr`, `rtl`) and the title to the browser and to screen readers.
pub fn set_language_and_title(language: &str, direction: &str, title: &str) {
    let document = document();
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", language).and(root.set_attribute("dir", direction));
    }
    document.set_title(title);
}

/// Marks which of the two roles the page serves, for its look.
pub fn set_role(role: &'static str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-role", role);
    }
}

/// Starts anew at the page's heading: scrolled to the top, and a screen reader goes on from there.
pub fn start_at_heading() {
    if let Some(main) = document().get_element_by_id("main") {
        main.set_scroll_top(0);
    }
    focus("title");
}

/// Takes what stands around the page out of reach, for keyboard and screen reader too, while something covers it.
pub fn set_covered(covered: bool) {
    for id in ["header", "menu"] {
        if let Some(element) = document().get_element_by_id(id) {
            let _ = element.toggle_attribute_with_force("inert", covered);
        }
    }
}

/// Moves the focus to an element.
pub fn focus(id: &str) {
    if let Some(element) =
        document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// A setting of this device, never about a person.
pub fn setting(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("tessera.{name}")).ok()?
}

/// Keeps a setting of this device. Where storage is off, it holds until the page is closed.
pub fn keep_setting(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("tessera.{name}"), value);
    }
}

/// Forgets a setting.
pub fn forget_setting(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(&format!("tessera.{name}"));
    }
}

/// Whether this is Safari's engine on a phone or tablet of Apple, in a tab: there, what a site keeps is cleared after seven days without a visit. An
/// iPad says that it is a Mac, but has a touch screen.
pub fn is_ios_tab() -> bool {
    let navigator = window().navigator();
    let agent = navigator.user_agent().unwrap_or_default();
    let touches = property(&navigator, "maxTouchPoints").and_then(|points| points.as_f64()).unwrap_or_default();
    let is_ios = ["iPhone", "iPad", "iPod"].iter().any(|name| agent.contains(name))
        || agent.contains("Macintosh") && touches > 1.0;
    // Safari's own word for an app that was opened from the Home Screen.
    let is_installed = property(&navigator, "standalone").is_some_and(|standalone| standalone.is_truthy());
    is_ios && !is_installed
}

/// Whether the browser has agreed not to clear this site's storage by itself.
pub async fn is_storage_persisted() -> bool {
    let storage = window().navigator().storage();
    match call_async(&storage, "persisted", &[]).await {
        Ok(persisted) => persisted.is_truthy(),
        Err(_) => false,
    }
}

/// Asks the browser, at once, not to clear this site's storage by itself; whether it agreed. Some ask the resident, and have no answer until there is
/// one: nothing may wait for it.
pub fn persist_storage() -> impl Future<Output = bool> {
    let storage = window().navigator().storage();
    // Outside a secure context the property is missing, and the binding's type does not say so.
    let asked = (!JsValue::from(&storage).is_undefined()).then(|| storage.persist().ok()).flatten();
    async move {
        let Some(promise) = asked else { return false };
        wasm_bindgen_futures::JsFuture::from(promise).await.is_ok_and(|agreed| agreed.is_truthy())
    }
}

/// Whether there is less than a megabyte left for this site, beside the bytes that it wants to store.
pub async fn storage_is_full(wanted: usize) -> bool {
    const ROOM: f64 = 1_048_576.0;
    let storage = window().navigator().storage();
    let Ok(promise) = storage.estimate() else { return false };
    let Ok(estimate) = wasm_bindgen_futures::JsFuture::from(promise).await else { return false };
    let bytes = |name| property(&estimate, name).and_then(|bytes| bytes.as_f64());
    bytes("quota").zip(bytes("usage")).is_some_and(|(quota, usage)| quota - usage < ROOM + wanted as f64)
}

/// A property of the window that may be missing.
pub(super) fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
