//! CBOR and COSE in pieces of bytes, so that any of them can be spoiled on purpose.

use crate::key::SecretKey;
use crate::wire::cbor::Value;

/// The bytes of one CBOR item, right or wrong.
pub(super) type Item = Vec<u8>;

pub(super) fn int(n: i64) -> Item {
    Value::int(n).encode()
}

pub(super) fn uint(n: u64) -> Item {
    Value::Unsigned(n).encode()
}

pub(super) fn text(text: &str) -> Item {
    Value::text(text).encode()
}

pub(super) fn bytes(bytes: &[u8]) -> Item {
    Value::bytes(bytes).encode()
}

pub(super) fn truth(truth: bool) -> Item {
    Value::Bool(truth).encode()
}

pub(super) fn array(items: &[Item]) -> Item {
    join(&[head(4, items.len() as u64), items.concat()])
}

pub(super) fn tag(number: u64, item: &[u8]) -> Item {
    join(&[head(6, number), item.to_vec()])
}

pub(super) fn join(parts: &[Item]) -> Item {
    parts.concat()
}

/// The first bytes of an item, its argument in the shortest form.
pub(super) fn head(major: u8, argument: u64) -> Item {
    let mut head = uint(argument);
    head[0] |= major << 5;
    head
}

/// The entries of a map, keys as bytes.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<(Item, Item)>);

impl Fields {
    /// Sets the entry under an integer.
    pub(super) fn set(self, label: i64, value: Item) -> Self {
        self.without(label).add(int(label), value)
    }

    /// Takes an entry away.
    pub(super) fn without(mut self, label: i64) -> Self {
        self.0.retain(|(key, _)| *key != int(label));
        self
    }

    /// Adds an entry, even if its key is there already.
    pub(super) fn add(mut self, key: Item, value: Item) -> Self {
        self.0.push((key, value));
        self
    }

    /// The map, sorted by its keys.
    pub(super) fn sorted(&self) -> Item {
        let mut entries = self.0.clone();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        Self(entries).as_it_stands()
    }

    /// The map in reverse order.
    pub(super) fn reversed(&self) -> Item {
        let mut entries = self.0.clone();
        entries.sort_by(|a, b| b.0.cmp(&a.0));
        Self(entries).as_it_stands()
    }

    fn as_it_stands(&self) -> Item {
        join(&[head(5, self.0.len() as u64), self.contents()])
    }

    /// The map with an indefinite length.
    pub(super) fn indefinite(&self) -> Item {
        join(&[vec![0xbf], self.contents(), vec![0xff]])
    }

    fn contents(&self) -> Item {
        self.0.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect::<Vec<_>>().concat()
    }
}

/// A COSE_Sign1 before its signature.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) protected: Item,
    pub(super) unprotected: Item,
    pub(super) payload: Item,
}

impl Message {
    /// The signature by `key`.
    pub(super) fn signature<R>(&self, key: &SecretKey<R>) -> [u8; 64] {
        let context = Value::text("Signature1").encode();
        key.sign(&array(&[context, bytes(&self.protected), bytes(&[]), bytes(&self.payload)]))
    }

    /// The four parts with a signature.
    pub(super) fn parts(&self, signature: &[u8]) -> [Item; 4] {
        [bytes(&self.protected), self.unprotected.clone(), bytes(&self.payload), bytes(signature)]
    }

    /// The tagged message with any signature.
    pub(super) fn with_signature(&self, signature: &[u8]) -> Item {
        tag(18, &array(&self.parts(signature)))
    }

    /// The tagged message, signed by `key`.
    pub(super) fn signed_by<R>(&self, key: &SecretKey<R>) -> Item {
        self.with_signature(&self.signature(key))
    }
}
