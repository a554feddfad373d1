//! The rules of doors, signed by an office: a shop takes them from a file or a code instead of choosing its own.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::Rules;
use crate::claims::time;
use crate::id::{IssuerId, Name};
use crate::key::IssuerKey;
use crate::limits::{CLOCK_TOLERANCE, MAX_RULES_BYTES};
use crate::time::{UnixTime, Window};
use crate::trust::{MaySign, StatusError, TrustList, sign, verified};
use crate::wire::cbor::{self, Value};
use crate::wire::cose::Sign1;
use crate::wire::registry::{claim, header, typ};

/// Authentic rules of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRules {
    /// Name of the office that signed them, to show.
    pub issuer: Name,
    /// Where that office is, to show.
    pub region: Name,
    /// When they were signed, and the first second at which they hold no more.
    pub window: Window,
    /// The rules.
    pub rules: Rules,
}

/// Why rules are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesError {
    /// Not signed rules of this profile, or rules of a later version that hold something which this one does not know.
    Malformed,
    /// No key of the trust list that may sign rules signed these.
    NotSigned,
    /// Their time is over.
    Expired,
    /// Their time has not come.
    NotYet,
}

impl RulesError {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Malformed, Self::NotSigned, Self::Expired, Self::NotYet];

    /// A stable name for vectors.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotSigned => "not-signed",
            Self::Expired => "expired",
            Self::NotYet => "not-yet",
        }
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "these are not rules of a door, or they arrived damaged",
            Self::NotSigned => "no office that may sign rules of doors has signed these",
            Self::Expired => "the time of these rules is over",
            Self::NotYet => "the time of these rules has not come, or a clock is wrong",
        })
    }
}

impl core::error::Error for RulesError {}

impl From<StatusError> for RulesError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::NotSigned => Self::NotSigned,
            _ => Self::Malformed,
        }
    }
}

impl SignedRules {
    /// Whether a message calls itself signed rules; nothing about it is checked.
    pub fn is_claimed_by(bytes: &[u8]) -> bool {
        let typ_of = |message: Sign1<'_>| message.protected(header::TYP).and_then(Value::as_text) == Some(typ::RULES);
        Sign1::parse(bytes).is_ok_and(typ_of)
    }

    /// Checks that a key of `trust` that may sign rules signed these, and that they hold at `at`.
    ///
    /// # Errors
    /// [`RulesError`].
    pub fn authenticate(bytes: &[u8], trust: &TrustList, at: UnixTime) -> Result<Self, RulesError> {
        if bytes.len() > MAX_RULES_BYTES {
            return Err(RulesError::Malformed);
        }
        let (payload, key) = verified(bytes, typ::RULES, trust, MaySign::Rules)?;
        let (issuer, window, rules) = parse(payload).ok_or(RulesError::Malformed)?;
        if issuer != key.issuer.as_str() || !key.may_list(MaySign::Rules, window.not_before()) {
            return Err(RulesError::NotSigned);
        }
        if at >= window.expires() {
            return Err(RulesError::Expired);
        }
        if at.plus(CLOCK_TOLERANCE) < window.not_before() {
            return Err(RulesError::NotYet);
        }
        Ok(Self { issuer: key.name.clone(), region: key.region.clone(), window, rules })
    }
}

fn parse(payload: &[u8]) -> Option<(String, Window, Rules)> {
    let set = cbor::decode(payload).ok()?;
    let window = Window::new(time(set.get(claim::IAT)?)?, time(set.get(claim::EXP)?)?)?;
    Some((set.get(claim::ISS)?.as_text()?.to_string(), window, Rules::from_value(set.get(claim::RULES)?)?))
}

/// Signs `rules` that hold in `window`, in the name of the office that `issuer` stands for in the trust list.
pub fn sign_rules(key: &IssuerKey, issuer: &IssuerId, window: Window, rules: &Rules) -> Vec<u8> {
    let payload = Value::map([
        (Value::int(claim::ISS), Value::text(issuer.as_str())),
        (Value::int(claim::EXP), Value::Unsigned(window.expires().seconds())),
        (Value::int(claim::IAT), Value::Unsigned(window.not_before().seconds())),
        (Value::int(claim::RULES), rules.to_value()),
    ]);
    sign(key, typ::RULES, &payload)
}
