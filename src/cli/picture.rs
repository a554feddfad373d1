//! A QR symbol as a file: SVG for print and screens, PNG for messengers.

use core::fmt::Write;

use super::error::CliError;
use crate::qr::{Level, QUIET_ZONE, Symbol};

/// Pixels of a module in a PNG: a version 13 code comes out 616 pixels wide.
const SCALE: usize = 8;

/// The symbol of a text.
pub(super) fn symbol(text: &str, level: Level) -> Result<Symbol, CliError> {
    Symbol::of_str(text, level).map_err(|_| CliError::Code)
}

/// A self-contained SVG file, black on white with its quiet zone, eight pixels a module where nobody says otherwise.
pub(super) fn svg(symbol: &Symbol) -> String {
    let (extent, pixels) = (symbol.extent(), symbol.extent() * SCALE);
    let mut svg = String::new();
    // Writing to a String does not fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pixels}\" height=\"{pixels}\" viewBox=\"0 0 {extent} {extent}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{extent}v{extent}H0z\"/><path d=\"{}\"/></svg>",
        symbol.svg_path()
    );
    svg
}

/// A PNG file of one bit a pixel, whole pixels for every module.
pub(super) fn png(symbol: &Symbol) -> Result<Vec<u8>, CliError> {
    let side = symbol.extent() * SCALE;
    let row_bytes = side.div_ceil(8);
    let mut rows = Vec::with_capacity(row_bytes * side);
    for y in 0..symbol.extent() {
        let mut row = vec![0xff_u8; row_bytes];
        for x in 0..side {
            // The quiet zone is outside, and outside is light.
            let module = |n: usize| n.checked_sub(QUIET_ZONE);
            if module(x / SCALE).zip(module(y)).is_some_and(|(x, y)| symbol.is_dark(x, y)) {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
        }
        (0..SCALE).for_each(|_| rows.extend_from_slice(&row));
    }
    encode(side, &rows).ok_or(CliError::Code)
}

fn encode(side: usize, rows: &[u8]) -> Option<Vec<u8>> {
    let side = u32::try_from(side).ok()?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().ok()?.write_image_data(rows).ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pixels_of_a_png_are_the_modules_of_the_symbol() {
        let symbol = symbol("HP1:ABC", Level::Q).expect("short");
        let file = png(&symbol).expect("small");
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a header");
        let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
        let side = symbol.extent() * SCALE;
        let info = reader.next_frame(&mut pixels).expect("an image");
        assert_eq!((info.width as usize, info.height as usize), (side, side));
        for y in 0..side {
            for x in 0..side {
                let dark = pixels[y * info.line_size + x / 8] >> (7 - x % 8) & 1 == 0;
                let inside = |n: usize| (n / SCALE).checked_sub(QUIET_ZONE).unwrap_or(usize::MAX / 2);
                let expected =
                    inside(x) < symbol.width() && inside(y) < symbol.width() && symbol.is_dark(inside(x), inside(y));
                assert_eq!(dark, expected, "{x} {y}");
            }
        }
    }
}
