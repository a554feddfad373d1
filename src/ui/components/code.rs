use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::qr::Symbol;
use crate::ui::dynamic::{RwSignal, follow, maybe};
use crate::ui::state::use_words;
use crate::ui::words::Phrase;
use crate::web::page::Listener;
use crate::web::screen;

/// A QR code, black on a white card in every theme, each module a whole number of the screen's pixels.
#[component]
pub fn Code(
    /// What to draw; nothing leaves the card empty.
    symbol: RwSignal<Option<Arc<Symbol>>>,
    /// What a screen reader says in its place.
    label: Phrase,
) -> impl IntoView {
    let words = use_words();
    let card = NodeRef::<Div>::new();
    let room = RwSignal::new(0.0);
    let measure = move || {
        // By the time of the next frame the card may have gone.
        if let Some(Some(card)) = card.try_get_untracked() {
            room.try_set(f64::from(card.client_width()));
        }
    };
    follow(move || {
        card.track();
        request_animation_frame(measure);
    });
    let resize = SendWrapper::new(Listener::on_window("resize", move |_| measure()));
    on_cleanup(move || drop(resize));
    let drawing = move || {
        symbol.get().map(|symbol| {
            let extent = symbol.extent();
            let side = screen::decimal(screen::whole_pixels(room.get(), extent, screen::pixel_ratio()));
            view! {
                <svg
                    class="code-symbol"
                    role="img"
                    aria-label=words.of(label)
                    viewBox=format!("0 0 {extent} {extent}")
                    width=side.clone()
                    height=side
                    shape-rendering="crispEdges"
                >
                    <path d=symbol.svg_path()/>
                </svg>
            }
            .into_any()
        })
    };
    view! { <div class="code"><div class="code-room" node_ref=card>{maybe(drawing)}</div></div> }
}
