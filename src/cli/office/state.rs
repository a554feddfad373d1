//! States of the record and changes of it.
//!
//! Cases are spread over 256 buckets by their hash, and the passes of one commit that fall into one bucket are one entry. A commit of
//! ten thousand passes so touches 256 pages however large the record is, where a tree by hash would touch ten thousand; a look-up reads
//! one bucket, 4 MB of a country's.

use std::collections::{BTreeMap, BTreeSet};

use redb::{ReadTransaction, ReadableTable, TableDefinition, WriteTransaction};

use super::case::{Case, HASH_BYTES};
use super::error::OfficeError;
use super::record::SHARDS;
use super::shard::{Entry, ISSUED_BYTES, Issued, Shard, ShardId};
use crate::time::UnixTime;
use crate::trust::Standing;

/// Bucket of a case's hash, number of the commit -> hashes with what was issued.
pub(super) const ISSUED: TableDefinition<(u8, u64), &[u8]> = TableDefinition::new("issued");
/// Shard, index -> standing, since when; those as issued have none.
pub(super) const STANDINGS: TableDefinition<(u32, u32), (u8, u64)> = TableDefinition::new("standings");

/// A state of the record.
pub(in crate::cli) struct Reading {
    pub(super) transaction: ReadTransaction,
}

impl Reading {
    /// The store's own reading, for tables that are kept beside these.
    pub(in crate::cli) fn transaction(&self) -> &ReadTransaction {
        &self.transaction
    }

    /// All shards, in the order in which they were begun.
    pub(in crate::cli) fn shards(&self) -> Result<Vec<Shard>, OfficeError> {
        let table = self.transaction.open_table(SHARDS)?;
        let shards = table.iter()?.map(|found| {
            let (id, row) = found?;
            let (name, size, _, used, ends) = row.value();
            let ends = UnixTime::new(ends).filter(|ends| *ends != UnixTime::EPOCH);
            Ok(Shard { id: ShardId(id.value()), name: name.to_string(), size, used, ends })
        });
        shards.collect()
    }

    /// Everything that was issued in each of some cases, in the order of its commits. Reads a bucket once for all its cases.
    pub(in crate::cli) fn issued_in_each(&self, cases: &[Case]) -> Result<Vec<Vec<Issued>>, OfficeError> {
        let table = self.transaction.open_table(ISSUED)?;
        let mut found: BTreeMap<_, _> = cases.iter().map(|case| (case.0, Vec::new())).collect();
        let buckets: BTreeSet<_> = cases.iter().map(bucket).collect();
        for bucket in buckets {
            for entry in table.range((bucket, 0)..=(bucket, u64::MAX))? {
                let (_, rows) = entry?;
                let (rows, _) = rows.value().as_chunks::<ROW>();
                for row in rows {
                    if let Some(of_case) = row.first_chunk().and_then(|hash: &[u8; HASH_BYTES]| found.get_mut(hash)) {
                        of_case.extend(issued(row));
                    }
                }
            }
        }
        Ok(cases.iter().map(|case| found.get(&case.0).cloned().unwrap_or_default()).collect())
    }

    /// The standing of an entry and since when; none where it is as issued.
    pub(in crate::cli) fn standing(&self, entry: Entry) -> Result<Option<(Standing, UnixTime)>, OfficeError> {
        let table = self.transaction.open_table(STANDINGS)?;
        let found = table.get((entry.shard.0, entry.index))?;
        Ok(found.and_then(|row| standing(row.value())))
    }

    /// Calls `each` with every entry of a shard that is not as issued, ascending by index, and since when.
    pub(in crate::cli) fn standings(
        &self,
        shard: ShardId,
        mut each: impl FnMut(u32, Standing, UnixTime),
    ) -> Result<(), OfficeError> {
        let table = self.transaction.open_table(STANDINGS)?;
        for found in table.range((shard.0, 0)..=(shard.0, u32::MAX))? {
            let (key, row) = found?;
            if let Some((standing, since)) = standing(row.value()) {
                each(key.value().1, standing, since);
            }
        }
        Ok(())
    }
}

fn standing((standing, since): (u8, u64)) -> Option<(Standing, UnixTime)> {
    Some((Standing::from_u8(standing)?, UnixTime::new(since)?))
}

