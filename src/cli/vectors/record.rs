//! What is disclosed of a record: entries and portraits, good and bad.

use super::Vector;
use super::craft::{Fields, Item, array, bytes, int, tag, text, truth, uint};
use super::redaction::{hash, redacted_keys};
use super::scene::{Credential, NOW, holder};
use crate::claims::redaction::{disclose_key, disclosure_hash};
use crate::limits::MAX_ITEMS;
use crate::wire::cbor::Value;
use crate::wire::registry::{SIMPLE_REDACTED_KEYS, claim, header, hp1, item};

/// Days from 1970-01-01 to 2026-11-01.
const DAY: u64 = 20_758;

pub(super) fn test() -> Fields {
    Fields::default()
        .set(item::KIND, uint(item::TEST))
        .set(item::METHOD, uint(0))
        .set(item::FINDING, uint(0))
        .set(item::SAMPLED_AT, uint(NOW - 7_200))
        .set(item::TEST_PLACE, text("Vector Clinic"))
}

fn vaccination() -> Fields {
    Fields::default()
        .set(item::KIND, uint(item::VACCINATION))
        .set(item::AGAINST, text("COVID-19"))
        .set(item::PRODUCT, text("Vectorvac"))
        .set(item::DOSE, uint(2))
        .set(item::DOSES, uint(3))
        .set(item::DATE, uint(DAY))
}

fn recovery() -> Fields {
    Fields::default().set(item::KIND, uint(item::RECOVERY)).set(item::FROM, uint(DAY)).set(item::UNTIL, uint(DAY + 180))
}

fn appointment() -> Fields {
    Fields::default()
        .set(item::KIND, uint(item::APPOINTMENT))
        .set(item::BEGINS_AT, uint(NOW + 86_400))
        .set(item::APPOINTMENT_PLACE, text("Vector Clinic"))
        .set(item::PURPOSE, text("Second test"))
}

fn jpeg(length: usize) -> Item {
    let mut file = vec![0xff, 0xd8, 0xff, 0xe0];
    file.resize(length, 0);
    file
}

/// An element as the office makes it; the salt is a number.
fn element(salt: u8, value: &[u8]) -> Item {
    array(&[bytes(&[salt; 16]), value.to_vec()])
}

/// A record of these entries, of which all are disclosed or none.
fn entries(values: &[Item], open: bool) -> Credential {
    let disclosures: Vec<_> = values.iter().zip(1..).map(|(value, salt)| element(salt, value)).collect();
    let places: Vec<_> = disclosures.iter().map(|disclosure| tag(60, &hash(disclosure))).collect();
    let record = Credential::record().body(hp1::ITEMS, array(&places));
    if open { disclosing(record, &disclosures) } else { record }
}

fn disclosing(record: Credential, disclosures: &[Item]) -> Credential {
    let list: Vec<_> = disclosures.iter().map(|disclosure| bytes(disclosure)).collect();
    record.unprotected(header::SD_CLAIMS, array(&list))
}

/// A record with one redacted entry of its own map, disclosed.
fn in_body(label: i64, value: &[u8]) -> Credential {
    let disclosure = array(&[bytes(&[0x5a; 16]), value.to_vec(), int(label)]);
    let mut record = Credential::record();
    record.body = record.body.add(redacted_keys(), array(&[hash(&disclosure)]));
    disclosing(record, &[disclosure])
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = good();
    vectors.extend(kept());
    vectors.extend(bad_entries());
    vectors.extend(bad_places());
    vectors
}

