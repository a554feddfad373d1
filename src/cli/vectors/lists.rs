//! Lists that are offered to a verifier that knows those of the first day: what it takes, and why it does not.

use super::craft::Item;
use super::day::{Day, FIRST, SECOND, compressed, delta, packed, status_list, status_list_of, trust_list, window};
use super::scene::{BEGINS, KEY, LIST_ENDS, LISTED, NOW, entry, issuer, list_of, moment, paper_issuer, root, stranger};
use super::{Vector, hex};
use crate::key::RootKey;
use crate::limits::MAX_STATUS_BYTES;
use crate::trust::{
    Bundle, MaySign, Roots, STATUS_BITS, Standing, TrustedKey, pack_changes, sign_status_list, sign_trust_list,
};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = taken();
    vectors.extend(old());
    vectors.extend(unsigned());
    vectors.extend(mixed());
    vectors.extend(malformed());
    vectors
}

fn of(outcome: &'static str, flaw: &'static str, why: &'static str, offered: &[u8]) -> Vector {
    Vector::update(outcome, flaw, why, &Day::first().bundle(), offered)
}

/// A second and a third root.
fn other_roots() -> [RootKey; 2] {
    [RootKey::from_seed(&[11; 32]), RootKey::from_seed(&[12; 32])]
}

fn two() -> Roots {
    Roots::any_of(&other_roots().map(|root| root.public()))
}

/// The list that hands over from the pinned root to two others, signed by the first so many of all.
fn hand_over(signers: &[&RootKey]) -> Item {
    sign_trust_list(signers, 1, window(LISTED, LIST_ENDS), &[], Roots::new(two().keys().to_vec(), 2).as_ref())
}

/// The entries of the usual list, signed by any roots.
fn list_by(signers: &[&RootKey], number: u64) -> Item {
    let own = entry(&issuer().public(), "vector", KEY, &MaySign::ALL);
    sign_trust_list(signers, number, window(LISTED, LIST_ENDS), own.as_slice(), None)
}

/// Changes of a status list.
fn changes(changes: &[(usize, u8)]) -> Item {
    pack_changes(changes.iter().copied(), STATUS_BITS)
}

fn taken() -> Vec<Vector> {
    let second = Day::second;
    let changed = [
        delta(FIRST, LISTED, LISTED + 60, &changes(&[(0, 1)])),
        delta(FIRST, LISTED + 60, LISTED + 120, &changes(&[(0, 0), (63, 3)])),
    ];
    let [a, b] = other_roots();
    let handed = Day { hand_overs: vec![hand_over(&[&root(), &a, &b])], ..second().with_trust(list_by(&[&a, &b], 2)) };
    vec![
        of("lists-taken", "snapshot-only", "a newer snapshot of the same files", &second().bundle()),
        of("lists-taken", "deltas", "the changes of two steps", &second().with_deltas(changed).bundle()),
        of(
            "lists-taken",
            "another-base",
            "a newer whole list",
            &second().with_list(status_list(FIRST, LISTED + 60, &[(5, Standing::Revoked)])).bundle(),
        ),
        of(
            "lists-taken",
            "another-trust-list",
            "a newer trust list",
            &second().with_trust(trust_list(2, None)).bundle(),
        ),
        of("lists-taken", "list-ended", "a status list less: its passes are over", &{
            let mut day = second();
            day.lists.pop();
            day.bundle()
        }),
        of(
            "lists-taken",
            "file-too-many",
            "a file that the snapshot does not name is dropped",
            &Day { others: vec![b"anything".to_vec()], ..second() }.bundle(),
        ),
        of(
            "lists-taken",
            "hand-over",
            "the root hands over to two others, and both sign the new list",
            &handed.bundle(),
        ),
    ]
}

