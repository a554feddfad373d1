//! A sealing key that is stored only as wrapped. Its bytes are known to the browser alone, never to the app.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::CryptoKey;

use crate::lock::{Way, Wrapped};
use crate::web::dynamic::{call_async, object};
use crate::web::random;
use crate::web::seal::{ALGORITHM, SealFault, generate, subtle, usages};

/// The key of a way in, derived from its secret.
#[derive(Clone, Debug)]
pub struct WayKey {
    /// The way.
    pub way: Way,
    salt: [u8; 32],
    key: CryptoKey,
}

impl WayKey {
    /// The key that `secret` gives for a new lock.
    ///
    /// # Errors
    /// [`SealFault`].
    pub async fn fresh(way: Way, secret: &[u8]) -> Result<Self, SealFault> {
        let salt = random::bytes().map_err(|_| SealFault)?;
        Self::derive(way, salt, secret).await
    }

    /// The key that `secret` gives for what is wrapped already.
    ///
    /// # Errors
    /// [`SealFault`].
    pub async fn of(way: Way, wrapped: &Wrapped, secret: &[u8]) -> Result<Self, SealFault> {
        Self::derive(way, wrapped.salt, secret).await
    }

    async fn derive(way: Way, salt: [u8; 32], secret: &[u8]) -> Result<Self, SealFault> {
        let usage = |name: &str| JsValue::from(Array::of1(&name.into()));
        let bytes = Uint8Array::from(secret).into();
        let base = ["raw".into(), bytes, "HKDF".into(), false.into(), usage("deriveKey")];
        let base = ask("importKey", &base).await?;
        let hkdf = object([
            ("name", "HKDF".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::from(&salt[..]).into()),
            ("info", domain(&way)),
        ]);
        let kind = object([("name", ALGORITHM.into()), ("length", 256.into())]);
        let usages = Array::of2(&"wrapKey".into(), &"unwrapKey".into()).into();
        let arguments = [hkdf, base, kind, false.into(), usages];
        let key = ask("deriveKey", &arguments).await?;
        Ok(Self { way, salt, key: key.dyn_into().map_err(|_| SealFault)? })
    }

    /// The sealing key in `wrapped`, which cannot be exported.
    ///
    /// # Errors
    /// [`SealFault`] where the secret was another.
    pub async fn unwrap(&self, wrapped: &Wrapped) -> Result<CryptoKey, SealFault> {
        let arguments = [
            "raw".into(),
            Uint8Array::from(&wrapped.key[..]).into(),
            JsValue::from(&self.key),
            self.params(&wrapped.iv),
            ALGORITHM.into(),
            false.into(),
            usages().into(),
        ];
        let key = ask("unwrapKey", &arguments).await?;
        key.dyn_into().map_err(|_| SealFault)
    }

    async fn wrap(&self, key: &CryptoKey) -> Result<Wrapped, SealFault> {
        let iv = random::bytes().map_err(|_| SealFault)?;
        let arguments = ["raw".into(), key.into(), JsValue::from(&self.key), self.params(&iv)];
        let wrapped = ask("wrapKey", &arguments).await?;
        let key = Uint8Array::new(&wrapped).to_vec().try_into().map_err(|_| SealFault)?;
        Ok(Wrapped { salt: self.salt, iv, key })
    }

    fn params(&self, iv: &[u8]) -> JsValue {
        let iv = Uint8Array::from(iv).into();
        object([("name", ALGORITHM.into()), ("iv", iv), ("additionalData", domain(&self.way))])
    }
}

/// What is derived and wrapped for one way serves no other.
fn domain(way: &Way) -> JsValue {
    Uint8Array::from(format!("tessera/2/lock/{}", way.name()).as_bytes()).into()
}

async fn ask(name: &str, arguments: &[JsValue]) -> Result<JsValue, SealFault> {
    let arguments: Vec<_> = arguments.iter().collect();
    call_async(&subtle()?.into(), name, &arguments).await.map_err(|_| SealFault)
}

/// Makes a sealing key and wraps it for each way. What is given back cannot be exported; the one that could be has gone.
///
/// # Errors
/// [`SealFault`].
pub async fn make_wrapped_key(ways: &[WayKey]) -> Result<(CryptoKey, Vec<(Way, Wrapped)>), SealFault> {
    let first = ways.first().ok_or(SealFault)?;
    let exportable = generate(true).await?;
    let mut wrapped = Vec::new();
    for way in ways {
        wrapped.push((way.way.clone(), way.wrap(&exportable).await?));
    }
    let (_, by_first) = wrapped.first().ok_or(SealFault)?;
    let key = first.unwrap(by_first).await?;
    Ok((key, wrapped))
}
