//! The health office's tool: records in, signed passes out. Files, the clock and the operating system's randomness live here and nowhere
//! in the core.
//!
//! Exit codes, as `grep` has them: 0 done, 1 the answer is no (a pass that is not accepted, rows that are not issued), 2 trouble
//! (a wrong argument, a file that cannot be read), 130 stopped by Ctrl-C.

mod account;
mod armour;
mod batch;
mod demo;
mod error;
mod forgery;
mod id_number;
mod input;
mod inspect;
mod interrupt;
mod issue;
mod keyfile;
mod keygen;
mod measure;
mod moment;
mod office;
mod output;
mod picture;
mod progress;
mod publish;
mod random;
mod rules;
mod sheet;
mod signatures;
mod status;
mod trust;
mod vectors;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How a command ended, if it was not in trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// What was asked for is done.
    Done,
    /// The answer is no.
    No,
}

/// The health office's tool of Tessera.
#[derive(Parser)]
#[command(name = "tessera", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a key pair: a root that signs trust lists, or an issuer that signs passes
    #[command(subcommand)]
    Keygen(keygen::Keygen),
    /// Make and sign a trust list
    Trust(trust::Trust),
    /// Make the folder of an office, or look into it
    #[command(subcommand)]
    Office(office::OfficeCommand),
    /// Sign passes for residents of a table, or for one wallet
    Issue(issue::Issue),
    /// Sign passes for a table of any length, on all cores; goes on where it was stopped
    Batch(batch::Batch),
    /// Set or show what has become of passes, by the office's own case numbers
    #[command(subcommand)]
    Status(status::Status),
    /// Sign rules for doors: whom they let in
    Rules(rules::Rules),
    /// Sign the status lists and put all lists into a folder for a host, or check such a folder
    Publish(publish::Publish),
    /// Explain a pass, a live code, a request, rules or lists, stage by stage
    Inspect(inspect::Inspect),
    /// Write the corpus of good and broken passes that verifiers and wallets are held against
    Vectors(vectors::Vectors),
    /// Figures about this machine
    #[command(subcommand, hide = true)]
    Measure(measure::Measure),
    /// Make or refresh a demo office of specimens
    Demo(demo::Demo),
}

/// Reads the command line, does what it says, and reports trouble on standard error.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = interrupt::listen().and_then(|()| match cli.command {
        Command::Keygen(command) => command.run(),
        Command::Trust(command) => command.run(),
        Command::Office(command) => command.run(),
        Command::Issue(command) => command.run(),
        Command::Batch(command) => command.run(),
        Command::Status(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Publish(command) => command.run(),
        Command::Inspect(command) => command.run(),
        Command::Vectors(command) => command.run(),
        Command::Measure(command) => command.run(),
        Command::Demo(command) => command.run(),
    });
    match result {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::No) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            let remedy = error.remedy();
            if !remedy.is_empty() {
                eprintln!("  {remedy}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}
