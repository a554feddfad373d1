//! What a door decides by time alone: every combination of a clock, the age of its lists, and the window of a pass, each cell stated.

mod scene;

use scene::*;
use tessera::holder::Checked;
use tessera::id::{Audience, StatusReference};
use tessera::issuer::DoorPass;
use tessera::limits::{CLOCK_TOLERANCE, LIST_AGE_WARNING, MAX_LIST_AGE};
use tessera::policy::Policy;
use tessera::trust::{
    Freshness, Lists, STATUS_BITS, StatusList, TimeFloor, TrustList, pack_changes, sign_status_delta, sign_status_list,
    sign_trust_list,
};
use tessera::verifier::{Doubt, Refusal, Verdict, verify};
use tessera::wire::text::ScannedText;

/// The door's clock always says [`NOW`]; everything else moves.
///
/// | column | |
/// |---|---|
/// | clock | `behind` the floor by a second too much; as far behind the `floor` as is tolerated; `right`; as far ahead of the `ceiling` as |
/// | | is tolerated; `ahead` of it by a second too much |
/// | keys, statuses | the list is `fresh`; `ageing`, `stale` or `over` since this second; the pass names `none`, or one that is `missing` |
/// | cells | a pass that begins in the next second; begins in this one; began and goes on; ended in this second; ended a day ago |
///
/// `A` accepted, `a` accepted and the lists are ageing, `N` not yet valid, `E` expired, `S` lists stale, `U` status unknown, `B` clock behind,
/// `H` clock ahead.
const TABLE: &str = "
    clock    keys    statuses next starts runs ends ended
    behind   fresh   none     B B B B B
    behind   fresh   fresh    B B B B B
    behind   fresh   ageing   B B B B B
    behind   fresh   stale    B B B B B
    behind   fresh   over     B B B B B
    behind   fresh   missing  B B B B B
    behind   ageing  none     B B B B B
    behind   ageing  fresh    B B B B B
    behind   ageing  ageing   B B B B B
    behind   ageing  stale    B B B B B
    behind   ageing  over     B B B B B
    behind   ageing  missing  B B B B B
    behind   stale   none     B B B B B
    behind   stale   fresh    B B B B B
    behind   stale   ageing   B B B B B
    behind   stale   stale    B B B B B
    behind   stale   over     B B B B B
    behind   stale   missing  B B B B B
    behind   over    none     B B B B B
    behind   over    fresh    B B B B B
    behind   over    ageing   B B B B B
    behind   over    stale    B B B B B
    behind   over    over     B B B B B
    behind   over    missing  B B B B B
    floor    fresh   none     N A A E E
    floor    fresh   fresh    N A A E E
    floor    fresh   ageing   N a a E E
    floor    fresh   stale    N S S E E
    floor    fresh   over     N S S E E
    floor    fresh   missing  N U U E E
    floor    ageing  none     N a a E E
    floor    ageing  fresh    N a a E E
    floor    ageing  ageing   N a a E E
    floor    ageing  stale    N S S E E
    floor    ageing  over     N S S E E
    floor    ageing  missing  N U U E E
    floor    stale   none     S S S S S
    floor    stale   fresh    S S S S S
    floor    stale   ageing   S S S S S
    floor    stale   stale    S S S S S
    floor    stale   over     S S S S S
    floor    stale   missing  S S S S S
    floor    over    none     S S S S S
    floor    over    fresh    S S S S S
    floor    over    ageing   S S S S S
    floor    over    stale    S S S S S
    floor    over    over     S S S S S
    floor    over    missing  S S S S S
    right    fresh   none     N A A E E
    right    fresh   fresh    N A A E E
    right    fresh   ageing   N a a E E
    right    fresh   stale    N S S E E
    right    fresh   over     N S S E E
    right    fresh   missing  N U U E E
    right    ageing  none     N a a E E
    right    ageing  fresh    N a a E E
    right    ageing  ageing   N a a E E
    right    ageing  stale    N S S E E
    right    ageing  over     N S S E E
    right    ageing  missing  N U U E E
    right    stale   none     S S S S S
    right    stale   fresh    S S S S S
    right    stale   ageing   S S S S S
    right    stale   stale    S S S S S
    right    stale   over     S S S S S
    right    stale   missing  S S S S S
    right    over    none     S S S S S
    right    over    fresh    S S S S S
    right    over    ageing   S S S S S
    right    over    stale    S S S S S
    right    over    over     S S S S S
    right    over    missing  S S S S S
    ceiling  fresh   none     N A A E E
    ceiling  fresh   fresh    N A A E E
    ceiling  fresh   ageing   N a a E E
    ceiling  fresh   stale    N S S E E
    ceiling  fresh   over     N S S E E
    ceiling  fresh   missing  N U U E E
    ceiling  ageing  none     N a a E E
    ceiling  ageing  fresh    N a a E E
    ceiling  ageing  ageing   N a a E E
    ceiling  ageing  stale    N S S E E
    ceiling  ageing  over     N S S E E
    ceiling  ageing  missing  N U U E E
    ceiling  stale   none     S S S S S
    ceiling  stale   fresh    S S S S S
    ceiling  stale   ageing   S S S S S
    ceiling  stale   stale    S S S S S
    ceiling  stale   over     S S S S S
    ceiling  stale   missing  S S S S S
    ceiling  over    none     S S S S S
    ceiling  over    fresh    S S S S S
    ceiling  over    ageing   S S S S S
    ceiling  over    stale    S S S S S
    ceiling  over    over     S S S S S
    ceiling  over    missing  S S S S S
    ahead    fresh   none     H H H H H
    ahead    fresh   fresh    H H H H H
    ahead    fresh   ageing   H H H H H
    ahead    fresh   stale    H H H H H
    ahead    fresh   over     H H H H H
    ahead    fresh   missing  H H H H H
    ahead    ageing  none     H H H H H
    ahead    ageing  fresh    H H H H H
    ahead    ageing  ageing   H H H H H
    ahead    ageing  stale    H H H H H
    ahead    ageing  over     H H H H H
    ahead    ageing  missing  H H H H H
    ahead    stale   none     H H H H H
    ahead    stale   fresh    H H H H H
    ahead    stale   ageing   H H H H H
    ahead    stale   stale    H H H H H
    ahead    stale   over     H H H H H
    ahead    stale   missing  H H H H H
    ahead    over    none     H H H H H
    ahead    over    fresh    H H H H H
    ahead    over    ageing   H H H H H
    ahead    over    stale    H H H H H
    ahead    over    over     H H H H H
    ahead    over    missing  H H H H H
