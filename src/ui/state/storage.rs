//! With the first pass the browser is asked not to clear it by itself.

use leptos::task::spawn_local;

use crate::ui::state::Notices;
use crate::ui::words::Phrase;
use crate::web::page;

/// Under which name the next page is told to ask.
const DUE: &str = "storage";

/// Has the page that shows the pass ask: some browsers put the question to the resident, and it goes with the page that asked.
pub fn ask_for_storage_there() {
    page::leave_behind(DUE, "");
}

/// Asks if the page before this one said so, and says what the answer is once there is one.
pub fn ask_for_storage_if_due(notices: Notices) {
    if page::left_behind(DUE).is_some() {
        spawn_local(async move {
            let is_kept = page::persist_storage().await;
            notices.say(if is_kept { Phrase::StorageWasKept } else { Phrase::StorageMayClear }, None);
        });
    }
}
