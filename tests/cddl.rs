//! `src/hp1.cddl` describes what the office, the wallet and the corpus make: a CDDL library says so, not the code that makes it.

use std::fs;
use std::path::{Path, PathBuf};

use tessera::backup::{Backup, Kept, KeptKeys, Person, ReceiveCode};
use tessera::challenge::{Asks, Challenge, Kind, Kinds};
use tessera::claims::{Colour, Finding, Item, Method, Part, Portrait};
use tessera::holder::{Checked, Request};
use tessera::id::{Audience, Initials, IssuerId, Name, Nonce, StatusReference};
use tessera::issuer::{DoorPass, Record};
use tessera::key::{HolderKey, IssuerKey, RootKey};
use tessera::limits::{MAX_DELIVERY_BYTES, MAX_PORTRAIT_BYTES};
use tessera::policy::{Colours, Rules, sign_rules};
use tessera::time::{Date, UnixTime, Window};
use tessera::trust::{
    Bundle, Contents, FileName, ListedStatus, MaySign, Roots, TrustList, TrustedKey, pack_changes, sign_snapshot,
    sign_status_delta, sign_status_list, sign_trust_list,
};
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::Sign1;
use tessera::wire::registry::{SIMPLE_REDACTED_KEYS, header};
use tessera::wire::text::ScannedText;

const NOW: u64 = 1_795_000_000;

/// Checks `item` against one rule of the description.
fn fits(rule: &str, item: &[u8]) -> Result<(), String> {
    let description = include_str!("../src/hp1.cddl");
    // The library cannot match a map key that is a simple value: such entries pass here and are looked at by `redacted`.
    let readable = description.replace("  ? redacted-keys => redacted,\n  * int => any,", "  * any => any,");
    assert_eq!(description.matches("? redacted-keys").count(), 2);
    assert!(!readable.contains("? redacted-keys"), "the description and its replacement have parted");
    cddl::validate_cbor_from_slice(&format!("start = {rule}\n{readable}"), item, None)
        .map_err(|error| error.to_string())
}

/// Checks a whole message: by its rule, and each list of redacted hashes by its own.
fn check(rule: &str, message: &[u8]) -> Result<(), String> {
    fits(rule, message)?;
    // What several sign holds no pass.
    let Ok(message) = Sign1::parse(message) else { return Ok(()) };
    let inner =
        message.protected(header::KCWT).cloned().map(Sign1::from_value).transpose().map_err(|e| e.to_string())?;
    let payload = inner.as_ref().unwrap_or(&message).dangerous_payload();
    redacted(&cbor::decode(payload).map_err(|error| error.to_string())?)
}

fn redacted(value: &Value<'_>) -> Result<(), String> {
    for (key, value) in value.as_map().unwrap_or_default() {
        if *key == Value::Simple(SIMPLE_REDACTED_KEYS) {
            fits("redacted", &value.encode())?;
        }
        redacted(value)?;
    }
    value.as_array().unwrap_or_default().iter().try_for_each(redacted)
}

fn t(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time of the tests")
}

fn issuer() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

fn holder() -> HolderKey {
    HolderKey::from_seed(&[3; 32])
}

fn window() -> Window {
    Window::new(t(NOW - 100), t(NOW + 100_000)).expect("ordered")
}

fn every_rule() -> Rules {
    let name = Name::new(&"𠮷".repeat(80)).expect("80 characters of four bytes");
    Rules {
        name: Some(name.clone()),
        colours: Colour::ALL.into_iter().fold(Colours::NONE, Colours::with),
        accepts_paper: false,
        accepts_specimens: true,
        regions: vec![name; 4],
        issuers: vec![IssuerId::new("demo").expect("short"); 16],
        max_test_age: Some(366 * 86_400),
    }
}

fn passes() -> Vec<DoorPass> {
    let plain = DoorPass {
        issuer: IssuerId::new("demo").expect("short"),
        initials: Initials::new("𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷").expect("eight characters of four bytes"),
        birth_year: 1985,
        colour: Colour::Green,
        window: Window::new(t(NOW - 100), t(NOW + 100_000)).expect("ordered"),
        status: None,
        specimen: false,
        guardian: false,
    };
    let status = StatusReference { index: 70_000, uri: "https://lists.example/1".into() };
    vec![
        DoorPass { colour: Colour::Yellow, specimen: true, ..plain.clone() },
        DoorPass { colour: Colour::Red, guardian: true, status: Some(status), ..plain.clone() },
        plain,
    ]
}

