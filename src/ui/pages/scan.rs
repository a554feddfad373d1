mod ask;
mod deciding;
mod telling;

use leptos::prelude::*;

pub use self::ask::Ask;
use self::deciding::{Deciding, Step};
use crate::policy::Lapse;
use crate::ui::components::{
    Button, ButtonKind, Icon, Intake, Link, Outcome, VerdictView, Viewfinder, Ways, advice, anchor, keep_awake, lapse,
    offered_rules, remark, rules_line, trouble_card,
};
use crate::ui::dynamic::{RwSignal, follow, maybe, part, text};
use crate::ui::pages::compare::compare;
use crate::ui::pages::focus_on_change;
use crate::ui::pages::kiosk::leave_kiosk;
use crate::ui::pages::moving::{Moving, Part};
use crate::ui::route::Route;
use crate::ui::state::{Mode, Scanning, use_door, use_ticker, use_updating, use_words};
use crate::ui::words::Phrase;
use crate::web::page;
use crate::wire::text::{CARRIED_PREFIX, CHALLENGE_PREFIX};

/// The viewfinder, the identity hint, the verdict. The camera stays on from visitor to visitor.
#[component]
pub fn Scan() -> impl IntoView {
    let words = use_words();
    let door = use_door();
    let ticker = use_ticker();
    let deciding = Deciding::begin();
    let step = deciding.step;
    let lists_seen = RwSignal::new(false);
    let question_seen = RwSignal::new(false);
    let rests = RwSignal::new(false);
    // Nothing is fetched and no list is unpacked while somebody waits at the door.
    let updating = use_updating();
    follow(move || {
        let is_looking = matches!(step.get(), Step::Looking);
        rests.set(!is_looking);
        updating.set_scanning(if is_looking { Scanning::Looking } else { Scanning::Deciding });
    });
    on_cleanup(move || updating.set_scanning(Scanning::Off));

    let moving = Moving::new();
    let take = Callback::new(move |text: String| {
        if !deciding.is_looking() {
            return;
        }
        if !text.starts_with(CARRIED_PREFIX) {
            lists_seen.set(false);
            // The code stays in view for more than one look, and is told once.
            let is_question = text.contains(CHALLENGE_PREFIX);
            if question_seen.get_untracked() != is_question {
                question_seen.set(is_question);
            }
            return deciding.take(text);
        }
        if deciding.has_just_decided() || lists_seen.get_untracked() {
            return;
        }
        moving.take(text, move |part| match part {
            _ if !deciding.is_looking() => {}
            // It stays until a pass comes: the link in it is to be pressed.
            Part::Other => lists_seen.set(true),
            Part::Message(message) => deciding.take_message(message),
            Part::Failed(trouble) => step.set(Step::Unable(trouble)),
        });
    });
    // An accept need not be waited for; anything else is first dismissed or answered.
    let is_open = Callback::new(move |()| {
        if matches!(step.get_untracked(), Step::Told(Outcome::Accept { .. }, _)) {
            deciding.next();
        }
        deciding.is_looking()
    });
    // What is given by hand comes once, so it waits for the lists. A camera soon gives another picture.
    let given = RwSignal::new(None::<String>);
    follow(move || {
        if deciding.can_decide()
            && let Some(text) = given.get()
        {
            given.set(None);
            untrack(move || take.run(text));
        }
    });
    let intake = Intake::new(Callback::new(move |text| given.set(Some(text))), is_open);
    let on_aim = Callback::new(move |advice: Phrase| deciding.aim(advice));
    focus_on_change(step);
    let is_kiosk = untrack(move || door.mode()) == Mode::Kiosk;
    if is_kiosk {
        page::set_covered(true);
        on_cleanup(|| page::set_covered(false));
        keep_awake(move || ticker.visible());
    }
    let lapsed = Memo::new(move |_| door.in_force(ticker.now()).and_then(Result::err));
    let look = move || {
        view! {
            <h1 id=move || (!rests.get()).then_some("title") tabindex="-1" class="scan-title">
                {words.of(if is_kiosk { Phrase::KioskTitle } else { Phrase::ScanTitle })}
            </h1>
            {policy_chip(is_kiosk)}
            {maybe(move || lists_seen.get().then(|| view! {
                {remark(Phrase::ListsSeen, Phrase::ListsSeenBody)}
                <Link to=Route::ListsFilm class="button" phrase=Phrase::ListsFilmTitle icon=Icon::Scan/>
            }.into_any()))}
            {maybe(move || question_seen.get().then(|| remark(Phrase::QuestionSeen, Phrase::QuestionSeenBody)))}
            <Viewfinder on_text=take wrong=deciding.foreign rests front=is_kiosk on_aim/>
            {moving.view()}
            {(!is_kiosk).then(|| intake.view())}
            {(!is_kiosk).then(|| view! {
                <Link to=Route::Ask class="quiet-link" phrase=Phrase::AskTitle/>
                <details class="other-ways">
                    <summary>{words.of(Phrase::OtherWays)}</summary>
                    <Ways intake/>
                </details>
            })}
            {is_kiosk.then(leave_kiosk)}
        }
        .into_any()
    };
    view! {
        <section class="page scan" class:scan-kiosk=is_kiosk>
            {part(move || match lapsed.get() {
                Some(why) => choose_again(why),
                None => view! {
                    <div class="scan-look" inert=move || rests.get()>{look()}</div>
                    {part(move || told(deciding))}
                }.into_any(),
            })}
        </section>
    }
}

