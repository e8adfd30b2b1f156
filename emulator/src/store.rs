//! The store: one SQLite connection, and every request one transaction on it.

pub(crate) mod channels;
pub(crate) mod messages;
pub(crate) mod people;
pub(crate) mod tokens;
pub(crate) mod turns;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Where the emulator keeps what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// In memory; gone when the emulator stops.
    Memory,
    /// In a SQLite file (and its `-wal` and `-shm` neighbours). An answered write survives a crash.
    File(PathBuf),
}

/// The data could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite refused.
    #[error("cannot open the data")]
    Sqlite(#[from] rusqlite::Error),
    /// The file was written by a version with another schema.
    #[error("the data file `{path}` has schema {found}, this version reads {SCHEMA}: choose another file")]
    Schema {
        /// The file.
        path: PathBuf,
        /// The schema's number in the file.
        found: i32,
    },
}

const SCHEMA: i32 = 1;

#[derive(Debug)]
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    pub(crate) fn open(data: &Data) -> Result<Store, OpenError> {
        let connection = match data {
            Data::Memory => Connection::open_in_memory()?,
            Data::File(path) => open_file(path)?,
        };
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(64);
        let found: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match (found, data) {
            (0, _) => connection.execute_batch(&format!(
                "BEGIN; {} PRAGMA user_version = {SCHEMA}; COMMIT;",
                include_str!("store/schema.sql")
            ))?,
            (SCHEMA, _) => {}
            (found, Data::File(path)) => return Err(OpenError::Schema { path: path.clone(), found }),
            (found, Data::Memory) => return Err(OpenError::Schema { path: PathBuf::new(), found }),
        }
        Ok(Store { connection: Mutex::new(connection) })
    }

    /// Runs `work` in a transaction, which is kept only if `work` succeeds.
    pub(crate) fn transact<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // A panic while the lock was held rolled its transaction back, so the connection is sound.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

fn open_file(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    // FULL: what was answered is on the disk, even if the power fails the next moment.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_schema_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.db");
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = Store::open(&Data::File(path.clone())).unwrap_err();
        assert!(matches!(error, OpenError::Schema { found: 99, .. }), "{error}");
    }

    #[test]
    fn work_that_fails_leaves_nothing_behind() {
        let store = Store::open(&Data::Memory).unwrap();
        let insert = "INSERT INTO app_instance (arn, name, created, updated) VALUES ('a', 'n', 0, 0)";
        let failed: rusqlite::Result<()> = store.transact(|tx| {
            tx.execute(insert, [])?;
            Err(rusqlite::Error::QueryReturnedNoRows)
        });
        assert!(failed.is_err());
        let rows: rusqlite::Result<i64> =
            store.transact(|tx| tx.query_row("SELECT count(*) FROM app_instance", [], |row| row.get(0)));
        assert_eq!(rows.unwrap(), 0);
    }
}
