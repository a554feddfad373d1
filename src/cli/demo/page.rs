//! The demo page: files that a server of the demonstration hands out, and a production host never does.

use serde_json::{Value as Json, json};

use super::answer;
use super::cast::{CAST, Resident};
use super::office::Office;
use crate::cli::error::CliError;
use crate::cli::picture;
use crate::cli::sheet::{self, Style};
use crate::holder::CheckError;
use crate::time::UnixTime;
use crate::verifier::Reason;

const FILES: [(&str, &str); 4] = [
    ("index.html", include_str!("page/index.html")),
    ("page.css", include_str!("page/page.css")),
    ("page.js", include_str!("page/page.js")),
    ("sheet.css", sheet::STYLE),
];

/// What `residents.json` says about a resident.
pub(super) fn entry(resident: &Resident) -> Json {
    let (verdict, reason) = match resident.reason {
        None => ("accept", None),
        Some(Reason::Refusal(refusal)) => ("refuse", Some(refusal.code())),
        Some(Reason::Doubt(doubt)) => ("undetermined", Some(doubt.code())),
    };
    json!({
        "id": resident.id,
        "name": resident.name[0],
        "name_zh": resident.name[1],
        "what": resident.what[0],
        "what_zh": resident.what[1],
        "kind": if resident.paper { "paper" } else { "live" },
        "verdict": verdict,
        "reason": reason,
        "wallet": resident.unkept.map_or("kept", CheckError::code),
    })
}

/// Writes the page, and the sheets and pictures of the paper passes.
pub(super) fn write(office: &Office, at: UnixTime) -> Result<(), CliError> {
    for (name, content) in FILES {
        office.publish(&format!("page/{name}"), content.as_bytes())?;
    }
    for resident in CAST.iter().filter(|resident| resident.paper) {
        let text = answer::shown(office, resident, at)?;
        let symbol = picture::symbol(text.as_str(), answer::level(resident))?;
        // The sheet states what the pass says, and both are made together.
        let html = sheet::html(&office.pass(resident, office.made()?)?, &office.card(at)?, &symbol, Style::Beside);
        let id = resident.id;
        office.publish(&format!("page/{id}.html"), html.as_bytes())?;
        office.publish(&format!("page/{id}.svg"), picture::svg(&symbol).as_bytes())?;
        office.publish(&format!("page/{id}.png"), &picture::png(&symbol)?)?;
    }
    Ok(())
}
