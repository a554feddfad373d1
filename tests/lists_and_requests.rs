//! Trust lists as a carrier brings them, the floor that they raise, and what a wallet and an office ask of each other.

mod scene;

use scene::*;
use tessera::holder::{Checked, Request, RequestError, WrongKey};
use tessera::id::Audience;
use tessera::key::HolderKey;
use tessera::limits::MAX_LIST_BYTES;
use tessera::trust::{ListError, Roots, TimeFloor, TrustList};
use tessera::wire::cbor::Value;
use tessera::wire::cose::{sign_first, sign1};
use tessera::wire::registry::{CNF_COSE_KEY, claim, trust, typ};
use tessera::wire::text::ScannedText;

fn map(entries: Vec<(i64, Value<'_>)>) -> Value<'_> {
    Value::map(entries.into_iter().map(|(label, value)| (Value::int(label), value)))
}

/// A list without keys, signed by the root, from one time to another, with another claim beside.
fn list(from: u64, to: u64, other: Value<'_>) -> Vec<u8> {
    let body = map(vec![(trust::NUMBER, Value::Unsigned(7)), (trust::KEYS, Value::Array(vec![]))]);
    let payload = map(vec![
        (claim::IAT, Value::Unsigned(from)),
        (claim::EXP, Value::Unsigned(to)),
        (claim::TRUST_LIST, body),
        (99, other),
    ]);
    let headers = map(vec![(16, Value::text(typ::TRUST_LIST))]);
    let kid = root().public().id();
    let signer = map(vec![(1, Value::int(-19)), (4, Value::bytes(kid.as_bytes()))]);
    sign_first(&headers, &payload.encode(), &signer, |bytes| root().sign(bytes))
}

fn read(bytes: &[u8]) -> Result<TrustList, ListError> {
    TrustList::authenticate(bytes, &roots())
}

#[test]
fn a_list_ends_after_it_begins() {
    assert!(read(&list(NOW, NOW + 1, Value::Null)).is_ok());
    assert_eq!(read(&list(NOW, NOW, Value::Null)), Err(ListError::Malformed));
    assert_eq!(read(&list(NOW, NOW - 1, Value::Null)), Err(ListError::Malformed));
}

#[test]
fn a_list_is_not_longer_than_its_limit() {
    let frame = list(NOW, NOW + 1, Value::bytes(&[0; 1 << 16])).len() - (1 << 16);
    let of_length = |length: usize| list(NOW, NOW + 1, Value::bytes(&vec![0; length - frame]));
    let (fits, long) = (of_length(MAX_LIST_BYTES), of_length(MAX_LIST_BYTES + 1));
    assert_eq!((fits.len(), long.len()), (MAX_LIST_BYTES, MAX_LIST_BYTES + 1));
    assert!(read(&fits).is_ok());
    assert_eq!(read(&long), Err(ListError::Malformed));
}

#[test]
fn a_list_by_nobody_s_root_is_not_signed_and_one_cut_short_is_damaged() {
    let bytes = trust_list(&[entry()]);
    assert_eq!(TrustList::authenticate(&bytes, &Roots::any_of(&[])), Err(ListError::NotSigned));
    assert_eq!(TrustList::authenticate(&bytes, &Roots::any_of(&[issuer().public()])), Err(ListError::NotSigned));
    for length in 0..bytes.len() {
        assert_eq!(read(&bytes[..length]), Err(ListError::Malformed), "{length} bytes");
    }
    assert_eq!(read(b"<!doctype html><title>Sign in to this network</title>"), Err(ListError::Malformed));
}

#[test]
fn one_changed_bit_of_a_list_is_never_taken() {
    let bytes = trust_list(&[entry()]);
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(read(&changed).is_err(), "bit {bit}");
    }
}

#[test]
fn a_list_takes_the_place_of_one_that_is_not_newer_until_its_last_second() {
    let list = trust();
    let end = list.expires().seconds();
    for (seen, at, expected) in [
        (None, NOW, Ok(())),
        (Some(6), NOW, Ok(())),
        (Some(7), NOW, Ok(())),
        (Some(8), NOW, Err(ListError::RolledBack)),
        (Some(7), end - 1, Ok(())),
        (Some(7), end, Err(ListError::Expired)),
        (Some(8), end, Err(ListError::RolledBack)),
    ] {
        assert_eq!(list.replaces(seen, t(at)), expected, "{seen:?} at {at}");
    }
}

#[test]
fn a_list_raises_the_floor_and_never_lowers_it() {
    let list = trust();
    let made = list.issued_at();
    assert_eq!(TimeFloor::new(t(0)).raised_by(&list).time(), made);
    assert_eq!(TimeFloor::new(made.plus(1)).raised_by(&list).time(), made.plus(1));
    let floor = TimeFloor::new(t(NOW));
    assert!(!floor.is_after(t(NOW - 300)), "five minutes are no proof");
    assert!(floor.is_after(t(NOW - 301)));
}

#[test]
fn a_request_is_answered_for_a_day_and_by_a_clock_five_minutes_behind() {
    let text = Request::make(&holder(), t(NOW));
    for (at, expected) in [(NOW - 301, false), (NOW - 300, true), (NOW + 86_400, true), (NOW + 86_401, false)] {
        let accepted = Request::accept(&text, t(at));
        assert_eq!(accepted.err(), (!expected).then_some(RequestError::Stale), "{at}");
    }
}

#[test]
fn a_request_for_a_key_that_its_sender_does_not_hold_is_not_proven() {
    let other = HolderKey::from_seed(&[9; 32]).public();
    let payload =
        map(vec![(claim::IAT, Value::Unsigned(NOW)), (claim::CNF, map(vec![(CNF_COSE_KEY, other.to_cose())]))])
            .encode();
    let headers = map(vec![(1, Value::int(-19)), (16, Value::text(typ::REQUEST))]);
    let signed = sign1(&headers, Value::Map(vec![]), &payload, |bytes| holder().sign(bytes));
    let accepted = Request::accept(&ScannedText::encode(&signed), t(NOW));
    assert_eq!(accepted, Err(RequestError::NotProven));
}

#[test]
fn one_changed_bit_of_a_request_is_never_answered() {
    let request = request();
    for bit in 0..request.len() * 8 {
        let mut changed = request.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(Request::accept(&ScannedText::encode(&changed), t(NOW)).is_err(), "bit {bit}");
    }
}

#[test]
fn a_pass_is_shown_with_the_key_that_it_is_bound_to() {
    let kept = Checked::open(delivery(), &trust(), holds).expect("a good delivery");
    let other = HolderKey::from_seed(&[9; 32]);
    assert_eq!(kept.present(&other, &Audience::door(), None, t(NOW)), Err(WrongKey));
}
