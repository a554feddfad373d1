//! The wire formats where no message of the profile reaches: headers, keys of maps, algorithms.

mod scene;

use scene::*;
use tessera::wire::cbor::{self, CborError, Value};
use tessera::wire::cose::{CoseError, Sign1, SignatureError, SignatureVerifier};

/// A message with the protected header that is given as CBOR, and with these unprotected headers.
fn message(protected: &[u8], unprotected: Value<'_>) -> Vec<u8> {
    let parts = vec![Value::bytes(protected), unprotected, Value::bytes(b"payload"), Value::bytes(&[0; 64])];
    Value::Tag(18, Box::new(Value::Array(parts))).encode()
}

fn map(entries: Vec<(i64, Value<'static>)>) -> Value<'static> {
    Value::map(entries.into_iter().map(|(label, value)| (Value::int(label), value)))
}

fn parse(protected: Value<'_>, unprotected: Value<'_>) -> Result<(), CoseError> {
    Sign1::parse(&message(&protected.encode(), unprotected)).map(drop)
}

#[test]
fn a_header_stands_in_one_map() {
    let alg = || map(vec![(1, Value::int(-19))]);
    assert_eq!(parse(alg(), map(vec![(4, Value::bytes(b"kid"))])), Ok(()));
    assert_eq!(parse(alg(), alg()), Err(CoseError::Header));
    let two = map(vec![(1, Value::int(-19)), (4, Value::bytes(b"kid"))]);
    assert_eq!(parse(two, map(vec![(4, Value::bytes(b"other"))])), Err(CoseError::Header));
}

#[test]
fn a_label_is_an_integer_or_a_text() {
    let with = |label| Value::map([(Value::int(1), Value::int(-19)), (label, Value::Null)]);
    assert_eq!(parse(with(Value::text("label")), map(vec![])), Ok(()));
    for label in [Value::bytes(b"label"), Value::Bool(true), Value::Null, Value::Array(vec![])] {
        assert_eq!(parse(with(label.clone()), map(vec![])), Err(CoseError::Header), "{label:?}");
    }
}

#[test]
fn the_algorithm_is_protected_and_a_number() {
    assert_eq!(parse(map(vec![]), map(vec![(1, Value::int(-19))])), Err(CoseError::Header));
    assert_eq!(parse(map(vec![(1, Value::text("EdDSA"))]), map(vec![])), Err(CoseError::Header));
    assert_eq!(Sign1::parse(&message(&[], map(vec![]))).map(drop), Err(CoseError::Header));
    assert_eq!(parse(Value::Array(vec![]), map(vec![])), Err(CoseError::Header));
}

#[test]
fn critical_headers_are_protected_present_and_processed() {
    let with = |critical: Value<'static>| map(vec![(1, Value::int(-19)), (2, critical), (4, Value::bytes(b"kid"))]);
    let list = |labels: &[i64]| Value::Array(labels.iter().map(|label| Value::int(*label)).collect());
    assert_eq!(parse(with(list(&[1])), map(vec![])), Ok(()));
    for critical in [list(&[16]), list(&[4]), list(&[99]), list(&[1, 99]), list(&[]), Value::int(1), Value::Null] {
        assert_eq!(parse(with(critical.clone()), map(vec![])), Err(CoseError::Critical), "{critical:?}");
    }
    assert_eq!(parse(map(vec![(1, Value::int(-19))]), map(vec![(2, list(&[1]))])), Err(CoseError::Critical));
}

#[test]
fn a_key_checks_signatures_of_its_own_algorithm_only() {
    let (key, signature) = (issuer().public(), issuer().sign(b"message"));
    for alg in [-19, -8] {
        assert_eq!(SignatureVerifier::verify(&key, alg, b"message", &signature), Ok(()));
    }
    for alg in [-7, -35, -37, -46, -53, 0, 5, i64::MIN] {
        assert_eq!(SignatureVerifier::verify(&key, alg, b"message", &signature), Err(SignatureError), "{alg}");
    }
}

#[test]
fn one_number_is_one_key_of_a_map_however_it_is_spelled() {
    // {1.0: 0} in half precision, and with longer spellings of the same number.
    assert!(cbor::decode(&[0xa1, 0xf9, 0x3c, 0x00, 0x00]).is_ok());
    assert_eq!(cbor::decode(&[0xa1, 0xfa, 0x3f, 0x80, 0x00, 0x00, 0x00]), Err(CborError::NotShortest));
    assert_eq!(cbor::decode(&[0xa1, 0x81, 0xfa, 0x3f, 0x80, 0x00, 0x00, 0x00]), Err(CborError::NotShortest));
    // As a value, a float may have any of its spellings.
    assert!(cbor::decode(&[0xa1, 0x00, 0xfa, 0x3f, 0x80, 0x00, 0x00]).is_ok());
    // Two keys that differ in type are two keys.
    assert!(cbor::decode(&[0xa2, 0x01, 0x00, 0xf9, 0x3c, 0x00, 0x00]).is_ok());
    assert_eq!(cbor::decode(&[0xa2, 0x01, 0x00, 0x01, 0x00]), Err(CborError::DuplicateKey));
    assert_eq!(cbor::decode(&[0xa3, 0x01, 0x00, 0x02, 0x00, 0x01, 0x00]), Err(CborError::DuplicateKey));
    assert_eq!(cbor::decode(&[0xa2, 0x01, 0x00, 0x18, 0x01, 0x00]), Err(CborError::NotShortest));
}
