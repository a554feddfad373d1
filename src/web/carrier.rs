//! Bytes as codes that are shown one after the other, and back: the carriage's own module, in a worker, fetched by the first use.
//!
//! What the bytes are is the pages' matter.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;

use crate::web::dynamic::object;
use crate::web::worker::{Fault, Worker};

/// Longest wait for an answer, in milliseconds.
const PATIENCE: i32 = 10_000;

/// The carriage could not be loaded, or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarrierFault;

impl From<Fault> for CarrierFault {
    fn from(_: Fault) -> Self {
        Self
    }
}

/// Bytes that are being shown. The worker ends when this is dropped.
pub struct Showing {
    worker: Worker,
    pieces: usize,
}

/// Bytes that are being filmed. The worker ends when this is dropped.
pub struct Filming {
    worker: Worker,
}

/// What a text did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It is no code of this kind, or brings nothing new.
    Nothing,
    /// So many pieces are known, of so many.
    Progress {
        /// Pieces that are known.
        known: u32,
        /// Pieces that there are.
        pieces: u32,
    },
    /// All bytes. Whose they are is not known.
    Whole(Vec<u8>),
    /// The codes did not belong together; it begins anew.
    Broken,
}

impl Showing {
    /// Begins to show bytes; `None` where there are none or more than can be shown.
    ///
    /// # Errors
    /// [`CarrierFault`].
    pub async fn start(bytes: &[u8]) -> Result<Option<Self>, CarrierFault> {
        let worker = worker();
        let answer = ask(&worker, "show", Uint8Array::from(bytes).into()).await?;
        let pieces = number(&answer, "pieces").ok_or(CarrierFault)? as usize;
        Ok((pieces > 0).then_some(Self { worker, pieces }))
    }

    /// Codes that a camera needs which loses none.
    pub fn pieces(&self) -> usize {
        self.pieces
    }

    /// The texts of the codes that come next.
    ///
    /// # Errors
    /// [`CarrierFault`]; then it is to be started again.
    pub async fn next(&self, count: u32) -> Result<Vec<String>, CarrierFault> {
        let answer = ask(&self.worker, "next", count.into()).await?;
        let texts: Array = get(&answer, "texts").and_then(|texts| texts.dyn_into().ok()).ok_or(CarrierFault)?;
        Ok(texts.iter().filter_map(|text| text.as_string()).collect())
    }
}

impl Filming {
    /// Nothing was filmed yet.
    pub fn start() -> Self {
        Self { worker: worker() }
    }

    /// Takes the text of a filmed code.
    ///
    /// # Errors
    /// [`CarrierFault`]; then nothing is known any more.
    pub async fn take(&self, text: &str) -> Result<Received, CarrierFault> {
        let answer = ask(&self.worker, "take", text.into()).await?;
        if let Some(whole) = get(&answer, "whole").and_then(|whole| whole.dyn_into::<Uint8Array>().ok()) {
            return Ok(Received::Whole(whole.to_vec()));
        }
        Ok(match number(&answer, "known").zip(number(&answer, "pieces")) {
            Some((known, pieces)) => Received::Progress { known, pieces },
            None if get(&answer, "broken").is_some() => Received::Broken,
            None => Received::Nothing,
        })
    }
}

impl Drop for Showing {
    fn drop(&mut self) {
        self.worker.rest();
    }
}

impl Drop for Filming {
    fn drop(&mut self) {
        self.worker.rest();
    }
}

fn worker() -> Worker {
    Worker::at("/carrier/worker.js")
}

async fn ask(worker: &Worker, name: &str, what: JsValue) -> Result<JsValue, Fault> {
    worker.ask(&object([(name, what)]), &Array::new(), PATIENCE).await
}

fn get(answer: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(answer, &name.into()).ok().filter(|value| !value.is_undefined())
}

fn number(answer: &JsValue, name: &str) -> Option<u32> {
    get(answer, name)?.as_f64().map(|number| number as u32)
}
