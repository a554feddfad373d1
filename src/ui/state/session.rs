//! What a visit to the app starts with: configuration, vault, lists.

use core::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::time::UnixTime;
use crate::trust::{Bundle, Freshness, Known, Lists, Roots, TrustList};
use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::ui::words::Trouble;
use crate::verifier::Doubt;
use crate::web::config::Config;
use crate::web::handover;
use crate::web::lists::{self, HostTime};
use crate::web::moment::Moment;
use crate::web::store::{Store, StoreFault};
use crate::web::vault::{LockState, Vault, VaultFault};

/// Something that takes a while to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage<T> {
    /// Not known yet.
    Waiting,
    /// There.
    Ready(T),
    /// It will not come by itself.
    Failed(Trouble),
}

impl<T> Stage<T> {
    /// The value, if it is there.
    pub fn ready(self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Waiting | Self::Failed(_) => None,
        }
    }
}

/// Opens what is sealed in a storage, or says why there is none. Behind a pointer, so that a program which needs nothing of it has none of it.
type Opener = fn(Session, Result<Store, StoreFault>) -> Pin<Box<dyn Future<Output = ()>>>;

/// Takes lists that were stored into use; whether they are authentic. Behind a pointer, too: a program that judges no pass reads no status lists.
type Taker = fn(Session, Bundle, &Roots) -> bool;

/// The session of one page.
#[derive(Clone, Copy)]
pub struct Session {
    config: RwSignal<Option<Arc<Config>>>,
    lists: RwSignal<Stage<Arc<Known>>>,
    trust: RwSignal<Stage<Arc<TrustList>>>,
    taker: StoredValue<Taker>,
    host: StoredValue<Option<HostTime>>,
    store: StoredValue<Option<Store>>,
    opener: StoredValue<Option<Opener>>,
    vault: StoredValue<Option<Rc<Vault>>>,
    vault_stage: RwSignal<Stage<()>>,
    decided: StoredValue<Moment>,
    locked: RwSignal<Option<bool>>,
}

impl Session {
    /// The configuration.
    pub fn config(self) -> Option<Arc<Config>> {
        self.config.get()
    }

    /// The configuration at this moment, without following it.
    pub fn config_now(self) -> Option<Arc<Config>> {
        self.config.get_untracked()
    }

    /// All lists; never there in a program that has not said [`judges`](Self::judges).
    pub fn lists(self) -> Stage<Arc<Known>> {
        self.lists.get()
    }

    /// The lists at this moment, without following them.
    pub fn lists_now(self) -> Stage<Arc<Known>> {
        self.lists.get_untracked()
    }

    /// Puts lists in force.
    pub fn set_lists(self, known: Arc<Known>) {
        self.trust.set(Stage::Ready(known.trust().clone()));
        self.lists.set(Stage::Ready(known));
    }

    /// Says that there will be no lists.
    pub fn set_no_lists(self, trouble: Trouble) {
        self.trust.set(Stage::Failed(trouble));
        self.lists.set(Stage::Failed(trouble));
    }

    /// The trust list.
    pub fn trust(self) -> Stage<Arc<TrustList>> {
        self.trust.get()
    }

    /// The trust list at this moment, without following it.
    pub fn trust_now(self) -> Option<Arc<TrustList>> {
        self.trust.get_untracked().ready()
    }

    /// Says that this program needs all lists, not only the trust list.
    pub fn judges(self) {
        self.taker.set_value(|session, bundle, roots| match Known::authenticate(bundle, roots) {
            Ok(known) => {
                session.set_lists(Arc::new(known));
                true
            }
            Err(_) => false,
        });
    }

    /// What the host of the lists said the time was.
    pub fn set_host_time(self, time: HostTime) {
        self.host.set_value(Some(time));
    }

