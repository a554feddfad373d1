use leptos::prelude::*;

use crate::ui::dynamic::text;
use crate::ui::state::use_words;
use crate::ui::words::{Advice, Trouble};

/// What happened and what to do, read out when it appears.
#[component]
pub fn AdviceCard(
    /// The advice.
    #[prop(into)]
    advice: Signal<Advice>,
) -> impl IntoView {
    view! {
        <div class="advice" role="alert">
            <p class="advice-title">{text(move || advice.get().title)}</p>
            <p>{text(move || advice.get().remedy)}</p>
        </div>
    }
}

/// The advice for a trouble.
#[component]
pub fn TroubleCard(
    /// The trouble.
    trouble: Trouble,
) -> impl IntoView {
    let words = use_words();
    view! { <AdviceCard advice=Signal::derive(move || words.language().trouble(trouble))/> }
}
