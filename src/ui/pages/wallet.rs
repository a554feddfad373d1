use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::holder::{Booklet, Shortage, Uses};
use crate::time::{UnixTime, Validity};
use crate::ui::components::{
    Button, ButtonKind, ClaimsList, Icon, IconView, Link, LiveCode, advice, anchor, home_screen_first, levels, line,
    moved_reminder, paragraph, pass_name, remark, title, trouble_card, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, maybe, part, text};
use crate::ui::route::Route;
use crate::ui::state::{
    Entry, Notices, Pass, Stage, Wallet as Kept, ask_for_storage_if_due, use_navigation, use_notices, use_ticker,
    use_wallet, use_words,
};
use crate::ui::words::{Phrase, Trouble};
use crate::web::store::Shelf;

/// How long before its end a pass is said to expire, in seconds: three days.
const SOON: u64 = 3 * 86_400;

/// The wallet: the code of one pass, and the others a tap away.
#[component]
pub fn Wallet(
    /// The pass that the address names.
    chosen: Option<String>,
) -> impl IntoView {
    let wallet = use_wallet();
    let ticker = use_ticker();
    ask_for_storage_if_due(use_notices());
    if let Some(id) = &chosen {
        wallet.use_first(id);
    }
    view! {
        {part(move || match wallet.entries() {
            Stage::Waiting => waiting(),
            Stage::Failed(trouble) => trouble_card(trouble),
            Stage::Ready(entries) if entries.is_empty() => empty(),
            Stage::Ready(entries) => {
                let reminder = moved_reminder();
                // As of the moment at which the page is opened or a pass changes: cards do not move under a finger.
                let now = ticker.now_untracked();
                let picker = picker(&entries, now);
                let several = picker.is_some();
                let past = entries.iter().filter_map(|entry| match entry {
                    Entry::Open(pass) if pass.is_past(now) => Some(pass.clone()),
                    _ => None,
                });
                let past = behind(Phrase::PastTitle, past.collect());
                let shown = move || {
                    let id = wallet.in_use();
                    entries.iter().find(|entry| Some(entry.id()) == id.as_deref()).cloned().map(|entry| match entry {
                        Entry::Open(pass) => holder(pass, several),
                        Entry::Shut(id, error) => {
                            let reason = advice(move |language| language.check_error(error));
                            view! { {reason}{remove_button(id)} }.into_any()
                        }
                    })
                };
                view! { {reminder}{picker}{maybe(shown)}{past} }.into_any()
            }
        })}
        {maybe(move || Some(wallet.aside()).filter(|aside| !aside.is_empty()).map(set_aside))}
    }
}

/// What does not open: what it is and how much.
fn set_aside(aside: Vec<(Shelf, usize)>) -> AnyView {
    let words = use_words();
    let lines = aside.into_iter().map(|(shelf, count)| {
        let phrase = match shelf {
            Shelf::Passes => Phrase::AsidePasses,
            Shelf::HolderKeys => Phrase::AsideKeys,
            Shelf::People => Phrase::AsidePeople,
            Shelf::Uses => Phrase::AsideUses,
        };
        let line = text(move || phrase.filled(words.language(), &[("count", &count.to_string())]));
        view! { <p class="advice-title">{line}</p> }
    });
    view! {
        <div class="advice" role="status">
            {lines.collect_view()}
            {paragraph(Phrase::AsideBody)}
        </div>
    }
    .into_any()
}

/// Nothing kept yet.
fn empty() -> AnyView {
    view! {
        <section class="empty">
            <div class="empty-picture"><IconView icon=Icon::Pass/></div>
            {title(Phrase::NoPass)}
            {paragraph(Phrase::NoPassBody)}
            {home_screen_first()}
            <Link to=Route::Get class="button button-primary" phrase=Phrase::GetAPass/>
            <Link to=Route::Add class="button" phrase=Phrase::HaveAPass/>
            <Link to=Route::MoveIn class="quiet-link" phrase=Phrase::MoveInTitle/>
            <Link to=Route::Restore class="quiet-link" phrase=Phrase::RestoreOpen/>
            <Link to=Route::Shop class="quiet-link" phrase=Phrase::ForShops/>
        </section>
    }
    .into_any()
}

