//! Tells the app's other tabs that something stored has changed. Nothing but that is said.

use wasm_bindgen::prelude::JsValue;
use web_sys::BroadcastChannel;

use crate::web::page::Listener;

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The vault.
    Vault,
    /// The lists.
    Lists,
}

impl Topic {
    const fn name(self) -> &'static str {
        match self {
            Self::Vault => "tessera.vault",
            Self::Lists => "tessera.lists",
        }
    }
}

/// The line between tabs; closed when dropped.
pub struct Channel {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Channel {
    /// Opens the line; `None` where the browser has none. `changed` is called when another tab says so.
    pub fn open(topic: Topic, mut changed: impl FnMut() + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(topic.name()).ok()?;
        let listener = Listener::on(&channel, "message", move |_| changed());
        Some(Self { channel, _listener: listener })
    }

    /// Says to the other tabs that it has changed.
    pub fn say_changed(&self) {
        let _ = self.channel.post_message(&JsValue::TRUE);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
