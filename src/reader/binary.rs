//! Grey to black and white: two local thresholds over a grid of blocks.

use alloc::vec;
use alloc::vec::Vec;

use rxing::common::{BitArray, BitMatrix};

use super::Gray;

/// Pixels on a side of a block, as in ZXing: one to four modules of a code that fills the view.
const BLOCK: usize = 8;

/// A block with less contrast than this is taken for all light or all dark (ZXing's value).
const FLAT: u8 = 24;

/// How a pixel's threshold is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// From the contrast within five by five blocks, as ZXing's hybrid binarizer does it.
    Hybrid,
    /// The mean of a wide surrounding, which ignores texture.
    WideMean,
}

/// One value a block.
struct Grid {
    columns: usize,
    rows: usize,
    values: Vec<u8>,
}

/// A picture in black and white, a bit a pixel: once for the library, and once for our own search.
pub struct Binary {
    matrix: BitMatrix,
    width: usize,
    height: usize,
    /// The rows, each in whole words, its first pixel lowest.
    words: Vec<usize>,
}

impl Binary {
    /// The library's form.
    pub fn matrix(&self) -> &BitMatrix {
        &self.matrix
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Whether a pixel is black; `None` outside.
    pub fn is_dark(&self, x: isize, y: isize) -> Option<bool> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        let bits = usize::BITS as usize;
        (x < self.width && y < self.height)
            .then(|| self.words[y * self.width.div_ceil(bits) + x / bits] >> (x % bits) & 1 == 1)
    }

    /// Where a row's colour changes, the first time to black.
    pub fn edges(&self, y: usize, edges: &mut Vec<usize>) {
        edges.clear();
        let bits = usize::BITS as usize;
        let count = self.width.div_ceil(bits);
        let mut before = 0;
        for (i, word) in self.words[y * count..][..count].iter().enumerate() {
            let mut changes = word ^ (word << 1 | before);
            before = word >> (bits - 1);
            while changes != 0 {
                edges.push(i * bits + changes.trailing_zeros() as usize);
                changes &= changes - 1;
            }
        }
        edges.push(self.width);
    }
}

/// Black is true.
pub fn black(gray: &Gray, threshold: Threshold) -> Option<Binary> {
    let grid = match threshold {
        Threshold::Hybrid => levels(gray).averaged(2),
        Threshold::WideMean => {
            let mut grid = means(gray);
            grid = grid.averaged((grid.columns.min(grid.rows) / 10).max(3));
            // A little below the mean, so that a flat light surface stays white.
            grid.values.iter_mut().for_each(|v| *v -= *v / 16);
            grid
        }
    };
    cut(gray, &grid)
}

/// Black wherever a pixel is not lighter than its block's value.
fn cut(gray: &Gray, grid: &Grid) -> Option<Binary> {
    let mut matrix = BitMatrix::new(u32::try_from(gray.width()).ok()?, u32::try_from(gray.height()).ok()?).ok()?;
    let mut row = BitArray::with_size(gray.width());
    // A byte has the bits of a block's row, lowest first, and the matrix's words are made of such bytes.
    let mut words = Vec::with_capacity(gray.width().div_ceil(usize::BITS as usize) * gray.height());
    let mut bytes = vec![0_u8; gray.width().div_ceil(usize::BITS as usize) * size_of::<usize>()];
    for (y, pixels) in gray.rows().enumerate() {
        let values = &grid.values[y / BLOCK * grid.columns..][..grid.columns];
        let (whole, rest) = pixels.as_chunks::<BLOCK>();
        for ((byte, pixels), value) in bytes.iter_mut().zip(whole).zip(values) {
            *byte = lanes::bits(lanes::not_above(u64::from_le_bytes(*pixels), lanes::all(*value)));
        }
        if let (false, Some(value)) = (rest.is_empty(), values.last()) {
            bytes[whole.len()] = rest.iter().enumerate().fold(0, |byte, (i, p)| byte | u8::from(p <= value) << i);
        }
        for (i, word) in bytes.as_chunks().0.iter().enumerate() {
            let word = usize::from_le_bytes(*word);
            row.setBulk(i * usize::BITS as usize, word);
            words.push(word);
        }
        matrix.setRow(u32::try_from(y).ok()?, &row);
    }
    Some(Binary { matrix, width: gray.width(), height: gray.height(), words })
}

/// What is known of a block.
#[derive(Clone, Copy)]
struct Block {
    least: u8,
    most: u8,
    sum: u16,
    count: u16,
}

impl Block {
    const EMPTY: Self = Self { least: u8::MAX, most: 0, sum: 0, count: 0 };

    fn add(&mut self, pixels: &[u8]) {
        for &p in pixels {
            self.least = self.least.min(p);
            self.most = self.most.max(p);
            self.sum += u16::from(p);
        }
        self.count += pixels.len() as u16;
    }

    fn mean(self) -> u8 {
        (self.sum / self.count.max(1)) as u8
    }
}

/// What is known of a block's eight columns, side by side.
#[derive(Clone, Copy)]
struct Columns {
    least: u64,
    most: u64,
    /// Of every second column, as numbers of 16 bits.
    sums: [u64; 2],
}

impl Columns {
    const EMPTY: Self = Self { least: u64::MAX, most: 0, sums: [0; 2] };

