use leptos::prelude::*;

use crate::trust::Freshness;
use crate::ui::dynamic::text;
use crate::ui::state::{Stage, use_session, use_ticker, use_words};
use crate::ui::words::Phrase;

/// How fresh the lists are, in words; the least fresh decides. A clock that is wrong for certain is named instead.
#[component]
pub fn FreshnessBadge() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let ticker = use_ticker();
    let freshness = move || session.freshness(ticker.now());
    let class = move || match freshness() {
        Some(Ok(Freshness::Fresh { .. })) => "badge badge-fresh",
        Some(Ok(Freshness::Ageing { .. })) => "badge badge-ageing",
        Some(Ok(Freshness::Stale) | Err(_)) | None => "badge badge-stale",
    };
    let word = move || {
        let phrase = match freshness() {
            Some(Err(doubt)) => return words.language().doubt(doubt).title,
            Some(Ok(Freshness::Fresh { .. })) => Phrase::ListsFresh,
            Some(Ok(Freshness::Ageing { .. })) => Phrase::ListsAgeing,
            Some(Ok(Freshness::Stale)) => Phrase::ListsStale,
            None => match session.lists() {
                Stage::Waiting | Stage::Ready(_) => Phrase::Loading,
                Stage::Failed(_) => Phrase::ListsMissing,
            },
        };
        phrase.text(words.language())
    };
    let more = move || match freshness() {
        Some(Err(doubt)) => words.language().doubt(doubt).remedy.to_owned(),
        Some(Ok(Freshness::Fresh { left } | Freshness::Ageing { left })) => {
            let language = words.language();
            Phrase::GoodForTime.filled(language, &[("time", &language.span(left))])
        }
        Some(Ok(Freshness::Stale)) | None => String::new(),
    };
    view! {
        <div class=text(class)>
            <span class="badge-word">{text(word)}</span>
            <span class="badge-age">{text(more)}</span>
        </div>
    }
}
