use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::limits::MAX_BUNDLE_BYTES;
use crate::trust::{Bundle, Known, UpdateError};
use crate::ui::components::{
    Button, ButtonKind, FreshnessBadge, Icon, Link, UpdateNow, paragraph, remark, subtitle, title, trouble_if,
};
use crate::ui::dynamic::{RwSignal, Text, maybe, part, text};
use crate::ui::route::Route;
use crate::ui::state::{Weighed, use_notices, use_session, use_updating, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::lists::ListsFault;
use crate::web::{file, share};

/// Name of the file that passes the lists on.
const FILE: &str = "lists.tessera-lists";

/// Of no type that another program would open.
const MEDIA_TYPE: &str = "application/octet-stream";

/// The lists: how old they are, newer ones from the network, and carriage by file.
#[component]
pub fn Lists() -> impl IntoView {
    let session = use_session();
    view! {
        <section class="page">
            {title(Phrase::ListsTitle)}
            {paragraph(Phrase::ListsLead)}
            <FreshnessBadge/>
            {maybe(move || session.lists().ready().map(|known| facts(&known)))}
            <UpdateNow/>
            {subtitle(Phrase::ListsCarry)}
            {paragraph(Phrase::ListsCarryBody)}
            <Link to=Route::ListsShow class="button" phrase=Phrase::ListsShowTitle icon=Icon::Pass/>
            <Link to=Route::ListsFilm class="button" phrase=Phrase::ListsFilmTitle icon=Icon::Camera/>
            {pass_on()}
            {take_in()}
        </section>
    }
}

/// What the lists are, line by line.
fn facts(known: &Known) -> AnyView {
    let words = use_words();
    let entry = move |name: Phrase, value: Text| {
        view! { <div class="claim"><dt>{words.of(name)}</dt><dd>{value}</dd></div> }
    };
    let number = move |number: usize| text(move || number.to_string());
    let issued_at = known.snapshot().issued_at();
    let mut offices = Vec::new();
    for key in known.trust().keys() {
        if !offices.contains(&&key.issuer) {
            offices.push(&key.issuer);
        }
    }
    let offices = offices.len();
    let bundle = known.bundle();
    let size = bundle.snapshot.len() + bundle.files.iter().map(Vec::len).sum::<usize>();
    view! {
        <dl class="claims">
            {entry(Phrase::ListsNumber, number(known.snapshot().contents().number as usize))}
            {entry(Phrase::ListsIssued, text(move || words.language().moment(issued_at)))}
            {entry(Phrase::ListsIssuers, number(offices))}
            {entry(Phrase::ListsStatuses, number(known.statuses().len()))}
            {entry(Phrase::ListsSize, text(move || words.language().size(size)))}
        </dl>
    }
    .into_any()
}

/// The lists as a file: to the share sheet, or else to the downloads.
pub(super) fn pass_on() -> AnyView {
    let session = use_session();
    let press = Callback::new(move |()| {
        if let Some(known) = session.lists_now().ready() {
            spawn_local(async move { share::pass_on(FILE, MEDIA_TYPE, &known.bundle().encode()).await });
        }
    });
    view! { <Button phrase=Phrase::ListsExport on_press=press/> }.into_any()
}

/// Lists out of a file, chosen or dropped: weighed first, in force when asked for.
fn take_in() -> AnyView {
    let words = use_words();
    let updating = use_updating();
    let notices = use_notices();
    let trouble = RwSignal::new(None::<Trouble>);
    let offered = RwSignal::new(None::<Arc<Weighed>>);
    let weigh = move |chosen: web_sys::File| {
        trouble.set(None);
        offered.set(None);
        spawn_local(async move {
            let weighed = match file::bytes_of(&chosen, MAX_BUNDLE_BYTES).await {
                Some(bytes) => Bundle::parse(&bytes)
                    .ok_or(ListsFault::Refused(UpdateError::Malformed))
                    .and_then(|bundle| updating.weigh(bundle)),
                None => Err(ListsFault::TooLarge),
            };
            match weighed {
                Ok(weighed) => offered.try_set(Some(Arc::new(weighed))),
                Err(fault) => trouble.try_set(Some(fault.into())),
            };
        });
    };
    let choose = move |event: web_sys::Event| {
        let element: web_sys::HtmlInputElement = event_target(&event);
        if let Some(chosen) = element.files().and_then(|files| files.get(0)) {
            // The same file may be chosen twice.
            element.set_value("");
            weigh(chosen);
        }
    };
    let take = Callback::new(move |()| {
        let Some(weighed) = offered.get_untracked() else { return };
        offered.set(None);
        spawn_local(async move {
            match updating.take(Arc::unwrap_or_clone(weighed)).await {
                Ok(()) => notices.say(Phrase::ListsTaken, None),
                Err(fault) => {
                    trouble.try_set(Some(Trouble::not_kept(fault)));
                }
            }
        });
    });
    view! {
        <label class="button ways-file">
            <span>{words.of(Phrase::ListsImport)}</span>
            <input class="ways-input" type="file" on:change=choose/>
        </label>
        {trouble_if(trouble)}
        {part(move || match offered.get() {
            Some(weighed) => view! {
                {remark(Phrase::ListsOffered, Phrase::ListsOfferedBody)}
                {facts(&weighed.newer)}
                <Button phrase=Phrase::ListsTake on_press=take kind=ButtonKind::Primary/>
            }.into_any(),
            None => ().into_any(),
        })}
    }
    .into_any()
}
