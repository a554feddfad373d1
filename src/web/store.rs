//! IndexedDB through rexie: sealed bytes under random ids, what seals them, the signed lists. Everything about a person in it is sealed.
//!
//! Each write is one transaction: all of it or nothing. A write that was prepared under a key which is no longer in force is not done.

mod lists;
mod sealing;
mod sweep;

pub use sealing::{Generation, NewSealing, Sealing};

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Reflect, Uint8Array};
use rexie::{ObjectStore, Rexie, Transaction, TransactionMode, TransactionResult};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;

use crate::web::dynamic::pause;
use crate::web::page;

const DATABASE: &str = "tessera";
/// Version 1 had neither people nor uses; a later version adds stores and takes none away.
const VERSION: u32 = 2;
const SEALING: &str = "sealing";
const LISTS: &str = "lists";

/// How long an opening may take before the person is told that another tab is in its way, in milliseconds.
const PATIENCE: i32 = 1_500;

/// What sealed bytes are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// Passes as received.
    Passes,
    /// Private keys of the holder.
    HolderKeys,
    /// The people whose passes are kept.
    People,
    /// What was shown of a booklet.
    Uses,
}

impl Shelf {
    /// Every shelf.
    pub const ALL: [Self; 4] = [Self::Passes, Self::HolderKeys, Self::People, Self::Uses];

    /// The object store's name, also bound into each seal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::HolderKeys => "holder-keys",
            Self::People => "people",
            Self::Uses => "uses",
        }
    }
}

/// Sealed bytes as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Random id, 32 hexadecimal digits; it tells nothing.
    pub id: String,
    /// AES-GCM nonce, 12 bytes.
    pub iv: Vec<u8>,
    /// Ciphertext and tag.
    pub bytes: Vec<u8>,
}

/// One step of a write.
#[derive(Clone, Debug)]
pub enum Step {
    /// Stores sealed bytes, in place of those with the same id.
    Put(Shelf, Sealed),
    /// Stores sealed bytes in place of those with the same id and this nonce. Where others are there by now, nothing is written.
    Replace(Shelf, Sealed, Vec<u8>),
    /// Removes an id; one that is not there is removed already.
    Remove(Shelf, String),
}

impl Step {
    const fn shelf(&self) -> Shelf {
        match self {
            Self::Put(shelf, _) | Self::Replace(shelf, ..) | Self::Remove(shelf, _) => *shelf,
        }
    }
}

/// Why the browser's storage does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreFault {
    /// There is none: switched off, or a private window.
    Unavailable,
    /// A newer version of the app has been here; this one touches nothing.
    Newer,
    /// Another tab with an older version of the app keeps this one waiting.
    Blocked,
    /// It is full; what was stored before is untouched.
    Full,
    /// Another tab was first; what it wrote stays, and nothing else was written.
    Changed,
    /// Anything else; what was stored before is untouched.
    Failed,
}

impl From<rexie::Error> for StoreFault {
    fn from(error: rexie::Error) -> Self {
        // By its name, not by its text: that would bring along the texts of all that can go wrong.
        let name = match error {
            rexie::Error::IdbError(idb::Error::DomException(exception)) => exception.name(),
            _ => return Self::Failed,
        };
        match name.as_str() {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            _ => Self::Failed,
        }
    }
}

/// The open database. Clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    db: Rc<RefCell<Rc<Rexie>>>,
}

impl Store {
    /// Opens the database, and makes it at the first start. `waits` is called when an older version of the app in another tab is in the way; it
    /// goes on when that tab is closed.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`], [`StoreFault::Newer`].
    pub async fn open(waits: impl FnOnce() + 'static) -> Result<Self, StoreFault> {
        let opened = Rc::new(Cell::new(false));
        let is_opened = opened.clone();
        spawn_local(async move {
            pause(PATIENCE).await;
            if !is_opened.get() {
                waits();
            }
        });
        let db = open().await;
        opened.set(true);
        let db = db?;
        spawn_local(sweep::begin_new_log());
        Ok(Self { db: Rc::new(RefCell::new(Rc::new(db))) })
    }

    /// A transaction. A connection that was closed (by the browser, or because another tab has erased the database) is opened again.
    async fn transaction(&self, names: &[&str], mode: TransactionMode) -> Result<Transaction, StoreFault> {
        let db = self.db.borrow().clone();
        if let Ok(transaction) = db.transaction(names, mode) {
            return Ok(transaction);
        }
        let again = Rc::new(open().await?);
        let transaction = again.transaction(names, mode);
        self.db.replace(again);
        Ok(transaction?)
    }

