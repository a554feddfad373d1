//! What counts for nothing even though the office's own key signed it.

mod scene;

use scene::*;
use tessera::claims::ClaimsError;
use tessera::credential::{AuthenticityError, EvaluationError, FormatError, UnverifiedCredential};
use tessera::id::IssuerId;
use tessera::issuer::DoorPass;
use tessera::key::IssuerKey;
use tessera::policy::Policy;
use tessera::trust::{ListError, Lists, MaySign, TimeFloor, TrustList, TrustedKey};
use tessera::verifier::{Doubt, Refusal, Verdict, verify};
use tessera::wire::cbor::{Float, Value};
use tessera::wire::cose::Sign1;
use tessera::wire::registry::claim;
use tessera::wire::text::ScannedText;

type Entries = Vec<(i64, Value<'static>)>;

fn map(entries: Entries) -> Value<'static> {
    Value::map(entries.into_iter().map(|(label, value)| (Value::int(label), value)))
}

fn text_map(entries: Vec<(&'static str, Value<'static>)>) -> Value<'static> {
    Value::map(entries.into_iter().map(|(key, value)| (Value::text(key), value)))
}

fn body() -> Entries {
    vec![(0, Value::Unsigned(0)), (1, Value::Unsigned(1985))]
}

fn paper_claims() -> Entries {
    vec![
        (claim::ISS, Value::text("demo")),
        (claim::SUB, Value::text("LM")),
        (claim::EXP, Value::Unsigned(NOW + 86_400)),
        (claim::NBF, Value::Unsigned(NOW - 3_600)),
        (claim::HP1, map(body())),
    ]
}

fn live_claims() -> Entries {
    with(&paper_claims(), claim::CNF, map(vec![(1, holder().public().to_cose().into_owned())]))
}

/// The same entries with one set anew.
fn with(entries: &Entries, label: i64, value: Value<'static>) -> Entries {
    let mut entries = without(entries, label);
    entries.push((label, value));
    entries
}

fn without(entries: &Entries, label: i64) -> Entries {
    entries.iter().filter(|(other, _)| *other != label).cloned().collect()
}

fn headers(typ: u64) -> Entries {
    let kid = issuer().public().id().as_bytes().to_vec();
    vec![(1, Value::int(-19)), (4, Value::Bytes(kid.into())), (16, Value::Unsigned(typ))]
}

/// What a pass with these headers and claims comes to, on its way from structure to claims.
fn evaluate(headers: Entries, unprotected: Value<'_>, payload: &[u8]) -> Result<(), EvaluationError> {
    let message = signed_by_office(headers, unprotected, payload);
    let trust = trust();
    let credential = UnverifiedCredential::new(Sign1::parse(&message)?)?;
    credential.authenticate(&trust).map_err(EvaluationError::Authenticity)?.claims().map(drop)
}

fn paper_of(claims: Entries) -> Result<(), EvaluationError> {
    evaluate(headers(61), map(vec![]), &map(claims).encode())
}

fn live_of(claims: Entries) -> Result<(), EvaluationError> {
    evaluate(headers(293), map(vec![]), &map(claims).encode())
}

fn claim_error(error: ClaimsError) -> Result<(), EvaluationError> {
    Err(EvaluationError::Format(FormatError::Claims(error)))
}

const UNKNOWN: Result<(), EvaluationError> = Err(EvaluationError::Authenticity(AuthenticityError::UnknownIssuer));

#[test]
fn the_claims_that_these_tests_start_from_are_good() {
    assert_eq!(paper_of(paper_claims()), Ok(()));
    assert_eq!(live_of(live_claims()), Ok(()));
}

