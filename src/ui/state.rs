//! What the screens share: each part is a type and the function that provides it.

mod backup;
mod booklet;
mod door;
mod language;
mod locking;
mod navigation;
mod notice;
mod people;
mod record;
mod requests;
mod session;
mod shared;
mod storage;
mod ticker;
mod updating;
mod wallet;

pub use backup::{
    Fate, LastBackup, Offered, Unpacked, document, last_backup, note_backup, note_moved, reminder, take, weigh,
};
pub use door::{Checks, Door, Mode, Switch, provide_door, use_door};
pub use language::{Words, first_language, provide_words, use_words};
pub use locking::{AFTERS, LockChange, Proof, provide_locking, use_locking};
pub use navigation::{provide_navigation, use_navigation};
pub use notice::{Notices, provide_notices, use_notices};
pub use record::Record;
pub use requests::{Asked, provide_requests, use_requests};
pub use session::{Session, Stage, provide_session, use_session};
pub use shared::{provide_shared, use_shared};
pub use storage::{ask_for_storage_if_due, ask_for_storage_there};
pub use ticker::{provide_ticker, use_ticker};
pub use updating::{Attempt, Scanning, Weighed, provide_updating, use_updating};
pub use wallet::{Entry, Pass, Wallet, pass_in, provide_wallet, use_wallet};
