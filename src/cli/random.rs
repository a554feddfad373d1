//! Randomness of the operating system.

use zeroize::Zeroizing;

use super::error::CliError;

/// A fresh seed, cleared when dropped.
pub(super) fn seed() -> Result<Zeroizing<[u8; 32]>, CliError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(CliError::Random)?;
    Ok(seed)
}
