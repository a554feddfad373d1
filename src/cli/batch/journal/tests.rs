use super::*;
use crate::cli::office::tests::Folder;
use crate::cli::office::{Allotment, Issued};

const PART: Part = Part { part: 1, parts: 1 };

fn begin(settings: u8, size: Option<u64>) -> State {
    let at = UnixTime::new(1_795_000_000).expect("a time");
    State::begin([settings; 32], at, size, Mark { rows: 0, digest: [0; 32] })
}

fn open<'a>(office: &'a Office, folder: &Folder, state: State) -> Result<Journal<'a>, CliError> {
    Journal::open(office, &folder.0.join("out"), PART, state)
}

fn chunk(office: &Office, number: u64) -> Finished {
    let taken = Allotment::new(office, 1).take(2).expect("indexes");
    let ends = UnixTime::new(1_796_000_000).expect("a time");
    let case = |at: u64| office.cases().case(&format!("{number}-{at}")).expect("a number");
    let issued = taken.iter().zip(0..).map(|((entry, _), at)| (Some(case(at)), Issued { entry: *entry, ends }));
    let issued = issued.collect();
    let mark = Mark { rows: 3 * number, digest: [number as u8; 32] };
    let passes = format!("pass of {number}\n").into_bytes();
    let faults = if number == 2 { b"fault\n".to_vec() } else { Vec::new() };
    Finished { passes, faults, issued, live: 1, bad: 1, mark, byte: 0, is_last: true }
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.0.join("out")).expect("a folder");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("ASCII")).collect();
    names.sort();
    names
}

const WHOLE: [&str; 4] = [NAME, "faults-1-000002.csv", "passes-1-000001.csv", "passes-1-000002.csv"];

#[test]
fn a_batch_goes_on_from_its_last_chunk_with_everything_that_was_counted() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    let mut journal = open(&office, &folder, begin(1, Some(9))).expect("a batch");
    for number in 1..=2 {
        journal.put(&chunk(&office, number)).expect("put");
    }
    let state = journal.state().clone();
    assert_eq!((state.chunks, state.live, state.paper, state.bad, state.passes()), (2, 2, 2, 2, 4));
    assert_eq!(names(&folder), WHOLE);
    drop(journal);
    assert_eq!(open(&office, &folder, begin(1, Some(9))).expect("the batch").state(), &state);
}

#[test]
fn files_that_a_crash_left_without_their_names_get_them_and_files_of_no_chunk_go() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    let mut journal = open(&office, &folder, begin(1, None)).expect("a batch");
    for number in 1..=2 {
        journal.put(&chunk(&office, number)).expect("put");
    }
    let out = folder.0.join("out");
    let before = fs::read(out.join("passes-1-000002.csv")).expect("a file");
    for kind in ["passes", "faults"] {
        fs::rename(out.join(journal.name(kind, 1)), journal.draft(kind, 1)).expect("renamed");
    }
    fs::write(journal.draft("passes", 2), "half a fi").expect("written");
    drop(journal);
    open(&office, &folder, begin(1, None)).expect("the batch");
    assert_eq!(names(&folder), WHOLE);
    assert_eq!(fs::read(out.join("passes-1-000002.csv")).expect("a file"), before);
}

#[test]
fn files_that_were_taken_away_are_not_made_again() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    let mut journal = open(&office, &folder, begin(1, None)).expect("a batch");
    journal.put(&chunk(&office, 1)).expect("put");
    fs::remove_file(folder.0.join("out").join(journal.name("passes", 0))).expect("removed");
    drop(journal);
    let mut journal = open(&office, &folder, begin(1, None)).expect("the batch");
    journal.put(&chunk(&office, 2)).expect("put");
    assert_eq!(names(&folder), [NAME, "faults-1-000002.csv", "passes-1-000002.csv"]);
}

#[test]
fn other_arguments_and_a_table_of_another_size_are_refused() {
    let folder = Folder::new(64, 1);
    let office = folder.open();
    drop(open(&office, &folder, begin(1, Some(9))).expect("a batch"));
    assert!(matches!(open(&office, &folder, begin(2, Some(9))), Err(CliError::Usage(..))));
    assert!(matches!(open(&office, &folder, begin(1, Some(10))), Err(CliError::Usage(..))));
    // How much comes from a pipe is not known; what was read of it is compared later.
    assert!(open(&office, &folder, begin(1, None)).is_ok());
}

#[test]
fn a_folder_of_something_else_and_a_batch_of_another_office_are_refused() {
    let (folder, other) = (Folder::new(64, 1), Folder::new(64, 1));
    let (office, other_office) = (folder.open(), other.open());
    let mut journal = open(&office, &folder, begin(1, None)).expect("a batch");
    journal.put(&chunk(&office, 1)).expect("put");
    assert!(matches!(open(&other_office, &folder, begin(1, None)), Err(CliError::Usage(..))));
    fs::remove_file(folder.0.join("out").join(NAME)).expect("removed");
    assert!(matches!(open(&office, &folder, begin(1, None)), Err(CliError::FolderExists(_))));
}
