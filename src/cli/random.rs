//! Randomness of the operating system.

use zeroize::Zeroizing;

use super::error::CliError;
use crate::limits::SALT_BYTES;

/// A fresh salt of a disclosure.
pub(super) fn salt() -> Result<[u8; SALT_BYTES], CliError> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(CliError::Random)?;
    Ok(salt)
}

/// A fresh seed, cleared when dropped.
pub(super) fn seed() -> Result<Zeroizing<[u8; 32]>, CliError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(CliError::Random)?;
    Ok(seed)
}
