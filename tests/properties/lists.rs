//! Status lists, their changes, and lists that take the place of others.

use std::collections::BTreeMap;

use miniz_oxide::deflate::compress_to_vec_zlib;
use proptest::prelude::*;
use tessera::trust::{
    Bundle, Contents, FileName, Known, ListedStatus, STATUS_BITS, StatusList, Statuses, UnverifiedSnapshot,
    UpdateError, pack_changes, sign_snapshot, sign_status_delta, sign_status_list, sign_trust_list,
};

use crate::scene::*;

/// Entries of a width, some crowded and some sparse, filling whole bytes.
fn entries() -> impl Strategy<Value = (u8, Vec<u8>)> {
    let width = prop_oneof![Just(1u8), Just(2), Just(4), Just(8)];
    (width, 1..600usize, 0..40u32).prop_flat_map(|(bits, bytes, share)| {
        let highest = (1u16 << bits) - 1;
        let entry = (0..40u32, 0..=highest).prop_map(move |(dice, n)| if dice < share { n as u8 } else { 0 });
        (Just(bits), proptest::collection::vec(entry, bytes * 8 / usize::from(bits)))
    })
}

fn packed(bits: u8, entries: &[u8]) -> Vec<u8> {
    let in_byte = 8 / usize::from(bits);
    let byte = |chunk: &[u8]| chunk.iter().rev().fold(0u16, |byte, entry| byte << bits | u16::from(*entry)) as u8;
    compress_to_vec_zlib(&entries.chunks(in_byte).map(byte).collect::<Vec<_>>(), 6)
}

/// A few places and what stands there afterwards.
fn changes(most: usize) -> impl Strategy<Value = BTreeMap<usize, u8>> {
    proptest::collection::btree_map(0..most, 0..4u8, 0..20)
}

