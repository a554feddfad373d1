//! Setting, changing and removing the lock; locking and unlocking.
//!
//! Each change of the lock makes a new sealing key and seals everything anew, so that nobody who knew a former way in has a use for it. What stays
//! of the ways in is therefore to be proven once more when another is added or removed.

use wasm_bindgen::prelude::JsValue;
use web_sys::CryptoKey;

use crate::lock::{Lock, Stretch, Tries, Way};
use crate::time::UnixTime;
use crate::web::seal::{self, WayKey, make_wrapped_key};
use crate::web::store::{Generation, NewSealing, Sealed, Sealing, Shelf, StoreFault};
use crate::web::vault::{Vault, VaultFault, open};
use crate::web::{passkey, random, stretch};

/// How often a change of the lock begins anew when another tab writes in the meantime.
const ATTEMPTS: usize = 3;

/// The ways in that a lock has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// A passphrase.
    pub passphrase: bool,
    /// A passkey.
    pub passkey: bool,
}

/// Whether there is a lock, and whether it is open in this tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockState {
    /// There is none.
    None,
    /// Open, with these ways in.
    Open(Ways),
    /// Shut, with these ways in.
    Shut(Ways),
}

/// A key for a new lock, from a passphrase.
///
/// # Errors
/// [`VaultFault`].
pub async fn with_passphrase(passphrase: &str) -> Result<WayKey, VaultFault> {
    let by = Stretch::with_salt(random::bytes().map_err(|_| VaultFault::Seal)?);
    let secret = stretch::stretch(passphrase, &by).await?;
    Ok(WayKey::fresh(Way::Passphrase(by), &secret).await?)
}

/// A key for a new lock, from a passkey that is made for it.
///
/// # Errors
/// [`VaultFault`].
pub async fn with_new_passkey() -> Result<WayKey, VaultFault> {
    let (passkey, secret) = passkey::make().await?;
    Ok(WayKey::fresh(Way::Passkey(passkey), &secret).await?)
}

impl Vault {
    /// The key of this generation, if this tab has it.
    pub(super) fn unlocked(&self, generation: &Generation) -> Option<(CryptoKey, Generation)> {
        self.unlocked.borrow().clone().filter(|(_, of)| of == generation)
    }

