//! How old a verifier's knowledge may be.

use crate::limits::LIST_AGE_WARNING;
use crate::time::UnixTime;

/// The freshness of a list, with the seconds that its next step is away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// In order for another `left` seconds.
    Fresh {
        /// Seconds until stale.
        left: u64,
    },
    /// Stale within the hour.
    Ageing {
        /// Seconds until stale.
        left: u64,
    },
    /// Too old, or expired: nothing may be accepted.
    Stale,
}

impl Freshness {
    /// Freshness at `at` of a list issued at `issued_at` that is not trusted from `expires` on and not longer than `max_age` seconds.
    pub fn of(issued_at: UnixTime, expires: UnixTime, at: UnixTime, max_age: u64) -> Self {
        let end = issued_at.plus(max_age).min(expires);
        match end.since(at) {
            0 => Self::Stale,
            left @ 1..=LIST_AGE_WARNING => Self::Ageing { left },
            left => Self::Fresh { left },
        }
    }

    /// The less fresh of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other.left() < self.left() { other } else { self }
    }

    /// Seconds until stale.
    pub fn left(self) -> u64 {
        match self {
            Self::Fresh { left } | Self::Ageing { left } => left,
            Self::Stale => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ages_an_hour_before_it_is_stale_and_its_expiry_comes_first() {
        let t = |s| UnixTime::new(s).expect("small");
        let of = |at, expires| Freshness::of(t(100_000), t(expires), t(at), 10_000);
        assert_eq!(of(100_000, 999_999), Freshness::Fresh { left: 10_000 });
        assert_eq!(of(106_400, 999_999), Freshness::Ageing { left: 3_600 });
        assert_eq!(of(106_399, 999_999), Freshness::Fresh { left: 3_601 });
        assert_eq!(of(109_999, 999_999), Freshness::Ageing { left: 1 });
        assert_eq!(of(110_000, 999_999), Freshness::Stale);
        assert_eq!(of(101_000, 101_000), Freshness::Stale);
    }
}
