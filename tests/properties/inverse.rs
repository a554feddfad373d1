//! Writing and reading are inverse.

use proptest::prelude::*;
use tessera::claims::{Colour, Details, Finding, Item, Method, Part, Portrait, Subject};
use tessera::holder::{Checked, Request};
use tessera::id::{Audience, Initials, IssuerId, Name, StatusReference};
use tessera::issuer::{DoorPass, Record};
use tessera::key::{HolderKey, IssuerKey};
use tessera::limits::{
    MAX_CREDENTIAL_ID, MAX_RULES_BYTES, MAX_STRETCH_LANES, MAX_STRETCH_MEMORY, MAX_STRETCH_PASSES, MAX_TEST_AGE,
};
use tessera::lock::{Lock, Passkey, Stretch, Tries, Way, Wrapped};
use tessera::policy::{Colours, Policy, Rules};
use tessera::time::{Date, UnixTime, Window};
use tessera::trust::{Lists, MaySign, Roots, TimeFloor, TrustList, TrustedKey, sign_trust_list};
use tessera::verifier::verify_message;
use tessera::wire::cbor::{self, Float, Value};
use tessera::wire::text::ScannedText;
use tessera::wire::{base45, cose};

use crate::scene::*;

fn value() -> impl Strategy<Value = Value<'static>> {
    let float = prop_oneof![
        any::<u16>().prop_map(Float::Half),
        any::<u32>().prop_map(Float::Single),
        any::<u64>().prop_map(Float::Double),
    ];
    let leaf = prop_oneof![
        any::<u64>().prop_map(Value::Unsigned),
        any::<u64>().prop_map(Value::Negative),
        proptest::collection::vec(any::<u8>(), 0..40).prop_map(|bytes| Value::Bytes(bytes.into())),
        ".{0,20}".prop_map(|text| Value::Text(text.into())),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::Null),
        Just(Value::Undefined),
        prop_oneof![0..20u8, 32..=255u8].prop_map(Value::Simple),
        float.prop_map(Value::Float),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let keys = prop_oneof![any::<i64>().prop_map(Value::int), ".{0,8}".prop_map(|text| Value::Text(text.into()))];
        let entries = proptest::collection::btree_map(keys.prop_map(|key| key.encode()), inner.clone(), 0..6);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            entries.prop_map(|entries| {
                let key = |bytes: &[u8]| cbor::decode(bytes).expect("just encoded").into_owned();
                Value::map(entries.into_iter().map(|(bytes, value)| (key(&bytes), value)).collect::<Vec<_>>())
            }),
            (any::<u64>(), inner).prop_map(|(tag, inner)| Value::Tag(tag, Box::new(inner))),
        ]
    })
}

fn moment() -> impl Strategy<Value = UnixTime> {
    (0..=1u64 << 53).prop_map(t)
}

fn span() -> impl Strategy<Value = Window> {
    (moment(), moment()).prop_filter_map("ordered times", |(a, b)| Window::new(a.min(b), a.max(b)))
}

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        "[A-Za-z'-]{1,20}",
        "\\p{Han}{1,8}",
        "[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}",
        "[א-ת]{1,9}",
        "<[a-z]{1,9}>&\"/"
    ]
    .prop_filter_map("a name that shows", |text| Name::new(&text).ok())
}

fn day() -> impl Strategy<Value = Date> {
    (1..=9999u32, 1..=12u8, 1..=31u8).prop_filter_map("a day that exists", |(y, m, d)| Date::new(y, m, d))
}

fn door_pass() -> impl Strategy<Value = DoorPass> {
    let initials = prop_oneof!["[A-Z]{1,8}", "\\p{Han}{1,3}"].prop_filter_map("they show", |s| Initials::new(&s).ok());
    let colour = prop_oneof![Just(Colour::Green), Just(Colour::Yellow), Just(Colour::Red)];
    let status = proptest::option::of((any::<u64>(), "https://[a-z]{1,20}/[0-9]{1,3}"));
    (initials, 1850..=2200u16, colour, span(), status, any::<[bool; 2]>()).prop_map(
        |(initials, birth_year, colour, window, status, [specimen, guardian])| DoorPass {
            issuer: IssuerId::new("demo").expect("short"),
            initials,
            birth_year,
            colour,
            window,
            status: status.map(|(index, uri)| StatusReference { index, uri }),
            specimen,
            guardian,
        },
    )
}

