//! `tessera inspect`: what a message is, stage by stage, and where it fails.

mod account;
mod pass;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Ending;
use super::error::CliError;
use super::input::{self, Given};
use super::keyfile;
use super::moment;
use super::output;
use crate::credential::{MessageType, message_type};
use crate::holder::Request;
use crate::limits::MAX_LIST_BYTES;
use crate::policy::Policy;
use crate::time::UnixTime;
use crate::trust::{Lists, Roots, TimeFloor, TrustList};
use crate::wire::cose::Sign1;
use crate::wire::text::ScannedText;
use account::Account;

#[derive(Args)]
pub(super) struct Inspect {
    /// A text, a link, a file with either, the file of a trust list, or - for standard input
    #[arg(value_name = "MESSAGE", default_value = "-")]
    message: String,
    /// The moment to judge at [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
    /// Trust list to judge by; without it no signature of an office can be checked
    #[arg(long, value_name = "FILE", requires = "roots")]
    trust: Option<PathBuf>,
    /// Public key of the root that signed the list, or its .pub file; give it once for each
    #[arg(long = "root", value_name = "KEY")]
    roots: Vec<String>,
    /// The rules of the door
    #[arg(long, value_enum, default_value = "door")]
    policy: Rules,
}

#[derive(Clone, Copy, ValueEnum)]
enum Rules {
    Door,
    Demonstration,
}

impl Inspect {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let roots = self.roots.iter().map(|root| keyfile::read_root(root)).collect::<Result<Vec<_>, _>>()?;
        let list = match &self.trust {
            Some(path) => {
                Some(TrustList::authenticate(&input::bytes(path, MAX_LIST_BYTES as u64)?, &Roots::any_of(&roots))?)
            }
            None => None,
        };
        let mut account = Account::default();
        let ending = match input::given(&self.message)? {
            Given::List(bytes) => explain_list(&bytes, &roots, at, &mut account),
            Given::Text(text) => {
                let policy = match self.policy {
                    Rules::Door => Policy::door(),
                    Rules::Demonstration => Policy::demonstration(),
                };
                let lists = list.as_ref().map(|trust| Lists::of_keys(trust, TimeFloor::new(trust.issued_at())));
                explain_text(&text, lists.as_ref(), &policy, &roots, at, &mut account)
            }
        };
        output::print(account.text())?;
        Ok(ending)
    }
}

fn explain_text(
    text: &ScannedText,
    lists: Option<&Lists<'_>>,
    policy: &Policy,
    roots: &[crate::key::PublicKey],
    at: UnixTime,
    account: &mut Account,
) -> Ending {
    let bytes = match text.decode() {
        Ok(bytes) => bytes,
        Err(error) => return account.stop("text", error),
    };
    account.good("text", format_args!("{} characters of HP1: and base45, {} bytes", text.as_str().len(), bytes.len()));
    let kind = Sign1::parse(&bytes).ok().and_then(|message| message_type(&message));
    match kind {
        Some(MessageType::TrustList) => explain_list(&bytes, roots, at, account),
        Some(MessageType::Request) => explain_request(text, at, account),
        _ => pass::explain(text, &bytes, lists, policy, at, account),
    }
}

fn explain_request(text: &ScannedText, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", "a wallet's request for a pass");
    match Request::accept(text, at) {
        Ok(request) => {
            account.good("signature", "the wallet holds the key that it names");
            account.good("holder key", request.holder().id());
            account.good("made", request.issued_at());
            Ending::Done
        }
        Err(error) => account.stop("request", error),
    }
}

fn explain_list(bytes: &[u8], roots: &[crate::key::PublicKey], at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", format_args!("a trust list of {} bytes", bytes.len()));
    if roots.is_empty() {
        account.open("signature", "not checked: give --root");
        return Ending::Done;
    }
    let list = match TrustList::authenticate(bytes, &Roots::any_of(roots)) {
        Ok(list) => list,
        Err(error) => return account.stop("signature", error),
    };
    account.good("signature", "one of the roots signed it");
    account.good("number", list.number());
    account.good("made", list.issued_at());
    account.good("good until", list.expires());
    for key in list.keys() {
        let purposes: Vec<_> = key.may_sign.iter().map(|purpose| keyfile::word(*purpose)).collect();
        account.good(
            "issuer",
            format_args!(
                "{} {}, {} ({}), {} to {}, signs {}",
                key.key.id(),
                key.name.as_str(),
                key.region.as_str(),
                key.issuer.as_str(),
                key.window.not_before(),
                key.window.expires(),
                purposes.join(", ")
            ),
        );
    }
    match list.replaces(None, at) {
        Ok(()) => Ending::Done,
        Err(error) => account.stop("validity", error),
    }
}
