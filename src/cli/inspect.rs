//! `tessera inspect`: what a message is, stage by stage, and where it fails.

mod challenge;
mod list;
mod pass;
mod record;
mod rules;

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
use crate::limits::{MAX_COPIES, MAX_DELIVERY_BYTES, MAX_LIST_BYTES};
use crate::policy::{Policy, SignedRules};
use crate::time::UnixTime;
use crate::trust::{Known, Lists, TimeFloor, TrustList};
use crate::wire::cbor;
use crate::wire::cose::{Sign, Sign1};
use crate::wire::registry::TAG_SIGN1;
use crate::wire::text::ScannedText;

#[derive(Args)]
pub(super) struct Inspect {
    /// A text, a link, a door's question, a file with one of them, the file of a delivery, a list or a bundle of lists, or - for standard input
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
        let policy = match self.policy {
            Rules::Door => Policy::door(),
            Rules::Demonstration => Policy::demonstration(),
        };
        let mut account = Account::default();
        let ending = match input::given(&self.message)? {
            Given::List(bytes) if is_delivery(&bytes) => {
                let text = ScannedText::encode(&bytes);
                explain_message(&text, &bytes, knowledge.lists().as_ref(), &policy, at, &mut account)
            }
            Given::List(bytes) => list::explain(&bytes, roots.as_ref(), &knowledge, at, &mut account),
            Given::Challenge(given) => challenge::explain(&given, at, &mut account),
            Given::Text(text) => explain_text(&text, knowledge.lists().as_ref(), &policy, at, &mut account),
        };
        output::print(account.text())?;
        Ok(ending)
    }
}

/// Whether a file is a delivery of several passes, each with the tag of a signed message.
fn is_delivery(bytes: &[u8]) -> bool {
    const TAG: u8 = 6 << 5 | TAG_SIGN1 as u8;
    cbor::items(bytes, MAX_COPIES).is_ok_and(|items| items.iter().all(|item| item.first() == Some(&TAG)))
}

fn explain_text(
    text: &ScannedText,
    lists: Option<&Lists<'_>>,
    policy: &Policy,
    at: UnixTime,
    account: &mut Account,
) -> Ending {
    let bytes = match text.decode_within(MAX_DELIVERY_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => return account.stop("text", error),
    };
    account.good("text", format_args!("{} characters of HP1: and base45, {} bytes", text.as_str().len(), bytes.len()));
    explain_message(text, &bytes, lists, policy, at, account)
}

/// A request, rules, a pass, or an array of passes, which are explained one after the other.
fn explain_message(
    text: &ScannedText,
    bytes: &[u8],
    lists: Option<&Lists<'_>>,
    policy: &Policy,
    at: UnixTime,
    account: &mut Account,
) -> Ending {
    let kind = Sign1::parse(bytes).ok().and_then(|message| message_type(&message));
    if kind == Some(MessageType::Request) || Sign::parse_up_to(MAX_COPIES, bytes).is_ok() {
        return explain_request(text, at, account);
    }
    if SignedRules::is_claimed_by(bytes) {
        return rules::explain(bytes, lists.map(|lists| lists.trust), at, account);
    }
    let Ok(passes) = cbor::items(bytes, MAX_COPIES) else {
        return pass::explain(text, bytes, lists, policy, at, account);
    };
    account.good("type", format_args!("a delivery of passes: {}", passes.len()));
    let mut ending = Ending::Done;
    for (place, pass) in passes.into_iter().enumerate() {
        account.good("pass", place + 1);
        if pass::explain(&ScannedText::encode(pass), pass, lists, policy, at, account) == Ending::No {
            ending = Ending::No;
        }
    }
    ending
}

fn explain_request(text: &ScannedText, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", "a wallet's request for a pass");
    match Request::accept(text, at) {
        Ok(request) => {
            let keys = if request.holders().len() > 1 { "each key" } else { "the key" };
            account.good("signature", format_args!("the wallet holds {keys} that it names"));
            request.holders().iter().for_each(|holder| account.good("holder key", holder.id()));
            account.good("made", request.issued_at());
            Ending::Done
        }
        Err(error) => account.stop("request", error),
    }
}
