//! A record that is open, with the key that shows it.

use std::sync::Arc;

use crate::challenge::Challenge;
use crate::claims::{Details, Subject};
use crate::holder::{Checked, Chosen};
use crate::id::Audience;
use crate::key::HolderKey;
use crate::time::UnixTime;

/// A record.
#[derive(Clone)]
pub struct Record {
    /// What it says.
    pub checked: Checked,
    key: Arc<HolderKey>,
}

impl Record {
    /// A record and the key that it is bound to; `None` for a door pass.
    pub fn new(checked: Checked, key: Arc<HolderKey>) -> Option<Self> {
        matches!(checked.claims().subject, Subject::Record(_)).then_some(Self { checked, key })
    }

    /// All of what it says.
    pub fn details(&self) -> Details {
        match &self.checked.claims().subject {
            Subject::Record(details) => details.clone(),
            Subject::Hint { .. } => Details::default(),
        }
    }

    /// The message that shows what was chosen of it, signed at `at`; `None` where its key is another one, which opening it has ruled out.
    pub fn present(&self, chosen: &Chosen, at: UnixTime) -> Option<Vec<u8>> {
        chosen.present(&self.key, &Audience::door(), None, at).ok()
    }
    /// The same as an answer to a door's question.
    pub fn answer(&self, chosen: &Chosen, challenge: &Challenge, at: UnixTime) -> Option<Vec<u8>> {
        chosen.present(&self.key, &challenge.audience(), Some(challenge.nonce()), at).ok()
    }
}
