use alloc::string::String;
use alloc::vec;

use super::*;
use crate::limits::MAX_RECEIVE_AGE;

const MADE: UnixTime = UnixTime::EPOCH.plus(1_795_000_000);

fn kept(content: &[u8], person: Option<usize>, uses: Option<Vec<u8>>) -> Kept {
    Kept { content: content.to_vec(), at: MADE, person, uses }
}

fn full() -> Backup {
    let name = |text| Name::new(text).expect("short");
    let keys = |seeds: &[u8]| KeptKeys::from_seeds(seeds, MADE).expect("whole seeds");
    Backup {
        made_at: MADE,
        people: vec![Person { name: name("Li Na"), place: 1 }, Person { name: name("奶奶"), place: 0 }],
        passes: vec![kept(&[1; 300], Some(1), Some(vec![7; 9])), kept(&[2; 9], Some(0), None), kept(&[3], None, None)],
        keys: vec![keys(&[1; 32]), keys(&[2; 96])],
    }
}

fn encoded(backup: &Backup) -> Zeroizing<Vec<u8>> {
    backup.encode().expect("it fits")
}

/// The document with one value of its body exchanged.
fn with(label: i64, value: Value<'_>) -> Vec<u8> {
    let bytes = encoded(&full());
    let Ok(Value::Array(parts)) = cbor::decode(&bytes) else { panic!("an array") };
    let [mark, version, Value::Map(entries)] = parts.as_slice() else { panic!("three parts") };
    let others = entries.iter().filter(|(key, _)| key.as_i64() != Some(label)).cloned();
    let body = Value::map(others.chain([(Value::int(label), value)]));
    Value::Array(vec![mark.clone(), version.clone(), body]).encode()
}

#[test]
fn a_backup_is_read_as_it_was_written() {
    for backup in [full(), Backup { people: vec![], passes: vec![], keys: vec![], ..full() }] {
        assert_eq!(Backup::parse(&encoded(&backup)), Ok(backup));
    }
}

#[test]
fn the_buffer_of_the_document_never_grows_so_that_no_copy_of_a_key_is_left_behind() {
    let backup = full();
    let bytes = encoded(&backup);
    assert!(bytes.len() <= backup.size(), "{} bytes, room for {}", bytes.len(), backup.size());
}

#[test]
fn other_things_are_told_from_backups_of_later_versions_and_from_broken_ones() {
    let version = |n: u64| Value::Array(vec![Value::text(MARK), Value::Unsigned(n), Value::Null]).encode();
    assert_eq!(Backup::parse(&version(2)), Err(BackupError::Newer));
    assert_eq!(Backup::parse(&version(u64::MAX)), Err(BackupError::Newer));
    assert_eq!(Backup::parse(&version(1)), Err(BackupError::Damaged));
    assert_eq!(Backup::parse(&version(0)), Err(BackupError::Damaged));
    let other = Value::Array(vec![Value::text("tessera-lists"), Value::Unsigned(1), Value::Null]).encode();
    for bytes in [&b""[..], b"age-encryption.org/v1", &other, &vec![0; MAX_BACKUP_BYTES + 1]] {
        assert_eq!(Backup::parse(bytes), Err(BackupError::NotABackup));
    }
    let whole = encoded(&full());
    for end in 0..whole.len() {
        assert_eq!(Backup::parse(&whole[..end]), Err(BackupError::NotABackup));
    }
}

