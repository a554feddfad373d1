//! Something that comes once, and that others wait for.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::web::dynamic::promise;

/// A moment that has come or is still to come.
#[derive(Clone, Debug)]
pub struct Moment {
    promise: Promise,
    come: Function,
}

impl Default for Moment {
    /// One that is still to come.
    fn default() -> Self {
        let (promise, come) = promise();
        Self { promise, come }
    }
}

impl Moment {
    /// It has come. To say so again changes nothing.
    pub fn come(&self) {
        // The function that fulfils a promise does not throw.
        let _ = self.come.call0(&JsValue::UNDEFINED);
    }

    /// Waits until it has come.
    pub async fn wait(&self) {
        // Nothing rejects it.
        let _ = JsFuture::from(self.promise.clone()).await;
    }
}
