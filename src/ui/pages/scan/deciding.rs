//! What becomes of a code that the camera saw: from looking to a verdict and on to the next visitor. What it knows of a visitor is in memory until the
//! next one, and nowhere else.

use core::time::Duration;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::claims::Subject;
use crate::credential::Binding;
use crate::matching::Match;
use crate::policy::{Policy, SignedRules};
use crate::time::UnixTime;
use crate::trust::Lists;
use crate::ui::components::Outcome;
use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::ui::pages::scan::telling::Telling;
use crate::ui::state::{Door, Mode, Session, Stage, use_door, use_session};
use crate::ui::words::{Phrase, Trouble};
use crate::verifier::{PassMark, Recent, Refusal, Report, Shown, Verdict, verify_message};
use crate::web::{clock, random};
use crate::wire::text::ScannedText;

/// How long the sentence about a foreign code stays.
const FOREIGN_STAYS: Duration = Duration::from_millis(2_500);
/// How long a code that was just decided about is passed over, since its phone is still in view.
const PASSED_OVER: u64 = 4;

/// Where a scan stands.
#[derive(Clone)]
pub(super) enum Step {
    /// Looking.
    Looking,
    /// The pass is in order: is it the visitor's?
    Comparing(Arc<Shown>),
    /// The pass is in order, and was let in here so many seconds ago.
    Again(Arc<Shown>, u64),
    /// Told; with the hint, where somebody stands by.
    Told(Outcome, Option<String>),
    /// An office's rules were filmed.
    Offered(Vec<u8>),
    /// It cannot decide at all.
    Unable(Trouble),
}

/// The code that was decided about last.
struct Last {
    text: String,
    at: UnixTime,
    let_in: Option<PassMark>,
}

