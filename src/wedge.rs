//! A hand-held scanner that types what it reads, as a keyboard does: told from a person by its pace, and from a scanner that types for another
//! keyboard by what becomes of `HP1:`. Pure; keys and their times come in.
//!
//! Scanners type a key every 1 to 30 ms and end with Enter, Tab or nothing. People, at their fastest, need 60 ms, and nobody keeps that up.

use alloc::string::String;
use core::mem;

use crate::limits::MAX_TEXT_CHARS;
use crate::wire::text::PREFIX;

/// Longest time between two keys of a scanner, in milliseconds; those on a slow radio link need it.
const GAP: f64 = 50.0;

/// Longest time between two keys of a scanner on average, in milliseconds. A key that is held down repeats slower.
const PACE: f64 = 30.0;

/// After this much rest a scan without an end key is over, in milliseconds.
pub const REST: f64 = 90.0;

/// Fewest characters of a scan. Article numbers have eight.
const SHORTEST: usize = 8;

/// A key that went down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// One that types this.
    Types(char),
    /// Enter or Tab, with which many scanners end.
    End,
    /// One whose character the system keeps: a dead key, which waits for a letter, or one that an input method takes.
    Kept {
        /// An input method, such as Pinyin.
        by_method: bool,
    },
    /// One of those that only change what others type: Shift, Caps Lock.
    Changes,
    /// Any other, or one held with Ctrl, Alt or the like.
    Other,
}

/// What a scanner typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// A text, as it came.
    Text(String),
    /// A pass whose characters were changed on the way, and by what.
    Changed(Change),
}

/// What changed the characters of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Scanner and device have different keyboards.
    Layout {
        /// The keyboard that the device seems to have.
        device: Layout,
        /// What became of `HP1:`.
        prefix: String,
    },
    /// Caps Lock is on.
    CapsLock,
    /// An input method took the keys.
    Method,
}

/// A family of keyboards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// French and Belgian.
    Azerty,
    /// German, and others of the middle and north of Europe.
    Qwertz,
    /// Any other.
    Other,
}

/// What becomes of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is a person's, or not known yet: it does what it always does.
    Leave,
    /// It is a scanner's: it does nothing else. A space or Enter right after another key must not press the button that has the focus.
    Take,
    /// It ended a scan, and does nothing else.
    Scanned(Scan),
}

/// The recogniser.
#[derive(Clone, Debug, Default)]
pub struct Wedge {
    typed: String,
    keys: usize,
    kept: usize,
    by_method: usize,
    began: f64,
    /// When the last key came, of this scan or the one before.
    last: Option<f64>,
}

impl Wedge {
    /// A key went down at a moment, in milliseconds of any clock.
    pub fn press(&mut self, key: Key, at: f64) -> Answer {
        if key == Key::Changes {
            return Answer::Leave;
        }
        let is_near = self.last.is_some_and(|last| (0.0..=GAP).contains(&(at - last)));
        let goes_on = self.keys > 0 && is_near;
        if key == Key::End && goes_on {
            // Too short for a code of ours, it is still no answer to what a button asks.
            let is_hurried = at - self.began <= PACE * self.keys as f64;
            return match self.end() {
                Some(scan) => Answer::Scanned(scan),
                None if is_hurried => Answer::Take,
                None => Answer::Leave,
            };
        }
        if matches!(key, Key::End | Key::Other) {
            self.forget();
            return Answer::Leave;
        }
        if !goes_on {
            self.forget();
            self.began = at;
        }
        self.last = Some(at);
        self.keys += 1;
        match key {
            // One more than a code holds shows that it is none.
            Key::Types(c) if self.typed.len() <= MAX_TEXT_CHARS => self.typed.push(c),
            Key::Kept { by_method } => {
                self.kept += 1;
                self.by_method += usize::from(by_method);
                self.typed.push(char::REPLACEMENT_CHARACTER);
            }
            _ => {}
        }
        // A page that was busy may have ended a scan too soon; its further keys are no person's for that.
        if is_near && self.is_fast() { Answer::Take } else { Answer::Leave }
    }

