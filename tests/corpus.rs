//! The corpus in `tests/vectors`: each text comes to the end that its folder is named by.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tessera::backup::{Backup, BackupError};
use tessera::challenge::{Challenge, ChallengeError};
use tessera::claims::Colour;
use tessera::holder::{Delivery, Request, RequestError};
use tessera::id::{Audience, IssuerId, Name, Nonce};
use tessera::key::PublicKey;
use tessera::policy::{Colours, Policy, Rules, RulesError, SignedRules};
use tessera::time::UnixTime;
use tessera::trust::{Bundle, Known, Lists, Roots, TimeFloor, TrustList, UpdateError};
use tessera::verifier::{Verdict, verify};
use tessera::wire::text::ScannedText;

/// Fewer flaws than this, and files were lost.
const LEAST_FLAWS: usize = 250;

struct Case {
    path: PathBuf,
    outcome: String,
    headers: BTreeMap<String, String>,
    text: String,
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hex in a header")).collect()
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> =
        fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

fn corpus() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let outcomes = folders(&root).into_iter().filter(|path| path.is_dir());
    outcomes.flat_map(|folder| folders(&folder)).map(|path| case(&path)).collect()
}

fn case(path: &Path) -> Case {
    let file = fs::read_to_string(path).expect("a text file");
    let (headers, text) = file.split_once("\n\n").expect("headers, an empty line, the text");
    let headers = headers.lines().map(|line| line.split_once(": ").expect("a header"));
    Case {
        path: path.to_path_buf(),
        outcome: path.parent().and_then(Path::file_name).expect("a folder").to_str().expect("ASCII").to_string(),
        headers: headers.map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        text: text.strip_suffix('\n').expect("a line end after the text").to_string(),
    }
}

/// What a verifier holds.
enum Knowledge {
    Keys(TrustList),
    All(Known),
}

