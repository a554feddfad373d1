use leptos::prelude::*;

use crate::matching::Match;
use crate::time::UnixTime;
use crate::ui::dynamic::{RwSignal, maybe, text};
use crate::ui::state::{use_ticker, use_words};
use crate::ui::words::Phrase;

/// For how long the words of the signature before stay, in seconds: whoever was read just before it changed looks for them.
const BEFORE_STAYS: u64 = 8;

/// What is on the card of a wallet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    /// When it was signed.
    pub at: UnixTime,
    /// Its words; none for paper.
    pub words: Option<Match>,
    /// Those of the signature before.
    pub before: Option<Match>,
}

impl Signed {
    /// The next signature.
    pub fn then(self, at: UnixTime, words: Option<Match>) -> Self {
        Self { at, words, before: self.words }
    }
}

/// The words of the code on the screen and, for a moment, those of the one before.
pub fn own_words(signed: RwSignal<Signed>) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let now = move || signed.get().words.map(|own| match_line(Phrase::MatchName, own));
    let before = move || {
        let signed = signed.get();
        let is_recent = ticker.now().since(signed.at) < BEFORE_STAYS;
        match signed.before {
            Some(before) if is_recent => words.language().matching_before(before),
            _ => String::new(),
        }
    };
    view! {
        {maybe(now)}
        <p class="match-before">{text(before)}</p>
    }
    .into_any()
}

/// The words of the code that a shop has just read, to be looked for on the other screen.
pub fn matching(seen: RwSignal<Option<Match>>) -> AnyView {
    view! { {maybe(move || seen.get().map(|own| match_line(Phrase::MatchShop, own)))} }.into_any()
}

/// Two words behind what they are of.
fn match_line(name: Phrase, own: Match) -> AnyView {
    let words = use_words();
    view! {
        <p class="match">
            <span class="match-name">{words.of(name)}</span>
            " "
            <strong class="match-words">{text(move || words.language().matching(own))}</strong>
        </p>
    }
    .into_any()
}
