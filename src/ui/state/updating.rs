//! Newer lists: fetched in the background, taken from a file or another shop, kept, and told to the other tabs.

use core::cell::{Cell, OnceCell};
use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::time::UnixTime;
use crate::trust::{Bundle, Freshness, Known, UpdateError};
use crate::ui::dynamic::{RwSignal, StoredValue, follow};
use crate::ui::state::session::{Session, Stage, use_session};
use crate::ui::words::Trouble;
use crate::web::channel::{Channel, Topic};
use crate::web::lists::{self, ListsFault, Taken};
use crate::web::page::{self, Listener};
use crate::web::store::StoreFault;
use crate::web::{clock, random};

/// Most seconds between the return of a network and an attempt.
const AFTER_RETURN: u64 = 4;
/// Seconds after which an attempt that was put off is thought of again, beside the end of the scan.
const RECHECK: u64 = 60;

/// The last attempt to fetch newer lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// There was none.
    None,
    /// It is going on: so many files have come, of so many.
    Running(usize, usize),
    /// It brought newer lists, which are kept or not.
    Brought(Result<(), StoreFault>),
    /// It brought none.
    Failed(ListsFault),
}

/// Lists that may follow those that were in force when they came.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The lists.
    pub newer: Known,
    before: Option<Arc<Known>>,
}

/// How the lists are kept up to date.
#[derive(Clone, Copy)]
pub struct Updating {
    session: Session,
    attempt: RwSignal<Attempt>,
    pace: StoredValue<Rc<Pace>>,
}

/// What a door is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scanning {
    /// Nobody scans.
    #[default]
    Off,
    /// The camera looks for a pass.
    Looking,
    /// A visitor waits for a verdict, or has it before them.
    Deciding,
}

/// When the next attempt is made.
#[derive(Default)]
struct Pace {
    scanning: Cell<Scanning>,
    failures: Cell<u32>,
    next: Cell<UnixTime>,
    timer: Cell<Option<TimeoutHandle>>,
    channel: OnceCell<Channel>,
}

impl Updating {
    /// The last attempt.
    pub fn attempt(self) -> Attempt {
        self.attempt.get()
    }

    fn pace(self) -> Rc<Pace> {
        self.pace.get_value()
    }

    /// Says what the door is doing.
    pub fn set_scanning(self, scanning: Scanning) {
        self.pace().scanning.set(scanning);
        self.wake();
    }

    /// Asks the host now.
    pub fn start(self) {
        if !matches!(self.attempt.get_untracked(), Attempt::Running(..)) {
            spawn_local(self.run());
        }
    }

    /// The lists of `offered`, if they may follow those in force. They are not in force yet.
    ///
    /// # Errors
    /// Why they may not.
    pub fn weigh(self, offered: Bundle) -> Result<Weighed, ListsFault> {
        // Without a configuration nobody's signature counts.
        let config = self.session.config_now().ok_or(UpdateError::NotSigned)?;
        let before = self.session.lists_now().ready();
        let newer = match &before {
            Some(known) => known.update(offered, &config.roots, clock::now())?,
            None => Known::authenticate(offered, &config.roots)?,
        };
        Ok(Weighed { newer, before })
    }

    /// Puts lists in force that were weighed, and keeps them; unless others came meanwhile that they may not follow.
    ///
    /// # Errors
    /// Why they are not kept; in force they are until the page is closed.
    pub async fn take(self, Weighed { newer, before }: Weighed) -> Result<(), StoreFault> {
        let Taken { known, kept } = match (self.session.config_now(), self.session.store()) {
            (Some(config), Ok(store)) => {
                lists::keep(&store, &config.roots, before.as_deref(), newer, clock::now()).await
            }
            _ => Taken { known: newer, kept: Err(StoreFault::Unavailable) },
        };
        self.put_in_force(known);
        if kept.is_ok()
            && let Some(channel) = self.pace().channel.get()
        {
            channel.say_changed();
        }
        kept
    }

    /// Puts `known` in force, unless what came meanwhile is newer.
    fn put_in_force(self, known: Known) {
        let number = |known: &Known| known.snapshot().contents().number;
        let now = self.session.lists_now().ready();
        if now.is_none_or(|now| number(&now) < number(&known)) {
            self.session.set_lists(Arc::new(known));
        }
    }