fn old() -> Vec<Vector> {
    let second = Day::second;
    let back = |flaw, why, offered: &Day| of("lists-rolled-back", flaw, why, &offered.bundle());
    let known = second().with_trust(trust_list(3, None)).with_list(status_list(FIRST, LISTED + 600, &[]));
    let knowing =
        |flaw, why, offered: &Day| Vector::update("lists-rolled-back", flaw, why, &known.bundle(), &offered.bundle());
    let third = Day { made: LISTED + 1_900, number: 3, ..known.clone() };
    let ended = |day: Day| of("lists-expired", "snapshot", "the snapshot has ended in this second", &day.bundle());
    vec![
        of("lists-nothing-new", "same", "the lists that are known", &Day::first().bundle()),
        back("number-lower", "a lower number, made later", &Day { number: 0, ..second() }),
        back("number-again", "another snapshot under the same number", &Day { number: 1, ..second() }),
        back("made-earlier", "a higher number, made earlier", &Day { made: LISTED - 1, ..second() }),
        knowing("yesterday", "the whole state of before", &Day::first()),
        knowing(
            "trust-list-lower",
            "a newer snapshot that names an older trust list",
            &third.clone().with_trust(trust_list(2, None)),
        ),
        knowing(
            "status-list-older",
            "a newer snapshot that names an older status list",
            &third.clone().with_list(status_list(FIRST, LISTED + 599, &[])),
        ),
        ended(Day { ends: NOW, ..second() }),
        of(
            "lists-expired",
            "trust-list",
            "the trust list has ended",
            &second()
                .with_trust(list_of(LISTED, NOW, [entry(&issuer().public(), "vector", KEY, &MaySign::ALL)]))
                .bundle(),
        ),
        of(
            "lists-expired",
            "status-list",
            "a status list has ended",
            &second().with_list(sign_status_list(&issuer(), FIRST, window(LISTED, NOW), 60, &packed(&[]))).bundle(),
        ),
    ]
}

