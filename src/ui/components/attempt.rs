use leptos::prelude::*;

use crate::ui::components::{Button, remark, trouble_card};
use crate::ui::dynamic::{part, text};
use crate::ui::state::{Attempt, use_updating, use_words};
use crate::ui::words::{Phrase, Trouble};

/// A button that fetches newer lists, and what became of the last attempt.
#[component]
pub fn UpdateNow() -> impl IntoView {
    let words = use_words();
    let updating = use_updating();
    let progress = move || match updating.attempt() {
        Attempt::Running(come, all) if all > 1 => format!("{} {come}/{all}", Phrase::Updating.text(words.language())),
        Attempt::Running(..) => Phrase::Updating.text(words.language()).to_owned(),
        _ => String::new(),
    };
    view! {
        <Button phrase=Phrase::UpdateNow on_press=Callback::new(move |()| updating.start())/>
        <p class="ways-state" role="status">{text(progress)}</p>
        {part(move || match updating.attempt() {
            Attempt::None | Attempt::Running(..) => ().into_any(),
            Attempt::Brought(Ok(())) => remark(Phrase::Updated, Phrase::UpdatedBody),
            Attempt::Brought(Err(fault)) => trouble_card(Trouble::not_kept(fault)),
            Attempt::Failed(fault) => trouble_card(fault.into()),
        })}
    }
}
