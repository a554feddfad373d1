//! No input panics, and no parser takes a message that was meant for another or that was touched on its way.

use proptest::prelude::*;
use tessera::backup::Backup;
#[cfg(feature = "carry")]
use tessera::carry::Receiver;
use tessera::claims::Claims;
use tessera::claims::redaction::disclose;
use tessera::holder::{CheckError, Delivery, Request, RequestError, Uses};
use tessera::id::{Audience, Initials, IssuerId, Name, Nonce};
use tessera::key::PublicKey;
use tessera::policy::{Policy, Rules, SignedRules};
use tessera::presentation::Unverified;
use tessera::time::Date;
use tessera::trust::{Bundle, Known, ListError, Statuses, TrustList, UnverifiedSnapshot, UpdateError};
use tessera::verifier::Verdict;
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::Sign1;
use tessera::wire::text::ScannedText;

use crate::scene::*;

/// What everybody who may be handed a message makes of it.
struct Answers {
    door: Verdict,
    wallet: Result<Delivery, CheckError>,
    office: Result<Request, RequestError>,
    list: Result<TrustList, ListError>,
    lists: Result<Known, UpdateError>,
}

/// Gives bytes to everything that reads bytes.
fn ask_all(message: &[u8]) -> Answers {
    let _ = Sign1::parse(message);
    let _ = Unverified::parse(message);
    let _ = PublicKey::from_bytes(message);
    let _ = Nonce::new(message);
    let _ = Bundle::parse(message);
    let _ = Uses::decode(message);
    let _ = Backup::parse(message);
    let _ = Rules::decode(message);
    let _ = SignedRules::authenticate(message, &trust(), t(NOW));
    let _ = Statuses::inflate(2, message);
    #[cfg(feature = "carry")]
    let _ = Receiver::new().take(&String::from_utf8_lossy(message));
    assert!(UnverifiedSnapshot::parse(message).map_or(true, |snapshot| snapshot.contents().files().count() > 0));
    if let Ok(value) = cbor::decode(message) {
        assert_eq!(value.encode(), message, "what is read is written as it was");
        let _ = PublicKey::from_cose(&value);
        let _ = Claims::parse(&value);
        let _ = disclose(value.clone(), None);
        let _ = disclose(value.clone(), Some(&value));
        let _ = Sign1::from_value(value.into_owned());
    }
    let text = ScannedText::encode(message);
    Answers {
        door: verdict(message),
        wallet: Delivery::open(message.to_vec(), &trust(), holds),
        office: Request::accept(&text, t(NOW)),
        list: TrustList::authenticate(message, &roots()),
        lists: Known::authenticate(Bundle { snapshot: message.to_vec(), files: own_lists().files }, &roots()),
    }
}

/// The types of message of this profile, and the two kinds of pass that a record makes.
fn messages() -> Vec<Vec<u8>> {
    vec![
        shown(delivery(), NOW),
        shown(record_delivery(), NOW),
        delivery(),
        record_delivery(),
        paper(),
        request(),
        booklet_request(),
        Delivery::pack(vec![delivery(), record_delivery()]),
        trust_list(&[entry()]),
        own_status_list(),
        own_status_delta(),
        own_lists().snapshot,
    ]
}

#[derive(Clone, Debug)]
enum Damage {
    Set(prop::sample::Index, u8),
    Insert(prop::sample::Index, u8),
    Delete(prop::sample::Index),
    Cut(prop::sample::Index),
    Copy(prop::sample::Index, prop::sample::Index, u8),
}

