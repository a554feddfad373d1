//! Token Status Lists: the encodings and the tokens of the draft, and a list that does not stop when it is decompressed.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::Value as Json;
use tessera::claims::status;
use tessera::trust::{StatusClaims, Statuses};
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::Sign1;

use crate::ecdsa::Key;
use crate::{field, unhex};

/// Whether a list has the entries of the case, 0 everywhere else, and nothing past its end.
fn has_all(case: &Json, statuses: &Statuses) -> bool {
    let size = case["size"].as_u64().unwrap_or(statuses.len() as u64);
    let listed: Vec<(u64, u8)> = case["statuses"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|entry| (entry[0].as_u64().expect("an index"), entry[1].as_u64().expect("a status") as u8))
        .collect();
    let nonzero: Vec<_> = listed.iter().filter(|(_, status)| *status != 0).map(|(n, s)| (*n as usize, *s)).collect();
    !listed.is_empty()
        && statuses.len() as u64 == size
        && listed.iter().all(|(index, status)| statuses.get(*index) == Some(*status))
        && statuses.entries().eq(nonzero)
        && statuses.get(size).is_none()
        && statuses.get(u64::MAX).is_none()
}

/// An encoding of the draft's appendix, as it stands in a token.
pub fn encoding(case: &Json) -> bool {
    let bytes = unhex(field(case, "cbor"));
    let Ok(list) = cbor::decode(&bytes) else { return false };
    let bits = list.get_text("bits").and_then(Value::as_u64).and_then(|bits| u8::try_from(bits).ok());
    let (Some(bits), Some(compressed)) = (bits, list.get_text("lst").and_then(Value::as_bytes)) else { return false };
    let read = Statuses::inflate(bits, compressed);
    read.is_some_and(|statuses| has_all(case, &statuses))
        // Another width gives other entries.
        && Statuses::inflate(if bits == 1 { 2 } else { 1 }, compressed).is_some_and(|other| !has_all(case, &other))
}

/// A token of the draft. Its signer's key is on another curve, and its key id outside of what is signed, so it is read by its parts; the
/// form in JSON is not of this profile.
pub fn token(case: &Json) -> bool {
    match field(case, "kind") {
        "status_list_token" => status_list(case),
        "referenced_token" => referenced(case),
        "status_list_token_jwt" => Sign1::parse(field(case, "jwt").as_bytes()).is_err(),
        _ => false,
    }
}

fn signed<'a>(case: &Json, message: &Sign1<'a>) -> Option<&'a [u8]> {
    let coordinate = |name: &str| Base64UrlUnpadded::decode_vec(field(&case["key"], name)).ok();
    let key = Key::at(field(&case["key"], "crv"), &coordinate("x")?, &coordinate("y")?)?;
    message.verify(&key).ok()
}

fn status_list(case: &Json) -> bool {
    let bytes = unhex(field(case, "cbor"));
    let Ok(message) = Sign1::parse(&bytes) else { return false };
    let Some(claims) = signed(case, &message).and_then(StatusClaims::parse) else { return false };
    claims.uri == field(case, "sub")
        && claims.issued_at.seconds() == case["iat"].as_u64().unwrap_or_default()
        && claims.expires.map(|time| time.seconds()) == case["exp"].as_u64()
        && claims.ttl == case["ttl"].as_u64()
        && has_all(case, &claims.statuses)
}

/// A pass that refers to an entry.
fn referenced(case: &Json) -> bool {
    let bytes = unhex(field(case, "cbor"));
    let Ok(message) = Sign1::parse(&bytes) else { return false };
    let Some(payload) = signed(case, &message) else { return false };
    let Ok(claims) = cbor::decode(payload) else { return false };
    status(&claims).ok().flatten().is_some_and(|reference| {
        Some(reference.index) == case["status_idx"].as_u64() && reference.uri == field(case, "status_uri")
    })
}

/// Lists that grow beyond every bound. The others in the file are compressed passes of other schemes, which are no texts of this profile.
pub fn bomb(case: &Json) -> bool {
    let compressed = field(case, "lst_zlib_hex");
    if !compressed.is_empty() {
        let bits = case["bits"].as_u64().and_then(|bits| u8::try_from(bits).ok()).unwrap_or_default();
        return Statuses::inflate(bits, &unhex(compressed)).is_none();
    }
    let raw = field(case, "deflate_raw_hex");
    if !raw.is_empty() {
        return Statuses::inflate(2, &unhex(raw)).is_none();
    }
    tessera::wire::text::ScannedText::new(field(case, "prefix")).is_err()
}
