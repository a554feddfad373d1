//! What is fuzzed, and what must hold for every input.

use std::sync::LazyLock;

use tessera::claims::redaction::{disclose, disclosure_hash};
use tessera::claims::{Claims, Colour};
use tessera::holder::{Checked, Request};
use tessera::id::{Audience, Name};
use tessera::key::{IssuerKey, PublicKey};
use tessera::policy::Policy;
use tessera::presentation::Unverified;
use tessera::time::Validity;
use tessera::trust::{Roots, TrustList, TrustedKey};
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

pub const TARGETS: [Target; 9] = [
    Target { name: "cbor", seeds: "cbor", run: cbor_item },
    Target { name: "text", seeds: "text", run: text },
    Target { name: "cose", seeds: "message", run: cose },
    Target { name: "credential", seeds: "message", run: credential },
    Target { name: "redaction", seeds: "redaction", run: redaction },
    Target { name: "request", seeds: "message", run: request },
    Target { name: "trust", seeds: "message", run: trust_list_of_anybody },
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

fn request(data: &[u8]) {
    let _ = Request::accept(&ScannedText::encode(data), t(NOW));
    if let Some(message) = repair::sign_again(data, &holder())
        && let Ok(request) = Request::accept(&ScannedText::encode(&message), t(NOW))
    {
        assert_eq!(request.holder(), &holder().public());
    }
}

fn trust_list_of_anybody(data: &[u8]) {
    assert!(TrustList::authenticate(data, &Roots::any_of(&[stranger().public()])).is_err());
    if let Some(message) = repair::sign_again(data, &root())
        && let Ok(list) = TrustList::authenticate(&message, &roots())
    {
        assert!(list.issued_at() < list.expires());
        list.keys().for_each(|key| assert!(list.candidates(key.key.id()).count() > 0));
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
