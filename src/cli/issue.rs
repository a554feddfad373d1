//! `tessera issue`: residents in, a folder of signed passes out.

pub(super) mod columns;
pub(super) mod json;
pub(super) mod order;
mod record;
pub(super) mod row;
pub(super) mod span;
mod table;

use std::path::{Path, PathBuf};

use clap::Args;

use super::Ending;
use super::error::CliError;
use super::input;
use super::interrupt;
use super::keyfile;
use super::moment;
use super::office::{Allotment, Case, Entry, Issued, Office};
use super::output::{self, NewFolder};
use super::picture;
use super::progress::Progress;
use super::sheet::{self, Style};
use crate::id::StatusReference;
use crate::key::IssuerKey;
use crate::qr::{Level, Symbol};
use crate::time::UnixTime;
use crate::trust::TrustedKey;
use crate::wire::text::ScannedText;
use columns::{Column, Fault, Place, Row};
use order::{Order, Signed};
use row::Desk;
use span::Span;
use table::Table;

/// Largest code of a booklet: what cameras read from a screen.
const MAX_VERSION: u8 = 27;

const COLUMNS: &str = "\
Residents come as a CSV table with a header, or as a JSON array of objects. Columns:
  initials     1 to 8 characters, as on the ID card
  birth_year   four digits
  colour       green, yellow or red
  valid_from   if wanted: a day, a time, or seconds since 1970
  valid_until  if wanted: the same
  guardian     if wanted: yes or no
  specimen     if wanted: yes or no
  request      what the resident's wallet shows, as text or link; without one the pass is for paper.
               A wallet that asks for several gets a booklet: copies for whole days in UTC, each under a key of its own
  case         if wanted, with --office: the office's own number of the case, by which its passes can be called back
  record       if wanted, with a request: what the resident may disclose piece by piece, as an object of JSON with name, birth_date,
               items and, if wanted, portrait: a JPEG or WebP file of at most 12 KB in base64. An item has a kind and
                 test         method (nucleic-acid, antigen, antibody), finding (negative, positive, inconclusive), sampled_at, place
                 vaccination  against, product (if known), dose, doses, date
                 recovery     from, until
                 appointment  begins_at, place, purpose
Rows count as a spreadsheet shows them: the header of a CSV table is row 1, the first object of JSON is.
A record with a government ID number in any field is refused.
Arguments can be seen by other users of a machine: where they must not, use a table for one resident too.";

