//! What is fuzzed, and what must hold for every input.

use std::sync::LazyLock;

use tessera::backup::{Backup, ReceiveCode};
use tessera::carry::{Receiver, Taken};
use tessera::challenge::Challenge;
use tessera::claims::redaction::{disclose, disclose_element, disclosure_hash};
use tessera::claims::{Claims, Colour, Details, Item, Part, Subject};
use tessera::holder::{Booklet, Checked, Delivery, Request, Uses};
use tessera::id::{Audience, Name};
use tessera::issuer::Record;
use tessera::key::{IssuerKey, PublicKey};
use tessera::limits::{MAX_CARRIED_BYTES, MAX_COPIES, MAX_STATUS_BYTES};
use tessera::lock::{Lock, Tries};
use tessera::policy::{Policy, Rules, SignedRules};
use tessera::presentation::Unverified;
use tessera::time::Validity;
use tessera::trust::{
    Bundle, Contents, FileName, Known, ListedStatus, Roots, StatusList, Statuses, TrustList, TrustedKey,
    UnverifiedSnapshot, sign_snapshot,
};
use tessera::verifier::Verdict;
use tessera::wire::base45;
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::Sign1;
use tessera::wire::text::ScannedText;

use crate::repair;
use crate::scene::*;

/// One target.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    /// The folder of seeds that suits it.
    pub seeds: &'static str,
    pub run: fn(&[u8]),
}

pub const TARGETS: [Target; 21] = [
    Target { name: "cbor", seeds: "cbor", run: cbor_item },
    Target { name: "text", seeds: "text", run: text },
    Target { name: "cose", seeds: "message", run: cose },
    Target { name: "credential", seeds: "message", run: credential },
    Target { name: "redaction", seeds: "redaction", run: redaction },
    Target { name: "record", seeds: "record", run: record_of_items },
    Target { name: "request", seeds: "message", run: request },
    Target { name: "delivery", seeds: "message", run: delivery_of_passes },
    Target { name: "uses", seeds: "uses", run: uses },
    Target { name: "trust", seeds: "message", run: trust_list_of_anybody },
    Target { name: "statuses", seeds: "statuses", run: statuses },
    Target { name: "status", seeds: "lists", run: status_list },
    Target { name: "snapshot", seeds: "lists", run: snapshot },
    Target { name: "bundle", seeds: "bundle", run: bundle },
    Target { name: "carry", seeds: "carry", run: carried },
    Target { name: "backup", seeds: "backup", run: backup },
    Target { name: "lock", seeds: "lock", run: lock },
    Target { name: "rules", seeds: "message", run: rules },
    Target { name: "challenge", seeds: "challenge", run: challenge },
    Target { name: "verify", seeds: "text", run: verify_text },
    Target { name: "signed", seeds: "message", run: signed },
];

/// Whatever is read is written as it was, and a copy without borrows is the same.
fn cbor_item(data: &[u8]) {
    let Ok(value) = cbor::decode(data) else { return };
    assert_eq!(value.encode(), data);
    assert_eq!(value.clone().into_owned(), value);
    let _ = (PublicKey::from_cose(&value), Claims::parse(&value));
}

/// Rules are taken by their signature alone, and whatever is read is written as it was.
fn rules(data: &[u8]) {
    if let Some(rules) = Rules::decode(data) {
        assert_eq!(rules.encode(), data);
    }
    let Ok(signed) = SignedRules::authenticate(data, &trust(), t(NOW)) else { return };
    assert_eq!(Rules::decode(&signed.rules.encode()), Some(signed.rules));
}

/// A question has one spelling, and a link carries it whole.
fn challenge(data: &[u8]) {
    let body = base45::encode(data);
    let texts = [String::from_utf8_lossy(data).into_owned(), format!("HQ1:{body}")];
    for given in texts {
        let Ok(challenge) = Challenge::accept(&given, t(NOW)) else { continue };
        let text = challenge.encode();
        let link = format!("https://wallet.example/answer#{}", challenge.to_fragment());
        for again in [text.as_str(), link.as_str()] {
            assert_eq!(Challenge::accept(again, t(NOW)).as_ref(), Ok(&challenge));
        }
        assert!(given.contains('#') || given.trim().replace(['\r', '\n'], "") == text);
    }
}

