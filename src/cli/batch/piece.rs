//! A piece of a chunk: rows that one signer takes at a time.

use std::sync::{Mutex, PoisonError};

use csv::ByteRecord;

use super::rows::Mark;
use crate::cli::error::CliError;
use crate::cli::interrupt;
use crate::cli::issue::columns::{Fault, Header};
use crate::cli::issue::order::Order;
use crate::cli::issue::row::Desk;
use crate::cli::office::{Allotment, Case, Issued};
use crate::key::IssuerKey;
use crate::wire::text::ScannedText;

/// Rows as they were read.
pub(super) struct Piece {
    /// Their fields one after the other,
    bytes: Vec<u8>,
    /// where each field ends,
    ends: Vec<usize>,
    /// and for each row its number and how many fields it has.
    rows: Vec<(usize, usize)>,
    /// How far the table was read for it.
    pub(super) mark: Mark,
    /// The same in bytes of the input.
    pub(super) byte: u64,
    /// Whether it is the last of its chunk.
    pub(super) is_last: bool,
}

impl Piece {
    /// No rows yet.
    pub(super) fn new(mark: Mark) -> Self {
        Self { bytes: Vec::new(), ends: Vec::new(), rows: Vec::new(), mark, byte: 0, is_last: false }
    }

    /// How many rows it has.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row.
    pub(super) fn push(&mut self, number: usize, record: &ByteRecord) {
        for field in record {
            self.bytes.extend_from_slice(field);
            self.ends.push(self.bytes.len());
        }
        self.rows.push((number, record.len()));
    }

    /// Calls `each` with every row's number and fields.
    fn each(
        &self,
        mut each: impl FnMut(usize, &mut dyn Iterator<Item = Option<&str>>) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let (mut from, mut fields) = (0, self.ends.as_slice());
        for (number, count) in &self.rows {
            let (own, rest) = fields.split_at((*count).min(fields.len()));
            fields = rest;
            each(
                *number,
                &mut own.iter().map(|end| {
                    let field = self.bytes.get(from..*end).unwrap_or_default();
                    from = *end;
                    str::from_utf8(field).ok()
                }),
            )?;
        }
        Ok(())
    }
}

/// What has become of a piece.
pub(super) struct Finished {
    /// Lines for the file of passes.
    pub(super) passes: Vec<u8>,
    /// Lines for the file of faults.
    pub(super) faults: Vec<u8>,
    /// What the record has to know.
    pub(super) issued: Vec<(Option<Case>, Issued)>,
    /// Passes for wallets.
    pub(super) live: u64,
    /// Rows that were not issued.
    pub(super) bad: u64,
    /// From the last piece.
    pub(super) mark: Mark,
    /// From the last piece.
    pub(super) byte: u64,
    /// From the last piece.
    pub(super) is_last: bool,
}

impl Finished {
    /// Adds what has become of the next piece.
    pub(super) fn append(&mut self, next: Self) {
        self.passes.extend(next.passes);
        self.faults.extend(next.faults);
        self.issued.extend(next.issued);
        self.live += next.live;
        self.bad += next.bad;
        (self.mark, self.byte, self.is_last) = (next.mark, next.byte, next.is_last);
    }
}

/// Signs pieces; one for each thread works from the same allotment.
pub(super) struct Signer<'a, 'o> {
    pub(super) header: &'a Header,
    pub(super) desk: &'a Desk<'a>,
    pub(super) key: &'a IssuerKey,
    pub(super) allotment: &'a Mutex<Allotment<'o>>,
}

/// First line of a file of passes.
pub(super) const PASSES: &str = "row,kind,pass\n";
/// First line of a file of faults.
pub(super) const FAULTS: &str = "row,column,fault\n";

impl Signer<'_, '_> {
    /// Signs the good rows of a piece, each with an entry of its own.
    pub(super) fn sign(&self, piece: &Piece) -> Result<Finished, CliError> {
        let mut orders = Vec::with_capacity(piece.len());
        let mut faults: Vec<Fault> = Vec::new();
        piece.each(|number, fields| {
            interrupt::check()?;
            let before = faults.len();
            let row = self.header.row(number, fields, &mut faults);
            let order = self.desk.examine(&row, &mut faults);
            orders.extend(order.filter(|_| faults.len() == before));
            Ok(())
        })?;
        let count = orders.iter().map(Order::count).sum();
        let mut entries = self.allotment.lock().unwrap_or_else(PoisonError::into_inner).take(count)?.into_iter();
        let bad = (piece.len() - orders.len()) as u64;
        let mut passes = String::with_capacity(orders.len() * 320);
        let mut live = 0;
        let mut issued = Vec::with_capacity(orders.len());
        for order in orders {
            interrupt::check()?;
            let signed = order.sign(self.key, &mut entries)?;
            let (kind, message) = (order.kind(), signed.message);
            live += u64::from(!order.copies.is_empty());
            // Base45 has neither quotation marks nor commas.
            for part in [order.row.to_string().as_str(), ",", kind, ",", ScannedText::encode(&message).as_str(), "\n"] {
                passes.push_str(part);
            }
            issued.extend(signed.issued);
        }
        Ok(Finished {
            passes: passes.into_bytes(),
            faults: report(&faults),
            issued,
            live,
            bad,
            mark: piece.mark,
            byte: piece.byte,
            is_last: piece.is_last,
        })
    }
}

/// Faults as lines of a table.
fn report(faults: &[Fault]) -> Vec<u8> {
    let lines = faults.iter().map(|fault| format!("{},{},\"{}\"\n", fault.row, fault.column, fault.what));
    lines.collect::<String>().into_bytes()
}
