//! Every type of message offered to everybody who takes one, with one key in every role, so that nothing but the type tells them
//! apart: each wrong pairing is refused.

mod scene;

use scene::*;
use tessera::holder::{CheckError, Checked, Request, RequestError};
use tessera::id::Audience;
use tessera::key::{HolderKey, IssuerKey, RootKey};
use tessera::policy::Policy;
use tessera::trust::{ListError, Roots, TrustList, TrustedKey, sign_trust_list};
use tessera::verifier::{Refusal, Verdict};
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::{Sign1, sign1};
use tessera::wire::text::ScannedText;

const SEED: [u8; 32] = [42; 32];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Live,
    Bare,
    Paper,
    Request,
    List,
}

const KINDS: [Kind; 5] = [Kind::Live, Kind::Bare, Kind::Paper, Kind::Request, Kind::List];

fn one_key_list() -> Vec<u8> {
    let key = TrustedKey { key: IssuerKey::from_seed(&SEED).public(), ..entry() };
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
    }
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

#[test]
fn a_door_lets_in_what_is_live_or_on_paper_and_nothing_else() {
    for kind in KINDS {
        let verdict = at_the_door(&message(kind));
        match kind {
            Kind::Live | Kind::Paper => assert!(is_accept(verdict), "{kind:?}"),
            Kind::Bare => assert_eq!(verdict, Verdict::Refuse(Refusal::NotLive)),
            Kind::Request | Kind::List => assert_eq!(verdict, Verdict::Refuse(Refusal::Damaged), "{kind:?}"),
        }
    }
}

#[test]
fn a_wallet_keeps_deliveries_and_paper_and_nothing_else() {
    for kind in KINDS {
        let kept = in_the_wallet(&message(kind));
        match kind {
            Kind::Bare | Kind::Paper => assert!(kept.is_ok(), "{kind:?}"),
            Kind::Live | Kind::Request | Kind::List => assert_eq!(kept, Err(CheckError::NotADelivery), "{kind:?}"),
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

/// The headers of one message around the payload of another, signed by the one key.
fn crossed(headers: Kind, payload: Kind) -> Vec<u8> {
    let (outer, inner) = (message(headers), message(payload));
    let Ok(Value::Tag(_, parts)) = cbor::decode(&outer) else { panic!("our own message") };
    let protected = parts.as_array().and_then(|parts| parts[0].as_bytes()).expect("our own message");
    let protected = cbor::decode(protected).expect("our own message");
    let payload = Sign1::parse(&inner).expect("our own message").dangerous_payload();
    sign1(&protected, Value::Map(vec![]), payload, |bytes| IssuerKey::from_seed(&SEED).sign(bytes))
}

#[test]
fn the_headers_of_one_type_around_the_claims_of_another_are_good_for_nothing() {
    for (headers, payload) in KINDS.into_iter().flat_map(|headers| KINDS.map(|payload| (headers, payload))) {
        let message = crossed(headers, payload);
        if headers == payload {
            assert_eq!(message, self::message(headers), "signatures are deterministic");
            continue;
        }
        let why = format!("{headers:?} around {payload:?}");
        assert!(!is_accept(at_the_door(&message)), "{why}");
        assert!(in_the_wallet(&message).is_err(), "{why}");
        assert!(at_the_office(&message).is_err(), "{why}");
        assert!(as_a_list(&message).is_err(), "{why}");
    }
}

/// The same message with headers of its own added to the protected and to the unprotected map.
fn with_headers(kind: Kind, protected: &[(Value<'_>, Value<'_>)], unprotected: Value<'_>) -> Vec<u8> {
    let message = message(kind);
    let Ok(Value::Tag(_, parts)) = cbor::decode(&message) else { panic!("our own message") };
    let own = parts.as_array().and_then(|parts| parts[0].as_bytes()).expect("our own message");
    let Ok(Value::Map(own)) = cbor::decode(own) else { panic!("our own message") };
    let payload = Sign1::parse(&message).expect("our own message").dangerous_payload();
    let own = Value::map(own.into_iter().chain(protected.iter().cloned()));
    sign1(&own, unprotected, payload, |bytes| IssuerKey::from_seed(&SEED).sign(bytes))
}

fn nobody_takes(message: &[u8], why: &str) {
    assert!(!is_accept(at_the_door(message)), "{why}");
    assert!(in_the_wallet(message).is_err(), "{why}");
    assert!(at_the_office(message).is_err(), "{why}");
    assert!(as_a_list(message).is_err(), "{why}");
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
        let Ok(Value::Tag(18, inner)) = cbor::decode(&message) else { panic!("our own message") };
        for (why, other) in [
            ("untagged", *inner.clone()),
            ("another tag", Value::Tag(17, inner.clone())),
            ("tag 61 around it", Value::Tag(61, Box::new(Value::Tag(18, inner.clone())))),
            ("its tag twice", Value::Tag(18, Box::new(Value::Tag(18, inner.clone())))),
        ] {
            nobody_takes(&other.encode(), &format!("{kind:?}, {why}"));
        }
    }
}
