use leptos::prelude::*;

use crate::ui::components::{Icon, IconView};
use crate::ui::dynamic::{RwSignal, maybe};
use crate::ui::state::use_words;
use crate::ui::words::Phrase;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// Another thing to do.
    #[default]
    Plain,
    /// A quiet way out.
    Quiet,
    /// It removes something.
    Danger,
}

impl ButtonKind {
    /// The class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Plain => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// What it says.
    phrase: Phrase,
    /// What it does.
    on_press: Callback<()>,
    /// How it looks.
    #[prop(default = ButtonKind::Plain)]
    kind: ButtonKind,
    /// A picture before the word.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Whether it cannot be pressed now.
    #[prop(optional)]
    disabled: Option<RwSignal<bool>>,
) -> impl IntoView {
    let words = use_words();
    let is_disabled = move || disabled.is_some_and(|disabled| disabled.get());
    view! {
        <button type="button" class=kind.class() disabled=is_disabled on:click=move |_| on_press.run(())>
            {maybe(move || icon.map(|icon| view! { <IconView icon/> }.into_any()))}
            {words.of(phrase)}
        </button>
    }
}
