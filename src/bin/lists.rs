//! Mounts the shopkeeper's program of the lists.

use leptos::prelude::*;
use tessera::ui::{ListsApp, first_language};

fn main() {
    // The framework has no executor before it is mounted.
    wasm_bindgen_futures::spawn_local(async {
        let language = first_language().await;
        leptos::mount::mount_to_body(move || view! { <ListsApp language/> });
    });
}