";

const PASSES: [(u64, u64); 5] = [
    (NOW + 1, NOW + 86_400),
    (NOW, NOW + 86_400),
    (NOW - 3_600, NOW + 86_400),
    (NOW - 3_600, NOW),
    (NOW - 2 * 86_400, NOW - 86_400),
];

/// When a list of this age was signed, and when it ends.
fn age(word: &str) -> (u64, u64) {
    match word {
        "fresh" => (NOW - MAX_LIST_AGE + LIST_AGE_WARNING + 1, NOW + 864_000),
        "ageing" => (NOW - MAX_LIST_AGE + LIST_AGE_WARNING, NOW + 864_000),
        "stale" => (NOW - MAX_LIST_AGE, NOW + 864_000),
        "over" => (NOW - 60, NOW),
        other => panic!("no age {other}"),
    }
}

fn keys(word: &str) -> TrustList {
    let (made, ends) = age(word);
    let list = sign_trust_list(&[&root()], 7, window(made, ends), &[long_entry()], None);
    TrustList::authenticate(&list, &roots()).expect("signed by the pinned root")
}

/// The office's key, good for long enough to have signed every list here.
fn long_entry() -> tessera::trust::TrustedKey {
    tessera::trust::TrustedKey { window: window(NOW - 30 * 86_400, NOW + 30 * 86_400), ..entry() }
}

fn status_list(word: &str, trust: &TrustList) -> Option<StatusList> {
    if matches!(word, "none" | "missing") {
        return None;
    }
    let (made, ends) = age(word);
    let entries = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 4], 9);
    let list = sign_status_list(&issuer(), OWN_LIST, window(made, ends), 43_200, &entries);
    Some(StatusList::authenticate(&list, trust).expect("signed by the office"))
}

/// The floor and the ceiling of a clock that says [`NOW`].
fn clock(word: &str) -> (u64, Option<u64>) {
    match word {
        "behind" => (NOW + CLOCK_TOLERANCE + 1, None),
        "floor" => (NOW + CLOCK_TOLERANCE, None),
        "right" => (NOW - 60, None),
        "ceiling" => (NOW - 60, Some(NOW - CLOCK_TOLERANCE)),
        "ahead" => (NOW - 60, Some(NOW - CLOCK_TOLERANCE - 1)),
        other => panic!("no clock {other}"),
    }
}

