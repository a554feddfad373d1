//! Bytes that only a passphrase opens, or only one other phone: files of the format age (age-encryption.org/v1). The one place that knows the crate.
//!
//! Bounded both ways: how long a file may be, and how much work it may ask for.

use std::io::{Read as _, Write as _};
use std::iter;

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient, scrypt, x25519};
use zeroize::Zeroizing;

use crate::limits::{BACKUP_WORK, MAX_BACKUP_WORK, MAX_SEALED_BYTES};

/// What every file of the format begins with.
const MARK: &[u8] = b"age-encryption.org/v1\n";

/// Why bytes are not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealError {
    /// More than [`MAX_SEALED_BYTES`].
    TooLong,
    /// Not a recipient of the format.
    NoRecipient,
    /// The library or its source of randomness.
    Failed,
}

/// Why a file does not open. Of one that is damaged only at its end nothing is given, either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Not a file of the format.
    NotAge,
    /// Sealed for keys where a passphrase was given, or the other way round.
    OtherKind,
    /// The passphrase is another, or the file is for another phone; or just that part of the file was changed.
    WrongKey,
    /// Cut short, or changed on its way.
    Damaged,
    /// Longer than [`MAX_SEALED_BYTES`], or made to take longer than anybody waits.
    TooMuch,
}

impl OpenError {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::NotAge, Self::OtherKind, Self::WrongKey, Self::Damaged, Self::TooMuch];

    /// A stable name, by which the page knows it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAge => "not-age",
            Self::OtherKind => "other-kind",
            Self::WrongKey => "wrong-key",
            Self::Damaged => "damaged",
            Self::TooMuch => "too-much",
        }
    }
}

/// Seals bytes under a passphrase. It takes about a second on a phone, and so does each guess.
///
/// # Errors
/// [`SealError`].
pub fn seal(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, SealError> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase));
    recipient.set_work_factor(BACKUP_WORK);
    encrypt(bytes, &recipient)
}

/// Opens what a passphrase seals.
///
/// # Errors
/// [`OpenError`].
pub fn open(file: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase));
    identity.set_max_work_factor(MAX_BACKUP_WORK);
    decrypt(file, &identity, true)
}

/// Seals bytes for the phone that showed `recipient`, in the format's own spelling (`age1…`).
///
/// # Errors
/// [`SealError`].
pub fn seal_for(bytes: &[u8], recipient: &str) -> Result<Vec<u8>, SealError> {
    let recipient: x25519::Recipient = recipient.parse().map_err(|_| SealError::NoRecipient)?;
    encrypt(bytes, &recipient)
}

/// A key of this moment, for which another phone seals. It is cleared when dropped, and what was filmed then stays shut for ever.
pub struct Receiving(x25519::Identity);

impl Receiving {
    /// Makes a key.
    pub fn start() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Its public half.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// Opens what was sealed for it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        decrypt(file, &self.0, false)
    }
}

fn encrypt(bytes: &[u8], recipient: &dyn Recipient) -> Result<Vec<u8>, SealError> {
    if bytes.len() > MAX_SEALED_BYTES {
        return Err(SealError::TooLong);
    }
    let sealed = || {
        let mut sealed = Vec::new();
        let mut writer = Encryptor::with_recipients(iter::once(recipient)).ok()?.wrap_output(&mut sealed).ok()?;
        writer.write_all(bytes).ok()?;
        writer.finish().ok()?;
        Some(sealed)
    };
    sealed().ok_or(SealError::Failed)
}

fn decrypt(file: &[u8], identity: &dyn Identity, by_passphrase: bool) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if !file.starts_with(MARK) {
        return Err(OpenError::NotAge);
    }
    if file.len() > MAX_SEALED_BYTES {
        return Err(OpenError::TooMuch);
    }
    let decryptor = Decryptor::new_buffered(file).map_err(reason)?;
    if decryptor.is_scrypt() != by_passphrase {
        return Err(OpenError::OtherKind);
    }
    let mut reader = decryptor.decrypt(iter::once(identity)).map_err(reason)?;
    // Filled without growing, so that no copy of what is secret is left behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(file.len()));
    reader.read_to_end(&mut bytes).map_err(|_| OpenError::Damaged)?;
    Ok(bytes)
}

fn reason(error: DecryptError) -> OpenError {
    match error {
        DecryptError::ExcessiveWork { .. } => OpenError::TooMuch,
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            OpenError::WrongKey
        }
        // A header that is not well-formed, its sum, a file that ends; and whatever a later version of the library may find.
        _ => OpenError::Damaged,
    }
}
