//! Key binding tokens that do not bind, or not here and now.

use super::Vector;
use super::craft::{Item, array, bytes, int, join, text, uint};
use super::scene::{Binding, Credential, NOW, confirmation, holder, issuer, other_holder, shown};
use crate::limits::{MAX_CODE_AGE, MAX_CODE_AHEAD};
use crate::wire::registry::{claim, header};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = forms();
    vectors.extend(hands());
    vectors.extend(moments());
    vectors.extend(questions());
    vectors
}

fn forms() -> Vec<Vector> {
    let fresh = Binding::fresh;
    let damaged = |flaw, why, binding: Binding| Vector::of("refuse-damaged", flaw, why, &binding.shown());
    let unprotected = Binding { unprotected: fresh().unprotected.set(header::KID, bytes(&[1; 8])), ..fresh() };
    let float = join(&[vec![0xfb], (NOW as f64).to_be_bytes().to_vec()]);
    let mut trailing = fresh().around(&Credential::door().signed());
    trailing.payload.push(0);
    vec![
        damaged(
            "binding-alg-es256",
            "the algorithm of the live signature is swapped",
            fresh().header(header::ALG, int(-7)),
        ),
        damaged("binding-unprotected-header", "a header that no signature covers", unprotected),
        damaged("binding-without-time", "no time of signing", fresh().without(claim::IAT)),
        damaged("binding-without-audience", "meant for nobody", fresh().without(claim::AUD)),
        damaged("binding-time-float", "a time with a fraction", fresh().claim(claim::IAT, float)),
        damaged("binding-time-negative", "a time before 1970", fresh().claim(claim::IAT, int(-1))),
        damaged("binding-time-largest", "the largest number there is", fresh().claim(claim::IAT, uint(u64::MAX))),
        damaged("binding-audience-array", "meant for several doors", fresh().claim(claim::AUD, array(&[text("door")]))),
        damaged("binding-audience-empty", "meant for a door without a name", fresh().claim(claim::AUD, text(""))),
        damaged(
            "binding-audience-too-long",
            "a door with a name of 65 bytes",
            fresh().claim(claim::AUD, text(&"d".repeat(65))),
        ),
        damaged("binding-with-issuer", "the live signature names an issuer", fresh().claim(claim::ISS, text("vector"))),
        damaged("binding-with-subject", "the live signature names a subject", fresh().claim(claim::SUB, text("LM"))),
        damaged(
            "binding-with-end",
            "the live signature sets its own end",
            fresh().claim(claim::EXP, uint(NOW + 86_400)),
        ),
        damaged(
            "binding-with-beginning",
            "the live signature sets its own beginning",
            fresh().claim(claim::NBF, uint(NOW)),
        ),
        damaged("binding-nonce-empty", "an answer of no bytes", fresh().claim(claim::CNONCE, bytes(&[]))),
        damaged("binding-nonce-too-long", "an answer of 33 bytes", fresh().claim(claim::CNONCE, bytes(&[1; 33]))),
        damaged("binding-nonce-text", "an answer in letters", fresh().claim(claim::CNONCE, text("nonce"))),
        Vector::of(
            "refuse-damaged",
            "binding-trailing-byte",
            "a byte follows its claims",
            &trailing.signed_by(&holder()),
        ),
    ]
}

fn hands() -> Vec<Vector> {
    let other = |flaw, why, message: Item| Vector::of("refuse-other-phone", flaw, why, &message);
    let credential = Credential::door().signed();
    let token = Binding::fresh().around(&credential);
    let mut bit = token.signature(&holder());
    bit[7] ^= 1;
    let old = Binding::fresh().claim(claim::IAT, uint(NOW - 3_600)).around(&credential);
    let stolen = Credential::door().claim(claim::CNF, confirmation(&other_holder().public())).signed();
    vec![
        other("by-another-key", "another phone signed it", token.signed_by(&other_holder())),
        other("by-the-office", "the office signed it in place of the phone", token.signed_by(&issuer())),
        other("pass-of-another-phone", "somebody else's pass, signed by this phone", shown(&stolen)),
        other("signature-bit", "one bit of the live signature is wrong", token.with_signature(&bit)),
        other("signature-empty", "no live signature", token.with_signature(&[])),
        other(
            "signature-short",
            "63 bytes of a live signature",
            token.with_signature(&token.signature(&holder())[..63]),
        ),
        other("signature-of-zeros", "a live signature of zeros", token.with_signature(&[0; 64])),
        other(
            "signature-of-an-older-code",
            "the time is new, the signature is not",
            token.with_signature(&old.signature(&holder())),
        ),
        Vector::of("refuse-not-live", "delivery", "the pass itself, as the office sent it", &credential),
        Vector::of(
            "refuse-not-live",
            "delivery-of-a-record",
            "a record, as the office sent it",
            &Credential::record().signed(),
        ),
    ]
}

fn moments() -> Vec<Vector> {
    let signed_at = |at: u64| Binding::fresh().claim(claim::IAT, uint(at)).shown();
    let old = |flaw, why, at| Vector::of("refuse-old-code", flaw, why, &signed_at(at));
    let ahead = |flaw, why, at| Vector::of("refuse-clocks-differ", flaw, why, &signed_at(at));
    vec![
        old("by-a-second", "one second too old", NOW - MAX_CODE_AGE - 1),
        old("by-a-day", "a photograph of yesterday", NOW - 86_400),
        old("by-decades", "signed in 1970", 0),
        ahead("by-a-second", "one second too far ahead", NOW + MAX_CODE_AHEAD + 1),
        ahead("by-a-year", "signed next year", NOW + 365 * 86_400),
    ]
}

fn questions() -> Vec<Vector> {
    let asked = "door challenge=00112233445566778899aabbccddeeff";
    let door = |flaw, why, name: &str| {
        Vector::of("refuse-other-door", flaw, why, &Binding::fresh().claim(claim::AUD, text(name)).shown())
    };
    let answered = |flaw, why, nonce: &[u8]| {
        Vector::of("refuse-other-challenge", flaw, why, &Binding::fresh().claim(claim::CNONCE, bytes(nonce)).shown())
            .policy(asked)
    };
    vec![
        door("another-door", "meant for another door", "gate-7"),
        door("door-in-capitals", "a name that only looks like this door's", "Door"),
        Vector::of("refuse-other-door", "every-door-at-a-named-one", "this door has a name", &Binding::fresh().shown())
            .policy("door audience=gate-7"),
        answered("another-question", "the answer to another question", &[9; 16]),
        answered("replayed-nonce", "the answer to the question before", &[0; 16]),
        answered("half-of-it", "the first half of the question", &[0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]),
        Vector::of(
            "refuse-other-challenge",
            "no-answer",
            "the door asked, and nobody answered",
            &Binding::fresh().shown(),
        )
        .policy(asked),
        Vector::of(
            "refuse-other-challenge",
            "not-asked",
            "an answer to a question that this door did not ask",
            &Binding::fresh().claim(claim::CNONCE, bytes(&[9; 16])).shown(),
        ),
    ]
}
