//! A grey picture and the few filters that the looks need.

use alloc::vec;
use alloc::vec::Vec;

use super::Corner;
use crate::limits::{MAX_FRAME_PIXELS, MAX_FRAME_SIDE, MIN_FRAME_SIDE};

/// A grey picture, one byte a pixel, row by row, 0 black. Its size is within the limits of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gray {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// The size is outside the limits of a frame, or does not agree with the number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSize;

/// Checks a size; returns the number of pixels.
fn area(width: usize, height: usize) -> Result<usize, BadSize> {
    let sides = MIN_FRAME_SIDE..=MAX_FRAME_SIDE;
    let area = width.checked_mul(height).ok_or(BadSize)?;
    if sides.contains(&width) && sides.contains(&height) && area <= MAX_FRAME_PIXELS { Ok(area) } else { Err(BadSize) }
}

impl Gray {
    /// From grey pixels.
    ///
    /// # Errors
    /// [`BadSize`].
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Result<Self, BadSize> {
        if pixels.len() == area(width, height)? { Ok(Self { width, height, pixels }) } else { Err(BadSize) }
    }

    /// From the bytes of an RGBA picture, four a pixel. Transparency is not looked at.
    ///
    /// # Errors
    /// [`BadSize`].
    pub fn of_rgba(width: usize, height: usize, rgba: &[u8]) -> Result<Self, BadSize> {
        if rgba.len() != area(width, height)? * 4 {
            return Err(BadSize);
        }
        // ITU-R BT.601 luma, in 256ths.
        let luma = |p: &[u8; 4]| ((77 * u16::from(p[0]) + 150 * u16::from(p[1]) + 29 * u16::from(p[2])) >> 8) as u8;
        Ok(Self { width, height, pixels: rgba.as_chunks().0.iter().map(luma).collect() })
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Its rows, from the top.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        self.pixels.chunks_exact(self.width)
    }

    /// The value at a place, interpolated; outside, that of the nearest pixel. The middle of the first pixel is at one half.
    pub fn at(&self, [x, y]: Corner) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (x, y) = (x.clamp(0.0, (self.width - 1) as f32), y.clamp(0.0, (self.height - 1) as f32));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (x, y) = (x - left as f32, y - top as f32);
        let mixed = |row: &[u8]| f32::from(row[left]) * (1.0 - x) + f32::from(row[right]) * x;
        mixed(self.row(top)) * (1.0 - y) + mixed(self.row(bottom)) * y
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }

    fn same_size(&self, pixels: Vec<u8>) -> Self {
        Self { width: self.width, height: self.height, pixels }
    }

    /// The negative.
    #[must_use]
    pub fn inverted(&self) -> Self {
        self.same_size(self.pixels.iter().map(|p| !p).collect())
    }

    /// Smoothed by the binomial kernel of three by three.
    #[must_use]
    pub fn smoothed(&self) -> Self {
        let mut pixels = vec![0; self.pixels.len()];
        // One column of margin on either side, a copy of the edge.
        let mut sums = vec![0_u16; self.width + 2];
        for (y, out) in pixels.chunks_exact_mut(self.width).enumerate() {
            let (above, here, below) =
                (self.row(y.saturating_sub(1)), self.row(y), self.row((y + 1).min(self.height - 1)));
            for (((sum, a), h), b) in sums[1..].iter_mut().zip(above).zip(here).zip(below) {
                *sum = u16::from(*a) + 2 * u16::from(*h) + u16::from(*b);
            }
            sums[0] = sums[1];
            sums[self.width + 1] = sums[self.width];
            for (((p, l), m), r) in out.iter_mut().zip(&sums).zip(&sums[1..]).zip(&sums[2..]) {
                *p = ((l + 2 * m + r + 8) >> 4) as u8;
            }
        }
        self.same_size(pixels)
    }

    /// Sharpened: the difference from the twice smoothed picture, doubled and added. `smoothed` is this one, smoothed once.
    #[must_use]
    pub fn sharpened(&self, smoothed: &Self) -> Self {
        let soft = smoothed.smoothed();
        let sharp = |(p, s): (&u8, &u8)| (3 * i16::from(*p) - 2 * i16::from(*s)).clamp(0, 255) as u8;
        self.same_size(self.pixels.iter().zip(&soft.pixels).map(sharp).collect())
    }

    /// Half as wide and high, each pixel the mean of four.
    ///
    /// # Errors
    /// [`BadSize`] when that would be too small.
    pub fn halved(&self) -> Result<Self, BadSize> {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(area(width, height)?);
        for y in 0..height {
            let upper = self.row(2 * y).as_chunks::<2>().0;
            let lower = self.row(2 * y + 1).as_chunks::<2>().0;
            pixels.extend(upper.iter().zip(lower).map(|(u, l)| {
                ((u16::from(u[0]) + u16::from(u[1]) + u16::from(l[0]) + u16::from(l[1]) + 2) >> 2) as u8
            }));
        }
        Self::new(width, height, pixels)
    }

    /// One and a half times as wide and high, interpolated.
    ///
    /// # Errors
    /// [`BadSize`] when that would be too large.
    pub fn enlarged(&self) -> Result<Self, BadSize> {
        let (width, height) = (self.width * 3 / 2, self.height * 3 / 2);
        // A row may have two pixels too many until it is cut.
        let mut pixels = Vec::with_capacity(area(width, height)? + 2);
        // One column of margin on either side, a copy of the edge, and one more where the last pair is half.
        let mut row = vec![0_u16; self.width + 3];
        for y in 0..height {
            let ([top, bottom], [more, less]) = between(y);
            let (upper, lower) = (self.row(top), self.row(bottom.min(self.height - 1)));
            for ((r, u), l) in row[1..].iter_mut().zip(upper).zip(lower) {
                *r = more * u16::from(*u) + less * u16::from(*l);
            }
            row[0] = row[1];
            row[self.width + 1] = row[self.width];
            // Three pixels for each pair, of the pair and its two neighbours.
            let end = pixels.len() + width;
            for at in (0..self.width).step_by(2) {
                let [before, one, other, after] = [row[at], row[at + 1], row[at + 2], row[at + 3]];
                let sums = [before + 5 * one, 3 * (one + other), 5 * other + after];
                pixels.extend(sums.map(|sum| ((sum + 18) / 36) as u8));
            }
            pixels.truncate(end);
        }
        Self::new(width, height, pixels)
    }
}

/// The two rows that a row of a picture half as high again lies between, and how many sixths it has of each. Centre to centre: three of its rows
/// lie a sixth before, halfway after, and five sixths after every second row.
fn between(at: usize) -> ([usize; 2], [u16; 2]) {
    let pair = at / 3 * 2;
    match at % 3 {
        0 => ([pair.saturating_sub(1), pair], [1, 5]),
        1 => ([pair, pair + 1], [3, 3]),
        _ => ([pair + 1, pair + 2], [5, 1]),
    }
}
