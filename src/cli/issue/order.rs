//! A pass that is ready to be signed.

use crate::cli::office::{Case, Entry, Issued};
use crate::holder::Delivery;
use crate::id::StatusReference;
use crate::issuer::DoorPass;
use crate::key::{IssuerKey, PublicKey};
use crate::time::Window;

/// One resident's pass: on paper, for a wallet, or as a booklet of copies.
pub(in crate::cli) struct Order {
    pub(in crate::cli) row: usize,
    /// What it says; the window is that of the whole order.
    pub(in crate::cli) pass: DoorPass,
    /// What each copy is bound to, and when it holds; none for paper.
    pub(in crate::cli) copies: Vec<(PublicKey, Window)>,
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
        self.copies.len().max(1)
    }

    /// What kind of delivery it is, in a word.
    pub(in crate::cli) fn kind(&self) -> &'static str {
        match self.copies.len() {
            0 => "paper",
            1 => "door",
            _ => "booklet",
        }
    }

    /// Signs every copy; each takes an entry from `entries`, where the office keeps status lists.
    pub(in crate::cli) fn sign(
        &self,
        key: &IssuerKey,
        entries: &mut impl Iterator<Item = (Entry, StatusReference)>,
    ) -> Signed {
        let mut issued = Vec::new();
        let message = self.message(key, |window| {
            let (entry, reference) = entries.next()?;
            issued.push((self.case, Issued { entry, ends: window.expires() }));
            Some(reference)
        });
        Signed { message, issued }
    }

    /// Signs every copy with the same entry, which ties them together.
    pub(in crate::cli) fn sign_alike(&self, key: &IssuerKey, status: Option<&StatusReference>) -> Vec<u8> {
        self.message(key, |_| status.cloned())
    }

    fn message(&self, key: &IssuerKey, mut status: impl FnMut(Window) -> Option<StatusReference>) -> Vec<u8> {
        let mut pass = |window| DoorPass { window, status: status(window), ..self.pass.clone() };
        match self.copies.as_slice() {
            [] => pass(self.pass.window).sign_paper(key),
            copies => {
                Delivery::pack(copies.iter().map(|(holder, window)| pass(*window).sign_live(key, holder)).collect())
            }
        }
    }
}
