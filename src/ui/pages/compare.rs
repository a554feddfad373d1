use leptos::prelude::*;

use crate::claims::{Details, Subject};
use crate::credential::Binding;
use crate::matching::Match;
use crate::ui::components::{Button, ButtonKind, details_view, line, matching, portrait, remark, title};
use crate::ui::dynamic::{RwSignal, text};
use crate::ui::state::use_words;
use crate::ui::words::Phrase;
use crate::verifier::Shown;

/// What there is to compare with an ID card, in neutral colours: nobody is let in or sent away yet. Below it stands what else the visitor has
/// chosen to show, and never more. All of it goes with this view.
pub fn compare(shown: &Shown, seen: RwSignal<Option<Match>>, answer: Callback<bool>, next: Callback<()>) -> AnyView {
    let words = use_words();
    let fact = move |name: Phrase, value: String| {
        view! { <div><dt>{words.of(name)}</dt><dd><bdi>{value}</bdi></dd></div> }.into_any()
    };
    let (facts, details) = match &shown.subject {
        Subject::Hint { initials, birth_year } => {
            let facts =
                [fact(Phrase::Initials, initials.as_str().to_owned()), fact(Phrase::BirthYear, birth_year.to_string())];
            (facts.into_iter().collect::<Vec<_>>(), None)
        }
        Subject::Record(details) => {
            let name = details.name.as_ref().map(|name| fact(Phrase::Name, name.as_str().to_owned()));
            let date = details.birth_date.map(|date| {
                let date = text(move || words.language().date(date));
                view! { <div><dt>{words.of(Phrase::BirthDate)}</dt><dd><bdi>{date}</bdi></dd></div> }.into_any()
            });
            (name.into_iter().chain(date).collect(), Some(details))
        }
    };
    let names_somebody = !matches!(&shown.subject, Subject::Record(Details { name: None, .. }));
    let kind = match shown.binding {
        Binding::Holder => None,
        Binding::Paper => Some(Phrase::PaperPass),
    };
    let guardian = shown.guardian.then_some(Phrase::Guardian);
    let specimen = shown.specimen.then_some(Phrase::Specimen);
    let marks = [kind, guardian, specimen].into_iter().flatten();
    let answers = if names_somebody {
        view! {
            <Button phrase=Phrase::Matches on_press=Callback::new(move |()| answer.run(true)) kind=ButtonKind::Primary/>
            <Button phrase=Phrase::DoesNotMatch on_press=Callback::new(move |()| answer.run(false))/>
        }
        .into_any()
    } else {
        view! {
            {remark(Phrase::CompareNothing, Phrase::CompareNothingBody)}
            <Button phrase=Phrase::ScanNext on_press=next kind=ButtonKind::Primary/>
        }
        .into_any()
    };
    view! {
        <div class="compare" role="group" aria-labelledby="title">
            {title(if names_somebody { Phrase::CompareTitle } else { Phrase::ShownDetails })}
            {details.and_then(|details| details.portrait.as_ref()).map(portrait)}
            <dl class="compare-hint">{facts}</dl>
            {matching(seen)}
            <ul class="compare-marks">{marks.map(|mark| view! { <li>{words.of(mark)}</li> }).collect_view()}</ul>
            {answers}
            {details.filter(|details| !details.items.is_empty()).map(items)}
        </div>
    }
    .into_any()
}

/// What was shown, item by item. The portrait stands above, beside what it is compared with.
fn items(details: &Details) -> AnyView {
    let words = use_words();
    let items = Details { items: details.items.clone(), ..Details::default() };
    view! {
        <details class="learn" open>
            <summary>{words.of(Phrase::ShownDetails)}</summary>
            {details_view(&items)}
            {line("learn-end", Phrase::ShownDetailsBody)}
        </details>
    }
    .into_any()
}
