//! How to move a code so that it can be read: from where it was located in the picture.

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aiming {
    /// It is small in the picture.
    Closer,
    /// It fills the picture.
    Back,
    /// It is at the right edge of the picture.
    Left,
    /// It is at the left edge.
    Right,
    /// It is at the lower edge.
    Up,
    /// It is at the upper edge.
    Down,
    /// It is where it should be, and blurred.
    Still,
}

/// A code whose longer side is a smaller share of the picture's shorter side is small: at 1080 lines the densest code has two pixels a module then.
const SMALL: f64 = 0.25;
/// A larger share fills the picture.
const LARGE: f64 = 0.95;
/// A corner nearer to an edge, as a share of that side, is at the edge.
const EDGE: f64 = 0.02;

impl Aiming {
    /// From the corners of a code that was located and not read, in the pixels of a picture of this width and height; x to the right, y down.
    pub fn of(corners: &[[f64; 2]; 4], width: f64, height: f64) -> Self {
        let span = |axis: usize| {
            let at = corners.map(|corner| corner[axis]);
            at.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)))
        };
        let ((left, right), (top, bottom)) = (span(0), span(1));
        let share = (right - left).max(bottom - top) / width.min(height);
        let edge = |room: f64, side: f64| room < EDGE * side;
        if share > LARGE {
            Self::Back
        } else if edge(left, width) {
            Self::Right
        } else if edge(width - right, width) {
            Self::Left
        } else if edge(top, height) {
            Self::Down
        } else if edge(height - bottom, height) {
            Self::Up
        } else if share < SMALL {
            Self::Closer
        } else {
            Self::Still
        }
    }

    /// The same for a picture that is shown as in a mirror.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: f64, top: f64, side: f64) -> [[f64; 2]; 4] {
        [[left, top], [left + side, top], [left + side, top + side], [left, top + side]]
    }

    #[test]
    fn each_place_of_a_code_has_its_advice() {
        let (width, height) = (1280.0, 720.0);
        for (corners, advice) in [
            (square(400.0, 200.0, 300.0), Aiming::Still),
            (square(600.0, 300.0, 100.0), Aiming::Closer),
            (square(290.0, 10.0, 700.0), Aiming::Back),
            (square(5.0, 200.0, 300.0), Aiming::Right),
            (square(975.0, 200.0, 300.0), Aiming::Left),
            (square(400.0, 3.0, 300.0), Aiming::Down),
            (square(400.0, 417.0, 300.0), Aiming::Up),
        ] {
            assert_eq!(Aiming::of(&corners, width, height), advice, "{corners:?}");
            let turned = [corners[2], corners[3], corners[0], corners[1]];
            assert_eq!(Aiming::of(&turned, width, height), advice, "whichever way the code stands");
        }
        assert_eq!(Aiming::Left.mirrored(), Aiming::Right);
        assert_eq!(Aiming::Up.mirrored(), Aiming::Up);
    }

    #[test]
    fn corners_that_make_no_sense_get_some_advice() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let _ = Aiming::of(&[[bad; 2]; 4], 1280.0, 720.0);
        }
        let _ = Aiming::of(&square(0.0, 0.0, 0.0), 0.0, 0.0);
    }
}
