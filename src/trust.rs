//! Whose signature counts, what has become of passes since, and how fresh that knowledge is.

mod bundle;
mod changes;
mod freshness;
mod known;
mod list;
mod roots;
mod snapshot;
mod status;
mod statuses;

pub use bundle::Bundle;
pub use changes::pack_changes;
pub use freshness::Freshness;
pub use known::{Known, UpdateError};
pub use list::{KeyStanding, ListError, MaySign, TrustList, TrustedKey, and_signed, sign_trust_list};
pub use roots::Roots;
pub use snapshot::{Contents, FileName, ListedStatus, Snapshot, UnverifiedSnapshot, sign_snapshot};
pub use status::{STATUS_BITS, Standing, StatusClaims, StatusError, StatusList, sign_status_delta, sign_status_list};
pub(crate) use status::{sign, verified};
pub use statuses::Statuses;

use crate::id::{IssuerId, StatusReference};
use crate::limits::CLOCK_TOLERANCE;
use crate::time::{UnixTime, Window};

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

/// What a verifier holds when it decides.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    /// The authenticated trust list.
    pub trust: &'a TrustList,
    /// The authenticated status lists.
    pub statuses: &'a [StatusList],
    /// The window of the snapshot that vouches for all of them: their age counts from its beginning, and with it they end. A host that serves the
    /// same snapshot for ever gains nothing.
    pub vouched: Option<Window>,
    /// The time floor.
    pub floor: TimeFloor,
    /// The latest time that can be now, where that is known: what the host that served the lists said, and the seconds that have passed
    /// since. It is nobody's signed word, so it only ever leaves a verdict open.
    pub ceiling: Option<UnixTime>,
}

impl<'a> Lists<'a> {
    /// Lists of keys alone.
    pub fn of_keys(trust: &'a TrustList, floor: TimeFloor) -> Self {
        Self { trust, statuses: &[], vouched: None, floor, ceiling: None }
    }

    /// Freshness of the trust list at `at`.
    pub fn freshness(&self, at: UnixTime, max_age: u64) -> Freshness {
        self.freshness_of(self.trust.issued_at(), self.trust.expires(), at, max_age)
    }

    /// Freshness of a status list at `at`.
    pub fn status_freshness(&self, list: &StatusList, at: UnixTime, max_age: u64) -> Freshness {
        self.freshness_of(list.issued_at(), list.expires(), at, max_age)
    }

    /// The least fresh of all lists at `at`.
    pub fn least_fresh(&self, at: UnixTime, max_age: u64) -> Freshness {
        let statuses = self.statuses.iter().map(|list| self.status_freshness(list, at, max_age));
        statuses.fold(self.freshness(at, max_age), Freshness::min)
    }

    /// The status list that a pass of `issuer` refers to.
    pub fn status_list(&self, reference: &StatusReference, issuer: &IssuerId) -> Option<&'a StatusList> {
        self.statuses.iter().find(|list| list.uri() == reference.uri && list.issuer() == issuer)
    }

    /// Whether a clock that says `at` is ahead for certain.
    pub fn is_ahead(&self, at: UnixTime) -> bool {
        self.ceiling.is_some_and(|ceiling| at > ceiling.plus(CLOCK_TOLERANCE))
    }

    fn freshness_of(&self, issued_at: UnixTime, expires: UnixTime, at: UnixTime, max_age: u64) -> Freshness {
        let (counted_from, expires) = match self.vouched {
            Some(vouched) => (vouched.not_before().max(issued_at), vouched.expires().min(expires)),
            None => (issued_at, expires),
        };
        Freshness::of(counted_from, expires, at, max_age)
    }
}
