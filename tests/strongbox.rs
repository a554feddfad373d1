//! The strongbox opens what other tools of the format age wrote, writes what a strict reading of the format says, and does only bounded work.

use tessera::limits::{BACKUP_WORK, MAX_BACKUP_WORK, MAX_SEALED_BYTES};
use tessera::strongbox::{OpenError, Receiving, SealError, open, seal, seal_for};

const BY_TYPAGE: &[u8] = include_bytes!("strongbox/by-typage.age");
const FOR_A_KEY: &[u8] = include_bytes!("strongbox/for-a-key.age");
const PASSPHRASE: &str = "river lemon window seven";

/// The file with its first `from` exchanged for `to`.
fn with(from: &str, to: &str) -> Vec<u8> {
    let at = BY_TYPAGE.windows(from.len()).position(|part| part == from.as_bytes()).expect("it is in the file");
    [&BY_TYPAGE[..at], to.as_bytes(), &BY_TYPAGE[at + from.len()..]].concat()
}

#[test]
fn a_file_of_another_tool_opens_with_its_passphrase_and_with_no_other() {
    assert_eq!(&**open(BY_TYPAGE, PASSPHRASE).expect("it opens"), b"A pass that stays with its person.\n");
    for wrong in ["", "river lemon window", "River lemon window seven", "river lemon window seven "] {
        assert_eq!(open(BY_TYPAGE, wrong), Err(OpenError::WrongKey));
    }
    assert_eq!(open(FOR_A_KEY, PASSPHRASE), Err(OpenError::OtherKind));
}

#[test]
fn what_is_sealed_says_what_work_it_takes_and_opens_again() {
    for bytes in [&b""[..], b"a", &[7; 200_000]] {
        let file = seal(bytes, "Passwort für 奶奶").expect("it fits");
        let head = String::from_utf8_lossy(&file[..100]);
        let mut lines = head.lines();
        assert_eq!(lines.next(), Some("age-encryption.org/v1"));
        let stanza: Vec<_> = lines.next().expect("a recipient").split(' ').collect();
        assert_eq!((stanza[1], stanza[3]), ("scrypt", BACKUP_WORK.to_string().as_str()));
        assert_eq!(open(&file, "Passwort für 奶奶").expect("it opens").as_slice(), bytes);
    }
}

#[test]
fn a_file_that_breaks_off_or_was_touched_gives_nothing() {
    for end in 0..BY_TYPAGE.len() {
        let refused = open(&BY_TYPAGE[..end], PASSPHRASE).expect_err("it breaks off");
        assert!(matches!(refused, OpenError::NotAge | OpenError::Damaged), "byte {end}: {refused:?}");
    }
    for byte in 0..BY_TYPAGE.len() {
        let mut touched = BY_TYPAGE.to_vec();
        touched[byte] ^= 1;
        assert!(open(&touched, PASSPHRASE).is_err(), "byte {byte}");
    }
    assert_eq!(open(&[BY_TYPAGE, b"\0"].concat(), PASSPHRASE), Err(OpenError::Damaged));
}

#[test]
fn what_is_not_age_is_told_from_what_is_and_costs_nothing() {
    for other in [&b""[..], b"PK\x03\x04", b"HP1:6BF", b"-----BEGIN AGE ENCRYPTED FILE-----\n"] {
        assert_eq!(open(other, PASSPHRASE), Err(OpenError::NotAge));
    }
    assert_eq!(open(&with("org/v1", "org/v2"), PASSPHRASE), Err(OpenError::NotAge));
    assert_eq!(open(&with("-> scrypt", "-> scrypto"), PASSPHRASE), Err(OpenError::OtherKind));
    assert_eq!(open(&with("-> scrypt", "=> scrypt"), PASSPHRASE), Err(OpenError::Damaged));
}

#[test]
fn a_file_that_asks_for_more_work_or_is_longer_than_anybody_waits_for_is_refused_before_it_is_done() {
    for work in [MAX_BACKUP_WORK + 1, 40, 63] {
        assert_eq!(open(&with(" 12\n", &format!(" {work}\n")), PASSPHRASE), Err(OpenError::TooMuch));
    }
    for work in ["0", "012", "+12", "-1", "1e1", "99999999999999999999", ""] {
        assert!(open(&with(" 12\n", &format!(" {work}\n")), PASSPHRASE).is_err(), "{work}");
    }
    let long = [BY_TYPAGE, &vec![0; MAX_SEALED_BYTES]].concat();
    assert_eq!(open(&long, PASSPHRASE), Err(OpenError::TooMuch));
    assert_eq!(seal_for(&vec![0; MAX_SEALED_BYTES + 1], &Receiving::start().recipient()), Err(SealError::TooLong));
}

#[test]
fn what_is_sealed_for_one_phone_opens_there_and_nowhere_else() {
    let (phone, other) = (Receiving::start(), Receiving::start());
    assert_ne!(phone.recipient(), other.recipient());
    let sealed = seal_for(b"a wallet", &phone.recipient()).expect("a recipient");
    assert_eq!(phone.open(&sealed).expect("its own").as_slice(), b"a wallet");
    assert_eq!(other.open(&sealed), Err(OpenError::WrongKey));
    assert_eq!(phone.open(BY_TYPAGE), Err(OpenError::OtherKind));
    assert_eq!(open(&sealed, PASSPHRASE), Err(OpenError::OtherKind));
    for recipient in ["", "age1", "ssh-ed25519 AAAA", &phone.recipient()[..61]] {
        assert_eq!(seal_for(b"a wallet", recipient), Err(SealError::NoRecipient));
    }
}
