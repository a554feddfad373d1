//! The verdict against a model of the rules, and against every presentation with one bit of it changed.

use proptest::prelude::*;
use tessera::id::{Audience, Nonce};
use tessera::issuer::DoorPass;
use tessera::policy::Policy;
use tessera::trust::{Lists, TimeFloor, TrustList, TrustedKey, sign_trust_list};
use tessera::verifier::{Doubt, Refusal, Verdict, verify};
use tessera::wire::text::ScannedText;

use crate::scene::*;

fn presentations() -> [(&'static str, Vec<u8>); 3] {
    [("live", shown(delivery(), NOW)), ("paper", paper()), ("record", shown(record_delivery(), NOW))]
}

#[test]
fn one_changed_bit_of_any_accepted_presentation_is_never_accepted() {
    for (kind, message) in presentations() {
        assert!(is_accept(verdict(&message)), "{kind} is accepted as it stands");
        for bit in 0..message.len() * 8 {
            let mut changed = message.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_accept(verdict(&changed)), "{kind}, bit {bit}");
        }
    }
}

#[test]
fn one_changed_bit_of_any_accepted_text_is_never_accepted() {
    for (kind, message) in presentations() {
        let text = ScannedText::encode(&message);
        for bit in 0..text.as_str().len() * 8 {
            let mut changed = text.as_str().as_bytes().to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            let Some(changed) = std::str::from_utf8(&changed).ok().and_then(|text| ScannedText::new(text).ok()) else {
                continue;
            };
            assert!(!is_accept(report(&changed, &Policy::door(), NOW).verdict), "{kind}, bit {bit}");
        }
    }
}

#[test]
fn an_accepted_presentation_cut_short_or_made_longer_is_never_accepted() {
    for (kind, message) in presentations() {
        for length in 0..message.len() {
            assert!(!is_accept(verdict(&message[..length])), "{kind}, {length} bytes");
        }
        for byte in 0..=255 {
            assert!(!is_accept(verdict(&[&message[..], &[byte]].concat())), "{kind}, {byte} behind it");
            assert!(!is_accept(verdict(&[&[byte], &message[..]].concat())), "{kind}, {byte} before it");
        }
    }
}

#[test]
fn a_pass_is_good_from_its_first_second_to_its_last() {
    let pass = DoorPass { window: window(NOW, NOW + 100), ..pass() };
    for (at, expected) in
        [(NOW - 1, Some(Refusal::NotYetValid)), (NOW, None), (NOW + 99, None), (NOW + 100, Some(Refusal::Expired))]
    {
        for message in [shown(pass.sign_live(&issuer(), &holder().public()), at), pass.sign_paper(&issuer())] {
            let verdict = report(&ScannedText::encode(&message), &Policy::door(), at).verdict;
            match expected {
                None => assert!(is_accept(verdict), "{at}"),
                Some(refusal) => assert_eq!(verdict, Verdict::Refuse(refusal), "{at}"),
            }
        }
    }
}

#[test]
fn a_pass_may_fill_the_window_of_its_key_and_not_a_second_more() {
    let key = entry().window;
    let (from, to) = (key.not_before().seconds(), key.expires().seconds());
    for (from, to, good) in [(from, to, true), (from - 1, to, false), (from, to + 1, false)] {
        let verdict = verdict(&DoorPass { window: window(from, to), ..pass() }.sign_paper(&issuer()));
        assert!(
            if good { is_accept(verdict) } else { verdict == Verdict::Refuse(Refusal::UnknownIssuer) },
            "{verdict:?}"
        );
    }
}

/// The rules once more, as a table in the order in which they count.
struct Case {
    at: u64,
    signed: u64,
    pass: (u64, u64),
    list: (u64, u64),
    floor: u64,
    age: u64,
    ahead: u64,
    list_age: u64,
    door: bool,
    nonce: bool,
}

impl Case {
    fn expected(&self) -> Option<Verdict> {
        let refuse = |refusal| Some(Verdict::Refuse(refusal));
        if self.at + 300 < self.floor.max(self.list.0) {
            Some(Verdict::Undetermined(Doubt::ClockBehind))
        } else if self.at >= self.list.1 || self.at >= self.list.0 + self.list_age {
            Some(Verdict::Undetermined(Doubt::ListsStale))
        } else if !self.door {
            refuse(Refusal::OtherDoor)
        } else if !self.nonce {
            refuse(Refusal::OtherChallenge)
        } else if self.signed > self.at + self.ahead {
            refuse(Refusal::ClocksDiffer)
        } else if self.at > self.signed + self.age {
            refuse(Refusal::OldCode)
        } else if self.at < self.pass.0 {
            refuse(Refusal::NotYetValid)
        } else if self.at >= self.pass.1 {
            refuse(Refusal::Expired)
        } else {
            None
        }
    }

    fn verdict(&self) -> Verdict {
        let keys = [TrustedKey { window: window(0, 1 << 53), ..entry() }];
        let bytes = sign_trust_list(&[&root()], 1, window(self.list.0, self.list.1), &keys, None);
        let trust = TrustList::authenticate(&bytes, &roots()).expect("a good list");
        let delivery =
            DoorPass { window: window(self.pass.0, self.pass.1), ..pass() }.sign_live(&issuer(), &holder().public());
        let checked = tessera::holder::Checked::open(delivery, &trust, holds).expect("a good delivery");
        let asked = Nonce::new(&[1; 16]).expect("short");
        let answered = if self.nonce { asked.clone() } else { Nonce::new(&[2; 16]).expect("short") };
        let audience = if self.door { Audience::door() } else { Audience::new("clinic").expect("short") };
        let text = checked.present(&holder(), &audience, Some(&answered), t(self.signed)).expect("its own key");
        let policy = Policy {
            challenge: Some(asked),
            max_code_age: self.age,
            max_code_ahead: self.ahead,
            max_list_age: self.list_age,
            ..Policy::door()
        };
        verify(&text, &Lists::of_keys(&trust, TimeFloor::new(t(self.floor))), &policy, t(self.at)).verdict
    }
}

fn near(reach: u64) -> impl Strategy<Value = u64> {
    prop_oneof![NOW - reach..NOW + reach, NOW - 3..NOW + 3, 0..1u64 << 53]
}

fn ordered((a, b): (u64, u64)) -> Option<(u64, u64)> {
    (a != b).then_some((a.min(b), a.max(b)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_verdict_is_what_the_rules_say_at_any_time_with_any_list_and_any_policy(
        (at, signed, floor) in (near(200), near(200), near(1_000)),
        pass in (near(200), near(200)).prop_filter_map("ordered", ordered),
        list in (near(1_000), near(1_000)).prop_filter_map("ordered", ordered),
        (age, ahead, list_age) in (0..200u64, 0..200u64, prop_oneof![0..2_000u64, Just(1 << 53)]),
        (door, nonce) in (prop::bool::weighted(0.9), prop::bool::weighted(0.9)),
    ) {
        let case = Case { at, signed, pass, list, floor, age, ahead, list_age, door, nonce };
        match case.expected() {
            Some(expected) => prop_assert_eq!(case.verdict(), expected),
            None => prop_assert!(is_accept(case.verdict())),
        }
    }
}
