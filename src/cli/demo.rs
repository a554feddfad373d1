//! `tessera demo`: a health office of specimens, to try everything with nobody's data.

mod answer;
mod cast;
mod office;
mod page;
mod portrait;
mod record;

use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::error::CliError;
use super::issue::span::Span;
use super::moment;
use crate::time::UnixTime;

#[derive(Args)]
pub(super) struct Demo {
    /// Folder of the demo office: made, or refreshed with its keys kept
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print the code of a resident, live at this moment, as JSON
    #[arg(long, value_name = "ID", conflicts_with = "answer")]
    code: Option<String>,
    /// Answer a wallet's request (read from standard input) with this resident's pass, as JSON
    #[arg(long, value_name = "ID")]
    answer: Option<String>,
    /// Answer a wallet's request (read from standard input) with this resident's record, as JSON
    #[arg(long, value_name = "ID", conflicts_with_all = ["answer", "code"])]
    record: Option<String>,
    /// Put the resident's record into the answer to a wallet that asks for several passes
    #[arg(long, requires = "answer")]
    with_record: bool,
    #[command(flatten)]
    span: Span,
    /// The moment to do it at [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

impl Demo {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        match (self.code, self.answer, self.record) {
            (Some(id), _, _) => answer::code(&self.folder, cast::find(&id)?, at),
            (_, Some(id), _) => answer::delivery(&self.folder, cast::find(&id)?, self.span, self.with_record, at),
            (_, _, Some(id)) => answer::record(&self.folder, cast::find(&id)?, at),
            (None, None, None) => office::refresh(&self.folder, at),
        }?;
        Ok(Ending::Done)
    }
}
