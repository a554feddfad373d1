//! The programs, and the frame around every page of each.
//!
//! Each is a WebAssembly program of its own, so that a resident's phone does not load the shop, a shop's phone not the wallet, and neither what is
//! seldom done.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Header, Icon, Menu, NoticeBar, UpdateBar, waiting};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, part};
use crate::ui::pages;
use crate::ui::route::{Role, Route};
use crate::ui::state::{
    provide_door, provide_locking, provide_navigation, provide_notices, provide_requests, provide_session,
    provide_shared, provide_ticker, provide_updating, provide_wallet, provide_words, use_session,
};
use crate::ui::words::{Language, Phrase};
use crate::web::page;
use crate::web::updates::{self, Updates};

/// What is in the menu: where to, its picture, its word.
pub type MenuItem = (Route, Icon, Phrase);

/// What draws a page.
type Draw = fn(Route) -> AnyView;

/// What one role adds to the frame.
#[derive(Clone, Copy)]
struct Program {
    role: Role,
    menu: &'static [MenuItem],
    /// The title of a page, and what draws it.
    page: fn(&Route) -> (Phrase, Draw),
}

const RESIDENT: &[MenuItem] = &[
    (Route::Wallet, Icon::Pass, Phrase::MyPass),
    (Route::Add, Icon::Add, Phrase::Add),
    (Route::About, Icon::More, Phrase::More),
];

const SHOPKEEPER: &[MenuItem] = &[
    (Route::Shop, Icon::Shop, Phrase::Shop),
    (Route::Scan, Icon::Scan, Phrase::ScanTitle),
    (Route::Wallet, Icon::Pass, Phrase::ForResidents),
];

/// The resident's program: passes as they are shown.
#[component]
pub fn WalletApp(
    /// The language to begin with.
    language: Language,
) -> impl IntoView {
    fn page(route: &Route) -> (Phrase, Draw) {
        if let Some(shut) = before(route) {
            return shut;
        }
        match route {
            Route::Wallet => (Phrase::MyPass, |_| view! { <pages::Wallet chosen=None/> }.into_any()),
            Route::Pass(_) => (Phrase::MyPass, |route| match route {
                Route::Pass(id) => view! { <pages::Wallet chosen=Some(id)/> }.into_any(),
                _ => not_found(),
            }),
            route => elsewhere(route),
        }
    }
    program(Program { role: Role::Wallet, menu: RESIDENT, page }, language, provide_sealed)
}

/// The resident's program of everything else. It is fetched after the wallet, or when it is needed.
#[component]
pub fn MoreApp(
    /// The language to begin with.
    language: Language,
) -> impl IntoView {
    fn page(route: &Route) -> (Phrase, Draw) {
        if let Some(shut) = before(route) {
            return shut;
        }
        match route {
            Route::Get => (Phrase::RequestTitle, |_| view! { <pages::Get/> }.into_any()),
            Route::Add => (Phrase::AddTitle, |_| view! { <pages::Add/> }.into_any()),
            Route::Answer => (Phrase::AnswerTitle, |_| view! { <pages::Answer/> }.into_any()),
            Route::Records => (Phrase::RecordsTitle, |_| view! { <pages::Records/> }.into_any()),
            Route::Request => (Phrase::RequestForOffice, |_| view! { <pages::OfficeRequest/> }.into_any()),
            Route::About => (Phrase::MoreTitle, |_| view! { <pages::About/> }.into_any()),
            Route::Lock => (Phrase::LockTitle, |_| view! { <pages::Lock/> }.into_any()),
            Route::Erase => (Phrase::EraseTitle, |_| view! { <pages::Erase/> }.into_any()),
            Route::People => (Phrase::PeopleTitle, |_| view! { <pages::People/> }.into_any()),
            Route::Backup => (Phrase::BackupTitle, |_| view! { <pages::Backup/> }.into_any()),
            Route::Restore => (Phrase::RestoreTitle, |_| view! { <pages::Restore/> }.into_any()),
            Route::MoveOut => (Phrase::MoveOutTitle, |_| view! { <pages::MoveOut/> }.into_any()),
            Route::MoveIn => (Phrase::MoveInTitle, |_| view! { <pages::MoveIn/> }.into_any()),
            route => elsewhere(route),
        }
    }
    program(Program { role: Role::More, menu: RESIDENT, page }, language, || {
        provide_updating();
        provide_shared();
        provide_sealed();
    })
}

