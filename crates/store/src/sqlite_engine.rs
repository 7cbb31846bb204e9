//! SQLite, embedded: one writer whose commits are shared, and readers on snapshots.
//!
//! **Group commit.** A durable commit waits for the disk, and the disk is slow. So whoever finds
//! others waiting behind it leaves its work in the open transaction, inside its own savepoint, and
//! the last in line commits for all of them. Nobody is answered before that commit is durable
//! (SEC-76), and a refusal undoes only its own savepoint.
//!
//! **No sync fails unseen.** SQLite itself passes over two results: that of the sync of the directory
//! when its log is new, and that of bringing the log into the database after a commit. The first lies
//! behind us before anyone is served, and is made again by the house; the second is the house's own.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, hooks::Wal};

use crate::{
    Figures, Result, Statement, StoreError, disk,
    figures::Watch,
    postgres_engine::WAIT_MOST,
    store::Verdict,
    tx::{Link, Tx},
};

/// How many acts share one commit at most, so that the first never waits long for the last.
const BATCH_MOST: usize = 128;
/// Readers for each processor core: more would only wait for each other and hold memory.
const READERS_PER_CORE: usize = 3;
/// From how many pages the log is brought into the database.
const LOG_PAGES: i32 = 1000;
/// After so many steps of the engine a reader's time is looked at: some thousand times a second.
const STEPS_BETWEEN_LOOKS: i32 = 20_000;

pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Mutex<Writer>,
    waiting: AtomicUsize,
    broken: AtomicBool,
    readers: Mutex<Readers>,
    readers_most: usize,
    reader_freed: Condvar,
    query_time: Duration,
    figures: Arc<Figures>,
    _lock: std::fs::File,
}

#[derive(Default)]
struct Readers {
    idle: Vec<ReadLink>,
    open: usize,
}

/// A connection that only reads, and the watch that it asks how long it may go on.
struct ReadLink {
    connection: Connection,
    watch: Arc<Watch>,
}

struct Writer {
    connection: Connection,
    batch: Option<Arc<Batch>>,
    acts: usize,
}

/// A reader on loan: it comes back when it is dropped, after a panic too.
struct Reader<'a> {
    of: &'a Sqlite,
    link: Option<ReadLink>,
}

impl Reader<'_> {
    fn link(&self) -> Result<&ReadLink> {
        self.link.as_ref().ok_or(StoreError::Broken)
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let Some(link) = self.link.take() else { return };
        link.watch.rest();
        if !link.connection.is_autocommit() && link.connection.execute_batch("rollback").is_err() {
            return self.of.forget_reader();
        }
        self.of.readers.lock().unwrap_or_else(PoisonError::into_inner).idle.push(link);
        self.of.reader_freed.notify_one();
    }
}

/// The acts that share one commit. They wait here until it is known what became of it.
#[derive(Default)]
struct Batch {
    outcome: Mutex<Option<Outcome>>,
    settled: Condvar,
}

/// What became of a commit.
#[derive(Clone, Copy)]
enum Outcome {
    Durable,
    /// Nothing of it was kept, and nothing else was harmed.
    Undone,
    /// Nobody knows what is on the disk.
    Broken,
}

impl Outcome {
    const fn told(self) -> Result<()> {
        match self {
            Self::Durable => Ok(()),
            Self::Undone => Err(StoreError::Undone),
            Self::Broken => Err(StoreError::Broken),
        }
    }
}

impl Batch {
    fn settle(&self, outcome: Outcome) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        self.settled.notify_all();
    }

    fn wait(&self) -> Result<()> {
        let guard = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        let settled = self.settled.wait_while(guard, |outcome| outcome.is_none());
        settled.unwrap_or_else(PoisonError::into_inner).unwrap_or(Outcome::Broken).told()
    }
}

