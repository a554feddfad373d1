//! Rules of a door, in words; and those of an office that are offered to it.

use leptos::prelude::*;

use crate::claims::Colour;
use crate::policy::{Choice, Lapse, Origin, Rules, RulesError, SignedRules};
use crate::ui::components::{Button, ButtonKind, advice, subtitle};
use crate::ui::dynamic::text;
use crate::ui::state::{use_door, use_notices, use_session, use_words};
use crate::ui::words::{Advice, Language, Phrase};
use crate::web::clock;

/// A colour's short name.
pub const fn colour_name(colour: Colour) -> Phrase {
    match colour {
        Colour::Green => Phrase::RulesGreen,
        Colour::Yellow => Phrase::RulesYellow,
        Colour::Red => Phrase::RulesRed,
    }
}

/// The rules in one line.
pub fn rules_line(rules: &Rules, language: Language) -> String {
    let say = |phrase: Phrase| phrase.text(language).to_owned();
    let mut parts = Vec::new();
    parts.extend(rules.name.as_ref().map(|name| name.as_str().to_owned()));
    parts.extend(rules.colours.each().map(|colour| say(colour_name(colour))));
    parts.push(say(if rules.accepts_paper { Phrase::RulesPaperToo } else { Phrase::RulesLive }));
    parts.extend(rules.accepts_specimens.then(|| say(Phrase::RulesSpecimensToo)));
    parts.extend(rules.regions.iter().map(|region| region.as_str().to_owned()));
    parts.extend(rules.issuers.iter().map(|issuer| issuer.as_str().to_owned()));
    parts.extend(rules.max_test_age.map(|age| {
        let age = Phrase::RulesTestAge.filled(language, &[("time", &language.span(age))]);
        [Phrase::RulesTest.text(language), &age].join(": ")
    }));
    parts.join(" · ")
}

/// Whose rules they are, and until when.
pub fn origin_line(origin: &Origin, language: Language) -> String {
    let until = |at| Phrase::RulesUntil.filled(language, &[("time", &language.moment(at))]);
    match origin {
        Origin::Installation => Phrase::RulesInstallation.text(language).to_owned(),
        Origin::Own(at) => [Phrase::RulesOwn.text(language), &until(*at)].join(", "),
        Origin::Signed(office, at) => {
            [Phrase::RulesOf.filled(language, &[("office", office.as_str())]), until(*at)].join(", ")
        }
    }
}

/// Why rules are not taken, or hold no more.
pub fn lapse(language: Language, lapse: Lapse) -> Advice {
    let (title, remedy) = match lapse {
        Lapse::Old => (Phrase::RulesLapsed, Phrase::RulesLapsedBody),
        Lapse::Signed(RulesError::Malformed) => (Phrase::RulesMalformed, Phrase::RulesMalformedRemedy),
        Lapse::Signed(RulesError::NotSigned) => (Phrase::RulesNotSigned, Phrase::RulesNotSignedRemedy),
        Lapse::Signed(RulesError::Expired) => (Phrase::RulesExpired, Phrase::RulesExpiredRemedy),
        Lapse::Signed(RulesError::NotYet) => (Phrase::RulesNotYet, Phrase::RulesNotYetRemedy),
    };
    language.advice(title, remedy)
}

/// Rules as a card: what they say and whose they are.
pub fn rules_card(rules: Rules, origin: Origin) -> AnyView {
    let words = use_words();
    view! {
        <div class="advice rules-card">
            <p class="advice-title"><bdi>{text(move || rules_line(&rules, words.language()))}</bdi></p>
            <p><bdi>{text(move || origin_line(&origin, words.language()))}</bdi></p>
        </div>
    }
    .into_any()
}

/// Rules that came signed: checked, shown, and in force when that is asked for. `done` is called after either answer.
pub fn offered_rules(message: Vec<u8>, done: Callback<()>) -> AnyView {
    let session = use_session();
    let door = use_door();
    let notices = use_notices();
    let at = clock::now();
    let checked = match session.lists_now().ready() {
        Some(known) => SignedRules::authenticate(&message, known.trust(), at),
        None => Err(RulesError::NotSigned),
    };
    let cancel = view! { <Button phrase=Phrase::Cancel on_press=done kind=ButtonKind::Quiet/> };
    match checked {
        Err(error) => view! {
            {advice(move |language| lapse(language, Lapse::Signed(error)))}
            {cancel}
        }
        .into_any(),
        Ok(signed) => {
            let take = Callback::new(move |()| {
                door.choose(Choice::Signed(message.clone(), clock::now()));
                notices.say(Phrase::RulesTaken, None);
                done.run(());
            });
            let origin = Origin::Signed(signed.issuer, signed.window.expires());
            view! {
                {subtitle(Phrase::RulesFromNowOn)}
                {rules_card(signed.rules, origin)}
                <Button phrase=Phrase::RulesTake on_press=take kind=ButtonKind::Primary/>
                {cancel}
            }
            .into_any()
        }
    }
}