fn unsigned() -> Vec<Vector> {
    let second = Day::second;
    let case = |flaw, why, offered: &[u8]| of("lists-not-signed", flaw, why, offered);
    let [a, b] = other_roots();
    let all = [root().public(), a.public(), b.public()].map(|key| hex(key.as_bytes())).join(" ");
    let of_three = |outcome, flaw, why, signers: &[&RootKey]| {
        let known = Day::first().with_trust(list_by(&[&root(), &a], 1)).bundle();
        Vector::update(outcome, flaw, why, &known, &second().with_trust(list_by(signers, 2)).bundle())
            .with("roots", all.clone())
            .with("threshold", "2")
    };
    let key_with = |change: fn(TrustedKey) -> TrustedKey| {
        list_of(LISTED, LIST_ENDS, [entry(&issuer().public(), "vector", KEY, &MaySign::ALL).map(change)])
    };
    let handed = |chain: Item, trust: Item| Day { hand_overs: vec![chain], ..second().with_trust(trust) }.bundle();
    let after =
        Day { hand_overs: vec![hand_over(&[&root(), &a, &b])], ..Day::first().with_trust(list_by(&[&a, &b], 2)) };
    let later = |flaw, why, offered: &[u8]| Vector::update("lists-not-signed", flaw, why, &after.bundle(), offered);
    vec![
        case("stranger-trust-list", "a trust list by no root", &second().with_trust(list_by(&[&a], 2)).bundle()),
        of_three("lists-not-signed", "one-root-of-two", "two of three roots must sign, and one has", &[&a]),
        of_three("lists-not-signed", "one-root-twice", "a root that signs twice counts once", &[&a, &a]),
        of_three("lists-taken", "two-roots-of-three", "any two of the three roots", &[&b, &root()]),
        case("stranger-snapshot", "a snapshot by a key that no list has", &second().bundle_by(&stranger())),
        case("snapshot-without-purpose", "the key may not sign snapshots", &second().bundle_by(&paper_issuer())),
        case(
            "snapshot-by-retired-key",
            "the key had been retired",
            &second().with_trust(key_with(|key| TrustedKey { retired_from: Some(moment(BEGINS)), ..key })).bundle(),
        ),
        case(
            "snapshot-by-compromised-key",
            "the key was in other hands",
            &second().with_trust(key_with(|key| TrustedKey { compromised_from: Some(moment(BEGINS)), ..key })).bundle(),
        ),
        case(
            "stranger-status-list",
            "a status list by a key that no list has",
            &second()
                .with_list(sign_status_list(&stranger(), FIRST, window(LISTED, LIST_ENDS), 60, &packed(&[])))
                .bundle(),
        ),
        case(
            "status-list-without-purpose",
            "the key may not sign status lists",
            &second()
                .with_list(sign_status_list(&paper_issuer(), FIRST, window(LISTED, LIST_ENDS), 60, &packed(&[])))
                .bundle(),
        ),
        case(
            "status-list-out-of-prefix",
            "the key signs lists at other addresses",
            &second()
                .with_trust(key_with(|key| TrustedKey { status_prefix: Some("https://lists.example/9".into()), ..key }))
                .bundle(),
        ),
        case(
            "stranger-delta",
            "changes by a key that no list has",
            &second()
                .with_deltas([crate::trust::sign_status_delta(
                    &stranger(),
                    FIRST,
                    moment(LISTED),
                    window(LISTED + 60, LIST_ENDS),
                    &changes(&[(1, 0)]),
                )])
                .bundle(),
        ),
        case(
            "hand-over-without-the-new",
            "one of the new roots has not signed",
            &handed(hand_over(&[&root(), &a]), list_by(&[&a, &b], 2)),
        ),
        case(
            "hand-over-without-the-old",
            "the old root has not signed",
            &handed(hand_over(&[&a, &b]), list_by(&[&a, &b], 2)),
        ),
        later(
            "retired-root",
            "the root that has handed over signs another list",
            &Day { made: LISTED + 1_800, number: 2, ..Day::first().with_trust(list_by(&[&root()], 3)) }.bundle(),
        ),
        later(
            "retired-root-after-the-hand-over",
            "the hand-over, and a list by the root that handed over",
            &Day { made: LISTED + 1_800, number: 2, ..after.clone().with_trust(list_by(&[&root()], 3)) }.bundle(),
        ),
    ]
}

fn mixed() -> Vec<Vector> {
    let second = Day::second;
    let mixed = |flaw, why, offered: &Day| of("lists-mixed", flaw, why, &offered.bundle());
    let mut swapped = second();
    swapped.lists[0].1 = status_list(SECOND, LISTED, &[]);
    swapped.lists[1].1 = status_list(FIRST, LISTED, &[]);
    let bundle = |snapshot: Item, files: Vec<Item>| Bundle { snapshot, files }.encode();
    let day = second();
    let (snapshot, files) = (day.snapshot(&issuer()), day.files());
    let mut flipped = files.clone();
    if let Some(byte) = flipped[1].last_mut() {
        *byte ^= 1;
    }
    vec![
        mixed(
            "status-list-for-another-uri",
            "the list in the first place names a third address",
            &second().with_list(status_list("https://lists.example/3", LISTED, &[])),
        ),
        mixed("shards-swapped", "each list stands in the place of the other", &swapped),
        mixed(
            "delta-of-another-list",
            "changes of the second list in the place of the first's",
            &second().with_deltas([delta(SECOND, LISTED, LISTED + 60, &changes(&[(1, 0)]))]),
        ),
        mixed(
            "delta-of-another-day",
            "changes that go out from another state",
            &second().with_deltas([delta(FIRST, LISTED - 60, LISTED + 60, &changes(&[(1, 0)]))]),
        ),
        of("lists-incomplete", "no-files", "the snapshot alone", &bundle(snapshot.clone(), vec![])),
        of(
            "lists-incomplete",
            "last-file",
            "the last status list is missing",
            &bundle(snapshot.clone(), files[..files.len() - 1].to_vec()),
        ),
        of(
            "lists-incomplete",
            "other-day",
            "the files of another day",
            &bundle(snapshot.clone(), Day::second().with_list(status_list(FIRST, LISTED + 60, &[])).files()),
        ),
        of("lists-incomplete", "file-changed", "a bit of a file is wrong", &bundle(snapshot, flipped)),
    ]
}

