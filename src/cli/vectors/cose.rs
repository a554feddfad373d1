//! COSE messages that are not a pass, though the office signed what it could.

use super::Vector;
use super::craft::{Item, array, bytes, int, tag, text, uint};
use super::scene::{self, Binding, Credential, holder, issuer, moment, shown};
use crate::holder::Request;
use crate::wire::registry::{header, typ};

const DAMAGED: &str = "refuse-damaged";

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = frames();
    vectors.extend(headers());
    vectors.extend(types());
    vectors
}

fn damaged(flaw: &'static str, why: &'static str, message: &[u8]) -> Vector {
    Vector::of(DAMAGED, flaw, why, message)
}

/// The frame around a paper pass, which is the outermost there is.
fn frames() -> Vec<Vector> {
    let message = Credential::paper().message();
    let parts = message.parts(&message.signature(&issuer()));
    let with = |at: usize, part: Item| {
        let mut parts = parts.to_vec();
        parts[at] = part;
        tag(18, &array(&parts))
    };
    vec![
        damaged("cose-untagged", "the tag is missing", &array(&parts)),
        damaged("cose-mac", "the tag of a message with a shared secret", &tag(17, &array(&parts))),
        damaged("cose-many-signers", "the tag of a message with several signers", &tag(98, &array(&parts))),
        damaged("cose-encrypted", "the tag of an encrypted message", &tag(16, &array(&parts))),
        damaged("cose-in-a-cwt-tag", "a second tag around the message", &tag(61, &tag(18, &array(&parts)))),
        damaged("cose-three-parts", "no signature", &tag(18, &array(&parts[..3]))),
        damaged("cose-five-parts", "one part too many", &tag(18, &array(&[&parts[..], &[bytes(&[])]].concat()))),
        damaged("cose-payload-detached", "the payload is somewhere else", &with(2, vec![0xf6])),
        damaged("cose-payload-text", "the payload is a text", &with(2, text("x"))),
        damaged("cose-signature-text", "the signature is a text", &with(3, text("x"))),
        damaged(
            "cose-header-not-in-bytes",
            "the protected header is no byte string",
            &with(0, message.protected.clone()),
        ),
        damaged("cose-unprotected-array", "the unprotected header is an array", &with(1, array(&[]))),
    ]
}

fn headers() -> Vec<Vector> {
    let door = Credential::door;
    let paper = Credential::paper;
    let shown_door = |credential: Credential| credential.shown();
    let other_label = paper().header.add(vec![0x41, 1], uint(1));
    let mut strange = paper().message();
    strange.protected = other_label.sorted();
    vec![
        damaged("alg-missing", "no algorithm", &shown_door(door().without_header(header::ALG))),
        damaged("alg-es256", "the algorithm is swapped for ES256", &shown_door(door().header(header::ALG, int(-7)))),
        damaged("alg-ps256", "the algorithm is swapped for PS256", &shown_door(door().header(header::ALG, int(-37)))),
        damaged(
            "alg-hmac",
            "the algorithm is swapped for one with a shared secret",
            &shown_door(door().header(header::ALG, int(5))),
        ),
        damaged("alg-ed448", "the algorithm is swapped for Ed448", &shown_door(door().header(header::ALG, int(-53)))),
        damaged("alg-none", "the algorithm is zero", &shown_door(door().header(header::ALG, int(0)))),
        damaged("alg-text", "the algorithm is a word", &shown_door(door().header(header::ALG, text("Ed25519")))),
        damaged(
            "alg-unprotected",
            "the algorithm stands where no signature covers it",
            &paper().without_header(header::ALG).unprotected(header::ALG, int(-19)).signed(),
        ),
        damaged("kid-missing", "no key id", &shown_door(door().without_header(header::KID))),
        damaged(
            "kid-short",
            "seven bytes",
            &shown_door(door().header(header::KID, bytes(&issuer().public().id().as_bytes()[..7]))),
        ),
        damaged("kid-text", "a text", &shown_door(door().header(header::KID, text("vector")))),
        damaged(
            "kid-unprotected",
            "the key id stands where no signature covers it",
            &shown_door(
                door().without_header(header::KID).unprotected(header::KID, bytes(issuer().public().id().as_bytes())),
            ),
        ),
        damaged(
            "header-in-both-maps",
            "a header stands in both maps",
            &shown_door(door().unprotected(header::KID, bytes(issuer().public().id().as_bytes()))),
        ),
        damaged(
            "header-unprotected-unknown",
            "an unprotected header of no use",
            &shown_door(door().unprotected(99, uint(1))),
        ),
        damaged("header-label-of-bytes", "a header's label is neither number nor text", &strange.signed_by(&issuer())),
        damaged(
            "crit-unknown",
            "a critical header that nobody knows",
            &shown_door(door().header(header::CRIT, array(&[int(99)])).header(99, uint(1))),
        ),
        damaged(
            "crit-absent",
            "a critical header that is not there",
            &shown_door(door().header(header::CRIT, array(&[int(header::SD_ALG)]))),
        ),
        damaged("crit-empty", "nothing is critical", &shown_door(door().header(header::CRIT, array(&[])))),
        damaged(
            "crit-unprotected",
            "crit stands where no signature covers it",
            &shown_door(door().unprotected(header::CRIT, array(&[int(header::ALG)]))),
        ),
        damaged(
            "sd-alg-sha-384",
            "another hash for redacted claims",
            &shown_door(door().header(header::SD_ALG, int(-43))),
        ),
        damaged(
            "sd-claims-on-paper",
            "disclosures where nothing can be redacted",
            &paper().unprotected(header::SD_CLAIMS, array(&[bytes(&[0x80])])).signed(),
        ),
    ]
}

/// One type of message in the place of another.
fn types() -> Vec<Vector> {
    let door = Credential::door;
    let kind = |credential: Credential, value: Item| credential.header(header::TYP, value);
    let request = Request::make(&holder(), moment(scene::NOW));
    let in_itself = shown(&door().shown());
    let mut bare = Binding::fresh().around(&[]);
    bare.protected = Binding::fresh().header.sorted();
    vec![
        damaged("typ-missing", "no type", &door().without_header(header::TYP).shown()),
        damaged("typ-missing-on-paper", "no type", &Credential::paper().without_header(header::TYP).signed()),
        damaged("typ-unknown", "a type that is no pass", &kind(Credential::paper(), uint(60)).signed()),
        damaged(
            "typ-unprotected",
            "the type stands where no signature covers it",
            &Credential::paper().without_header(header::TYP).unprotected(header::TYP, uint(typ::CWT)).signed(),
        ),
        damaged("typ-misspelled", "the type in capitals", &kind(Credential::paper(), text("APPLICATION/CWT")).signed()),
        damaged(
            "typ-of-a-request",
            "a pass that calls itself a request",
            &kind(Credential::paper(), text(typ::REQUEST)).signed(),
        ),
        damaged("typ-live-without-a-pass", "a live signature around nothing", &bare.signed_by(&holder())),
        damaged("typ-live-in-live", "a live code inside a live code", &in_itself),
        damaged("typ-paper-in-live", "a paper pass inside a live signature", &shown(&Credential::paper().signed())),
        damaged("typ-list-in-live", "a trust list inside a live signature", &shown(&scene::list())),
        damaged("typ-trust-list", "a trust list, shown at the door", &scene::list()),
        Vector::new(DAMAGED, "typ-request", "a wallet's request, shown at the door", request.as_str()),
    ]
}
