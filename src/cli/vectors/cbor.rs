//! Texts and CBOR that are not what one strict message is.

use super::Vector;
use super::craft::{Item, array, bytes, head, int, join, tag, text, uint};
use super::scene::{Credential, ENDS, issuer, shown};
use crate::limits::MAX_TEXT_CHARS;
use crate::wire::base45;
use crate::wire::registry::{claim, hp1};

const DAMAGED: &str = "refuse-damaged";

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = texts();
    vectors.extend(outside());
    vectors.extend(inside());
    vectors
}

fn texts() -> Vec<Vector> {
    let good = base45::encode(&shown(&Credential::door().signed()));
    let damaged = |flaw, why, body: String| Vector::new(DAMAGED, flaw, why, format!("HP1:{body}"));
    let half = good.len() / 2;
    vec![
        Vector::new(DAMAGED, "text-prefix-in-small-letters", "capitals only", format!("hp1:{good}")),
        damaged("text-in-small-letters", "base45 has capitals only", good.to_lowercase()),
        damaged("text-empty", "no message", String::new()),
        damaged(
            "text-foreign-character",
            "a character that base45 does not have",
            good.replacen(&good[half..=half], "#", 1),
        ),
        damaged("text-full-width-character", "a letter that only looks right", format!("\u{ff21}{}", &good[1..])),
        damaged(
            "text-one-character-too-many",
            "no group has one character",
            format!("{}0", &good[..good.len() / 3 * 3]),
        ),
        damaged("text-group-too-large", "three characters that stand for more than two bytes", format!("{good}:::")),
        damaged("text-cut-in-half", "the second half is missing", good[..half].to_string()),
        damaged("text-twice", "the message follows itself", good.repeat(2)),
        damaged("text-with-line-break", "a line end inside", format!("{}\n{}", &good[..half], &good[half..])),
        damaged("text-with-prefix-twice", "the prefix follows itself", format!("HP1:{good}")),
        damaged("text-size-bomb", "longer than any code", "0".repeat(MAX_TEXT_CHARS * 4)),
    ]
}

/// What no signature is needed to see.
fn outside() -> Vec<Vector> {
    let good = shown(&Credential::door().signed());
    let damaged = |flaw, why, message: Item| Vector::of(DAMAGED, flaw, why, &message);
    let changed = |at: usize, byte: u8| {
        let mut message = good.clone();
        message[at] = byte;
        message
    };
    let deep = |opening: u8, levels: usize| join(&[vec![0xd2, 0x84], vec![opening; levels], vec![0]]);
    vec![
        damaged("cbor-trailing-byte", "a byte follows the message", join(&[good.clone(), vec![0]])),
        damaged("cbor-truncated", "the last byte is missing", good[..good.len() - 1].to_vec()),
        damaged("cbor-of-one-byte", "a number and nothing else", vec![0]),
        damaged("cbor-break-alone", "an end without a beginning", vec![0xff]),
        damaged("cbor-reserved-byte", "an initial byte that is reserved", changed(1, 0x9c)),
        damaged(
            "cbor-indefinite-array",
            "the four parts in an array without length",
            join(&[vec![0xd2, 0x9f], good[2..].to_vec(), vec![0xff]]),
        ),
        damaged(
            "cbor-indefinite-bytes",
            "the protected header in pieces",
            join(&[vec![0xd2, 0x84, 0x5f], good[2..].to_vec(), vec![0xff]]),
        ),
        damaged("cbor-long-tag", "tag 18 in two bytes", join(&[vec![0xd8, 18], good[1..].to_vec()])),
        damaged(
            "cbor-length-bomb",
            "an array of 2^64 - 1 items",
            vec![0xd2, 0x9b, 255, 255, 255, 255, 255, 255, 255, 255],
        ),
        damaged("cbor-bytes-bomb", "a byte string of 2^63 bytes", vec![0xd2, 0x84, 0x5b, 128, 0, 0, 0, 0, 0, 0, 0, 0]),
        damaged("cbor-map-bomb", "a map of 2^32 entries", vec![0xd2, 0x84, 0x40, 0xba, 255, 255, 255, 255, 0, 0]),
        damaged("cbor-depth-bomb", "two thousand arrays in each other", deep(0x81, 2_000)),
        damaged("cbor-tag-bomb", "two thousand tags in each other", deep(0xc6, 2_000)),
        damaged("cbor-of-zeros", "a full code of zero bytes", vec![0; 2_800]),
    ]
}

