//! Shards: the status lists of an office, each with its indexes in a secret order.

use crate::time::UnixTime;

/// Largest shard: what a verifier takes (`MAX_STATUS_BYTES`), in entries.
pub(in crate::cli) const MAX_SHARD: u32 = 1 << 25;

/// A shard, by its number within the office, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::cli) struct ShardId(pub(super) u32);

/// A status list of this office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Shard {
    /// Its number.
    pub(in crate::cli) id: ShardId,
    /// What the list's address ends with: the part of the office, the number and four random letters, as in `3-12-qxjz`.
    pub(in crate::cli) name: String,
    /// How many entries it has.
    pub(in crate::cli) size: u32,
    /// How many of them are given out, or skipped by a crash.
    pub(in crate::cli) used: u32,
    /// When its newest pass ends; none before its first. From then on nobody needs the list.
    pub(in crate::cli) ends: Option<UnixTime>,
}

/// An entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::cli) struct Entry {
    /// The shard.
    pub(in crate::cli) shard: ShardId,
    /// The index in it.
    pub(in crate::cli) index: u32,
}

/// What the record keeps of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Issued {
    /// Its entry.
    pub(in crate::cli) entry: Entry,
    /// When it ends.
    pub(in crate::cli) ends: UnixTime,
}

/// Bytes of an [`Issued`] in the store.
pub(super) const ISSUED_BYTES: usize = 16;

impl Issued {
    pub(super) fn to_bytes(self) -> [u8; ISSUED_BYTES] {
        let mut bytes = [0; ISSUED_BYTES];
        bytes[..4].copy_from_slice(&self.entry.shard.0.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.entry.index.to_be_bytes());
        bytes[8..].copy_from_slice(&self.ends.seconds().to_be_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; ISSUED_BYTES]) -> Option<Self> {
        let whole = u128::from_be_bytes(*bytes);
        let entry = Entry { shard: ShardId((whole >> 96) as u32), index: (whole >> 64) as u32 };
        Some(Self { entry, ends: UnixTime::new(whole as u64)? })
    }
}
