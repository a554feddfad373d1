//! From grey values at the modules of a code to dark and light, blur taken into account.

use alloc::vec;
use alloc::vec::Vec;

use rxing::common::BitMatrix;
use rxing::qrcode::common::Version;

use super::warp::solve;
use super::{Corner, Gray};

/// Modules around the code that are sampled with it, since blur carries them in.
const MARGIN: usize = 2;

/// Modules to each side from which a module's threshold is found.
const AROUND: usize = 5;

/// Modules to each side that shine into a module.
const REACH: usize = 1;

const TAPS: usize = (2 * REACH + 1) * (2 * REACH + 1);

/// Grey values, one a module, with a margin.
pub struct Modules {
    /// Modules a side, without the margin.
    size: usize,
    /// Modules a side, with it.
    side: usize,
    values: Vec<f32>,
    /// What the standard fixes: 1 light, -1 dark, 0 unknown.
    known: Vec<f32>,
    /// Corners.
    pub corners: [Corner; 4],
}

/// The middles of a code's alignment patterns; none where the size is no code's.
pub fn alignment(size: usize) -> impl Iterator<Item = [usize; 2]> {
    let version = size.checked_sub(17).and_then(|modules| Version::getVersionForNumber(modules as u32 / 4).ok());
    let places = version.map_or(&[][..], |version| version.getAlignmentPatternCenters());
    let last = size.saturating_sub(7);
    let pairs = places.iter().flat_map(move |v| places.iter().map(move |u| [*u as usize, *v as usize]));
    // The finder patterns have three of the corners.
    pairs.filter(move |middle| ![[6, 6], [6, last], [last, 6]].contains(middle))
}

impl Modules {
    /// Reads the modules' grey values from a picture, in which `pixel` says where they are.
    pub fn sample(gray: &Gray, pixel: &dyn Fn(Corner) -> Corner, size: usize) -> Self {
        let side = size + 2 * MARGIN;
        let mut values = Vec::with_capacity(side * side);
        for v in 0..side {
            for u in 0..side {
                let module = [u, v].map(|x| x as f32 + 0.5 - MARGIN as f32);
                let middle = gray.at(pixel(module));
                let mut sum = 2.0 * middle;
                for [x, y] in [[-0.2, -0.2], [0.2, -0.2], [-0.2, 0.2], [0.2, 0.2]] {
                    sum += gray.at(pixel([module[0] + x, module[1] + y]));
                }
                values.push(sum / 6.0);
            }
        }
        let end = size as f32;
        let corners = [[0.0, 0.0], [end, 0.0], [end, end], [0.0, end]].map(pixel);
        Self { size, side, values: normalized(&values, side), known: known(size), corners }
    }

    /// Each module by its own value.
    pub fn plain(&self) -> Vec<f32> {
        self.values.iter().map(|value| if *value < 0.0 { -1.0 } else { 1.0 }).collect()
    }

    /// The modules that together explain the values best, if each shines into its neighbours: what a blurred picture shows.
    pub fn explained(&self) -> Option<Vec<f32>> {
        let mut signs = self.plain();
        let fix = |signs: &mut [f32]| {
            signs
                .iter_mut()
                .zip(&self.known)
                .filter(|(_, known)| **known != 0.0)
                .for_each(|(sign, known)| *sign = *known);
        };
        fix(&mut signs);
        for _ in 0..4 {
            let taps = self.taps(&signs)?;
            let power: f32 = taps.iter().map(|tap| tap * tap).sum();
            let mut rest = self.rest(&signs, &taps);
            for _ in 0..6 {
                let mut flips = 0;
                for at in self.inner() {
                    if self.known[at] != 0.0 {
                        continue;
                    }
                    let pull: f32 =
                        taps.iter().enumerate().map(|(k, tap)| tap * rest[self.neighbour(at, TAPS - 1 - k)]).sum();
                    if signs[at] * pull < -power {
                        for (k, tap) in taps.iter().enumerate() {
                            rest[self.neighbour(at, TAPS - 1 - k)] += 2.0 * signs[at] * tap;
                        }
                        signs[at] = -signs[at];
                        flips += 1;
                    }
                }
                if flips == 0 {
                    break;
                }
            }
        }
        Some(signs)
    }

    /// The code alone, black is true.
    pub fn matrix(&self, signs: &[f32]) -> Option<BitMatrix> {
        let size = u32::try_from(self.size).ok()?;
        let mut matrix = BitMatrix::new(size, size).ok()?;
        for y in 0..size {
            for x in 0..size {
                if signs[(y as usize + MARGIN) * self.side + x as usize + MARGIN] < 0.0 {
                    matrix.set(x, y);
                }
            }
        }
        Some(matrix)
    }

