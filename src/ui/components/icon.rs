use leptos::prelude::*;

/// A picture beside a word; never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A pass.
    Pass,
    /// Add.
    Add,
    /// More.
    More,
    /// A shop.
    Shop,
    /// A viewfinder.
    Scan,
    /// Camera.
    Camera,
    /// Picture.
    Image,
    /// Torch.
    Torch,
    /// Turn.
    Switch,
    /// A lock.
    Lock,
    /// Nearer.
    Nearer,
    /// Further away.
    Further,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Pass => {
                "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM7 7h4v4H7zM13 7h4v4h-4zM7 13h4v4H7zM14 14h1v1h-1zM16 16h1v1h-1z"
            }
            Self::Add => "M12 5v14M5 12h14",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Shop => "M4 10v9a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-9M3 10l2-6h14l2 6zM10 20v-6h4v6",
            Self::Scan => {
                "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M7 12h10"
            }
            Self::Camera => {
                "M4 7h3l2-3h6l2 3h3a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM12 9.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z"
            }
            Self::Nearer => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5M8 11h6M11 8v6",
            Self::Further => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5M8 11h6",
            Self::Lock => "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v10H5zM12 15v2",
            Self::Image => "M4 4h16v16H4zM4 16l5-5 4 4 3-3 4 4M15 8h.01",
            Self::Torch => "M8 3h8v3l-2 3v11h-4V9L8 6zM12 12v2",
            Self::Switch => "M4 9a8 8 0 0 1 14-3l2 2M20 4v4h-4M20 15a8 8 0 0 1-14 3l-2-2M4 20v-4h4",
        }
    }
}

/// Draws an [`Icon`]; a screen reader passes over it.
#[component]
pub fn IconView(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.path()/>
        </svg>
    }
}
