use core::time::Duration;
use std::sync::Arc;

use leptos::prelude::*;

use crate::credential::Binding;
use crate::matching::Match;
use crate::ui::components::{
    Button, ButtonKind, Icon, Intake, Link, Outcome, VerdictView, Viewfinder, Ways, remark, trouble_card,
};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe, part, text};
use crate::ui::pages::compare::compare;
use crate::ui::pages::focus_on_change;
use crate::ui::pages::moving::{Moving, Part};
use crate::ui::route::Route;
use crate::ui::state::{Scanning, Stage, use_session, use_updating, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::verifier::{Shown, Verdict, verify_message};
use crate::web::{clock, screen};
use crate::wire::text::{CARRIED_PREFIX, ScannedText};

/// How long an accept stays by itself.
const ACCEPT_STAYS: Duration = Duration::from_millis(1_500);
/// How long anything else stays at most.
const REFUSAL_STAYS: Duration = Duration::from_secs(120);
/// How long the sentence about a foreign code stays.
const FOREIGN_STAYS: Duration = Duration::from_millis(2_500);
/// How long a code that was just decided about is passed over, since its phone is still in view.
const PASSED_OVER: u64 = 4;

/// Where a scan stands.
#[derive(Clone)]
enum Step {
    /// Looking.
    Looking,
    /// The pass is in order: is it the visitor's?
    Comparing(Arc<Shown>),
    /// Told.
    Told(Outcome),
    /// It cannot decide at all.
    Unable(Trouble),
}

/// The viewfinder, the identity hint, the verdict. What it knows of a visitor is in memory until the next one, and nowhere else.
#[component]
pub fn Scan() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let step = RwSignal::new(Step::Looking);
    let foreign = RwSignal::new(false);
    let lists_seen = RwSignal::new(false);
    let seen = RwSignal::new(None::<Match>);
    let last = StoredValue::new(None::<(String, crate::time::UnixTime)>);
    let timer = Timer::new();
    // Nothing is fetched and no list is unpacked while somebody waits at the door.
    let updating = use_updating();
    follow(move || {
        let is_looking = matches!(step.get(), Step::Looking);
        updating.set_scanning(if is_looking { Scanning::Looking } else { Scanning::Deciding });
    });
    on_cleanup(move || updating.set_scanning(Scanning::Off));

    let next = Callback::new(move |()| {
        timer.stop();
        // The same phone is still before the camera.
        last.update_value(|last| {
            if let Some((_, at)) = last {
                *at = clock::now();
            }
        });
        step.set(Step::Looking);
    });
    let tell = move |outcome: Outcome| {
        let is_accept = matches!(outcome, Outcome::Accept { .. });
        screen::vibrate(if is_accept { &[80] } else { &[120, 80, 120] });
        step.set(Step::Told(outcome));
        timer.start(if is_accept { ACCEPT_STAYS } else { REFUSAL_STAYS }, move || next.run(()));
    };
    let hold = Callback::new(move |down: bool| match step.get_untracked() {
        Step::Told(Outcome::Accept { .. }) if down => timer.stop(),
        Step::Told(Outcome::Accept { .. }) => timer.start(ACCEPT_STAYS, move || next.run(())),
        _ => {}
    });
    let judge = Callback::new(move |message: Vec<u8>| {
        let at = clock::now();
        let (known, config) = match (session.lists_now(), session.config_now()) {
            (Stage::Ready(known), Some(config)) => (known, config),
            (Stage::Failed(trouble), _) => return step.set(Step::Unable(trouble)),
            // The lists are on their way; the next frame comes soon.
            _ => return last.set_value(None),
        };
        let report = verify_message(&message, &session.in_force(&known, &config), &config.policy, at);
        let is_paper = report.shown.as_ref().is_some_and(|shown| shown.binding == Binding::Paper);
        seen.set((!is_paper && !message.is_empty()).then(|| Match::of(&message)));
        match (report.verdict, report.shown) {
            (Verdict::Accept(_), Some(shown)) => step.set(Step::Comparing(Arc::new(shown))),
            // An accept always shows whom it is about.
            (Verdict::Accept(_), None) => tell(Outcome::Refuse(crate::verifier::Refusal::Damaged)),
            (Verdict::Refuse(refusal), _) => tell(Outcome::Refuse(refusal)),
            (Verdict::Undetermined(doubt), _) => tell(Outcome::Undetermined(doubt)),
        }
    });
    let moving = Moving::new();
    let take_part = Callback::new(move |text: String| {
        // The phone whose code was just decided about is still in view.
        let is_over =
            last.with_value(|last| last.as_ref().is_some_and(|(_, when)| clock::now().since(*when) < PASSED_OVER));
        if is_over || lists_seen.get_untracked() {
            return;
        }
        moving.take(text, move |part| match part {
            _ if !matches!(step.get_untracked(), Step::Looking) => {}
            // It stays until a pass comes: the link in it is to be pressed.
            Part::Other => lists_seen.set(true),
            Part::Message(message) => {
                last.set_value(Some((String::new(), clock::now())));
                judge.run(message);
            }
            Part::Failed(trouble) => step.set(Step::Unable(trouble)),
        });
    });
    let decide = Callback::new(move |text: String| {
        if !matches!(step.get_untracked(), Step::Looking) {
            return;
        }
        let at = clock::now();
        if text.starts_with(CARRIED_PREFIX) {
            return take_part.run(text);
        }
        let Ok(scanned) = ScannedText::new(&text) else {
            foreign.set(true);
            timer.start(FOREIGN_STAYS, move || foreign.set(false));
            return;
        };
        let is_passed_over = last.with_value(|last| {
            last.as_ref().is_some_and(|(seen, when)| *seen == text && at.since(*when) < PASSED_OVER)
        });
        if is_passed_over {
            return;
        }
        foreign.set(false);
        lists_seen.set(false);
        last.set_value(Some((text, at)));
        // What has no message in it is damaged, as no message is.
        judge.run(scanned.decode().unwrap_or_default());
    });
    // An accept need not be waited for; anything else is first dismissed or answered.
    let is_open = Callback::new(move |()| {
        if matches!(step.get_untracked(), Step::Told(Outcome::Accept { .. })) {
            next.run(());
        }
        matches!(step.get_untracked(), Step::Looking)
    });
    let intake = Intake::new(decide, is_open);
    focus_on_change(step);
    view! {
        <section class="page scan">
            {part(move || match step.get() {
                Step::Looking => view! {
                    <h1 id="title" tabindex="-1" class="scan-title">{words.of(Phrase::ScanTitle)}</h1>
                    {policy_chip()}
                    {maybe(move || lists_seen.get().then(|| view! {
                        {remark(Phrase::ListsSeen, Phrase::ListsSeenBody)}
                        <Link to=Route::ListsFilm class="button" phrase=Phrase::ListsFilmTitle icon=Icon::Scan/>
                    }.into_any()))}
                    <Viewfinder on_text=decide wrong=foreign/>
                    {moving.view()}
                    {intake.view()}
                    <details class="other-ways">
                        <summary>{words.of(Phrase::OtherWays)}</summary>
                        <Ways intake/>
                    </details>
                }.into_any(),
                Step::Comparing(shown) => {
                    let specimen = shown.specimen;
                    let answer = Callback::new(move |same: bool| {
                        tell(if same { Outcome::Accept { specimen } } else { Outcome::NotTheSame });
                    });
                    compare(&shown, seen, answer, next)
                }
                Step::Told(outcome) => view! { <VerdictView outcome seen on_next=next on_hold=hold/> }.into_any(),
                Step::Unable(trouble) => view! {
                    {trouble_card(trouble)}
                    <Button phrase=Phrase::TryAgain on_press=next kind=ButtonKind::Primary/>
                }.into_any(),
            })}
        </section>
    }
}

/// The rule in force.
fn policy_chip() -> AnyView {
    let words = use_words();
    let session = use_session();
    let phrase = move || match session.config() {
        Some(config) if config.policy.accepts_specimens => Phrase::PolicyDemonstration,
        _ => Phrase::PolicyDoor,
    };
    view! { <p class="chip">{text(move || phrase().text(words.language()))}</p> }.into_any()
}

/// One thing to happen later, unless something else comes first; never after the page has gone.
#[derive(Clone, Copy)]
struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    fn new() -> Self {
        let timer = Self(StoredValue::new(None));
        on_cleanup(move || timer.stop());
        timer
    }

    fn start(self, after: Duration, then: impl FnOnce() + 'static) {
        self.stop();
        self.0.set_value(set_timeout_with_handle(then, after).ok());
    }

    fn stop(self) {
        if let Some(Some(handle)) = self.0.try_update_value(Option::take) {
            handle.clear();
        }
    }
}
