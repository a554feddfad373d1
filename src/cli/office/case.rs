//! Cases, by a keyed hash of the office's own number for them: the record knows that two passes belong to one case, and nothing else.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::OfficeError;

/// Longest case number, in bytes.
pub(in crate::cli) const MAX_CASE: usize = 128;

/// Bytes of a case's hash: two of a billion cases meet by accident with a probability of 2^-69.
pub(super) const HASH_BYTES: usize = 16;

/// The front of HMAC-SHA-256 of a case number under the record's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) struct Case(pub(super) [u8; HASH_BYTES]);

/// The key of the hashes of one office.
pub(in crate::cli) struct CaseKey(pub(super) Zeroizing<[u8; 32]>);

impl CaseKey {
    /// The case of a number as it stands in the office's files, without the spaces around it.
    ///
    /// # Errors
    /// [`OfficeError::Case`] where it is empty or longer than [`MAX_CASE`].
    pub(in crate::cli) fn case(&self, number: &str) -> Result<Case, OfficeError> {
        let number = number.trim();
        if number.is_empty() || number.len() > MAX_CASE {
            return Err(OfficeError::Case);
        }
        let mut mac = keyed(&self.0);
        mac.update(number.as_bytes());
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        let mut front = [0; HASH_BYTES];
        front.copy_from_slice(&whole[..HASH_BYTES]);
        Ok(Case(front))
    }
}

/// HMAC-SHA-256 under a key of 32 bytes, which is filled up to a block as the algorithm would (RFC 2104, section 2).
pub(super) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    Hmac::new((&*block).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_known_by_its_number_and_key_only() {
        let key = |byte| CaseKey(Zeroizing::new([byte; 32]));
        let case = |byte, number| key(byte).case(number).expect("a number");
        assert_eq!(case(1, "2026-0815"), case(1, " 2026-0815\t"));
        assert_ne!(case(1, "2026-0815"), case(1, "2026-0816"));
        assert_ne!(case(1, "2026-0815"), case(2, "2026-0815"));
        assert!(matches!(key(1).case("  "), Err(OfficeError::Case)));
        assert!(key(1).case(&"9".repeat(MAX_CASE)).is_ok());
        assert!(matches!(key(1).case(&"9".repeat(MAX_CASE + 1)), Err(OfficeError::Case)));
    }

    #[test]
    fn the_hash_is_hmac() {
        // RFC 4231, test case 1, with its key of 20 bytes.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let mut mac = keyed(&key);
        mac.update(b"Hi There");
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(whole[..8], [0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53]);
    }
}
