use leptos::prelude::*;

use crate::ui::components::{Icon, IconView};
use crate::ui::dynamic::attribute;
use crate::ui::route::Route;
use crate::ui::state::{use_navigation, use_words};
use crate::ui::words::Phrase;

/// Whether a link leads to the page in view.
pub type IsHere = Box<dyn Fn() -> bool + Send>;

/// A link to a page of the app: an ordinary link that does not load the page anew.
#[component]
pub fn Link(
    /// Where to.
    to: Route,
    /// Look, by its class.
    class: &'static str,
    /// What it says.
    phrase: Phrase,
    /// A picture before the word.
    #[prop(optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    let words = use_words();
    let icon = icon.map(|icon| view! { <IconView icon/> });
    anchor(to, class, Box::new(|| false), view! { {icon}<span>{words.of(phrase)}</span> }.into_any())
}

/// The link around any content.
pub fn anchor(to: Route, class: &'static str, is_here: IsHere, content: AnyView) -> AnyView {
    let navigation = use_navigation();
    let href = to.path();
    let go = move |event: web_sys::MouseEvent| {
        // A click that asks for a new tab or window is the browser's own.
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            navigation.go(to.clone());
        }
    };
    let current = attribute(move || is_here().then_some("page"));
    view! { <a class=class href=href aria-current=current on:click=go>{content}</a> }.into_any()
}
