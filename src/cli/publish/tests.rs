use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::*;
use crate::cli::office::tests::Folder;
use crate::cli::office::{Allotment, Issued, OfficeError};
use crate::id::{IssuerId, Name};
use crate::key::{IssuerKey, RootKey};
use crate::limits::MAX_DELTAS;
use crate::time::Window;
use crate::trust::{
    Contents, FileName, ListedStatus, MaySign, Standing, TrustedKey, UpdateError, pack_changes, sign_snapshot,
    sign_status_delta, sign_status_list, sign_trust_list,
};

const START: u64 = 1_795_000_000;
const DAY: u64 = 86_400;

fn time(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time")
}

fn root() -> RootKey {
    RootKey::from_seed(&[1; 32])
}

/// The list's entry of a key that signs from `since` on.
fn card(key: &IssuerKey, since: u64) -> TrustedKey {
    TrustedKey {
        issuer: IssuerId::new("hz-1").expect("an identifier"),
        name: Name::new("Office").expect("a name"),
        region: Name::new("Region").expect("a name"),
        window: Window::new(time(since), time(since + 90 * DAY)).expect("ordered"),
        key: key.public(),
        may_sign: MaySign::ALL.to_vec(),
        retired_from: None,
        compromised_from: None,
        status_prefix: Some("https://lists.example/s/".into()),
    }
}

fn trust_list(number: u64, at: u64, keys: &[TrustedKey]) -> Vec<u8> {
    sign_trust_list(&[&root()], number, Window::new(time(at), time(at + 30 * DAY)).expect("ordered"), keys, None)
}

/// An office that has issued twenty passes.
fn office() -> Folder {
    let folder = Folder::new(1_000, 1);
    let office = folder.open();
    let mut allotment = Allotment::new(&office, 20);
    let taken = allotment.take(20).expect("entries");
    let passes: Vec<_> =
        taken.iter().map(|(entry, _)| (None, Issued { entry: *entry, ends: time(START + 60 * DAY) })).collect();
    let write = office.write().expect("a change");
    write.record(&passes).expect("recorded");
    write.commit().expect("committed");
    drop(office);
    folder
}

/// Sets the entry at `index` of the only list, so that there is something to publish.
fn set(office: &Office, index: u32, standing: Standing) {
    let shard = office.read().expect("a state").shards().expect("shards").remove(0).id;
    let write = office.write().expect("a change");
    write.set(crate::cli::office::Entry { shard, index }, standing, time(START)).expect("set");
    write.commit().expect("committed");
}

fn publish(offices: &[Office], key: &IssuerKey, trust: &[u8], at: u64, out: &Path) -> Result<Known, CliError> {
    let publisher = Publisher {
        offices,
        key,
        trust: trust.to_vec(),
        hand_overs: Vec::new(),
        keeps_lost: false,
        roots: Roots::any_of(&[root().public()]),
        life: 7 * DAY,
        at: time(at),
    };
    publisher.publish(&ListsFolder::at(out))
}

#[test]
fn a_key_that_takes_over_when_the_lists_are_due_to_be_told_anew_tells_them_anew() {
    let (folder, old, new) = (office(), IssuerKey::from_seed(&[2; 32]), IssuerKey::from_seed(&[3; 32]));
    let (offices, out) = ([folder.open()], folder.0.join("site"));
    let trust = trust_list(1, START, &[card(&old, START)]);
    set(&offices[0], 500, Standing::Revoked);
    for n in 0..=MAX_DELTAS as u64 {
        set(&offices[0], n as u32, Standing::Observe);
        publish(&offices, &old, &trust, START + 60 * n, &out).expect("published");
    }
    // The new key begins after everything that the old one signed.
    let change = START + 7 * DAY;
    let trust = trust_list(2, change, &[card(&old, START), card(&new, change)]);
    set(&offices[0], 501, Standing::Suspended);
    let known = publish(&offices, &new, &trust, change + 60, &out).expect("published");
    assert_eq!(known.statuses()[0].statuses().entries().count(), 2 + MAX_DELTAS + 1);
    assert_eq!(known.statuses()[0].issued_at(), time(change + 60));
}

