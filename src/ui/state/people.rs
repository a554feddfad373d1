//! The people whose passes this phone holds: named and put in order by the resident.

use std::sync::Arc;

use crate::backup::Person;
use crate::claims::Subject;
use crate::holder::Delivery;
use crate::id::Name;
use crate::limits::MAX_BACKUP_PEOPLE;
use crate::ui::state::wallet::{Entry, Pass, Wallet};
use crate::ui::words::Trouble;
use crate::web::clock;
use crate::web::vault::{Kept, VaultFault};

impl Wallet {
    /// The people, in their order; whoever asks follows it.
    pub fn people(self) -> Arc<Vec<Kept<Person>>> {
        self.people.get()
    }

    /// The people at this moment.
    pub fn people_now(self) -> Arc<Vec<Kept<Person>>> {
        self.people.get_untracked()
    }

    /// The name of somebody.
    pub fn name_of(self, id: &str) -> Option<Name> {
        self.people.with(|people| people.iter().find(|one| one.id == id).map(|one| one.content.name.clone()))
    }

    /// What else the person of a pass has.
    pub fn others_of(self, pass: &Pass) -> Vec<Arc<Pass>> {
        let entries = self.entries_now().unwrap_or_default();
        let others = entries.iter().filter_map(|entry| match entry {
            Entry::Open(other) if other.id != pass.id && other.person == pass.person => Some(other.clone()),
            Entry::Open(_) | Entry::Shut(..) => None,
        });
        if pass.person.is_some() { others.collect() } else { Vec::new() }
    }

    /// Whose a new pass probably is: whoever has one already with the same initials and year of birth.
    pub fn whose(self, delivery: &Delivery) -> Option<String> {
        let entries = self.entries_now()?;
        let subject = hint(delivery)?;
        entries.iter().find_map(|entry| match entry {
            Entry::Open(pass) if hint(&pass.delivery) == Some(subject) => pass.person.clone(),
            Entry::Open(_) | Entry::Shut(..) => None,
        })
    }

    /// Adds somebody at the end; their id.
    ///
    /// # Errors
    /// The trouble; nothing was changed.
    pub async fn add_person(self, name: &str) -> Result<String, Trouble> {
        let people = self.people.get_untracked();
        if people.len() >= MAX_BACKUP_PEOPLE {
            return Err(Trouble::PERSON_TOO_MANY);
        }
        let name = self.free_name(name, None)?;
        let place = people.last().map_or(0, |last| last.content.place.saturating_add(1));
        let id = self.vault().await?.add_person(&Person { name, place }, clock::now()).await?;
        self.changed().await;
        Ok(id)
    }

    /// Gives somebody another name.
    ///
    /// # Errors
    /// The trouble; nothing was changed.
    pub async fn rename(self, id: &str, name: &str) -> Result<(), Trouble> {
        let name = self.free_name(name, Some(id))?;
        let Some(before) = self.people.get_untracked().iter().find(|one| one.id == id).cloned() else { return Ok(()) };
        let person = Person { name, place: before.content.place };
        self.vault().await?.change_people(&[(before, person)]).await?;
        self.changed().await;
        Ok(())
    }

    /// Moves somebody one place up.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn move_up(self, id: &str) -> Result<(), VaultFault> {
        let people = self.people.get_untracked();
        let Some(at) = people.iter().position(|one| one.id == id).filter(|at| *at > 0) else { return Ok(()) };
        let mut order: Vec<_> = people.iter().cloned().collect();
        order.swap(at - 1, at);
        // Places are written anew from the first: two may have been equal after a restore.
        let moved = order.into_iter().enumerate().map(|(place, before)| {
            let person = Person { name: before.content.name.clone(), place: place as u64 };
            (before, person)
        });
        let moved: Vec<_> = moved.filter(|(before, person)| before.content != *person).collect();
        self.vault().await?.change_people(&moved).await?;
        self.changed().await;
        Ok(())
    }

    /// Removes somebody; their passes stay and are nobody's in particular.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn remove_person(self, id: &str) -> Result<(), VaultFault> {
        self.vault().await?.remove_person(id).await?;
        self.changed().await;
        Ok(())
    }

    /// Says whose a pass is.
    ///
    /// # Errors
    /// The vault's fault; nothing was changed.
    pub async fn give_pass(self, id: &str, person: Option<&str>) -> Result<(), VaultFault> {
        self.vault().await?.give_pass(id, person).await?;
        self.changed().await;
        Ok(())
    }

    fn free_name(self, name: &str, of: Option<&str>) -> Result<Name, Trouble> {
        let name = Name::new(name.trim()).map_err(|_| Trouble::PERSON_NAME)?;
        let people = self.people.get_untracked();
        let is_taken = people.iter().any(|one| one.content.name == name && Some(one.id.as_str()) != of);
        if is_taken { Err(Trouble::PERSON_TAKEN) } else { Ok(name) }
    }
}

/// Initials and year of birth.
fn hint(delivery: &Delivery) -> Option<(&str, u16)> {
    match &delivery.first().claims().subject {
        Subject::Hint { initials, birth_year } => Some((initials.as_str(), *birth_year)),
        Subject::Record(_) => None,
    }
}
