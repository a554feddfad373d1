//! What seals the entries: a key that the browser does not export, or a lock. Its generation tells one key from the next.

use js_sys::{Reflect, Uint8Array};
use rexie::TransactionMode;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::CryptoKey;

use crate::web::dynamic::object;
use crate::web::store::sweep::DUE;
use crate::web::store::{SEALING, Sealed, Shelf, Store, StoreFault, bytes, entries, finish, full_or, put, unwrap};

const KEY: &str = "key";
const GENERATION: &str = "generation";
const LOCK: &str = "lock";
const TRIES: &str = "tries";

/// Which key is in force: 16 random bytes, or none for the key of version 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generation(Vec<u8>);

impl Generation {
    /// The generation with this name.
    pub fn new(name: [u8; 16]) -> Self {
        Self(name.to_vec())
    }

    /// It together with its key, as tabs hand them to each other.
    pub fn with(&self, key: &CryptoKey) -> JsValue {
        object([(GENERATION, Uint8Array::from(self.0.as_slice()).into()), (KEY, key.into())])
    }

    /// What [`with`](Self::with) made.
    pub fn and_key(of: &JsValue) -> Option<(Self, CryptoKey)> {
        let get = |name: &str| Reflect::get(of, &name.into()).ok();
        Some((Self(bytes(&get(GENERATION)?)?), get(KEY)?.dyn_into().ok()?))
    }
}

/// What is in force.
#[derive(Clone, Debug)]
pub enum Sealing {
    /// Nothing was sealed yet.
    Nothing,
    /// A key that lies here.
    Key(CryptoKey, Generation),
    /// A lock, as its bytes; the key is nowhere but in the memory of tabs that were unlocked.
    Lock(Vec<u8>, Generation),
}

/// What comes into force.
#[derive(Clone, Debug)]
pub enum NewSealing {
    /// A key.
    Key(CryptoKey),
    /// A lock.
    Lock(Vec<u8>),
}

impl Store {
    /// What is in force.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn sealing(&self) -> Result<Sealing, StoreFault> {
        let transaction = self.transaction(&[SEALING], TransactionMode::ReadOnly).await?;
        read(&transaction.store(SEALING)?).await
    }

    /// Makes `candidate` the sealing key where there is nothing yet, and returns what is in force. One transaction, so that two tabs end with
    /// the same key.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn agree_on_key(&self, candidate: CryptoKey, generation: Generation) -> Result<Sealing, StoreFault> {
        let transaction = self.transaction(&[SEALING], TransactionMode::ReadWrite).await?;
        let agreed = async {
            let store = transaction.store(SEALING)?;
            let there = read(&store).await?;
            if !matches!(there, Sealing::Nothing) {
                return Ok(there);
            }
            store.put(&candidate, Some(&KEY.into())).await?;
            store.put(&Uint8Array::from(generation.0.as_slice()), Some(&GENERATION.into())).await?;
            Ok(Sealing::Key(candidate, generation))
        }
        .await;
        full_or(finish(transaction, agreed).await, 0).await
    }

    /// Puts `sealing` in force in place of `before`, with `after` in place of the entries `read`, in one transaction: the old key is gone when the
    /// entries are.
    ///
    /// # Errors
    /// [`StoreFault::Changed`] where the entries or the key are others by now; whatever the fault, nothing was changed.
    pub async fn reseal(
        &self,
        read: &[(Shelf, Sealed)],
        after: &[(Shelf, Sealed)],
        before: &Generation,
        sealing: NewSealing,
        generation: &Generation,
    ) -> Result<(), StoreFault> {
        let names: Vec<_> = Shelf::ALL.map(Shelf::name).into_iter().chain([SEALING]).collect();
        let transaction = self.transaction(&names, TransactionMode::ReadWrite).await?;
        let done = async {
            let seals = transaction.store(SEALING)?;
            if in_force(&seals).await?.as_ref() != Some(before) {
                return Err(StoreFault::Changed);
            }
            for shelf in Shelf::ALL {
                let there = entries(&transaction.store(shelf.name())?).await?;
                let there = there.iter().filter_map(|(id, value)| unwrap(id, value));
                if !there.eq(read.iter().filter(|(of, _)| *of == shelf).map(|(_, sealed)| sealed.clone())) {
                    return Err(StoreFault::Changed);
                }
            }
            seals.clear().await?;
            let (name, value): (_, JsValue) = match &sealing {
                NewSealing::Key(key) => (KEY, key.into()),
                NewSealing::Lock(lock) => (LOCK, Uint8Array::from(lock.as_slice()).into()),
            };
            seals.put(&value, Some(&name.into())).await?;
            seals.put(&JsValue::TRUE, Some(&DUE.into())).await?;
            seals.put(&Uint8Array::from(generation.0.as_slice()), Some(&GENERATION.into())).await?;
            for (shelf, sealed) in after {
                put(&transaction.store(shelf.name())?, sealed).await?;
            }
            Ok(())
        }
        .await;
        full_or(finish(transaction, done).await, after.iter().map(|(_, sealed)| sealed.bytes.len()).sum()).await
    }

    /// The tries to unlock that failed, as they were kept.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn tries(&self) -> Result<Option<Vec<u8>>, StoreFault> {
        let transaction = self.transaction(&[SEALING], TransactionMode::ReadOnly).await?;
        Ok(transaction.store(SEALING)?.get(TRIES.into()).await?.as_ref().and_then(bytes))
    }

    /// Keeps the tries to unlock that failed.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn keep_tries(&self, tries: &[u8]) -> Result<(), StoreFault> {
        let transaction = self.transaction(&[SEALING], TransactionMode::ReadWrite).await?;
        let kept = async {
            transaction.store(SEALING)?.put(&Uint8Array::from(tries), Some(&TRIES.into())).await?;
            Ok(())
        }
        .await;
        full_or(finish(transaction, kept).await, 0).await
    }
}

/// Which key is in force, if there is one.
pub(super) async fn in_force(store: &rexie::Store) -> Result<Option<Generation>, StoreFault> {
    Ok(match read(store).await? {
        Sealing::Nothing => None,
        Sealing::Key(_, generation) | Sealing::Lock(_, generation) => Some(generation),
    })
}

async fn read(store: &rexie::Store) -> Result<Sealing, StoreFault> {
    let generation = store.get(GENERATION.into()).await?.as_ref().and_then(bytes).unwrap_or_default();
    let generation = Generation(generation);
    if let Some(lock) = store.get(LOCK.into()).await? {
        return Ok(Sealing::Lock(bytes(&lock).ok_or(StoreFault::Failed)?, generation));
    }
    Ok(match store.get(KEY.into()).await? {
        Some(key) => Sealing::Key(key.dyn_into().map_err(|_| StoreFault::Failed)?, generation),
        None => Sealing::Nothing,
    })
}