fn good() -> Vec<Vector> {
    let accepted = |flaw, why, record: Credential| Vector::of("accept", flaw, why, &record.shown());
    let all = [test().sorted(), vaccination().sorted(), recovery().sorted(), appointment().sorted()];
    let webp = [b"RIFF\x04\0\0\0WEBP".as_slice(), &[0; 8]].concat();
    let later = Fields::default().set(item::KIND, uint(4)).set(1, text("of a later version")).sorted();
    vec![
        accepted("items-closed", "four entries, none of them disclosed", entries(&all, false)),
        accepted("items-open", "an entry of each kind", entries(&all, true)),
        accepted("item-of-a-later-kind", "an entry that this version does not know", entries(&[later], true)),
        accepted(
            "item-with-a-later-key",
            "a test with more than this version knows",
            entries(&[test().set(99, text("later")).sorted()], true),
        ),
        accepted(
            "vaccination-without-a-product",
            "nobody wrote the product down",
            entries(&[vaccination().without(item::PRODUCT).sorted()], true),
        ),
        accepted(
            "items-in-the-clear",
            "an office that redacts no entry",
            Credential::record().body(hp1::ITEMS, array(&all)),
        ),
        accepted("items-most", "as many entries as there may be", {
            let list = vec![recovery().sorted(); MAX_ITEMS];
            Credential::record().body(hp1::ITEMS, array(&list))
        }),
        accepted("portrait-webp", "a portrait as WebP", in_body(hp1::PORTRAIT, &bytes(&webp))),
        accepted("portrait-jpeg", "a portrait as JPEG", in_body(hp1::PORTRAIT, &bytes(&jpeg(64)))),
    ]
}

fn kept() -> Vec<Vector> {
    let all = [test().sorted(), appointment().sorted()];
    vec![
        Vector::of("wallet-kept", "record-items", "a record with entries", &entries(&all, true).signed())
            .holds(&holder().public()),
        Vector::of(
            "wallet-damaged",
            "item-no-kind",
            "an entry that does not say what it is",
            &entries(&[test().without(item::KIND).sorted()], true).signed(),
        )
        .holds(&holder().public()),
    ]
}

fn damaged(flaw: &'static str, why: &'static str, record: Credential) -> Vector {
    Vector::of("refuse-damaged", flaw, why, &record.shown())
}

fn bad_entries() -> Vec<Vector> {
    let bad = |flaw, why, entry: Item| damaged(flaw, why, entries(&[entry], true));
    let field = |flaw, why, entry: Fields, label, value: Item| bad(flaw, why, entry.set(label, value).sorted());
    let without = |flaw, why, entry: Fields, label| bad(flaw, why, entry.without(label).sorted());
    vec![
        bad("item-text", "an entry in words", text("vaccinated")),
        bad("item-array", "an entry that is an array", array(&[uint(0), uint(0), uint(0)])),
        bad("item-empty", "an entry of nothing", Fields::default().sorted()),
        without("item-without-a-kind", "an entry that does not say what it is", test(), item::KIND),
        field("item-kind-text", "a kind in words", test(), item::KIND, text("test")),
        field("item-kind-negative", "a kind below the first", test(), item::KIND, int(-1)),
        field("test-method-unknown", "a method that there is not", test(), item::METHOD, uint(3)),
        field("test-finding-unknown", "a fourth finding", test(), item::FINDING, uint(3)),
        field("test-finding-text", "a finding in words", test(), item::FINDING, text("negative")),
        without("test-without-a-finding", "a test that found nothing", test(), item::FINDING),
        without("test-without-a-time", "a test of no day", test(), item::SAMPLED_AT),
        field("test-time-too-large", "a time that no number of ours holds", test(), item::SAMPLED_AT, uint(1 << 54)),
        field("test-time-text", "a time in letters", test(), item::SAMPLED_AT, text("2026-11-18")),
        field("test-place-empty", "a place without a name", test(), item::TEST_PLACE, text("")),
        field("test-place-too-long", "a place of 81 characters", test(), item::TEST_PLACE, text(&"L".repeat(81))),
        field(
            "test-place-right-to-left",
            "a place that turns the text round",
            test(),
            item::TEST_PLACE,
            text("Vector \u{202e}cinilC"),
        ),
        field("vaccination-dose-zero", "a dose before the first", vaccination(), item::DOSE, uint(0)),
        field("vaccination-dose-after-the-last", "the fourth dose of three", vaccination(), item::DOSE, uint(4)),
        field("vaccination-doses-too-many", "a series of 21 doses", vaccination(), item::DOSES, uint(21)),
        field("vaccination-date-too-late", "a day after the year 9999", vaccination(), item::DATE, uint(2_932_897)),
        field("vaccination-date-largest", "the largest number there is", vaccination(), item::DATE, uint(u64::MAX)),
        field("vaccination-date-text", "a day in letters", vaccination(), item::DATE, text("2026-11-01")),
        field("vaccination-product-number", "a product that is a number", vaccination(), item::PRODUCT, uint(7)),
        field("vaccination-against-line-break", "two lines", vaccination(), item::AGAINST, text("COVID\n19")),
        field(
            "recovery-ends-before-it-begins",
            "the last day is before the first",
            recovery(),
            item::UNTIL,
            uint(DAY - 1),
        ),
        without("recovery-without-an-end", "a recovery for ever", recovery(), item::UNTIL),
        without("appointment-without-a-time", "an appointment at no time", appointment(), item::BEGINS_AT),
        field(
            "appointment-purpose-zero-width",
            "a character that does not show",
            appointment(),
            item::PURPOSE,
            text("Second\u{200b}test"),
        ),
    ]
}

