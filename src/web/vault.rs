//! Everything about people, sealed on the way in and opened on the way out.

mod backup;
mod copies;
mod entry;
mod locking;
mod people;

pub use locking::{LockState, Ways, with_new_passkey, with_passphrase};

pub use entry::{Entry, Kept, Revision};

use core::cell::{Cell, RefCell};

use web_sys::CryptoKey;
use zeroize::Zeroizing;

use crate::web::passkey::PasskeyFault;
use crate::web::random;
use crate::web::seal::{self, SealFault};
use crate::web::store::{Generation, Sealed, Sealing, Shelf, Step, Store, StoreFault};
use crate::web::stretch::StretchFault;

/// Why the vault does not do what it was asked; what was in it is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultFault {
    /// The browser's storage.
    Store(StoreFault),
    /// Sealing or opening.
    Seal,
    /// It is locked.
    Locked,
    /// The passphrase is another, or the passkey is.
    WrongSecret,
    /// After wrong tries the next one has to wait, this many seconds.
    Wait(u64),
    /// The passkey.
    Passkey(PasskeyFault),
    /// What makes a key from a passphrase could not be loaded, or this phone has not enough memory for it.
    Stretch,
}

impl From<PasskeyFault> for VaultFault {
    fn from(fault: PasskeyFault) -> Self {
        Self::Passkey(fault)
    }
}

impl From<StretchFault> for VaultFault {
    fn from(_: StretchFault) -> Self {
        Self::Stretch
    }
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

/// A change to one entry.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// A new entry under a fresh id.
    Add(Shelf, Entry<'a>),
    /// An entry under this id, in place of what may be there.
    Put(Shelf, &'a str, Entry<'a>),
    /// An entry in place of the one that was read with this id and revision; where it is another by now, nothing is written.
    Replace(Shelf, &'a str, Revision, Entry<'a>),
    /// No entry under this id any more.
    Remove(Shelf, &'a str),
}

/// What is on a shelf.
#[derive(Clone, Debug)]
pub struct Opened<T> {
    /// The entries that open, oldest first.
    pub kept: Vec<Kept<T>>,
    /// How many do not. They are left alone.
    pub aside: usize,
}

/// The open vault.
#[derive(Debug)]
pub struct Vault {
    store: Store,
    unlocked: RefCell<Option<(CryptoKey, Generation)>>,
    aside: [Cell<usize>; Shelf::ALL.len()],
}

impl Vault {
    /// Opens the vault in `store`; makes its key at the first start. It may be locked.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn open(store: Store) -> Result<Self, VaultFault> {
        let vault = Self { store, unlocked: RefCell::new(None), aside: Default::default() };
        match vault.key().await {
            Ok(_) | Err(VaultFault::Locked) => {
                // The last one may have been cut short.
                vault.store.sweep_if_due().await;
                Ok(vault)
            }
            Err(fault) => Err(fault),
        }
    }

    /// The key in force. It is read each time, since another tab may have exchanged it or erased everything.
    async fn key(&self) -> Result<(CryptoKey, Generation), VaultFault> {
        let sealing = match self.store.sealing().await? {
            Sealing::Nothing => {
                let generation = Generation::new(random::bytes().map_err(|_| VaultFault::Seal)?);
                self.store.agree_on_key(seal::make_key().await?, generation).await?
            }
            sealing => sealing,
        };
        match sealing {
            Sealing::Key(key, generation) => Ok((key, generation)),
            Sealing::Lock(_, generation) => self.unlocked(&generation).ok_or(VaultFault::Locked),
            Sealing::Nothing => Err(VaultFault::Seal),
        }
    }

    /// Does all changes in one transaction; the ids of the entries, in order.
    ///
    /// # Errors
    /// [`VaultFault`]; then none of them was done.
    pub async fn change(&self, changes: &[Change<'_>]) -> Result<Vec<String>, VaultFault> {
        let (key, generation) = self.key().await?;
        let (mut ids, mut steps) = (Vec::new(), Vec::new());
        for change in changes {
            let step = match change {
                Change::Add(shelf, entry) => {
                    Step::Put(*shelf, seal::seal(&key, *shelf, &seal::make_id()?, &entry.encode()).await?)
                }
                Change::Put(shelf, id, entry) => {
                    Step::Put(*shelf, seal::seal(&key, *shelf, id, &entry.encode()).await?)
                }
                Change::Replace(shelf, id, revision, entry) => {
                    let sealed = seal::seal(&key, *shelf, id, &entry.encode()).await?;
                    Step::Replace(*shelf, sealed, revision.nonce().to_vec())
                }
                Change::Remove(shelf, id) => Step::Remove(*shelf, (*id).to_owned()),
            };
            ids.push(match &step {
                Step::Put(_, sealed) | Step::Replace(_, sealed, _) => sealed.id.clone(),
                Step::Remove(_, id) => id.clone(),
            });
            steps.push(step);
        }
        self.store.write(&steps, &generation).await?;
        Ok(ids)
    }

    /// What is on a shelf, as `read` reads the content. Entries that do not open, or that `read` gives up, are set aside.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn read<T>(&self, shelf: Shelf, read: impl Fn(&[u8]) -> Option<T>) -> Result<Opened<T>, VaultFault> {
        let Opened { kept: opened, mut aside } = self.open_all(shelf).await?;
        let mut kept = Vec::new();
        for entry in opened {
            match entry.read(&read) {
                Some(entry) => kept.push(entry),
                None => aside += 1,
            }
        }
        if let Some(count) = Shelf::ALL.iter().zip(&self.aside).find_map(|(of, count)| (*of == shelf).then_some(count))
        {
            count.set(aside);
        }
        Ok(Opened { kept, aside })
    }

    /// The same with the content as it is. What is the same for every kind of content is here, and so it is there once.
    async fn open_all(&self, shelf: Shelf) -> Result<Opened<Zeroizing<Vec<u8>>>, VaultFault> {
        let (key, _) = self.key().await?;
        let (sealed, mut aside) = self.store.all(shelf).await?;
        let mut kept: Vec<Kept<_>> = Vec::new();
        for sealed in sealed {
            match open(&key, shelf, &sealed).await.and_then(|plain| Kept::decode(&sealed, &plain)) {
                Some(entry) => {
                    let place = kept.partition_point(|before| (before.at, &before.id) < (entry.at, &entry.id));
                    kept.insert(place, entry);
                }
                None => aside += 1,
            }
        }
        Ok(Opened { kept, aside })
    }

    /// How many entries were set aside when each shelf was last read; shelves without any are not named.
    pub fn set_aside(&self) -> Vec<(Shelf, usize)> {
        let counts = Shelf::ALL.into_iter().zip(self.aside.iter().map(Cell::get));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The passes, as received, oldest first. Those that do not open are left out and left alone; their number is the second part.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn passes(&self) -> Result<(Vec<Kept<Vec<u8>>>, usize), VaultFault> {
        let opened = self.read(Shelf::Passes, |bytes| Some(bytes.to_vec())).await?;
        Ok((opened.kept, opened.aside))
    }

    /// Removes everything that is sealed, and what seals it before that. A lock does not keep from it.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn erase(&self) -> Result<(), VaultFault> {
        self.lock();
        Ok(self.store.erase().await?)
    }
}

async fn open(key: &CryptoKey, shelf: Shelf, sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
    seal::open(key, shelf, sealed).await.ok().map(Zeroizing::new)
}
