//! What a door's keeper chose, and for how long that holds: rules that nobody looks at any more are how a door ends up with the wrong ones.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Rules, RulesError, SignedRules};
use crate::id::Name;
use crate::limits::{CLOCK_TOLERANCE, MAX_RULES_BYTES, RULES_STAY};
use crate::time::UnixTime;
use crate::trust::TrustList;
use crate::wire::base45;

/// The choice, as a device keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Choice {
    /// The rules of the installation. They need not be chosen again.
    #[default]
    Installation,
    /// Rules of the keeper's own.
    Own(Rules, UnixTime),
    /// Rules of an office, as received.
    Signed(Vec<u8>, UnixTime),
}

/// Whose the rules in force are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The installation's.
    Installation,
    /// The keeper's own, until then.
    Own(UnixTime),
    /// An office's of this name, until then.
    Signed(Name, UnixTime),
}

/// Why there are no rules in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// They were chosen [`RULES_STAY`] seconds ago, or the clock was turned back since.
    Old,
    /// The office's rules hold no more.
    Signed(RulesError),
}

impl Choice {
    /// The rules that hold at `at`, and whose they are. `installation` are those that the app came with.
    ///
    /// # Errors
    /// [`Lapse`].
    pub fn in_force(&self, installation: &Rules, trust: &TrustList, at: UnixTime) -> Result<(Rules, Origin), Lapse> {
        let until = |chosen_at: UnixTime| {
            let until = chosen_at.plus(RULES_STAY);
            let holds = at < until && at.plus(CLOCK_TOLERANCE) >= chosen_at;
            if holds { Ok(until) } else { Err(Lapse::Old) }
        };
        match self {
            Self::Installation => Ok((installation.clone(), Origin::Installation)),
            Self::Own(rules, chosen_at) => Ok((rules.clone(), Origin::Own(until(*chosen_at)?))),
            Self::Signed(message, chosen_at) => {
                let signed = SignedRules::authenticate(message, trust, at).map_err(Lapse::Signed)?;
                let until = until(*chosen_at)?.min(signed.window.expires());
                Ok((signed.rules, Origin::Signed(signed.issuer, until)))
            }
        }
    }

    /// The same choice, made again at `at`.
    #[must_use]
    pub fn again(self, at: UnixTime) -> Self {
        match self {
            Self::Installation => Self::Installation,
            Self::Own(rules, _) => Self::Own(rules, at),
            Self::Signed(message, _) => Self::Signed(message, at),
        }
    }

    /// The text that a device keeps; none for the installation's.
    pub fn to_text(&self) -> Option<String> {
        let (kind, bytes, at) = match self {
            Self::Installation => return None,
            Self::Own(rules, at) => ("own", rules.encode(), at),
            Self::Signed(message, at) => ("signed", message.clone(), at),
        };
        Some([kind, &at.seconds().to_string(), &base45::encode(&bytes)].join(" "))
    }

    /// Reads what [`Choice::to_text`] wrote; `None` for anything else.
    pub fn of_text(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ' ');
        let (kind, at, bytes) = (parts.next()?, parts.next()?, parts.next()?);
        let at = UnixTime::new(at.parse().ok()?)?;
        let bytes = base45::decode(bytes).ok().filter(|bytes| bytes.len() <= MAX_RULES_BYTES)?;
        match kind {
            "own" => Some(Self::Own(Rules::decode(&bytes)?, at)),
            "signed" => Some(Self::Signed(bytes, at)),
            _ => None,
        }
    }
}