#[derive(Args)]
#[command(after_help = COLUMNS)]
pub(super) struct Issue {
    /// Table of residents, CSV or JSON; - for standard input
    #[arg(value_name = "RESIDENTS")]
    table: Option<PathBuf>,
    /// Private key of the issuer; its public file lies beside it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// New folder for the passes
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Folder of the office: gives each pass an entry in its status lists, so that it can be called back
    #[arg(long, value_name = "DIR")]
    office: Option<PathBuf>,
    /// Issue only this row of the table
    #[arg(long, value_name = "N", requires = "table")]
    row: Option<usize>,
    /// Bind the pass of the one resident to this wallet: its request as text, link, file or -
    #[arg(long, value_name = "REQUEST")]
    request: Option<String>,
    #[command(flatten)]
    resident: Resident,
    #[command(flatten)]
    span: Span,
    /// Where the wallet is on the web, for links that add the pass
    #[arg(long, value_name = "URL", value_parser = origin)]
    origin: Option<String>,
    /// Leave out bad rows and issue the others
    #[arg(long)]
    only_good: bool,
    /// When the passes are made [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

/// One resident without a table.
#[derive(Args)]
#[group(id = "resident", multiple = true, conflicts_with = "table")]
struct Resident {
    /// Initials of the one resident, where there is no table
    #[arg(long)]
    initials: Option<String>,
    /// Year of birth of the one resident
    #[arg(long)]
    birth_year: Option<String>,
    /// Colour of the one resident: green, yellow or red
    #[arg(long)]
    colour: Option<String>,
    /// The one resident's pass is shown by a guardian
    #[arg(long)]
    guardian: bool,
    /// The one resident does not exist
    #[arg(long)]
    specimen: bool,
    /// The office's own number of the one resident's case, with --office
    #[arg(long, value_name = "NUMBER")]
    case: Option<String>,
}

impl Issue {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let key: IssuerKey = keyfile::read_secret(&self.key)?;
        let issuer = read_issuer(&self.key, &key)?;
        let record = self.office.as_deref().map(|folder| open_office(folder, &issuer)).transpose()?;
        let mut table = self.residents()?;
        if record.is_none() && table.rows.iter().any(|row| !row.get(Column::Case).is_empty()) {
            table.unused.push(Place::Known(Column::Case));
        }
        let desk = Desk { office: &issuer, at, cases: record.as_ref().map(Office::cases), span: self.span };
        let (orders, faults) = examine(&table, &desk)?;
        for column in &table.unused {
            eprintln!("note: {column} is not used");
        }
        report(&faults);
        if orders.is_empty() || (!faults.is_empty() && !self.only_good) {
            eprintln!("nothing was issued");
            if !orders.is_empty() {
                eprintln!("  Correct the rows above, or give --only-good to issue the rest ({}).", orders.len());
            }
            return Ok(Ending::No);
        }
        let entries = match &record {
            Some(record) => Allotment::new(record, 1).take(orders.iter().map(Order::count).sum())?,
            None => Vec::new(),
        };
        self.sign(&orders, &key, &issuer, entries, |issued| match &record {
            Some(record) => {
                let write = record.write()?;
                write.record(issued)?;
                Ok(write.commit()?)
            }
            None => Ok(()),
        })?;
        let paper = orders.iter().filter(|order| order.copies.is_empty()).count();
        let (live, folder) = (orders.len() - paper, self.out.display());
        output::print(&format!("{folder}: {live} for wallets, {paper} on paper\n"))?;
        Ok(Ending::Done)
    }

    /// The table, or the one resident of the arguments.
    fn residents(&self) -> Result<Table, CliError> {
        let mut table = match &self.table {
            Some(path) => table::read(path)?,
            None => self.resident.table(),
        };
        if let Some(number) = self.row {
            table.rows.retain(|row| row.number == number);
            table.faults.retain(|fault| fault.row == number);
        }
        if let Some(given) = &self.request {
            let [row] = table.rows.as_mut_slice() else {
                return Err(CliError::Usage(
                    "a request is for one resident",
                    "Choose a row of the table with --row, or name the resident with --initials, --birth-year and --colour.",
                ));
            };
            row.set(Column::Request, input::scanned(given)?.as_str());
        }
        if table.rows.is_empty() && table.faults.is_empty() {
            return Err(CliError::Usage("there is no such resident", "Check the table and the number after --row."));
        }
        Ok(table)
    }

    /// Signs everything, then calls `record` before the folder gets its name: what is out is in the record.
    fn sign(
        &self,
        orders: &[Order],
        key: &IssuerKey,
        office: &TrustedKey,
        entries: Vec<(Entry, StatusReference)>,
        record: impl FnOnce(&[(Option<Case>, Issued)]) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let folder = NewFolder::begin(&self.out)?;
        let (mut entries, mut issued) = (entries.into_iter(), Vec::new());
        let mut progress = Progress::begin("signed", orders.len());
        for (done, order) in orders.iter().enumerate() {
            interrupt::check()?;
            let signed = order.sign(key, &mut entries)?;
            self.write(&folder, order, &signed, office)?;
            issued.extend(signed.issued);
            progress.step(done + 1);
        }
        record(&issued)?;
        folder.finish()
    }

    /// The files of one pass. They go by the number of its row, since a name of a file is read by many.
    fn write(&self, folder: &NewFolder, order: &Order, signed: &Signed, office: &TrustedKey) -> Result<(), CliError> {
        let text = ScannedText::encode(&signed.message);
        let file = |kind: &str, bytes: &[u8]| folder.write(&format!("{:04}.{kind}", order.row), bytes);
        file("txt", text.as_str().as_bytes())?;
        if order.count() > 1 {
            file("tessera", &signed.message)?;
        }
        if let Some(symbol) = code(order, &text)? {
            file("svg", picture::svg(&symbol).as_bytes())?;
            file("png", &picture::png(&symbol)?)?;
            if order.copies.is_empty() {
                file("html", sheet::html(&order.pass, office, &symbol, Style::Inside).as_bytes())?;
            }
        }
        if let Some(origin) = &self.origin {
            file("link.txt", format!("{origin}/add#{}\n", text.to_fragment()).as_bytes())?;
        }
        Ok(())
    }
}

