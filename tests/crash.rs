//! A batch that is killed at any moment: no index twice, no half file, no row left out, and the office's record knows all that went out.
#![cfg(unix)]

#[path = "cli/script.rs"]
#[allow(dead_code, reason = "each test uses the part that it needs")]
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use base64ct::{Base64UrlUnpadded, Encoding};
use script::{Folder, tessera};
use tessera::claims::Claims;
use tessera::key::PublicKey;
use tessera::wire::cbor;
use tessera::wire::cose::Sign1;
use tessera::wire::text::ScannedText;

/// How often a batch is killed in all.
const KILLS: u32 = 200;
/// Residents of one batch.
const ROWS: usize = 240;
/// Every so many residents' colour is none.
const BAD_EVERY: usize = 50;

/// An office with a key and a table.
struct Office {
    folder: Folder,
    key: PublicKey,
}

/// An entry of a status list.
type Entry = (String, u64);

impl Office {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        let run = |arguments: &[&str]| {
            let output = tessera(&folder.path).args(arguments).output().expect("the tool");
            assert!(output.status.success(), "{output:?}");
        };
        run(&["keygen", "issuer", "--out", "k", "--issuer", "a", "--name", "A", "--region", "B"]);
        run(&["office", "init", "office", "--status-prefix", "https://lists.example/s/", "--shard-size", "1000"]);
        let text = fs::read_to_string(folder.path.join("k")).expect("a key");
        let key = text.lines().find_map(|line| line.strip_prefix("public: ")).expect("a public key");
        let key = PublicKey::from_bytes(&Base64UrlUnpadded::decode_vec(key).expect("base64url")).expect("a key");
        Self { folder, key }
    }

    fn table(&self, batch: usize) {
        let rows = (0..ROWS).map(|row| {
            let colour = if is_bad(row) { "blue" } else { "green" };
            format!("AB,{},{colour},{batch}-{row}\n", 1950 + row % 50)
        });
        let table = format!("initials,birth_year,colour,case\n{}", rows.collect::<String>());
        fs::write(self.folder.path.join("t.csv"), table).expect("a table");
    }

    fn command(&self, out: &str) -> Command {
        let mut command = tessera(&self.folder.path);
        command.args(["batch", "t.csv", "--key", "k", "--office", "office", "--chunk", "10", "--out", out]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start(&self, out: &str) -> Child {
        self.command(out).spawn().expect("the tool")
    }

    /// The entries of the files that are there, by row. Every file must be whole and every pass good.
    fn issued(&self, out: &str) -> BTreeMap<usize, Entry> {
        let mut issued = BTreeMap::new();
        for name in names(&self.folder, out).iter().filter(|name| name.starts_with("passes-")) {
            let text = fs::read_to_string(self.folder.path.join(out).join(name)).expect("text");
            let mut lines = text.strip_suffix('\n').expect("a whole file").lines();
            assert_eq!(lines.next(), Some("row,kind,pass"));
            for line in lines {
                let [row, kind, pass] = line.splitn(3, ',').collect::<Vec<_>>().try_into().expect("three fields");
                assert_eq!(kind, "paper");
                let row: usize = row.parse().expect("a number");
                assert!(issued.insert(row, self.entry(pass)).is_none(), "row {row} twice");
            }
        }
        issued
    }

    fn entry(&self, pass: &str) -> Entry {
        let message = ScannedText::new(pass).expect("a text of ours").decode().expect("base45");
        let message = Sign1::parse(&message).expect("a message");
        let payload = message.verify(&self.key).expect("signed by the office");
        let claims = Claims::parse(&cbor::decode(payload).expect("CBOR")).expect("claims");
        let status = claims.status.expect("an entry");
        (status.uri.strip_prefix("https://lists.example/s/").expect("the office's list").to_string(), status.index)
    }

    /// What the record has for each row of a batch.
    fn recorded(&self, batch: usize) -> BTreeMap<usize, Vec<Entry>> {
        let cases: String = (0..ROWS).map(|row| format!("{batch}-{row}\n")).collect();
        fs::write(self.folder.path.join("cases"), cases).expect("a file");
        let output = tessera(&self.folder.path).args(["office", "find", "office", "cases"]).output().expect("the tool");
        let mut recorded: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
        for line in String::from_utf8(output.stdout).expect("UTF-8").lines().skip(1) {
            let fields: Vec<_> = line.split(',').collect();
            let (line, index): (usize, u64) =
                (fields[0].parse().expect("a line"), fields[2].parse().expect("an index"));
            recorded.entry(line + 1).or_default().push((fields[1].to_string(), index));
        }
        recorded
    }
}

fn is_bad(row: usize) -> bool {
    row % BAD_EVERY == BAD_EVERY - 1
}

fn names(folder: &Folder, inside: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.path.join(inside)) else { return Vec::new() };
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("ASCII")).collect();
    names.sort();
    names
}

