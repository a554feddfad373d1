//! Browser interfaces by name: for those that some browsers lack, where a binding would promise too much.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen::{JsCast as _, UnwrapThrowExt as _};
use wasm_bindgen_futures::JsFuture;

use crate::web::page;

/// Calls a method.
///
/// # Errors
/// What it throws; a `TypeError` where there is no such method.
pub(super) fn call(of: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    method.apply(of, &arguments.iter().collect::<Array>())
}

/// Calls a method and waits for the promise that it gives.
///
/// # Errors
/// What it throws or rejects with.
pub(super) async fn call_async(of: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&call(of, name, arguments)?)).await
}

/// Calls a method and waits for the promise that it gives, but not for ever: `undefined` stands for an answer that did not come in time.
///
/// # Errors
/// What it throws or rejects with.
pub(super) async fn call_within(
    milliseconds: i32,
    of: &JsValue,
    name: &str,
    arguments: &[&JsValue],
) -> Result<JsValue, JsValue> {
    let answer = Promise::resolve(&call(of, name, arguments)?);
    let (late, is_late) = promise();
    let _timer = after(milliseconds, &is_late);
    JsFuture::from(Promise::race(&Array::of2(&answer, &late))).await
}

/// Makes an object of a class of the window; `None` where it throws, or there is no such class.
pub(super) fn construct(class: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let class: Function = page::property(&page::window(), class)?.dyn_into().ok()?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>()).ok()
}

/// A plain object.
pub(super) fn object<const N: usize>(entries: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a new property of a plain object does not fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// A promise and the function that fulfils it; later calls of the function have no effect.
pub(super) fn promise() -> (Promise, Function) {
    // Not `Function::default()`, which evaluates a string; the content policy forbids that.
    let mut resolve = None;
    let promise = Promise::new(&mut |fulfil, _| resolve = Some(fulfil));
    // A promise calls its executor before its constructor returns.
    (promise, resolve.unwrap_throw())
}

/// Calls `then` after some milliseconds, without an argument. The answer takes the call back.
pub(super) fn after(milliseconds: i32, then: &Function) -> Timer {
    Timer(page::window().set_timeout_with_callback_and_timeout_and_arguments_0(then, milliseconds).ok())
}

/// A call that is still to come, unless this is dropped.
pub(super) struct Timer(Option<i32>);

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(handle) = self.0 {
            page::window().clear_timeout_with_handle(handle);
        }
    }
}

/// Waits.
pub(super) async fn pause(milliseconds: i32) {
    let (promise, resolve) = promise();
    let _timer = after(milliseconds, &resolve);
    let _ = JsFuture::from(promise).await;
}
