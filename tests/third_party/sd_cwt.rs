//! The examples of draft-ietf-spice-sd-cwt, signed with ECDSA: our parser and redaction logic with others' verifiers.

use serde_json::Value as Json;
use tessera::claims::redaction::disclose;
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::Sign1;
use tessera::wire::registry::{header, typ};

use crate::ecdsa::Key;
use crate::{field, unhex};

/// The validated claims of a token, or of the one inside a key binding token; `None` where anything does not hold.
fn validate(bytes: &[u8], issuer: &Key, holder: Option<&Key>) -> Option<Value<'static>> {
    let message = Sign1::parse(bytes).ok()?;
    let is = |message: &Sign1<'_>, typ| message.protected(header::TYP).and_then(Value::as_u64) == Some(typ);
    let token = if is(&message, typ::KB_CWT) {
        message.verify(holder?).ok()?;
        Sign1::from_value(message.protected(header::KCWT)?.clone()).ok()?
    } else {
        message
    };
    if !is(&token, typ::SD_CWT) {
        return None;
    }
    let payload = cbor::decode(token.verify(issuer).ok()?).ok()?;
    disclose(payload, token.unprotected(header::SD_CLAIMS)).map(Value::into_owned).ok()
}

fn validated(case: &Json) -> Option<Value<'static>> {
    let holder = Key::of(&case["holder_key"]);
    validate(&unhex(field(case, "cbor")), &Key::of(&case["issuer_key"])?, holder.as_ref())
}

/// An example gives exactly the claims that the vector lists.
pub fn draft(case: &Json) -> bool {
    validated(case).is_some_and(|claims| is(&claims, &case["validated"]))
}

/// A broken example gives none. An empty list of disclosures is left to policy; ours follows the draft's grammar, which wants one.
pub fn negative(case: &Json) -> bool {
    validated(case).is_none()
}

/// Whether a value is what the vectors' JSON says: `i:` marks integer keys, `$hex` byte strings, `$tag` tags.
fn is(value: &Value<'_>, json: &Json) -> bool {
    match (value, json) {
        (Value::Bytes(bytes), Json::Object(_)) => json["$hex"].as_str().is_some_and(|hex| unhex(hex) == bytes.as_ref()),
        (Value::Tag(tag, inner), Json::Object(_)) => json["$tag"].as_u64() == Some(*tag) && is(inner, &json["$value"]),
        (Value::Map(entries), Json::Object(fields)) => {
            let label = |key: &Value<'_>| match key {
                Value::Text(text) => text.to_string(),
                key => key.as_i64().map(|n| format!("i:{n}")).unwrap_or_default(),
            };
            entries.len() == fields.len()
                && entries.iter().all(|(key, value)| fields.get(&label(key)).is_some_and(|json| is(value, json)))
        }
        (Value::Array(items), Json::Array(list)) => {
            items.len() == list.len() && items.iter().zip(list).all(|(item, json)| is(item, json))
        }
        (Value::Text(text), Json::String(string)) => text == string,
        (Value::Bool(truth), Json::Bool(json)) => truth == json,
        (value, Json::Number(number)) => number.as_i64().is_some() && value.as_i64() == number.as_i64(),
        _ => false,
    }
}
