//! What stands around each page: header, menu, notices.

use leptos::prelude::*;

use crate::ui::app::MenuItem;
use crate::ui::components::{Button, ButtonKind, IconView, LanguageChoice, anchor};
use crate::ui::dynamic::{RwSignal, maybe, text};
use crate::ui::route::{Role, Route};
use crate::ui::state::{use_navigation, use_notices, use_words};
use crate::ui::words::Phrase;

/// The bar at the top: name, role, language.
#[component]
pub fn Header(
    /// Whose program this is.
    role: Role,
) -> impl IntoView {
    let words = use_words();
    let name = if role.is_shop() { Phrase::Shop } else { Phrase::MyPass };
    view! {
        <header id="header" class="header">
            <svg class="mark" viewBox="0 0 8 8" aria-hidden="true" focusable="false">
                <path d="M0 0h3v3H0zM3.5 0h3v3h-3zM0 3.5h3v3H0zM3.5 3.5h3v3h-3z" class="mark-tiles"/>
            </svg>
            <span class="header-name">"Tessera"</span>
            <span class="header-role">{words.of(name)}</span>
            <LanguageChoice/>
        </header>
    }
}

/// The bar at the foot: the places of the program.
#[component]
pub fn Menu(
    /// What is in it.
    items: &'static [MenuItem],
) -> impl IntoView {
    let words = use_words();
    let navigation = use_navigation();
    let item = move |(to, icon, phrase): &MenuItem| {
        let (icon, phrase) = (*icon, *phrase);
        let here = to.clone();
        let is_here = Box::new(move || match (navigation.route(), &here) {
            (Route::Pass(_), Route::Wallet) | (Route::Get, Route::Add) | (Route::Lists, Route::Shop) => true,
            (route, here) => route == *here,
        });
        anchor(to.clone(), "menu-item", is_here, view! { <IconView icon/><span>{words.of(phrase)}</span> }.into_any())
    };
    view! {
        <nav id="menu" class="menu" aria-label=words.of(Phrase::MainMenu)>
            {items.iter().map(item).collect_view()}
        </nav>
    }
}

/// The notice in view, announced politely.
#[component]
pub fn NoticeBar() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    view! {
        <div class="notice" role="status">
            {maybe(move || notices.get().map(|notice| {
                let undo = notice.undo.map(|undo| {
                    let on_press = Callback::new(move |()| { notices.clear(); undo.run(()) });
                    view! { <Button phrase=Phrase::Undo on_press kind=ButtonKind::Quiet/> }
                });
                view! { <div class="notice-body"><span>{text(move || notice.said.text(words.language()))}</span>{undo}</div> }.into_any()
            }))}
        </div>
    }
}

/// Offers a new version; never while codes are scanned or shown, and applied only when asked for.
#[component]
pub fn UpdateBar(
    /// Whether one stands ready.
    ready: RwSignal<bool>,
    /// Puts it in charge.
    apply: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let navigation = use_navigation();
    let later = Callback::new(move |()| ready.set(false));
    let bar = move || {
        view! {
            <div class="update" role="status">
                <span>{words.of(Phrase::UpdateReady)}</span>
                <Button phrase=Phrase::Later on_press=later kind=ButtonKind::Quiet/>
                <Button phrase=Phrase::UpdateApply on_press=apply kind=ButtonKind::Primary/>
            </div>
        }
        .into_any()
    };
    let is_busy = move || matches!(navigation.route(), Route::Scan | Route::ListsShow | Route::ListsFilm);
    view! {
        {maybe(move || (ready.get() && !is_busy()).then(bar))}
    }
}
