//! A door's question: what a wallet makes of it, and what a door makes of answers.

use super::Vector;
use super::craft::{Fields, Item, array, bytes, int, text, truth, uint};
use super::scene::{Binding, Credential, NOW, holder, moment};
use crate::challenge::{Asks, Challenge, Kind, Kinds};
use crate::id::Name;
use crate::limits::{CHALLENGE_LIFE, CLOCK_TOLERANCE, MAX_CODE_AGE};
use crate::wire::base45;
use crate::wire::registry::{challenge, claim, hp1, item};
use crate::wire::text::CHALLENGE_PREFIX;

const NONCE: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = taken();
    vectors.extend(texts());
    vectors.extend(malformed());
    vectors.extend(moments());
    vectors.extend(answers());
    vectors
}

/// A question for a door pass, in its parts.
fn question() -> Fields {
    Fields::default()
        .set(challenge::NONCE, bytes(&NONCE))
        .set(challenge::DOOR, text("Harbour Clinic"))
        .set(challenge::ASKS, uint(challenge::DOOR_PASS))
        .set(challenge::EXPIRES, uint(NOW + CHALLENGE_LIFE))
}

fn text_of(message: &[u8]) -> String {
    format!("{CHALLENGE_PREFIX}{}", base45::encode(message))
}

fn case(outcome: &'static str, flaw: &'static str, why: &'static str, text: impl Into<String>) -> Vector {
    Vector { headers: Vec::new(), ..Vector::new(outcome, flaw, why, text) }
}

/// A question of the clinic.
fn asked(asks: Asks) -> Option<Challenge> {
    Some(Challenge::new(NONCE, Name::new("Harbour Clinic").ok()?, asks, None, moment(NOW)))
}

fn asks_for(kinds: &[Kind]) -> Asks {
    Asks::of(kinds.iter().copied().fold(Kinds::default(), Kinds::with))
}

fn taken() -> Vec<Vector> {
    let of = |flaw, why, fields: Fields| {
        let text = text_of(&fields.sorted());
        // Whom the answer is for, is part of the specification.
        let audience = Challenge::accept(&text, moment(NOW)).map(|challenge| challenge.audience());
        let audience = audience.map_or_else(|error| error.code().to_string(), |own| own.as_str().to_string());
        case("challenge-taken", flaw, why, text).with("audience", audience)
    };
    let kinds = |kinds: &[u64]| array(&kinds.iter().copied().map(uint).collect::<Vec<_>>());
    let longest = "𠮷".repeat(80);
    vec![
        of("door-pass", "for a door pass", question()),
        of("identity", "for name and birth date", question().set(challenge::ASKS, uint(challenge::IDENTITY))),
        of("details", "for a test and a vaccination, too", question().set(challenge::ASKS, kinds(&[0, 1]))),
        of("every-kind", "for an entry of every kind", question().set(challenge::ASKS, kinds(&[0, 1, 2, 3]))),
        of("with-purpose", "it says what for", question().set(challenge::PURPOSE, text("A visit to the ward"))),
        of(
            "longest",
            "the longest one",
            question()
                .set(challenge::DOOR, text(&longest))
                .set(challenge::PURPOSE, text(&longest))
                .set(challenge::ASKS, kinds(&[0, 1, 2, 3])),
        ),
        of("last-second", "over in a second", question().set(challenge::EXPIRES, uint(NOW + 1))),
        of(
            "clocks-that-differ",
            "the door's clock is as far ahead as a clock may be",
            question().set(challenge::EXPIRES, uint(NOW + CHALLENGE_LIFE + CLOCK_TOLERANCE)),
        ),
    ]
}

fn texts() -> Vec<Vector> {
    let whole = text_of(&question().sorted());
    let escaped = whole.replace('%', "%25").replace(' ', "%20");
    let audience = asked(Asks::Door).map(|challenge| challenge.audience().as_str().to_string()).unwrap_or_default();
    let taken = |flaw, why, text: String| case("challenge-taken", flaw, why, text).with("audience", audience.clone());
    let not_ours = |flaw, why, text: String| case("challenge-not-ours", flaw, why, text);
    vec![
        taken("link", "a link to a wallet", format!("https://wallet.example/answer#{escaped}")),
        taken("link-elsewhere", "which site a link leads to says nothing", format!("https://x.example/y?z#{escaped}")),
        taken("fragment", "what a browser hands on", format!("#{escaped}")),
        not_ours("prefix-small", "a prefix in small letters", whole.replace("HQ1:", "hq1:")),
        not_ours("prefix-of-a-pass", "it calls itself a pass", whole.replace("HQ1:", "HP1:")),
        not_ours(
            "link-without",
            "a link to the wallet's page and nothing more",
            "https://wallet.example/answer".into(),
        ),
        not_ours("too-long", "longer than any code", format!("{whole}{}", "0".repeat(4_296))),
        not_ours(
            "escape-broken",
            "a link that ends within an escape",
            format!("https://wallet.example/answer#{escaped}%2"),
        ),
        case(
            "challenge-malformed",
            "base45-broken",
            "a character that base45 does not have",
            whole.replacen("HQ1:", "HQ1:_", 1),
        ),
        case("challenge-malformed", "nothing", "no question behind the prefix", "HQ1:"),
    ]
}

