//! Entries of a record, as the wallet lists them and as a shop sees those that were shown to it.

use leptos::prelude::*;

use crate::claims::{Details, Finding, Item, Method};
use crate::id::Name;
use crate::ui::dynamic::{Text, text};
use crate::ui::state::use_words;
use crate::ui::words::{Language, Phrase};
use crate::web::picture::Picture;

/// A line of a list of claims.
pub fn claim(name: Phrase, value: Text) -> AnyView {
    let words = use_words();
    view! { <div class="claim"><dt>{words.of(name)}</dt><dd><bdi>{value}</bdi></dd></div> }.into_any()
}

/// What kind of entry it is.
pub fn kind(item: &Item) -> Phrase {
    match item {
        Item::Test { .. } => Phrase::Test,
        Item::Vaccination { .. } => Phrase::Vaccination,
        Item::Recovery { .. } => Phrase::Recovery,
        Item::Appointment { .. } => Phrase::Appointment,
        Item::Unknown => Phrase::LaterItem,
    }
}

/// An entry in one line: what it says, and when that was or will be.
pub fn gist(item: &Item, language: Language) -> (String, String) {
    let name = |name: &Name| name.as_str().to_owned();
    match item {
        Item::Test { finding: found, sampled_at, .. } => {
            (finding(*found).text(language).to_owned(), language.moment(*sampled_at))
        }
        Item::Vaccination { against, date, .. } => (name(against), language.date(*date)),
        Item::Recovery { until, .. } => {
            (String::new(), Phrase::UntilDay.filled(language, &[("day", &language.date(*until))]))
        }
        Item::Appointment { begins_at, purpose, .. } => (name(purpose), language.moment(*begins_at)),
        Item::Unknown => (String::new(), String::new()),
    }
}

/// What is there of a record beside name and birth date.
pub fn details_view(details: &Details) -> AnyView {
    let items: Vec<_> = details.items.iter().map(item_card).collect();
    view! { {items}{details.portrait.as_ref().map(portrait)} }.into_any()
}

/// An entry with everything that it says.
pub fn item_card(item: &Item) -> AnyView {
    let words = use_words();
    view! {
        <div class="item" role="group" aria-label=words.of(kind(item))>
            <p class="item-kind">{words.of(kind(item))}</p>
            <dl class="claims">{lines(item)}</dl>
        </div>
    }
    .into_any()
}

/// A portrait of a record. The picture is on the screen and nowhere else.
pub fn portrait(portrait: &crate::claims::Portrait) -> AnyView {
    let words = use_words();
    let Some(picture) = Picture::show(portrait) else {
        return view! { <p>{words.of(Phrase::PortraitBroken)}</p> }.into_any();
    };
    let address = picture.address().to_owned();
    on_cleanup(move || drop(picture));
    view! { <img class="portrait" src=address alt=words.of(Phrase::Portrait)/> }.into_any()
}

fn lines(item: &Item) -> Vec<AnyView> {
    let words = use_words();
    let name = |name: &Name| {
        let name = name.as_str().to_owned();
        text(move || name.clone())
    };
    let phrase = |phrase: Phrase| text(move || phrase.text(words.language()));
    let moment = |at| text(move || words.language().moment(at));
    let day = |date| text(move || words.language().date(date));
    match item {
        Item::Test { method: by, finding: found, sampled_at, place } => vec![
            claim(Phrase::Method, phrase(method(*by))),
            claim(Phrase::Finding, phrase(finding(*found))),
            claim(Phrase::SampledAt, moment(*sampled_at)),
            claim(Phrase::Venue, name(place)),
        ],
        Item::Vaccination { against, product, dose, doses, date } => {
            let (dose, doses) = (*dose, *doses);
            let mut lines = vec![claim(Phrase::Against, name(against))];
            lines.extend(product.as_ref().map(|product| claim(Phrase::Product, name(product))));
            lines.push(claim(Phrase::Dose, text(move || words.language().dose(dose, doses))));
            lines.push(claim(Phrase::Day, day(*date)));
            lines
        }
        Item::Recovery { from, until } => {
            vec![claim(Phrase::FirstDay, day(*from)), claim(Phrase::LastDay, day(*until))]
        }
        Item::Appointment { begins_at, place, purpose } => vec![
            claim(Phrase::BeginsAt, moment(*begins_at)),
            claim(Phrase::Venue, name(place)),
            claim(Phrase::Purpose, name(purpose)),
        ],
        Item::Unknown => vec![claim(Phrase::Kind, phrase(Phrase::LaterItem))],
    }
}

fn method(method: Method) -> Phrase {
    match method {
        Method::NucleicAcid => Phrase::MethodNucleicAcid,
        Method::Antigen => Phrase::MethodAntigen,
        Method::Antibody => Phrase::MethodAntibody,
    }
}

fn finding(finding: Finding) -> Phrase {
    match finding {
        Finding::Negative => Phrase::FindingNegative,
        Finding::Positive => Phrase::FindingPositive,
        Finding::Inconclusive => Phrase::FindingInconclusive,
    }
}
