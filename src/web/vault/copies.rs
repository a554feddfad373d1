//! Deliveries, the keys that their copies are bound to, and how the copies were used.

use zeroize::Zeroizing;

use crate::holder::Uses;
use crate::key::HolderKey;
use crate::time::UnixTime;
use crate::web::store::{Shelf, StoreFault};
use crate::web::vault::{Change, Entry, Kept, Vault, VaultFault};
use crate::web::{random, seal};

/// Bytes of a key's seed.
const SEED: usize = 32;

impl Vault {
    /// The holder's private keys, oldest first: those of one request in one entry.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn holder_keys(&self) -> Result<Vec<Kept<Vec<HolderKey>>>, VaultFault> {
        Ok(self.read(Shelf::HolderKeys, keys_of).await?.kept)
    }

    /// Makes the holder keys of one request and keeps them, all in one entry: a phone opens that faster than many.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn make_holder_keys(&self, count: usize, at: UnixTime) -> Result<Vec<HolderKey>, VaultFault> {
        // With room for all from the first, since a vector that grows leaves copies behind.
        let mut seeds = Zeroizing::new(Vec::with_capacity(count * SEED));
        for _ in 0..count {
            let seed = Zeroizing::new(random::bytes::<SEED>().map_err(|_| VaultFault::Seal)?);
            seeds.extend_from_slice(&*seed);
        }
        self.change(&[Change::Add(Shelf::HolderKeys, Entry::new(&seeds, at))]).await?;
        Ok(keys_of(&seeds).unwrap_or_default())
    }

    /// Keeps a delivery as received, with how its copies were used so far, and removes the one in whose place it comes; its id.
    ///
    /// # Errors
    /// [`VaultFault`]; then neither was done.
    pub async fn keep_pass(
        &self,
        entry: Entry<'_>,
        uses: &Uses,
        in_place_of: Option<&str>,
    ) -> Result<String, VaultFault> {
        let id = seal::make_id()?;
        let uses = uses.encode();
        let uses = Entry { content: &uses, ..entry };
        let mut changes = vec![Change::Put(Shelf::Passes, &id, entry), Change::Put(Shelf::Uses, &id, uses)];
        changes.extend(in_place_of.into_iter().flat_map(removal));
        self.change(&changes).await?;
        Ok(id)
    }

    /// Removes a delivery and what was noted of its copies. Its holder keys stay: another pass may be bound to them.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn remove_pass(&self, id: &str) -> Result<(), VaultFault> {
        self.change(&removal(id)).await.map(drop)
    }

    /// How the copies of each delivery were used, under the ids of the deliveries.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn uses(&self) -> Result<Vec<Kept<Uses>>, VaultFault> {
        Ok(self.read(Shelf::Uses, Uses::decode).await?.kept)
    }

    /// Has `choose` name the copy of a delivery that is shown next, and notes its use. Once this returns, the use is stored, and no other tab was given
    /// the same copy on the strength of the same uses. `None` where there is none to show.
    ///
    /// # Errors
    /// [`VaultFault`]; then no use was noted.
    pub async fn note_use(
        &self,
        id: &str,
        at: UnixTime,
        choose: impl Fn(&Uses) -> Option<usize>,
    ) -> Result<Option<(usize, Uses)>, VaultFault> {
        loop {
            let before = self.uses().await?.into_iter().find(|kept| kept.id == id);
            let (mut uses, revision, person) = match before {
                Some(kept) => (kept.content, Some(kept.revision), kept.person),
                // A pass that was kept before there were uses.
                None => (Uses::default(), None, None),
            };
            let Some(place) = choose(&uses) else { return Ok(None) };
            uses.add(place, at);
            let content = uses.encode();
            let entry = Entry { content: &content, at, person: person.as_deref() };
            let change = match revision {
                Some(revision) => Change::Replace(Shelf::Uses, id, revision, entry),
                None => Change::Put(Shelf::Uses, id, entry),
            };
            match self.change(&[change]).await {
                // Another tab shows another copy: choose again.
                Err(VaultFault::Store(StoreFault::Changed)) => {}
                written => return written.map(|_| Some((place, uses))),
            }
        }
    }
}

/// What of a delivery lies in the store.
const fn removal(id: &str) -> [Change<'_>; 2] {
    [Change::Remove(Shelf::Passes, id), Change::Remove(Shelf::Uses, id)]
}

/// The keys of seeds that stand one after the other.
fn keys_of(seeds: &[u8]) -> Option<Vec<HolderKey>> {
    let (seeds, rest) = seeds.as_chunks::<SEED>();
    (rest.is_empty() && !seeds.is_empty()).then(|| seeds.iter().map(HolderKey::from_seed).collect())
}
