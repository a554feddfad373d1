//! `tessera publish --check`: a folder of lists as a verifier sees it.

use std::collections::BTreeSet;

use super::diagnosis;
use super::folder::{ListsFolder, file_name};
use crate::cli::Ending;
use crate::cli::account::Account;
use crate::cli::error::CliError;
use crate::cli::keyfile;
use crate::limits::MAX_LIST_AGE;
use crate::time::UnixTime;
use crate::trust::{
    Bundle, FileName, Freshness, KeyStanding, Known, Roots, TrustedKey, UnverifiedSnapshot, UpdateError,
};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// Lists that end sooner are worth a word, in seconds: offices publish daily, and a day may be missed.
const SOON: u64 = 2 * DAY;

/// Lists by which doors decide no longer than this are worth a word, in seconds.
const AGEING: u64 = DAY;

/// A key that ends sooner is worth a word, in seconds: the next one must be listed before, by people who have to meet.
const KEY_SOON: u64 = 14 * DAY;

/// Tells of a folder what a verifier would take and what not: one that knows nothing yet, or one that knows the `former` lists.
pub(super) fn folder(
    folder: &ListsFolder,
    roots: &Roots,
    former: Option<&Known>,
    at: UnixTime,
    account: &mut Account,
) -> Result<Ending, CliError> {
    let Some(bundle) = folder.bundle()? else {
        return Ok(account.stop("snapshot", "there is none in this folder"));
    };
    files(folder, &bundle, account)?;
    let ending = self::bundle(bundle.clone(), roots, at, account);
    Ok(match former {
        Some(former) if ending == Ending::Done => after(former, bundle, roots, at, account),
        _ => ending,
    })
}

/// Tells what is wrong with the names of the files.
fn files(folder: &ListsFolder, bundle: &Bundle, account: &mut Account) -> Result<(), CliError> {
    let names: BTreeSet<_> = folder.names()?.into_iter().collect();
    let named: BTreeSet<_> = UnverifiedSnapshot::parse(&bundle.snapshot)
        .map(|snapshot| snapshot.contents().files().map(|name| file_name(&name)).collect())
        .unwrap_or_default();
    for missing in named.difference(&names) {
        account.fault("file", format_args!("{missing} is missing"));
    }
    let there: BTreeSet<_> = bundle.files.iter().map(|file| file_name(&FileName::of(file))).collect();
    for changed in named.intersection(&names).filter(|name| !there.contains(*name)) {
        account.fault("file", format_args!("{changed} is not the file that was signed for"));
    }
    let others = names.difference(&named).count();
    if others > 0 {
        account.open("files", format_args!("{others} that this snapshot does not name, kept for a day"));
    }
    for name in folder.strangers()? {
        account.open("file", format_args!("{} is none of the lists, and a host would serve it", name.escape_debug()));
    }
    Ok(())
}

/// Tells whether a verifier that knows the `former` lists takes these.
fn after(former: &Known, bundle: Bundle, roots: &Roots, at: UnixTime, account: &mut Account) -> Ending {
    let number = former.snapshot().contents().number;
    match former.update(bundle, roots, at) {
        Ok(_) => account.good("update", format_args!("verifiers that know snapshot {number} take it")),
        Err(UpdateError::NothingNew) => {
            account.good("update", format_args!("verifiers know snapshot {number} already"))
        }
        Err(error) => {
            return account.stop("update", format_args!("verifiers that know snapshot {number} refuse it: {error}"));
        }
    }
    Ending::Done
}

/// The same of lists in one piece.
pub(in crate::cli) fn bundle(bundle: Bundle, roots: &Roots, at: UnixTime, account: &mut Account) -> Ending {
    match Known::authenticate(bundle.clone(), roots) {
        Ok(known) => describe(&known, at, account),
        Err(error) => {
            diagnosis::tell(&bundle, roots, account);
            account.stop("lists", error)
        }
    }
}

fn describe(known: &Known, at: UnixTime, account: &mut Account) -> Ending {
    let (snapshot, trust) = (known.snapshot(), known.trust());
    let (made, ends) = (snapshot.issued_at(), snapshot.expires());
    account.good("snapshot", format_args!("number {}, made {made}, good until {ends}", snapshot.contents().number));
    account.good(
        "trust list",
        format_args!("number {}, {} keys, good until {}", trust.number(), trust.keys().count(), trust.expires()),
    );
    for list in known.statuses() {
        let others = list.statuses().entries().count();
        account.good(
            "statuses",
            format_args!(
                "{}: {others} of {} not as issued, made {}",
                list.uri(),
                list.statuses().len(),
                list.issued_at()
            ),
        );
    }
    if at >= known.expires() {
        return account.stop("validity", UpdateError::Expired);
    }
    ending_soon(known, at, account);
    match known.lists(UnixTime::EPOCH).least_fresh(at, MAX_LIST_AGE) {
        Freshness::Stale => account.stop("freshness", "older than two days: doors cannot decide by these lists"),
        Freshness::Fresh { left } | Freshness::Ageing { left } => {
            let hours = left / HOUR;
            if left < AGEING {
                account
                    .open("freshness", format_args!("only {hours} more hours for doors to decide by: publish again"));
            } else {
                account.good("freshness", format_args!("doors can decide by these lists for another {hours} hours"));
            }
            Ending::Done
        }
    }
}

/// Tells what somebody must see to soon.
fn ending_soon(known: &Known, at: UnixTime, account: &mut Account) {
    let hours = |end: UnixTime| end.since(at) / HOUR;
    let trust = known.trust();
    if trust.expires().since(at) < SOON {
        account.open("trust list", format_args!("it ends in {} hours: make the next one", hours(trust.expires())));
    }
    for list in known.statuses().iter().filter(|list| list.expires().since(at) < SOON) {
        account.open("statuses", format_args!("{} ends in {} hours: publish again", list.uri(), hours(list.expires())));
    }
    let is_in_use = |key: &&TrustedKey| key.standing(at) == KeyStanding::InUse && key.window.expires() > at;
    for key in trust.keys().filter(is_in_use).filter(|key| key.window.expires().since(at) < KEY_SOON) {
        let purposes: Vec<_> = key.may_sign.iter().map(|purpose| keyfile::word(*purpose)).collect();
        let (id, end, what) = (key.key.id(), key.window.expires(), purposes.join(", "));
        account.open("key", format_args!("{id}, which signs {what}, ends at {end}: list the next one"));
    }
}
