//! Lists: of keys, of statuses, their changes, the snapshot that puts them together, and all in one piece.

use std::collections::BTreeSet;

use super::Knowledge;
use crate::cli::Ending;
use crate::cli::account::Account;
use crate::cli::{keyfile, publish, signatures};
use crate::credential::{MessageType, message_type};
use crate::key::PublicKey;
use crate::time::UnixTime;
use crate::trust::{
    Bundle, FileName, KeyStanding, Known, ListError, Roots, Standing, StatusList, TrustList, TrustedKey,
    UnverifiedSnapshot, UpdateError,
};
use crate::wire::cose::{Sign, Sign1};

/// Explains a list of any kind, by the pinned roots and what else is known.
pub(super) fn explain(
    bytes: &[u8],
    roots: Option<&Roots>,
    knowledge: &Knowledge,
    at: UnixTime,
    account: &mut Account,
) -> Ending {
    let trust = knowledge.trust();
    if let Some(bundle) = Bundle::parse(bytes) {
        return whole(bundle, bytes.len(), roots, at, account);
    }
    if Sign::parse(bytes).is_ok() {
        return keys(bytes, roots, at, account);
    }
    match Sign1::parse(bytes).ok().and_then(|message| message_type(&message)) {
        Some(MessageType::StatusList) => statuses(bytes, trust, at, account),
        Some(MessageType::StatusDelta) => changes(bytes, knowledge.all(), at, account),
        Some(MessageType::Snapshot) => snapshot(bytes, trust, at, account),
        _ => account.stop("type", UpdateError::Malformed),
    }
}

fn whole(bundle: Bundle, len: usize, roots: Option<&Roots>, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", format_args!("all lists in one piece, {len} bytes"));
    match roots {
        Some(roots) => publish::check_bundle(bundle, roots, at, account),
        None => {
            account.open("signature", "not checked: give --root");
            Ending::Done
        }
    }
}

fn keys(bytes: &[u8], roots: Option<&Roots>, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", format_args!("a trust list of {} bytes", bytes.len()));
    let pinned = roots.map(Roots::keys).unwrap_or_default();
    let signed = signatures::of(bytes, pinned);
    for signer in signatures::claimed(bytes) {
        match signed.contains(&signer) {
            true => account.good("signer", format_args!("{signer}, a root")),
            false => account.open("signer", format_args!("{signer}, as it says itself")),
        }
    }
    let Some(roots) = roots else {
        account.open("signature", "not checked: give --root");
        return Ending::Done;
    };
    let list = match TrustList::authenticate(bytes, roots) {
        Ok(list) => list,
        Err(ListError::NotSigned) if signed.len() >= roots.threshold() => {
            return account.stop("signature", "enough roots signed it, and too few of those that it hands over to");
        }
        Err(error) => return account.stop("signature", error),
    };
    account.good(
        "signature",
        format_args!("{} of the {} roots signed it, {} must", signed.len(), pinned.len(), roots.threshold()),
    );
    account.good("number", list.number());
    account.good("made", list.issued_at());
    account.good("good until", list.expires());
    for key in list.keys() {
        account.good("issuer", issuer(key));
        if let Some(prefix) = &key.status_prefix {
            account.good("lists at", prefix);
        }
        if let Some(from) = key.retired_from {
            account.good("retired", from);
        }
        if let Some(from) = key.compromised_from {
            account.good("compromised", from);
        }
        if key.standing(at) != KeyStanding::InUse {
            account.open("now", "it signs no more");
        }
    }
    if let Some(next) = list.hand_over() {
        account.good("hands over", format_args!("to {} of {} roots:", next.threshold(), next.keys().len()));
        let signed = signatures::of(bytes, next.keys());
        for root in next.keys().iter().map(PublicKey::id) {
            let mark = if signed.contains(&root) { ", which has signed" } else { "" };
            account.good("root", format_args!("{root}{mark}"));
        }
    }
    match list.replaces(None, at) {
        Ok(()) => Ending::Done,
        Err(error) => account.stop("validity", error),
    }
}

fn issuer(key: &TrustedKey) -> String {
    let purposes: Vec<_> = key.may_sign.iter().map(|purpose| keyfile::word(*purpose)).collect();
    format!(
        "{} {}, {} ({}), {} to {}, signs {}",
        key.key.id(),
        key.name.as_str(),
        key.region.as_str(),
        key.issuer.as_str(),
        key.window.not_before(),
        key.window.expires(),
        purposes.join(", ")
    )
}

