//! What the columns of a table mean, and what a row of text is looked through for. Every field is looked through for identity numbers,
//! those of columns that nobody uses as well: such a file should not lie about.

use core::fmt;

use super::json::Node;
use crate::cli::error::CliError;
use crate::cli::id_number::has_id_number;
use crate::limits::MAX_REQUEST_BYTES;

/// Most columns.
const MAX_COLUMNS: usize = 64;
/// Longest field, in bytes.
const MAX_FIELD: usize = 4_096;
/// Longest request, in bytes: of as many keys as there may be, as a link in which every third character is escaped.
const MAX_REQUEST_FIELD: usize = MAX_REQUEST_BYTES / 2 * 5;

/// Longest record, in bytes: a portrait takes 16 KB.
const MAX_RECORD: usize = 32 << 10;

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Column {
    Initials,
    BirthYear,
    Colour,
    ValidFrom,
    ValidUntil,
    Guardian,
    Specimen,
    Request,
    Case,
    Record,
}

impl Column {
    pub(in crate::cli) const ALL: [Self; 10] = [
        Self::Initials,
        Self::BirthYear,
        Self::Colour,
        Self::ValidFrom,
        Self::ValidUntil,
        Self::Guardian,
        Self::Specimen,
        Self::Request,
        Self::Case,
        Self::Record,
    ];
    const REQUIRED: [Self; 3] = [Self::Initials, Self::BirthYear, Self::Colour];

    pub(in crate::cli) const fn name(self) -> &'static str {
        match self {
            Self::Initials => "initials",
            Self::BirthYear => "birth_year",
            Self::Colour => "colour",
            Self::ValidFrom => "valid_from",
            Self::ValidUntil => "valid_until",
            Self::Guardian => "guardian",
            Self::Specimen => "specimen",
            Self::Request => "request",
            Self::Case => "case",
            Self::Record => "record",
        }
    }

    pub(super) fn called(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// Where a fault is. What stands in a heading may be about a person where a table has lost its header, so a heading that is not ours is
/// named only by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Place {
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
pub(in crate::cli) struct Fault {
    pub(in crate::cli) row: usize,
    pub(in crate::cli) column: Place,
    pub(in crate::cli) what: &'static str,
}

const ID_NUMBER: &str = "holds a government ID number; Tessera signs no record that has one. Remove it";
const NOT_TEXT: &str = "is not UTF-8 text";
const NOT_JSON: &str = "is no JSON";
const TOO_LONG: &str = "is longer than any field may be";

/// A row, by what its columns mean.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Row {
    /// As a spreadsheet counts.
    pub(in crate::cli) number: usize,
    fields: [String; Column::ALL.len()],
    record: Option<Node>,
}

impl Row {
    pub(in crate::cli) fn new(number: usize) -> Self {
        Self { number, fields: Default::default(), record: None }
    }

    /// The field, trimmed; empty where there is none.
    pub(in crate::cli) fn get(&self, column: Column) -> &str {
        self.fields[column as usize].trim()
    }

    pub(in crate::cli) fn set(&mut self, column: Column, value: &str) {
        self.fields[column as usize] = value.to_string();
    }

    /// The record, unless there is none.
    pub(in crate::cli) fn record(&self) -> Option<&Node> {
        self.record.as_ref()
    }

    pub(super) fn set_record(&mut self, record: Node) {
        self.record = Some(record);
    }

    /// Takes the record of a table of texts. Escapes of JSON could hide digits, so it is looked through once it is read.
    fn read_record(&mut self, text: &str, faults: &mut Vec<Fault>) {
        let column = Place::Known(Column::Record);
        if text.len() > MAX_RECORD || text.trim().is_empty() {
            return;
        }
        match serde_json::from_str(text) {
            Ok(record) => {
                look_into(faults, self.number, column, &record);
                self.record = Some(record);
            }
            Err(_) => faults.push(Fault { row: self.number, column, what: NOT_JSON }),
        }
    }
}

/// Looks at every text in a value, however deep; the parser has bounded the depth.
pub(super) fn look_into(faults: &mut Vec<Fault>, row: usize, place: Place, value: &Node) {
    match value {
        Node::Nothing | Node::Truth(_) => {}
        Node::Text(text) => look_at(faults, row, place, text),
        Node::List(items) => items.iter().for_each(|item| look_into(faults, row, place, item)),
        Node::Members(members) => members.iter().for_each(|(name, value)| {
            look_at(faults, row, place, name);
            look_into(faults, row, place, value);
        }),
    }
}

/// Looks at any text, used or not.
pub(super) fn look_at(faults: &mut Vec<Fault>, row: usize, column: Place, text: &str) {
    let bound = match column {
        Place::Known(Column::Request) => MAX_REQUEST_FIELD,
        Place::Known(Column::Record) => MAX_RECORD,
        _ => MAX_FIELD,
    };
    if text.len() > bound {
        faults.push(Fault { row, column, what: TOO_LONG });
    } else if has_id_number(text) {
        faults.push(Fault { row, column, what: ID_NUMBER });
    }
}

/// The header of a CSV table.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Header {
    columns: Vec<Option<Column>>,
}

impl Header {
    /// Reads the headings.
    ///
    /// # Errors
    /// Where a column is missing or there twice, there are too many, or one holds an identity number.
    pub(in crate::cli) fn read<'a>(headings: impl Iterator<Item = &'a str>) -> Result<Self, CliError> {
        let headings: Vec<_> = headings.collect();
        let header = Self { columns: headings.iter().map(|heading| Column::called(heading)).collect() };
        check_columns(&header.columns)?;
        let mut faults = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            look_at(&mut faults, 1, header.place(at), heading);
        }
        if faults.is_empty() {
            Ok(header)
        } else {
            Err(CliError::Table("the header holds a government ID number, or has a heading that is too long".into()))
        }
    }

    /// Columns that mean nothing here.
    pub(in crate::cli) fn unused(&self) -> Vec<Place> {
        (0..self.columns.len()).map(|at| self.place(at)).filter(|place| matches!(place, Place::Other(_))).collect()
    }

    fn place(&self, at: usize) -> Place {
        self.columns.get(at).copied().flatten().map_or(Place::Other(at + 1), Place::Known)
    }

    /// A row of fields; none for a field that is not UTF-8.
    pub(in crate::cli) fn row<'a>(
        &self,
        number: usize,
        fields: impl Iterator<Item = Option<&'a str>>,
        faults: &mut Vec<Fault>,
    ) -> Row {
        let mut row = Row::new(number);
        let mut len = 0;
        for (at, field) in fields.enumerate() {
            len += 1;
            let place = self.place(at);
            let Some(field) = field else {
                faults.push(Fault { row: number, column: place, what: NOT_TEXT });
                continue;
            };
            look_at(faults, number, place, field);
            match self.columns.get(at).copied().flatten() {
                Some(Column::Record) => row.read_record(field, faults),
                Some(column) => row.set(column, field),
                None => {}
            }
        }
        if len != self.columns.len() {
            let column = self.place(len.min(self.columns.len()));
            faults.push(Fault { row: number, column, what: "the row has another number of fields than the header" });
        }
        row
    }
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
