//! Writing: a file or a folder is there as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::CliError;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Its owner only.
    Owner,
    /// Whom the system's habits let.
    Usual,
}

/// Whether a file that is there may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overwrite {
    Never,
    Told,
}

impl Overwrite {
    /// From `--force`.
    pub(super) fn when(force: bool) -> Self {
        if force { Self::Told } else { Self::Never }
    }
}

/// Writes `bytes` beside `path`, then puts them into its place.
pub(super) fn write(path: &Path, bytes: &[u8], access: Access, overwrite: Overwrite) -> Result<(), CliError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => CliError::Exists(path.to_path_buf()),
        _ => CliError::Write(path.to_path_buf(), error),
    };
    if overwrite == Overwrite::Never && path.symlink_metadata().is_ok() {
        return Err(CliError::Exists(path.to_path_buf()));
    }
    let draft = unfinished(path);
    let placed = fill(&draft, bytes, access).and_then(|()| match overwrite {
        Overwrite::Told => fs::rename(&draft, path),
        // A link fails where a file came meanwhile; a renaming would replace it.
        Overwrite::Never => fs::hard_link(&draft, path),
    });
    // After a renaming there is nothing left to remove.
    let _ = fs::remove_file(&draft);
    placed.map_err(failed)?;
    sync_folder(path).map_err(failed)
}

fn fill(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    restrict(&mut options, access);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn restrict(options: &mut OpenOptions, access: Access) {
    use std::os::unix::fs::OpenOptionsExt;
    if access == Access::Owner {
        options.mode(0o600);
    }
}

#[cfg(not(unix))]
fn restrict(_: &mut OpenOptions, _: Access) {}

/// The name that something goes by until it is whole.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".unfinished-{}", std::process::id()));
    path.with_file_name(name)
}

/// Makes a renaming to `path` outlive a power cut, where the system can.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes a folder that only its owner enters, with those above it.
pub(super) fn private_folder(path: &Path) -> Result<(), CliError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|error| CliError::Write(path.to_path_buf(), error))
}

/// Makes a folder, with those above it.
pub(super) fn folder(path: &Path) -> Result<(), CliError> {
    fs::create_dir_all(path).map_err(|error| CliError::Write(path.to_path_buf(), error))
}

/// A new folder that takes its name when it is whole, and disappears when it does not come to that.
pub(super) struct NewFolder {
    path: PathBuf,
    draft: PathBuf,
}

impl NewFolder {
    /// Begins a folder that must not be there yet. Only its owner may enter it, since passes are personal.
    pub(super) fn begin(path: &Path) -> Result<Self, CliError> {
        if path.symlink_metadata().is_ok() {
            return Err(CliError::FolderExists(path.to_path_buf()));
        }
        let draft = unfinished(path);
        private_folder(&draft)?;
        Ok(Self { path: path.to_path_buf(), draft })
    }

    /// Writes a file of the folder, in a folder inside if its name says so.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), CliError> {
        let draft = self.draft.join(name);
        let filled =
            draft.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fill(&draft, bytes, Access::Usual));
        filled.map_err(|error| CliError::Write(self.path.join(name), error))
    }

    /// Where a file of the folder is until the folder has its name, for a library that writes it by itself.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.draft.join(name)
    }

    /// Gives the folder its name.
    pub(super) fn finish(self) -> Result<(), CliError> {
        let failed = |error| CliError::Write(self.path.clone(), error);
        if self.path.symlink_metadata().is_ok() {
            return Err(CliError::FolderExists(self.path.clone()));
        }
        fs::rename(&self.draft, &self.path).map_err(failed)?;
        sync_folder(&self.path).map_err(failed)
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // Once it has its name there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.draft);
    }
}

/// Prints to standard output.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| CliError::Write("standard output".into(), error)),
    }
}
