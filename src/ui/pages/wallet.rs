use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::claims::Subject;
use crate::holder::Booklet;
use crate::time::Validity;
use crate::ui::components::{
    Button, ButtonKind, ClaimsList, Icon, IconView, Link, LiveCode, advice, anchor, levels, line, moved_reminder,
    paragraph, remark, title, trouble_card, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, maybe, part, text};
use crate::ui::route::Route;
use crate::ui::state::{Entry, Pass, Stage, use_navigation, use_notices, use_ticker, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};

/// How long before its end a pass is said to expire, in seconds: three days.
const SOON: u64 = 3 * 86_400;

/// The wallet: the code of one pass, and the others a tap away.
#[component]
pub fn Wallet(
    /// The pass that the address names.
    chosen: Option<String>,
) -> impl IntoView {
    let wallet = use_wallet();
    if let Some(id) = &chosen {
        wallet.use_first(id);
    }
    view! {
        {part(move || match wallet.entries() {
            Stage::Waiting => waiting(),
            Stage::Failed(trouble) => trouble_card(trouble),
            Stage::Ready(entries) if entries.is_empty() => empty(),
            Stage::Ready(entries) => {
                let several = entries.len() > 1;
                let reminder = moved_reminder();
                let picker = several.then(|| picker(entries.clone()));
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
                view! { {reminder}{picker}{maybe(shown)} }.into_any()
            }
        })}
        {maybe(move || wallet.closed().then(|| remark(Phrase::Closed, Phrase::ClosedBody)))}
    }
}

/// Nothing kept yet.
fn empty() -> AnyView {
    view! {
        <section class="empty">
            <div class="empty-picture"><IconView icon=Icon::Pass/></div>
            {title(Phrase::NoPass)}
            {paragraph(Phrase::NoPassBody)}
            <Link to=Route::Get class="button button-primary" phrase=Phrase::GetAPass/>
            <Link to=Route::Add class="button" phrase=Phrase::HaveAPass/>
            <Link to=Route::MoveIn class="quiet-link" phrase=Phrase::MoveInTitle/>
            <Link to=Route::Restore class="quiet-link" phrase=Phrase::RestoreOpen/>
            <Link to=Route::Shop class="quiet-link" phrase=Phrase::ForShops/>
        </section>
    }
    .into_any()
}

/// The passes as a row of names.
fn picker(entries: Arc<Vec<Entry>>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let items = entries.iter().map(|entry| {
        let id = entry.id().to_owned();
        let here = id.clone();
        let is_here = Box::new(move || wallet.in_use().as_ref() == Some(&here));
        let (name, year) = match entry {
            Entry::Open(pass) => name_of(pass),
            Entry::Shut(..) => ("—".to_owned(), String::new()),
        };
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
    view! {
        <nav aria-label=words.of(Phrase::MyPasses)>
            <ul class="picker">{items.collect_view()}</ul>
        </nav>
    }
    .into_any()
}

fn name_of(pass: &Pass) -> (String, String) {
    match &pass.delivery.first().claims().subject {
        Subject::Hint { initials, birth_year } => (initials.as_str().to_owned(), birth_year.to_string()),
        Subject::Record(details) => (details.name.as_ref().map_or("—", |name| name.as_str()).to_owned(), String::new()),
    }
}

/// One pass as it is shown at a door.
fn holder(pass: Arc<Pass>, named_above: bool) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let wallet = use_wallet();
    let (name, year) = name_of(&pass);
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
                <span class="holder-year">{year}</span>
            </h1>
            {maybe(state)}
            <p class="holder-soon">{text(left)}</p>
            {shown}
            {has_records.then(|| view! { <Link to=Route::Records class="button" phrase=Phrase::RecordsTitle/> })}
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
        let supply = now.get().filter(|supply| supply.is_low)?;
        let (title, body) = match supply.now {
            0 => (Phrase::CodesUsed, Phrase::CodesUsedBody),
            _ => (Phrase::CodesLow, Phrase::CodesLowBody),
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
                    let undo = entry.map(|pass| {
                        Callback::new(move |()| {
                            let (pass, uses) = (pass.clone(), uses.clone());
                            spawn_local(async move {
                                let _ = wallet.keep(&pass.delivery, &uses).await;
                            });
                        })
                    });
                    notices.say(Phrase::Removed, undo);
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
