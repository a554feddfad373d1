//! IndexedDB through rexie: sealed bytes under random ids, the sealing key, the signed lists. Everything about a person in it is sealed.

use js_sys::{Object, Reflect, Uint8Array};
use rexie::{ObjectStore, Rexie, TransactionMode, TransactionResult};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::CryptoKey;

use crate::web::page;

const DATABASE: &str = "tessera";
const VERSION: u32 = 1;
const SEALING: &str = "sealing";
const LISTS: &str = "lists";
const THE_KEY: &str = "key";
const THE_TRUST_LIST: &str = "trust";

/// What sealed bytes are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Passes as received.
    Passes,
    /// Private keys of the holder.
    HolderKeys,
}

impl Shelf {
    /// The object store's name, also bound into each seal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::HolderKeys => "holder-keys",
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

/// Why the browser's storage does not serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreFault {
    /// There is none: switched off, or a private window.
    Unavailable,
    /// It is full; what was stored before is untouched.
    Full,
    /// Anything else; what was stored before is untouched.
    Failed,
}

impl From<rexie::Error> for StoreFault {
    fn from(_: rexie::Error) -> Self {
        Self::Failed
    }
}

/// The open database.
#[derive(Debug)]
pub struct Store {
    db: Rexie,
}

impl Store {
    /// Opens the database, and makes it at the first start.
    ///
    /// # Errors
    /// [`StoreFault::Unavailable`].
    pub async fn open() -> Result<Self, StoreFault> {
        let stores = [Shelf::Passes.name(), Shelf::HolderKeys.name(), SEALING, LISTS];
        let builder = stores.into_iter().fold(Rexie::builder(DATABASE).version(VERSION), |builder, name| {
            builder.add_object_store(ObjectStore::new(name))
        });
        builder.build().await.map(|db| Self { db }).map_err(|_| StoreFault::Unavailable)
    }

    /// The sealing key, if there is one.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn sealing_key(&self) -> Result<Option<CryptoKey>, StoreFault> {
        let transaction = self.db.transaction(&[SEALING], TransactionMode::ReadOnly)?;
        let key = transaction.store(SEALING)?.get(THE_KEY.into()).await?;
        key.map(|key| key.dyn_into().map_err(|_| StoreFault::Failed)).transpose()
    }

    /// Makes `candidate` the sealing key where there is none yet, and returns the one in force. One transaction, so that two tabs end with
    /// the same key.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn agree_on_key(&self, candidate: &CryptoKey) -> Result<CryptoKey, StoreFault> {
        let transaction = self.db.transaction(&[SEALING], TransactionMode::ReadWrite)?;
        let store = transaction.store(SEALING)?;
        let key = match store.get(THE_KEY.into()).await? {
            Some(key) => key.dyn_into().map_err(|_| StoreFault::Failed)?,
            None => {
                store.put(candidate, Some(&THE_KEY.into())).await?;
                candidate.clone()
            }
        };
        finish(transaction).await.map(|()| key)
    }

    /// Everything on a shelf, in no order.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn all(&self, shelf: Shelf) -> Result<Vec<Sealed>, StoreFault> {
        let transaction = self.db.transaction(&[shelf.name()], TransactionMode::ReadOnly)?;
        let entries = transaction.store(shelf.name())?.scan(None, None, None, None).await?;
        Ok(entries.iter().filter_map(|(id, value)| unwrap(id, value)).collect())
    }

    /// Stores sealed bytes, in place of those with the same id.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn put(&self, shelf: Shelf, sealed: &Sealed) -> Result<(), StoreFault> {
        let value = Object::new();
        let set = |name: &str, bytes: &[u8]| Reflect::set(&value, &name.into(), &Uint8Array::from(bytes));
        set("iv", &sealed.iv).and(set("bytes", &sealed.bytes)).map_err(|_| StoreFault::Failed)?;
        match self.write(shelf, &value, &sealed.id).await {
            // The error itself does not say what was wrong.
            Err(StoreFault::Failed) if page::storage_is_full().await => Err(StoreFault::Full),
            written => written,
        }
    }

    async fn write(&self, shelf: Shelf, value: &Object, id: &str) -> Result<(), StoreFault> {
        let transaction = self.db.transaction(&[shelf.name()], TransactionMode::ReadWrite)?;
        transaction.store(shelf.name())?.put(value, Some(&JsValue::from_str(id))).await?;
        finish(transaction).await
    }

    /// Removes an id; one that is not there is removed already.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn remove(&self, shelf: Shelf, id: &str) -> Result<(), StoreFault> {
        let transaction = self.db.transaction(&[shelf.name()], TransactionMode::ReadWrite)?;
        transaction.store(shelf.name())?.delete(id.into()).await?;
        finish(transaction).await
    }

    /// Removes every pass, every key and the sealing key, in one transaction.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn erase(&self) -> Result<(), StoreFault> {
        let names = [Shelf::Passes.name(), Shelf::HolderKeys.name(), SEALING];
        let transaction = self.db.transaction(&names, TransactionMode::ReadWrite)?;
        for name in names {
            transaction.store(name)?.clear().await?;
        }
        finish(transaction).await
    }

    /// The newest trust list that was kept, as received.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn trust_list(&self) -> Result<Option<Vec<u8>>, StoreFault> {
        let transaction = self.db.transaction(&[LISTS], TransactionMode::ReadOnly)?;
        let value = transaction.store(LISTS)?.get(THE_TRUST_LIST.into()).await?;
        Ok(value.and_then(|value| value.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
    }

    /// Keeps a trust list.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn keep_trust_list(&self, bytes: &[u8]) -> Result<(), StoreFault> {
        let transaction = self.db.transaction(&[LISTS], TransactionMode::ReadWrite)?;
        transaction.store(LISTS)?.put(&Uint8Array::from(bytes), Some(&THE_TRUST_LIST.into())).await?;
        finish(transaction).await
    }
}

/// Waits until the transaction is on disk.
async fn finish(transaction: rexie::Transaction) -> Result<(), StoreFault> {
    match transaction.done().await? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(StoreFault::Failed),
    }
}

fn unwrap(id: &JsValue, value: &JsValue) -> Option<Sealed> {
    let get = |name: &str| Reflect::get(value, &name.into()).ok()?.dyn_into::<Uint8Array>().ok();
    Some(Sealed { id: id.as_string()?, iv: get("iv")?.to_vec(), bytes: get("bytes")?.to_vec() })
}
