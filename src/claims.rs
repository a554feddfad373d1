//! What a pass says, parsed from authenticated bytes only.

mod record;
pub mod redaction;

use alloc::string::ToString;
use core::fmt;

use crate::id::{Initials, IssuerId, StatusReference, UnsafeText, is_address};
use crate::key::PublicKey;
use crate::time::{UnixTime, Window};
use crate::wire::cbor::Value;
use crate::wire::registry::{CNF_COSE_KEY, claim, hp1};

pub(crate) use record::may_be_kept_back;
pub use record::{Details, Finding, Item, Method, Part, Portrait};

/// The colour that the office gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Nothing abnormal (未见异常).
    Green,
    /// Observation at home (居家观察).
    Yellow,
    /// Central observation (集中观察).
    Red,
}

impl Colour {
    /// Every colour.
    pub const ALL: [Self; 3] = [Self::Green, Self::Yellow, Self::Red];

    /// The claim's value.
    pub fn to_u64(self) -> u64 {
        match self {
            Self::Green => 0,
            Self::Yellow => 1,
            Self::Red => 2,
        }
    }

    pub(crate) fn from_u64(n: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.to_u64() == n)
    }
}

/// Who the pass is about, as far as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A door or paper pass: enough to compare with an ID card.
    Hint {
        /// Initials, in the script of the ID card.
        initials: Initials,
        /// Year of birth.
        birth_year: u16,
    },
    /// A record: what the holder disclosed.
    Record(Details),
}

/// The claims of profile HP1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `iss`; must be the issuer of the key that signed.
    pub issuer: IssuerId,
    /// `nbf` and `exp`.
    pub window: Window,
    /// `iat`; a door pass leaves it out and counts from `nbf`.
    pub issued_at: Option<UnixTime>,
    /// `cnf`: the key that signs presentations. Paper has none.
    pub holder: Option<PublicKey>,
    /// `status`.
    pub status: Option<StatusReference>,
    /// Who it is about.
    pub subject: Subject,
    /// Colour as issued.
    pub colour: Colour,
    /// A specimen proves nothing about anybody.
    pub specimen: bool,
    /// The holder shows it for somebody else.
    pub guardian: bool,
}

/// Authentic claims that are not those of profile HP1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimsError {
    /// A claim is missing or has another type or range.
    Claim(i64),
    /// An entry of the profile's own claim is missing or has another type or range.
    Item(i64),
    /// A claim has a text that is not safe to show.
    Unsafe(i64),
    /// The times contradict each other.
    Times,
}

impl fmt::Display for ClaimsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Claim(label) => write!(f, "claim {label} is missing or not what it should be"),
            Self::Item(label) => {
                write!(f, "entry {label} of the profile's own claim is missing or not what it should be")
            }
            Self::Unsafe(label) => write!(f, "claim {label} has a text that is not safe to show"),
            Self::Times => f.write_str("its times contradict each other"),
        }
    }
}

impl core::error::Error for ClaimsError {}

/// A NumericDate: a finite, unsigned integer. Profile HP1 has no fractions of a second.
pub(crate) fn time(value: &Value<'_>) -> Option<UnixTime> {
    value.as_u64().and_then(UnixTime::new)
}