impl Damage {
    fn to(&self, message: &mut Vec<u8>) {
        if message.is_empty() {
            return;
        }
        let length = message.len();
        match self {
            Self::Set(at, byte) => message[at.index(length)] = *byte,
            Self::Insert(at, byte) => message.insert(at.index(length), *byte),
            Self::Delete(at) => drop(message.remove(at.index(length))),
            Self::Cut(at) => message.truncate(at.index(length)),
            Self::Copy(from, to, count) => {
                let from = from.index(length);
                let piece = message[from..length.min(from + usize::from(*count))].to_vec();
                let to = to.index(length);
                message.splice(to..to, piece);
            }
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        at().prop_map(Damage::Delete),
        at().prop_map(Damage::Cut),
        (at(), at(), 1..64u8).prop_map(|(from, to, count)| Damage::Copy(from, to, count)),
    ]
}

/// Bytes that begin as CBOR often does, so that the depths of the parsers are reached as well.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let head = prop_oneof![
        Just(vec![]),
        Just(vec![0xd2, 0x84]),
        Just(vec![0xa1]),
        Just(vec![0xd2, 0x84, 0x43]),
        Just(vec![0x82, 0xd2, 0x84])
    ];
    let byte = prop_oneof![any::<u8>(), 0x40..0x60u8, 0x80..0x84u8, 0xa0..0xa4u8, 0xc0..0xdcu8, Just(0x3b), Just(0x1b)];
    (head, proptest::collection::vec(byte, 0..200)).prop_map(|(head, tail)| [head, tail].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_bytes_make_anything_panic_or_pass(bytes in bytes()) {
        let answers = ask_all(&bytes);
        prop_assert!(!is_accept(answers.door));
        prop_assert!(answers.wallet.is_err() && answers.office.is_err() && answers.list.is_err());
        prop_assert!(answers.lists.is_err());
    }

    #[test]
    fn no_text_makes_anything_panic_or_pass(text in "(HP1:|hp1:|HP1%3A|)(\\PC{0,60}|[0-9A-Z $%*+./:-]{0,200}|%[0-9a-fA-F]{2}.{0,20})") {
        for text in [ScannedText::new(&text), ScannedText::from_fragment(&text)].into_iter().flatten() {
            prop_assert!(!is_accept(report(&text, &Policy::demonstration(), NOW).verdict));
            prop_assert!(Request::accept(&text, t(NOW)).is_err());
            prop_assert!(Delivery::receive_text(&text, &trust(), holds, t(NOW)).is_err());
        }
        let _ = (Name::new(&text), Initials::new(&text), IssuerId::new(&text), Audience::new(&text), Date::parse(&text));
        let _ = tessera::wire::base45::decode(&text);
    }

    #[test]
    fn a_message_touched_on_its_way_is_taken_by_nobody(
        which in any::<prop::sample::Index>(),
        damages in proptest::collection::vec(damage(), 1..4),
    ) {
        let messages = messages();
        let original = &messages[which.index(messages.len())];
        let mut touched = original.clone();
        damages.iter().for_each(|damage| damage.to(&mut touched));
        prop_assume!(!messages.contains(&touched));
        let answers = ask_all(&touched);
        prop_assert!(!is_accept(answers.door));
        prop_assert!(answers.office.is_err());
        prop_assert!(answers.list.is_err());
        prop_assert!(answers.lists.is_err());
        // Disclosures stand where no signature of the issuer covers them: a holder may withhold some, and add none.
        if let Ok(kept) = answers.wallet {
            let parsed = Sign1::parse(&touched).expect("it was just taken");
            let before = Sign1::parse(original).expect("it is one of ours");
            prop_assert_eq!(parsed.dangerous_payload(), before.dangerous_payload());
            prop_assert_eq!(kept.bytes(), &touched[..]);
        }
    }

    #[test]
    fn any_claims_that_the_office_might_sign_give_a_verdict(payload in bytes(), paper in any::<bool>()) {
        let kid = issuer().public().id();
        let headers = [
            (1, Value::int(-19)),
            (4, Value::bytes(kid.as_bytes())),
            (16, Value::Unsigned(if paper { 61 } else { 293 })),
        ];
        let message = signed_by_office(headers, Value::Map(vec![]), &payload);
        prop_assert!(!is_accept(ask_all(&message).door));
    }
}
