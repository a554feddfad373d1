//! The looks, and which of them a picture gets.

use super::binary::{Threshold, black};
use super::{Effort, Gray, Sight, symbol};

/// One way of turning grey into black and white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Smoothed a little. Reads most.
    Smoothed,
    /// The negative of that: light codes on dark ground.
    Inverted,
    /// As it is: dense codes.
    Plain,
    /// Half the size: noise and large codes.
    Half,
    /// Sharpened: blurred codes.
    Sharpened,
    /// Against the mean of a wide surrounding: shadows and texture.
    Wide,
    /// One and a half times the size: codes of less than two pixels a module.
    Large,
}

/// The looks that take turns, those that add most first.
pub const OTHERS: [Look; 6] = [Look::Plain, Look::Inverted, Look::Large, Look::Sharpened, Look::Wide, Look::Half];

/// Reads the codes of a picture. The looks follow each other until one reads something.
pub fn read(gray: &Gray, effort: Effort) -> Sight {
    let mut sight = Sight::default();
    let others = match effort {
        Effort::Turn(turn) => core::slice::from_ref(&OTHERS[turn % OTHERS.len()]),
        Effort::Every => &OTHERS[..],
    };
    let smoothed = gray.smoothed();
    for look in core::iter::once(&Look::Smoothed).chain(others) {
        let (binary, scale) = match look {
            Look::Smoothed => (black(&smoothed, Threshold::Hybrid), 1.0),
            Look::Inverted => (black(&smoothed.inverted(), Threshold::Hybrid), 1.0),
            Look::Plain => (black(gray, Threshold::Hybrid), 1.0),
            Look::Half => (gray.halved().ok().and_then(|half| black(&half, Threshold::Hybrid)), 2.0),
            Look::Sharpened => (black(&gray.sharpened(&smoothed), Threshold::Hybrid), 1.0),
            Look::Wide => (black(&smoothed, Threshold::WideMean), 1.0),
            Look::Large => (gray.enlarged().ok().and_then(|large| black(&large, Threshold::Hybrid)), 2.0 / 3.0),
        };
        // A picture too small to be halved, or too large to be enlarged, goes without that look.
        if let Some(binary) = binary {
            let negative = (*look == Look::Inverted).then(|| gray.inverted());
            symbol::find(&binary, scale, negative.as_ref().unwrap_or(gray), &mut sight);
        }
        if !sight.codes.is_empty() {
            break;
        }
    }
    sight
}
