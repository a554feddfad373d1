//! The alarm for a pass that is shown twice in a row: what it knows again, and for how long.

mod scene;

use scene::*;
use tessera::claims::Part;
use tessera::holder::Checked;
use tessera::id::{Audience, Initials};
use tessera::issuer::DoorPass;
use tessera::limits::{MAX_RECENT, RECENT_STAYS};
use tessera::verifier::Recent;

fn recent() -> Recent {
    Recent::new([7; 32])
}

#[test]
fn a_pass_is_known_again_although_its_code_has_changed() {
    let mut recent = recent();
    let [first, second] = [shown(delivery(), NOW), shown(delivery(), NOW + 30)];
    assert_ne!(first, second);
    let mark = recent.mark(&first).expect("a presentation");
    assert_eq!(recent.seconds_since(mark, t(NOW)), None);
    recent.note(mark, t(NOW));
    assert_eq!(recent.seconds_since(recent.mark(&second).expect("a presentation"), t(NOW + 30)), Some(30));
}

#[test]
fn a_record_is_known_again_whatever_of_it_is_shown() {
    let recent = recent();
    let checked = Checked::open(record_delivery(), &trust(), holds).expect("a good record");
    let shown = |parts: &[Part], at| {
        let chosen = checked.choose(parts).expect("parts of it");
        chosen.present(&holder(), &Audience::door(), None, t(at)).expect("its key")
    };
    let all = [vec![], Part::IDENTITY.to_vec(), vec![Part::Item(0)]].map(|parts| shown(&parts, NOW));
    let marks = all.each_ref().map(|shown| recent.mark(shown));
    assert!(marks[0].is_some());
    assert!(marks.iter().all(|mark| *mark == marks[0]));
    // What is shown of it is told apart, and stays the same while its code changes.
    let showings = all.each_ref().map(|shown| recent.mark_of_showing(shown));
    assert!(showings[0] != showings[1] && showings[1] != showings[2] && showings[0] != showings[2]);
    assert_eq!(recent.mark_of_showing(&shown(&[], NOW + 15)), showings[0]);
}

#[test]
fn another_pass_is_another_and_so_is_the_same_at_another_door() {
    let other = DoorPass { initials: Initials::new("ZZ").expect("short"), ..pass() };
    let other = shown(other.sign_live(&issuer(), &holder().public()), NOW);
    let own = shown(delivery(), NOW);
    assert_ne!(recent().mark(&own), recent().mark(&other));
    assert_ne!(recent().mark(&own), Recent::new([8; 32]).mark(&own));
    assert!(recent().mark(&paper()).is_some());
    assert_eq!(recent().mark(&trust_list(&[entry()])), None);
    assert_eq!(recent().mark(&[]), None);
}

#[test]
fn it_is_forgotten_to_the_second_and_a_clock_that_was_turned_back_keeps_nothing_longer() {
    let mut recent = recent();
    let mark = recent.mark(&shown(delivery(), NOW)).expect("a presentation");
    recent.note(mark, t(NOW));
    assert_eq!(recent.seconds_since(mark, t(NOW + RECENT_STAYS - 1)), Some(RECENT_STAYS - 1));
    assert_eq!(recent.seconds_since(mark, t(NOW + RECENT_STAYS)), None);
    recent.forget(t(NOW + RECENT_STAYS));
    assert!(recent.is_empty());
    recent.note(mark, t(NOW));
    recent.forget(t(NOW - 1));
    assert!(recent.is_empty());
}

#[test]
fn it_holds_no_more_than_its_bound_and_the_oldest_goes_first() {
    let mut recent = recent();
    let marks: Vec<_> = (0..=MAX_RECENT)
        .map(|n| {
            let initials = Initials::new(&format!("N{n}")).expect("short");
            let paper = DoorPass { initials, ..pass() }.sign_paper(&issuer());
            recent.mark(&paper).expect("a presentation")
        })
        .collect();
    for mark in &marks {
        recent.note(*mark, t(NOW));
    }
    assert_eq!(recent.len(), MAX_RECENT);
    assert_eq!(recent.seconds_since(marks[0], t(NOW)), None);
    assert_eq!(recent.seconds_since(marks[1], t(NOW)), Some(0));
    recent.note(marks[1], t(NOW + 1));
    assert_eq!(recent.len(), MAX_RECENT, "the same once");
}
