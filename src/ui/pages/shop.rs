use leptos::prelude::*;

use crate::trust::Freshness;
use crate::ui::components::{FreshnessBadge, Icon, Link, anchor, line, paragraph, subtitle, title, trouble_card};
use crate::ui::dynamic::{maybe, part, text};
use crate::ui::route::Route;
use crate::ui::state::{Checks, Stage, use_door, use_requests, use_session, use_ticker, use_words};
use crate::ui::words::Phrase;

/// The shop's first page: one big button, and whether it can be relied on offline.
#[component]
pub fn Shop() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let ticker = use_ticker();
    let door = use_door();
    let requests = use_requests();
    let is_old = move || !matches!(session.freshness(ticker.now()), Some(Ok(Freshness::Fresh { .. })));
    view! {
        <section class="page shop">
            {title(Phrase::Shop)}
            {paragraph(Phrase::ShopLead)}
            <Link to=Route::Scan class="button button-primary shop-start" phrase=Phrase::StartScanning icon=Icon::Scan/>
            {part(move || match session.lists() {
                Stage::Failed(trouble) => trouble_card(trouble),
                _ => view! { <FreshnessBadge/> }.into_any(),
            })}
            {maybe(move || is_old().then(|| view! {
                <Link to=Route::Lists class="button" phrase=Phrase::UpdateNow/>
            }.into_any()))}
            {maybe(move || door.checks().map(|Checks { all, let_in, .. }| {
                let numbers = [("all", &*all.to_string()), ("in", &*let_in.to_string())];
                let line = Phrase::CountToday.filled(words.language(), &numbers);
                view! { <p class="quiet">{line}</p> }.into_any()
            }))}
            {maybe(move || requests.are_counted().then(|| {
                let count = requests.network().to_string();
                let line = text(move || Phrase::AskedSum.filled(words.language(), &[("count", &count)]));
                let line = view! { <span>{line}</span> }.into_any();
                anchor(Route::Requests, "quiet-link", Box::new(|| false), line)
            }))}
            <Link to=Route::Rules class="quiet-link" phrase=Phrase::RulesTitle/>
            <Link to=Route::Lists class="quiet-link" phrase=Phrase::ListsMore/>
            {subtitle(Phrase::HowItWorks)}
            <ol class="steps">
                <li>{words.of(Phrase::HowOne)}</li>
                <li>{words.of(Phrase::HowTwo)}</li>
                <li>{words.of(Phrase::HowThree)}</li>
            </ol>
            {line("quiet", Phrase::NothingStored)}
        </section>
    }
}
