//! What a verifier knows: the lists of one day, authenticated together, and how they give way to those of another. All or nothing.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::bundle::Bundle;
use super::list::{ListError, TrustList};
use super::roots::Roots;
use super::snapshot::{Contents, FileName, Snapshot, UnverifiedSnapshot};
use super::status::{StatusError, StatusList};
use super::{Lists, TimeFloor};
use crate::time::{UnixTime, Window};

/// Lists that belong together, authentic down from the pinned roots, with the bytes that they came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    bundle: Bundle,
    roots: Roots,
    snapshot: Snapshot,
    trust: Arc<TrustList>,
    statuses: Vec<StatusList>,
}

/// Why lists that were offered change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpdateError {
    /// Not lists of ours, damaged, or larger than is taken.
    Malformed,
    /// A file that belongs to them is missing or is another one.
    Incomplete,
    /// Fewer of the roots in force signed the trust list than must, or no key that may has signed the others.
    NotSigned,
    /// A status list is for another address or another day than the snapshot says.
    Mixed,
    /// They are older than those that are known.
    RolledBack,
    /// Their time is over.
    Expired,
    /// They are those that are known.
    NothingNew,
}

impl UpdateError {
    /// Every error.
    pub const ALL: [Self; 7] = [
        Self::Malformed,
        Self::Incomplete,
        Self::NotSigned,
        Self::Mixed,
        Self::RolledBack,
        Self::Expired,
        Self::NothingNew,
    ];

    /// A stable name for tools, vectors and word lists.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Incomplete => "incomplete",
            Self::NotSigned => "not-signed",
            Self::Mixed => "mixed",
            Self::RolledBack => "rolled-back",
            Self::Expired => "expired",
            Self::NothingNew => "nothing-new",
        }
    }
}

impl fmt::Display for UpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "these are not lists of Tessera's, or they arrived damaged",
            Self::Incomplete => "a file that belongs to the lists is missing, or is not the one that was signed for",
            Self::NotSigned => "the lists are not signed by those who must sign them",
            Self::Mixed => "the lists do not belong together",
            Self::RolledBack => "the lists are older than those that are known",
            Self::Expired => "the lists have expired",
            Self::NothingNew => "the lists are the ones that are known",
        })
    }
}

impl core::error::Error for UpdateError {}

impl From<ListError> for UpdateError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Malformed => Self::Malformed,
            ListError::NotSigned => Self::NotSigned,
            ListError::RolledBack => Self::RolledBack,
            ListError::Expired => Self::Expired,
        }
    }
}

impl From<StatusError> for UpdateError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::Malformed => Self::Malformed,
            StatusError::NotSigned => Self::NotSigned,
            StatusError::Other => Self::Mixed,
        }
    }
}

/// What a bundle's snapshot leads to, authentic down from the roots: whose signatures count.
struct Top {
    roots: Roots,
    trust: TrustList,
}

impl Top {
    fn authenticate(named: &[(FileName, &[u8])], contents: &Contents, pinned: &Roots) -> Result<Self, UpdateError> {
        let chain = contents.hand_overs.iter().map(|name| file(named, name)).collect::<Result<Vec<_>, _>>()?;
        let roots = pinned.clone().after(chain)?;
        let trust = TrustList::authenticate(file(named, &contents.trust)?, &roots)?;
        Ok(Self { roots, trust })
    }
}

fn file<'a>(named: &[(FileName, &'a [u8])], name: &FileName) -> Result<&'a [u8], UpdateError> {
    named.iter().find(|(other, _)| other == name).map(|(_, bytes)| *bytes).ok_or(UpdateError::Incomplete)
}

impl TrustList {
    /// The trust list of a bundle alone, authenticated down from the `pinned` roots: for whoever reads passes and judges none. Of what it does
    /// not need nothing is read.
    ///
    /// # Errors
    /// [`UpdateError`].
    pub fn in_bundle(bundle: &Bundle, pinned: &Roots) -> Result<Self, UpdateError> {
        let snapshot = UnverifiedSnapshot::parse(&bundle.snapshot)?;
        let Top { trust, .. } = Top::authenticate(&bundle.named(), snapshot.contents(), pinned)?;
        snapshot.authenticate(&trust)?;
        Ok(trust)
    }
}

