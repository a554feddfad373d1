//! The stages of a pass: the same steps as the verifier's, told one by one, and at the end the verifier's own verdict.

use super::record;
use crate::claims::{Claims, Colour, Subject};
use crate::cli::Ending;
use crate::cli::account::Account;
use crate::cli::status::word;
use crate::credential::{AuthenticityError, Binding, Credential, EvaluationError, UnverifiedCredential};
use crate::policy::Policy;
use crate::presentation::{BindingError, KeyBinding, Unverified, UnverifiedBinding};
use crate::time::{UnixTime, Validity};
use crate::trust::{Freshness, Lists, Standing};
use crate::verifier::{Verdict, verify};
use crate::wire::cbor;
use crate::wire::cose::Sign1;
use crate::wire::text::ScannedText;

/// Explains `text`, whose message is `bytes`.
pub(super) fn explain(
    text: &ScannedText,
    bytes: &[u8],
    lists: Option<&Lists<'_>>,
    policy: &Policy,
    at: UnixTime,
    account: &mut Account,
) -> Ending {
    // Each stage says itself where it ends; the verdict is the verifier's in any case.
    let _ = stages(bytes, lists, policy, at, account);
    let Some(lists) = lists else {
        account.open("verdict", "none without a trust list: give --trust and --root");
        return Ending::Done;
    };
    let report = verify(text, lists, policy, at);
    match report.verdict {
        Verdict::Accept(_) => account.good("verdict", "accept"),
        Verdict::Refuse(refusal) => return account.stop("verdict", format_args!("refuse: {}", refusal.code())),
        Verdict::Undetermined(doubt) => return account.stop("verdict", format_args!("undetermined: {}", doubt.code())),
    }
    Ending::Done
}

fn stages(
    bytes: &[u8],
    lists: Option<&Lists<'_>>,
    policy: &Policy,
    at: UnixTime,
    account: &mut Account,
) -> Result<(), Ending> {
    cbor::decode(bytes).map_err(|error| account.stop("cbor", error))?;
    account.good("cbor", "one strict item");
    let message = Sign1::parse(bytes).map_err(|error| account.stop("cose", error))?;
    account.good("cose", format_args!("signed by one key, algorithm {}", message.alg()));
    let unverified = Unverified::parse(bytes).map_err(|error| account.stop("type", error))?;
    let (credential, binding) = match unverified {
        Unverified::Live(credential, binding) => {
            account.good("type", "a live code: a pass inside a signature of the wallet");
            (credential, Some(binding))
        }
        Unverified::Bare(credential) => {
            account.good(
                "type",
                match credential.binding() {
                    Binding::Holder => "a pass on its way to a wallet",
                    Binding::Paper => "a paper pass",
                },
            );
            (credential, None)
        }
    };
    let Some(lists) = lists else {
        account.good("key id", credential.kid());
        account.open("signature", "not checked: give --trust and --root");
        return Err(Ending::Done);
    };
    knowledge(lists, policy, at, account);
    let credential = authenticate(credential, lists, account)?;
    describe(credential.claims(), account);
    let binding = binding.map(|binding| bound(binding, &credential, policy, at, account)).transpose()?;
    judge(&credential, binding.as_ref(), lists, policy, at, account);
    Ok(())
}

fn knowledge(lists: &Lists<'_>, policy: &Policy, at: UnixTime, account: &mut Account) {
    let number = lists.trust.number();
    if lists.floor.is_after(at) {
        let _ = account.stop("clock", format_args!("{at} is before the trust list was made"));
    }
    match lists.freshness(at, policy.max_list_age) {
        Freshness::Fresh { left } => account.good("lists", format_args!("list {number}, fresh for {left} s more")),
        Freshness::Ageing { left } => account.good("lists", format_args!("list {number}, stale in {left} s")),
        Freshness::Stale => {
            let _ = account.stop("lists", format_args!("list {number} is too old or has expired"));
        }
    }
}

