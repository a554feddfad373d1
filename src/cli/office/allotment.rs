//! Giving out indexes, each once. What is given out is first set aside in the store for good; a crash then skips indexes, and no index ever
//! comes twice.

use std::ops::Range;

use redb::ReadableTable;

use super::error::OfficeError;
use super::permutation::Permutation;
use super::record::{Office, SHARDS};
use super::shard::{Entry, ShardId};
use super::state::Writing;
use crate::cli::error::CliError;
use crate::cli::random;
use crate::id::StatusReference;

/// Indexes for the passes of one process, in a random order.
pub(in crate::cli) struct Allotment<'a> {
    office: &'a Office,
    /// How many are set aside at once.
    block: u32,
    current: Option<Open>,
}

/// A shard with indexes that are set aside for this process.
struct Open {
    id: ShardId,
    uri: String,
    order: Permutation,
    counter: Range<u32>,
}

impl<'a> Allotment<'a> {
    /// Gives out indexes of an office, and sets aside at least `block` at once. Those that are left
    /// are lost unless they are given back.
    pub(in crate::cli) fn new(office: &'a Office, block: u32) -> Self {
        Self { office, block: block.max(1), current: None }
    }

    /// The next `count` indexes.
    pub(in crate::cli) fn take(&mut self, count: usize) -> Result<Vec<(Entry, StatusReference)>, CliError> {
        let mut taken = Vec::with_capacity(count);
        while taken.len() < count {
            let missing = count - taken.len();
            let open = match self.current.take() {
                Some(open) if !open.counter.is_empty() => self.current.insert(open),
                before => {
                    let next = self.set_aside(before, u32::try_from(missing).unwrap_or(u32::MAX))?;
                    self.current.insert(next)
                }
            };
            let places = open.counter.by_ref().take(missing).map(|n| open.order.place(n));
            taken.extend(places.map(|index| {
                let reference = StatusReference { index: index.into(), uri: open.uri.clone() };
                (Entry { shard: open.id, index }, reference)
            }));
        }
        Ok(taken)
    }

    /// Gives back what is set aside and was not given out, so that the next process goes on there.
    pub(in crate::cli) fn give_back(mut self) -> Result<(), CliError> {
        let Some(open) = self.current.take().filter(|open| !open.counter.is_empty()) else { return Ok(()) };
        let write = self.office.write()?;
        // Nobody else sets anything aside while this process has the record.
        if let Some(newest) = newest(&write)?.filter(|newest| newest.id == open.id && newest.used == open.counter.end) {
            self.put(&write, &Fresh { used: open.counter.start, ..newest })?;
        }
        Ok(write.commit()?)
    }

    /// Sets a block aside: in the newest shard, or in a new one where that is used up.
    fn set_aside(&self, before: Option<Open>, missing: u32) -> Result<Open, CliError> {
        let write = self.office.write()?;
        self.office.check_place(&write)?;
        let newest = newest(&write)?.filter(|shard| shard.used < shard.size);
        let shard = match newest {
            Some(shard) => shard,
            None => Fresh {
                id: next_id(&write)?,
                tail: name_tail()?,
                key: *random::seed()?,
                size: self.office.charter().shard_size,
                used: 0,
                ends: 0,
            },
        };
        let from = shard.used;
        let used = from.saturating_add(self.block.max(missing)).min(shard.size);
        let shard = Fresh { used, ..shard };
        let name = self.put(&write, &shard)?;
        write.commit()?;
        let order = match before {
            Some(open) if open.id == shard.id => open.order,
            _ => Permutation::new(&shard.key, shard.size),
        };
        let uri = format!("{}{name}", self.office.charter().status_prefix);
        Ok(Open { id: shard.id, uri, order, counter: from..used })
    }

    /// Stores a shard; its name.
    fn put(&self, write: &Writing, shard: &Fresh) -> Result<String, OfficeError> {
        let name = format!("{}-{}-{}", self.office.charter().part, shard.id.0, shard.tail);
        let row = (name.as_str(), shard.size, &shard.key, shard.used, shard.ends);
        write.transaction().open_table(SHARDS)?.insert(shard.id.0, row)?;
        Ok(name)
    }
}

/// A shard that may have room.
struct Fresh {
    id: ShardId,
    /// End of its name.
    tail: String,
    key: [u8; 32],
    size: u32,
    used: u32,
    ends: u64,
}

fn newest(write: &Writing) -> Result<Option<Fresh>, OfficeError> {
    let table = write.transaction().open_table(SHARDS)?;
    let last = table.last()?;
    Ok(last.map(|(id, row)| {
        let (name, size, key, used, ends) = row.value();
        let tail = name.rsplit('-').next().unwrap_or_default().to_string();
        Fresh { id: ShardId(id.value()), tail, key: *key, size, used, ends }
    }))
}

/// Four random letters for the end of a name: a record that is made anew or put back from a copy counts from where it was before, and must
/// not come to lists that went out in the meantime.
fn name_tail() -> Result<String, CliError> {
    let seed = random::seed()?;
    Ok(seed.iter().take(4).map(|byte| char::from(b'a' + byte % 26)).collect())
}

fn next_id(write: &Writing) -> Result<ShardId, OfficeError> {
    let table = write.transaction().open_table(SHARDS)?;
    let last = table.last()?.map_or(0, |(id, _)| id.value());
    Ok(ShardId(last + 1))
}
