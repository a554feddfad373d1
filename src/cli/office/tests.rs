use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::state::Reading;
use super::*;
use crate::cli::output;
use crate::time::UnixTime;
use crate::trust::Standing;

/// An office of a test's own, removed at the end.
pub(in crate::cli) struct Folder(pub(in crate::cli) PathBuf);

impl Folder {
    pub(in crate::cli) fn new(shard_size: u32, part: u32) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("tessera-office-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        output::private_folder(&folder).expect("a folder");
        let charter = Charter { status_prefix: "https://lists.example/s/".into(), shard_size, part, parts: 3 };
        Office::create(&folder.join(record::FILE), &charter, &[9; 32]).expect("an office");
        Self(folder)
    }

    pub(in crate::cli) fn open(&self) -> Office {
        Office::open(&self.0).expect("the office")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn time(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time")
}

#[test]
fn an_index_never_comes_twice_whatever_is_left_unused() {
    let folder = Folder::new(100, 2);
    let mut seen = BTreeSet::new();
    for (count, block) in [(1, 1), (3, 10), (0, 5), (250, 1), (7, 64), (100, 100), (1, 1_000), (40, 3)] {
        let office = folder.open();
        let mut allotment = Allotment::new(&office, block);
        for (entry, reference) in allotment.take(count).expect("indexes") {
            assert!(seen.insert(entry), "{entry:?} twice");
            assert!(reference.index < 100);
            assert_eq!(reference.index, u64::from(entry.index));
            assert!(reference.uri.starts_with(&format!("https://lists.example/s/2-{}-", entry.shard.0)));
        }
    }
    let shards = folder.open().read().expect("a state").shards().expect("shards");
    assert!(shards.iter().all(|shard| shard.used <= shard.size), "{shards:?}");
    assert!(shards.iter().rev().skip(1).all(|shard| shard.used == 100), "only the newest has room: {shards:?}");
}

#[test]
fn what_is_given_back_is_used_next_and_only_once() {
    let folder = Folder::new(1_000, 1);
    let mut seen = BTreeSet::new();
    for count in [1, 10, 0, 89, 100, 799] {
        let office = folder.open();
        let mut allotment = Allotment::new(&office, 500);
        for (entry, _) in allotment.take(count).expect("indexes") {
            assert!(seen.insert(entry), "{entry:?} twice");
        }
        allotment.give_back().expect("given back");
    }
    let shards = folder.open().read().expect("a state").shards().expect("shards");
    assert_eq!(shards.iter().map(|shard| shard.used).collect::<Vec<_>>(), [999]);
}

#[cfg(unix)]
#[test]
fn a_copy_that_is_put_back_gives_nothing_out_again() {
    let folder = Folder::new(1_000, 1);
    let file = folder.0.join(record::FILE);
    let take = |count| {
        let office = folder.open();
        let taken = Allotment::new(&office, 1).take(count)?;
        Ok::<BTreeSet<_>, CliError>(taken.into_iter().map(|(_, reference)| (reference.uri, reference.index)).collect())
    };
    let first = take(100).expect("indexes");
    fs::copy(&file, folder.0.join("copy")).expect("copied");
    let lost: BTreeSet<_> = take(2_000).expect("indexes");
    fs::rename(folder.0.join("copy"), &file).expect("put back");
    assert!(matches!(take(1), Err(CliError::Office(OfficeError::Moved(_)))));
    folder.open().accept_place().expect("accepted");
    let after = take(3_000).expect("indexes");
    assert!(first.is_disjoint(&lost) && first.is_disjoint(&after) && lost.is_disjoint(&after));
}

#[test]
fn threads_share_an_allotment_and_processes_set_aside_before_they_use() {
    let folder = Folder::new(1_024, 1);
    let office = folder.open();
    let allotment = Mutex::new(Allotment::new(&office, 50));
    let seen = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for count in 1..30 {
                    let taken = allotment.lock().expect("alive").take(count).expect("indexes");
                    let used = office.read().expect("a state").shards().expect("shards");
                    for (entry, _) in taken {
                        assert!(used.iter().any(|shard| shard.id == entry.shard), "{entry:?} is set aside");
                        assert!(seen.lock().expect("alive").insert(entry), "{entry:?} twice");
                    }
                }
            });
        }
    });
    assert_eq!(seen.into_inner().expect("alive").len(), 4 * (1..30).sum::<usize>());
}

#[test]
fn what_was_issued_is_found_by_its_case_and_by_no_other() {
    let folder = Folder::new(4_096, 1);
    let mut expected = Vec::new();
    for day in 0..3 {
        let office = folder.open();
        let entries = Allotment::new(&office, 1).take(700).expect("indexes");
        let passes: Vec<_> = entries
            .iter()
            .enumerate()
            .map(|(at, (entry, _))| {
                let issued = Issued { entry: *entry, ends: time(1_800_000_000 + day * 86_400 + at as u64) };
                let case = (at != 0).then(|| office.cases().case(&format!("case {}", at % 500)).expect("a number"));
                (case, issued)
            })
            .collect();
        let write = office.write().expect("a change");
        write.record(&passes).expect("recorded");
        write.commit().expect("committed");
        expected.extend(passes);
    }
    let office = folder.open();
    let reading = office.read().expect("a state");
    for number in 0..501 {
        let case = office.cases().case(&format!("case {number}")).expect("a number");
        let found = reading.issued_in_each(&[case]).expect("a look-up").remove(0);
        let mut of_case: Vec<_> =
            expected.iter().filter(|(of, _)| *of == Some(case)).map(|(_, issued)| *issued).collect();
        of_case.sort_by_key(|issued| issued.ends);
        assert_eq!(found, of_case, "case {number}");
    }
    let shards = reading.shards().expect("shards");
    assert_eq!(shards.len(), 1);
    assert_eq!(shards[0].ends, Some(time(1_800_000_000 + 2 * 86_400 + 699)));
    assert!(office.uri(&shards[0]).starts_with("https://lists.example/s/1-1-"));
}

