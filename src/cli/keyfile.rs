//! Keys on disk. A private key is its seed alone; the public half beside it only shows that nobody changed the file, since
//! signing with halves that do not belong together gives the key away (RUSTSEC-2022-0093).

use std::path::{Path, PathBuf};

use super::armour::{self, ArmourError, Label};
use super::error::CliError;
use super::input;
use super::moment;
use super::office::status_prefix;
use super::output::{self, Access, Overwrite};
use crate::id::{IssuerId, Name};
use crate::key::{Holder, Issuer, PublicKey, Root, SecretKey};
use crate::time::{UnixTime, Window};
use crate::trust::{MaySign, TrustedKey};

/// Largest key file or public file, in bytes.
const MAX_KEY_FILE: u64 = 8 << 10;

/// The field of an issuer's public file that keys which sign status lists have.
const STATUS_PREFIX: &str = "status-prefix";

/// A role whose private keys are kept in files.
pub(super) trait Kept {
    const LABEL: Label;
}

impl Kept for Root {
    const LABEL: Label = Label::RootKey;
}
impl Kept for Issuer {
    const LABEL: Label = Label::IssuerKey;
}
impl Kept for Holder {
    const LABEL: Label = Label::HolderKey;
}

/// Writes a private key for its owner's eyes only.
pub(super) fn write_secret<R: Kept>(path: &Path, key: &SecretKey<R>, overwrite: Overwrite) -> Result<(), CliError> {
    let seed = armour::base64(&key.dangerous_seed());
    let public = armour::base64(key.public().as_bytes());
    let text = armour::write(R::LABEL, &[("seed", &seed), ("public", &public)]);
    output::write(path, text.as_bytes(), Access::Owner, overwrite)
}

/// Reads a private key.
pub(super) fn read_secret<R: Kept>(path: &Path) -> Result<SecretKey<R>, CliError> {
    check_access(path)?;
    let text = input::text_file(path, MAX_KEY_FILE)?;
    parse_secret(&text).map_err(|error| CliError::KeyFile(path.to_path_buf(), error))
}

fn parse_secret<R: Kept>(text: &str) -> Result<SecretKey<R>, ArmourError> {
    let [seed, public] = armour::read(R::LABEL, text, ["seed", "public"])?;
    let key = SecretKey::from_seed(&*armour::unbase64(seed).ok_or(ArmourError::Field("seed"))?);
    let public = armour::unbase64(public).ok_or(ArmourError::Field("public"))?;
    if key.public().as_bytes() == &*public { Ok(key) } else { Err(ArmourError::Mismatch) }
}

#[cfg(unix)]
fn check_access(path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|error| CliError::Read(path.to_path_buf(), error))?;
    if metadata.permissions().mode() & 0o077 == 0 { Ok(()) } else { Err(CliError::KeyExposed(path.to_path_buf())) }
}

#[cfg(not(unix))]
fn check_access(_: &Path) -> Result<(), CliError> {
    Ok(())
}

/// Where the public file of a key file lies: beside it, with `.pub` after its name.
pub(super) fn public_path(key: &Path) -> PathBuf {
    let mut name = key.as_os_str().to_os_string();
    name.push(".pub");
    name.into()
}

/// The public file of a root.
pub(super) fn root_text(key: &PublicKey) -> String {
    armour::write(Label::RootPublic, &[("public", &armour::base64(key.as_bytes()))]).to_string()
}

/// The public file of an issuer: everything that the trust list says about it.
pub(super) fn issuer_text(card: &TrustedKey) -> String {
    let purposes: Vec<_> = card.may_sign.iter().map(|purpose| word(*purpose)).collect();
    let (from, until) = (card.window.not_before().to_string(), card.window.expires().to_string());
    let (purposes, public) = (purposes.join(" "), armour::base64(card.key.as_bytes()));
    let mut fields = vec![
        ("issuer", card.issuer.as_str()),
        ("name", card.name.as_str()),
        ("region", card.region.as_str()),
        ("from", &from),
        ("until", &until),
        ("may-sign", &purposes),
        ("public", &public),
    ];
    if let Some(prefix) = &card.status_prefix {
        fields.push((STATUS_PREFIX, prefix));
    }
    armour::write(Label::IssuerPublic, &fields).to_string()
}

/// Reads the public file of an issuer.
pub(super) fn read_issuer(path: &Path) -> Result<TrustedKey, CliError> {
    let text = input::text_file(path, MAX_KEY_FILE)?;
    parse_issuer(&text).map_err(|error| CliError::KeyFile(path.to_path_buf(), error))
}

fn parse_issuer(text: &str) -> Result<TrustedKey, ArmourError> {
    let names = ["issuer", "name", "region", "from", "until", "may-sign", "public"];
    // Only keys that sign status lists have the last field.
    let is_prefix = |line: &&str| line.split_once(": ").is_some_and(|(name, _)| name == STATUS_PREFIX);
    let prefix = match text.lines().filter(is_prefix).collect::<Vec<_>>().as_slice() {
        [] => None,
        [line] => line.split_once(": ").map(|(_, prefix)| prefix.trim_end()),
        _ => return Err(ArmourError::Field(STATUS_PREFIX)),
    };
    let others: String = text.lines().filter(|line| !is_prefix(line)).flat_map(|line| [line, "\n"]).collect();
    let [issuer, name, region, from, until, may_sign, public] = armour::read(Label::IssuerPublic, &others, names)?;
    let time = |text, field| moment::parse(text).map_err(|_| ArmourError::Field(field));
    let window: (UnixTime, UnixTime) = (time(from, "from")?, time(until, "until")?);
    let purpose = |text| MaySign::ALL.into_iter().find(|purpose| word(*purpose) == text);
    Ok(TrustedKey {
        issuer: IssuerId::new(issuer).map_err(|_| ArmourError::Field("issuer"))?,
        name: Name::new(name).map_err(|_| ArmourError::Field("name"))?,
        region: Name::new(region).map_err(|_| ArmourError::Field("region"))?,
        window: Window::new(window.0, window.1).ok_or(ArmourError::Field("until"))?,
        key: public_key(public).ok_or(ArmourError::Field("public"))?,
        may_sign: may_sign.split(' ').map(purpose).collect::<Option<_>>().ok_or(ArmourError::Field("may-sign"))?,
        retired_from: None,
        compromised_from: None,
        status_prefix: match prefix {
            Some(prefix) => Some(status_prefix(prefix).map_err(|_| ArmourError::Field(STATUS_PREFIX))?),
            None => None,
        },
    })
}

/// A root's public key: its base64url, or its public file.
pub(super) fn read_root(given: &str) -> Result<PublicKey, CliError> {
    if let Some(key) = public_key(given) {
        return Ok(key);
    }
    let path = Path::new(given);
    let text = input::text_file(path, MAX_KEY_FILE)?;
    let parse = || {
        let [public] = armour::read(Label::RootPublic, &text, ["public"])?;
        public_key(public).ok_or(ArmourError::Field("public"))
    };
    parse().map_err(|error| CliError::KeyFile(path.to_path_buf(), error))
}

/// A public key as base64url.
pub(super) fn public_key(text: &str) -> Option<PublicKey> {
    PublicKey::from_bytes(&*armour::unbase64(text)?).ok()
}

/// What a purpose is called on the command line and in files.
pub(super) const fn word(purpose: MaySign) -> &'static str {
    match purpose {
        MaySign::Door => "door",
        MaySign::Paper => "paper",
        MaySign::Record => "record",
        MaySign::Status => "status",
        MaySign::Snapshot => "snapshot",
        MaySign::Rules => "rules",
    }
}
