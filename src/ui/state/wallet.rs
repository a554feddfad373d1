//! The passes on this phone.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::claims::Subject;
use crate::holder::{CheckError, Checked, Request};
use crate::id::Audience;
use crate::key::{HolderKey, PublicKey};
use crate::limits::MAX_DELIVERY_BYTES;
use crate::time::{UnixTime, Validity};
use crate::ui::dynamic::{RwSignal, StoredValue, follow};
use crate::ui::state::record::Record;
use crate::ui::state::session::{Session, Stage, use_session};
use crate::ui::words::Trouble;
use crate::web::channel::{Channel, Topic};
use crate::web::vault::VaultFault;
use crate::web::{clock, page};
use crate::wire::text::ScannedText;

const LAST_USED: &str = "last-used";

/// A pass that was authenticated when it was opened.
#[derive(Clone)]
pub struct Pass {
    /// Its id in the vault.
    pub id: String,
    /// What it says.
    pub checked: Checked,
    key: Option<Arc<HolderKey>>,
}

impl Pass {
    /// The text to show at a door, signed at `at`; `None` where its key is gone, which opening it has ruled out.
    pub fn present(&self, at: UnixTime) -> Option<ScannedText> {
        match &self.key {
            Some(key) => self.checked.present(key, &Audience::door(), None, at).ok(),
            None => Some(ScannedText::encode(self.checked.bytes())),
        }
    }

    /// The pass as a record, if it is one.
    fn record(&self) -> Option<Arc<Record>> {
        Record::new(self.checked.clone(), self.key.clone()?).map(Arc::new)
    }
}

/// A stored pass: open, or kept with the reason why it does not open.
#[derive(Clone)]
pub enum Entry {
    /// Open.
    Open(Arc<Pass>),
    /// Its id and what is wrong.
    Shut(String, CheckError),
}

impl Entry {
    /// Its id in the vault.
    pub fn id(&self) -> &str {
        match self {
            Self::Open(pass) => &pass.id,
            Self::Shut(id, _) => id,
        }
    }
}

/// The wallet.
#[derive(Clone, Copy)]
pub struct Wallet {
    session: Session,
    entries: RwSignal<Stage<Arc<Vec<Entry>>>>,
    closed: RwSignal<bool>,
    keys: StoredValue<Vec<Arc<HolderKey>>>,
    in_use: RwSignal<Option<String>>,
    channel: StoredValue<Option<SendWrapper<Channel>>>,
}

impl Wallet {
    /// All passes, oldest first.
    pub fn entries(self) -> Stage<Arc<Vec<Entry>>> {
        self.entries.get()
    }

    /// Whether stored entries do not open at all.
    pub fn closed(self) -> bool {
        self.closed.get()
    }

    /// The pass to show first: the one last used, else the newest.
    pub fn in_use(self) -> Option<String> {
        let entries = self.entries.get().ready()?;
        let last = self.in_use.get();
        let known = entries.iter().find(|entry| Some(entry.id()) == last.as_deref());
        known.or(entries.last()).map(|entry| entry.id().to_owned())
    }

    /// Shows this pass first from now on.
    pub fn use_first(self, id: &str) {
        if self.in_use.get_untracked().as_deref() != Some(id) {
            page::keep_setting(LAST_USED, id);
            self.in_use.set(Some(id.to_owned()));
        }
    }

    /// The open pass with an id.
    pub fn find(self, id: &str) -> Option<Arc<Pass>> {
        let entries = self.entries.get_untracked().ready()?;
        entries.iter().find_map(|entry| match entry {
            Entry::Open(pass) if pass.id == id => Some(pass.clone()),
            Entry::Open(_) | Entry::Shut(..) => None,
        })
    }

    /// The records that are open, whosever they are.
    pub fn records(self) -> Vec<Arc<Record>> {
        let entries = self.entries.get_untracked().ready().unwrap_or_default();
        let records = entries.iter().filter_map(|entry| match entry {
            Entry::Open(pass) => pass.record(),
            Entry::Shut(..) => None,
        });
        records.collect()
    }

    /// The record of the person whom a pass is about, as far as two passes tell: by the same office, of somebody born in the same year.
    pub fn record_of(self, pass: &Pass) -> Option<Arc<Record>> {
        let claims = pass.checked.claims();
        let year = match &claims.subject {
            Subject::Record(_) => return pass.record(),
            Subject::Hint { birth_year, .. } => u32::from(*birth_year),
        };
        self.records().into_iter().find(|record| {
            let born = record.details().birth_date.map(|date| date.year());
            record.checked.claims().issuer == claims.issuer && born == Some(year)
        })
    }

