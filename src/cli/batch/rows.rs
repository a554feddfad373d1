//! A table of any length, read row by row with a bound on each, and a digest of all that was read.

use std::io::{self, Read};
use std::thread;
use std::time::Duration;

use csv::{ByteRecord, Reader, ReaderBuilder};
use sha2::{Digest, Sha256};

use crate::cli::error::CliError;
use crate::cli::interrupt;
use crate::cli::issue::columns::Header;

/// Longest row, in bytes: every column full, and a record. A quotation mark that is never closed would make the rest of the table one row.
const MAX_ROW: usize = 384 << 10;

/// Bytes read at once.
const BUFFER: usize = 64 << 10;

/// How long the end of a pipe is doubted: the Ctrl-C that ended its other side has to come to this one, too, or half a row would count.
const DOUBT: Duration = Duration::from_millis(100);

/// Where a table comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Source {
    /// What ends of itself, and how many bytes it has, if that is known.
    File(Option<u64>),
    /// Another program.
    Pipe,
}

impl Source {
    /// How many bytes there are, if that is known.
    pub(super) fn size(self) -> Option<u64> {
        match self {
            Self::File(size) => size,
            Self::Pipe => None,
        }
    }
}

/// A reader that gives no more than it was granted, and no end that is a Ctrl-C.
struct Granted<R> {
    inner: R,
    left: usize,
    source: Source,
}

impl<R: Read> Read for Granted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let len = buffer.len().min(self.left);
        let read = self.inner.read(&mut buffer[..len])?;
        if read == 0 && self.source == Source::Pipe {
            thread::sleep(DOUBT);
            interrupt::check().map_err(|_| io::ErrorKind::ConnectionAborted)?;
        }
        self.left -= read;
        Ok(read)
    }
}

/// How far a table has been read, and what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Rows, without the header.
    pub(super) rows: u64,
    /// SHA-256 of the header and these rows.
    pub(super) digest: [u8; 32],
}

/// The rows of a table.
pub(super) struct Rows<R> {
    reader: Reader<Granted<R>>,
    header: Header,
    record: ByteRecord,
    rows: u64,
    hash: Sha256,
}

impl<R: Read> Rows<R> {
    /// Reads the header.
    pub(super) fn begin(input: R, source: Source) -> Result<Self, CliError> {
        let input = Granted { inner: input, left: MAX_ROW, source };
        let mut reader = ReaderBuilder::new().flexible(true).buffer_capacity(BUFFER).from_reader(input);
        let headings = reader.byte_headers().map_err(|error| failed(error, 1))?.clone();
        let texts: Result<Vec<_>, _> = headings.iter().map(str::from_utf8).collect();
        let texts = texts.map_err(|_| CliError::Table("the header is not UTF-8 text".into()))?;
        let header = Header::read(texts.into_iter())?;
        let mut hash = Sha256::new();
        take_in(&mut hash, &headings);
        Ok(Self { reader, header, record: ByteRecord::new(), rows: 0, hash })
    }

    /// The header.
    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// The next row with its number as a spreadsheet counts, or none at the end.
    pub(super) fn next(&mut self) -> Result<Option<(usize, &ByteRecord)>, CliError> {
        self.reader.get_mut().left = MAX_ROW;
        let number = self.rows as usize + 2;
        if !self.reader.read_byte_record(&mut self.record).map_err(|error| failed(error, number))? {
            return Ok(None);
        }
        self.rows += 1;
        take_in(&mut self.hash, &self.record);
        Ok(Some((number, &self.record)))
    }

    /// How many rows were read so far.
    pub(super) fn count(&self) -> u64 {
        self.rows
    }

    /// What was read so far.
    pub(super) fn mark(&self) -> Mark {
        Mark { rows: self.rows, digest: self.hash.clone().finalize().into() }
    }

    /// Where in the input the next row begins, in bytes.
    pub(super) fn byte(&self) -> u64 {
        self.reader.position().byte()
    }
}

/// Takes a row into the digest, its lengths too, so that no two tables are one.
fn take_in(hash: &mut Sha256, record: &ByteRecord) {
    let lengths: Vec<u8> = record.iter().flat_map(|field| (field.len() as u32).to_be_bytes()).collect();
    hash.update((record.len() as u32).to_be_bytes());
    hash.update(lengths);
    hash.update(record.as_slice());
}

/// The library's own messages may hold what stands in the table.
fn failed(error: csv::Error, number: usize) -> CliError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded => {
            CliError::Table(format!("row {number} is too long; perhaps a quotation mark is missing there"))
        }
        csv::ErrorKind::Io(_) if interrupt::check().is_err() => CliError::Interrupted,
        csv::ErrorKind::Io(error) => CliError::Read("the table".into(), error),
        _ => CliError::Table(format!("row {number} is not CSV")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "initials,birth_year,colour\n";

    fn marks(table: &str) -> Result<Vec<Mark>, CliError> {
        let mut rows = Rows::begin(table.as_bytes(), Source::File(None))?;
        let mut marks = vec![rows.mark()];
        while rows.next()?.is_some() {
            marks.push(rows.mark());
        }
        Ok(marks)
    }

    #[test]
    fn a_mark_is_of_the_content_and_of_all_before_it() {
        let one = marks(&format!("{HEADER}AB,1980,green\nCD,1990,red\n")).expect("good");
        let same = marks(&format!("{HEADER}\"AB\",1980,green\r\nCD,1990,red")).expect("good");
        let moved = marks(&format!("{HEADER}AB,1980,green\nCD1,990,red\n")).expect("good");
        assert_eq!(one.len(), 3);
        assert_eq!(one, same);
        assert_eq!(one[1], moved[1]);
        assert_ne!(one[2], moved[2]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_does_not_swallow_the_table() {
        let table = io::Cursor::new(HEADER).chain(io::Cursor::new("AB,1980,\"")).chain(io::repeat(b'x'));
        let mut rows = Rows::begin(table, Source::Pipe).expect("a header");
        let error = rows.next().expect_err("too long");
        assert_eq!(error.to_string(), "row 2 is too long; perhaps a quotation mark is missing there");
    }

    #[test]
    fn rows_of_the_largest_size_may_follow_each_other() {
        let row = format!("{},1980,green\n", "x".repeat(MAX_ROW - BUFFER - 100));
        let table = format!("{HEADER}{}", row.repeat(20));
        assert_eq!(marks(&table).expect("good").len(), 21);
    }
}