fn malformed() -> Vec<Vector> {
    let bytes_of = |flaw, why, message: Item| case("challenge-malformed", flaw, why, text_of(&message));
    let of = |flaw, why, fields: Fields| bytes_of(flaw, why, fields.sorted());
    let with = |flaw, why, label, value| of(flaw, why, question().set(label, value));
    let without = |flaw, why, label| of(flaw, why, question().without(label));
    let good = question().sorted();
    vec![
        without("nonce-missing", "no nonce", challenge::NONCE),
        with("nonce-short", "a nonce of 15 bytes", challenge::NONCE, bytes(&NONCE[..15])),
        with("nonce-long", "a nonce of 17 bytes", challenge::NONCE, bytes(&[7; 17])),
        with("nonce-text", "a nonce in letters", challenge::NONCE, text("0123456789abcdef")),
        without("door-missing", "nobody asks", challenge::DOOR),
        with("door-empty", "a door without a name", challenge::DOOR, text("")),
        with("door-too-long", "a name of 81 characters", challenge::DOOR, text(&"d".repeat(81))),
        with("door-hostile", "a name that would turn the text around", challenge::DOOR, text("a\u{202e}b")),
        with("door-number", "a number for a name", challenge::DOOR, uint(7)),
        without("asks-missing", "it asks for nothing", challenge::ASKS),
        with("asks-unknown", "a level of a later version", challenge::ASKS, uint(2)),
        with("asks-no-kind", "details without a kind are an identity check", challenge::ASKS, array(&[])),
        with("asks-unknown-kind", "a kind of a later version", challenge::ASKS, array(&[uint(0), uint(4)])),
        with("asks-falling", "kinds in another order", challenge::ASKS, array(&[uint(1), uint(0)])),
        with("asks-twice", "a kind twice", challenge::ASKS, array(&[uint(1), uint(1)])),
        with("asks-text", "what it asks for in letters", challenge::ASKS, text("door")),
        without("end-missing", "no end", challenge::EXPIRES),
        with("end-negative", "an end before 1970", challenge::EXPIRES, int(-1)),
        with("end-largest", "the largest number there is", challenge::EXPIRES, uint(u64::MAX)),
        with("purpose-empty", "an empty purpose", challenge::PURPOSE, text("")),
        with("purpose-hostile", "a purpose with a line of its own", challenge::PURPOSE, text("a\nb")),
        with("purpose-number", "a number for a purpose", challenge::PURPOSE, uint(1)),
        with("later-version", "something that this version cannot show to whoever is to answer", 5, truth(true)),
        bytes_of("unsorted", "keys in another order", question().reversed()),
        bytes_of("indefinite", "a map of indefinite length", question().indefinite()),
        bytes_of("truncated", "the last byte is missing", good[..good.len() - 1].to_vec()),
        bytes_of("trailing-byte", "a byte follows", [good.clone(), vec![0]].concat()),
        bytes_of("array", "an array in place of a map", array(&[uint(0)])),
        bytes_of("pass", "a pass behind the prefix of a question", Credential::door().shown()),
    ]
}

fn moments() -> Vec<Vector> {
    let until = |outcome, flaw, why, at| {
        case(outcome, flaw, why, text_of(&question().set(challenge::EXPIRES, uint(at)).sorted()))
    };
    vec![
        until("challenge-expired", "this-second", "over in this second", NOW),
        until("challenge-expired", "yesterday", "a photograph of yesterday", NOW - 86_400),
        until("challenge-clocks-differ", "by-a-second", "a second longer than any question is good", {
            NOW + CHALLENGE_LIFE + CLOCK_TOLERANCE + 1
        }),
        until("challenge-clocks-differ", "for-a-year", "one for somebody's wall", NOW + 365 * 86_400),
    ]
}

/// A live code of `credential` that answers `challenge`.
fn answer_at(credential: &Credential, challenge: &Challenge, at: u64) -> Item {
    Binding::fresh()
        .claim(claim::AUD, text(challenge.audience().as_str()))
        .claim(claim::CNONCE, bytes(challenge.nonce().as_bytes()))
        .claim(claim::IAT, uint(at))
        .around(&credential.signed())
        .signed_by(&holder())
}