    /// Whether there is a lock, and whether it is open in this tab.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn lock_state(&self) -> Result<LockState, VaultFault> {
        let Sealing::Lock(lock, generation) = self.store.sealing().await? else { return Ok(LockState::None) };
        // One that cannot be read has no way in; it can be erased.
        let lock = Lock::parse(&lock);
        let has = |way: fn(&Lock) -> bool| lock.as_ref().is_some_and(way);
        let ways =
            Ways { passphrase: has(|lock| lock.passphrase().is_some()), passkey: has(|lock| lock.passkey().is_some()) };
        Ok(if self.unlocked(&generation).is_some() { LockState::Open(ways) } else { LockState::Shut(ways) })
    }

    /// Locks this tab.
    pub fn lock(&self) {
        self.unlocked.replace(None);
    }

    /// Seconds until the next try.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn wait(&self, now: UnixTime) -> Result<u64, VaultFault> {
        Ok(self.tries().await?.wait(now))
    }

    async fn tries(&self) -> Result<Tries, VaultFault> {
        let tries = self.store.tries().await?;
        Ok(tries.and_then(|tries| Tries::parse(&tries)).unwrap_or_default())
    }

    /// Unlocks with a passphrase; its key, for a change of the lock. The try is counted before it is made.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn unlock_with_passphrase(&self, passphrase: &str, now: UnixTime) -> Result<WayKey, VaultFault> {
        let (lock, generation) = self.current_lock().await?;
        let Some((by, wrapped)) = lock.passphrase() else { return Err(VaultFault::WrongSecret) };
        let tries = self.tries().await?;
        match tries.wait(now) {
            0 => {}
            seconds => return Err(VaultFault::Wait(seconds)),
        }
        self.store.keep_tries(&tries.and_one(now).encode()).await?;
        let secret = match stretch::stretch(passphrase, by).await {
            Ok(secret) => secret,
            Err(fault) => {
                // It was none.
                self.store.keep_tries(&tries.encode()).await?;
                return Err(fault.into());
            }
        };
        let key = WayKey::of(Way::Passphrase(by.clone()), wrapped, &secret).await?;
        let sealing = key.unwrap(wrapped).await.map_err(|_| VaultFault::WrongSecret)?;
        self.unlocked.replace(Some((sealing, generation)));
        self.store.keep_tries(&Tries::default().encode()).await?;
        Ok(key)
    }

    /// Unlocks with the passkey; its key, for a change of the lock. The authenticator counts wrong tries by itself.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn unlock_with_passkey(&self) -> Result<WayKey, VaultFault> {
        let (lock, generation) = self.current_lock().await?;
        let Some((passkey, wrapped)) = lock.passkey() else { return Err(VaultFault::WrongSecret) };
        let secret = passkey::secret_of(passkey).await?;
        let key = WayKey::of(Way::Passkey(passkey.clone()), wrapped, &secret).await?;
        let sealing = key.unwrap(wrapped).await.map_err(|_| VaultFault::WrongSecret)?;
        self.unlocked.replace(Some((sealing, generation)));
        Ok(key)
    }

    async fn current_lock(&self) -> Result<(Lock, Generation), VaultFault> {
        match self.store.sealing().await? {
            Sealing::Lock(lock, generation) => Ok((Lock::parse(&lock).ok_or(VaultFault::WrongSecret)?, generation)),
            Sealing::Key(..) | Sealing::Nothing => Err(StoreFault::Changed.into()),
        }
    }

    /// Puts a lock with these ways in force, or none, in place of what is: everything is sealed anew under a new key, in one transaction, and the
    /// former key is gone.
    ///
    /// # Errors
    /// [`VaultFault`]; nothing was changed.
    pub async fn relock(&self, ways: &[WayKey]) -> Result<(), VaultFault> {
        let mut done = self.relock_once(ways).await;
        for _ in 1..ATTEMPTS {
            if done != Err(StoreFault::Changed.into()) {
                break;
            }
            done = self.relock_once(ways).await;
        }
        done
    }

    async fn relock_once(&self, ways: &[WayKey]) -> Result<(), VaultFault> {
        let (former, before) = self.key().await?;
        let generation = Generation::new(random::bytes().map_err(|_| VaultFault::Seal)?);
        let (key, sealing) = if ways.is_empty() {
            let key = seal::make_key().await?;
            (key.clone(), NewSealing::Key(key))
        } else {
            let (key, wrapped) = make_wrapped_key(ways).await?;
            (key, NewSealing::Lock(Lock::new(wrapped).ok_or(VaultFault::Seal)?.encode()))
        };
        let mut read = Vec::new();
        for shelf in Shelf::ALL {
            read.extend(self.store.all(shelf).await?.0.into_iter().map(|sealed| (shelf, sealed)));
        }
        let mut after: Vec<(Shelf, Sealed)> = Vec::new();
        for (shelf, sealed) in &read {
            // What does not open is left as it is.
            if let Some(plain) = open(&former, *shelf, sealed).await {
                after.push((*shelf, seal::seal(&key, *shelf, &sealed.id, &plain).await?));
            }
        }
        self.store.reseal(&read, &after, &before, sealing, &generation).await?;
        self.unlocked.replace((!ways.is_empty()).then_some((key, generation)));
        self.store.sweep_if_due().await;
        Ok(())
    }

    /// The unlocked key, to hand to another tab of this app; `undefined` while there is none.
    pub fn share(&self) -> JsValue {
        match &*self.unlocked.borrow() {
            Some((key, generation)) => generation.with(key),
            None => JsValue::UNDEFINED,
        }
    }

    /// Takes the key that another tab hands over. One of a former generation opens nothing.
    pub fn accept(&self, shared: &JsValue) {
        if let Some((generation, key)) = Generation::and_key(shared) {
            self.unlocked.replace(Some((key, generation)));
        }
    }
}
