//! Claims that the office should not have signed.

use super::Vector;
use super::craft::{Fields, Item, array, bytes, head, int, join, tag, text, truth, uint};
use super::scene::{Credential, ENDS, confirmation, holder, other_holder};
use crate::wire::registry::{CNF_COSE_KEY, claim, cose_key, hp1};

const DAMAGED: &str = "refuse-damaged";

fn live(flaw: &'static str, why: &'static str, credential: Credential) -> Vector {
    Vector::of(DAMAGED, flaw, why, &credential.shown())
}

fn paper(flaw: &'static str, why: &'static str, credential: Credential) -> Vector {
    Vector::of(DAMAGED, flaw, why, &credential.signed())
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = times();
    vectors.extend(who());
    vectors.extend(profile());
    vectors.extend(holders());
    vectors
}

fn times() -> Vec<Vector> {
    let door = Credential::door;
    let float = join(&[vec![0xfb], (ENDS as f64).to_be_bytes().to_vec()]);
    let infinite = vec![0xf9, 0x7c, 0x00];
    vec![
        live("exp-missing", "a pass must end", door().without(claim::EXP)),
        live("exp-text", "a date in letters", door().claim(claim::EXP, text("2026-12-01"))),
        live("exp-tagged", "a date with a tag", door().claim(claim::EXP, tag(1, &uint(ENDS)))),
        live("exp-float", "a date with a fraction", door().claim(claim::EXP, float)),
        live("exp-infinite", "for ever", door().claim(claim::EXP, infinite)),
        live("exp-negative", "before 1970", door().claim(claim::EXP, int(-1))),
        live("exp-too-large", "a time that no number of ours holds", door().claim(claim::EXP, uint(1 << 54))),
        live("exp-largest", "the largest number there is", door().claim(claim::EXP, uint(u64::MAX))),
        live("exp-null", "null", door().claim(claim::EXP, vec![0xf6])),
        live("nbf-missing", "a pass must begin", door().without(claim::NBF)),
        live("nbf-bytes", "a date in bytes", door().claim(claim::NBF, bytes(&[1, 2, 3, 4]))),
        live("nbf-after-exp", "it begins after its end", door().claim(claim::NBF, uint(ENDS + 1))),
        live("nbf-is-exp", "it lasts no second", door().claim(claim::NBF, uint(ENDS)).claim(claim::EXP, uint(ENDS))),
        live("iat-after-exp", "issued after its end", door().claim(claim::IAT, uint(ENDS))),
    ]
}

fn who() -> Vec<Vector> {
    let door = Credential::door;
    let initials = |flaw, why, value: &str| live(flaw, why, door().claim(claim::SUB, text(value)));
    vec![
        live("iss-missing", "no issuer", door().without(claim::ISS)),
        live("iss-number", "a number for an issuer", door().claim(claim::ISS, uint(1))),
        live("iss-empty", "an issuer without a name", door().claim(claim::ISS, text(""))),
        live("iss-control-character", "a line end in the issuer's name", door().claim(claim::ISS, text("vector\n"))),
        live("initials-missing", "nothing to compare with an ID card", door().without(claim::SUB)),
        live("initials-bytes", "initials in bytes", door().claim(claim::SUB, bytes(b"LM"))),
        initials("initials-empty", "nothing to compare with an ID card", ""),
        initials("initials-too-long", "nine characters", "ABCDEFGHI"),
        initials("initials-right-to-left", "a character that turns the text round", "\u{202e}ML"),
        initials("initials-isolate", "a character that reorders the text", "L\u{2067}M\u{2069}"),
        initials("initials-control-character", "a bell", "L\u{7}M"),
        initials("initials-zero-width", "a character that does not show", "L\u{200b}M"),
        initials("initials-soft-hyphen", "a character that does not always show", "L\u{ad}M"),
        initials("initials-tag-character", "a character that hides a letter", "LM\u{e0041}"),
        initials("initials-space-around", "white space at the end", "LM "),
        initials("initials-line-separator", "a line end of another kind", "L\u{2028}M"),
        live("birth-year-text", "a year in letters", door().body(hp1::BIRTH_YEAR, text("1985"))),
        live("birth-year-too-early", "nobody is that old", door().body(hp1::BIRTH_YEAR, uint(1849))),
        live("birth-year-too-late", "a year of another century", door().body(hp1::BIRTH_YEAR, uint(2201))),
        live("birth-year-bomb", "a year of eight bytes", door().body(hp1::BIRTH_YEAR, uint(u64::MAX))),
    ]
}

