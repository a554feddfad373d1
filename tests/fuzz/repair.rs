//! Makes signatures and hashes of a fuzzed message good again, since no fuzzer finds them.

use tessera::claims::redaction::disclosure_hash;
use tessera::key::SecretKey;
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::{sign_all, sign_first, sign1};
use tessera::wire::registry::{
    CNF_COSE_KEY, SIMPLE_REDACTED_KEYS, TAG_REDACTED_ELEMENT, TAG_SIGN, TAG_SIGN1, alg, claim, header, hp1, typ,
};

use crate::scene::{NOW, holder, issuer, other_holder, root, signed_by_office};

struct Parts<'a> {
    protected: Vec<(Value<'a>, Value<'a>)>,
    unprotected: Value<'a>,
    payload: Vec<u8>,
}

fn parts<'a>(message: &'a Value<'a>) -> Option<Parts<'a>> {
    let Value::Tag(TAG_SIGN1, inner) = message else { return None };
    let [protected, unprotected @ Value::Map(_), payload, _] = inner.as_array()? else { return None };
    let Value::Map(protected) = cbor::decode(protected.as_bytes()?).ok()? else { return None };
    Some(Parts { protected, unprotected: unprotected.clone(), payload: payload.as_bytes()?.to_vec() })
}

fn set<'a>(entries: &mut Vec<(Value<'a>, Value<'a>)>, label: i64, value: Value<'a>) {
    entries.retain(|(key, _)| key.as_i64() != Some(label));
    entries.push((Value::int(label), value));
}

/// The same message, signed by `key` with Ed25519.
pub fn sign_again<Role>(data: &[u8], key: &SecretKey<Role>) -> Option<Vec<u8>> {
    let message = cbor::decode(data).ok()?;
    let mut parts = parts(&message)?;
    set(&mut parts.protected, header::ALG, Value::int(alg::ED25519));
    Some(sign1(&Value::map(parts.protected), parts.unprotected, &parts.payload, |bytes| key.sign(bytes)))
}

/// The same trust list, signed by the pinned root alone.
pub fn trust_list(data: &[u8]) -> Option<Vec<u8>> {
    let Ok(Value::Tag(TAG_SIGN, inner)) = cbor::decode(data) else { return None };
    let [protected, _, payload, _] = inner.as_array()? else { return None };
    let protected = cbor::decode(protected.as_bytes()?).ok()?;
    let kid = root().public().id();
    let signer = Value::map([
        (Value::int(header::ALG), Value::int(alg::ED25519)),
        (Value::int(header::KID), Value::bytes(kid.as_bytes())),
    ]);
    Some(sign_first(&protected, payload.as_bytes()?, &signer, |bytes| root().sign(bytes)))
}

/// The same request for several passes, signed by the two keys of the phone.
pub fn request(data: &[u8]) -> Option<Vec<u8>> {
    let Ok(Value::Tag(TAG_SIGN, inner)) = cbor::decode(data) else { return None };
    let [protected, _, payload, _] = inner.as_array()? else { return None };
    let protected = cbor::decode(protected.as_bytes()?).ok()?;
    let signer = Value::map([(Value::int(header::ALG), Value::int(alg::ED25519))]);
    let signs = [holder(), other_holder()].map(|key| move |bytes: &[u8]| key.sign(bytes));
    Some(sign_all(&protected, payload.as_bytes()?, &signer, signs))
}

/// The same list of statuses, changes or files, signed by the office.
pub fn office_list(data: &[u8]) -> Option<Vec<u8>> {
    let message = cbor::decode(data).ok()?;
    let mut parts = parts(&message)?;
    let kid = issuer().public().id();
    set(&mut parts.protected, header::ALG, Value::int(alg::ED25519));
    set(&mut parts.protected, header::KID, Value::bytes(kid.as_bytes()));
    Some(sign1(&Value::map(parts.protected), parts.unprotected, &parts.payload, |bytes| issuer().sign(bytes)))
}

/// A pass of the office's, bound to the phone where it is bound at all, and signed live by the phone where it was live.
pub fn credential(data: &[u8]) -> Option<Vec<u8>> {
    let message = cbor::decode(data).ok()?;
    let mut parts = parts(&message)?;
    let typ = parts.protected.iter().find(|(key, _)| key.as_i64() == Some(header::TYP)).map(|(_, typ)| typ.as_u64());
    set(&mut parts.protected, header::ALG, Value::int(alg::ED25519));
    if typ == Some(Some(typ::KB_CWT)) {
        let inner = parts.protected.iter().find(|(key, _)| key.as_i64() == Some(header::KCWT))?;
        let inner = credential(&inner.1.encode())?;
        set(&mut parts.protected, header::KCWT, cbor::decode(&inner).ok()?.into_owned());
        return Some(sign1(&Value::map(parts.protected), parts.unprotected, &parts.payload, |b| holder().sign(b)));
    }
    let kid = issuer().public().id();
    set(&mut parts.protected, header::KID, Value::bytes(kid.as_bytes()));
    let phone = holder().public();
    let payload = match cbor::decode(&parts.payload) {
        Ok(Value::Map(mut claims)) if claims.iter().any(|(key, _)| key.as_i64() == Some(claim::CNF)) => {
            set(&mut claims, claim::CNF, Value::map([(Value::int(CNF_COSE_KEY), phone.to_cose())]));
            Value::Map(claims).encode()
        }
        _ => parts.payload,
    };
    Some(sign1(&Value::map(parts.protected), parts.unprotected, &payload, |bytes| issuer().sign(bytes)))
}

