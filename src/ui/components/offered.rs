use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::dynamic::text;
use crate::ui::state::{Fate, Offered, Unpacked, use_ticker, use_words};
use crate::ui::words::Phrase;

/// What a backup holds: whose passes, until when, and what becomes of each.
pub fn offered(weighed: &Arc<Unpacked>) -> AnyView {
    let words = use_words();
    let made_at = weighed.made_at();
    let made = move || {
        let language = words.language();
        Phrase::RestoreMade.filled(language, &[("time", &language.moment(made_at))])
    };
    let items = weighed.offered.iter().cloned().map(item).collect_view();
    view! {
        <p class="quiet">{text(made)}</p>
        <ul class="offered" aria-label=words.of(Phrase::RestoreInside)>{items}</ul>
    }
    .into_any()
}

fn item(offered: Offered) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let Offered { person, name, ends, fate, .. } = offered;
    let until = move || {
        let Some(ends) = ends else { return String::new() };
        let language = words.language();
        let phrase = if ticker.now() >= ends { Phrase::RestoreEnded } else { Phrase::RestoreEnds };
        phrase.filled(language, &[("time", &language.moment(ends))])
    };
    let told = move || {
        let language = words.language();
        match fate {
            Fate::New => Phrase::RestoreNew.text(language),
            Fate::Here => Phrase::RestoreHere.text(language),
            Fate::Refused(error) => language.check_error(error).title,
        }
    };
    let person = person.map(|person| view! { <bdi class="offered-person">{person}</bdi> });
    view! {
        <li class="offered-pass">
            <p class="offered-name">{person}" "<bdi>{name}</bdi></p>
            <p class="quiet">{text(until)}</p>
            <p class="offered-fate">{text(told)}</p>
        </li>
    }
    .into_any()
}