impl Resident {
    fn table(&self) -> Table {
        let mut row = Row::new(1);
        let given = [
            (Column::Initials, &self.initials),
            (Column::BirthYear, &self.birth_year),
            (Column::Colour, &self.colour),
            (Column::Case, &self.case),
        ];
        for (column, value) in given {
            row.set(column, value.as_deref().unwrap_or_default());
        }
        for (column, flag) in [(Column::Guardian, self.guardian), (Column::Specimen, self.specimen)] {
            row.set(column, if flag { "yes" } else { "" });
        }
        Table::of_one(row)
    }
}

/// The public file beside a private key, which says what the issuer is.
pub(super) fn read_issuer(path: &Path, key: &IssuerKey) -> Result<TrustedKey, CliError> {
    let issuer = keyfile::read_issuer(&keyfile::public_path(path))?;
    if issuer.key == key.public() {
        Ok(issuer)
    } else {
        Err(CliError::Usage(
            "the private key and the .pub file beside it do not belong together",
            "Put the public file of this key beside it.",
        ))
    }
}

/// The office whose status lists an issuer's passes are entered into.
pub(super) fn open_office(folder: &Path, issuer: &TrustedKey) -> Result<Office, CliError> {
    let office = Office::open(folder)?;
    match &issuer.status_prefix {
        Some(prefix) if !office.charter().status_prefix.starts_with(prefix.as_str()) => Err(CliError::Usage(
            "the status lists of this office are not at an address that the issuer's key may sign",
            "Use the key with which this office's lists are signed, or the office's folder of this key.",
        )),
        _ => Ok(office),
    }
}

/// The one code that holds a delivery; none for a booklet that is too long, which goes as link or file.
fn code(order: &Order, text: &ScannedText) -> Result<Option<Symbol>, CliError> {
    match order.count() {
        1 if order.copies.is_empty() => picture::symbol(text.as_str(), Level::Q).map(Some),
        1 => picture::symbol(text.as_str(), Level::M).map(Some),
        _ => Ok(picture::symbol(text.as_str(), Level::L).ok().filter(|symbol| symbol.version() <= MAX_VERSION)),
    }
}

/// Sorts rows into those that can be signed and what is wrong with the others.
fn examine(table: &Table, desk: &Desk<'_>) -> Result<(Vec<Order>, Vec<Fault>), CliError> {
    let mut orders = Vec::new();
    let mut faults = table.faults.clone();
    let mut progress = Progress::begin("read", table.rows.len());
    for (done, row) in table.rows.iter().enumerate() {
        interrupt::check()?;
        let before = faults.len();
        let order = desk.examine(row, &mut faults);
        let is_good = faults.len() == before && !table.faults.iter().any(|fault| fault.row == row.number);
        orders.extend(order.filter(|_| is_good));
        progress.step(done + 1);
    }
    faults.sort_by_key(|fault| fault.row);
    Ok((orders, faults))
}

fn report(faults: &[Fault]) {
    for fault in faults {
        eprintln!("row {}, {}: {}", fault.row, fault.column, fault.what);
    }
}

/// The origin of links: a pass in a link's fragment is not sent to the host, but the app that reads it comes from there.
fn origin(text: &str) -> Result<String, &'static str> {
    let text = text.trim_end_matches('/');
    let local = ["http://127.0.0.1", "http://localhost"]
        .iter()
        .any(|local| text.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')));
    let plain = text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'#' | b'?' | b'@' | b'\\'));
    let host = text.strip_prefix("https://").is_some_and(|host| !host.is_empty());
    if plain && (host || local) {
        Ok(text.to_string())
    } else {
        Err("write https:// and the host that serves the wallet")
    }
}
