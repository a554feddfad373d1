//! The door's decision: text in, verdict and report out.

mod question;
mod recent;
mod verdict;

pub use question::Question;
pub use recent::{PassMark, Recent};
pub use verdict::{Accepted, Doubt, Reason, Refusal, Report, Shown, Verdict};

use crate::claims::Colour;
use crate::credential::{AuthenticityError, Binding, Credential, EvaluationError};
use crate::limits::MAX_PRESENTATION_BYTES;
use crate::policy::{Policy, Rules, TestFault};
use crate::presentation::{BindingError, KeyBinding, Unverified};
use crate::time::{UnixTime, Validity};
use crate::trust::{Freshness, Lists, Standing};
use crate::wire::text::ScannedText;

/// Decides about a scanned text at the moment `at`.
///
/// Certain faults of the code itself come first; then whether the verifier knows enough to decide at all; then signatures, validity,
/// standing and the door's rules, in this order. Validity comes before status, as the status list draft requires.
pub fn verify(text: &ScannedText, lists: &Lists<'_>, policy: &Policy, at: UnixTime) -> Report {
    // What has no message in it is damaged, as no message is.
    verify_message(&text.decode().unwrap_or_default(), lists, policy, at)
}

/// The same for a message that came by another way than one text: a record with its portrait, shown as an animated code.
pub fn verify_message(message: &[u8], lists: &Lists<'_>, policy: &Policy, at: UnixTime) -> Report {
    let mut report = Report::new(lists.freshness(at, policy.max_list_age));
    report.verdict = match decide(message, lists, policy, at, &mut report) {
        Ok(accepted) => Verdict::Accept(accepted),
        Err(Reason::Refusal(refusal)) => Verdict::Refuse(refusal),
        Err(Reason::Doubt(doubt)) => Verdict::Undetermined(doubt),
    };
    report
}

fn decide(
    message: &[u8],
    lists: &Lists<'_>,
    policy: &Policy,
    at: UnixTime,
    report: &mut Report,
) -> Result<Accepted, Reason> {
    if message.len() > MAX_PRESENTATION_BYTES {
        return Err(Refusal::Damaged.into());
    }
    let unverified = Unverified::parse(message).map_err(|_| Refusal::Damaged)?;
    if lists.floor.raised_by(lists.trust).is_after(at) {
        return Err(Doubt::ClockBehind.into());
    }
    if lists.is_ahead(at) {
        return Err(Doubt::ClockAhead.into());
    }
    if report.freshness == Freshness::Stale {
        return Err(Doubt::ListsStale.into());
    }
    let (credential, binding) = match unverified {
        Unverified::Live(credential, binding) => (credential, Some(binding)),
        Unverified::Bare(credential) => (credential, None),
    };
    let credential = credential.authenticate(lists.trust)?.claims()?;
    let binding = binding.map(|binding| binding.authenticate(&credential)).transpose()?;
    report.authenticated(&credential, binding.as_ref());
    check_binding(&credential, binding.as_ref(), policy, at)?;
    check_validity(&credential, at)?;
    let colour = standing_colour(&credential, lists, policy, at, report)?;
    check_rules(&credential, colour, &policy.rules, at)?;
    if policy.asks.is_some_and(|asks| !asks.is_met_by(&credential.claims().subject)) {
        return Err(Refusal::ShowsLess.into());
    }
    Ok(Accepted::earned())
}

fn check_binding(
    credential: &Credential<'_>,
    binding: Option<&KeyBinding>,
    policy: &Policy,
    at: UnixTime,
) -> Result<(), Reason> {
    let Some(binding) = binding else {
        return match credential.binding() {
            Binding::Paper if policy.rules.accepts_paper && policy.challenge.is_none() => Ok(()),
            Binding::Paper => Err(Refusal::Paper.into()),
            Binding::Holder => Err(Refusal::NotLive.into()),
        };
    };
    let (is_for_us, is_answer) = (binding.audience == policy.audience, binding.nonce == policy.challenge);
    // Where a door has asked, whatever is no answer is told the same: the visitor has to film the question.
    if !is_for_us && policy.asks.is_none() {
        return Err(Refusal::OtherDoor.into());
    }
    if !is_for_us || !is_answer {
        return Err(Refusal::OtherChallenge.into());
    }
    if binding.issued_at > at.plus(policy.max_code_ahead) {
        return Err(Refusal::ClocksDiffer.into());
    }
    if at.since(binding.issued_at) > policy.max_code_age {
        return Err(Refusal::OldCode.into());
    }
    Ok(())
}

