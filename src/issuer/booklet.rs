//! When the copies of a booklet hold.

use alloc::vec::Vec;

use crate::limits::MAX_COPIES;
use crate::time::{UnixTime, Window};

const DAY: u64 = 86_400;

/// Windows for at most `keys` copies of a pass that holds in `whole`: `per_day` for each day in UTC, each for that day and the next, so that a copy
/// of a resident's own day is there in every time zone. With fewer keys than days need, the first days are served.
///
/// All copies that an issuer makes for one day, for anybody, have the same window: that is what keeps a window from being a mark. So days are
/// whole, and cut only by `key`, the window of the issuer's key, which everybody shares.
pub fn booklet_windows(whole: Window, per_day: usize, keys: usize, key: Window) -> Vec<Window> {
    let midnight = |at: UnixTime| at.minus(at.seconds() % DAY);
    let first = midnight(whole.not_before());
    let end = midnight(whole.expires()).max(first.plus(DAY));
    let mut windows = Vec::new();
    let mut day = first;
    while day < end && windows.len() < keys.min(MAX_COPIES) {
        let window = Window::new(day.max(key.not_before()), day.plus(2 * DAY).min(end).min(key.expires()));
        let Some(window) = window else { break };
        for _ in 0..per_day.clamp(1, keys - windows.len()) {
            windows.push(window);
        }
        day = day.plus(DAY);
    }
    windows.truncate(MAX_COPIES);
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Validity;

    const NOON: u64 = 1_795_003_200 - 1_795_003_200 % DAY + DAY / 2;

    fn t(seconds: u64) -> UnixTime {
        UnixTime::EPOCH.plus(seconds)
    }

    fn window(from: u64, to: u64) -> Window {
        Window::new(t(from), t(to)).expect("ordered")
    }

    fn ages() -> Window {
        window(0, NOON * 2)
    }

    #[test]
    fn at_every_moment_of_every_day_its_copies_are_valid() {
        let windows = booklet_windows(window(NOON, NOON + 28 * DAY), 3, 85, ages());
        assert_eq!(windows.len(), 84);
        for hour in 0..27 * 24 {
            let at = t(NOON + hour * 3_600);
            let valid = windows.iter().filter(|window| window.at(at) == Validity::Valid).count();
            let first_day = hour < 12;
            assert_eq!(valid, if first_day { 3 } else { 6 }, "hour {hour}");
        }
    }

    #[test]
    fn windows_do_not_tell_when_somebody_asked() {
        let at = |moment| booklet_windows(window(moment, moment + 7 * DAY), 2, 14, ages());
        let morning = at(NOON - DAY / 2);
        assert!((0..24).all(|hour| at(NOON - DAY / 2 + hour * 3_600 + 59) == morning));
    }

    #[test]
    fn few_keys_serve_the_first_days_and_the_issuers_key_bounds_all() {
        let five = booklet_windows(window(NOON, NOON + 28 * DAY), 3, 5, ages());
        let midnight = NOON - DAY / 2;
        assert_eq!(five[..3], [window(midnight, midnight + 2 * DAY); 3]);
        assert_eq!(five[3..], [window(midnight + DAY, midnight + 3 * DAY); 2]);
        let key = window(NOON, NOON + 2 * DAY);
        let bounded = booklet_windows(window(NOON, NOON + 28 * DAY), 1, 85, key);
        let expected = [
            window(NOON, midnight + 2 * DAY),
            window(midnight + DAY, NOON + 2 * DAY),
            window(midnight + 2 * DAY, NOON + 2 * DAY),
        ];
        assert_eq!(bounded, expected);
        assert_eq!(booklet_windows(window(NOON, NOON + DAY), 3, 0, ages()), []);
    }

    #[test]
    fn no_copy_outlives_the_pass() {
        let windows = booklet_windows(window(NOON, NOON + 3 * DAY), 1, 85, ages());
        let midnight = NOON - DAY / 2;
        assert_eq!(windows.iter().map(|window| window.expires()).max(), Some(t(midnight + 3 * DAY)));
    }
}
