//! What a resident shows of a record, and what of it reaches a door.

mod scene;

use scene::{NOW, holder, holds, items, portrait, record, record_delivery, t, trust};
use tessera::claims::{Details, Part, Portrait, Subject};
use tessera::holder::{Checked, WrongKey};
use tessera::id::Audience;
use tessera::issuer::Record;
use tessera::key::HolderKey;
use tessera::limits::{MAX_PORTRAIT_BYTES, MAX_PRESENTATION_BYTES};
use tessera::policy::Policy;
use tessera::time::UnixTime;
use tessera::trust::{Lists, TimeFloor};
use tessera::verifier::{Refusal, Report, Verdict, verify, verify_message};
use tessera::wire::text::ScannedText;

fn kept() -> Checked {
    Checked::open(record_delivery(), &trust(), holds).expect("a good record")
}

fn shown(checked: &Checked, parts: &[Part]) -> Vec<u8> {
    let chosen = checked.choose(parts).expect("it is good");
    chosen.present(&holder(), &Audience::door(), None, t(NOW)).expect("its own key")
}

fn report(message: &[u8]) -> Report {
    verify_message(message, &Lists::of_keys(&trust(), TimeFloor::new(UnixTime::EPOCH)), &Policy::door(), t(NOW))
}

fn learned(message: &[u8]) -> Details {
    match report(message).shown.expect("it is authentic").subject {
        Subject::Record(details) => details,
        Subject::Hint { .. } => panic!("a record"),
    }
}

#[test]
fn a_wallet_sees_everything_and_shows_nothing_unless_it_is_chosen() {
    let kept = kept();
    let Subject::Record(all) = &kept.claims().subject else { panic!("a record") };
    assert_eq!((&all.items, &all.portrait), (&items(), &Some(portrait())));
    let text = kept.present(&holder(), &Audience::door(), None, t(NOW)).expect("its own key");
    assert_eq!(learned(&text.decode().expect("our own text")), Details::default());
    assert_eq!(learned(&shown(&kept, &[])), Details::default());
}

#[test]
fn an_identity_check_learns_name_and_birth_date_alone() {
    let Record { name, birth_date, .. } = record();
    let expected = Details { name: Some(name), birth_date: Some(birth_date), ..Details::default() };
    assert_eq!(learned(&shown(&kept(), &Part::IDENTITY)), expected);
}

#[test]
fn each_entry_is_shown_by_itself_and_by_its_own_number() {
    for (n, item) in items().into_iter().enumerate() {
        let expected = Details { items: vec![item], ..Details::default() };
        assert_eq!(learned(&shown(&kept(), &[Part::Item(n)])), expected);
    }
    assert_eq!(learned(&shown(&kept(), &[Part::Item(items().len())])), Details::default());
}

#[test]
fn a_record_is_shown_only_with_the_key_that_it_is_bound_to() {
    let chosen = kept().choose(&Part::IDENTITY).expect("it is good");
    let stranger = HolderKey::from_seed(&[0x77; 32]);
    assert_eq!(chosen.present(&stranger, &Audience::door(), None, t(NOW)), Err(WrongKey));
}

#[test]
fn a_portrait_of_the_largest_size_reaches_a_door_as_bytes_though_no_text_holds_it() {
    let file = [vec![0xff, 0xd8, 0xff], vec![9; MAX_PORTRAIT_BYTES - 3]].concat();
    let record = Record { portrait: Portrait::new(&file), ..record() };
    let mut salt = 0;
    let delivery = record.sign(&scene::issuer(), &holder().public(), t(NOW - 60), || {
        salt += 1;
        [salt; 16]
    });
    let checked = Checked::open(delivery, &trust(), holds).expect("a good record");
    let message = shown(&checked, &[Part::Portrait]);
    assert!(matches!(report(&message).verdict, Verdict::Accept(_)));
    assert_eq!(learned(&message).portrait.expect("chosen").as_bytes(), file);

    let text = ScannedText::encode(&message);
    let list = trust();
    let lists = Lists::of_keys(&list, TimeFloor::new(UnixTime::EPOCH));
    assert_eq!(verify(&text, &lists, &Policy::door(), t(NOW)).verdict, Verdict::Refuse(Refusal::Damaged));
    assert!(shown(&checked, &Part::IDENTITY).len() < 1_000, "what is not chosen takes no room");
}

#[test]
fn a_message_that_is_larger_than_any_record_is_not_read() {
    let report = report(&vec![0; MAX_PRESENTATION_BYTES + 1]);
    assert_eq!((report.verdict, report.shown), (Verdict::Refuse(Refusal::Damaged), None));
}
