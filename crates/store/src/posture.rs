//! How the engine is set where it matters for safety: the facts behind a self-test.

use ground::Timestamp;

use crate::{FromRow, Result, Store, StoreError, store::Engine};

/// One setting of the engine, as it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name, as the engine calls it.
    pub name: &'static str,
    /// What it is.
    pub value: String,
    /// Whether it is as it should be.
    pub is_safe: bool,
}

/// What keeps an answered commit from being lost, and what erases what was deleted (SEC-76).
const SQLITE: [(&str, &[&str]); 4] =
    [("journal_mode", &["wal"]), ("synchronous", &["2", "3"]), ("foreign_keys", &["1"]), ("secure_delete", &["1"])];
const POSTGRES: [(&str, &[&str]); 3] =
    [("fsync", &["on"]), ("synchronous_commit", &["on", "remote_apply"]), ("full_page_writes", &["on"])];

impl Store {
    /// Reads the settings of the engine that keep what was answered.
    ///
    /// # Errors
    /// What the engine says.
    pub fn settings(&self) -> Result<Vec<Setting>> {
        let setting = |name: &'static str, value: String, safe: &[&str]| Setting {
            name,
            is_safe: safe.contains(&value.as_str()),
            value,
        };
        match &self.engine {
            Engine::Sqlite(sqlite) => {
                SQLITE.iter().map(|(name, safe)| Ok(setting(name, sqlite.pragma(name)?, safe))).collect()
            }
            Engine::Postgres(_) => {
                let shown = |(name, safe): &(&'static str, &[&str])| {
                    let value: String = self.ask(&format!("select current_setting('{name}')"))?;
                    Ok(setting(name, value, safe))
                };
                POSTGRES.iter().map(shown).collect()
            }
        }
    }

    /// The clock of the machine that holds the database; none when that is this machine.
    ///
    /// # Errors
    /// What the engine says.
    pub fn clock(&self) -> Result<Option<Timestamp>> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(None),
            Engine::Postgres(_) => {
                self.ask("select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)").map(Some)
            }
        }
    }

    /// Whether what goes to the database leaves this machine in the open: a tunnel or a network of its own
    /// has to protect it then (SEC-56).
    ///
    /// # Errors
    /// What the engine says.
    pub fn is_overheard(&self) -> Result<bool> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(false),
            Engine::Postgres(postgres) if postgres.is_encrypted() => Ok(false),
            Engine::Postgres(_) => {
                let far: i64 = self.ask(
                    "select cast(case when inet_server_addr() is null or inet_server_addr() = inet_client_addr()
                     then 0 else 1 end as bigint)",
                )?;
                Ok(far == 1)
            }
        }
    }

    /// Whether the user of the database may do everything on its server: then no rule of a table binds it.
    ///
    /// # Errors
    /// What the engine says.
    pub fn is_superuser(&self) -> Result<bool> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(false),
            Engine::Postgres(_) => Ok(self.ask::<String>("select current_setting('is_superuser')")? == "on"),
        }
    }

    fn ask<T: crate::Column>(&self, sql: &str) -> Result<T>
    where
        (T,): FromRow,
    {
        let answer: Option<(T,)> = self.read("store.ask", |tx| tx.one(sql, &[]))?;
        answer.map(|(value,)| value).ok_or_else(|| StoreError::Setup("the database gave no answer".to_owned()))
    }
}
