//! Tables of residents that two people can look through, as CSV or JSON, into rows of text.

use std::path::Path;

use super::columns::{Column, Fault, Header, Place, Row, look_at, look_into};
use super::json::Node;
use crate::cli::error::CliError;
use crate::cli::input;

/// Largest table, in bytes. A hundred thousand residents with their requests take about 40 MB.
const MAX_BYTES: u64 = 64 << 20;
/// Most rows of a table: more belongs into several batches that two people can look through.
const MAX_ROWS: usize = 100_000;
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
            look_at(&mut table.faults, row.number, Place::Known(column), row.get(column));
        }
        table.rows.push(row);
        table
    }

    fn fault(&mut self, row: usize, column: Place, what: &'static str) {
        self.faults.push(Fault { row, column, what });
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

fn too_many() -> CliError {
    CliError::Table(format!("the table has more than {MAX_ROWS} rows"))
}

fn read_csv(text: &str) -> Result<Table, CliError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    // The library's own messages may hold what stands in the table.
    let unreadable = |row: usize| CliError::Table(format!("row {row} is not CSV"));
    let header = Header::read(reader.headers().map_err(|_| unreadable(1))?.iter())?;
    let mut table = Table { unused: header.unused(), ..Table::default() };
    for (at, record) in reader.records().enumerate() {
        let number = at + 2;
        let record = record.map_err(|_| unreadable(number))?;
        if table.rows.len() == MAX_ROWS {
            return Err(too_many());
        }
        table.rows.push(header.row(number, record.iter().map(Some), &mut table.faults));
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
                look_into(&mut table.faults, row.number, Place::Other(1), other);
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
            look_at(&mut self.faults, row.number, place, name);
            look_into(&mut self.faults, row.number, place, value);
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
                record if column == Column::Record => row.set_record(record.clone()),
                Node::Truth(truth) => row.set(column, if *truth { "yes" } else { "no" }),
                Node::Text(text) => row.set(column, text),
                Node::List(_) | Node::Members(_) => self.fault(row.number, place, "holds more than one value"),
            }
        }
    }
}