fn malformed() -> Vec<Vector> {
    let second = Day::second;
    let case = |flaw, why, offered: &[u8]| of("lists-malformed", flaw, why, offered);
    let with = |compressed: &[u8]| second().with_list(status_list_of(FIRST, compressed)).bundle();
    let delta_of = |changes: &[u8]| second().with_deltas([delta(FIRST, LISTED, LISTED + 60, changes)]).bundle();
    let good = second().bundle();
    let packed = packed(&[]);
    let bomb = compressed(&vec![0; MAX_STATUS_BYTES + 1]);
    let mut sum = packed.clone();
    if let Some(byte) = sum.last_mut() {
        *byte ^= 1;
    }
    vec![
        case("nothing", "no bytes", &[]),
        case("truncated", "the last byte is missing", &good[..good.len() - 1]),
        case("trailing-byte", "a byte follows", &[&good[..], &[0]].concat()),
        case("trust-list-alone", "a trust list is no bundle", &second().trust),
        case("snapshot-alone", "a snapshot is no bundle", &second().snapshot(&issuer())),
        case(
            "trust-list-in-the-place-of-the-snapshot",
            "the trust list twice",
            &Bundle { snapshot: second().trust, files: second().files() }.encode(),
        ),
        case(
            "snapshot-in-the-place-of-a-status-list",
            "the snapshot of before stands for a status list",
            &second().with_list(Day::first().snapshot(&issuer())).bundle(),
        ),
        case(
            "delta-in-the-place-of-a-status-list",
            "changes stand for a whole list",
            &second().with_list(delta(FIRST, LISTED, LISTED + 60, &changes(&[(1, 0)]))).bundle(),
        ),
        case("list-named-twice", "two lists for one address", &{
            let mut day = second();
            day.lists.push((FIRST, status_list(FIRST, LISTED + 60, &[]), vec![]));
            day.bundle()
        }),
        case("bomb", "a byte more than may come out when it is decompressed", &with(&bomb)),
        case("entries-truncated", "the compressed entries break off", &with(&packed[..packed.len() - 5])),
        case("entries-go-on", "bytes follow the compressed entries", &with(&[&packed[..], &[0]].concat())),
        case("entries-with-a-wrong-sum", "the checksum of the entries is wrong", &with(&sum)),
        case("entries-not-compressed", "plain entries", &with(&[0; 16])),
        case("delta-past-the-end", "a change of the 65th entry of 64", &delta_of(&changes(&[(64, 1)]))),
        case("delta-empty", "no bytes in the place of changes", &delta_of(&[])),
        case("delta-broken-off", "three changes, and of the third two bits are there", &delta_of(&[3, 0, 0b0110])),
        case("delta-goes-on", "a byte follows the changes", &delta_of(&[1, 0, 0b0010, 0])),
        case("delta-not-filled-with-zeros", "bits follow the changes", &delta_of(&[1, 0, 0b1000_0010])),
        case("delta-longest-distance", "a distance past every end", &delta_of(&[&[1, 31][..], &[0xff; 60]].concat())),
        case("delta-parameter-too-large", "a parameter of 32", &delta_of(&[1, 32, 0, 0, 0, 0, 0])),
        case(
            "delta-of-the-same-second",
            "changes that take no time",
            &second().with_deltas([delta(FIRST, LISTED, LISTED, &changes(&[(1, 0)]))]).bundle(),
        ),
    ]
}
