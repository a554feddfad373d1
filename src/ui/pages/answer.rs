//! Answers a door's question: who asks and what for, exactly what they will learn, and then an answer that is good for that question alone.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::challenge::{Asks, Challenge, ChallengeError, Kind};
use crate::claims::{Details, Part};
use crate::credential::Binding;
use crate::holder::Chosen;
use crate::time::{UnixTime, Validity};
use crate::ui::components::{
    Button, ButtonKind, ClaimsList, Intake, Link, Viewfinder, Ways, advice, asked_line, choice, choices_of, claim,
    lack_name, learned, line, paragraph, part_switches, pass_name, remark, signed_code, title, trouble_card, waiting,
};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe, part, text};
use crate::ui::pages::focus_on_change;
use crate::ui::route::Route;
use crate::ui::state::{Entry, Pass, Record, Stage, Wallet, use_navigation, use_ticker, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::clock;

/// How long the sentence about a foreign code stays, in seconds.
const FOREIGN_STAYS: u64 = 2;

/// Where answering stands.
#[derive(Clone)]
enum Step {
    /// It looks for a question.
    Looking,
    /// What is asked, and nothing shown yet.
    Asked(Arc<Challenge>),
    /// The answer is on the screen.
    Shown(Arc<Challenge>, Answer),
    /// There is nothing to answer.
    Bad(ChallengeError),
}

/// What answers.
#[derive(Clone)]
enum Answer {
    /// A copy of a door pass.
    Door(Arc<Pass>, usize),
    /// Parts of a record.
    Record(Arc<Record>, Arc<Chosen>),
}

/// The page.
#[component]
pub fn Answer() -> impl IntoView {
    let ticker = use_ticker();
    let fragment = use_navigation().fragment();
    let step = RwSignal::new(Step::Looking);
    let take = Callback::new(move |given: String| {
        step.set(match Challenge::accept(&given, clock::now()) {
            Ok(challenge) => Step::Asked(Arc::new(challenge)),
            Err(error) => Step::Bad(error),
        });
    });
    follow(move || {
        if let Some(link) = fragment.get() {
            fragment.set(None);
            take.run(format!("#{link}"));
        }
    });
    follow(move || {
        let (at, visible) = (ticker.now(), ticker.visible());
        match step.get_untracked() {
            Step::Asked(challenge) | Step::Shown(challenge, _) if at >= challenge.expires() => {
                step.set(Step::Bad(ChallengeError::Expired));
            }
            // Nobody looks: what is shown is chosen again.
            Step::Shown(challenge, _) if !visible => step.set(Step::Asked(challenge)),
            _ => {}
        }
    });
    let again = Callback::new(move |()| step.set(Step::Looking));
    let is_open = Callback::new(move |()| matches!(step.get_untracked(), Step::Looking | Step::Bad(_)));
    let intake = Intake::new(take, is_open);
    focus_on_change(step);
    view! {
        <section class="page answer">
            {part(move || match step.get() {
                Step::Looking => looking(step, take, intake),
                Step::Asked(challenge) => asked(challenge, step),
                Step::Shown(challenge, answer) => shown(challenge, answer, step),
                Step::Bad(error) => view! {
                    {title(Phrase::AnswerTitle)}
                    {advice(move |language| language.challenge_error(error))}
                    <Button phrase=Phrase::TryAgain on_press=again kind=ButtonKind::Primary/>
                    <Link to=Route::Wallet class="quiet-link" phrase=Phrase::ToWallet/>
                }
                .into_any(),
            })}
        </section>
    }
}

/// The camera, and the ways without it. A code that is no question is named so, and it goes on.
fn looking(step: RwSignal<Step>, take: Callback<String>, intake: Intake) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let wrong = RwSignal::new(false);
    let foreign = StoredValue::new(UnixTime::EPOCH);
    follow(move || {
        if ticker.now().since(foreign.get_value()) > FOREIGN_STAYS && wrong.get_untracked() {
            wrong.set(false);
        }
    });
    let film = Callback::new(move |text: String| {
        if !matches!(step.get_untracked(), Step::Looking) {
            return;
        }
        if Challenge::is_claimed_by(&text) {
            take.run(text);
        } else {
            foreign.set_value(clock::now());
            wrong.set(true);
        }
    });
    view! {
        {title(Phrase::AnswerTitle)}
        {paragraph(Phrase::AnswerLead)}
        <Viewfinder on_text=film wrong point=Phrase::AnswerPoint foreign=Phrase::AnswerForeign/>
        {intake.view()}
        <details class="other-ways">
            <summary>{words.of(Phrase::OtherWays)}</summary>
            <Ways intake/>
        </details>
        <Link to=Route::Wallet class="quiet-link" phrase=Phrase::ToWallet/>
    }
    .into_any()
}

