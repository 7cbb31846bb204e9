//! A database on the test's PostgreSQL that lives as long as the test that asked for it.

use std::path::Path;

use super::{Home, new_key};

/// An empty database of its own, dropped at the end of its test, however the test ends.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Makes one on the server that `APPRODO_TEST_PG` names.
    pub fn make() -> Self {
        let server = std::env::var("APPRODO_TEST_PG").expect("APPRODO_TEST_PG names no PostgreSQL: run scripts/test");
        let made = Self { server, name: format!("world_{}", new_key()) };
        let mut admin = postgres::Client::connect(&made.server, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {}", made.name)).unwrap();
        made
    }

    /// Its address.
    pub fn url(&self) -> String {
        let (address, _) = self.server.rsplit_once('/').unwrap();
        format!("{address}/{}", self.name)
    }

    /// The home of a service whose rows are here and whose keys are in a folder.
    pub fn home(&self, keys: &Path) -> Home {
        Home::Postgres { url: self.url(), keys: keys.to_owned() }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A second panic would hide the first, which says what went wrong.
        if let Ok(mut admin) = postgres::Client::connect(&self.server, postgres::NoTls) {
            let _ = admin.batch_execute(&format!("drop database {} with (force)", self.name));
        }
    }
}
