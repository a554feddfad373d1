//! Runs the health office's tool.

use std::process::ExitCode;

fn main() -> ExitCode {
    tessera::cli::main()
}
