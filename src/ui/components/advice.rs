use leptos::prelude::*;

use crate::ui::dynamic::{Part, RwSignal, maybe, text};
use crate::ui::state::use_words;
use crate::ui::words::{Advice, Language, Trouble};

/// What happened and what to do, read out when it appears.
pub fn advice(of: impl Fn(Language) -> Advice + Clone + Send + 'static) -> AnyView {
    let words = use_words();
    let (title, remedy) = (of.clone(), of);
    view! {
        <div class="advice" role="alert">
            <p class="advice-title">{text(move || title(words.language()).title)}</p>
            <p>{text(move || remedy(words.language()).remedy)}</p>
        </div>
    }
    .into_any()
}

/// The advice for a trouble.
pub fn trouble(trouble: Trouble) -> AnyView {
    advice(move |language| language.trouble(trouble))
}

/// The advice for a trouble, while there is one.
pub fn trouble_if(now: RwSignal<Option<Trouble>>) -> Part {
    maybe(move || now.get().map(trouble))
}
