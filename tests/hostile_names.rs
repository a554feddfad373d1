//! Names that were made to deceive whoever reads them, and those that only look it: refused where they would change what stands
//! around them or hide a part of themselves, shown to the letter otherwise.

mod scene;

use scene::*;
use tessera::claims::{ClaimsError, Details, Subject};
use tessera::credential::{EvaluationError, FormatError, UnverifiedCredential};
use tessera::holder::Checked;
use tessera::id::{Audience, Initials, IssuerId, Name};
use tessera::issuer::{DoorPass, Record};
use tessera::policy::Policy;
use tessera::verifier::{Refusal, Verdict};
use tessera::wire::cbor::Value;
use tessera::wire::cose::Sign1;
use tessera::wire::text::ScannedText;

/// Forty, none longer than eight characters unless length is the point, so that each could be tried as initials too.
fn hostile() -> Vec<(&'static str, String)> {
    let fixed = [
        ("nothing", ""),
        ("a space", " "),
        ("an ideographic space", "\u{3000}"),
        ("a space in front", " LM"),
        ("a space behind", "LM "),
        ("two spaces together", "L  M"),
        ("a space and an ideographic space together", "L \u{3000}M"),
        ("a space that does not break", "L\u{a0}M"),
        ("a wide space", "L\u{2003}M"),
        ("a space drawn as a line", "L\u{1680}M"),
        ("a null", "L\0M"),
        ("a tab", "L\tM"),
        ("a line feed", "L\nM"),
        ("a carriage return", "L\rM"),
        ("an escape sequence for a terminal", "\u{1b}[2JLM"),
        ("a delete", "LM\u{7f}"),
        ("a control of the second set", "L\u{85}M"),
        ("an override to the right", "\u{202e}ML"),
        ("an override to the left", "\u{202d}LM"),
        ("an embedding", "\u{202b}LM"),
        ("an isolate that is never closed", "LM\u{2067}"),
        ("a closing that nothing opened", "LM\u{2069}"),
        ("a mark to the right", "LM\u{200f}"),
        ("an Arabic letter mark", "LM\u{61c}"),
        ("a zero-width space", "L\u{200b}M"),
        ("a zero-width joiner", "L\u{200d}M"),
        ("a word joiner", "L\u{2060}M"),
        ("a byte order mark", "\u{feff}LM"),
        ("a soft hyphen", "L\u{ad}M"),
        ("a combining grapheme joiner", "L\u{34f}M"),
        ("a Hangul filler", "\u{3164}"),
        ("a blank of Braille", "\u{2800}\u{2800}"),
        ("a variation selector", "L\u{fe0f}M"),
        ("letters of the tag plane", "LM\u{e0041}"),
        ("a line separator", "L\u{2028}M"),
        ("a character of private use", "L\u{e000}M"),
        ("an object replacement", "\u{fffc}LM"),
        ("a mark that has nothing to sit on", "\u{338}LM"),
        ("a pile of marks", "L\u{301}\u{302}\u{303}\u{304}\u{305}"),
    ];
    let mut all: Vec<_> = fixed.into_iter().map(|(why, text)| (why, text.to_string())).collect();
    all.push(("five hundred characters", "L".repeat(500)));
    all
}

#[test]
fn forty_hostile_names_are_no_names() {
    let names = hostile();
    assert_eq!(names.len(), 40);
    for (why, text) in names {
        assert!(Name::new(&text).is_err(), "{why}");
        assert!(Initials::new(&text).is_err(), "{why}");
        assert!(IssuerId::new(&text).is_err(), "{why}");
        assert!(Audience::new(&text).is_none(), "{why}");
    }
}

/// A paper pass whose initials are `text`, signed by the office as if its tool had let them through.
fn signed_with(text: &str) -> Vec<u8> {
    let kid = issuer().public().id();
    let body = Value::map([(Value::int(0), Value::Unsigned(0)), (Value::int(1), Value::Unsigned(1985))]);
    let claims = Value::map([
        (Value::int(1), Value::text("demo")),
        (Value::int(2), Value::text(text)),
        (Value::int(4), Value::Unsigned(NOW + 86_400)),
        (Value::int(5), Value::Unsigned(NOW - 3_600)),
        (Value::int(-65_537), body),
    ]);
    let headers = [(1, Value::int(-19)), (4, Value::bytes(kid.as_bytes())), (16, Value::Unsigned(61))];
    signed_by_office(headers, Value::Map(vec![]), &claims.encode())
}

#[test]
fn a_hostile_name_is_refused_even_where_the_office_signed_it() {
    assert_eq!(signed_with("LM"), paper(), "only the name differs from a good pass");
    for (why, text) in hostile() {
        let message = signed_with(&text);
        assert_eq!(verdict(&message), Verdict::Refuse(Refusal::Damaged), "{why}");
        assert!(Checked::open(message.clone(), &trust(), holds).is_err(), "{why}");
        let parsed = UnverifiedCredential::new(Sign1::parse(&message).expect("well made")).expect("well made");
        let trust = trust();
        let error = parsed.authenticate(&trust).expect("well signed").claims().err();
        assert_eq!(error, Some(EvaluationError::Format(FormatError::Claims(ClaimsError::Unsafe(2)))), "{why}");
    }
}

#[test]
fn markup_and_addresses_in_a_name_are_a_plain_text_to_the_letter() {
    let initials = [
        "<b>X</b>",
        "<img/>",
        "&lt;",
        "\"'`",
        "{{7*7}}",
        "$(id)",
        "../../x",
        "'OR 1=1",
        "%3Cb%3E",
        "Ａ．Ｂ",
        "李明",
        "Ñ-Å",
    ];
    for text in initials {
        let pass = DoorPass { initials: Initials::new(text).expect("it shows"), ..pass() };
        let message = pass.sign_paper(&issuer());
        let report = report(&ScannedText::encode(&message), &Policy::door(), NOW);
        assert!(is_accept(report.verdict), "{text}");
        let subject = report.shown.expect("an accept shows whom").subject;
        assert_eq!(subject, Subject::Hint { initials: pass.initials, birth_year: pass.birth_year });
    }
    let names = [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "javascript:alert(1)",
        "https://example.org/#x",
        "Robert'); DROP TABLE passes;--",
        "Аdmin (its first letter is Cyrillic)",
        "Nguyễn Thị Ánh",
        "Nguye\u{302}\u{303}n",
        "בן־ציון",
        "محمد",
        "李　明",
        "O’Neill-Şahin",
    ];
    for text in names {
        let mut salt = 0;
        let record = Record { name: name(text), ..record() };
        let delivery = record.sign(&issuer(), &holder().public(), t(NOW), || {
            salt += 1;
            [salt; 16]
        });
        let report = report(&ScannedText::encode(&shown(delivery, NOW)), &Policy::door(), NOW);
        let subject = report.shown.expect("it is authentic").subject;
        let Subject::Record(Details { name, .. }) = subject else { panic!("a record names") };
        assert_eq!(name.expect("disclosed").as_str(), text);
    }
}
