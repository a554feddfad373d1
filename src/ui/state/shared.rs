//! What another app shared with this one, until the page for it takes it: a locked wallet takes it once it is open.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::web::gifts::Gift;
use crate::web::shared;

/// What was shared.
#[derive(Clone, Copy)]
pub struct Shared {
    gift: StoredValue<Option<Gift>>,
    came: RwSignal<bool>,
}

impl Shared {
    /// Takes it, once; whoever asks follows it.
    pub fn take(self) -> Option<Gift> {
        self.came.track();
        self.gift.try_update_value(Option::take).flatten()
    }
}

/// Provides [`Shared`].
pub fn provide_shared() {
    let shared = Shared { gift: StoredValue::new(None), came: RwSignal::new(false) };
    spawn_local(async move {
        if let Some(gift) = shared::take().await {
            shared.gift.set_value(Some(gift));
            shared.came.try_set(true);
        }
    });
    provide_context(shared);
}

/// The [`Shared`] that the app provided.
pub fn use_shared() -> Shared {
    expect_context()
}