    /// Checks a delivery against the lists of this moment.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn check(self, text: &ScannedText) -> Result<Checked, CheckError> {
        let Some(known) = self.session.lists_now().ready() else { return Err(CheckError::UnknownIssuer) };
        // A record with its portrait is longer than any code.
        let bytes = text.decode_within(MAX_DELIVERY_BYTES).map_err(|_| CheckError::Damaged)?;
        let checked = Checked::open(bytes, known.trust(), |key| self.key(key).is_some())?;
        if checked.validity(clock::now()) == Validity::Expired { Err(CheckError::Expired) } else { Ok(checked) }
    }

    /// Whether the very same pass is stored already.
    pub fn has(self, checked: &Checked) -> bool {
        let entries = self.entries.get_untracked().ready().unwrap_or_default();
        entries.iter().any(|entry| matches!(entry, Entry::Open(pass) if pass.checked.bytes() == checked.bytes()))
    }

    /// Keeps a checked pass; its id.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn keep(self, checked: &Checked) -> Result<String, VaultFault> {
        let id = self.session.vault()?.keep_pass(checked.bytes(), clock::now()).await?;
        self.use_first(&id);
        self.changed().await;
        Ok(id)
    }

    /// Removes a pass.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn remove(self, id: &str) -> Result<(), VaultFault> {
        self.session.vault()?.remove_pass(id).await?;
        self.changed().await;
        Ok(())
    }

    /// Removes everything.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn erase(self) -> Result<(), VaultFault> {
        self.session.vault()?.erase().await?;
        self.changed().await;
        Ok(())
    }

    /// A request for a pass. The key of one that no pass has answered is used again, so that opening the page twice leaves no keys behind.
    ///
    /// # Errors
    /// The vault's fault.
    pub async fn request(self) -> Result<ScannedText, VaultFault> {
        let vault = self.session.vault()?;
        let bound = self.bound_keys();
        let at = clock::now();
        let waiting = vault.holder_keys().await?.into_iter().find(|kept| !bound.contains(&kept.content.public()));
        let key = match waiting {
            Some(kept) => kept.content,
            None => vault.make_holder_keys(1, at).await?.pop().ok_or(VaultFault::Seal)?,
        };
        let request = Request::make(&key, at);
        self.keys.update_value(|keys| keys.push(Arc::new(key)));
        Ok(request)
    }

    fn bound_keys(self) -> Vec<PublicKey> {
        let entries = self.entries.get_untracked().ready().unwrap_or_default();
        let holder = |entry: &Entry| match entry {
            Entry::Open(pass) => pass.checked.claims().holder,
            Entry::Shut(..) => None,
        };
        entries.iter().filter_map(holder).collect()
    }

    fn key(self, public: &PublicKey) -> Option<Arc<HolderKey>> {
        self.keys.with_value(|keys| keys.iter().find(|key| key.public() == *public).cloned())
    }

    async fn changed(self) {
        self.load().await;
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                channel.say_changed();
            }
        });
    }

    /// Opens every stored pass and authenticates it again.
    async fn load(self) {
        let Some(known) = self.session.lists_now().ready() else { return };
        let opened = async {
            let vault = self.session.vault()?;
            let keys = vault.holder_keys().await?;
            self.keys.set_value(keys.into_iter().map(|kept| Arc::new(kept.content)).collect());
            vault.passes().await
        };
        match opened.await {
            Ok((kept, closed)) => {
                let entries = kept.into_iter().map(|kept| {
                    let id = kept.id;
                    match Checked::open(kept.content, known.trust(), |key| self.key(key).is_some()) {
                        Ok(checked) => {
                            let key = checked.claims().holder.and_then(|key| self.key(&key));
                            Entry::Open(Arc::new(Pass { id, checked, key }))
                        }
                        Err(error) => Entry::Shut(id, error),
                    }
                });
                self.entries.set(Stage::Ready(Arc::new(entries.collect())));
                self.closed.set(closed > 0);
            }
            Err(fault) => self.entries.set(Stage::Failed(fault.into())),
        }
    }
}

/// The pass in a text that a person pasted: the text itself, or a link that ends with it.
///
/// # Errors
/// [`Trouble::NotOurs`].
pub fn pass_in(pasted: &str) -> Result<ScannedText, Trouble> {
    // A mail program may have broken the line; the alphabet has no line ends.
    let text: String = pasted.trim().chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let found = match text.split_once('#') {
        Some((_, fragment)) => ScannedText::from_fragment(fragment),
        None => ScannedText::new(&text),
    };
    found.map_err(|_| Trouble::NotOurs)
}

/// Provides [`Wallet`]; it opens as soon as vault and lists are there, and again when either changes.
pub fn provide_wallet() {
    let session = use_session();
    let wallet = Wallet {
        session,
        entries: RwSignal::new(Stage::Waiting),
        closed: RwSignal::new(false),
        keys: StoredValue::new(Vec::new()),
        in_use: RwSignal::new(page::setting(LAST_USED)),
        channel: StoredValue::new(None),
    };
    let channel = Channel::open(Topic::Vault, move || spawn_local(wallet.load()));
    wallet.channel.set_value(channel.map(SendWrapper::new));
    follow(move || match (session.vault_stage(), session.lists()) {
        (Stage::Ready(()), Stage::Ready(_)) => spawn_local(wallet.load()),
        (Stage::Failed(trouble), _) | (_, Stage::Failed(trouble)) => wallet.entries.set(Stage::Failed(trouble)),
        _ => {}
    });
    provide_context(wallet);
}

/// The [`Wallet`] that the app provided.
pub fn use_wallet() -> Wallet {
    expect_context()
}