/// Bytes of a case's hash and what was issued in it.
const ROW: usize = HASH_BYTES + ISSUED_BYTES;

/// What of a row was issued.
fn issued(row: &[u8; ROW]) -> Option<Issued> {
    row.last_chunk().and_then(Issued::from_bytes)
}

fn bucket(case: &Case) -> u8 {
    case.0[0]
}

/// A change of the record; without [`Writing::commit`] nothing of it remains.
pub(in crate::cli) struct Writing {
    pub(super) transaction: WriteTransaction,
}

impl Writing {
    /// The store's own change, for tables that are kept beside these.
    pub(in crate::cli) fn transaction(&self) -> &WriteTransaction {
        &self.transaction
    }

    /// Records passes with their cases.
    pub(in crate::cli) fn record(&self, passes: &[(Option<Case>, Issued)]) -> Result<(), OfficeError> {
        self.record_ends(passes)?;
        let mut rows: Vec<_> = passes.iter().filter_map(|(case, issued)| Some(((*case)?, *issued))).collect();
        rows.sort_by_key(|(case, _)| *case);
        let mut table = self.transaction.open_table(ISSUED)?;
        for rows in rows.chunk_by(|(one, _), (other, _)| bucket(one) == bucket(other)) {
            let Some(bucket) = rows.first().map(|(case, _)| bucket(case)) else { continue };
            let value: Vec<u8> =
                rows.iter().flat_map(|(case, issued)| case.0.into_iter().chain(issued.to_bytes())).collect();
            let last = table.range((bucket, 0)..=(bucket, u64::MAX))?.next_back().transpose()?;
            let number = last.map_or(0, |(key, _)| key.value().1 + 1);
            table.insert((bucket, number), value.as_slice())?;
        }
        Ok(())
    }

    /// Moves the ends of shards on.
    fn record_ends(&self, passes: &[(Option<Case>, Issued)]) -> Result<(), OfficeError> {
        let mut ends = BTreeMap::new();
        for (_, issued) in passes {
            let end = ends.entry(issued.entry.shard.0).or_insert(issued.ends);
            *end = issued.ends.max(*end);
        }
        let mut table = self.transaction.open_table(SHARDS)?;
        for (shard, end) in ends {
            let Some((name, size, key, used, before)) = table.get(shard)?.map(|row| {
                let (name, size, key, used, ends) = row.value();
                (name.to_string(), size, *key, used, ends)
            }) else {
                continue;
            };
            table.insert(shard, (name.as_str(), size, &key, used, before.max(end.seconds())))?;
        }
        Ok(())
    }

    /// Forgets which case the passes of a bucket belong to that ended before `at`; how many those were.
    pub(super) fn forget(&self, bucket: u8, at: UnixTime) -> Result<u64, OfficeError> {
        let mut table = self.transaction.open_table(ISSUED)?;
        let (mut forgotten, mut shorter) = (0, Vec::new());
        table.retain_in((bucket, 0)..=(bucket, u64::MAX), |(_, number), rows| {
            let (rows, _) = rows.as_chunks::<ROW>();
            let kept: Vec<_> = rows.iter().filter(|row| issued(row).is_some_and(|issued| issued.ends >= at)).collect();
            let is_whole = kept.len() == rows.len();
            forgotten += (rows.len() - kept.len()) as u64;
            if !is_whole && !kept.is_empty() {
                shorter.push((number, kept.into_iter().flatten().copied().collect::<Vec<u8>>()));
            }
            is_whole
        })?;
        for (number, rows) in shorter {
            table.insert((bucket, number), rows.as_slice())?;
        }
        Ok(forgotten)
    }

    /// Sets the standing of an entry from `since` on.
    pub(in crate::cli) fn set(&self, entry: Entry, standing: Standing, since: UnixTime) -> Result<(), OfficeError> {
        let mut table = self.transaction.open_table(STANDINGS)?;
        let key = (entry.shard.0, entry.index);
        match standing {
            Standing::AsIssued => table.remove(key)?,
            other => table.insert(key, (other.to_u8(), since.seconds()))?,
        };
        Ok(())
    }

    /// Makes it hold, also after a power cut.
    pub(in crate::cli) fn commit(self) -> Result<(), OfficeError> {
        Ok(self.transaction.commit()?)
    }
}
