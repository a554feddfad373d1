use leptos::prelude::*;

use crate::trust::Freshness;
use crate::ui::dynamic::text;
use crate::ui::state::{Stage, use_session, use_ticker, use_words};
use crate::ui::words::{Language, Phrase};

/// How fresh the lists are, in words; the least fresh decides.
#[component]
pub fn FreshnessBadge() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let ticker = use_ticker();
    let freshness = move || session.freshness(ticker.now());
    let phrase = move || match freshness() {
        Some(Freshness::Fresh { .. }) => Phrase::ListsFresh,
        Some(Freshness::Ageing { .. }) => Phrase::ListsAgeing,
        Some(Freshness::Stale) => Phrase::ListsStale,
        None => match session.lists() {
            Stage::Waiting | Stage::Ready(_) => Phrase::Loading,
            Stage::Failed(_) => Phrase::ListsMissing,
        },
    };
    let class = move || match freshness() {
        Some(Freshness::Fresh { .. }) => "badge badge-fresh",
        Some(Freshness::Ageing { .. }) => "badge badge-ageing",
        Some(Freshness::Stale) | None => "badge badge-stale",
    };
    let age = move || {
        let issued_at = session.lists().ready()?.trust().issued_at();
        let ago = words.language().span(ticker.now().since(issued_at));
        let [issued, ago_word] = [Phrase::UpdatedAgo, Phrase::Ago].map(|phrase| phrase.text(words.language()));
        Some(match words.language() {
            Language::English => format!("{issued} {ago} {ago_word}"),
            Language::Chinese => format!("{issued} {ago}{ago_word}"),
        })
    };
    view! {
        <div class=text(class)>
            <span class="badge-word">{text(move || phrase().text(words.language()))}</span>
            <span class="badge-age">{text(move || age().unwrap_or_default())}</span>
        </div>
    }
}
