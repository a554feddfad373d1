use leptos::prelude::*;

use crate::trust::Freshness;
use crate::ui::components::{Button, FreshnessBadge, Icon, IconView, Link, TroubleCard};
use crate::ui::dynamic::{maybe, part};
use crate::ui::route::Route;
use crate::ui::state::{Stage, use_session, use_ticker, use_words};
use crate::ui::words::Phrase;

/// The shop's first page: one big button, and whether it can be relied on offline.
#[component]
pub fn Shop() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let ticker = use_ticker();
    let update = Callback::new(move |()| session.refresh());
    let is_old = move || !matches!(session.freshness(ticker.now()), Some(Freshness::Fresh { .. }));
    view! {
        <section class="page shop">
            <h1 id="title" tabindex="-1">{words.of(Phrase::Shop)}</h1>
            <p>{words.of(Phrase::ShopLead)}</p>
            <Link to=Route::Scan class="button button-primary shop-start">
                <IconView icon=Icon::Scan/>
                {words.of(Phrase::StartScanning)}
            </Link>
            {part(move || match session.lists() {
                Stage::Failed(trouble) => view! { <TroubleCard trouble/> }.into_any(),
                _ => view! { <FreshnessBadge/> }.into_any(),
            })}
            {maybe(move || is_old().then(|| {
                view! { <Button on_press=update>{words.of(Phrase::UpdateNow)}</Button> }.into_any()
            }))}
            <h2>{words.of(Phrase::HowItWorks)}</h2>
            <ol class="steps">
                <li>{words.of(Phrase::HowOne)}</li>
                <li>{words.of(Phrase::HowTwo)}</li>
                <li>{words.of(Phrase::HowThree)}</li>
            </ol>
            <p class="quiet">{words.of(Phrase::NothingStored)}</p>
        </section>
    }
}
