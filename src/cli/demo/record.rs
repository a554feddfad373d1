//! What the records of the demonstration say. Times are counted from the making of the record, so that an appointment lies ahead.

use super::cast::Resident;
use super::portrait;
use crate::claims::{Finding, Item, Method};
use crate::cli::error::CliError;
use crate::id::Name;
use crate::issuer::{DoorPass, Record};
use crate::time::{Date, UnixTime};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

const CLINIC: &str = "Sample Clinic 样本诊所";
const STATION: &str = "West Gate Test Station 西门采样点";

/// The record of a resident whose door pass is `pass`; paper has none.
pub(super) fn of(resident: &Resident, pass: DoorPass, at: UnixTime) -> Result<Option<Record>, CliError> {
    if resident.paper {
        return Ok(None);
    }
    let birth_date = Date::new(u32::from(resident.birth_year), 3, 7).ok_or(CliError::Clock)?;
    Ok(Some(Record {
        pass,
        name: name(&format!("{} {}", resident.name[0], resident.name[1]))?,
        birth_date,
        items: items(resident, at)?,
        portrait: if resident.id == "green" { portrait::draw() } else { None },
    }))
}

fn items(resident: &Resident, at: UnixTime) -> Result<Vec<Item>, CliError> {
    let finding = if resident.id == "red" { Finding::Positive } else { Finding::Negative };
    let mut items = vec![test(Method::NucleicAcid, finding, at.minus(20 * HOUR), STATION)?];
    match resident.id {
        "green" => {
            items.push(appointment(at.plus(3 * DAY), STATION, "Nucleic acid test 核酸检测")?);
            items.push(dose(1, at.minus(150 * DAY))?);
            items.push(dose(2, at.minus(120 * DAY))?);
            items.push(test(Method::Antigen, Finding::Negative, at.minus(9 * DAY), CLINIC)?);
            items.push(Item::Recovery { from: at.minus(90 * DAY).date(), until: at.plus(90 * DAY).date() });
        }
        "guardian" => {
            items.push(dose(1, at.minus(40 * DAY))?);
            items.push(appointment(at.plus(5 * DAY), CLINIC, "Second dose 第二剂")?);
        }
        "yellow" => items.push(appointment(at.plus(DAY), STATION, "Nucleic acid test 核酸检测")?),
        _ => {}
    }
    Ok(items)
}

fn test(method: Method, finding: Finding, sampled_at: UnixTime, place: &str) -> Result<Item, CliError> {
    Ok(Item::Test { method, finding, sampled_at: on_the_half_hour(sampled_at), place: name(place)? })
}

fn dose(dose: u8, given: UnixTime) -> Result<Item, CliError> {
    let (against, product) = (name("COVID-19")?, Some(name("Demovac")?));
    Ok(Item::Vaccination { against, product, dose, doses: 2, date: given.date() })
}

fn appointment(begins_at: UnixTime, place: &str, purpose: &str) -> Result<Item, CliError> {
    Ok(Item::Appointment { begins_at: on_the_half_hour(begins_at), place: name(place)?, purpose: name(purpose)? })
}

fn on_the_half_hour(at: UnixTime) -> UnixTime {
    at.minus(at.seconds() % (HOUR / 2))
}

fn name(text: &str) -> Result<Name, CliError> {
    Name::new(text).map_err(|_| CliError::Text("name"))
}