    /// What a verdict needs of `known`.
    pub fn in_force<'a>(self, known: &'a Known, config: &Config) -> Lists<'a> {
        let ceiling = self.host.get_value().and_then(HostTime::latest_now);
        Lists { ceiling, ..known.lists(config.built) }
    }

    /// How fresh the least fresh of the lists is, or why that cannot be told by this device's clock; `None` while there are no lists.
    pub fn freshness(self, at: UnixTime) -> Option<Result<Freshness, Doubt>> {
        let config = self.config.get()?;
        let known = self.lists.get().ready()?;
        let lists = self.in_force(&known, &config);
        Some(if lists.floor.is_after(at) {
            Err(Doubt::ClockBehind)
        } else if lists.is_ahead(at) {
            Err(Doubt::ClockAhead)
        } else {
            Ok(lists.least_fresh(at, config.policy.max_list_age))
        })
    }

    /// Whether the vault is open.
    pub fn vault_stage(self) -> Stage<()> {
        self.vault_stage.get()
    }

    /// Says that the vault was locked, unlocked, or fails.
    pub fn set_vault_stage(self, stage: Stage<()>) {
        let locked = Some(stage == Stage::Failed(VaultFault::Locked.into()));
        // A page is drawn anew when this changes, so it is not set to what it is.
        if self.locked.get_untracked() != locked {
            self.locked.set(locked);
        }
        if stage != Stage::Waiting {
            self.decided.with_value(Moment::come);
        }
        self.vault_stage.set(stage);
    }

    /// Whether the vault is locked; `None` while that is not known.
    pub fn locked(self) -> Option<bool> {
        self.locked.get()
    }

    /// The vault, open or locked. Whoever asks before that is decided waits for it.
    ///
    /// # Errors
    /// The fault that keeps it shut.
    pub async fn vault(self) -> Result<Rc<Vault>, VaultFault> {
        if let Some(vault) = self.vault_now() {
            return Ok(vault);
        }
        self.decided.get_value().wait().await;
        let fault = || match self.vault_stage.get_untracked() {
            Stage::Failed(trouble) => trouble.vault(),
            Stage::Waiting | Stage::Ready(()) => None,
        };
        self.vault_now().ok_or_else(|| fault().unwrap_or(VaultFault::Store(StoreFault::Unavailable)))
    }

    /// The vault, if it is there by now.
    pub fn vault_now(self) -> Option<Rc<Vault>> {
        self.vault.get_value()
    }

    /// The browser's storage.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`] where it is not open.
    pub fn store(self) -> Result<Store, StoreFault> {
        self.store.get_value().ok_or(StoreFault::Unavailable)
    }

    /// Says that this program needs what is sealed.
    pub fn opens_vault(self) {
        self.opener.set_value(Some(|session, store| {
            Box::pin(async move {
                let opened = match store {
                    Ok(store) => session.open_vault(store).await,
                    Err(fault) => Err(fault.into()),
                };
                session.set_vault_stage(match opened {
                    Ok(LockState::Shut(_)) => Stage::Failed(VaultFault::Locked.into()),
                    Ok(LockState::None | LockState::Open(_)) => Stage::Ready(()),
                    Err(fault) => Stage::Failed(fault.into()),
                });
            })
        }));
    }

    async fn open_vault(self, store: Store) -> Result<LockState, VaultFault> {
        let vault = Vault::open(store).await?;
        if let Some(key) = handover::take().await {
            vault.accept(&key);
        }
        let state = vault.lock_state().await?;
        self.vault.set_value(Some(Rc::new(vault)));
        Ok(state)
    }

    async fn start(self) {
        let waits = move || {
            if let Some(open) = self.opener.get_value() {
                spawn_local(open(self, Err(StoreFault::Blocked)));
            }
        };
        let store = Store::open(waits).await;
        self.store.set_value(store.clone().ok());
        if let Some(open) = self.opener.get_value() {
            open(self, store).await;
        }
        let Ok(config) = Config::load().await else {
            self.set_no_lists(Trouble::NO_CONFIG);
            return;
        };
        let take =
            |bundle: Option<Bundle>| bundle.is_some_and(|bundle| self.taker.get_value()(self, bundle, &config.roots));
        let kept = match self.store.get_value() {
            Some(store) => store.lists().await.ok().flatten(),
            None => None,
        };
        if !take(kept) {
            take(lists::first().await);
        }
        self.config.set(Some(Arc::new(config)));
    }
}

/// Provides [`Session`] and starts it.
pub fn provide_session() -> Session {
    let session = Session {
        config: RwSignal::new(None),
        lists: RwSignal::new(Stage::Waiting),
        trust: RwSignal::new(Stage::Waiting),
        taker: StoredValue::new(|session, bundle, roots| match TrustList::in_bundle(&bundle, roots) {
            Ok(trust) => {
                session.trust.set(Stage::Ready(Arc::new(trust)));
                true
            }
            Err(_) => false,
        }),
        host: StoredValue::new(None),
        store: StoredValue::new(None),
        opener: StoredValue::new(None),
        vault: StoredValue::new(None),
        vault_stage: RwSignal::new(Stage::Waiting),
        decided: StoredValue::new(Moment::default()),
        locked: RwSignal::new(None),
    };
    provide_context(session);
    spawn_local(session.start());
    session
}

/// The [`Session`] that the app provided.
pub fn use_session() -> Session {
    expect_context()
}
