//! Whether a camera still gives pictures, and whether one may be had again.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{EventTarget, HtmlVideoElement};

use super::{Camera, media};
use crate::web::dynamic::{call, call_async, object, pause};
use crate::web::page::{self, Listener, property};

/// How often it is looked whether new pictures came, in milliseconds.
const LOOK_EVERY: i32 = 1_000;

/// Looks in a row without a new picture after which the camera is taken for stalled. In the dark, cameras give one picture in some tenths of a second.
const LOOKS: u32 = 4;

/// Watches a camera until it is dropped.
#[must_use = "a pulse that is dropped is not felt"]
pub struct Pulse {
    goes_on: Rc<Cell<bool>>,
    _ended: Option<Listener>,
}

impl Drop for Pulse {
    fn drop(&mut self) {
        self.goes_on.set(false);
    }
}

impl Camera {
    /// Tells, once, when the camera ends (it was unplugged, another app or the system took it) or gives no new pictures while the page is in front.
    pub fn pulse(&self, on_lost: impl Fn() + 'static) -> Pulse {
        let goes_on = Rc::new(Cell::new(true));
        let still = goes_on.clone();
        let lost: Rc<dyn Fn()> = Rc::new(move || {
            if still.replace(false) {
                on_lost();
            }
        });
        let told = lost.clone();
        let ended = self.track().map(|track| Listener::on(&track, "ended", move |_| told()));
        spawn_local(feel(self.video.clone(), goes_on.clone(), lost));
        Pulse { goes_on, _ended: ended }
    }
}

async fn feel(video: HtmlVideoElement, goes_on: Rc<Cell<bool>>, lost: Rc<dyn Fn()>) {
    let (mut last, mut misses) = (None, 0);
    loop {
        pause(LOOK_EVERY).await;
        if !goes_on.get() {
            return;
        }
        let now = pictures(&video);
        // A picture that nobody sees need not be drawn.
        let is_seen = page::is_visible() && video.client_width() > 1;
        misses = if now != last || !is_seen { 0 } else { misses + 1 };
        last = now;
        if misses >= LOOKS {
            return lost();
        }
    }
}

/// How many pictures came so far; where the browser does not count them, for how long it shows them.
fn pictures(video: &HtmlVideoElement) -> Option<f64> {
    let counted = call(video, "getVideoPlaybackQuality", &[]).ok();
    let counted = counted.and_then(|quality| property(&quality, "totalVideoFrames")?.as_f64());
    counted.or_else(|| Some(video.current_time()))
}

/// What has changed about cameras.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One was plugged in or out.
    Devices,
    /// The person allowed them.
    Allowed,
}

/// Tells what changes, until what it gives is dropped.
pub async fn on_change(on: impl Fn(Change) + 'static) -> Vec<Listener> {
    let on = Rc::new(on);
    let mut listeners = Vec::new();
    if let Some(media) = media().and_then(|media| media.dyn_into::<EventTarget>().ok()) {
        let on = on.clone();
        listeners.push(Listener::on(&media, "devicechange", move |_| on(Change::Devices)));
    }
    // Firefox knows no such permission by name and throws.
    let camera = object([("name", "camera".into())]);
    let permissions = property(&page::window().navigator(), "permissions").unwrap_or(JsValue::UNDEFINED);
    if let Ok(status) = call_async(&permissions, "query", &[&camera]).await
        && let Ok(status) = status.dyn_into::<EventTarget>()
    {
        let changed = status.clone();
        listeners.push(Listener::on(&status, "change", move |_| {
            if property(&changed, "state").is_some_and(|state| state == "granted") {
                on(Change::Allowed);
            }
        }));
    }
    listeners
}
