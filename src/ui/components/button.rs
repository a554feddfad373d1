use leptos::prelude::*;

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
    /// What it does.
    on_press: Callback<()>,
    /// How it looks.
    #[prop(default = ButtonKind::Plain)]
    kind: ButtonKind,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=kind.class() disabled=move || disabled.get() on:click=move |_| on_press.run(())>
            {children()}
        </button>
    }
}
