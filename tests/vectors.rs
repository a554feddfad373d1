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
#[path = "third_party/status_list.rs"]
mod status_list;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value as Json;
use tessera::wire::base45;

type Check = fn(&Json) -> bool;

/// Every file that this version has a use for.
const FILES: [(&str, Check); 16] = [
    ("ed25519_wycheproof", |case| ed25519::verifies(case, "expect")),
    ("ed25519_rfc8032_signinput", |case| ed25519::signs(case)),
    ("ed25519_speccheck", |case| ed25519::verifies(case, "expect_strict")),
    ("ed25519_cctv", |case| ed25519::verifies(case, "expect_strict")),
    ("cbor_appendix_a", |case| cbor::appendix_a(case)),
    ("cbor_malformed", |case| cbor::rejects(case)),
    ("cbor_deterministic", |case| cbor::deterministic(case)),
    ("cbor_bombs", |case| cbor::rejects(case)),
    ("base45", |case| base45_case(case)),
    ("cose_sign1_examples", cose::example),
    ("cose_wrong_type", |case| cose::wrong_type(case)),
    ("sd_cwt_draft", |case| sd_cwt::draft(case)),
    ("sd_cwt_derived_negative", |case| sd_cwt::negative(case)),
    ("status_list_encodings", status_list::encoding),
    ("status_list_tokens", status_list::token),
    ("bombs_deflate", status_list::bomb),
];

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
fn run(file: &Path, name: &str, check: Check) -> bool {
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("vectors: {name} is missing");
        return false;
    };
    let (mut passed, mut all) = (0, 0);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let case: Json = serde_json::from_str(line).expect("a vector is JSON");
        all += 1;
        if check(&case) {
            passed += 1;
        } else {
            println!("vectors: {} failed", field(&case, "id"));
        }
    }
    println!("vectors: {name} {passed}/{all}");
    passed > 0 && passed == all
}

fn main() -> ExitCode {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    if !folder.is_dir() {
        println!("vectors: NOT RUN: the third-party vectors are not beside the project, so nothing was checked");
        return ExitCode::SUCCESS;
    }
    let mut good = true;
    for (name, check) in FILES {
        good &= run(&folder.join(format!("{name}.jsonl")), name, check);
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