/// Who asks, as far as anybody knows, and what for.
fn who(challenge: &Challenge) -> AnyView {
    let words = use_words();
    let (door, asks) = (challenge.door().as_str().to_owned(), challenge.asks());
    let purpose = challenge.purpose().map(|purpose| {
        let purpose = purpose.as_str().to_owned();
        claim(Phrase::AnswerFor, text(move || purpose.clone()))
    });
    view! {
        <dl class="claims">
            {claim(Phrase::AnswerWho, text(move || door.clone()))}
            {purpose}
            {claim(Phrase::AnswerAsks, text(move || asked_line(asks, words.language())))}
        </dl>
        {line("answer-unproven", Phrase::AnswerNotProven)}
    }
    .into_any()
}

/// What could answer, by person.
#[derive(Clone)]
struct Candidate {
    name: String,
    pass: Arc<Pass>,
    record: Option<Arc<Record>>,
}

/// Whose pass can answer at all, that of the pass in use first.
fn candidates(wallet: Wallet, entries: &[Entry], asks: Asks, at: UnixTime) -> Vec<Candidate> {
    let in_use = untrack(move || wallet.in_use());
    let mut found = Vec::<Candidate>::new();
    for entry in entries.iter().rev() {
        let Entry::Open(pass) = entry else { continue };
        let is_valid = |checked: &crate::holder::Checked| checked.validity(at) == Validity::Valid;
        let is_live = pass.delivery.first().binding() == Binding::Holder;
        let record = wallet.record_of(pass).filter(|record| is_valid(&record.checked));
        let can = match asks {
            Asks::Door => is_live && pass.delivery.copies().iter().any(is_valid),
            Asks::Identity | Asks::Details(_) => {
                let is_new = |record: &Arc<Record>| {
                    let bytes = record.checked.bytes();
                    found.iter().all(|other| other.record.as_ref().is_none_or(|other| other.checked.bytes() != bytes))
                };
                record.as_ref().is_some_and(is_new)
            }
        };
        if !can {
            continue;
        }
        let named = pass.person.as_ref().and_then(|id| wallet.name_of(id)).map(|name| name.as_str().to_owned());
        let name = named.unwrap_or_else(|| {
            let (initials, year) = pass_name(pass);
            [initials, year].join(" ").trim().to_owned()
        });
        let candidate = Candidate { name, pass: pass.clone(), record };
        let place = if Some(&pass.id) == in_use.as_ref() { 0 } else { found.len() };
        found.insert(place, candidate);
    }
    found
}

/// The question before its answer.
fn asked(challenge: Arc<Challenge>, step: RwSignal<Step>) -> AnyView {
    let wallet = use_wallet();
    let stop = Callback::new(move |()| step.set(Step::Looking));
    let of = challenge.clone();
    view! {
        {title(Phrase::AnswerAsked)}
        {who(&challenge)}
        {part(move || match wallet.entries() {
            Stage::Waiting => waiting(),
            Stage::Failed(trouble) => trouble_card(trouble),
            Stage::Ready(entries) => choosing(of.clone(), candidates(wallet, &entries, of.asks(), clock::now()), step),
        })}
        <Button phrase=Phrase::AnswerNo on_press=stop kind=ButtonKind::Quiet/>
    }
    .into_any()
}

