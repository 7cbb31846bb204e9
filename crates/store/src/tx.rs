//! An open transaction: what every function of a room that touches a table is given.

use crate::{FromRow, Result, Row, StoreError, Value, figures::Watch, postgres_link::PgLink, sql};

/// A statement kept for later.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The SQL text.
    pub sql: &'static str,
    /// Its arguments.
    pub args: Vec<Value<'static>>,
}

/// An open transaction.
pub struct Tx<'a> {
    link: Link<'a>,
    pub(crate) contended: bool,
    /// Whether the engine refused a statement, even if the closure passed over it.
    pub(crate) refused: bool,
    pub(crate) left_anyway: Vec<Statement>,
}

pub(crate) enum Link<'a> {
    /// The connection, and for a reader the watch over its time.
    Sqlite(&'a rusqlite::Connection, Option<&'a Watch>),
    Postgres(&'a mut PgLink),
}

impl<'a> Tx<'a> {
    pub(crate) const fn new(link: Link<'a>) -> Self {
        Self { link, contended: false, refused: false, left_anyway: Vec::new() }
    }

    /// Runs a statement and tells how many rows it changed.
    ///
    /// # Errors
    /// What the engine says; contention is remembered and the closure runs again.
    pub fn exec(&mut self, sql: &str, args: &[Value<'_>]) -> Result<u64> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection, _) => exec_sqlite(connection, sql, args),
            Link::Postgres(link) => link.exec(sql, args),
        };
        self.watch(outcome)
    }

    /// Runs a change of which nobody asks how many rows it hit. Over a network it is sent along with
    /// the next question, so what refuses it may be told only there or at the end of the act.
    ///
    /// Only another node's being quicker may refuse it, and then the whole act runs again: where a
    /// constraint may say no to the act itself, use [`Tx::exec`].
    ///
    /// # Errors
    /// What the engine says.
    pub fn put(&mut self, sql: &str, args: &[Value<'_>]) -> Result<()> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection, _) => exec_sqlite(connection, sql, args).map(|_| ()),
            Link::Postgres(link) => link.put(sql, args),
        };
        self.watch(outcome)
    }

    /// Runs a change that must hit exactly one row.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when no row had that id and version: someone else saved first (SEC-74).
    pub fn change_one(&mut self, sql: &str, args: &[Value<'_>]) -> Result<()> {
        match self.exec(sql, args)? {
            1 => Ok(()),
            _ => Err(StoreError::Stale),
        }
    }

    /// Reads the first row, if there is one.
    ///
    /// # Errors
    /// What the engine says, or a row of another form.
    pub fn one<T: FromRow>(&mut self, sql: &str, args: &[Value<'_>]) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, args, |row| {
            if found.is_none() {
                found = Some(T::from_row(row)?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Reads all rows.
    ///
    /// # Errors
    /// What the engine says, or a row of another form.
    pub fn all<T: FromRow>(&mut self, sql: &str, args: &[Value<'_>]) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.each(sql, args, |row| {
            rows.push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Reads the rows one after the other, without holding them all.
    ///
    /// # Errors
    /// What the engine or the visitor says.
    pub fn each(&mut self, sql: &str, args: &[Value<'_>], mut visit: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection, watch) => each_sqlite(connection, *watch, sql, args, &mut visit),
            Link::Postgres(link) => link.each(sql, args, &mut visit),
        };
        self.watch(outcome)
    }

    /// Leaves a statement that is carried out whether the closure goes through or refuses and has its
    /// changes undone: a denial must leave its trace (SEC-44).
    pub fn leave_anyway(&mut self, statement: Statement) {
        self.left_anyway.push(statement);
    }

    pub(crate) fn write_left(&mut self) -> Result<()> {
        for statement in std::mem::take(&mut self.left_anyway) {
            self.put(statement.sql, &statement.args)?;
        }
        Ok(())
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        let outcome = match &mut self.link {
            Link::Sqlite(connection, _) => connection.execute_batch(&sql::table_for_sqlite(sql)).map_err(Into::into),
            Link::Postgres(link) => link.now(sql),
        };
        self.watch(outcome)
    }

    /// The clause by which one of several nodes takes a row that no other holds; SQLite has one writer.
    pub(crate) const fn skip_locked(&self) -> &'static str {
        match self.link {
            Link::Sqlite(..) => "",
            Link::Postgres(_) => " for update skip locked",
        }
    }

    /// Lets the questions of this transaction take as long as they need: a backup and a check of the trail
    /// read whole tables. Every other has its time.
    pub fn unhurried(&mut self) {
        match &mut self.link {
            Link::Sqlite(..) => {}
            Link::Postgres(link) => link.unhurried(),
        }
    }

    fn watch<T>(&mut self, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome {
            self.contended |= is_contention(error);
            self.refused |= is_of_the_engine(error);
        }
        outcome
    }
}

/// Whether the engine said it, and not who looked at its rows.
const fn is_of_the_engine(error: &StoreError) -> bool {
    match error {
        StoreError::Constraint(_)
        | StoreError::Contended { .. }
        | StoreError::Waited(_)
        | StoreError::TooLong
        | StoreError::Undone
        | StoreError::Sqlite(_)
        | StoreError::Postgres(_) => true,
        StoreError::Stale
        | StoreError::PassedOver
        | StoreError::BadCell { .. }
        | StoreError::Sealed { .. }
        | StoreError::NoMasterKey(_)
        | StoreError::Setup(_)
        | StoreError::Broken
        | StoreError::Io { .. } => false,
    }
}

/// Whether the same work may succeed when it is run again (SQLSTATE 40001, 40P01, or a change that was
/// sent along and met another node's).
pub(crate) fn is_contention(error: &StoreError) -> bool {
    match error {
        StoreError::Postgres(error) => error.code().is_some_and(|state| matches!(state.code(), "40001" | "40P01")),
        StoreError::Sqlite(error) => matches!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked)
        ),
        StoreError::Contended { .. } => true,
        StoreError::Stale
        | StoreError::PassedOver
        | StoreError::Waited(_)
        | StoreError::Constraint(_)
        | StoreError::TooLong
        | StoreError::BadCell { .. }
        | StoreError::Sealed { .. }
        | StoreError::NoMasterKey(_)
        | StoreError::Setup(_)
        | StoreError::Broken
        | StoreError::Undone
        | StoreError::Io { .. } => false,
    }
}

fn exec_sqlite(connection: &rusqlite::Connection, sql: &str, args: &[Value<'_>]) -> Result<u64> {
    let mut statement = connection.prepare_cached(&sql::for_sqlite(sql))?;
    Ok(statement.execute(rusqlite::params_from_iter(args))? as u64)
}

fn each_sqlite(
    connection: &rusqlite::Connection,
    watch: Option<&Watch>,
    sql: &str,
    args: &[Value<'_>],
    visit: &mut dyn FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(&sql::for_sqlite(sql))?;
    let mut rows = statement.query(rusqlite::params_from_iter(args))?;
    // What the visitor takes for a row is not the engine's time.
    let again = || watch.map_or((), Watch::begin);
    again();
    while let Some(row) = rows.next()? {
        visit(&Row::Sqlite(row))?;
        again();
    }
    Ok(())
}
