//! One page a file.

mod about;
mod add;
mod answer;
mod backup;
mod compare;
mod erase;
mod get;
mod kiosk;
mod lists;
mod lists_film;
mod lists_show;
mod lock;
mod locked;
mod move_in;
mod move_out;
mod moving;
mod office_request;
mod people;
mod records;
mod requests;
mod restore;
mod rules;
mod scan;
mod secret;
mod shop;
mod wallet;

pub use about::{About, NotFound, other_program};
pub use add::Add;
pub use answer::Answer;
pub use backup::Backup;
pub use erase::{Erase, erase_here};
pub use get::Get;
pub use lists::Lists;
pub use lists_film::ListsFilm;
pub use lists_show::ListsShow;
pub use lock::Lock;
pub use locked::locked;
pub use move_in::MoveIn;
pub use move_out::MoveOut;
pub use office_request::OfficeRequest;
pub use people::People;
pub use records::Records;
pub use requests::RequestsPage;
pub use restore::Restore;
pub use rules::RulesPage;
pub use scan::{Ask, Scan};
pub use shop::Shop;
pub use wallet::Wallet;

use leptos::prelude::*;

use crate::ui::dynamic::RwSignal;
use crate::web::page;

/// At each further step of a page its heading gets the focus: it comes into view, and a screen reader goes on from there.
fn focus_on_change<T: Clone + Send + Sync + 'static>(step: RwSignal<T>) {
    Effect::new(move |before: Option<()>| {
        step.track();
        if before.is_some() {
            request_animation_frame(page::start_at_heading);
        }
    });
}
