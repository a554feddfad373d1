//! CBOR: the examples of RFC 8949, what is malformed, and the strict determinism that others define on top.

use serde_json::Value as Json;
use tessera::wire::cbor::{CborError, Float, Value, decode};
use unicode_normalization::is_nfc;

use crate::{field, unhex};

/// Whether an input is refused.
pub fn rejects(case: &Json) -> bool {
    decode(&unhex(field(case, "hex"))).is_err()
}

/// An example of RFC 8949, appendix A. Definite ones mean what they mean there and are written as they were read; indefinite
/// lengths, which this project refuses, are refused as such.
pub fn appendix_a(case: &Json) -> bool {
    let bytes = unhex(field(case, "hex"));
    let decoded = decode(&bytes);
    if field(case, "expect") == "reject" {
        return decoded.is_err();
    }
    // What RFC 8949 would write otherwise is either a float that is longer than it need be, or has an indefinite length.
    let preferred = case["roundtrip"] == true;
    if !preferred && !matches!(bytes.first(), Some(0xfa | 0xfb)) {
        return decoded == Err(CborError::Indefinite);
    }
    let Ok(value) = decoded else { return false };
    let means = match case.get("decoded") {
        Some(json) => is(&value, json),
        None => diagnostic(&value) == field(case, "diagnostic"),
    };
    let shortest = match &value {
        Value::Float(float) => Value::Float(float.shortest()).encode() == bytes,
        _ => true,
    };
    means && value.encode() == bytes && shortest == preferred
}

fn is(value: &Value<'_>, json: &Json) -> bool {
    match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(truth), Json::Bool(json)) => truth == json,
        (Value::Text(text), Json::String(string)) => text == string,
        (Value::Array(items), Json::Array(list)) => {
            items.len() == list.len() && items.iter().zip(list).all(|(item, json)| is(item, json))
        }
        (Value::Map(entries), Json::Object(fields)) => {
            entries.len() == fields.len()
                && entries.iter().all(|(key, value)| {
                    key.as_text().and_then(|key| fields.get(key)).is_some_and(|json| is(value, json))
                })
        }
        (Value::Unsigned(n), Json::Number(number)) => number.as_u64() == Some(*n),
        (Value::Negative(_), Json::Number(number)) if number.as_i64().is_some() => value.as_i64() == number.as_i64(),
        (value, Json::Number(number)) => number.as_f64().is_some_and(|json| as_f64(value) == Some(json.to_bits())),
        _ => false,
    }
}

/// The bits of a number that JSON has as a float: floats, and integers past 64 bits.
fn as_f64(value: &Value<'_>) -> Option<u64> {
    let number = match value {
        Value::Float(float) => float.to_f64(),
        Value::Negative(n) => -1.0 - *n as f64,
        Value::Tag(tag @ (2 | 3), bytes) => {
            let n = bytes.as_bytes()?.iter().fold(0.0, |n, byte| n * 256.0 + f64::from(*byte));
            if *tag == 2 { n } else { -1.0 - n }
        }
        _ => return None,
    };
    Some(number.to_bits())
}

/// Diagnostic notation (RFC 8949, section 8), as far as the examples need it.
fn diagnostic(value: &Value<'_>) -> String {
    match value {
        Value::Unsigned(n) => n.to_string(),
        Value::Bytes(bytes) => format!("h'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        Value::Text(text) => format!("{text:?}"),
        Value::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{}: {}", diagnostic(key), diagnostic(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Tag(tag, inner) => format!("{tag}({})", diagnostic(inner)),
        Value::Undefined => "undefined".to_string(),
        Value::Simple(simple) => format!("simple({simple})"),
        Value::Float(float) if float.to_f64().is_infinite() => {
            if float.to_f64() > 0.0 { "Infinity" } else { "-Infinity" }.to_string()
        }
        Value::Float(float) => float.to_f64().to_string(),
        other => format!("{other:?}"),
    }
}

/// Deterministic CBOR with its numeric reductions and normal form C. This project demands less of others' input; the
/// decoder and encoder have to be exact enough to tell the two apart.
pub fn deterministic(case: &Json) -> bool {
    let bytes = unhex(field(case, "hex"));
    let accepted = decode(&bytes).is_ok_and(|value| is_deterministic(&value));
    accepted == (field(case, "expect_strict_deterministic") == "accept")
}

fn is_deterministic(value: &Value<'_>) -> bool {
    match value {
        Value::Unsigned(_) | Value::Bytes(_) | Value::Bool(_) | Value::Null => true,
        Value::Negative(n) => i64::try_from(*n).is_ok(),
        Value::Text(text) => is_nfc(text),
        Value::Array(items) => items.iter().all(is_deterministic),
        Value::Map(entries) => {
            Value::map(entries.iter().cloned()) == *value
                && entries.iter().all(|(key, value)| is_deterministic(key) && is_deterministic(value))
        }
        // A big number that has a leading zero or fits an integer has a shorter spelling.
        Value::Tag(2 | 3, inner) => inner.as_bytes().is_some_and(|bytes| bytes.len() > 8 && bytes[0] != 0),
        Value::Tag(_, inner) => is_deterministic(inner),
        Value::Float(float) => *float == float.shortest() && !is_integer(*float),
        Value::Undefined | Value::Simple(_) => false,
    }
}

/// Whether a float stands for an integer that CBOR has as one, from -2^63 to 2^64 - 1.
fn is_integer(float: Float) -> bool {
    let number = float.to_f64();
    number.fract() == 0.0 && (-9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0).contains(&number)
}
