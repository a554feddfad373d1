//! What has become of passes and of keys since: passes that the lists of a day call back, recolour or cannot tell of, keys that were retired or
//! fell into other hands, and clocks that the host of the lists contradicts.

use super::Vector;
use super::craft::{Fields, Item, text, uint};
use super::day::{Day, ENTRIES, FIRST, SECOND, delta, status_list};
use super::scene::{
    BEGINS, Credential, KEY, LIST_ENDS, LISTED, NOW, entry, issuer, list_of, moment, other_issuer, shown,
};
use crate::limits::CLOCK_TOLERANCE;
use crate::trust::{MaySign, STATUS_BITS, TrustedKey, pack_changes};
use crate::wire::registry::{claim, header, hp1};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = standings();
    vectors.extend(references());
    vectors.extend(keys());
    vectors.extend(clocks());
    vectors
}

/// The usual pass with a reference to a status.
fn referring(uri: &str, index: u64) -> Credential {
    Credential::door().claim(claim::STATUS, reference(uri, index))
}

fn reference(uri: &str, index: u64) -> Item {
    let list = Fields::default().add(text("idx"), uint(index)).add(text("uri"), text(uri));
    Fields::default().add(text("status_list"), list.sorted()).sorted()
}

fn of(outcome: &'static str, flaw: &'static str, why: &'static str, credential: &Credential, day: &Day) -> Vector {
    Vector::of(outcome, flaw, why, &credential.shown()).bundle(&day.bundle())
}

fn standings() -> Vec<Vector> {
    let day = Day::first();
    let pass = |index| referring(FIRST, index);
    let red = |index| pass(index).body(hp1::COLOUR, uint(2));
    let paper = Credential::paper().claim(claim::STATUS, reference(FIRST, 1)).signed();
    let over = pass(1).claim(claim::NBF, uint(NOW - 20 * 86_400)).claim(claim::EXP, uint(NOW - 86_400));
    let changes = |changes: &[(usize, u8)]| {
        let changes = pack_changes(changes.iter().copied(), STATUS_BITS);
        Day::second().with_deltas([delta(FIRST, LISTED, LISTED + 1_800, &changes)])
    };
    let later = changes(&[(0, 1), (1, 0), (63, 2)]);
    vec![
        of("accept", "status-as-issued", "nothing has become of it", &pass(0), &day),
        of("accept", "status-last", "the last entry of its list", &pass(ENTRIES as u64 - 1), &day),
        of(
            "accept",
            "status-in-another-list",
            "the same index, in a list that has nothing",
            &referring(SECOND, 1),
            &day,
        ),
        of("accept", "status-restored", "it was called back, and the day's changes restore it", &pass(1), &later),
        of("refuse-revoked", "live", "it was called back", &pass(1), &day),
        Vector::of("refuse-revoked", "paper", "it was called back", &paper).bundle(&day.bundle()),
        of("refuse-revoked", "red-too", "red and called back: called back comes first", &red(1), &day),
        of("refuse-revoked", "by-the-changes-of-the-day", "the day's changes call it back", &pass(0), &later),
        of("refuse-not-green", "suspended", "green when it was issued, suspended since", &pass(2), &day),
        of("refuse-not-green", "observe", "green when it was issued, under observation since", &pass(3), &day),
        of(
            "refuse-not-green",
            "suspended-by-the-changes-of-the-day",
            "the day's changes suspend it",
            &pass(63),
            &later,
        ),
        of("refuse-not-green", "red-and-as-issued", "red from the start", &red(0), &day),
        of("refuse-expired", "revoked-too", "over and called back: over comes first", &over, &day),
    ]
}

