//! The whole vault as a backup, and what a backup has that the vault has not.

use std::collections::BTreeSet;

use crate::backup::{self, Backup, KeptKeys, Person};
use crate::key::{HolderKey, sha256};
use crate::time::UnixTime;
use crate::web::seal;
use crate::web::store::Shelf;
use crate::web::vault::{Change, Entry, Vault, VaultFault, people};

impl Vault {
    /// Everything that a later wallet needs. Entries that do not open are no part of it.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn back_up(&self, at: UnixTime) -> Result<Backup, VaultFault> {
        let people = self.read(Shelf::People, people::read).await?.kept;
        let uses = self.read(Shelf::Uses, |bytes| Some(bytes.to_vec())).await?.kept;
        let (passes, _) = self.passes().await?;
        // Two tabs may have given one name twice; a backup has each once.
        let mut listed: Vec<Person> = Vec::new();
        let places: Vec<_> = people
            .into_iter()
            .map(|person| {
                let known = listed.iter().position(|other| other.name == person.content.name);
                let place = known.unwrap_or_else(|| {
                    listed.push(person.content);
                    listed.len() - 1
                });
                (person.id, place)
            })
            .collect();
        let passes = passes.into_iter().map(|pass| backup::Kept {
            at: pass.at,
            person: pass.person.and_then(|id| places.iter().find(|(other, _)| *other == id)).map(|(_, place)| *place),
            uses: uses.iter().find(|uses| uses.id == pass.id).map(|uses| uses.content.clone()),
            content: pass.content,
        });
        let passes = passes.collect();
        let seeds = self.read(Shelf::HolderKeys, |seeds| KeptKeys::from_seeds(seeds, UnixTime::EPOCH)).await?.kept;
        let keys = seeds.into_iter().map(|kept| KeptKeys { at: kept.at, ..kept.content }).collect();
        Ok(Backup { made_at: at, people: listed, passes, keys })
    }

    /// Adds the passes of a backup at these places, with the people whose they are, and every key of it, in one transaction. What is here
    /// already stays as it is: the same pass, the same key, a person of the same name.
    ///
    /// # Errors
    /// [`VaultFault`]; nothing was changed.
    pub async fn restore(&self, backup: &Backup, places: &[usize]) -> Result<(), VaultFault> {
        let here = self.read(Shelf::People, people::read).await?.kept;
        let (passes, _) = self.passes().await?;
        let seeds = self.read(Shelf::HolderKeys, |seeds| KeptKeys::from_seeds(seeds, UnixTime::EPOCH)).await?.kept;
        let own: BTreeSet<_> = seeds.iter().flat_map(|kept| ids(&kept.content)).collect();

        let added: Vec<_> = places.iter().filter_map(|place| backup.passes.get(*place)).collect();
        let added: Vec<_> =
            added.into_iter().filter(|pass| passes.iter().all(|own| own.content != pass.content)).collect();
        let next = here.iter().map(|person| person.content.place.saturating_add(1)).max().unwrap_or_default();
        let (mut known_ids, mut written) = (Vec::new(), Vec::new());
        for (n, person) in backup.people.iter().enumerate() {
            let known = here.iter().find(|own| own.content.name == person.name).map(|own| own.id.clone());
            let is_needed = added.iter().any(|pass| pass.person == Some(n));
            let id = match known {
                Some(id) => id,
                None => seal::make_id()?,
            };
            if is_needed && here.iter().all(|own| own.id != id) {
                let place = next.saturating_add(person.place);
                written.push((id.clone(), people::write(&Person { name: person.name.clone(), place })));
            }
            known_ids.push(id);
        }
        let ids_of_passes = added.iter().map(|_| seal::make_id()).collect::<Result<Vec<_>, _>>()?;
        let new_keys: Vec<_> = backup.keys.iter().filter(|kept| !ids(kept).is_subset(&own)).collect();
        let new_seeds: Vec<_> = new_keys.iter().map(|kept| kept.seeds()).collect();

        let mut changes: Vec<_> = written
            .iter()
            .map(|(id, content)| Change::Put(Shelf::People, id, Entry::new(content, backup.made_at)))
            .collect();
        for (pass, id) in added.iter().zip(&ids_of_passes) {
            let person = pass.person.and_then(|n| known_ids.get(n)).map(String::as_str);
            changes.push(Change::Put(Shelf::Passes, id, Entry { content: &pass.content, at: pass.at, person }));
            if let Some(uses) = &pass.uses {
                changes.push(Change::Put(Shelf::Uses, id, Entry::new(uses, pass.at)));
            }
        }
        for (kept, seeds) in new_keys.iter().zip(&new_seeds) {
            changes.push(Change::Add(Shelf::HolderKeys, Entry::new(seeds, kept.at)));
        }
        self.change(&changes).await.map(drop)
    }

    /// A sum of which passes, people and keys there are, which tells two states apart and nothing about either: ids are random.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn fingerprint(&self) -> Result<String, VaultFault> {
        let mut found = Vec::new();
        for shelf in [Shelf::Passes, Shelf::People, Shelf::HolderKeys] {
            let entries = self.read(shelf, |_| Some(())).await?.kept;
            found.extend(entries.into_iter().map(|entry| entry.id));
        }
        found.sort_unstable();
        Ok(sha256(found.concat().as_bytes())[..8].iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

fn ids(kept: &KeptKeys) -> BTreeSet<[u8; 32]> {
    kept.keys.iter().map(HolderKey::public).map(|key| *key.as_bytes()).collect()
}
