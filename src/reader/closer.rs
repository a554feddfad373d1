//! A closer look, at the grey picture itself, for a code whose three finder patterns were seen and which was not read: bent paper, blur,
//! a covered corner. Finder patterns, version, timing and alignment patterns tie modules to pixels, one after the other.

use alloc::vec::Vec;

use super::modules::{Modules, alignment};
use super::warp::{Anchor, Warp};
use super::{Corner, Gray};

/// A finder pattern: its middle, and one module to the right and one down, in pixels.
#[derive(Clone, Copy, Debug)]
struct Finder {
    middle: Corner,
    steps: [Corner; 2],
}

/// Least likeness of a finder pattern that is worth a refinement, and of a refined one.
const LIKENESS: (f32, f32) = (0.45, 0.65);

/// Modules of a finder pattern's side.
const FINDER: i32 = 7;

/// Places on a module that are compared, from its middle.
const SPOTS: [Corner; 4] = [[-0.3, -0.3], [0.3, -0.3], [-0.3, 0.3], [0.3, 0.3]];

fn plus(a: Corner, b: Corner, times: f32) -> Corner {
    [a[0] + b[0] * times, a[1] + b[1] * times]
}

fn minus(a: Corner, b: Corner) -> Corner {
    plus(a, b, -1.0)
}

fn length(a: Corner) -> f32 {
    (a[0] * a[0] + a[1] * a[1]).sqrt()
}

/// The correlation of grey values with what is expected, 1 light and -1 dark.
#[derive(Clone, Copy, Default)]
struct Likeness {
    count: f32,
    values: f32,
    squares: f32,
    expected: f32,
    products: f32,
}

impl Likeness {
    fn add(&mut self, value: f32, is_dark: bool) {
        let sign = if is_dark { -1.0 } else { 1.0 };
        self.count += 1.0;
        self.values += value;
        self.squares += value * value;
        self.expected += sign;
        self.products += sign * value;
    }

    fn get(&self) -> f32 {
        let spread = self.squares - self.values * self.values / self.count;
        let expected = self.count - self.expected * self.expected / self.count;
        let common = self.products - self.values * self.expected / self.count;
        // A contrast of a few grey levels is noise.
        common / (spread.max(16.0 * self.count) * expected).sqrt()
    }
}

impl Finder {
    fn at(&self, [u, v]: Corner) -> Corner {
        plus(plus(self.middle, self.steps[0], u), self.steps[1], v)
    }

    fn likeness(&self, gray: &Gray) -> f32 {
        let mut likeness = Likeness::default();
        for v in -3..=3_i32 {
            for u in -3..=3_i32 {
                let is_dark = u.abs().max(v.abs()) != 2;
                for [x, y] in SPOTS {
                    likeness.add(gray.at(self.at([u as f32 + x, v as f32 + y])), is_dark);
                }
            }
        }
        likeness.get()
    }

    /// Turned, sheared, scaled and moved until it looks most like one.
    fn refined(mut self, gray: &Gray) -> Option<Self> {
        let mut best = self.likeness(gray);
        let size = (length(self.steps[0]) + length(self.steps[1])) / 2.0;
        for step in [0.12, 0.06, 0.03] {
            for _ in 0..2 {
                let before = best;
                for parameter in 0..6 {
                    for sign in [1.0, -1.0] {
                        let mut other = self;
                        match parameter {
                            // A move by a module shifts the middle as far as a change of the steps by a third shifts the rim.
                            0 | 1 => other.middle[parameter] += sign * step * size * 2.0,
                            _ => other.steps[(parameter - 2) / 2][parameter % 2] += sign * step * size,
                        }
                        let likeness = other.likeness(gray);
                        if likeness > best {
                            (self, best) = (other, likeness);
                            break;
                        }
                    }
                }
                if best <= before {
                    break;
                }
            }
        }
        (best >= LIKENESS.1).then_some(self)
    }

    /// Its middle and the middles of its sides.
    fn anchors(&self, [u, v]: Corner) -> [Anchor; 5] {
        [([0.0, 0.0], 2.0), ([3.5, 0.0], 1.0), ([-3.5, 0.0], 1.0), ([0.0, 3.5], 1.0), ([0.0, -3.5], 1.0)]
            .map(|([x, y], weight)| Anchor { module: [u + x, v + y], pixel: self.at([x, y]), weight })
    }
}

/// What ties the code to the picture.
pub struct Closer<'a> {
    gray: &'a Gray,
    size: usize,
    anchors: Vec<Anchor>,
    warp: Warp,
}

