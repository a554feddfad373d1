//! `tessera batch`: a table of any length in, files of signed passes out, on all cores; stopped at any moment, it goes on where it was.

mod journal;
mod line;
mod piece;
mod rows;

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use clap::Args;
use sha2::{Digest, Sha256};

use super::Ending;
use super::error::CliError;
use super::interrupt;
use super::issue::row::Desk;
use super::issue::span::Span;
use super::issue::{open_office, read_issuer};
use super::keyfile;
use super::moment;
use super::office::{self, Allotment, Office, Part};
use super::output;
use super::progress::Pace;
use crate::key::IssuerKey;
use crate::time::UnixTime;
use crate::trust::TrustedKey;
use journal::{Journal, State, another_table};
use piece::{Finished, Signer};
use rows::Rows;
pub(super) use rows::Source;

const FILES: &str = "\
The table is CSV with a header; its columns are those of tessera issue. It is read as a stream and may have any length.
A row with a fault is left out and reported by its number and column; the others are issued.
Files of the folder, for part 1:
  passes-1-000001.csv  number of the row, door, booklet or paper, and the pass as text
  faults-1-000001.csv  what is wrong with rows that were not issued, where there are any
A file is there once it is whole and in the office's record. Whatever stops the batch, the same command goes on where it was:
no row is left out or issued twice, and no entry of a status list is used twice.
Several machines work at one table with --part 1/3, --part 2/3 and so on, each with an office's folder of that part.";

#[derive(Args)]
#[command(after_help = FILES)]
pub(super) struct Batch {
    /// Table of residents, CSV; - for standard input
    #[arg(value_name = "RESIDENTS")]
    table: PathBuf,
    /// Folder of the office, whose status lists the passes are entered into
    #[arg(long, value_name = "DIR")]
    office: PathBuf,
    /// Private key of the issuer; its public file lies beside it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Folder for the passes: new, or of a batch that was stopped
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Issue only every Nth row, beginning with the Kth [default: the part of the office]
    #[arg(long, value_name = "K/N", value_parser = office::part)]
    part: Option<Part>,
    /// How many signers work side by side [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Rows of one file
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    chunk: u32,
    #[command(flatten)]
    span: Span,
    /// When the passes are made [default: when the batch is begun]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

/// What a batch is made with.
pub(super) struct Work<'a> {
    pub(super) office: &'a Office,
    pub(super) issuer: &'a TrustedKey,
    pub(super) key: &'a IssuerKey,
    pub(super) out: &'a Path,
    pub(super) part: Part,
    pub(super) threads: usize,
    /// Rows of one file.
    pub(super) chunk: usize,
    pub(super) span: Span,
    /// When the passes are made, where that was said.
    pub(super) at: Option<UnixTime>,
}

/// What a batch has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) live: u64,
    pub(super) paper: u64,
    /// Rows that were not issued.
    pub(super) bad: u64,
}

impl Batch {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let key: IssuerKey = keyfile::read_secret(&self.key)?;
        let issuer = read_issuer(&self.key, &key)?;
        let office = open_office(&self.office, &issuer)?;
        let (input, source) = self.input()?;
        let work = Work {
            office: &office,
            issuer: &issuer,
            key: &key,
            out: &self.out,
            part: self.part.unwrap_or(office.charter().part()),
            threads: self.threads.map_or_else(cores, usize::from),
            chunk: self.chunk as usize,
            span: self.span,
            at: self.at,
        };
        let tally = work.run(input, source)?;
        let folder = self.out.display();
        output::print(&format!("{folder}: {} for wallets, {} on paper\n", tally.live, tally.paper))?;
        if tally.bad == 0 {
            return Ok(Ending::Done);
        }
        eprintln!("rows that were not issued: {}", tally.bad);
        eprintln!("  Correct those of the faults-*.csv in a table of their own, and issue that into another folder.");
        Ok(Ending::No)
    }

    /// The table, and what it is.
    fn input(&self) -> Result<(Box<dyn Read + Send>, Source), CliError> {
        if self.table == Path::new("-") {
            return Ok((Box::new(io::stdin()), Source::Pipe));
        }
        let failed = |error| CliError::Read(self.table.clone(), error);
        let file = File::open(&self.table).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        let source = if metadata.is_file() { Source::File(Some(metadata.len())) } else { Source::Pipe };
        Ok((Box::new(file), source))
    }
}

