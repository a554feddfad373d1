//! From a passphrase to a key: a wasm module of its own, in a worker, fetched when a passphrase is typed.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use zeroize::Zeroizing;

use crate::lock::Stretch;
use crate::web::dynamic::object;
use crate::web::worker::{Fault, Worker};

/// Longest wait for an answer, in milliseconds: an old phone takes some seconds.
const PATIENCE: i32 = 120_000;

/// The module could not be loaded, or this phone has not enough memory for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StretchFault;

impl From<Fault> for StretchFault {
    fn from(_: Fault) -> Self {
        Self
    }
}

/// 32 bytes from a passphrase. The worker ends with it, and its memory.
///
/// # Errors
/// [`StretchFault`].
pub async fn stretch(passphrase: &str, by: &Stretch) -> Result<Zeroizing<Vec<u8>>, StretchFault> {
    let worker = Worker::at("/stretch/worker.js");
    let question = object([
        ("passphrase", passphrase.into()),
        ("salt", Uint8Array::from(&by.salt[..]).into()),
        ("memory", by.memory.into()),
        ("passes", by.passes.into()),
        ("lanes", by.lanes.into()),
    ]);
    let answer = worker.ask(&question, &Array::new(), PATIENCE).await;
    worker.rest();
    let key = Reflect::get(&answer?, &"key".into()).ok().and_then(|key| key.dyn_into::<Uint8Array>().ok());
    key.map(|key| Zeroizing::new(key.to_vec())).ok_or(StretchFault)
}
