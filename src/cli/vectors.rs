//! `tessera vectors`: the corpus that says what a verifier and a wallet must do. One file a case, named by its flaw, in a folder named
//! by its outcome. Everything is made from fixed keys, so that making it again gives the same bytes.

mod accepted;
mod authenticity;
mod binding;
mod cbor;
mod claims;
mod cose;
mod craft;
mod door;
mod foreign;
mod redaction;
mod scene;
mod wallet;

use core::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::Ending;
use super::error::CliError;
use super::output::{self, NewFolder};
use crate::key::PublicKey;
use crate::wire::text::ScannedText;
use craft::Item;

#[derive(Args)]
pub(super) struct Vectors {
    /// New folder for the corpus
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// A text and what must come of it.
struct Vector {
    outcome: &'static str,
    flaw: &'static str,
    why: &'static str,
    at: u64,
    policy: &'static str,
    trust: Item,
    /// Keys of the wallet, where the case is a wallet's.
    holds: Option<PublicKey>,
    text: String,
}

impl Vector {
    /// A case at the usual moment, door and list.
    fn new(outcome: &'static str, flaw: &'static str, why: &'static str, text: impl Into<String>) -> Self {
        let (at, policy, trust) = (scene::NOW, "door", scene::list());
        Self { outcome, flaw, why, at, policy, trust, holds: None, text: text.into() }
    }

    /// The same for a message.
    fn of(outcome: &'static str, flaw: &'static str, why: &'static str, message: &[u8]) -> Self {
        Self::new(outcome, flaw, why, ScannedText::encode(message).as_str())
    }

    fn at(self, at: u64) -> Self {
        Self { at, ..self }
    }

    fn policy(self, policy: &'static str) -> Self {
        Self { policy, ..self }
    }

    fn trust(self, trust: Item) -> Self {
        Self { trust, ..self }
    }

    /// The file: headers, an empty line, the text.
    fn file(&self) -> String {
        let mut file = String::new();
        let root = scene::root().public();
        // Writing to a String does not fail.
        let _ = write!(
            file,
            "at: {}\npolicy: {}\ntrust: {}\nroots: {}\n",
            self.at,
            self.policy,
            hex(&self.trust),
            hex(root.as_bytes())
        );
        if let Some(holder) = &self.holds {
            let _ = writeln!(file, "holds: {}", hex(holder.as_bytes()));
        }
        let _ = write!(file, "why: {}\n\n{}\n", self.why, self.text);
        file
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String does not fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn all() -> Vec<Vector> {
    let groups: [fn() -> Vec<Vector>; 9] = [
        accepted::vectors,
        foreign::vectors,
        cbor::vectors,
        cose::vectors,
        claims::vectors,
        redaction::vectors,
        binding::vectors,
        authenticity::vectors,
        door::vectors,
    ];
    groups.into_iter().flat_map(|group| group()).chain(wallet::vectors()).collect()
}

impl Vectors {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let folder = NewFolder::begin(&self.folder)?;
        let vectors = all();
        for vector in &vectors {
            folder.write(&format!("{}/{}.txt", vector.outcome, vector.flaw), vector.file().as_bytes())?;
        }
        folder.finish()?;
        output::print(&format!("{}: {} vectors\n", self.folder.display(), vectors.len()))?;
        Ok(Ending::Done)
    }
}
