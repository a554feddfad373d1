//! What a record says beyond its colour and its window, as far as the holder disclosed it: who it is about, each test, vaccination,
//! recovery and appointment, and a portrait.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::redaction::Step;
use super::{ClaimsError, text, time};
use crate::id::Name;
use crate::limits::{MAX_DOSES, MAX_ITEMS, MAX_PORTRAIT_BYTES};
use crate::time::{Date, UnixTime};
use crate::wire::cbor::Value;
use crate::wire::registry::{claim, hp1, item};

/// What the holder disclosed of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Official name.
    pub name: Option<Name>,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Tests, vaccinations, recoveries, appointments, in the office's order.
    pub items: Vec<Item>,
    /// A picture of the person.
    pub portrait: Option<Portrait>,
}

/// One part of a record that a holder discloses or keeps back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// [`Details::name`].
    Name,
    /// [`Details::birth_date`].
    BirthDate,
    /// The item of this number, counted from 0, in a record of which everything is disclosed.
    Item(usize),
    /// [`Details::portrait`].
    Portrait,
}

impl Part {
    /// What an identity check asks for.
    pub const IDENTITY: [Self; 2] = [Self::Name, Self::BirthDate];
}

impl Details {
    /// What is in here, in the order in which it is shown.
    pub fn parts(&self) -> Vec<Part> {
        let name = self.name.as_ref().map(|_| Part::Name);
        let birth_date = self.birth_date.map(|_| Part::BirthDate);
        let portrait = self.portrait.as_ref().map(|_| Part::Portrait);
        name.into_iter().chain(birth_date).chain((0..self.items.len()).map(Part::Item)).chain(portrait).collect()
    }

    pub(super) fn parse(set: &Value<'_>, body: &Value<'_>) -> Result<Self, ClaimsError> {
        let birth_date = match body.get(hp1::BIRTH_DATE) {
            None => None,
            Some(date) => Some(date.as_text().and_then(Date::parse).ok_or(ClaimsError::Item(hp1::BIRTH_DATE))?),
        };
        let items = match body.get(hp1::ITEMS).map(Value::as_array) {
            None => Vec::new(),
            Some(Some(items)) if items.len() <= MAX_ITEMS => {
                items.iter().map(Item::parse).collect::<Option<_>>().ok_or(ClaimsError::Item(hp1::ITEMS))?
            }
            Some(_) => return Err(ClaimsError::Item(hp1::ITEMS)),
        };
        let portrait = match body.get(hp1::PORTRAIT) {
            None => None,
            Some(picture) => Some(picture.as_bytes().and_then(Portrait::new).ok_or(ClaimsError::Item(hp1::PORTRAIT))?),
        };
        Ok(Self { name: text(set, claim::SUB, Name::new)?, birth_date, items, portrait })
    }
}

/// Whether a claim at this place may be the holder's to keep back. What a door decides by may not: a record that hides its standing would
/// be good for ever. (A door pass has nothing that is redacted.)
pub(crate) fn may_be_kept_back(path: &[Step]) -> bool {
    const BODY: Step = Step::Key(claim::HP1);
    match path {
        [Step::Key(claim::HP1 | claim::STATUS)] => false,
        [body, Step::Key(hp1::COLOUR | hp1::BIRTH_YEAR | hp1::SPECIMEN | hp1::GUARDIAN)] => *body != BODY,
        [Step::Key(claim::STATUS), ..] => false,
        _ => true,
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$arm_doc:meta])* $arm:ident = $code:literal / $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$arm_doc])* $arm),+
        }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$arm),+];

            /// The claim's value.
            pub const fn to_u64(self) -> u64 {
                match self {
                    $(Self::$arm => $code),+
                }
            }

            /// A stable name for tables and tools.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$arm => $word),+
                }
            }

            fn from_value(value: &Value<'_>) -> Option<Self> {
                let code = value.as_u64()?;
                Self::ALL.iter().copied().find(|one| one.to_u64() == code)
            }
        }
    };
}

codes! {
    /// How a test looks.
    Method {
        /// Nucleic acid (核酸检测).
        NucleicAcid = 0 / "nucleic-acid",
        /// Antigen (抗原检测).
        Antigen = 1 / "antigen",
        /// Antibodies (抗体检测).
        Antibody = 2 / "antibody",
    }
}
codes! {
    /// What a test found.
    Finding {
        /// Negative (阴性).
        Negative = 0 / "negative",
        /// Positive (阳性).
        Positive = 1 / "positive",
        /// Neither one nor the other: to be repeated.
        Inconclusive = 2 / "inconclusive",
    }
}

/// One entry of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A test that was taken.
    Test {
        /// How it looks.
        method: Method,
        /// What it found.
        finding: Finding,
        /// When the sample was taken.
        sampled_at: UnixTime,
        /// Where.
        place: Name,
    },
    /// A dose of a vaccine.
    Vaccination {
        /// The disease.
        against: Name,
        /// The product; left out where nobody wrote it down.
        product: Option<Name>,
        /// Which dose of the series this is, from 1.
        dose: u8,
        /// Doses of the series.
        doses: u8,
        /// The day.
        date: Date,
    },
    /// Recovered from an illness.
    Recovery {
        /// First day on which it counts.
        from: Date,
        /// Last day on which it counts.
        until: Date,
    },
    /// Something to go to.
    Appointment {
        /// When it begins.
        begins_at: UnixTime,
        /// Where.
        place: Name,
        /// What for.
        purpose: Name,
    },
    /// An entry of a later version, which says nothing here but that it is there.
    Unknown,
}

