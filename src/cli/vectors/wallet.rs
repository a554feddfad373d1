//! Deliveries, and what a wallet makes of them.

use super::Vector;
use super::craft::{Item, bytes, truth, uint};
use super::redaction::{hash, name, record};
use super::scene::{
    self, Credential, ENDS, NOW, confirmation, holder, issuer, moment, other_holder, other_issuer, stranger,
};
use crate::holder::Request;
use crate::wire::registry::{claim, header, hp1};

pub(super) fn vectors() -> Vec<Vector> {
    let case = |outcome, flaw, why, message: &[u8]| Vector::of(outcome, flaw, why, message).holds(&holder().public());
    let door = Credential::door;
    let kept = |flaw, why, message: Item| case("wallet-kept", flaw, why, &message);
    let mut unlisted = door().header(header::KID, bytes(stranger().public().id().as_bytes())).message();
    let unlisted_signed = unlisted.signed_by(&stranger());
    unlisted.payload.push(0);
    let far_off = door().claim(claim::NBF, uint(NOW + 86_400)).claim(claim::EXP, uint(NOW + 2 * 86_400));
    let elsewhere = door().claim(claim::CNF, confirmation(&other_holder().public()));
    let request = Request::make(&other_holder(), moment(NOW));
    let delivered = door().signed();
    vec![
        kept("green", "a green pass for this wallet", delivered.clone()),
        kept("red", "a red pass is the resident's too", door().body(hp1::COLOUR, uint(2)).signed()),
        kept("not-yet-valid", "a pass for tomorrow", far_off.signed()),
        kept("specimen", "a specimen", door().body(hp1::SPECIMEN, truth(true)).signed()),
        kept("paper", "a paper pass, which any wallet may carry", Credential::paper().signed()),
        kept("record", "a record with its name disclosed", record(&[hash(&name())], &[name()]).signed()),
        case("wallet-expired", "by-a-second", "it ended in this second", &delivered)
            .at(ENDS)
            .trust(scene::list_made(ENDS - 60, ENDS + 60)),
        case(
            "wallet-forged",
            "wrong-key",
            "somebody else signed in the office's name",
            &door().message().signed_by(&stranger()),
        ),
        case(
            "wallet-forged",
            "colour-changed",
            "red made green after signing",
            &door().message().with_signature(&door().body(hp1::COLOUR, uint(2)).message().signature(&issuer())),
        ),
        case("wallet-unknown-issuer", "unlisted-key", "a key that no list has", &unlisted_signed),
        case(
            "wallet-unknown-issuer",
            "name-of-another-office",
            "a listed office under another's name",
            &door()
                .header(header::KID, bytes(other_issuer().public().id().as_bytes()))
                .message()
                .signed_by(&other_issuer()),
        ),
        case("wallet-not-for-this-wallet", "another-key", "bound to the key of another wallet", &elsewhere.signed()),
        case("wallet-not-a-delivery", "live-code", "somebody's live code", &door().shown()),
        case("wallet-not-a-delivery", "trust-list", "a trust list", &scene::list()),
        Vector::new("wallet-not-a-delivery", "request", "another wallet's request", request.as_str())
            .holds(&holder().public()),
        case("wallet-damaged", "truncated", "the last byte is missing", &delivered[..delivered.len() - 1]),
        case("wallet-damaged", "payload-trailing-byte", "a byte follows the claims", &{
            let mut message = door().message();
            message.payload.push(0);
            message.signed_by(&issuer())
        }),
        case("wallet-damaged", "typ-missing", "no type", &door().without_header(header::TYP).signed()),
        case(
            "wallet-damaged",
            "disclosure-without-a-hash",
            "a disclosure that nothing asks for",
            &record(&[], &[name()]).signed(),
        ),
    ]
}
