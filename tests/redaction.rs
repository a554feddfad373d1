//! Redacted claims of anybody's SD-CWT: map keys, array elements, nesting, decoys, and everything that must not fit.

use tessera::claims::redaction::{RedactionError, decoy, disclose, disclose_element, disclose_key, disclosure_hash};
use tessera::limits::{MAX_DEPTH, MAX_DISCLOSURES};
use tessera::wire::cbor::{Value, decode};

const SALT: [u8; 16] = [5; 16];
const REDACTED: Value<'static> = Value::Simple(59);

fn int(n: i64) -> Value<'static> {
    Value::int(n)
}

fn hash(disclosure: &[u8]) -> Value<'static> {
    Value::Bytes(disclosure_hash(disclosure).to_vec().into())
}

fn element(disclosure: &[u8]) -> Value<'static> {
    Value::Tag(60, Box::new(hash(disclosure)))
}

fn redacted(disclosures: &[&[u8]]) -> (Value<'static>, Value<'static>) {
    (REDACTED, Value::Array(disclosures.iter().map(|disclosure| hash(disclosure)).collect()))
}

fn sent<'a>(disclosures: &[&'a [u8]]) -> Value<'a> {
    Value::Array(disclosures.iter().map(|disclosure| Value::bytes(disclosure)).collect())
}

fn map(entries: Vec<(Value<'static>, Value<'static>)>) -> Value<'static> {
    Value::map(entries)
}

#[test]
fn a_disclosed_key_returns_to_its_map_and_a_withheld_one_leaves_no_trace() {
    let (name, birth) =
        (disclose_key(&SALT, int(2), Value::text("Li Ming")), disclose_key(&[6; 16], int(500), int(1985)));
    let payload = map(vec![(int(1), Value::text("demo")), redacted(&[&name, &birth])]);
    let shown = disclose(payload.clone(), Some(&sent(&[&name]))).expect("they fit");
    assert_eq!(shown.get(2), Some(&Value::text("Li Ming")));
    assert_eq!(shown.get(500), None);
    assert_eq!(shown.as_map().map(<[_]>::len), Some(2));
    assert_eq!(disclose(payload, None), Ok(map(vec![(int(1), Value::text("demo"))])));
}

#[test]
fn disclosed_elements_return_in_their_order_and_withheld_ones_close_ranks() {
    let days: Vec<_> = (0..3u8).map(|n| disclose_element(&[n; 16], int(n.into()))).collect();
    let list = Value::Array(vec![element(&days[0]), int(9), element(&days[1]), element(&days[2])]);
    let payload = map(vec![(int(500), list)]);
    let shown = disclose(payload, Some(&sent(&[&days[2], &days[0]]))).expect("they fit");
    assert_eq!(shown.get(500), Some(&Value::Array(vec![int(0), int(9), int(2)])));
}

#[test]
fn what_is_redacted_inside_a_disclosure_needs_its_parent() {
    let inner = disclose_key(&SALT, int(1), Value::text("us"));
    let outer = disclose_key(&[6; 16], int(503), map(vec![redacted(&[&inner])]));
    let payload = map(vec![redacted(&[&outer])]);
    let shown = disclose(payload.clone(), Some(&sent(&[&inner, &outer]))).expect("they fit");
    assert_eq!(shown, map(vec![(int(503), map(vec![(int(1), Value::text("us"))]))]));
    assert_eq!(disclose(payload, Some(&sent(&[&inner]))), Err(RedactionError::Unreferenced));
}

#[test]
fn decoys_vanish_disclosed_or_not_among_keys_and_elements() {
    let (a, b) = (decoy(&SALT), decoy(&[6; 16]));
    let payload = map(vec![(int(500), Value::Array(vec![element(&a)])), redacted(&[&b])]);
    let bare = map(vec![(int(500), Value::Array(vec![]))]);
    assert_eq!(disclose(payload.clone(), Some(&sent(&[&a, &b]))), Ok(bare.clone()));
    assert_eq!(disclose(payload, None), Ok(bare));
}

#[test]
fn a_disclosure_is_used_once_and_where_it_belongs() {
    let key = disclose_key(&SALT, int(500), int(1));
    let item = disclose_element(&[6; 16], int(1));
    let in_array = |disclosure: &[u8]| map(vec![(int(501), Value::Array(vec![element(disclosure)]))]);
    let cases = [
        (map(vec![redacted(&[&key])]), sent(&[&key, &key]), RedactionError::Twice),
        (map(vec![redacted(&[&key, &key])]), sent(&[&key]), RedactionError::Twice),
        (map(vec![]), sent(&[&key]), RedactionError::Unreferenced),
        (in_array(&key), sent(&[&key]), RedactionError::Misplaced),
        (map(vec![redacted(&[&item])]), sent(&[&item]), RedactionError::Misplaced),
        (map(vec![(int(500), int(0)), redacted(&[&key])]), sent(&[&key]), RedactionError::DuplicateKey),
    ];
    for (payload, sent, error) in cases {
        assert_eq!(disclose(payload, Some(&sent)), Err(error));
    }
}