/// The bytes of each disclosure, with `h'n'` inside replaced by the hash of the disclosure at place n, which must come later.
pub fn disclosures(list: &[Value<'_>]) -> Vec<Vec<u8>> {
    let mut done: Vec<Vec<u8>> = vec![Vec::new(); list.len()];
    for (place, item) in list.iter().enumerate().rev() {
        let later = |n: u8| {
            let n = usize::from(n);
            done.get(n).filter(|_| n > place).map(|bytes| disclosure_hash(bytes))
        };
        done[place] = match item {
            Value::Bytes(bytes) => bytes.to_vec(),
            item => hashes(item, &later).encode(),
        };
    }
    done
}

/// The same item with `h'n'`, where a hash belongs, replaced by the hash at place n.
pub fn hashes(value: &Value<'_>, hash: &impl Fn(u8) -> Option<[u8; 32]>) -> Value<'static> {
    let place = |item: &Value<'_>| match item.as_bytes() {
        Some([n]) => hash(*n).map(|hash| Value::Bytes(hash.to_vec().into())),
        _ => None,
    };
    let or_inside = |item: &Value<'_>| place(item).unwrap_or_else(|| hashes(item, hash));
    match value {
        Value::Tag(TAG_REDACTED_ELEMENT, inner) => Value::Tag(TAG_REDACTED_ELEMENT, Box::new(or_inside(inner))),
        Value::Tag(tag, inner) => Value::Tag(*tag, Box::new(hashes(inner, hash))),
        Value::Array(items) => Value::Array(items.iter().map(|item| hashes(item, hash)).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, value)| match (key, value) {
                    (Value::Simple(SIMPLE_REDACTED_KEYS), Value::Array(items)) => {
                        (key.clone().into_owned(), Value::Array(items.iter().map(or_inside).collect()))
                    }
                    _ => (key.clone().into_owned(), hashes(value, hash)),
                })
                .collect(),
        ),
        other => other.clone().into_owned(),
    }
}

/// Whether anything redacted is left.
pub fn has_marks(value: &Value<'_>) -> bool {
    match value {
        Value::Simple(SIMPLE_REDACTED_KEYS) | Value::Tag(TAG_REDACTED_ELEMENT, _) => true,
        Value::Tag(_, inner) => has_marks(inner),
        Value::Array(items) => items.iter().any(has_marks),
        Value::Map(entries) => entries.iter().any(|(key, value)| has_marks(key) || has_marks(value)),
        _ => false,
    }
}

/// A record of the office, bound to the phone, whose entries these disclosures are.
pub fn record(disclosures: &[Vec<u8>]) -> Vec<u8> {
    let hash = |disclosure: &Vec<u8>| {
        Value::Tag(TAG_REDACTED_ELEMENT, Box::new(Value::Bytes(disclosure_hash(disclosure).to_vec().into())))
    };
    let holder = holder().public();
    let body = Value::map([
        (Value::int(hp1::COLOUR), Value::Unsigned(0)),
        (Value::int(hp1::ITEMS), Value::Array(disclosures.iter().map(hash).collect())),
    ]);
    let claims = Value::map([
        (Value::int(claim::ISS), Value::text("demo")),
        (Value::int(claim::NBF), Value::Unsigned(NOW - 60)),
        (Value::int(claim::EXP), Value::Unsigned(NOW + 60)),
        (Value::int(claim::CNF), Value::map([(Value::int(CNF_COSE_KEY), holder.to_cose())])),
        (Value::int(claim::HP1), body),
    ]);
    let kid = issuer().public().id();
    let header = [
        (header::ALG, Value::int(alg::ED25519)),
        (header::TYP, Value::Unsigned(typ::SD_CWT)),
        (header::KID, Value::bytes(kid.as_bytes())),
    ];
    let list = Value::Array(disclosures.iter().map(|disclosure| Value::bytes(disclosure)).collect());
    let unprotected = Value::map((!disclosures.is_empty()).then(|| (Value::int(header::SD_CLAIMS), list)));
    signed_by_office(header, unprotected, &claims.encode())
}
