//! Authentic passes that the door does not let in, and moments at which it cannot know.

use super::Vector;
use super::craft::{Fields, Item, text, truth, uint};
use super::scene::{BEGINS, Binding, Credential, ENDS, LIST_ENDS, LISTED, NOW, holder, list_made};
use crate::limits::{CLOCK_TOLERANCE, MAX_LIST_AGE};
use crate::wire::registry::{claim, hp1};

pub(super) fn vectors() -> Vec<Vector> {
    let mut vectors = validity();
    vectors.extend(rules());
    vectors.extend(doubts());
    vectors
}

/// The usual pass, shown live at another moment.
fn shown_at(credential: &Credential, at: u64) -> Item {
    Binding::fresh().claim(claim::IAT, uint(at)).around(&credential.signed()).signed_by(&holder())
}

fn validity() -> Vec<Vector> {
    let door = Credential::door();
    let over = |flaw, why, message: &[u8], at| Vector::of("refuse-expired", flaw, why, message).at(at);
    let early = |flaw, why, message: &[u8], at| {
        // Lists are older than the pass here, or the clock would be behind them.
        Vector::of("refuse-not-yet-valid", flaw, why, message).at(at).trust(list_made(BEGINS - 3_600, LIST_ENDS))
    };
    let paper = Credential::paper().signed();
    let long_ago = Credential::door().claim(claim::NBF, uint(NOW - 20 * 86_400)).claim(claim::EXP, uint(NOW - 86_400));
    let far_off = Credential::door().claim(claim::NBF, uint(NOW + 86_400)).claim(claim::EXP, uint(NOW + 2 * 86_400));
    vec![
        over("by-a-second", "it ended in this second", &shown_at(&door, ENDS), ENDS),
        over("paper-by-a-second", "it ended in this second", &paper, ENDS),
        over("by-a-day", "it ended yesterday", &shown_at(&long_ago, NOW), NOW),
        over("red-too", "red and over: over comes first", &shown_at(&long_ago.body(hp1::COLOUR, uint(2)), NOW), NOW),
        early("by-a-second", "it begins in the next second", &shown_at(&door, BEGINS - 1), BEGINS - 1),
        early("paper-by-a-second", "it begins in the next second", &paper, BEGINS - 1),
        early("by-a-day", "it begins tomorrow", &shown_at(&far_off, NOW), NOW),
    ]
}

fn rules() -> Vec<Vector> {
    let door = Credential::door;
    let specimen = || door().body(hp1::SPECIMEN, truth(true));
    let paper_specimen = Credential::paper().body(hp1::SPECIMEN, truth(true));
    let colour = |flaw, why, credential: Credential, colour| {
        Vector::of("refuse-not-green", flaw, why, &credential.body(hp1::COLOUR, uint(colour)).shown())
    };
    let red_paper = Credential::paper().body(hp1::COLOUR, uint(2)).signed();
    let paper = Credential::paper().signed();
    vec![
        colour("yellow", "observation at home", door(), 1),
        colour("red", "central observation", door(), 2),
        colour("red-record", "a red record with nothing disclosed", Credential::record(), 2),
        colour("yellow-specimen", "a yellow specimen in a demonstration", specimen(), 1).policy("demonstration"),
        Vector::of("refuse-not-green", "red-paper", "a red pass on paper", &red_paper),
        Vector::of("refuse-specimen", "live", "a specimen under a production policy", &specimen().shown()),
        Vector::of(
            "refuse-specimen",
            "paper",
            "a specimen on paper under a production policy",
            &paper_specimen.signed(),
        ),
        Vector::of(
            "refuse-specimen",
            "red",
            "a red specimen: that it is a specimen comes first",
            &specimen().body(hp1::COLOUR, uint(2)).shown(),
        ),
        Vector::of("refuse-paper", "live-only", "this door wants a live pass", &paper).policy("door no-paper"),
        Vector::of("refuse-paper", "challenge", "paper answers no question", &paper).policy("door challenge=00ff"),
    ]
}

fn doubts() -> Vec<Vector> {
    let door = Credential::door();
    let list = Fields::default().add(text("idx"), uint(7)).add(text("uri"), text("https://lists.example/1"));
    let status = Fields::default().add(text("status_list"), list.sorted()).sorted();
    let behind = LISTED - CLOCK_TOLERANCE - 1;
    let stale = LISTED + MAX_LIST_AGE;
    let long = Credential::door().claim(claim::EXP, uint(NOW + 30 * 86_400));
    let doubt = |outcome, flaw, why, message: &[u8]| Vector::of(outcome, flaw, why, message);
    vec![
        doubt(
            "undetermined-clock-behind",
            "by-a-second",
            "this clock is a second too far behind the newest list",
            &shown_at(&door, behind),
        )
        .at(behind),
        doubt("undetermined-clock-behind", "by-a-decade", "this clock stands at its first day", &shown_at(&door, 0))
            .at(0),
        doubt(
            "undetermined-clock-behind",
            "forged",
            "with a wrong clock even a forgery is not judged",
            &super::scene::shown(&Credential::door().message().with_signature(&[0; 64])),
        )
        .at(behind),
        doubt(
            "undetermined-lists-stale",
            "by-a-second",
            "the list is 48 hours old in this second",
            &shown_at(&long, stale),
        )
        .at(stale),
        doubt("undetermined-lists-stale", "list-over", "the list itself has ended", &shown_at(&door, NOW))
            .trust(list_made(LISTED, NOW)),
        doubt("undetermined-lists-stale", "frozen", "a list of last month, shown for ever", &shown_at(&long, NOW))
            .trust(list_made(NOW - 30 * 86_400, LIST_ENDS)),
        doubt(
            "undetermined-status-unknown",
            "live",
            "it may be revoked, and the list that says so is not here",
            &Credential::door().claim(claim::STATUS, status.clone()).shown(),
        ),
        doubt(
            "undetermined-status-unknown",
            "paper",
            "it may be revoked, and the list that says so is not here",
            &Credential::paper().claim(claim::STATUS, status.clone()).signed(),
        ),
        doubt(
            "undetermined-status-unknown",
            "red",
            "red and perhaps revoked: standing comes first",
            &Credential::door().claim(claim::STATUS, status).body(hp1::COLOUR, uint(2)).shown(),
        ),
    ]
}