    /// Another tab has kept lists.
    async fn follow_other_tab(self) {
        let (Some(config), Ok(store)) = (self.session.config_now(), self.session.store()) else { return };
        if let Some(known) = lists::kept(&store, &config.roots).await {
            self.put_in_force(known);
        }
    }

    /// Whether the host must not be asked now. Between two visitors it may be where the lists are of no use: nobody is let in before there are
    /// others.
    fn must_wait(self) -> bool {
        let fresh = || untrack(move || self.session.freshness(clock::now()));
        let usable = || matches!(fresh(), Some(Ok(Freshness::Fresh { .. } | Freshness::Ageing { .. })));
        page::is_visible()
            && match self.pace().scanning.get() {
                Scanning::Off => false,
                Scanning::Looking => usable(),
                Scanning::Deciding => true,
            }
    }

    /// Asks the host if it is time to.
    fn wake(self) {
        let (now, next) = (clock::now(), self.pace().next.get());
        // A clock that was put back does not put off the next attempt.
        let due = now >= next || next.since(now) > lists::pause(0, u16::MAX);
        if self.session.config_now().is_none() || !due {
            return;
        }
        if self.must_wait() { self.wake_in(RECHECK) } else { self.start() }
    }

    /// The network is back: an attempt that failed is made again.
    fn online(self) {
        if self.pace().failures.get() > 0 {
            self.wait((u64::from(chance()) * AFTER_RETURN) >> 16);
        }
    }

    fn wait(self, seconds: u64) {
        self.pace().next.set(clock::now().plus(seconds));
        self.wake_in(seconds);
    }

    fn wake_in(self, seconds: u64) {
        let timer = set_timeout_with_handle(move || self.wake(), Duration::from_secs(seconds)).ok();
        if let Some(before) = self.pace().timer.replace(timer) {
            before.clear();
        }
    }

    async fn run(self) {
        let Some(config) = self.session.config_now() else { return };
        self.attempt.set(Attempt::Running(0, 0));
        let known = self.session.lists_now().ready();
        let go_on = |come, all| {
            self.attempt.set(Attempt::Running(come, all));
            !self.must_wait()
        };
        let answer = lists::ask(&config.lists, known.as_deref(), go_on).await;
        if let Some(time) = answer.time {
            self.session.set_host_time(time);
        }
        let attempt = match answer.bundle.and_then(|bundle| self.weigh(bundle)) {
            Ok(newer) => Attempt::Brought(self.take(newer).await),
            Err(fault) => Attempt::Failed(fault),
        };
        if matches!(self.session.lists_now(), Stage::Waiting) {
            self.session.set_no_lists(Trouble::NO_LISTS);
        }
        self.attempt.set(attempt);
        match attempt {
            // It goes on where the scan ends.
            Attempt::Failed(ListsFault::PutOff) => return,
            Attempt::Failed(fault) if fault != UpdateError::NothingNew.into() => {
                let failures = &self.pace().failures;
                failures.set(failures.get().saturating_add(1));
            }
            _ => self.pace().failures.set(0),
        }
        self.wait(lists::pause(self.pace().failures.get(), chance()));
    }
}

fn chance() -> u16 {
    random::bytes().map_or(u16::MAX / 2, u16::from_le_bytes)
}

/// Provides [`Updating`]; it begins as soon as the configuration is there.
pub fn provide_updating() {
    let session = use_session();
    session.judges();
    let updating = Updating { session, attempt: RwSignal::new(Attempt::None), pace: StoredValue::new(Rc::default()) };
    if let Some(channel) = Channel::open(Topic::Lists, move || spawn_local(updating.follow_other_tab())) {
        // It is empty until here.
        let _ = updating.pace().channel.set(channel);
    }
    let listeners = [
        Listener::on_window("online", move |_| updating.online()),
        Listener::on_document("visibilitychange", move |_| updating.wake()),
    ];
    let listeners = SendWrapper::new(listeners);
    on_cleanup(move || drop(listeners));
    follow(move || {
        if session.config().is_some() {
            updating.wake();
        }
    });
    provide_context(updating);
}

/// The [`Updating`] that the app provided.
pub fn use_updating() -> Updating {
    expect_context()
}
