use leptos::prelude::*;

use crate::ui::components::{AdviceCard, RequestCard};
use crate::ui::dynamic::{follow, part};
use crate::ui::state::{use_navigation, use_words};
use crate::ui::words::{Advice, Phrase};
use crate::wire::text::ScannedText;

/// A request that came as a link: the office sees it as code and text.
#[component]
pub fn OfficeRequest() -> impl IntoView {
    let words = use_words();
    let fragment = use_navigation().fragment();
    let request = RwSignal::new(None::<ScannedText>);
    follow(move || {
        if let Some(link) = fragment.get() {
            request.set(ScannedText::from_fragment(&link).ok());
            fragment.set(None);
        }
    });
    let nothing = Signal::derive(move || Advice {
        title: Phrase::NoRequest.text(words.language()),
        remedy: Phrase::RequestLead.text(words.language()),
    });
    view! {
        <section class="page">
            <h1 id="title" tabindex="-1">{words.of(Phrase::RequestForOffice)}</h1>
            {part(move || match request.get() {
                Some(text) => view! { <p>{words.of(Phrase::RequestForOfficeLead)}</p><RequestCard text/> }.into_any(),
                None => view! { <AdviceCard advice=nothing/> }.into_any(),
            })}
        </section>
    }
}