/// Entries of every kind, with all that they may have.
fn items() -> Vec<Item> {
    let name = || Name::new(&"𠮷".repeat(80)).expect("80 characters of four bytes");
    let last_day = Date::new(9999, 12, 31).expect("a day");
    let mut items = vec![
        Item::Vaccination { against: name(), product: Some(name()), dose: 20, doses: 20, date: last_day },
        Item::Vaccination { against: name(), product: None, dose: 1, doses: 1, date: last_day },
        Item::Recovery { from: Date::new(1970, 1, 1).expect("a day"), until: last_day },
        Item::Appointment { begins_at: t(1 << 53), place: name(), purpose: name() },
    ];
    for (method, finding) in Method::ALL.iter().zip(Finding::ALL) {
        items.push(Item::Test { method: *method, finding: *finding, sampled_at: t(0), place: name() });
    }
    items
}

#[test]
fn what_a_record_discloses_fits_the_description_of_its_kind() {
    let record = Record {
        pass: passes().remove(2),
        name: Name::new("Lin").expect("short"),
        birth_date: Date::new(1985, 3, 7).expect("a day"),
        items: items(),
        portrait: None,
    };
    let mut salt = 0;
    let record = record.sign(&issuer(), &holder().public(), t(NOW), || {
        salt += 1;
        [salt; 16]
    });
    let message = Sign1::parse(&record).expect("a record");
    let disclosures = message.unprotected(header::SD_CLAIMS).and_then(Value::as_array).expect("disclosures");
    let mut found = 0;
    for disclosure in disclosures {
        let disclosure = cbor::decode(disclosure.as_bytes().expect("bytes")).expect("CBOR").into_owned();
        if let [_, item] = disclosure.as_array().expect("an array") {
            assert_eq!(fits("item", &item.encode()), Ok(()));
            found += 1;
        }
    }
    assert_eq!(found, items().len());
}

const URI: &str = "https://lists.example/1";

fn ten_days() -> Window {
    Window::new(t(NOW - 10), t(NOW + 864_000)).expect("ordered")
}

fn root(n: u8) -> RootKey {
    RootKey::from_seed(&[n; 32])
}

fn key() -> TrustedKey {
    let name = Name::new("Demo Health Office 演示卫生机构").expect("short");
    TrustedKey {
        issuer: IssuerId::new("demo").expect("short"),
        name: name.clone(),
        region: name,
        window: Window::new(t(NOW - 1_000), t(NOW + 1_000_000)).expect("ordered"),
        key: issuer().public(),
        may_sign: MaySign::ALL.to_vec(),
        retired_from: None,
        compromised_from: None,
        status_prefix: None,
    }
}

fn list() -> Vec<u8> {
    sign_trust_list(&[&root(1)], 7, ten_days(), &[key()], None)
}

/// A list with everything that a list may have.
fn full_list() -> Vec<u8> {
    let key = TrustedKey {
        retired_from: Some(t(NOW)),
        compromised_from: Some(t(NOW + 1)),
        status_prefix: Some(URI.into()),
        ..key()
    };
    let next = Roots::new(vec![root(1).public(), root(2).public()], 2);
    sign_trust_list(&[&root(1), &root(2)], 7, ten_days(), &[key], next.as_ref())
}

/// The messages that tell what has become of passes.
fn statuses() -> Vec<(&'static str, Vec<u8>)> {
    let entries = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 4], 9);
    let list = sign_status_list(&issuer(), URI, ten_days(), 43_200, &entries);
    let delta = sign_status_delta(&issuer(), URI, t(NOW - 20), ten_days(), &pack_changes([(3, 1), (5, 2)], 2));
    let listed = ListedStatus { uri: URI.into(), list: FileName::of(&list), deltas: vec![FileName::of(&delta)] };
    let hand_overs = vec![FileName::of(&full_list())];
    let contents = Contents { number: 1, trust: FileName::of(&full_list()), hand_overs, lists: vec![listed] };
    let snapshot = sign_snapshot(&issuer(), ten_days(), &contents);
    vec![("status-list", list), ("status-delta", delta), ("snapshot", snapshot)]
}

