//! PostgreSQL, for a city that needs several nodes: serializable writes, snapshot reads, a pool.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use ground::Limit;
use tokio_postgres::Config;

use crate::{
    Figures, Result, Statement, StoreError,
    postgres_link::PgLink,
    store::Verdict,
    tx::{Link, Tx, is_contention},
};

/// How many connections one node holds at most.
pub const CONNECTIONS_MOST: usize = 16;
/// How often a contended act is run before it gives up.
pub const TRIES_MOST: u32 = 50;

pub(crate) struct Postgres {
    config: Config,
    pool: Mutex<Pool>,
    freed: Condvar,
    begin_reading: String,
    figures: Arc<Figures>,
}

#[derive(Default)]
struct Pool {
    idle: Vec<PgLink>,
    open: usize,
}

/// How a run of an act ended.
enum Run {
    Done,
    Again,
}

impl Postgres {
    pub(crate) fn open(url: &str, query_time: Duration, figures: Arc<Figures>) -> Result<Self> {
        let mut config: Config = url.parse().map_err(|_| {
            StoreError::Setup("the database address is not of the form postgres://user@host/name".into())
        })?;
        config.connect_timeout(Duration::from_secs(5)).application_name("approdo");
        let begin_reading = format!(
            "begin isolation level repeatable read read only; set local statement_timeout = {}",
            query_time.as_millis().max(1)
        );
        let postgres = Self { config, pool: Mutex::default(), freed: Condvar::new(), begin_reading, figures };
        postgres.give_back(PgLink::connect(&postgres.config)?);
        postgres.pool.lock().unwrap_or_else(PoisonError::into_inner).open = 1;
        Ok(postgres)
    }

    fn take(&self) -> Result<PgLink> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waits = false;
        loop {
            if let Some(link) = pool.idle.pop() {
                if link.is_closed() {
                    pool.open -= 1;
                    continue;
                }
                return Ok(link);
            }
            if pool.open < CONNECTIONS_MOST {
                pool.open += 1;
                drop(pool);
                return PgLink::connect(&self.config).inspect_err(|_| self.forget());
            }
            if !std::mem::replace(&mut waits, true) {
                Limit::DatabaseConnections.reached();
                self.figures.waits.one();
            }
            pool = self.freed.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give_back(&self, link: PgLink) {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).idle.push(link);
        self.freed.notify_one();
    }

    fn forget(&self) {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.freed.notify_one();
    }

    /// Lends a connection; one whose work panicked or failed mid-way is dropped, not lent again.
    fn with_link<T>(&self, work: impl FnOnce(&mut PgLink) -> Result<T>) -> Result<T> {
        let mut link = self.take()?;
        match catch_unwind(AssertUnwindSafe(|| work(&mut link))) {
            Ok(Ok(answer)) => {
                self.give_back(link);
                Ok(answer)
            }
            Ok(Err(error)) => {
                if link.is_closed() || link.give_up().is_err() {
                    drop(link);
                    self.forget();
                } else {
                    self.give_back(link);
                }
                Err(error)
            }
            Err(panic) => {
                drop(link);
                self.forget();
                resume_unwind(panic)
            }
        }
    }

    /// Runs an act until it commits without contention.
    pub(crate) fn write(&self, name: &'static str, act: &mut dyn FnMut(&mut Tx<'_>) -> Verdict) -> Result<()> {
        for attempt in 0..TRIES_MOST {
            match self.with_link(|link| run_once(link, act)) {
                Ok(Run::Done) => return Ok(()),
                Ok(Run::Again) => {}
                Err(error) if is_contention(&error) => {}
                Err(error) => return Err(error),
            }
            self.figures.retries.one();
            // A short, growing pause, so that the others get through.
            std::thread::sleep(Duration::from_micros(200 * u64::from(attempt.min(25)) + 100));
        }
        Limit::WriteTries.reached();
        Err(StoreError::Contended { act: name, tries: TRIES_MOST })
    }

    /// Runs a reader on a snapshot.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> T) -> Result<(T, Vec<Statement>)> {
        self.with_link(|link| {
            link.later(self.begin_reading.clone());
            let mut tx = Tx::new(Link::Postgres(link));
            let answer = look(&mut tx);
            let left = std::mem::take(&mut tx.left_anyway);
            link.now("commit")?;
            Ok((answer, left))
        })
    }
}

fn run_once(link: &mut PgLink, act: &mut dyn FnMut(&mut Tx<'_>) -> Verdict) -> Result<Run> {
    link.later("begin isolation level serializable");
    let mut tx = Tx::new(Link::Postgres(link));
    let verdict = act(&mut tx);
    let contended = tx.contended;
    let left = std::mem::take(&mut tx.left_anyway);
    if let Verdict::Undo = verdict {
        link.give_up()?;
        if contended {
            return Ok(Run::Again);
        }
        if left.is_empty() {
            return Ok(Run::Done);
        }
        link.later("begin");
    }
    let mut tx = Tx::new(Link::Postgres(link));
    tx.left_anyway = left;
    tx.write_left()?;
    // A commit that may or may not have arrived is not repeated: the caller's key decides (SEC-75).
    link.now("commit")?;
    Ok(Run::Done)
}
