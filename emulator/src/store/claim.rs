//! The claim on a data file. Two emulators on one file would both deliver what is pending in it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::OpenError;

/// How long to wait for a claim: an emulator that is ending may hold its own a moment longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Claims the data file until what it returns is dropped, or the process ends in whatever way. The lock is on
/// a neighbour of the file, since closing a second handle on the file itself would drop SQLite's own locks.
pub(super) fn stake(data: &Path) -> Result<File, OpenError> {
    let failed = |source| OpenError::File { path: data.to_owned(), source };
    if data.is_dir() {
        return Err(failed(Error::from(ErrorKind::IsADirectory)));
    }
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).open(neighbour(data)).map_err(failed)?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse { path: data.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}

/// `chat.db-lock` for `chat.db`, and for every other name that leads to it.
fn neighbour(data: &Path) -> PathBuf {
    let mut name: OsString = fs::canonicalize(data).unwrap_or_else(|_| data.to_owned()).into();
    name.push("-lock");
    name.into()
}