    /// Everything on a shelf, in no order, and how many entries there are that nobody can read.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn all(&self, shelf: Shelf) -> Result<(Vec<Sealed>, usize), StoreFault> {
        let transaction = self.transaction(&[shelf.name()], TransactionMode::ReadOnly).await?;
        let entries = entries(&transaction.store(shelf.name())?).await?;
        let sealed: Vec<_> = entries.iter().filter_map(|(id, value)| unwrap(id, value)).collect();
        let damaged = entries.len() - sealed.len();
        Ok((sealed, damaged))
    }

    /// Does all steps in one transaction, if what they were sealed under is still in force.
    ///
    /// # Errors
    /// [`StoreFault`]; then none of them was done.
    pub async fn write(&self, steps: &[Step], under: &Generation) -> Result<(), StoreFault> {
        let is_touched = |shelf: &Shelf| steps.iter().any(|step| step.shelf() == *shelf);
        let names = Shelf::ALL.into_iter().filter(is_touched).map(Shelf::name);
        let names: Vec<_> = names.chain([SEALING]).collect();
        let transaction = self.transaction(&names, TransactionMode::ReadWrite).await?;
        let done = write(&transaction, steps, under).await;
        full_or(finish(transaction, done).await, steps.iter().map(size).sum()).await
    }

    /// Removes what seals, and then every sealed entry, in one transaction, and sees to it that nothing of them stays in the browser's files. The
    /// lists stay.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn erase(&self) -> Result<(), StoreFault> {
        let names: Vec<_> = [SEALING].into_iter().chain(Shelf::ALL.map(Shelf::name)).collect();
        let transaction = self.transaction(&names, TransactionMode::ReadWrite).await?;
        let done = async {
            for name in &names {
                transaction.store(name)?.clear().await?;
            }
            transaction.store(SEALING)?.put(&JsValue::TRUE, Some(&sweep::DUE.into())).await?;
            Ok(())
        }
        .await;
        finish(transaction, done).await?;
        self.sweep_if_due().await;
        Ok(())
    }
}

async fn open() -> Result<Rexie, StoreFault> {
    let stores = Shelf::ALL.map(Shelf::name).into_iter().chain([SEALING, LISTS]);
    let builder = stores.fold(Rexie::builder(DATABASE).version(VERSION), |builder, name| {
        builder.add_object_store(ObjectStore::new(name))
    });
    builder.build().await.map_err(|error| match StoreFault::from(error) {
        StoreFault::Newer => StoreFault::Newer,
        _ => StoreFault::Unavailable,
    })
}

async fn write(transaction: &Transaction, steps: &[Step], under: &Generation) -> Result<(), StoreFault> {
    if sealing::in_force(&transaction.store(SEALING)?).await?.as_ref() != Some(under) {
        return Err(StoreFault::Changed);
    }
    for step in steps {
        let store = transaction.store(step.shelf().name())?;
        match step {
            Step::Put(_, sealed) => put(&store, sealed).await?,
            Step::Replace(_, sealed, over) => {
                let id = JsValue::from_str(&sealed.id);
                let there = store.get(id.clone()).await?.and_then(|value| unwrap(&id, &value));
                if there.is_none_or(|there| there.iv != *over) {
                    return Err(StoreFault::Changed);
                }
                put(&store, sealed).await?;
            }
            Step::Remove(_, id) => store.delete(id.as_str().into()).await?,
        }
    }
    Ok(())
}

async fn put(store: &rexie::Store, sealed: &Sealed) -> Result<(), StoreFault> {
    let value = Object::new();
    let set = |name: &str, bytes: &[u8]| Reflect::set(&value, &name.into(), &Uint8Array::from(bytes));
    set("iv", &sealed.iv).and(set("bytes", &sealed.bytes)).map_err(|_| StoreFault::Failed)?;
    store.put(&value, Some(&JsValue::from_str(&sealed.id))).await?;
    Ok(())
}

fn size(step: &Step) -> usize {
    match step {
        Step::Put(_, sealed) | Step::Replace(_, sealed, _) => sealed.bytes.len(),
        Step::Remove(..) => 0,
    }
}

/// Waits until the transaction is on disk, if what was to be done in it is `done`; else nothing of it stays.
async fn finish<T>(transaction: Transaction, done: Result<T, StoreFault>) -> Result<T, StoreFault> {
    match done {
        Ok(value) => match transaction.done().await? {
            TransactionResult::Committed => Ok(value),
            TransactionResult::Aborted => Err(StoreFault::Failed),
        },
        Err(fault) => {
            // One that a failed request has ended already cannot be ended again.
            let _ = transaction.abort().await;
            Err(fault)
        }
    }
}

/// A transaction that ends when it is to be stored does not say why: it is for want of room, if there is little.
async fn full_or<T>(written: Result<T, StoreFault>, wanted: usize) -> Result<T, StoreFault> {
    match written {
        Err(StoreFault::Failed) if page::storage_is_full(wanted).await => Err(StoreFault::Full),
        written => written,
    }
}

/// All keys of an object store with their values. Two requests are less code than a cursor, and one transaction keeps them together.
async fn entries(store: &rexie::Store) -> Result<Vec<(JsValue, JsValue)>, StoreFault> {
    let keys = store.get_all_keys(None, None).await?;
    let values = store.get_all(None, None).await?;
    Ok(keys.into_iter().zip(values).collect())
}

fn unwrap(id: &JsValue, value: &JsValue) -> Option<Sealed> {
    let get = |name: &str| bytes(&Reflect::get(value, &name.into()).ok()?);
    Some(Sealed { id: id.as_string()?, iv: get("iv")?, bytes: get("bytes")? })
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