#[test]
fn a_trust_list_that_is_over_or_older_is_not_published() {
    let (folder, key) = (office(), IssuerKey::from_seed(&[2; 32]));
    let (offices, out) = ([folder.open()], folder.0.join("site"));
    let (first, second) = (trust_list(1, START, &[card(&key, START)]), trust_list(2, START, &[card(&key, START)]));
    let over = publish(&offices, &key, &first, START + 30 * DAY, &out);
    assert!(matches!(over, Err(CliError::Lists(UpdateError::Expired))), "{over:?}");
    assert!(!out.exists());
    publish(&offices, &key, &second, START + 60, &out).expect("published");
    let older = publish(&offices, &key, &first, START + 120, &out);
    assert!(matches!(older, Err(CliError::Usage("the trust list is older than the one that is published", _))));
}

#[test]
fn a_file_that_the_disk_has_damaged_is_written_again() {
    let (folder, key) = (office(), IssuerKey::from_seed(&[2; 32]));
    let (offices, out) = ([folder.open()], folder.0.join("site"));
    let trust = trust_list(1, START, &[card(&key, START)]);
    publish(&offices, &key, &trust, START, &out).expect("published");
    for name in ListsFolder::at(&out).names().expect("names") {
        fs::write(out.join(name), b"damaged").expect("written");
    }
    let known = publish(&offices, &key, &trust, START + 60, &out).expect("published");
    let there = ListsFolder::at(&out).bundle().expect("a folder").expect("lists");
    assert_eq!(Known::authenticate(there, &Roots::any_of(&[root().public()])), Ok(known));
}

#[test]
fn a_file_stays_for_a_day_after_the_last_snapshot_that_named_it() {
    let (folder, key) = (office(), IssuerKey::from_seed(&[2; 32]));
    let (offices, out) = ([folder.open()], folder.0.join("site"));
    let trust = |number| trust_list(number, START, &[card(&key, START)]);
    let names = || ListsFolder::at(&out).names().expect("names");
    let age = || {
        let before = SystemTime::now() - Duration::from_secs(2 * DAY);
        for name in names() {
            fs::File::options().append(true).open(out.join(name)).expect("a file").set_modified(before).expect("set");
        }
    };
    publish(&offices, &key, &trust(1), START, &out).expect("published");
    age();
    publish(&offices, &key, &trust(2), START + 60, &out).expect("published");
    publish(&offices, &key, &trust(2), START + 120, &out).expect("published");
    assert_eq!(names().len(), 3, "the trust list before is kept");
    age();
    publish(&offices, &key, &trust(2), START + 180, &out).expect("published");
    assert_eq!(names().len(), 2);
}

#[test]
fn numbers_rise_in_whatever_order_the_records_are_named_and_when_the_folder_is_lost() {
    let (one, two, key) = (office(), Folder::new(1_000, 2), IssuerKey::from_seed(&[2; 32]));
    let trust = trust_list(1, START, &[card(&key, START)]);
    let number = |offices: &[Office], at, out: &str| {
        let known = publish(offices, &key, &trust, at, &one.0.join(out)).expect("published");
        known.snapshot().contents().number
    };
    assert_eq!(number(&[one.open(), two.open()], START, "site"), 1);
    assert_eq!(number(&[two.open(), one.open()], START + 60, "another"), 2);
    assert_eq!(number(&[two.open()], START + 120, "third"), 3);
}

#[cfg(unix)]
#[test]
fn a_copy_of_a_record_that_was_put_back_publishes_nothing() {
    let (folder, key) = (office(), IssuerKey::from_seed(&[2; 32]));
    let trust = trust_list(1, START, &[card(&key, START)]);
    let (record, copy) = (folder.0.join("record.redb"), folder.0.join("copy"));
    fs::copy(&record, &copy).expect("copied");
    fs::rename(&copy, &record).expect("put back");
    let put_back = publish(&[folder.open()], &key, &trust, START, &folder.0.join("site"));
    assert!(matches!(put_back, Err(CliError::Office(OfficeError::Moved(_)))), "{put_back:?}");
}

