//! `tessera trust`: makes and signs the trust list.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::Ending;
use super::error::CliError;
use super::input;
use super::keyfile;
use super::moment;
use super::output::{self, Access, Overwrite};
use super::signatures;
use crate::key::{PublicKey, RootKey};
use crate::limits::{MAX_KEYS_PER_KID, MAX_LIST_BYTES};
use crate::time::{UnixTime, Window};
use crate::trust::{ListError, Roots, TrustList, TrustedKey, and_signed, sign_trust_list};

const HOW: &str = "\
A verifier has some roots pinned, and how many of them must sign. Roots that are kept apart sign one after the other:
the first makes the list, the others add their signature with tessera trust sign.
A list that hands over to other roots is signed by enough of the old roots and enough of the new ones. It is published
along with every later list, so that verifiers that come late can follow.
TIME is a day, a time, or seconds since 1970.";

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_help = HOW)]
pub(super) struct Trust {
    #[command(subcommand)]
    then: Option<Then>,
    /// Private key of a root; give it once for each root that signs here
    #[arg(long = "root", value_name = "FILE", required = true)]
    roots: Vec<PathBuf>,
    /// Number of the list; must rise from list to list [default: one more than that of --after]
    #[arg(long, required_unless_present = "after")]
    number: Option<u64>,
    /// The list before this one, whose keys are taken over
    #[arg(long, value_name = "FILE")]
    after: Option<PathBuf>,
    /// For how many days the list is trusted at most
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=366))]
    days: u64,
    /// Public file of an issuer; give it once for each
    #[arg(long = "key", value_name = "FILE.pub", required_unless_present = "after")]
    keys: Vec<PathBuf>,
    /// Leave out a key of the list before; nothing that it signed is accepted any more
    #[arg(long = "remove", value_name = "KEY")]
    removed: Vec<String>,
    /// A key of the list, by its id or its .pub file, that signs no more from some time on; what it signed before stays good
    #[arg(long = "retired", value_name = "KEY=TIME")]
    retired: Vec<String>,
    /// A key that somebody else may have signed with from some time on; what is dated from then on is refused
    #[arg(long = "compromised", value_name = "KEY=TIME")]
    compromised: Vec<String>,
    /// Public key of a root to hand over to, or its .pub file; give it once for each
    #[arg(long = "next-root", value_name = "KEY")]
    next_roots: Vec<String>,
    /// How many of the roots that it hands over to must sign from then on
    #[arg(long, value_name = "N", requires = "next_roots", default_value_t = 1)]
    next_threshold: usize,
    /// Where the list goes
    #[arg(long, value_name = "FILE", required = true)]
    out: Option<PathBuf>,
    /// Replace a list that is there, if its number is lower
    #[arg(long)]
    force: bool,
    /// When the list was made [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

#[derive(Subcommand)]
enum Then {
    /// Add the signatures of more roots to a list
    Sign(Sign),
}

#[derive(Args)]
struct Sign {
    /// The list
    #[arg(value_name = "LIST")]
    list: PathBuf,
    /// Private key of a root; give it once for each root that signs here
    #[arg(long = "root", value_name = "FILE", required = true)]
    roots: Vec<PathBuf>,
    /// Where the list with all signatures goes
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

impl Sign {
    fn run(self) -> Result<Ending, CliError> {
        let mut list = input::bytes(&self.list, MAX_LIST_BYTES as u64)?;
        let before = signatures::claimed(&list).len();
        for root in read_roots(&self.roots)? {
            list = and_signed(&list, &root)?;
        }
        output::write(&self.out, &list, Access::Usual, Overwrite::when(self.force))?;
        let (after, out) = (signatures::claimed(&list).len(), self.out.display());
        output::print(&format!("{out}: signed by {} more, {after} in all, {} bytes\n", after - before, list.len()))?;
        Ok(Ending::Done)
    }
}

fn read_roots(paths: &[PathBuf]) -> Result<Vec<RootKey>, CliError> {
    paths.iter().map(|path| keyfile::read_secret(path)).collect()
}

impl Trust {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        if let Some(Then::Sign(command)) = self.then {
            return command.run();
        }
        let at = moment::at(self.at)?;
        let roots = read_roots(&self.roots)?;
        let public: Vec<_> = roots.iter().map(RootKey::public).collect();
        let before = self.after.as_ref().map(|path| before(path, &public)).transpose()?;
        let number = self.number.or(before.as_ref().map(|list| list.number().saturating_add(1))).unwrap_or_default();
        let keys = self.listed(before.as_ref())?;
        check_keys(&keys)?;
        let out = self.out.as_ref().ok_or(CliError::Clock)?;
        let numbers =
            [(self.after.as_ref(), before.as_ref().map(TrustList::number)), (Some(out), number_of(out, &public)?)];
        for (path, there) in numbers {
            if let Some((path, there)) = path.cloned().zip(there).filter(|(_, there)| *there >= number) {
                return Err(CliError::ListNumber { path, there });
            }
        }
        if before.as_ref().is_some_and(|before| at < before.issued_at()) {
            return Err(CliError::Usage(
                "the list would be dated before the one that it follows",
                "Set the clock, or give a later time with --at.",
            ));
        }
        let next = match self.next_roots.as_slice() {
            [] => None,
            given => Some(next_roots(given, self.next_threshold)?),
        };
        let window = Window::new(at, at.plus(self.days * 86_400)).ok_or(CliError::Clock)?;
        let signers: Vec<_> = roots.iter().collect();
        let list = sign_trust_list(&signers, number, window, &keys, next.as_ref());
        // What no verifier would take is never written; that all who must have signed is seen when the lists are published.
        if next.is_none() {
            TrustList::authenticate(&list, &all_of(&public)?)?;
        }
        output::write(out, &list, Access::Usual, Overwrite::when(self.force))?;
        output::print(&format!(
            "list {number} of {} issuer keys, signed by {}, {} bytes, good until {}\n",
            keys.len(),
            roots.len(),
            list.len(),
            window.expires()
        ))?;
        if let Some(next) = &next {
            let (signed, keys) = (signatures::of(&list, next.keys()).len(), next.keys().len());
            output::print(&format!(
                "it hands over to {keys} roots, of which {signed} have signed and {} must\n",
                next.threshold()
            ))?;
        }
        Ok(Ending::Done)
    }

