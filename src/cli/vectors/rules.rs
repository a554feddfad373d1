//! Rules of doors: what a shop makes of those that an office signed, and passes at doors with rules of their own.

use super::Vector;
use super::craft::{Fields, Item, array, bytes, int, text, truth, uint};
use super::scene::{
    BEGINS, Credential, ENDS, KEY, LIST_ENDS, LISTED, NOW, entry, header_of_text, issuer, list_of, other_issuer,
    stranger,
};
use crate::limits::{CLOCK_TOLERANCE, MAX_TEST_AGE};
use crate::trust::MaySign;
use crate::wire::registry::{claim, header, hp1, item, rules, typ};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = signed();
    vectors.extend(malformed());
    vectors.extend(at_doors());
    vectors
}

fn body() -> Fields {
    Fields::default().set(rules::COLOURS, array(&[uint(0)])).set(rules::PAPER, truth(true))
}

fn message(body: Item) -> super::craft::Message {
    claims(body, BEGINS, ENDS, "vector")
}

fn claims(body: Item, from: u64, until: u64, issuer_id: &str) -> super::craft::Message {
    let payload = Fields::default()
        .set(claim::ISS, text(issuer_id))
        .set(claim::IAT, uint(from))
        .set(claim::EXP, uint(until))
        .set(claim::RULES, body);
    super::craft::Message {
        protected: header_of_text(typ::RULES).set(header::KID, bytes(issuer().public().id().as_bytes())).sorted(),
        unprotected: Fields::default().sorted(),
        payload: payload.sorted(),
    }
}

fn all() -> Fields {
    body()
        .set(rules::COLOURS, array(&[uint(0), uint(1)]))
        .set(rules::PAPER, truth(false))
        .set(rules::SPECIMENS, truth(true))
        .set(rules::REGIONS, array(&[text("Vectoria"), text("Elsewhere")]))
        .set(rules::ISSUERS, array(&[text("vector")]))
        .set(rules::MAX_TEST_AGE, uint(172_800))
        .set(rules::NAME, text("Hospitals"))
}

fn signed() -> Vec<Vector> {
    let taken =
        |flaw, why, body: Fields| Vector::of("rules-taken", flaw, why, &message(body.sorted()).signed_by(&issuer()));
    let of = |outcome, flaw, why, message: &[u8]| Vector::of(outcome, flaw, why, message);
    let window = |from, until| claims(body().sorted(), from, until, "vector").signed_by(&issuer());
    let may = |may_sign: &[MaySign]| list_of(LISTED, LIST_ENDS, [entry(&issuer().public(), "vector", KEY, may_sign)]);
    let good = message(body().sorted()).signed_by(&issuer());
    let other = claims(body().sorted(), BEGINS, ENDS, "other");
    vec![
        taken("least", "green, live or on paper", body()),
        taken("everything", "every rule there is", all()),
        of("rules-taken", "in-its-first-second", "they begin now", &window(NOW, ENDS)),
        of("rules-taken", "in-its-last-second", "they end in the next second", &window(BEGINS, NOW + 1)),
        of("rules-expired", "by-a-second", "they ended in this second", &window(BEGINS, NOW)),
        of("rules-not-yet", "by-a-second", "they begin a second after what clocks may differ by", &{
            window(NOW + CLOCK_TOLERANCE + 1, ENDS)
        }),
        of("rules-not-signed", "stranger", "a key that no list has", &message(body().sorted()).signed_by(&stranger())),
        of("rules-not-signed", "other-office", "in the name of another office", &other.signed_by(&issuer())),
        of("rules-not-signed", "of-the-other-key", "another office's signature under this one's name", &{
            message(body().sorted()).signed_by(&other_issuer())
        }),
        of("rules-not-signed", "key-for-passes", "its key may sign passes and no rules", &good).trust(may(&[
            MaySign::Door,
            MaySign::Paper,
            MaySign::Record,
        ])),
        of("rules-not-signed", "before-its-key", "dated before its key", &window(KEY.0 - 1, ENDS)),
        of("rules-not-signed", "signature-flipped", "one bit of the signature", &{
            let mut message = good.clone();
            *message.last_mut().expect("a signature") ^= 1;
            message
        }),
    ]
}

