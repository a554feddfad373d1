//! Passes that were let in here a moment ago: the alarm for one that is handed back through the queue. In memory alone, under a key that nobody has,
//! and gone after minutes.

use alloc::collections::VecDeque;
use core::fmt;

use crate::key::sha256;
use crate::limits::{MAX_RECENT, RECENT_STAYS};
use crate::presentation::Unverified;
use crate::time::UnixTime;

/// What a pass goes by here: 16 bytes of a hash under the key of this [`Recent`]. Nobody else can compute it, and it says nothing about anybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PassMark([u8; 16]);

/// Shows nothing: two marks that are equal are of one person.
impl fmt::Debug for PassMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PassMark(…)")
    }
}

/// The passes that were let in during the last [`RECENT_STAYS`] seconds, at most [`MAX_RECENT`].
pub struct Recent {
    key: [u8; 32],
    let_in: VecDeque<(PassMark, UnixTime)>,
}

impl Recent {
    /// None yet; `key` is random and kept nowhere.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key, let_in: VecDeque::new() }
    }

    /// The mark of the pass in a presentation. It stays the same while the live code around the pass changes, and whatever of a record is shown.
    /// `None` for what is no presentation; nothing in it is authentic.
    pub fn mark(&self, presentation: &[u8]) -> Option<PassMark> {
        let unverified = Unverified::parse(presentation).ok()?;
        // The issuer's signature is over all that the holder cannot change.
        self.hash(&[unverified.issuer_signature()])
    }

    /// The mark of what a presentation shows: that of another pass, or of more or less of the same record, is another.
    pub fn mark_of_showing(&self, presentation: &[u8]) -> Option<PassMark> {
        let unverified = Unverified::parse(presentation).ok()?;
        self.hash(&[unverified.issuer_signature(), &unverified.disclosures()])
    }

    /// A hash under the key. Nothing of it leaves this device, so that the key in front makes it a MAC.
    fn hash(&self, parts: &[&[u8]]) -> Option<PassMark> {
        let hash = sha256(&[&[&self.key[..]], parts].concat().concat());
        hash.first_chunk().copied().map(PassMark)
    }

    /// How many seconds ago the pass was let in here.
    pub fn seconds_since(&self, mark: PassMark, at: UnixTime) -> Option<u64> {
        let (_, when) = self.let_in.iter().rev().find(|(other, _)| *other == mark)?;
        let since = at.since(*when);
        (since < RECENT_STAYS).then_some(since)
    }

    /// Notes that the pass was let in.
    pub fn note(&mut self, mark: PassMark, at: UnixTime) {
        self.forget(at);
        self.let_in.retain(|(other, _)| *other != mark);
        if self.let_in.len() >= MAX_RECENT {
            self.let_in.pop_front();
        }
        self.let_in.push_back((mark, at));
    }

    /// Forgets what is over. A clock that was turned back makes nothing stay longer than it would have.
    pub fn forget(&mut self, at: UnixTime) {
        self.let_in.retain(|(_, when)| *when <= at && at.since(*when) < RECENT_STAYS);
    }

    /// How many passes it holds.
    pub fn len(&self) -> usize {
        self.let_in.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.let_in.is_empty()
    }
}
