//! Which signatures count: exactly those that the library's own strict check takes.

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use proptest::prelude::*;
use sha2::{Digest, Sha512};
use tessera::key::PublicKey;

/// What the three checks say of a signature: the library's lenient one, its strict one, and ours.
fn say(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> [bool; 3] {
    let parsed = Signature::from_bytes(signature);
    let ours = PublicKey::from_bytes(key.as_bytes()).is_ok_and(|own| own.verify(message, signature).is_ok());
    [key.verify(message, &parsed).is_ok(), key.verify_strict(message, &parsed).is_ok(), ours]
}

/// A key whose point is that of `secret` and one of small order, which only somebody who wants a dispute makes.
fn mixed_key(secret: &Scalar, small: &EdwardsPoint) -> VerifyingKey {
    VerifyingKey::from(EdwardsPoint::mul_base(secret) + small)
}

/// R in these bytes, and the S that would be right for it if R were `nonce` times the base point.
fn forged(secret: &Scalar, key: &VerifyingKey, nonce: &Scalar, r: &[u8; 32], message: &[u8]) -> [u8; 64] {
    let hash = Sha512::new().chain_update(r).chain_update(key.as_bytes()).chain_update(message);
    let s = nonce + Scalar::from_hash(hash) * secret;
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(r);
    signature[32..].copy_from_slice(s.as_bytes());
    signature
}

fn scalar() -> impl Strategy<Value = Scalar> {
    any::<[u8; 32]>().prop_map(Scalar::from_bytes_mod_order)
}

/// The point of `y` with 0 and with 1 for the sign of x, and the same with y + p where that fits: of the points of small order all spellings.
fn spellings(point: &EdwardsPoint) -> Vec<[u8; 32]> {
    let mut y = point.compress().to_bytes();
    y[31] &= 0x7f;
    let mut all = vec![y];
    if y[0] < 19 && y[1..].iter().all(|byte| *byte == 0) {
        let mut above = [0xff; 32];
        (above[0], above[31]) = (0xed + y[0], 0x7f);
        all.push(above);
    }
    all.into_iter()
        .flat_map(|y| [0, 0x80].map(|sign| [&y[..31], &[y[31] | sign]].concat().try_into().expect("32 bytes")))
        .collect()
}

proptest! {
    #[test]
    fn a_signature_with_an_r_of_small_order_counts_for_nothing(secret in scalar(), of_key in 0..8usize, of_r in 0..8usize) {
        let key = mixed_key(&secret, &EIGHT_TORSION[of_key]);
        for r in spellings(&EIGHT_TORSION[of_r]) {
            for message in 0..32u8 {
                let [_, strict, ours] = say(&key, &[message], &forged(&secret, &key, &Scalar::ZERO, &r, &[message]));
                prop_assert!(!strict && !ours);
            }
        }
    }

    #[test]
    fn ours_and_the_strict_check_of_the_library_agree(
        secret in scalar(), nonce in scalar(), of_key in 0..8usize, of_r in 0..8usize, message: [u8; 8], flipped in 0..512usize,
    ) {
        let key = mixed_key(&secret, &EIGHT_TORSION[of_key]);
        let r = (EdwardsPoint::mul_base(&nonce) + EIGHT_TORSION[of_r]).compress().to_bytes();
        let mut signature = forged(&secret, &key, &nonce, &r, &message);
        let [lenient, strict, ours] = say(&key, &message, &signature);
        prop_assert!(strict == ours && lenient == ours);
        prop_assert!(ours || of_key != 0 || of_r != 0);
        signature[flipped / 8] ^= 1 << (flipped % 8);
        let [_, strict, ours] = say(&key, &message, &signature);
        prop_assert_eq!(strict, ours);
    }
}

#[test]
fn each_point_of_small_order_would_pass_the_lenient_check_and_does_not_pass_ours() {
    let secret = Scalar::from(7u8);
    // Of order eight, so that its multiples are all eight points.
    let key = mixed_key(&secret, &EIGHT_TORSION[1]);
    for point in EIGHT_TORSION {
        let r = point.compress().to_bytes();
        let taken = (0..=255u8).filter(|message| {
            let [lenient, strict, ours] =
                say(&key, &[*message], &forged(&secret, &key, &Scalar::ZERO, &r, &[*message]));
            assert!(!strict && !ours);
            lenient
        });
        assert!(taken.count() > 0, "no message found for {r:02x?}");
    }
}

#[test]
fn a_spelling_of_a_point_of_small_order_is_one_of_fourteen() {
    let mut all: Vec<[u8; 32]> = EIGHT_TORSION.iter().flat_map(spellings).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 14);
    let is_point =
        |bytes: &[u8; 32]| CompressedEdwardsY(*bytes).decompress().is_some_and(|point| point.is_small_order());
    assert!(all.iter().all(is_point));
}