/// Three finder patterns that may be a code's: top left, top right, bottom left.
#[derive(Clone, Copy, Debug)]
pub struct Triple {
    finders: [Finder; 3],
    /// How much the least likely of them looks like one, at first sight.
    pub likeness: f32,
}

impl Triple {
    /// From their middles and widths; `None` where one of them looks like something else.
    pub fn at(gray: &Gray, middles: [Corner; 3], widths: [f32; 3]) -> Option<Self> {
        let [across, down] = [1, 2].map(|i| minus(middles[i], middles[0]));
        let mut likeness = f32::MAX;
        let mut finders = [Finder { middle: [0.0; 2], steps: [[0.0; 2]; 2] }; 3];
        for ((finder, middle), width) in finders.iter_mut().zip(middles).zip(widths) {
            let unit = |a: Corner| a.map(|x| x / length(a).max(1.0) * width / FINDER as f32);
            *finder = Finder { middle, steps: [unit(across), unit(down)] };
            likeness = likeness.min(finder.likeness(gray));
            if likeness < LIKENESS.0 {
                return None;
            }
        }
        Some(Self { finders, likeness })
    }
}

/// Looks at the code with these finder patterns.
pub fn look<'a>(gray: &'a Gray, triple: &Triple) -> Option<Closer<'a>> {
    let [tl, tr, bl] = triple.finders.map(|finder| finder.refined(gray));
    let (tl, tr, bl) = (tl?, tr?, bl?);
    let about = estimate(&tl, &tr, &bl)?;
    let mut best: Option<(Closer, f32)> = None;
    for version in version(gray, &tr, &bl, about)
        .into_iter()
        .chain([about, about - 1, about + 1].into_iter().filter(|version| (1..=40).contains(version)))
    {
        let Ok(version) = usize::try_from(version) else { continue };
        let size = 17 + 4 * version;
        let last = size as f32 - 3.5;
        let mut anchors = Vec::new();
        anchors.extend(tl.anchors([3.5, 3.5]));
        anchors.extend(tr.anchors([last, 3.5]));
        anchors.extend(bl.anchors([3.5, last]));
        let Some(warp) = Warp::through(size as f32, &anchors) else { continue };
        let mut closer = Closer { gray, size, anchors, warp };
        let Some(likeness) = closer.follow_timing() else { continue };
        if best.as_ref().is_none_or(|(_, most)| likeness > *most) {
            best = Some((closer, likeness));
        }
        if likeness > TIMING_LIKENESS.1 {
            break;
        }
    }
    let (mut closer, _) = best.filter(|(_, likeness)| *likeness > TIMING_LIKENESS.0)?;
    closer.find_alignment()?;
    Some(closer)
}

