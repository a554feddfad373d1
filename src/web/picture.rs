//! A picture that the page holds in memory.

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, Url};

use crate::claims::Portrait;
use crate::web::dynamic;

/// A picture with an address of this page, until it is dropped.
pub struct Picture {
    address: String,
}

impl Picture {
    /// Gives a portrait an address; `None` where the browser does not.
    pub fn show(portrait: &Portrait) -> Option<Self> {
        // With the type that its first bytes have, not one that the browser guesses.
        let options = dynamic::object([("type", portrait.media_type().into())]);
        let parts = Array::of1(&Uint8Array::from(portrait.as_bytes()));
        let blob = dynamic::construct("Blob", &[&parts, &options])?;
        let address = Url::create_object_url_with_blob(&Blob::from(blob)).ok()?;
        Some(Self { address })
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.address);
    }
}
