//! `tessera inspect`: what a message is, stage by stage, and where it fails.

mod list;
mod pass;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Ending;
use super::account::Account;
use super::error::CliError;
use super::input::{self, Given};
use super::moment;
use super::output;
use super::publish;
use crate::credential::{MessageType, message_type};
use crate::holder::Request;
use crate::limits::MAX_LIST_BYTES;
use crate::policy::Policy;
use crate::time::UnixTime;
use crate::trust::{Known, Lists, TimeFloor, TrustList};
use crate::wire::cose::Sign1;
use crate::wire::text::ScannedText;

#[derive(Args)]
pub(super) struct Inspect {
    /// A text, a link, a file with either, the file of a list or of a bundle of lists, or - for standard input
    #[arg(value_name = "MESSAGE", default_value = "-")]
    message: String,
    /// The moment to judge at [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
    /// Trust list to judge by; without it no signature of an office can be checked
    #[arg(long, value_name = "FILE", requires = "roots")]
    trust: Option<PathBuf>,
    /// Folder of published lists, or a bundle of them, to judge by
    #[arg(long, value_name = "PATH", requires = "roots", conflicts_with = "trust")]
    lists: Option<PathBuf>,
    /// Public key of a root that signed the trust list, or its .pub file; give it once for each
    #[arg(long = "root", value_name = "KEY")]
    roots: Vec<String>,
    /// How many of the roots must have signed
    #[arg(long, value_name = "N", default_value_t = 1)]
    threshold: usize,
    /// The rules of the door
    #[arg(long, value_enum, default_value = "door")]
    policy: Rules,
}

#[derive(Clone, Copy, ValueEnum)]
enum Rules {
    Door,
    Demonstration,
}

/// What a message is judged by.
enum Knowledge {
    Nothing,
    Keys(TrustList),
    All(Box<Known>),
}

impl Knowledge {
    fn lists(&self) -> Option<Lists<'_>> {
        match self {
            Self::Nothing => None,
            Self::Keys(trust) => Some(Lists::of_keys(trust, TimeFloor::new(trust.issued_at()))),
            Self::All(known) => Some(known.lists(UnixTime::EPOCH)),
        }
    }

    fn all(&self) -> Option<&Known> {
        match self {
            Self::All(known) => Some(known),
            Self::Nothing | Self::Keys(_) => None,
        }
    }

    fn trust(&self) -> Option<&TrustList> {
        match self {
            Self::Nothing => None,
            Self::Keys(trust) => Some(trust),
            Self::All(known) => Some(known.trust()),
        }
    }
}

impl Inspect {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let roots = match self.roots.as_slice() {
            [] => None,
            given => Some(publish::pinned(given, self.threshold)?),
        };
        let knowledge = match (&roots, &self.trust, &self.lists) {
            (Some(roots), Some(path), _) => {
                Knowledge::Keys(TrustList::authenticate(&input::bytes(path, MAX_LIST_BYTES as u64)?, roots)?)
            }
            (Some(roots), _, Some(path)) => {
                Knowledge::All(Box::new(Known::authenticate(publish::bundle(path)?, roots)?))
            }
            _ => Knowledge::Nothing,
        };
        let mut account = Account::default();
        let ending = match input::given(&self.message)? {
            Given::List(bytes) => list::explain(&bytes, roots.as_ref(), &knowledge, at, &mut account),
            Given::Text(text) => {
                let policy = match self.policy {
                    Rules::Door => Policy::door(),
                    Rules::Demonstration => Policy::demonstration(),
                };
                explain_text(&text, knowledge.lists().as_ref(), &policy, at, &mut account)
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