fn live(window: (u64, u64), has_status: bool) -> ScannedText {
    let status = has_status.then(|| StatusReference { index: 3, uri: OWN_LIST.into() });
    let pass = DoorPass { window: scene::window(window.0, window.1), status, ..pass() };
    let delivery = pass.sign_live(&issuer(), &holder().public());
    let kept = Checked::open(delivery, &keys("fresh"), holds).expect("the office's own");
    kept.present(&holder(), &Audience::door(), None, t(NOW)).expect("the phone's own key")
}

fn letter(text: &ScannedText, lists: &Lists<'_>) -> char {
    let report = verify(text, lists, &Policy::door(), t(NOW));
    match report.verdict {
        Verdict::Accept(_) if matches!(report.freshness, Freshness::Ageing { .. }) => 'a',
        Verdict::Accept(_) => 'A',
        Verdict::Refuse(Refusal::NotYetValid) => 'N',
        Verdict::Refuse(Refusal::Expired) => 'E',
        Verdict::Undetermined(Doubt::ListsStale) => 'S',
        Verdict::Undetermined(Doubt::StatusUnknown) => 'U',
        Verdict::Undetermined(Doubt::ClockBehind) => 'B',
        Verdict::Undetermined(Doubt::ClockAhead) => 'H',
        Verdict::Refuse(other) => panic!("{other:?}"),
    }
}

#[test]
fn every_cell_of_clock_and_ages_and_window_comes_out_as_it_is_stated() {
    let [with, without] = [true, false].map(|has_status| PASSES.map(|pass| live(pass, has_status)));
    let rows: Vec<_> = TABLE.lines().filter(|line| !line.is_empty()).skip(1).collect();
    assert_eq!(rows.len(), 5 * 4 * 6, "every combination");
    for row in &rows {
        assert_eq!(rows.iter().filter(|other| other[..29] == row[..29]).count(), 1, "{row} stands once");
        let words: Vec<_> = row.split_whitespace().collect();
        let (floor, ceiling) = clock(words[0]);
        let trust = keys(words[1]);
        let statuses: Vec<_> = status_list(words[2], &trust).into_iter().collect();
        let floor = TimeFloor::new(t(floor));
        let lists = Lists { trust: &trust, statuses: &statuses, vouched: None, floor, ceiling: ceiling.map(t) };
        let passes = if words[2] == "none" { &without } else { &with };
        let cells: String = passes.iter().map(|pass| letter(pass, &lists)).collect();
        assert_eq!(cells, words[3..].concat(), "{row}");
    }
}

#[test]
fn a_list_that_a_snapshot_vouches_for_ages_from_then_and_ends_with_it() {
    let trust = keys("stale");
    let statuses: Vec<_> = status_list("stale", &trust).into_iter().collect();
    let floor = TimeFloor::new(t(NOW - 60));
    let pass = live(PASSES[2], true);
    let at = |from: u64, until: u64| {
        let vouched = Some(window(from, until));
        Lists { trust: &trust, statuses: &statuses, vouched, floor, ceiling: None }
    };
    assert_eq!(letter(&pass, &at(NOW - 60, NOW + 86_400)), 'A');
    assert_eq!(letter(&pass, &at(NOW - MAX_LIST_AGE + LIST_AGE_WARNING, NOW + 86_400)), 'a');
    assert_eq!(letter(&pass, &at(NOW - MAX_LIST_AGE, NOW + 86_400)), 'S');
    assert_eq!(letter(&pass, &at(NOW - 60, NOW + LIST_AGE_WARNING)), 'a', "the snapshot ends within the hour");
    assert_eq!(letter(&pass, &at(NOW - 60, NOW + 1)), 'a');
    assert_eq!(letter(&pass, &at(NOW - 60, NOW)), 'S', "the snapshot has ended");
}

#[test]
fn a_list_that_was_changed_ages_from_its_newest_change() {
    let trust = keys("fresh");
    let base = status_list("stale", &trust).expect("a list");
    let made = base.issued_at();
    let changes = pack_changes([(0, 1)], STATUS_BITS);
    let delta = sign_status_delta(&issuer(), OWN_LIST, made, window(NOW - 60, NOW + 864_000), &changes);
    let lists = [base.updated(&delta, &trust).expect("the office's change")];
    let floor = TimeFloor::new(t(NOW - 60));
    let lists = Lists { trust: &trust, statuses: &lists, vouched: None, floor, ceiling: None };
    assert_eq!(letter(&live(PASSES[2], true), &lists), 'A');
}
