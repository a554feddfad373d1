//! `tessera office`: the folder of an office, made and looked into.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::restored::Restored;
use super::{Charter, Issued, MAX_SHARD, Office, Part, init, part, status_prefix};
use crate::cli::error::CliError;
use crate::cli::{Ending, input, interrupt, moment, output};
use crate::time::UnixTime;

#[derive(Subcommand)]
pub(in crate::cli) enum OfficeCommand {
    /// Make the folder of an office: its record of the indexes that it gives out
    Init(Init),
    /// Go on with a copy of an office's folder that was put back, in new status lists
    Restored(Restored),
    /// Say how an office is set up and how full its status lists are
    Show(Show),
    /// Say which entries of the status lists were given out in some cases
    Find(Find),
    /// Forget in which cases passes were issued that have ended
    Forget(Forget),
}

const SEVERAL: &str = "\
The record holds nothing about a person: a case is known by a keyed hash of the office's own number for it.
Several machines of an office each have a folder of their own, made with --part 1/3, --part 2/3 and so on: each then
fills status lists of its own, and none waits for another.
Keep a copy of the folder: without it no pass can be called back by its case. If you ever put one back, run
tessera office restored, so that no entry of a status list is given out twice.";

#[derive(Args)]
#[command(after_help = SEVERAL)]
pub(in crate::cli) struct Init {
    /// New folder of the office
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the addresses of the office's status lists begin with; its key in the trust list says the same
    #[arg(long, value_name = "URL", value_parser = status_prefix)]
    status_prefix: String,
    /// Entries of a status list, a multiple of 4, up to 33554432
    #[arg(long, value_name = "N", default_value_t = 1 << 20, value_parser = shard_size)]
    shard_size: u32,
    /// Which of how many machines of the office this is
    #[arg(long, value_name = "K/N", default_value = "1/1", value_parser = part)]
    part: Part,
}

#[derive(Args)]
pub(in crate::cli) struct Show {
    /// Folder of the office
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Args)]
pub(in crate::cli) struct Find {
    /// Folder of the office
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// File of the office's own case numbers, one a line; - for standard input. The answer names a case by its line
    #[arg(value_name = "CASES")]
    cases: PathBuf,
}

#[derive(Args)]
pub(in crate::cli) struct Forget {
    /// Folder of the office
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Forget those that ended before this time [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    before: Option<UnixTime>,
}

/// Largest file of case numbers, in bytes.
const MAX_CASES: u64 = 64 << 20;

fn shard_size(text: &str) -> Result<u32, &'static str> {
    let size = text.parse().ok().filter(|size| (4..=MAX_SHARD).contains(size) && size.is_multiple_of(4));
    size.ok_or("write a multiple of 4, up to 33554432")
}

impl OfficeCommand {
    pub(in crate::cli) fn run(self) -> Result<Ending, CliError> {
        match self {
            Self::Init(command) => command.run(),
            Self::Restored(command) => command.run(),
            Self::Show(command) => command.run(),
            Self::Find(command) => command.run(),
            Self::Forget(command) => command.run(),
        }
    }
}

impl Init {
    fn run(self) -> Result<Ending, CliError> {
        let charter = Charter {
            status_prefix: self.status_prefix,
            shard_size: self.shard_size,
            part: self.part.part,
            parts: self.part.parts,
        };
        init(&self.folder, &charter)?;
        output::print(&format!(
            "{}: an office's record, part {} of {}, status lists of {} entries\n",
            self.folder.display(),
            charter.part,
            charter.parts,
            charter.shard_size,
        ))?;
        Ok(Ending::Done)
    }
}

impl Show {
    fn run(self) -> Result<Ending, CliError> {
        let office = Office::open(&self.folder)?;
        let charter = office.charter();
        let reading = office.read()?;
        let mut text = format!("part {} of {}, lists at {}\n", charter.part, charter.parts, charter.status_prefix);
        for shard in reading.shards()? {
            let mut others = 0u32;
            reading.standings(shard.id, |_, _, _| others += 1)?;
            let ends = shard.ends.map_or("no pass yet".to_string(), |ends| format!("needed until {ends}"));
            let (name, used, size) = (&shard.name, shard.used, shard.size);
            text.push_str(&format!("{name}: {used} of {size} used, {others} not as issued, {ends}\n"));
        }
        output::print(&text)?;
        Ok(Ending::Done)
    }
}

impl Find {
    fn run(self) -> Result<Ending, CliError> {
        let office = Office::open(&self.folder)?;
        let text = input::text_file(&self.cases, MAX_CASES)?;
        let cases: Result<Vec<_>, _> = text.lines().map(|number| office.cases().case(number)).collect();
        let reading = office.read()?;
        let shards: BTreeMap<_, _> = reading.shards()?.into_iter().map(|shard| (shard.id, shard.name)).collect();
        let mut text = "line,list,index,until\n".to_string();
        let mut ending = Ending::Done;
        for (at, issued) in reading.issued_in_each(&cases?)?.into_iter().enumerate() {
            if issued.is_empty() {
                ending = Ending::No;
            }
            for Issued { entry, ends } in issued {
                let list = shards.get(&entry.shard).map_or("", String::as_str);
                text.push_str(&format!("{},{list},{},{ends}\n", at + 1, entry.index));
            }
        }
        output::print(&text)?;
        Ok(ending)
    }
}

impl Forget {
    fn run(self) -> Result<Ending, CliError> {
        let before = moment::at(self.before)?;
        let office = Office::open(&self.folder)?;
        let mut forgotten = 0;
        // A bucket at a time, so that what is written at once stays small.
        for bucket in 0..=u8::MAX {
            interrupt::check()?;
            let write = office.write()?;
            forgotten += write.forget(bucket, before)?;
            write.commit()?;
        }
        output::print(&format!("{}: passes whose case was forgotten: {forgotten}\n", self.folder.display()))?;
        Ok(Ending::Done)
    }
}
