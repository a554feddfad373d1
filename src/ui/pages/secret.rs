//! The passphrase of a backup: words that this phone draws, or the person's own.

use js_sys::JsString;
use leptos::prelude::*;

use crate::ui::components::{Button, ButtonKind, line, subtitle};
use crate::ui::dynamic::{RwSignal, maybe, part, text};
use crate::ui::state::use_words;
use crate::ui::words::{Language, Phrase};
use crate::web::random;

/// Words of a drawn passphrase: 64 bits, and each guess costs a second.
const WORDS: usize = 8;

/// Fewest characters of a passphrase of one's own, and from how many on it is called strong.
const FEWEST: usize = 12;
const STRONG: usize = 20;

/// A passphrase that is being chosen.
#[derive(Clone, Copy)]
pub struct Secret {
    /// The drawn words.
    drawn: RwSignal<Vec<&'static str>>,
    /// Whether the person says that they are on paper.
    written: RwSignal<bool>,
    /// The person's own, twice, where that is what they want.
    own: RwSignal<Option<[String; 2]>>,
    missing: RwSignal<bool>,
}

impl Secret {
    /// Nothing chosen yet.
    pub fn new() -> Self {
        let missing = RwSignal::new(true);
        let secret =
            Self { drawn: RwSignal::new(Vec::new()), written: RwSignal::new(false), own: RwSignal::new(None), missing };
        let words = use_words();
        Effect::new(move |_| secret.drawn.set(draw(words.language())));
        Effect::new(move |_| secret.missing.set(secret.passphrase().is_none()));
        secret
    }

    /// Whether there is no passphrase yet.
    pub fn missing(self) -> RwSignal<bool> {
        self.missing
    }

    /// The passphrase at this moment, if there is one that may be used.
    pub fn chosen(self) -> Option<String> {
        untrack(|| self.passphrase())
    }

    /// The drawn words, where they are the passphrase.
    pub fn given(self) -> Option<Vec<&'static str>> {
        self.own.get().is_none().then(|| self.drawn.get())
    }

    fn passphrase(self) -> Option<String> {
        match self.own.get() {
            None => (self.written.get() && !self.drawn.with(Vec::is_empty)).then(|| self.drawn.get().join("-")),
            Some([first, second]) => {
                let first = plain(&first);
                (first.chars().count() >= FEWEST && first == plain(&second)).then_some(first)
            }
        }
    }
}

/// Words by chance; none where the browser has no randomness.
fn draw(language: Language) -> Vec<&'static str> {
    let list: Vec<_> = Phrase::MatchWords.text(language).split('|').collect();
    let places = random::bytes::<WORDS>().unwrap_or_default();
    let is_drawn = places.iter().any(|place| *place != 0);
    places.iter().filter_map(|place| list.get(usize::from(*place)).copied()).filter(|_| is_drawn).collect()
}

/// A passphrase in one spelling (Unicode normal form C), without blanks around it, whatever the keyboard makes.
pub fn plain(typed: &str) -> String {
    JsString::from(typed.trim()).normalize("NFC").into()
}

/// Words that were drawn, as they are joined: people type blanks or longer dashes between them, and capitals.
pub fn as_drawn(typed: &str) -> String {
    let parts: Vec<_> = typed
        .split(|c: char| c.is_whitespace() || "-–—_.,،、，。".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    plain(&parts.join("-").to_lowercase())
}

/// The words in a list, to be written on paper.
pub fn listed(words: &[&'static str]) -> AnyView {
    let label = use_words().of(Phrase::SecretWords);
    let items = words.iter().map(|word| view! { <li><bdi>{*word}</bdi></li> }).collect_view();
    view! { <ol class="secret" aria-label=label>{items}</ol> }.into_any()
}

/// The ways to choose.
pub fn choose(secret: Secret) -> AnyView {
    let words = use_words();
    let Secret { drawn, written, own, .. } = secret;
    let redraw = Callback::new(move |()| {
        written.set(false);
        drawn.set(draw(words.language()));
    });
    let use_own = Callback::new(move |()| own.set(Some(Default::default())));
    let use_drawn = Callback::new(move |()| own.set(None));
    let is_own = Memo::new(move |_| own.get().is_some());
    let by_chance = move || {
        view! {
            {line("", Phrase::SecretLead)}
            {part(move || listed(&drawn.get()))}
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || written.get()
                    on:change=move |event| written.set(event_target_checked(&event))
                />
                <span>{words.of(Phrase::SecretWritten)}</span>
            </label>
            <Button phrase=Phrase::SecretOthers on_press=redraw/>
            <Button phrase=Phrase::SecretOwn on_press=use_own kind=ButtonKind::Quiet/>
        }
        .into_any()
    };
    let by_hand = move || {
        view! {
            {line("", Phrase::SecretOwnLead)}
            {field(Phrase::Passphrase, own, 0)}
            {field(Phrase::SecretAgain, own, 1)}
            <p class="quiet" role="status">{text(move || hint(own.get()).map_or("", |phrase| phrase.text(words.language())))}</p>
            <Button phrase=Phrase::SecretDrawn on_press=use_drawn kind=ButtonKind::Quiet/>
        }
        .into_any()
    };
    view! {
        {subtitle(Phrase::SecretTitle)}
        {maybe(move || Some(if is_own.get() { by_hand() } else { by_chance() }))}
    }
    .into_any()
}

fn field(name: Phrase, own: RwSignal<Option<[String; 2]>>, place: usize) -> AnyView {
    let words = use_words();
    let typed = move |event| {
        let mut now = own.get_untracked().unwrap_or_default();
        now[place] = event_target_value(&event);
        own.set(Some(now));
    };
    view! {
        <label class="field">
            <span class="field-name">{words.of(name)}</span>
            <input class="field-text" type="password" autocomplete="new-password" on:input=typed/>
        </label>
    }
    .into_any()
}

/// What to say about a passphrase of one's own.
fn hint(own: Option<[String; 2]>) -> Option<Phrase> {
    let [first, second] = own?;
    let (first, second) = (plain(&first), plain(&second));
    match first.chars().count() {
        0 => None,
        1..FEWEST => Some(Phrase::SecretShort),
        _ if !second.is_empty() && first != second => Some(Phrase::SecretDiffers),
        FEWEST..STRONG => Some(Phrase::SecretFair),
        _ => Some(Phrase::SecretStrong),
    }
}
