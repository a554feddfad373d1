//! The three verdicts, every reason for the two that are not an accept, and the report beside them.

use crate::claims::Subject;
use crate::credential::{Binding, Credential};
use crate::id::Name;
use crate::presentation::KeyBinding;
use crate::time::{UnixTime, Window};
use crate::trust::Freshness;

/// What the door does.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let in.
    Accept(Accepted),
    /// Not let in, for this reason.
    Refuse(Refusal),
    /// It cannot be known here and now, for this reason.
    Undetermined(Doubt),
}

/// Proof that every check was passed; only the verifier makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted(());

impl Accepted {
    pub(super) const fn earned() -> Self {
        Self(())
    }
}

/// Why a pass is refused: the class of the reason, nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Damaged, or made by something else.
    Damaged,
    /// Its issuer is not on the trust list, or may not sign this.
    UnknownIssuer,
    /// The issuer named on it did not sign it.
    Forged,
    /// Signed with an issuer's key after it fell into other hands.
    KeyCompromised,
    /// Its validity has not begun.
    NotYetValid,
    /// Its validity is over.
    Expired,
    /// The office has called it back.
    Revoked,
    /// It refers to a place that its status list does not have.
    NoSuchStatus,
    /// The pass itself, without a live signature: a picture of a delivery.
    NotLive,
    /// Signed by another phone than the one it was issued to.
    OtherPhone,
    /// The live signature is too old: a photograph, or a screen that stood still.
    OldCode,
    /// The live signature is from the future: one of the two clocks is wrong.
    ClocksDiffer,
    /// Meant for another door.
    OtherDoor,
    /// The answer to another question, or to one asked before.
    OtherChallenge,
    /// A paper pass where this door wants a live one.
    Paper,
    /// A specimen at a real door.
    Specimen,
    /// This door takes no passes of its issuer.
    IssuerNotTaken,
    /// Its colour is not one that this door lets in.
    NotGreen,
    /// This door asks for a negative test, and none was shown.
    TestNotShown,
    /// The newest negative test that was shown is too old for this door.
    TestTooOld,
    /// It shows less than this door has asked for.
    ShowsLess,
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 21] = [
        Self::Damaged,
        Self::UnknownIssuer,
        Self::Forged,
        Self::KeyCompromised,
        Self::NotYetValid,
        Self::Expired,
        Self::Revoked,
        Self::NoSuchStatus,
        Self::NotLive,
        Self::OtherPhone,
        Self::OldCode,
        Self::ClocksDiffer,
        Self::OtherDoor,
        Self::OtherChallenge,
        Self::Paper,
        Self::Specimen,
        Self::IssuerNotTaken,
        Self::NotGreen,
        Self::TestNotShown,
        Self::TestTooOld,
        Self::ShowsLess,
    ];

    /// A stable name for tools, vectors and word lists.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Forged => "forged",
            Self::KeyCompromised => "key-compromised",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::NoSuchStatus => "no-such-status",
            Self::NotLive => "not-live",
            Self::OtherPhone => "other-phone",
            Self::OldCode => "old-code",
            Self::ClocksDiffer => "clocks-differ",
            Self::OtherDoor => "other-door",
            Self::OtherChallenge => "other-challenge",
            Self::Paper => "paper",
            Self::Specimen => "specimen",
            Self::IssuerNotTaken => "issuer-not-taken",
            Self::NotGreen => "not-green",
            Self::TestNotShown => "test-not-shown",
            Self::TestTooOld => "test-too-old",
            Self::ShowsLess => "shows-less",
        }
    }
}

/// Why nothing can be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// This device's clock is behind a time that is certainly past.
    ClockBehind,
    /// This device's clock is ahead of what the host of the lists says.
    ClockAhead,
    /// The lists are too old or have expired.
    ListsStale,
    /// The pass may have been revoked, and the list that would say so is not here.
    StatusUnknown,
}

impl Doubt {
    /// Every doubt.
    pub const ALL: [Self; 4] = [Self::ClockBehind, Self::ClockAhead, Self::ListsStale, Self::StatusUnknown];

    /// A stable name for tools, vectors and word lists.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ClockBehind => "clock-behind",
            Self::ClockAhead => "clock-ahead",
            Self::ListsStale => "lists-stale",
            Self::StatusUnknown => "status-unknown",
        }
    }
}

/// Either reason, on the way to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A refusal.
    Refusal(Refusal),
    /// A doubt.
    Doubt(Doubt),
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<Doubt> for Reason {
    fn from(doubt: Doubt) -> Self {
        Self::Doubt(doubt)
    }
}

/// A verdict and what the door may know beside it. The optional parts are there once the pass is authentic.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The verdict.
    pub verdict: Verdict,
    /// Freshness of the lists that the verdict used.
    pub freshness: Freshness,
    /// What the signed pass says, if it is authentic.
    pub shown: Option<Shown>,
}

/// What an authentic pass lets the door see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Whom it is about.
    pub subject: Subject,
    /// Who signed it.
    pub issuer: Name,
    /// Where that issuer is.
    pub region: Name,
    /// When it holds.
    pub window: Window,
    /// Live or on paper.
    pub binding: Binding,
    /// A specimen.
    pub specimen: bool,
    /// Shown by a guardian.
    pub guardian: bool,
    /// When the live code was signed.
    pub signed_at: Option<UnixTime>,
}

impl Report {
    /// A report that accepts nothing yet.
    pub(super) fn new(freshness: Freshness) -> Self {
        Self { verdict: Verdict::Refuse(Refusal::Damaged), freshness, shown: None }
    }

    pub(super) fn authenticated(&mut self, credential: &Credential<'_>, binding: Option<&KeyBinding>) {
        let claims = credential.claims();
        self.shown = Some(Shown {
            subject: claims.subject.clone(),
            issuer: credential.trusted().name.clone(),
            region: credential.trusted().region.clone(),
            window: claims.window,
            binding: credential.binding(),
            specimen: claims.specimen,
            guardian: claims.guardian,
            signed_at: binding.map(|binding| binding.issued_at),
        });
    }
}
