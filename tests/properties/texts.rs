//! Which texts are safe to show, held against Unicode's own classes.

use proptest::prelude::*;
use regex_syntax::hir::{Class, HirKind};
use tessera::id::{Audience, Initials, IssuerId, Name};

/// The characters of a class in regular-expression notation.
fn class(pattern: &str) -> impl Iterator<Item = char> {
    let HirKind::Class(Class::Unicode(class)) = regex_syntax::parse(pattern).expect("a class").into_kind() else {
        panic!("{pattern} is one class of characters");
    };
    class.ranges().to_vec().into_iter().flat_map(|range| range.start()..=range.end())
}

fn between_letters(c: char) -> bool {
    Name::new(&format!("a{c}b")).is_ok()
}

#[test]
fn no_character_that_unicode_says_does_not_show_or_reorders_others_is_let_through() {
    let hidden = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Variation_Selector}]";
    for c in class(hidden) {
        assert!(!between_letters(c), "U+{:04X}", u32::from(c));
    }
    for c in class(r"\p{White_Space}").filter(|c| !matches!(c, ' ' | '\u{3000}')) {
        assert!(!between_letters(c), "U+{:04X}", u32::from(c));
    }
}

#[test]
fn every_letter_digit_and_visible_sign_is_let_through() {
    for c in class(
        r"[[\p{L}\p{M}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\x{2800}\x{13440}-\x{13455}\x{16fe4}\x{1d159}\x{fffc}\x{fffd}]]",
    ) {
        assert!(between_letters(c), "U+{:04X}", u32::from(c));
    }
}

proptest! {
    #[test]
    fn a_text_that_is_let_through_is_kept_as_it_is_and_fits(text in "\\PC{0,90}") {
        if let Ok(name) = Name::new(&text) {
            prop_assert_eq!(name.as_str(), &text);
            prop_assert!((1..=80).contains(&text.chars().count()));
            prop_assert_eq!(text.trim(), &text);
        }
        prop_assert_eq!(IssuerId::new(&text).is_ok(), Name::new(&text).is_ok());
        if Initials::new(&text).is_ok() {
            prop_assert!(Name::new(&text).is_ok() && text.chars().count() <= 8);
        }
        if Audience::new(&text).is_some() {
            prop_assert!(Name::new(&text).is_ok() && text.len() <= 64);
        }
    }

    #[test]
    fn one_hidden_character_anywhere_spoils_a_text(
        front in "[a-z]{0,5}",
        hidden in prop::sample::select(class(r"[\p{Cf}\p{Cc}\p{Bidi_Control}]").collect::<Vec<_>>()),
        back in "[a-z]{0,5}",
    ) {
        let text = format!("{front}{hidden}{back}");
        prop_assert!(Name::new(&text).is_err());
    }
}
