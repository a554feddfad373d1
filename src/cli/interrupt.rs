//! Ctrl-C: asked for between two steps of the work, so that no step is cut in the middle.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::CliError;

static STOP: AtomicBool = AtomicBool::new(false);

/// From here on, Ctrl-C and a request to terminate only leave a mark.
pub(super) fn listen() -> Result<(), CliError> {
    ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed))
        .map_err(|error| CliError::Read("the signals of this process".into(), std::io::Error::other(error)))
}

/// Ends the work if somebody asked for it.
pub(super) fn check() -> Result<(), CliError> {
    if STOP.load(Ordering::Relaxed) { Err(CliError::Interrupted) } else { Ok(()) }
}
