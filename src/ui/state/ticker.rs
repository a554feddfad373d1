//! The present moment, once a second while somebody looks.

use core::time::Duration;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::time::UnixTime;
use crate::ui::dynamic::RwSignal;
use crate::web::clock;
use crate::web::page::{self, Listener};

/// The clock that screens follow.
#[derive(Clone, Copy)]
pub struct Ticker {
    now: RwSignal<UnixTime>,
    visible: RwSignal<bool>,
}

impl Ticker {
    /// The present second.
    pub fn now(self) -> UnixTime {
        self.now.get()
    }

    /// The present second, without following it.
    pub fn now_untracked(self) -> UnixTime {
        self.now.get_untracked()
    }

    /// Whether the page is in front.
    pub fn visible(self) -> bool {
        self.visible.get()
    }
}

/// Provides [`Ticker`].
pub fn provide_ticker() -> Ticker {
    let ticker = Ticker { now: RwSignal::new(clock::now()), visible: RwSignal::new(page::is_visible()) };
    let tick = move || {
        if page::is_visible() {
            ticker.now.set(clock::now());
        }
    };
    let interval = set_interval_with_handle(tick, Duration::from_secs(1));
    let listener = Listener::on_document("visibilitychange", move |_| {
        ticker.visible.set(page::is_visible());
        tick();
    });
    let listener = SendWrapper::new(listener);
    on_cleanup(move || {
        drop(listener);
        if let Ok(interval) = interval {
            interval.clear();
        }
    });
    provide_context(ticker);
    ticker
}

/// The [`Ticker`] that the app provided.
pub fn use_ticker() -> Ticker {
    expect_context()
}
