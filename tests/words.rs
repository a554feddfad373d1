//! The texts of the screens, held against their sources: each language says everything, and no text stands outside the catalogue.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the source is there")
}

/// Name and English of every phrase, in the order of the source.
fn phrases() -> Vec<(String, String)> {
    let source = read(&root().join("words/phrases.rs"));
    let (_, list) = source.split_once("\nphrases! {\n").expect("the list of phrases");
    let entry = |line: &str| {
        let (name, rest) = line.trim().split_once(": \"")?;
        Some((name.to_owned(), rest.strip_suffix("\";")?.replace("\\\"", "\"")))
    };
    let found: Vec<_> = list.lines().filter(|line| line.starts_with("    ")).collect();
    assert!(found.len() > 200, "the phrases were found");
    found.into_iter().map(|line| entry(line).unwrap_or_else(|| panic!("a phrase on one line: {line}"))).collect()
}

fn catalogue(tag: &str) -> Vec<(String, String)> {
    let text = read(&root().join(format!("words/{tag}.txt")));
    let entry = |line: &str| line.split_once(": ").map(|(name, text)| (name.to_owned(), text.to_owned()));
    text.lines().map(|line| entry(line).unwrap_or_else(|| panic!("{tag}: a name and a text: {line}"))).collect()
}

/// Names in braces, which stand for what is put in.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_has_every_phrase_in_the_same_order_in_its_own_script_with_the_same_places() {
    let phrases = phrases();
    let scripts = [("zh-CN", '\u{4e00}'..='\u{9fff}'), ("ar", '\u{600}'..='\u{6ff}')];
    for (tag, script) in scripts {
        let catalogue = catalogue(tag);
        for ((name, english), (translated, text)) in phrases.iter().zip(&catalogue) {
            assert_eq!(name, translated, "{tag}: the same order");
            assert_eq!(places(english), places(text), "{tag}: {name}");
            assert!(text.chars().any(|c| script.contains(&c)), "{tag}: {name}: {text}");
        }
        assert_eq!(phrases.len(), catalogue.len(), "{tag}: one line for each phrase");
    }
}

#[test]
fn a_phrase_that_counts_has_each_plural_form_of_its_language() {
    let forms = |text: &str| {
        text.split('|').filter_map(|form| form.split_once('=')).map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
    };
    let counts = |text: &str| text.contains("other=");
    let expected = [
        ("en", vec!["one", "other"]),
        ("zh-CN", vec!["other"]),
        ("ar", vec!["zero", "one", "two", "few", "many", "other"]),
    ];
    for (tag, categories) in expected {
        let entries = if tag == "en" { phrases() } else { catalogue(tag) };
        for (name, text) in entries.iter().filter(|(_, text)| counts(text)) {
            assert_eq!(forms(text), categories, "{tag}: {name}");
        }
    }
    assert!(phrases().iter().any(|(_, text)| counts(text)));
}

#[test]
fn every_language_has_a_word_for_each_place_of_the_matching_words_and_none_twice() {
    for tag in ["en", "zh-CN", "ar"] {
        let entries = if tag == "en" { phrases() } else { catalogue(tag) };
        let (_, list) = entries.into_iter().find(|(name, _)| name == "MatchWords").expect("the list");
        let words: Vec<_> = list.split('|').collect();
        assert_eq!(words.len(), tessera::matching::WORDS, "{tag}");
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{tag}: a word stands there twice");
        assert!(words.iter().all(|word| !word.is_empty() && word.trim() == *word), "{tag}");
    }
}

#[test]
fn no_text_that_a_person_reads_stands_outside_the_catalogue() {
    let mut folders = vec![root().join("pages"), root().join("components"), root().join("state")];
    let mut files = vec![root().join("app.rs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the source is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() > 20, "the screens were found");
    for file in files {
        for (number, line) in read(&file).lines().enumerate() {
            let code = line.trim();
            if code.starts_with("//") || code.starts_with("#[") || code.contains("expect(\"") {
                continue;
            }
            for text in code.split('"').skip(1).step_by(2) {
                // Classes, attributes and addresses have no capital letter and no sentence; the name of the app is the same everywhere.
                let is_prose =
                    text.chars().next().is_some_and(char::is_uppercase) && text.chars().skip(1).any(char::is_lowercase);
                let is_name =
                    text.contains("Tessera") || text.starts_with('M') && text.contains(|c: char| c.is_ascii_digit());
                assert!(!is_prose || is_name, "{}:{}: {text}", file.display(), number + 1);
            }
        }
    }
}
