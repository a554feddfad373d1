//! What a wallet hands on is what the later one takes, and nothing else is taken.

use proptest::prelude::*;
use tessera::backup::{Backup, Kept, KeptKeys, Person, ReceiveCode};
use tessera::id::Name;
use tessera::key::HolderKey;
use tessera::time::UnixTime;

fn moment() -> impl Strategy<Value = UnixTime> {
    (0..=1_u64 << 53).prop_filter_map("a moment", UnixTime::new)
}

fn bytes(lengths: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), lengths)
}

fn backup() -> impl Strategy<Value = Backup> {
    let name = "\\PC{1,20}".prop_filter_map("it shows", |text| Name::new(&text).ok());
    let people = proptest::collection::btree_set(name, 0..5).prop_flat_map(|names| {
        let names: Vec<_> = names.into_iter().collect();
        proptest::collection::vec(any::<u64>(), names.len()).prop_map(move |places| {
            let people = names.clone().into_iter().zip(places);
            people.map(|(name, place)| Person { name, place }).collect::<Vec<_>>()
        })
    });
    let pass = (bytes(1..300), moment(), any::<Option<prop::sample::Index>>(), proptest::option::of(bytes(0..20)));
    let key = (proptest::collection::vec(any::<[u8; 32]>(), 1..4), moment());
    let (passes, keys) = (proptest::collection::vec(pass, 0..6), proptest::collection::vec(key, 0..6));
    (moment(), people, passes, keys).prop_map(|(made_at, people, passes, keys)| {
        let count = people.len();
        let passes = passes.into_iter().map(|(content, at, person, uses)| {
            let person = person.filter(|_| count > 0).map(|person| person.index(count));
            Kept { content, at, person, uses }
        });
        let keys =
            keys.into_iter().map(|(seeds, at)| KeptKeys { keys: seeds.iter().map(HolderKey::from_seed).collect(), at });
        Backup { made_at, passes: passes.collect(), keys: keys.collect(), people }
    })
}

proptest! {
    #[test]
    fn a_backup_is_read_as_it_was_written_and_not_when_it_breaks_off(backup in backup(), cut in any::<prop::sample::Index>()) {
        let bytes = backup.encode().expect("it fits");
        prop_assert!(Backup::parse(&bytes[..cut.index(bytes.len())]).is_err());
        prop_assert_eq!(Backup::parse(&bytes), Ok(backup));
    }

    #[test]
    fn whatever_is_taken_is_written_as_it_was(backup in backup(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = backup.encode().expect("it fits").to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(taken) = Backup::parse(&bytes) {
            let again = taken.encode().expect("it was that long");
            prop_assert_eq!(Backup::parse(&again), Ok(taken));
        }
    }

    #[test]
    fn a_receive_code_names_whom_it_is_for(body in "[a-z0-9]{58}", at in moment()) {
        let code = ReceiveCode::new(&format!("age1{body}"), at).expect("a recipient");
        prop_assert_eq!(ReceiveCode::accept(&code.encode(), at), Ok(code));
    }

    #[test]
    fn no_text_makes_a_receive_code_panic(text in "(HM1:|hm1:|)(\\PC{0,60}|[0-9A-Z $%*+./:-]{0,200})") {
        let _ = ReceiveCode::accept(&text, UnixTime::EPOCH);
    }
}
