//! What the browser's own files need: nothing that was deleted stays in them, and a log that broke off is not written on.
//!
//! A database that is written as a log (LevelDB, under Chromium) puts a deletion behind what it deletes, and drops both when it merges its files.
//! Merged are the log and the files in which a database had something that is deleted as a whole, level by level down to the lowest of them, each
//! file with everything else that is in it. A file that was in use goes with the next merge. So two databases with nothing in them, the marks, take
//! turns: one lies wherever an entry may lie, and when it is deleted the other has come to stand beside it and sinks with the rest. That holds as
//! long as all that the app keeps fits into one such file, of two megabytes: every wallet does, and the lists of a country beside it.
//! tests/e2e/erase.test.mjs looks into the files.

use rexie::{Rexie, TransactionMode};

use crate::web::dynamic::pause;
use crate::web::store::{SEALING, Store, StoreFault};

/// The first is there always, the second during a sweep.
const MARKS: [&str; 2] = ["tessera-mark-1", "tessera-mark-2"];
const NEW_LOG: &str = "tessera-new-log";

/// Under this name in what seals lies a mark while a sweep is due.
pub(super) const DUE: &str = "sweep";

/// How long a merge may take, in milliseconds: it goes on after a deletion was said to be done.
const MERGE: i32 = 300;

impl Store {
    /// Sweeps, if something was deleted since the last time.
    pub async fn sweep_if_due(&self) {
        if self.is_due().await.unwrap_or(false) {
            sweep().await;
            let _ = self.not_due().await;
        }
    }

    async fn is_due(&self) -> Result<bool, StoreFault> {
        let transaction = self.transaction(&[SEALING], TransactionMode::ReadOnly).await?;
        Ok(transaction.store(SEALING)?.key_exists(DUE.into()).await?)
    }

    async fn not_due(&self) -> Result<(), StoreFault> {
        let transaction = self.transaction(&[SEALING], TransactionMode::ReadWrite).await?;
        let done = async { Ok(transaction.store(SEALING)?.delete(DUE.into()).await?) }.await;
        super::finish(transaction, done).await
    }
}

/// Sees to it that the first mark is there, and has the database go over to a new log, by a database that comes and goes.
///
/// A phone that runs out of power in the middle of a write leaves a record in the log (of LevelDB, under Chromium) that breaks off. The next start
/// passes over it and writes on behind it; the start after that takes both for one record, which is damaged, and throws away everything there was. A
/// new log at each start keeps the broken record from ever being the middle of anything. tests/e2e/crash.test.mjs breaks one off.
///
/// The log becomes a file with that, the first one as deep as files go: therefore the mark comes before.
pub(super) async fn begin_new_log() {
    make(MARKS[0]).await;
    if make(NEW_LOG).await {
        let _ = Rexie::delete(NEW_LOG).await;
    }
}

async fn sweep() {
    let [first, second] = MARKS;
    // The second time is for files that were in use.
    for (comes, goes) in [(second, first), (first, second), (second, first), (first, second)] {
        make(comes).await;
        let _ = Rexie::delete(goes).await;
        pause(MERGE).await;
    }
}

/// A database with nothing in it, if it can be had; where it cannot, the files stay as they would have been.
async fn make(name: &str) -> bool {
    let made = Rexie::builder(name).version(1).build().await;
    made.map(Rexie::close).is_ok()
}