/// A day that a record counts from 1970.
fn recent_day() -> impl Strategy<Value = Date> {
    (0..2_900_000u64).prop_filter_map("a day that exists", Date::from_days_since_1970)
}

fn item() -> impl Strategy<Value = Item> {
    let (methods, findings) = (proptest::sample::select(Method::ALL), proptest::sample::select(Finding::ALL));
    let test = (methods, findings, moment(), name()).prop_map(|(method, finding, sampled_at, place)| Item::Test {
        method,
        finding,
        sampled_at,
        place,
    });
    let vaccination = (name(), proptest::option::of(name()), 1..=20u8, 1..=20u8, recent_day()).prop_map(
        |(against, product, a, b, date)| Item::Vaccination { against, product, dose: a.min(b), doses: a.max(b), date },
    );
    let recovery = (recent_day(), recent_day()).prop_map(|(a, b)| Item::Recovery { from: a.min(b), until: a.max(b) });
    let appointment = (moment(), name(), name()).prop_map(|(begins_at, place, purpose)| Item::Appointment {
        begins_at,
        place,
        purpose,
    });
    prop_oneof![test, vaccination, recovery, appointment]
}

fn portrait() -> impl Strategy<Value = Portrait> {
    proptest::collection::vec(any::<u8>(), 0..300)
        .prop_filter_map("a picture", |rest| Portrait::new(&[vec![0xff, 0xd8, 0xff], rest].concat()))
}

fn record() -> impl Strategy<Value = Record> {
    let items = proptest::collection::vec(item(), 0..8);
    (door_pass(), name(), day(), items, proptest::option::of(portrait()))
        .prop_map(|(pass, name, birth_date, items, portrait)| Record { pass, name, birth_date, items, portrait })
}

fn signed(record: &Record, mut salt: [u8; 16]) -> Vec<u8> {
    record.sign(&issuer(), &holder().public(), record.pass.window.not_before(), || {
        salt[0] = salt[0].wrapping_add(1);
        salt
    })
}

fn everything(record: Record) -> Details {
    let Record { name, birth_date, items, portrait, .. } = record;
    Details { name: Some(name), birth_date: Some(birth_date), items, portrait }
}

/// A list on which the office's key is good for ever.
fn trust_for_ever() -> TrustList {
    trust_in(&[TrustedKey { window: window(0, 1 << 53), ..entry() }])
}

fn lock() -> impl Strategy<Value = Lock> {
    let wrapped = || {
        let parts = (any::<[u8; 32]>(), any::<[u8; 12]>(), any::<[u8; 24]>());
        parts.prop_map(|(salt, iv, half)| {
            let mut key = [0; 48];
            key[..24].copy_from_slice(&half);
            Wrapped { salt, iv, key }
        })
    };
    let numbers = (1..=MAX_STRETCH_MEMORY, 1..=MAX_STRETCH_PASSES, 1..=MAX_STRETCH_LANES, any::<[u8; 16]>());
    let stretch = numbers.prop_map(|(memory, passes, lanes, salt)| Stretch { memory, passes, lanes, salt });
    let credential = proptest::collection::vec(any::<u8>(), 0..=MAX_CREDENTIAL_ID);
    let passkey = (credential, any::<[u8; 32]>()).prop_map(|(credential, salt)| Passkey { credential, salt });
    let passphrase = (stretch.prop_map(Way::Passphrase), wrapped());
    let passkey = (passkey.prop_map(Way::Passkey), wrapped());
    (passphrase, passkey, 0..3).prop_map(|(passphrase, passkey, which)| {
        let ways = match which {
            0 => vec![passphrase],
            1 => vec![passkey],
            _ => vec![passkey, passphrase],
        };
        Lock::new(ways).expect("one of a kind")
    })
}