/// Whose pass answers, what they will learn, and the button.
fn choosing(challenge: Arc<Challenge>, candidates: Vec<Candidate>, step: RwSignal<Step>) -> AnyView {
    let words = use_words();
    if candidates.is_empty() {
        let body = if challenge.asks() == Asks::Door { Phrase::AnswerNoneDoor } else { Phrase::AnswerNoneRecord };
        return view! {
            {remark(Phrase::AnswerNone, body)}
            <Link to=Route::Get class="button button-primary" phrase=Phrase::GetAPass/>
            <Link to=Route::Add class="button" phrase=Phrase::HaveAPass/>
        }
        .into_any();
    }
    let whose = RwSignal::new(0);
    let names: Vec<_> = candidates.iter().map(|candidate| candidate.name.clone()).collect();
    let picker = (names.len() > 1).then(|| {
        let each = names.into_iter().enumerate().map(|(place, name)| {
            let choose = Callback::new(move |()| whose.set(place));
            choice("whose", text(move || name.clone()), None, Box::new(move || whose.get() == place), choose)
        });
        choices_of(Phrase::AnswerWhose, each.collect())
    });
    let what = part(move || {
        let Some(candidate) = candidates.get(whose.get()).cloned() else { return ().into_any() };
        match (challenge.asks(), candidate.record) {
            (Asks::Door, _) => by_door_pass(challenge.clone(), candidate.pass, step),
            (_, Some(record)) => by_record(challenge.clone(), record, step),
            (_, None) => ().into_any(),
        }
    });
    view! {
        {picker}
        <h2>{words.of(Phrase::WhatTheyLearn)}</h2>
        {what}
    }
    .into_any()
}

/// An answer with a door pass. Its copies are shown once each, to this door, too.
fn by_door_pass(challenge: Arc<Challenge>, pass: Arc<Pass>, step: RwSignal<Step>) -> AnyView {
    let wallet = use_wallet();
    let trouble = RwSignal::new(None::<Trouble>);
    let at = clock::now();
    let copies = pass.delivery.copies();
    let copy = copies.iter().find(|copy| copy.validity(at) == Validity::Valid).unwrap_or(pass.delivery.first());
    let list = view! {
        <ClaimsList
            claims=copy.claims().clone()
            binding=copy.binding()
            issuer=copy.issuer().as_str().to_owned()
            region=copy.region().as_str().to_owned()
        />
    };
    let go = {
        let pass = pass.clone();
        move |place: usize| step.try_set(Step::Shown(challenge.clone(), Answer::Door(pass.clone(), place)))
    };
    let (show_go, anyway_go) = (go.clone(), go);
    let shown = pass.clone();
    let show = Callback::new(move |()| {
        let (pass, go) = (shown.clone(), show_go.clone());
        spawn_local(async move {
            match wallet.begin_showing(&pass, clock::now()).await {
                // Before it was pressed, a copy was valid.
                Ok(place) => go(place.unwrap_or_default()),
                Err(fault) => trouble.try_set(Some(fault.into())),
            }
        });
    });
    let anyway = Callback::new(move |()| {
        if let Some(place) = wallet.begin_showing_unkept(&pass, clock::now()) {
            anyway_go(place);
        }
    });
    view! {
        {list}
        {line("learn-end", Phrase::NothingElse)}
        <Button phrase=Phrase::AnswerShow on_press=show kind=ButtonKind::Primary/>
        {maybe(move || trouble.get().map(|trouble| view! {
            {trouble_card(trouble)}
            {line("quiet", Phrase::UseNotKept)}
            <Button phrase=Phrase::ShowAnyway on_press=anyway/>
        }.into_any()))}
    }
    .into_any()
}

