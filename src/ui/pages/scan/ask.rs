//! A question before each pass: the visitor films it, and what their phone then shows answers it and no other.

mod asking;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use self::asking::{Asking, form};
use super::deciding::{Deciding, Step};
use super::{choose_again, told};
use crate::challenge::Challenge;
use crate::qr::{Level, Symbol};
use crate::ui::components::{
    Button, ButtonKind, Code, Icon, Intake, Link, Viewfinder, Ways, asked_line, keep_awake, line, remark, trouble_card,
};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe, part, text};
use crate::ui::pages::focus_on_change;
use crate::ui::pages::moving::{Moving, Part};
use crate::ui::route::Route;
use crate::ui::state::{Scanning, use_door, use_ticker, use_updating, use_words};
use crate::ui::words::Phrase;
use crate::verifier::{Question, Refusal, Report, Verdict, verify_message};
use crate::web::vault::VaultFault;
use crate::web::{clock, page, random};
use crate::wire::text::CARRIED_PREFIX;

/// A question with less time than this is followed by the next, in seconds: whoever films it needs a while to read and to choose.
const ENOUGH: u64 = 120;

/// Which of the two the device does, where it does one at a time: a phone's better camera is on its back, and so it is turned to and fro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// It shows the question.
    Show,
    /// It films the answer.
    Film,
}

/// What to ask, the question, its answer.
#[component]
pub fn Ask() -> impl IntoView {
    let door = use_door();
    let ticker = use_ticker();
    let asking = RwSignal::new(Asking::kept());
    let changes = RwSignal::new(asking.with_untracked(|asking| asking.door.is_none()));
    let change = Callback::new(move |()| changes.set(true));
    let begin = Callback::new(move |chosen: Asking| {
        chosen.keep();
        asking.set(chosen);
        changes.set(false);
    });
    focus_on_change(changes);
    let lapsed = Memo::new(move |_| door.in_force(ticker.now()).and_then(Result::err));
    view! {
        {part(move || match lapsed.get() {
            Some(why) => view! { <section class="page scan">{choose_again(why)}</section> }.into_any(),
            None if changes.get() => form(asking.get_untracked(), begin),
            None => ask(asking.get_untracked(), change),
        })}
    }
}

/// The question of the moment, or none where the browser has no randomness.
#[derive(Clone, Copy)]
struct Asked {
    question: StoredValue<Option<Question>>,
    symbol: RwSignal<Option<Arc<Symbol>>>,
    expires: RwSignal<crate::time::UnixTime>,
}

impl Asked {
    fn new() -> Self {
        Self { question: StoredValue::new(None), symbol: RwSignal::new(None), expires: RwSignal::new(clock::now()) }
    }

    /// Whether it takes an answer for so many seconds more.
    fn is_open_for(self, seconds: u64) -> bool {
        let at = clock::now();
        let is_open = |question: &Question| question.is_open(at) && question.challenge().expires().since(at) > seconds;
        self.question.with_value(|question| question.as_ref().is_some_and(is_open))
    }

    /// Another question.
    fn renew(self, asking: &Asking) {
        let Some((nonce, door)) = random::bytes().ok().zip(asking.door.clone()) else { return };
        let challenge = Challenge::new(nonce, door, asking.asks, asking.purpose.clone(), clock::now());
        let link = format!("{}{}#{}", page::origin(), Route::Answer.path(), challenge.to_fragment());
        self.symbol.set(Symbol::of_str(&link, Level::M).ok().map(Arc::new));
        self.expires.set(challenge.expires());
        self.question.set_value(Some(Question::new(challenge)));
    }
}