fn authenticate<'t>(
    credential: UnverifiedCredential<'_>,
    lists: &Lists<'t>,
    account: &mut Account,
) -> Result<Credential<'t>, Ending> {
    let kid = credential.kid();
    let candidates = lists.trust.candidates(kid).count();
    if candidates == 0 {
        return Err(account.stop("key id", format_args!("{kid} is not on the list")));
    }
    account.good("key id", format_args!("{kid}, keys on the list: {candidates}"));
    let authentic = credential.authenticate(lists.trust).map_err(|error| account.stop("signature", error))?;
    account.good("signature", "the listed key signed it");
    let credential = authentic.claims().map_err(|error| match error {
        EvaluationError::Format(error) => account.stop("claims", error),
        EvaluationError::Authenticity(error @ AuthenticityError::UnknownIssuer) => {
            account.stop("issuer", format_args!("{error}: its name, its purposes or its time do not cover this pass"))
        }
        EvaluationError::Authenticity(error) => account.stop("issuer", error),
    })?;
    let trusted = credential.trusted();
    account.good("issuer", format_args!("{}, {}", trusted.name.as_str(), trusted.region.as_str()));
    Ok(credential)
}

fn describe(claims: &Claims, account: &mut Account) {
    match &claims.subject {
        Subject::Hint { initials, birth_year } => {
            account.good("subject", format_args!("{}, born {birth_year}", initials.as_str()));
        }
        Subject::Record(details) => record::describe(details, account),
    }
    let colour = match claims.colour {
        Colour::Green => "green",
        Colour::Yellow => "yellow",
        Colour::Red => "red",
    };
    account.good("colour", colour);
    for (set, word) in [(claims.specimen, "a specimen"), (claims.guardian, "shown by a guardian")] {
        if set {
            account.good("flag", word);
        }
    }
    if let Some(holder) = &claims.holder {
        account.good("holder key", holder.id());
    }
}

fn bound(
    binding: UnverifiedBinding<'_>,
    credential: &Credential<'_>,
    policy: &Policy,
    at: UnixTime,
    account: &mut Account,
) -> Result<KeyBinding, Ending> {
    let binding = binding.authenticate(credential).map_err(|error| {
        account.stop(
            "binding",
            match error {
                BindingError::Signature => "another key than the one in the pass signed the code",
                BindingError::Format => "the claims of the live signature do not fit",
            },
        )
    })?;
    account.good(
        "binding",
        format_args!("the wallet signed it at {}, for {}", binding.issued_at, binding.audience.as_str()),
    );
    if at.since(binding.issued_at) > policy.max_code_age {
        let _ =
            account.stop("age", format_args!("{} s, more than {}", at.since(binding.issued_at), policy.max_code_age));
    } else if binding.issued_at > at.plus(policy.max_code_ahead) {
        let _ = account.stop("age", format_args!("{} s ahead", binding.issued_at.since(at)));
    } else {
        account.good("age", format_args!("{} s", at.since(binding.issued_at)));
    }
    Ok(binding)
}

fn judge(
    credential: &Credential<'_>,
    binding: Option<&KeyBinding>,
    lists: &Lists<'_>,
    policy: &Policy,
    at: UnixTime,
    account: &mut Account,
) {
    let claims = credential.claims();
    if binding.is_none() && credential.binding() == Binding::Holder {
        account.open("binding", "none: a wallet that holds the key makes a live code of it");
    }
    let window = format!("{} to {}", claims.window.not_before(), claims.window.expires());
    match claims.window.at(at) {
        Validity::Valid => account.good("validity", window),
        Validity::NotYet => drop(account.stop("validity", format_args!("not yet: {window}"))),
        Validity::Expired => drop(account.stop("validity", format_args!("over: {window}"))),
    }
    standing(claims, lists, account);
    if claims.specimen && !policy.rules.accepts_specimens {
        let _ = account.stop("policy", "this door lets no specimen in");
    } else if policy.rules.colours.has(claims.colour) {
        account.good("policy", "this door lets it in");
    } else {
        let _ = account.stop("policy", "this door lets in green only");
    }
}

fn standing(claims: &Claims, lists: &Lists<'_>, account: &mut Account) {
    let Some(reference) = &claims.status else {
        return account.good("standing", "as issued: it names no status list");
    };
    let Some(list) = lists.status_list(reference, &claims.issuer) else {
        return account.open("standing", "it names a status list, which is not here");
    };
    match list.statuses().get(reference.index).map(Standing::from_u8) {
        Some(Some(Standing::AsIssued)) => account.good("standing", "as issued"),
        Some(Some(other)) => account.fault("standing", word(other)),
        Some(None) => account.open("standing", "its status has no meaning here"),
        None => account.fault("standing", "its status list has no such entry"),
    }
}