    /// What was scanned, if nothing was typed for [`REST`] by `at`.
    pub fn rest(&mut self, at: f64) -> Option<Scan> {
        let is_over = self.keys > 0 && self.last.is_none_or(|last| at - last >= REST);
        if is_over { self.end() } else { None }
    }

    /// Whether the keys so far are a scanner's.
    pub fn is_scanning(&self) -> bool {
        self.keys > 1 && self.is_fast()
    }

    /// Whether nothing was typed since the last scan or rest.
    pub fn is_idle(&self) -> bool {
        self.keys == 0
    }

    /// Forgets what was typed; it may be about a person.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn is_fast(&self) -> bool {
        self.last.is_none_or(|last| last - self.began <= PACE * (self.keys.saturating_sub(1)) as f64)
    }

    fn end(&mut self) -> Option<Scan> {
        let ended = mem::take(self);
        self.last = ended.last;
        (ended.keys >= SHORTEST && ended.is_fast()).then(|| ended.scan())
    }

    fn scan(self) -> Scan {
        // Nobody types eight keys that fast, so whatever an input method took was a scan.
        if self.by_method * 2 > self.keys {
            return Scan::Changed(Change::Method);
        }
        match change(&self.typed) {
            Some(change) => Scan::Changed(change),
            None => Scan::Text(self.typed),
        }
    }
}

/// What `HP1:` becomes on other keyboards where the scanner types for an American one, and the other way round.
const DAMAGED: [(&str, Layout); 26] = [
    ("HP&M", Layout::Azerty),
    ("HP1M", Layout::Azerty),
    ("HP1Ö", Layout::Qwertz),
    ("HP1é", Layout::Qwertz),
    ("HP1É", Layout::Qwertz),
    ("HP1Č", Layout::Qwertz),
    ("HP+\"", Layout::Qwertz),
    // Spanish, Italian, Portuguese, Danish, Norwegian, Turkish, Canadian, Japanese, Polish (214).
    ("HP1Ñ", Layout::Other),
    ("HP1ç", Layout::Other),
    ("HP1Ç", Layout::Other),
    ("HP1Æ", Layout::Other),
    ("HP1Ø", Layout::Other),
    ("HP1Ş", Layout::Other),
    ("HP1°", Layout::Other),
    ("HP1+", Layout::Other),
    ("HP1Ł", Layout::Other),
    // Other alphabets: Russian, Greek, Hebrew, Arabic, Ukrainian.
    ("РЗ1Ж", Layout::Other),
    ("ΗΠ1¨", Layout::Other),
    ("HP1¨", Layout::Other),
    ("أ؛1:", Layout::Other),
    ("أ؛١:", Layout::Other),
    // The scanner types for a European keyboard, the device has an American one: German and Nordic, French, Swiss.
    ("HP1>", Layout::Other),
    ("HP!.", Layout::Other),
    ("HP1.", Layout::Other),
    ("HP1;", Layout::Other),
    ("HP1^", Layout::Other),
];

