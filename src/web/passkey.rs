//! Passkeys whose authenticator computes a secret from a salt: WebAuthn with the extension `prf`. No server has a part in it: the signature is
//! of no use here and is not looked at; what counts is the secret, which opens a seal or does not.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use zeroize::Zeroizing;

use crate::lock::Passkey;
use crate::web::dynamic::{call, call_async, object};
use crate::web::page::{self, property};
use crate::web::random;

/// COSE's names of signature algorithms, best first: EdDSA, ES256, RS256. A platform has at least one of them.
const ALGORITHMS: [i32; 3] = [-8, -7, -257];

/// Why there is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyFault {
    /// The person has cancelled it, or it took too long; or there is no such passkey on this phone any more.
    Cancelled,
    /// The browser or the authenticator does not compute secrets.
    Unsupported,
}

/// Whether the browser says that it can do this.
pub async fn is_supported() -> bool {
    let Some(class) = property(&page::window(), "PublicKeyCredential") else { return false };
    match call_async(&class, "getClientCapabilities", &[]).await {
        Ok(can) => ["extension:prf", "userVerifyingPlatformAuthenticator"]
            .iter()
            .all(|name| property(&can, name).is_some_and(|can| can.is_truthy())),
        // An older browser cannot be asked; whether it can is seen when it is tried.
        Err(_) => call_async(&class, "isUserVerifyingPlatformAuthenticatorAvailable", &[])
            .await
            .is_ok_and(|can| can.is_truthy()),
    }
}

/// Makes a passkey and computes its secret for a fresh salt.
///
/// # Errors
/// [`PasskeyFault`].
pub async fn make() -> Result<(Passkey, Zeroizing<Vec<u8>>), PasskeyFault> {
    let salt = random::bytes::<32>().map_err(|_| PasskeyFault::Unsupported)?;
    let algorithms = ALGORITHMS.map(|number| object([("type", "public-key".into()), ("alg", number.into())]));
    // The lists of passkeys show this name; it says nothing about a person.
    let user = object([("id", random_bytes()?), ("name", "Tessera".into()), ("displayName", "Tessera".into())]);
    let options = object([
        ("rp", object([("name", "Tessera".into())])),
        ("user", user),
        ("challenge", random_bytes()?),
        ("pubKeyCredParams", algorithms.iter().collect::<Array>().into()),
        (
            "authenticatorSelection",
            object([("residentKey", "preferred".into()), ("userVerification", "required".into())]),
        ),
        ("attestation", "none".into()),
        ("extensions", extension(&salt)),
    ]);
    let made = ask("create", options).await?;
    let credential = id(&made).ok_or(PasskeyFault::Unsupported)?;
    let passkey = Passkey { credential, salt };
    match secret(&made) {
        Some(secret) => Ok((passkey, secret)),
        // Some authenticators compute it only when they are asked for it, not when they are made.
        None if is_enabled(&made) => self::secret_of(&passkey).await.map(|secret| (passkey, secret)),
        None => Err(PasskeyFault::Unsupported),
    }
}

/// The secret of a passkey.
///
/// # Errors
/// [`PasskeyFault`].
pub async fn secret_of(passkey: &Passkey) -> Result<Zeroizing<Vec<u8>>, PasskeyFault> {
    let id = Uint8Array::from(&passkey.credential[..]);
    let allowed = object([("type", "public-key".into()), ("id", id.into())]);
    let options = object([
        ("challenge", random_bytes()?),
        ("allowCredentials", Array::of1(&allowed).into()),
        ("userVerification", "required".into()),
        ("extensions", extension(&passkey.salt)),
    ]);
    secret(&ask("get", options).await?).ok_or(PasskeyFault::Unsupported)
}

async fn ask(name: &str, options: JsValue) -> Result<JsValue, PasskeyFault> {
    let credentials = property(&page::window().navigator(), "credentials").ok_or(PasskeyFault::Unsupported)?;
    let answer = call_async(&credentials, name, &[&object([("publicKey", options)])]).await;
    answer.map_err(|fault| match property(&fault, "name").and_then(|name| name.as_string()).as_deref() {
        Some("NotSupportedError" | "SecurityError" | "TypeError") => PasskeyFault::Unsupported,
        _ => PasskeyFault::Cancelled,
    })
}

fn extension(salt: &[u8]) -> JsValue {
    object([("prf", object([("eval", object([("first", Uint8Array::from(salt).into())]))]))])
}

fn id(credential: &JsValue) -> Option<Vec<u8>> {
    property(credential, "rawId").map(|id| Uint8Array::new(&id).to_vec())
}

fn prf(credential: &JsValue) -> Option<JsValue> {
    property(&call(credential, "getClientExtensionResults", &[]).ok()?, "prf")
}

fn is_enabled(credential: &JsValue) -> bool {
    prf(credential).and_then(|prf| property(&prf, "enabled")).is_some_and(|enabled| enabled.is_truthy())
}

fn secret(credential: &JsValue) -> Option<Zeroizing<Vec<u8>>> {
    let first = property(&property(&prf(credential)?, "results")?, "first")?;
    let bytes = match first.dyn_into::<Uint8Array>() {
        Ok(bytes) => bytes,
        Err(buffer) => Uint8Array::new(&buffer),
    };
    Some(Zeroizing::new(bytes.to_vec()))
}

fn random_bytes() -> Result<JsValue, PasskeyFault> {
    random::bytes::<32>().map(|bytes| Uint8Array::from(&bytes[..]).into()).map_err(|_| PasskeyFault::Unsupported)
}
