//! `tessera publish`: the signed lists as a folder of static files.

mod check;
mod diagnosis;
mod folder;
mod number;
mod state;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value as Json;

pub(super) use check::bundle as check_bundle;
pub(super) use folder::ListsFolder;
pub(super) use state::Publisher;

use super::Ending;
use super::account::Account;
use super::error::CliError;
use super::input;
use super::keyfile;
use super::moment;
use super::office::Office;
use super::output::{self, Access, Overwrite};
use crate::limits::{MAX_BUNDLE_BYTES, MAX_LIST_BYTES};
use crate::time::UnixTime;
use crate::trust::{Bundle, Known, Roots, UpdateError};

/// Largest configuration of an app, in bytes.
const MAX_CONFIG: u64 = 16 << 10;

const HOW: &str = "\
The folder is what a host serves under the app's lists address. Files are named by their content; snapshot.cwt says which
belong together and is replaced last, so whoever downloads meanwhile gets the lists of before or the new ones.
Publish at least once a day: doors stop deciding by lists that are two days old.";

#[derive(Args)]
#[command(after_help = HOW)]
pub(super) struct Publish {
    /// Say what a verifier makes of the folder as it is, and publish nothing
    #[arg(long, conflicts_with_all = ["offices", "key", "trust", "hand_overs", "bundle", "tokens"])]
    check: bool,
    /// Folder of an office's record; give it once for each machine that issues
    #[arg(long = "office", value_name = "DIR", required_unless_present = "check")]
    offices: Vec<PathBuf>,
    /// Private key that signs status lists and snapshots
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    key: Option<PathBuf>,
    /// The trust list to publish along
    #[arg(long, value_name = "FILE", required_unless_present = "check")]
    trust: Option<PathBuf>,
    /// A trust list that handed over to other roots; those that are published need not be given again
    #[arg(long = "hand-over", value_name = "FILE")]
    hand_overs: Vec<PathBuf>,
    /// Public key of a root that verifiers have pinned, or its .pub file; give it once for each
    #[arg(long = "root", value_name = "KEY", required_unless_present = "config")]
    roots: Vec<String>,
    /// How many of the roots must have signed
    #[arg(long, value_name = "N", default_value_t = 1)]
    threshold: usize,
    /// The app's config.json, for its roots and how many of them must have signed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["roots", "threshold"])]
    config: Option<PathBuf>,
    /// What verifiers have, as a folder or in one file: whether they take the lists after it
    #[arg(long, value_name = "PATH", conflicts_with_all = ["offices", "key", "trust", "hand_overs", "bundle", "tokens"])]
    former: Option<PathBuf>,
    /// Folder of the lists
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Carry on published lists that no record knows any more, as they are: nothing in them can be changed
    #[arg(long, conflicts_with = "check")]
    keep_lost: bool,
    /// Write all lists into one file as well, for shops without a network
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// Write each status list in one token as well, for verifiers of others: named as its address ends, to be served there
    #[arg(long, value_name = "DIR")]
    tokens: Option<PathBuf>,
    /// For how many days verifiers may keep the snapshot at most. They stop deciding by it after two days anyway
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=60))]
    days: u64,
    /// The moment to do it at [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

/// The pinned roots of a command.
pub(super) fn pinned(given: &[String], threshold: usize) -> Result<Roots, CliError> {
    let keys = given.iter().map(|root| keyfile::read_root(root)).collect::<Result<Vec<_>, _>>()?;
    Roots::new(keys, threshold).ok_or(CliError::Usage(
        "there are not so many different roots",
        "Give each root once with --root, and at least as many as --threshold says.",
    ))
}

/// The roots that an app's configuration pins.
fn configured(path: &Path) -> Result<Roots, CliError> {
    let json: Json = serde_json::from_str(&input::text_file(path, MAX_CONFIG)?).unwrap_or_default();
    let keys = json["roots"].as_array().and_then(|roots| {
        roots.iter().map(|root| root.as_str().and_then(keyfile::public_key)).collect::<Option<Vec<_>>>()
    });
    let threshold = json["threshold"].as_u64().and_then(|threshold| usize::try_from(threshold).ok());
    keys.zip(threshold)
        .and_then(|(keys, threshold)| Roots::new(keys, threshold))
        .ok_or(CliError::Usage("this is no config.json of the app", "Give the file that the app's host serves."))
}

/// The lists of a folder, or of a file that holds them in one piece.
pub(super) fn bundle(path: &Path) -> Result<Bundle, CliError> {
    let found = if path.is_dir() {
        ListsFolder::at(path).bundle()?
    } else {
        Bundle::parse(&input::bytes(path, MAX_BUNDLE_BYTES as u64)?)
    };
    found.ok_or(CliError::Lists(UpdateError::Malformed))
}

impl Publish {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let roots = match &self.config {
            Some(path) => configured(path)?,
            None => pinned(&self.roots, self.threshold)?,
        };
        let folder = ListsFolder::at(&self.out);
        if self.check {
            let mut account = Account::default();
            let former = self.former.as_ref().map(|path| {
                Known::authenticate(bundle(path)?, &roots).map_err(|error| CliError::Former(path.clone(), error))
            });
            let ending = check::folder(&folder, &roots, former.transpose()?.as_ref(), at, &mut account)?;
            output::print(account.text())?;
            return Ok(ending);
        }
        let list = |path: &PathBuf| input::bytes(path, MAX_LIST_BYTES as u64);
        let (Some(key), Some(trust)) = (&self.key, &self.trust) else { return Err(CliError::NotOurs) };
        let offices = self.offices.iter().map(|path| Office::open(path)).collect::<Result<Vec<_>, _>>()?;
        let publisher = Publisher {
            offices: &offices,
            key: &keyfile::read_secret(key)?,
            trust: list(trust)?,
            hand_overs: self.hand_overs.iter().map(list).collect::<Result<_, _>>()?,
            keeps_lost: self.keep_lost,
            roots,
            life: self.days * 86_400,
            at,
        };
        let known = publisher.publish(&folder)?;
        if let Some(path) = &self.bundle {
            output::write(path, &known.bundle().encode(), Access::Usual, Overwrite::Told)?;
        }
        if let Some(folder) = &self.tokens {
            output::folder(folder)?;
            for (uri, token) in publisher.tokens(&known)? {
                // An office's addresses end with the name of the list, which has no other slash.
                let name = uri.rsplit('/').next().unwrap_or(uri);
                output::write(&folder.join(name), &token, Access::Usual, Overwrite::Told)?;
            }
        }
        output::print(&format!(
            "snapshot {}, trust list {}, {} status lists, good until {}\n",
            known.snapshot().contents().number,
            known.trust().number(),
            known.statuses().len(),
            known.expires(),
        ))?;
        Ok(Ending::Done)
    }
}

impl Publisher<'_> {
    /// Puts the lists of this moment into `folder`.
    pub(super) fn publish(&self, folder: &ListsFolder) -> Result<Known, CliError> {
        let before = match folder.bundle()?.map(|bundle| Known::authenticate(bundle, &self.roots)) {
            Some(Ok(before)) => Some(before),
            Some(Err(error)) => {
                // A folder of other roots, say. What it handed over is not known then.
                eprintln!("note: the folder is begun anew: {error}");
                eprintln!("  Give each list that handed over to other roots with --hand-over.");
                None
            }
            None => None,
        };
        let known = self.next(before.as_ref())?;
        folder.place(known.bundle())?;
        Ok(known)
    }
}