    /// The keys of the list: those of the list before, those that are added, and what has become of them.
    fn listed(&self, before: Option<&TrustList>) -> Result<Vec<TrustedKey>, CliError> {
        let mut added = self.keys.iter().map(|path| keyfile::read_issuer(path)).collect::<Result<Vec<_>, _>>()?;
        // A public file that is given again takes the place of the entry before: a key's time may be made longer. What has become of the
        // key stays noted, since its file does not tell.
        for key in &mut added {
            if let Some(old) = before.into_iter().flat_map(TrustList::keys).find(|old| old.key == key.key) {
                (key.retired_from, key.compromised_from) = (old.retired_from, old.compromised_from);
            }
        }
        let taken_over = before.into_iter().flat_map(TrustList::keys);
        let mut keys: Vec<_> =
            taken_over.filter(|key| added.iter().all(|new| new.key != key.key)).cloned().chain(added.clone()).collect();
        for given in &self.removed {
            let place = place(&keys, given)?;
            keys.remove(place);
        }
        for given in &self.retired {
            let (place, from) = since(&keys, given)?;
            keys[place].retired_from = Some(from);
        }
        for given in &self.compromised {
            let (place, from) = since(&keys, given)?;
            keys[place].compromised_from = Some(from);
        }
        Ok(keys)
    }
}

const NO_SUCH_KEY: CliError = CliError::Usage(
    "a key that is to be retired, marked or removed is not on the list",
    "Name it by its id, as tessera inspect shows it, or by its .pub file.",
);

/// Where on the list a key is that is given by its id or its public file.
fn place(keys: &[TrustedKey], given: &str) -> Result<usize, CliError> {
    if let Some(place) = keys.iter().position(|key| key.key.id().to_string() == given) {
        return Ok(place);
    }
    let is_id = given.len() == 16 && given.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id && !Path::new(given).exists() {
        return Err(NO_SUCH_KEY);
    }
    let wanted = keyfile::read_issuer(Path::new(given))?.key;
    keys.iter().position(|key| key.key == wanted).ok_or(NO_SUCH_KEY)
}

/// The place of a key and a time, from `KEY=TIME`.
fn since(keys: &[TrustedKey], given: &str) -> Result<(usize, UnixTime), CliError> {
    let (key, time) = given.rsplit_once('=').ok_or(NO_TIME)?;
    Ok((place(keys, key)?, moment::parse(time).map_err(|_| NO_TIME)?))
}

const NO_TIME: CliError = CliError::Usage(
    "a key that is to be retired or marked has no time",
    "Write its id or its .pub file, = and the time: office.key.pub=2026-11-24T08:30:00Z",
);

fn all_of(roots: &[PublicKey]) -> Result<Roots, CliError> {
    Roots::new(roots.to_vec(), roots.len())
        .ok_or(CliError::Usage("a root is given twice, or there are more than 16", "Give each root once with --root."))
}

/// The roots that a list hands over to.
fn next_roots(given: &[String], threshold: usize) -> Result<Roots, CliError> {
    let keys = given.iter().map(|root| keyfile::read_root(root)).collect::<Result<Vec<_>, _>>()?;
    Roots::new(keys, threshold).ok_or(CliError::Usage(
        "there are not so many different roots to hand over to",
        "Give each of them once with --next-root, at least as many as --next-threshold says, and at most 16.",
    ))
}

/// The list before, which one of the roots here must have signed.
fn before(path: &Path, roots: &[PublicKey]) -> Result<TrustList, CliError> {
    let list = input::bytes(path, MAX_LIST_BYTES as u64)?;
    TrustList::authenticate(&list, &Roots::any_of(roots)).map_err(|error| match error {
        ListError::NotSigned => CliError::Usage(
            "none of these roots has signed the list before",
            "Give a root that signed it, or the last list that one of these roots signed. A list that hands over needs its new roots' \
             signatures first.",
        ),
        error => error.into(),
    })
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

/// The number of the list at `path`, if there is one that one of these roots signed.
fn number_of(path: &Path, roots: &[PublicKey]) -> Result<Option<u64>, CliError> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    match TrustList::authenticate(&input::bytes(path, MAX_LIST_BYTES as u64)?, &Roots::any_of(roots)) {
        Ok(list) => Ok(Some(list.number())),
        Err(ListError::NotSigned | ListError::Malformed | ListError::RolledBack | ListError::Expired) => Ok(None),
    }
}
