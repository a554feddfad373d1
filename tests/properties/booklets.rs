//! Booklets: which copy is shown, how many are left, and what an office and a wallet agree on about many keys.

use proptest::prelude::*;
use tessera::holder::{Booklet, CheckError, Delivery, Request, Shortage, Uses};
use tessera::issuer::DoorPass;
use tessera::key::{HolderKey, PublicKey};
use tessera::limits::{MAX_COPIES, MAX_DELIVERY_BYTES};
use tessera::matching::Match;
use tessera::time::{Validity, Window};
use tessera::wire::text::ScannedText;

use crate::scene::*;

const DAY: u64 = 86_400;

/// Windows of whole days around [`NOW`], as an office makes them, in any order.
fn windows() -> impl Strategy<Value = Vec<Window>> {
    let day = NOW / DAY;
    let one = (0..12u64, 1..4u64).prop_map(move |(from, days)| {
        let begins = (day - 4 + from) * DAY;
        window(begins, begins + days * DAY)
    });
    proptest::collection::vec(one, 0..40)
}

fn wallet(keys: usize) -> Vec<HolderKey> {
    (0..keys).map(|n| HolderKey::from_seed(&[n as u8; 32])).collect()
}

fn made_for(holders: &[PublicKey]) -> Vec<Vec<u8>> {
    let copies = holders.iter().enumerate();
    let copies = copies.map(|(n, holder)| {
        let begins = NOW - NOW % DAY + n as u64 / 10 * DAY;
        DoorPass { window: window(begins, begins + 2 * DAY), ..pass() }.sign_live(&issuer(), holder)
    });
    copies.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_copy_is_shown_only_while_it_is_valid_and_none_twice_before_every_valid_one_was_shown(
        windows in windows(),
        steps in proptest::collection::vec(0..10_000u64, 1..60),
    ) {
        let mut uses = Uses::default();
        let mut now = NOW - DAY;
        for step in steps {
            now += step;
            let booklet = Booklet::of_windows(windows.iter().copied(), &uses);
            let valid: Vec<_> = (0..windows.len()).filter(|n| windows[*n].at(t(now)) == Validity::Valid).collect();
            let Some(chosen) = booklet.next(t(now)) else {
                prop_assert!(valid.is_empty());
                continue;
            };
            prop_assert!(valid.contains(&chosen));
            let least = valid.iter().map(|place| uses.times(*place)).min();
            prop_assert_eq!(Some(uses.times(chosen)), least);
            uses.add(chosen, t(now));
        }
    }

    #[test]
    fn where_all_were_shown_the_next_is_the_one_not_shown_for_the_longest_time(copies in 1..20usize, rounds in 2..5usize) {
        let windows = vec![window(NOW - DAY, NOW + 30 * DAY); copies];
        let mut uses = Uses::default();
        let mut shown = Vec::new();
        for n in 0..copies * rounds {
            let at = t(NOW + n as u64);
            let place = Booklet::of_windows(windows.iter().copied(), &uses).next(at).expect("all are valid");
            uses.add(place, at);
            shown.push(place);
        }
        for round in shown.chunks(copies) {
            prop_assert_eq!(round, &shown[..copies]);
        }
    }

    #[test]
    fn what_is_left_is_what_can_still_be_shown_fresh(windows in windows(), used in proptest::collection::vec(0..40usize, 0..40)) {
        let mut uses = Uses::default();
        used.iter().for_each(|place| uses.add(*place, t(NOW - 60)));
        let fresh = |at: Validity| (0..windows.len()).filter(|n| windows[*n].at(t(NOW)) == at && uses.times(*n) == 0).count();
        let last = windows.iter().map(|window| window.expires()).filter(|end| *end > t(NOW)).max();
        let supply = Booklet::of_windows(windows.iter().copied(), &uses).supply(t(NOW));
        prop_assert_eq!(supply.map(|supply| supply.ends), last);
        if let Some(supply) = supply {
            let now = fresh(Validity::Valid);
            prop_assert_eq!((supply.now, supply.in_all), (now, now + fresh(Validity::NotYet)));
            // Where none is valid yet, none of today's was shown.
            let is_valid = |window: &Window| window.at(t(NOW)) == Validity::Valid;
            let shortage = if now == 0 && windows.iter().any(is_valid) {
                Some(Shortage::Shown)
            } else {
                (supply.ends.since(t(NOW)) < 3 * DAY).then_some(Shortage::Ending)
            };
            prop_assert_eq!(supply.shortage, shortage);
        }
    }

    #[test]
    fn uses_come_back_as_they_were_written(used in proptest::collection::vec((0..300usize, 0..1_000_000u64), 0..60)) {
        let mut uses = Uses::default();
        used.iter().for_each(|(place, at)| uses.add(*place, t(NOW + at)));
        let again = Uses::decode(&uses.encode()).expect("just written");
        prop_assert_eq!(&again, &uses);
        prop_assert!(used.iter().all(|(place, _)| (again.times(*place) > 0) == (*place < MAX_COPIES)));
    }

    #[test]
    fn bytes_that_are_no_uses_are_none(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        if let Some(uses) = Uses::decode(&bytes) {
            prop_assert_eq!(uses.encode(), bytes);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn an_office_binds_a_booklet_to_exactly_the_keys_that_asked(keys in 1..=60usize) {
        let wallet = wallet(keys);
        let text = Request::make_several(&wallet.iter().collect::<Vec<_>>(), t(NOW)).expect("enough keys");
        let text = ScannedText::from_fragment(&text.to_fragment()).expect("a link carries it");
        let request = Request::accept(&text, t(NOW)).expect("a good request");
        let public: Vec<_> = wallet.iter().map(HolderKey::public).collect();
        prop_assert_eq!(request.holders(), &public[..]);

        let bytes = Delivery::pack(made_for(request.holders()));
        let holds = |key: &PublicKey| public.contains(key);
        let delivery = Delivery::open(bytes.clone(), &trust(), holds).expect("a good delivery");
        prop_assert_eq!(delivery.bytes(), &bytes[..]);
        let bound: Vec<_> = delivery.copies().iter().filter_map(|copy| copy.claims().holder).collect();
        prop_assert_eq!(bound, public.clone());
        let lacks_one = |key: &PublicKey| public[1..].contains(key);
        prop_assert_eq!(Delivery::open(bytes, &trust(), lacks_one), Err(CheckError::NotForThisWallet));
    }

    #[test]
    fn a_booklet_touched_on_its_way_is_not_taken_by_halves(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let wallet = wallet(4);
        let public: Vec<_> = wallet.iter().map(HolderKey::public).collect();
        let mut bytes = Delivery::pack(made_for(&public));
        let length = bytes.len();
        bytes[at.index(length)] ^= 1 << bit;
        prop_assert!(Delivery::open(bytes, &trust(), |_| true).is_err());
    }

    #[test]
    fn a_request_for_a_booklet_touched_on_its_way_is_not_answered(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let wallet = wallet(3);
        let text = Request::make_several(&wallet.iter().collect::<Vec<_>>(), t(NOW)).expect("enough keys");
        let mut bytes = text.decode().expect("our own text");
        let length = bytes.len();
        bytes[at.index(length)] ^= 1 << bit;
        prop_assert!(Request::accept(&ScannedText::encode(&bytes), t(NOW)).is_err());
    }
}

#[test]
fn the_largest_request_and_the_largest_booklet_fit_their_bounds() {
    let wallet: Vec<_> = (0..MAX_COPIES as u32 + 1)
        .map(|n| HolderKey::from_seed(&std::array::from_fn(|i| n.to_be_bytes()[i % 4] ^ 0x35)))
        .collect();
    let keys: Vec<_> = wallet.iter().collect();
    assert_eq!(Request::make_several(&keys, t(NOW)), None);
    assert_eq!(Request::make_several(&[], t(NOW)), None);
    let text = Request::make_several(&keys[..MAX_COPIES], t(NOW)).expect("as many as may be");
    let request = Request::accept(&text, t(NOW)).expect("a good request");
    assert_eq!(request.holders().len(), MAX_COPIES);

    let longest = tessera::id::StatusReference { index: u64::from(u32::MAX), uri: "u".repeat(256) };
    let copies = request.holders().iter().map(|holder| {
        DoorPass { status: Some(longest.clone()), specimen: true, guardian: true, ..pass() }
            .sign_live(&issuer(), holder)
    });
    let bytes = Delivery::pack(copies.collect());
    assert!(bytes.len() < MAX_DELIVERY_BYTES - 100_000, "{}", bytes.len());
}

#[test]
fn a_copy_that_ends_within_the_hour_waits_for_those_that_do_not() {
    let windows = [window(NOW - DAY, NOW + 600), window(NOW - DAY, NOW + DAY)];
    let mut uses = Uses::default();
    for expected in [1, 0] {
        let booklet = Booklet::of_windows(windows, &uses);
        assert_eq!(booklet.next(t(NOW)), Some(expected));
        uses.add(expected, t(NOW));
    }
}

#[test]
fn the_words_of_a_code_change_with_each_signature_and_are_the_same_on_both_screens() {
    let codes: Vec<_> = (0..64).map(|n| shown(delivery(), NOW + 15 * n)).collect();
    let matches: Vec<_> = codes.iter().map(|code| Match::of(code)).collect();
    for (code, own) in codes.iter().zip(&matches) {
        assert_eq!(Match::of_text(&ScannedText::encode(code)), Some(*own));
    }
    let mut distinct: Vec<_> = matches.iter().map(|own| own.0).collect();
    distinct.sort_unstable();
    distinct.dedup();
    assert!(distinct.len() >= 62, "{} of 64", distinct.len());
}
