//! Deliveries of many passes at once, and what a wallet makes of them.

use super::Vector;
use super::craft::{Item, array, head, join, text, uint};
use super::redaction::{hash, name, record};
use super::scene::{BEGINS, Credential, ENDS, NOW, confirmation, holder, list_made, moment, other_holder, stranger};
use crate::holder::Request;
use crate::key::HolderKey;
use crate::limits::MAX_COPIES;
use crate::wire::registry::{claim, hp1};

const DAY: u64 = 86_400;

/// Keys of the wallet.
fn own(n: u8) -> HolderKey {
    HolderKey::from_seed(&[0x40 + n; 32])
}

/// A copy under one of the wallet's keys, from a day on and for two.
fn copy(n: u8, day: u64) -> Credential {
    let begins = BEGINS + day * DAY;
    Credential::door()
        .claim(claim::CNF, confirmation(&own(n).public()))
        .claim(claim::NBF, uint(begins))
        .claim(claim::EXP, uint(begins + 2 * DAY))
}

fn own_record(n: u8) -> Credential {
    record(&[hash(&name())], &[name()]).claim(claim::CNF, confirmation(&own(n).public()))
}

pub(super) fn vectors() -> Vec<Vector> {
    let keys: Vec<_> = (0..4).map(|n| own(n).public()).collect();
    let case = |outcome, flaw, why, message: &[u8]| Vector::of(outcome, flaw, why, message).holds_all(&keys);
    let kept = |flaw, why, passes: &[Credential]| case("wallet-kept", flaw, why, &delivery(passes));
    let damaged = |flaw, why, passes: &[Credential]| case("wallet-damaged", flaw, why, &delivery(passes));
    let two = || [copy(0, 0), copy(1, 1)];
    let good = delivery(&two());
    let too_many = join(&[head(4, MAX_COPIES as u64 + 1), copy(0, 0).signed().repeat(MAX_COPIES + 1)]);
    let request = Request::make_several(&[&own(0), &other_holder()], moment(NOW)).map(|text| text.as_str().to_string());
    let paper = Credential::paper();
    vec![
        kept("booklet", "copies under keys of their own, each for other days", &two()),
        kept("booklet-with-record", "the record last", &[copy(0, 0), copy(1, 1), own_record(2)]),
        kept("booklet-record-first", "the record first", &[own_record(2), copy(0, 0), copy(1, 1)]),
        kept("booklet-of-one", "an array of one pass", &[copy(0, 0)]),
        kept("pass-and-record-under-one-key", "an answer to a request with one key", &[copy(0, 0), own_record(0)]),
        kept("booklet-partly-over", "some copies have ended", &two())
            .at(BEGINS + 2 * DAY)
            .trust(list_made(ENDS - 60, ENDS + DAY)),
        case("wallet-expired", "booklet", "every copy has ended", &good)
            .at(BEGINS + 3 * DAY)
            .trust(list_made(BEGINS + 3 * DAY - 60, BEGINS + 4 * DAY)),
        damaged("booklet-empty", "an array of nothing", &[]),
        case("wallet-damaged", "booklet-too-many", "more copies than a delivery may have", &too_many),
        case("wallet-damaged", "booklet-trailing-byte", "a byte follows the array", &join(&[good.clone(), vec![0]])),
        case("wallet-damaged", "booklet-truncated", "the last byte is missing", &good[..good.len() - 1]),
        case(
            "wallet-damaged",
            "booklet-indefinite",
            "an array of indefinite length",
            &join(&[vec![0x9f], copy(0, 0).signed(), vec![0xff]]),
        ),
        case(
            "wallet-damaged",
            "booklet-in-booklet",
            "an array inside the array",
            &array(&[copy(0, 0).signed(), delivery(&[copy(1, 1)])]),
        ),
        damaged("booklet-key-twice", "two copies under one key", &[copy(0, 0), copy(0, 1)]),
        damaged("booklet-two-people", "other initials", &[copy(0, 0), copy(1, 1).claim(claim::SUB, text("QX"))]),
        damaged("booklet-two-birth-years", "another year", &[copy(0, 0), copy(1, 1).body(hp1::BIRTH_YEAR, uint(1986))]),
        damaged("booklet-two-colours", "another colour", &[copy(0, 0), copy(1, 1).body(hp1::COLOUR, uint(1))]),
        damaged(
            "booklet-specimen-among-real-ones",
            "one is a specimen",
            &[copy(0, 0), copy(1, 1).body(hp1::SPECIMEN, super::craft::truth(true))],
        ),
        damaged(
            "booklet-guardian-among-others",
            "one is shown by a guardian",
            &[copy(0, 0), copy(1, 1).body(hp1::GUARDIAN, super::craft::truth(true))],
        ),
        damaged("booklet-paper", "a paper pass among copies", &[copy(0, 0), paper.clone()]),
        damaged("booklet-of-a-paper", "an array of a paper pass", &[paper]),
        damaged("booklet-two-records", "two records", &[copy(0, 0), own_record(2), own_record(3)]),
        case(
            "wallet-forged",
            "booklet-one-copy",
            "one copy was signed by somebody else",
            &array(&[copy(0, 0).signed(), copy(1, 1).message().signed_by(&stranger())]),
        ),
        case(
            "wallet-not-for-this-wallet",
            "booklet-one-copy",
            "one copy is bound to another wallet",
            &delivery(&[copy(0, 0), copy(1, 1).claim(claim::CNF, confirmation(&holder().public()))]),
        ),
        case(
            "wallet-not-a-delivery",
            "booklet-live-code",
            "a live code among copies",
            &array(&[copy(0, 0).signed(), Credential::door().shown()]),
        ),
        Vector::new(
            "wallet-not-a-delivery",
            "request-for-a-booklet",
            "a wallet's request for several passes",
            request.unwrap_or_default(),
        )
        .holds_all(&keys),
    ]
}

fn delivery(passes: &[Credential]) -> Item {
    array(&passes.iter().map(Credential::signed).collect::<Vec<_>>())
}
