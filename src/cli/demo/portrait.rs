//! A portrait of nobody: head and shoulders in three flat colours, drawn here.

use jpeg_encoder::{ColorType, Encoder};

use crate::claims::Portrait;

const WIDTH: u16 = 160;
const HEIGHT: u16 = 200;
const QUALITY: u8 = 60;

const BACKGROUND: [u8; 3] = [0xdd, 0xe5, 0xea];
const CLOTHES: [u8; 3] = [0x4a, 0x60, 0x78];
const SKIN: [u8; 3] = [0xd9, 0xb2, 0x94];
const HAIR: [u8; 3] = [0x3a, 0x32, 0x30];

/// The picture; `None` where the library fails, which it does for no picture of this size.
pub(super) fn draw() -> Option<Portrait> {
    let pixels: Vec<u8> = (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(move |x| colour(x.into(), y.into()))).collect();
    let mut file = Vec::new();
    Encoder::new(&mut file, QUALITY).encode(&pixels, WIDTH, HEIGHT, ColorType::Rgb).ok()?;
    Portrait::new(&file)
}

fn colour(x: f32, y: f32) -> [u8; 3] {
    let inside = |cx: f32, cy: f32, rx: f32, ry: f32| ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) <= 1.0;
    let hair = inside(80.0, 74.0, 41.0, 46.0) && y < 112.0;
    let face = inside(80.0, 86.0, 33.0, 42.0) && !(inside(80.0, 46.0, 40.0, 26.0) && y < 66.0);
    let neck = (65.0..95.0).contains(&x) && (110.0..150.0).contains(&y);
    let eye = inside(67.0, 84.0, 3.0, 3.5) || inside(93.0, 84.0, 3.0, 3.5);
    let mouth = inside(80.0, 108.0, 10.0, 5.0) && y > 108.0;
    if eye || mouth {
        HAIR
    } else if face || neck {
        SKIN
    } else if hair {
        HAIR
    } else if inside(80.0, 205.0, 66.0, 62.0) {
        CLOTHES
    } else {
        BACKGROUND
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_portrait_leaves_room_for_a_record_around_it() {
        let portrait = draw().expect("a picture");
        assert!(portrait.as_bytes().len() < 6_000, "{} bytes", portrait.as_bytes().len());
    }
}