/// What the office signed and should not have: an issuer's mistake, or an issuer's key in wrong hands.
fn inside() -> Vec<Vector> {
    let door = Credential::door;
    let signed = |payload: Item| shown(&door().message_of(payload).signed_by(&issuer()));
    let damaged = |flaw, why, message: Item| Vector::of(DAMAGED, flaw, why, &message);
    let claims = door().all_claims();
    let body_twice = door().body.add(int(hp1::COLOUR), uint(2)).sorted();
    let long_end = join(&[vec![0x1b], ENDS.to_be_bytes().to_vec()]);
    let nested = (0..17).fold(uint(0), |inner, _| array(&[inner]));
    let mut header_twice = door().message();
    header_twice.protected = door().header.add(int(1), int(-19)).sorted();
    let mut header_trailing = door().message();
    header_trailing.protected.push(0);
    let mut header_text = door().message();
    header_text.protected = text("no map");
    vec![
        damaged("payload-trailing-byte", "a byte follows the claims", signed(join(&[claims.sorted(), vec![0]]))),
        damaged("payload-indefinite-map", "the claims in a map without length", signed(claims.indefinite())),
        damaged("payload-empty", "no claims at all", signed(Vec::new())),
        damaged("payload-no-map", "the claims are an array", signed(array(&[uint(1)]))),
        damaged(
            "payload-two-ends",
            "exp stands there twice",
            signed(claims.clone().add(int(claim::EXP), uint(ENDS + 9)).sorted()),
        ),
        damaged(
            "payload-two-colours",
            "a map inside has a key twice",
            signed(claims.clone().set(claim::HP1, body_twice).sorted()),
        ),
        damaged(
            "payload-long-integer",
            "exp in eight bytes where five do",
            signed(claims.clone().set(claim::EXP, long_end).sorted()),
        ),
        damaged(
            "payload-long-key",
            "a key in two bytes where one does",
            signed(claims.clone().add(vec![0x18, 23], uint(0)).sorted()),
        ),
        damaged(
            "payload-not-utf8",
            "a text with a byte that UTF-8 does not have",
            signed(claims.clone().set(claim::ISS, join(&[head(3, 1), vec![0xff]])).sorted()),
        ),
        damaged(
            "payload-surrogate",
            "half a character",
            signed(claims.clone().set(claim::ISS, join(&[head(3, 3), vec![0xed, 0xa0, 0x80]])).sorted()),
        ),
        damaged(
            "payload-depth-bomb",
            "deeper than sixteen levels",
            signed(claims.clone().add(int(99), nested).sorted()),
        ),
        damaged(
            "payload-small-simple-value",
            "a simple value that must not take two bytes",
            signed(claims.clone().add(int(99), vec![0xf8, 0x18]).sorted()),
        ),
        damaged(
            "payload-key-of-bytes",
            "a claim key is neither number nor text",
            signed(claims.clone().add(bytes(&[1]), uint(0)).sorted()),
        ),
        damaged("payload-tagged", "the claims wear a tag", signed(tag(61, &claims.sorted()))),
        damaged("header-two-algorithms", "a header stands there twice", shown(&header_twice.signed_by(&issuer()))),
        damaged(
            "header-trailing-byte",
            "a byte follows the protected header",
            shown(&header_trailing.signed_by(&issuer())),
        ),
        damaged("header-no-map", "the protected header is a text", shown(&header_text.signed_by(&issuer()))),
    ]
}
