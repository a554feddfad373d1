//! The office's own record: which entries of its status lists it has given out, in which of its cases, and what has become of them.
//!
//! A folder that only its owner enters, with one file of an embedded store. Nothing in it is about a person: a case is known by a keyed
//! hash of the number that the office's own files have for it.

mod allotment;
mod case;
mod command;
mod error;
mod permutation;
mod record;
mod restored;
mod shard;
mod state;
#[cfg(test)]
pub(super) mod tests;

use std::path::Path;

pub(super) use allotment::Allotment;
pub(super) use case::{Case, CaseKey};
pub(super) use command::OfficeCommand;
pub(super) use error::OfficeError;
pub(super) use record::{Charter, Office};
pub(super) use shard::{Entry, Issued, MAX_SHARD};
pub(super) use state::Writing;

use super::error::CliError;
use super::output::NewFolder;
use super::random;
use crate::id::is_address;
use crate::limits::MAX_URI_BYTES;

/// One of several machines or parts, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) part: u32,
    pub(super) parts: u32,
}

/// Most machines of one office.
const MAX_PARTS: u32 = 999;

/// Reads `3/8`.
pub(super) fn part(text: &str) -> Result<Part, &'static str> {
    let parse = || {
        let (part, parts) = text.split_once('/')?;
        let (part, parts) = (part.parse().ok()?, parts.parse().ok()?);
        (1 <= part && part <= parts && parts <= MAX_PARTS).then_some(Part { part, parts })
    };
    parse().ok_or("write the part and how many there are, as in 2/3, up to 999")
}

/// Reads what the addresses of status lists begin with.
pub(super) fn status_prefix(text: &str) -> Result<String, &'static str> {
    // What follows is the part and the number of a list.
    let fits = text.len() + "999-4294967295-abcd".len() <= MAX_URI_BYTES;
    if fits && is_address(text) && text.starts_with("https://") && text.ends_with('/') {
        Ok(text.to_string())
    } else {
        Err("write https://, the host and a path that ends with /, up to 237 characters")
    }
}

/// Makes the folder of an office, with an empty record.
pub(super) fn init(path: &Path, charter: &Charter) -> Result<(), CliError> {
    let folder = NewFolder::begin(path)?;
    Office::create(&folder.place(record::FILE), charter, &*random::seed()?)?;
    folder.finish()
}
