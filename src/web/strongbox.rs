//! Files of the format age: the strongbox's own module, in a worker, fetched by the first use. A passphrase takes it a second, and the page goes on.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use zeroize::Zeroizing;

use crate::web::dynamic::object;
use crate::web::worker::{Fault, Worker};

/// How long a passphrase may take, in milliseconds: a file may ask for eight times the work of ours, and a phone may be eight times as slow.
const PATIENCE: i32 = 90_000;

/// The module could not be loaded, trapped, did not answer in time or had not enough memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrongboxFault;

impl From<Fault> for StrongboxFault {
    fn from(_: Fault) -> Self {
        Self
    }
}

/// Why a file does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refused {
    /// Not a file of the format age.
    NotAge,
    /// Sealed in another way: for a key where a passphrase was given, or the other way round.
    OtherKind,
    /// Another passphrase, or for another phone.
    WrongKey,
    /// Cut short, or changed on its way.
    Damaged,
    /// Longer than any backup, or made to take longer than anybody waits.
    TooMuch,
    /// The strongbox itself did not work.
    Fault,
}

impl From<StrongboxFault> for Refused {
    fn from(_: StrongboxFault) -> Self {
        Self::Fault
    }
}

/// The strongbox. Its worker, and the key in it, end when this is dropped.
pub struct Strongbox {
    worker: Worker,
}

impl Strongbox {
    /// Nothing is fetched yet.
    pub fn start() -> Self {
        Self { worker: Worker::at("/strongbox/worker.js") }
    }

    /// Seals bytes under a passphrase; `None` where they are too many.
    ///
    /// # Errors
    /// [`StrongboxFault`].
    pub async fn seal(&self, bytes: &[u8], passphrase: &str) -> Result<Option<Vec<u8>>, StrongboxFault> {
        let answer = self.ask([("seal", Uint8Array::from(bytes).into()), ("passphrase", passphrase.into())]).await?;
        Ok(get_bytes(&answer, "sealed"))
    }

    /// Opens what a passphrase seals.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn open(&self, file: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Refused> {
        opened(&self.ask([("open", Uint8Array::from(file).into()), ("passphrase", passphrase.into())]).await?)
    }

    /// Seals bytes for the phone that showed `recipient`; `None` where they are too many.
    ///
    /// # Errors
    /// [`StrongboxFault`].
    pub async fn seal_for(&self, bytes: &[u8], recipient: &str) -> Result<Option<Vec<u8>>, StrongboxFault> {
        let answer = self.ask([("seal", Uint8Array::from(bytes).into()), ("recipient", recipient.into())]).await?;
        Ok(get_bytes(&answer, "sealed"))
    }

    /// Makes a key in the worker, which never leaves it, and gives the recipient for another phone.
    ///
    /// # Errors
    /// [`StrongboxFault`].
    pub async fn receive(&self) -> Result<String, StrongboxFault> {
        let answer = self.ask([("receive", true.into())]).await?;
        get(&answer, "recipient").and_then(|recipient| recipient.as_string()).ok_or(StrongboxFault)
    }

    /// Opens what was sealed for that key.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn received(&self, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
        opened(&self.ask([("received", Uint8Array::from(file).into())]).await?)
    }

    async fn ask<const N: usize>(&self, entries: [(&str, JsValue); N]) -> Result<JsValue, StrongboxFault> {
        Ok(self.worker.ask(&object(entries), &Array::new(), PATIENCE).await?)
    }
}

impl Drop for Strongbox {
    fn drop(&mut self) {
        self.worker.rest();
    }
}

fn opened(answer: &JsValue) -> Result<Zeroizing<Vec<u8>>, Refused> {
    if let Some(bytes) = get_bytes(answer, "opened") {
        return Ok(Zeroizing::new(bytes));
    }
    Err(match get(answer, "refused").and_then(|reason| reason.as_string()).as_deref() {
        Some("not-age") => Refused::NotAge,
        Some("other-kind") => Refused::OtherKind,
        Some("wrong-key") => Refused::WrongKey,
        Some("damaged") => Refused::Damaged,
        Some("too-much") => Refused::TooMuch,
        _ => Refused::Fault,
    })
}

fn get(answer: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(answer, &name.into()).ok().filter(|value| !value.is_undefined())
}

fn get_bytes(answer: &JsValue, name: &str) -> Option<Vec<u8>> {
    get(answer, name)?.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
