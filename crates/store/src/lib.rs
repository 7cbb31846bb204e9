//! One SQL text on embedded SQLite and on PostgreSQL, and the vault that seals what is personal.
//!
//! Rooms speak plain SQL with `$1` arguments through three verbs of the [`Store`]:
//! [`write`](Store::write) changes, [`look`](Store::look) reads personal data and leaves its audit
//! entries before the answer leaves, [`read`](Store::read) reads what is public or internal.
//! Which engine runs below is chosen by configuration and asked nowhere else.
//!
//! The store knows no room, no role and no person: `vault` seals bytes for an owner, `jobs` keeps
//! work that must not be forgotten, `once` answers a repeated request with its first answer.

pub mod disk;
mod dump;
mod error;
mod figures;
pub mod jobs;
mod migrate;
pub mod once;
mod postgres_engine;
mod postgres_link;
mod postgres_way;
mod posture;
mod row;
mod sql;
mod sqlite_engine;
mod store;
mod tx;
mod value;
pub mod vault;

pub use dump::{Cell, ColumnPlan, Kind, TablePlan};
pub use error::{Result, StoreError};
pub use figures::{Figures, QUERY_TIME};
pub use migrate::Migration;
pub use postgres_engine::{CONNECTIONS_MOST, TRIES_MOST, WAIT_MOST};
pub use posture::Setting;
pub use row::{FromRow, Row};
pub use store::{Store, Trail};
pub use tx::{Statement, Tx};
pub use value::{Column, Value};

/// What a log leaves out however fine it is: a driver tells the arguments of every statement, and one of them may
/// be the page of a fact about somebody.
pub const LOGS_LESS: &str = "tokio_postgres=info";
