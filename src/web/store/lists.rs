//! The signed lists, each under its file name, and their snapshot.

use js_sys::Uint8Array;
use rexie::TransactionMode;
use wasm_bindgen::JsValue;

use crate::trust::{Bundle, FileName};
use crate::web::store::{LISTS, Store, StoreFault, bytes, entries, finish, full_or};

const SNAPSHOT: &str = "snapshot";

impl Store {
    /// The lists that were kept, as received; `None` where there are none.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub async fn lists(&self) -> Result<Option<Bundle>, StoreFault> {
        let transaction = self.transaction(&[LISTS], TransactionMode::ReadOnly).await?;
        let mut bundle = Bundle::default();
        for (name, value) in entries(&transaction.store(LISTS)?).await? {
            let Some(bytes) = bytes(&value) else { continue };
            if name.as_string().as_deref() == Some(SNAPSHOT) {
                bundle.snapshot = bytes;
            } else {
                bundle.files.push(bytes);
            }
        }
        Ok((!bundle.snapshot.is_empty()).then_some(bundle))
    }

    /// Keeps lists in place of those whose snapshot is `before`, in one transaction; `false` where others are kept by now, since another tab
    /// was first. Then nothing is changed.
    ///
    /// # Errors
    /// [`StoreFault`]; the lists that were kept stay.
    pub async fn keep_lists(&self, bundle: &Bundle, before: Option<&[u8]>) -> Result<bool, StoreFault> {
        let transaction = self.transaction(&[LISTS], TransactionMode::ReadWrite).await?;
        let written = async { write(&transaction.store(LISTS)?, bundle, before).await }.await;
        full_or(finish(transaction, written).await, bundle.files.iter().map(Vec::len).sum()).await
    }
}

async fn write(store: &rexie::Store, bundle: &Bundle, before: Option<&[u8]>) -> Result<bool, StoreFault> {
    let kept = store.get(SNAPSHOT.into()).await?;
    if kept.as_ref().and_then(bytes).as_deref() != before {
        return Ok(false);
    }
    let files: Vec<_> = bundle.files.iter().map(|file| (FileName::of(file).to_string(), file)).collect();
    let names = store.get_all_keys(None, None).await?;
    let there: Vec<_> = names.iter().filter_map(JsValue::as_string).collect();
    for name in &there {
        if name != SNAPSHOT && !files.iter().any(|(other, _)| other == name) {
            store.delete(name.as_str().into()).await?;
        }
    }
    let added = files.iter().filter(|(name, _)| !there.contains(name));
    let new = added.map(|(name, file)| (name.as_str(), *file)).chain([(SNAPSHOT, &bundle.snapshot)]);
    for (name, file) in new {
        store.put(&Uint8Array::from(file.as_slice()), Some(&name.into())).await?;
    }
    Ok(true)
}
