//! What can go wrong below the rooms.

/// A result of the store.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store could not do it. Texts are for logs and name no personal data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Someone else saved first, or the row is gone: no row had the version that was read (SEC-74).
    #[error("the row was changed by someone else")]
    Stale,
    /// A rule that the database keeps was broken: uniqueness, a reference, a check.
    #[error("a constraint of the database refused the change")]
    Constraint(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// An act went on as if nothing had been after the database refused one of its statements: PostgreSQL
    /// would have let go of all it did without a word. It was undone on either engine.
    #[error("an act passed over an error of the database, and was undone")]
    PassedOver,
    /// Others kept changing the same rows until we gave up.
    #[error("{act}: still contended after {tries} tries")]
    Contended {
        /// The name of the act.
        act: &'static str,
        /// How often it was tried.
        tries: u32,
    },
    /// The database took longer for one question than it may (SEC-80).
    #[error("the database took too long for one question")]
    TooLong,
    /// A stored value is not what the column promises.
    #[error("column {column} does not hold {wanted}")]
    BadCell {
        /// Its place in the row, from 0.
        column: usize,
        /// What was asked for.
        wanted: &'static str,
    },
    /// A sealed value does not open: wrong key, moved, or damaged (SEC-52).
    #[error("a sealed value of {table}.{column} does not open")]
    Sealed {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The key that is needed is not in the key directory.
    #[error("master key {0} is not in the key directory")]
    NoMasterKey(u32),
    /// The database or the keys could not be made, opened or upgraded.
    #[error("{0}")]
    Setup(String),
    /// A commit could not be made durable. Nothing more is written until the process starts anew (SEC-76).
    #[error("a commit could not be made durable; the store is stopped until it is opened again")]
    Broken,
    /// The database, or a place at it, kept us waiting for longer than an act may (SEC-78).
    #[error("the database kept us waiting for too long: {0}")]
    Waited(&'static str),
    /// The engine undid the transaction because its disk had no room or did not answer. What was saved
    /// before stands, and the next try may succeed.
    #[error("the engine undid the transaction: its disk is full, or does not answer")]
    Undone,
    /// SQLite said no.
    #[error("sqlite: {0}")]
    Sqlite(#[source] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("postgresql: {0}")]
    Postgres(#[source] tokio_postgres::Error),
    /// A file of the database or of the keys.
    #[error("{what}")]
    Io {
        /// What was being done, with the path.
        what: String,
        /// The system's answer.
        #[source]
        source: std::io::Error,
    },
}

impl StoreError {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => Self::Constraint(Box::new(error)),
            Some(rusqlite::ErrorCode::DiskFull) => Self::Undone,
            Some(rusqlite::ErrorCode::OperationInterrupted) => too_long(),
            _ => Self::Sqlite(error),
        }
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        // SQLSTATE class 23: integrity constraint violation; 53100: disk full.
        match error.code() {
            Some(state) if state.code().starts_with("23") => Self::Constraint(Box::new(error)),
            Some(state) if state.code() == "53100" => Self::Undone,
            // Query canceled: by its time, for nobody else cancels.
            Some(state) if state.code() == "57014" => too_long(),
            _ => Self::Postgres(error),
        }
    }
}

fn too_long() -> StoreError {
    ground::Limit::QueryTime.reached();
    StoreError::TooLong
}
