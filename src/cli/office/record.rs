//! The office's folder and the store in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, TableDefinition};
use zeroize::Zeroizing;

use super::Part;
use super::case::CaseKey;
use super::error::OfficeError;
use super::shard::Shard;
use super::state::{ISSUED, Reading, STANDINGS, Writing};

/// The store's file in the folder.
pub(super) const FILE: &str = "record.redb";

/// Bytes of pages that the store keeps in memory, so that a batch of any size takes as much.
const CACHE: usize = 8 << 20;

/// What the office was set up with; the key `version` says how to read it.
const CHARTER: TableDefinition<&str, &[u8]> = TableDefinition::new("charter");
/// Shard -> name, size, key of its order, entries used, end of its newest pass (0: none).
pub(super) const SHARDS: TableDefinition<u32, (&str, u32, &[u8; 32], u32, u64)> = TableDefinition::new("shards");

const VERSION: u8 = 1;
/// Entry of the charter: which file the store was in when it was written last.
const PLACE: &str = "place";

/// How an office is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Charter {
    /// What the addresses of its status lists begin with.
    pub(in crate::cli) status_prefix: String,
    /// Entries of a new status list.
    pub(in crate::cli) shard_size: u32,
    /// Which of the machines of the office this is, from 1.
    pub(in crate::cli) part: u32,
    /// How many there are.
    pub(in crate::cli) parts: u32,
}

impl Charter {
    /// Which part of the office this is.
    pub(in crate::cli) fn part(&self) -> Part {
        Part { part: self.part, parts: self.parts }
    }
}

/// An office's record, open in this process and in no other.
pub(in crate::cli) struct Office {
    folder: PathBuf,
    database: Database,
    charter: Charter,
    case_key: CaseKey,
}

impl Office {
    /// Makes the store's file at `path`, which must not be there.
    pub(super) fn create(path: &Path, charter: &Charter, case_key: &[u8; 32]) -> Result<(), OfficeError> {
        let database = Database::builder().set_cache_size(CACHE).create(path)?;
        restrict(path).map_err(|error| OfficeError::Closed(path.to_path_buf(), error))?;
        let write = database.begin_write()?;
        {
            let mut table = write.open_table(CHARTER)?;
            table.insert("version", [VERSION].as_slice())?;
            table.insert("case-key", case_key.as_slice())?;
            table.insert("status-prefix", charter.status_prefix.as_bytes())?;
            let place = place(path).map_err(|error| OfficeError::Closed(path.to_path_buf(), error))?;
            table.insert(PLACE, place.to_be_bytes().as_slice())?;
            for (name, number) in numbers(charter) {
                table.insert(name, number.to_be_bytes().as_slice())?;
            }
            write.open_table(SHARDS)?;
            write.open_table(ISSUED)?;
            write.open_table(STANDINGS)?;
        }
        write.commit()?;
        Ok(database.close()?)
    }

