use leptos::prelude::*;

use crate::matching::Match;
use crate::ui::components::{Button, ButtonKind, line, matching};
use crate::ui::dynamic::{RwSignal, part};
use crate::ui::state::{Mode, Switch, use_door, use_words};
use crate::ui::words::{Advice, Language, Phrase, Trouble};
use crate::verifier::{Doubt, Refusal};
use crate::web::page;

/// What the shop is told at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Let in; whether the pass is a specimen.
    Accept {
        /// Marked, since it proves nothing.
        specimen: bool,
    },
    /// Not let in.
    Refuse(Refusal),
    /// The ID card is of somebody else.
    NotTheSame,
    /// Cannot be told.
    Undetermined(Doubt),
    /// The pass is in order, and was let in here so many seconds ago.
    Again(u64),
}

impl Outcome {
    const fn class(self) -> &'static str {
        match self {
            Self::Accept { .. } => "verdict verdict-accept",
            Self::Refuse(_) | Self::NotTheSame => "verdict verdict-refuse",
            Self::Undetermined(_) | Self::Again(_) => "verdict verdict-undetermined",
        }
    }

    const fn word(self) -> Phrase {
        match self {
            Self::Accept { .. } => Phrase::VerdictAccept,
            Self::Refuse(_) | Self::NotTheSame => Phrase::VerdictRefuse,
            Self::Undetermined(_) => Phrase::VerdictUndetermined,
            Self::Again(_) => Phrase::Again,
        }
    }

    fn advice(self, language: Language) -> Option<Advice> {
        match self {
            Self::Accept { .. } | Self::Again(_) => None,
            Self::Refuse(refusal) => Some(language.refusal(refusal)),
            Self::NotTheSame => Some(language.trouble(Trouble::NOT_THE_SAME)),
            Self::Undetermined(doubt) => Some(language.doubt(doubt)),
        }
    }

    /// The verdict and its reason, for a voice.
    pub fn spoken(self, language: Language) -> String {
        let reason = self.advice(language).map_or("", |advice| advice.title);
        [self.word().text(language), reason].join(". ")
    }

    /// A circle with a tick, an octagon with a cross, a triangle with a question mark.
    const fn shape(self) -> [&'static str; 2] {
        match self {
            Self::Accept { .. } => ["M50 4a46 46 0 1 1 0 92 46 46 0 0 1 0-92z", "M28 52l15 15 30-32"],
            Self::Refuse(_) | Self::NotTheSame => ["M31 4h38l27 27v38L69 96H31L4 69V31z", "M33 33l34 34M67 33L33 67"],
            Self::Undetermined(_) | Self::Again(_) => ["M50 6l46 84H4z", "M41 46a9 9 0 1 1 13 8c-3 2-4 4-4 8M50 76v.1"],
        }
    }
}

/// The verdict in colour, shape and word; at a discreet door in shape and word.
#[component]
pub fn VerdictView(
    /// Which.
    outcome: Outcome,
    /// Whom the pass is about, for whoever stands by.
    hint: Option<String>,
    /// The words of the code that was read; none for paper.
    seen: RwSignal<Option<Match>>,
    /// Goes on to the next visitor.
    on_next: Callback<()>,
    /// Holds it on screen while a finger is down; called with `true` and `false`.
    on_hold: Callback<bool>,
    /// Goes on with this visitor, where somebody decides that.
    #[prop(optional)]
    go_on: Option<Callback<()>>,
) -> impl IntoView {
    let words = use_words();
    let door = use_door();
    let [outline, sign] = outcome.shape();
    let is_kiosk = untrack(move || door.mode()) == Mode::Kiosk;
    // An unattended door is covered all the time.
    if !is_kiosk {
        page::set_covered(true);
        on_cleanup(|| page::set_covered(false));
    }
    let is_accept = matches!(outcome, Outcome::Accept { .. });
    let specimen = outcome == Outcome::Accept { specimen: true };
    let body = move || match (outcome, outcome.advice(words.language())) {
        (Outcome::Again(since), _) => {
            let language = words.language();
            let body = Phrase::AgainBody.filled(language, &[("time", &language.span(since))]);
            view! { <p>{body}</p> }.into_any()
        }
        (_, Some(advice)) => view! { <p class="verdict-title">{advice.title}</p><p>{advice.remedy}</p> }.into_any(),
        (_, None) => {
            let body = if specimen { Phrase::AcceptSpecimen } else { Phrase::AcceptBody };
            view! { <p>{words.of(body)}</p> }.into_any()
        }
    };
    let buttons = if is_kiosk {
        (!is_accept).then(|| line("verdict-title", Phrase::KioskAsk))
    } else {
        let go_on = go_on.map(|on_press| view! { <Button phrase=Phrase::AgainGoOn on_press/> });
        let hold = is_accept.then(|| line("verdict-hold", Phrase::HoldToPause));
        Some(
            view! {
                <Button phrase=Phrase::ScanNext on_press=on_next kind=ButtonKind::Primary/>
                {go_on}
                {hold}
            }
            .into_any(),
        )
    };
    view! {
        <section
            class=outcome.class()
            class:verdict-specimen=specimen
            class:verdict-discreet=door.is_on_now(Switch::Discreet)
            role="alert"
            on:pointerdown=move |_| on_hold.run(true)
            on:pointerup=move |_| on_hold.run(false)
            on:pointercancel=move |_| on_hold.run(false)
        >
            <svg class="verdict-shape" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
                <path class="verdict-outline" d=outline/>
                <path class="verdict-sign" d=sign/>
            </svg>
            <h1 id="title" tabindex="-1" class="verdict-word">{words.of(outcome.word())}</h1>
            {hint.map(|hint| view! { <p class="verdict-hint"><bdi>{hint}</bdi></p> })}
            {part(body)}
            {matching(seen)}
            {specimen.then(|| line("verdict-mark", Phrase::Specimen))}
            {buttons}
        </section>
    }
}
