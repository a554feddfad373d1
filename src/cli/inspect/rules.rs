//! Rules of doors, explained.

use crate::claims::Colour;
use crate::cli::Ending;
use crate::cli::account::Account;
use crate::policy::{Rules, SignedRules};
use crate::time::UnixTime;
use crate::trust::TrustList;

pub(super) fn explain(bytes: &[u8], trust: Option<&TrustList>, at: UnixTime, account: &mut Account) -> Ending {
    account.good("type", "rules of doors");
    let Some(trust) = trust else {
        account.open("signature", "not checked: give the trust list with --trust or --lists, and its --root");
        return Ending::No;
    };
    match SignedRules::authenticate(bytes, trust, at) {
        Ok(signed) => {
            account.good("signature", format_args!("{}, {}", signed.issuer.as_str(), signed.region.as_str()));
            account.good("hold", format_args!("{} to {}", signed.window.not_before(), signed.window.expires()));
            say(&signed.rules, account);
            Ending::Done
        }
        Err(error) => account.stop("rules", error),
    }
}

fn say(rules: &Rules, account: &mut Account) {
    if let Some(name) = &rules.name {
        account.good("name", name.as_str());
    }
    let colours: Vec<_> = rules.colours.each().map(word).collect();
    account.good("colours", colours.join(", "));
    account.good("paper", if rules.accepts_paper { "good enough" } else { "not good enough" });
    account.good("specimens", if rules.accepts_specimens { "let in, marked" } else { "not let in" });
    for region in &rules.regions {
        account.good("region", region.as_str());
    }
    for issuer in &rules.issuers {
        account.good("issuer", issuer.as_str());
    }
    if let Some(age) = rules.max_test_age {
        account.good("test", format_args!("negative, at most {} h old", age / 3_600));
    }
}

fn word(colour: Colour) -> &'static str {
    match colour {
        Colour::Green => "green",
        Colour::Yellow => "yellow",
        Colour::Red => "red",
    }
}
