//! Everything that can go wrong in the tool: for each, what happened and what to do about it.

use core::fmt;
use std::io;
use std::path::PathBuf;

use super::armour::ArmourError;
use super::office::OfficeError;
use crate::holder::RequestError;
use crate::trust::{ListError, UpdateError};

/// Why a command did not do what it was asked. Never holds anything about a person.
#[derive(Debug)]
pub(super) enum CliError {
    /// A file or standard input cannot be read.
    Read(PathBuf, io::Error),
    /// A file or standard output cannot be written.
    Write(PathBuf, io::Error),
    /// A file is there already.
    Exists(PathBuf),
    /// A folder is there already.
    FolderExists(PathBuf),
    /// More bytes than are taken.
    TooLarge(PathBuf, u64),
    /// A file that should be text is not UTF-8.
    NotText(PathBuf),
    /// A key file or a public file is not one, or not of the right kind.
    KeyFile(PathBuf, ArmourError),
    /// A private key that others may read.
    KeyExposed(PathBuf),
    /// The operating system gives no randomness.
    Random(getrandom::Error),
    /// The trust list would not rise.
    ListNumber { path: PathBuf, there: u64 },
    /// A trust list is not taken.
    List(ListError),
    /// Lists that a verifier would not take.
    Lists(UpdateError),
    /// What verifiers have is nothing that they can have.
    Former(PathBuf, UpdateError),
    /// The folder has lists of a later moment.
    PublishedLater,
    /// A wallet's request is not answered.
    Request(RequestError),
    /// The office's record is not read or written.
    Office(OfficeError),
    /// A line of a file of cases is none.
    Line(usize, OfficeError),
    /// A text that is no message of ours.
    NotOurs,
    /// Names, regions and identifiers have a form.
    Text(&'static str),
    /// The clock of this machine is before 1970.
    Clock,
    /// Two arguments contradict each other, or one is missing.
    Usage(&'static str, &'static str),
    /// The table of residents cannot be taken as a whole.
    Table(String),
    /// A text does not fit into a QR code.
    Code,
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-C in a batch that has issued so many passes.
    BatchStopped(u64),
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Self::Write(path, error) => write!(f, "cannot write {}: {error}", path.display()),
            Self::Exists(path) => write!(f, "{} is there already", path.display()),
            Self::FolderExists(path) => write!(f, "the folder {} is there already", path.display()),
            Self::TooLarge(path, limit) => write!(f, "{} has more than {limit} bytes", path.display()),
            Self::NotText(path) => write!(f, "{} is not UTF-8 text", path.display()),
            Self::KeyFile(path, error) => write!(f, "{}: {error}", path.display()),
            Self::KeyExposed(path) => {
                write!(f, "other users of this machine may read the private key {}", path.display())
            }
            Self::Random(error) => write!(f, "the operating system gives no random numbers: {error}"),
            Self::ListNumber { path, there } => write!(f, "{} already has the number {there}", path.display()),
            Self::List(error) => error.fmt(f),
            Self::Lists(error) => write!(f, "a verifier would not take this: {error}"),
            Self::Former(path, error) => write!(f, "{}: {error}", path.display()),
            Self::PublishedLater => f.write_str("the lists in the folder are of this moment or a later one"),
            Self::Request(error) => error.fmt(f),
            Self::Office(error) => error.fmt(f),
            Self::Line(line, error) => write!(f, "line {line}: {error}"),
            Self::NotOurs => f.write_str("this is not a text of Tessera's"),
            Self::Text(which) => write!(f, "the {which} is empty, too long, or has characters that do not show"),
            Self::Clock => f.write_str("the clock of this machine is before 1970"),
            Self::Usage(what, _) => f.write_str(what),
            Self::Table(what) => f.write_str(what),
            Self::Code => f.write_str("the text is too long for a QR code"),
            Self::Interrupted => f.write_str("stopped"),
            Self::BatchStopped(passes) => write!(f, "stopped after {passes} passes"),
        }
    }
}

impl CliError {
    /// What to do about it; empty where the message says it all.
    pub(super) fn remedy(&self) -> String {
        match self {
            Self::Read(..) => "Check that the file is there and that you may read it.".into(),
            Self::Write(..) => {
                "Check that the folder is there, that you may write to it and that the disk is not full.".into()
            }
            Self::Exists(_) => "Name another file, or give --force to replace it.".into(),
            Self::FolderExists(_) => "Name a folder that is not there yet.".into(),
            Self::TooLarge(..) => "Split it, or check that it is the right file.".into(),
            Self::NotText(_) => "Save it as UTF-8. In a spreadsheet program, choose CSV UTF-8.".into(),
            Self::KeyFile(_, error) => error.remedy().into(),
            Self::KeyExposed(path) => format!("Run chmod 600 {} and ask who has read it meanwhile.", path.display()),
            Self::Random(_) => "Make no keys on this machine.".into(),
            Self::ListNumber { there, .. } => {
                format!("Verifiers refuse a list that does not rise: use --number {} or more.", there.saturating_add(1))
            }
            Self::List(ListError::NotSigned) => {
                "Give the public half of each root that signed it. After a hand-over enough of the new roots must sign.".into()
            }
            Self::List(_) => "Get the list again from the office that made it.".into(),
            Self::Lists(UpdateError::NotSigned) => {
                "Check that the roots are those that verifiers have pinned, and that the trust list lets this key sign status lists and \
                 snapshots at the office's addresses."
                    .into()
            }
            Self::Lists(UpdateError::Malformed) => "Name a folder of published lists, or a file that holds all of them.".into(),
            Self::Lists(UpdateError::Expired) => "Make a new trust list.".into(),
            Self::Lists(_) => "Check that the folder, the trust list and the office's record belong together.".into(),
            Self::Former(..) => "Give with --former what was published before, whole and under the same roots.".into(),
            Self::PublishedLater => "Set the clock, or give a later time with --at.".into(),
            Self::Office(error) | Self::Line(_, error) => error.remedy(),
            Self::Request(RequestError::Stale) => String::new(),
            Self::Request(_) => "Let the wallet show its request again.".into(),
            Self::NotOurs => "Every text of Tessera's begins with HP1: in capitals.".into(),
            Self::Text(_) => "Use 1 to 80 characters that a person can see.".into(),
            Self::Clock => "Set the clock, or give the time with --at.".into(),
            Self::Usage(_, remedy) => (*remedy).into(),
            Self::Table(_) => {
                "The columns are initials, birth_year, colour; and if wanted valid_from, valid_until, guardian, specimen, request, case.".into()
            }
            Self::Code => "Leave out the longest texts.".into(),
            Self::Interrupted => "Nothing half-written is left behind.".into(),
            Self::BatchStopped(_) => "Run the same command again to go on.".into(),
        }
    }

    /// What the process ends with.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Interrupted | Self::BatchStopped(_) => 130,
            _ => 2,
        }
    }
}

impl From<ListError> for CliError {
    fn from(error: ListError) -> Self {
        Self::List(error)
    }
}

impl From<UpdateError> for CliError {
    fn from(error: UpdateError) -> Self {
        Self::Lists(error)
    }
}

impl From<RequestError> for CliError {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

impl From<OfficeError> for CliError {
    fn from(error: OfficeError) -> Self {
        Self::Office(error)
    }
}
