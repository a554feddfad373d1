//! `tessera keygen`: a key pair as two files.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::Ending;
use super::armour;
use super::error::CliError;
use super::keyfile::{self, Kept};
use super::moment;
use super::office::status_prefix;
use super::output::{self, Access, Overwrite};
use super::random;
use crate::id::{IssuerId, Name};
use crate::key::{IssuerKey, PublicKey, RootKey, SecretKey};
use crate::time::{UnixTime, Window};
use crate::trust::{MaySign, TrustedKey};

/// What to make.
#[derive(Subcommand)]
pub(super) enum Keygen {
    /// A root: signs trust lists; its public half is pinned in the app. Keep it offline
    Root(Files),
    /// An issuer: signs passes
    Issuer(Issuer),
}

#[derive(Args)]
pub(super) struct Files {
    /// Where the private key goes; the public half goes beside it, with .pub after its name
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace a key that is there. Whatever it signed can then never be signed again
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(super) struct Issuer {
    #[command(flatten)]
    files: Files,
    /// Short identifier, as it stands in every pass
    #[arg(long, value_name = "ID")]
    issuer: String,
    /// Name of the office, to show
    #[arg(long)]
    name: String,
    /// Where the office is, to show
    #[arg(long)]
    region: String,
    /// What the key may sign
    #[arg(long, value_enum, value_delimiter = ',', default_value = "door,paper,record")]
    may_sign: Vec<Purpose>,
    /// What the addresses of its status lists begin with; a key that signs status lists needs it
    #[arg(long, value_name = "URL", value_parser = status_prefix)]
    status_prefix: Option<String>,
    /// For how many days passes may carry its signature
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u64).range(1..=1830))]
    days: u64,
    /// When the key begins to be good [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Purpose {
    Door,
    Paper,
    Record,
    Status,
    Snapshot,
    Rules,
}

impl Keygen {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        match self {
            Self::Root(files) => {
                let key = RootKey::from_seed(&*random::seed()?);
                files.write(&key, &keyfile::root_text(&key.public()))
            }
            Self::Issuer(issuer) => issuer.run(),
        }
    }
}

impl Issuer {
    fn run(self) -> Result<Ending, CliError> {
        let from = moment::at(self.at)?;
        if self.may_sign.iter().any(|purpose| matches!(purpose, Purpose::Status)) != self.status_prefix.is_some() {
            return Err(CliError::Usage(
                "a key that signs status lists has an address for them, and no other key has one",
                "Give --may-sign status and --status-prefix together.",
            ));
        }
        let key = IssuerKey::from_seed(&*random::seed()?);
        let purposes = self.may_sign.iter().map(|purpose| match purpose {
            Purpose::Door => MaySign::Door,
            Purpose::Paper => MaySign::Paper,
            Purpose::Record => MaySign::Record,
            Purpose::Status => MaySign::Status,
            Purpose::Snapshot => MaySign::Snapshot,
            Purpose::Rules => MaySign::Rules,
        });
        let card = TrustedKey {
            issuer: IssuerId::new(&self.issuer).map_err(|_| CliError::Text("identifier"))?,
            name: Name::new(&self.name).map_err(|_| CliError::Text("name"))?,
            region: Name::new(&self.region).map_err(|_| CliError::Text("region"))?,
            window: Window::new(from, from.plus(self.days * 86_400)).ok_or(CliError::Clock)?,
            key: key.public(),
            may_sign: purposes.collect(),
            retired_from: None,
            compromised_from: None,
            status_prefix: self.status_prefix,
        };
        self.files.write(&key, &keyfile::issuer_text(&card))
    }
}

impl Files {
    fn write<R: Kept>(&self, key: &SecretKey<R>, public: &str) -> Result<Ending, CliError> {
        let overwrite = Overwrite::when(self.force);
        let beside = keyfile::public_path(&self.out);
        if overwrite == Overwrite::Never && beside.symlink_metadata().is_ok() {
            return Err(CliError::Exists(beside));
        }
        keyfile::write_secret(&self.out, key, overwrite)?;
        let published = output::write(&beside, public.as_bytes(), Access::Usual, overwrite);
        if published.is_err() && overwrite == Overwrite::Never {
            // A new key whose public half is nowhere is of no use, and would stand in the way of the next try.
            let _ = std::fs::remove_file(&self.out);
        }
        published?;
        output::print(&summary(&key.public(), &self.out, &beside))?;
        Ok(Ending::Done)
    }
}

fn summary(key: &PublicKey, secret: &Path, public: &Path) -> String {
    let base64 = armour::base64(key.as_bytes());
    format!(
        "key id      {}\npublic key  {}\nprivate     {} (for its owner only; never send it)\npublic      {}\n",
        key.id(),
        base64.as_str(),
        secret.display(),
        public.display()
    )
}
