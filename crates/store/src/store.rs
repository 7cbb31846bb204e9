//! The three verbs.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{Figures, QUERY_TIME, Result, Statement, StoreError, Tx, postgres_engine::Postgres, sqlite_engine::Sqlite};

/// The city's one database.
pub struct Store {
    pub(crate) engine: Engine,
    figures: Arc<Figures>,
}

pub(crate) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// What becomes of an act's changes.
pub(crate) enum Verdict {
    Keep,
    Undo,
}

/// The audit entries that a look must leave before its answer may leave (SEC-44).
#[derive(Default, Debug)]
pub struct Trail(Vec<Statement>);

impl Trail {
    /// Adds an entry.
    pub fn leave(&mut self, statement: Statement) {
        self.0.push(statement);
    }
}

impl Store {
    /// Opens the embedded database in this file, made at first use.
    ///
    /// # Errors
    /// When the file cannot be opened, or another process holds it (SEC-81).
    pub fn sqlite(path: &Path) -> Result<Self> {
        Self::sqlite_within(path, QUERY_TIME)
    }

    /// The same, with a time for one question that is not the usual one.
    ///
    /// # Errors
    /// The same.
    pub fn sqlite_within(path: &Path, query_time: Duration) -> Result<Self> {
        let figures = Arc::new(Figures::default());
        Ok(Self { engine: Engine::Sqlite(Sqlite::open(path, query_time, Arc::clone(&figures))?), figures })
    }

    /// Connects to a PostgreSQL database, such as `postgres://approdo@db/city`.
    ///
    /// # Errors
    /// When the address is not one or nobody answers there.
    pub fn postgres(url: &str) -> Result<Self> {
        Self::postgres_within(url, QUERY_TIME)
    }

    /// The same, with a time for one question that is not the usual one.
    ///
    /// # Errors
    /// The same.
    pub fn postgres_within(url: &str, query_time: Duration) -> Result<Self> {
        let figures = Arc::new(Figures::default());
        Ok(Self { engine: Engine::Postgres(Postgres::open(url, query_time, Arc::clone(&figures))?), figures })
    }

    /// What this store counted since it was opened.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Bytes of the write-ahead log, where the database is embedded.
    #[must_use]
    pub fn log_bytes(&self) -> Option<u64> {
        match &self.engine {
            Engine::Sqlite(sqlite) => Some(sqlite.log_bytes()),
            Engine::Postgres(_) => None,
        }
    }

    /// Runs a change in one transaction and returns when it is durable. `name` is for logs.
    ///
    /// The closure may run more than once, so it touches nothing but its `tx`. What it returns as an
    /// error undoes all it did, but for what it left with [`Tx::leave_anyway`]; so does an error of the
    /// database that it passed over ([`StoreError::PassedOver`]).
    ///
    /// # Errors
    /// The closure's own, or the store's.
    pub fn write<T, E: From<StoreError>>(
        &self,
        name: &'static str,
        mut act: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut outcome = None;
        let mut run = |tx: &mut Tx<'_>| {
            let answer = act(tx);
            let verdict = if answer.is_ok() { Verdict::Keep } else { Verdict::Undo };
            outcome = Some(answer);
            verdict
        };
        let began = Instant::now();
        let written = match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.write(&mut run),
            Engine::Postgres(postgres) => postgres.write(name, &mut run),
        };
        self.figures.writes.take_time(began.elapsed());
        written?;
        outcome.unwrap_or(Err(StoreError::Broken.into()))
    }

    /// Reads personal data from a snapshot. The answer is given only when the audit entries that the
    /// closure left in the trail are durable; entries of many looks share one commit (SEC-44).
    ///
    /// # Errors
    /// The closure's own, or the store's. Entries are left in both cases: a denial is one.
    pub fn look<T, E: From<StoreError>>(
        &self,
        name: &'static str,
        see: impl FnOnce(&mut Tx<'_>, &mut Trail) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut trail = Trail::default();
        self.snapshot(name, |tx| {
            let answer = see(tx, &mut trail);
            trail.0.into_iter().for_each(|entry| tx.leave_anyway(entry));
            answer
        })
    }

    /// Reads what is public or internal (S0, S1) from a snapshot. `name` is for logs.
    ///
    /// # Errors
    /// The closure's own, or the store's.
    pub fn read<T, E: From<StoreError>>(
        &self,
        name: &'static str,
        see: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.snapshot(name, see)
    }

    fn snapshot<T, E: From<StoreError>>(
        &self,
        name: &'static str,
        see: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut refused = false;
        let see = |tx: &mut Tx<'_>| {
            let answer = see(tx);
            refused = tx.refused;
            answer
        };
        let began = Instant::now();
        let read = match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(see),
            Engine::Postgres(postgres) => postgres.read(see),
        };
        self.figures.reads.take_time(began.elapsed());
        let (answer, left) = read?;
        if !left.is_empty() {
            self.write(name, |tx| left.iter().try_for_each(|entry| tx.put(entry.sql, &entry.args)))?;
        }
        if refused && answer.is_ok() { Err(StoreError::PassedOver.into()) } else { answer }
    }

    /// Writes the whole database anew, so that no page of it holds what was deleted: the engine overwrites
    /// what is deleted, but a row that it moved before may have left a copy of itself behind. Acts wait
    /// meanwhile, readers do not. On PostgreSQL nothing is done: there it is the operator's.
    ///
    /// # Errors
    /// What the engine says; nothing is lost.
    pub fn rewrite(&self) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.rewrite(),
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Empties the write-ahead log of the embedded database, which holds pages as they were before; false
    /// while someone reads a snapshot that needs it. On PostgreSQL nothing is done.
    ///
    /// # Errors
    /// What the engine says.
    pub fn empty_log(&self) -> Result<bool> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.empty_log(),
            Engine::Postgres(_) => Ok(true),
        }
    }

    /// Whether the database is in this process: reading a row takes microseconds and no network.
    #[must_use]
    pub const fn is_embedded(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// Whether the store has stopped because a commit failed: the process must start anew (SEC-76).
    #[must_use]
    pub fn is_broken(&self) -> bool {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.is_broken(),
            Engine::Postgres(_) => false,
        }
    }

    /// Gives a large batch more memory to sort its pages in, and takes it back after.
    ///
    /// # Errors
    /// What the engine says.
    pub fn with_wide_cache<T>(&self, batch: impl FnOnce() -> T) -> Result<T> {
        if let Engine::Sqlite(sqlite) = &self.engine {
            sqlite.widen_cache(262_144)?;
            let answer = batch();
            sqlite.widen_cache(4000)?;
            return Ok(answer);
        }
        Ok(batch())
    }
}
