//! What two shops that lay side by side what they saw can tell: 30 visits of one resident to 10 shops, with passes that the office's tool issued.
#![cfg(unix)]

#[path = "cli/script.rs"]
#[allow(dead_code, reason = "the test uses the part that it needs")]
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use base64ct::{Base64UrlUnpadded, Encoding};
use script::{Folder, tessera};
use tessera::holder::{Booklet, Delivery, Request, Uses};
use tessera::id::Audience;
use tessera::key::{HolderKey, PublicKey};
use tessera::time::UnixTime;
use tessera::trust::{Roots, TrustList};
use tessera::wire::text::ScannedText;

/// The moment of issuing: 2026-11-18T11:06:40Z.
const NOW: u64 = 1_795_000_000;
const KEYS: usize = 85;
const VISITS: u64 = 30;
const SHOPS: usize = 10;

/// A run of bytes longer than four is as short as five.
const RUN: usize = 5;

/// Initials and year of birth are what a shop compares with an ID card, so they are no secret from it: here, four bytes.
const RESIDENTS: [(&str, u16); 12] = [
    ("LM", 1985),
    ("LM", 1988),
    ("WX", 1941),
    ("QZ", 2001),
    ("AB", 1970),
    ("CD", 1971),
    ("EF", 1992),
    ("GH", 1963),
    ("IJ", 1954),
    ("KL", 2015),
    ("MN", 2006),
    ("OP", 1997),
];

fn t(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time of the test")
}

/// A wallet's keys.
fn keys(resident: usize) -> Vec<HolderKey> {
    let seed = |n: usize| {
        let mut seed = [resident as u8 + 1; 32];
        seed[..2].copy_from_slice(&(n as u16).to_be_bytes());
        HolderKey::from_seed(&tessera::key::sha256(&seed))
    };
    (0..KEYS).map(seed).collect()
}

fn run(folder: &Path, arguments: &[&str]) {
    let output = tessera(folder).args(arguments).output().expect("the tool");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

/// Has the office's tool issue booklets to everybody; the deliveries, and the list of keys by which they are checked.
fn issue(folder: &Path) -> (Vec<Vec<u8>>, TrustList) {
    let at = NOW.to_string();
    run(folder, &["keygen", "root", "--out", "root.key"]);
    run(
        folder,
        &[
            "keygen",
            "issuer",
            "--out",
            "office.key",
            "--issuer",
            "hz-1",
            "--name",
            "West Lake Office",
            "--region",
            "Lakeside",
            "--at",
            &at,
        ],
    );
    run(
        folder,
        &["trust", "--root", "root.key", "--number", "1", "--key", "office.key.pub", "--out", "trust.cwt", "--at", &at],
    );
    run(folder, &["office", "init", "office", "--status-prefix", "https://lists.example/s/"]);
    let mut table = String::from("initials,birth_year,colour,case,request\n");
    for (n, (initials, year)) in RESIDENTS.iter().enumerate() {
        let keys = keys(n);
        // Nobody asks at the same second as another.
        let at = t(NOW - 3_600 + n as u64 * 97);
        let request = Request::make_several(&keys.iter().collect::<Vec<_>>(), at).expect("enough keys");
        table += &format!("{initials},{year},green,case-{n},\"{}\"\n", request.as_str());
    }
    fs::write(folder.join("residents.csv"), table).expect("a table");
    // Each is served at another hour of the day.
    for n in 0..RESIDENTS.len() {
        let (row, out, at) = ((n + 2).to_string(), format!("passes-{n}"), (NOW + n as u64 * 1_801).to_string());
        run(
            folder,
            &[
                "issue",
                "residents.csv",
                "--row",
                &row,
                "--key",
                "office.key",
                "--office",
                "office",
                "--out",
                &out,
                "--at",
                &at,
            ],
        );
    }
    let deliveries = (0..RESIDENTS.len())
        .map(|n| fs::read(folder.join(format!("passes-{n}/{:04}.tessera", n + 2))).expect("a delivery"));
    let root = fs::read_to_string(folder.join("root.key.pub")).expect("the root");
    let root = root.lines().find_map(|line| line.strip_prefix("public: ")).expect("a key");
    let root = PublicKey::from_bytes(&Base64UrlUnpadded::decode_vec(root).expect("base64url")).expect("a key");
    let list = fs::read(folder.join("trust.cwt")).expect("the list");
    (deliveries.collect(), TrustList::authenticate(&list, &Roots::any_of(&[root])).expect("signed by the root"))
}

/// Three visits a day at odd times, the same for everybody: a time is what all who come at that moment have in common.
fn moment(visit: u64) -> UnixTime {
    t(NOW + 40_000 + visit / 3 * 86_400 + visit % 3 * 9_001)
}

/// What the shops see of a resident: the message of each visit.
fn visits(resident: usize, delivery: &[u8], list: &TrustList) -> Vec<Vec<u8>> {
    let keys = keys(resident);
    let holds = |key: &PublicKey| keys.iter().any(|own| own.public() == *key);
    let delivery = Delivery::receive(delivery.to_vec(), list, holds, moment(0)).expect("a good delivery");
    let mut uses = Uses::default();
    (0..VISITS)
        .map(|visit| {
            let at = moment(visit);
            let place = Booklet::new(&delivery, &uses).next(at).expect("a copy of the day");
            uses.add(place, at);
            let copy = &delivery.copies()[place];
            let key = keys.iter().find(|key| Some(key.public()) == copy.claims().holder).expect("its key");
            let text: ScannedText = copy.present(key, &Audience::door(), None, at).expect("its key");
            text.decode().expect("our own text")
        })
        .collect()
}

fn runs(message: &[u8]) -> impl Iterator<Item = &[u8]> {
    message.windows(RUN)
}

/// Runs that every resident shows at some visit: the format, the office, its lists, its days, and the moment at which all of them came.
fn common<'a>(crowd: &'a [Vec<Vec<u8>>]) -> BTreeSet<&'a [u8]> {
    let all = |visits: &'a Vec<Vec<u8>>| visits.iter().flat_map(|message| runs(message)).collect::<BTreeSet<_>>();
    let each: Vec<_> = crowd.iter().map(all).collect();
    let (first, others) = each.split_first().expect("a crowd");
    first.iter().filter(|run| others.iter().all(|other| other.contains(*run))).copied().collect()
}

