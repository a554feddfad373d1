//! The walls of the architecture (src/lib.rs), held against the source text.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules of the core in layers: each may use its own layer and those before it.
const LAYERS: [&[&str]; 8] = [
    &["limits"],
    &["time"],
    &["wire"],
    // A key has a name (its thumbprint), and names of keys are made from keys.
    &["id", "key"],
    &["claims"],
    &["trust"],
    &["credential", "presentation", "challenge", "policy"],
    &[
        "issuer", "holder", "verifier", "matching", "qr", "carry", "backup", "calendar", "lock", "aiming", "lens",
        "wedge",
    ],
];

/// What stands around the core, and which of the others each may use.
const ADAPTERS: [(&str, &[&str]); 6] =
    [("web", &[]), ("ui", &["web"]), ("cli", &[]), ("pdf", &[]), ("reader", &[]), ("strongbox", &[])];

/// Crates with exactly one user each, so that exchanging one touches one module.
const ONE_USER: [(&str, &str); 7] = [
    ("ed25519_dalek", "key.rs"),
    ("qrcode::", "qr.rs"),
    ("ur::", "carry.rs"),
    ("minicbor::", "carry.rs"),
    ("rexie::", "web/store.rs"),
    ("age::", "strongbox.rs"),
    ("hayro::", "pdf.rs"),
];

fn source(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the source is there") {
            let path: PathBuf = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).expect("below it").to_string_lossy().replace('\\', "/");
                found.push((name, code(&fs::read_to_string(&path).expect("UTF-8"))));
            }
        }
    }
    assert!(found.len() > 20, "the source was found");
    found
}

fn src() -> Vec<(String, String)> {
    source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// The text without comments: they may speak of anything.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// First name of a file's path: `wire` for wire.rs and wire/cbor.rs.
fn module(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap_or(name)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// Modules of this crate that a file names.
fn used(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

/// Whether `text` names the crate `name` as a path of its own, not as the end of a longer one.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn every_module_has_its_place_in_the_architecture() {
    for (name, _) in src() {
        let module = module(&name);
        let placed = layer(module).is_some() || ADAPTERS.iter().any(|(adapter, _)| *adapter == module);
        assert!(placed || ["lib", "main", "bin"].contains(&module), "{name}: give it a layer in tests/layering.rs");
    }
}

#[test]
fn a_module_of_the_core_uses_only_its_own_layer_and_those_before_it() {
    for (name, text) in src() {
        let Some(own) = layer(module(&name)) else { continue };
        for other in used(&text) {
            let theirs = layer(other);
            assert!(theirs.is_some_and(|theirs| theirs <= own), "{name} uses {other}");
        }
    }
}

#[test]
fn an_adapter_does_not_reach_into_another() {
    for (name, text) in src() {
        let Some((own, allowed)) = ADAPTERS.iter().find(|(adapter, _)| *adapter == module(&name)) else { continue };
        for (other, _) in ADAPTERS {
            let reaches = used(&text).any(|module| module == other);
            assert!(!reaches || other == *own || allowed.contains(&other), "{name} uses {other}");
        }
    }
}

#[test]
fn the_core_has_no_clock_no_randomness_and_no_input_or_output() {
    for (name, text) in src() {
        if layer(module(&name)).is_none() {
            continue;
        }
        for foreign in ["std::", "async ", "getrandom", "js_sys", "web_sys", "println!", "#[cfg(feature"] {
            assert!(!names(&text, foreign), "{name} has {foreign}");
        }
    }
}

#[test]
fn each_crate_that_might_be_exchanged_has_one_user() {
    for (krate, user) in ONE_USER {
        for (name, text) in src() {
            let within = name == user || name.starts_with(&format!("{}/", user.trim_end_matches(".rs")));
            assert!(within || !names(&text, krate), "{name} uses {krate}, which belongs to {user}");
        }
    }
}

#[test]
fn markup_is_never_made_from_text_and_nothing_is_unsafe() {
    for (name, text) in src() {
        for word in
            ["inner_html", "set_inner_html", "insert_adjacent_html", "set_outer_html", "document.write", "eval("]
        {
            assert!(!text.contains(word), "{name} has {word}");
        }
        assert!(!text.contains("unsafe ") && !text.contains("unsafe{"), "{name} has unsafe code");
    }
}

#[test]
fn a_verdict_is_earned_in_one_place() {
    let earned: Vec<_> = src().into_iter().filter(|(_, text)| text.contains("Accepted::earned()")).collect();
    assert_eq!(earned.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["verifier.rs"]);
    assert_eq!(earned[0].1.matches("Accepted::earned()").count(), 1);
}

#[test]
fn the_six_packages_that_the_project_was_begun_with_are_dependencies() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the manifest");
    for package in ["leptos", "wasm-bindgen", "web-sys", "rexie", "ed25519-dalek", "qrcode"] {
        assert!(manifest.contains(&format!("\n{package} = {{ version = ")), "{package} is gone");
    }
}
