//! The database file: private, checked and migrated when it is opened, one transaction per write.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use connect_core::ports::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::salvage::{self, with_suffix};
use crate::tables::{MIGRATIONS, SCHEMA_VERSION};

/// The name of the database file in the app's data folder.
pub const FILE_NAME: &str = "connect.sqlite3";

/// What can go wrong below the port's errors, before it is known which file it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error("its schema cannot be brought up to date: {0}")]
    Migration(#[from] rusqlite_migration::Error),
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("what was to be stored cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the {what} of {id} in it cannot be read: {reason}")]
    Row { what: &'static str, id: String, reason: String },
    #[error("it is damaged: {0}")]
    Damaged(String),
    #[error("it has the newer schema {0}")]
    Newer(i64),
    #[error(transparent)]
    Port(#[from] StoreError),
}

impl Trouble {
    pub(crate) fn row(what: &'static str, id: &dyn Display, error: &dyn Display) -> Self {
        Self::Row { what, id: id.to_string(), reason: error.to_string() }
    }

    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sql(error) => error.sqlite_error_code(),
            Self::Migration(rusqlite_migration::Error::RusqliteError { err, .. }) => err.sqlite_error_code(),
            _ => None,
        }
    }

    fn is_busy(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }

    fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(_))
            || matches!(self.code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    fn at(self, path: &Path) -> StoreError {
        let path = path.display().to_string();
        match self {
            Self::Port(error) => error,
            Self::Newer(found) => StoreError::Newer { path, found, known: SCHEMA_VERSION },
            trouble => StoreError::Database { path, reason: words(&trouble) },
        }
    }
}

fn words(trouble: &Trouble) -> String {
    let known = match trouble.code() {
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::ReadOnly) => "the file or its folder is read-only",
        Some(ErrorCode::CannotOpen) => "the file cannot be opened or made in that folder",
        Some(ErrorCode::PermissionDenied) => "the system denies access to it",
        Some(ErrorCode::SystemIoFailure) => "the system could not read or write it",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program keeps it locked",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            "it is damaged; when the app is started anew it is put aside and what can be read is carried over"
        }
        _ => return trouble.to_string(),
    };
    format!("{known} ({trouble})")
}

/// The open database file.
pub(crate) struct Database {
    path: PathBuf,
    set_aside: Option<PathBuf>,
    connection: Mutex<Connection>,
}

impl Database {
    /// Opens the file in that folder, or makes both. `bound` is how long another process's lock is
    /// waited for.
    pub(crate) fn open(folder: &Path, bound: Duration) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        Self::open_file(&path, bound).map_err(|trouble| trouble.at(&path))
    }

    fn open_file(path: &Path, bound: Duration) -> Result<Self, Trouble> {
        make_private(path)?;
        let (connection, set_aside) = match prepare_patiently(path, bound) {
            Err(trouble) if trouble.is_damage() => {
                let (connection, aside) = start_over(path, bound, &trouble)?;
                (connection, Some(aside))
            }
            outcome => (outcome?, None),
        };
        Ok(Self { path: path.to_owned(), set_aside, connection: Mutex::new(connection) })
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where a damaged file was put when this one was opened.
    pub(crate) fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    /// Reads one consistent state.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Trouble>) -> Result<T, StoreError> {
        self.transact(TransactionBehavior::Deferred, |tx| read(tx))
    }

    /// Gives an outcome the file's name, without touching the file.
    pub(crate) fn check<T>(&self, outcome: impl FnOnce() -> Result<T, Trouble>) -> Result<T, StoreError> {
        outcome().map_err(|trouble| trouble.at(&self.path))
    }

    /// Writes everything or nothing.
    pub(crate) fn write<T>(&self, write: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>) -> Result<T, StoreError> {
        self.transact(TransactionBehavior::Immediate, write)
    }

    fn transact<T>(
        &self,
        behavior: TransactionBehavior,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let mut connection = self.lock();
        let outcome = connection.transaction_with_behavior(behavior).map_err(Trouble::from).and_then(|tx| {
            let value = act(&tx)?;
            tx.commit()?;
            Ok(value)
        });
        outcome.map_err(|trouble| trouble.at(&self.path))
    }

    /// Takes what was deleted out of the write-ahead log too. A reader in another process can keep
    /// it from doing so; then the next checkpoint does.
    pub(crate) fn wipe_log(&self) {
        let outcome = self.lock().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        if let Err(error) = outcome {
            tracing::warn!(%error, "the write-ahead log could not be emptied");
        }
    }

    /// A panic cannot leave it half-written: a transaction that is dropped rolls back.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn start_over(path: &Path, bound: Duration, why: &Trouble) -> Result<(Connection, PathBuf), Trouble> {
    let aside = salvage::put_aside(path)?;
    make_private(path)?;
    let mut connection = prepare_patiently(path, bound)?;
    let rows = salvage::carry_over(&aside, &mut connection);
    tracing::warn!(%why, aside = %aside.display(), rows, "the database was damaged and put aside");
    Ok((connection, aside))
}

/// `SQLite`'s own busy handler is not asked everywhere, such as when the journal mode changes.
fn prepare_patiently(path: &Path, bound: Duration) -> Result<Connection, Trouble> {
    let started = Instant::now();
    loop {
        match prepare(path, bound) {
            Err(trouble) if trouble.is_busy() && started.elapsed() < bound => thread::sleep(Duration::from_millis(20)),
            outcome => return outcome,
        }
    }
}

fn prepare(path: &Path, bound: Duration) -> Result<Connection, Trouble> {
    let log_was_there = with_suffix(path, "-wal").exists();
    let mut connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(bound)?;
    // Before anything is set: a newer file stays as it is to the byte.
    let found = version(&connection)?;
    if found > SCHEMA_VERSION {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log_was_there)?;
        return Err(Trouble::Newer(found));
    }
    // Full: what was shown to a person survives a power cut too, and writes are few.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;",
    )?;
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    migrate(&mut connection)?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(connection) } else { Err(Trouble::Damaged(verdict)) }
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn migrate(connection: &mut Connection) -> Result<(), Trouble> {
    match MIGRATIONS.to_latest(connection) {
        // Another process that was started at the same moment was faster.
        Err(_) if version(connection)? == SCHEMA_VERSION => Ok(()),
        outcome => Ok(outcome?),
    }
}

/// Makes folder and file so that only this user can read them. `SQLite` gives its `-wal` and
/// `-shm` the file's mode.
#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

    if let Some(folder) = path.parent() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        // The file's own mode is what counts, if the folder belongs to someone else.
        drop(shut_others_out(folder));
    }
    // Never opens a file that is there: closing it would drop the locks that this process holds.
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        outcome => drop(outcome?),
    }
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("there is something of that name which is no file"));
    }
    shut_others_out(path)
}

/// Takes rights away and gives none: what the person made read-only stays so.
#[cfg(unix)]
fn shut_others_out(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::metadata(path)?.permissions().mode();
    let others = mode & 0o077;
    if others == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700)) }
}

/// The app-data folder of Windows is private to its user by its access list.
#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        outcome => outcome.map(drop),
    }
}
