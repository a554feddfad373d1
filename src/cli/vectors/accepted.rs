//! What a door lets in.

use core::slice::from_ref;

use super::Vector;
use super::craft::{Fields, Item, array, bytes, int, tag, text, truth, uint};
use super::redaction::{hash, name, record, redacted_keys};
use super::scene::{BEGINS, Binding, Credential, ENDS, KEY, LIST_ENDS, LISTED, NOW, holder, issuer, list_made, shown};
use crate::claims::redaction::{decoy, disclose_key};
use crate::limits::{CLOCK_TOLERANCE, MAX_CODE_AGE, MAX_CODE_AHEAD, MAX_LIST_AGE};
use crate::wire::cbor::Value;
use crate::wire::registry::{alg, claim, header, hp1, item};

fn good(flaw: &'static str, why: &'static str, message: Item) -> Vector {
    Vector::of("accept", flaw, why, &message)
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = passes();
    vectors.extend(edges());
    vectors.extend(spellings());
    vectors.extend(records());
    vectors
}

fn passes() -> Vec<Vector> {
    let door = Credential::door;
    let specimen = door().body(hp1::SPECIMEN, truth(true));
    let answer = Binding::fresh().claim(claim::CNONCE, bytes(&[0, 0x11, 0x22, 0x33]));
    vec![
        good("live", "a green pass, shown live", door().shown()),
        good("live-guardian", "shown by a guardian", door().body(hp1::GUARDIAN, truth(true)).shown()),
        good("live-specimen", "a specimen in a demonstration", specimen.shown()).policy("demonstration"),
        good("live-chinese", "initials in Chinese", door().claim(claim::SUB, text("林梅")).shown()),
        good("live-challenge", "the answer to this door's question", answer.shown()).policy("door challenge=00112233"),
        good("live-named-door", "meant for this very door", Binding::fresh().claim(claim::AUD, text("gate-7")).shown())
            .policy("door audience=gate-7"),
        good("paper", "a green pass on paper", Credential::paper().signed()),
        good(
            "paper-guardian",
            "a child's pass on paper",
            Credential::paper().body(hp1::GUARDIAN, truth(true)).signed(),
        ),
    ]
}

fn edges() -> Vec<Vector> {
    let signed_at = |at: u64| Binding::fresh().claim(claim::IAT, uint(at)).shown();
    let last = LISTED + MAX_LIST_AGE - 1;
    let long = Credential::door().claim(claim::EXP, uint(KEY.1)).claim(claim::NBF, uint(KEY.0));
    let long_at = |at: u64| Binding::fresh().claim(claim::IAT, uint(at)).around(&long.signed()).signed_by(&holder());
    vec![
        good("first-second", "the first second of the pass", signed_at(BEGINS))
            .at(BEGINS)
            .trust(list_made(BEGINS, LIST_ENDS)),
        good("last-second", "the last second of the pass", signed_at(ENDS - 1)).at(ENDS - 1),
        good("oldest-code", "as old as a live code may be", signed_at(NOW - MAX_CODE_AGE)),
        good("code-ahead", "as far ahead as a live code may be", signed_at(NOW + MAX_CODE_AHEAD)),
        good("oldest-list", "the last second of the list", long_at(last)).at(last),
        good(
            "clock-a-little-behind",
            "as far behind the newest list as a clock may be",
            signed_at(LISTED - CLOCK_TOLERANCE),
        )
        .at(LISTED - CLOCK_TOLERANCE),
        good("as-long-as-the-key", "it begins and ends with the key", shown(&long.signed())),
    ]
}

/// Other ways to write the same, which an office of another make may choose.
fn spellings() -> Vec<Vector> {
    let door = Credential::door;
    let reversed = door().message_of(door().all_claims().reversed());
    vec![
        good("alg-eddsa", "the older number of the algorithm", door().header(header::ALG, int(alg::EDDSA)).shown()),
        good(
            "alg-eddsa-binding",
            "the older number of the algorithm, by the wallet",
            Binding::fresh().header(header::ALG, int(alg::EDDSA)).shown(),
        ),
        good(
            "typ-long",
            "types in letters",
            shown_long(&door().header(header::TYP, text("application/sd-cwt")).signed()),
        ),
        good(
            "typ-long-paper",
            "a type in letters",
            Credential::paper().header(header::TYP, text("application/cwt")).signed(),
        ),
        good("keys-in-another-order", "claims that are not sorted", shown(&reversed.signed_by(&issuer()))),
        good("sd-alg-stated", "the usual hash, stated", door().header(header::SD_ALG, int(alg::SHA_256)).shown()),
        good(
            "crit-known",
            "a critical header that is understood",
            door().header(header::CRIT, array(&[int(header::TYP)])).shown(),
        ),
        good("claim-unknown", "a claim of a later version", door().claim(99, array(&[text("later"), uint(1)])).shown()),
        good("body-unknown", "a claim of a later version in our own map", door().body(99, truth(true)).shown()),
        good("iat-stated", "issued when it begins", door().claim(claim::IAT, uint(BEGINS)).shown()),
        good("iat-before-nbf", "issued before it begins", door().claim(claim::IAT, uint(BEGINS - 1)).shown()),
    ]
}

fn shown_long(credential: &[u8]) -> Item {
    Binding::fresh().header(header::TYP, text("application/kb+cwt")).around(credential).signed_by(&holder())
}

fn records() -> Vec<Vector> {
    let birth = disclose_key(&[0x66; 16], Value::int(hp1::BIRTH_DATE), Value::text("1985-03-07"));
    let bait = decoy(&[0x77; 16]);
    let element = array(&[bytes(&[0x88; 16]), super::record::test().sorted()]);
    let inner = disclose_key(&[0x99; 16], Value::int(item::PRODUCT), Value::text("Vectorvac"));
    let vaccination = Fields::default()
        .set(item::KIND, uint(item::VACCINATION))
        .set(item::AGAINST, text("COVID-19"))
        .set(item::DOSE, uint(1))
        .set(item::DOSES, uint(2))
        .set(item::DATE, uint(20_758))
        .add(redacted_keys(), array(&[hash(&inner)]));
    let nested = array(&[bytes(&[0xaa; 16]), vaccination.sorted()]);
    let full = |disclosures: &[Vec<u8>]| {
        let mut record = record(&[hash(&name())], disclosures);
        let items = array(&[tag(60, &hash(&element)), tag(60, &hash(&nested)), tag(60, &hash(&decoy(&[0xbb; 16])))]);
        record.body = record.body.set(hp1::ITEMS, items).add(redacted_keys(), array(&[hash(&birth)]));
        record.shown()
    };
    vec![
        good("record-plain", "a record with nothing redacted and nothing said", Credential::record().shown()),
        good("record-closed", "a record of which nothing is disclosed", full(&[])),
        good("record-name", "a record with the name disclosed", full(&[name()])),
        good("record-name-and-birth", "a record for an identity check", full(&[name(), birth.clone()])),
        good("record-element", "an element of an array disclosed", full(from_ref(&element))),
        good("record-nested", "a disclosure inside a disclosure", full(&[nested.clone(), inner.clone()])),
        good(
            "record-open",
            "everything disclosed",
            full(&[name(), birth.clone(), element.clone(), nested.clone(), inner.clone()]),
        ),
        good(
            "record-decoy",
            "a decoy among the redacted, and shown",
            record(&[hash(&name()), hash(&bait)], &[name(), bait.clone()]).shown(),
        ),
        good(
            "record-decoy-closed",
            "a decoy among the redacted",
            record(&[hash(&name()), hash(&bait)], &[name()]).shown(),
        ),
    ]
}
