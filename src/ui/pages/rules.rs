use leptos::prelude::*;

use crate::claims::Colour;
use crate::id::{IssuerId, Name};
use crate::limits::MAX_RULES_NAMES;
use crate::policy::{Choice, Lapse, Rules};
use crate::ui::components::{
    Button, ButtonKind, Intake, Ways, advice, choice, choices_of, colour_name, lapse, offered_rules, paragraph,
    rules_card, rules_line, subtitle, switch, switches, title, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, maybe, part, text};
use crate::ui::state::{Mode, Switch, use_door, use_notices, use_session, use_ticker, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::clock;
use crate::wire::text::ScannedText;

/// Ages of a test that can be asked for, in seconds.
const AGES: [u64; 4] = [86_400, 2 * 86_400, 3 * 86_400, 7 * 86_400];

/// The rules of the door, its manner, and how a verdict is told.
#[component]
pub fn RulesPage() -> impl IntoView {
    let door = use_door();
    let ticker = use_ticker();
    let drafted = RwSignal::new(None::<Rules>);
    let in_force = Memo::new(move |_| door.in_force(ticker.now()));
    view! {
        <section class="page">
            {title(Phrase::RulesTitle)}
            {paragraph(Phrase::RulesLead)}
            {subtitle(Phrase::RulesInForce)}
            {part(move || match in_force.get() {
                None => waiting(),
                Some(Ok((rules, origin))) => rules_card(rules, origin),
                Some(Err(why)) => lapsed(why),
            })}
            {part(move || match drafted.get() {
                None => change(drafted),
                Some(rules) => form(rules, drafted),
            })}
            {modes()}
            {signals()}
            {from_office()}
        </section>
    }
}

/// Rules that hold no more: what to do.
fn lapsed(why: Lapse) -> AnyView {
    let door = use_door();
    let notices = use_notices();
    let keep = Callback::new(move |()| {
        door.choose(door.choice_now().again(clock::now()));
        notices.say(Phrase::RulesTaken, None);
    });
    view! {
        {advice(move |language| lapse(language, why))}
        {(why == Lapse::Old).then(|| view! { <Button phrase=Phrase::RulesKeep on_press=keep kind=ButtonKind::Primary/> })}
    }
    .into_any()
}

/// The ways to other rules.
fn change(drafted: RwSignal<Option<Rules>>) -> AnyView {
    let door = use_door();
    let session = use_session();
    let begin = Callback::new(move |()| {
        // It begins with the rules of now, or with those of the app where they hold no more.
        let now = untrack(move || door.in_force(clock::now())).and_then(Result::ok).map(|(rules, _)| rules);
        let first = session.config_now().map(|config| config.policy.rules.clone());
        drafted.set(Some(Rules { name: None, ..now.or(first).unwrap_or_else(Rules::door) }));
    });
    let reset = Callback::new(move |()| door.choose(Choice::Installation));
    let is_chosen = door.choice() != Choice::Installation;
    view! {
        <Button phrase=Phrase::RulesChange on_press=begin/>
        {is_chosen.then(|| view! { <Button phrase=Phrase::RulesReset on_press=reset kind=ButtonKind::Quiet/> })}
    }
    .into_any()
}

/// Other rules, looked at once more before they are in force.
fn form(first: Rules, drafted: RwSignal<Option<Rules>>) -> AnyView {
    let words = use_words();
    let door = use_door();
    let notices = use_notices();
    let rules = RwSignal::new(first);
    let reviewing = RwSignal::new(false);
    let cancel = Callback::new(move |()| drafted.set(None));
    let review = Callback::new(move |()| reviewing.set(true));
    let take = Callback::new(move |()| {
        door.choose(Choice::Own(rules.get_untracked(), clock::now()));
        drafted.set(None);
        notices.say(Phrase::RulesTaken, None);
    });
    let flag = move |phrase: Phrase, is_on: fn(&Rules) -> bool, set: fn(&mut Rules, bool)| {
        let flip = Callback::new(move |on| rules.update(|rules| set(rules, on)));
        switch(text(move || phrase.text(words.language())), Box::new(move || rules.with(is_on)), flip)
    };
    let colours = Colour::ALL.map(|colour| {
        let flip = Callback::new(move |on| {
            rules.update(|rules| {
                rules.colours = if on { rules.colours.with(colour) } else { rules.colours.without(colour) };
            });
        });
        let is_on = move || rules.with(|rules| rules.colours.has(colour));
        switch(text(move || colour_name(colour).text(words.language())), Box::new(is_on), flip)
    });
    let name = |phrase: Phrase| text(move || phrase.text(words.language()));
    let nobody = RwSignal::new(false);
    Effect::new(move |_| nobody.set(rules.with(|rules| rules.colours.each().next().is_none())));
    let edit = move || {
        view! {
            {switches(name(Phrase::RulesColours), colours.into_iter().collect())}
            {switches(name(Phrase::RulesWhat), vec![
                flag(Phrase::RulesPaper, |rules| rules.accepts_paper, |rules, on| rules.accepts_paper = on),
                flag(Phrase::RulesSpecimens, |rules| rules.accepts_specimens, |rules, on| rules.accepts_specimens = on),
            ])}
            {places(rules)}
            {test_age(rules)}
            <Button phrase=Phrase::RulesReview on_press=review kind=ButtonKind::Primary disabled=nobody/>
        }
        .into_any()
    };
    view! {
        <div class="rules-form" hidden=move || reviewing.get()>{edit()}</div>
        {maybe(move || reviewing.get().then(|| view! {
            {subtitle(Phrase::RulesFromNowOn)}
            <div class="advice rules-card" role="status">
                <p class="advice-title"><bdi>{text(move || rules_line(&rules.get(), words.language()))}</bdi></p>
            </div>
            <Button phrase=Phrase::RulesTake on_press=take kind=ButtonKind::Primary/>
        }.into_any()))}
        <Button phrase=Phrase::Cancel on_press=cancel kind=ButtonKind::Quiet/>
    }
    .into_any()
}

/// The regions and the offices of the lists, where there are several.
fn places(rules: RwSignal<Rules>) -> AnyView {
    let words = use_words();
    let Some(known) = use_session().lists_now().ready() else { return ().into_any() };
    let (mut regions, mut issuers) = (Vec::<Name>::new(), Vec::<(IssuerId, Name)>::new());
    for key in known.trust().keys() {
        if !regions.contains(&key.region) {
            regions.push(key.region.clone());
        }
        if issuers.iter().all(|(issuer, _)| *issuer != key.issuer) {
            issuers.push((key.issuer.clone(), key.name.clone()));
        }
    }
    let regions = (regions.len() > 1).then(|| {
        let each = regions.into_iter().map(|region| {
            let (shown, other) = (region.as_str().to_owned(), region.clone());
            let is_on = move || rules.with(|rules| rules.regions.contains(&other));
            let flip = Callback::new(move |on| rules.update(|rules| put(&mut rules.regions, &region, on)));
            switch(text(move || shown.clone()), Box::new(is_on), flip)
        });
        switches(text(move || Phrase::RulesRegions.text(words.language())), each.collect())
    });
    let issuers = (issuers.len() > 1).then(|| {
        let each = issuers.into_iter().map(|(issuer, name)| {
            let (shown, other) = (name.as_str().to_owned(), issuer.clone());
            let is_on = move || rules.with(|rules| rules.issuers.contains(&other));
            let flip = Callback::new(move |on| rules.update(|rules| put(&mut rules.issuers, &issuer, on)));
            switch(text(move || shown.clone()), Box::new(is_on), flip)
        });
        switches(text(move || Phrase::RulesIssuers.text(words.language())), each.collect())
    });
    view! { {regions}{issuers} }.into_any()
}

/// Puts one into a list, or takes it out.
fn put<T: Clone + PartialEq>(list: &mut Vec<T>, one: &T, on: bool) {
    list.retain(|other| other != one);
    if on && list.len() < MAX_RULES_NAMES {
        list.push(one.clone());
    }
}

/// How old a test may be, or that none is asked for.
fn test_age(rules: RwSignal<Rules>) -> AnyView {
    let words = use_words();
    let choices = core::iter::once(None).chain(AGES.map(Some)).map(|age| {
        let name = text(move || match age {
            None => Phrase::RulesTestNone.text(words.language()).to_owned(),
            Some(age) => {
                let language = words.language();
                Phrase::RulesTestAge.filled(language, &[("time", &language.span(age))])
            }
        });
        choice("test", name, None, Box::new(move || rules.with(|rules| rules.max_test_age == age)), {
            Callback::new(move |()| rules.update(|rules| rules.max_test_age = age))
        })
    });
    choices_of(Phrase::RulesTest, choices.collect())
}

fn modes() -> AnyView {
    let words = use_words();
    let door = use_door();
    let choices = Mode::ALL.map(|mode| {
        let (name, body) = match mode {
            Mode::Staffed => (Phrase::ModeStaffed, Phrase::ModeStaffedBody),
            Mode::Gate => (Phrase::ModeGate, Phrase::ModeGateBody),
            Mode::Kiosk => (Phrase::ModeKiosk, Phrase::ModeKioskBody),
        };
        let name = text(move || name.text(words.language()));
        let choose = Callback::new(move |()| door.set_mode(mode));
        choice("mode", name, Some(body), Box::new(move || door.mode() == mode), choose)
    });
    choices_of(Phrase::ModeTitle, choices.into_iter().collect())
}

fn signals() -> AnyView {
    let words = use_words();
    let door = use_door();
    let each = Switch::ALL.map(|one| {
        let phrase = match one {
            Switch::Sound => Phrase::SignalSound,
            Switch::Speech => Phrase::SignalSpeech,
            Switch::Vibration => Phrase::SignalVibration,
            Switch::Discreet => Phrase::SignalDiscreet,
            Switch::Count => Phrase::CountTitle,
        };
        let name = text(move || phrase.text(words.language()));
        switch(name, Box::new(move || door.is_on(one)), Callback::new(move |on| door.turn(one, on)))
    });
    choices_of(Phrase::SignalsTitle, each.into_iter().collect())
}

/// Rules that an office signed, as text or picture.
fn from_office() -> AnyView {
    let offered = RwSignal::new(None::<Vec<u8>>);
    let trouble = RwSignal::new(None::<Trouble>);
    let take = Callback::new(move |given: String| {
        let message = ScannedText::new(&given).ok().and_then(|text| text.decode().ok());
        // Whatever else it is, the check says that it is no rules.
        trouble.set(message.is_none().then_some(Trouble::NOT_OURS));
        offered.set(message);
    });
    let intake = Intake::new(take, Callback::new(|()| true));
    let done = Callback::new(move |()| offered.set(None));
    view! {
        {subtitle(Phrase::RulesFromOffice)}
        {paragraph(Phrase::RulesFromOfficeBody)}
        {trouble_if(trouble)}
        {part(move || match offered.get() {
            Some(message) => offered_rules(message, done),
            None => view! { {intake.view()}<Ways intake/> }.into_any(),
        })}
    }
    .into_any()
}
