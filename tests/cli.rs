//! The office's tool, as a person uses it. The cases are data: see `tests/cli/README.md`.
#![cfg(unix)]

#[path = "cli/script.rs"]
mod script;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64ct::{Base64UrlUnpadded, Encoding};
use script::{Folder, tessera};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn every_case_goes_as_it_is_written() {
    let entries = fs::read_dir(project("tests/cli")).expect("the cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    cases.sort();
    assert!(cases.len() >= 10, "{} cases", cases.len());
    let failures: Vec<_> = cases.iter().flat_map(|case| script::run(case)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// All files under a folder, by their paths inside.
fn files(folder: &Path, inside: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder.join(inside)).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .flat_map(|entry| {
            let name = format!("{inside}{}", entry.file_name().to_str().expect("ASCII"));
            if entry.path().is_dir() { files(folder, &format!("{name}/")) } else { BTreeSet::from([name]) }
        })
        .collect()
}

#[test]
fn the_corpus_written_again_is_the_corpus() {
    let folder = Folder::new("corpus");
    let made = tessera(&folder.path).args(["vectors", "made"]).output().expect("the tool");
    assert!(made.status.success(), "{made:?}");
    let (made, kept) = (folder.path.join("made"), project("tests/vectors"));
    let names = files(&made, "");
    let kept_names = files(&kept, "").into_iter().filter(|name| name.contains('/')).collect();
    assert_eq!(names, kept_names);
    for name in names {
        assert!(
            fs::read(made.join(&name)).expect("made") == fs::read(kept.join(&name)).expect("kept"),
            "{name} differs"
        );
    }
}

#[test]
fn every_demo_resident_gets_the_verdict_that_the_page_states() {
    let folder = Folder::new("demo");
    let run = |arguments: &[&str]| {
        let output = tessera(&folder.path).args(arguments).output().expect("the tool");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    assert_eq!(run(&["demo", "d"]).0, Some(0));
    let read = |path: &str| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(folder.path.join(path)).expect("a file")).expect("JSON")
    };
    let (residents, config) = (read("d/residents.json"), read("d/site/config.json"));
    let root = config["roots"][0].as_str().expect("a root").to_string();
    let mut seen = 0;
    for resident in residents.as_array().expect("residents") {
        let id = resident["id"].as_str().expect("an id");
        let code: serde_json::Value = serde_json::from_str(&run(&["demo", "d", "--code", id]).1).expect("JSON");
        let text = code["text"].as_str().expect("a text");
        let at_door =
            |policy: &str| run(&["inspect", text, "--lists", "d/site/lists", "--root", &root, "--policy", policy]).1;
        let expected = match resident["reason"].as_str() {
            None => "verdict     ok  accept".to_string(),
            Some(reason) => format!("verdict     NO  {}: {reason}", resident["verdict"].as_str().expect("a verdict")),
        };
        assert_eq!(at_door("demonstration").lines().last(), Some(expected.as_str()), "{id}");
        assert!(at_door("door").lines().last().expect("a verdict").starts_with("verdict     NO  "), "{id}");
        seen += 1;
    }
    assert_eq!(seen, 12);
}

#[test]
fn a_wallet_keeps_of_the_demo_passes_what_the_page_says_and_shows_it_at_the_door() {
    use tessera::holder::{Delivery, Request};
    use tessera::key::{HolderKey, PublicKey};
    use tessera::time::UnixTime;
    use tessera::trust::TrustList;
    use tessera::wire::text::ScannedText;

    let folder = Folder::new("wallet");
    let wallet: Vec<_> = (0..85).map(|n| HolderKey::from_seed(&[n; 32])).collect();
    let holds = |key: &PublicKey| wallet.iter().any(|own| own.public() == *key);
    let now = UnixTime::new(1_795_000_000).expect("a time");
    fs::write(folder.path.join("one.txt"), Request::make(&wallet[0], now).as_str()).expect("a file");
    let several = Request::make_several(&wallet.iter().collect::<Vec<_>>(), now).expect("enough keys");
    fs::write(folder.path.join("several.txt"), several.as_str()).expect("a file");
    let at = now.seconds().to_string();
    let made = tessera(&folder.path).args(["demo", "d", "--at", &at]).output().expect("the tool");
    assert!(made.status.success(), "{made:?}");
    let file = |path: &str| fs::read(folder.path.join(path)).expect("a file");
    let residents: serde_json::Value = serde_json::from_slice(&file("d/residents.json")).expect("JSON");
    let root = String::from_utf8(file("d/office/root.key")).expect("text");
    let root = root.lines().find_map(|line| line.strip_prefix("public: ")).expect("a public key");
    let config: serde_json::Value = serde_json::from_slice(&file("d/site/config.json")).expect("JSON");
    assert_eq!(config["roots"][0].as_str(), Some(root));
    let root = PublicKey::from_bytes(&Base64UrlUnpadded::decode_vec(root).expect("base64url")).expect("a key");
    let list = TrustList::authenticate(&file("d/office/trust.cwt"), &tessera::trust::Roots::any_of(&[root]))
        .expect("signed by the root");
    let residents = residents.as_array().expect("residents").iter();
    for (resident, request) in residents.flat_map(|resident| [(resident, "one.txt"), (resident, "several.txt")]) {
        let id = resident["id"].as_str().expect("an id");
        let answer = tessera(&folder.path)
            .args(["demo", "d", "--answer", id, "--at", &at])
            .stdin(fs::File::open(folder.path.join(request)).expect("the request"))
            .output()
            .expect("the tool");
        let answer: serde_json::Value = serde_json::from_slice(&answer.stdout).expect("JSON");
        let text = ScannedText::new(answer["text"].as_str().expect("a text")).expect("ours");
        let same = ScannedText::from_fragment(answer["fragment"].as_str().expect("a fragment")).expect("ours");
        assert_eq!(text.as_str(), same.as_str());
        let taken = Delivery::receive_text(&text, &list, holds, now);
        let is_booklet = request == "several.txt" && resident["kind"] == "live";
        if let Ok(delivery) = &taken {
            assert_eq!(delivery.copies().len() > 20, is_booklet, "{id}");
        }
        let outcome = taken.map_or_else(|error| error.code(), |_| "kept");
        assert_eq!(Some(outcome), resident["wallet"].as_str(), "{id}");
    }
}

#[test]
fn ctrl_c_during_long_work_leaves_nothing_half_written() {
    let folder = Folder::new("interrupt");
    let keygen = ["keygen", "issuer", "--out", "k", "--issuer", "a", "--name", "A", "--region", "B"];
    assert!(tessera(&folder.path).args(keygen).output().expect("the tool").status.success());
    let table = format!("initials,birth_year,colour\n{}", "AB,1980,green\n".repeat(50_000));
    fs::write(folder.path.join("r.csv"), table).expect("a table");
    let before = files(&folder.path, "");
    let mut child = tessera(&folder.path)
        .args(["issue", "r.csv", "--key", "k", "--out", "passes"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool");
    let deadline = Instant::now() + Duration::from_secs(60);
    while files(&folder.path, "").len() < before.len() + 20 {
        assert!(Instant::now() < deadline && child.try_wait().expect("a child").is_none(), "no pass was written");
        std::thread::sleep(Duration::from_millis(5));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error: stopped"));
    assert_eq!(files(&folder.path, ""), before);
    let left: Vec<_> = fs::read_dir(&folder.path).expect("a folder").collect();
    assert_eq!(left.len(), before.len(), "an empty folder is left");
}
