//! Mounts the web app: wallet and shop.

fn main() {
    leptos::mount::mount_to_body(tessera::ui::App);
}
