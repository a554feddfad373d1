//! Which copy of a door pass is shown next, and for how long there are copies left.

use alloc::vec::Vec;

use super::{Checked, Delivery};
use crate::key::PublicKey;
use crate::limits::MAX_COPIES;
use crate::time::{UnixTime, Validity, Window};
use crate::wire::cbor::{self, Value};

/// A copy that ends sooner than this is taken when there is no other, in seconds: a visitor may stand in a queue.
const ENDS_SOON: u64 = 3_600;

/// Copies for fewer days than this are few: an office may be closed over a weekend.
const FEW_DAYS: u64 = 3 * 86_400;

/// How often a copy was shown, and when last; what a wallet keeps, sealed, and writes before it draws a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Use {
    times: u64,
    last: UnixTime,
}

/// How many copies a wallet asks for: three a day for four weeks, and the record. As text of a link that is 14,000 characters.
pub const BOOKLET_KEYS: usize = 85;

/// How each copy of one delivery was used, by its place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses(Vec<Use>);

impl Uses {
    /// Reads what [`Uses::encode`] wrote; `None` for anything else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let value = cbor::decode(bytes).ok()?;
        let uses = value.as_array()?.iter().map(|entry| match entry.as_array()? {
            [times, last] => Some(Use { times: times.as_u64()?, last: UnixTime::new(last.as_u64()?)? }),
            _ => None,
        });
        let uses = uses.take(MAX_COPIES + 1).collect::<Option<Vec<_>>>()?;
        (uses.len() <= MAX_COPIES).then_some(Self(uses))
    }

    /// A CBOR array with, for each copy up to the last that was shown, how often and when last.
    pub fn encode(&self) -> Vec<u8> {
        let entry =
            |entry: &Use| Value::Array([entry.times, entry.last.seconds()].into_iter().map(Value::Unsigned).collect());
        Value::Array(self.0.iter().map(entry).collect()).encode()
    }

    /// The copy at `place` is shown at the moment `at`. A place that no delivery has is not noted.
    pub fn add(&mut self, place: usize, at: UnixTime) {
        if place >= MAX_COPIES {
            return;
        }
        if self.0.len() <= place {
            self.0.resize(place + 1, Use::default());
        }
        let entry = &mut self.0[place];
        *entry = Use { times: entry.times.saturating_add(1), last: at };
    }

    /// How often the copy at `place` was shown.
    pub fn times(&self, place: usize) -> u64 {
        self.of(place).times
    }

    /// How the copies of `delivery` were used as copies of `other`, of which `uses` tells. Where an office has answered one request twice, the copies
    /// of both are under the same keys, and whoever saw a key would know it again.
    pub fn carried(delivery: &Delivery, other: &Delivery, uses: &Self) -> Self {
        let under = |key: PublicKey| other.copies().iter().position(|copy| copy.claims().holder == Some(key));
        let place = |copy: &Checked| copy.claims().holder.and_then(under);
        let used = delivery.copies().iter().map(|copy| place(copy).map(|place| uses.of(place)).unwrap_or_default());
        Self(used.collect())
    }

    fn of(&self, place: usize) -> Use {
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// The copies of a delivery and how they were used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booklet {
    copies: Vec<(Window, Use)>,
}

/// Why it is time to ask for more copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// There are copies that are valid now, and each of them was shown.
    Shown,
    /// The last copy ends in less than three days.
    Ending,
}

/// How many copies are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// Never shown, and valid now.
    pub now: usize,
    /// Never shown, and valid now or later.
    pub in_all: usize,
    /// When the last copy ends, shown or not.
    pub ends: UnixTime,
    /// Whether it is time to ask for more.
    pub shortage: Option<Shortage>,
}

impl Booklet {
    /// The copies of `delivery`, used as `uses` says.
    pub fn new(delivery: &Delivery, uses: &Uses) -> Self {
        Self::of_windows(delivery.copies().iter().map(|copy| copy.claims().window), uses)
    }

    /// Copies with these windows, in the order of their delivery.
    pub fn of_windows(windows: impl IntoIterator<Item = Window>, uses: &Uses) -> Self {
        let copies = windows.into_iter().enumerate().map(|(place, window)| (window, uses.of(place)));
        Self { copies: copies.collect() }
    }

    /// The place of the copy to show at the moment `at`: one that is valid; the least often shown; among the fresh ones the one that ends
    /// first, among the others the one that was not shown for the longest time. `None` where none is valid.
    pub fn next(&self, at: UnixTime) -> Option<usize> {
        let valid = self.copies.iter().enumerate().filter(|(_, (window, _))| window.at(at) == Validity::Valid);
        let chosen = valid.min_by_key(|(_, (window, entry))| {
            let ends_soon = window.expires().since(at) < ENDS_SOON;
            let order = if entry.times == 0 { window.expires() } else { entry.last };
            (entry.times, ends_soon, order)
        });
        chosen.map(|(place, _)| place)
    }

    /// What is left at the moment `at`; `None` where nothing is: every copy has ended.
    pub fn supply(&self, at: UnixTime) -> Option<Supply> {
        let left = || self.copies.iter().filter(|(window, _)| window.at(at) != Validity::Expired);
        let ends = left().map(|(window, _)| window.expires()).max()?;
        let valid = || left().filter(|(window, _)| window.at(at) == Validity::Valid);
        let is_fresh = |(_, entry): &&(Window, Use)| entry.times == 0;
        let now = valid().filter(is_fresh).count();
        let shortage = match valid().next() {
            Some(_) if now == 0 => Some(Shortage::Shown),
            _ => (ends.since(at) < FEW_DAYS).then_some(Shortage::Ending),
        };
        Some(Supply { now, in_all: left().filter(is_fresh).count(), ends, shortage })
    }
}
