//! Every type of message offered to everybody who takes one, with one key in every role, so that nothing but the type tells them
//! apart: each wrong pairing is refused.

mod scene;

use scene::*;
use tessera::holder::{CheckError, Checked, Request, RequestError};
use tessera::id::Audience;
use tessera::key::{HolderKey, IssuerKey, RootKey};
use tessera::policy::{Policy, Rules, RulesError, SignedRules, sign_rules};
use tessera::trust::{
    Bundle, Contents, FileName, Known, ListError, ListedStatus, MaySign, Roots, TrustList, TrustedKey, UpdateError,
    pack_changes, sign_snapshot, sign_status_delta, sign_status_list, sign_trust_list,
};
use tessera::verifier::{Refusal, Verdict};
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::{sign_first, sign1};
use tessera::wire::text::ScannedText;

const SEED: [u8; 32] = [42; 32];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Live,
    Bare,
    Paper,
    Request,
    List,
    StatusList,
    StatusDelta,
    Snapshot,
    Rules,
}

const KINDS: [Kind; 9] = [
    Kind::Live,
    Kind::Bare,
    Kind::Paper,
    Kind::Request,
    Kind::List,
    Kind::StatusList,
    Kind::StatusDelta,
    Kind::Snapshot,
    Kind::Rules,
];

const URI: &str = "https://lists.example/1";

fn one_key_list() -> Vec<u8> {
    let key = TrustedKey {
        key: IssuerKey::from_seed(&SEED).public(),
        may_sign: MaySign::ALL.to_vec(),
        status_prefix: Some(URI.into()),
        ..entry()
    };
    sign_trust_list(&[&RootKey::from_seed(&SEED)], 1, window(NOW - 3_600, NOW + 864_000), &[key], None)
}

fn one_key_trust() -> TrustList {
    TrustList::authenticate(&one_key_list(), &Roots::any_of(&[RootKey::from_seed(&SEED).public()]))
        .expect("a good list")
}

fn message(kind: Kind) -> Vec<u8> {
    let (office, phone) = (IssuerKey::from_seed(&SEED), HolderKey::from_seed(&SEED));
    let bare = pass().sign_live(&office, &phone.public());
    match kind {
        Kind::Live => {
            let kept = Checked::open(bare, &one_key_trust(), |_| true).expect("a good delivery");
            let text = kept.present(&phone, &Audience::door(), None, t(NOW)).expect("its own key");
            text.decode().expect("our own text")
        }
        Kind::Bare => bare,
        Kind::Paper => pass().sign_paper(&office),
        Kind::Request => Request::make(&phone, t(NOW)).decode().expect("our own text"),
        Kind::List => one_key_list(),
        Kind::StatusList => status_list(),
        Kind::StatusDelta => status_delta(),
        Kind::Snapshot => snapshot(&one_key_list(), &status_list(), &status_delta()),
        Kind::Rules => sign_rules(&office, &entry().issuer, window(NOW - 1_800, NOW + 864_000), &Rules::door()),
    }
}

fn status_list() -> Vec<u8> {
    let entries = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 4], 9);
    sign_status_list(&IssuerKey::from_seed(&SEED), URI, window(NOW - 3_600, NOW + 864_000), 60, &entries)
}

fn status_delta() -> Vec<u8> {
    let window = window(NOW - 1_800, NOW + 864_000);
    sign_status_delta(&IssuerKey::from_seed(&SEED), URI, t(NOW - 3_600), window, &pack_changes([(1, 1)], 2))
}

fn snapshot(trust: &[u8], list: &[u8], delta: &[u8]) -> Vec<u8> {
    let list = ListedStatus { uri: URI.into(), list: FileName::of(list), deltas: vec![FileName::of(delta)] };
    let contents = Contents { number: 1, trust: FileName::of(trust), hand_overs: vec![], lists: vec![list] };
    sign_snapshot(&IssuerKey::from_seed(&SEED), window(NOW - 1_800, NOW + 864_000), &contents)
}

fn at_the_door(message: &[u8]) -> Verdict {
    report_by(&ScannedText::encode(message), &one_key_trust(), &Policy::demonstration(), NOW).verdict
}

fn in_the_wallet(message: &[u8]) -> Result<Checked, CheckError> {
    Checked::receive(&ScannedText::encode(message), &one_key_trust(), |_| true, t(NOW))
}

fn at_the_office(message: &[u8]) -> Result<Request, RequestError> {
    Request::accept(&ScannedText::encode(message), t(NOW))
}