#[test]
fn a_time_is_a_whole_number_of_seconds_up_to_two_to_the_53rd() {
    let wrong = [
        Value::Float(Float::Double((NOW as f64).to_bits())),
        Value::Float(Float::Half(0x7c00)),
        Value::Float(Float::Half(0x7e00)),
        Value::int(-1),
        Value::Negative(u64::MAX),
        Value::Unsigned((1 << 53) + 1),
        Value::Unsigned(u64::MAX),
        Value::Tag(1, Box::new(Value::Unsigned(NOW))),
        Value::Tag(0, Box::new(Value::text("2026-11-18T00:00:00Z"))),
        Value::Tag(2, Box::new(Value::bytes(&[0x6a, 0xfc, 0x01, 0x02]))),
        Value::text("1795000000"),
        Value::Null,
    ];
    for (label, value) in
        [claim::EXP, claim::NBF, claim::IAT].into_iter().flat_map(|label| wrong.clone().map(|value| (label, value)))
    {
        let result = paper_of(with(&paper_claims(), label, value.clone()));
        assert_eq!(result, claim_error(ClaimsError::Claim(label)), "{label}: {value:?}");
    }
    for label in [claim::EXP, claim::NBF] {
        assert_eq!(paper_of(without(&paper_claims(), label)), claim_error(ClaimsError::Claim(label)));
    }
    let milliseconds = with(&paper_claims(), claim::EXP, Value::Unsigned((NOW + 86_400) * 1_000));
    assert_eq!(paper_of(milliseconds), UNKNOWN, "past the end of the key");
}

#[test]
fn times_that_contradict_each_other_are_refused_and_a_pass_may_be_made_before_it_begins() {
    let at = |label, time| paper_of(with(&paper_claims(), label, Value::Unsigned(time)));
    assert_eq!(at(claim::NBF, NOW + 86_400), claim_error(ClaimsError::Times));
    assert_eq!(at(claim::NBF, NOW + 86_401), claim_error(ClaimsError::Times));
    assert_eq!(at(claim::IAT, NOW + 86_400), claim_error(ClaimsError::Times));
    assert_eq!(at(claim::IAT, NOW + 86_399), Ok(()));
    assert_eq!(at(claim::IAT, NOW - 3_601), Ok(()));
}

#[test]
fn the_door_claims_have_one_spelling() {
    let cases = [
        (0, Value::Unsigned(3)),
        (0, Value::int(-1)),
        (0, Value::text("green")),
        (0, Value::Float(Float::Half(0))),
        (0, Value::Bool(false)),
        (1, Value::Unsigned(1849)),
        (1, Value::Unsigned(2201)),
        (1, Value::Unsigned(65_536 + 1985)),
        (1, Value::text("1985")),
        (2, Value::Bool(false)),
        (2, Value::Unsigned(1)),
        (2, Value::Null),
        (3, Value::Bool(false)),
        (3, Value::text("true")),
    ];
    for (label, value) in cases {
        let claims = with(&paper_claims(), claim::HP1, map(with(&body(), label, value.clone())));
        assert_eq!(paper_of(claims), claim_error(ClaimsError::Item(label)), "{label}: {value:?}");
    }
    let no_colour = with(&paper_claims(), claim::HP1, map(without(&body(), 0)));
    assert_eq!(paper_of(no_colour), claim_error(ClaimsError::Item(0)));
    for body in [Value::Array(vec![]), Value::Unsigned(0), Value::Null] {
        assert_eq!(paper_of(with(&paper_claims(), claim::HP1, body)), claim_error(ClaimsError::Claim(claim::HP1)));
    }
    for (label, value) in
        [(claim::SUB, Value::bytes(b"LM")), (claim::SUB, Value::Unsigned(7)), (claim::ISS, Value::bytes(b"demo"))]
    {
        assert_eq!(paper_of(with(&paper_claims(), label, value)), claim_error(ClaimsError::Claim(label)));
    }
    for label in [claim::ISS, claim::SUB, claim::HP1] {
        assert_eq!(paper_of(without(&paper_claims(), label)), claim_error(ClaimsError::Claim(label)));
    }
}

#[test]
fn a_pass_has_no_audience_and_no_nonce_of_its_own() {
    for label in [claim::AUD, claim::CNONCE] {
        let claims = with(&paper_claims(), label, Value::text("door"));
        assert_eq!(paper_of(claims), claim_error(ClaimsError::Claim(label)));
    }
}

