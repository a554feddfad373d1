//! The key of an opened lock, from one program's page to the next in the same tab: through the service worker's memory, for some seconds, once.
//!
//! The page that leaves keeps a random number in the tab; whoever knows it gets the key, and that is the page that this tab loads next. Where
//! anything is missing, the next page asks for the passphrase or passkey, as at any start.

use js_sys::{Array, Promise};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessageEvent, ServiceWorker};

use crate::web::dynamic::object;
use crate::web::page::{self, Listener};
use crate::web::random;

const NAME: &str = "handover";

/// How long the worker's answer may take, in milliseconds.
const PATIENCE: i32 = 1_000;

/// Leaves the key for the next page of this tab.
pub fn leave(key: &JsValue) {
    let (Some(worker), Ok(number)) = (worker(), random::bytes::<16>()) else { return };
    let number = number.map(|byte| format!("{byte:02x}")).concat();
    let message = object([("type", "hand-over".into()), ("number", number.as_str().into()), ("key", key.clone())]);
    if worker.post_message(&message).is_ok() {
        page::leave_behind(NAME, &number);
    }
}

/// The key that the page before this one in this tab has left.
pub async fn take() -> Option<JsValue> {
    let number = page::left_behind(NAME)?;
    ask(&object([("type", "take-over".into()), ("number", number.into())])).await
}

/// Asks the service worker for what it holds in memory; `None` where that is nothing, or it does not answer.
pub(super) async fn ask(message: &JsValue) -> Option<JsValue> {
    let worker = worker()?;
    let channel = MessageChannel::new().ok()?;
    let (here, there) = (channel.port1(), channel.port2());
    let mut heard = None;
    let answer = Promise::new(&mut |resolve, _| {
        let late = resolve.clone();
        let _ = page::window().set_timeout_with_callback_and_timeout_and_arguments_0(&late, PATIENCE);
        heard = Some(Listener::on(&here, "message", move |event| {
            let held = event.dyn_ref::<MessageEvent>().map_or(JsValue::UNDEFINED, MessageEvent::data);
            let _ = resolve.call1(&JsValue::UNDEFINED, &held);
        }));
    });
    here.start();
    worker.post_message_with_transferable(message, &Array::of1(&there)).ok()?;
    let held = JsFuture::from(answer).await.ok();
    here.close();
    drop(heard);
    held.filter(JsValue::is_object)
}

fn worker() -> Option<ServiceWorker> {
    page::service_workers()?.controller()
}
