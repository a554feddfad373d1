//! From the office's signature to the door's verdict.

use tessera::claims::Colour;
use tessera::holder::{CheckError, Checked, Request};
use tessera::id::{Audience, Initials, IssuerId, Name};
use tessera::issuer::DoorPass;
use tessera::key::{HolderKey, IssuerKey, RootKey};
use tessera::policy::Policy;
use tessera::time::{UnixTime, Window};
use tessera::trust::{Lists, MaySign, TimeFloor, TrustList, TrustedKey, sign_trust_list};
use tessera::verifier::{Doubt, Refusal, Verdict, verify};
use tessera::wire::text::ScannedText;

const NOW: u64 = 1_795_000_000;

fn t(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time of the tests")
}

fn issuer() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

fn holder() -> HolderKey {
    HolderKey::from_seed(&[3; 32])
}

fn trust() -> TrustList {
    let root = RootKey::from_seed(&[1; 32]);
    let key = TrustedKey {
        issuer: IssuerId::new("demo").expect("short"),
        name: Name::new("Demo Health Office").expect("short"),
        region: Name::new("Demo").expect("short"),
        window: Window::new(t(NOW - 1_000_000), t(NOW + 10_000_000)).expect("ordered"),
        key: issuer().public(),
        may_sign: MaySign::ALL.to_vec(),
    };
    let window = Window::new(t(NOW - 3_600), t(NOW + 1_000_000)).expect("ordered");
    let bytes = sign_trust_list(&root, 1, window, &[key]);
    TrustList::authenticate(&bytes, &[root.public()]).expect("signed by the pinned root")
}

fn pass(colour: Colour) -> DoorPass {
    DoorPass {
        issuer: IssuerId::new("demo").expect("short"),
        initials: Initials::new("LM").expect("short"),
        birth_year: 1985,
        colour,
        window: Window::new(t(NOW - 100), t(NOW + 100_000)).expect("ordered"),
        status: None,
        specimen: false,
        guardian: false,
    }
}

fn shown(pass: &DoorPass, at: u64) -> ScannedText {
    let delivery = ScannedText::encode(&pass.sign_live(&issuer(), &holder().public()));
    let checked =
        Checked::receive(&delivery, &trust(), |key| *key == holder().public(), t(NOW)).expect("a good delivery");
    checked.present(&holder(), &Audience::door(), None, t(at)).expect("the wallet's own key")
}

fn verdict(text: &ScannedText, at: u64) -> Verdict {
    let trust = trust();
    verify(text, &Lists { trust: &trust, floor: TimeFloor::new(t(NOW - 3_600)) }, &Policy::door(), t(at)).verdict
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
fn flipping_any_single_bit_of_an_accepted_presentation_never_gives_accept() {
    let message = shown(&pass(Colour::Green), NOW).decode().expect("our own text");
    for bit in 0..message.len() * 8 {
        let mut broken = message.clone();
        broken[bit / 8] ^= 1 << (bit % 8);
        assert!(!matches!(verdict(&ScannedText::encode(&broken), NOW), Verdict::Accept(_)), "bit {bit}");
    }
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