#[test]
fn what_no_wallet_writes_is_damaged() {
    let one = |entries: Vec<(i64, Value<'static>)>| {
        Value::Array(vec![Value::map(entries.into_iter().map(|(key, value)| (Value::int(key), value)))])
    };
    let bytes = |n: usize| Value::Bytes(vec![1; n].into());
    let person =
        |name: &str| Value::map([(Value::int(0), Value::text(name)), (Value::int(1), Value::Unsigned(0))]).into_owned();
    for (label, value) in [
        (9, Value::Null),
        (label::MADE_AT, Value::Unsigned(u64::MAX)),
        (label::MADE_AT, Value::int(-1)),
        (label::PEOPLE, Value::Null),
        (label::PEOPLE, Value::Array(vec![])),
        (label::PEOPLE, Value::Array(vec![person("A"), person("A")])),
        (label::PEOPLE, Value::Array(vec![person("A"), person("\u{202e}B")])),
        (label::PEOPLE, Value::Array((0..=MAX_BACKUP_PEOPLE).map(|n| person(&n.to_string())).collect())),
        (label::PASSES, one(vec![(0, bytes(0)), (1, Value::Unsigned(1))])),
        (label::PASSES, one(vec![(0, bytes(1))])),
        (label::PASSES, one(vec![(0, bytes(1)), (1, Value::Unsigned(1)), (2, Value::Unsigned(2))])),
        (label::PASSES, one(vec![(0, bytes(1)), (1, Value::Unsigned(1)), (2, Value::Null)])),
        (label::PASSES, one(vec![(0, bytes(1)), (1, Value::Unsigned(1)), (3, Value::Null)])),
        (label::PASSES, one(vec![(0, bytes(1)), (1, Value::Unsigned(1)), (4, Value::Null)])),
        (label::KEYS, one(vec![(0, bytes(31)), (1, Value::Unsigned(1))])),
        (label::KEYS, one(vec![(0, bytes(33)), (1, Value::Unsigned(1))])),
        (label::KEYS, one(vec![(0, bytes(32))])),
    ] {
        assert_eq!(Backup::parse(&with(label, value.clone())), Err(BackupError::Damaged), "{label}: {value:?}");
    }
}

#[test]
fn more_than_a_backup_holds_is_not_written() {
    let many =
        |length: usize, count: usize| Backup { passes: vec![kept(&vec![1; length], None, None); count], ..full() };
    assert_eq!(many(1, MAX_BACKUP_PASSES + 1).encode(), Err(TooLarge));
    assert_eq!(many(MAX_BACKUP_BYTES, 1).encode(), Err(TooLarge));
    assert!(many(MAX_BACKUP_BYTES / MAX_BACKUP_PASSES - 200, MAX_BACKUP_PASSES).encode().is_ok());
}

#[test]
fn nothing_of_a_person_or_a_key_is_printed() {
    let printed = alloc::format!("{:?}", full().passes) + &alloc::format!("{:?}", full().keys);
    assert!(!printed.contains("1, 1") && !printed.contains("seed"), "{printed}");
}

const RECIPIENT: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

#[test]
fn a_receive_code_is_good_for_some_minutes() {
    let code = ReceiveCode::new(RECIPIENT, MADE).expect("a recipient");
    let text = code.encode();
    assert!(text.len() < 140, "{} characters", text.len());
    for (at, is_good) in [
        (MADE, true),
        (MADE.plus(MAX_RECEIVE_AGE), true),
        (MADE.plus(MAX_RECEIVE_AGE + 1), false),
        (MADE.minus(300), true),
        (MADE.minus(301), false),
    ] {
        let expected = if is_good { Ok(code.clone()) } else { Err(ReceiveError::Stale) };
        assert_eq!(ReceiveCode::accept(&text, at), expected);
    }
}

#[test]
fn another_code_is_no_receive_code() {
    let strange = |recipient: &str| {
        let message = Value::Array(vec![Value::text(recipient), Value::Unsigned(MADE.seconds())]).encode();
        String::from("HM1:") + &base45_of(&message)
    };
    let upper = RECIPIENT.to_uppercase();
    let secret = alloc::format!("age1{}", "é".repeat(29));
    let texts = [strange(&upper), strange("age1"), strange(&secret), strange(&RECIPIENT.replacen("age1", "ssh1", 1))];
    for text in texts.iter().map(String::as_str).chain(["", "HM1:", "HP1:6BF", "HM1:%%%", RECIPIENT]) {
        assert_eq!(ReceiveCode::accept(text, MADE), Err(ReceiveError::NotOurs), "{text}");
    }
}

fn base45_of(bytes: &[u8]) -> String {
    crate::wire::base45::encode(bytes)
}