#[test]
fn cases_of_passes_that_have_ended_are_forgotten_and_of_no_others() {
    let folder = Folder::new(1_024, 1);
    let office = folder.open();
    let case = |at: usize| office.cases().case(&format!("{}", at % 40)).expect("a number");
    for _ in 0..2 {
        let entries = Allotment::new(&office, 1).take(400).expect("indexes");
        let issued = |at: usize, entry| Issued { entry, ends: time(1_000 + (at as u64 * 37) % 100) };
        let passes: Vec<_> =
            entries.iter().enumerate().map(|(at, (entry, _))| (Some(case(at)), issued(at, *entry))).collect();
        let write = office.write().expect("a change");
        write.record(&passes).expect("recorded");
        write.commit().expect("committed");
    }
    let all = |office: &Office| {
        let reading = office.read().expect("a state");
        reading.issued_in_each(&(0..40).map(case).collect::<Vec<_>>()).expect("a look-up")
    };
    let mut expected = all(&office);
    expected.iter_mut().for_each(|issued| issued.retain(|issued| issued.ends >= time(1_050)));
    let forget = |at| {
        (0..=u8::MAX)
            .map(|bucket| {
                let write = office.write().expect("a change");
                let forgotten = write.forget(bucket, time(at)).expect("forgotten");
                write.commit().expect("committed");
                forgotten
            })
            .sum::<u64>()
    };
    assert_eq!(forget(1_050), 400);
    assert_eq!(all(&office), expected);
    assert_eq!(forget(1_050), 0);
    assert_eq!(forget(2_000), 400);
    assert!(all(&office).iter().all(Vec::is_empty));
}

#[test]
fn a_change_that_is_not_committed_leaves_nothing() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    let entry = Allotment::new(&office, 1).take(1).expect("an index")[0].0;
    let case = office.cases().case("1").expect("a number");
    let write = office.write().expect("a change");
    write.record(&[(Some(case), Issued { entry, ends: time(5) })]).expect("recorded");
    write.set(entry, Standing::Revoked, time(4)).expect("set");
    drop(write);
    let reading = office.read().expect("a state");
    assert_eq!(reading.issued_in_each(&[case]).expect("a look-up"), [[]]);
    assert_eq!(reading.standing(entry).expect("a look-up"), None);
    assert_eq!(reading.shards().expect("shards")[0].ends, None);
}

#[test]
fn standings_are_kept_by_entry_and_a_state_does_not_change_while_it_is_read() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    let entries: Vec<_> = Allotment::new(&office, 1).take(64).expect("indexes").into_iter().map(|(e, _)| e).collect();
    let set = |entry, standing, since| {
        let write = office.write().expect("a change");
        write.set(entry, standing, time(since)).expect("set");
        write.commit().expect("committed");
    };
    set(entries[3], Standing::Revoked, 10);
    set(entries[4], Standing::Observe, 11);
    let before = office.read().expect("a state");
    set(entries[3], Standing::AsIssued, 12);
    set(entries[5], Standing::Suspended, 13);
    let list = |reading: &Reading| {
        let mut list = Vec::new();
        reading.standings(entries[0].shard, |index, standing, _| list.push((index, standing))).expect("a look-up");
        list
    };
    let sorted = |mut list: Vec<_>| {
        list.sort_by_key(|(index, _)| *index);
        list
    };
    let at = |n: usize| entries[n].index;
    assert_eq!(list(&before), sorted(vec![(at(3), Standing::Revoked), (at(4), Standing::Observe)]));
    let after = office.read().expect("a state");
    assert_eq!(list(&after), sorted(vec![(at(4), Standing::Observe), (at(5), Standing::Suspended)]));
    assert_eq!(after.standing(entries[5]).expect("a look-up"), Some((Standing::Suspended, time(13))));
}

#[test]
fn a_second_opening_is_refused_and_so_is_what_is_no_office() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    assert!(matches!(Office::open(&folder.0), Err(OfficeError::InUse(_))));
    drop(office);
    drop(folder.open());
    assert!(matches!(Office::open(&folder.0.join("none")), Err(OfficeError::Missing(_))));
    let file = folder.0.join(record::FILE);
    fs::write(&file, b"something else").expect("written");
    assert!(matches!(Office::open(&folder.0), Err(OfficeError::Unknown(_) | OfficeError::Closed(..))));
}

#[cfg(unix)]
#[test]
fn a_record_that_others_may_read_is_not_opened() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(64, 1);
    let file = folder.0.join(record::FILE);
    assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("ours");
    assert!(matches!(Office::open(&folder.0), Err(OfficeError::Exposed(_))));
}
