//! What was found, one line a stage.

use core::fmt::{Display, Write};

use super::Ending;

/// Lines of stage, mark and finding.
#[derive(Default)]
pub(super) struct Account {
    lines: String,
}

impl Account {
    /// A stage that is passed, or a fact.
    pub(super) fn good(&mut self, stage: &str, finding: impl Display) {
        self.line(stage, "ok", finding);
    }

    /// A stage that cannot be gone through.
    pub(super) fn open(&mut self, stage: &str, finding: impl Display) {
        self.line(stage, "--", finding);
    }

    /// A stage that fails, and what follows is not believed.
    pub(super) fn stop(&mut self, stage: &str, finding: impl Display) -> Ending {
        self.line(stage, "NO", finding);
        Ending::No
    }

    /// A fault beside others, after which one still looks on.
    pub(super) fn fault(&mut self, stage: &str, finding: impl Display) {
        self.line(stage, "NO", finding);
    }

    fn line(&mut self, stage: &str, mark: &str, finding: impl Display) {
        // Writing to a String does not fail.
        let _ = writeln!(self.lines, "{stage:<12}{mark}  {finding}");
    }

    /// All lines.
    pub(super) fn text(&self) -> &str {
        &self.lines
    }
}
