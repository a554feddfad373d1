//! What a wallet hands to a later one: people, passes as received, the keys that they are bound to, and how often each copy was shown. Never a
//! setting of the phone that it was made on.
//!
//! The document itself hides nothing: it travels sealed, in a file under a passphrase or for one other phone alone (see `strongbox`). Whoever opens one
//! knows that it was not changed, and not who made it; so nothing in it is believed before the issuer's signature is checked again.

mod receive;

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::id::Name;
use crate::key::HolderKey;
use crate::limits::{MAX_BACKUP_BYTES, MAX_BACKUP_KEYS, MAX_BACKUP_PASSES, MAX_BACKUP_PEOPLE};
use crate::time::UnixTime;
use crate::wire::cbor::{self, Value};

pub use receive::{ReceiveCode, ReceiveError};

/// What a document begins with, so that a file tells what it is.
const MARK: &str = "tessera-backup";

/// The version that is written. A version grows when an older wallet would lose something by not knowing what is new.
pub const VERSION: u64 = 1;

/// Bytes of an Ed25519 seed (RFC 8032, section 5.1.5).
const SEED_BYTES: usize = 32;

mod label {
    pub const MADE_AT: i64 = 0;
    pub const PEOPLE: i64 = 1;
    pub const PASSES: i64 = 2;
    pub const KEYS: i64 = 3;
    pub const NAME: i64 = 0;
    pub const PLACE: i64 = 1;
    pub const CONTENT: i64 = 0;
    pub const KEPT_AT: i64 = 1;
    pub const PERSON: i64 = 2;
    pub const USES: i64 = 3;
}

/// Why bytes are not a backup that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackupError {
    /// Something else.
    NotABackup,
    /// Written by a later version of the app.
    Newer,
    /// A backup with something in it that no wallet writes.
    Damaged,
}

impl BackupError {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::NotABackup, Self::Newer, Self::Damaged];

    /// A stable name for word lists.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotABackup => "not-a-backup",
            Self::Newer => "newer",
            Self::Damaged => "damaged",
        }
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotABackup => "this is no backup of a wallet",
            Self::Newer => "a later version of the app made this backup: update the app",
            Self::Damaged => "this backup has something in it that no wallet writes",
        })
    }
}

impl core::error::Error for BackupError {}

/// More passes, keys, people or bytes than a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Somebody whose passes are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name that the resident gave them.
    pub name: Name,
    /// Their place in the order.
    pub place: u64,
}

/// A delivery.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The bytes as received.
    pub content: Vec<u8>,
    /// When it was kept.
    pub at: UnixTime,
    /// Whose it is: a place in [`Backup::people`].
    pub person: Option<usize>,
    /// How often each copy was shown, as the wallet writes it down.
    pub uses: Option<Vec<u8>>,
}

/// Shows no content: it is about a person.
impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kept({} bytes, {:?})", self.content.len(), self.person)
    }
}

/// Private keys of the holder that were made for one request, and when.
#[derive(Debug)]
pub struct KeptKeys {
    /// The keys, at least one.
    pub keys: Vec<HolderKey>,
    /// When they were made.
    pub at: UnixTime,
}

impl KeptKeys {
    /// The seeds one behind the other, as a wallet keeps them; `None` where they are none.
    pub fn from_seeds(seeds: &[u8], at: UnixTime) -> Option<Self> {
        let (seeds, rest) = seeds.as_chunks();
        let keys: Vec<_> = seeds.iter().map(HolderKey::from_seed).collect();
        (!keys.is_empty() && rest.is_empty()).then_some(Self { keys, at })
    }

    /// The seeds one behind the other.
    pub fn seeds(&self) -> Zeroizing<Vec<u8>> {
        let mut seeds = Zeroizing::new(Vec::with_capacity(self.keys.len() * SEED_BYTES));
        self.keys.iter().for_each(|key| seeds.extend_from_slice(&*key.dangerous_seed()));
        seeds
    }
}

impl PartialEq for KeptKeys {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && self.keys.iter().map(HolderKey::public).eq(other.keys.iter().map(HolderKey::public))
    }
}

/// Everything that a wallet hands on.
#[derive(Debug, PartialEq)]
pub struct Backup {
    /// When it was made.
    pub made_at: UnixTime,
    /// The people, in any order.
    pub people: Vec<Person>,
    /// The deliveries, oldest first.
    pub passes: Vec<Kept>,
    /// The keys, oldest first.
    pub keys: Vec<KeptKeys>,
}