fn check_validity(credential: &Credential<'_>, at: UnixTime) -> Result<(), Reason> {
    match credential.claims().window.at(at) {
        Validity::Valid => Ok(()),
        Validity::NotYet => Err(Refusal::NotYetValid.into()),
        Validity::Expired => Err(Refusal::Expired.into()),
    }
}

/// The colour that the pass has now. One that may have been revoked is not let in on the strength of a list that is not there.
fn standing_colour(
    credential: &Credential<'_>,
    lists: &Lists<'_>,
    policy: &Policy,
    at: UnixTime,
    report: &mut Report,
) -> Result<Colour, Reason> {
    let claims = credential.claims();
    let Some(reference) = &claims.status else { return Ok(claims.colour) };
    let list = lists.status_list(reference, &claims.issuer).ok_or(Doubt::StatusUnknown)?;
    report.freshness = report.freshness.min(lists.status_freshness(list, at, policy.max_list_age));
    if report.freshness == Freshness::Stale {
        return Err(Doubt::ListsStale.into());
    }
    // A list makes no statement past its end, and the draft demands that the pass is rejected then.
    let status = list.statuses().get(reference.index).ok_or(Refusal::NoSuchStatus)?;
    match (Standing::from_u8(status).ok_or(Doubt::StatusUnknown)?, claims.colour) {
        (Standing::AsIssued, colour) => Ok(colour),
        (Standing::Revoked, _) => Err(Refusal::Revoked.into()),
        (Standing::Suspended, _) | (Standing::Observe, Colour::Red) => Ok(Colour::Red),
        (Standing::Observe, Colour::Green | Colour::Yellow) => Ok(Colour::Yellow),
    }
}

fn check_rules(credential: &Credential<'_>, colour: Colour, rules: &Rules, at: UnixTime) -> Result<(), Reason> {
    let claims = credential.claims();
    if claims.specimen && !rules.accepts_specimens {
        return Err(Refusal::Specimen.into());
    }
    if !rules.take(&claims.issuer, &credential.trusted().region) {
        return Err(Refusal::IssuerNotTaken.into());
    }
    if !rules.colours.has(colour) {
        return Err(Refusal::NotGreen.into());
    }
    rules.check_test(&claims.subject, at)?;
    Ok(())
}

impl From<TestFault> for Reason {
    fn from(fault: TestFault) -> Self {
        Self::Refusal(match fault {
            TestFault::NotShown => Refusal::TestNotShown,
            TestFault::TooOld => Refusal::TestTooOld,
        })
    }
}

impl From<AuthenticityError> for Reason {
    fn from(error: AuthenticityError) -> Self {
        Self::Refusal(match error {
            AuthenticityError::UnknownIssuer => Refusal::UnknownIssuer,
            AuthenticityError::Signature => Refusal::Forged,
            AuthenticityError::Compromised => Refusal::KeyCompromised,
        })
    }
}

impl From<EvaluationError> for Reason {
    fn from(error: EvaluationError) -> Self {
        match error {
            EvaluationError::Format(_) => Self::Refusal(Refusal::Damaged),
            EvaluationError::Authenticity(error) => error.into(),
        }
    }
}

impl From<BindingError> for Reason {
    fn from(error: BindingError) -> Self {
        Self::Refusal(match error {
            BindingError::Signature => Refusal::OtherPhone,
            BindingError::Format => Refusal::Damaged,
        })
    }
}
