//! Whom a door lets in: what its keeper chooses, or an office signs for all doors of a kind.

use alloc::vec::Vec;

use crate::claims::{Colour, Details, Finding, Item, Subject};
use crate::id::{IssuerId, Name};
use crate::limits::{CLOCK_TOLERANCE, MAX_RULES_BYTES, MAX_RULES_NAMES, MAX_TEST_AGE};
use crate::time::UnixTime;
use crate::wire::cbor::{self, Value};
use crate::wire::registry::rules;

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colours(u8);

impl Colours {
    /// None.
    pub const NONE: Self = Self(0);

    /// Green alone.
    pub fn green() -> Self {
        Self::NONE.with(Colour::Green)
    }

    /// Whether `colour` is one of them.
    pub fn has(self, colour: Colour) -> bool {
        self.0 & Self::NONE.with(colour).0 != 0
    }

    /// These, and `colour`.
    #[must_use]
    pub fn with(self, colour: Colour) -> Self {
        Self(self.0 | 1 << colour.to_u64())
    }

    /// These, but not `colour`.
    #[must_use]
    pub fn without(self, colour: Colour) -> Self {
        Self(self.0 & !Self::NONE.with(colour).0)
    }

    /// Each of them, green first.
    pub fn each(self) -> impl Iterator<Item = Colour> {
        Colour::ALL.into_iter().filter(move |colour| self.has(*colour))
    }
}

/// The rules. What is not said is not asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What they are called, to show.
    pub name: Option<Name>,
    /// The colours that are let in, at least one.
    pub colours: Colours,
    /// Whether paper is good enough.
    pub accepts_paper: bool,
    /// Whether specimens are let in, marked. Never at a real door.
    pub accepts_specimens: bool,
    /// The regions whose passes are taken, at most [`MAX_RULES_NAMES`]; where none is named, those of all.
    pub regions: Vec<Name>,
    /// The issuers whose passes are taken, at most [`MAX_RULES_NAMES`]; where none is named, those of all.
    pub issuers: Vec<IssuerId>,
    /// How old the newest test that was shown may be, in seconds, up to [`MAX_TEST_AGE`]; it must be negative. A door pass shows none.
    pub max_test_age: Option<u64>,
}

/// What is wrong with the tests that were shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestFault {
    /// There is none that is negative.
    NotShown,
    /// The newest one that is negative is too old.
    TooOld,
}

impl Rules {
    /// Those of an ordinary door: green only, live or on paper, no specimens.
    pub fn door() -> Self {
        Self {
            name: None,
            colours: Colours::green(),
            accepts_paper: true,
            accepts_specimens: false,
            regions: Vec::new(),
            issuers: Vec::new(),
            max_test_age: None,
        }
    }

    /// Those of a demonstration.
    pub fn demonstration() -> Self {
        Self { accepts_specimens: true, ..Self::door() }
    }

    /// Whether passes of this issuer, in this region, are taken.
    pub fn take(&self, issuer: &IssuerId, region: &Name) -> bool {
        (self.issuers.is_empty() || self.issuers.contains(issuer))
            && (self.regions.is_empty() || self.regions.contains(region))
    }

    /// Whether what was shown has a test that is new enough. A test from the future counts for nothing, and a positive one never for a
    /// negative one.
    ///
    /// # Errors
    /// [`TestFault`].
    pub fn check_test(&self, subject: &Subject, at: UnixTime) -> Result<(), TestFault> {
        let Some(max_age) = self.max_test_age else { return Ok(()) };
        let Subject::Record(Details { items, .. }) = subject else { return Err(TestFault::NotShown) };
        let newest = items.iter().filter_map(|item| match item {
            Item::Test { finding: Finding::Negative, sampled_at, .. } => Some(*sampled_at),
            _ => None,
        });
        let newest = newest.filter(|sampled_at| *sampled_at <= at.plus(CLOCK_TOLERANCE)).max();
        let age = at.since(newest.ok_or(TestFault::NotShown)?);
        if age <= max_age { Ok(()) } else { Err(TestFault::TooOld) }
    }

