//! What is heard: two tones that are told apart with closed eyes, and the browser's own voice.

use wasm_bindgen::prelude::JsValue;

use crate::web::dynamic::{call, construct};
use crate::web::page;

/// A tone: frequencies in hertz, one after the other, each for an eighth of a second.
pub type Tone = &'static [f64];

/// How long one frequency sounds, in seconds.
const BEAT: f64 = 0.125;

/// How loud, of one.
const LOUDNESS: f64 = 0.25;

/// The part of the browser that makes tones. It may be made before the person has touched the page, and sounds once they have.
pub struct Sounder(Option<JsValue>);

impl Sounder {
    /// Silent where the browser makes no tones.
    pub fn begin() -> Self {
        Self(construct("AudioContext", &[]))
    }

    /// Sounds a tone.
    pub fn play(&self, tone: Tone) {
        if let Some(context) = &self.0 {
            // A browser that does not let a page sound yet is silent; the verdict is on the screen.
            let _ = sound(context, tone);
        }
    }
}

impl Drop for Sounder {
    fn drop(&mut self) {
        if let Some(context) = &self.0 {
            let _ = call(context, "close", &[]);
        }
    }
}

fn sound(context: &JsValue, tone: Tone) -> Result<(), JsValue> {
    let _ = call(context, "resume", &[])?;
    let get = |of: &JsValue, name: &str| page::property(of, name).ok_or(JsValue::UNDEFINED);
    let now = get(context, "currentTime")?.as_f64().unwrap_or_default();
    let oscillator = call(context, "createOscillator", &[])?;
    let gain = call(context, "createGain", &[])?;
    let (pitch, volume) = (get(&oscillator, "frequency")?, get(&gain, "gain")?);
    let end = now + BEAT * tone.len() as f64;
    for (n, frequency) in tone.iter().enumerate() {
        call(&pitch, "setValueAtTime", &[&(*frequency).into(), &(now + BEAT * n as f64).into()])?;
    }
    // It ends softly: a cut wave cracks.
    call(&volume, "setValueAtTime", &[&LOUDNESS.into(), &(end - BEAT / 2.0).into()])?;
    call(&volume, "linearRampToValueAtTime", &[&0.0.into(), &end.into()])?;
    call(&oscillator, "connect", &[&gain])?;
    call(&gain, "connect", &[&get(context, "destination")?])?;
    call(&oscillator, "start", &[&now.into()])?;
    call(&oscillator, "stop", &[&end.into()])?;
    Ok(())
}

/// Speaks a text; what was being said before gives way.
pub fn speak(text: &str, language: &str) {
    let Some(voice) = page::property(&page::window(), "speechSynthesis") else { return };
    let Some(utterance) = construct("SpeechSynthesisUtterance", &[&text.into()]) else { return };
    let _ = js_sys::Reflect::set(&utterance, &"lang".into(), &language.into());
    let _ = call(&voice, "cancel", &[]);
    let _ = call(&voice, "speak", &[&utterance]);
}
