//! Text to symbol to picture: the one place that knows the QR library.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode, Version};

use crate::wire::text::ScannedText;

/// How much of a symbol may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 7 %: for codes that are soon followed by others.
    L,
    /// 15 %: for screens.
    M,
    /// 25 %: for paper, which gets stains and folds.
    Q,
}

/// Modules of white around a symbol (ISO/IEC 18004, section 9.1).
pub const QUIET_ZONE: usize = 4;

/// A QR symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    version: u8,
    width: usize,
    dark: Vec<bool>,
}

/// The text is too long for the largest symbol at this level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl Symbol {
    /// The smallest symbol that holds `text`.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn of(text: &ScannedText, level: Level) -> Result<Self, TooLong> {
        Self::of_str(text.as_str(), level)
    }

    /// The smallest symbol that holds any text, a link for example.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn of_str(text: &str, level: Level) -> Result<Self, TooLong> {
        let level = match level {
            Level::L => EcLevel::L,
            Level::M => EcLevel::M,
            Level::Q => EcLevel::Q,
        };
        let code = QrCode::with_error_correction_level(text, level).map_err(|_| TooLong)?;
        let version = match code.version() {
            Version::Normal(n) => u8::try_from(n).map_err(|_| TooLong)?,
            Version::Micro(_) => return Err(TooLong),
        };
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Ok(Self { version, width, dark })
    }

    /// Version, 1 to 40.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// Modules on a side, without the quiet zone.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether a module is dark; `false` outside.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// Modules on a side with the quiet zone: the SVG's view box is this wide and high.
    pub fn extent(&self) -> usize {
        self.width + 2 * QUIET_ZONE
    }

    /// An SVG path of all dark modules, one unit a module, quiet zone included. Runs of a row are merged.
    pub fn svg_path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.width {
            let mut x = 0;
            while x < self.width {
                let start = x;
                while self.is_dark(x, y) {
                    x += 1;
                }
                if x > start {
                    let run = x - start;
                    // Writing to a String does not fail.
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", start + QUIET_ZONE, y + QUIET_ZONE);
                }
                x += 1;
            }
        }
        path
    }
}
