//! Any claims, redacted anyhow, against a model of what a verifier is to see.

use proptest::prelude::*;
use tessera::claims::redaction::{decoy, disclose, disclose_element, disclose_key, disclosure_hash};
use tessera::limits::MAX_DISCLOSURES;
use tessera::wire::cbor::Value;

/// Claims as an issuer sees them: each part in the clear, redacted and disclosed, or redacted and withheld.
#[derive(Clone, Debug)]
enum Claim {
    Number(i64),
    Map(Vec<(Fate, Claim)>),
    Array(Vec<(Fate, Claim)>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Clear,
    Disclosed,
    Withheld,
    Decoy,
}

fn claims() -> impl Strategy<Value = Claim> {
    let fate = prop_oneof![Just(Fate::Clear), Just(Fate::Disclosed), Just(Fate::Withheld), Just(Fate::Decoy)];
    any::<i64>().prop_map(Claim::Number).prop_recursive(4, 40, 5, move |inner| {
        let parts = proptest::collection::vec((fate.clone(), inner), 0..5);
        prop_oneof![parts.clone().prop_map(Claim::Map), parts.prop_map(Claim::Array)]
    })
}

struct Office {
    salts: u64,
    sent: Vec<Vec<u8>>,
}

impl Office {
    fn salt(&mut self) -> [u8; 16] {
        self.salts += 1;
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&self.salts.to_be_bytes());
        salt
    }

    /// What is signed; disclosures are sent along where every part above them is.
    fn redact(&mut self, claim: &Claim, reachable: bool) -> Value<'static> {
        match claim {
            Claim::Number(n) => Value::int(*n),
            Claim::Map(parts) => {
                let (mut open, mut hashes) = (Vec::new(), Vec::new());
                for (label, (fate, claim)) in parts.iter().enumerate() {
                    let key = Value::int(100 + label as i64);
                    match self.part(*fate, claim, reachable, |salt, value| disclose_key(salt, key.clone(), value)) {
                        Ok(value) => open.push((key, value)),
                        Err(hash) => hashes.push(hash),
                    }
                }
                if !hashes.is_empty() {
                    open.push((Value::Simple(59), Value::Array(hashes)));
                }
                Value::map(open)
            }
            Claim::Array(parts) => Value::Array(
                parts
                    .iter()
                    .map(|(fate, claim)| match self.part(*fate, claim, reachable, disclose_element) {
                        Ok(value) => value,
                        Err(hash) => Value::Tag(60, Box::new(hash)),
                    })
                    .collect(),
            ),
        }
    }

    fn part(
        &mut self,
        fate: Fate,
        claim: &Claim,
        reachable: bool,
        wrap: impl Fn(&[u8; 16], Value<'static>) -> Vec<u8>,
    ) -> Result<Value<'static>, Value<'static>> {
        let value = self.redact(claim, reachable && matches!(fate, Fate::Clear | Fate::Disclosed));
        let salt = self.salt();
        let disclosure = match fate {
            Fate::Clear => return Ok(value),
            Fate::Decoy => decoy(&salt),
            Fate::Disclosed | Fate::Withheld => wrap(&salt, value),
        };
        let place = Value::Bytes(disclosure_hash(&disclosure).to_vec().into());
        if reachable && fate != Fate::Withheld {
            self.sent.push(disclosure);
        }
        Err(place)
    }
}

/// What a verifier is to see.
fn visible(claim: &Claim) -> Value<'static> {
    let seen = |fate: &Fate| matches!(fate, Fate::Clear | Fate::Disclosed);
    match claim {
        Claim::Number(n) => Value::int(*n),
        Claim::Map(parts) => Value::map(
            parts
                .iter()
                .enumerate()
                .filter(|(_, (fate, _))| seen(fate))
                .map(|(label, (_, claim))| (Value::int(100 + label as i64), visible(claim))),
        ),
        Claim::Array(parts) => {
            Value::Array(parts.iter().filter(|(fate, _)| seen(fate)).map(|(_, claim)| visible(claim)).collect())
        }
    }
}

/// The same claims with every map in order.
fn sorted(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Map(entries) => Value::map(entries.into_iter().map(|(key, value)| (key, sorted(value)))),
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

proptest! {
    #[test]
    fn any_claims_redacted_anyhow_are_seen_as_far_as_they_were_disclosed(
        parts in proptest::collection::vec((Just(Fate::Disclosed), claims()), 1..4),
        order in any::<prop::sample::Index>(),
    ) {
        let claim = Claim::Map(parts);
        let mut office = Office { salts: 0, sent: Vec::new() };
        let payload = office.redact(&claim, true);
        let mut references: Vec<&[u8]> = office.sent.iter().map(Vec::as_slice).collect();
        prop_assume!(references.len() <= MAX_DISCLOSURES);
        let turn = order.index(references.len());
        references.rotate_left(turn);
        let sent = Value::Array(references.into_iter().map(Value::bytes).collect());
        let shown = disclose(payload, Some(&sent));
        prop_assert_eq!(shown.map(sorted), Ok(visible(&claim)));
    }
}