fn statuses(bytes: &[u8], trust: Option<&TrustList>, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", format_args!("a status list of {} bytes", bytes.len()));
    let Some(trust) = trust else {
        account.open("signature", "not checked: give --root and --trust or --lists");
        return Ending::Done;
    };
    let list = match StatusList::authenticate(bytes, trust) {
        Ok(list) => list,
        Err(error) => return account.stop("signature", error),
    };
    account.good("signature", format_args!("a key of {} signed it", list.issuer().as_str()));
    account.good("address", list.uri());
    account.good("made", list.issued_at());
    account.good("good until", list.expires());
    account.good("entries", list.statuses().len());
    for standing in Standing::ALL.into_iter().filter(|standing| *standing != Standing::AsIssued) {
        let count = list.statuses().entries().filter(|(_, status)| *status == standing.to_u8()).count();
        account.good(crate::cli::status::word(standing), count);
    }
    if at >= list.expires() { account.stop("validity", UpdateError::Expired) } else { Ending::Done }
}

/// Changes say whose list they change only together with the lists that they belong to.
fn changes(bytes: &[u8], known: Option<&Known>, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", format_args!("changes of a status list, {} bytes", bytes.len()));
    let Some(known) = known else {
        account.open("signature", "not checked: give --root and --lists, with the list that they change");
        return Ending::Done;
    };
    let name = FileName::of(bytes);
    let lists = known.snapshot().contents().lists.iter();
    let place = lists.filter_map(|list| Some((list, list.deltas.iter().position(|delta| *delta == name)?))).next();
    let Some((list, place)) = place else {
        return account.stop("list", "these lists have no such changes");
    };
    // All lists are authentic, and so is what leads from one state to the next.
    let file = |name: &FileName| known.bundle().files.iter().find(|file| FileName::of(file) == *name);
    let base = file(&list.list).and_then(|list| StatusList::authenticate(list, known.trust()).ok());
    let mut before = list.deltas[..place].iter().filter_map(file);
    let before = base.and_then(|base| before.try_fold(base, |state, delta| state.updated(delta, known.trust()).ok()));
    let after = before.clone().and_then(|state| state.updated(bytes, known.trust()).ok());
    let Some((before, after)) = before.zip(after) else { return account.stop("signature", UpdateError::NotSigned) };
    account.good("signature", format_args!("a key of {} signed it", after.issuer().as_str()));
    account.good("address", after.uri());
    account.good("place", format_args!("{} of {}", place + 1, list.deltas.len()));
    account.good("since", before.issued_at());
    account.good("made", after.issued_at());
    account.good("good until", after.expires());
    let (was, now): (BTreeSet<_>, BTreeSet<_>) =
        (before.statuses().entries().collect(), after.statuses().entries().collect());
    let changed: BTreeSet<_> = was.symmetric_difference(&now).map(|(index, _)| index).collect();
    account.good("changed", format_args!("{} of {} entries", changed.len(), after.statuses().len()));
    if at >= after.expires() { account.stop("validity", UpdateError::Expired) } else { Ending::Done }
}

fn snapshot(bytes: &[u8], trust: Option<&TrustList>, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", format_args!("a snapshot of {} bytes", bytes.len()));
    let unverified = match UnverifiedSnapshot::parse(bytes) {
        Ok(unverified) => unverified,
        Err(error) => return account.stop("snapshot", error),
    };
    let contents = unverified.contents().clone();
    let expires = match trust.map(|trust| unverified.authenticate(trust)) {
        None => {
            account.open("signature", "not checked: give --root and --trust or --lists");
            None
        }
        Some(Err(error)) => return account.stop("signature", error),
        Some(Ok(snapshot)) => {
            account.good("signature", "a listed key that may sign snapshots signed it");
            account.good("made", snapshot.issued_at());
            account.good("good until", snapshot.expires());
            Some(snapshot.expires())
        }
    };
    account.good("number", contents.number);
    account.good("trust list", contents.trust);
    for name in &contents.hand_overs {
        account.good("hand-over", name);
    }
    for list in &contents.lists {
        account.good("statuses", format_args!("{} in {}, {} changes", list.uri, list.list, list.deltas.len()));
    }
    if expires.is_some_and(|expires| at >= expires) {
        return account.stop("validity", UpdateError::Expired);
    }
    Ending::Done
}
