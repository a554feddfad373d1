//! The browser's side: its interfaces on one hand, our types on the other. No views and no rules; each adapter has its own
//! fault type and stops what it started.

pub mod camera;
pub mod carrier;
pub mod channel;
pub mod clock;
pub mod config;
mod dynamic;
pub mod file;
pub mod gifts;
pub mod handover;
pub mod lists;
pub mod locale;
pub mod moment;
pub mod page;
pub mod passkey;
pub mod pdf;
pub mod picture;
pub mod random;
pub mod reader;
pub mod requests;
pub mod screen;
pub mod seal;
pub mod share;
pub mod shared;
pub mod signal;
pub mod store;
pub mod stretch;
pub mod strongbox;
pub mod touch;
pub mod updates;
pub mod vault;
pub mod wedge;
mod worker;