fn malformed() -> Vec<Vector> {
    let of = |flaw, why, message: &[u8]| Vector::of("rules-malformed", flaw, why, message);
    let with = |flaw, why, body: Fields| of(flaw, why, &message(body.sorted()).signed_by(&issuer()));
    let good = message(body().sorted()).signed_by(&issuer());
    let names: Vec<_> = (0..17).map(|_| text("Vectoria")).collect();
    vec![
        with("colours-none", "they let nobody in", body().set(rules::COLOURS, array(&[]))),
        with("colours-missing", "no colours", body().without(rules::COLOURS)),
        with("colour-unknown", "a fourth colour", body().set(rules::COLOURS, array(&[uint(0), uint(3)]))),
        with("paper-missing", "nothing about paper", body().without(rules::PAPER)),
        with("paper-number", "paper as a number", body().set(rules::PAPER, uint(1))),
        with("specimens-number", "specimens as a number", body().set(rules::SPECIMENS, uint(1))),
        with("specimens-false", "it says what it does not ask for", body().set(rules::SPECIMENS, truth(false))),
        with("colours-falling", "colours in another order", body().set(rules::COLOURS, array(&[uint(1), uint(0)]))),
        with("colour-twice", "a colour twice", body().set(rules::COLOURS, array(&[uint(0), uint(0)]))),
        with("regions-none", "an empty choice of regions", body().set(rules::REGIONS, array(&[]))),
        with("regions-too-many", "a region more than may be named", body().set(rules::REGIONS, array(&names))),
        with("region-hostile", "a region that would turn the text around", {
            body().set(rules::REGIONS, array(&[text("a\u{202e}b")]))
        }),
        with("issuer-number", "an issuer as a number", body().set(rules::ISSUERS, array(&[uint(1)]))),
        with("test-age-zero", "a test that is no second old", body().set(rules::MAX_TEST_AGE, uint(0))),
        with("test-age-too-long", "more than a year", body().set(rules::MAX_TEST_AGE, uint(MAX_TEST_AGE + 1))),
        with("name-number", "a name as a number", body().set(rules::NAME, uint(1))),
        with("rule-unknown", "a rule of a later version, which may not be passed over", body().set(7, truth(true))),
        with("rule-text", "a rule by a name", body().add(text("live"), truth(true))),
        of("rules-missing", "no rules in them", &{
            let payload = Fields::default().set(claim::IAT, uint(BEGINS)).set(claim::EXP, uint(ENDS)).sorted();
            super::craft::Message { payload, ..message(body().sorted()) }.signed_by(&issuer())
        }),
        of(
            "over-before-begun",
            "they end before they begin",
            &claims(body().sorted(), ENDS, BEGINS, "vector").signed_by(&issuer()),
        ),
        of("header-unprotected", "a header that no signature covers", &{
            let unprotected = Fields::default().set(header::CRIT, uint(1)).sorted();
            super::craft::Message { unprotected, ..message(body().sorted()) }.signed_by(&issuer())
        }),
        of("truncated", "the last byte is missing", &good[..good.len() - 1]),
        of("trailing-byte", "a byte follows", &[good.clone(), vec![0]].concat()),
        of("pass", "a pass", &Credential::door().signed()),
        of("live-code", "somebody's live code", &Credential::door().shown()),
    ]
}

/// A test among the items of a record.
fn test(finding: u64, sampled_at: u64) -> Item {
    Fields::default()
        .add(int(item::KIND), uint(item::TEST))
        .add(int(item::METHOD), uint(0))
        .add(int(item::FINDING), uint(finding))
        .add(int(item::SAMPLED_AT), uint(sampled_at))
        .add(int(item::TEST_PLACE), text("Vectoria"))
        .sorted()
}

fn at_doors() -> Vec<Vector> {
    let of = |outcome, flaw, why, credential: &Credential, policy| {
        Vector::of(outcome, flaw, why, &credential.shown()).policy(policy)
    };
    let door = Credential::door;
    let coloured = |colour| door().body(hp1::COLOUR, uint(colour));
    let record = |tests: &[Item]| Credential::record().body(hp1::ITEMS, array(tests));
    let hour = 3_600;
    let asks = "door test=86400";
    vec![
        of("accept", "rules-yellow", "yellow, where yellow is let in", &coloured(1), "door colours=0,1"),
        of("refuse-not-green", "green-where-yellow", "green, where only yellow is let in", &door(), "door colours=1"),
        of(
            "refuse-not-green",
            "red-where-yellow-too",
            "red, where green and yellow are",
            &coloured(2),
            "door colours=0,1",
        ),
        of("accept", "rules-region", "a pass of the one region", &door(), "door region=Vectoria"),
        of("accept", "rules-issuer", "a pass of the one issuer", &door(), "door issuer=vector"),
        of("refuse-issuer-not-taken", "region", "a pass of another region", &door(), "door region=Elsewhere"),
        of("refuse-issuer-not-taken", "issuer", "a pass of another issuer", &door(), "door issuer=other"),
        of("refuse-issuer-not-taken", "one-of-two", "the region is right and the issuer is not", &door(), {
            "door region=Vectoria issuer=other"
        }),
        of("refuse-issuer-not-taken", "red-too", "red, and of another region: that comes first", &coloured(2), {
            "door region=Elsewhere"
        }),
        of("accept", "rules-test", "a negative test of this hour", &record(&[test(0, NOW - hour)]), asks),
        of(
            "accept",
            "rules-test-to-the-second",
            "a test that may not be older",
            &record(&[test(0, NOW - 86_400)]),
            asks,
        ),
        of(
            "accept",
            "rules-test-among-others",
            "an old test, a positive one, and a new negative one",
            &{ record(&[test(0, NOW - 10 * 86_400), test(1, NOW - 2 * hour), test(0, NOW - hour)]) },
            asks,
        ),
        of("refuse-test-not-shown", "door-pass", "a door pass says nothing about tests", &door(), asks),
        of("refuse-test-not-shown", "no-items", "a record without a test", &record(&[]), asks),
        of("refuse-test-not-shown", "positive", "a positive test", &record(&[test(1, NOW - hour)]), asks),
        of("refuse-test-not-shown", "inconclusive", "a test without a finding", &record(&[test(2, NOW - hour)]), asks),
        of("refuse-test-not-shown", "of-tomorrow", "a test from the future", &record(&[test(0, NOW + 86_400)]), asks),
        of("refuse-test-too-old", "by-a-second", "a second too old", &record(&[test(0, NOW - 86_401)]), asks),
        Vector::of("refuse-test-not-shown", "paper", "paper says nothing about tests", &Credential::paper().signed())
            .policy(asks),
    ]
}
