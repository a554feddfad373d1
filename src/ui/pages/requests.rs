use leptos::prelude::*;

use crate::ui::components::{paragraph, title};
use crate::ui::dynamic::{part, text};
use crate::ui::state::{Asked, use_requests, use_words};
use crate::ui::words::Phrase;

/// Every request since the tab was opened.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let words = use_words();
    let requests = use_requests();
    view! {
        <section class="page">
            {title(Phrase::AskedTitle)}
            {paragraph(Phrase::AskedLead)}
            {part(move || {
                let asked = requests.asked();
                if !requests.are_counted() {
                    return paragraph(Phrase::AskedOff);
                }
                if asked.is_empty() {
                    return paragraph(Phrase::AskedNone);
                }
                let sum = requests.network().to_string();
                let sum = text(move || Phrase::AskedSum.filled(words.language(), &[("count", &sum)]));
                view! {
                    <p class="advice-title">{sum}</p>
                    <ul class="requests">{asked.iter().cloned().map(line).collect_view()}</ul>
                }
                .into_any()
            })}
        </section>
    }
}

fn line(asked: Asked) -> AnyView {
    let words = use_words();
    let Asked { path, stored, network } = asked;
    let count = move |phrase: Phrase, count: u32| {
        (count > 0).then(|| phrase.filled(words.language(), &[("count", &count.to_string())]))
    };
    let counts = text(move || {
        let counts = [count(Phrase::AskedNetwork, network), count(Phrase::AskedStored, stored)];
        counts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    view! { <li><code><bdi>{path}</bdi></code><span>{counts}</span></li> }.into_any()
}