    /// Opens the record of a folder. Nobody else can, until it is dropped.
    pub(in crate::cli) fn open(folder: &Path) -> Result<Self, OfficeError> {
        let path = folder.join(FILE);
        let owned = || PathBuf::from(folder);
        let metadata = fs::metadata(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => OfficeError::Missing(owned()),
            _ => OfficeError::Closed(owned(), error),
        })?;
        if is_exposed(&metadata) {
            return Err(OfficeError::Exposed(owned()));
        }
        let database = Database::builder().set_cache_size(CACHE).open(&path).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => OfficeError::InUse(owned()),
            DatabaseError::Storage(redb::StorageError::Io(error)) => OfficeError::Closed(owned(), error),
            _ => OfficeError::Unknown(owned()),
        })?;
        let (charter, case_key) = charter(&database).ok_or_else(|| OfficeError::Unknown(owned()))?;
        Ok(Self { folder: owned(), database, charter, case_key })
    }

    /// How it is set up.
    pub(in crate::cli) fn charter(&self) -> &Charter {
        &self.charter
    }

    /// The address of a shard's status list.
    pub(in crate::cli) fn uri(&self, shard: &Shard) -> String {
        format!("{}{}", self.charter.status_prefix, shard.name)
    }

    /// The key of its case numbers.
    pub(in crate::cli) fn cases(&self) -> &CaseKey {
        &self.case_key
    }

    /// Whether the store's file is the one that was written last, and not a copy of it that was put back: that one knows nothing of what
    /// has been given out since, and would give it out again.
    pub(in crate::cli) fn check_place(&self, write: &Writing) -> Result<(), OfficeError> {
        let now = self.place()?;
        let table = write.transaction.open_table(CHARTER)?;
        let known = table.get(PLACE)?.is_some_and(|known| *known.value() == now.to_be_bytes());
        if known { Ok(()) } else { Err(OfficeError::Moved(self.folder.clone())) }
    }

    /// Goes on with a copy that was put back, in new status lists.
    pub(in crate::cli) fn accept_place(&self) -> Result<(), OfficeError> {
        let write = self.write()?;
        write.transaction.open_table(CHARTER)?.insert(PLACE, self.place()?.to_be_bytes().as_slice())?;
        let open: Vec<_> = {
            let table = write.transaction.open_table(SHARDS)?;
            let shards: Result<Vec<_>, redb::StorageError> = table
                .iter()?
                .map(|found| {
                    let (id, row) = found?;
                    let (name, size, key, _, ends) = row.value();
                    Ok((id.value(), name.to_string(), size, *key, ends))
                })
                .collect();
            shards?
        };
        {
            let mut table = write.transaction.open_table(SHARDS)?;
            for (id, name, size, key, ends) in open {
                table.insert(id, (name.as_str(), size, &key, size, ends))?;
            }
        }
        write.commit()
    }

    fn place(&self) -> Result<u128, OfficeError> {
        place(&self.folder.join(FILE)).map_err(|error| OfficeError::Closed(self.folder.clone(), error))
    }

    /// Its state at this moment, unchanged by what is written meanwhile.
    pub(in crate::cli) fn read(&self) -> Result<Reading, OfficeError> {
        Ok(Reading { transaction: self.database.begin_read()? })
    }

    /// Begins a change, which holds as a whole once it is committed. Waits until no other thread is writing.
    pub(in crate::cli) fn write(&self) -> Result<Writing, OfficeError> {
        Ok(Writing { transaction: self.database.begin_write()? })
    }
}

fn numbers(charter: &Charter) -> [(&'static str, u32); 3] {
    [("shard-size", charter.shard_size), ("part", charter.part), ("parts", charter.parts)]
}

fn charter(database: &Database) -> Option<(Charter, CaseKey)> {
    let table = database.begin_read().ok()?.open_table(CHARTER).ok()?;
    let bytes = |name: &str| Some(table.get(name).ok()??.value().to_vec());
    let number = |name: &str| Some(u32::from_be_bytes(bytes(name)?.try_into().ok()?));
    let case_key = Zeroizing::new(bytes("case-key")?);
    let charter = Charter {
        status_prefix: String::from_utf8(bytes("status-prefix")?).ok()?,
        shard_size: number("shard-size")?,
        part: number("part")?,
        parts: number("parts")?,
    };
    let key: &[u8; 32] = case_key.as_slice().try_into().ok()?;
    (bytes("version")? == [VERSION]).then(|| (charter, CaseKey(Zeroizing::new(*key))))
}

#[cfg(unix)]
fn restrict(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// What a file keeps for life and a copy of it does not have: its number in the file system, and when it was made. The same for all where
/// the system has neither.
fn place(path: &Path) -> std::io::Result<u128> {
    let metadata = fs::metadata(path)?;
    let made = metadata.created().ok().and_then(|made| made.duration_since(SystemTime::UNIX_EPOCH).ok());
    Ok(u128::from(number(&metadata)) << 64 | made.map_or(0, |made| made.as_nanos() & u128::from(u64::MAX)))
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}

#[cfg(unix)]
fn is_exposed(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_exposed(_: &fs::Metadata) -> bool {
    false
}