/// How many signers keep this machine busy.
pub(super) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

impl Work<'_> {
    /// Issues what is left of a table.
    pub(super) fn run(&self, input: impl Read + Send, source: Source) -> Result<Tally, CliError> {
        let size = source.size();
        let mut rows = Rows::begin(input, source)?;
        let begin = State::begin(self.settings(), moment::at(self.at)?, size, rows.mark());
        let mut journal = Journal::open(self.office, self.out, self.part, begin)?;
        skip(&mut rows, journal.state())?;
        if journal.state().done {
            let more = rows.next()?.is_some();
            return if more { Err(another_table()) } else { Ok(journal.state().tally()) };
        }
        for column in rows.header().unused() {
            eprintln!("note: {column} is not used");
        }
        let header = rows.header().clone();
        let at = journal.state().at;
        let desk = Desk { office: self.issuer, at, cases: Some(self.office.cases()), span: self.span };
        let block = u32::try_from(self.chunk * 4).unwrap_or(u32::MAX);
        let allotment = Mutex::new(Allotment::new(self.office, block));
        let signers: Vec<_> = (0..self.threads)
            .map(|_| Signer { header: &header, desk: &desk, key: self.key, allotment: &allotment })
            .collect();
        let share = |byte: u64| size.map(|size| byte as f64 / size.max(1) as f64);
        let mut pace = Pace::begin("signed", journal.state().passes(), share(rows.byte()));
        let mut chunk: Option<Finished> = None;
        let end = line::run(rows, self.part, self.chunk, &signers, |piece| {
            match &mut chunk {
                Some(chunk) => chunk.append(piece),
                None => chunk = Some(piece),
            }
            if let Some(whole) = chunk.take_if(|chunk| chunk.is_last) {
                journal.put(&whole)?;
                pace.step(journal.state().passes(), share(whole.byte));
            }
            Ok(())
        });
        drop(pace);
        // What is signed is kept, unless it was the writing that failed. The last chunk has fewer rows, and so has one after which the table
        // could not be read or the batch was stopped.
        let is_written = matches!(end, Ok(_) | Err(CliError::Interrupted | CliError::Table(_) | CliError::Read(..)));
        if let Some(rest) = chunk.filter(|_| is_written) {
            journal.put(&rest)?;
        }
        drop(signers);
        allotment.into_inner().unwrap_or_else(PoisonError::into_inner).give_back()?;
        match end {
            Ok(mark) => journal.finish(mark)?,
            Err(CliError::Interrupted) => return Err(CliError::BatchStopped(journal.state().passes())),
            Err(error) => return Err(error),
        }
        Ok(journal.state().tally())
    }

    /// What two runs of one batch must have in common.
    fn settings(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.key.public().as_bytes());
        let numbers = [self.chunk as u64, self.part.part.into(), self.part.parts.into()];
        for number in self.span.numbers().into_iter().chain(numbers).chain(self.at.map(UnixTime::seconds)) {
            hash.update(number.to_be_bytes());
        }
        hash.finalize().into()
    }
}

/// Reads over what is done, and checks that it is what was done.
fn skip<R: Read>(rows: &mut Rows<R>, state: &State) -> Result<(), CliError> {
    while rows.count() < state.mark.rows {
        interrupt::check()?;
        if rows.next()?.is_none() {
            return Err(another_table());
        }
    }
    if rows.mark() == state.mark { Ok(()) } else { Err(another_table()) }
}
