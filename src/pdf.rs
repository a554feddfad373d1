//! The pages of a PDF file as pictures, for the QR reader. Pure; the worker around it is `src/bin/pdf.rs`. The one place that knows the crate.
//!
//! Codes are drawn, not written, so a page is drawn without any fonts but its own. Bounded: how long a file may be, how many pages are looked at,
//! how many pixels a page has.

use alloc::vec::Vec;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::limits::{MAX_FRAME_PIXELS, MAX_FRAME_SIDE, MAX_PDF_BYTES, MAX_PDF_SCALE, MIN_FRAME_SIDE};

/// Why a file is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// More than [`MAX_PDF_BYTES`].
    TooLong,
    /// It opens with a password only.
    Locked,
    /// Not a PDF file, or one that is damaged beyond repair.
    Malformed,
}

impl PdfError {
    /// A stable name, by which the page knows it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::Locked => "locked",
            Self::Malformed => "malformed",
        }
    }
}

/// A PDF file.
pub struct Document(Pdf);

/// A page as it is drawn: RGBA on white, row by row.
pub struct Picture {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

impl Document {
    /// Opens a file.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn open(bytes: Vec<u8>) -> Result<Self, PdfError> {
        if bytes.len() > MAX_PDF_BYTES {
            return Err(PdfError::TooLong);
        }
        Pdf::new(bytes).map(Self).map_err(|error| match error {
            LoadPdfError::Decryption(_) => PdfError::Locked,
            LoadPdfError::Invalid => PdfError::Malformed,
        })
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.0.pages().len()
    }

    /// Draws a page, the first being 0, as large as the reader takes it. `None` where there is no such page, or one without a sensible size.
    pub fn draw(&self, page: usize) -> Option<Picture> {
        let page = self.0.pages().get(page)?;
        let scale = scale(page.render_dimensions())?;
        let drawn = render(
            page,
            &RenderCache::new(),
            &InterpreterSettings::default(),
            &RenderSettings::default(),
            &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
        );
        let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
        Some(Picture { width, height, rgba: drawn.data_as_u8_slice().to_vec() })
    }
}

/// Pixels a point for a page of this size in points; `None` where there is none that the reader takes.
fn scale((width, height): (f32, f32)) -> Option<f32> {
    let is_sensible = width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0;
    let (pixels, side) = (MAX_FRAME_PIXELS as f32, MAX_FRAME_SIDE as f32);
    let scale = (pixels / (width * height)).sqrt().min(side / width.max(height)).min(MAX_PDF_SCALE);
    // Each side is rounded down, so neither bound is passed.
    (is_sensible && width.min(height) * scale >= MIN_FRAME_SIDE as f32).then_some(scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_drawn_as_large_as_the_reader_takes_it() {
        for (width, height) in [(595.0, 842.0), (842.0, 595.0), (200.0, 200.0), (14_400.0, 14_400.0), (20_000.0, 100.0)]
        {
            let scale = scale((width, height)).expect("a sensible page");
            let (across, down) = ((width * scale) as usize, (height * scale) as usize);
            assert!(across * down <= MAX_FRAME_PIXELS && across.max(down) <= MAX_FRAME_SIDE, "{width} x {height}");
            assert!(across.min(down) >= MIN_FRAME_SIDE, "{width} x {height}");
        }
        assert_eq!(scale((595.0, 842.0)).map(|scale| (scale * 10.0).round()), Some(29.0));
    }

    #[test]
    fn a_page_without_a_sensible_size_is_not_drawn() {
        for size in [(0.0, 100.0), (f32::NAN, 100.0), (f32::INFINITY, 100.0), (-10.0, 10.0), (1.0e9, 1.0), (3.0, 300.0)]
        {
            assert_eq!(scale(size), None, "{size:?}");
        }
    }
}
