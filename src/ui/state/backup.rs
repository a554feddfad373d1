//! What a backup holds, weighed against this wallet, and what this phone remembers about backups: times and sums, nothing about a person.

use std::collections::BTreeSet;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::backup::Backup;
use crate::claims::Subject;
use crate::holder::{CheckError, Delivery};
use crate::time::UnixTime;
use crate::ui::state::session::Session;
use crate::ui::state::wallet::Wallet;
use crate::ui::words::Trouble;
use crate::web::page;
use crate::web::vault::VaultFault;

/// When the last backup was made, and a sum of what was in the wallet then.
const LAST: &str = "backed-up";

/// When the wallet was copied to another phone, and when to remind of erasing it here.
const MOVED: &str = "moved";

/// For how long "not now" holds, in seconds: a day.
const REMIND_AFTER: u64 = 86_400;

/// The last backup on this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastBackup {
    /// When.
    pub at: UnixTime,
    /// Whether passes, people or keys are others by now.
    pub changed: bool,
}

/// A pass of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its place in the backup.
    pub place: usize,
    /// Whose it is, in the resident's words.
    pub person: Option<String>,
    /// Name or initials, and year of birth, on the pass.
    pub name: String,
    /// When it ends; `None` where it does not open.
    pub ends: Option<UnixTime>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a pass of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is added.
    New,
    /// It is here already and stays as it is.
    Here,
    /// It cannot be kept.
    Refused(CheckError),
}

/// A backup that was opened, weighed against this wallet.
pub struct Unpacked {
    backup: Backup,
    /// Its passes, oldest first.
    pub offered: Vec<Offered>,
}

impl Unpacked {
    /// When the backup was made.
    pub fn made_at(&self) -> UnixTime {
        self.backup.made_at
    }

    /// How many passes are to be added.
    pub fn added(&self) -> usize {
        self.offered.iter().filter(|offered| offered.fate == Fate::New).count()
    }
}

/// Everything in this wallet, as the bytes to be sealed.
///
/// # Errors
/// [`Trouble`].
pub async fn document(session: Session, at: UnixTime) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let backup = session.vault().await?.back_up(at).await?;
    backup.encode().map_err(|_| Trouble::BACKUP_TOO_LARGE)
}

/// Reads what was sealed, and weighs each pass: it is believed only where its office's signature says so, and its key is there.
///
/// # Errors
/// [`Trouble`].
pub async fn weigh(session: Session, document: &[u8], at: UnixTime) -> Result<Arc<Unpacked>, Trouble> {
    let backup = Backup::parse(document)?;
    let known = session.lists_now().ready().ok_or(Trouble::NO_LISTS)?;
    let here: BTreeSet<_> =
        session.vault().await?.back_up(at).await?.passes.into_iter().map(|pass| pass.content).collect();
    let keys = backup.keys.iter().flat_map(|kept| &kept.keys).map(|key| *key.public().as_bytes());
    let keys: BTreeSet<_> = keys.collect();
    let offered = backup.passes.iter().enumerate().map(|(place, pass)| {
        let person =
            pass.person.and_then(|person| backup.people.get(person)).map(|person| person.name.as_str().to_owned());
        let opened = Delivery::open(pass.content.clone(), known.trust(), |key| keys.contains(key.as_bytes()));
        let fate = match &opened {
            _ if here.contains(&pass.content) => Fate::Here,
            Ok(_) => Fate::New,
            Err(error) => Fate::Refused(*error),
        };
        let passes = opened.as_ref().map(Delivery::passes).unwrap_or_default();
        let name = passes.first().map_or_else(|| "—".to_owned(), |pass| name_of(&pass.claims().subject));
        let ends = passes.iter().map(|pass| pass.claims().window.expires()).max();
        Offered { place, person, name, ends, fate }
    });
    let offered = offered.collect();
    Ok(Arc::new(Unpacked { backup, offered }))
}

/// Adds what this wallet has not; how many passes that were.
///
/// # Errors
/// [`VaultFault`]; nothing was changed.
pub async fn take(wallet: Wallet, weighed: &Unpacked) -> Result<usize, VaultFault> {
    let new = weighed.offered.iter().filter(|offered| offered.fate == Fate::New);
    let places: Vec<_> = new.map(|offered| offered.place).collect();
    wallet.restore(&weighed.backup, &places).await?;
    Ok(places.len())
}

fn name_of(subject: &Subject) -> String {
    match subject {
        Subject::Hint { initials, birth_year } => format!("{} {birth_year}", initials.as_str()),
        Subject::Record(details) => details.name.as_ref().map_or("—", |name| name.as_str()).to_owned(),
    }
}

/// The last backup, if this phone made one.
pub async fn last_backup(session: Session) -> Option<LastBackup> {
    let (at, sum) = remembered(LAST)?;
    let now = session.vault().await.ok()?.fingerprint().await.ok()?;
    Some(LastBackup { at, changed: now != sum })
}

/// A backup was made at this moment.
pub async fn note_backup(session: Session, at: UnixTime) {
    let sum = match session.vault().await {
        Ok(vault) => vault.fingerprint().await.unwrap_or_default(),
        Err(_) => String::new(),
    };
    page::keep_setting(LAST, &format!("{} {sum}", at.seconds()));
}

/// The wallet was copied to another phone, and the person does not erase this one now.
pub fn note_moved(moved_at: UnixTime, at: UnixTime) {
    page::keep_setting(MOVED, &format!("{} {}", moved_at.seconds(), at.plus(REMIND_AFTER).seconds()));
}

/// When the wallet was copied to another phone, where it is time to remind of erasing it here.
pub fn reminder(at: UnixTime) -> Option<UnixTime> {
    let (moved_at, next) = remembered(MOVED)?;
    let next = next.parse().ok().and_then(UnixTime::new)?;
    (at >= next).then_some(moved_at)
}

/// Everything was erased: there is nothing more to remind of.
pub fn forget() {
    page::keep_setting(LAST, "");
    page::keep_setting(MOVED, "");
}

/// A moment and what stands behind it.
fn remembered(name: &str) -> Option<(UnixTime, String)> {
    let text = page::setting(name)?;
    let (at, rest) = text.split_once(' ')?;
    Some((UnixTime::new(at.parse().ok()?)?, rest.to_owned()))
}