impl Sqlite {
    /// Opens the database file, made at first use, and locks it: a second process is refused (SEC-81).
    pub(crate) fn open(path: &Path, query_time: Duration, figures: Arc<Figures>) -> Result<Self> {
        let lock = lock_out_others(path)?;
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -4000)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(256);
        keep_plans(&connection)?;
        connection.wal_hook(Some(bring_log_in))?;
        make_log_durable(&connection, path)?;
        let writer = Mutex::new(Writer { connection, batch: None, acts: 0 });
        Ok(Self {
            path: path.to_owned(),
            writer,
            waiting: AtomicUsize::new(0),
            broken: AtomicBool::new(false),
            readers: Mutex::default(),
            // Asked once: the answer is read from a dozen files of the system.
            readers_most: std::thread::available_parallelism().map_or(1, std::num::NonZero::get) * READERS_PER_CORE,
            reader_freed: Condvar::new(),
            query_time,
            figures,
            _lock: lock,
        })
    }

    /// Runs one act and returns when its commit, shared or its own, is durable.
    pub(crate) fn write(&self, act: &mut dyn FnMut(&mut Tx<'_>) -> Verdict) -> Result<()> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        if self.broken.load(Ordering::SeqCst) {
            return Err(StoreError::Broken);
        }
        let batch = join_batch(&mut writer)?;
        let outcome = catch_unwind(AssertUnwindSafe(|| in_savepoint(&writer.connection, act)));
        let undone = match &outcome {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => undo(&writer.connection),
        };
        writer.acts += 1;
        let durable = if undone.is_err() || writer.connection.is_autocommit() {
            end_batch(&mut writer, Outcome::Undone);
            Err(StoreError::Undone)
        } else if self.waiting.load(Ordering::SeqCst) == 0 || writer.acts >= BATCH_MOST {
            self.commit(&mut writer)
        } else {
            drop(writer);
            batch.wait()
        };
        match outcome {
            Ok(done) => done.and_then(|passed_over| durable.and(passed_over)),
            Err(panic) => resume_unwind(panic),
        }
    }

    fn commit(&self, writer: &mut MutexGuard<'_, Writer>) -> Result<()> {
        let outcome = match writer.connection.execute_batch("commit") {
            Ok(()) => Outcome::Durable,
            // The log found no room before anything was synced: its last whole commit stands.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull) => {
                tracing::error!(%error, "a commit found no room on the disk and was undone");
                Outcome::Undone
            }
            Err(error) => {
                // SEC-76: after a failed sync nobody knows what is on the disk. Stop; do not try again.
                tracing::error!(%error, "a commit failed: the store stops until it is opened again");
                self.broken.store(true, Ordering::SeqCst);
                Outcome::Broken
            }
        };
        self.figures.groups.take(writer.acts as u64);
        end_batch(writer, outcome);
        outcome.told()
    }

    /// Runs a reader on a snapshot that no writer disturbs.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> T) -> Result<(T, Vec<Statement>)> {
        let reader = self.take_reader()?;
        let ReadLink { connection, watch } = reader.link()?;
        connection.prepare_cached("begin")?.execute([])?;
        let mut tx = Tx::new(Link::Sqlite(connection, Some(watch)));
        let answer = look(&mut tx);
        let left = std::mem::take(&mut tx.left_anyway);
        watch.rest();
        connection.prepare_cached("commit")?.execute([])?;
        Ok((answer, left))
    }

    /// Takes an idle reader, opens one while there are few, or waits for one to come back.
    fn take_reader(&self) -> Result<Reader<'_>> {
        let since = std::time::Instant::now();
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(link) = readers.idle.pop() {
                return Ok(Reader { of: self, link: Some(link) });
            }
            if readers.open < self.readers_most {
                readers.open += 1;
                drop(readers);
                let link = self.open_reader().inspect_err(|_| self.forget_reader())?;
                return Ok(Reader { of: self, link: Some(link) });
            }
            self.figures.waits.one();
            let Some(left) = WAIT_MOST.checked_sub(since.elapsed()) else {
                ground::Limit::DatabaseWait.reached();
                return Err(StoreError::Waited("no reader came free"));
            };
            readers = self.reader_freed.wait_timeout(readers, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn forget_reader(&self) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.reader_freed.notify_one();
    }

    fn open_reader(&self) -> Result<ReadLink> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&self.path, flags)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -2000)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(128);
        keep_plans(&connection)?;
        let watch = Arc::new(Watch::over(self.query_time));
        let asked = Arc::clone(&watch);
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || asked.is_over()))?;
        Ok(ReadLink { connection, watch })
    }

    /// Bytes of the write-ahead log.
    pub(crate) fn log_bytes(&self) -> u64 {
        let mut name = self.path.clone().into_os_string();
        name.push("-wal");
        std::fs::metadata(name).map_or(0, |about| about.len())
    }

    /// Writes every page of the file anew and empties the log, so that nothing deleted is left in either.
    pub(crate) fn rewrite(&self) -> Result<()> {
        let mut writer = self.alone()?;
        // The copy that is made meanwhile may be as large as the database: on the disk, not in memory.
        writer.connection.execute_batch("pragma temp_store = file")?;
        let done = writer.connection.execute_batch("vacuum");
        writer.connection.execute_batch("pragma temp_store = memory")?;
        done?;
        empty_log(&mut writer.connection).map(|_| ())
    }

    /// Empties the write-ahead log; false while someone reads a snapshot that needs it.
    pub(crate) fn empty_log(&self) -> Result<bool> {
        empty_log(&mut self.alone()?.connection)
    }

    /// The writer with no act in its transaction: what others left there is committed first.
    fn alone(&self) -> Result<MutexGuard<'_, Writer>> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if self.broken.load(Ordering::SeqCst) {
            return Err(StoreError::Broken);
        }
        if writer.batch.is_some() {
            self.commit(&mut writer)?;
        }
        Ok(writer)
    }

    /// Whether a commit has failed.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::SeqCst)
    }

    /// A setting of the writer, as it is in force.
    pub(crate) fn pragma(&self, name: &str) -> Result<String> {
        use rusqlite::types::Value;
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let value = writer.connection.pragma_query_value(None, name, |row| row.get(0))?;
        Ok(match value {
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text,
            Value::Null | Value::Real(_) | Value::Blob(_) => String::new(),
        })
    }

    /// Gives the writer more page cache while a large batch is taken in.
    pub(crate) fn widen_cache(&self, kibibytes: i64) -> Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.connection.pragma_update(None, "cache_size", -kibibytes)?;
        if kibibytes <= 4000 {
            writer.connection.pragma_update(None, "shrink_memory", 1)?;
        }
        Ok(())
    }
}

