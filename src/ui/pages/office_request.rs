use leptos::prelude::*;

use crate::ui::components::{RequestCard, advice, paragraph, title};
use crate::ui::dynamic::{RwSignal, follow, part};
use crate::ui::state::use_navigation;
use crate::ui::words::{Advice, Language, Phrase};
use crate::wire::text::ScannedText;

/// A request that came as a link: the office sees it as code and text.
#[component]
pub fn OfficeRequest() -> impl IntoView {
    let fragment = use_navigation().fragment();
    let request = RwSignal::new(None::<String>);
    follow(move || {
        if let Some(link) = fragment.get() {
            request.set(Some(link));
            fragment.set(None);
        }
    });
    let nothing = |language: Language| Advice {
        title: Phrase::NoRequest.text(language),
        remedy: Phrase::AskAgain.text(language),
    };
    view! {
        <section class="page">
            {title(Phrase::RequestForOffice)}
            {part(move || match request.get().and_then(|link| ScannedText::from_fragment(&link).ok()) {
                Some(text) => view! { {paragraph(Phrase::RequestForOfficeLead)}<RequestCard text/> }.into_any(),
                None => advice(nothing),
            })}
        </section>
    }
}
