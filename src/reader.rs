//! Picture to text: finds QR codes in camera frames and photographs. Pure; the worker around it is `src/bin/reader.rs`.
//!
//! No single way of turning grey into black and white reads every frame: the smoothing that saves a noisy frame loses a dense one.
//! A [`Look`](looks::Look) is one such way. A frame gets one fixed look and one other in turn, since a camera soon gives
//! another frame of the same code; a photograph, or the close surroundings of a code that was located but not read, gets all.
//!
//! Where a look shows three finder patterns and the library reads nothing between them, the grey picture itself is asked: `closer` follows the
//! paper from pattern to pattern, however it bends, and `modules` weighs each module's grey against its neighbours'.

mod binary;
mod closer;
pub mod gray;
pub mod looks;
mod modules;
mod patterns;
mod symbol;
mod warp;

use alloc::vec::Vec;

pub use gray::Gray;
pub use looks::read;

/// A corner of a code: x to the right, y down, in pixels of the picture that was read.
pub type Corner = [f32; 2];

/// How much is tried on one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// The fixed look and one other, chosen by the number of the frame.
    Turn(usize),
    /// Every look, until one reads something.
    Every,
}

/// A code that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it says, as it was written.
    pub bytes: Vec<u8>,
    /// Its corners: top left, top right, bottom right, bottom left, as the code itself is oriented.
    pub corners: [Corner; 4],
}

impl Code {
    /// What it says; `None` where that is not UTF-8.
    pub fn text(&self) -> Option<&str> {
        core::str::from_utf8(&self.bytes).ok()
    }
}

/// What was seen in one picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sight {
    /// The codes that were read.
    pub codes: Vec<Code>,
    /// Where a code is that was located and had too many errors: worth a closer look.
    pub located: Option<[Corner; 4]>,
}