/// The version that the modules beside the two outer finder patterns say, from 7 up, if it is near the one that distances speak for.
fn version(gray: &Gray, tr: &Finder, bl: &Finder, about: i32) -> Option<i32> {
    let mut bits = [0.0; 18];
    for (i, bit) in bits.iter_mut().enumerate() {
        let (along, beside) = ((i % 3) as f32 - 7.0, (i / 3) as f32 - 3.0);
        for (finder, at) in [(tr, [along, beside]), (bl, [beside, along])] {
            *bit += gray.at(finder.at(at));
        }
    }
    let alike = |version: i32| {
        let code = version_code(version);
        let mut likeness = Likeness::default();
        bits.iter().enumerate().for_each(|(i, bit)| likeness.add(*bit, code >> i & 1 == 1));
        likeness.get()
    };
    ((about * 2 / 3 - 1).max(7)..=(about * 3 / 2 + 1).min(40))
        .map(|version| (version, alike(version)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|best| best.1 > 0.55)
        .map(|best| best.0)
}

/// A version with its check bits, as the standard's annex D has it.
fn version_code(version: i32) -> i32 {
    let mut rest = version << 12;
    for bit in (12..18).rev() {
        if rest >> bit & 1 == 1 {
            rest ^= 0x1F25 << (bit - 12);
        }
    }
    version << 12 | rest
}

/// The version that distances speak for.
fn estimate(tl: &Finder, tr: &Finder, bl: &Finder) -> Option<i32> {
    let modules = |other: &Finder, axis: usize| {
        2.0 * length(minus(other.middle, tl.middle)) / (length(other.steps[axis]) + length(tl.steps[axis]))
    };
    let version = ((modules(tr, 0) + modules(bl, 1)) / 2.0 + 7.0 - 17.0) / 4.0;
    (0.5..=45.0).contains(&version).then(|| (version.round() as i32).clamp(1, 40))
}

/// Modules of a timing pattern that are looked at together, and how far the next ones are.
const STRETCH: (usize, usize) = (6, 3);

/// Least mean likeness of the timing patterns, since what is no code stays below; and one that needs no comparison with other versions.
const TIMING_LIKENESS: (f32, f32) = (0.45, 0.7);

/// Modules on a side of an alignment pattern, from its middle to its rim.
const ALIGNMENT: i32 = 2;

impl Closer<'_> {
    /// The modules' grey values.
    pub fn modules(&self) -> Modules {
        Modules::sample(self.gray, &|module| self.warp.pixel(module), self.size)
    }

    fn refit(&mut self) -> Option<()> {
        self.warp = Warp::through(self.size as f32, &self.anchors)?;
        Some(())
    }

    /// The shift, in modules, that makes the picture around `module` most like what is expected there.
    fn search(&self, module: Corner, reach: f32, step: f32, expected: &[(Corner, bool)]) -> (Corner, f32) {
        let start = self.warp.pixel(module);
        let steps = self.warp.steps(module);
        let count = (reach / step) as i32;
        let (mut best, mut most) = ([0.0; 2], f32::MIN);
        let likeness = |shift: Corner| {
            let mut likeness = Likeness::default();
            for ([u, v], is_dark) in expected {
                let at = plus(plus(start, steps[0], u + shift[0]), steps[1], v + shift[1]);
                likeness.add(self.gray.at(at), *is_dark);
            }
            // Of two equals, the nearer one.
            likeness.get() - 0.02 * length(shift)
        };
        for v in -count..=count {
            for u in -count..=count {
                let shift = [u as f32 * step, v as f32 * step];
                let now = likeness(shift);
                if now > most {
                    (best, most) = (shift, now);
                }
            }
        }
        let rough = best;
        for v in -1..=1 {
            for u in -1..=1 {
                let shift = [rough[0] + u as f32 * step / 2.0, rough[1] + v as f32 * step / 2.0];
                let now = likeness(shift);
                if now > most {
                    (best, most) = (shift, now);
                }
            }
        }
        (best, most)
    }

    fn tie(&mut self, module: Corner, shift: Corner, weight: f32) {
        let steps = self.warp.steps(module);
        let pixel = plus(plus(self.warp.pixel(module), steps[0], shift[0]), steps[1], shift[1]);
        self.anchors.push(Anchor { module, pixel, weight });
    }

    /// From the finder patterns towards each other, along row and column 6. Returns the mean likeness.
    fn follow_timing(&mut self) -> Option<f32> {
        let (start, end) = (8, self.size - 8);
        let (mut sum, mut looks) = (0.0, 0.0);
        let count = (end - start).saturating_sub(STRETCH.0) / STRETCH.1 + 1;
        for i in 0..count.div_ceil(2) {
            let first = start + i * STRETCH.1;
            let last = end.saturating_sub(STRETCH.0 + i * STRETCH.1);
            for from in [first, last] {
                for is_row in [true, false] {
                    let length = STRETCH.0.min(end - start);
                    let middle = from as f32 + length as f32 / 2.0;
                    let mut expected = Vec::with_capacity(length * 5);
                    for k in 0..length {
                        let along = (from + k) as f32 + 0.5 - middle;
                        for [x, y] in [[0.0, 0.0], SPOTS[0], SPOTS[1], SPOTS[2], SPOTS[3]] {
                            let at = [along + x, y];
                            expected.push((if is_row { at } else { [at[1], at[0]] }, (from + k).is_multiple_of(2)));
                        }
                    }
                    let module = if is_row { [middle, 6.5] } else { [6.5, middle] };
                    let (shift, likeness) = self.search(module, 0.6, 0.2, &expected);
                    sum += likeness;
                    looks += 1.0;
                    if likeness > 0.5 {
                        self.tie(module, shift, 0.5);
                    }
                }
            }
            self.refit()?;
        }
        Some(sum / looks)
    }

    fn find_alignment(&mut self) -> Option<()> {
        let mut expected = Vec::new();
        for v in -ALIGNMENT..=ALIGNMENT {
            for u in -ALIGNMENT..=ALIGNMENT {
                for [x, y] in SPOTS {
                    expected.push(([u as f32 + x, v as f32 + y], u.abs().max(v.abs()) != 1));
                }
            }
        }
        let mut middles: Vec<_> = alignment(self.size).collect();
        // From what is known inwards.
        middles.sort_by_key(|[u, v]| (u.min(v) - 6, u + v));
        for [u, v] in middles {
            let module = [u as f32 + 0.5, v as f32 + 0.5];
            let (shift, likeness) = self.search(module, 2.0, 0.25, &expected);
            if likeness > 0.55 {
                self.tie(module, shift, 2.0);
                self.refit()?;
            }
        }
        Some(())
    }
}
