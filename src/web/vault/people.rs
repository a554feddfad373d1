//! The people whose passes are kept, and which pass is whose.

use crate::backup::Person;
use crate::id::Name;
use crate::time::UnixTime;
use crate::web::store::Shelf;
use crate::web::vault::{Change, Entry, Kept, Vault, VaultFault};
use crate::wire::cbor::{self, Value};

mod label {
    pub const NAME: i64 = 0;
    pub const PLACE: i64 = 1;
}

impl Vault {
    /// The people, in their order.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn people(&self) -> Result<Vec<Kept<Person>>, VaultFault> {
        let mut people: Vec<Kept<Person>> = Vec::new();
        // Put in one by one: there are few, and a sort is as much code as all of this file.
        for one in self.read(Shelf::People, read).await?.kept {
            let at = people.partition_point(|before| before.content.place <= one.content.place);
            people.insert(at, one);
        }
        Ok(people)
    }

    /// Adds somebody; their id.
    ///
    /// # Errors
    /// [`VaultFault`]; nothing was changed.
    pub async fn add_person(&self, person: &Person, at: UnixTime) -> Result<String, VaultFault> {
        let ids = self.change(&[Change::Add(Shelf::People, Entry::new(&write(person), at))]).await?;
        ids.into_iter().next().ok_or(VaultFault::Seal)
    }

    /// Writes people anew, all or none: names and places.
    ///
    /// # Errors
    /// [`VaultFault`], also where another tab has changed one of them; nothing was changed.
    pub async fn change_people(&self, people: &[(Kept<Person>, Person)]) -> Result<(), VaultFault> {
        let written: Vec<_> = people.iter().map(|(before, person)| (before, write(person))).collect();
        let changes: Vec<_> = written
            .iter()
            .map(|(before, content)| {
                Change::Replace(Shelf::People, &before.id, before.revision.clone(), Entry::new(content, before.at))
            })
            .collect();
        self.change(&changes).await.map(drop)
    }

    /// Removes somebody. Passes that were theirs are nobody's from then on.
    ///
    /// # Errors
    /// [`VaultFault`]; nothing was changed.
    pub async fn remove_person(&self, id: &str) -> Result<(), VaultFault> {
        let (passes, _) = self.passes().await?;
        let theirs: Vec<_> = passes.into_iter().filter(|pass| pass.person.as_deref() == Some(id)).collect();
        let mut changes: Vec<_> = theirs.iter().map(|pass| of_person(pass, None)).collect();
        changes.push(Change::Remove(Shelf::People, id));
        self.change(&changes).await.map(drop)
    }

    /// Says whose a pass is; `None` for nobody's in particular.
    ///
    /// # Errors
    /// [`VaultFault`]; nothing was changed.
    pub async fn give_pass(&self, id: &str, person: Option<&str>) -> Result<(), VaultFault> {
        let (passes, _) = self.passes().await?;
        let Some(pass) = passes.iter().find(|pass| pass.id == id) else { return Ok(()) };
        self.change(&[of_person(pass, person)]).await.map(drop)
    }
}

fn of_person<'a>(pass: &'a Kept<Vec<u8>>, person: Option<&'a str>) -> Change<'a> {
    let entry = Entry { content: &pass.content, at: pass.at, person };
    Change::Replace(Shelf::Passes, &pass.id, pass.revision.clone(), entry)
}

/// A person's entry.
pub(super) fn read(bytes: &[u8]) -> Option<Person> {
    let person = cbor::decode(bytes).ok()?;
    let name = Name::new(person.get(label::NAME)?.as_text()?).ok()?;
    Some(Person { name, place: person.get(label::PLACE)?.as_u64()? })
}

/// The same, to be sealed.
pub(super) fn write(person: &Person) -> Vec<u8> {
    Value::map([
        (Value::int(label::NAME), Value::text(person.name.as_str())),
        (Value::int(label::PLACE), Value::Unsigned(person.place)),
    ])
    .encode()
}
