//! Where the person is, kept equal to the address, and what a link brought along.

use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::ui::route::{Role, Route};
use crate::web::page::{self, Listener};

/// The page in view.
#[derive(Clone, Copy)]
pub struct Navigation {
    role: Role,
    route: RwSignal<Route>,
    fragment: RwSignal<Option<String>>,
    leaving: StoredValue<Vec<Rc<dyn Fn()>>>,
}

impl Navigation {
    /// The page in view.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// Goes to a page; the browser's back button leads here again. A page of the other program is loaded.
    pub fn go(self, route: Route) {
        if route.role() != self.role {
            self.leave();
            page::leave_for(&route.path());
        } else if route != self.route.get_untracked() {
            page::push(&route.path());
            self.route.set(route);
        }
    }

    /// Goes to a page in place of this one.
    pub fn replace(self, route: Route) {
        if route.role() == self.role {
            page::replace(&route.path());
            self.route.set(route);
        } else {
            self.leave();
            page::leave_in_place(&route.path());
        }
    }

    /// Does something before another program's page is loaded in place of this one.
    pub fn before_leaving(self, what: impl Fn() + 'static) {
        self.leaving.update_value(|all| all.push(Rc::new(what)));
    }

    fn leave(self) {
        for each in self.leaving.get_value() {
            each();
        }
    }

    /// What the link brought along after `#`, once. It is in the address no more.
    pub fn fragment(self) -> RwSignal<Option<String>> {
        self.fragment
    }

    fn arrive(self) {
        let fragment = page::take_fragment();
        // A link within the page, such as "skip to content", has no data.
        if fragment.len() > 8 {
            self.fragment.set(Some(fragment));
        }
        self.route.set(Route::of_path(&page::path()));
    }
}

/// Provides [`Navigation`].
pub fn provide_navigation(role: Role) -> Navigation {
    let navigation = Navigation {
        role,
        route: RwSignal::new(Route::Unknown),
        fragment: RwSignal::new(None),
        leaving: StoredValue::new(Vec::new()),
    };
    navigation.arrive();
    let listeners = ["popstate", "hashchange"].map(|event| Listener::on_window(event, move |_| navigation.arrive()));
    let listeners = SendWrapper::new((listeners, page::start_anew_on_return()));
    on_cleanup(move || drop(listeners));
    provide_context(navigation);
    navigation
}

/// The [`Navigation`] that the app provided.
pub fn use_navigation() -> Navigation {
    expect_context()
}