    fn add(&mut self, pixels: u64) {
        let is_least = lanes::filled(lanes::not_above(pixels, self.least));
        self.least = pixels & is_least | self.least & !is_least;
        let is_most = lanes::filled(lanes::not_above(self.most, pixels));
        self.most = pixels & is_most | self.most & !is_most;
        self.sums[0] += pixels & lanes::EVERY_SECOND;
        self.sums[1] += pixels >> 8 & lanes::EVERY_SECOND;
    }

    fn block(&self, lines: u16) -> Block {
        let sums = self.sums[0] + self.sums[1];
        Block {
            least: self.least.to_le_bytes().into_iter().fold(u8::MAX, u8::min),
            most: self.most.to_le_bytes().into_iter().fold(0, u8::max),
            sum: (0..4).map(|i| (sums >> (16 * i)) as u16).sum(),
            count: lines * BLOCK as u16,
        }
    }
}

/// Arithmetic on eight bytes at once, which is all that plain WebAssembly has for it.
mod lanes {
    const HIGH: u64 = 0x8080_8080_8080_8080;

    pub const EVERY_SECOND: u64 = 0x00ff_00ff_00ff_00ff;

    /// A byte in every lane.
    pub fn all(byte: u8) -> u64 {
        u64::from(byte) * 0x0101_0101_0101_0101
    }

    /// The high bit of every lane in which `a` is not above `b`.
    pub fn not_above(a: u64, b: u64) -> u64 {
        // Without the high bits no lane borrows from the next; where those are alike, the rest decides.
        let rest = (b | HIGH) - (a & !HIGH);
        (b & !a | !(a ^ b) & rest) & HIGH
    }

    /// From high bits to whole lanes.
    pub fn filled(high: u64) -> u64 {
        (high >> 7) * 0xff
    }

    /// From high bits to the bits of one byte, the first lane lowest.
    pub fn bits(high: u64) -> u8 {
        // Each factor moves one lane's bit to its place in the highest byte.
        ((high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
    }
}

/// Goes through the blocks row by row; `value` gets the block, the values found so far and the block's column.
fn grid(gray: &Gray, value: impl Fn(Block, &[u8], usize) -> u8) -> Grid {
    let (columns, rows) = (gray.width().div_ceil(BLOCK), gray.height().div_ceil(BLOCK));
    let mut values = Vec::with_capacity(columns * rows);
    let mut whole = vec![Columns::EMPTY; gray.width() / BLOCK];
    let mut lines = gray.rows();
    for _ in 0..rows {
        whole.fill(Columns::EMPTY);
        let mut last = Block::EMPTY;
        let mut count = 0;
        for line in lines.by_ref().take(BLOCK) {
            let (pixels, rest) = line.as_chunks::<BLOCK>();
            whole.iter_mut().zip(pixels).for_each(|(columns, pixels)| columns.add(u64::from_le_bytes(*pixels)));
            last.add(rest);
            count += 1;
        }
        let last = (columns > whole.len()).then_some(last);
        for (column, block) in whole.iter().map(|columns| columns.block(count)).chain(last).enumerate() {
            let next = value(block, &values, column);
            values.push(next);
        }
    }
    Grid { columns, rows, values }
}

fn means(gray: &Gray) -> Grid {
    grid(gray, |block, _, _| block.mean())
}

/// Each block's own idea of the border between black and white.
fn levels(gray: &Gray) -> Grid {
    let columns = gray.width().div_ceil(BLOCK);
    grid(gray, |block, before, column| {
        if block.most - block.least > FLAT {
            return block.mean();
        }
        // A flat block is light, unless it is darker than what the blocks before it hold for the border.
        let light = block.least / 2;
        let Some(above) = before.len().checked_sub(columns).filter(|_| column > 0) else { return light };
        let near =
            (u16::from(before[above]) + 2 * u16::from(before[before.len() - 1]) + u16::from(before[above - 1])) / 4;
        if u16::from(block.least) < near { near as u8 } else { light }
    })
}

impl Grid {
    /// Each value becomes the mean of those up to `radius` blocks away. At the edges the surrounding keeps its size by moving
    /// inwards.
    fn averaged(&self, radius: usize) -> Self {
        let mut sums = vec![0_u32; (self.columns + 1) * (self.rows + 1)];
        for y in 0..self.rows {
            let mut run = 0;
            for x in 0..self.columns {
                run += u32::from(self.values[y * self.columns + x]);
                sums[(y + 1) * (self.columns + 1) + x + 1] = sums[y * (self.columns + 1) + x + 1] + run;
            }
        }
        let span = |at: usize, all: usize| {
            let size = (2 * radius + 1).min(all);
            let start = at.saturating_sub(radius).min(all - size);
            (start, start + size)
        };
        let mut values = Vec::with_capacity(self.values.len());
        for y in 0..self.rows {
            let (top, bottom) = span(y, self.rows);
            for x in 0..self.columns {
                let (left, right) = span(x, self.columns);
                let at = |x: usize, y: usize| sums[y * (self.columns + 1) + x];
                let sum = at(right, bottom) + at(left, top) - at(left, bottom) - at(right, top);
                values.push((sum / ((right - left) * (bottom - top)) as u32) as u8);
            }
        }
        Self { columns: self.columns, rows: self.rows, values }
    }
}
