//! Reading, always with a bound.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::CliError;
use crate::challenge::Challenge;
use crate::limits::{MAX_BUNDLE_BYTES, MAX_DELIVERY_BYTES};
use crate::wire::text::{PREFIX, ScannedText};

/// Longest argument that may be a path, in bytes; a longer one is a text that is not ours, and is not repeated in a message.
const MAX_PATH: usize = 255;

/// Longest link or text taken from a file or standard input, in bytes: the longest delivery with every third character escaped, and a host.
const MAX_TEXT: u64 = MAX_DELIVERY_BYTES as u64 / 2 * 5 + 1_024;

/// The bytes of a file or, for `-`, of standard input; at most `limit`.
pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, CliError> {
    let failed = |error| CliError::Read(path.to_path_buf(), error);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        File::open(path).map_err(failed)?.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > limit { Err(CliError::TooLarge(path.to_path_buf(), limit)) } else { Ok(bytes) }
}

/// The text of a file or, for `-`, of standard input. A mark of the byte order is dropped, as spreadsheet programs write one.
pub(super) fn text_file(path: &Path, limit: u64) -> Result<String, CliError> {
    let text = String::from_utf8(bytes(path, limit)?).map_err(|_| CliError::NotText(path.to_path_buf()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

/// What somebody gave to look at.
pub(super) enum Given {
    /// A text of ours.
    Text(ScannedText),
    /// A signed list, or a bundle of them, as they are published.
    List(Vec<u8>),
    /// A door's question, as it stands or as a link.
    Challenge(String),
}

/// A text, a link, a file or `-`.
pub(super) fn given(argument: &str) -> Result<Given, CliError> {
    if let Some(text) = text(argument) {
        return Ok(Given::Text(text));
    }
    if Challenge::is_claimed_by(argument) {
        return Ok(Given::Challenge(argument.to_string()));
    }
    let path = as_path(argument)?;
    let bytes = bytes(path, MAX_BUNDLE_BYTES as u64)?;
    match core::str::from_utf8(&bytes) {
        Ok(content) if Challenge::is_claimed_by(content) => Ok(Given::Challenge(content.to_string())),
        Ok(content) => text(content).map(Given::Text).ok_or(CliError::NotOurs),
        // Neither a tag of COSE nor the head of a bundle is UTF-8, so a list never passes for a text.
        Err(_) => Ok(Given::List(bytes)),
    }
}

/// A text or a link, from an argument, a file or `-`.
pub(super) fn scanned(argument: &str) -> Result<ScannedText, CliError> {
    match text(argument) {
        Some(text) => Ok(text),
        None => scanned_file(as_path(argument)?),
    }
}

fn as_path(argument: &str) -> Result<&Path, CliError> {
    if argument.len() > MAX_PATH { Err(CliError::NotOurs) } else { Ok(Path::new(argument)) }
}

/// A text or a link in a file, or on standard input for `-`.
pub(super) fn scanned_file(path: &Path) -> Result<ScannedText, CliError> {
    text(&text_file(path, MAX_TEXT)?).ok_or(CliError::NotOurs)
}

/// A text of ours as it stands, or the fragment of a link.
pub(super) fn text(given: &str) -> Option<ScannedText> {
    if given.get(..PREFIX.len()).is_some_and(|front| front.eq_ignore_ascii_case(PREFIX)) {
        return ScannedText::new(given).ok();
    }
    let (link, fragment) = given.trim().split_once('#')?;
    link.contains("://").then(|| ScannedText::from_fragment(fragment).ok())?
}
