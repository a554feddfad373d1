//! The passes on this phone.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::backup::{Backup, Person};
use crate::claims::Subject;
use crate::holder::{CheckError, Delivery, Uses};
use crate::key::{HolderKey, PublicKey};
use crate::time::{UnixTime, Validity};
use crate::trust::TrustList;
use crate::ui::dynamic::{RwSignal, StoredValue, follow};
use crate::ui::state::backup;
use crate::ui::state::record::Record;
use crate::ui::state::session::{Session, Stage, use_session};
use crate::ui::words::Trouble;
use crate::web::channel::{Channel, Topic};
use crate::web::store::Shelf;
use crate::web::vault::{Entry as Kept, Kept as Stored, Vault, VaultFault};
use crate::web::{clock, page};
use crate::wire::text::ScannedText;

const LAST_USED: &str = "last-used";

/// A delivery that was authenticated when it was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Pass {
    /// Its id in the vault.
    pub id: String,
    /// Whose it is: a person's id, where the resident has said so.
    pub person: Option<String>,
    /// What it says.
    pub delivery: Delivery,
}

impl Pass {
    /// Whether its validity is over.
    pub fn is_past(&self, at: UnixTime) -> bool {
        self.delivery.window().at(at) == Validity::Expired
    }

    /// Whether it has copies of which each is shown once.
    pub fn is_booklet(&self) -> bool {
        self.delivery.copies().len() > 1
    }
}

/// A stored pass: open, or kept with the reason why it does not open.
#[derive(Clone, PartialEq, Eq)]
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
    pub(super) people: RwSignal<Arc<Vec<Stored<Person>>>>,
    aside: RwSignal<Vec<(Shelf, usize)>>,
    pub(super) keys: StoredValue<Vec<Arc<HolderKey>>>,
    /// The trust list by which the entries were opened.
    opened_by: StoredValue<Option<Arc<TrustList>>>,
    /// How the copies of each delivery were used, under its id.
    pub(super) uses: RwSignal<Arc<Vec<(String, Uses)>>>,
    in_use: RwSignal<Option<String>>,
    channel: StoredValue<Option<SendWrapper<Channel>>>,
}

impl Wallet {
    /// All passes, oldest first.
    pub fn entries(self) -> Stage<Arc<Vec<Entry>>> {
        self.entries.get()
    }

    /// Whether nothing is kept, as far as that is known.
    pub fn is_empty(self) -> bool {
        self.entries.with_untracked(|entries| matches!(entries, Stage::Ready(entries) if entries.is_empty()))
    }

    /// How many stored entries of which kind do not open at all.
    pub fn aside(self) -> Vec<(Shelf, usize)> {
        self.aside.get()
    }

