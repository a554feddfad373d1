//! The lists of a moment: what the office's record says now, as changes of what was published before wherever that is shorter.

use std::collections::{BTreeMap, BTreeSet};

use miniz_oxide::deflate::compress_to_vec_zlib;

use super::number;
use crate::cli::error::CliError;
use crate::cli::office::Office;
use crate::key::IssuerKey;
use crate::limits::MAX_DELTAS;
use crate::time::{UnixTime, Window};
use crate::trust::{
    Bundle, Contents, FileName, Known, ListedStatus, Roots, STATUS_BITS, StatusList, TrustList, UpdateError,
    pack_changes, sign_snapshot, sign_status_delta, sign_status_list,
};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// For how long a status list or a change is good. The snapshot vouches for them meanwhile, so only a list that nobody needs any more ends.
const LIST_LIFE: u64 = 60 * DAY;

/// A list with less than this left is signed on, by a change of nothing.
const LIST_RENEWAL: u64 = 30 * DAY;

/// For how long a copy may be used before it is fetched again (`ttl`), in seconds.
pub(super) const TTL: u64 = 12 * HOUR;

/// Who signs what for whom.
pub(in crate::cli) struct Publisher<'a> {
    /// The records of the office's machines.
    pub(in crate::cli) offices: &'a [Office],
    /// Signs status lists and snapshots.
    pub(in crate::cli) key: &'a IssuerKey,
    /// The trust list that is published along.
    pub(in crate::cli) trust: Vec<u8>,
    /// Lists that handed over to other roots, oldest first; those that are published already need not be named again.
    pub(in crate::cli) hand_overs: Vec<Vec<u8>>,
    /// Whether published lists that no record knows are carried on as they are.
    pub(in crate::cli) keeps_lost: bool,
    /// The roots that verifiers have pinned.
    pub(in crate::cli) roots: Roots,
    /// For how many seconds the snapshot is good.
    pub(in crate::cli) life: u64,
    pub(in crate::cli) at: UnixTime,
}

/// Bytes of changes after the first one up to which a list is never told anew.
const LEAST_RETOLD: usize = 32 << 10;

/// A status list as it was published before.
struct Earlier {
    state: StatusList,
    list: Vec<u8>,
    deltas: Vec<Vec<u8>>,
    /// When the list was signed that the changes go out from, if that list is empty.
    empty_since: Option<UnixTime>,
}

/// What `before` has at an address, if this trust list still vouches for all of it.
fn earlier(before: &Known, uri: &str, trust: &TrustList) -> Option<Earlier> {
    let contents = before.snapshot().contents();
    let listed = contents.lists.iter().find(|list| list.uri == uri)?;
    let file = |name: &FileName| before.bundle().files.iter().find(|file| FileName::of(file) == *name).cloned();
    let list = file(&listed.list)?;
    let deltas = listed.deltas.iter().map(file).collect::<Option<Vec<_>>>()?;
    let base = StatusList::authenticate(&list, trust).ok()?;
    let empty_since = base.statuses().entries().next().is_none().then(|| base.issued_at());
    let state = deltas.iter().try_fold(base, |state, delta| state.updated(delta, trust)).ok()?;
    Some(Earlier { state, list, deltas, empty_since })
}

/// The lists that handed over to other roots, as they are published.
fn published_hand_overs(known: &Known) -> Vec<Vec<u8>> {
    let file = |name: &FileName| known.bundle().files.iter().find(|file| FileName::of(file) == *name).cloned();
    known.snapshot().contents().hand_overs.iter().filter_map(file).collect()
}

const LOST: CliError = CliError::Usage(
    "a status list is published that none of these records has",
    "Give the folder of each machine with --office. Where a record is lost, --keep-lost carries its lists on as they are.",
);

const OLDER_TRUST: CliError = CliError::Usage(
    "the trust list is older than the one that is published",
    "Give the newest one with --trust; verifiers refuse lists that go back.",
);

/// A status list with what was changed since.
struct Published {
    uri: String,
    list: Vec<u8>,
    deltas: Vec<Vec<u8>>,
}

