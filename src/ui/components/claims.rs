use leptos::prelude::*;

use crate::claims::{Claims, Subject};
use crate::credential::Binding;
use crate::ui::dynamic::text;
use crate::ui::state::use_words;
use crate::ui::words::Phrase;
use crate::web::clock;

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
    let line = move |name: Phrase, value: Signal<String>| {
        view! { <div class="claim"><dt>{words.of(name)}</dt><dd><bdi>{text(move || value.get())}</bdi></dd></div> }
    };
    let fixed = |text: String| Signal::derive(move || text.clone());
    let phrase = move |phrase: Phrase| Signal::derive(move || phrase.text(words.language()).to_owned());
    let (not_before, expires) = (claims.window.not_before(), claims.window.expires());
    let moment = move |at| Signal::derive(move || words.language().moment(at, clock::offset_east()));
    let colour = claims.colour;
    let subject = match claims.subject {
        Subject::Hint { initials, birth_year } => view! {
            {line(Phrase::Initials, fixed(initials.as_str().to_owned()))}
            {line(Phrase::BirthYear, fixed(birth_year.to_string()))}
        }
        .into_any(),
        Subject::Record { name, birth_date } => {
            let name = name.map_or(phrase(Phrase::NotDisclosed), |name| fixed(name.as_str().to_owned()));
            let birth = match birth_date {
                Some(date) => Signal::derive(move || words.language().date(date)),
                None => phrase(Phrase::NotDisclosed),
            };
            view! { {line(Phrase::Name, name)} {line(Phrase::BirthDate, birth)} }.into_any()
        }
    };
    let kind = match binding {
        Binding::Holder => Phrase::LivePass,
        Binding::Paper => Phrase::PaperPass,
    };
    view! {
        <dl class="claims">
            {subject}
            {line(Phrase::Status, Signal::derive(move || words.language().colour(colour).to_owned()))}
            {line(Phrase::ValidFrom, moment(not_before))}
            {line(Phrase::ValidUntil, moment(expires))}
            {line(Phrase::Issuer, fixed(issuer))}
            {line(Phrase::Region, fixed(region))}
            {line(Phrase::Kind, phrase(kind))}
            {claims.guardian.then(|| line(Phrase::ShownBy, phrase(Phrase::Guardian)))}
        </dl>
        {claims.specimen.then(|| view! { <p class="specimen">{words.of(Phrase::Specimen)}</p> })}
    }
}