/// Those whose passes there are, as a row of names: people in their order, then passes of nobody in particular. What has expired is further down.
fn picker(entries: &Arc<Vec<Entry>>, now: UnixTime) -> Option<AnyView> {
    let words = use_words();
    let wallet = use_wallet();
    let people = wallet.people();
    let of_person = |id: &str| {
        entries.iter().rev().find_map(|entry| match entry {
            Entry::Open(pass) if pass.person.as_deref() == Some(id) && !pass.is_past(now) => Some(pass.clone()),
            _ => None,
        })
    };
    let named = people.iter().filter_map(|one| {
        let pass = of_person(&one.id)?;
        let year = pass_name(&pass).1;
        Some((pass.id.clone(), Some(one.id.clone()), one.content.name.as_str().to_owned(), year))
    });
    let others = entries.iter().filter_map(|entry| match entry {
        Entry::Open(pass) if pass.person.as_ref().is_none_or(|id| people.iter().all(|one| one.id != *id)) => {
            let (name, year) = pass_name(pass);
            (!pass.is_past(now)).then(|| (pass.id.clone(), None, name, year))
        }
        Entry::Open(_) => None,
        Entry::Shut(id, _) => Some((id.clone(), None, "—".to_owned(), String::new())),
    });
    let cards: Vec<_> = named.chain(others).collect();
    if cards.len() < 2 {
        return None;
    }
    let items = cards.into_iter().map(|(id, person, name, year)| {
        let here = id.clone();
        let is_here = Box::new(move || {
            let shown = wallet.in_use();
            let is_theirs = |id: &String| person.is_some() && wallet.find(id).is_some_and(|pass| pass.person == person);
            shown.as_ref() == Some(&here) || shown.as_ref().is_some_and(is_theirs)
        });
        let content = view! {
            <bdi class="picker-name">{name}</bdi>
            <span class="picker-year">{year}</span>
        };
        let content = content.into_any();
        view! {
            <li>
                {anchor(Route::Pass(id), "picker-item", is_here, content)}
            </li>
        }
    });
    let view = view! {
        <nav aria-label=words.of(Phrase::MyPasses)>
            <ul class="picker">{items.collect_view()}</ul>
        </nav>
    };
    Some(view.into_any())
}

/// Passes behind a summary: what has expired, or what else somebody has.
fn behind(heading: Phrase, passes: Vec<Arc<Pass>>) -> Option<AnyView> {
    let words = use_words();
    if passes.is_empty() {
        return None;
    }
    let items = passes.into_iter().map(|pass| {
        let (name, year) = pass_name(&pass);
        let until = pass.delivery.window().expires();
        let until = move || {
            let language = words.language();
            Phrase::PastUntil.filled(language, &[("time", &language.moment(until))])
        };
        let content = view! {
            <bdi class="picker-name">{name}</bdi>
            " "
            <span>{year}</span>
            <span class="past-until">{text(until)}</span>
        };
        view! { <li>{anchor(Route::Pass(pass.id.clone()), "past-item", Box::new(|| false), content.into_any())}</li> }
    });
    let view = view! {
        <details class="learn">
            <summary>{words.of(heading)}</summary>
            <ul class="past">{items.collect_view()}</ul>
        </details>
    };
    Some(view.into_any())
}

/// One pass as it is shown at a door.
fn holder(pass: Arc<Pass>, named_above: bool) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let wallet = use_wallet();
    let (initials, year) = pass_name(&pass);
    let named = pass.person.as_ref().and_then(|id| wallet.name_of(id)).map(|name| name.as_str().to_owned());
    // A name of the resident's own choice does not tell what the door compares.
    let beside = if named.is_some() { format!("{initials} {year}") } else { year };
    let name = named.unwrap_or(initials);
    let is_guarded = pass.delivery.first().claims().guardian;
    let now = ticker.now_untracked();
    let others = wallet.others_of(&pass).into_iter().filter(|other| !other.is_past(now)).collect();
    let window = pass.delivery.window();
    let state = move || match window.at(ticker.now()) {
        Validity::Expired => Some(remark(Phrase::ExpiredTitle, Phrase::ExpiredBody)),
        Validity::NotYet => Some(remark(Phrase::NotYetTitle, Phrase::NotYetBody)),
        Validity::Valid => None,
    };
    let left = move || {
        let now = ticker.now();
        let left = window.expires().since(now);
        let is_soon = window.at(now) == Validity::Valid && left <= SOON;
        if is_soon {
            let language = words.language();
            Phrase::ExpiresIn.filled(language, &[("time", &language.span(left))])
        } else {
            String::new()
        }
    };
    let id = pass.id.clone();
    // The record of the same person goes with the door pass; one alone is shown by itself.
    let is_record = pass.delivery.copies().is_empty();
    let shown = match wallet.record_of(&pass) {
        None => door(pass.clone()),
        Some(record) => levels(door, (!is_record).then(|| pass.clone()), record),
    };
    let has_records = !wallet.records().is_empty();
    view! {
        <article class="holder">
            <h1 id="title" tabindex="-1" class="holder-name" class:unseen=named_above>
                <bdi>{name}</bdi>
                " "
                <bdi class="holder-year">{beside}</bdi>
            </h1>
            {is_guarded.then(|| line("holder-guardian", Phrase::YouShowIt))}
            {maybe(state)}
            <p class="holder-soon">{text(left)}</p>
            {shown}
            {behind(Phrase::OtherPasses, others)}
            {has_records.then(|| view! { <Link to=Route::Records class="button" phrase=Phrase::RecordsTitle/> })}
            <Link to=Route::Answer class="quiet-link" phrase=Phrase::AnswerTitle/>
            {remove_button(id)}
        </article>
    }
    .into_any()
}

