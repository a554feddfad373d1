//! What a door asks of its visitors, as this device keeps it: nothing about a visitor.

use leptos::prelude::*;

use crate::challenge::{Asks, Kind, Kinds};
use crate::id::Name;
use crate::ui::components::{Button, ButtonKind, Link, choice, choices_of, kind_name, paragraph, switch, title};
use crate::ui::dynamic::{RwSignal, maybe, text};
use crate::ui::route::Route;
use crate::ui::state::use_words;
use crate::ui::words::Phrase;
use crate::web::page;

const DOOR: &str = "ask-door";
const ASKS: &str = "ask-for";
const PURPOSE: &str = "ask-purpose";
const TOGETHER: &str = "ask-together";

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asking {
    /// What the door calls itself; none before it was typed.
    pub door: Option<Name>,
    /// What for.
    pub asks: Asks,
    /// What it says that it is for.
    pub purpose: Option<Name>,
    /// Whether the question is shown while the answer is filmed, by a device that faces the visitor.
    pub together: bool,
}

impl Asking {
    /// What was asked here last.
    pub fn kept() -> Self {
        let name = |setting| page::setting(setting).and_then(|text| Name::new(&text).ok());
        let asks = page::setting(ASKS).unwrap_or_default();
        Self {
            door: name(DOOR),
            asks: if asks.is_empty() { Asks::Door } else { Asks::of(kinds_of(&asks)) },
            purpose: name(PURPOSE),
            together: page::setting(TOGETHER).is_some(),
        }
    }

    /// Keeps it for the next time.
    pub fn keep(&self) {
        let keep = |setting, text: Option<&str>| match text {
            Some(text) => page::keep_setting(setting, text),
            None => page::forget_setting(setting),
        };
        let kinds: Vec<_> = self.asks.kinds().each().map(|kind| kind.to_u64().to_string()).collect();
        keep(DOOR, self.door.as_ref().map(Name::as_str));
        // An identity check asks for no kinds, and is no door pass.
        keep(ASKS, (self.asks != Asks::Door).then(|| format!("record {}", kinds.join(" "))).as_deref());
        keep(PURPOSE, self.purpose.as_ref().map(Name::as_str));
        keep(TOGETHER, self.together.then_some("yes"));
    }
}

fn kinds_of(kept: &str) -> Kinds {
    let is_kept = |kind: &Kind| kept.split(' ').any(|word| word == kind.to_u64().to_string());
    Kind::ALL.into_iter().filter(is_kept).fold(Kinds::default(), Kinds::with)
}

/// Which of the levels is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Door,
    Identity,
    Details,
}

impl Level {
    const ALL: [Self; 3] = [Self::Door, Self::Identity, Self::Details];

    const fn phrases(self) -> (Phrase, Phrase) {
        match self {
            Self::Door => (Phrase::AskDoorPass, Phrase::AskDoorPassBody),
            Self::Identity => (Phrase::AskIdentity, Phrase::AskIdentityBody),
            Self::Details => (Phrase::AskDetails, Phrase::AskDetailsBody),
        }
    }
}

/// What to ask; `begin` gets it.
pub(super) fn form(first: Asking, begin: Callback<Asking>) -> AnyView {
    let words = use_words();
    let level = RwSignal::new(match first.asks {
        Asks::Door => Level::Door,
        Asks::Identity => Level::Identity,
        Asks::Details(_) => Level::Details,
    });
    let kinds = RwSignal::new(first.asks.kinds());
    let door = RwSignal::new(first.door.as_ref().map_or_else(String::new, |name| name.as_str().to_owned()));
    let purpose = RwSignal::new(first.purpose.as_ref().map_or_else(String::new, |name| name.as_str().to_owned()));
    let together = RwSignal::new(first.together);
    let chosen = move || {
        let name = |typed: RwSignal<String>| typed.with(|typed| Name::new(typed.trim()).ok());
        let asks = match level.get() {
            Level::Door => Asks::Door,
            Level::Identity => Asks::Identity,
            Level::Details => Asks::of(kinds.get()),
        };
        let needs_kind = level.get() == Level::Details && asks == Asks::Identity;
        let purpose_is_good = purpose.with(|typed| typed.trim().is_empty()) || name(purpose).is_some();
        let asking = Asking { door: name(door), asks, purpose: name(purpose), together: together.get() };
        (asking.door.is_some() && purpose_is_good && !needs_kind).then_some(asking)
    };
    let incomplete = RwSignal::new(true);
    Effect::new(move |_| incomplete.set(chosen().is_none()));
    let press = Callback::new(move |()| {
        if let Some(asking) = untrack(chosen) {
            begin.run(asking);
        }
    });
    let levels = Level::ALL.map(|one| {
        let (name, body) = one.phrases();
        let choose = Callback::new(move |()| level.set(one));
        let name = text(move || name.text(words.language()));
        choice("asks", name, Some(body), Box::new(move || level.get() == one), choose)
    });
    let entries = move || {
        let each = Kind::ALL.map(|kind| {
            let flip = Callback::new(move |on| {
                kinds.update(|kinds| *kinds = if on { kinds.with(kind) } else { kinds.without(kind) });
            });
            let name = text(move || kind_name(kind).text(words.language()));
            switch(name, Box::new(move || kinds.with(|kinds| kinds.has(kind))), flip)
        });
        choices_of(Phrase::AskKinds, each.into_iter().collect())
    };
    let stand = Callback::new(move |on| together.set(on));
    let stand_name = text(move || Phrase::AskStand.text(words.language()));
    let by_record = Memo::new(move |_| level.get() == Level::Details);
    view! {
        <section class="page">
            {title(Phrase::AskTitle)}
            {paragraph(Phrase::AskLead)}
            {field("ask-door", Phrase::AskDoor, door)}
            {choices_of(Phrase::AskWhat, levels.into_iter().collect())}
            {maybe(move || by_record.get().then(entries))}
            {field("ask-purpose", Phrase::AskPurpose, purpose)}
            {switch(stand_name, Box::new(move || together.get()), stand)}
            <Button phrase=Phrase::AskStart on_press=press kind=ButtonKind::Primary disabled=incomplete/>
            <Link to=Route::Scan class="quiet-link" phrase=Phrase::ScanTitle/>
        </section>
    }
    .into_any()
}

fn field(id: &'static str, name: Phrase, typed: RwSignal<String>) -> AnyView {
    let words = use_words();
    view! {
        <label class="field">
            <span class="field-name">{words.of(name)}</span>
            <input
                id=id
                class="field-text field-plain"
                dir="auto"
                autocomplete="off"
                maxlength="80"
                prop:value=typed.get_untracked()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
