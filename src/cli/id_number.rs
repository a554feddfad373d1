//! Finds resident identity numbers of China (GB 11643: 17 digits and a check character by ISO 7064, MOD 11-2), so that no record
//! with one in it is ever signed.

use crate::time::Date;

/// Whether `text` has an identity number in it: plain, in full-width or Chinese digits, or with signs and spaces between.
///
/// Eighteen digits that stand alone count by their check character. Within longer or interrupted digits, where the check
/// character holds for one in eleven by chance, the eight digits of the birth date must be a date as well.
pub(super) fn has_id_number(text: &str) -> bool {
    let mut marks: Vec<Mark> = Vec::new();
    let mut joined = false;
    for c in text.chars() {
        match value(c) {
            Some(value) => {
                marks.push(Mark { value, joined });
                joined = true;
            }
            None if separates(c) => joined = false,
            None => {
                if found(&marks) {
                    return true;
                }
                marks.clear();
                joined = false;
            }
        }
    }
    found(&marks)
}

/// A digit, or 10 for an X.
struct Mark {
    value: u32,
    /// Nothing stands between it and the one before.
    joined: bool,
}

const LENGTH: usize = 18;

fn found(marks: &[Mark]) -> bool {
    marks.windows(LENGTH).enumerate().any(|(start, window)| {
        let digits: Vec<u32> = window.iter().map(|mark| mark.value).collect();
        if !checks(&digits) {
            return false;
        }
        let unbroken = window[1..].iter().all(|mark| mark.joined);
        let ends = marks.get(start + LENGTH).is_none_or(|next| !next.joined);
        (unbroken && !window[0].joined && ends) || has_birth_date(&digits)
    })
}

/// ISO 7064, MOD 11-2: the weighted sum of all eighteen, check character included, is 1 modulo 11.
fn checks(digits: &[u32]) -> bool {
    let body = digits[..LENGTH - 1].iter().all(|digit| *digit < 10);
    let sum = digits.iter().fold(0, |sum, digit| (sum * 2 + digit) % 11);
    body && sum == 1
}

fn has_birth_date(digits: &[u32]) -> bool {
    let number = |range: core::ops::Range<usize>| digits[range].iter().fold(0, |n, digit| n * 10 + digit);
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    let small = |n| u8::try_from(n).ok();
    (1800..2200).contains(&year)
        && small(month).zip(small(day)).is_some_and(|(month, day)| Date::new(year, month, day).is_some())
}

fn value(c: char) -> Option<u32> {
    let from = |zero: u32| Some(c as u32 - zero);
    match c {
        '0'..='9' => from('0' as u32),
        'X' | 'x' | '\u{ff38}' | '\u{ff58}' | '\u{2169}' | '\u{2179}' | '\u{0425}' | '\u{0445}' => Some(10),
        '\u{ff10}'..='\u{ff19}' => from(0xff10),
        '\u{0660}'..='\u{0669}' => from(0x0660),
        '\u{06f0}'..='\u{06f9}' => from(0x06f0),
        '\u{1d7ce}'..='\u{1d7ff}' => Some((c as u32 - 0x1d7ce) % 10),
        '〇' | '零' => Some(0),
        _ => "一二三四五六七八九".chars().position(|n| n == c).and_then(|n| u32::try_from(n + 1).ok()),
    }
}

/// What people and programs put between groups of digits.
fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | ',' | '_' | '/' | ':' | '\'' | '"' | '(' | ')' | '[' | ']' | '·' | '、' | '，' | '。' | '－' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}' | '\u{2212}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::has_id_number;

    #[test]
    fn an_identity_number_is_found_however_it_is_written() {
        for text in [
            "11010119900307109X",
            "11010119900307109x",
            "440524188001010014",
            "110101 19900307 109X",
            "110101-1990-0307-109X",
            "1 1 0 1 0 1 1 9 9 0 0 3 0 7 1 0 9 X",
            "1.1.0.1.0.1.1.9.9.0.0.3.0.7.1.0.9.X",
            "１１０１０１１９９００３０７１０９Ｘ",
            "ID:11010119900307109X,phone 1",
            "his number is 440524188001010014.",
            "00440524188001010014",
            "4405241880010100140",
            "440524\u{200b}188001010014",
            "四四〇五二四一八八〇〇一〇一〇〇一四",
            "[\"440524188001010014\"]",
        ] {
            assert!(has_id_number(text), "{text}");
        }
    }

    #[test]
    fn one_wrong_character_makes_it_another_number() {
        for number in ["11010119900307109X", "440524188001010014"] {
            for at in 0..number.len() {
                for wrong in "0123456789X".chars().filter(|c| !number[at..].starts_with(*c)) {
                    let mut text = number.to_string();
                    text.replace_range(at..=at, &wrong.to_string());
                    assert!(!has_id_number(&text), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "",
            "110101199003071090",
            "440524188001010015",
            "44052418800101001",
            "X40524188001010014",
            "+86 10 1234 5678, +86 10 8765 4321",
            "2026-11-24 2026-11-25 00",
            "440524188001 of 010014",
        ] {
            assert!(!has_id_number(text), "{text}");
        }
    }
}
