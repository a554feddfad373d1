//! The screens: state in `state`, one page a file in `pages`, small views in `components`, every text in `words`.

mod app;
mod components;
mod dynamic;
mod pages;
mod route;
mod state;
pub mod words;

pub use app::{ListsApp, MoreApp, ShopApp, WalletApp};
pub use route::{Role, Route};
pub use state::first_language;