#[test]
fn everything_that_the_office_and_the_wallet_make_fits_the_description() {
    let trust = TrustList::authenticate(&list(), &Roots::any_of(&[root(1).public()])).expect("signed by the root");
    let present = |delivery: &[u8], nonce: Option<&Nonce>| {
        let checked =
            Checked::receive(&ScannedText::encode(delivery), &trust, |_| true, t(NOW)).expect("a good delivery");
        let text = checked.present(&holder(), &Audience::door(), nonce, t(NOW)).expect("the wallet's key");
        text.decode().expect("our own text")
    };
    let nonce = Nonce::new(&[7; 32]).expect("32 bytes");
    let mut made = statuses();
    made.extend([("trust-list", list()), ("trust-list", full_list())]);
    made.push(("request", Request::make(&holder(), t(NOW)).decode().expect("our own text")));
    let several = Request::make_several(&[&holder(), &HolderKey::from_seed(&[9; 32])], t(NOW)).expect("two keys");
    made.push(("booklet-request", several.decode().expect("our own text")));
    for pass in passes() {
        let delivery = pass.sign_live(&issuer(), &holder().public());
        made.push(("live-door-pass", present(&delivery, None)));
        made.push(("live-door-pass", present(&delivery, Some(&nonce))));
        made.push(("door-pass", delivery));
        made.push(("paper", pass.sign_paper(&issuer())));
        let record = Record {
            pass,
            name: Name::new(&"𠮷".repeat(80)).expect("80 characters of four bytes"),
            birth_date: Date::new(1985, 3, 7).expect("a day"),
            items: items(),
            portrait: Portrait::new(&[vec![0xff, 0xd8, 0xff], vec![0; MAX_PORTRAIT_BYTES - 3]].concat()),
        };
        let mut salt = 0;
        let record = record.sign(&issuer(), &holder().public(), t(NOW), || {
            salt += 1;
            [salt; 16]
        });
        let checked = Checked::open(record.clone(), &trust, |_| true).expect("a good record");
        for parts in [vec![], Part::IDENTITY.to_vec(), vec![Part::Item(2), Part::Portrait]] {
            let chosen = checked.choose(&parts).expect("a good record");
            made.push(("live-record", chosen.present(&holder(), &Audience::door(), None, t(NOW)).expect("its key")));
        }
        made.push(("record", record));
    }
    made.push(("rules", sign_rules(&issuer(), &passes()[0].issuer, window(), &Rules::door())));
    made.push(("rules", sign_rules(&issuer(), &passes()[0].issuer, window(), &every_rule())));
    for (rule, message) in made {
        assert_eq!(check(rule, &message), Ok(()), "{rule}");
        assert_eq!(check("message", &message), Ok(()), "{rule}");
    }
    let snapshot = statuses().pop().expect("the snapshot").1;
    assert_eq!(fits("bundle", &Bundle { snapshot, files: vec![list(), full_list()] }.encode()), Ok(()));
}

#[test]
fn what_a_wallet_hands_to_a_later_one_fits_the_description() {
    let person = Person { name: Name::new("奶奶").expect("short"), place: 0 };
    let kept = |person, uses| Kept { content: vec![0xd2], at: t(NOW), person, uses };
    let backup = Backup {
        made_at: t(NOW),
        people: vec![person],
        passes: vec![kept(None, None), kept(Some(0), Some(vec![0x80]))],
        keys: vec![KeptKeys { keys: vec![holder()], at: t(NOW) }],
    };
    let document = backup.encode().expect("it fits");
    assert_eq!(fits("backup", &document), Ok(()));
    assert!(fits("backup", &document[..document.len() - 1]).is_err());
    let recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    let text = ReceiveCode::new(recipient, t(NOW)).expect("a recipient").encode();
    let message = tessera::wire::base45::decode(&text["HM1:".len()..]).expect("base45");
    assert_eq!(fits("receive-code", &message), Ok(()));
}

#[test]
fn questions_of_doors_fit_the_description() {
    let name = || Name::new(&"𠮷".repeat(80)).expect("80 characters of four bytes");
    let kinds = Kind::ALL.into_iter().fold(Kinds::default(), Kinds::with);
    for (asks, purpose) in [(Asks::Door, None), (Asks::Identity, Some(name())), (Asks::of(kinds), Some(name()))] {
        let text = Challenge::new([7; 16], name(), asks, purpose, t(NOW)).encode();
        let message = tessera::wire::base45::decode(&text["HQ1:".len()..]).expect("base45");
        assert_eq!(fits("challenge", &message), Ok(()));
        assert!(message.len() <= tessera::limits::MAX_CHALLENGE_BYTES, "{} bytes", message.len());
    }
}

