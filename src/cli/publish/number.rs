//! The number of the newest snapshot, kept in the office's records: a folder that was lost or restored from a backup does not bring it back.

use redb::{ReadableTable, TableDefinition};

use crate::cli::error::CliError;
use crate::cli::office::{Office, OfficeError};

const COUNTS: TableDefinition<&str, u64> = TableDefinition::new("published");
const SNAPSHOT: &str = "snapshot";

/// The next number after that of `before` and every one that a record knows. It is kept before it is used: one that is skipped harms nobody,
/// one that is used twice does. Each record keeps it, so that it does not matter in which order they are named.
pub(super) fn next(offices: &[Office], before: Option<u64>) -> Result<u64, CliError> {
    let changes = offices.iter().map(Office::write).collect::<Result<Vec<_>, _>>()?;
    let mut number = before.map_or(1, |before| before.saturating_add(1));
    for (office, write) in offices.iter().zip(&changes) {
        // A copy that was put back does not know what was called back since.
        office.check_place(write)?;
        let table = write.transaction().open_table(COUNTS).map_err(failed)?;
        let newest = table.get(SNAPSHOT).map_err(failed)?.map_or(0, |number| number.value());
        number = number.max(newest.saturating_add(1));
    }
    for write in changes {
        write.transaction().open_table(COUNTS).map_err(failed)?.insert(SNAPSHOT, number).map_err(failed)?;
        write.commit()?;
    }
    Ok(number)
}

fn failed(error: impl Into<redb::Error>) -> CliError {
    OfficeError::Store(error.into()).into()
}