/// What is left of a message where everything is cut out that is common: its own bytes, in pieces.
fn own<'a>(message: &'a [u8], common: &BTreeSet<&[u8]>) -> Vec<&'a [u8]> {
    let mut is_common = vec![false; message.len()];
    for (at, run) in message.windows(RUN).enumerate() {
        if common.contains(run) {
            is_common[at..at + RUN].fill(true);
        }
    }
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, common) in is_common.into_iter().enumerate() {
        if common {
            pieces.push(&message[from..at]);
            from = at + 1;
        }
    }
    pieces.push(&message[from..]);
    pieces
}

/// Strings of five bytes of a resident's own that two shops saw.
fn marks<'a>(visits: &'a [Vec<u8>], common: &BTreeSet<&[u8]>) -> BTreeSet<&'a [u8]> {
    let mut shops: BTreeMap<&[u8], BTreeSet<usize>> = BTreeMap::new();
    for (visit, message) in visits.iter().enumerate() {
        for run in own(message, common).into_iter().flat_map(|piece| piece.windows(RUN)) {
            shops.entry(run).or_default().insert(visit % SHOPS);
        }
    }
    shops.into_iter().filter(|(_, shops)| shops.len() > 1).map(|(run, _)| run).collect()
}

#[test]
fn thirty_visits_to_ten_shops_have_no_string_longer_than_four_bytes_in_common_that_not_every_resident_has() {
    let folder = Folder::new("unlinkability");
    let (deliveries, list) = issue(&folder.path);
    let crowd: Vec<_> = deliveries.iter().enumerate().map(|(n, delivery)| visits(n, delivery, &list)).collect();
    let common = common(&crowd);
    for (resident, visits) in crowd.iter().enumerate() {
        let marks = marks(visits, &common);
        assert!(marks.is_empty(), "resident {resident} is known by {marks:02x?}");
        // Two signatures, a key, an index in the status list, the initials: the rest of 310 bytes is everybody's.
        for message in visits {
            let own: usize = own(message, &common).into_iter().map(<[u8]>::len).sum();
            assert!((155..180).contains(&own), "{own} of {} bytes", message.len());
        }
    }
}

#[test]
fn a_second_answer_to_one_request_shows_no_key_again_while_there_are_others() {
    let folder = Folder::new("answered-twice");
    let (deliveries, list) = issue(&folder.path);
    let at = (NOW + 1_000).to_string();
    let again = ["--key", "office.key", "--office", "office", "--out", "again", "--at", &at];
    run(&folder.path, &[&["issue", "residents.csv", "--row", "2"], &again[..]].concat());
    let again = fs::read(folder.path.join("again/0002.tessera")).expect("a delivery");
    let open = |resident, bytes: &[u8]| {
        let keys = keys(resident);
        let holds = |key: &PublicKey| keys.iter().any(|own| own.public() == *key);
        Delivery::receive(bytes.to_vec(), &list, holds, moment(0)).expect("a good delivery")
    };
    let (first, second, of_another) = (open(0, &deliveries[0]), open(0, &again), open(1, &deliveries[1]));
    assert!(first != second && second.answers_same_request(&first) && !of_another.answers_same_request(&first));
    let show = |delivery: &Delivery, uses: &mut Uses| {
        let place = Booklet::new(delivery, uses).next(moment(0)).expect("a copy of the day");
        uses.add(place, moment(0));
        delivery.copies()[place].claims().holder
    };
    let mut uses = Uses::default();
    let mut shown = vec![show(&first, &mut uses)];
    let mut uses = Uses::carried(&second, &first, &uses);
    for _ in 1..3 {
        let key = show(&second, &mut uses);
        assert!(!shown.contains(&key), "{key:?} was shown before");
        shown.push(key);
    }
}

#[test]
fn one_pass_for_every_visit_is_found_out_by_the_same_look() {
    let folder = Folder::new("linkability");
    let (deliveries, list) = issue(&folder.path);
    let single = tessera::wire::cbor::items(&deliveries[0], KEYS).expect("copies")[2].to_vec();
    let at = |visit| t(NOW + 40_000 + visit * 1_801);
    let key = keys(0).swap_remove(2);
    let delivery = Delivery::receive(single, &list, |own| *own == key.public(), at(0)).expect("a good pass");
    let shown = |visit| {
        let text = delivery.copies()[0].present(&key, &Audience::door(), None, at(visit)).expect("its key");
        text.decode().expect("our own text")
    };
    let visits: Vec<_> = (0..VISITS).map(shown).collect();
    let crowd: Vec<_> = (1..4).map(|n| self::visits(n, &deliveries[n], &list)).collect();
    let marks = marks(&visits, &common(&crowd)).len();
    // The office's signature and the wallet's key.
    assert!(marks > 80, "{marks}");
}
