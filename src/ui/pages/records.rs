use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::calendar;
use crate::claims::{Details, Item};
use crate::id::Name;
use crate::time::UnixTime;
use crate::ui::components::{
    Button, ButtonKind, Link, item_card, line, paragraph, portrait, subtitle, title, trouble_card, waiting,
};
use crate::ui::dynamic::part;
use crate::ui::route::Route;
use crate::ui::state::{Record, Stage, use_ticker, use_wallet, use_words};
use crate::ui::words::Phrase;
use crate::web::{clock, share};

/// Name of the file that a calendar takes. It says nothing about the appointment.
const FILE: &str = "appointment.ics";

/// Everything that the records of this phone say: what is coming first, then what was.
#[component]
pub fn Records() -> impl IntoView {
    let wallet = use_wallet();
    view! {
        <section class="page">
            {title(Phrase::RecordsTitle)}
            {part(move || match wallet.entries() {
                Stage::Waiting => waiting(),
                Stage::Failed(trouble) => trouble_card(trouble),
                Stage::Ready(_) => all(&wallet.records()),
            })}
            <Link to=Route::Wallet class="quiet-link" phrase=Phrase::Back/>
        </section>
    }
}

fn all(records: &[Arc<Record>]) -> AnyView {
    let details: Vec<Details> = records.iter().map(|record| record.details()).collect();
    if details.is_empty() {
        return view! {
            {paragraph(Phrase::RecordsNone)}
            <Link to=Route::Get class="button" phrase=Phrase::GetAPass/>
        }
        .into_any();
    }
    let names_are_told = details.len() > 1;
    let mut entries: Vec<(&Item, Option<&Name>)> = Vec::new();
    for one in &details {
        entries.extend(one.items.iter().map(|item| (item, one.name.as_ref().filter(|_| names_are_told))));
    }
    // As of the moment at which the page is opened: a list that rearranges itself cannot be read.
    let now = use_ticker().now_untracked();
    let (mut coming, mut past) = (Vec::new(), Vec::new());
    // Put in one by one: there are few, and a sort is as much code as all of this page.
    for (item, name) in entries {
        if is_coming(item, now) {
            let at = coming.partition_point(|(before, _): &(&Item, _)| before.moment() <= item.moment());
            coming.insert(at, (item, name));
        } else {
            let at = past.partition_point(|(before, _): &(&Item, _)| before.moment() >= item.moment());
            past.insert(at, (item, name));
        }
    }
    let pictures: Vec<_> = details.iter().filter_map(|one| one.portrait.as_ref()).map(portrait).collect();
    let has_pictures = !pictures.is_empty();
    view! {
        {line("quiet", Phrase::RecordsLead)}
        {list(Phrase::RecordsComing, coming)}
        {list(Phrase::RecordsPast, past)}
        {has_pictures.then(|| subtitle(Phrase::Portrait))}
        {pictures}
        {has_pictures.then(|| line("quiet", Phrase::PortraitLead))}
    }
    .into_any()
}

fn is_coming(item: &Item, now: UnixTime) -> bool {
    matches!(item, Item::Appointment { .. }) && item.moment().is_some_and(|at| at >= now)
}

fn list(heading: Phrase, entries: Vec<(&Item, Option<&Name>)>) -> Option<AnyView> {
    let entries: Vec<_> = entries.into_iter().map(|(item, name)| entry(item, name)).collect();
    if entries.is_empty() {
        return None;
    }
    Some(view! { {subtitle(heading)}<ul class="items">{entries}</ul> }.into_any())
}

fn entry(item: &Item, name: Option<&Name>) -> AnyView {
    let words = use_words();
    let name = name.map(|name| name.as_str().to_owned());
    let calendar = match item {
        Item::Appointment { begins_at, place, purpose } => {
            let (begins_at, place, purpose) = (*begins_at, place.clone(), purpose.clone());
            Some(Callback::new(move |()| {
                let file = calendar::calendar(begins_at, &place, &purpose, clock::now());
                spawn_local(async move { share::pass_on(FILE, calendar::MEDIA_TYPE, file.as_bytes()).await });
            }))
        }
        _ => None,
    };
    view! {
        <li class="items-entry">
            {name.map(|name| view! { <p class="item-person">{words.of(Phrase::About)}" "<bdi>{name}</bdi></p> })}
            {item_card(item)}
            {calendar.map(|press| view! {
                <Button phrase=Phrase::ToCalendar on_press=press kind=ButtonKind::Plain/>
                {line("quiet", Phrase::ToCalendarHint)}
            })}
        </li>
    }
    .into_any()
}
