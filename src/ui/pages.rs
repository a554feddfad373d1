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
