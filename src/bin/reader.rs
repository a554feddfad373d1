//! The QR reader as a wasm module of its own, run in a worker.
//!
//! A picture of a wrong size, or without codes, gives an empty answer. A trap is left to the page, which starts a new worker.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

use tessera::reader::{Code, Corner, Effort, Gray, read};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

fn main() {}

#[wasm_bindgen]
extern "C" {
    /// The browser's tables of old encodings.
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(encoding: &str) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<String, JsValue>;
}

/// What a code says: UTF-8, or the Shift JIS of the standard's first edition, which codes on printed matter still have. `None` where it is
/// neither: a code of other data, or of another country's old encoding.
fn text(code: &Code) -> Option<String> {
    if let Some(text) = code.text() {
        return Some(text.to_owned());
    }
    let text = TextDecoder::new("shift_jis").ok()?.decode(&code.bytes).ok()?;
    let is_japanese =
        |c: char| matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9f}');
    // GB 2312 and Latin 1 give ideographs and narrow kana too, but hardly ever a wide kana, or a narrow one with the mark of its voice.
    let is_kana = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
    let is_voiced = |(a, b): (char, char)| {
        matches!(a, '\u{ff73}' | '\u{ff76}'..='\u{ff84}' | '\u{ff8a}'..='\u{ff8e}')
            && matches!(b, '\u{ff9e}' | '\u{ff9f}')
    };
    let is_plausible = text.chars().all(|c| c.is_ascii() || is_japanese(c))
        && (text.chars().any(is_kana) || text.chars().zip(text.chars().skip(1)).any(is_voiced));
    is_plausible.then_some(text)
}

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
        if let Some(text) = text(code) {
            add(JsValue::from_str(&text), code.corners);
        }
    }
    if let Some(corners) = sight.located.filter(|_| sight.codes.is_empty()) {
        add(JsValue::UNDEFINED, corners);
    }
    answer
}
