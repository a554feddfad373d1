use leptos::prelude::*;

use crate::claims::{Claims, Details, Subject};
use crate::credential::Binding;
use crate::ui::components::{details_view, line};
use crate::ui::dynamic::{Text, text};
use crate::ui::state::use_words;
use crate::ui::words::Phrase;

/// What a pass says, line by line: the exact claims and nothing else.
#[component]
pub fn ClaimsList(
    /// The claims.
    claims: Claims,
    /// Live or paper.
    binding: Binding,
    /// Who signed it.
    issuer: String,
    /// Where that is.
    region: String,
    /// Whether numbers are listed, too, that say nothing by themselves.
    #[prop(optional)]
    exact: bool,
) -> impl IntoView {
    let words = use_words();
    let entry = move |name: Phrase, value: Text| {
        view! { <div class="claim"><dt>{words.of(name)}</dt><dd><bdi>{value}</bdi></dd></div> }
    };
    let fixed = |value: String| text(move || value.clone());
    let phrase = move |phrase: Phrase| text(move || phrase.text(words.language()).to_owned());
    let (not_before, expires) = (claims.window.not_before(), claims.window.expires());
    let moment = move |at| text(move || words.language().moment(at));
    let colour = claims.colour;
    let rest = match &claims.subject {
        Subject::Record(details) => Some(details.clone()),
        Subject::Hint { .. } => None,
    };
    let subject = match claims.subject {
        Subject::Hint { initials, birth_year } => view! {
            {entry(Phrase::Initials, fixed(initials.as_str().to_owned()))}
            {entry(Phrase::BirthYear, fixed(birth_year.to_string()))}
        }
        .into_any(),
        Subject::Record(Details { name, birth_date, .. }) => view! {
            {name.map(|name| entry(Phrase::Name, fixed(name.as_str().to_owned())))}
            {birth_date.map(|date| entry(Phrase::BirthDate, text(move || words.language().date(date))))}
        }
        .into_any(),
    };
    let kind = match (binding, &rest) {
        (Binding::Holder, None) => Phrase::LivePass,
        (Binding::Holder, Some(_)) => Phrase::RecordKind,
        (Binding::Paper, _) => Phrase::PaperPass,
    };
    // What else can be told apart by, for whoever compares two codes.
    let marks = exact.then(|| {
        view! {
            {claims.issued_at.map(|at| entry(Phrase::IssuedAt, moment(at)))}
            {claims.status.map(|status| entry(Phrase::StatusEntry, fixed(status.index.to_string())))}
            {claims.holder.map(|key| entry(Phrase::PhoneKey, fixed(key.id().to_string())))}
        }
    });
    view! {
        <dl class="claims">
            {subject}
            {entry(Phrase::Status, text(move || words.language().colour(colour).to_owned()))}
            {entry(Phrase::ValidFrom, moment(not_before))}
            {entry(Phrase::ValidUntil, moment(expires))}
            {entry(Phrase::Issuer, fixed(issuer))}
            {entry(Phrase::Region, fixed(region))}
            {entry(Phrase::Kind, phrase(kind))}
            {claims.guardian.then(|| entry(Phrase::ShownBy, phrase(Phrase::Guardian)))}
            {marks}
        </dl>
        {rest.map(|details| details_view(&details))}
        {claims.specimen.then(|| view! { {line("specimen", Phrase::Specimen)} })}
    }
}
