//! Where finder patterns may be: dark squares in light rings in something dark.
//!
//! The library's own search wants the dark ring to end, in a quiet zone; without one it finds nothing. This one asks for the dark square and the
//! light ring around it, and is content with any dark beyond.

use alloc::vec::Vec;

use rxing::Point;
use rxing::common::cpp_essentials::{ConcentricPattern, FixedPattern, IsPattern, LocateConcentricPattern, PatternView};

use super::binary::Binary;

/// A finder pattern's row: dark, light, dark, light, dark.
const PATTERN: [u16; 5] = [1, 1, 3, 1, 1];

/// Every so many rows are searched: a finder pattern's middle of two pixels a module has six.
const ROWS: usize = 3;

/// Most patterns kept of one picture. Texture can hold thousands.
const MAX_PATTERNS: usize = 400;

/// Most of which only the inner part is seen: keyboards are full of them.
const MAX_INNER: usize = 60;

/// The patterns of a picture.
#[derive(Default)]
pub struct Patterns {
    /// Those that are whole.
    pub whole: Vec<ConcentricPattern>,
    /// Those of which only the inner part is.
    pub inner: Vec<ConcentricPattern>,
}

/// Whether three runs, light, dark and light, may be the one, three and one modules of a pattern's inner part, seen through blur and aslant.
fn is_inner(before: usize, middle: usize, after: usize) -> bool {
    let sides = before + after;
    let is_near = |side: usize| 4 * side + 3 >= sides && 4 * side <= 3 * sides + 3;
    is_near(before) && is_near(after) && 10 * middle + 5 >= 9 * sides && middle <= 5 * sides + 1
}

/// Whether five runs may be the row through a whole pattern, by the library's tolerance.
fn is_whole(runs: &[usize; 5]) -> bool {
    let runs = runs.map(|run| run as u16);
    let pattern = FixedPattern::<5, 7, false>::new(PATTERN);
    IsPattern::<true, 5, 7, false>(&PatternView::from_slice(&runs), &pattern, None, 0.0, 0.0, 0.0) != 0.0
}

/// Finds them.
pub fn find(binary: &Binary) -> Patterns {
    let mut found = Patterns::default();
    let mut edges = Vec::new();
    for y in (ROWS - 1..binary.height()).step_by(ROWS) {
        binary.edges(y, &mut edges);
        // The first edge is one from light to dark, so that dark lies after every edge of even place.
        for i in (2..edges.len().saturating_sub(3)).step_by(2) {
            let run = |k: usize| edges[k + 1] - edges[k];
            let runs = [i - 2, i - 1, i, i + 1, i + 2].map(run);
            let [outer, ring, middle] = [runs[0].max(runs[4]), runs[1].max(runs[3]), runs[2]];
            let may_be_whole = middle >= 3.max(2 * outer).max(ring) && is_whole(&runs);
            let may_be_inner = is_inner(runs[1], middle, runs[3]) && 8 * runs[0].min(runs[4]) + 4 >= middle;
            if !may_be_whole && !may_be_inner {
                continue;
            }
            let x = (edges[i] + edges[i + 1]) / 2;
            let at = Point::new(x as f32, y as f32 + 0.5);
            let is_near = |old: &ConcentricPattern| Point::distance(at, old.p) < old.size as f32 / 2.0;
            if found.whole.iter().any(is_near) {
                continue;
            }
            let whole = if may_be_whole {
                let range = 3 * runs.iter().sum::<usize>() as i32;
                LocateConcentricPattern::<true, 5, 7>(binary.matrix(), &PATTERN, at, range)
            } else {
                None
            };
            if let Some(pattern) = whole {
                found.inner.retain(|old| !is_near(old));
                found.whole.push(pattern);
                if found.whole.len() >= MAX_PATTERNS {
                    return found;
                }
            } else if may_be_inner
                && found.inner.len() < MAX_INNER
                && !found.inner.iter().any(is_near)
                && let Some(pattern) = cross(binary, x, y, runs[1] + middle + runs[3])
            {
                found.inner.push(pattern);
            }
        }
    }
    found
}

/// Checks a pattern along the column, the row and the two diagonals through its middle, which is put right on the way. `width` is the
/// width of its five inner modules in the row.
fn cross(binary: &Binary, x: usize, y: usize, width: usize) -> Option<ConcentricPattern> {
    let (mut x, mut y) = (x as isize, y as isize);
    let (mut least, mut most) = (usize::MAX, 0);
    let mut middle = [0.0; 2];
    for (dx, dy) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
        let reach = 2 * width;
        let (after, before) = (arm(binary, [x, y], [dx, dy], reach)?, arm(binary, [x, y], [-dx, -dy], reach)?);
        // The middle is counted twice, unless the last step went astray and it is light.
        let dark = (after[0] + before[0]).checked_sub(1)?;
        if !is_inner(before[1], dark, after[1]) {
            return None;
        }
        let span = before[1] + dark + after[1];
        (least, most) = (least.min(span), most.max(span));
        let shift = (after[0] + after[1]) as isize - (before[0] + before[1]) as isize;
        if dx == 0 {
            middle[1] = y as f32 + 0.5 + shift as f32 / 2.0;
            y += shift / 2;
        } else if dy == 0 {
            middle[0] = x as f32 + 0.5 + shift as f32 / 2.0;
            x += shift / 2;
        }
    }
    let size = (least + most) as f32 / 2.0 * 7.0 / 5.0;
    (most <= 4 * least).then(|| ConcentricPattern { p: Point::new(middle[0], middle[1]), size: size as i32 })
}

/// From a dark middle outwards: how long the dark is, and the light after it, if enough dark follows.
fn arm(binary: &Binary, from: [isize; 2], step: [isize; 2], reach: usize) -> Option<[usize; 2]> {
    let mut runs = [0; 3];
    let (mut at, mut run) = (from, 0);
    for _ in 0..reach {
        // Dark, light, dark.
        if binary.is_dark(at[0], at[1])? == (run == 1) {
            run += 1;
        }
        if run == 3 {
            return None;
        }
        runs[run] += 1;
        if run == 2 && 2 * runs[2] >= runs[1] {
            return Some([runs[0], runs[1]]);
        }
        at = [at[0] + step[0], at[1] + step[1]];
    }
    None
}
