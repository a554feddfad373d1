//! `tessera office restored`: a copy of a record that was put back goes on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::shard::Entry;
use super::{Office, OfficeError};
use crate::cli::error::CliError;
use crate::cli::{Ending, output, publish};
use crate::trust::{Known, Standing};

const LOST: &str = "\
What was recorded after the copy was made is lost: passes that were issued since cannot be found by their case. What was
called back since and published is taken over from the published lists, if they are given; the rest must be called back
again. Nothing is lifted: what was lifted since must be lifted again.";

#[derive(Args)]
#[command(after_help = LOST)]
pub(in crate::cli) struct Restored {
    /// Folder of the office
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The newest lists that were published, as a folder or in one file, to take standings over from
    #[arg(long, value_name = "PATH", requires = "roots")]
    lists: Option<PathBuf>,
    /// Public key of a root that verifiers have pinned, or its .pub file; give it once for each
    #[arg(long = "root", value_name = "KEY", requires = "lists")]
    roots: Vec<String>,
    /// How many of the roots must have signed
    #[arg(long, value_name = "N", default_value_t = 1)]
    threshold: usize,
}

impl Restored {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let office = Office::open(&self.folder)?;
        let folder = self.folder.display();
        if let Some(path) = &self.lists {
            let known = Known::authenticate(publish::bundle(path)?, &publish::pinned(&self.roots, self.threshold)?)?;
            let count = take_over(&office, &known)?;
            output::print(&format!("{folder}: standings taken over from the published lists: {count}\n"))?;
        }
        // Last, so that nothing is issued or published before.
        office.accept_place()?;
        output::print(&format!("{folder}: the next passes go into new status lists\n"))?;
        Ok(Ending::Done)
    }
}

/// Sets what the published lists say of passes that the record knows less of; how many those are.
pub(super) fn take_over(office: &Office, known: &Known) -> Result<usize, OfficeError> {
    let (reading, write) = (office.read()?, office.write()?);
    let mut count = 0;
    for shard in reading.shards()? {
        let uri = office.uri(&shard);
        let Some(list) = known.statuses().iter().find(|list| list.uri() == uri) else { continue };
        let mut recorded = BTreeMap::new();
        reading.standings(shard.id, |index, standing, since| {
            recorded.insert(index, (standing, since));
        })?;
        for (index, status) in list.statuses().entries() {
            let (Ok(index), Some(standing)) = (u32::try_from(index), Standing::from_u8(status)) else { continue };
            // What the record had set after this state was published is newer.
            let is_newer =
                recorded.get(&index).is_some_and(|(before, since)| *before == standing || *since > list.issued_at());
            if !is_newer {
                write.set(Entry { shard: shard.id, index }, standing, list.issued_at())?;
                count += 1;
            }
        }
    }
    write.commit()?;
    Ok(count)
}
