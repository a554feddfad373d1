//! Key files and public files: named fields between two lines that say what is in them.

use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

/// What a file holds, by its first and last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    RootKey,
    RootPublic,
    IssuerKey,
    IssuerPublic,
    HolderKey,
}

impl Label {
    const fn text(self) -> &'static str {
        match self {
            Self::RootKey => "TESSERA ROOT KEY",
            Self::RootPublic => "TESSERA ROOT PUBLIC KEY",
            Self::IssuerKey => "TESSERA ISSUER KEY",
            Self::IssuerPublic => "TESSERA ISSUER PUBLIC KEY",
            Self::HolderKey => "TESSERA HOLDER KEY",
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArmourError {
    /// Another kind of file.
    Label(Label),
    /// A field is missing, there twice, unknown or unreadable.
    Field(&'static str),
    /// A line that is no field.
    Line,
    /// The public half is not that of the seed.
    Mismatch,
}

impl fmt::Display for ArmourError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(label) => write!(f, "this file is no {}", label.text().to_lowercase()),
            Self::Field(name) => write!(f, "the field {name} is missing, there twice or unreadable"),
            Self::Line => f.write_str("a line is no field of this kind of file"),
            Self::Mismatch => f.write_str("the public key in the file does not belong to its seed"),
        }
    }
}

impl ArmourError {
    /// What to do about it.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::Label(_) => "Check the path: a root's file, an issuer's file and their .pub files are not the same.",
            Self::Field(_) | Self::Line => "Take the file from a backup, or make a new key with tessera keygen.",
            Self::Mismatch => {
                "The file was changed. Do not use it: signing with it could give the key away. Take it from a backup."
            }
        }
    }
}

/// Writes a file of `fields`.
pub(super) fn write(label: Label, fields: &[(&str, &str)]) -> Zeroizing<String> {
    // Room for everything at once, so that no copy of a seed stays behind in a smaller buffer.
    let room = fields.iter().map(|(name, value)| name.len() + value.len() + 3).sum::<usize>() + 160;
    let mut text = Zeroizing::new(String::with_capacity(room));
    text.push_str("-----BEGIN ");
    text.push_str(label.text());
    text.push_str("-----\n");
    for (name, value) in fields {
        for part in [name, ": ", value, "\n"] {
            text.push_str(part);
        }
    }
    text.push_str("-----END ");
    text.push_str(label.text());
    text.push_str("-----\n");
    text
}

/// Reads a file that has each of `names` exactly once and nothing else, in the order of `names`.
pub(super) fn read<'a, const N: usize>(
    label: Label,
    text: &'a str,
    names: [&'static str; N],
) -> Result<[&'a str; N], ArmourError> {
    let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let is_frame = |line: Option<&str>, side: &str| {
        line.and_then(|line| line.strip_prefix("-----")?.strip_suffix("-----")?.strip_prefix(side))
            == Some(label.text())
    };
    if !is_frame(lines.next(), "BEGIN ") || !is_frame(lines.next_back(), "END ") {
        return Err(ArmourError::Label(label));
    }
    let mut values = [None; N];
    for line in lines {
        let (name, value) = line.split_once(": ").ok_or(ArmourError::Line)?;
        let at = names.iter().position(|known| *known == name).ok_or(ArmourError::Line)?;
        if values[at].replace(value).is_some() {
            return Err(ArmourError::Field(names[at]));
        }
    }
    let mut found = [""; N];
    for ((slot, value), name) in found.iter_mut().zip(values).zip(names) {
        *slot = value.ok_or(ArmourError::Field(name))?;
    }
    Ok(found)
}

/// 32 bytes as base64url without padding.
pub(super) fn base64(bytes: &[u8; 32]) -> Zeroizing<String> {
    Zeroizing::new(Base64UrlUnpadded::encode_string(bytes))
}

/// Reads [`base64`].
pub(super) fn unbase64(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0; 32]);
    match Base64UrlUnpadded::decode(text, bytes.as_mut_slice()) {
        Ok(decoded) if decoded.len() == 32 => Some(bytes),
        _ => None,
    }
}
