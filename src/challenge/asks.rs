//! What a door asks for: one of the three levels that the wallet has.

use alloc::vec::Vec;

use crate::claims::{Details, Item, Part, Subject};
use crate::wire::cbor::Value;
use crate::wire::registry::{challenge, item};

/// A kind of entry of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A test.
    Test,
    /// A vaccination.
    Vaccination,
    /// A recovery.
    Recovery,
    /// An appointment.
    Appointment,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Test, Self::Vaccination, Self::Recovery, Self::Appointment];

    /// The kind of an entry; `None` for one of a later version.
    pub fn of(entry: &Item) -> Option<Self> {
        match entry {
            Item::Test { .. } => Some(Self::Test),
            Item::Vaccination { .. } => Some(Self::Vaccination),
            Item::Recovery { .. } => Some(Self::Recovery),
            Item::Appointment { .. } => Some(Self::Appointment),
            Item::Unknown => None,
        }
    }

    /// The value in a question, which is that of the entries.
    pub const fn to_u64(self) -> u64 {
        match self {
            Self::Test => item::TEST,
            Self::Vaccination => item::VACCINATION,
            Self::Recovery => item::RECOVERY,
            Self::Appointment => item::APPOINTMENT,
        }
    }

    fn from_value(value: &Value<'_>) -> Option<Self> {
        let code = value.as_u64()?;
        Self::ALL.into_iter().find(|kind| kind.to_u64() == code)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// These, and `kind`.
    #[must_use]
    pub fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind.to_u64())
    }

    /// These, but not `kind`.
    #[must_use]
    pub fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind.to_u64()))
    }

    /// Whether `kind` is one of them.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind.to_u64() != 0
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }
}

/// What a door asks for. Each includes who it is about; a portrait cannot be asked for, since no one code holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asks {
    /// A door pass: colour, initials and birth year.
    Door,
    /// An identity check: name and birth date of the record.
    Identity,
    /// The same, and an entry of each of these kinds; without a kind it is an identity check and is spelled so.
    Details(Kinds),
}

/// What a record does not have of what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// A name.
    Name,
    /// A birth date.
    BirthDate,
    /// An entry of this kind.
    Entry(Kind),
}

impl Asks {
    /// Name and birth date, and an entry of each of some kinds.
    pub fn of(kinds: Kinds) -> Self {
        if kinds == Kinds::default() { Self::Identity } else { Self::Details(kinds) }
    }

    /// The kinds of entries.
    pub fn kinds(self) -> Kinds {
        match self {
            Self::Door | Self::Identity => Kinds::default(),
            Self::Details(kinds) => kinds,
        }
    }

    /// Whether a subject shows all of it. It may show more: that is the holder's own choice.
    pub fn is_met_by(self, subject: &Subject) -> bool {
        match (self, subject) {
            (Self::Door, Subject::Hint { .. }) => true,
            (Self::Identity | Self::Details(_), Subject::Hint { .. }) => false,
            (asks, Subject::Record(details)) => asks.lacks(details).is_empty(),
        }
    }

    /// What `details` do not have of it.
    pub fn lacks(self, details: &Details) -> Vec<Lack> {
        let name = details.name.is_none().then_some(Lack::Name);
        let birth_date = details.birth_date.is_none().then_some(Lack::BirthDate);
        let has = |kind| details.items.iter().any(|entry| Kind::of(entry) == Some(kind));
        let entries = self.kinds().each().filter(|kind| !has(*kind)).map(Lack::Entry);
        name.into_iter().chain(birth_date).chain(entries).collect()
    }

    /// The parts of a whole record that answer it and tell the least: name, birth date, and the newest entry of each kind.
    pub fn least_of(self, details: &Details) -> Vec<Part> {
        let newest = |kind| {
            let of_kind = details.items.iter().enumerate().filter(|(_, entry)| Kind::of(entry) == Some(kind));
            of_kind.max_by_key(|(_, entry)| entry.moment()).map(|(number, _)| Part::Item(number))
        };
        Part::IDENTITY.into_iter().chain(self.kinds().each().filter_map(newest)).collect()
    }

    pub(super) fn to_value(self) -> Value<'static> {
        match self {
            Self::Door => Value::Unsigned(challenge::DOOR_PASS),
            Self::Identity => Value::Unsigned(challenge::IDENTITY),
            Self::Details(kinds) => Value::Array(kinds.each().map(|kind| Value::Unsigned(kind.to_u64())).collect()),
        }
    }

    pub(super) fn from_value(value: &Value<'_>) -> Option<Self> {
        match (value.as_u64(), value.as_array()) {
            (Some(challenge::DOOR_PASS), _) => Some(Self::Door),
            (Some(challenge::IDENTITY), _) => Some(Self::Identity),
            (_, Some(kinds)) => {
                let kinds = kinds.iter().map(Kind::from_value).collect::<Option<Vec<_>>>()?;
                Some(Self::of(kinds.into_iter().fold(Kinds::default(), Kinds::with)))
            }
            _ => None,
        }
    }
}
