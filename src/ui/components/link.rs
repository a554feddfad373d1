use leptos::prelude::*;

use crate::ui::dynamic::attribute;
use crate::ui::route::Route;
use crate::ui::state::use_navigation;

/// A link to a page of the app: an ordinary link that does not load the page anew.
#[component]
pub fn Link(
    /// Where to.
    to: Route,
    /// Look, by its class.
    #[prop(default = "")]
    class: &'static str,
    /// Whether it is the page in view.
    #[prop(optional)]
    current: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    let navigation = use_navigation();
    let href = to.path();
    let go = move |event: web_sys::MouseEvent| {
        // A click that asks for a new tab or window is the browser's own.
        if event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            navigation.go(to.clone());
        }
    };
    let current = attribute(move || current.is_some_and(|current| current.get()).then_some("page"));
    view! { <a class=class href=href aria-current=current on:click=go>{children()}</a> }
}
