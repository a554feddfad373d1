//! A question that a door has asked: good for a while, and for one answer.

use super::{Refusal, Report, Verdict, verify_message};
use crate::challenge::Challenge;
use crate::limits::CHALLENGE_LIFE;
use crate::policy::Policy;
use crate::time::UnixTime;
use crate::trust::Lists;

/// A question, and whether it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    challenge: Challenge,
    is_answered: bool,
}

impl Question {
    /// One that nobody has answered.
    pub fn new(challenge: Challenge) -> Self {
        Self { challenge, is_answered: false }
    }

    /// What is asked.
    pub fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    /// Whether it still takes an answer. A clock that was turned back does not make it younger than it was.
    pub fn is_open(&self, at: UnixTime) -> bool {
        let expires = self.challenge.expires();
        !self.is_answered && at < expires && expires.since(at) <= CHALLENGE_LIFE
    }

    /// Decides about a message as an answer, by the door's own `policy`. An answer is judged once, whatever comes of it: shown again, it is the answer
    /// to a question that is over. What is no answer to this question, the visitor's usual code for instance, leaves it open.
    pub fn judge(&mut self, message: &[u8], lists: &Lists<'_>, policy: &Policy, at: UnixTime) -> Report {
        let mut report = verify_message(message, lists, &policy.clone().asking(&self.challenge), at);
        let is_other = |refusal| matches!(refusal, Refusal::NotLive | Refusal::Paper | Refusal::OtherChallenge);
        if report.shown.is_none() || matches!(report.verdict, Verdict::Refuse(refusal) if is_other(refusal)) {
            return report;
        }
        if !self.is_open(at) {
            report.verdict = Verdict::Refuse(Refusal::OtherChallenge);
        }
        self.is_answered = true;
        report
    }
}
