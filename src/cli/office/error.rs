//! What can go wrong with an office's record.

use core::fmt;
use std::io;
use std::path::PathBuf;

/// Why the record is not read or written.
#[derive(Debug)]
pub(in crate::cli) enum OfficeError {
    /// The folder has no record.
    Missing(PathBuf),
    /// The record cannot be opened.
    Closed(PathBuf, io::Error),
    /// Another process has it open.
    InUse(PathBuf),
    /// Other users of the machine may read it.
    Exposed(PathBuf),
    /// It was made by another version, or is no record.
    Unknown(PathBuf),
    /// It was copied or put back.
    Moved(PathBuf),
    /// The store fails.
    Store(redb::Error),
    /// A case number that is empty or too long.
    Case,
}

impl fmt::Display for OfficeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(folder) => write!(f, "{} is not an office's folder", folder.display()),
            Self::Closed(folder, error) => {
                write!(f, "cannot open the record of the office {}: {error}", folder.display())
            }
            Self::InUse(folder) => write!(f, "another command is at work in the office {}", folder.display()),
            Self::Exposed(folder) => {
                write!(f, "other users of this machine may read the record of the office {}", folder.display())
            }
            Self::Unknown(folder) => {
                write!(f, "the record of the office {} is damaged or of another version", folder.display())
            }
            Self::Moved(folder) => {
                write!(
                    f,
                    "the record of the office {} is a copy, and may not know which entries were given out since",
                    folder.display()
                )
            }
            Self::Store(error) => write!(f, "the office's record fails: {error}"),
            Self::Case => f.write_str("a case number has 1 to 128 bytes"),
        }
    }
}

impl OfficeError {
    /// What to do about it.
    pub(in crate::cli) fn remedy(&self) -> String {
        match self {
            Self::Missing(folder) => {
                format!("Name another folder, or make an office with tessera office init {}.", folder.display())
            }
            Self::Closed(..) => "Check that you may read and write it.".into(),
            Self::InUse(_) => {
                "Wait until that command has ended. Several machines work side by side with an office for each part."
                    .into()
            }
            Self::Exposed(folder) => {
                format!("Run chmod -R go= {} and ask who has read it meanwhile.", folder.display())
            }
            Self::Unknown(_) => "Use the version that made it, or put back the copy of last night.".into(),
            Self::Moved(folder) => format!(
                "Make sure that no other machine goes on with it, then run tessera office restored {}: it begins new status lists.",
                folder.display()
            ),
            Self::Store(_) => "Check that the disk is not full. What was committed before is safe.".into(),
            Self::Case => "Write the number that the office's own files have for the case.".into(),
        }
    }
}

impl<E: Into<redb::Error>> From<E> for OfficeError {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}
