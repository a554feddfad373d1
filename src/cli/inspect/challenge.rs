//! A door's question.

use super::super::Ending;
use super::super::account::Account;
use crate::challenge::{Asks, Challenge, Kind};
use crate::time::UnixTime;

pub(super) fn explain(given: &str, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", "a door's question, to be answered by a wallet");
    let challenge = match Challenge::accept(given, at) {
        Ok(challenge) => challenge,
        Err(error) => return account.stop("question", error),
    };
    account.open("door", format_args!("{}; it says so, and nothing proves it", challenge.door().as_str()));
    if let Some(purpose) = challenge.purpose() {
        account.good("for", purpose.as_str());
    }
    account.good("asks for", asked(challenge.asks()));
    account.good("good until", challenge.expires());
    account.good("audience", challenge.audience().as_str());
    Ending::Done
}

fn asked(asks: Asks) -> String {
    let entries = asks.kinds().each().map(|kind| match kind {
        Kind::Test => "a test",
        Kind::Vaccination => "a vaccination",
        Kind::Recovery => "a recovery",
        Kind::Appointment => "an appointment",
    });
    match asks {
        Asks::Door => "a door pass".to_string(),
        Asks::Identity | Asks::Details(_) => {
            ["name", "birth date"].into_iter().chain(entries).collect::<Vec<_>>().join(", ")
        }
    }
}
