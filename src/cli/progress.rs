//! A sign of life during long work, on standard error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work shorter than this is left alone.
const PATIENCE: Duration = Duration::from_secs(1);
/// On a terminal, how often the line is written anew.
const TERMINAL_STEP: Duration = Duration::from_millis(100);
/// In a log, how many steps a line stands for.
const LOG_STEP: usize = 1_000;

/// Counts steps aloud.
pub(super) struct Progress {
    what: &'static str,
    total: usize,
    began: Instant,
    said: Instant,
    terminal: bool,
    open_line: bool,
}

impl Progress {
    /// Begins to count `total` steps; `what` has been done with each, as in "signed".
    pub(super) fn begin(what: &'static str, total: usize) -> Self {
        let now = Instant::now();
        Self { what, total, began: now, said: now, terminal: io::stderr().is_terminal(), open_line: false }
    }

    /// Says that `done` steps are done, if it is time to say something.
    pub(super) fn step(&mut self, done: usize) {
        if self.began.elapsed() < PATIENCE {
            return;
        }
        if self.terminal && self.said.elapsed() >= TERMINAL_STEP {
            self.said = Instant::now();
            self.open_line = true;
            self.say("\r", done, "");
        } else if !self.terminal && done.is_multiple_of(LOG_STEP) {
            self.say("", done, "\n");
        }
    }

    fn say(&self, before: &str, done: usize, after: &str) {
        let mut err = io::stderr().lock();
        // A progress line that cannot be written is no reason to stop.
        let _ = write!(err, "{before}{} {done} of {}{after}", self.what, self.total);
        let _ = err.flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.open_line {
            let _ = writeln!(io::stderr());
        }
    }
}
