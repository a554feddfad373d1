//! One page a file.

mod about;
mod add;
mod get;
mod office_request;
mod scan;
mod shop;
mod wallet;

pub use about::{About, NotFound};
pub use add::Add;
pub use get::Get;
pub use office_request::OfficeRequest;
pub use scan::Scan;
pub use shop::Shop;
pub use wallet::Wallet;

use leptos::prelude::*;

use crate::web::page;

/// At each further step of a page its heading gets the focus: it comes into view, and a screen reader goes on from there.
fn focus_on_change<T: Send + Sync + 'static>(step: RwSignal<T>) {
    Effect::new(move |before: Option<()>| {
        step.track();
        if before.is_some() {
            request_animation_frame(page::start_at_heading);
        }
    });
}
