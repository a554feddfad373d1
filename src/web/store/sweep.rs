//! What the browser's own files need: nothing that was deleted stays in them, and a log that broke off is not written on.
//!
//! A database that is written as a log (LevelDB, under Chromium) puts a deletion behind what it deletes, and drops both when it merges its
//! files. It does so when a whole database goes: so databases with nothing in them come and go. With the first the log becomes a file, with the second
//! that file is merged with what was deleted from it, with the third the file before that goes; the fourth is for a file that was just in use.
//! tests/e2e/erase.test.mjs looks into the files.

use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::JsValue;

use crate::web::dynamic::pause;
use crate::web::store::{SEALING, Store, StoreFault};

const SCRATCH: [&str; 4] = ["tessera-scratch-1", "tessera-scratch-2", "tessera-scratch-3", "tessera-scratch-4"];
const ANYTHING: &str = "anything";
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

/// Has the database go over to a new log, by a database that comes and goes.
///
/// A phone that runs out of power in the middle of a write leaves a record in the log (of LevelDB, under Chromium) that breaks off. The next start
/// passes over it and writes on behind it; the start after that takes both for one record, which is damaged, and throws away everything there was. A
/// new log at each start keeps the broken record from ever being the middle of anything. tests/e2e/crash.test.mjs breaks one off.
pub(super) async fn begin_new_log() {
    // Where it fails, the log goes on as it would have.
    if let Ok(db) = Rexie::builder(NEW_LOG).version(1).build().await {
        db.close();
        let _ = Rexie::delete(NEW_LOG).await;
    }
}

async fn sweep() {
    for name in SCRATCH {
        // Where one fails the others may still do.
        let _ = make(name).await;
    }
    for name in SCRATCH {
        let _ = Rexie::delete(name).await;
        pause(MERGE).await;
    }
}

async fn make(name: &str) -> Result<(), StoreFault> {
    let db = Rexie::builder(name).version(1).add_object_store(ObjectStore::new(ANYTHING)).build().await?;
    let transaction = db.transaction(&[ANYTHING], TransactionMode::ReadWrite)?;
    let put = transaction.store(ANYTHING)?.put(&JsValue::TRUE, Some(&ANYTHING.into())).await;
    super::finish(transaction, put.map(drop).map_err(StoreFault::from)).await?;
    db.close();
    Ok(())
}
