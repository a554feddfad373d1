//! `tessera trust`: makes and signs the trust list.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Ending;
use super::error::CliError;
use super::input;
use super::keyfile;
use super::moment;
use super::output::{self, Access, Overwrite};
use crate::key::{PublicKey, RootKey};
use crate::limits::{MAX_KEYS_PER_KID, MAX_LIST_BYTES};
use crate::time::{UnixTime, Window};
use crate::trust::{ListError, Roots, TrustList, TrustedKey, sign_trust_list};

#[derive(Args)]
pub(super) struct Trust {
    /// Private key of the root
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// Number of the list; must rise from list to list
    #[arg(long)]
    number: u64,
    /// For how many days the list is trusted at most. Doors want one that is younger than two days anyway
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=366))]
    days: u64,
    /// Public file of an issuer; give it once for each
    #[arg(long = "key", value_name = "FILE.pub", required = true)]
    keys: Vec<PathBuf>,
    /// Where the list goes
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a list that is there, if its number is lower
    #[arg(long)]
    force: bool,
    /// When the list was made [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

impl Trust {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let root: RootKey = keyfile::read_secret(&self.root)?;
        let keys = self.keys.iter().map(|path| keyfile::read_issuer(path)).collect::<Result<Vec<_>, _>>()?;
        check_keys(&keys)?;
        if let Some(there) = number_of(&self.out, &root.public())?
            && there >= self.number
        {
            return Err(CliError::ListNumber { path: self.out, there });
        }
        let window = Window::new(at, at.plus(self.days * 86_400)).ok_or(CliError::Clock)?;
        let list = sign_trust_list(&[&root], self.number, window, &keys, None);
        // What a verifier would not take is never published.
        TrustList::authenticate(&list, &Roots::any_of(&[root.public()]))?;
        output::write(&self.out, &list, Access::Usual, Overwrite::when(self.force))?;
        output::print(&format!(
            "list {} of {} issuer keys, {} bytes, good until {}\n",
            self.number,
            keys.len(),
            list.len(),
            window.expires()
        ))?;
        Ok(Ending::Done)
    }
}

/// More keys under one `kid` than verifiers try, and the rest would be dead.
fn check_keys(keys: &[TrustedKey]) -> Result<(), CliError> {
    let twice = |key: &TrustedKey| keys.iter().filter(|other| other.key == key.key).count() > 1;
    if keys.iter().any(twice) {
        return Err(CliError::Usage("an issuer's key is given twice", "Give each public file once."));
    }
    let same_kid = |key: &TrustedKey| keys.iter().filter(|other| other.key.id() == key.key.id()).count();
    if keys.iter().any(|key| same_kid(key) > MAX_KEYS_PER_KID) {
        return Err(CliError::Usage(
            "too many keys share one key id",
            "Make new keys: this does not happen by chance.",
        ));
    }
    Ok(())
}

/// The number of the list at `path`, if there is one that this root signed.
fn number_of(path: &Path, root: &PublicKey) -> Result<Option<u64>, CliError> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    match TrustList::authenticate(&input::bytes(path, MAX_LIST_BYTES as u64)?, &Roots::any_of(&[*root])) {
        Ok(list) => Ok(Some(list.number())),
        Err(ListError::NotSigned | ListError::Malformed | ListError::RolledBack | ListError::Expired) => Ok(None),
    }
}
