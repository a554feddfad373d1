//! All lists of one day as bytes: what is kept, what a host serves in pieces, and what travels from shop to shop in one.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use super::snapshot::FileName;
use crate::limits::MAX_BUNDLE_BYTES;
use crate::wire::cbor::{self, Value};

/// What a bundle begins with, so that a file tells what it is.
const MARK: &str = "tessera-lists";

/// A snapshot and the files that it names, as received. Nothing in it is authentic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The snapshot.
    pub snapshot: Vec<u8>,
    /// The files, in no order.
    pub files: Vec<Vec<u8>>,
}

impl Bundle {
    /// Reads a bundle; `None` where it is something else, damaged or larger than [`MAX_BUNDLE_BYTES`].
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_BUNDLE_BYTES {
            return None;
        }
        let value = cbor::decode(bytes).ok()?;
        let [mark, snapshot, files] = value.as_array()? else { return None };
        let owned = |value: &Value<'_>| value.as_bytes().map(<[u8]>::to_vec);
        (mark.as_text() == Some(MARK)).then_some(())?;
        let files = files.as_array()?.iter().map(owned).collect::<Option<_>>()?;
        Some(Self { snapshot: owned(snapshot)?, files })
    }

    /// The bytes of the bundle.
    pub fn encode(&self) -> Vec<u8> {
        let files = self.files.iter().map(|file| Value::Bytes(Cow::Borrowed(file))).collect();
        Value::Array(vec![Value::text(MARK), Value::bytes(&self.snapshot), Value::Array(files)]).encode()
    }

    /// The files with their names.
    pub(super) fn named(&self) -> Vec<(FileName, &[u8])> {
        self.files.iter().map(|file| (FileName::of(file), file.as_slice())).collect()
    }
}