#[test]
fn a_live_pass_is_bound_to_exactly_one_usable_key_and_paper_to_none() {
    assert_eq!(paper_of(live_claims()), claim_error(ClaimsError::Claim(claim::CNF)));
    assert_eq!(live_of(paper_claims()), claim_error(ClaimsError::Claim(claim::CNF)));
    let key = |kty, crv, x: &[u8]| {
        let entries =
            vec![(1, Value::Unsigned(kty)), (-1, Value::Unsigned(crv)), (-2, Value::Bytes(x.to_vec().into()))];
        map(vec![(1, map(entries))])
    };
    let public = *holder().public().as_bytes();
    assert_eq!(live_of(with(&live_claims(), claim::CNF, key(1, 6, &public))), Ok(()));
    let mut identity = [0; 32];
    identity[0] = 1;
    let off_curve = [2; 32];
    let two = map(vec![(1, holder().public().to_cose().into_owned()), (3, Value::bytes(b"kid"))]);
    for (why, cnf) in [
        ("a short key", key(1, 6, &public[..31])),
        ("a key of another type", key(2, 6, &public)),
        ("a key of another curve", key(1, 4, &public)),
        ("a point of small order", key(1, 6, &identity)),
        ("no point", key(1, 6, &off_curve)),
        ("two methods", two),
        ("a key id only", map(vec![(3, Value::bytes(b"kid"))])),
        ("nothing", map(vec![])),
        ("no map", Value::bytes(&[0; 32])),
    ] {
        assert_eq!(
            live_of(with(&live_claims(), claim::CNF, cnf)),
            claim_error(ClaimsError::Claim(claim::CNF)),
            "{why}"
        );
    }
}

#[test]
fn a_status_reference_is_an_index_and_an_address() {
    let status = |idx, uri| text_map(vec![("status_list", text_map(vec![("idx", idx), ("uri", uri)]))]);
    let good = status(Value::Unsigned(7), Value::text("https://lists.example/1"));
    assert_eq!(paper_of(with(&paper_claims(), claim::STATUS, good)), Ok(()));
    let long = "https://lists.example/".to_string() + &"x".repeat(300);
    for (why, status) in [
        ("a negative index", status(Value::int(-1), Value::text("https://lists.example/1"))),
        ("an index that is a text", status(Value::text("7"), Value::text("https://lists.example/1"))),
        ("an address that is bytes", status(Value::Unsigned(7), Value::bytes(b"https://lists.example/1"))),
        ("no address", status(Value::Unsigned(7), Value::text(""))),
        ("an address with a line end", status(Value::Unsigned(7), Value::text("https://lists.example/\n1"))),
        ("an address that reorders", status(Value::Unsigned(7), Value::text("https://lists.example/\u{202e}1"))),
        ("an address that is too long", status(Value::Unsigned(7), Value::Text(long.into()))),
        ("another mechanism", text_map(vec![("other", Value::Unsigned(7))])),
        ("no map", Value::Unsigned(7)),
    ] {
        assert_eq!(
            paper_of(with(&paper_claims(), claim::STATUS, status)),
            claim_error(ClaimsError::Claim(claim::STATUS)),
            "{why}"
        );
    }
}