impl Claims {
    /// Reads a claims set whose redacted claims were disclosed or dropped already.
    ///
    /// # Errors
    /// [`ClaimsError`] for the first claim that does not fit.
    pub fn parse(set: &Value<'_>) -> Result<Self, ClaimsError> {
        let required = |label| set.get(label).ok_or(ClaimsError::Claim(label));
        let required_time = |label| time(required(label)?).ok_or(ClaimsError::Claim(label));
        let issuer = text(set, claim::ISS, IssuerId::new)?.ok_or(ClaimsError::Claim(claim::ISS))?;
        let window = Window::new(required_time(claim::NBF)?, required_time(claim::EXP)?).ok_or(ClaimsError::Times)?;
        let issued_at = match set.get(claim::IAT) {
            None => None,
            Some(value) => Some(time(value).ok_or(ClaimsError::Claim(claim::IAT))?),
        };
        // A pass may be made before it begins, or in the middle of a window that is coarse on purpose.
        if issued_at.is_some_and(|iat| iat >= window.expires()) {
            return Err(ClaimsError::Times);
        }
        // A pass is about one person for every door; an audience of its own would not be HP1.
        for label in [claim::AUD, claim::CNONCE] {
            if set.get(label).is_some() {
                return Err(ClaimsError::Claim(label));
            }
        }
        let body = required(claim::HP1)?;
        if body.as_map().is_none() {
            return Err(ClaimsError::Claim(claim::HP1));
        }
        Ok(Self {
            issuer,
            window,
            issued_at,
            holder: holder(set)?,
            status: status(set)?,
            subject: subject(set, body)?,
            colour: body
                .get(hp1::COLOUR)
                .and_then(Value::as_u64)
                .and_then(Colour::from_u64)
                .ok_or(ClaimsError::Item(hp1::COLOUR))?,
            specimen: flag(body, hp1::SPECIMEN)?,
            guardian: flag(body, hp1::GUARDIAN)?,
        })
    }
}

/// Reads `cnf` of a claims set, profile or not.
pub(crate) fn holder(set: &Value<'_>) -> Result<Option<PublicKey>, ClaimsError> {
    let Some(cnf) = set.get(claim::CNF) else { return Ok(None) };
    match cnf.get(CNF_COSE_KEY).map(PublicKey::from_cose) {
        Some(Ok(key)) if cnf.as_map().is_some_and(|methods| methods.len() == 1) => Ok(Some(key)),
        _ => Err(ClaimsError::Claim(claim::CNF)),
    }
}

/// Reads `status` of a claims set, profile or not: `None` where there is none.
///
/// # Errors
/// [`ClaimsError::Claim`] for one that is no reference to a status list.
pub fn status(set: &Value<'_>) -> Result<Option<StatusReference>, ClaimsError> {
    let Some(status) = set.get(claim::STATUS) else { return Ok(None) };
    let reference = || {
        let list = status.get_text("status_list")?;
        let index = list.get_text("idx")?.as_u64()?;
        let uri = list.get_text("uri")?.as_text().filter(|uri| is_address(uri))?.to_string();
        Some(StatusReference { index, uri })
    };
    reference().map(Some).ok_or(ClaimsError::Claim(claim::STATUS))
}

fn subject(set: &Value<'_>, body: &Value<'_>) -> Result<Subject, ClaimsError> {
    if let Some(year) = body.get(hp1::BIRTH_YEAR) {
        let birth_year = year
            .as_u64()
            .and_then(|year| u16::try_from(year).ok())
            .filter(|year| (1850..=2200).contains(year))
            .ok_or(ClaimsError::Item(hp1::BIRTH_YEAR))?;
        let initials = text(set, claim::SUB, Initials::new)?.ok_or(ClaimsError::Claim(claim::SUB))?;
        return Ok(Subject::Hint { initials, birth_year });
    }
    Details::parse(set, body).map(Subject::Record)
}

fn text<T>(
    set: &Value<'_>,
    label: i64,
    new: impl FnOnce(&str) -> Result<T, UnsafeText>,
) -> Result<Option<T>, ClaimsError> {
    let Some(value) = set.get(label) else { return Ok(None) };
    let text = value.as_text().ok_or(ClaimsError::Claim(label))?;
    new(text).map(Some).map_err(|UnsafeText| ClaimsError::Unsafe(label))
}

fn flag(body: &Value<'_>, label: i64) -> Result<bool, ClaimsError> {
    match body.get(label) {
        None => Ok(false),
        // One spelling: a flag that is not set is not there.
        Some(Value::Bool(true)) => Ok(true),
        Some(_) => Err(ClaimsError::Item(label)),
    }
}
