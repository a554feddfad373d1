//! The frame around every page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Header, Menu, NoticeBar, UpdateBar};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, part};
use crate::ui::pages;
use crate::ui::route::Route;
use crate::ui::state::{
    provide_navigation, provide_notices, provide_session, provide_ticker, provide_updating, provide_wallet,
    provide_words,
};
use crate::ui::words::Phrase;
use crate::web::page;
use crate::web::updates::{self, Updates};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let words = provide_words();
    let navigation = provide_navigation();
    provide_ticker();
    provide_notices();
    provide_session();
    provide_updating();
    provide_wallet();
    let update_ready = RwSignal::new(false);
    let updates = StoredValue::new(None);
    spawn_local(async move { updates.set_value(Updates::register(move || update_ready.set(true)).await) });
    let apply = Callback::new(move |()| {
        updates.with_value(|updates: &Option<Updates>| {
            if let Some(updates) = updates {
                updates.apply();
            }
        })
    });
    follow(move || {
        let language = words.language();
        let route = navigation.route();
        page::set_role(if route.is_shop() { "shop" } else { "wallet" });
        page::set_language_and_title(language.tag(), &format!("{} · Tessera", title(&route).text(language)));
    });
    follow(move || {
        if navigation.route().is_shop() {
            spawn_local(updates::store_for_shop());
        }
    });
    // After a change of page a screen reader starts at the page's heading; at the first page the browser does that.
    Effect::new(move |before: Option<Route>| {
        let route = navigation.route();
        if before.is_some_and(|before| before != route) {
            request_animation_frame(page::start_at_heading);
        }
        route
    });
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); page::focus("main") }>
            {words.of(Phrase::Skip)}
        </a>
        <Header/>
        <main id="main" tabindex="-1">
            {part(move || match navigation.route() {
                Route::Wallet => view! { <pages::Wallet chosen=None/> }.into_any(),
                Route::Pass(id) => view! { <pages::Wallet chosen=Some(id)/> }.into_any(),
                Route::Get => view! { <pages::Get/> }.into_any(),
                Route::Add => view! { <pages::Add/> }.into_any(),
                Route::Request => view! { <pages::OfficeRequest/> }.into_any(),
                Route::Shop => view! { <pages::Shop/> }.into_any(),
                Route::Scan => view! { <pages::Scan/> }.into_any(),
                Route::ListsShow => view! { <pages::ListsShow/> }.into_any(),
                Route::ListsFilm => view! { <pages::ListsFilm/> }.into_any(),
                Route::Lists => view! { <pages::Lists/> }.into_any(),
                Route::About => view! { <pages::About/> }.into_any(),
                Route::Unknown => view! { <pages::NotFound/> }.into_any(),
            })}
        </main>
        <UpdateBar ready=update_ready apply/>
        <NoticeBar/>
        <Menu/>
    }
}

fn title(route: &Route) -> Phrase {
    match route {
        Route::Wallet | Route::Pass(_) => Phrase::MyPass,
        Route::Get => Phrase::RequestTitle,
        Route::Add => Phrase::AddTitle,
        Route::Request => Phrase::RequestForOffice,
        Route::Shop => Phrase::Shop,
        Route::Scan => Phrase::ScanTitle,
        Route::ListsShow => Phrase::ListsShowTitle,
        Route::ListsFilm => Phrase::ListsFilmTitle,
        Route::Lists => Phrase::ListsTitle,
        Route::About => Phrase::MoreTitle,
        Route::Unknown => Phrase::NotFound,
    }
}