/// The shopkeeper's program.
#[component]
pub fn ShopApp(
    /// The language to begin with.
    language: Language,
) -> impl IntoView {
    fn page(route: &Route) -> (Phrase, Draw) {
        match route {
            Route::Shop => (Phrase::Shop, |_| view! { <pages::Shop/> }.into_any()),
            Route::Scan => (Phrase::ScanTitle, |_| view! { <pages::Scan/> }.into_any()),
            route => elsewhere(route),
        }
    }
    program(Program { role: Role::Shop, menu: SHOPKEEPER, page }, language, provide_shop)
}

/// The shopkeeper's program of the lists. It is fetched after the shop, or when it is needed.
#[component]
pub fn ListsApp(
    /// The language to begin with.
    language: Language,
) -> impl IntoView {
    fn page(route: &Route) -> (Phrase, Draw) {
        match route {
            Route::Lists => (Phrase::ListsTitle, |_| view! { <pages::Lists/> }.into_any()),
            Route::ListsShow => (Phrase::ListsShowTitle, |_| view! { <pages::ListsShow/> }.into_any()),
            Route::Ask => (Phrase::AskTitle, |_| view! { <pages::Ask/> }.into_any()),
            Route::Rules => (Phrase::RulesTitle, |_| view! { <pages::RulesPage/> }.into_any()),
            Route::Requests => (Phrase::AskedTitle, |_| view! { <pages::RequestsPage/> }.into_any()),
            Route::ListsFilm => (Phrase::ListsFilmTitle, |_| view! { <pages::ListsFilm/> }.into_any()),
            route => elsewhere(route),
        }
    }
    program(Program { role: Role::Lists, menu: SHOPKEEPER, page }, language, provide_shop)
}

/// A page that this program has not: another program has it, or none.
fn elsewhere(route: &Route) -> (Phrase, Draw) {
    match route {
        Route::Unknown => (Phrase::NotFound, |_| not_found()),
        _ => (Phrase::OtherProgram, |_| pages::other_program()),
    }
}

fn not_found() -> AnyView {
    view! { <pages::NotFound/> }.into_any()
}

fn provide_shop() {
    provide_updating();
    provide_door();
    provide_requests();
}

fn provide_sealed() {
    use_session().opens_vault();
    provide_wallet();
    provide_locking();
}

/// What stands before a page that needs what is sealed, while it is locked or that is not known yet: what a link brings waits until somebody can
/// take it.
fn before(route: &Route) -> Option<(Phrase, Draw)> {
    // A page that needs nothing sealed does not follow the lock: it would be drawn anew, and lose what a link brought.
    if !route.is_sealed() {
        return None;
    }
    match use_session().locked() {
        Some(true) => Some((Phrase::LockedTitle, |_| pages::locked())),
        None => Some((Phrase::Loading, |_| waiting())),
        Some(false) => None,
    }
}

/// The frame; `more` provides what only this program's pages share.
fn program(program: Program, language: Language, more: fn()) -> AnyView {
    let Program { role, menu, page } = program;
    let words = provide_words(language);
    let navigation = provide_navigation(role);
    provide_ticker();
    provide_notices();
    provide_session();
    more();
    page::set_role(if role.is_shop() { Role::Shop.name() } else { Role::Wallet.name() });
    let update_ready = RwSignal::new(false);
    let updates = StoredValue::new(None);
    spawn_local(async move {
        updates.set_value(Updates::register(move || update_ready.set(true)).await);
        for role in [role, role.companion()] {
            updates::store_for(role.name()).await;
        }
    });
    let apply = Callback::new(move |()| {
        updates.with_value(|updates: &Option<Updates>| {
            if let Some(updates) = updates {
                updates.apply();
            }
        })
    });
    follow(move || {
        let language = words.language();
        let (title, _) = page(&navigation.route());
        page::set_language_and_title(
            language.tag(),
            language.direction(),
            &format!("{} · Tessera", title.text(language)),
        );
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
        <Header role/>
        <main id="main" tabindex="-1">
            {part(move || {
                let route = navigation.route();
                let (_, draw) = page(&route);
                draw(route)
            })}
        </main>
        <UpdateBar ready=update_ready apply/>
        <NoticeBar/>
        <Menu items=menu/>
    }
    .into_any()
}
