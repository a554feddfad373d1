//! Keys that share a `kid`.

use super::*;
use crate::id::{IssuerId, Name};
use crate::key::IssuerKey;
use crate::time::{UnixTime, Window};
use crate::wire::cose::sign1;

/// What comes of a credential of key 1, where the keys of these seeds all go by its `kid`.
fn authenticated_by(seeds: &[u8]) -> Result<(), AuthenticityError> {
    let at = |seconds| UnixTime::new(seconds).expect("small");
    let name = |text| Name::new(text).expect("short");
    let window = Window::new(at(0), at(10)).expect("ordered");
    let listed = |seed: &u8| TrustedKey {
        issuer: IssuerId::new("demo").expect("short"),
        name: name("Demo"),
        region: name("Demo"),
        window,
        key: IssuerKey::from_seed(&[*seed; 32]).public(),
        may_sign: MaySign::ALL.to_vec(),
        retired_from: None,
        compromised_from: None,
        status_prefix: None,
    };
    let key = IssuerKey::from_seed(&[1; 32]);
    let kid = key.public().id();
    let list = TrustList::of_one_kid(kid, window, seeds.iter().map(listed).collect());
    let headers = Value::map(protected(typ::CWT, Some(&kid)));
    let bytes = sign1(&headers, Value::Map(Vec::new()), b"", |bytes| key.sign(bytes));
    let message = Sign1::parse(&bytes).expect("just made");
    UnverifiedCredential::new(message).expect("just made").authenticate(&list).map(drop)
}

#[test]
fn every_key_that_a_kid_may_mean_is_tried_up_to_the_bound() {
    for seeds in [&[1][..], &[1, 2], &[2, 1], &[2, 3, 4, 1]] {
        assert_eq!(authenticated_by(seeds), Ok(()), "{seeds:?}");
    }
    assert_eq!(authenticated_by(&[2, 3]), Err(AuthenticityError::Signature));
    assert_eq!(authenticated_by(&[2, 3, 4, 5, 1]), Err(AuthenticityError::Signature));
    assert_eq!(authenticated_by(&[]), Err(AuthenticityError::UnknownIssuer));
}
