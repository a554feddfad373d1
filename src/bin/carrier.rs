//! The carriage as a wasm module of its own, run in a worker: bytes to the texts of codes, and the texts of filmed codes to bytes.
//!
//! What the bytes are is known to the pages alone.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

use tessera::carry::{Receiver, Sender, Taken};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Bytes that are being shown.
#[wasm_bindgen]
pub struct Shown(Sender);

#[wasm_bindgen]
impl Shown {
    /// Cuts bytes into pieces; `undefined` where there are none or more than can be shown.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Sender::new(bytes).ok().map(Self)
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.0.pieces()
    }

    /// The texts of the codes that come next.
    pub fn next(&mut self, count: usize) -> Vec<String> {
        self.0.by_ref().take(count).collect()
    }
}

/// Bytes that are being filmed.
#[wasm_bindgen]
#[derive(Default)]
pub struct Filmed {
    receiver: Receiver,
    whole: Vec<u8>,
}

#[wasm_bindgen]
impl Filmed {
    /// Nothing was seen yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the text of a code. The answer is empty where it brings nothing that can be used, one zero where the parts turned out not to belong
    /// together, else how many pieces are known and how many there are. Once they are as many, [`whole`](Self::whole) has the bytes.
    pub fn take(&mut self, text: &str) -> Vec<u32> {
        let count = |pieces: usize| u32::try_from(pieces).unwrap_or(u32::MAX);
        match self.receiver.take(text) {
            Taken::NotAPart | Taken::Nothing => Vec::new(),
            Taken::Broken => vec![0],
            Taken::Progress(progress) => vec![count(progress.known), count(progress.pieces)],
            Taken::Whole(bytes) => {
                self.whole = bytes;
                vec![1, 1]
            }
        }
    }

    /// The bytes, once.
    pub fn whole(&mut self) -> Vec<u8> {
        core::mem::take(&mut self.whole)
    }
}
