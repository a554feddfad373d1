//! Passes that no listed office signed, or that the office was not allowed to sign.

use super::Vector;
use super::craft::{Item, bytes, text, uint};
use super::scene::{
    self, BEGINS, Credential, ENDS, KEY, LIST_ENDS, LISTED, entry, issuer, list_of, other_issuer, paper_issuer, shown,
    stranger,
};
use crate::key::{PublicKey, SecretKey};
use crate::trust::MaySign;
use crate::wire::registry::{claim, header, hp1};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = forged();
    vectors.extend(unknown());
    vectors.extend(unlisted());
    vectors
}

/// The order of the curve's base point (RFC 8032, section 5.1), little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The same signature in a second spelling, which a lenient verifier takes: S plus the order.
fn malleable(mut signature: [u8; 64]) -> [u8; 64] {
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    signature
}

fn forged() -> Vec<Vector> {
    let case = |flaw, why, credential: Item| Vector::of("refuse-forged", flaw, why, &shown(&credential));
    let good = Credential::door().message();
    let signature = good.signature(&issuer());
    let flipped = |at: usize| {
        let mut signature = signature;
        signature[at / 8] ^= 1 << (at % 8);
        signature
    };
    let with = |credential: Credential| credential.message().with_signature(&signature);
    let kid = |key: &PublicKey| bytes(key.id().as_bytes());
    let red = Credential::door().body(hp1::COLOUR, uint(2)).message().signature(&issuer());
    vec![
        case("signature-first-bit", "the first bit of the signature is wrong", good.with_signature(&flipped(0))),
        case("signature-last-bit", "the last bit of the signature is wrong", good.with_signature(&flipped(511))),
        case("signature-empty", "no signature", good.with_signature(&[])),
        case("signature-short", "63 bytes", good.with_signature(&signature[..63])),
        case("signature-long", "65 bytes", good.with_signature(&[&signature[..], &[0]].concat())),
        case("signature-of-zeros", "zeros", good.with_signature(&[0; 64])),
        case("signature-second-spelling", "S plus the order of the curve", good.with_signature(&malleable(signature))),
        case("signature-of-a-red-pass", "the signature of the same person's red pass", good.with_signature(&red)),
        case("wrong-key", "somebody else signed in the office's name", good.signed_by(&stranger())),
        case(
            "kid-of-another-key",
            "the office's pass under another office's key id",
            Credential::door().header(header::KID, kid(&other_issuer().public())).signed(),
        ),
        case("colour-changed", "red made green after signing", Credential::door().message().with_signature(&red)),
        case(
            "end-changed",
            "a later end after signing",
            with(Credential::door().claim(claim::EXP, uint(ENDS + 86_400))),
        ),
        case("name-changed", "other initials after signing", with(Credential::door().claim(claim::SUB, text("XY")))),
        case(
            "algorithm-changed",
            "another spelling of the algorithm after signing",
            with(Credential::door().header(header::ALG, vec![0x27])),
        ),
        case("specimen-flag-removed", "a specimen that was made real", with_specimen_signature()),
        Vector::of(
            "refuse-forged",
            "paper-wrong-key",
            "somebody else printed it in the office's name",
            &Credential::paper().message().signed_by(&stranger()),
        ),
        Vector::of("refuse-forged", "paper-without-its-binding", "a live pass turned into paper", &unbound()),
    ]
}

fn with_specimen_signature() -> Item {
    let specimen = Credential::door().body(hp1::SPECIMEN, vec![0xf5]).message().signature(&issuer());
    Credential::door().message().with_signature(&specimen)
}

fn unbound() -> Item {
    let signature = Credential::door().message().signature(&issuer());
    Credential::paper().message().with_signature(&signature)
}

fn unknown() -> Vec<Vector> {
    let case = |flaw, why, credential: Item| Vector::of("refuse-unknown-issuer", flaw, why, &shown(&credential));
    fn by<R>(credential: Credential, key: &SecretKey<R>) -> Item {
        credential.header(header::KID, bytes(key.public().id().as_bytes())).message().signed_by(key)
    }
    let door = Credential::door;
    vec![
        case("unlisted-key", "a key that no list has", by(door(), &stranger())),
        case("root-key", "the root signs lists, not passes", by(door(), &scene::root())),
        case("own-key", "the phone signed its own pass", by(door(), &scene::holder())),
        case(
            "kid-of-nobody",
            "a key id that no list has, over a good signature",
            door().header(header::KID, bytes(&[0; 8])).signed(),
        ),
        case("name-of-another-office", "a listed office under another's name", by(door(), &other_issuer())),
        case(
            "iss-of-nobody",
            "a listed key under a name of its own",
            door().claim(claim::ISS, text("Vector")).signed(),
        ),
        case("key-for-paper-only", "a key that may sign paper only", by(door(), &paper_issuer())),
        case("pass-outlives-key", "it ends a second after the key", door().claim(claim::EXP, uint(KEY.1 + 1)).signed()),
        case(
            "pass-before-key",
            "it begins a second before the key",
            door().claim(claim::NBF, uint(KEY.0 - 1)).signed(),
        ),
    ]
}

/// The same pass under lists that have less.
fn unlisted() -> Vec<Vector> {
    let good = shown(&Credential::door().signed());
    let list = |window: (u64, u64), may_sign: &[MaySign]| {
        list_of(LISTED, LIST_ENDS, [entry(&issuer().public(), "vector", window, may_sign)])
    };
    let case = |flaw, why, message: &[u8], trust| Vector::of("refuse-unknown-issuer", flaw, why, message).trust(trust);
    let paper = Credential::paper().signed();
    let record = shown(&Credential::record().signed());
    vec![
        case("list-empty", "a list of nobody", &good, list_of(LISTED, LIST_ENDS, [])),
        case(
            "list-without-doors",
            "the key may sign paper and records",
            &good,
            list(KEY, &[MaySign::Paper, MaySign::Record]),
        ),
        case(
            "list-without-paper",
            "the key may sign live passes only",
            &paper,
            list(KEY, &[MaySign::Door, MaySign::Record]),
        ),
        case(
            "list-without-records",
            "the key may sign door passes only",
            &record,
            list(KEY, &[MaySign::Door, MaySign::Paper]),
        ),
        case("list-without-purposes", "the key may sign nothing", &good, list(KEY, &[])),
        case("list-key-over", "the key is not good any more", &good, list((KEY.0, BEGINS), &MaySign::ALL)),
        case("list-key-not-begun", "the key is not good yet", &good, list((ENDS, KEY.1), &MaySign::ALL)),
    ]
}
