//! What a wallet hands to a later one, before it is sealed: what is taken, and why it is not.

use super::scene::{NOW, holder, moment};
use super::{Vector, hex};
use crate::backup::{Backup, Kept, KeptKeys, Person};
use crate::id::Name;
use crate::key::HolderKey;
use crate::limits::MAX_BACKUP_PEOPLE;
use crate::wire::cbor::{self, Value};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = taken();
    vectors.extend(others());
    vectors.extend(damaged());
    vectors
}

fn of(outcome: &'static str, flaw: &'static str, why: &'static str, document: &[u8]) -> Vector {
    Vector { outcome, flaw, why, at: NOW, headers: Vec::new(), text: hex(document) }
}

fn person(name: &str, place: u64) -> Option<Person> {
    Name::new(name).ok().map(|name| Person { name, place })
}

fn kept(content: &[u8], person: Option<usize>, uses: Option<&[u8]>) -> Kept {
    Kept { content: content.to_vec(), at: moment(NOW), person, uses: uses.map(<[u8]>::to_vec) }
}

/// Two people, three deliveries, keys of two requests.
fn full() -> Backup {
    let several = [HolderKey::from_seed(&[21; 32]), HolderKey::from_seed(&[22; 32])];
    Backup {
        made_at: moment(NOW),
        people: [person("Li Na", 0), person("奶奶", 1)].into_iter().flatten().collect(),
        passes: vec![
            kept(&[0xd2], Some(1), Some(&[0x81, 0x82, 1, 2])),
            kept(&[0x80], Some(0), None),
            kept(&[1], None, None),
        ],
        keys: vec![
            KeptKeys { keys: vec![holder()], at: moment(NOW) },
            KeptKeys { keys: several.into(), at: moment(NOW) },
        ],
    }
}

fn bytes(backup: &Backup) -> Vec<u8> {
    // These fit.
    backup.encode().map(|bytes| bytes.to_vec()).unwrap_or_default()
}

/// The document, taken apart and changed.
fn changed(change: impl FnOnce(&mut Vec<Value<'_>>)) -> Vec<u8> {
    let document = bytes(&full());
    let Ok(Value::Array(mut parts)) = cbor::decode(&document) else { return document };
    change(&mut parts);
    Value::Array(parts).encode()
}

/// The document with an entry of its body in place of another, or beside them.
fn with(label: i64, value: Value<'static>) -> Vec<u8> {
    changed(|parts| {
        if let Some(Value::Map(entries)) = parts.get_mut(2) {
            entries.retain(|(key, _)| key.as_i64() != Some(label));
            entries.push((Value::int(label), value));
        }
    })
}

/// A list of one map.
fn one(entries: Vec<(i64, Value<'static>)>) -> Value<'static> {
    Value::Array(vec![Value::map(entries.into_iter().map(|(label, value)| (Value::int(label), value)))])
}

fn seeds(length: usize) -> Value<'static> {
    one(vec![(0, Value::Bytes(vec![7; length].into())), (1, Value::Unsigned(NOW))])
}

fn pass(more: (i64, Value<'static>)) -> Value<'static> {
    one(vec![(0, Value::Bytes(vec![0xd2].into())), (1, Value::Unsigned(NOW)), more])
}

fn taken() -> Vec<Vector> {
    let empty = Backup { people: Vec::new(), passes: Vec::new(), keys: Vec::new(), ..full() };
    vec![
        of("backup-taken", "full", "people, deliveries with their uses, keys of two requests", &bytes(&full())),
        of("backup-taken", "empty", "nothing was kept yet", &bytes(&empty)),
    ]
}

fn others() -> Vec<Vector> {
    let version = |version: Value<'static>| changed(|parts| parts[1] = version);
    let mark = |mark: Value<'static>| changed(|parts| parts[0] = mark);
    let whole = bytes(&full());
    let other = |flaw, why, document: &[u8]| of("backup-not-a-backup", flaw, why, document);
    vec![
        of("backup-newer", "version-2", "a later version of the app made it", &version(Value::Unsigned(2))),
        of("backup-newer", "version-largest", "the largest version that there is", &version(Value::Unsigned(u64::MAX))),
        other("nothing", "no bytes", &[]),
        other("broken-off", "its last byte is missing", &whole[..whole.len() - 1]),
        other("goes-on", "a byte follows it", &[&whole[..], &[0]].concat()),
        other("lists", "a bundle of lists", &mark(Value::text("tessera-lists"))),
        other("no-mark", "a number in the place of its mark", &mark(Value::Unsigned(1))),
        other("two-parts", "nothing behind the version", &changed(|parts| parts.truncate(2))),
    ]
}

fn damaged() -> Vec<Vector> {
    let name =
        |name: &'static str| Value::map([(Value::int(0), Value::text(name)), (Value::int(1), Value::Unsigned(0))]);
    let case = |flaw, why, document: &[u8]| of("backup-damaged", flaw, why, document);
    let body = |label, value| with(label, value);
    let crowd = vec![name("A"); MAX_BACKUP_PEOPLE + 1];
    vec![
        case("version-0", "no version had this number", &changed(|parts| parts[1] = Value::Unsigned(0))),
        case("version-text", "a text in the place of the version", &changed(|parts| parts[1] = Value::text("1"))),
        case("body-null", "nothing in it", &changed(|parts| parts[2] = Value::Null)),
        case("unknown-part", "a part that this version does not have", &body(9, Value::Null)),
        case("time-too-large", "it was made past the largest time", &body(0, Value::Unsigned(u64::MAX))),
        case("people-none", "a delivery is of somebody who is not listed", &body(1, Value::Array(Vec::new()))),
        case("person-twice", "two people of one name", &body(1, Value::Array(vec![name("A"), name("A")]))),
        case(
            "person-reversed",
            "a name that turns the text around",
            &body(1, Value::Array(vec![name("A"), name("\u{202e}B")])),
        ),
        case("people-too-many", "a person more than may be", &body(1, Value::Array(crowd))),
        case(
            "pass-empty",
            "a delivery without bytes",
            &body(2, one(vec![(0, Value::Bytes(Vec::new().into())), (1, Value::Unsigned(NOW))])),
        ),
        case(
            "pass-without-time",
            "nobody knows when it was kept",
            &body(2, one(vec![(0, Value::Bytes(vec![1].into()))])),
        ),
        case("pass-of-nobody", "the third of two people", &body(2, pass((2, Value::Unsigned(2))))),
        case("pass-uses-null", "nothing in the place of its uses", &body(2, pass((3, Value::Null)))),
        case("pass-unknown-part", "a part that this version does not have", &body(2, pass((4, Value::Null)))),
        case("key-none", "a request without a key", &body(3, seeds(0))),
        case("key-short", "a seed of 31 bytes", &body(3, seeds(31))),
        case("key-and-a-byte", "a byte behind the second seed", &body(3, seeds(65))),
    ]
}