/// The code of a door pass, and what is in it.
fn door(pass: Arc<Pass>) -> AnyView {
    let words = use_words();
    let shown = RwSignal::new(None::<usize>);
    let of = pass.clone();
    // Copies differ in their days.
    let learned = part(move || {
        let copies = of.delivery.copies();
        let copy = copies.get(shown.get().unwrap_or_default()).unwrap_or(of.delivery.first());
        let issuer = copy.issuer().as_str().to_owned();
        let region = copy.region().as_str().to_owned();
        view! { <ClaimsList claims=copy.claims().clone() binding=copy.binding() issuer region exact=true/> }.into_any()
    });
    view! {
        <LiveCode pass=pass.clone() shown/>
        {pass.is_booklet().then(|| supply(pass))}
        <details class="learn">
            <summary>{words.of(Phrase::WhatTheyLearn)}</summary>
            {learned}
            {line("learn-end", Phrase::NothingElse)}
        </details>
    }
    .into_any()
}

/// How many codes are left that no shop has seen, and where there are more.
fn supply(pass: Arc<Pass>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let ticker = use_ticker();
    let now = Memo::new(move |_| Booklet::new(&pass.delivery, &wallet.uses(&pass.id)).supply(ticker.now()));
    let count = move || now.get().map_or_else(String::new, |supply| words.language().supply(supply));
    let low = move || {
        let (title, body) = match now.get()?.shortage? {
            Shortage::Shown => (Phrase::CodesUsed, Phrase::CodesUsedBody),
            Shortage::Ending => (Phrase::CodesLow, Phrase::CodesLowBody),
        };
        let more = view! { <Link to=Route::Get class="quiet-link" phrase=Phrase::CodesMore/> };
        Some(view! { {remark(title, body)}{more} }.into_any())
    };
    view! {
        <p class="supply">{text(count)}</p>
        {maybe(low)}
    }
    .into_any()
}

/// Says what happened to a pass, and offers to put it back, for as long as that fails.
fn offer_back(wallet: Kept, notices: Notices, said: Phrase, removed: Arc<(Arc<Pass>, Uses)>) {
    let back = Callback::new(move |()| {
        let removed = removed.clone();
        spawn_local(async move {
            let (pass, uses) = &*removed;
            if wallet.keep(&pass.delivery, uses, pass.person.as_deref(), None).await.is_err() {
                offer_back(wallet, notices, Phrase::NotPutBack, removed);
            }
        });
    });
    notices.say(said, Some(back));
}

/// Removes a pass; a notice takes it back.
fn remove_button(id: String) -> AnyView {
    let wallet = use_wallet();
    let notices = use_notices();
    let navigation = use_navigation();
    let trouble = RwSignal::new(None::<Trouble>);
    let remove = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move {
            let (entry, uses) = (wallet.find(&id), wallet.uses_now(&id));
            match wallet.remove(&id).await {
                Ok(()) => {
                    match entry {
                        Some(pass) => offer_back(wallet, notices, Phrase::Removed, Arc::new((pass, uses))),
                        None => notices.say(Phrase::Removed, None),
                    }
                    navigation.replace(Route::Wallet);
                }
                Err(fault) => {
                    trouble.try_set(Some(fault.into()));
                }
            }
        });
    });
    view! {
        {trouble_if(trouble)}
        <Button phrase=Phrase::Remove on_press=remove kind=ButtonKind::Danger/>
    }
    .into_any()
}