#[test]
fn lists_of_the_corpus_that_are_taken_fit_the_description() {
    for path in folder("lists-taken") {
        let file = fs::read_to_string(&path).expect("a vector");
        let (_, text) = file.split_once("\n\n").expect("headers, an empty line, the text");
        let bytes: Vec<_> = text
            .trim_end()
            .as_bytes()
            .chunks(2)
            .map(|digits| u8::from_str_radix(str::from_utf8(digits).expect("ASCII"), 16).expect("hex"))
            .collect();
        assert_eq!(fits("bundle", &bytes), Ok(()), "{}", path.display());
        let files = Bundle::parse(&bytes).expect("a bundle").files;
        let known = files.iter().filter(|file| check("message", file).is_ok()).count();
        let strange = usize::from(path.ends_with("file-too-many.txt"));
        assert_eq!(known + strange, files.len(), "{}", path.display());
    }
}

#[test]
fn backups_of_the_corpus_that_are_taken_fit_the_description() {
    for path in folder("backup-taken") {
        let file = fs::read_to_string(&path).expect("a vector");
        let (_, text) = file.split_once("\n\n").expect("headers, an empty line, the text");
        assert_eq!(fits("backup", &unhex(text.trim_end())), Ok(()), "{}", path.display());
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).expect("ASCII"), 16).expect("hex")).collect()
}

fn folder(outcome: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(outcome);
    fs::read_dir(folder).expect("a folder of the corpus").map(|entry| entry.expect("an entry").path()).collect()
}

fn message(path: &Path) -> Vec<u8> {
    let file = fs::read_to_string(path).expect("a vector");
    let (_, text) = file.split_once("\n\n").expect("headers, an empty line, the text");
    let text = ScannedText::new(text.trim_end_matches('\n')).expect("ours");
    text.decode_within(MAX_DELIVERY_BYTES).expect("base45")
}

#[test]
fn every_accepted_or_kept_pass_of_the_corpus_fits_the_description() {
    let paths = [folder("accept"), folder("office-answered")].concat();
    assert!(paths.len() > 30);
    for path in paths {
        assert_eq!(check("message", &message(&path)), Ok(()), "{}", path.display());
    }
    for path in folder("wallet-kept") {
        assert_eq!(check("delivery", &message(&path)), Ok(()), "{}", path.display());
    }
}

#[test]
fn a_delivery_that_is_no_array_of_passes_does_not_fit_the_description() {
    for flaw in ["booklet-empty", "booklet-too-many", "booklet-in-booklet", "booklet-paper", "booklet-of-a-paper"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/wallet-damaged/{flaw}.txt"));
        assert!(check("delivery", &message(&path)).is_err(), "{flaw} fits");
    }
}

#[test]
fn a_flaw_of_structure_does_not_fit_the_description() {
    // Those that need no signature, no clock and no second look to be seen.
    let flaws = [
        "alg-es256",
        "alg-missing",
        "kid-missing",
        "kid-short",
        "typ-missing",
        "typ-unknown",
        "typ-paper-in-live",
        "typ-live-without-a-pass",
        "sd-alg-sha-384",
        "header-unprotected-unknown",
        "cose-mac",
        "cose-untagged",
        "cose-three-parts",
        "cose-five-parts",
        "cose-payload-detached",
        "iss-missing",
        "exp-missing",
        "exp-text",
        "exp-float",
        "exp-negative",
        "exp-too-large",
        "nbf-missing",
        "cnf-missing",
        "cnf-short",
        "cnf-two-methods",
        "cnf-other-curve",
        "colour-unknown",
        "specimen-false",
        "body-missing",
        "body-empty",
        "initials-bytes",
        "initials-empty",
        "status-number",
        "status-without-an-index",
        "binding-without-time",
        "binding-without-audience",
        "binding-nonce-empty",
        "binding-nonce-too-long",
        "binding-audience-too-long",
        "disclosure-short-salt",
        "disclosure-four-items",
        "disclosure-key-of-bytes",
        "disclosures-empty",
        "disclosures-unwrapped",
        "redacted-hash-short",
        "redacted-no-list",
    ];
    for flaw in flaws {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/refuse-damaged/{flaw}.txt"));
        assert!(check("message", &message(&path)).is_err(), "{flaw} fits");
    }
}
