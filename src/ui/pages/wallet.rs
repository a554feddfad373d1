use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::claims::Subject;
use crate::time::Validity;
use crate::ui::components::{AdviceCard, Button, ButtonKind, ClaimsList, Icon, IconView, Link, LiveCode, TroubleCard};
use crate::ui::dynamic::{maybe, part};
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
    let words = use_words();
    let wallet = use_wallet();
    if let Some(id) = &chosen {
        wallet.use_first(id);
    }
    let in_use = Memo::new(move |_| wallet.in_use());
    view! {
        {part(move || match wallet.entries() {
            Stage::Waiting => view! { <p class="waiting" role="status">{words.of(Phrase::Loading)}</p> }.into_any(),
            Stage::Failed(trouble) => view! { <TroubleCard trouble/> }.into_any(),
            Stage::Ready(entries) if entries.is_empty() => view! { <Empty/> }.into_any(),
            Stage::Ready(entries) => {
                let several = entries.len() > 1;
                let picker = several.then(|| view! { <Picker entries=entries.clone() in_use/> });
                let shown = move || {
                    let id = in_use.get();
                    entries.iter().find(|entry| Some(entry.id()) == id.as_deref()).cloned().map(|entry| match entry {
                        Entry::Open(pass) => view! { <Holder pass named_above=several/> }.into_any(),
                        Entry::Shut(id, error) => {
                            let advice = Signal::derive(move || words.language().check_error(error));
                            view! { <AdviceCard advice/><RemoveButton id/> }.into_any()
                        }
                    })
                };
                view! { {picker}{maybe(shown)} }.into_any()
            }
        })}
        {maybe(move || (wallet.closed() > 0).then(|| remark(Phrase::Closed, Phrase::ClosedBody)))}
    }
}

/// Nothing kept yet.
#[component]
fn Empty() -> impl IntoView {
    let words = use_words();
    view! {
        <section class="empty">
            <div class="empty-picture"><IconView icon=Icon::Pass/></div>
            <h1 id="title" tabindex="-1">{words.of(Phrase::NoPass)}</h1>
            <p>{words.of(Phrase::NoPassBody)}</p>
            <Link to=Route::Get class="button button-primary">{words.of(Phrase::GetAPass)}</Link>
            <Link to=Route::Add class="button">{words.of(Phrase::HaveAPass)}</Link>
            <Link to=Route::Shop class="quiet-link">{words.of(Phrase::ForShops)}</Link>
        </section>
    }
}

/// The passes as a row of names.
#[component]
fn Picker(
    /// All of them.
    entries: Arc<Vec<Entry>>,
    /// The one in view.
    in_use: Memo<Option<String>>,
) -> impl IntoView {
    let words = use_words();
    let items = entries.iter().map(|entry| {
        let id = entry.id().to_owned();
        let current = Signal::derive({
            let id = id.clone();
            move || in_use.get().as_ref() == Some(&id)
        });
        let (name, year) = match entry {
            Entry::Open(pass) => name_of(pass),
            Entry::Shut(..) => ("—".to_owned(), String::new()),
        };
        view! {
            <li>
                <Link to=Route::Pass(id) class="picker-item" current>
                    <bdi class="picker-name">{name}</bdi>
                    <span class="picker-year">{year}</span>
                </Link>
            </li>
        }
    });
    view! {
        <nav aria-label=words.of(Phrase::MyPasses)>
            <ul class="picker">{items.collect_view()}</ul>
        </nav>
    }
}

fn name_of(pass: &Pass) -> (String, String) {
    match &pass.checked.claims().subject {
        Subject::Hint { initials, birth_year } => (initials.as_str().to_owned(), birth_year.to_string()),
        Subject::Record { name, .. } => (name.as_ref().map_or("—", |name| name.as_str()).to_owned(), String::new()),
    }
}

/// One pass as it is shown at a door.
#[component]
fn Holder(
    /// The pass.
    pass: Arc<Pass>,
    /// Whether the row of names shows already whose it is.
    named_above: bool,
) -> impl IntoView {
    let words = use_words();
    let ticker = use_ticker();
    let (name, year) = name_of(&pass);
    let checked = pass.checked.clone();
    let window = checked.claims().window;
    let validity = Memo::new(move |_| window.at(ticker.now()));
    let advice = move || match validity.get() {
        Validity::Expired => Some((Phrase::ExpiredTitle, Phrase::ExpiredBody)),
        Validity::NotYet => Some((Phrase::NotYetTitle, Phrase::NotYetBody)),
        Validity::Valid => None,
    };
    let left = Memo::new(move |_| {
        let left = window.expires().since(ticker.now());
        (validity.get() == Validity::Valid && left <= SOON).then(|| words.language().span(left))
    });
    let id = pass.id.clone();
    let issuer = checked.issuer().as_str().to_owned();
    let region = checked.region().as_str().to_owned();
    view! {
        <article class="holder">
            <h1 id="title" tabindex="-1" class="holder-name" class:unseen=named_above>
                <bdi>{name}</bdi>
                " "
                <span class="holder-year">{year}</span>
            </h1>
            {maybe(move || advice().map(|(title, body)| remark(title, body)))}
            {maybe(move || left.get().map(|left| {
                view! { <p class="holder-soon">{words.of(Phrase::ExpiresSoon)}" "{left}</p> }.into_any()
            }))}
            <LiveCode pass=pass.clone()/>
            <details class="learn">
                <summary>{words.of(Phrase::WhatTheyLearn)}</summary>
                <ClaimsList claims=checked.claims().clone() binding=checked.binding() issuer region/>
                <p class="learn-end">{words.of(Phrase::NothingElse)}</p>
            </details>
            <RemoveButton id/>
        </article>
    }
}

/// Removes a pass; a notice takes it back.
#[component]
fn RemoveButton(
    /// The pass.
    id: String,
) -> impl IntoView {
    let words = use_words();
    let wallet = use_wallet();
    let notices = use_notices();
    let navigation = use_navigation();
    let trouble = RwSignal::new(None::<Trouble>);
    let remove = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move {
            let entry = wallet.find(&id);
            match wallet.remove(&id).await {
                Ok(()) => {
                    let undo = entry.map(|pass| {
                        Callback::new(move |()| {
                            let checked = pass.checked.clone();
                            spawn_local(async move {
                                let _ = wallet.keep(&checked).await;
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
        {maybe(move || trouble.get().map(|trouble| view! { <TroubleCard trouble/> }.into_any()))}
        <Button on_press=remove kind=ButtonKind::Danger>{words.of(Phrase::Remove)}</Button>
    }
}

/// Something to know about a pass, without alarm.
fn remark(title: Phrase, body: Phrase) -> AnyView {
    let words = use_words();
    view! {
        <div class="advice" role="status">
            <p class="advice-title">{words.of(title)}</p>
            <p>{words.of(body)}</p>
        </div>
    }
    .into_any()
}
