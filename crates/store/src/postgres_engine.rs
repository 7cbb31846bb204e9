//! PostgreSQL, for a city that needs several nodes: serializable writes, snapshot reads, a pool.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use ground::Limit;

use crate::{
    Figures, Result, Statement, StoreError,
    postgres_link::{Patience, PgLink},
    postgres_way::Way,
    store::Verdict,
    tx::{Link, Tx, is_contention},
};

/// How many connections one node holds at most.
pub const CONNECTIONS_MOST: usize = 16;
/// How long an act waits until another gives a connection back (SEC-80).
pub const WAIT_MOST: Duration = Duration::from_secs(10);
/// How soon a connection whose other end fell silent counts as cut: bytes that nobody confirms, and a
/// rest in which nobody answers.
const SILENT_MOST: Duration = Duration::from_secs(20);
/// How often a contended act is run before it gives up.
pub const TRIES_MOST: u32 = 50;

pub(crate) struct Postgres {
    way: Way,
    patience: Patience,
    pool: Mutex<Pool>,
    freed: Condvar,
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
    PassedOver,
}

impl Postgres {
    pub(crate) fn open(url: &str, query_time: Duration, figures: Arc<Figures>) -> Result<Self> {
        Self::open_with(url, Patience::for_questions_of(query_time), figures)
    }

    fn open_with(url: &str, patience: Patience, figures: Arc<Figures>) -> Result<Self> {
        let mut way = Way::parse(url)?;
        let config = &mut way.config;
        config.connect_timeout(Duration::from_secs(5)).application_name("approdo");
        let beat = SILENT_MOST / 4;
        config.tcp_user_timeout(SILENT_MOST).keepalives_idle(beat).keepalives_interval(beat).keepalives_retries(3);
        let postgres = Self { way, patience, pool: Mutex::default(), freed: Condvar::new(), figures };
        postgres.give_back(PgLink::connect(&postgres.way, patience)?);
        postgres.pool.lock().unwrap_or_else(PoisonError::into_inner).open = 1;
        Ok(postgres)
    }

    /// Whether the way to the database is encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.way.is_encrypted()
    }

    fn take(&self) -> Result<PgLink> {
        let since = Instant::now();
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
                return PgLink::connect(&self.way, self.patience).inspect_err(|_| self.forget());
            }
            if !std::mem::replace(&mut waits, true) {
                Limit::DatabaseConnections.reached();
                self.figures.waits.one();
            }
            let Some(left) = self.patience.pool.checked_sub(since.elapsed()) else {
                Limit::DatabaseWait.reached();
                return Err(StoreError::Waited("no connection came free"));
            };
            pool = self.freed.wait_timeout(pool, left).unwrap_or_else(PoisonError::into_inner).0;
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
                Ok(Run::PassedOver) => return Err(StoreError::PassedOver),
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
            link.begin("begin isolation level repeatable read read only");
            let mut tx = Tx::new(Link::Postgres(link));
            let answer = look(&mut tx);
            let left = std::mem::take(&mut tx.left_anyway);
            link.now("commit")?;
            Ok((answer, left))
        })
    }
}

fn run_once(link: &mut PgLink, act: &mut dyn FnMut(&mut Tx<'_>) -> Verdict) -> Result<Run> {
    link.begin("begin isolation level serializable");
    let mut tx = Tx::new(Link::Postgres(link));
    let verdict = act(&mut tx);
    let contended = tx.contended;
    let left = std::mem::take(&mut tx.left_anyway);
    // PostgreSQL answers the commit of a transaction that an error ended by letting go of it.
    let (verdict, ended) = match verdict {
        Verdict::Keep if tx.refused => (Verdict::Undo, Run::PassedOver),
        verdict => (verdict, Run::Done),
    };
    if let Verdict::Undo = verdict {
        link.give_up()?;
        if contended {
            return Ok(Run::Again);
        }
        if left.is_empty() {
            return Ok(ended);
        }
        link.later("begin");
    }
    let mut tx = Tx::new(Link::Postgres(link));
    tx.left_anyway = left;
    tx.write_left()?;
    // A commit that may or may not have arrived is not repeated: the caller's key decides (SEC-75).
    link.now("commit")?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::postgres_way::tests::{authority, server};

    fn usual() -> Patience {
        Patience::for_questions_of(crate::QUERY_TIME)
    }

    fn opened(patience: Patience) -> Postgres {
        Postgres::open_with(&server(), patience, Arc::default()).unwrap()
    }

    fn asked(postgres: &Postgres, unhurried: bool, sql: &str) -> Result<()> {
        let look = |tx: &mut Tx<'_>| {
            if unhurried {
                tx.unhurried();
            }
            tx.each(sql, &[], |_| Ok(()))
        };
        postgres.read(look)?.0
    }

    #[test]
    fn sec_80_a_statement_that_takes_too_long_is_ended_by_the_server() {
        let postgres = opened(Patience { statement: Duration::from_millis(500), ..usual() });
        let slow = asked(&postgres, false, "select pg_sleep(60)");
        assert!(matches!(slow, Err(StoreError::TooLong)), "{slow:?}");
        asked(&postgres, true, "select pg_sleep(0.7)").unwrap();
        assert!(asked(&postgres, false, "select pg_sleep(60)").is_err(), "only that transaction took its time");
    }

    #[test]
    fn sec_78_a_server_that_does_not_answer_is_given_up_and_the_next_act_gets_another_connection() {
        let postgres = opened(Patience { answer: Duration::from_secs(3), ..usual() });
        let hung = asked(&postgres, false, "select pg_sleep(20)");
        assert!(matches!(hung, Err(StoreError::Waited(_))), "{hung:?}");
        asked(&postgres, false, "select 1").unwrap();
        assert_eq!(postgres.pool.lock().unwrap().open, 1, "the lost one is gone");
    }

    #[test]
    fn sec_78_a_connection_that_ended_while_it_rested_is_seen_to_have_encrypted_or_not() {
        for address in [server(), format!("{}?sslrootcert={}", server(), authority("ours"))] {
            let mut link = PgLink::connect(&Way::parse(&address).unwrap(), usual()).unwrap();
            let mut pid = 0i64;
            let ask = "select cast(pg_backend_pid() as bigint)";
            link.each(ask, &[], &mut |row| row.get(0).map(|its| pid = its)).unwrap();
            assert!(!link.is_closed());
            asked(&opened(usual()), false, &format!("select pg_terminate_backend({pid})")).unwrap();
            let since = Instant::now();
            while !link.is_closed() {
                assert!(since.elapsed() < Duration::from_secs(20), "{address}: it is taken for open");
                std::thread::yield_now();
            }
        }
    }

    #[test]
    fn sec_80_an_act_waits_for_a_connection_only_so_long() {
        let postgres = opened(Patience { pool: Duration::from_millis(50), ..usual() });
        std::thread::scope(|threads| {
            let (held, all_held) = channel();
            let holders: Vec<_> = (0..CONNECTIONS_MOST)
                .map(|_| {
                    let (go, gone) = channel::<()>();
                    let (postgres, held) = (&postgres, held.clone());
                    threads.spawn(move || {
                        postgres.read(|_| {
                            held.send(()).unwrap();
                            let _ = gone.recv();
                        })
                    });
                    go
                })
                .collect();
            holders.iter().for_each(|_| all_held.recv().unwrap());
            let waited = asked(&postgres, false, "select 1");
            assert!(matches!(waited, Err(StoreError::Waited(_))), "{waited:?}");
            drop(holders);
        });
        asked(&postgres, false, "select 1").unwrap();
    }
}
