//! Why a verifier takes none of the lists: the same steps as its own, told file by file.

use std::collections::BTreeMap;

use super::folder::file_name;
use crate::cli::account::Account;
use crate::cli::signatures;
use crate::trust::{Bundle, FileName, Roots, StatusError, StatusList, TrustList, UnverifiedSnapshot};

/// Tells which files a verifier stumbles over.
pub(super) fn tell(bundle: &Bundle, roots: &Roots, account: &mut Account) {
    let files: BTreeMap<_, _> = bundle.files.iter().map(|file| (FileName::of(file), file.as_slice())).collect();
    let file = |name: &FileName| files.get(name).copied();
    let unverified = match UnverifiedSnapshot::parse(&bundle.snapshot) {
        Ok(unverified) => unverified,
        Err(_) => return account.fault("snapshot", "not a snapshot, or it is damaged"),
    };
    let contents = unverified.contents().clone();
    let mut in_force = roots.clone();
    let mut chain = Vec::new();
    for (name, list) in contents.hand_overs.iter().filter_map(|name| Some((name, file(name)?))) {
        chain.push(list);
        match roots.clone().after(chain.iter().copied()) {
            Ok(roots) => in_force = roots,
            Err(error) => return account.fault("hand-over", format_args!("{}: {error}", file_name(name))),
        }
    }
    let Some(list) = file(&contents.trust) else { return };
    let trust = match TrustList::authenticate(list, &in_force) {
        Ok(trust) => trust,
        Err(error) => {
            account.fault("trust list", format_args!("{}: {error}", file_name(&contents.trust)));
            let signed = signatures::of(list, in_force.keys()).len();
            let (keys, threshold) = (in_force.keys().len(), in_force.threshold());
            return account.open("signatures", format_args!("{signed} of the {keys} roots in force, {threshold} must"));
        }
    };
    if unverified.authenticate(&trust).is_err() {
        account.fault("snapshot", "no key of the trust list that may sign snapshots signed it");
    }
    for listed in &contents.lists {
        let (Some(list), deltas) = (file(&listed.list), &listed.deltas) else { continue };
        let state = match StatusList::authenticate(list, &trust) {
            Ok(state) => state,
            Err(error) => {
                account.fault("statuses", format_args!("{}: {error}", file_name(&listed.list)));
                continue;
            }
        };
        if state.uri() != listed.uri {
            let (name, uri) = (file_name(&listed.list), state.uri());
            account.fault("statuses", format_args!("{name} is for {uri}, and the snapshot has it for {}", listed.uri));
        }
        let mut state = Some(state);
        for name in deltas {
            let Some(delta) = file(name) else { break };
            match state.take().map(|state| state.updated(delta, &trust)) {
                Some(Ok(next)) => state = Some(next),
                Some(Err(error)) => {
                    account.fault("changes", format_args!("{}: {}", file_name(name), of_changes(error)))
                }
                None => break,
            }
        }
    }
}

fn of_changes(error: StatusError) -> &'static str {
    match error {
        StatusError::Malformed => "these are not changes of a status list, or they are damaged",
        StatusError::NotSigned => "no listed key that may sign them has signed these changes",
        StatusError::Other => "these changes are of another list, or go out from another state of it",
    }
}