fn entry(kind: u64) -> Item {
    let entry = Fields::default().add(int(item::KIND), uint(kind));
    match kind {
        item::TEST => entry
            .add(int(item::METHOD), uint(0))
            .add(int(item::FINDING), uint(0))
            .add(int(item::SAMPLED_AT), uint(NOW - 3_600))
            .add(int(item::TEST_PLACE), text("Vectoria")),
        _ => entry.add(int(item::FROM), uint(18_000)).add(int(item::UNTIL), uint(18_180)),
    }
    .sorted()
}

fn answers() -> Vec<Vector> {
    let (Some(door), Some(identity), Some(details)) =
        (asked(Asks::Door), asked(Asks::Identity), asked(asks_for(&[Kind::Test, Kind::Recovery])))
    else {
        return Vec::new();
    };
    let of = |outcome, flaw, why, asked: &Challenge, message: &[u8]| {
        Vector::of(outcome, flaw, why, message).with("question", asked.encode())
    };
    let answer = |credential: &Credential, challenge: &Challenge| answer_at(credential, challenge, NOW);
    let record = || Credential::record().claim(claim::SUB, text("Li Ming")).body(hp1::BIRTH_DATE, text("1985-02-28"));
    let with = |kinds: &[u64]| record().body(hp1::ITEMS, array(&kinds.iter().copied().map(entry).collect::<Vec<_>>()));
    let pass = Credential::door();
    let Ok(inn) = Name::new("Harbour Inn") else { return Vec::new() };
    let elsewhere = Challenge::new(NONCE, inn, Asks::Door, None, moment(NOW));
    let later = Challenge::new([9; 16], door.door().clone(), Asks::Door, None, moment(NOW));
    let half = |label| {
        let whole = Binding::fresh()
            .claim(claim::AUD, text(door.audience().as_str()))
            .claim(claim::CNONCE, bytes(door.nonce().as_bytes()));
        let half = if label == claim::AUD { whole.claim(label, text("door")) } else { whole.without(label) };
        half.shown()
    };
    let cell = |flaw, why, asked: &Challenge, message: &[u8]| of("refuse-other-challenge", flaw, why, asked, message);
    let less = |flaw, why, asked: &Challenge, credential: &Credential| {
        of("refuse-shows-less", flaw, why, asked, &answer(credential, asked))
    };
    vec![
        of("accept", "answer-door-pass", "the answer of a door pass", &door, &answer(&pass, &door)),
        of("accept", "answer-identity", "name and birth date", &identity, &answer(&record(), &identity)),
        of("accept", "answer-details", "a test and a recovery, too", &details, &answer(&with(&[0, 2]), &details)),
        of("accept", "answer-more", "more than was asked for", &identity, &answer(&with(&[0, 2]), &identity)),
        of("accept", "answer-record-at-a-door", "a record in place of a door pass", &door, &answer(&record(), &door)),
        cell("usual-code", "the code for doors that ask nothing", &door, &pass.shown()),
        cell("for-another-door", "another door asked with the same nonce", &door, &answer(&pass, &elsewhere)),
        cell("for-another-question", "the same door asked again", &later, &answer(&pass, &door)),
        cell("for-other-things", "the holder was told that less is asked for", &identity, &answer(&record(), &door)),
        cell("nonce-alone", "the nonce is right, and it is for every door", &door, &half(claim::AUD)),
        cell("audience-alone", "for this question, and without its nonce", &door, &half(claim::CNONCE)),
        Vector::of(
            "refuse-other-door",
            "answer-at-a-door-that-asks-nothing",
            "an answer to somebody else",
            &answer(&pass, &door),
        ),
        of("refuse-paper", "where-it-is-asked", "paper answers nothing", &door, &Credential::paper().signed()),
        of("refuse-not-live", "where-it-is-asked", "the pass as the office sent it", &door, &pass.signed()),
        of(
            "refuse-old-code",
            "answer",
            "an answer of a minute ago",
            &door,
            &answer_at(&pass, &door, NOW - MAX_CODE_AGE - 1),
        ),
        less("door-pass-for-identity", "a door pass where a name is asked for", &identity, &pass),
        less("name-hidden", "no name", &identity, &record().without(claim::SUB)),
        less("birth-date-hidden", "no birth date", &identity, &Credential::record().claim(claim::SUB, text("Li Ming"))),
        less("one-kind-missing", "a test, and no recovery", &details, &with(&[0])),
        less("no-entry", "no entry at all", &details, &record()),
        less("record-about-nobody", "a record that names nobody, at a door", &door, &Credential::record()),
        of(
            "refuse-not-green",
            "answer-that-shows-less",
            "yellow, and less than was asked for: that comes first",
            &identity,
            &answer(&Credential::door().body(hp1::COLOUR, uint(1)), &identity),
        ),
    ]
}