/// What there is to do about the code that was seen, or what was told.
fn told(deciding: Deciding) -> AnyView {
    let next = Callback::new(move |()| deciding.next());
    let hold = Callback::new(move |down: bool| deciding.hold(down));
    match deciding.step.get() {
        Step::Looking => ().into_any(),
        Step::Comparing(shown) => {
            let specimen = shown.specimen;
            let answer = Callback::new(move |same: bool| {
                deciding.tell(if same { Outcome::Accept { specimen } } else { Outcome::NotTheSame }, None);
            });
            compare(&shown, deciding.seen, answer, next)
        }
        Step::Again(shown, since) => {
            let go_on = Callback::new(move |()| deciding.accept(shown.clone()));
            view! {
                <VerdictView outcome=Outcome::Again(since) hint=None seen=deciding.seen on_next=next on_hold=hold go_on/>
            }
            .into_any()
        }
        Step::Told(outcome, hint) => {
            view! { <VerdictView outcome hint seen=deciding.seen on_next=next on_hold=hold/> }.into_any()
        }
        Step::Offered(message) => offered_rules(message, next),
        Step::Unable(trouble) => view! {
            {trouble_card(trouble)}
            <Button phrase=Phrase::TryAgain on_press=next kind=ButtonKind::Primary/>
        }
        .into_any(),
    }
}

/// The rules are to be chosen before anybody is let in by them.
fn choose_again(why: Lapse) -> AnyView {
    view! {
        <h1 id="title" tabindex="-1" class="scan-title">{use_words().of(Phrase::ScanTitle)}</h1>
        {advice(move |language| lapse(language, why))}
        <Link to=Route::Rules class="button button-primary" phrase=Phrase::RulesTitle/>
    }
    .into_any()
}

/// The rules in force, and the way to others where somebody stands by.
fn policy_chip(is_kiosk: bool) -> AnyView {
    let words = use_words();
    let door = use_door();
    let ticker = use_ticker();
    let line = Memo::new(move |_| {
        let in_force = door.in_force(ticker.now()).and_then(Result::ok);
        // Until they are there, the way to them has its name.
        let title = || Phrase::RulesTitle.text(words.language()).to_owned();
        in_force.map_or_else(title, |(rules, _)| rules_line(&rules, words.language()))
    });
    let line = view! { <bdi>{text(move || line.get())}</bdi> }.into_any();
    if is_kiosk {
        view! { <p class="chip">{line}</p> }.into_any()
    } else {
        anchor(Route::Rules, "chip", Box::new(|| false), line)
    }
}
