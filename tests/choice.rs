//! Rules that a door's keeper chose: how long they hold, and what a device keeps of them.

mod scene;

use scene::*;
use tessera::claims::Colour;
use tessera::limits::{CLOCK_TOLERANCE, RULES_STAY};
use tessera::policy::{Choice, Lapse, Origin, Rules, RulesError, sign_rules};

fn own() -> Rules {
    Rules { colours: Rules::door().colours.with(Colour::Yellow), accepts_paper: false, ..Rules::door() }
}

fn signed(until: u64) -> Vec<u8> {
    sign_rules(&issuer(), &entry().issuer, window(NOW - 60, until), &own())
}

fn in_force(choice: &Choice, at: u64) -> Result<(Rules, Origin), Lapse> {
    choice.in_force(&Rules::door(), &trust(), t(at))
}

#[test]
fn the_rules_of_the_installation_hold_for_ever() {
    assert_eq!(in_force(&Choice::Installation, NOW), Ok((Rules::door(), Origin::Installation)));
    assert_eq!(in_force(&Choice::Installation, NOW + 10 * RULES_STAY), Ok((Rules::door(), Origin::Installation)));
    assert_eq!(Choice::default().to_text(), None);
}

#[test]
fn own_rules_hold_for_two_days_to_the_second_and_can_be_chosen_again() {
    let choice = Choice::Own(own(), t(NOW));
    let until = NOW + RULES_STAY;
    for at in [NOW, until - 1, NOW - CLOCK_TOLERANCE] {
        assert_eq!(in_force(&choice, at), Ok((own(), Origin::Own(t(until)))));
    }
    for at in [until, NOW - CLOCK_TOLERANCE - 1] {
        assert_eq!(in_force(&choice, at), Err(Lapse::Old));
    }
    assert_eq!(in_force(&choice.again(t(until)), until).map(|(rules, _)| rules), Ok(own()));
}

#[test]
fn rules_of_an_office_are_authenticated_each_time_and_end_with_whichever_ends_first() {
    let choice = Choice::Signed(signed(NOW + 3_600), t(NOW));
    let office = entry().name;
    assert_eq!(in_force(&choice, NOW), Ok((own(), Origin::Signed(office.clone(), t(NOW + 3_600)))));
    assert_eq!(in_force(&choice, NOW + 3_600), Err(Lapse::Signed(RulesError::Expired)));
    let long = Choice::Signed(signed(NOW + 864_000), t(NOW));
    assert_eq!(in_force(&long, NOW), Ok((own(), Origin::Signed(office, t(NOW + RULES_STAY)))));
    assert_eq!(in_force(&long, NOW + RULES_STAY), Err(Lapse::Old));
    // An office that was taken off the list since has no say any more.
    let without = trust_in(&[]);
    let gone = long.in_force(&Rules::door(), &without, t(NOW));
    assert_eq!(gone, Err(Lapse::Signed(RulesError::NotSigned)));
}

#[test]
fn what_a_device_keeps_is_read_as_it_was_written_and_anything_else_is_no_choice() {
    for choice in [Choice::Own(own(), t(NOW)), Choice::Signed(signed(NOW + 60), t(NOW))] {
        let text = choice.to_text().expect("a choice");
        assert_eq!(Choice::of_text(&text), Some(choice.clone()));
        for broken in [&text[1..], &text[..text.len() - 1], &text.replace(' ', ""), &text.replacen("17", "-1", 1)] {
            assert_ne!(Choice::of_text(broken), Some(choice.clone()), "{broken}");
        }
    }
    for text in ["", "own", "own 1", "own 1 ", "own x 00", "other 1 00", "own 99999999999999999999 00"] {
        assert_eq!(Choice::of_text(text), None, "{text}");
    }
}
