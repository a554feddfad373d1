//! Runs a case: files, commands, and what they must say.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of one case's own, removed at the end.
pub struct Folder {
    pub path: PathBuf,
}

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder for the case");
        Self { path }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The tool, in a folder.
pub fn tessera(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tessera"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// What a command said: standard output, then standard error with a mark, then the exit code if it is not 0.
struct Said(VecDeque<String>);

/// Runs a case; gives what went otherwise.
pub fn run(case: &Path) -> Vec<String> {
    let name = case.file_stem().and_then(|name| name.to_str()).expect("an ASCII name");
    let text = fs::read_to_string(case).expect("a case");
    let folder = Folder::new(&format!("case-{name}"));
    let mut failures = Vec::new();
    let mut commands = 0;
    for section in sections(&text) {
        let (head, body) = section.split_once('\n').unwrap_or((&section, ""));
        if let Some(file) = head.strip_prefix("--- ") {
            fs::write(folder.path.join(file), body).expect("a file of the case");
        } else if let Some(command) = head.strip_prefix("$ ") {
            commands += 1;
            let said = execute(&folder.path, command);
            if let Err(at) = matches(body, &said) {
                let said: Vec<_> = said.0.into();
                failures.push(format!("{name}: $ {command}\n  {at}\n  said:\n{}\n", said.join("\n")));
            }
        }
    }
    if commands == 0 {
        failures.push(format!("{name}: no commands"));
    }
    failures
}

/// Splits at lines that begin a file or a command; what stands before the first is for people.
fn sections(text: &str) -> Vec<String> {
    let mut sections: Vec<String> = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.starts_with("--- ") || line.starts_with("$ ") {
            sections.push(String::new());
        }
        sections.last_mut().expect("at least one").push_str(line);
    }
    sections
}

fn execute(folder: &Path, command: &str) -> Said {
    let mut words: VecDeque<String> = words(command).into();
    let program = words.pop_front().expect("a command");
    let arguments: Vec<String> = words.into();
    let path = |at: usize| folder.join(&arguments[at]);
    match program.as_str() {
        "tessera" => tool(folder, &arguments),
        "ls" => list(&path(0)),
        "cat" => lines(&fs::read_to_string(path(0)).expect("a file")),
        "mode" => mode(&path(0)),
        "expose" => expose(&path(0)),
        "rm" => lines(&fs::remove_file(path(0)).map(|()| String::new()).expect("removed")),
        "cp" => {
            fs::copy(path(0), path(1)).expect("copied");
            Said(VecDeque::new())
        }
        "pick" => {
            let found: Vec<_> = files_with(&path(1), arguments[0].as_bytes());
            assert_eq!(found.len(), 1, "files of {} with {}", arguments[1], arguments[0]);
            fs::copy(&found[0], path(2)).expect("copied");
            Said(VecDeque::new())
        }
        "same" => {
            let same = fs::read(path(0)).expect("a file") == fs::read(path(1)).expect("a file");
            lines(if same { "same" } else { "different" })
        }
        "swap" => {
            // The public key of 32 times 1 as a seed (RFC 8032), in the place of the one that is there.
            let text = fs::read_to_string(path(0)).expect("a file");
            let swapped = text.lines().map(|line| match line.strip_prefix("public: ") {
                Some(_) => "public: iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w",
                None => line,
            });
            fs::write(path(0), swapped.collect::<Vec<_>>().join("\n")).expect("written");
            Said(VecDeque::new())
        }
        "replace" => {
            let text = fs::read_to_string(path(0)).expect("a file");
            assert!(text.contains(&arguments[1]), "nothing to replace");
            fs::write(path(0), text.replace(&arguments[1], &arguments[2])).expect("written");
            Said(VecDeque::new())
        }
        other => panic!("no command {other}"),
    }
}

fn tool(folder: &Path, arguments: &[String]) -> Said {
    let mut command = tessera(folder);
    match arguments.iter().position(|word| word == "<") {
        Some(at) => {
            command.stdin(fs::File::open(folder.join(&arguments[at + 1])).expect("a file for standard input"));
            command.args(&arguments[..at])
        }
        None => command.args(arguments),
    };
    let output = command.output().expect("the tool");
    let mut said = lines(&String::from_utf8(output.stdout).expect("UTF-8")).0;
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    said.extend(errors.lines().map(|line| format!("! {line}").trim_end().to_string()));
    match output.status.code() {
        Some(0) => {}
        code => said.push_back(format!("= {}", code.expect("an exit code"))),
    }
    Said(said)
}

fn lines(text: &str) -> Said {
    Said(text.lines().map(|line| line.trim_end().to_string()).collect())
}

fn list(folder: &Path) -> Said {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = entries.map(|name| name.into_string().expect("ASCII")).collect();
    names.sort();
    Said(names.into())
}

/// The files of a folder that have some bytes in them.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| fs::read(path).expect("a file").windows(bytes.len()).any(|window| window == bytes)).collect()
}

fn mode(path: &Path) -> Said {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    Said([format!("{mode:o}")].into())
}

fn expose(path: &Path) -> Said {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("a file of ours");
    Said(VecDeque::new())
}

/// Words of a command line, with double quotes around those that have spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end().chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("at least one").push(c),
        }
    }
    words
}

/// Compares line by line; `[..]` stands for anything in a line, a line `...` for any lines up to the next that fits.
fn matches(expected: &str, said: &Said) -> Result<(), String> {
    let mut expected: VecDeque<&str> = expected.lines().filter(|line| !line.is_empty()).collect();
    let mut said: VecDeque<&str> = said.0.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
    while let Some(line) = expected.pop_front() {
        if line == "..." {
            match expected.front() {
                None => return Ok(()),
                Some(next) => {
                    while said.front().is_some_and(|said| !fits(next, said)) {
                        said.pop_front();
                    }
                }
            }
            continue;
        }
        match said.pop_front() {
            Some(said) if fits(line, said) => {}
            Some(said) => return Err(format!("expected: {line}\n  but:      {said}")),
            None => return Err(format!("expected: {line}\n  but nothing more was said")),
        }
    }
    said.pop_front().map_or(Ok(()), |said| Err(format!("not expected: {said}")))
}

fn fits(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
