//! Work that must not be forgotten: a durable queue shared by all nodes, and leases for work that
//! only one node may do at a time.
//!
//! A job's effects inside the database happen once (SEC-81): they are written in the transaction
//! that also calls [`done`], which fails when another node has taken the job over meanwhile.

use ground::{Dice, Timestamp};

use crate::{FromRow, Result, Row, Tx};

/// A piece of work that is due.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: [u8; 16],
    /// What to do, such as `desk.contact.expire`.
    pub kind: String,
    /// What to do it to.
    pub subject: Vec<u8>,
    /// How often it was taken, this time included.
    pub attempts: i64,
    /// When another node may take it over.
    held_until: Timestamp,
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            subject: row.get(2)?,
            attempts: row.get(3)?,
            held_until: row.get(4)?,
        })
    }
}

/// Puts work into the queue, in the transaction of what causes it.
///
/// # Errors
/// The store's.
pub fn put(tx: &mut Tx<'_>, dice: &Dice, kind: &str, subject: &[u8], due: Timestamp) -> Result<()> {
    tx.put(
        "insert into job (id, kind, subject, due_at, attempts) values ($1, $2, $3, $4, 0)",
        &[(&dice.bytes::<16>()).into(), kind.into(), subject.into(), due.into()],
    )
}

/// Takes back what is waiting to be done about a subject: it is gone.
///
/// # Errors
/// The store's.
pub fn take_back(tx: &mut Tx<'_>, kind: &str, subject: &[u8]) -> Result<()> {
    tx.exec("delete from job where kind = $1 and subject = $2", &[kind.into(), subject.into()]).map(|_| ())
}

/// Takes the job that is due longest, and holds it for `seconds`; after that another node may.
///
/// # Errors
/// The store's.
pub fn claim(tx: &mut Tx<'_>, now: Timestamp, seconds: i64) -> Result<Option<Job>> {
    let sql = format!(
        "update job set due_at = $2, attempts = attempts + 1
         where (due_at, id) = (select due_at, id from job where due_at <= $1 order by due_at, id limit 1{})
         returning id, kind, subject, attempts, due_at",
        tx.skip_locked()
    );
    tx.one(&sql, &[now.into(), now.plus_seconds(seconds).into()])
}

/// Takes a finished job out of the queue.
///
/// # Errors
/// [`crate::StoreError::Stale`] when the lease ran out and another node has it: undo what was done.
pub fn done(tx: &mut Tx<'_>, job: &Job) -> Result<()> {
    tx.change_one(
        "delete from job where due_at = $1 and id = $2 and attempts = $3",
        &[job.held_until.into(), (&job.id).into(), job.attempts.into()],
    )
}

/// Puts a failed job back, to be tried again later and later.
///
/// # Errors
/// [`crate::StoreError::Stale`] when another node has it.
pub fn put_back(tx: &mut Tx<'_>, job: &Job, now: Timestamp) -> Result<()> {
    let pause = 30_i64.saturating_mul(1 << job.attempts.clamp(0, 11));
    tx.change_one(
        "update job set due_at = $4 where due_at = $1 and id = $2 and attempts = $3",
        &[job.held_until.into(), (&job.id).into(), job.attempts.into(), now.plus_seconds(pause).into()],
    )
}

/// By how many seconds the clocks of two nodes that keep time may differ.
const CLOCKS_APART: i64 = 60;

/// Takes or renews the lease of a task that one node does for all; false when another holds it. A lease
/// that ends further ahead than one taken now would was taken by a clock that has been put right since,
/// and is void: nobody waits a day for a node that died after its clock had jumped.
///
/// # Errors
/// The store's.
pub fn lease(tx: &mut Tx<'_>, task: &str, node: &str, now: Timestamp, seconds: i64) -> Result<bool> {
    let held = tx.exec(
        "insert into lease (task, node, until_at) values ($1, $2, $4)
         on conflict (task) do update set node = excluded.node, until_at = excluded.until_at
         where lease.node = excluded.node or lease.until_at < $3 or lease.until_at > $5",
        &[
            task.into(),
            node.into(),
            now.into(),
            now.plus_seconds(seconds).into(),
            now.plus_seconds(seconds + CLOCKS_APART).into(),
        ],
    )?;
    Ok(held == 1)
}