fn as_a_list(message: &[u8]) -> Result<TrustList, ListError> {
    TrustList::authenticate(message, &Roots::any_of(&[RootKey::from_seed(&SEED).public()]))
}

fn as_rules(message: &[u8]) -> Result<SignedRules, RulesError> {
    SignedRules::authenticate(message, &one_key_trust(), t(NOW))
}

/// Lists in which the message stands in one of the four places.
fn as_lists(message: &[u8], place: Kind) -> Result<Known, UpdateError> {
    let mut files = [one_key_list(), status_list(), status_delta()];
    match place {
        Kind::List => files[0] = message.to_vec(),
        Kind::StatusList => files[1] = message.to_vec(),
        Kind::StatusDelta => files[2] = message.to_vec(),
        _ => {}
    }
    let whole = snapshot(&files[0], &files[1], &files[2]);
    let snapshot = if place == Kind::Snapshot { message.to_vec() } else { whole };
    let roots = Roots::any_of(&[RootKey::from_seed(&SEED).public()]);
    Known::authenticate(Bundle { snapshot, files: files.to_vec() }, &roots)
}

const PLACES: [Kind; 4] = [Kind::List, Kind::StatusList, Kind::StatusDelta, Kind::Snapshot];

#[test]
fn every_place_of_a_days_lists_takes_its_own_type_and_nothing_else() {
    for (kind, place) in KINDS.into_iter().flat_map(|kind| PLACES.map(|place| (kind, place))) {
        let known = as_lists(&message(kind), place);
        if kind == place {
            assert!(known.is_ok(), "{kind:?}");
        } else {
            assert_eq!(known, Err(UpdateError::Malformed), "{kind:?} as {place:?}");
        }
    }
}

#[test]
fn a_door_lets_in_what_is_live_or_on_paper_and_nothing_else() {
    for kind in KINDS {
        let verdict = at_the_door(&message(kind));
        match kind {
            Kind::Live | Kind::Paper => assert!(is_accept(verdict), "{kind:?}"),
            Kind::Bare => assert_eq!(verdict, Verdict::Refuse(Refusal::NotLive)),
            _ => assert_eq!(verdict, Verdict::Refuse(Refusal::Damaged), "{kind:?}"),
        }
    }
}

#[test]
fn a_wallet_keeps_deliveries_and_paper_and_nothing_else() {
    for kind in KINDS {
        let kept = in_the_wallet(&message(kind));
        match kind {
            Kind::Bare | Kind::Paper => assert!(kept.is_ok(), "{kind:?}"),
            _ => assert_eq!(kept, Err(CheckError::NotADelivery), "{kind:?}"),
        }
    }
}

#[test]
fn an_office_answers_requests_and_nothing_else() {
    for kind in KINDS {
        let request = at_the_office(&message(kind));
        match kind {
            Kind::Request => assert!(request.is_ok()),
            _ => assert_eq!(request, Err(RequestError::Malformed), "{kind:?}"),
        }
    }
}

#[test]
fn a_list_store_takes_trust_lists_and_nothing_else() {
    for kind in KINDS {
        let list = as_a_list(&message(kind));
        match kind {
            Kind::List => assert!(list.is_ok()),
            _ => assert_eq!(list, Err(ListError::Malformed), "{kind:?}"),
        }
    }
}

#[test]
fn a_shop_takes_rules_of_doors_and_nothing_else() {
    for kind in KINDS {
        let rules = as_rules(&message(kind));
        match kind {
            Kind::Rules => assert!(rules.is_ok()),
            _ => assert_eq!(rules, Err(RulesError::Malformed), "{kind:?}"),
        }
    }
}

/// The protected header and the payload of one of our own messages.
fn parts(message: &[u8]) -> (Value<'static>, Vec<u8>) {
    let Ok(Value::Tag(_, parts)) = cbor::decode(message) else { panic!("our own message") };
    let parts = parts.as_array().expect("our own message");
    let protected = cbor::decode(parts[0].as_bytes().expect("our own message")).expect("our own message");
    (protected.into_owned(), parts[2].as_bytes().expect("our own message").to_vec())
}

