//! The QR reader as a wasm module of its own, run in a worker.
//!
//! A picture of a wrong size, or without codes, gives an empty answer. A trap is left to the page, which starts a new worker.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

use tessera::reader::{Corner, Effort, Gray, read};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

fn main() {}

/// Reads an RGBA picture. `turn` is the number of the frame; a negative one asks for every look.
///
/// The answer is flat, nine entries a code: its text, then the x and y of its four corners in pixels. A code that was located and
/// not read has `undefined` for its text.
#[wasm_bindgen(js_name = read)]
pub fn read_rgba(rgba: &[u8], width: usize, height: usize, turn: i32) -> Vec<JsValue> {
    let Ok(gray) = Gray::of_rgba(width, height, rgba) else { return Vec::new() };
    let effort = usize::try_from(turn).map_or(Effort::Every, Effort::Turn);
    let sight = read(&gray, effort);
    let mut answer = Vec::new();
    let mut add = |text: JsValue, corners: [Corner; 4]| {
        answer.push(text);
        answer.extend(corners.iter().flatten().map(|at| JsValue::from_f64(f64::from(*at))));
    };
    for code in &sight.codes {
        add(JsValue::from_str(&code.text), code.corners);
    }
    if let Some(corners) = sight.located.filter(|_| sight.codes.is_empty()) {
        add(JsValue::UNDEFINED, corners);
    }
    answer
}