impl Item {
    fn parse(value: &Value<'_>) -> Option<Self> {
        value.as_map()?;
        let name = |label| Name::new(value.get(label)?.as_text()?).ok();
        let moment = |label| time(value.get(label)?);
        let day = |label| value.get(label)?.as_u64().and_then(Date::from_days_since_1970);
        Some(match value.get(item::KIND)?.as_u64()? {
            item::TEST => Self::Test {
                method: Method::from_value(value.get(item::METHOD)?)?,
                finding: Finding::from_value(value.get(item::FINDING)?)?,
                sampled_at: moment(item::SAMPLED_AT)?,
                place: name(item::TEST_PLACE)?,
            },
            item::VACCINATION => {
                let count = |label| value.get(label)?.as_u64().filter(|n| (1..=MAX_DOSES.into()).contains(n));
                let (dose, doses) = (count(item::DOSE)?, count(item::DOSES)?);
                if dose > doses {
                    return None;
                }
                Self::Vaccination {
                    against: name(item::AGAINST)?,
                    product: match value.get(item::PRODUCT) {
                        None => None,
                        Some(_) => Some(name(item::PRODUCT)?),
                    },
                    dose: u8::try_from(dose).ok()?,
                    doses: u8::try_from(doses).ok()?,
                    date: day(item::DATE)?,
                }
            }
            item::RECOVERY => {
                let (from, until) = (day(item::FROM)?, day(item::UNTIL)?);
                if from > until {
                    return None;
                }
                Self::Recovery { from, until }
            }
            item::APPOINTMENT => Self::Appointment {
                begins_at: moment(item::BEGINS_AT)?,
                place: name(item::APPOINTMENT_PLACE)?,
                purpose: name(item::PURPOSE)?,
            },
            _ => Self::Unknown,
        })
    }

    /// The moment by which entries are sorted: when it was, or when it will be; `None` where it does not say.
    pub fn moment(&self) -> Option<UnixTime> {
        match self {
            Self::Test { sampled_at, .. } => Some(*sampled_at),
            Self::Vaccination { date, .. } => date.midnight(),
            Self::Recovery { from, .. } => from.midnight(),
            Self::Appointment { begins_at, .. } => Some(*begins_at),
            Self::Unknown => None,
        }
    }

    /// The entry as it is signed; `None` for one whose contents are not known, or a day before 1970.
    pub(crate) fn to_value(&self) -> Option<Value<'_>> {
        let number = |label, n: u64| (Value::int(label), Value::Unsigned(n));
        let name = |label, name: &'_ Name| (Value::int(label), Value::Text(name.as_str().to_string().into()));
        let (kind, mut rest) = match self {
            Self::Test { method, finding, sampled_at, place } => (
                item::TEST,
                vec![
                    number(item::METHOD, method.to_u64()),
                    number(item::FINDING, finding.to_u64()),
                    number(item::SAMPLED_AT, sampled_at.seconds()),
                    name(item::TEST_PLACE, place),
                ],
            ),
            Self::Vaccination { against, product, dose, doses, date } => {
                let mut rest = vec![
                    name(item::AGAINST, against),
                    number(item::DOSE, u64::from(*dose)),
                    number(item::DOSES, u64::from(*doses)),
                    number(item::DATE, date.days_since_1970()?),
                ];
                rest.extend(product.as_ref().map(|product| name(item::PRODUCT, product)));
                (item::VACCINATION, rest)
            }
            Self::Recovery { from, until } => (
                item::RECOVERY,
                vec![number(item::FROM, from.days_since_1970()?), number(item::UNTIL, until.days_since_1970()?)],
            ),
            Self::Appointment { begins_at, place, purpose } => (
                item::APPOINTMENT,
                vec![
                    number(item::BEGINS_AT, begins_at.seconds()),
                    name(item::APPOINTMENT_PLACE, place),
                    name(item::PURPOSE, purpose),
                ],
            ),
            Self::Unknown => return None,
        };
        rest.push(number(item::KIND, kind));
        Some(Value::map(rest))
    }
}

/// A picture of a person: a JPEG or WebP file of at most [`MAX_PORTRAIT_BYTES`], by its first bytes. What decodes it is the screen's matter.
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait(Vec<u8>);

impl Portrait {
    /// Takes a file; `None` for one that is too large or of another kind.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        (bytes.len() <= MAX_PORTRAIT_BYTES && media_type(bytes).is_some()).then(|| Self(bytes.to_vec()))
    }

    /// The file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// `image/jpeg` or `image/webp`.
    pub fn media_type(&self) -> &'static str {
        media_type(&self.0).unwrap_or("image/jpeg")
    }
}

/// Shows no content: it is about a person.
impl fmt::Debug for Portrait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Portrait({} bytes)", self.0.len())
    }
}

/// Start of image and the marker after it (ITU T.81, B.1.1); RIFF with `WEBP` (RFC 9649, section 2.4).
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