/// Headers and a payload, signed by the one key as messages of this kind are.
fn signed(kind: Kind, protected: &Value<'_>, unprotected: Value<'_>, payload: &[u8]) -> Vec<u8> {
    let key = IssuerKey::from_seed(&SEED);
    if kind != Kind::List {
        return sign1(protected, unprotected, payload, |bytes| key.sign(bytes));
    }
    let kid = key.public().id();
    let signer = Value::map([(Value::int(1), Value::int(-19)), (Value::int(4), Value::bytes(kid.as_bytes()))]);
    let message = sign_first(protected, payload, &signer, |bytes| key.sign(bytes));
    // Whatever several sign has no unprotected header of its own to choose, so it is put in afterwards.
    let Ok(Value::Tag(tag, inner)) = cbor::decode(&message) else { panic!("our own message") };
    let Value::Array(mut parts) = *inner else { panic!("our own message") };
    parts[1] = unprotected;
    Value::Tag(tag, Box::new(Value::Array(parts))).encode()
}

/// The headers of one message around the payload of another, signed by the one key.
fn crossed(headers: Kind, payload: Kind) -> Vec<u8> {
    let (protected, _) = parts(&message(headers));
    signed(headers, &protected, Value::Map(vec![]), &parts(&message(payload)).1)
}

#[test]
fn the_headers_of_one_type_around_the_claims_of_another_are_good_for_nothing() {
    for (headers, payload) in KINDS.into_iter().flat_map(|headers| KINDS.map(|payload| (headers, payload))) {
        let message = crossed(headers, payload);
        if headers == payload {
            assert_eq!(message, self::message(headers), "signatures are deterministic");
            continue;
        }
        nobody_takes(&message, &format!("{headers:?} around {payload:?}"));
    }
}

/// The same message with headers of its own added to the protected and to the unprotected map.
fn with_headers(kind: Kind, protected: &[(Value<'_>, Value<'_>)], unprotected: Value<'_>) -> Vec<u8> {
    let (own, payload) = parts(&message(kind));
    let Value::Map(own) = own else { panic!("our own message") };
    let own = Value::map(own.into_iter().chain(protected.iter().cloned()));
    signed(kind, &own, unprotected, &payload)
}

fn nobody_takes(message: &[u8], why: &str) {
    assert!(!is_accept(at_the_door(message)), "{why}");
    assert!(in_the_wallet(message).is_err(), "{why}");
    assert!(at_the_office(message).is_err(), "{why}");
    assert!(as_a_list(message).is_err(), "{why}");
    assert!(as_rules(message).is_err(), "{why}");
    for place in PLACES {
        assert!(as_lists(message, place).is_err(), "{why}, as {place:?}");
    }
}

#[test]
fn a_header_that_no_signature_covers_spoils_every_type_of_message() {
    let label = Value::int(-70_000);
    for kind in KINDS {
        let own = with_headers(kind, &[], Value::Map(vec![]));
        assert_eq!(own, message(kind), "signatures are deterministic");
        nobody_takes(&with_headers(kind, &[], Value::map([(label.clone(), Value::Null)])), &format!("{kind:?}"));
    }
}

#[test]
fn a_critical_header_that_is_not_known_spoils_every_type_of_message() {
    let label = Value::int(-70_000);
    let critical = |labels: Vec<Value<'static>>| (Value::int(2), Value::Array(labels));
    for kind in KINDS {
        for (why, headers) in [
            ("unknown", vec![critical(vec![label.clone()]), (label.clone(), Value::Null)]),
            ("not there", vec![critical(vec![label.clone()])]),
            ("known and not there", vec![critical(vec![Value::int(170)])]),
            ("no list", vec![(Value::int(2), Value::int(1))]),
            ("an empty list", vec![critical(vec![])]),
        ] {
            nobody_takes(&with_headers(kind, &headers, Value::Map(vec![])), &format!("{kind:?}, {why}"));
        }
        let outside = Value::map([(Value::int(2), Value::Array(vec![Value::int(1)]))]);
        nobody_takes(&with_headers(kind, &[], outside), &format!("{kind:?}, not protected"));
    }
}

#[test]
fn tags_around_a_message_spoil_it_and_so_does_the_lack_of_its_own() {
    for kind in KINDS {
        let message = message(kind);
        let Ok(Value::Tag(own, inner)) = cbor::decode(&message) else { panic!("our own message") };
        let other_one = if own == 18 { 98 } else { 18 };
        for (why, other) in [
            ("untagged", *inner.clone()),
            ("another tag", Value::Tag(17, inner.clone())),
            ("the tag of the other signed message", Value::Tag(other_one, inner.clone())),
            ("tag 61 around it", Value::Tag(61, Box::new(Value::Tag(own, inner.clone())))),
            ("its tag twice", Value::Tag(own, Box::new(Value::Tag(own, inner.clone())))),
        ] {
            nobody_takes(&other.encode(), &format!("{kind:?}, {why}"));
        }
    }
}
