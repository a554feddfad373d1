//! Tables of residents, as CSV or JSON, into rows of text. Every field is looked through for identity numbers, those of
//! columns that nobody uses as well: such a file should not lie about.

use core::fmt;
use std::path::Path;

use super::json::Node;
use crate::cli::error::CliError;
use crate::cli::id_number::has_id_number;
use crate::cli::input;

/// Largest table, in bytes. A hundred thousand residents with their requests take about 40 MB.
const MAX_BYTES: u64 = 64 << 20;
/// Most rows of a table: more belongs into several batches that two people can look through.
const MAX_ROWS: usize = 100_000;
/// Most columns.
const MAX_COLUMNS: usize = 64;
/// Longest field, in bytes: the link of a request has up to 1,000.
const MAX_FIELD: usize = 4_096;

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Initials,
    BirthYear,
    Colour,
    ValidFrom,
    ValidUntil,
    Guardian,
    Specimen,
    Request,
}

impl Column {
    pub(super) const ALL: [Self; 8] = [
        Self::Initials,
        Self::BirthYear,
        Self::Colour,
        Self::ValidFrom,
        Self::ValidUntil,
        Self::Guardian,
        Self::Specimen,
        Self::Request,
    ];
    const REQUIRED: [Self; 3] = [Self::Initials, Self::BirthYear, Self::Colour];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Initials => "initials",
            Self::BirthYear => "birth_year",
            Self::Colour => "colour",
            Self::ValidFrom => "valid_from",
            Self::ValidUntil => "valid_until",
            Self::Guardian => "guardian",
            Self::Specimen => "specimen",
            Self::Request => "request",
        }
    }

    fn called(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// Where a fault is. What stands in a heading may be about a person where a table has lost its header, so a heading that is not ours is
/// named only by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Known(Column),
    /// A column, or a member of an object, counted from 1.
    Other(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(column) => f.write_str(column.name()),
            Self::Other(number) => write!(f, "column {number}"),
        }
    }
}

/// What is wrong with a row, and where: never with what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) row: usize,
    pub(super) column: Place,
    pub(super) what: &'static str,
}

const ID_NUMBER: &str = "holds a government ID number; Tessera signs no record that has one. Remove it";
const TOO_LONG: &str = "is longer than any field may be";

/// A row, by what its columns mean.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// As a spreadsheet counts.
    pub(super) number: usize,
    fields: [String; Column::ALL.len()],
}

impl Row {
    pub(super) fn new(number: usize) -> Self {
        Self { number, fields: Default::default() }
    }

    /// The field, trimmed; empty where there is none.
    pub(super) fn get(&self, column: Column) -> &str {
        self.fields[column as usize].trim()
    }

    pub(super) fn set(&mut self, column: Column, value: &str) {
        self.fields[column as usize] = value.to_string();
    }
}

/// Rows, and what was found in them on the way.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) faults: Vec<Fault>,
    pub(super) unused: Vec<Place>,
}

impl Table {
    /// A table of one row that came by another way.
    pub(super) fn of_one(row: Row) -> Self {
        let mut table = Self::default();
        for column in Column::ALL {
            table.look_at(row.number, Place::Known(column), row.get(column));
        }
        table.rows.push(row);
        table
    }

    fn fault(&mut self, row: usize, column: Place, what: &'static str) {
        self.faults.push(Fault { row, column, what });
    }

    /// Looks at any text, used or not.
    fn look_at(&mut self, row: usize, column: Place, text: &str) {
        if text.len() > MAX_FIELD {
            self.fault(row, column, TOO_LONG);
        } else if has_id_number(text) {
            self.fault(row, column, ID_NUMBER);
        }
    }
}

/// Reads a table. JSON begins with a bracket, and no table does.
pub(super) fn read(path: &Path) -> Result<Table, CliError> {
    let text = input::text_file(path, MAX_BYTES)?;
    let table = if text.trim_start().starts_with('[') { read_json(&text) } else { read_csv(&text) }?;
    if table.rows.is_empty() {
        return Err(CliError::Table("the table has no residents".into()));
    }
    Ok(table)
}