/// What changed a text of ours, if something did.
pub fn change(typed: &str) -> Option<Change> {
    if typed.starts_with(PREFIX) {
        return None;
    }
    // Of the alphabet only letters have a case, so one that is ours and all small was typed with Caps Lock.
    let is_small = typed.starts_with("hp1") && !typed.chars().any(|c| c.is_ascii_uppercase());
    if is_small {
        return Some(Change::CapsLock);
    }
    let prefix: String = typed.chars().take(PREFIX.len()).collect();
    // A dead key stands for a colon that waits for a letter.
    let is_dead = prefix.strip_prefix("HP").is_some_and(|rest| rest.ends_with(char::REPLACEMENT_CHARACTER));
    let known = DAMAGED.iter().find(|(damaged, _)| *damaged == prefix).map(|(_, layout)| *layout);
    let device = known.or(is_dead.then_some(Layout::Other))?;
    Some(Change::Layout { device, prefix })
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// Types a text, a key every `pace` milliseconds, and rests.
    fn typed(text: &str, pace: f64, end: bool) -> (Vec<Answer>, Option<Scan>) {
        let mut wedge = Wedge::default();
        let mut at = 1_000.0;
        let keys = text.chars().map(Key::Types).chain(end.then_some(Key::End));
        let answers = keys
            .map(|key| {
                at += pace;
                wedge.press(key, at)
            })
            .collect();
        (answers, wedge.rest(at + REST + 1.0))
    }

    const PASS: &str = "HP1:6BFOXN%TS3DH0YOJ58S S-W5HDC*M0II5XHC9B5G2+$N";

    #[test]
    fn a_scan_that_ends_by_itself_is_known_after_a_rest() {
        for pace in [0.0, 1.0, 8.0, 30.0] {
            let (answers, scan) = typed(PASS, pace, false);
            assert_eq!(scan, Some(Scan::Text(PASS.into())), "{pace}");
            assert!(answers[1..].iter().all(|answer| *answer == Answer::Take), "{pace}");
        }
    }

    #[test]
    fn a_scan_that_ends_with_enter_is_known_at_once_and_enter_presses_nothing() {
        let (answers, scan) = typed(PASS, 5.0, true);
        assert_eq!(answers.last(), Some(&Answer::Scanned(Scan::Text(PASS.into()))));
        assert_eq!(scan, None);
    }

    #[test]
    fn shift_between_the_keys_changes_nothing() {
        let mut wedge = Wedge::default();
        for (place, c) in PASS.chars().enumerate() {
            let at = place as f64 * 10.0;
            assert_eq!(wedge.press(Key::Changes, at), Answer::Leave);
            wedge.press(Key::Types(c), at + 5.0);
        }
        assert_eq!(wedge.rest(10_000.0), Some(Scan::Text(PASS.into())));
    }

    #[test]
    fn a_person_who_types_is_left_alone() {
        for pace in [55.0, 60.0, 120.0, 500.0] {
            let (answers, scan) = typed(PASS, pace, true);
            assert!(answers.iter().all(|answer| *answer == Answer::Leave), "{pace}");
            assert_eq!(scan, None);
        }
        // A held key, as the system repeats it.
        assert_eq!(typed("aaaaaaaaaaaaaaaaaaaa", 33.0, false).1, None);
    }

    #[test]
    fn a_short_code_is_no_scan_and_presses_nothing() {
        for text in ["A", "1  2", "4711"] {
            let (answers, scan) = typed(text, 5.0, true);
            assert_eq!(answers[0], Answer::Leave, "{text}");
            assert!(answers[1..].iter().all(|answer| *answer == Answer::Take), "{text}");
            assert_eq!(scan, None);
        }
    }

    #[test]
    fn a_rest_that_is_not_over_ends_nothing() {
        let mut wedge = Wedge::default();
        PASS.chars().enumerate().for_each(|(place, c)| drop(wedge.press(Key::Types(c), place as f64)));
        assert_eq!(wedge.rest(PASS.len() as f64), None);
        assert!(wedge.is_scanning());
        assert!(wedge.rest(PASS.len() as f64 + REST).is_some());
        assert!(wedge.is_idle());
    }

    #[test]
    fn an_arrow_or_a_shortcut_in_between_is_a_persons() {
        let mut wedge = Wedge::default();
        PASS.chars().enumerate().for_each(|(place, c)| drop(wedge.press(Key::Types(c), place as f64)));
        assert_eq!(wedge.press(Key::Other, 60.0), Answer::Leave);
        assert_eq!(wedge.rest(1_000.0), None);
    }

    #[test]
    fn a_text_without_end_is_held_no_longer_than_a_code_may_be() {
        let mut wedge = Wedge::default();
        (0..100_000).for_each(|at| drop(wedge.press(Key::Types('A'), f64::from(at))));
        assert_eq!(wedge.typed.len(), MAX_TEXT_CHARS + 1);
    }

    #[test]
    fn a_changed_prefix_says_which_keyboard_the_device_has() {
        for (damaged, layout) in DAMAGED {
            let text: String = damaged.chars().chain(PASS.chars().skip(4)).collect();
            let Some(Scan::Changed(Change::Layout { device, prefix })) = typed(&text, 5.0, false).1 else {
                panic!("{damaged} is not recognised");
            };
            assert_eq!((device, prefix.as_str()), (layout, damaged));
        }
        assert_eq!(typed(PASS, 5.0, false).1, Some(Scan::Text(PASS.into())));
        assert_eq!(change("4006381333931"), None);
        assert_eq!(change("https://example.org/menu"), None);
    }

    #[test]
    fn caps_lock_and_input_methods_are_named() {
        assert_eq!(typed(&PASS.to_lowercase(), 5.0, false).1, Some(Scan::Changed(Change::CapsLock)));
        let mut wedge = Wedge::default();
        (0..40).for_each(|at| drop(wedge.press(Key::Kept { by_method: true }, f64::from(at))));
        assert_eq!(wedge.rest(1_000.0), Some(Scan::Changed(Change::Method)));
    }

    #[test]
    fn a_colon_that_became_a_dead_key_is_a_keyboard_that_differs() {
        let mut wedge = Wedge::default();
        for (place, c) in PASS.chars().enumerate() {
            let key = if c == ':' { Key::Kept { by_method: false } } else { Key::Types(c) };
            wedge.press(key, place as f64);
        }
        let scan = wedge.rest(1_000.0);
        assert!(matches!(scan, Some(Scan::Changed(Change::Layout { device: Layout::Other, .. }))), "{scan:?}");
    }

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            8 => any::<char>().prop_map(Key::Types),
            1 => Just(Key::End),
            1 => any::<bool>().prop_map(|by_method| Key::Kept { by_method }),
            1 => Just(Key::Changes),
            1 => Just(Key::Other),
        ]
    }

    proptest! {
        #[test]
        fn no_key_is_taken_from_who_types_slower_than_a_scanner(
            keys in proptest::collection::vec((key(), 51.0f64..2_000.0), 0..200),
        ) {
            let mut wedge = Wedge::default();
            let mut at = 0.0;
            for (key, gap) in keys {
                at += gap;
                prop_assert_eq!(wedge.press(key, at), Answer::Leave);
                if gap > REST {
                    prop_assert_eq!(wedge.rest(at + REST + 1.0), None);
                }
            }
        }

        #[test]
        fn every_text_of_the_alphabet_comes_out_as_it_went_in(
            body in "[0-9A-Z $%*+./:-]{4,300}", pace in 0.0f64..30.0, before in "[a-z]{0,3}",
        ) {
            let mut wedge = Wedge::default();
            // A person's keys shortly before do not belong to it.
            for (place, c) in before.chars().enumerate() {
                wedge.press(Key::Types(c), place as f64 * 100.0);
            }
            let text = alloc::format!("HP1:{body}");
            let mut at = 1_000.0;
            for c in text.chars() {
                at += pace;
                wedge.press(Key::Types(c), at);
            }
            prop_assert_eq!(wedge.rest(at + REST + 1.0), Some(Scan::Text(text)));
            prop_assert!(wedge.is_idle());
        }

        #[test]
        fn nothing_that_is_pressed_traps_or_is_held_for_ever(
            keys in proptest::collection::vec((key(), -10.0f64..120.0), 0..300),
        ) {
            let mut wedge = Wedge::default();
            let mut at = 0.0;
            for (key, gap) in keys {
                at += gap;
                wedge.press(key, at);
            }
            // However its times went, as the page does.
            wedge.rest(f64::INFINITY);
            prop_assert!(wedge.is_idle());
        }
    }
}
