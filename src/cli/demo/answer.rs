//! What the demo page asks for: a code that is live now, and a pass for somebody's wallet.

use std::path::Path;

use base64ct::{Base64, Encoding};
use serde_json::json;

use super::cast::Resident;
use super::office::Office;
use crate::cli::error::CliError;
use crate::cli::issue::span::Span;
use crate::cli::{input, output, picture};
use crate::holder::{self, Request};
use crate::id::Audience;
use crate::qr::Level;
use crate::time::UnixTime;
use crate::wire::text::ScannedText;

/// Prints `{text, svg, version}` of a resident's code at the moment `at`.
pub(super) fn code(folder: &Path, resident: &Resident, at: UnixTime) -> Result<(), CliError> {
    let office = Office::open(folder)?;
    let text = shown(&office, resident, at)?;
    let symbol = picture::symbol(text.as_str(), level(resident))?;
    print(&json!({ "text": text.as_str(), "svg": picture::svg(&symbol), "version": symbol.version() }))
}

/// Prints `{text, fragment, svg}` of a resident's pass, or of copies of it and the record, bound to the keys of the request on standard input.
/// There is no `svg` where no code holds so much.
pub(super) fn delivery(
    folder: &Path,
    resident: &Resident,
    span: Span,
    with_record: bool,
    at: UnixTime,
) -> Result<(), CliError> {
    let office = Office::open(folder)?;
    let request = Request::accept(&input::scanned("-")?, at)?;
    let (text, level) = match request.holders() {
        [holder] => (office.sign(resident, holder, at)?, level(resident)),
        _ if resident.paper => (office.sign(resident, request.holder(), at)?, level(resident)),
        holders => (ScannedText::encode(&office.booklet(resident, holders, span, with_record, at)?), Level::L),
    };
    let svg = picture::symbol(text.as_str(), level).ok().map(|symbol| picture::svg(&symbol));
    print(&json!({ "text": text.as_str(), "fragment": text.to_fragment(), "svg": svg }))
}

/// Prints `{file, text, fragment}` of a resident's record, bound to the key of the request on standard input: `file` is in base64.
pub(super) fn record(folder: &Path, resident: &Resident, at: UnixTime) -> Result<(), CliError> {
    let office = Office::open(folder)?;
    let request = Request::accept(&input::scanned("-")?, at)?;
    // A booklet of every day leaves the last key to the record.
    let holder = request.holders().last().unwrap_or(request.holder());
    let message = office.sign_record(resident, holder, at)?;
    let text = ScannedText::encode(&message);
    print(&json!({ "file": Base64::encode_string(&message), "text": text.as_str(), "fragment": text.to_fragment() }))
}

/// What the resident's phone or sheet shows at `at`.
pub(super) fn shown(office: &Office, resident: &Resident, at: UnixTime) -> Result<ScannedText, CliError> {
    let held = office.held(resident)?;
    if resident.paper {
        return Ok(held);
    }
    let credential = held.decode().map_err(|_| CliError::NotOurs)?;
    // A wallet would keep neither the forgery nor the expired pass; whoever made the forgery has a wallet that does.
    holder::wrap(&credential, &office.holder(resident)?, &Audience::door(), None, at)
        .map(|message| ScannedText::encode(&message))
        .ok_or(CliError::NotOurs)
}

pub(super) fn level(resident: &Resident) -> Level {
    if resident.paper { Level::Q } else { Level::M }
}

fn print(json: &serde_json::Value) -> Result<(), CliError> {
    output::print(&format!("{json}\n"))
}
