//! From modules to pixels on paper that is not flat: a polynomial through what was recognised of a code.

use super::Corner;

/// The powers of the two coordinates in each term. Third powers follow a bend and a strong perspective; what is mixed and higher only
/// follows noise.
const TERMS: [(usize, usize); COUNT] =
    [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2), (2, 1), (1, 2), (3, 0), (0, 3), (2, 2), (3, 1), (1, 3)];

const COUNT: usize = 13;

/// How much a term is held back, by its degree, where no anchor demands it.
const RESTRAINT: [f32; 5] = [1e-6, 1e-4, 1e-2, 4e-2, 1e-1];

/// A place known in both worlds.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// In modules, from the top left corner of the code.
    pub module: Corner,
    /// In pixels.
    pub pixel: Corner,
    /// How far it is trusted; 1 for an ordinary one.
    pub weight: f32,
}

/// A smooth map from modules to pixels.
#[derive(Clone, Copy, Debug)]
pub struct Warp {
    modules: f32,
    terms: [Corner; COUNT],
}

impl Warp {
    /// The smoothest map of a code of so many modules a side that passes near the anchors; `None` where they determine none.
    pub fn through(modules: f32, anchors: &[Anchor]) -> Option<Self> {
        // Normal equations, with the two right sides as last columns.
        let mut rows = [[0.0_f32; COUNT + 2]; COUNT];
        for (i, row) in rows.iter_mut().enumerate() {
            row[i] = RESTRAINT[TERMS[i].0 + TERMS[i].1];
        }
        for anchor in anchors {
            let values = values(modules, anchor.module);
            for (row, value) in rows.iter_mut().zip(values) {
                let weighted = value * anchor.weight;
                for (sum, other) in row.iter_mut().zip(values) {
                    *sum += weighted * other;
                }
                row[COUNT] += weighted * anchor.pixel[0];
                row[COUNT + 1] += weighted * anchor.pixel[1];
            }
        }
        let [x, y] = solve(&mut rows)?;
        let terms = core::array::from_fn(|i| [x[i], y[i]]);
        let terms: [Corner; COUNT] = terms;
        terms.iter().flatten().all(|term| term.is_finite()).then_some(Self { modules, terms })
    }

    /// Where a place of the code is in the picture.
    pub fn pixel(&self, module: Corner) -> Corner {
        let mut pixel = [0.0; 2];
        for (value, term) in values(self.modules, module).iter().zip(&self.terms) {
            pixel[0] += value * term[0];
            pixel[1] += value * term[1];
        }
        pixel
    }

    /// How far a pixel's place moves with one module to the right and one down, at a place of the code.
    pub fn steps(&self, module: Corner) -> [Corner; 2] {
        let [u, v] = module;
        [([u + 0.5, v], [u - 0.5, v]), ([u, v + 0.5], [u, v - 0.5])].map(|(after, before)| {
            let (after, before) = (self.pixel(after), self.pixel(before));
            [after[0] - before[0], after[1] - before[1]]
        })
    }
}

fn values(modules: f32, module: Corner) -> [f32; COUNT] {
    let powers = module.map(|at| {
        let x = 2.0 * at / modules - 1.0;
        [1.0, x, x * x, x * x * x]
    });
    TERMS.map(|(i, j)| powers[0][i] * powers[1][j])
}

/// Gauss's elimination, for one right side or several as last columns. The matrix is symmetric and positive definite, so that it needs no
/// pivots. `None` where it is neither.
pub fn solve<const N: usize, const W: usize>(rows: &mut [[f32; W]; N]) -> Option<[[f32; N]; 2]> {
    for i in 0..N {
        let pivot = rows[i];
        if pivot[i] < 1e-9 {
            return None;
        }
        for row in &mut rows[i + 1..] {
            let share = row[i] / pivot[i];
            for (value, above) in row[i..].iter_mut().zip(&pivot[i..]) {
                *value -= share * above;
            }
        }
    }
    let mut found = [[0.0; N]; 2];
    for (column, found) in (N..W).zip(&mut found) {
        for i in (0..N).rev() {
            let rest: f32 = (i + 1..N).map(|j| rows[i][j] * found[j]).sum();
            found[i] = (rows[i][column] - rest) / rows[i][i];
        }
    }
    Some(found)
}
