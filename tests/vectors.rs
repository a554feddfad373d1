//! Third-party vectors, read where they lie beside the project. Where they are not, this says so and counts nothing.

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value as Json;
use tessera::key::PublicKey;
use tessera::wire::cose::Sign1;
use tessera::wire::{base45, cbor};

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hex in a vector")).collect()
}

fn field<'a>(case: &'a Json, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_default()
}

fn ed25519(case: &Json, expect: &str) -> bool {
    let key = PublicKey::from_bytes(&unhex(field(case, "pk")));
    let holds = key.is_ok_and(|key| key.verify(&unhex(field(case, "msg")), &unhex(field(case, "sig"))).is_ok());
    holds == (field(case, expect) == "valid")
}

fn rejects(case: &Json) -> bool {
    cbor::decode(&unhex(field(case, "hex"))).is_err()
}

fn base45(case: &Json) -> bool {
    let decoded = base45::decode(field(case, "encoded"));
    match field(case, "expect") {
        "decode" => decoded == Ok(unhex(field(case, "bytes"))),
        _ => decoded.is_err(),
    }
}

type Check = fn(&Json) -> bool;

const FILES: [(&str, Check); 7] = [
    ("ed25519_wycheproof", |case| ed25519(case, "expect")),
    ("ed25519_speccheck", |case| ed25519(case, "expect_strict")),
    ("ed25519_cctv", |case| ed25519(case, "expect_strict")),
    ("cbor_malformed", rejects),
    ("cbor_bombs", rejects),
    ("base45", base45),
    ("cose_wrong_type", |case| Sign1::parse(&unhex(field(case, "cose"))).is_err()),
];

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    if !folder.is_dir() {
        println!("vectors: not run, since the third-party vectors are not beside the project");
        return ExitCode::SUCCESS;
    }
    let (mut passed, mut failed) = (0, 0);
    for (name, check) in FILES {
        let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).expect("a vector file");
        for line in text.lines().filter(|line| !line.is_empty()) {
            let case: Json = serde_json::from_str(line).expect("a vector is JSON");
            if check(&case) {
                passed += 1;
            } else {
                failed += 1;
                println!("vectors: {} failed", field(&case, "id"));
            }
        }
    }
    println!("vectors: {passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
