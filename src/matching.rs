//! Two words that a wallet and a door show for the same code, so that both people see that it was this phone which was read.
//!
//! They prove nothing: who copies a code copies its words. They show that the door looked at this screen and not past it.

use crate::key::sha256;
use crate::wire::text::ScannedText;

/// How many words a list has: one byte chooses.
pub const WORDS: usize = 256;

/// Places of two words in the lists, which have the same concept at the same place in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Match(pub [u8; 2]);

impl Match {
    /// The words of a presentation: the first two bytes of the SHA-256 of its message.
    pub fn of(presentation: &[u8]) -> Self {
        let [first, second, ..] = sha256(presentation);
        Self([first, second])
    }

    /// The same for its text; `None` for a text that has no message in it.
    pub fn of_text(text: &ScannedText) -> Option<Self> {
        text.decode().ok().map(|message| Self::of(&message))
    }
}
