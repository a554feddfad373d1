//! Tells the app's other tabs that something has changed. What is said stays in memory.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::web::page::Listener;

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The vault.
    Vault,
    /// The lists.
    Lists,
    /// The lock: a key where it was opened, nothing where it was shut or changed.
    Lock,
}

impl Topic {
    const fn name(self) -> &'static str {
        match self {
            Self::Vault => "tessera.vault",
            Self::Lists => "tessera.lists",
            Self::Lock => "tessera.lock",
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
        Self::hear(topic, move |_| changed())
    }

    /// Opens the line; `heard` is called with what another tab says.
    pub fn hear(topic: Topic, mut heard: impl FnMut(JsValue) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(topic.name()).ok()?;
        let listener = Listener::on(&channel, "message", move |event| {
            heard(event.dyn_ref::<MessageEvent>().map_or(JsValue::UNDEFINED, MessageEvent::data));
        });
        Some(Self { channel, _listener: listener })
    }

    /// Says to the other tabs that it has changed.
    pub fn say_changed(&self) {
        self.say(&JsValue::TRUE);
    }

    /// Says something to the other tabs.
    pub fn say(&self, what: &JsValue) {
        let _ = self.channel.post_message(what);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