/// An answer with a record: the least that answers, and where there are several entries of a kind, another choice of them.
fn by_record(challenge: Arc<Challenge>, record: Arc<Record>, step: RwSignal<Step>) -> AnyView {
    let words = use_words();
    let details = record.details();
    let asks = challenge.asks();
    let lacks = asks.lacks(&details);
    if !lacks.is_empty() {
        let missing = move || {
            let language = words.language();
            let names: Vec<_> = lacks.iter().map(|lack| lack_name(*lack).text(language)).collect();
            Phrase::AnswerLacksBody.filled(language, &[("what", &names.join(" · "))])
        };
        return view! {
            <div class="advice" role="status">
                {line("advice-title", Phrase::AnswerLacks)}
                <p>{text(missing)}</p>
            </div>
        }
        .into_any();
    }
    let chosen = RwSignal::new(asks.least_of(&details));
    let switches = selectable(asks, &details);
    let switches = (!switches.is_empty()).then(|| part_switches(&details, switches, chosen));
    let less = RwSignal::new(false);
    let what = part(move || {
        let Ok(what) = record.checked.choose(&chosen.get()).map(Arc::new) else { return ().into_any() };
        less.set(!asks.is_met_by(&what.claims().subject));
        let list = learned(&record, &what);
        let show = {
            let (challenge, record) = (challenge.clone(), record.clone());
            Callback::new(move |()| {
                step.set(Step::Shown(challenge.clone(), Answer::Record(record.clone(), what.clone())));
            })
        };
        view! {
            {list}
            <Button phrase=Phrase::AnswerShow on_press=show kind=ButtonKind::Primary disabled=less/>
        }
        .into_any()
    });
    view! {
        {switches}
        {maybe(move || less.get().then(|| line("answer-less", Phrase::AnswerLess)))}
        {what}
    }
    .into_any()
}

/// Entries of the kinds that are asked for, where there is more than one of a kind. Nothing else can be shown by accident.
fn selectable(asks: Asks, details: &Details) -> Vec<Part> {
    let of_kind = |kind: Kind| {
        let entries = details.items.iter().enumerate().filter(move |(_, entry)| Kind::of(entry) == Some(kind));
        let entries: Vec<_> = entries.map(|(number, _)| Part::Item(number)).collect();
        if entries.len() > 1 { entries } else { Vec::new() }
    };
    asks.kinds().each().flat_map(of_kind).collect()
}

/// The answer, signed anew while it is looked at.
fn shown(challenge: Arc<Challenge>, answer: Answer, step: RwSignal<Step>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let ticker = use_ticker();
    let navigation = use_navigation();
    let expires = challenge.expires();
    let door = challenge.door().as_str().to_owned();
    let of = challenge.clone();
    let code = signed_code(
        Box::new(move |at| match &answer {
            Answer::Door(pass, place) => wallet.answer(pass, *place, &of, at),
            Answer::Record(record, chosen) => record.answer(chosen, &of, at),
        }),
        Phrase::AnswerLabel,
        Phrase::AnswerHint,
    );
    let left = move || {
        let language = words.language();
        Phrase::LevelEnds.filled(language, &[("time", &language.span(expires.since(ticker.now())))])
    };
    let done = Callback::new(move |()| navigation.go(Route::Wallet));
    let back = Callback::new(move |()| step.set(Step::Asked(challenge.clone())));
    view! {
        {title(Phrase::AnswerShown)}
        <p class="answer-door"><bdi>{door}</bdi></p>
        {code}
        <p class="live-hint">{text(left)}</p>
        <Button phrase=Phrase::ShowDone on_press=done kind=ButtonKind::Primary/>
        <Button phrase=Phrase::Back on_press=back kind=ButtonKind::Quiet/>
    }
    .into_any()
}
