//! Third-party vectors, read where they lie beside the project. Where they are not, this says so and counts nothing.

#[path = "third_party/cbor.rs"]
mod cbor;
#[path = "third_party/cose.rs"]
mod cose;
#[path = "third_party/ecdsa.rs"]
mod ecdsa;
#[path = "third_party/ed25519.rs"]
mod ed25519;
#[path = "third_party/sd_cwt.rs"]
mod sd_cwt;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value as Json;
use tessera::wire::base45;

/// What one case came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    /// Not checked, for lack of a verifier for its algorithm; counted as such and never as passed.
    NotChecked,
}

impl From<bool> for Outcome {
    fn from(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::Failed }
    }
}

type Check = fn(&Json) -> Outcome;

/// Every file that this version has a use for, with the number of its cases that cannot be checked.
const FILES: [(&str, usize, Check); 13] = [
    ("ed25519_wycheproof", 0, |case| ed25519::verifies(case, "expect").into()),
    ("ed25519_rfc8032_signinput", 0, |case| ed25519::signs(case).into()),
    ("ed25519_speccheck", 0, |case| ed25519::verifies(case, "expect_strict").into()),
    ("ed25519_cctv", 0, |case| ed25519::verifies(case, "expect_strict").into()),
    ("cbor_appendix_a", 0, |case| cbor::appendix_a(case).into()),
    ("cbor_malformed", 0, |case| cbor::rejects(case).into()),
    ("cbor_deterministic", 0, |case| cbor::deterministic(case).into()),
    ("cbor_bombs", 0, |case| cbor::rejects(case).into()),
    ("base45", 0, |case| base45_case(case).into()),
    // One is signed with Ed448, for which there is no verifier here.
    ("cose_sign1_examples", 1, cose::example),
    ("cose_wrong_type", 0, |case| cose::wrong_type(case).into()),
    ("sd_cwt_draft", 0, |case| sd_cwt::draft(case).into()),
    ("sd_cwt_derived_negative", 0, |case| sd_cwt::negative(case).into()),
];

/// Files about what this version does not do.
const NOT_RUN: [&str; 2] = ["status_list_encodings", "status_list_tokens"];

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hex in a vector")).collect()
}

fn field<'a>(case: &'a Json, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_default()
}

fn base45_case(case: &Json) -> bool {
    let decoded = base45::decode(field(case, "encoded"));
    match field(case, "expect") {
        "decode" => decoded.as_ref() == Ok(&unhex(field(case, "bytes"))),
        _ => decoded.is_err(),
    }
}

/// Prints one line for a file; whether everything in it is as expected.
fn run(file: &Path, name: &str, unchecked: usize, check: Check) -> bool {
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("vectors: {name} is missing");
        return false;
    };
    let mut outcomes = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case: Json = serde_json::from_str(line).expect("a vector is JSON");
        let outcome = check(&case);
        if outcome == Outcome::Failed {
            println!("vectors: {} failed", field(&case, "id"));
        }
        outcomes.push(outcome);
    }
    let count = |wanted| outcomes.iter().filter(|outcome| **outcome == wanted).count();
    let (passed, not_checked) = (count(Outcome::Passed), count(Outcome::NotChecked));
    let note = if not_checked > 0 { format!(", {not_checked} not checked") } else { String::new() };
    println!("vectors: {name} {passed}/{}{note}", outcomes.len());
    passed > 0 && not_checked == unchecked && passed + not_checked == outcomes.len()
}

fn main() -> ExitCode {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    if !folder.is_dir() {
        println!("vectors: NOT RUN: the third-party vectors are not beside the project, so nothing was checked");
        return ExitCode::SUCCESS;
    }
    let mut good = true;
    for (name, unchecked, check) in FILES {
        good &= run(&folder.join(format!("{name}.jsonl")), name, unchecked, check);
    }
    for name in NOT_RUN {
        println!("vectors: {name} not run: status lists are not read yet");
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