impl Publisher<'_> {
    /// The lists that take the place of `before`, checked as a verifier checks them.
    pub(in crate::cli) fn next(&self, before: Option<&Known>) -> Result<Known, CliError> {
        if before.is_some_and(|before| before.snapshot().issued_at() >= self.at) {
            return Err(CliError::PublishedLater);
        }
        let hand_overs = self.hand_overs_after(before);
        let chain = hand_overs.iter().map(Vec::as_slice);
        let trust = TrustList::authenticate(&self.trust, &self.roots.clone().after(chain)?)?;
        if before.is_some_and(|before| trust.number() < before.trust().number()) {
            return Err(OLDER_TRUST);
        }
        let mut lists = Vec::new();
        for office in self.offices {
            lists.extend(self.lists_of(office, before, &trust)?);
        }
        lists.extend(before.map(|before| self.lost(before, &trust)).transpose()?.unwrap_or_default());
        lists.sort_by(|one, other| one.uri.cmp(&other.uri));
        let number = number::next(self.offices, before.map(|before| before.snapshot().contents().number))?;
        let name = |bytes: &Vec<u8>| FileName::of(bytes);
        let contents = Contents {
            number,
            trust: FileName::of(&self.trust),
            hand_overs: hand_overs.iter().map(name).collect(),
            lists: lists
                .iter()
                .map(|list| ListedStatus {
                    uri: list.uri.clone(),
                    list: FileName::of(&list.list),
                    deltas: list.deltas.iter().map(name).collect(),
                })
                .collect(),
        };
        let snapshot = sign_snapshot(self.key, self.window(self.life)?, &contents);
        let statuses = lists.into_iter().flat_map(|list| [list.list].into_iter().chain(list.deltas));
        let files = hand_overs.into_iter().chain([self.trust.clone()]).chain(statuses).collect();
        let bundle = Bundle { snapshot, files };
        // What a verifier would not take is never published.
        let known = match before {
            Some(before) => before.update(bundle, &self.roots, self.at)?,
            None => Known::authenticate(bundle, &self.roots)?,
        };
        if self.at >= known.expires() { Err(UpdateError::Expired.into()) } else { Ok(known) }
    }

    /// The hand-overs that are published, then those that are new.
    fn hand_overs_after(&self, before: Option<&Known>) -> Vec<Vec<u8>> {
        let mut all: Vec<_> = before.map(published_hand_overs).unwrap_or_default();
        let new: Vec<_> = self.hand_overs.iter().filter(|list| !all.contains(list)).cloned().collect();
        all.extend(new);
        all
    }

    fn window(&self, life: u64) -> Result<Window, CliError> {
        Window::new(self.at, self.at.plus(life)).ok_or(CliError::Clock)
    }

    /// The lists of one machine that some pass still needs.
    fn lists_of(&self, office: &Office, before: Option<&Known>, trust: &TrustList) -> Result<Vec<Published>, CliError> {
        let reading = office.read()?;
        let mut lists = Vec::new();
        for shard in reading.shards()? {
            if shard.used == 0 || shard.ends.is_some_and(|ends| ends <= self.at) {
                continue;
            }
            let mut now = BTreeMap::new();
            reading.standings(shard.id, |index, standing, _| {
                now.insert(index as usize, standing.to_u8());
            })?;
            let uri = office.uri(&shard);
            let earlier = before
                .and_then(|before| earlier(before, &uri, trust))
                .filter(|earlier| earlier.state.statuses().len() == shard.size as usize);
            lists.push(match earlier {
                Some(earlier) => self.changed(uri, earlier, &now, trust)?,
                None => self.whole(uri, shard.size as usize, &now)?,
            });
        }
        Ok(lists)
    }

    /// The published lists that no record knows: of a machine that was not named, or of a record that was put back from a copy. Without
    /// them doors could not decide about their passes, so they are not left out by mistake.
    fn lost(&self, before: &Known, trust: &TrustList) -> Result<Vec<Published>, CliError> {
        let mut known = BTreeSet::new();
        for office in self.offices {
            known.extend(office.read()?.shards()?.iter().map(|shard| office.uri(shard)));
        }
        let is_lost = |list: &&StatusList| !known.contains(list.uri()) && list.expires() > self.at.plus(self.life);
        let lost: Vec<_> = before.statuses().iter().filter(is_lost).collect();
        if !lost.is_empty() && !self.keeps_lost {
            return Err(LOST);
        }
        let carried = lost.into_iter().filter_map(|list| earlier(before, list.uri(), trust));
        let published = |Earlier { state, list, deltas, .. }| Published { uri: state.uri().to_string(), list, deltas };
        Ok(carried.map(published).collect())
    }

    /// A list from nothing.
    fn whole(&self, uri: String, size: usize, now: &BTreeMap<usize, u8>) -> Result<Published, CliError> {
        let list = self.token(&uri, size, now.iter().map(|(index, status)| (*index, *status)), LIST_LIFE)?;
        Ok(Published { uri, list, deltas: Vec::new() })
    }

    /// The state of each list in one token, as any verifier of status lists takes it: its address, then the token.
    pub(in crate::cli) fn tokens<'k>(&self, known: &'k Known) -> Result<Vec<(&'k str, Vec<u8>)>, CliError> {
        let token = |list: &'k StatusList| {
            let (uri, statuses) = (list.uri(), list.statuses());
            Ok((uri, self.token(uri, statuses.len(), statuses.entries(), self.life)?))
        };
        known.statuses().iter().map(token).collect()
    }

    fn token(
        &self,
        uri: &str,
        size: usize,
        entries: impl Iterator<Item = (usize, u8)>,
        life: u64,
    ) -> Result<Vec<u8>, CliError> {
        let mut plain = vec![0u8; size / 4];
        for (index, status) in entries {
            plain[index / 4] |= status << (index % 4 * 2);
        }
        Ok(sign_status_list(self.key, uri, self.window(life)?, TTL, &compress_to_vec_zlib(&plain, 9)))
    }

    /// A list after what has changed since `earlier`.
    fn changed(
        &self,
        uri: String,
        earlier: Earlier,
        now: &BTreeMap<usize, u8>,
        trust: &TrustList,
    ) -> Result<Published, CliError> {
        let Earlier { state, list, mut deltas, empty_since } = earlier;
        let was: BTreeMap<_, _> = state.statuses().entries().collect();
        let gone = was.keys().filter(|index| !now.contains_key(index)).map(|index| (*index, 0));
        let new = now.iter().filter(|(index, status)| was.get(index) != Some(status)).map(|(i, status)| (*i, *status));
        let changes: BTreeMap<_, _> = gone.chain(new).collect();
        if changes.is_empty() && state.expires().since(self.at) >= LIST_RENEWAL {
            return Ok(Published { uri, list, deltas });
        }
        let window = self.window(LIST_LIFE)?;
        let delta = sign_status_delta(self.key, &uri, state.issued_at(), window, &pack_changes(changes, STATUS_BITS));
        let all = pack_changes(now.iter().map(|(index, status)| (*index, *status)), STATUS_BITS);
        // What came after the first change, which may tell a whole list.
        let since: usize = deltas.iter().skip(1).map(Vec::len).sum();
        if deltas.len() < MAX_DELTAS && since + delta.len() <= all.len().max(LEAST_RETOLD) {
            deltas.push(delta);
            return Ok(Published { uri, list, deltas });
        }
        // Everything told anew as one change of an empty list, which is about a third shorter than the list's zlib data.
        let (list, base) = match empty_since {
            Some(base) => (list, base),
            None => {
                let nothing = compress_to_vec_zlib(&vec![0u8; state.statuses().len() / 4], 9);
                let window = Window::new(state.issued_at(), window.expires()).ok_or(CliError::Clock)?;
                let list = sign_status_list(self.key, &uri, window, TTL, &nothing);
                // A key that was not in use yet when the state was signed cannot date a list back to then.
                if StatusList::authenticate(&list, trust).is_err() {
                    return self.whole(uri, state.statuses().len(), now);
                }
                (list, state.issued_at())
            }
        };
        let delta = sign_status_delta(self.key, &uri, base, window, &all);
        Ok(Published { uri, list, deltas: vec![delta] })
    }
}