/// What `--check` says about a bundle.
fn said(bundle: Bundle, at: u64) -> String {
    let mut account = Account::default();
    let ending = check_bundle(bundle, &Roots::any_of(&[root().public()]), time(at), &mut account);
    assert_eq!(ending, Ending::No);
    account.text().to_string()
}

/// A bundle of one list, whose snapshot says what `contents` makes of it.
fn bundle_of(
    signer: &IssuerKey,
    cards: &[TrustedKey],
    statuses: Vec<Vec<u8>>,
    uri: &str,
    deltas: impl Fn(&[FileName]) -> Vec<FileName>,
) -> Bundle {
    let trust = trust_list(1, START, cards);
    let names: Vec<_> = statuses.iter().map(|file| FileName::of(file)).collect();
    let contents = Contents {
        number: 1,
        trust: FileName::of(&trust),
        hand_overs: Vec::new(),
        lists: vec![ListedStatus { uri: uri.into(), list: names[0], deltas: deltas(&names[1..]) }],
    };
    let window = Window::new(time(START), time(START + DAY)).expect("ordered");
    let snapshot = sign_snapshot(signer, window, &contents);
    Bundle { snapshot, files: [trust].into_iter().chain(statuses).collect() }
}

#[test]
fn a_check_names_the_file_that_a_verifier_stumbles_over() {
    let (key, stranger) = (IssuerKey::from_seed(&[2; 32]), IssuerKey::from_seed(&[3; 32]));
    let (cards, uri) = ([card(&key, START)], "https://lists.example/s/1");
    let window = |at| Window::new(time(at), time(at + DAY)).expect("ordered");
    let zlib = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 16], 9);
    let list = |key: &IssuerKey, uri: &str| sign_status_list(key, uri, window(START), 60, &zlib);
    let change = |key: &IssuerKey, base, at| sign_status_delta(key, uri, time(base), window(at), &pack_changes([], 2));
    let all = |names: &[FileName]| names.to_vec();
    let expect = |bundle, what: &[&str]| {
        let said = said(bundle, START + 60);
        assert!(what.iter().all(|what| said.contains(what)), "{said}");
    };
    expect(
        bundle_of(&stranger, &cards, vec![list(&key, uri)], uri, all),
        &["snapshot    NO  no key of the trust list that may sign snapshots"],
    );
    expect(
        bundle_of(&key, &cards, vec![list(&stranger, uri)], uri, all),
        &["statuses    NO  ", ": no listed key that may sign this status list"],
    );
    expect(
        bundle_of(&key, &cards, vec![list(&key, "https://lists.example/s/2")], uri, all),
        &["is for https://lists.example/s/2, and the snapshot has it for https://lists.example/s/1", "do not belong"],
    );
    expect(
        bundle_of(&key, &cards, vec![list(&key, "https://other.example/s/1")], "https://other.example/s/1", all),
        &["no listed key that may sign this status list"],
    );
    let changes = vec![list(&key, uri), change(&key, START, START + 10), change(&key, START + 10, START + 20)];
    expect(
        bundle_of(&key, &cards, changes.clone(), uri, |names| names.iter().rev().copied().collect()),
        &["changes     NO  ", ": these changes are of another list, or go out from another state of it"],
    );
    let forged = vec![list(&key, uri), change(&stranger, START, START + 10)];
    expect(bundle_of(&key, &cards, forged, uri, all), &["changes     NO  ", "has signed these changes"]);
    let damaged = vec![list(&key, uri), vec![1, 2, 3]];
    expect(bundle_of(&key, &cards, damaged, uri, all), &["changes     NO  ", "or they are damaged"]);
    assert!(
        Known::authenticate(bundle_of(&key, &cards, changes, uri, all), &Roots::any_of(&[root().public()])).is_ok()
    );
}
