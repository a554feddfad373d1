//! Tells the app's other tabs that the vault has changed. Nothing but that is said.

use wasm_bindgen::prelude::JsValue;
use web_sys::BroadcastChannel;

use crate::web::page::Listener;

const NAME: &str = "tessera.vault";

/// The line between tabs; closed when dropped.
pub struct Channel {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Channel {
    /// Opens the line; `None` where the browser has none. `changed` is called when another tab says so.
    pub fn open(mut changed: impl FnMut() + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(NAME).ok()?;
        let listener = Listener::on(&channel, "message", move |_| changed());
        Some(Self { channel, _listener: listener })
    }

    /// Says to the other tabs that the vault has changed.
    pub fn say_changed(&self) {
        let _ = self.channel.post_message(&JsValue::TRUE);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