    /// The one encoding of these rules.
    pub fn encode(&self) -> Vec<u8> {
        self.to_value().encode()
    }

    /// Reads rules that [`Rules::encode`] wrote. `None` for anything else, for rules that let nobody in, and for those that hold something which
    /// this version does not know: to pass it over would let more people in than was meant.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let fits = bytes.len() <= MAX_RULES_BYTES;
        Self::from_value(&cbor::decode(bytes).ok().filter(|_| fits)?)
    }

    pub(crate) fn to_value(&self) -> Value<'_> {
        let colours = self.colours.each().map(|colour| Value::Unsigned(colour.to_u64())).collect();
        let mut entries = alloc::vec![
            (Value::int(rules::COLOURS), Value::Array(colours)),
            (Value::int(rules::PAPER), Value::Bool(self.accepts_paper)),
        ];
        if self.accepts_specimens {
            entries.push((Value::int(rules::SPECIMENS), Value::Bool(true)));
        }
        if !self.regions.is_empty() {
            let regions = self.regions.iter().map(|region| Value::text(region.as_str())).collect();
            entries.push((Value::int(rules::REGIONS), Value::Array(regions)));
        }
        if !self.issuers.is_empty() {
            let issuers = self.issuers.iter().map(|issuer| Value::text(issuer.as_str())).collect();
            entries.push((Value::int(rules::ISSUERS), Value::Array(issuers)));
        }
        if let Some(age) = self.max_test_age {
            entries.push((Value::int(rules::MAX_TEST_AGE), Value::Unsigned(age)));
        }
        if let Some(name) = &self.name {
            entries.push((Value::int(rules::NAME), Value::text(name.as_str())));
        }
        Value::map(entries)
    }

    pub(crate) fn from_value(value: &Value<'_>) -> Option<Self> {
        let is_known = |key: &Value<'_>| key.as_i64().is_some_and(|key| (rules::COLOURS..=rules::NAME).contains(&key));
        if !value.as_map()?.iter().all(|(key, _)| is_known(key)) {
            return None;
        }
        let colours = value.get(rules::COLOURS)?.as_array()?.iter();
        let colours = colours.map(|colour| Colour::from_u64(colour.as_u64()?)).collect::<Option<Vec<_>>>()?;
        let colours = colours.into_iter().fold(Colours::NONE, Colours::with);
        let max_test_age = match value.get(rules::MAX_TEST_AGE) {
            None => None,
            Some(age) => Some(age.as_u64().filter(|age| (1..=MAX_TEST_AGE).contains(age))?),
        };
        let name = match value.get(rules::NAME) {
            None => None,
            Some(name) => Some(Name::new(name.as_text()?).ok()?),
        };
        let accepts_specimens = match value.get(rules::SPECIMENS) {
            None => false,
            Some(specimens) => specimens.as_bool()?,
        };
        let rules = Self {
            name,
            colours,
            accepts_paper: value.get(rules::PAPER)?.as_bool()?,
            accepts_specimens,
            regions: names(value.get(rules::REGIONS), |text| Name::new(text).ok())?,
            issuers: names(value.get(rules::ISSUERS), |text| IssuerId::new(text).ok())?,
            max_test_age,
        };
        // One spelling: colours rise, and what is not asked for is not said.
        (colours != Colours::NONE && rules.to_value() == *value).then_some(rules)
    }
}

/// The names of a list that is there with at least one of them, or not there.
fn names<T>(value: Option<&Value<'_>>, new: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let Some(value) = value else { return Some(Vec::new()) };
    let names = value.as_array().filter(|names| (1..=MAX_RULES_NAMES).contains(&names.len()))?;
    names.iter().map(|name| new(name.as_text()?)).collect()
}