impl Backup {
    /// The bytes of the document. They hold private keys.
    ///
    /// # Errors
    /// [`TooLarge`], which [`parse`](Self::parse) would refuse.
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, TooLarge> {
        let fits = self.people.len() <= MAX_BACKUP_PEOPLE
            && self.passes.len() <= MAX_BACKUP_PASSES
            && self.keys.iter().map(|kept| kept.keys.len()).sum::<usize>() <= MAX_BACKUP_KEYS;
        if !fits {
            return Err(TooLarge);
        }
        let seeds: Vec<_> = self.keys.iter().map(KeptKeys::seeds).collect();
        let keys = self.keys.iter().zip(&seeds).map(|(kept, seed)| {
            Value::map([
                (Value::int(label::CONTENT), Value::bytes(seed)),
                (Value::int(label::KEPT_AT), Value::Unsigned(kept.at.seconds())),
            ])
        });
        let body = Value::map([
            (Value::int(label::MADE_AT), Value::Unsigned(self.made_at.seconds())),
            (Value::int(label::PEOPLE), Value::Array(self.people.iter().map(write_person).collect())),
            (Value::int(label::PASSES), Value::Array(self.passes.iter().map(write_pass).collect())),
            (Value::int(label::KEYS), Value::Array(keys.collect())),
        ]);
        let document = Value::Array([Value::text(MARK), Value::Unsigned(VERSION), body].into());
        // A vector that grows leaves its former places behind, uncleared.
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.size()));
        document.encode_into(&mut bytes);
        if bytes.len() > MAX_BACKUP_BYTES { Err(TooLarge) } else { Ok(bytes) }
    }

    /// At least as many bytes as the document has.
    fn size(&self) -> usize {
        let passes = self.passes.iter().map(|pass| pass.content.len() + pass.uses.as_ref().map_or(0, Vec::len) + 48);
        let people = self.people.iter().map(|person| person.name.as_str().len() + 32);
        let keys = self.keys.iter().map(|kept| kept.keys.len() * SEED_BYTES + 32);
        passes.chain(people).chain(keys).sum::<usize>() + 128
    }

    /// Reads a document. Names are safe to show, places of people exist and nobody is named twice; passes are bytes of which nothing is known.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, BackupError> {
        if bytes.len() > MAX_BACKUP_BYTES {
            return Err(BackupError::NotABackup);
        }
        let document = cbor::decode(bytes).map_err(|_| BackupError::NotABackup)?;
        let [mark, version, body] = document.as_array().unwrap_or_default() else {
            return Err(BackupError::NotABackup);
        };
        if mark.as_text() != Some(MARK) {
            return Err(BackupError::NotABackup);
        }
        match version.as_u64() {
            Some(VERSION) => read(body).ok_or(BackupError::Damaged),
            Some(later) if later > VERSION => Err(BackupError::Newer),
            _ => Err(BackupError::Damaged),
        }
    }
}

fn write_person(person: &Person) -> Value<'_> {
    Value::map([
        (Value::int(label::NAME), Value::text(person.name.as_str())),
        (Value::int(label::PLACE), Value::Unsigned(person.place)),
    ])
}

fn write_pass(pass: &Kept) -> Value<'_> {
    let person = pass.person.map(|place| (Value::int(label::PERSON), Value::Unsigned(place as u64)));
    let uses = pass.uses.as_deref().map(|uses| (Value::int(label::USES), Value::bytes(uses)));
    let always = [
        (Value::int(label::CONTENT), Value::bytes(&pass.content)),
        (Value::int(label::KEPT_AT), Value::Unsigned(pass.at.seconds())),
    ];
    Value::map(always.into_iter().chain(person).chain(uses))
}

/// The body of a document of this version; `None` where anything in it is not as it is written.
fn read(body: &Value<'_>) -> Option<Backup> {
    only(body, &[label::MADE_AT, label::PEOPLE, label::PASSES, label::KEYS])?;
    let people = list(body.get(label::PEOPLE)?, MAX_BACKUP_PEOPLE, |person| {
        only(person, &[label::NAME, label::PLACE])?;
        let name = Name::new(person.get(label::NAME)?.as_text()?).ok()?;
        Some(Person { name, place: person.get(label::PLACE)?.as_u64()? })
    })?;
    let twice = people.iter().enumerate().any(|(n, person)| people[..n].iter().any(|other| other.name == person.name));
    let passes = list(body.get(label::PASSES)?, MAX_BACKUP_PASSES, |pass| {
        only(pass, &[label::CONTENT, label::KEPT_AT, label::PERSON, label::USES])?;
        let content = pass.get(label::CONTENT)?.as_bytes().filter(|bytes| !bytes.is_empty())?;
        let person = match pass.get(label::PERSON) {
            None => None,
            Some(place) => Some(usize::try_from(place.as_u64()?).ok().filter(|place| *place < people.len())?),
        };
        let uses = match pass.get(label::USES) {
            None => None,
            Some(uses) => Some(uses.as_bytes()?.to_vec()),
        };
        Some(Kept { content: content.to_vec(), at: moment(pass, label::KEPT_AT)?, person, uses })
    })?;
    let keys = list(body.get(label::KEYS)?, MAX_BACKUP_KEYS, |kept| {
        only(kept, &[label::CONTENT, label::KEPT_AT])?;
        KeptKeys::from_seeds(kept.get(label::CONTENT)?.as_bytes()?, moment(kept, label::KEPT_AT)?)
    })?;
    if keys.iter().map(|kept| kept.keys.len()).sum::<usize>() > MAX_BACKUP_KEYS {
        return None;
    }
    (!twice).then_some(Backup { made_at: moment(body, label::MADE_AT)?, people, passes, keys })
}

fn list<T>(value: &Value<'_>, most: usize, read: impl Fn(&Value<'_>) -> Option<T>) -> Option<Vec<T>> {
    let items = value.as_array().filter(|items| items.len() <= most)?;
    items.iter().map(read).collect()
}

fn moment(map: &Value<'_>, label: i64) -> Option<UnixTime> {
    map.get(label)?.as_u64().and_then(UnixTime::new)
}

/// Something unknown in a document of a known version would be lost without a word.
fn only(map: &Value<'_>, labels: &[i64]) -> Option<()> {
    let is_known = |key: &Value<'_>| key.as_i64().is_some_and(|key| labels.contains(&key));
    map.as_map()?.iter().all(|(key, _)| is_known(key)).then_some(())
}

#[cfg(test)]
mod tests;