#[test]
fn headers_are_those_of_the_profile() {
    let payload = map(live_claims()).encode();
    let of = |headers| evaluate(headers, map(vec![]), &payload);
    let own = headers(293);
    assert_eq!(of(own.clone()), Ok(()));
    assert_eq!(of(with(&own, 1, Value::int(-8))), Ok(()));
    assert_eq!(of(with(&own, 170, Value::int(-16))), Ok(()));
    assert_eq!(of(with(&own, 2, Value::Array(vec![Value::int(1), Value::int(16)]))), Ok(()));
    let refused = [
        ("another algorithm", with(&own, 1, Value::int(-7))),
        ("an algorithm by name", with(&own, 1, Value::text("EdDSA"))),
        ("another redaction hash", with(&own, 170, Value::int(-43))),
        ("no kid", without(&own, 4)),
        ("a short kid", with(&own, 4, Value::bytes(&[0; 7]))),
        ("a long kid", with(&own, 4, Value::bytes(&[0; 9]))),
        ("a kid that is a text", with(&own, 4, Value::text("12345678"))),
        ("no type", without(&own, 16)),
        ("a type of something else", with(&own, 16, Value::Unsigned(60))),
        ("a type in another spelling", with(&own, 16, Value::text("Application/SD-CWT"))),
        ("disclosures where they belong to the issuer", with(&own, 17, Value::Array(vec![]))),
        ("encrypted disclosures", with(&own, 171, Value::Array(vec![]))),
        ("critical disclosures", with(&with(&own, 17, Value::Array(vec![])), 2, Value::Array(vec![Value::int(17)]))),
        ("a critical token inside", with(&with(&own, 13, Value::Null), 2, Value::Array(vec![Value::int(13)]))),
    ];
    for (why, headers) in refused {
        assert!(matches!(of(headers), Err(EvaluationError::Format(_))), "{why}");
    }
}

#[test]
fn disclosures_on_a_pass_that_redacts_nothing_are_refused_live_and_on_paper() {
    let disclosure = Value::Array(vec![Value::bytes(&[0; 16]), Value::Unsigned(2), Value::int(0)]).encode();
    let header = || map(vec![(17, Value::Array(vec![Value::Bytes(disclosure.clone().into())]))]);
    assert!(evaluate(headers(293), header(), &map(live_claims()).encode()).is_err());
    assert!(evaluate(headers(61), header(), &map(paper_claims()).encode()).is_err());
}

#[test]
fn a_key_signs_what_the_list_says_it_may_and_nothing_else() {
    let messages = [
        (MaySign::Door, shown(delivery(), NOW)),
        (MaySign::Paper, paper()),
        (MaySign::Record, shown(record_delivery(), NOW)),
    ];
    for allowed in MaySign::ALL {
        let trust = trust_in(&[TrustedKey { may_sign: vec![allowed], ..entry() }]);
        for (kind, message) in &messages {
            let verdict = report_by(&ScannedText::encode(message), &trust, &Policy::door(), NOW).verdict;
            if *kind == allowed {
                assert!(is_accept(verdict), "{kind:?}");
            } else {
                assert_eq!(verdict, Verdict::Refuse(Refusal::UnknownIssuer), "{kind:?} by a key for {allowed:?}");
            }
        }
    }
    let nothing = trust_in(&[TrustedKey { may_sign: vec![], ..entry() }]);
    let verdict = report_by(&ScannedText::encode(&paper()), &nothing, &Policy::door(), NOW).verdict;
    assert_eq!(verdict, Verdict::Refuse(Refusal::UnknownIssuer));
}

#[test]
fn an_issuer_signs_in_its_own_name() {
    let other = IssuerId::new("other").expect("short");
    let message = DoorPass { issuer: other, ..pass() }.sign_paper(&issuer());
    assert_eq!(verdict(&message), Verdict::Refuse(Refusal::UnknownIssuer));
}

#[test]
fn a_list_that_names_one_key_twice_is_no_list() {
    let another = TrustedKey { key: IssuerKey::from_seed(&[8; 32]).public(), ..entry() };
    let two = trust_list(&[entry(), another]);
    assert!(TrustList::authenticate(&two, &roots()).is_ok());
    let twice = trust_list(&[entry(), TrustedKey { may_sign: vec![MaySign::Paper], ..entry() }]);
    assert_eq!(TrustList::authenticate(&twice, &roots()), Err(ListError::Malformed));
}

#[test]
fn a_clock_behind_the_list_itself_decides_nothing_whatever_the_floor() {
    let trust = trust();
    let lists = Lists::of_keys(&trust, TimeFloor::new(t(0)));
    let text = ScannedText::encode(&paper());
    let made = trust.issued_at().seconds();
    let at = |at| verify(&text, &lists, &Policy::door(), t(at)).verdict;
    assert_eq!(at(made - 301), Verdict::Undetermined(Doubt::ClockBehind));
    assert!(is_accept(at(made)));
}
