//! An entry inside its seal: a CBOR map of the content, when it was kept, and whose it is.

use zeroize::Zeroizing;

use crate::time::UnixTime;
use crate::web::store::Sealed;
use crate::wire::cbor::{self, Value};

mod label {
    pub const CONTENT: i64 = 0;
    pub const KEPT_AT: i64 = 1;
    pub const PERSON: i64 = 2;
}

/// An entry to keep.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What it is.
    pub content: &'a [u8],
    /// When it is kept.
    pub at: UnixTime,
    /// Id of the person whose it is.
    pub person: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// An entry of nobody in particular.
    pub const fn new(content: &'a [u8], at: UnixTime) -> Self {
        Self { content, at, person: None }
    }

    /// The bytes that are sealed.
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut entries = vec![
            (Value::int(label::CONTENT), Value::bytes(self.content)),
            (Value::int(label::KEPT_AT), Value::Unsigned(self.at.seconds())),
        ];
        entries.extend(self.person.map(|person| (Value::int(label::PERSON), Value::text(person))));
        Zeroizing::new(Value::map(entries).encode())
    }
}

/// One state of an entry: another is there after every write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision(Vec<u8>);

impl Revision {
    /// The nonce that it was sealed with.
    pub(super) fn nonce(&self) -> &[u8] {
        &self.0
    }
}

/// An opened entry.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    /// Its id in the store.
    pub id: String,
    /// Its state when it was read.
    pub revision: Revision,
    /// When it was put there.
    pub at: UnixTime,
    /// Id of the person whose it is; version 1 knew none.
    pub person: Option<String>,
    /// What it is.
    pub content: T,
}

impl Kept<Zeroizing<Vec<u8>>> {
    /// The entry in `plain`, which was opened from `sealed`; `None` where it is none.
    pub(super) fn decode(sealed: &Sealed, plain: &[u8]) -> Option<Self> {
        let entry = cbor::decode(plain).ok()?;
        let person = match entry.get(label::PERSON) {
            Some(person) => Some(person.as_text()?.to_owned()),
            None => None,
        };
        Some(Self {
            id: sealed.id.clone(),
            revision: Revision(sealed.iv.clone()),
            at: entry.get(label::KEPT_AT)?.as_u64().and_then(UnixTime::new)?,
            person,
            content: Zeroizing::new(entry.get(label::CONTENT)?.as_bytes()?.to_vec()),
        })
    }

    /// The entry as `read` reads its content; `None` where it gives that up.
    pub(super) fn read<T>(self, read: impl Fn(&[u8]) -> Option<T>) -> Option<Kept<T>> {
        let content = read(&self.content)?;
        Some(Kept { id: self.id, revision: self.revision, at: self.at, person: self.person, content })
    }
}
