//! `tessera measure`: figures for `make bench`, as JSON.

mod issue;

use clap::Subcommand;

use super::Ending;
use super::error::CliError;

#[derive(Subcommand)]
pub(super) enum Measure {
    /// Sign rows that are made up on the way, as a batch does, and bare signatures to compare
    Issue(issue::Issue),
}

impl Measure {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        match self {
            Self::Issue(command) => command.run(),
        }
    }
}