fn ask(asking: Asking, change: Callback<()>) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let updating = use_updating();
    let together = asking.together;
    let asked = Asked::new();
    asked.renew(&asking);
    let deciding = Deciding::begin_by(Rc::new(move |message, lists, policy, at| {
        let judge = |question: &mut Option<Question>| Some(question.as_mut()?.judge(message, lists, policy, at));
        let report = asked.question.try_update_value(judge).flatten();
        // Where nothing was asked, nothing answers it.
        report.unwrap_or_else(|| Report {
            verdict: Verdict::Refuse(Refusal::OtherChallenge),
            ..verify_message(message, lists, policy, at)
        })
    }));
    let turn = RwSignal::new(Turn::Show);
    let rests = RwSignal::new(false);
    let step = deciding.step;
    let shows = move || together || turn.get_untracked() == Turn::Show;
    let renew = {
        let asking = asking.clone();
        move || {
            let is_good = if shows() { asked.is_open_for(ENOUGH) } else { asked.is_open_for(0) };
            if !is_good && deciding.is_looking() {
                asked.renew(&asking);
                turn.set(Turn::Show);
            }
        }
    };
    let renew_soon = renew.clone();
    follow(move || {
        ticker.now();
        renew_soon();
    });
    let was_deciding = StoredValue::new(false);
    follow(move || {
        let is_looking = matches!(step.get(), Step::Looking);
        rests.set(!is_looking);
        updating.set_scanning(if is_looking { Scanning::Looking } else { Scanning::Deciding });
        let before = was_deciding.get_value();
        was_deciding.set_value(!is_looking);
        if is_looking && before {
            // An answer was judged, so the next visitor is asked something else; after what was no answer, the question is to be filmed again.
            turn.set(Turn::Show);
            renew();
        }
    });
    on_cleanup(move || updating.set_scanning(Scanning::Off));
    keep_awake(move || ticker.visible());
    focus_on_change(step);
    focus_on_change(turn);

    let moving = Moving::new();
    let question_seen = RwSignal::new(false);
    let take = Callback::new(move |text: String| {
        if !deciding.is_looking() {
            return;
        }
        let is_question = Challenge::is_claimed_by(&text);
        if question_seen.get_untracked() != is_question {
            question_seen.set(is_question);
        }
        if !text.starts_with(CARRIED_PREFIX) {
            return deciding.take(text);
        }
        if !deciding.has_just_decided() {
            moving.take(text, move |part| match part {
                Part::Message(message) => deciding.take_message(message),
                Part::Failed(trouble) if deciding.is_looking() => step.set(Step::Unable(trouble)),
                Part::Other | Part::Failed(_) => {}
            });
        }
    });
    let intake = Intake::new(take, Callback::new(move |()| deciding.is_looking()));
    let on_aim = Callback::new(move |advice: Phrase| deciding.aim(advice));
    let name = asking.door.as_ref().map_or("", |name| name.as_str()).to_owned();
    let purpose = asking.purpose.as_ref().map(|purpose| purpose.as_str().to_owned());
    let asks = asking.asks;
    let summary = move || {
        let (name, purpose) = (name.clone(), purpose.clone());
        view! {
            <p class="chip">
                <bdi>{name}</bdi>
                " · "
                <bdi>{text(move || asked_line(asks, words.language()))}</bdi>
                {purpose.map(|purpose| view! { " · "<bdi>{purpose}</bdi> })}
            </p>
        }
    };
    let left = move || {
        let left = asked.expires.get().since(ticker.now()).saturating_sub(ENOUGH);
        Phrase::AskEnds.filled(words.language(), &[("time", &words.language().span(left))])
    };
    let question = move || match asked.symbol.get().is_some() {
        true => view! {
            <Code symbol=asked.symbol label=Phrase::AskLabel/>
            {(!together).then(|| view! {
                {line("live-hint", Phrase::AskShow)}
                <p class="live-hint">{text(left)}</p>
            })}
        }
        .into_any(),
        false => trouble_card(VaultFault::Seal.into()),
    };
    let film = move || {
        view! {
            {maybe(move || question_seen.get().then(|| remark(Phrase::QuestionSeen, Phrase::QuestionSeenBody)))}
            <Viewfinder
                on_text=take wrong=deciding.foreign rests front=together
                point=Phrase::AskPoint foreign=Phrase::AskForeign on_aim
            />
            {moving.view()}
            {intake.view()}
            <details class="other-ways">
                <summary>{words.of(Phrase::OtherWays)}</summary>
                <Ways intake/>
            </details>
        }
        .into_any()
    };
    let to_film = Callback::new(move |()| turn.set(Turn::Film));
    let to_show = Callback::new(move |()| turn.set(Turn::Show));
    let has_question = Memo::new(move |_| asked.symbol.get().is_some());
    let look = part(move || match (together, turn.get()) {
        (true, _) => view! { <div class="question-both">{part(question)}{film()}</div> }.into_any(),
        (false, Turn::Show) => view! {
            {part(question)}
            {maybe(move || has_question.get().then(|| view! {
                <Button phrase=Phrase::AskFilm icon=Icon::Camera on_press=to_film kind=ButtonKind::Primary/>
            }.into_any()))}
        }
        .into_any(),
        (false, Turn::Film) => view! {
            {film()}
            <Button phrase=Phrase::AskOnceMore on_press=to_show/>
        }
        .into_any(),
    });
    view! {
        <section class="page scan question" class:question-together=together>
            <div class="scan-look" inert=move || rests.get()>
                <h1 id=move || (!rests.get()).then_some("title") tabindex="-1" class="scan-title">
                    {words.of(Phrase::AskTitle)}
                </h1>
                {summary()}
                {look}
                <Button phrase=Phrase::AskChange on_press=change kind=ButtonKind::Quiet/>
                <Link to=Route::Scan class="quiet-link" phrase=Phrase::ScanTitle/>
            </div>
            {part(move || told(deciding))}
        </section>
    }
    .into_any()
}
