//! The record of a resident, as it stands in a table: an object with a name, a birth date, entries and a portrait. Its texts are looked
//! through for identity numbers with all others.

use base64ct::{Base64, Encoding};

use super::columns::Row;
use super::json::Node;
use crate::claims::{Finding, Item, Method, Portrait};
use crate::cli::moment;
use crate::id::Name;
use crate::limits::{MAX_DOSES, MAX_ITEMS};
use crate::time::{Date, UnixTime};

/// What the record of a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Contents {
    pub(in crate::cli) name: Name,
    pub(in crate::cli) birth_date: Date,
    pub(in crate::cli) items: Vec<Item>,
    pub(in crate::cli) portrait: Option<Portrait>,
}

type Read<T> = Result<T, &'static str>;

const MEMBER: &str = "has a member that no record has, or one twice; see tessera issue --help";
const NAME: &str = "needs a name of 1 to 80 characters that a person can see";
const BIRTH_DATE: &str = "needs a birth_date as in 1985-03-07, in the year of birth_year and not in the future";
const ITEMS: &str = "has more entries than a record may have, or items that are no list";
const KIND: &str = "has an entry whose kind is not test, vaccination, recovery or appointment";
const TEST: &str =
    "has a test without method, finding, sampled_at and place, or with one that is none or of a day to come";
const VACCINATION: &str =
    "has a vaccination without against, dose, doses and date, or with one that is none or of a day to come";
const RECOVERY: &str = "has a recovery whose from and until are no days, or not in this order";
const APPOINTMENT: &str = "has an appointment without begins_at, place and purpose, or with one that is none";
const PORTRAIT: &str = "has a portrait that is no JPEG or WebP file of at most 12 KB in base64";

/// The record of a row, if it has one. What was tested or given lies before `at`.
pub(super) fn of(row: &Row, at: UnixTime) -> Read<Option<Contents>> {
    row.record().map(|record| contents(record, at)).transpose()
}

fn contents(record: &Node, at: UnixTime) -> Read<Contents> {
    let record = Object::of(record, &["name", "birth_date", "items", "portrait"])?;
    let items = match record.get("items") {
        None | Some(Node::Nothing) => Vec::new(),
        Some(Node::List(items)) if items.len() <= MAX_ITEMS => {
            items.iter().map(|entry| item(entry, at)).collect::<Read<_>>()?
        }
        Some(_) => return Err(ITEMS),
    };
    let portrait = match record.get("portrait") {
        None | Some(Node::Nothing) => None,
        Some(Node::Text(file)) => Some(portrait(file).ok_or(PORTRAIT)?),
        Some(_) => return Err(PORTRAIT),
    };
    let birth_date = record.day("birth_date").filter(|date| *date <= at.date());
    Ok(Contents { name: record.name("name").ok_or(NAME)?, birth_date: birth_date.ok_or(BIRTH_DATE)?, items, portrait })
}

/// What is wrong with a record whose subject was born in another year.
pub(super) fn check_year(contents: &Contents, year: u16) -> Read<()> {
    if contents.birth_date.year() == u32::from(year) { Ok(()) } else { Err(BIRTH_DATE) }
}

fn item(entry: &Node, at: UnixTime) -> Read<Item> {
    let Node::Members(members) = entry else { return Err(KIND) };
    let kind = members.iter().find(|(name, _)| name == "kind").and_then(|(_, kind)| text(kind));
    match kind {
        Some("test") => {
            let entry = Object::of(entry, &["kind", "method", "finding", "sampled_at", "place"])?;
            test(&entry).filter(|item| item.moment() <= Some(at)).ok_or(TEST)
        }
        Some("vaccination") => {
            let entry = Object::of(entry, &["kind", "against", "product", "dose", "doses", "date"])?;
            vaccination(&entry).filter(|item| item.moment().is_some_and(|day| day <= at)).ok_or(VACCINATION)
        }
        Some("recovery") => {
            let entry = Object::of(entry, &["kind", "from", "until"])?;
            recovery(&entry).ok_or(RECOVERY)
        }
        Some("appointment") => {
            let entry = Object::of(entry, &["kind", "begins_at", "place", "purpose"])?;
            appointment(&entry).ok_or(APPOINTMENT)
        }
        _ => Err(KIND),
    }
}

fn test(entry: &Object<'_>) -> Option<Item> {
    let (method, finding) = (entry.text("method")?, entry.text("finding")?);
    Some(Item::Test {
        method: Method::ALL.iter().copied().find(|one| one.word() == method)?,
        finding: Finding::ALL.iter().copied().find(|one| one.word() == finding)?,
        sampled_at: moment::parse(entry.text("sampled_at")?).ok()?,
        place: entry.name("place")?,
    })
}

fn vaccination(entry: &Object<'_>) -> Option<Item> {
    let product = match entry.text("product") {
        None | Some("") => None,
        Some(_) => Some(entry.name("product")?),
    };
    let count = |name| entry.text(name)?.parse().ok().filter(|n| (1..=MAX_DOSES).contains(n));
    let (dose, doses) = (count("dose")?, count("doses")?);
    let given =
        Item::Vaccination { against: entry.name("against")?, product, dose, doses, date: entry.recent("date")? };
    (dose <= doses).then_some(given)
}

fn recovery(entry: &Object<'_>) -> Option<Item> {
    let (from, until) = (entry.recent("from")?, entry.recent("until")?);
    (from <= until).then_some(Item::Recovery { from, until })
}

fn appointment(entry: &Object<'_>) -> Option<Item> {
    Some(Item::Appointment {
        begins_at: moment::parse(entry.text("begins_at")?).ok()?,
        place: entry.name("place")?,
        purpose: entry.name("purpose")?,
    })
}

fn portrait(file: &str) -> Option<Portrait> {
    Portrait::new(&Base64::decode_vec(file.trim()).ok()?)
}

fn text(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) => Some(text.trim()),
        _ => None,
    }
}

/// An object that has no members but its own.
struct Object<'a>(&'a [(String, Node)]);

impl<'a> Object<'a> {
    fn of(node: &'a Node, names: &[&str]) -> Read<Self> {
        let Node::Members(members) = node else { return Err(MEMBER) };
        let own = |(at, (name, _)): (usize, &(String, Node))| {
            names.contains(&name.as_str()) && !members[..at].iter().any(|(before, _)| before == name)
        };
        if members.iter().enumerate().all(own) { Ok(Self(members)) } else { Err(MEMBER) }
    }

    fn get(&self, name: &str) -> Option<&'a Node> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(text)
    }

    fn name(&self, name: &str) -> Option<Name> {
        Name::new(self.text(name)?).ok()
    }

    fn day(&self, name: &str) -> Option<Date> {
        Date::parse(self.text(name)?)
    }

    /// A day since 1970.
    fn recent(&self, name: &str) -> Option<Date> {
        self.day(name).filter(|date| date.days_since_1970().is_some())
    }
}
