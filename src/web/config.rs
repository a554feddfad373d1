//! The app's configuration: the pinned root keys and the door's policy, from `/config.json`, which the precache list covers.

use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

use crate::key::PublicKey;
use crate::policy::Policy;
use crate::time::UnixTime;
use crate::trust::Roots;
use crate::web::file;

/// Where the configuration lies.
const ADDRESS: &str = "/config.json";

/// What this installation trusts, and how it decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The pinned root keys, and how many of them must sign.
    pub roots: Roots,
    /// The door's rules.
    pub policy: Policy,
    /// Path of the folder of the lists on this origin, with the slash at its end.
    pub lists: String,
    /// When the site was built: no clock is before it.
    pub built: UnixTime,
}

/// The configuration is missing or does not make sense; nothing can be trusted without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigFault;

impl Config {
    /// Fetches and reads the configuration.
    ///
    /// # Errors
    /// [`ConfigFault`].
    pub async fn load() -> Result<Self, ConfigFault> {
        let text = file::fetch_text(ADDRESS).await.ok_or(ConfigFault)?;
        Self::parse(&text).ok_or(ConfigFault)
    }

    /// Reads the text of a configuration; `None` where any part is missing or wrong.
    pub fn parse(text: &str) -> Option<Self> {
        let json = JSON::parse(text).ok()?;
        let get = |name: &str| Reflect::get(&json, &JsValue::from_str(name)).ok();
        let roots = js_sys::Array::from(&get("roots")?)
            .iter()
            .map(|root| PublicKey::from_bytes(&base64url(&root.as_string()?)?).ok())
            .collect::<Option<Vec<_>>>()?;
        let threshold = get("threshold")?.as_f64()? as usize;
        let roots = Roots::new(roots, threshold)?;
        let policy = match get("policy")?.as_string()?.as_str() {
            "door" => Policy::door(),
            "demonstration" => Policy::demonstration(),
            _ => return None,
        };
        let is_here = |path: &String| path.starts_with('/') && !path.starts_with("//") && path.ends_with('/');
        let lists = get("lists")?.as_string().filter(is_here)?;
        let built = get("built")?.as_f64().filter(|seconds| *seconds >= 0.0)?;
        Some(Self { roots, policy, lists, built: UnixTime::new(built as u64)? })
    }
}

fn base64url(text: &str) -> Option<Vec<u8>> {
    let text = text.replace('-', "+").replace('_', "/");
    // One character for each byte, which is what the browser gives.
    let binary = web_sys::window()?.atob(&text).ok()?;
    binary.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}