/// One message has one text, and a link carries it whole.
fn text(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(bytes) = base45::decode(text) {
        assert_eq!(base45::encode(&bytes), text);
    }
    if let Ok(name) = Name::new(text) {
        assert_eq!(name.as_str(), text);
    }
    for scanned in [ScannedText::new(text), ScannedText::from_fragment(text)].into_iter().flatten() {
        assert_eq!(ScannedText::from_fragment(&scanned.to_fragment()).as_ref(), Ok(&scanned));
        if let Ok(message) = scanned.decode() {
            assert_eq!(ScannedText::encode(&message), scanned);
        }
    }
}

fn cose(data: &[u8]) {
    let Ok(message) = Sign1::parse(data) else { return };
    assert!(message.verify(&stranger().public()).is_err());
    assert!(message.unprotected_labels().all(|label| label.as_i64().is_none_or(|n| message.protected(n).is_none())));
}

fn credential(data: &[u8]) {
    let _ = Unverified::parse(data);
    assert!(Checked::open(data.to_vec(), &trust_in_stranger(), |_| true).is_err());
}

/// What is disclosed has no mark of redaction left, and each key once.
fn redaction(data: &[u8]) {
    let Ok(Value::Array(parts)) = cbor::decode(data) else { return };
    let [payload, Value::Array(list)] = &parts[..] else { return };
    let disclosures = repair::disclosures(list);
    let header = Value::Array(disclosures.iter().map(|disclosure| Value::bytes(disclosure)).collect());
    let payload = repair::hashes(payload, &|n| disclosures.get(usize::from(n)).map(|bytes| disclosure_hash(bytes)));
    let payload = payload.encode();
    let Ok(payload) = cbor::decode(&payload) else { return };
    if let Ok(claims) = disclose(payload, Some(&header)) {
        assert!(!repair::has_marks(&claims));
        assert_eq!(cbor::decode(&claims.encode()).as_ref(), Ok(&claims));
    }
}

/// Entries behind a byte that says which of them are shown: what is chosen is shown, in its order, and signed again it says the same.
fn record_of_items(data: &[u8]) {
    let [switches, rest @ ..] = data else { return };
    let Ok(Value::Array(items)) = cbor::decode(rest) else { return };
    let disclosures: Vec<_> =
        items.into_iter().zip(1u8..).map(|(item, salt)| disclose_element(&[salt; 16], item)).collect();
    let Ok(checked) = Checked::open(repair::record(&disclosures), &trust(), holds) else { return };
    let Subject::Record(all) = &checked.claims().subject else { panic!("a record has no year of birth") };
    let parts: Vec<_> = (0..all.items.len()).filter(|n| switches >> (n % 8) & 1 == 1).map(Part::Item).collect();
    let chosen = checked.choose(&parts).expect("it is good");
    let items = parts.iter().map(|part| match part {
        Part::Item(n) => all.items[*n].clone(),
        _ => panic!("entries alone"),
    });
    let shown = Details { items: items.collect(), ..Details::default() };
    assert_eq!(chosen.claims().subject, Subject::Record(shown));

    let again = Record { items: all.items.clone(), ..record() };
    let mut salt = 0;
    let signed = again.sign(&issuer(), &holder().public(), t(NOW), || {
        salt += 1;
        [salt; 16]
    });
    let Ok(again) = Checked::open(signed, &trust(), holds) else { panic!("what was read can be signed") };
    let Subject::Record(details) = &again.claims().subject else { panic!("a record stays one") };
    let known = all.items.iter().filter(|item| **item != Item::Unknown);
    assert!(details.items.iter().eq(known));
}

fn request(data: &[u8]) {
    let _ = Request::accept(&ScannedText::encode(data), t(NOW));
    if let Some(message) = repair::request(data)
        && let Ok(request) = Request::accept(&ScannedText::encode(&message), t(NOW))
    {
        assert!(request.holders().iter().all(|key| *key == holder().public() || *key == other_holder().public()));
    }
    if let Some(message) = repair::sign_again(data, &holder())
        && let Ok(request) = Request::accept(&ScannedText::encode(&message), t(NOW))
    {
        assert_eq!(request.holder(), &holder().public());
    }
}

