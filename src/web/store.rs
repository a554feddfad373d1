//! IndexedDB through rexie: sealed bytes under random ids, the sealing key, the signed lists. Everything about a person in it is sealed.

use js_sys::{Object, Reflect, Uint8Array};
use rexie::{ObjectStore, Rexie, TransactionMode, TransactionResult};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::CryptoKey;

use crate::trust::{Bundle, FileName};
use crate::web::page;

const DATABASE: &str = "tessera";
const VERSION: u32 = 1;
const SEALING: &str = "sealing";
const LISTS: &str = "lists";
const THE_KEY: &str = "key";
const SNAPSHOT: &str = "snapshot";

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
        let entries = self.entries(shelf.name()).await?;
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
            Err(StoreFault::Failed) if page::storage_is_full(0).await => Err(StoreFault::Full),
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

    /// The lists that were kept, as received; `None` where there are none.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn lists(&self) -> Result<Option<Bundle>, StoreFault> {
        let mut bundle = Bundle::default();
        for (name, value) in self.entries(LISTS).await? {
            let Some(bytes) = bytes(&value) else { continue };
            if name.as_string().as_deref() == Some(SNAPSHOT) {
                bundle.snapshot = bytes;
            } else {
                bundle.files.push(bytes);
            }
        }
        Ok((!bundle.snapshot.is_empty()).then_some(bundle))
    }

    /// Keeps lists in place of those whose snapshot is `before`, in one transaction; `false` where others are kept by now, since another tab
    /// was first. Then nothing is changed.
    ///
    /// # Errors
    /// [`StoreFault`]; the lists that were kept stay.
    pub async fn keep_lists(&self, bundle: &Bundle, before: Option<&[u8]>) -> Result<bool, StoreFault> {
        match self.write_lists(bundle, before).await {
            Err(StoreFault::Failed) if page::storage_is_full(bundle.files.iter().map(Vec::len).sum()).await => {
                Err(StoreFault::Full)
            }
            written => written,
        }
    }

    async fn write_lists(&self, bundle: &Bundle, before: Option<&[u8]>) -> Result<bool, StoreFault> {
        let transaction = self.db.transaction(&[LISTS], TransactionMode::ReadWrite)?;
        let store = transaction.store(LISTS)?;
        let kept = store.get(SNAPSHOT.into()).await?;
        if kept.as_ref().and_then(bytes).as_deref() != before {
            return Ok(false);
        }
        let files: Vec<_> = bundle.files.iter().map(|file| (FileName::of(file).to_string(), file)).collect();
        let names = store.get_all_keys(None, None).await?;
        let there: Vec<_> = names.iter().filter_map(JsValue::as_string).collect();
        for name in &there {
            if name != SNAPSHOT && !files.iter().any(|(other, _)| other == name) {
                store.delete(name.as_str().into()).await?;
            }
        }
        let added = files.iter().filter(|(name, _)| !there.contains(name));
        let entries = added.map(|(name, file)| (name.as_str(), *file)).chain([(SNAPSHOT, &bundle.snapshot)]);
        for (name, file) in entries {
            store.put(&Uint8Array::from(file.as_slice()), Some(&name.into())).await?;
        }
        finish(transaction).await.map(|()| true)
    }

    /// All keys of an object store with their values. Two requests are less code than a cursor, and one transaction keeps them together.
    async fn entries(&self, name: &str) -> Result<Vec<(JsValue, JsValue)>, StoreFault> {
        let transaction = self.db.transaction(&[name], TransactionMode::ReadOnly)?;
        let store = transaction.store(name)?;
        let keys = store.get_all_keys(None, None).await?;
        let values = store.get_all(None, None).await?;
        Ok(keys.into_iter().zip(values).collect())
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
    let get = |name: &str| bytes(&Reflect::get(value, &name.into()).ok()?);
    Some(Sealed { id: id.as_string()?, iv: get("iv")?, bytes: get("bytes")? })
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
