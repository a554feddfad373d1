//! The screen: kept awake while a code is shown, and its true pixels.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::web::dynamic::call;
use crate::web::page;

/// Keeps the screen awake until it is dropped. The browser lets go by itself when the page is hidden.
pub struct WakeLock(JsValue);

impl WakeLock {
    /// Asks for a wake lock; `None` where the browser has none or refuses, which is no fault.
    pub async fn ask() -> Option<Self> {
        let wake_lock = page::property(&page::window().navigator(), "wakeLock")?;
        let request = page::property(&wake_lock, "request")?.dyn_into::<Function>().ok()?;
        let promise = request.call1(&wake_lock, &"screen".into()).ok()?.dyn_into::<Promise>().ok()?;
        JsFuture::from(promise).await.ok().map(Self)
    }
}

impl Drop for WakeLock {
    fn drop(&mut self) {
        let release = Reflect::get(&self.0, &"release".into()).ok().and_then(|f| f.dyn_into::<Function>().ok());
        if let Some(promise) = release.and_then(|release| release.call0(&self.0).ok()) {
            // Letting go of a lock that the browser took back already is refused; nobody needs to know.
            let ignored = Promise::resolve(&promise);
            wasm_bindgen_futures::spawn_local(async move {
                let _ = JsFuture::from(ignored).await;
            });
        }
    }
}

/// Side of a square code in CSS pixels, so that each of its `modules` covers the same whole number of the screen's pixels and
/// all of it fits into `room` CSS pixels.
pub fn whole_pixels(room: f64, modules: usize, pixel_ratio: f64) -> f64 {
    let module = (room * pixel_ratio / modules as f64).floor().max(1.0);
    module * modules as f64 / pixel_ratio
}

/// The screen's pixels in a CSS pixel.
pub fn pixel_ratio() -> f64 {
    page::window().device_pixel_ratio().max(0.5)
}

/// Gives an element all of the screen, where the browser lets it.
pub fn fill(element: &web_sys::Element) {
    ignore(call(element, "requestFullscreen", &[]));
}

/// Gives the screen back to the page and the browser around it.
pub fn give_back() {
    if page::property(&page::document(), "fullscreenElement").is_some() {
        ignore(call(&page::document(), "exitFullscreen", &[]));
    }
}

/// A promise whose answer is no matter: the page is usable either way.
fn ignore(promise: Result<JsValue, JsValue>) {
    if let Ok(promise) = promise {
        wasm_bindgen_futures::spawn_local(async move {
            let _ = JsFuture::from(Promise::resolve(&promise)).await;
        });
    }
}

/// Vibrates, on for the first number of milliseconds, off for the second, and so on; nothing where the device cannot.
pub fn vibrate(pattern: &[u32]) {
    let navigator = page::window().navigator();
    let Some(vibrate) = page::property(&navigator, "vibrate").and_then(|f| f.dyn_into::<Function>().ok()) else {
        return;
    };
    let pattern = pattern.iter().map(|ms| JsValue::from(*ms)).collect::<js_sys::Array>();
    let _ = vibrate.call1(&navigator, &pattern);
}

/// Whether the person asked the device for less motion.
pub fn wants_less_motion() -> bool {
    let query = call(&page::window(), "matchMedia", &[&"(prefers-reduced-motion: reduce)".into()]);
    query.ok().and_then(|query| page::property(&query, "matches")).is_some_and(|matches| matches.is_truthy())
}

/// A number as the browser writes it. Rust's own formatting of fractions would be 20 KB of the app.
pub fn decimal(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map_or_else(|_| String::new(), String::from)
}