/// Messages with good signatures, one after the other in an array, as an office hands them over.
fn delivery_of_passes(data: &[u8]) {
    assert!(Delivery::open(data.to_vec(), &trust_in_stranger(), |_| true).is_err());
    let Ok(items) = cbor::items(data, MAX_COPIES) else { return };
    let passes: Vec<_> = items.iter().filter_map(|item| repair::credential(item)).collect();
    let Ok(delivery) = Delivery::open(Delivery::pack(passes), &trust(), holds) else { return };
    assert!(delivery.copies().len() + usize::from(delivery.record().is_some()) == delivery.passes().len());
    assert!(delivery.passes().iter().all(|pass| pass.claims().holder.is_none_or(|key| holds(&key))));
    let chosen = Booklet::new(&delivery, &Uses::default()).next(t(NOW));
    assert!(chosen.is_none_or(|place| delivery.copies()[place].validity(t(NOW)) == Validity::Valid));
}

/// What a wallet wrote about uses comes back; anything else is nothing.
fn uses(data: &[u8]) {
    let Some(mut uses) = Uses::decode(data) else { return };
    assert_eq!(uses.encode(), data);
    let before = uses.times(3);
    uses.add(3, t(NOW));
    assert_eq!(Uses::decode(&uses.encode()).as_ref(), Some(&uses));
    assert_eq!(uses.times(3), before.saturating_add(1));
}

fn trust_list_of_anybody(data: &[u8]) {
    assert!(TrustList::authenticate(data, &Roots::any_of(&[stranger().public()])).is_err());
    if let Some(message) = repair::trust_list(data)
        && let Ok(list) = TrustList::authenticate(&message, &roots())
    {
        assert!(list.issued_at() < list.expires());
        list.keys().for_each(|key| assert!(list.candidates(key.key.id()).count() > 0));
    }
}

/// Compressed entries behind a byte for their width; whatever comes out is as long as it says, and changes lead where they say.
fn statuses(data: &[u8]) {
    let [bits, rest @ ..] = data else { return };
    let Some(list) = Statuses::inflate(*bits, rest) else { return };
    assert!(list.len() <= MAX_STATUS_BYTES * 8 / usize::from(*bits));
    assert_eq!(list.get(list.len() as u64), None);
    for (index, status) in list.entries().take(100) {
        assert_eq!(list.get(index as u64), Some(status));
    }
    if let Some(changed) = list.changed(rest) {
        assert_eq!(changed.len(), list.len());
    }
}

fn status_list(data: &[u8]) {
    assert!(StatusList::authenticate(data, &trust_in_stranger()).is_err());
    let Some(message) = repair::office_list(data) else { return };
    if let Ok(list) = StatusList::authenticate(&message, &trust()) {
        assert!(list.uri().starts_with(PREFIX) && list.issued_at() < list.expires());
    }
    let known = StatusList::authenticate(&own_status_list(), &trust()).expect("the office's own");
    let len = known.statuses().len();
    if let Ok(list) = known.updated(&message, &trust()) {
        assert_eq!(list.statuses().len(), len);
    }
}

fn snapshot(data: &[u8]) {
    let Some(message) = repair::office_list(data) else { return };
    let Ok(unverified) = UnverifiedSnapshot::parse(&message) else { return };
    let files = unverified.contents().files().count();
    if let Ok(snapshot) = unverified.authenticate(&trust()) {
        assert!(snapshot.contents().files().count() == files && snapshot.issued_at() < snapshot.expires());
    }
}

