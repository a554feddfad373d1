//! `tessera vectors`: the corpus that says what a verifier and a wallet must do. One file a case, named by its flaw, in a folder named
//! by its outcome. Everything is made from fixed keys, so that making it again gives the same bytes.

mod accepted;
mod authenticity;
mod backup;
mod binding;
mod booklet;
mod cbor;
mod challenge;
mod claims;
mod cose;
mod craft;
mod day;
mod door;
mod foreign;
mod lists;
mod record;
mod redaction;
mod request;
mod rules;
mod scene;
mod standing;
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
    /// What else the case depends on, in the order of the file.
    headers: Vec<(&'static str, String)>,
    text: String,
}

impl Vector {
    /// A case at the usual moment, door and list.
    fn new(outcome: &'static str, flaw: &'static str, why: &'static str, text: impl Into<String>) -> Self {
        let headers = vec![
            ("policy", "door".to_string()),
            ("trust", hex(&scene::list())),
            ("roots", hex(scene::root().public().as_bytes())),
        ];
        Self { outcome, flaw, why, at: scene::NOW, headers, text: text.into() }
    }

    /// The same for a message.
    fn of(outcome: &'static str, flaw: &'static str, why: &'static str, message: &[u8]) -> Self {
        Self::new(outcome, flaw, why, ScannedText::encode(message).as_str())
    }

    /// Lists that are offered to a verifier that knows others.
    fn update(outcome: &'static str, flaw: &'static str, why: &'static str, known: &[u8], offered: &[u8]) -> Self {
        let headers = vec![("known", hex(known)), ("roots", hex(scene::root().public().as_bytes()))];
        Self { outcome, flaw, why, at: scene::NOW, headers, text: hex(offered) }
    }

    fn at(self, at: u64) -> Self {
        Self { at, ..self }
    }

    /// Sets a header.
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        match self.headers.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value.into(),
            None => self.headers.push((name, value.into())),
        }
        self
    }

    fn policy(self, policy: &'static str) -> Self {
        self.with("policy", policy)
    }

    /// The trust list of a verifier that has no other lists.
    fn trust(self, trust: Item) -> Self {
        self.with("trust", hex(&trust))
    }

    /// The lists of a verifier that has all kinds of them.
    fn bundle(mut self, bundle: &[u8]) -> Self {
        self.headers.retain(|(name, _)| *name != "trust");
        self.with("bundle", hex(bundle))
    }

    /// Key of the wallet, where the case is a wallet's.
    fn holds(self, holder: &PublicKey) -> Self {
        self.holds_all(&[*holder])
    }

    /// The same for a wallet of several keys.
    fn holds_all(self, keys: &[PublicKey]) -> Self {
        let keys: Vec<_> = keys.iter().map(|key| hex(key.as_bytes())).collect();
        self.with("holds", keys.join(" "))
    }

    /// The file: headers, an empty line, the text.
    fn file(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>();
        format!("at: {}\n{headers}why: {}\n\n{}\n", self.at, self.why, self.text)
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
    let groups: [fn() -> Vec<Vector>; 18] = [
        accepted::vectors,
        foreign::vectors,
        cbor::vectors,
        cose::vectors,
        claims::vectors,
        redaction::vectors,
        record::vectors,
        binding::vectors,
        authenticity::vectors,
        door::vectors,
        standing::vectors,
        lists::vectors,
        wallet::vectors,
        booklet::vectors,
        request::vectors,
        backup::vectors,
        rules::vectors,
        challenge::vectors,
    ];
    groups.into_iter().flat_map(|group| group()).collect()
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
