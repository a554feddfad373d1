//! Requests of wallets, and what an office makes of them.

use super::Vector;
use super::craft::{Fields, Item, array, bytes, head, int, join, tag, text, uint};
use super::scene::{Credential, NOW, confirmation, holder, list, moment, other_holder};
use crate::holder::Request;
use crate::key::HolderKey;
use crate::limits::{CLOCK_TOLERANCE, MAX_COPIES, MAX_REQUEST_AGE};
use crate::wire::registry::{TAG_SIGN, alg, claim, header, typ};

/// A request for several passes in its parts.
#[derive(Clone)]
struct Several {
    protected: Fields,
    unprotected: Fields,
    claims: Fields,
    signer: Fields,
}

impl Several {
    fn of(keys: &[HolderKey]) -> Self {
        let keys: Vec<_> = keys.iter().map(|key| key.public().to_cose().encode()).collect();
        Self {
            protected: Fields::default().set(header::TYP, text(typ::REQUEST)),
            unprotected: Fields::default(),
            claims: Fields::default().set(claim::IAT, uint(NOW)).set(claim::HOLDERS, array(&keys)),
            signer: Fields::default().set(header::ALG, int(alg::ED25519)),
        }
    }

    fn claim(self, label: i64, value: Item) -> Self {
        Self { claims: self.claims.set(label, value), ..self }
    }

    fn signed_by(&self, keys: &[HolderKey]) -> Item {
        let (protected, signer, payload) = (self.protected.sorted(), self.signer.sorted(), self.claims.sorted());
        let context = text("Signature");
        let signed = array(&[context, bytes(&protected), bytes(&signer), bytes(&[]), bytes(&payload)]);
        let signatures: Vec<_> = keys
            .iter()
            .map(|key| array(&[bytes(&signer), Fields::default().sorted(), bytes(&key.sign(&signed))]))
            .collect();
        tag(TAG_SIGN, &array(&[bytes(&protected), self.unprotected.sorted(), bytes(&payload), array(&signatures)]))
    }
}

fn key(n: u8) -> HolderKey {
    HolderKey::from_seed(&[n; 32])
}

/// Two keys of one wallet.
fn two() -> [HolderKey; 2] {
    [holder(), other_holder()]
}

pub(super) fn vectors() -> Vec<Vector> {
    let good = || Several::of(&two());
    let case = |outcome, flaw, why, message: &[u8]| Vector::of(outcome, flaw, why, message);
    let malformed = |flaw, why, message: Item| case("office-malformed", flaw, why, &message);
    let not_proven = |flaw, why, message: Item| case("office-not-proven", flaw, why, &message);
    let one = Request::make(&holder(), moment(NOW));
    let several = good().signed_by(&two());
    let all: Vec<_> = (0..=MAX_COPIES as u16)
        .map(|n| HolderKey::from_seed(&std::array::from_fn(|i| n.to_be_bytes()[i % 2] ^ 0x5a)))
        .collect();
    let most = &all[..MAX_COPIES];
    let unprotected = Several { unprotected: Fields::default().set(header::TYP, uint(1)), ..good() };
    let other_type = Several { protected: Fields::default().set(header::TYP, text(typ::TRUST_LIST)), ..good() };
    vec![
        Vector::new("office-answered", "one-key", "a request for one pass", one.as_str()),
        case("office-answered", "two-keys", "a request for two passes", &several),
        case("office-answered", "most-keys", "as many keys as a request may have", &Several::of(most).signed_by(most)),
        Vector::new("office-answered", "a-day-old", "made a day ago", one.as_str()).at(NOW + MAX_REQUEST_AGE),
        Vector::new("office-stale", "by-a-second", "made a day and a second ago", one.as_str())
            .at(NOW + MAX_REQUEST_AGE + 1),
        case("office-stale", "several-by-a-second", "made a day and a second ago", &several)
            .at(NOW + MAX_REQUEST_AGE + 1),
        case("office-stale", "from-the-future", "made more than five minutes ahead", &several)
            .at(NOW - CLOCK_TOLERANCE - 1),
        not_proven("one-signature-of-another", "the second key did not sign", good().signed_by(&[holder(), key(9)])),
        not_proven(
            "signatures-in-other-order",
            "not in the order of the keys",
            good().signed_by(&[other_holder(), holder()]),
        ),
        not_proven("a-key-of-somebody", "a key that the wallet does not hold", {
            let named = [holder(), key(9)];
            Several::of(&named).signed_by(&[holder(), holder()])
        }),
        malformed("signature-missing", "two keys and one signature", good().signed_by(&[holder()])),
        malformed("signature-too-many", "two keys and three signatures", {
            good().signed_by(&[holder(), other_holder(), key(9)])
        }),
        malformed("key-twice", "a key that stands there twice", {
            let twice = [holder(), holder()];
            Several::of(&twice).signed_by(&twice)
        }),
        malformed("several-of-one", "one key in the form for several", {
            Several::of(&[holder()]).signed_by(&[holder()])
        }),
        malformed("several-of-none", "no key and no signature", Several::of(&[]).signed_by(&[])),
        malformed("too-many-keys", "a key more than a request may have", Several::of(&all).signed_by(&all)),
        malformed("typ-of-a-list", "calls itself a trust list", other_type.signed_by(&two())),
        malformed("header-unprotected", "a header that no signature covers", unprotected.signed_by(&two())),
        malformed("time-missing", "no time", Several::of(&two()).claim(claim::IAT, text("now")).signed_by(&two())),
        malformed("keys-confirmed", "the key of a single request in one for several", {
            good().claim(claim::HOLDERS, confirmation(&holder().public())).signed_by(&two())
        }),
        malformed("keys-indefinite", "keys in an array of indefinite length", {
            let keys = [vec![0x9f], holder().public().to_cose().encode(), vec![0xff]].concat();
            good().claim(claim::HOLDERS, keys).signed_by(&two())
        }),
        malformed("truncated", "the last byte is missing", several[..several.len() - 1].to_vec()),
        malformed("trailing-byte", "a byte follows", join(&[several.clone(), head(0, 0)])),
        malformed("delivery", "a pass on its way to a wallet", Credential::door().signed()),
        malformed("live-code", "somebody's live code", Credential::door().shown()),
        malformed("trust-list", "a trust list", list()),
    ]
}