/// Numbers that are the same in every run (Knuth's MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn a_batch_that_is_killed_goes_on_and_no_entry_is_given_out_twice() {
    let office = Office::new("kill");
    let mut numbers = Numbers(3);
    let (mut kills, mut batch, mut in_the_middle) = (0, 0, 0);
    let mut all = BTreeSet::new();
    // As long as one undisturbed batch takes, so that moments of all of it are hit.
    let mut whole = Duration::from_millis(200);
    while kills < KILLS {
        let out = format!("out{batch}");
        office.table(batch);
        loop {
            let began = Instant::now();
            let mut child = office.start(&out);
            std::thread::sleep(whole.mul_f64(numbers.below(1_000) as f64 / 1_000.0));
            let ended = kills >= KILLS || child.try_wait().expect("a child").is_some();
            if ended {
                let output = child.wait_with_output().expect("an end");
                assert_eq!(code(&output), Some(1), "{output:?}");
                break;
            }
            child.kill().expect("killed");
            child.wait().expect("an end");
            kills += 1;
            let there = office.issued(&out);
            in_the_middle += u32::from(!there.is_empty() && there.len() < ROWS - ROWS / BAD_EVERY);
            if there.len() == ROWS - ROWS / BAD_EVERY {
                whole = began.elapsed();
            }
        }
        let issued = office.issued(&out);
        let good: Vec<_> = (0..ROWS).filter(|row| !is_bad(*row)).map(|row| row + 2).collect();
        assert_eq!(issued.keys().copied().collect::<Vec<_>>(), good, "every good row once");
        let faults: String = names(&office.folder, &out)
            .iter()
            .filter(|name| name.starts_with("faults-"))
            .map(|name| fs::read_to_string(office.folder.path.join(&out).join(name)).expect("text"))
            .collect();
        let faulty: Vec<_> = faults.lines().filter(|line| *line != "row,column,fault").collect();
        let bad = (0..ROWS).filter(|row| is_bad(*row));
        let expected: Vec<_> = bad.map(|row| format!("{},colour,\"write green, yellow or red\"", row + 2)).collect();
        assert_eq!(faulty, expected, "every bad row once");
        assert!(names(&office.folder, &out).iter().all(|name| !name.starts_with('.')), "nothing half-written is left");
        let recorded = office.recorded(batch);
        let alone: BTreeMap<_, _> = issued.iter().map(|(row, entry)| (*row, vec![entry.clone()])).collect();
        assert_eq!(recorded, alone, "the record knows what went out, and nothing else");
        for entry in issued.into_values() {
            assert!(entry.1 < 1_000);
            assert!(all.insert(entry.clone()), "{entry:?} twice");
        }
        batch += 1;
    }
    assert!(in_the_middle > KILLS / 10, "only {in_the_middle} of {KILLS} kills were in the middle of a batch");
}

