//! How far a batch has come: one row of the office's record, changed together with what was issued, and a folder that follows it.
//!
//! A chunk's files are first written whole under another name. Then the record takes in what they hold and that they are done, at once and
//! for good. Then the files get their names. Whatever a crash cuts off: before the commit nothing was issued, and after it the names are
//! made up for when the batch goes on.

#[cfg(test)]
mod tests;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use redb::{TableDefinition, TableError};

use super::Tally;
use super::piece::{FAULTS, Finished, PASSES};
use super::rows::Mark;
use crate::cli::error::CliError;
use crate::cli::office::{Office, OfficeError, Part, Writing};
use crate::cli::output;
use crate::cli::random;
use crate::time::UnixTime;

type Row<'a> = (&'a [u8; 32], u64, Option<u64>, u64, &'a [u8; 32], u64, u64, u64, u64, bool);

/// Id of a batch -> [`State`], its fields in their order.
const BATCHES: TableDefinition<&[u8; 16], Row<'_>> = TableDefinition::new("batches");

/// The file that says which batch a folder is of.
const NAME: &str = "batch.id";

/// What a file is called until it is whole and recorded.
fn draft(name: &str) -> String {
    format!(".{name}.unfinished")
}

fn is_draft(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".unfinished")
}

/// How far a batch has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// SHA-256 of what the batch was begun with.
    pub(super) settings: [u8; 32],
    /// When its passes are made.
    pub(super) at: UnixTime,
    /// Bytes of the table, where it is a file.
    pub(super) size: Option<u64>,
    /// What of the table is done.
    pub(super) mark: Mark,
    /// Chunks that are done.
    pub(super) chunks: u64,
    /// Passes for wallets.
    pub(super) live: u64,
    /// Passes on paper.
    pub(super) paper: u64,
    /// Rows that were not issued.
    pub(super) bad: u64,
    /// Whether the table's end was reached.
    pub(super) done: bool,
}

impl State {
    /// Nothing is done yet; `mark` is that of the header.
    pub(super) fn begin(settings: [u8; 32], at: UnixTime, size: Option<u64>, mark: Mark) -> Self {
        Self { settings, at, size, mark, chunks: 0, live: 0, paper: 0, bad: 0, done: false }
    }

    /// What it has come to.
    pub(super) fn tally(&self) -> Tally {
        Tally { live: self.live, paper: self.paper, bad: self.bad }
    }

    fn row(&self) -> Row<'_> {
        let mark = &self.mark;
        (
            &self.settings,
            self.at.seconds(),
            self.size,
            mark.rows,
            &mark.digest,
            self.chunks,
            self.live,
            self.paper,
            self.bad,
            self.done,
        )
    }

    fn of((settings, at, size, rows, digest, chunks, live, paper, bad, done): Row<'_>) -> Option<Self> {
        let mark = Mark { rows, digest: *digest };
        Some(Self { settings: *settings, at: UnixTime::new(at)?, size, mark, chunks, live, paper, bad, done })
    }

    /// How many passes were issued.
    pub(super) fn passes(&self) -> u64 {
        self.live + self.paper
    }
}

/// A batch in its folder.
pub(super) struct Journal<'a> {
    office: &'a Office,
    folder: PathBuf,
    part: Part,
    id: [u8; 16],
    state: State,
}

