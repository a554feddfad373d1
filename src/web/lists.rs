//! The signed lists: the newest that were kept, the first that came with the app, newer ones from the origin. Whatever brings them, the core
//! authenticates them, and what it does not take changes nothing.

mod download;
mod host;
mod pace;

pub use host::HostTime;
pub use pace::pause;

use crate::limits::{MAX_BUNDLE_BYTES, MAX_SNAPSHOT_BYTES, MAX_STATUS_LIST_BYTES};
use crate::time::UnixTime;
use crate::trust::{Bundle, FileName, Known, Roots, UnverifiedSnapshot, UpdateError};
use crate::web::lists::download::{Mode, download};
use crate::web::store::{Store, StoreFault};

/// The lists of the day on which the app was built; they are part of it.
const FIRST: &str = "/first.tessera-lists";

/// Why an attempt to get newer lists brought none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListsFault {
    /// Nobody answered, or the answer broke off.
    Network,
    /// The host answered, but not with lists.
    Host,
    /// More bytes came than lists have.
    TooLarge,
    /// The lists that came are not taken.
    Refused(UpdateError),
    /// Something else had to be done first.
    PutOff,
}

impl From<UpdateError> for ListsFault {
    fn from(error: UpdateError) -> Self {
        Self::Refused(error)
    }
}

/// The lists that `store` keeps, authenticated again.
pub async fn kept(store: &Store, roots: &Roots) -> Option<Known> {
    Known::authenticate(store.lists().await.ok()??, roots).ok()
}

/// The lists that came with the app, of which nothing is authentic yet: for a first start that has no network.
pub async fn first() -> Option<Bundle> {
    let (bytes, _) = download(FIRST, MAX_BUNDLE_BYTES, Mode::Usual).await.ok()?;
    Bundle::parse(&bytes)
}

/// What the host of the lists answered.
pub struct Answer {
    /// The host's clock, where it told it.
    pub time: Option<HostTime>,
    /// Lists, of which nothing is authentic yet.
    pub bundle: Result<Bundle, ListsFault>,
}

/// Asks the host at the path `folder` for what `known` does not have. `go_on` is told how many files have come and how many there are, and may stop
/// it there.
pub async fn ask(folder: &str, known: Option<&Known>, go_on: impl Fn(usize, usize) -> bool) -> Answer {
    match download(&format!("{folder}snapshot.cwt"), MAX_SNAPSHOT_BYTES, Mode::Revalidated).await {
        Ok((snapshot, time)) => Answer { time, bundle: complete(folder, snapshot, known, go_on).await },
        Err(fault) => Answer { time: None, bundle: Err(fault) },
    }
}

/// The snapshot with the files that it names: those of `known`, and the others from the host.
async fn complete(
    folder: &str,
    snapshot: Vec<u8>,
    known: Option<&Known>,
    go_on: impl Fn(usize, usize) -> bool,
) -> Result<Bundle, ListsFault> {
    let old = known.map(Known::bundle);
    if old.is_some_and(|old| old.snapshot == snapshot) {
        return Err(UpdateError::NothingNew.into());
    }
    let mut names = Vec::new();
    for name in UnverifiedSnapshot::parse(&snapshot).map_err(UpdateError::from)?.contents().files() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut files = Vec::new();
    let mut room = MAX_BUNDLE_BYTES;
    for name in &names {
        if !go_on(files.len(), names.len()) {
            return Err(ListsFault::PutOff);
        }
        let kept = old.and_then(|old| old.files.iter().find(|file| FileName::of(file) == *name));
        let file = match kept {
            Some(file) => file.clone(),
            None => named(folder, *name, room.min(MAX_STATUS_LIST_BYTES)).await?,
        };
        room = room.checked_sub(file.len()).ok_or(ListsFault::TooLarge)?;
        files.push(file);
    }
    // What follows takes a moment of the one thread that there is.
    if go_on(names.len(), names.len()) { Ok(Bundle { snapshot, files }) } else { Err(ListsFault::PutOff) }
}

/// A file by its name. A copy that some cache keeps of an answer that was wrong would be served for good, so it is asked for once more, anew.
async fn named(folder: &str, name: FileName, most: usize) -> Result<Vec<u8>, ListsFault> {
    let path = format!("{folder}{name}.cwt");
    let mut fault = UpdateError::Incomplete.into();
    for mode in [Mode::Usual, Mode::Anew] {
        match download(&path, most, mode).await {
            Ok((file, _)) if FileName::of(&file) == name => return Ok(file),
            Ok(_) => fault = UpdateError::Incomplete.into(),
            Err(ListsFault::TooLarge) => fault = ListsFault::TooLarge,
            Err(fault) => return Err(fault),
        }
    }
    Err(fault)
}

/// What is in force after `newer` was taken, and whether it is kept.
pub struct Taken {
    /// The newest lists: these, or still newer ones of another tab.
    pub known: Known,
    /// Whether they outlive this page.
    pub kept: Result<(), StoreFault>,
}

/// Keeps `newer`, which may follow `before`. Where others are kept by now, another tab was first: `newer` has to follow those as well.
pub async fn keep(store: &Store, roots: &Roots, before: Option<&Known>, newer: Known, at: UnixTime) -> Taken {
    let mut expected = before.map(|known| known.bundle().snapshot.clone());
    // Each further turn means that another tab was first; it is not so often.
    for _ in 0..3 {
        match store.keep_lists(newer.bundle(), expected.as_deref()).await {
            Ok(true) => return Taken { known: newer, kept: Ok(()) },
            Ok(false) => {}
            Err(fault) => return Taken { known: newer, kept: Err(fault) },
        }
        let bundle = match store.lists().await {
            Ok(bundle) => bundle,
            Err(fault) => return Taken { known: newer, kept: Err(fault) },
        };
        expected = bundle.as_ref().map(|bundle| bundle.snapshot.clone());
        // Those that are not authentic, under the roots of this version, give way.
        if let Some(theirs) = bundle.and_then(|bundle| Known::authenticate(bundle, roots).ok())
            && theirs.update(newer.bundle().clone(), roots, at).is_err()
        {
            return Taken { known: theirs, kept: Ok(()) };
        }
    }
    Taken { known: newer, kept: Err(StoreFault::Failed) }
}