impl Case {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("{} has no header {name}", self.path.display()))
    }

    fn at(&self) -> UnixTime {
        UnixTime::new(self.header("at").parse().expect("seconds")).expect("a time")
    }

    fn roots(&self) -> Roots {
        let keys = self.header("roots").split(' ').map(|root| PublicKey::from_bytes(&unhex(root)).expect("a root"));
        let threshold = self.headers.get("threshold").map_or(1, |count| count.parse().expect("a number"));
        Roots::new(keys.collect(), threshold).expect("roots that can sign")
    }

    fn known(&self, header: &str) -> Known {
        let bundle = Bundle::parse(&unhex(self.header(header))).expect("a bundle");
        Known::authenticate(bundle, &self.roots()).expect("lists that the roots signed")
    }

    /// What the verifier knows: all lists, or a trust list alone.
    fn knowledge(&self) -> Knowledge {
        match self.headers.get("trust") {
            None => Knowledge::All(self.known("bundle")),
            Some(list) => Knowledge::Keys(
                TrustList::authenticate(&unhex(list), &self.roots()).expect("a list that the root signed"),
            ),
        }
    }

    fn policy(&self) -> Policy {
        let with = |mut policy: Policy, change: &dyn Fn(&mut Rules)| {
            change(&mut policy.rules);
            policy
        };
        let mut words = self.header("policy").split(' ');
        let policy = match words.next() {
            Some("door") => Policy::door(),
            Some("demonstration") => Policy::demonstration(),
            other => panic!("{}: no policy {other:?}", self.path.display()),
        };
        let policy = match self.headers.get("question") {
            Some(question) => policy.asking(&Challenge::accept(question, self.at()).expect("a question")),
            None => policy,
        };
        words.fold(policy, |policy, word| match word.split_once('=') {
            None if word == "no-paper" => with(policy, &|rules: &mut Rules| rules.accepts_paper = false),
            Some(("colours", list)) => with(policy, &|rules: &mut Rules| {
                let listed = |colour: &Colour| list.split(',').any(|n| n == colour.to_u64().to_string());
                rules.colours = Colour::ALL.into_iter().filter(listed).fold(Colours::NONE, Colours::with);
            }),
            Some(("region", name)) => {
                with(policy, &|rules: &mut Rules| rules.regions.push(Name::new(name).expect("a name")))
            }
            Some(("issuer", id)) => {
                with(policy, &|rules: &mut Rules| rules.issuers.push(IssuerId::new(id).expect("an id")))
            }
            Some(("test", age)) => {
                with(policy, &|rules: &mut Rules| rules.max_test_age = Some(age.parse().expect("seconds")))
            }
            Some(("challenge", hex)) => Policy { challenge: Some(Nonce::new(&unhex(hex)).expect("a nonce")), ..policy },
            Some(("audience", name)) => Policy { audience: Audience::new(name).expect("an audience"), ..policy },
            _ => panic!("{}: no rule {word}", self.path.display()),
        })
    }

    fn verdict(&self, text: &ScannedText, knowledge: &Knowledge) -> Verdict {
        let lists = match knowledge {
            Knowledge::Keys(trust) => Lists::of_keys(trust, TimeFloor::new(trust.issued_at())),
            Knowledge::All(known) => known.lists(UnixTime::EPOCH),
        };
        let seconds = |text: &String| UnixTime::new(text.parse().expect("seconds")).expect("a time");
        let lists = Lists { ceiling: self.headers.get("ceiling").map(seconds), ..lists };
        verify(text, &lists, &self.policy(), self.at()).verdict
    }

    /// What comes of lists that are offered.
    fn offer(&self) -> Result<Known, UpdateError> {
        let known = self.known("known");
        let offered = Bundle::parse(&unhex(&self.text)).ok_or(UpdateError::Malformed)?;
        known.update(offered, &self.roots(), self.at())
    }

    /// What comes of the text, as folders are named.
    fn end(&self) -> String {
        if self.outcome.starts_with("backup-") {
            return format!("backup-{}", Backup::parse(&unhex(&self.text)).map_or_else(BackupError::code, |_| "taken"));
        }
        if self.outcome.starts_with("lists-") {
            return format!("lists-{}", self.offer().map_or_else(UpdateError::code, |_| "taken"));
        }
        if self.outcome.starts_with("challenge-") {
            let taken = Challenge::accept(&self.text, self.at());
            if let Ok(challenge) = &taken {
                assert_eq!(challenge.audience().as_str(), self.header("audience"), "{}", self.path.display());
            }
            return format!("challenge-{}", taken.map_or_else(ChallengeError::code, |_| "taken"));
        }
        let Ok(text) = ScannedText::new(&self.text) else { return "not-a-pass".into() };
        if self.outcome.starts_with("wallet-") {
            let keys = self.header("holds").split(' ').map(|key| PublicKey::from_bytes(&unhex(key)).expect("a key"));
            let keys: Vec<_> = keys.collect();
            let Knowledge::Keys(trust) = self.knowledge() else { panic!("a wallet needs keys alone") };
            let taken = Delivery::receive_text(&text, &trust, |key| keys.contains(key), self.at());
            return format!("wallet-{}", taken.map_or_else(|error| error.code(), |_| "kept"));
        }
        if self.outcome.starts_with("rules-") {
            let Knowledge::Keys(trust) = self.knowledge() else { panic!("rules need keys alone") };
            let bytes = text.decode().expect("a message");
            let taken = SignedRules::authenticate(&bytes, &trust, self.at());
            return format!("rules-{}", taken.map_or_else(RulesError::code, |_| "taken"));
        }
        if self.outcome.starts_with("office-") {
            let request = Request::accept(&text, self.at());
            return format!("office-{}", request.map_or_else(RequestError::code, |_| "answered"));
        }
        match self.verdict(&text, &self.knowledge()) {
            Verdict::Accept(_) => "accept".into(),
            Verdict::Refuse(refusal) => format!("refuse-{}", refusal.code()),
            Verdict::Undetermined(doubt) => format!("undetermined-{}", doubt.code()),
        }
    }
}