fn check_columns(found: &[Option<Column>]) -> Result<(), CliError> {
    if found.len() > MAX_COLUMNS {
        return Err(CliError::Table(format!("the table has more than {MAX_COLUMNS} columns")));
    }
    for column in Column::ALL {
        let times = found.iter().filter(|other| **other == Some(column)).count();
        if times > 1 {
            return Err(CliError::Table(format!("the table has two columns {}", column.name())));
        }
        if times == 0 && Column::REQUIRED.contains(&column) {
            return Err(CliError::Table(format!("the table has no column {}", column.name())));
        }
    }
    Ok(())
}

fn too_many() -> CliError {
    CliError::Table(format!("the table has more than {MAX_ROWS} rows"))
}

fn read_csv(text: &str) -> Result<Table, CliError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    // The library's own messages may hold what stands in the table.
    let unreadable = |row: usize| CliError::Table(format!("row {row} is not CSV"));
    let headings = reader.headers().map_err(|_| unreadable(1))?.clone();
    let columns: Vec<_> = headings.iter().map(Column::called).collect();
    check_columns(&columns)?;
    let place = |at: usize| columns.get(at).copied().flatten().map_or(Place::Other(at + 1), Place::Known);
    let mut table = Table::default();
    for (at, heading) in headings.iter().enumerate() {
        table.look_at(1, place(at), heading);
    }
    if !table.faults.is_empty() {
        return Err(CliError::Table(
            "the header holds a government ID number, or has a heading that is too long".into(),
        ));
    }
    table.unused = (0..columns.len()).map(place).filter(|place| matches!(place, Place::Other(_))).collect();
    for (at, record) in reader.records().enumerate() {
        let number = at + 2;
        let record = record.map_err(|_| unreadable(number))?;
        if table.rows.len() == MAX_ROWS {
            return Err(too_many());
        }
        let mut row = Row::new(number);
        for (at, field) in record.iter().enumerate() {
            table.look_at(number, place(at), field);
            if let Some(column) = columns.get(at).copied().flatten() {
                row.set(column, field);
            }
        }
        if record.len() != headings.len() {
            table.fault(
                number,
                place(record.len().min(headings.len())),
                "the row has another number of fields than the header",
            );
        }
        table.rows.push(row);
    }
    Ok(table)
}

fn read_json(text: &str) -> Result<Table, CliError> {
    let node: Node = serde_json::from_str(text).map_err(|error| {
        CliError::Table(format!("the file is not JSON, from line {}, column {}", error.line(), error.column()))
    })?;
    let items = if let Node::List(items) = node { items } else { Vec::new() };
    if items.len() > MAX_ROWS {
        return Err(too_many());
    }
    let mut table = Table::default();
    for (at, item) in items.iter().enumerate() {
        let mut row = Row::new(at + 1);
        match item {
            Node::Members(members) => table.members(&mut row, members),
            other => {
                table.fault(row.number, Place::Other(1), "is not in an object");
                table.look_into(row.number, Place::Other(1), other);
            }
        }
        table.rows.push(row);
    }
    Ok(table)
}

impl Table {
    fn members(&mut self, row: &mut Row, members: &[(String, Node)]) {
        let mut seen = Vec::new();
        for (at, (name, value)) in members.iter().enumerate() {
            let column = Column::called(name);
            let place = column.map_or(Place::Other(at + 1), Place::Known);
            self.look_at(row.number, place, name);
            self.look_into(row.number, place, value);
            let Some(column) = column else {
                if !self.unused.contains(&place) {
                    self.unused.push(place);
                }
                continue;
            };
            if seen.contains(&column) {
                self.fault(row.number, place, "stands there twice");
            }
            seen.push(column);
            match value {
                Node::Nothing => {}
                Node::Truth(truth) => row.set(column, if *truth { "yes" } else { "no" }),
                Node::Text(text) => row.set(column, text),
                Node::List(_) | Node::Members(_) => self.fault(row.number, place, "holds more than one value"),
            }
        }
    }

    /// Looks at every text in a value, however deep; the parser has bounded the depth.
    fn look_into(&mut self, row: usize, place: Place, value: &Node) {
        match value {
            Node::Nothing | Node::Truth(_) => {}
            Node::Text(text) => self.look_at(row, place, text),
            Node::List(items) => items.iter().for_each(|item| self.look_into(row, place, item)),
            Node::Members(members) => members.iter().for_each(|(name, value)| {
                self.look_at(row, place, name);
                self.look_into(row, place, value);
            }),
        }
    }
}