    /// The pass to show first: the one last used, else the newest that has not expired.
    pub fn in_use(self) -> Option<String> {
        let entries = self.entries.get().ready()?;
        let last = self.in_use.get();
        let known = entries.iter().find(|entry| Some(entry.id()) == last.as_deref());
        let now = clock::now();
        let is_good = |entry: &&Entry| matches!(entry, Entry::Open(pass) if !pass.is_past(now));
        let newest = entries.iter().rfind(is_good).or(entries.last());
        known.or(newest).map(|entry| entry.id().to_owned())
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
            Entry::Open(pass) => self.record_in(pass),
            Entry::Shut(..) => None,
        });
        records.collect()
    }

    /// The record that came with a pass, or alone.
    fn record_in(self, pass: &Pass) -> Option<Arc<Record>> {
        let record = pass.delivery.record()?;
        Record::new(record.clone(), self.key(&record.claims().holder?)?).map(Arc::new)
    }

    /// The record of the person whom a pass is about: the one that came with it; else one that the resident keeps for the same
    /// person, by the same office and of somebody born in the same year.
    pub fn record_of(self, pass: &Pass) -> Option<Arc<Record>> {
        let claims = pass.delivery.first().claims();
        let year = match &claims.subject {
            Subject::Hint { birth_year, .. } if pass.delivery.record().is_none() => u32::from(*birth_year),
            Subject::Hint { .. } | Subject::Record(_) => return self.record_in(pass),
        };
        let entries = self.entries.get_untracked().ready().unwrap_or_default();
        let of_the_person = entries.iter().filter_map(|entry| match entry {
            Entry::Open(other) if other.person == pass.person => self.record_in(other),
            Entry::Open(_) | Entry::Shut(..) => None,
        });
        of_the_person.into_iter().find(|record| {
            let other = record.checked.claims();
            let born = record.details().birth_date.map(|date| date.year());
            other.issuer == claims.issuer && other.guardian == claims.guardian && born == Some(year)
        })
    }

    /// Checks a delivery against the lists of this moment.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn check(self, bytes: Vec<u8>) -> Result<Delivery, CheckError> {
        let Some(trust) = self.session.trust_now() else { return Err(CheckError::UnknownIssuer) };
        Delivery::receive(bytes, &trust, |key| self.key(key).is_some(), clock::now())
    }

    /// Whether the very same delivery is stored already.
    pub fn has(self, delivery: &Delivery) -> bool {
        let entries = self.entries.get_untracked().ready().unwrap_or_default();
        entries.iter().any(|entry| matches!(entry, Entry::Open(pass) if pass.delivery.bytes() == delivery.bytes()))
    }

    /// The newest pass in whose place a delivery could come: by the same office, of the same kind, with the same on it. It has no record that would go
    /// with it.
    pub fn earlier(self, delivery: &Delivery) -> Option<Arc<Pass>> {
        let now = clock::now();
        let about = |delivery: &Delivery| {
            let claims = delivery.first().claims().clone();
            (claims.issuer, claims.subject, claims.guardian, delivery.first().binding(), delivery.copies().is_empty())
        };
        let entries = self.entries_now().unwrap_or_default();
        entries.iter().rev().find_map(|entry| match entry {
            Entry::Open(pass) => {
                let loses_record = pass.delivery.record().is_some() && delivery.record().is_none();
                let is_it = !loses_record && !pass.is_past(now) && about(&pass.delivery) == about(delivery);
                is_it.then(|| pass.clone())
            }
            Entry::Shut(..) => None,
        })
    }

    /// Keeps a checked delivery of a person, whose copies were used as `uses` says, and removes the pass in whose place it comes; its id.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn keep(
        self,
        delivery: &Delivery,
        uses: &Uses,
        person: Option<&str>,
        in_place_of: Option<&str>,
    ) -> Result<String, VaultFault> {
        let entry = Kept { content: delivery.bytes(), at: clock::now(), person };
        let id = self.session.vault().await?.keep_pass(entry, uses, in_place_of).await?;
        self.use_first(&id);
        self.changed().await;
        Ok(id)
    }

    /// Removes a pass.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn remove(self, id: &str) -> Result<(), VaultFault> {
        self.session.vault().await?.remove_pass(id).await?;
        self.changed().await;
        Ok(())
    }

    /// Adds passes of a backup, and its keys.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn restore(self, backup: &Backup, places: &[usize]) -> Result<(), VaultFault> {
        self.session.vault().await?.restore(backup, places).await?;
        self.changed().await;
        Ok(())
    }

    /// Removes everything.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn erase(self) -> Result<(), VaultFault> {
        self.session.vault().await?.erase().await?;
        backup::forget();
        page::forget_setting(LAST_USED);
        self.in_use.set(None);
        self.changed().await;
        Ok(())
    }

    pub(super) fn key(self, public: &PublicKey) -> Option<Arc<HolderKey>> {
        self.keys.with_value(|keys| keys.iter().find(|key| key.public() == *public).cloned())
    }

    /// All passes at this moment.
    pub(super) fn entries_now(self) -> Option<Arc<Vec<Entry>>> {
        self.entries.get_untracked().ready()
    }

    pub(super) async fn vault(self) -> Result<Rc<Vault>, VaultFault> {
        self.session.vault().await
    }

    pub(super) async fn changed(self) {
        self.load().await;
        self.say_changed();
    }

    pub(super) fn say_changed(self) {
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                channel.say_changed();
            }
        });
    }

    /// Opens every stored pass and authenticates it again. What is on the screen stays there unless it is another by now.
    async fn load(self) {
        let Some(trust) = self.session.trust_now() else { return };
        let opened: Result<_, VaultFault> = async {
            let vault = self.session.vault().await?;
            let keys = vault.holder_keys().await?;
            self.keys.set_value(keys.into_iter().flat_map(|kept| kept.content).map(Arc::new).collect());
            let uses = vault.uses().await?.into_iter().map(|kept| (kept.id, kept.content));
            self.uses.set(Arc::new(uses.collect()));
            let people = vault.people().await?;
            if self.people.with_untracked(|before| !same_people(before, &people)) {
                self.people.set(Arc::new(people));
            }
            let passes = vault.passes().await?;
            Ok((passes, vault.set_aside()))
        }
        .await;
        match opened {
            Ok(((kept, _), aside)) => {
                let before = self.entries.get_untracked().ready();
                let is_by_same_list = self.opened_by.with_value(|by| by.as_ref() == Some(&trust));
                let entries = kept.into_iter().map(|kept| {
                    let (id, person) = (kept.id, kept.person);
                    // A booklet has some eighty signatures, and what they were checked by has not changed.
                    let is_it =
                        |pass: &Pass| pass.id == id && pass.person == person && pass.delivery.bytes() == kept.content;
                    let opened = before.iter().flat_map(|before| before.iter()).find_map(|entry| match entry {
                        Entry::Open(pass) if is_by_same_list && is_it(pass) => Some(pass.clone()),
                        Entry::Open(_) | Entry::Shut(..) => None,
                    });
                    if let Some(pass) = opened {
                        return Entry::Open(pass);
                    }
                    match Delivery::open(kept.content, &trust, |key| self.key(key).is_some()) {
                        Ok(delivery) => Entry::Open(Arc::new(Pass { id, person, delivery })),
                        Err(error) => Entry::Shut(id, error),
                    }
                });
                let entries: Vec<_> = entries.collect();
                self.opened_by.set_value(Some(trust));
                if before.is_none_or(|before| *before != entries) {
                    self.entries.set(Stage::Ready(Arc::new(entries)));
                }
                self.aside.set(aside);
            }
            Err(fault) => self.close(fault.into()),
        }
    }

    /// Behind a lock, or after a fault, nothing that was sealed stays in memory.
    fn close(self, trouble: Trouble) {
        self.keys.set_value(Vec::new());
        self.uses.set(Arc::default());
        self.people.set(Arc::default());
        self.entries.set(Stage::Failed(trouble));
    }
}

