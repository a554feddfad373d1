//! Mounts the resident's program of everything but showing.

use leptos::prelude::*;
use tessera::ui::{MoreApp, first_language};

fn main() {
    // The framework has no executor before it is mounted.
    wasm_bindgen_futures::spawn_local(async {
        let language = first_language().await;
        leptos::mount::mount_to_body(move || view! { <MoreApp language/> });
    });
}