impl<'a> Journal<'a> {
    /// Begins a batch in a new folder, or goes on with the one that was begun there.
    pub(super) fn open(office: &'a Office, folder: &Path, part: Part, begin: State) -> Result<Self, CliError> {
        let name = folder.join(NAME);
        let is_new = match fs::read_dir(folder) {
            // Where the folder came about and its name of the batch did not, nothing was begun.
            Ok(entries) => entries.flatten().all(|entry| entry.file_name() == draft(NAME).as_str()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(CliError::Read(folder.to_path_buf(), error)),
        };
        if is_new {
            output::private_folder(folder)?;
            let mut id = [0; 16];
            id.copy_from_slice(&random::seed()?[..16]);
            let unfinished = folder.join(draft(NAME));
            let written = fill(&unfinished, &[hex(&id).as_bytes()]).and_then(|()| fs::rename(&unfinished, &name));
            written
                .and_then(|()| output::sync_folder(&name))
                .and_then(|()| output::sync_folder(folder))
                .map_err(|error| CliError::Write(name.clone(), error))?;
        }
        let text = fs::read_to_string(&name).map_err(|_| CliError::FolderExists(folder.to_path_buf()))?;
        let id = unhex(&text).ok_or_else(|| CliError::FolderExists(folder.to_path_buf()))?;
        let mut journal = Self { office, folder: folder.to_path_buf(), part, id, state: begin };
        match journal.stored()? {
            Some(stored) => {
                journal.agree(&stored)?;
                journal.state = stored;
                journal.catch_up()?;
            }
            None if journal.has_passes()? => {
                return Err(CliError::Usage(
                    "the office's record knows nothing of the batch in this folder",
                    "Name the folder of the office with which it was begun, or another folder for the passes.",
                ));
            }
            None => journal.keep(|_| Ok(()))?,
        }
        Ok(journal)
    }

    /// How far it has come.
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    fn stored(&self) -> Result<Option<State>, CliError> {
        let reading = self.office.read()?;
        let table = match reading.transaction().open_table(BATCHES) {
            Ok(table) => table,
            Err(TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(error) => return Err(OfficeError::from(error).into()),
        };
        let row = table.get(&self.id).map_err(OfficeError::from)?;
        Ok(row.and_then(|row| State::of(row.value())))
    }

    /// Whether this run is of the same batch as the one before.
    fn agree(&self, stored: &State) -> Result<(), CliError> {
        if self.state.settings != stored.settings {
            return Err(CliError::Usage(
                "the batch in this folder was begun with other arguments",
                "Give the same key, days, part, chunk and time as the first time, or another folder for the passes.",
            ));
        }
        match (self.state.size, stored.size) {
            (Some(one), Some(other)) if one != other => Err(another_table()),
            _ => Ok(()),
        }
    }

    /// Gives their names to files of the last chunk that is done, and removes those of chunks that are not.
    fn catch_up(&self) -> Result<(), CliError> {
        for kind in ["passes", "faults"] {
            if let Some(last) = self.state.chunks.checked_sub(1) {
                self.publish(kind, last)?;
            }
        }
        for name in self.names()? {
            if is_draft(&name) {
                let path = self.folder.join(name);
                fs::remove_file(&path).map_err(|error| CliError::Write(path, error))?;
            }
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, CliError> {
        let failed = |error| CliError::Read(self.folder.clone(), error);
        let entries = fs::read_dir(&self.folder).map_err(failed)?;
        entries.map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn has_passes(&self) -> Result<bool, CliError> {
        Ok(self.names()?.iter().any(|name| name.starts_with("passes-")))
    }

    /// Writes the files of the next chunk, records what they hold, and gives them their names.
    pub(super) fn put(&mut self, chunk: &Finished) -> Result<(), CliError> {
        let number = self.state.chunks;
        let kinds = [("passes", PASSES, &chunk.passes), ("faults", FAULTS, &chunk.faults)];
        for (kind, head, lines) in kinds {
            if !lines.is_empty() {
                let path = self.draft(kind, number);
                fill(&path, &[head.as_bytes(), lines]).map_err(|error| CliError::Write(path, error))?;
            }
        }
        self.sync()?;
        self.state.mark = chunk.mark;
        self.state.chunks += 1;
        self.state.live += chunk.live;
        self.state.paper += chunk.issued.len() as u64 - chunk.live;
        self.state.bad += chunk.bad;
        self.keep(|write| write.record(&chunk.issued))?;
        kinds.iter().try_for_each(|(kind, ..)| self.publish(kind, number))
    }

    /// Records that the table's end is reached.
    pub(super) fn finish(&mut self, mark: Mark) -> Result<(), CliError> {
        self.sync()?;
        self.state.mark = mark;
        self.state.done = true;
        self.keep(|_| Ok(()))
    }

    /// Commits the state together with what `also` writes.
    fn keep(&self, also: impl FnOnce(&Writing) -> Result<(), OfficeError>) -> Result<(), CliError> {
        let write = self.office.write()?;
        also(&write)?;
        {
            let mut table = write.transaction().open_table(BATCHES).map_err(OfficeError::from)?;
            table.insert(&self.id, self.state.row()).map_err(OfficeError::from)?;
        }
        Ok(write.commit()?)
    }

    /// Gives a file its name, if it is waiting for it.
    fn publish(&self, kind: &str, chunk: u64) -> Result<(), CliError> {
        let path = self.folder.join(self.name(kind, chunk));
        match fs::rename(self.draft(kind, chunk), &path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CliError::Write(path, error)),
            _ => Ok(()),
        }
    }

    fn name(&self, kind: &str, chunk: u64) -> String {
        format!("{kind}-{}-{:06}.csv", self.part.part, chunk + 1)
    }

    fn draft(&self, kind: &str, chunk: u64) -> PathBuf {
        self.folder.join(draft(&self.name(kind, chunk)))
    }

    /// Makes the names in the folder outlive a power cut.
    fn sync(&self) -> Result<(), CliError> {
        output::sync_folder(&self.folder.join(NAME)).map_err(|error| CliError::Write(self.folder.clone(), error))
    }
}

/// The table is not the one of the first time.
pub(super) fn another_table() -> CliError {
    CliError::Usage(
        "the batch in this folder was begun with another table",
        "Give the table of the first time, unchanged, or another folder for the passes.",
    )
}

fn fill(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    for part in parts {
        file.write_all(part)?;
    }
    file.sync_all()
}

fn hex(id: &[u8; 16]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).chain(["\n".to_string()]).collect()
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let text = text.trim_end();
    let good = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| u128::from_str_radix(text, 16).ok())?.map(u128::to_be_bytes)
}