#[test]
fn a_batch_that_is_stopped_says_how_to_go_on_and_loses_nothing() {
    let office = Office::new("stop");
    office.table(0);
    let table = fs::read_to_string(office.folder.path.join("t.csv")).expect("a table");
    let arguments =
        ["batch", "-", "--key", "k", "--office", "office", "--chunk", "100", "--threads", "1", "--out", "out"];
    // A table that is still being written: the batch waits for its rows.
    let mut child = tessera(&office.folder.path)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool");
    let mut stdin = child.stdin.take().expect("a pipe");
    let half: String = table.split_inclusive('\n').take(150).collect();
    stdin.write_all(half.as_bytes()).expect("written");
    stdin.flush().expect("written");
    let deadline = Instant::now() + Duration::from_secs(30);
    while names(&office.folder, "out").iter().filter(|name| name.starts_with("passes-")).count() < 1 {
        assert!(Instant::now() < deadline, "no file in time");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    // The same Ctrl-C ends the program that writes the table, in the middle of a row.
    stdin.write_all(b"AB,19").expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(code(&output), Some(130), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("error: stopped after ") && said.contains("Run the same command again to go on."), "{said}");
    let before = office.issued("out");
    assert!(before.len() >= 98, "what was signed is kept");
    let output = tessera(&office.folder.path)
        .args(arguments)
        .stdin(File::open(office.folder.path.join("t.csv")).expect("a table"))
        .output()
        .expect("the tool");
    assert_eq!(code(&output), Some(1), "{output:?}");
    let after = office.issued("out");
    assert_eq!(after.len(), ROWS - ROWS / BAD_EVERY);
    assert!(before.iter().all(|(row, entry)| after.get(row) == Some(entry)), "what was there has not changed");
}

#[test]
fn a_second_command_in_the_same_office_is_refused_while_the_first_is_at_work() {
    let office = Office::new("second");
    office.table(0);
    let mut first = tessera(&office.folder.path)
        .args(["batch", "-", "--key", "k", "--office", "office", "--out", "out"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool");
    let mut stdin = first.stdin.take().expect("a pipe");
    stdin.write_all(b"initials,birth_year,colour,case\n").expect("written");
    let deadline = Instant::now() + Duration::from_secs(30);
    while names(&office.folder, "out").iter().all(|name| name != "batch.id") {
        assert!(Instant::now() < deadline, "no folder in time");
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = office.command("other").output().expect("the tool");
    assert_eq!(code(&second), Some(2), "{second:?}");
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.starts_with("error: another command is at work in the office office"), "{said}");
    assert!(names(&office.folder, "other").is_empty());
    drop(stdin);
    let output = first.wait_with_output().expect("an end");
    assert_eq!(code(&output), Some(0), "{output:?}");
}

#[test]
fn several_machines_issue_every_row_once_between_them() {
    let office = Office::new("parts");
    office.table(0);
    let mut rows = BTreeMap::new();
    for part in 1..=3 {
        let (name, out) = (format!("office{part}"), format!("out{part}"));
        let part = format!("{part}/3");
        let init = ["office", "init", &name, "--status-prefix", "https://lists.example/s/", "--part", &part];
        assert!(tessera(&office.folder.path).args(init).output().expect("the tool").status.success());
        let batch = ["batch", "t.csv", "--key", "k", "--office", &name, "--chunk", "25", "--out", &out];
        let output = tessera(&office.folder.path).args(batch).output().expect("the tool");
        assert!(matches!(code(&output), Some(0 | 1)), "{output:?}");
        for (row, entry) in office.issued(&out) {
            assert!(entry.0.starts_with(&part[..1]), "a list of its own");
            assert!(rows.insert(row, entry).is_none(), "row {row} twice");
        }
    }
    assert_eq!(rows.len(), ROWS - ROWS / BAD_EVERY);
    assert_eq!(rows.values().collect::<BTreeSet<_>>().len(), rows.len());
}