/// Copies what the log holds into the database and cuts it to nothing; false while someone needs it. No
/// act waits for a reader.
fn empty_log(connection: &mut Connection) -> Result<bool> {
    connection.busy_timeout(std::time::Duration::ZERO)?;
    let busy: rusqlite::Result<i64> = connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0));
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(busy? == 0)
}

/// Plans a statement once, whatever its arguments will be. Otherwise SQLite plans anew each time a
/// `limit $2` is bound, which costs more than most statements themselves.
fn keep_plans(connection: &Connection) -> Result<()> {
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Makes the log last before anyone is served. SQLite syncs the directory after the first sync of its
/// log, and passes over the result (`unixSync`): the one commit here puts that behind us, and the sync
/// of our own counts. While this connection is open its log is neither removed nor made anew.
fn make_log_durable(connection: &Connection, path: &Path) -> Result<()> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    connection.pragma_update(None, "user_version", version)?;
    disk::sync_directory(disk::above(path))
        .map_err(StoreError::io(format!("cannot make the entry of {} durable", path.display())))
}

/// Brings the log into the database once it is long. What SQLite does by itself after a commit passes
/// over errors, of a sync too; here they come out of the commit, and the store stops. Without room the
/// log only goes on growing, as far as it can.
fn bring_log_in(log: &mut Wal, pages: i32) -> rusqlite::Result<()> {
    if pages < LOG_PAGES {
        return Ok(());
    }
    match log.checkpoint() {
        Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy)) => {
            Ok(())
        }
        done => done,
    }
}

fn lock_out_others(path: &Path) -> Result<std::fs::File> {
    let lock_path = path.with_extension("lock");
    let lock = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(StoreError::io(format!("cannot open {}", lock_path.display())))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(_) => Err(StoreError::Setup(format!(
            "{} is in use by another process: one database has one writer",
            path.display()
        ))),
    }
}

fn join_batch(writer: &mut MutexGuard<'_, Writer>) -> Result<Arc<Batch>> {
    if let Some(batch) = &writer.batch {
        return Ok(Arc::clone(batch));
    }
    writer.connection.prepare_cached("begin immediate")?.execute([])?;
    let batch = Arc::new(Batch::default());
    writer.batch = Some(Arc::clone(&batch));
    Ok(batch)
}

/// Tells all who shared the transaction what became of it. What still stands open of it is undone.
fn end_batch(writer: &mut MutexGuard<'_, Writer>, outcome: Outcome) {
    if !writer.connection.is_autocommit() {
        let _ = writer.connection.execute_batch("rollback");
    }
    writer.acts = 0;
    if let Some(batch) = writer.batch.take() {
        batch.settle(outcome);
    }
}

/// Runs the act in its savepoint; what it left anyway is written after any undoing. The inner result is
/// the act's own: whether it passed over an error of the engine, and was undone for it.
fn in_savepoint(connection: &Connection, act: &mut dyn FnMut(&mut Tx<'_>) -> Verdict) -> Result<Result<()>> {
    connection.prepare_cached("savepoint act")?.execute([])?;
    let mut tx = Tx::new(Link::Sqlite(connection, None));
    let is_kept = matches!(act(&mut tx), Verdict::Keep);
    let passed_over = is_kept && tx.refused;
    if passed_over || !is_kept {
        undo(connection)?;
        connection.prepare_cached("savepoint act")?.execute([])?;
    }
    tx.write_left()?;
    connection.prepare_cached("release act")?.execute([])?;
    Ok(if passed_over { Err(StoreError::PassedOver) } else { Ok(()) })
}

/// Undoes the act's own changes, if its savepoint still stands.
fn undo(connection: &Connection) -> Result<()> {
    if !connection.is_autocommit() {
        connection.execute_batch("rollback to act; release act")?;
    }
    Ok(())
}
