//! Redacted claims and disclosures that do not fit together.

use core::slice::from_ref;

use super::Vector;
use super::craft::{Item, array, bytes, int, tag, text, uint};
use super::scene::Credential;
use crate::claims::redaction::{disclose_element, disclose_key, disclosure_hash};
use crate::wire::cbor::Value;
use crate::wire::registry::{SIMPLE_REDACTED_KEYS, claim, header};

const DAMAGED: &str = "refuse-damaged";

/// The map key of redacted keys.
pub(super) fn redacted_keys() -> Item {
    Value::Simple(SIMPLE_REDACTED_KEYS).encode()
}

/// The name of the record's subject, as a disclosure.
pub(super) fn name() -> Vec<u8> {
    named("Lin Vector")
}

fn named(name: &str) -> Vec<u8> {
    disclose_key(&[0x11; 16], Value::int(claim::SUB), Value::text(name))
}

/// A hash as it stands among the redacted keys.
pub(super) fn hash(disclosure: &[u8]) -> Item {
    bytes(&disclosure_hash(disclosure))
}

/// A record with these hashes among its redacted claims and these disclosures.
pub(super) fn record(hashes: &[Item], disclosures: &[Vec<u8>]) -> Credential {
    let mut record = Credential::record();
    if !hashes.is_empty() {
        record.claims = record.claims.add(redacted_keys(), array(hashes));
    }
    if disclosures.is_empty() {
        return record;
    }
    let list: Vec<_> = disclosures.iter().map(|disclosure| bytes(disclosure)).collect();
    record.unprotected(header::SD_CLAIMS, array(&list))
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = shapes();
    vectors.extend(places());
    vectors.extend(names());
    vectors
}

fn damaged(flaw: &'static str, why: &'static str, credential: Credential) -> Vector {
    Vector::of(DAMAGED, flaw, why, &credential.shown())
}

/// A disclosure that its hash belongs to, and that is wrong in itself.
fn shapes() -> Vec<Vector> {
    let wrong = |flaw, why, disclosure: Item| damaged(flaw, why, record(&[hash(&disclosure)], &[disclosure]));
    let salt = bytes(&[0x22; 16]);
    let with_list = |list: Item| record(&[hash(&name())], &[]).unprotected(header::SD_CLAIMS, list);
    vec![
        wrong("disclosure-no-array", "a disclosure that is a map", vec![0xa0]),
        wrong("disclosure-empty", "a disclosure of nothing", array(&[])),
        wrong(
            "disclosure-short-salt",
            "a salt of 15 bytes",
            array(&[bytes(&[0x22; 15]), text("Lin"), int(claim::SUB)]),
        ),
        wrong("disclosure-long-salt", "a salt of 17 bytes", array(&[bytes(&[0x22; 17]), text("Lin"), int(claim::SUB)])),
        wrong(
            "disclosure-text-salt",
            "a salt of letters",
            array(&[text("sixteen letters!"), text("Lin"), int(claim::SUB)]),
        ),
        wrong(
            "disclosure-four-items",
            "a disclosure of four items",
            array(&[salt.clone(), text("Lin"), int(claim::SUB), uint(0)]),
        ),
        wrong(
            "disclosure-key-of-bytes",
            "a key that is neither number nor text",
            array(&[salt.clone(), text("Lin"), bytes(&[1])]),
        ),
        wrong("disclosure-trailing-byte", "a byte follows the disclosure", [name(), vec![0]].concat()),
        wrong(
            "disclosure-indefinite",
            "a disclosure without length",
            [vec![0x9f], name()[1..].to_vec(), vec![0xff]].concat(),
        ),
        wrong("disclosure-not-cbor", "bytes that are nothing", vec![0xff]),
        damaged("disclosures-no-array", "disclosures that are a byte string", with_list(bytes(&name()))),
        damaged("disclosures-empty", "a list of no disclosures", with_list(array(&[]))),
        damaged("disclosures-unwrapped", "a disclosure outside its byte string", with_list(array(&[name()]))),
    ]
}

