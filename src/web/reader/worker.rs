//! The wasm reader in its worker.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;

use crate::web::dynamic::object;
use crate::web::worker;
pub use crate::web::worker::Fault;

/// Every look at once, in place of the number of a frame.
pub const EVERY_LOOK: i32 = -1;

/// What was found in a picture, in its pixels.
pub struct Found {
    /// `None` where a code was located and not read.
    pub text: Option<String>,
    /// Its four corners, x and y.
    pub corners: [[f64; 2]; 4],
}

/// The reader's worker. Clones share it. Nothing runs until the first question.
#[derive(Clone)]
pub struct Worker(worker::Worker);

impl Default for Worker {
    fn default() -> Self {
        Self(worker::Worker::at("/reader/worker.js"))
    }
}

impl Worker {
    /// Asks what `frame` shows (an `ImageBitmap` or `ImageData`, which is handed over). `turn` is the number of the frame or [`EVERY_LOOK`].
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn ask(&self, frame: &JsValue, turn: i32, patience: i32) -> Result<Vec<Found>, Fault> {
        let message = object([("frame", frame.clone()), ("turn", turn.into())]);
        found(&self.0.ask(&message, &transferable(frame), patience).await?).ok_or(Fault)
    }

    /// Ends the worker and with it what its memory holds; the next question starts another.
    pub fn rest(&self) {
        self.0.rest();
    }
}

/// What of a frame moves to the worker instead of being copied: the bitmap itself, or the bytes of an `ImageData`.
fn transferable(frame: &JsValue) -> Array {
    let data = Reflect::get(frame, &"data".into()).ok().and_then(|data| Reflect::get(&data, &"buffer".into()).ok());
    Array::of1(data.as_ref().filter(|buffer| buffer.is_object()).unwrap_or(frame))
}

/// Takes an answer apart: nine entries a code. `None` where it is a fault.
fn found(answer: &JsValue) -> Option<Vec<Found>> {
    let codes: Array = Reflect::get(answer, &"codes".into()).ok()?.dyn_into().ok()?;
    let codes = codes.to_vec();
    let take = |code: &[JsValue; 9]| {
        let at = |i: usize| code[i].as_f64().unwrap_or_default();
        Found { text: code[0].as_string(), corners: [[at(1), at(2)], [at(3), at(4)], [at(5), at(6)], [at(7), at(8)]] }
    };
    Some(codes.as_chunks().0.iter().map(take).collect())
}
