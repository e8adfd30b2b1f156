//! The store: one SQLite connection, and every request one transaction on it.

pub(crate) mod channels;
mod claim;
pub(crate) mod messages;
pub(crate) mod people;
pub(crate) mod tokens;
pub(crate) mod turns;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Where the emulator keeps what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// In memory; gone when the emulator stops.
    Memory,
    /// In a SQLite file (and its `-wal`, `-shm` and `-lock` neighbours), of one emulator at a time. An answered
    /// write survives a crash.
    File(PathBuf),
}

/// The data could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite refused.
    #[error("cannot open the data {}", named(path.as_deref()))]
    Sqlite {
        /// The file; none in memory.
        path: Option<PathBuf>,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The file cannot be written.
    #[error("cannot open the data file `{path}`")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Another emulator has the file.
    #[error("the data file `{path}` is in use by another emulator")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a version with another schema.
    #[error("the data file `{path}` has schema {found}, this version reads {SCHEMA}: choose another file")]
    Schema {
        /// The file.
        path: PathBuf,
        /// The schema's number in the file.
        found: i32,
    },
}

fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "in memory".to_owned(), |path| format!("file `{}`", path.display()))
}

const SCHEMA: i32 = 1;

#[derive(Debug)]
pub(crate) struct Store {
    connection: Mutex<Connection>,
    /// Dropped after the connection.
    _claim: Option<File>,
}

impl Store {
    pub(crate) fn open(data: &Data) -> Result<Store, OpenError> {
        let path = match data {
            Data::Memory => None,
            Data::File(path) => Some(path),
        };
        let claim = path.map(|path| claim::stake(path)).transpose()?;
        let refused = |source| OpenError::Sqlite { path: path.cloned(), source };
        let connection = connect(path.map(PathBuf::as_path)).map_err(refused)?;
        let found = schema(&connection).map_err(refused)?;
        if found != SCHEMA {
            return Err(OpenError::Schema { path: path.cloned().unwrap_or_default(), found });
        }
        Ok(Store { connection: Mutex::new(connection), _claim: claim })
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

fn connect(path: Option<&Path>) -> rusqlite::Result<Connection> {
    let connection = match path {
        None => Connection::open_in_memory()?,
        Some(path) => open_file(path)?,
    };
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

fn open_file(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    // FULL: what was answered is on the disk, even if the power fails the next moment.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// The number of the schema, which new data is given.
fn schema(connection: &Connection) -> rusqlite::Result<i32> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found != 0 {
        return Ok(found);
    }
    let tables = include_str!("store/schema.sql");
    connection.execute_batch(&format!("BEGIN; {tables} PRAGMA user_version = {SCHEMA}; COMMIT;"))?;
    Ok(SCHEMA)
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
    fn a_file_is_of_one_emulator_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let (path, alias) = (folder.path().join("data.db"), folder.path().join("alias.db"));
        let first = Store::open(&Data::File(path.clone())).unwrap();
        std::os::unix::fs::symlink(&path, &alias).unwrap();
        for name in [path, alias] {
            let error = Store::open(&Data::File(name.clone())).unwrap_err();
            let words = format!("the data file `{}` is in use by another emulator", name.display());
            assert_eq!(error.to_string(), words);
        }
        drop(first);
        assert!(Store::open(&Data::File(folder.path().join("data.db"))).is_ok());
    }

    #[test]
    fn a_file_that_cannot_be_opened_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (junk, missing) = (folder.path().join("junk.db"), folder.path().join("no").join("data.db"));
        std::fs::write(&junk, "this is no database, and never was one".repeat(9)).unwrap();
        for path in [junk, missing, folder.path().to_owned()] {
            let error = Store::open(&Data::File(path.clone())).unwrap_err();
            assert_eq!(error.to_string(), format!("cannot open the data file `{}`", path.display()));
        }
        assert!(!std::fs::exists(format!("{}-lock", folder.path().display())).unwrap(), "no litter");
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
