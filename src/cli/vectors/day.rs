//! The lists of one day in their parts, so that any of them can be exchanged.

use super::craft::Item;
use super::scene::{KEY, LIST_ENDS, LISTED, entry, issuer, list, moment, other_issuer, root};
use crate::key::IssuerKey;
use crate::time::Window;
use crate::trust::{
    Bundle, Contents, FileName, ListedStatus, MaySign, Roots, Standing, sign_snapshot, sign_status_delta,
    sign_status_list, sign_trust_list,
};

/// The addresses of the two status lists.
pub(super) const FIRST: &str = "https://lists.example/1";
pub(super) const SECOND: &str = "https://lists.example/2";

/// How many entries a status list has.
pub(super) const ENTRIES: usize = 64;

/// For how many seconds a copy of a status list may be used before it is fetched again.
const TTL: u64 = 43_200;

/// The window of a list that is signed at `made`.
pub(super) fn window(made: u64, ends: u64) -> Window {
    // Every moment here is a constant near the scene's: small, and in order.
    Window::new(moment(made), moment(ends)).expect("constants in order")
}

/// The compressed entries of a status list of [`ENTRIES`].
pub(super) fn packed(entries: &[(usize, Standing)]) -> Item {
    let mut plain = vec![0_u8; ENTRIES / 4];
    for (index, standing) in entries {
        plain[index / 4] |= standing.to_u8() << (index % 4 * 2);
    }
    compressed(&plain)
}

/// Bytes as zlib data.
pub(super) fn compressed(plain: &[u8]) -> Item {
    miniz_oxide::deflate::compress_to_vec_zlib(plain, 9)
}

/// The lists of a day.
#[derive(Clone)]
pub(super) struct Day {
    pub(super) made: u64,
    pub(super) ends: u64,
    pub(super) number: u64,
    pub(super) trust: Item,
    pub(super) hand_overs: Vec<Item>,
    /// Address, list, deltas.
    pub(super) lists: Vec<(&'static str, Item, Vec<Item>)>,
    /// Files that come along, and that the snapshot does not name.
    pub(super) others: Vec<Item>,
}

impl Day {
    /// The usual day: some statuses in the first list, none in the second.
    pub(super) fn first() -> Self {
        let entries = [(1, Standing::Revoked), (2, Standing::Suspended), (3, Standing::Observe)];
        Self {
            made: LISTED,
            ends: LIST_ENDS,
            number: 1,
            trust: list(),
            hand_overs: Vec::new(),
            lists: vec![
                (FIRST, status_list(FIRST, LISTED, &entries), Vec::new()),
                (SECOND, status_list(SECOND, LISTED, &[]), Vec::new()),
            ],
            others: Vec::new(),
        }
    }

    /// The next half hour: number two, with nothing else new.
    pub(super) fn second() -> Self {
        Self { made: LISTED + 1_800, number: 2, ..Self::first() }
    }

    pub(super) fn with_trust(self, trust: Item) -> Self {
        Self { trust, ..self }
    }

    /// The day with another list in the first place.
    pub(super) fn with_list(mut self, list: Item) -> Self {
        self.lists[0].1 = list;
        self
    }

    /// The day with deltas of the first list.
    pub(super) fn with_deltas(mut self, deltas: impl IntoIterator<Item = Item>) -> Self {
        self.lists[0].2.extend(deltas);
        self
    }

    fn contents(&self) -> Contents {
        let lists = self.lists.iter().map(|(uri, list, deltas)| ListedStatus {
            uri: uri.to_string(),
            list: FileName::of(list),
            deltas: deltas.iter().map(|delta| FileName::of(delta)).collect(),
        });
        Contents {
            number: self.number,
            trust: FileName::of(&self.trust),
            hand_overs: self.hand_overs.iter().map(|list| FileName::of(list)).collect(),
            lists: lists.collect(),
        }
    }

    /// The snapshot, signed by any key.
    pub(super) fn snapshot(&self, key: &IssuerKey) -> Item {
        sign_snapshot(key, window(self.made, self.ends), &self.contents())
    }

    /// The files.
    pub(super) fn files(&self) -> Vec<Item> {
        let statuses = self.lists.iter().flat_map(|(_, list, deltas)| [list].into_iter().chain(deltas)).cloned();
        let mut files = self.hand_overs.clone();
        files.push(self.trust.clone());
        files.extend(statuses);
        files.extend(self.others.iter().cloned());
        files
    }

    /// The bundle, its snapshot signed by any key.
    pub(super) fn bundle_by(&self, key: &IssuerKey) -> Item {
        Bundle { snapshot: self.snapshot(key), files: self.files() }.encode()
    }

    /// The bundle as the office makes it.
    pub(super) fn bundle(&self) -> Item {
        self.bundle_by(&issuer())
    }
}

/// A status list by the office.
pub(super) fn status_list(uri: &str, made: u64, entries: &[(usize, Standing)]) -> Item {
    sign_status_list(&issuer(), uri, window(made, LIST_ENDS), TTL, &packed(entries))
}

/// A status list of any entries by the office.
pub(super) fn status_list_of(uri: &str, compressed: &[u8]) -> Item {
    sign_status_list(&issuer(), uri, window(LISTED + 60, LIST_ENDS), TTL, compressed)
}

/// A delta by the office.
pub(super) fn delta(uri: &str, base: u64, made: u64, changes: &[u8]) -> Item {
    sign_status_delta(&issuer(), uri, moment(base), window(made, LIST_ENDS), changes)
}

/// A trust list of the office and the other one by the pinned root, under a number.
pub(super) fn trust_list(number: u64, next: Option<&Roots>) -> Item {
    let entries = [
        entry(&issuer().public(), "vector", KEY, &MaySign::ALL),
        entry(&other_issuer().public(), "other", KEY, &[MaySign::Door]),
    ];
    let entries: Vec<_> = entries.into_iter().flatten().collect();
    sign_trust_list(&[&root()], number, window(LISTED, LIST_ENDS), &entries, next)
}
