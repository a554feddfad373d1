use leptos::prelude::*;

use crate::claims::{Claims, Details, Subject};
use crate::credential::Binding;
use crate::ui::components::line;
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
    let subject = match claims.subject {
        Subject::Hint { initials, birth_year } => view! {
            {entry(Phrase::Initials, fixed(initials.as_str().to_owned()))}
            {entry(Phrase::BirthYear, fixed(birth_year.to_string()))}
        }
        .into_any(),
        Subject::Record(Details { name, birth_date, .. }) => {
            let name = name.map_or(phrase(Phrase::NotDisclosed), |name| fixed(name.as_str().to_owned()));
            let birth = match birth_date {
                Some(date) => text(move || words.language().date(date)),
                None => phrase(Phrase::NotDisclosed),
            };
            view! { {entry(Phrase::Name, name)} {entry(Phrase::BirthDate, birth)} }.into_any()
        }
    };
    let kind = match binding {
        Binding::Holder => Phrase::LivePass,
        Binding::Paper => Phrase::PaperPass,
    };
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
        </dl>
        {claims.specimen.then(|| view! { {line("specimen", Phrase::Specimen)} })}
    }
}
