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

/// Tells on a terminal how long work of an unknown number of steps goes on, with its rate; says nothing elsewhere.
pub(super) struct Pace {
    what: &'static str,
    began: Instant,
    said: Instant,
    /// What was done when it began, and which share of the whole that was.
    before: (u64, Option<f64>),
    terminal: bool,
    open_line: bool,
}

impl Pace {
    /// Begins where `done` steps, a `share` of all, are done already.
    pub(super) fn begin(what: &'static str, done: u64, share: Option<f64>) -> Self {
        let now = Instant::now();
        let terminal = io::stderr().is_terminal();
        Self { what, began: now, said: now, before: (done, share), terminal, open_line: false }
    }

    /// Says that `done` steps, a `share` of all, are done, if it is time to say something.
    pub(super) fn step(&mut self, done: u64, share: Option<f64>) {
        if !self.terminal || self.began.elapsed() < PATIENCE || self.said.elapsed() < TERMINAL_STEP {
            return;
        }
        self.said = Instant::now();
        self.open_line = true;
        let line = self.line(done, share, self.began.elapsed());
        let mut err = io::stderr().lock();
        // The end of a longer line before it is cleared. A line that cannot be written is no reason to stop.
        let _ = write!(err, "\r{line}\x1b[K");
        let _ = err.flush();
    }

    fn line(&self, done: u64, share: Option<f64>, elapsed: Duration) -> String {
        let (before, share_before) = self.before;
        let seconds = elapsed.as_secs_f64();
        let rate = done.saturating_sub(before) as f64 / seconds;
        let line = format!("{} {done}, {rate:.0} a second", self.what);
        match share.zip(share_before) {
            Some((share, before)) if share > before => {
                let left = (1.0 - share).max(0.0) / (share - before) * seconds;
                format!("{line}, {} left", span(left as u64))
            }
            _ => line,
        }
    }
}

/// A span of time for people, in its two largest units.
fn span(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

impl Drop for Pace {
    fn drop(&mut self) {
        if self.open_line {
            let _ = writeln!(io::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.open_line {
            let _ = writeln!(io::stderr());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_and_the_time_left_are_of_this_run() {
        let line = |before, done, share| {
            Pace { before, ..Pace::begin("signed", 0, None) }.line(done, share, Duration::from_secs(10))
        };
        assert_eq!(line((0, None), 5_000, None), "signed 5000, 500 a second");
        assert_eq!(line((0, Some(0.0)), 5_000, Some(0.25)), "signed 5000, 500 a second, 30 s left");
        assert_eq!(line((90_000, Some(0.5)), 95_000, Some(0.6)), "signed 95000, 500 a second, 40 s left");
        assert_eq!(line((0, Some(0.0)), 10, Some(0.0)), "signed 10, 1 a second");
    }

    #[test]
    fn spans_are_told_in_two_units() {
        assert_eq!(span(59), "59 s");
        assert_eq!(span(61), "1 min 1 s");
        assert_eq!(span(7_199), "1 h 59 min");
    }
}