#[test]
fn two_disclosures_of_one_key_contradict_each_other() {
    let (one, two) = (disclose_key(&SALT, int(500), int(1)), disclose_key(&[6; 16], int(500), int(2)));
    let payload = map(vec![redacted(&[&one, &two])]);
    assert_eq!(disclose(payload.clone(), Some(&sent(&[&one, &two]))), Err(RedactionError::DuplicateKey));
    assert!(disclose(payload, Some(&sent(&[&two]))).is_ok());
}

#[test]
fn claims_that_must_stand_in_the_clear_cannot_come_from_a_disclosure() {
    for label in [1, 3, 4, 5, 6, 7, 8, 39] {
        let claim = disclose_key(&SALT, int(label), int(1));
        let payload = map(vec![redacted(&[&claim])]);
        assert_eq!(disclose(payload, Some(&sent(&[&claim]))), Err(RedactionError::NeverRedacted), "{label}");
        let nested = map(vec![(int(500), map(vec![redacted(&[&claim])]))]);
        assert!(disclose(nested, Some(&sent(&[&claim]))).is_ok(), "{label} is an ordinary key further down");
    }
}

#[test]
fn disclosures_of_another_shape_are_refused() {
    let long = "x".repeat(256);
    let shapes = [
        Value::Array(vec![]),
        Value::Array(vec![Value::bytes(&[5; 15])]),
        Value::Array(vec![Value::bytes(&[5; 17])]),
        Value::Array(vec![Value::text("0123456789abcdef")]),
        Value::Array(vec![Value::bytes(&SALT), int(1), int(2), int(3)]),
        Value::Array(vec![Value::bytes(&SALT), int(1), Value::Bool(true)]),
        Value::Array(vec![Value::bytes(&SALT), int(1), Value::text("")]),
        Value::Array(vec![Value::bytes(&SALT), int(1), Value::text(&long)]),
        Value::Array(vec![Value::bytes(&SALT), int(1), REDACTED]),
        Value::bytes(&SALT),
    ];
    for shape in shapes {
        let disclosure = shape.encode();
        let payload = map(vec![redacted(&[&disclosure])]);
        assert_eq!(disclose(payload, Some(&sent(&[&disclosure]))), Err(RedactionError::Shape), "{shape:?}");
    }
    let unsorted = [&[0x82, 0x50][..], &SALT, &[0x18, 0x05]].concat();
    let payload = map(vec![redacted(&[&unsorted])]);
    assert!(matches!(disclose(payload, Some(&sent(&[&unsorted]))), Err(RedactionError::Cbor(_))));
}

#[test]
fn the_list_of_disclosures_is_an_array_of_one_to_the_limit() {
    let many: Vec<_> = (0..=MAX_DISCLOSURES).map(|n| decoy(&[n as u8; 16])).collect();
    let references: Vec<&[u8]> = many.iter().map(Vec::as_slice).collect();
    let payload = map(vec![redacted(&references)]);
    assert!(disclose(payload.clone(), Some(&sent(&references[1..]))).is_ok());
    for header in [sent(&references), sent(&[]), map(vec![]), Value::Null] {
        assert_eq!(disclose(payload.clone(), Some(&header)), Err(RedactionError::Form));
    }
}

#[test]
fn marks_of_redaction_that_stand_where_none_can_are_refused() {
    let marks = [
        map(vec![(int(500), Value::Tag(60, Box::new(Value::bytes(&[0; 32])).clone()))]),
        map(vec![(int(500), REDACTED)]),
        map(vec![(int(500), Value::Tag(58, Box::new(int(1))))]),
        map(vec![(int(500), Value::Tag(62, Box::new(int(1))))]),
        map(vec![(Value::Tag(58, Box::new(int(500))), int(1))]),
        map(vec![(REDACTED, int(1))]),
        map(vec![(REDACTED, Value::Array(vec![int(1)]))]),
        map(vec![(REDACTED, Value::Array(vec![Value::bytes(&[0; 31])]))]),
        map(vec![(int(500), Value::Array(vec![Value::Tag(60, Box::new(Value::bytes(&[0; 33])))]))]),
        Value::Array(vec![]),
    ];
    for payload in marks {
        assert_eq!(disclose(payload.clone(), None), Err(RedactionError::Form), "{payload:?}");
    }
}

#[test]
fn disclosed_claims_nest_as_deeply_as_claims_in_the_clear_and_not_deeper() {
    for (maps, fits) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false)] {
        let mut disclosures: Vec<Vec<u8>> = Vec::new();
        let (mut hidden, mut clear) = (map(vec![]), map(vec![]));
        for n in 1..maps {
            disclosures.push(disclose_key(&[n as u8; 16], int(500), hidden));
            hidden = map(vec![redacted(&[&disclosures[n - 1]])]);
            clear = map(vec![(int(500), clear)]);
        }
        let references: Vec<&[u8]> = disclosures.iter().map(Vec::as_slice).collect();
        assert_eq!(decode(&clear.encode()).is_ok(), fits);
        let expected = if fits { Ok(clear) } else { Err(RedactionError::TooDeep) };
        assert_eq!(disclose(hidden, Some(&sent(&references))), expected);
    }
}
