//! The signed lists: the newest copy kept, a newer one from the origin when it can be reached.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use crate::time::UnixTime;
use crate::trust::{Lists, TimeFloor, TrustList};
use crate::web::config::Config;
use crate::web::store::Store;

/// The lists in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    trust: TrustList,
    floor: TimeFloor,
}

impl Known {
    /// The newest list of those in `copies` that a pinned root signed; `None` where there is none.
    fn newest<'a>(copies: impl IntoIterator<Item = &'a [u8]>, config: &Config) -> Option<(&'a [u8], Self)> {
        let lists = copies.into_iter().filter_map(|copy| {
            let trust = TrustList::authenticate(copy, &config.roots).ok()?;
            Some((copy, trust))
        });
        let (copy, trust) = lists.max_by_key(|(_, trust)| (trust.number(), trust.issued_at()))?;
        let floor = TimeFloor::new(config.built).raised_by(&trust);
        Some((copy, Self { trust, floor }))
    }

    /// What a verdict needs.
    pub fn lists(&self) -> Lists<'_> {
        Lists::of_keys(&self.trust, self.floor)
    }

    /// The trust list.
    pub fn trust(&self) -> &TrustList {
        &self.trust
    }
}

/// The kept list, without asking the origin.
pub async fn kept(store: Option<&Store>, config: &Config) -> Option<Known> {
    let kept = store?.trust_list().await.ok().flatten()?;
    Known::newest([kept.as_slice()], config).map(|(_, known)| known)
}

/// Asks the origin for a newer list than `known` and keeps it. What was known stays where the answer is older, expired, not signed by a pinned root,
/// or no answer at all.
pub async fn refresh(store: Option<&Store>, config: &Config, known: Option<Known>, at: UnixTime) -> Option<Known> {
    let Some(fetched) = fetch(&config.trust).await else { return known };
    let Some((bytes, newer)) = Known::newest([fetched.as_slice()], config) else { return known };
    let Some(old) = known else {
        // An expired first copy still tells who the issuers are; its age then leaves every verdict open.
        keep(store, bytes).await;
        return Some(newer);
    };
    match newer.trust.replaces(Some(old.trust.number()), at) {
        Ok(()) if newer != old => {
            keep(store, bytes).await;
            Some(Known { floor: newer.floor.max(old.floor), ..newer })
        }
        _ => Some(old),
    }
}

async fn keep(store: Option<&Store>, bytes: &[u8]) {
    if let Some(store) = store {
        // A list that cannot be kept still serves until the page is closed.
        let _ = store.keep_trust_list(bytes).await;
    }
}

async fn fetch(path: &str) -> Option<Vec<u8>> {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoStore);
    let response = JsFuture::from(web_sys::window()?.fetch_with_str_and_init(path, &options)).await.ok()?;
    let response = Response::from(response);
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&ArrayBuffer::from(buffer)).to_vec())
}
