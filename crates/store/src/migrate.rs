//! Forward migrations: numbered tables across the house, each run once, in order.

use std::hash::Hasher as _;

use ground::Timestamp;

use crate::{Result, Store, StoreError, Tx};

/// One step of the house's tables.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number across the house.
    pub number: u32,
    /// The room and what it makes, such as `people/0010_person`.
    pub name: &'static str,
    /// The SQL text.
    pub sql: &'static str,
}

const STEPS: &str = "create table if not exists schema_step (
    number bigint not null primary key,
    name   text   not null,
    hash   bigint not null,
    at     bigint not null
);";

impl Store {
    /// Brings the tables up to date and tells how many steps were taken.
    ///
    /// # Errors
    /// When the database is newer than this program, a step was changed after it ran, or a step fails.
    pub fn migrate(&self, steps: &[Migration], now: Timestamp) -> Result<usize> {
        self.write("store.migrate", |tx| {
            tx.unhurried();
            tx.batch(STEPS)?;
            let done: Vec<(u32, String, i64)> =
                tx.all("select number, name, hash from schema_step order by number", &[])?;
            check(&done, steps)?;
            let mut taken = 0;
            for step in steps.iter().filter(|step| !done.iter().any(|(number, ..)| *number == step.number)) {
                take(tx, step, now)?;
                taken += 1;
            }
            Ok(taken)
        })
    }
}

fn take(tx: &mut Tx<'_>, step: &Migration, now: Timestamp) -> Result<()> {
    tx.batch(step.sql)?;
    tx.exec(
        "insert into schema_step (number, name, hash, at) values ($1, $2, $3, $4)",
        &[step.number.into(), step.name.into(), hash(step.sql).into(), now.into()],
    )?;
    Ok(())
}

fn check(done: &[(u32, String, i64)], steps: &[Migration]) -> Result<()> {
    for (number, name, stored) in done {
        let Some(step) = steps.iter().find(|step| step.number == *number) else {
            return Err(StoreError::Setup(format!(
                "the database has step {name}, which this program does not know: run the newer program"
            )));
        };
        if hash(step.sql) != *stored {
            return Err(StoreError::Setup(format!("step {name} is not the one that made this database")));
        }
    }
    Ok(())
}

/// A fingerprint (FNV-1a) that tells an edited step from the one that ran; it guards against mistakes, not attacks.
fn hash(sql: &str) -> i64 {
    struct Fnv(u64);
    impl std::hash::Hasher for Fnv {
        fn finish(&self) -> u64 {
            self.0
        }
        fn write(&mut self, bytes: &[u8]) {
            for byte in bytes {
                self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    let mut fnv = Fnv(0xcbf2_9ce4_8422_2325);
    fnv.write(sql.as_bytes());
    i64::from_le_bytes(fnv.finish().to_le_bytes())
}
