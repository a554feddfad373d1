//! From the office's signature to the door's verdict.

mod scene;

use scene::{NOW, holder, issuer, t, trust};
use tessera::claims::Colour;
use tessera::holder::{CheckError, Checked, Request};
use tessera::issuer::DoorPass;
use tessera::key::IssuerKey;
use tessera::policy::Policy;
use tessera::verifier::{Doubt, Refusal, Verdict};
use tessera::wire::text::ScannedText;

fn pass(colour: Colour) -> DoorPass {
    DoorPass { colour, ..scene::pass() }
}

fn shown(pass: &DoorPass, at: u64) -> ScannedText {
    ScannedText::encode(&scene::shown(pass.sign_live(&issuer(), &holder().public()), at))
}

fn verdict(text: &ScannedText, at: u64) -> Verdict {
    scene::report(text, &Policy::door(), at).verdict
}

#[test]
fn a_green_pass_shown_live_is_accepted_and_a_minute_later_it_is_not_live_any_more() {
    let text = shown(&pass(Colour::Green), NOW);
    assert!(matches!(verdict(&text, NOW), Verdict::Accept(_)));
    assert!(matches!(verdict(&text, NOW + 60), Verdict::Accept(_)));
    assert_eq!(verdict(&text, NOW + 61), Verdict::Refuse(Refusal::OldCode));
    assert_eq!(verdict(&text, NOW - 61), Verdict::Refuse(Refusal::ClocksDiffer));
}

#[test]
fn yellow_and_red_are_refused() {
    for colour in [Colour::Yellow, Colour::Red] {
        assert_eq!(verdict(&shown(&pass(colour), NOW), NOW), Verdict::Refuse(Refusal::NotGreen));
    }
}

#[test]
fn a_specimen_is_refused_at_a_real_door() {
    let specimen = DoorPass { specimen: true, ..pass(Colour::Green) };
    assert_eq!(verdict(&shown(&specimen, NOW), NOW), Verdict::Refuse(Refusal::Specimen));
}

#[test]
fn a_delivery_shown_at_a_door_is_refused_since_nobody_signed_it_just_now() {
    let text = ScannedText::encode(&pass(Colour::Green).sign_live(&issuer(), &holder().public()));
    assert_eq!(verdict(&text, NOW), Verdict::Refuse(Refusal::NotLive));
}

#[test]
fn paper_is_accepted_as_it_stands() {
    let text = ScannedText::encode(&pass(Colour::Green).sign_paper(&issuer()));
    assert!(matches!(verdict(&text, NOW), Verdict::Accept(_)));
}

#[test]
fn a_pass_signed_by_an_unlisted_key_is_refused() {
    let text = ScannedText::encode(&pass(Colour::Green).sign_paper(&IssuerKey::from_seed(&[9; 32])));
    assert_eq!(verdict(&text, NOW), Verdict::Refuse(Refusal::UnknownIssuer));
}

#[test]
fn a_clock_behind_the_floor_and_stale_lists_leave_the_verdict_open() {
    let text = ScannedText::encode(&pass(Colour::Green).sign_paper(&issuer()));
    assert_eq!(verdict(&text, NOW - 10_000), Verdict::Undetermined(Doubt::ClockBehind));
    assert_eq!(verdict(&text, NOW + 48 * 3_600), Verdict::Undetermined(Doubt::ListsStale));
}

#[test]
fn a_wallet_takes_no_pass_that_is_bound_to_another_key() {
    let delivery = ScannedText::encode(&pass(Colour::Green).sign_live(&issuer(), &holder().public()));
    assert_eq!(Checked::receive(&delivery, &trust(), |_| false, t(NOW)), Err(CheckError::NotForThisWallet));
}

#[test]
fn a_request_proves_that_the_wallet_holds_its_key() {
    let request = Request::make(&holder(), t(NOW));
    assert_eq!(Request::accept(&request, t(NOW)).map(|request| *request.holder()), Ok(holder().public()));
}
