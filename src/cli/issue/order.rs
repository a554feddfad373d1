//! A pass that is ready to be signed, and the record that goes with it.

use crate::cli::error::CliError;
use crate::cli::office::{Case, Entry, Issued};
use crate::cli::random;
use crate::holder::Delivery;
use crate::id::StatusReference;
use crate::issuer::{DoorPass, Record};
use crate::key::{IssuerKey, PublicKey};
use crate::time::{UnixTime, Window};

/// One resident's pass: on paper, for a wallet, or as a booklet of copies.
pub(in crate::cli) struct Order {
    pub(in crate::cli) row: usize,
    /// What it says; the window is that of the whole order.
    pub(in crate::cli) pass: DoorPass,
    /// What each copy is bound to, and when it holds; none for paper.
    pub(in crate::cli) copies: Vec<(PublicKey, Window)>,
    /// What goes with the pass to a wallet, and the key that it is bound to.
    pub(in crate::cli) record: Option<(Record, PublicKey)>,
    /// When it is signed.
    pub(in crate::cli) at: UnixTime,
    /// The case, where the office keeps a record of it.
    pub(in crate::cli) case: Option<Case>,
}

/// What an order has become.
pub(in crate::cli) struct Signed {
    /// One pass, or an array of them.
    pub(in crate::cli) message: Vec<u8>,
    /// What the record has to know.
    pub(in crate::cli) issued: Vec<(Option<Case>, Issued)>,
}

impl Order {
    /// How many passes it takes, each with an entry of its own in a status list.
    pub(in crate::cli) fn count(&self) -> usize {
        self.copies.len().max(1) + usize::from(self.record.is_some())
    }

    /// What kind of delivery it is, in a word.
    pub(in crate::cli) fn kind(&self) -> &'static str {
        match self.copies.len() {
            0 => "paper",
            1 => "door",
            _ => "booklet",
        }
    }

    /// Signs every copy, and the record; each takes an entry from `entries`, where the office keeps status lists.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub(in crate::cli) fn sign(
        &self,
        key: &IssuerKey,
        entries: &mut impl Iterator<Item = (Entry, StatusReference)>,
    ) -> Result<Signed, CliError> {
        let mut issued = Vec::new();
        let message = self.message(key, |window| {
            let (entry, reference) = entries.next()?;
            issued.push((self.case, Issued { entry, ends: window.expires() }));
            Some(reference)
        })?;
        Ok(Signed { message, issued })
    }

    /// Signs every copy with the same entry, which ties them together.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub(in crate::cli) fn sign_alike(
        &self,
        key: &IssuerKey,
        status: Option<&StatusReference>,
    ) -> Result<Vec<u8>, CliError> {
        self.message(key, |_| status.cloned())
    }

    fn message(
        &self,
        key: &IssuerKey,
        mut status: impl FnMut(Window) -> Option<StatusReference>,
    ) -> Result<Vec<u8>, CliError> {
        let mut pass = |window| DoorPass { window, status: status(window), ..self.pass.clone() };
        if self.copies.is_empty() {
            return Ok(pass(self.pass.window).sign_paper(key));
        }
        let mut passes: Vec<_> =
            self.copies.iter().map(|(holder, window)| pass(*window).sign_live(key, holder)).collect();
        if let Some((record, holder)) = &self.record {
            let record = Record { pass: pass(self.pass.window), ..record.clone() };
            passes.push(sign_record(&record, key, holder, self.at)?);
        }
        Ok(Delivery::pack(passes))
    }
}

/// Signs a record with salts of the operating system.
pub(in crate::cli) fn sign_record(
    record: &Record,
    key: &IssuerKey,
    holder: &PublicKey,
    at: UnixTime,
) -> Result<Vec<u8>, CliError> {
    let mut failed = None;
    let signed = record.sign(key, holder, at, || {
        random::salt().unwrap_or_else(|error| {
            failed = Some(error);
            Default::default()
        })
    });
    failed.map_or(Ok(signed), Err)
}