/// Whether nothing of the people has changed.
fn same_people(before: &[Stored<Person>], now: &[Stored<Person>]) -> bool {
    before.iter().map(|one| (&one.id, &one.revision)).eq(now.iter().map(|one| (&one.id, &one.revision)))
}

/// The pass in a text that a person pasted: the text itself, or a link that ends with it.
///
/// # Errors
/// [`Trouble::NOT_OURS`].
pub fn pass_in(pasted: &str) -> Result<ScannedText, Trouble> {
    // A mail program may have broken the line; the alphabet has no line ends.
    let text: String = pasted.trim().chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let found = match text.split_once('#') {
        Some((_, fragment)) => ScannedText::from_fragment(fragment),
        None => ScannedText::new(&text),
    };
    found.map_err(|_| Trouble::NOT_OURS)
}

/// Provides [`Wallet`]; it opens as soon as vault and trust list are there, and again when either changes.
pub fn provide_wallet() {
    let session = use_session();
    let wallet = Wallet {
        session,
        entries: RwSignal::new(Stage::Waiting),
        people: RwSignal::new(Arc::default()),
        aside: RwSignal::new(Vec::new()),
        keys: StoredValue::new(Vec::new()),
        opened_by: StoredValue::new(None),
        uses: RwSignal::new(Arc::default()),
        in_use: RwSignal::new(page::setting(LAST_USED)),
        channel: StoredValue::new(None),
    };
    let channel = Channel::open(Topic::Vault, move || spawn_local(wallet.load()));
    wallet.channel.set_value(channel.map(SendWrapper::new));
    follow(move || match (session.vault_stage(), session.trust()) {
        (Stage::Ready(()), Stage::Ready(_)) => spawn_local(wallet.load()),
        (Stage::Failed(trouble), _) | (_, Stage::Failed(trouble)) => wallet.close(trouble),
        _ => {}
    });
    provide_context(wallet);
}

/// The [`Wallet`] that the app provided.
pub fn use_wallet() -> Wallet {
    expect_context()
}
