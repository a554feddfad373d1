//! Small views; each is a picture of its props.

mod advice;
mod attempt;
mod awake;
mod button;
mod claims;
mod code;
mod frame;
mod freshness;
mod icon;
mod language;
mod link;
mod live_code;
mod moving_code;
mod plain;
mod request_card;
mod verdict;
mod viewfinder;
mod ways;

pub use advice::{advice, trouble as trouble_card, trouble_if};
pub use attempt::UpdateNow;
pub use awake::keep_awake;
pub use button::{Button, ButtonKind};
pub use claims::ClaimsList;
pub use code::Code;
pub use frame::{Header, Menu, NoticeBar, UpdateBar};
pub use freshness::FreshnessBadge;
pub use icon::{Icon, IconView};
pub use language::LanguageChoice;
pub use link::{Link, anchor};
pub use live_code::LiveCode;
pub use moving_code::{Around, moving_code};
pub use plain::{line, paragraph, remark, subtitle, title, waiting};
pub use request_card::RequestCard;
pub use verdict::{Outcome, VerdictView};
pub use viewfinder::Viewfinder;
pub use ways::Ways;
