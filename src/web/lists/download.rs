//! One file from this origin, read piece by piece with a bound.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use web_sys::{RequestCache, RequestInit, RequestRedirect, Response};

use super::ListsFault;
use super::host::{HostTime, Reading};
use crate::web::{dynamic, page};

/// How long the host may be silent, in milliseconds.
const PATIENCE: i32 = 20_000;

/// What the browser's cache is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// A copy in it is as good.
    Usual,
    /// A copy in it is good if the host says so.
    Revalidated,
    /// A copy in it is no good.
    Anew,
}

/// The file at `path`, of at most `most` bytes, and the host's time where it was told.
pub(super) async fn download(path: &str, most: usize, mode: Mode) -> Result<(Vec<u8>, Option<HostTime>), ListsFault> {
    let options = RequestInit::new();
    options.set_cache(match mode {
        Mode::Usual => RequestCache::Default,
        Mode::Revalidated => RequestCache::NoCache,
        Mode::Anew => RequestCache::Reload,
    });
    options.set_redirect(RequestRedirect::Error);
    let asked = Reading::now();
    let answer = dynamic::call_within(PATIENCE, &page::window(), "fetch", &[&path.into(), &options]).await;
    let response: Response = answer.ok().and_then(|answer| answer.dyn_into().ok()).ok_or(ListsFault::Network)?;
    if !response.ok() {
        return Err(ListsFault::Host);
    }
    let time = HostTime::of(&response, asked);
    Ok((body(&response, most).await?, time))
}

async fn body(response: &Response, most: usize) -> Result<Vec<u8>, ListsFault> {
    let stream = page::property(response, "body").ok_or(ListsFault::Network)?;
    let reader = dynamic::call(&stream, "getReader", &[]).map_err(|_| ListsFault::Network)?;
    let mut bytes = Vec::new();
    let ended = loop {
        let Ok(piece) = dynamic::call_within(PATIENCE, &reader, "read", &[]).await else {
            break Err(ListsFault::Network);
        };
        let is_last = page::property(&piece, "done").is_some_and(|done| done.is_truthy());
        if is_last {
            return Ok(bytes);
        }
        let value = page::property(&piece, "value").and_then(|value| value.dyn_into::<Uint8Array>().ok());
        let Some(value) = value else { break Err(ListsFault::Network) };
        if value.length() as usize > most - bytes.len() {
            break Err(ListsFault::TooLarge);
        }
        bytes.extend_from_slice(&value.to_vec());
    };
    // The rest is not wanted; whether the browser can still stop it is no matter.
    wasm_bindgen_futures::spawn_local(async move {
        let _ = dynamic::call_async(&reader, "cancel", &[]).await;
    });
    ended
}