impl Known {
    /// Authenticates a bundle down from the `pinned` roots. Its age is the verifier's matter: an expired one still tells who the issuers are.
    /// Files that the snapshot does not name are dropped.
    ///
    /// # Errors
    /// [`UpdateError`].
    pub fn authenticate(bundle: Bundle, pinned: &Roots) -> Result<Self, UpdateError> {
        let unverified = UnverifiedSnapshot::parse(&bundle.snapshot)?;
        let named = bundle.named();
        let contents = unverified.contents().clone();
        let Top { roots, trust } = Top::authenticate(&named, &contents, pinned)?;
        let snapshot = unverified.authenticate(&trust)?;
        let mut statuses = Vec::new();
        for listed in &contents.lists {
            let mut list = StatusList::authenticate(file(&named, &listed.list)?, &trust)?;
            for delta in &listed.deltas {
                list = list.updated(file(&named, delta)?, &trust)?;
            }
            if list.uri() != listed.uri {
                return Err(UpdateError::Mixed);
            }
            statuses.push(list);
        }
        let is_named = |name: &FileName| contents.files().any(|other| other == *name);
        let files = named.iter().filter(|(name, _)| is_named(name)).map(|(_, bytes)| bytes.to_vec()).collect();
        let bundle = Bundle { snapshot: bundle.snapshot.clone(), files };
        Ok(Self { bundle, roots, snapshot, trust: Arc::new(trust), statuses })
    }

    /// What is known after `offered`, at `at`.
    ///
    /// # Errors
    /// [`UpdateError`]; then what was known stays in force.
    pub fn update(&self, offered: Bundle, pinned: &Roots, at: UnixTime) -> Result<Self, UpdateError> {
        if offered.snapshot == self.bundle.snapshot {
            return Err(UpdateError::NothingNew);
        }
        let offered = Self::authenticate(offered, pinned)?;
        let (new, old) = (offered.snapshot.contents(), self.snapshot.contents());
        // Roots that have handed over do not come back.
        if offered.roots != self.roots && !new.hand_overs.starts_with(&old.hand_overs) {
            return Err(UpdateError::NotSigned);
        }
        // A number stands for one content: another one under the same number is no progress.
        let is_older = new.number <= old.number || offered.trust.number() < self.trust.number();
        let goes_back = |list: &StatusList| {
            self.statuses.iter().any(|old| old.uri() == list.uri() && list.issued_at() < old.issued_at())
        };
        if is_older
            || offered.snapshot.issued_at() < self.snapshot.issued_at()
            || offered.statuses.iter().any(goes_back)
        {
            return Err(UpdateError::RolledBack);
        }
        if at >= offered.expires() { Err(UpdateError::Expired) } else { Ok(offered) }
    }

    /// The first second at which one of the lists is not trusted any more.
    pub fn expires(&self) -> UnixTime {
        let statuses = self.statuses.iter().map(StatusList::expires);
        statuses.fold(self.snapshot.expires().min(self.trust.expires()), UnixTime::min)
    }

    /// The newest time that the lists name.
    pub fn newest(&self) -> UnixTime {
        let statuses = self.statuses.iter().map(StatusList::issued_at);
        statuses.fold(self.snapshot.issued_at().max(self.trust.issued_at()), UnixTime::max)
    }

    /// What a verdict needs; no time before `built` can be now.
    pub fn lists(&self, built: UnixTime) -> Lists<'_> {
        Lists {
            trust: &self.trust,
            statuses: &self.statuses,
            vouched: Window::new(self.snapshot.issued_at(), self.snapshot.expires()),
            floor: TimeFloor::new(built.max(self.newest())),
            ceiling: None,
        }
    }

    /// The bytes that the lists came in.
    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The trust list.
    pub fn trust(&self) -> &Arc<TrustList> {
        &self.trust
    }

    /// The roots in force.
    pub fn roots(&self) -> &Roots {
        &self.roots
    }

    /// The status lists.
    pub fn statuses(&self) -> &[StatusList] {
        &self.statuses
    }
}