    /// Where all neighbours are.
    fn inner(&self) -> impl Iterator<Item = usize> + use<> {
        let (side, range) = (self.side, REACH..self.side - REACH);
        range.clone().flat_map(move |y| range.clone().map(move |x| y * side + x))
    }

    fn neighbour(&self, at: usize, tap: usize) -> usize {
        at + tap / (2 * REACH + 1) * self.side + tap % (2 * REACH + 1) - REACH * self.side - REACH
    }

    /// How much of each neighbour shines into a module, by least squares.
    fn taps(&self, signs: &[f32]) -> Option<[f32; TAPS]> {
        let mut rows = [[0.0_f32; TAPS + 1]; TAPS];
        for at in self.inner() {
            let near: [f32; TAPS] = core::array::from_fn(|k| signs[self.neighbour(at, k)]);
            for (row, one) in rows.iter_mut().zip(near) {
                row.iter_mut().zip(near).for_each(|(sum, other)| *sum += one * other);
                row[TAPS] += one * self.values[at];
            }
        }
        solve(&mut rows).map(|[taps, _]| taps)
    }

    /// What the modules do not explain.
    fn rest(&self, signs: &[f32], taps: &[f32; TAPS]) -> Vec<f32> {
        let mut rest = vec![0.0; self.values.len()];
        for at in self.inner() {
            let shown: f32 = taps.iter().enumerate().map(|(k, tap)| tap * signs[self.neighbour(at, k)]).sum();
            rest[at] = self.values[at] - shown;
        }
        rest
    }
}

/// Values around 0, 1 for what is light nearby and -1 for what is dark.
fn normalized(values: &[f32], side: usize) -> Vec<f32> {
    let mean = means(side, |at| Some(values[at]));
    let light = means(side, |at| (values[at] >= mean[at]).then_some(values[at]));
    let dark = means(side, |at| (values[at] < mean[at]).then_some(values[at]));
    values
        .iter()
        .zip(light.iter().zip(&dark))
        .map(|(value, (light, dark))| {
            let (middle, half) = ((light + dark) / 2.0, ((light - dark) / 2.0).max(2.0));
            ((value - middle) / half).clamp(-2.0, 2.0)
        })
        .collect()
}

/// The means of what is around each place.
fn means(side: usize, value: impl Fn(usize) -> Option<f32>) -> Vec<f32> {
    let stride = side + 1;
    let mut sums = vec![(0.0_f64, 0_u32); stride * stride];
    for y in 0..side {
        for x in 0..side {
            let here = value(y * side + x);
            let (up, left, both) = (sums[y * stride + x + 1], sums[(y + 1) * stride + x], sums[y * stride + x]);
            sums[(y + 1) * stride + x + 1] = (
                up.0 + left.0 - both.0 + f64::from(here.unwrap_or(0.0)),
                up.1 + left.1 - both.1 + u32::from(here.is_some()),
            );
        }
    }
    let mut means = Vec::with_capacity(side * side);
    for y in 0..side {
        let (top, bottom) = (y.saturating_sub(AROUND), (y + AROUND + 1).min(side));
        for x in 0..side {
            let (left, right) = (x.saturating_sub(AROUND), (x + AROUND + 1).min(side));
            let [a, b, c, d] =
                [(right, bottom), (left, top), (left, bottom), (right, top)].map(|(x, y)| sums[y * stride + x]);
            means.push(((a.0 + b.0 - c.0 - d.0) / f64::from((a.1 + b.1 - c.1 - d.1).max(1))) as f32);
        }
    }
    means
}

/// What the standard fixes of a code of this size, with a margin.
fn known(size: usize) -> Vec<f32> {
    let side = size + 2 * MARGIN;
    let mut known = vec![0.0; side * side];
    let mut set =
        |u: usize, v: usize, is_dark: bool| known[(v + MARGIN) * side + u + MARGIN] = if is_dark { -1.0 } else { 1.0 };
    for k in 8..size - 8 {
        set(k, 6, k % 2 == 0);
        set(6, k, k % 2 == 0);
    }
    for v in 0..8_usize {
        for u in 0..8_usize {
            // With the light lines towards the inside.
            let ring = u.abs_diff(3).max(v.abs_diff(3));
            let is_dark = ring != 2 && ring != 4;
            set(u, v, is_dark);
            set(size - 1 - u, v, is_dark);
            set(u, size - 1 - v, is_dark);
        }
    }
    for [u, v] in alignment(size) {
        for y in 0..5_usize {
            for x in 0..5_usize {
                set(u + x - 2, v + y - 2, x.abs_diff(2).max(y.abs_diff(2)) != 1);
            }
        }
    }
    known
}
