//! The requests since the tab was opened: what a shop shows to whoever asks whether people are looked up.

use std::sync::Arc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::web::page;
use crate::web::requests::{self, Request};

const NAME: &str = "requests";

/// Most paths that are told apart; a tab that stays open for months asks for the lists alone.
const MOST: usize = 100;

/// The requests to one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The path on this site, or another site's origin.
    pub path: String,
    /// How many were answered from what this device has stored.
    pub stored: u32,
    /// How many went out.
    pub network: u32,
}

/// The requests since the tab was opened.
#[derive(Clone, Copy)]
pub struct Requests(RwSignal<Arc<Vec<Asked>>>);

impl Requests {
    /// Each path that was asked for.
    pub fn asked(self) -> Arc<Vec<Asked>> {
        self.0.get()
    }

    /// How many went out.
    pub fn network(self) -> u32 {
        self.0.with(|asked| asked.iter().map(|asked| asked.network).sum())
    }

    fn note(self, path: &str, stored: u32, network: u32) {
        self.0.update(|all| {
            let all = Arc::make_mut(all);
            if let Some(asked) = all.iter_mut().find(|asked| asked.path == path) {
                asked.stored += stored;
                asked.network += network;
            } else if all.len() < MOST {
                all.push(Asked { path: path.to_owned(), stored, network });
            }
        });
    }
}

impl Requests {
    /// For the page that this tab loads next.
    fn leave_behind(self) {
        let lines = self.0.with_untracked(|asked| {
            let line =
                |asked: &Asked| [asked.path.clone(), asked.stored.to_string(), asked.network.to_string()].join("\t");
            asked.iter().map(line).collect::<Vec<_>>().join("\n")
        });
        page::leave_behind(NAME, &lines);
    }

    /// Whether there is a worker that counts.
    pub fn are_counted(self) -> bool {
        page::service_workers().is_some_and(|container| container.controller().is_some())
    }
}

/// Provides [`Requests`]. What the page before this one in the tab has counted goes on.
pub fn provide_requests() {
    let all = Requests(RwSignal::new(Arc::default()));
    for line in page::left_behind(NAME).unwrap_or_default().lines() {
        let mut parts = line.split('\t');
        if let (Some(path), Some(Ok(stored)), Some(Ok(network))) =
            (parts.next(), parts.next().map(str::parse), parts.next().map(str::parse))
        {
            all.note(path, stored, network);
        }
    }
    all.leave_behind();
    // What was asked for while the page was opening comes twice.
    let heard = StoredValue::new(Vec::<String>::new());
    let listener = requests::listen(move |Request { id, path, is_stored }| {
        let is_new = heard.try_update_value(|heard| {
            let is_new = !heard.contains(&id);
            if is_new && heard.len() < MOST {
                heard.push(id);
            }
            is_new
        });
        if is_new != Some(true) {
            return;
        }
        all.note(&path, is_stored.into(), (!is_stored).into());
        all.leave_behind();
    });
    let listener = SendWrapper::new(listener);
    on_cleanup(move || drop(listener));
    provide_context(all);
}

/// The [`Requests`] that the app provided.
pub fn use_requests() -> Requests {
    expect_context()
}