fn door_rules() -> impl Strategy<Value = Rules> {
    let colours = (1..8u8).prop_map(|bits| {
        let chosen = Colour::ALL.into_iter().filter(move |colour| bits >> colour.to_u64() & 1 == 1);
        chosen.fold(Colours::NONE, Colours::with)
    });
    let issuer = name().prop_filter_map("an identifier", |name| IssuerId::new(name.as_str()).ok());
    let names = (proptest::collection::vec(name(), 0..=16), proptest::collection::vec(issuer, 0..=16));
    let age = proptest::option::of(1..=MAX_TEST_AGE);
    (proptest::option::of(name()), colours, any::<[bool; 2]>(), names, age)
        .prop_map(|(name, colours, [accepts_paper, accepts_specimens], (regions, issuers), max_test_age)| Rules {
            name,
            colours,
            accepts_paper,
            accepts_specimens,
            regions,
            issuers,
            max_test_age,
        })
        .prop_filter("what fits", |rules| rules.encode().len() <= MAX_RULES_BYTES)
}

proptest! {
    #[test]
    fn rules_are_read_as_they_were_written(rules in door_rules()) {
        prop_assert_eq!(Rules::decode(&rules.encode()), Some(rules));
    }

    #[test]
    fn a_lock_is_read_as_it_was_written(lock in lock()) {
        prop_assert_eq!(Lock::parse(&lock.encode()), Some(lock));
    }

    #[test]
    fn tries_are_read_as_they_were_written(count in 0..20_usize, last in 0..4_000_000_000_u64) {
        let at = UnixTime::new(last).expect("small");
        let tries = (0..count).fold(Tries::default(), |tries, _| tries.and_one(at));
        prop_assert_eq!(Tries::parse(&tries.encode()), Some(tries));
        prop_assert!(tries.wait(at) <= 300);
    }

    #[test]
    fn any_cbor_value_is_read_as_it_was_written(value in value()) {
        let bytes = value.encode();
        prop_assert_eq!(cbor::decode(&bytes), Ok(value));
    }

    #[test]
    fn any_float_is_the_same_number_in_its_shortest_spelling(bits in any::<u64>(), narrow in any::<u32>()) {
        for float in [Float::Double(bits), Float::Single(narrow), Float::Half(narrow as u16)] {
            let shortest = float.shortest();
            prop_assert_eq!(shortest.shortest(), shortest);
            let (a, b) = (float.to_f64(), shortest.to_f64());
            prop_assert!(a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan());
        }
    }

    #[test]
    fn any_bytes_come_back_from_their_text_and_from_the_fragment_of_a_link(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_eq!(base45::decode(&base45::encode(&bytes)), Ok(bytes.clone()));
        let text = ScannedText::encode(&bytes);
        prop_assert_eq!(text.decode(), Ok(bytes));
        prop_assert_eq!(ScannedText::new(text.as_str()), Ok(text.clone()));
        prop_assert_eq!(ScannedText::from_fragment(&text.to_fragment()), Ok(text.clone()));
        let escaped: String = text.as_str().bytes().map(|byte| format!("%{byte:02x}")).collect();
        prop_assert_eq!(ScannedText::from_fragment(&escaped), Ok(text));
    }

    #[test]
    fn one_message_has_one_text(text in "[0-9A-Z $%*+./:-]{0,30}") {
        if let Ok(bytes) = base45::decode(&text) {
            prop_assert_eq!(base45::encode(&bytes), text);
        }
    }

    #[test]
    fn a_signed_message_is_parsed_into_what_was_signed(payload in proptest::collection::vec(any::<u8>(), 0..100)) {
        let key = issuer();
        let bytes = signed_by_office([(1, Value::int(-19))], Value::Map(vec![]), &payload);
        let message = cose::Sign1::parse(&bytes).expect("just made");
        prop_assert_eq!(message.verify(&key.public()), Ok(&payload[..]));
    }

    #[test]
    fn a_pass_says_what_the_office_put_in(pass in door_pass(), paper in any::<bool>()) {
        let bytes = if paper { pass.sign_paper(&issuer()) } else { pass.sign_live(&issuer(), &holder().public()) };
        let checked = Checked::open(bytes.clone(), &trust_for_ever(), holds).expect("a good pass");
        let claims = checked.claims();
        prop_assert_eq!(checked.bytes(), &bytes[..]);
        prop_assert_eq!(claims.holder, (!paper).then(|| holder().public()));
        prop_assert_eq!(&claims.subject, &Subject::Hint { initials: pass.initials.clone(), birth_year: pass.birth_year });
        prop_assert_eq!((claims.window, claims.colour), (pass.window, pass.colour));
        prop_assert_eq!((claims.specimen, claims.guardian), (pass.specimen, pass.guardian));
        prop_assert_eq!(&claims.status, &pass.status);
        prop_assert_eq!(&claims.issuer, &pass.issuer);
    }

    #[test]
    fn a_record_says_what_the_office_put_in(record in record(), salt in any::<[u8; 16]>()) {
        let checked = Checked::open(signed(&record, salt), &trust_for_ever(), holds).expect("a good record");
        let issued_at = record.pass.window.not_before();
        prop_assert_eq!(&checked.claims().subject, &Subject::Record(everything(record)));
        prop_assert_eq!(checked.claims().issued_at, Some(issued_at));
    }

    #[test]
    fn of_a_record_exactly_what_was_chosen_is_in_the_code_and_the_rest_is_not_even_in_its_bytes(
        record in record(),
        salt in any::<[u8; 16]>(),
        switches in any::<u64>(),
    ) {
        let list = trust_for_ever();
        let at = record.pass.window.not_before();
        let bytes = signed(&record, salt);
        let checked = Checked::open(bytes.clone(), &list, holds).expect("a good record");
        let all = everything(record);
        let parts: Vec<_> = all.parts().into_iter().enumerate().filter(|(n, _)| switches >> n & 1 == 1).map(|(_, part)| part).collect();
        let has = |part| parts.contains(&part);
        let expected = Details {
            name: all.name.clone().filter(|_| has(Part::Name)),
            birth_date: all.birth_date.filter(|_| has(Part::BirthDate)),
            items: all.items.iter().enumerate().filter(|(n, _)| has(Part::Item(*n))).map(|(_, item)| item.clone()).collect(),
            portrait: all.portrait.clone().filter(|_| has(Part::Portrait)),
        };
        let chosen = checked.choose(&parts).expect("it is good");
        prop_assert_eq!(&chosen.claims().subject, &Subject::Record(expected.clone()));

        let message = chosen.present(&holder(), &Audience::door(), None, at).expect("its own key");
        let report = verify_message(&message, &Lists::of_keys(&list, TimeFloor::new(UnixTime::EPOCH)), &Policy::door(), at);
        if let Some(shown) = report.shown {
            prop_assert_eq!(shown.subject, Subject::Record(expected));
        }
        let original = cose::Sign1::parse(&bytes).expect("a message");
        let disclosures = original.unprotected(17).and_then(Value::as_array).expect("an office gives all");
        let inside = |disclosure: &[u8]| message.windows(disclosure.len()).any(|window| window == disclosure);
        let found = disclosures.iter().filter(|disclosure| inside(disclosure.as_bytes().expect("bytes"))).count();
        prop_assert_eq!(found, parts.len());
    }

    #[test]
    fn a_request_names_the_key_that_made_it(seed in any::<[u8; 32]>(), at in moment()) {
        let key = HolderKey::from_seed(&seed);
        let request = Request::accept(&Request::make(&key, at), at).expect("a good request");
        prop_assert_eq!((request.holder(), request.issued_at()), (&key.public(), at));
    }

    #[test]
    fn a_trust_list_lists_what_the_root_signed(
        number in any::<u64>(),
        time in span(),
        keys in proptest::collection::vec((any::<[u8; 32]>(), name(), name(), span(), 0..8u8), 0..6),
    ) {
        let keys: Vec<_> = keys.into_iter().map(|(seed, name, region, window, purposes)| TrustedKey {
            issuer: IssuerId::new(name.as_str()).expect("a name"),
            name,
            region,
            window,
            key: IssuerKey::from_seed(&seed).public(),
            may_sign: MaySign::ALL.into_iter().enumerate().filter(|(n, _)| purposes >> n & 1 == 1).map(|(_, p)| p).collect(),
            retired_from: None,
            compromised_from: None,
            status_prefix: None,
        }).collect();
        let bytes = sign_trust_list(&[&root()], number, time, &keys, None);
        let list = TrustList::authenticate(&bytes, &Roots::any_of(&[holder().public(), root().public()])).expect("a good list");
        prop_assert_eq!((list.number(), list.issued_at(), list.expires()), (number, time.not_before(), time.expires()));
        prop_assert_eq!(list.keys().cloned().collect::<Vec<_>>(), keys);
    }
}