fn bad_places() -> Vec<Vector> {
    let too_many = Credential::record().body(hp1::ITEMS, array(&vec![recovery().sorted(); MAX_ITEMS + 1]));
    let portrait = |flaw, why, value: Item| damaged(flaw, why, in_body(hp1::PORTRAIT, &value));
    let status = Value::map([
        (Value::text("idx"), Value::Unsigned(1)),
        (Value::text("uri"), Value::text("https://lists.example/1")),
    ]);
    let status =
        disclose_key(&[0x5b; 16], Value::int(claim::STATUS), Value::map([(Value::text("status_list"), status)]));
    let mut hidden_status = Credential::record();
    hidden_status.claims = hidden_status.claims.add(redacted_keys(), array(&[hash(&status)]));
    let inner = disclose_key(&[0x5c; 16], Value::int(1), Value::text("x"));
    let hidden_body = {
        let redacted = Value::Array(vec![Value::Bytes(disclosure_hash(&inner).to_vec().into())]);
        let body = Value::map([
            (Value::int(hp1::COLOUR), Value::Unsigned(0)),
            (Value::Simple(SIMPLE_REDACTED_KEYS), redacted),
        ]);
        let body = disclose_key(&[0x5d; 16], Value::int(claim::HP1), body);
        let record = Credential::record();
        let claims = record.claims.clone().add(redacted_keys(), array(&[hash(&body)]));
        disclosing(record, &[body, inner]).message_of(claims.sorted()).signed_by(&super::scene::issuer())
    };
    let mut without_colour = in_body(hp1::COLOUR, &uint(0));
    without_colour.body = without_colour.body.without(hp1::COLOUR);
    vec![
        damaged("items-map", "entries that are no array", in_body(hp1::ITEMS, &Fields::default().sorted())),
        damaged("items-too-many", "more entries than there may be", too_many),
        portrait("portrait-text", "a portrait in letters", text("a kind face")),
        portrait("portrait-empty", "a portrait of nothing", bytes(&[])),
        portrait(
            "portrait-svg",
            "a picture that may hold a program",
            bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ),
        portrait("portrait-png", "a picture of another kind", bytes(b"\x89PNG\r\n\x1a\n0000")),
        damaged(
            "disclosure-of-the-status",
            "a holder could keep back that it was revoked",
            disclosing(hidden_status, &[status]),
        ),
        Vector::of(
            "refuse-damaged",
            "disclosure-of-the-body",
            "a holder could keep back everything that a door decides by",
            &super::scene::shown(&hidden_body),
        ),
        damaged("disclosure-of-the-colour", "a holder could keep back its colour", without_colour),
        damaged(
            "disclosure-of-being-a-specimen",
            "a holder could keep back that it is about nobody",
            in_body(hp1::SPECIMEN, &truth(true)),
        ),
        damaged("disclosure-in-a-door-pass", "a door pass in which something is redacted", {
            let disclosure = array(&[bytes(&[0x5e; 16]), uint(1), int(99)]);
            let mut door = Credential::door();
            door.claims = door.claims.add(redacted_keys(), array(&[hash(&disclosure)]));
            disclosing(door, &[disclosure])
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Portrait;
    use crate::limits::MAX_PORTRAIT_BYTES;

    #[test]
    fn a_portrait_of_the_largest_size_is_one_and_a_byte_more_is_none() {
        assert!(Portrait::new(&jpeg(MAX_PORTRAIT_BYTES)).is_some());
        assert!(Portrait::new(&jpeg(MAX_PORTRAIT_BYTES + 1)).is_none());
    }
}