fn references() -> Vec<Vector> {
    let day = Day::first();
    let past = |index| referring(FIRST, index);
    let elsewhere = day.clone().with_list(status_list("https://lists.example/3", LISTED, &[]));
    let elsewhere = Day { lists: vec![("https://lists.example/3", elsewhere.lists[0].1.clone(), vec![])], ..elsewhere };
    let of_another = shown(
        &referring(FIRST, 0)
            .claim(claim::ISS, text("other"))
            .header(header::KID, super::craft::bytes(other_issuer().public().id().as_bytes()))
            .message()
            .signed_by(&other_issuer()),
    );
    let frozen = Day { made: NOW - 3 * 86_400, ..Day::first() };
    let frozen = Day {
        lists: vec![(FIRST, status_list(FIRST, NOW - 3 * 86_400, &[]), vec![])],
        trust: super::scene::list_made(NOW - 3 * 86_400, LIST_ENDS),
        ..frozen
    };
    let old_list = Day { lists: vec![(FIRST, status_list(FIRST, NOW - 86_400, &[]), vec![])], ..Day::first() };
    vec![
        of("refuse-no-such-status", "by-one", "the list has 64 entries, and this is the 65th", &past(64), &day),
        of("refuse-no-such-status", "by-far", "the largest number there is", &past(u64::MAX), &day),
        of(
            "undetermined-status-unknown",
            "other-list",
            "the lists of the day have another address",
            &past(0),
            &elsewhere,
        ),
        Vector::of(
            "undetermined-status-unknown",
            "list-of-another-office",
            "the list at this address is about another office's passes",
            &of_another,
        )
        .bundle(&day.bundle()),
        of(
            "undetermined-lists-stale",
            "snapshot-frozen",
            "the lists of three days ago, shown for ever",
            &past(0),
            &frozen,
        ),
        of(
            "undetermined-lists-stale",
            "snapshot-over",
            "the lists hold for days, and the snapshot that names them ends in this second",
            &past(0),
            &Day { ends: NOW, ..Day::first() },
        ),
        of(
            "accept",
            "status-of-the-last-second",
            "the snapshot that names the lists ends in the next second",
            &past(0),
            &Day { ends: NOW + 1, ..Day::first() },
        ),
        of(
            "accept",
            "status-list-vouched-for",
            "a list of yesterday that the snapshot of today names",
            &past(0),
            &old_list,
        ),
    ]
}

/// A trust list whose entry of the office is changed.
fn list_with(change: impl FnOnce(TrustedKey) -> TrustedKey) -> Item {
    let own = entry(&issuer().public(), "vector", KEY, &MaySign::ALL).map(change);
    list_of(LISTED, LIST_ENDS, [own])
}

fn keys() -> Vec<Vector> {
    let stolen = |from: u64| list_with(|key| TrustedKey { compromised_from: Some(moment(from)), ..key });
    let retired = |from: u64| list_with(|key| TrustedKey { retired_from: Some(moment(from)), ..key });
    let door = Credential::door;
    let issued = |at: u64| door().claim(claim::IAT, uint(at)).shown();
    let case = |outcome, flaw, why, message: &[u8], trust| Vector::of(outcome, flaw, why, message).trust(trust);
    let both = list_with(|key| TrustedKey {
        retired_from: Some(moment(BEGINS - 10)),
        compromised_from: Some(moment(BEGINS)),
        ..key
    });
    let forged = shown(&door().message().with_signature(&[0; 64]));
    vec![
        case(
            "refuse-key-compromised",
            "in-this-second",
            "issued in the second from which on the key was in other hands",
            &issued(BEGINS),
            stolen(BEGINS),
        ),
        case(
            "refuse-key-compromised",
            "without-iat",
            "it does not say when it was issued, so its begin counts",
            &door().shown(),
            stolen(BEGINS),
        ),
        case(
            "refuse-key-compromised",
            "retired-too",
            "compromised says more than retired",
            &issued(BEGINS),
            both.clone(),
        ),
        case(
            "refuse-key-compromised",
            "paper",
            "issued after the key was in other hands",
            &Credential::paper().signed(),
            stolen(BEGINS - 1),
        ),
        case("accept", "before-the-compromise", "issued a second before", &issued(BEGINS - 1), stolen(BEGINS)),
        case(
            "refuse-unknown-issuer",
            "retired-in-this-second",
            "the key was retired",
            &issued(BEGINS),
            retired(BEGINS),
        ),
        case("accept", "before-the-retirement", "issued a second before", &issued(BEGINS - 1), retired(BEGINS)),
        case("refuse-unknown-issuer", "retired-first", "retired, and compromised later", &issued(BEGINS - 1), both),
        case("refuse-forged", "compromised-key", "a forgery in the name of a compromised key", &forged, stolen(BEGINS)),
    ]
}

fn clocks() -> Vec<Vector> {
    let ahead = |outcome, flaw, why, ceiling: u64| {
        Vector::of(outcome, flaw, why, &Credential::door().shown()).with("ceiling", ceiling.to_string())
    };
    vec![
        ahead(
            "undetermined-clock-ahead",
            "by-a-second",
            "this clock is a second too far ahead of the host's",
            NOW - CLOCK_TOLERANCE - 1,
        ),
        ahead("undetermined-clock-ahead", "by-a-year", "this clock is a year ahead of the host's", NOW - 365 * 86_400),
        ahead("accept", "clock-ahead-within-tolerance", "clocks differ a little", NOW - CLOCK_TOLERANCE),
    ]
}