/// A bundle of anybody's, and one whose snapshot names the files that are there and whose signatures are good.
fn bundle(data: &[u8]) {
    let Some(bundle) = Bundle::parse(data) else { return };
    assert_eq!(bundle.encode(), data);
    assert!(Known::authenticate(bundle.clone(), &Roots::any_of(&[stranger().public()])).is_err());
    let [trust, list, deltas @ ..] = &bundle.files[..] else { return };
    let Some(trust) = repair::trust_list(trust) else { return };
    let Some(list) = repair::office_list(list) else { return };
    let deltas: Vec<_> = deltas.iter().filter_map(|delta| repair::office_list(delta)).take(30).collect();
    let listed = ListedStatus {
        uri: OWN_LIST.to_string(),
        list: FileName::of(&list),
        deltas: deltas.iter().map(|delta| FileName::of(delta)).collect(),
    };
    let contents = Contents { number: 9, trust: FileName::of(&trust), hand_overs: vec![], lists: vec![listed] };
    let snapshot = sign_snapshot(&issuer(), window(NOW - 60, NOW + 60), &contents);
    let files = [vec![trust, list], deltas].concat();
    if let Ok(known) = Known::authenticate(Bundle { snapshot, files }, &roots()) {
        let again = Known::authenticate(known.bundle().clone(), &roots());
        assert_eq!(again.as_ref(), Ok(&known));
        assert!(known.update(known.bundle().clone(), &roots(), t(NOW)).is_err());
    }
}

/// Lines as texts of filmed codes.
fn carried(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut receiver = Receiver::new();
    for line in text.lines() {
        match receiver.take(line) {
            Taken::Whole(bytes) => assert!((1..=MAX_CARRIED_BYTES).contains(&bytes.len())),
            Taken::Progress(progress) => assert!(progress.known < progress.pieces),
            Taken::NotAPart | Taken::Nothing | Taken::Broken => {}
        }
    }
}

/// A backup, or lines as texts of receive codes; what is taken is written and taken again.
fn backup(data: &[u8]) {
    if let Ok(backup) = Backup::parse(data) {
        let again = backup.encode().expect("it was that long");
        assert_eq!(Backup::parse(&again), Ok(backup));
    }
    for line in String::from_utf8_lossy(data).lines() {
        if let Ok(code) = ReceiveCode::accept(line, t(NOW)) {
            assert_eq!(ReceiveCode::accept(&code.encode(), t(NOW)), Ok(code));
        }
    }
}

/// A lock is written so that it is read again; no tries ask for more than the longest wait.
fn lock(data: &[u8]) {
    if let Some(lock) = Lock::parse(data) {
        assert_eq!(Lock::parse(&lock.encode()), Some(lock));
    }
    if let Some(tries) = Tries::parse(data) {
        assert!(tries.wait(t(NOW)) <= 300 && tries.and_one(t(NOW)).wait(t(NOW)) >= 1);
    }
}

/// A text by anybody, at a door that trusts somebody who never signed anything.
fn verify_text(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(text) = ScannedText::new(text) else { return };
    let report = report_by(&text, &trust_in_stranger(), &Policy::demonstration(), NOW);
    assert!(!is_accept(report.verdict) && report.shown.is_none());
    let _ = Request::accept(&text, t(NOW));
}

/// A message with its signatures made good, so that everything behind them is reached.
fn signed(data: &[u8]) {
    let Some(message) = repair::credential(data) else { return };
    let report = report(&ScannedText::encode(&message), &Policy::door(), NOW);
    if let Verdict::Accept(_) = report.verdict {
        let shown = report.shown.expect("an accept shows whom");
        assert!(!shown.specimen && shown.window.at(t(NOW)) == Validity::Valid);
    }
    if let Ok(kept) = Checked::open(message, &trust(), holds) {
        assert!(kept.claims().holder.is_none_or(|key| holds(&key)));
        let text = kept.present(&holder(), &Audience::door(), None, t(NOW)).expect("it is the phone's own");
        let verdict = crate::scene::report(&text, &Policy::demonstration(), NOW).verdict;
        let good = kept.claims().colour == Colour::Green
            && kept.claims().status.is_none()
            && kept.validity(t(NOW)) == Validity::Valid;
        // Wrapped in a live signature, a pass may grow past what one text holds.
        assert!(is_accept(verdict) == good || text.decode().is_err());
    }
}

fn stranger() -> IssuerKey {
    IssuerKey::from_seed(&[0xf5; 32])
}

fn trust_in_stranger() -> TrustList {
    static TRUST: LazyLock<TrustList> =
        LazyLock::new(|| trust_in(&[TrustedKey { key: stranger().public(), ..entry() }]));
    TRUST.clone()
}