#[test]
fn every_vector_comes_to_the_end_that_its_folder_is_named_by() {
    let failed: Vec<_> = corpus()
        .iter()
        .map(|case| (case, case.end()))
        .filter(|(case, end)| *end != case.outcome)
        .map(|(case, end)| format!("{} ({}): {end}", case.path.display(), case.header("why")))
        .collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn the_corpus_has_all_its_flaws_and_some_of_every_outcome() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    corpus().into_iter().for_each(|case| *counts.entry(case.outcome).or_default() += 1);
    let is_flaw = |outcome: &str| {
        ["refuse-", "undetermined-", "not-a-pass", "lists-"].iter().any(|front| outcome.starts_with(front))
    };
    let flaws: usize = counts.iter().filter(|(outcome, _)| is_flaw(outcome)).map(|(_, count)| count).sum();
    assert!(flaws >= LEAST_FLAWS, "{flaws} flaws");
    let refusals = tessera::verifier::Refusal::ALL.map(|refusal| format!("refuse-{}", refusal.code()));
    let doubts = tessera::verifier::Doubt::ALL.map(|doubt| format!("undetermined-{}", doubt.code()));
    let wallets = tessera::holder::CheckError::ALL.map(|error| format!("wallet-{}", error.code()));
    let backups = BackupError::ALL.map(|error| format!("backup-{}", error.code()));
    let updates = UpdateError::ALL.map(|error| format!("lists-{}", error.code()));
    let offices = RequestError::ALL.map(|error| format!("office-{}", error.code()));
    let rules = RulesError::ALL.map(|error| format!("rules-{}", error.code()));
    let challenges = ChallengeError::ALL.map(|error| format!("challenge-{}", error.code()));
    let others =
        ["accept", "rules-taken", "challenge-taken", "not-a-pass", "wallet-kept", "lists-taken", "office-answered"]
            .map(String::from);
    let outcomes = refusals
        .iter()
        .chain(&doubts)
        .chain(&wallets)
        .chain(&updates)
        .chain(&backups)
        .chain(&offices)
        .chain(&rules)
        .chain(&challenges)
        .chain(&others);
    for outcome in outcomes {
        assert!(counts.contains_key(outcome), "nothing in {outcome}");
    }
}

#[test]
fn no_single_bit_of_an_accepted_vector_can_be_flipped() {
    for case in corpus().iter().filter(|case| case.outcome == "accept") {
        let knowledge = case.knowledge();
        let message = ScannedText::new(&case.text).expect("ours").decode().expect("a message");
        for bit in 0..message.len() * 8 {
            let mut broken = message.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            let verdict = case.verdict(&ScannedText::encode(&broken), &knowledge);
            assert!(!matches!(verdict, Verdict::Accept(_)), "{}, bit {bit}", case.path.display());
        }
    }
}

#[test]
fn a_text_that_lost_any_character_is_not_accepted() {
    for case in corpus().iter().filter(|case| case.outcome == "accept") {
        let knowledge = case.knowledge();
        for at in 0..case.text.len() {
            let mut broken = case.text.clone();
            broken.remove(at);
            let accepted = ScannedText::new(&broken)
                .is_ok_and(|text| matches!(case.verdict(&text, &knowledge), Verdict::Accept(_)));
            assert!(!accepted, "{}, character {at}", case.path.display());
        }
    }
}

#[test]
fn lists_that_break_off_at_any_byte_change_nothing() {
    for case in corpus().iter().filter(|case| case.outcome == "lists-taken") {
        let (known, offered, roots) = (case.known("known"), unhex(&case.text), case.roots());
        for end in 0..offered.len() {
            assert_eq!(Bundle::parse(&offered[..end]), None, "{}, byte {end}", case.path.display());
        }
        // The same for each file by itself, as a host serves them.
        let whole = Bundle::parse(&offered).expect("a bundle");
        let files = whole.files.len();
        for (n, end) in (0..files).flat_map(|n| (0..whole.files[n].len()).map(move |end| (n, end))) {
            let mut broken = whole.clone();
            broken.files[n].truncate(end);
            if case.path.ends_with("file-too-many.txt") && n + 1 == files {
                continue;
            }
            let taken = known.update(broken, &roots, case.at());
            assert_eq!(taken.err(), Some(UpdateError::Incomplete), "{}, file {n}, byte {end}", case.path.display());
        }
        for end in 0..whole.snapshot.len() {
            let broken = Bundle { snapshot: whole.snapshot[..end].to_vec(), files: whole.files.clone() };
            let taken = known.update(broken, &roots, case.at());
            assert_eq!(taken.err(), Some(UpdateError::Malformed), "{}, snapshot, byte {end}", case.path.display());
        }
    }
}

#[test]
fn no_single_bit_of_lists_that_are_taken_can_be_flipped() {
    for case in corpus().iter().filter(|case| case.outcome == "lists-taken") {
        let (known, whole, roots) =
            (case.known("known"), Bundle::parse(&unhex(&case.text)).expect("a bundle"), case.roots());
        for bit in 0..whole.snapshot.len() * 8 {
            let mut broken = whole.clone();
            broken.snapshot[bit / 8] ^= 1 << (bit % 8);
            assert!(known.update(broken, &roots, case.at()).is_err(), "{}, bit {bit}", case.path.display());
        }
    }
}
