//! `tessera status`: what becomes of passes after they were issued, by the office's own case numbers.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Ending;
use super::error::CliError;
use super::input;
use super::moment;
use super::office::{Case, Issued, Office};
use super::output;
use crate::time::UnixTime;
use crate::trust::Standing;

/// Largest file of case numbers, in bytes.
const MAX_CASES: u64 = 64 << 20;

#[derive(Subcommand)]
pub(super) enum Status {
    /// Set the standing of every pass that was issued in some cases. Doors know once the lists are published
    Set(Set),
    /// Say the standings of the passes that were issued in some cases
    Show(Show),
}

#[derive(Args)]
pub(super) struct Set {
    /// The standing from now on
    #[arg(value_enum, value_name = "STANDING")]
    standing: Word,
    #[command(flatten)]
    cases: Cases,
    /// Set what is known where some cases are not
    #[arg(long)]
    only_known: bool,
    /// The moment to do it at [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

#[derive(Args)]
pub(super) struct Show {
    #[command(flatten)]
    cases: Cases,
}

#[derive(Args)]
struct Cases {
    /// File of the office's own case numbers, one a line; - for standard input. Answers name a case by its line
    #[arg(value_name = "CASES")]
    file: PathBuf,
    /// Folder of the office's record
    #[arg(long, value_name = "DIR")]
    office: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Word {
    /// Nothing has become of it
    AsIssued,
    /// Called back for good
    Revoked,
    /// Counts as red for now
    Suspended,
    /// Counts as yellow for now
    Observe,
}

impl Word {
    fn standing(self) -> Standing {
        match self {
            Self::AsIssued => Standing::AsIssued,
            Self::Revoked => Standing::Revoked,
            Self::Suspended => Standing::Suspended,
            Self::Observe => Standing::Observe,
        }
    }
}

/// What a standing is called on the command line.
pub(super) fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::AsIssued => "as-issued",
        Standing::Revoked => "revoked",
        Standing::Suspended => "suspended",
        Standing::Observe => "observe",
    }
}

impl Status {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        match self {
            Self::Set(command) => command.run(),
            Self::Show(command) => command.run(),
        }
    }
}

impl Cases {
    /// The passes of each case, by the line that it stands in.
    fn issued(&self, office: &Office) -> Result<Vec<(usize, Vec<Issued>)>, CliError> {
        let text = input::text_file(&self.file, MAX_CASES)?;
        let lines: Vec<_> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            return Err(CliError::Usage("no case is named", "Write one case number a line."));
        }
        let case =
            |(at, line): &(usize, &str)| office.cases().case(line).map_err(|error| CliError::Line(at + 1, error));
        let cases = lines.iter().map(case).collect::<Result<Vec<Case>, _>>()?;
        let issued = office.read()?.issued_in_each(&cases)?;
        Ok(lines.iter().map(|(at, _)| at + 1).zip(issued).collect())
    }
}

impl Set {
    fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let office = Office::open(&self.cases.office)?;
        let issued = self.cases.issued(&office)?;
        let unknown: Vec<_> = issued.iter().filter(|(_, issued)| issued.is_empty()).map(|(line, _)| *line).collect();
        for line in &unknown {
            eprintln!("line {line}: no pass was issued in this case");
        }
        if !unknown.is_empty() && !self.only_known {
            eprintln!("nothing was set");
            eprintln!("  Correct the lines above, or give --only-known to set the others.");
            return Ok(Ending::No);
        }
        let write = office.write()?;
        // What is set in a copy that was put back would be lost beside what was set since.
        office.check_place(&write)?;
        let mut count = 0;
        for Issued { entry, .. } in issued.iter().flat_map(|(_, issued)| issued) {
            write.set(*entry, self.standing.standing(), at)?;
            count += 1;
        }
        write.commit()?;
        let cases = issued.len() - unknown.len();
        let word = word(self.standing.standing());
        output::print(&format!("{word}: cases {cases}, passes {count}. Doors know once the lists are published\n"))?;
        Ok(if unknown.is_empty() { Ending::Done } else { Ending::No })
    }
}

impl Show {
    fn run(self) -> Result<Ending, CliError> {
        let office = Office::open(&self.cases.office)?;
        let (reading, mut ending) = (office.read()?, Ending::Done);
        let mut text = "line,standing,since,until\n".to_string();
        for (line, issued) in self.cases.issued(&office)? {
            if issued.is_empty() {
                ending = Ending::No;
                text.push_str(&format!("{line},not issued,,\n"));
            }
            for Issued { entry, ends } in issued {
                let row = match reading.standing(entry)? {
                    Some((standing, since)) => format!("{line},{},{since},{ends}\n", word(standing)),
                    None => format!("{line},as-issued,,{ends}\n"),
                };
                text.push_str(&row);
            }
        }
        output::print(&text)?;
        Ok(ending)
    }
}
