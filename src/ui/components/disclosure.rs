use std::sync::Arc;

use leptos::prelude::*;

use crate::claims::{Details, Part};
use crate::holder::Chosen;
use crate::ui::components::item::{gist, kind};
use crate::ui::components::{Button, ButtonKind, ClaimsList, line, paragraph, record_code};
use crate::ui::dynamic::{RwSignal, follow, part, text};
use crate::ui::state::{Pass, Record, use_ticker, use_words};
use crate::ui::words::Phrase;
use crate::web::clock;

/// Longest time that a record is shown at once, in seconds.
const SHOWN_FOR: u64 = 120;

/// How much of what the wallet has goes into a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// The door pass.
    Door,
    /// Name and birth date of the record.
    Identity,
    /// What the person chooses of the record.
    Details,
}

impl Level {
    const ALL: [Self; 3] = [Self::Door, Self::Identity, Self::Details];

    const fn name(self) -> &'static str {
        match self {
            Self::Door => "door",
            Self::Identity => "identity",
            Self::Details => "details",
        }
    }

    const fn phrase(self) -> Phrase {
        match self {
            Self::Door => Phrase::LevelDoor,
            Self::Identity => Phrase::LevelIdentity,
            Self::Details => Phrase::LevelDetails,
        }
    }
}

/// The three levels of one person. `door` draws the door pass; of the record nothing is drawn before the person has seen what is in it. A showing
/// of the record ends by itself, and whenever nobody looks, and then the door pass is there again.
pub fn levels(door: fn(Arc<Pass>) -> AnyView, pass: Option<Arc<Pass>>, record: Arc<Record>) -> AnyView {
    let ticker = use_ticker();
    let level = RwSignal::new(Level::Door);
    let chosen = RwSignal::new(Part::IDENTITY.to_vec());
    // Since when it is shown.
    let shown = RwSignal::new(None::<crate::time::UnixTime>);
    let end = Callback::new(move |()| {
        shown.set(None);
        chosen.set(Part::IDENTITY.to_vec());
        level.set(Level::Door);
    });
    follow(move || {
        let now = ticker.now();
        // A clock that was turned back ends it, too.
        let is_over = shown.get_untracked().is_some_and(|since| now < since || now.since(since) >= SHOWN_FOR);
        if !ticker.visible() || is_over {
            end.run(());
        }
    });
    let what = part(move || match level.get() {
        Level::Door => pass.clone().map_or_else(|| paragraph(Phrase::NoDoorPass), door),
        // An identity check asks for the same two whatever was chosen before.
        Level::Identity => showing(record.clone(), RwSignal::new(Part::IDENTITY.to_vec()), None, shown, end),
        Level::Details => showing(record.clone(), chosen, Some(chosen), shown, end),
    });
    view! {
        {picker(level, shown)}
        {what}
    }
    .into_any()
}

/// The switch between the levels.
fn picker(level: RwSignal<Level>, shown: RwSignal<Option<crate::time::UnixTime>>) -> AnyView {
    let words = use_words();
    let choices = Level::ALL.map(|one| {
        let choose = move |_| {
            shown.set(None);
            level.set(one);
        };
        view! {
            <label class="level">
                <input
                    type="radio"
                    name="level"
                    value=one.name()
                    prop:checked=move || level.get() == one
                    on:change=choose
                />
                <span>{words.of(one.phrase())}</span>
            </label>
        }
    });
    view! {
        <fieldset class="levels">
            <legend class="unseen">{words.of(Phrase::LevelTitle)}</legend>
            {choices.into_iter().collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What will be learned of a record, and then its code.
fn showing(
    record: Arc<Record>,
    chosen: RwSignal<Vec<Part>>,
    switches_of: Option<RwSignal<Vec<Part>>>,
    shown: RwSignal<Option<crate::time::UnixTime>>,
    end: Callback<()>,
) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let details = record.details();
    let show = Callback::new(move |()| shown.set(Some(clock::now())));
    let left = move || {
        let since = shown.get().unwrap_or_default();
        let left = SHOWN_FOR.saturating_sub(ticker.now().since(since));
        Phrase::LevelEnds.filled(words.language(), &[("time", &words.language().span(left))])
    };
    let choosing = part(move || match (switches_of, shown.get()) {
        (Some(chosen), None) => switches(&details, details.parts(), chosen),
        _ => ().into_any(),
    });
    let code = part(move || {
        let Ok(what) = record.checked.choose(&chosen.get()) else { return ().into_any() };
        let learned = learned(&record, &what);
        match shown.get() {
            None => view! {
                <h2>{words.of(Phrase::WhatTheyLearn)}</h2>
                {learned}
                <Button phrase=Phrase::ShowCode on_press=show kind=ButtonKind::Primary/>
                {line("quiet", Phrase::LevelFalls)}
            }
            .into_any(),
            Some(_) => view! {
                {record_code(record.clone(), what)}
                <p class="live-hint">{text(left)}</p>
                <Button phrase=Phrase::ShowDone on_press=end kind=ButtonKind::Primary/>
                <details class="learn">
                    <summary>{words.of(Phrase::WhatTheyLearn)}</summary>
                    {learned}
                </details>
            }
            .into_any(),
        }
    });
    view! { <div class="disclosure">{choosing}{code}</div> }.into_any()
}

/// Exactly what the code says, read from what will be in it.
pub fn learned(record: &Record, chosen: &Chosen) -> AnyView {
    view! {
        <ClaimsList
            claims=chosen.claims().clone()
            binding=record.checked.binding()
            issuer=record.checked.issuer().as_str().to_owned()
            region=record.checked.region().as_str().to_owned()
            exact=true
        />
        {line("learn-end", Phrase::NothingElse)}
    }
    .into_any()
}

/// A switch for each of some parts of the record.
pub fn switches(details: &Details, parts: Vec<Part>, chosen: RwSignal<Vec<Part>>) -> AnyView {
    let words = use_words();
    let one = |part: Part| {
        let (title, what, when) = match part {
            Part::Name => (Phrase::Name, None, None),
            Part::BirthDate => (Phrase::BirthDate, None, None),
            Part::Portrait => (Phrase::Portrait, None, None),
            Part::Item(number) => {
                let Some(item) = details.items.get(number).cloned() else { return ().into_any() };
                let other = item.clone();
                let what = text(move || gist(&item, words.language()).0);
                let when = text(move || gist(&other, words.language()).1);
                (details.items.get(number).map_or(Phrase::LaterItem, kind), Some(what), Some(when))
            }
        };
        let flip = move |_| {
            chosen.update(|parts| match parts.iter().position(|other| *other == part) {
                Some(at) => drop(parts.remove(at)),
                None => parts.push(part),
            });
        };
        view! {
            <label class="switch">
                <input type="checkbox" role="switch" prop:checked=move || chosen.with(|parts| parts.contains(&part)) on:change=flip/>
                <span class="switch-text">
                    <span class="switch-title">{words.of(title)}</span>
                    {what.map(|what| view! { <bdi>{what}</bdi> })}
                    {when.map(|when| view! { <bdi class="switch-when">{when}</bdi> })}
                </span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="switches">
            <legend>{words.of(Phrase::ChooseDetails)}</legend>
            {parts.into_iter().map(one).collect_view()}
        </fieldset>
    }
    .into_any()
}