fn profile() -> Vec<Vector> {
    let door = Credential::door;
    let without_body = door().message_of(door().claims.sorted());
    let body = |value: Item| {
        let payload = door().claims.set(claim::HP1, value).sorted();
        super::scene::shown(&door().message_of(payload).signed_by(&super::scene::issuer()))
    };
    let status = |value: Item| door().claim(claim::STATUS, value);
    let list = |entries: Fields| Fields::default().add(text("status_list"), entries.sorted()).sorted();
    vec![
        Vector::of(
            DAMAGED,
            "body-missing",
            "no claims of this profile",
            &super::scene::shown(&without_body.signed_by(&super::scene::issuer())),
        ),
        Vector::of(DAMAGED, "body-array", "the claims of this profile are an array", &body(array(&[uint(0)]))),
        Vector::of(DAMAGED, "body-empty", "no colour", &body(Fields::default().sorted())),
        live("colour-unknown", "a fourth colour", door().body(hp1::COLOUR, uint(3))),
        live("colour-text", "a colour in letters", door().body(hp1::COLOUR, text("green"))),
        live("colour-negative", "a colour below green", door().body(hp1::COLOUR, int(-1))),
        live("specimen-false", "a flag that is not set is not there", door().body(hp1::SPECIMEN, truth(false))),
        live("specimen-number", "a flag is a truth", door().body(hp1::SPECIMEN, uint(1))),
        live("guardian-null", "a flag is a truth", door().body(hp1::GUARDIAN, vec![0xf6])),
        live("aud-in-the-pass", "a pass is for every door", door().claim(claim::AUD, text("door"))),
        live("cnonce-in-the-pass", "a pass answers no question", door().claim(claim::CNONCE, bytes(&[1]))),
        live("status-number", "no reference to a list", status(uint(1))),
        live(
            "status-without-a-list",
            "a reference of another kind",
            status(Fields::default().add(text("other"), uint(1)).sorted()),
        ),
        live(
            "status-without-an-index",
            "no place in the list",
            status(list(Fields::default().add(text("uri"), text("https://a.example")))),
        ),
        live(
            "status-index-negative",
            "a place before the first",
            status(list(Fields::default().add(text("idx"), int(-1)).add(text("uri"), text("https://a.example")))),
        ),
    ]
}

fn holders() -> Vec<Vector> {
    let door = Credential::door;
    let key = |curve: u64, x: Item| {
        let fields = Fields::default().set(cose_key::KTY, uint(1)).set(cose_key::CRV, uint(curve)).set(cose_key::X, x);
        Fields::default().set(CNF_COSE_KEY, fields.sorted()).sorted()
    };
    let cnf = |flaw, why, value: Item| live(flaw, why, door().claim(claim::CNF, value));
    let small_order = {
        let mut point = [0; 32];
        point[0] = 1;
        point
    };
    let two_methods =
        Fields::default().set(CNF_COSE_KEY, holder().public().to_cose().encode()).set(3, bytes(&[1])).sorted();
    vec![
        live("cnf-missing", "a live pass that is bound to nobody", door().without(claim::CNF)),
        paper(
            "cnf-on-paper",
            "paper that is bound to a key",
            Credential::paper().claim(claim::CNF, confirmation(&holder().public())),
        ),
        paper("paper-without-a-subject", "paper that is about nobody", Credential::paper().without(claim::SUB)),
        paper(
            "paper-without-a-year",
            "paper that no ID card can be compared with",
            Credential { body: Fields::default().set(hp1::COLOUR, uint(0)), ..Credential::paper() },
        ),
        cnf("cnf-empty", "no key", Fields::default().sorted()),
        cnf("cnf-bytes", "no map", bytes(other_holder().public().as_bytes())),
        cnf("cnf-two-methods", "two ways to confirm", two_methods),
        cnf("cnf-other-curve", "a key of another curve", key(4, bytes(holder().public().as_bytes()))),
        cnf("cnf-short", "31 bytes of a key", key(6, bytes(&holder().public().as_bytes()[..31]))),
        cnf("cnf-small-order", "a key under which anybody can sign", key(6, bytes(&small_order))),
        cnf("cnf-no-point", "bytes that are no point of the curve", key(6, bytes(&[2; 32]))),
        cnf("cnf-length-bomb", "a key of 2^32 bytes", key(6, head(2, 1 << 32))),
    ]
}