fn places() -> Vec<Vector> {
    let element = disclose_element(&[0x33; 16], Value::text("Lin"));
    let end = disclose_key(&[0x33; 16], Value::int(claim::EXP), Value::Unsigned(super::scene::ENDS + 86_400 * 365));
    let issuer = disclose_key(&[0x33; 16], Value::int(claim::ISS), Value::text("vector"));
    let body = disclose_key(&[0x33; 16], Value::int(claim::HP1), Value::map([(Value::int(0), Value::Unsigned(0))]));
    let bottom = (0..15).fold(Value::Unsigned(0), |inner, _| Value::Array(vec![inner]));
    let deep = disclose_key(&[0x44; 16], Value::int(98), bottom.clone());
    let deeper = disclose_key(
        &[0x55; 16],
        Value::int(99),
        Value::map([(
            Value::Simple(SIMPLE_REDACTED_KEYS),
            Value::Array(vec![Value::Bytes(disclosure_hash(&deep).to_vec().into())]),
        )]),
    );
    let in_array = |hash: Item| {
        let mut record = record(&[], &[name()]);
        record.claims = record.claims.set(99, array(&[tag(60, &hash)]));
        record
    };
    let mut two_places = record(&[hash(&name())], &[name()]);
    two_places.body = two_places.body.add(redacted_keys(), array(&[hash(&name())]));
    let in_the_clear = record(&[hash(&name())], &[name()]).claim(claim::SUB, text("Wu Clear"));
    let no_list = |value: Item| {
        let mut record = Credential::record();
        record.claims = record.claims.add(redacted_keys(), value);
        record
    };
    vec![
        damaged("disclosure-without-a-hash", "a disclosure that nothing asks for", record(&[], &[name()])),
        damaged(
            "disclosure-of-another-record",
            "a disclosure of somebody else's record",
            record(&[hash(&name())], &[named("Wu Other")]),
        ),
        damaged("disclosure-twice", "the same disclosure twice", record(&[hash(&name())], &[name(), name()])),
        damaged("disclosure-hash-twice", "the same hash twice", record(&[hash(&name()), hash(&name())], &[name()])),
        damaged("disclosure-at-two-places", "the same hash in two maps", two_places),
        damaged(
            "disclosure-of-an-element-in-a-map",
            "an element where a key belongs",
            record(&[hash(&element)], from_ref(&element)),
        ),
        damaged("disclosure-of-a-key-in-an-array", "a key where an element belongs", in_array(hash(&name()))),
        damaged("disclosure-of-a-key-that-is-there", "a claim in the clear and disclosed as well", in_the_clear),
        damaged("disclosure-of-exp", "a new end, disclosed", record(&[hash(&end)], from_ref(&end)).without(claim::EXP)),
        damaged(
            "disclosure-of-iss",
            "an issuer, disclosed",
            record(&[hash(&issuer)], from_ref(&issuer)).without(claim::ISS),
        ),
        damaged(
            "disclosure-of-the-body-beside-it",
            "a second colour, disclosed",
            record(&[hash(&body)], from_ref(&body)),
        ),
        damaged(
            "disclosure-too-deep",
            "deeper than sixteen levels once disclosed",
            record(&[hash(&deeper)], &[deeper.clone(), deep.clone()]),
        ),
        damaged("redacted-hash-short", "a hash of 31 bytes", record(&[bytes(&[0; 31])], &[])),
        damaged("redacted-hash-text", "a hash of letters", record(&[text("hash")], &[])),
        damaged("redacted-no-list", "redacted keys that are no array", no_list(uint(0))),
        damaged("redacted-element-not-bytes", "a redacted element that is a number", in_array(uint(1))),
        damaged(
            "redaction-not-done",
            "a claim that the office forgot to redact",
            Credential::record().claim(99, tag(58, &text("x"))),
        ),
        damaged(
            "redaction-decoy-not-done",
            "a decoy that the office forgot to make",
            Credential::record().claim(99, array(&[tag(62, &uint(1))])),
        ),
    ]
}

/// A record's name is read by a person, and must not change what stands around it.
fn names() -> Vec<Vector> {
    let shown = |flaw, why, name: &str| damaged(flaw, why, record(&[hash(&named(name))], &[named(name)]));
    vec![
        shown("name-right-to-left", "a name that turns the text round", "Lin \u{202e}rotceV"),
        shown("name-control-character", "a name with an escape character", "Lin\u{1b}[31mVector"),
        shown("name-line-break", "a name over two lines", "Lin\nVector"),
        shown("name-too-long", "a name of 81 characters", &"L".repeat(81)),
        shown("name-empty", "a name without letters", ""),
        shown("name-byte-order-mark", "a name with a mark that does not show", "\u{feff}Lin"),
    ]
}
