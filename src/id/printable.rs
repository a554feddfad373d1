//! Which texts are safe to show: what a person reads is what was signed, and it changes nothing that stands around it.

use alloc::string::{String, ToString};
use core::fmt;

/// Most combining marks on one character. Vietnamese and pointed Hebrew need two or three; a pile of them covers other lines.
const MAX_MARKS: usize = 4;

/// A text that is not safe to show: it is empty or too long, has white space at its ends or twice in a row, or has a character that
/// does not show, that reorders others, or that piles up on its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsafeText;

impl fmt::Display for UnsafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is empty, too long, spaced oddly, or has characters that do not show, that reorder others or that pile up")
    }
}

impl core::error::Error for UnsafeText {}

/// `text`, if it is safe to show and has at most `max_chars` characters.
pub(super) fn printable(text: &str, max_chars: usize) -> Result<String, UnsafeText> {
    if text.is_empty() || text.trim() != text || text.chars().any(deceives) {
        return Err(UnsafeText);
    }
    let (mut length, mut spaces, mut marks) = (0, 0, 0);
    for c in text.chars() {
        length += 1;
        spaces = if c.is_whitespace() { spaces + 1 } else { 0 };
        marks = if is_mark(c) { marks + 1 } else { 0 };
        // A mark at the front would sit on whatever the screen shows before the text.
        if length > max_chars || spaces > 1 || marks > MAX_MARKS || marks == length {
            return Err(UnsafeText);
        }
    }
    Ok(text.to_string())
}

/// Characters that do not show, or that change how others are shown: control, format, private use, noncharacters, fillers, variation
/// selectors, and every white space but the two that names are written with.
fn deceives(c: char) -> bool {
    c.is_control()
        || c.is_whitespace() && !matches!(c, ' ' | '\u{3000}')
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{0600}'..='\u{0605}' | '\u{061c}' | '\u{06dd}' | '\u{070f}' | '\u{0890}'..='\u{0891}'
            | '\u{08e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}'
            | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{13455}' | '\u{16fe4}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// Marks that are drawn above, below or through the character before them, of the scripts in which fonts let them pile up.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}'..='\u{05c2}'
        | '\u{05c4}'..='\u{05c5}' | '\u{05c7}' | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{06d6}'..='\u{06dc}' | '\u{06df}'..='\u{06e4}' | '\u{06e7}'..='\u{06e8}' | '\u{06ea}'..='\u{06ed}'
        | '\u{0e31}' | '\u{0e34}'..='\u{0e3a}' | '\u{0e47}'..='\u{0e4e}' | '\u{0eb1}' | '\u{0eb4}'..='\u{0ebc}'
        | '\u{0ec8}'..='\u{0ece}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}'..='\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}
