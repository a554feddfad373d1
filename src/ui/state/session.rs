//! What a visit to the app starts with: configuration, vault, lists.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::trust::Freshness;
use crate::ui::words::Trouble;
use crate::web::clock;
use crate::web::config::Config;
use crate::web::lists::{self, Known};
use crate::web::store::{Store, StoreFault};
use crate::web::vault::{Vault, VaultFault};

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

/// The session of one page.
#[derive(Clone, Copy)]
pub struct Session {
    config: RwSignal<Option<Arc<Config>>>,
    lists: RwSignal<Stage<Arc<Known>>>,
    vault: StoredValue<Option<Rc<Vault>>, LocalStorage>,
    vault_stage: RwSignal<Stage<()>>,
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

    /// The lists.
    pub fn lists(self) -> Stage<Arc<Known>> {
        self.lists.get()
    }

    /// The lists at this moment, without following them.
    pub fn lists_now(self) -> Stage<Arc<Known>> {
        self.lists.get_untracked()
    }

    /// How fresh the lists are; `None` while there are none.
    pub fn freshness(self, at: crate::time::UnixTime) -> Option<Freshness> {
        let max_age = self.config.get()?.policy.max_list_age;
        self.lists.get().ready().map(|known| known.lists().freshness(at, max_age))
    }

    /// Whether the vault is open.
    pub fn vault_stage(self) -> Stage<()> {
        self.vault_stage.get()
    }

    /// The open vault.
    ///
    /// # Errors
    /// The fault that keeps it shut.
    pub fn vault(self) -> Result<Rc<Vault>, VaultFault> {
        self.vault.get_value().ok_or(match self.vault_stage.get_untracked() {
            Stage::Failed(Trouble::Vault(fault)) => fault,
            _ => VaultFault::Store(StoreFault::Unavailable),
        })
    }

    /// Asks the origin for newer lists.
    pub fn refresh(self) {
        spawn_local(self.refresh_lists());
    }

    async fn refresh_lists(self) {
        let Some(config) = self.config.get_untracked() else { return };
        let vault = self.vault.get_value();
        let store = vault.as_deref().map(Vault::store);
        let known = self.lists.get_untracked().ready();
        let newer = lists::refresh(store, &config, known.as_deref().cloned(), clock::now()).await;
        let stage = newer.map_or(Stage::Failed(Trouble::NoLists), |known| Stage::Ready(Arc::new(known)));
        if stage != self.lists.get_untracked() {
            self.lists.set(stage);
        }
    }

    async fn open_vault(self) -> Result<(), VaultFault> {
        let vault = Vault::open(Store::open().await?).await?;
        self.vault.set_value(Some(Rc::new(vault)));
        Ok(())
    }

    async fn start(self) {
        let opened = self.open_vault().await;
        self.vault_stage.set(match opened {
            Ok(()) => Stage::Ready(()),
            Err(fault) => Stage::Failed(fault.into()),
        });
        let Ok(config) = Config::load().await else {
            self.lists.set(Stage::Failed(Trouble::NoConfig));
            return;
        };
        let vault = self.vault.get_value();
        if let Some(known) = lists::kept(vault.as_deref().map(Vault::store), &config).await {
            self.lists.set(Stage::Ready(Arc::new(known)));
        }
        self.config.set(Some(Arc::new(config)));
        self.refresh_lists().await;
    }
}

/// Provides [`Session`] and starts it.
pub fn provide_session() -> Session {
    let session = Session {
        config: RwSignal::new(None),
        lists: RwSignal::new(Stage::Waiting),
        vault: StoredValue::new_local(None),
        vault_stage: RwSignal::new(Stage::Waiting),
    };
    provide_context(session);
    spawn_local(session.start());
    session
}

/// The [`Session`] that the app provided.
pub fn use_session() -> Session {
    expect_context()
}
