//! What is disclosed of a record, item by item, in words.

use crate::claims::{Details, Item};
use crate::cli::account::Account;

/// Tells what there is, and that the rest is not there.
pub(super) fn describe(details: &Details, account: &mut Account) {
    let name = details.name.as_ref().map_or("name not disclosed", |name| name.as_str());
    match details.birth_date {
        Some(date) => account.good("subject", format_args!("{name}, born {date}")),
        None => account.good("subject", format_args!("{name}, birth date not disclosed")),
    }
    for item in &details.items {
        account.good("item", words(item));
    }
    if let Some(portrait) = &details.portrait {
        account.good("portrait", format_args!("{}, {} bytes", portrait.media_type(), portrait.as_bytes().len()));
    }
}

fn words(item: &Item) -> String {
    match item {
        Item::Test { method, finding, sampled_at, place } => {
            format!("test, {}: {}; sampled at {sampled_at}, {}", method.word(), finding.word(), place.as_str())
        }
        Item::Vaccination { against, product, dose, doses, date } => {
            let product = product.as_ref().map(|product| format!(" with {}", product.as_str())).unwrap_or_default();
            format!("vaccination against {}{product}, dose {dose} of {doses}, {date}", against.as_str())
        }
        Item::Recovery { from, until } => format!("recovery, from {from} until {until}"),
        Item::Appointment { begins_at, place, purpose } => {
            format!("appointment at {begins_at}, {}: {}", place.as_str(), purpose.as_str())
        }
        Item::Unknown => "an entry of a later version".into(),
    }
}
