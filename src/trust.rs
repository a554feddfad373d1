//! Whose signature counts, and how fresh that knowledge is.

mod freshness;
mod list;

pub use freshness::Freshness;
pub use list::{ListError, MaySign, TrustList, TrustedKey, sign_trust_list};

use crate::limits::CLOCK_TOLERANCE;
use crate::time::UnixTime;

/// The earliest time that can be now: the app's build time, or the newest time of a list that it has authenticated.
/// Never a time from a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeFloor(UnixTime);

impl TimeFloor {
    /// A floor at `time`.
    pub const fn new(time: UnixTime) -> Self {
        Self(time)
    }

    /// The floor, raised to the time of an authenticated list; never lowered.
    #[must_use]
    pub fn raised_by(self, list: &TrustList) -> Self {
        Self(self.0.max(list.issued_at()))
    }

    /// The floor's moment.
    pub const fn time(self) -> UnixTime {
        self.0
    }

    /// Whether a clock that says `at` is wrong for certain.
    pub fn is_after(self, at: UnixTime) -> bool {
        at.plus(CLOCK_TOLERANCE) < self.0
    }
}

/// What a verifier holds when it decides. Status lists join here.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    /// The authenticated trust list.
    pub trust: &'a TrustList,
    /// The time floor.
    pub floor: TimeFloor,
}

impl Lists<'_> {
    /// The least fresh of the lists at `at`.
    pub fn freshness(&self, at: UnixTime, max_age: u64) -> Freshness {
        Freshness::of(self.trust.issued_at(), self.trust.expires(), at, max_age)
    }
}