proptest! {
    #[test]
    fn a_status_list_has_the_entries_that_were_put_in((bits, entries) in entries()) {
        let list = Statuses::inflate(bits, &packed(bits, &entries)).expect("good data");
        prop_assert_eq!(list.len(), entries.len());
        for (index, entry) in entries.iter().enumerate() {
            prop_assert_eq!(list.get(index as u64), Some(*entry));
        }
        prop_assert_eq!(list.get(entries.len() as u64), None);
        let others = entries.iter().copied().enumerate().filter(|(_, entry)| *entry != 0);
        prop_assert!(list.entries().eq(others));
    }

    #[test]
    fn changes_one_after_the_other_lead_where_they_lead_at_once(first in changes(400), second in changes(400)) {
        let empty = Statuses::inflate(STATUS_BITS, &packed(STATUS_BITS, &[0; 400])).expect("good data");
        let pack = |changes: &BTreeMap<usize, u8>| pack_changes(changes.iter().map(|(n, s)| (*n, *s)), STATUS_BITS);
        let step = empty.changed(&pack(&first)).and_then(|list| list.changed(&pack(&second)));
        let mut both = first.clone();
        both.extend(second);
        prop_assert_eq!(&step, &empty.changed(&pack(&both)));
        let mut plain = [0u8; 400];
        both.iter().for_each(|(index, status)| plain[*index] = *status);
        // The same as the list that says it all in one.
        prop_assert_eq!(step, Statuses::inflate(STATUS_BITS, &packed(STATUS_BITS, &plain)));
    }

    #[test]
    fn what_the_office_signs_is_what_a_verifier_reads(
        entries in proptest::collection::vec(0..4u8, 1..100), made in NOW - 80_000..NOW, life in 1..800_000u64,
    ) {
        let entries = [entries.clone(), vec![0; entries.len().next_multiple_of(4) - entries.len()]].concat();
        let signed = sign_status_list(&issuer(), OWN_LIST, window(made, made + life), 60, &packed(2, &entries));
        let list = StatusList::authenticate(&signed, &trust()).expect("the office's own");
        prop_assert_eq!((list.uri(), list.issued_at(), list.expires()), (OWN_LIST, t(made), t(made + life)));
        prop_assert_eq!(list.statuses().entries().count(), entries.iter().filter(|entry| **entry != 0).count());
    }

    #[test]
    fn a_snapshot_says_what_was_put_in(
        number in any::<u64>(), files in proptest::collection::vec(any::<[u8; 4]>(), 4..40), lists in 0..4usize,
    ) {
        let names: Vec<_> = files.iter().map(|file| FileName::of(file)).collect();
        let list = |n: usize| ListedStatus {
            uri: format!("{PREFIX}{n}"),
            list: names[n],
            deltas: names[n..].iter().copied().take(30).collect(),
        };
        let contents = Contents {
            number,
            trust: names[0],
            hand_overs: names.iter().copied().take(30).collect(),
            lists: (0..lists).map(list).collect(),
        };
        let signed = sign_snapshot(&issuer(), window(NOW - 60, NOW + 60), &contents);
        let read = UnverifiedSnapshot::parse(&signed).and_then(|read| read.authenticate(&trust()));
        prop_assert_eq!(read.map(|snapshot| snapshot.contents().clone()), Ok(contents));
    }

    #[test]
    fn a_bundle_is_read_as_it_was_written(
        snapshot in proptest::collection::vec(any::<u8>(), 0..50),
        files in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..50), 0..10),
    ) {
        let bundle = Bundle { snapshot, files };
        let bytes = bundle.encode();
        prop_assert_eq!(Bundle::parse(&bytes), Some(bundle));
        prop_assert_eq!(Bundle::parse(&bytes[..bytes.len() - 1]), None);
    }

    /// Whatever is offered in whatever order, no number that a verifier knows ever becomes smaller.
    #[test]
    fn a_verifier_never_goes_back(days in proptest::collection::vec((0..6u64, 0..6u64, 0..6u64, 0..6u64), 1..12)) {
        let mut known = lists(0, 0, 0, 0);
        for (number, trust, listed, made) in days {
            let offered = lists(number, trust, listed, made);
            let numbers = |known: &Known| {
                let listed = known.statuses().iter().map(StatusList::issued_at).next();
                (known.snapshot().contents().number, known.trust().number(), listed, known.snapshot().issued_at())
            };
            let (old, new) = (numbers(&known), numbers(&offered));
            let goes_on = new.0 > old.0 && new.1 >= old.1 && new.2 >= old.2 && new.3 >= old.3;
            match known.update(offered.bundle().clone(), &roots(), t(NOW)) {
                Ok(next) => {
                    prop_assert!(goes_on);
                    known = next;
                }
                Err(UpdateError::NothingNew) => prop_assert_eq!(new, old),
                Err(error) => {
                    prop_assert_eq!(error, UpdateError::RolledBack);
                    prop_assert!(!goes_on);
                }
            }
        }
    }
}

/// Lists whose four counters stand where they are told.
fn lists(number: u64, trust: u64, listed: u64, made: u64) -> Known {
    let trust = sign_trust_list(&[&root()], trust, window(NOW - 3_600, NOW + 3_600), &[entry()], None);
    let statuses = packed(STATUS_BITS, &[0; 8]);
    let list = sign_status_list(&issuer(), OWN_LIST, window(NOW - 3_600 + listed, NOW + 3_600), 60, &statuses);
    let delta = sign_status_delta(
        &issuer(),
        OWN_LIST,
        t(NOW - 3_600 + listed),
        window(NOW - 1_800 + listed, NOW + 3_600),
        &pack_changes([(1, 1)], STATUS_BITS),
    );
    let names: Vec<_> = [&trust, &list, &delta].map(|file| FileName::of(file)).into();
    let listed = ListedStatus { uri: OWN_LIST.to_string(), list: names[1], deltas: vec![names[2]] };
    let contents = Contents { number, trust: names[0], hand_overs: vec![], lists: vec![listed] };
    let snapshot = sign_snapshot(&issuer(), window(NOW - 600 + made, NOW + 3_600), &contents);
    Known::authenticate(Bundle { snapshot, files: vec![trust, list, delta] }, &roots()).expect("the office's own")
}
