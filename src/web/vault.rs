//! Passes and holder keys, sealed on the way in and opened on the way out.

use web_sys::CryptoKey;
use zeroize::Zeroizing;

use crate::key::HolderKey;
use crate::time::UnixTime;
use crate::web::random;
use crate::web::seal::{self, SealFault};
use crate::web::store::{Shelf, Store, StoreFault};
use crate::wire::cbor::{self, Value};

/// Content of an entry, and when it was put there.
mod label {
    pub const CONTENT: i64 = 0;
    pub const KEPT_AT: i64 = 1;
}

/// Why the vault does not do what it was asked; what was in it is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultFault {
    /// The browser's storage.
    Store(StoreFault),
    /// Sealing or opening.
    Seal,
}

impl From<StoreFault> for VaultFault {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl From<SealFault> for VaultFault {
    fn from(_: SealFault) -> Self {
        Self::Seal
    }
}

/// An opened entry.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    /// Its id in the store.
    pub id: String,
    /// When it was put there.
    pub at: UnixTime,
    /// What it is.
    pub content: T,
}

/// The open vault.
#[derive(Debug)]
pub struct Vault {
    store: Store,
}

impl Vault {
    /// Opens the vault in `store`; makes its key at the first start.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn open(store: Store) -> Result<Self, VaultFault> {
        let vault = Self { store };
        vault.key().await?;
        Ok(vault)
    }

    /// The key in force. It is read each time, since another tab may have erased everything.
    async fn key(&self) -> Result<CryptoKey, VaultFault> {
        match self.store.sealing_key().await? {
            Some(key) => Ok(key),
            None => Ok(self.store.agree_on_key(&seal::make_key().await?).await?),
        }
    }

    /// The passes, as received, oldest first. Those that do not open are left out and left alone; their number is the second part.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn passes(&self) -> Result<(Vec<Kept<Vec<u8>>>, usize), VaultFault> {
        self.all(Shelf::Passes, |bytes| Some(bytes.to_vec())).await
    }

    /// The holder's private keys, oldest first.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn holder_keys(&self) -> Result<Vec<Kept<HolderKey>>, VaultFault> {
        let seed = |bytes: &[u8]| Some(HolderKey::from_seed(bytes.try_into().ok()?));
        self.all(Shelf::HolderKeys, seed).await.map(|(keys, _)| keys)
    }

    /// Makes a holder key and keeps it.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn make_holder_key(&self, at: UnixTime) -> Result<Kept<HolderKey>, VaultFault> {
        let seed = Zeroizing::new(random::bytes::<32>().map_err(|_| VaultFault::Seal)?);
        let id = self.keep(Shelf::HolderKeys, &*seed, at).await?;
        Ok(Kept { id, at, content: HolderKey::from_seed(&seed) })
    }

    /// Keeps a pass as received; its id.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn keep_pass(&self, bytes: &[u8], at: UnixTime) -> Result<String, VaultFault> {
        self.keep(Shelf::Passes, bytes, at).await
    }

    /// Removes a pass. Its holder key stays: another pass may be bound to it.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn remove_pass(&self, id: &str) -> Result<(), VaultFault> {
        Ok(self.store.remove(Shelf::Passes, id).await?)
    }

    /// Removes every pass and every key, the sealing key too.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn erase(&self) -> Result<(), VaultFault> {
        Ok(self.store.erase().await?)
    }

    /// The store, for what is not sealed.
    pub fn store(&self) -> &Store {
        &self.store
    }

    async fn keep(&self, shelf: Shelf, content: &[u8], at: UnixTime) -> Result<String, VaultFault> {
        let entry = Value::map([
            (Value::int(label::CONTENT), Value::bytes(content)),
            (Value::int(label::KEPT_AT), Value::Unsigned(at.seconds())),
        ]);
        let plain = Zeroizing::new(entry.encode());
        let sealed = seal::seal(&self.key().await?, shelf, &plain).await?;
        self.store.put(shelf, &sealed).await?;
        Ok(sealed.id)
    }

    async fn all<T>(
        &self,
        shelf: Shelf,
        read: impl Fn(&[u8]) -> Option<T>,
    ) -> Result<(Vec<Kept<T>>, usize), VaultFault> {
        let (mut kept, mut closed) = (Vec::new(), 0);
        let key = self.key().await?;
        for sealed in self.store.all(shelf).await? {
            let plain = seal::open(&key, shelf, &sealed).await.map(Zeroizing::new);
            let entry = plain.ok().and_then(|plain| {
                let entry = cbor::decode(&plain).ok()?;
                let at = entry.get(label::KEPT_AT)?.as_u64().and_then(UnixTime::new)?;
                Some((at, read(entry.get(label::CONTENT)?.as_bytes()?)?))
            });
            match entry {
                Some((at, content)) => {
                    let place = kept.partition_point(|before: &Kept<T>| (before.at, &before.id) < (at, &sealed.id));
                    kept.insert(place, Kept { id: sealed.id, at, content });
                }
                None => closed += 1,
            }
        }
        Ok((kept, closed))
    }
}