/// What a message, lists and the door's policy come to at a moment.
pub(super) type Judge = Rc<dyn Fn(&[u8], &Lists<'_>, &Policy, UnixTime) -> Report>;

/// The scan of one page.
#[derive(Clone, Copy)]
pub(super) struct Deciding {
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// The words of the code that was read; none for paper.
    pub seen: RwSignal<Option<Match>>,
    /// Whether a code is in view that is no pass.
    pub foreign: RwSignal<bool>,
    judge: StoredValue<Judge>,
    session: Session,
    door: Door,
    telling: Telling,
    timer: Timer,
    last: StoredValue<Option<Last>>,
    recent: StoredValue<Option<Recent>>,
    /// Of the pass that is being decided about, and of what it shows.
    marks: StoredValue<Option<(PassMark, PassMark)>>,
}

impl Deciding {
    /// Looking for the first visitor.
    pub fn begin() -> Self {
        Self::begin_by(Rc::new(verify_message))
    }

    /// The same by another judge than an ordinary door's.
    pub fn begin_by(judge: Judge) -> Self {
        Self {
            judge: StoredValue::new(judge),
            step: RwSignal::new(Step::Looking),
            seen: RwSignal::new(None),
            foreign: RwSignal::new(false),
            session: use_session(),
            door: use_door(),
            telling: Telling::begin(),
            timer: Timer::new(),
            last: StoredValue::new(None),
            // Without randomness there is no alarm.
            recent: StoredValue::new(random::bytes().ok().map(Recent::new)),
            marks: StoredValue::new(None),
        }
    }

    /// Whether it looks.
    pub fn is_looking(self) -> bool {
        self.step.with_untracked(|step| matches!(step, Step::Looking))
    }

    /// Whether what a decision needs is there, or will not come. Whoever asks follows it.
    pub fn can_decide(self) -> bool {
        matches!(self.session.lists(), Stage::Failed(_)) || self.door.in_force(clock::now()).is_some()
    }

    /// A text in view.
    pub fn take(self, text: String) {
        if !self.is_looking() {
            return;
        }
        let Ok(scanned) = ScannedText::new(&text) else {
            self.foreign.set(true);
            self.timer.start(FOREIGN_STAYS, move || self.foreign.set(false));
            return;
        };
        // What has no message in it is damaged, as no message is.
        let message = scanned.decode().unwrap_or_default();
        if self.is_passed_over(&text, &message) {
            return;
        }
        self.foreign.set(false);
        self.last.set_value(Some(Last { text, at: clock::now(), let_in: None }));
        self.judge(message);
    }

    /// A message that came in parts, as a record with a portrait does.
    pub fn take_message(self, message: Vec<u8>) {
        if self.is_looking() {
            self.last.set_value(Some(Last { text: String::new(), at: clock::now(), let_in: None }));
            self.judge(message);
        }
    }

    /// Whether a code was decided about just now, so that what is in view may be its phone still.
    pub fn has_just_decided(self) -> bool {
        self.last.with_value(|last| last.as_ref().is_some_and(|last| clock::now().since(last.at) < PASSED_OVER))
    }

    /// The phone that was just decided about is still in view. One that was let in may stay as long as it likes, and its code may change.
    fn is_passed_over(self, text: &str, message: &[u8]) -> bool {
        let at = clock::now();
        let showing = self.hashed(|recent| recent.mark_of_showing(message));
        self.last
            .try_update_value(|last| match last {
                Some(last) if at.since(last.at) < PASSED_OVER => {
                    let is_let_in = last.let_in.is_some() && last.let_in == showing;
                    if is_let_in {
                        last.at = at;
                    }
                    is_let_in || last.text == text
                }
                _ => false,
            })
            .unwrap_or_default()
    }

    fn hashed(self, mark: impl FnOnce(&Recent) -> Option<PassMark>) -> Option<PassMark> {
        self.recent.with_value(|recent| recent.as_ref().and_then(mark))
    }

    fn judge(self, message: Vec<u8>) {
        let at = clock::now();
        if SignedRules::is_claimed_by(&message) {
            // Whoever passes an unattended door does not choose its rules.
            if untrack(move || self.door.mode()) != Mode::Kiosk {
                self.step.set(Step::Offered(message));
            }
            return;
        }
        let (known, config, policy) =
            match (self.session.lists_now(), self.session.config_now(), self.door.policy_now(at)) {
                (Stage::Ready(known), Some(config), Some(Ok(policy))) => (known, config, policy),
                (Stage::Failed(trouble), ..) => return self.step.set(Step::Unable(trouble)),
                // The lists are on their way, and the next frame comes soon; or the rules are to be chosen again, as the page says.
                _ => return self.last.set_value(None),
            };
        let report = self.judge.get_value()(&message, &self.session.in_force(&known, &config), &policy, at);
        let is_paper = report.shown.as_ref().is_some_and(|shown| shown.binding == Binding::Paper);
        self.seen.set((!is_paper && !message.is_empty()).then(|| Match::of(&message)));
        match (report.verdict, report.shown) {
            (Verdict::Accept(_), Some(shown)) => {
                let mark = self.hashed(|recent| recent.mark(&message));
                self.marks.set_value(mark.zip(self.hashed(|recent| recent.mark_of_showing(&message))));
                let since = mark.and_then(|mark| {
                    self.recent.with_value(|recent| recent.as_ref().and_then(|recent| recent.seconds_since(mark, at)))
                });
                match since {
                    Some(since) => self.again(Arc::new(shown), since),
                    None => self.accept(Arc::new(shown)),
                }
            }
            // An accept always shows whom it is about.
            (Verdict::Accept(_), None) => self.tell(Outcome::Refuse(Refusal::Damaged), None),
            (Verdict::Refuse(refusal), _) => self.tell(Outcome::Refuse(refusal), None),
            (Verdict::Undetermined(doubt), _) => self.tell(Outcome::Undetermined(doubt), None),
        }
    }

    /// A pass that was let in here a moment ago: somebody decides, where somebody is there.
    fn again(self, shown: Arc<Shown>, since: u64) {
        match untrack(move || self.door.mode()) {
            Mode::Kiosk => self.tell(Outcome::Again(since), None),
            Mode::Staffed | Mode::Gate => {
                self.telling.tell(Outcome::Again(since));
                self.step.set(Step::Again(shown, since));
            }
        }
    }

    /// Goes on with a pass that is in order.
    pub fn accept(self, shown: Arc<Shown>) {
        let specimen = shown.specimen;
        match untrack(move || self.door.mode()) {
            Mode::Staffed => self.step.set(Step::Comparing(shown)),
            Mode::Gate => self.tell(Outcome::Accept { specimen }, hint(&shown.subject)),
            Mode::Kiosk => self.tell(Outcome::Accept { specimen }, None),
        }
    }

    /// Tells the verdict.
    pub fn tell(self, outcome: Outcome, hint: Option<String>) {
        let at = clock::now();
        if let (Outcome::Accept { .. }, Some((mark, showing))) = (outcome, self.marks.get_value()) {
            self.recent.update_value(|recent| {
                if let Some(recent) = recent {
                    recent.note(mark, at);
                }
            });
            self.last.update_value(|last| {
                if let Some(last) = last {
                    last.let_in = Some(showing);
                }
            });
        }
        self.door.count(matches!(outcome, Outcome::Accept { .. }));
        self.telling.tell(outcome);
        self.step.set(Step::Told(outcome, hint));
        self.timer.start(self.stays(outcome), move || self.next());
    }

    /// How long a verdict stays by itself.
    fn stays(self, outcome: Outcome) -> Duration {
        let is_accept = matches!(outcome, Outcome::Accept { .. });
        Duration::from_millis(match (untrack(move || self.door.mode()), is_accept) {
            (Mode::Staffed, true) => 1_500,
            (Mode::Gate, true) => 1_200,
            (Mode::Staffed | Mode::Gate, false) => 120_000,
            (Mode::Kiosk, true) => 4_000,
            (Mode::Kiosk, false) => 8_000,
        })
    }

    /// Keeps an accept on the screen while a finger is on it.
    pub fn hold(self, down: bool) {
        match self.step.get_untracked() {
            Step::Told(Outcome::Accept { .. }, _) if down => self.timer.stop(),
            Step::Told(outcome @ Outcome::Accept { .. }, _) => {
                self.timer.start(self.stays(outcome), move || self.next());
            }
            _ => {}
        }
    }

    /// Says how to aim, where a voice is wanted.
    pub fn aim(self, advice: Phrase) {
        if self.is_looking() {
            self.telling.aim(advice);
        }
    }

    /// The next visitor. The phone of this one is still before the camera.
    pub fn next(self) {
        self.timer.stop();
        self.marks.set_value(None);
        self.last.update_value(|last| {
            if let Some(last) = last {
                last.at = clock::now();
            }
        });
        self.step.set(Step::Looking);
    }
}

/// Whom the pass is about, for whoever stands by.
fn hint(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Hint { initials, birth_year } => Some([initials.as_str(), &birth_year.to_string()].join(" · ")),
        Subject::Record(details) => details.name.as_ref().map(|name| name.as_str().to_owned()),
    }
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
