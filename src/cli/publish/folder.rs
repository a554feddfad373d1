//! A folder of lists as a host serves it: files named by their content, and one fixed name for the snapshot that says which of them belong
//! together. The files come first and the snapshot last, by a renaming, so that whoever downloads meanwhile finds one state or the other.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::error::CliError;
use crate::cli::input;
use crate::cli::output::{self, Access, Overwrite};
use crate::limits::{MAX_BUNDLE_BYTES, MAX_SNAPSHOT_BYTES, MAX_STATUS_LIST_BYTES};
use crate::trust::{Bundle, FileName, UnverifiedSnapshot};

/// The one fixed name.
pub(in crate::cli) const SNAPSHOT: &str = "snapshot.cwt";

/// For how long a file is kept that no snapshot names any more, in seconds: a day.
const KEPT: u64 = 24 * 3_600;

/// What a file of the folder is called.
pub(in crate::cli) fn file_name(name: &FileName) -> String {
    format!("{name}.cwt")
}

/// A folder of lists.
pub(in crate::cli) struct ListsFolder {
    path: PathBuf,
}

impl ListsFolder {
    pub(in crate::cli) fn at(path: &Path) -> Self {
        Self { path: path.to_path_buf() }
    }

    /// The snapshot that is published, if one is.
    pub(in crate::cli) fn snapshot(&self) -> Result<Option<Vec<u8>>, CliError> {
        let path = self.path.join(SNAPSHOT);
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            _ => input::bytes(&path, MAX_SNAPSHOT_BYTES as u64).map(Some),
        }
    }

    /// What a verifier downloads: the snapshot and those of its files that are there; none where nothing is published.
    pub(in crate::cli) fn bundle(&self) -> Result<Option<Bundle>, CliError> {
        let Some(snapshot) = self.snapshot()? else { return Ok(None) };
        let named = named(&snapshot);
        let mut files = Vec::new();
        let mut room = MAX_BUNDLE_BYTES;
        for name in named {
            let path = self.path.join(file_name(&name));
            if !path.exists() {
                continue;
            }
            match input::bytes(&path, MAX_STATUS_LIST_BYTES.min(room) as u64) {
                Ok(bytes) => {
                    room -= bytes.len();
                    files.push(bytes);
                }
                // No verifier takes it either.
                Err(CliError::TooLarge(..)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Bundle { snapshot, files }))
    }

    /// Puts lists into the folder. Files that neither they nor the lists before name are removed afterwards, a day after the last snapshot
    /// that named them: whoever has that one may still be fetching them.
    pub(in crate::cli) fn place(&self, bundle: &Bundle) -> Result<(), CliError> {
        output::folder(&self.path)?;
        let of = |snapshot: &[u8]| named(snapshot).iter().map(file_name).collect::<BTreeSet<_>>();
        let before = self.snapshot()?.map(|snapshot| of(&snapshot)).unwrap_or_default();
        let after = of(&bundle.snapshot);
        for file in &bundle.files {
            let path = self.path.join(file_name(&FileName::of(file)));
            // A file by this name has this content, unless a disk failed: then it is written again.
            let is_there = input::bytes(&path, MAX_STATUS_LIST_BYTES as u64).is_ok_and(|there| there == *file);
            if !is_there {
                output::write(&path, file, Access::Usual, Overwrite::Told)?;
            }
        }
        for name in before.difference(&after) {
            touch(&self.path.join(name));
        }
        output::write(&self.path.join(SNAPSHOT), &bundle.snapshot, Access::Usual, Overwrite::Told)?;
        for name in self.names()? {
            let path = self.path.join(&name);
            let is_named = before.contains(&name) || after.contains(&name);
            if !is_named && (is_unfinished(&name) || is_old(&path)) {
                fs::remove_file(&path).map_err(|error| CliError::Write(path, error))?;
            }
        }
        Ok(())
    }

    /// Names of the files of the folder that are called by their content, and of those that a stopped command left unfinished.
    pub(in crate::cli) fn names(&self) -> Result<Vec<String>, CliError> {
        Ok(self.entries()?.into_iter().filter(|name| is_ours(name)).collect())
    }

    /// Names of whatever else lies in the folder.
    pub(super) fn strangers(&self) -> Result<Vec<String>, CliError> {
        Ok(self.entries()?.into_iter().filter(|name| !is_ours(name) && name != SNAPSHOT).collect())
    }

    fn entries(&self) -> Result<Vec<String>, CliError> {
        let failed = |error| CliError::Read(self.path.clone(), error);
        let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into_owned());
        fs::read_dir(&self.path).and_then(|entries| entries.map(name).collect()).map_err(failed)
    }
}

/// Whether a name is one that this module gives to a file that may go: any but the snapshot's own.
fn is_ours(name: &str) -> bool {
    let is_hex = |stem: &str| stem.len() == 32 && stem.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    name.strip_suffix(".cwt").is_some_and(is_hex) || is_unfinished(name)
}

/// Whether a stopped command left it. No other command is at work, since each has the office's record for itself.
fn is_unfinished(name: &str) -> bool {
    name.starts_with('.') && name.contains(".cwt.unfinished-")
}

/// Notes that a file is not named from now on. Where that fails it goes sooner, and whoever misses it asks for the new snapshot.
fn touch(path: &Path) {
    let _ = File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
}

/// Whether a file came, or was last named, more than a day ago. One whose time is not known stays.
fn is_old(path: &Path) -> bool {
    let came = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    came.and_then(|came| came.elapsed().ok()).is_some_and(|age| age.as_secs() > KEPT)
}

fn named(snapshot: &[u8]) -> Vec<FileName> {
    UnverifiedSnapshot::parse(snapshot).map(|snapshot| snapshot.contents().files().collect()).unwrap_or_default()
}
