//! A question is read as it was asked, and its answer is good for nothing else.

use proptest::prelude::*;
use tessera::challenge::{Asks, Challenge, Kind, Kinds};
use tessera::id::{Audience, Name};
use tessera::limits::CHALLENGE_LIFE;
use tessera::policy::Policy;
use tessera::trust::{Lists, TimeFloor};
use tessera::verifier::{Question, Refusal, Verdict};
use tessera::wire::base45;

use crate::scene::*;

fn asks() -> impl Strategy<Value = Asks> {
    let kinds = proptest::collection::vec(proptest::sample::select(Kind::ALL.to_vec()), 0..5);
    let kinds = kinds.prop_map(|kinds| Asks::of(kinds.into_iter().fold(Kinds::default(), Kinds::with)));
    prop_oneof![Just(Asks::Door), kinds]
}

fn challenge() -> impl Strategy<Value = Challenge> {
    let name = || "\\PC{1,30}".prop_filter_map("it shows", |text| Name::new(&text).ok());
    (any::<[u8; 16]>(), name(), asks(), proptest::option::of(name()))
        .prop_map(|(nonce, door, asks, purpose)| Challenge::new(nonce, door, asks, purpose, t(NOW)))
}

/// What the door makes of an answer with all that the phone has, at `at`.
fn judge(question: &mut Question, message: &[u8], at: u64) -> Verdict {
    let trust = trust();
    let lists = Lists::of_keys(&trust, TimeFloor::new(t(NOW - 3_600)));
    question.judge(message, &lists, &Policy::door(), t(at)).verdict
}

fn answer(challenge: &Challenge, at: u64) -> Vec<u8> {
    let delivery = if challenge.asks() == Asks::Door { delivery() } else { record_delivery() };
    shown_for(delivery, &challenge.audience(), Some(challenge.nonce()), at)
}

const OTHER: Verdict = Verdict::Refuse(Refusal::OtherChallenge);

proptest! {
    #[test]
    fn a_question_is_read_as_it_was_asked(challenge in challenge(), origin in "https://[a-z]{1,10}\\.example") {
        let link = format!("{origin}/answer#{}", challenge.to_fragment());
        for given in [challenge.encode(), link, format!("#{}", challenge.to_fragment())] {
            prop_assert_eq!(Challenge::accept(&given, t(NOW)), Ok(challenge.clone()));
            prop_assert!(Challenge::is_claimed_by(&given));
        }
    }

    #[test]
    fn no_byte_of_a_question_can_be_another_without_another_audience(
        challenge in challenge(), at in any::<prop::sample::Index>(), bit in 0..8_u32,
    ) {
        let mut message = base45::decode(&challenge.encode()[4..]).expect("our own text");
        let at = at.index(message.len());
        message[at] ^= 1 << bit;
        if let Ok(other) = Challenge::accept(&format!("HQ1:{}", base45::encode(&message)), t(NOW)) {
            prop_assert_ne!(other.audience(), challenge.audience());
        }
    }

    #[test]
    fn no_text_makes_a_question_panic(text in "(HQ1:|hq1:|https://x/#HQ1:|#|)(\\PC{0,60}|[0-9A-Z $%*+./:-]{0,200})") {
        let _ = Challenge::accept(&text, t(NOW));
    }

    #[test]
    fn an_answer_is_accepted_once_and_answers_no_other_question(one in challenge(), other in challenge(), wait in 0..CHALLENGE_LIFE) {
        let at = NOW + wait;
        let message = answer(&one, at);
        let mut asked = Question::new(one.clone());
        prop_assert!(is_accept(judge(&mut asked, &message, at)));
        prop_assert!(!asked.is_open(t(at)));
        prop_assert_eq!(judge(&mut asked, &message, at), OTHER);
        prop_assert_eq!(judge(&mut asked, &answer(&one, at + 1), at + 1), OTHER);
        if one != other {
            let mut asked = Question::new(other);
            prop_assert_eq!(judge(&mut asked, &message, at), OTHER);
            prop_assert!(asked.is_open(t(at)), "the question is open still");
        }
    }
}

fn asked(asks: Asks) -> Question {
    Question::new(Challenge::new([7; 16], name("Harbour Clinic"), asks, None, t(NOW)))
}

#[test]
fn a_question_is_over_when_its_time_is_and_when_a_clock_is_turned_back() {
    let question = asked(Asks::Door);
    for (at, open) in [(NOW - 1, false), (NOW, true), (NOW + CHALLENGE_LIFE - 1, true), (NOW + CHALLENGE_LIFE, false)] {
        assert_eq!(question.is_open(t(at)), open, "{at}");
    }
    let mut late = question.clone();
    let at = NOW + CHALLENGE_LIFE;
    assert_eq!(judge(&mut late, &answer(question.challenge(), at), at), OTHER);
}

#[test]
fn what_is_no_answer_leaves_the_question_open_and_an_answer_that_is_refused_does_not() {
    let mut question = asked(Asks::Identity);
    let usual = shown_for(record_delivery(), &Audience::door(), None, NOW);
    for (message, refusal) in [
        (usual, Refusal::OtherChallenge),
        (paper(), Refusal::Paper),
        (delivery(), Refusal::NotLive),
        (b"nothing".to_vec(), Refusal::Damaged),
    ] {
        assert_eq!(judge(&mut question, &message, NOW), Verdict::Refuse(refusal));
        assert!(question.is_open(t(NOW)), "{refusal:?}");
    }
    let challenge = question.challenge().clone();
    let less = shown_for(delivery(), &challenge.audience(), Some(challenge.nonce()), NOW);
    assert_eq!(judge(&mut question, &less, NOW), Verdict::Refuse(Refusal::ShowsLess));
    assert_eq!(judge(&mut question, &answer(&challenge, NOW), NOW), OTHER);
}

#[test]
fn the_least_that_answers_a_question_answers_it() {
    let whole = tessera::holder::Checked::open(record_delivery(), &trust(), holds).expect("a good delivery");
    let tessera::claims::Subject::Record(details) = &whole.claims().subject else { panic!("a record") };
    for bits in 0..16_u8 {
        let kinds = Kind::ALL.into_iter().filter(|kind| bits & 1 << kind.to_u64() != 0);
        let kinds = kinds.fold(Kinds::default(), Kinds::with);
        let asks = Asks::of(kinds);
        assert!(asks.lacks(details).is_empty());
        let parts = asks.least_of(details);
        assert_eq!(parts.len(), 2 + kinds.each().count(), "no more than an entry of each kind");
        let chosen = whole.choose(&parts).expect("it has been checked");
        assert!(asks.is_met_by(&chosen.claims().subject));
        for left_out in 0..parts.len() {
            let mut fewer = parts.clone();
            fewer.remove(left_out);
            let chosen = whole.choose(&fewer).expect("it has been checked");
            assert!(!asks.is_met_by(&chosen.claims().subject), "{bits} without {left_out}");
        }
    }
}
