//! Publishing that is killed at any moment, and verifiers that download meanwhile: always one state or the other, never a mixture.
#![cfg(unix)]

#[path = "cli/script.rs"]
#[allow(dead_code, reason = "each test uses the part that it needs")]
mod script;

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding};
use script::{Folder, tessera};
use tessera::key::PublicKey;
use tessera::time::UnixTime;
use tessera::trust::{Bundle, Known, Roots, UnverifiedSnapshot, UpdateError};

/// How often a publishing is killed.
const KILLS: u64 = 200;
/// Residents of the office.
const ROWS: usize = 30;
const START: u64 = 1_795_000_000;

/// An office that has issued passes, with one root and one trust list.
struct Office {
    folder: Folder,
    roots: Roots,
}

impl Office {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let at = START.to_string();
        let rows: String = (0..ROWS).map(|row| format!("AB,{},green,{row}\n", 1950 + row)).collect();
        fs::write(folder.path.join("t.csv"), format!("initials,birth_year,colour,case\n{rows}")).expect("a table");
        let office = Self { folder, roots: Roots::any_of(&[]) };
        office.run(&["keygen", "root", "--out", "root"]);
        let all = "door,paper,record,status,snapshot";
        office.run(&[
            "keygen",
            "issuer",
            "--out",
            "k",
            "--issuer",
            "a",
            "--name",
            "A",
            "--region",
            "B",
            "--may-sign",
            all,
            "--status-prefix",
            "https://lists.example/s/",
            "--at",
            &at,
        ]);
        let days = ["--number", "1", "--days", "60", "--key", "k.pub", "--out", "trust.cwt", "--at", &at];
        office.run(&[&["trust", "--root", "root"][..], &days].concat());
        office.run(&["office", "init", "office", "--status-prefix", "https://lists.example/s/"]);
        let issue =
            ["issue", "t.csv", "--key", "k", "--office", "office", "--out", "passes", "--days", "30", "--at", &at];
        office.run(&issue);
        let text = fs::read_to_string(office.folder.path.join("root")).expect("a key");
        let root = text.lines().find_map(|line| line.strip_prefix("public: ")).expect("a public key");
        Self {
            roots: Roots::any_of(&[
                PublicKey::from_bytes(&Base64UrlUnpadded::decode_vec(root).expect("base64url")).expect("a key")
            ]),
            ..office
        }
    }

    fn run(&self, arguments: &[&str]) {
        let output = tessera(&self.folder.path).args(arguments).output().expect("the tool");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    /// Sets the standing of one resident.
    fn set(&self, case: u64, standing: &str) {
        fs::write(self.folder.path.join("case"), format!("{case}\n")).expect("a file");
        self.run(&["status", "set", standing, "case", "--office", "office"]);
    }

    fn publish(&self, at: u64) -> std::process::Command {
        let mut command = tessera(&self.folder.path);
        command.args(["publish", "--office", "office", "--key", "k", "--trust", "trust.cwt", "--root", "root.pub"]);
        command.args(["--out", "site", "--at", &at.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// What a verifier downloads: the snapshot, then its files; none before the first publishing.
    fn downloaded(&self) -> Option<Known> {
        let folder = self.folder.path.join("site");
        let snapshot = fs::read(folder.join("snapshot.cwt")).ok()?;
        let unverified = UnverifiedSnapshot::parse(&snapshot).expect("a whole snapshot");
        let names: Vec<_> = unverified.contents().files().collect();
        let file = |name: &tessera::trust::FileName| fs::read(folder.join(format!("{name}.cwt"))).expect("a file");
        let files = names.iter().map(file).collect();
        Some(Known::authenticate(Bundle { snapshot, files }, &self.roots).expect("lists that belong together"))
    }

    /// How many passes are not as issued in the downloaded lists.
    fn others(&self) -> Option<usize> {
        Some(self.downloaded()?.statuses().iter().map(|list| list.statuses().entries().count()).sum())
    }
}

fn time(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time")
}

#[test]
fn a_publishing_that_is_killed_leaves_the_lists_of_before_or_the_new_ones_and_the_next_one_completes() {
    let office = Office::new("crash-publish");
    let mut dice = 7u64;
    let (mut killed, mut replaced, mut told_anew) = (0u64, 0u64, 0u64);
    let mut known: Option<Known> = None;
    // Half of the longest wait before a kill, in microseconds. It follows the machine, so that one in three gets through.
    let mut patience = 20_000u64;
    let mut round = 0;
    while killed < KILLS {
        assert!(round < 10 * KILLS, "{killed} were killed");
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // One resident after the other, and then again, so that every snapshot has changes and lists are told anew now and then.
        let (resident, turn) = (round % ROWS as u64, round / ROWS as u64);
        office.set(resident, if turn % 2 == 0 { "revoked" } else { "suspended" });
        let at = START + 60 + round * 60;
        let mut child = office.publish(at).spawn().expect("the tool");
        std::thread::sleep(Duration::from_micros((dice >> 33) % (2 * patience)));
        let was_alive = child.try_wait().expect("a child").is_none();
        child.kill().expect("a child");
        child.wait().expect("an end");
        killed += u64::from(was_alive);
        patience = if was_alive { patience + patience / 32 } else { patience - patience / 16 };
        round += 1;
        let Some(downloaded) = office.downloaded() else { continue };
        // Whoever has the lists of before takes these.
        if let Some(known) = &known {
            let update = known.update(downloaded.bundle().clone(), &office.roots, time(at));
            assert!(matches!(update, Ok(_) | Err(UpdateError::NothingNew)), "{update:?}");
            let deltas = |known: &Known| known.snapshot().contents().lists[0].deltas.len();
            replaced += u64::from(update.is_ok());
            told_anew += u64::from(update.is_ok_and(|update| deltas(&update) < deltas(known)));
        }
        known = Some(downloaded);
    }
    println!("{round} rounds, {killed} killed, {replaced} got through, told anew {told_anew} times");
    assert!(replaced > KILLS / 10 && told_anew > 0, "{replaced} got through, told anew {told_anew} times");
    assert!(office.publish(START + 60 + round * 60).status().expect("an end").success());
    assert_eq!(office.others(), Some(ROWS));
    let left = fs::read_dir(office.folder.path.join("site")).expect("a folder").map(|entry| entry.expect("an entry"));
    let half: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with('.')).collect();
    assert!(half.is_empty(), "{half:?} are left half-written");
    let check = ["publish", "--check", "--out", "site", "--root", "root.pub", "--at"];
    office.run(&[&check[..], &[&(START + 120 + round * 60).to_string()]].concat());
}

#[test]
fn a_verifier_that_downloads_meanwhile_never_sees_a_mixture() {
    let office = Office::new("mixture");
    assert!(office.publish(START + 60).status().expect("an end").success());
    let done = AtomicBool::new(false);
    let downloads = std::thread::scope(|scope| {
        let verifier = scope.spawn(|| {
            let mut downloads = 0u32;
            while !done.load(Ordering::Relaxed) {
                assert!(office.downloaded().is_some());
                downloads += 1;
            }
            downloads
        });
        for round in 0..ROWS as u64 {
            office.set(round, "suspended");
            assert!(office.publish(START + 120 + round * 60).status().expect("an end").success());
        }
        done.store(true, Ordering::Relaxed);
        verifier.join().expect("a verifier that found every file")
    });
    assert!(downloads > 30, "{downloads} downloads");
    assert_eq!(office.others(), Some(ROWS));
}

#[test]
fn two_publishings_at_once_are_one_after_the_other_or_refused() {
    let office = Office::new("twice");
    let publish = |n: u64| office.publish(START + 60 * n).stderr(Stdio::piped()).spawn().expect("the tool");
    let children: Vec<_> = (1..=6).map(publish).collect();
    let mut published = 0u64;
    for child in children {
        let output = child.wait_with_output().expect("an end");
        let said = String::from_utf8_lossy(&output.stderr);
        let refused =
            ["another command is at work in the office", "the lists in the folder are of this moment or a later one"];
        assert!(output.status.success() || refused.iter().any(|why| said.contains(why)), "{said}");
        published += u64::from(output.status.success());
    }
    let number = office.downloaded().map(|known| known.snapshot().contents().number);
    assert!(published > 0 && number.is_some_and(|number| number >= published), "{published} published, {number:?}");
}
