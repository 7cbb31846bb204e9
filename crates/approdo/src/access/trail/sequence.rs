//! Giving every entry its number and its place in the tree (SEC-45).
//!
//! An entry commits with its effect and waits. One node for all, the holder of a lease, takes what
//! waits, oldest first, and gives it the next numbers. Nobody's act waits for this.

use std::collections::BTreeSet;

use ground::{AccountId, GlassId, PersonId, Timestamp};
use serde::Deserialize;
use store::{
    Result, StoreError, Tx, jobs,
    vault::{Generation, Safe},
};

use super::{
    checkpoint::Checkpoint,
    links::{self, Entry, Found, Head, count},
};
use crate::app::App;

/// The lease under which one node numbers for all.
const TASK: &str = "audit.sequencer";
/// How long the lease lasts: shorter than the delay that `verify` reports.
const LEASE_SECONDS: i64 = 4;
/// How many entries are numbered in one transaction, so that no act waits long behind it.
const ROUND_MOST: usize = 500;
/// After how many entries a checkpoint is made.
const SEALED_ENTRIES_MOST: u64 = 1000;
/// After how many seconds a checkpoint is made, when there are new entries.
const SEALED_SECONDS_MOST: i64 = 60;

/// When a checkpoint is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sealing {
    /// When enough entries or enough time have gone by.
    WhenDue,
    /// When there is any new entry: at the end of a process.
    Now,
}

/// Numbers all that waits and makes the checkpoint that is due. Tells how many entries were numbered;
/// none when another node has the lease.
pub(super) fn round(app: &App, sealing: Sealing) -> Result<u64> {
    let mut placed = 0;
    while is_waiting(app)? {
        match app.store.write("access.trail.place", |tx| place(app, tx))? {
            0 => break,
            some => placed += some,
        }
    }
    if is_unsealed(app, sealing)? {
        app.store.write("access.trail.seal", |tx| seal(app, tx, sealing))?;
    }
    witness(app)?;
    Ok(placed)
}

/// Gives the lease back, so that another node need not wait for it to run out.
pub(super) fn give_back(app: &App) -> Result<()> {
    app.store.write("access.trail.give_back", |tx| {
        tx.exec("delete from lease where task = $1 and node = $2", &[TASK.into(), app.node.as_str().into()])?;
        Ok(())
    })
}

/// Whether there is anything to number: asked four times a second, so it writes nothing.
fn is_waiting(app: &App) -> Result<bool> {
    app.store.read("access.trail.waiting", |tx| {
        let waiting: Option<(i64,)> = tx.one("select at from audit_pending limit 1", &[])?;
        Ok(waiting.is_some())
    })
}

/// Numbers the oldest entries that wait, in one transaction.
fn place(app: &App, tx: &mut Tx<'_>) -> Result<u64> {
    let now = app.now();
    if !jobs::lease(tx, TASK, &app.node, now, LEASE_SECONDS)? {
        return Ok(0);
    }
    let waiting: Vec<Entry> =
        tx.all(&format!("select at, id, body, seal from audit_pending order by at, id limit {ROUND_MOST}"), &[])?;
    let Some(last) = waiting.last() else { return Ok(0) };
    let mut head = sound_head(app, tx)?;
    let key = app.vault.newest_generation(tx, Safe::Audit)?;
    for entry in &waiting {
        append(tx, &key, &mut head, entry, now)?;
    }
    head.save(tx, &key)?;
    let taken =
        tx.exec("delete from audit_pending where (at, id) <= ($1, $2)", &[last.at.into(), last.id.as_slice().into()])?;
    if taken != waiting.len() as u64 {
        return Err(StoreError::Stale);
    }
    Ok(taken)
}

/// The head, if nobody else wrote it: to go on from a changed one would hide the change.
fn sound_head(app: &App, tx: &mut Tx<'_>) -> Result<Head> {
    match Head::find(tx, &app.vault)? {
        Found::Sound(head) => Ok(head),
        Found::Changed => Err(StoreError::Setup(links::CHANGED.to_owned())),
    }
}

fn append(tx: &mut Tx<'_>, key: &Generation, head: &mut Head, entry: &Entry, now: Timestamp) -> Result<()> {
    let number = head.tree.size() + 1;
    let leaf = entry.leaf(now);
    head.chain = links::chain(key, number, &head.chain, &leaf);
    head.tree.push(leaf);
    head.last_at = now;
    tx.exec(
        "insert into audit_entry (number, at, placed_at, id, body, seal, leaf, chain)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            count(number),
            entry.at.into(),
            now.into(),
            entry.id.as_slice().into(),
            entry.body.as_str().into(),
            entry.seal.as_slice().into(),
            (&leaf).into(),
            (&head.chain).into(),
        ],
    )?;
    for subject in subjects(&entry.body) {
        tx.exec("insert into audit_about (subject, number) values ($1, $2)", &[(&subject).into(), count(number)])?;
    }
    Ok(())
}

/// Whom an entry names: who acted, the persons, the one thing it was about, and the emergency opening it
/// was done through.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    account: Option<AccountId>,
    persons: Vec<PersonId>,
    objects: Vec<String>,
    glass: Option<GlassId>,
}

pub(super) fn subjects(body: &str) -> BTreeSet<[u8; 16]> {
    let named: Named = serde_json::from_str(body).unwrap_or_default();
    // A list names many things; only an act on one is looked for by it.
    let object = named.objects.first().filter(|_| named.objects.len() == 1);
    let object: Option<AccountId> = object.and_then(|id| id.parse().ok());
    let accounts = named.account.iter().chain(&object).map(|id| *id.bytes());
    let glass = named.glass.iter().map(|id| *id.bytes());
    accounts.chain(named.persons.iter().map(|id| *id.bytes())).chain(glass).collect()
}

/// Whether a checkpoint is due.
fn is_due(head: &Head, now: Timestamp, sealing: Sealing) -> bool {
    let fresh = head.tree.size().saturating_sub(head.sealed_size);
    let waited = now.seconds_since(head.sealed_at);
    match sealing {
        Sealing::Now => fresh > 0,
        // Time that runs backwards is no reason to wait for it.
        Sealing::WhenDue => fresh >= SEALED_ENTRIES_MOST || (fresh > 0 && !(0..SEALED_SECONDS_MOST).contains(&waited)),
    }
}

fn is_unsealed(app: &App, sealing: Sealing) -> Result<bool> {
    app.store.read("access.trail.unsealed", |tx| match Head::find(tx, &app.vault)? {
        Found::Sound(head) => Ok(is_due(&head, app.now(), sealing)),
        Found::Changed => Ok(false),
    })
}

/// Makes a checkpoint over all numbered entries.
fn seal(app: &App, tx: &mut Tx<'_>, sealing: Sealing) -> Result<()> {
    let now = app.now();
    let mut head = sound_head(app, tx)?;
    if !jobs::lease(tx, TASK, &app.node, now, LEASE_SECONDS)? || !is_due(&head, now, sealing) {
        return Ok(());
    }
    head.checkpoints += 1;
    head.sealed_size = head.tree.size();
    head.sealed_at = now;
    let made = app.seal.sign(head.checkpoints, head.sealed_size, now, &head.tree.root());
    tx.exec(
        "insert into audit_checkpoint (number, size, at, root, signature, witnessed) values ($1, $2, $3, $4, $5, 0)",
        &[count(made.number), count(made.size), made.at.into(), made.root.into(), made.signature.into()],
    )?;
    let key = app.vault.newest_generation(tx, Safe::Audit)?;
    head.save(tx, &key)
}

/// Hands the checkpoints that no witness has to all witnesses. A crash between the two steps hands one
/// over twice, which a witness may say twice.
fn witness(app: &App) -> Result<()> {
    if app.seal.all_witnesses().next().is_none() {
        return Ok(());
    }
    let unseen: Vec<Checkpoint> = app.store.read("access.trail.unwitnessed", |tx| {
        tx.all(
            "select number, size, at, root, signature from audit_checkpoint
             where witnessed = 0 order by number limit 100",
            &[],
        )
    })?;
    for checkpoint in unseen {
        app.seal.witness(&checkpoint)?;
        app.store.write("access.trail.witnessed", |tx| {
            tx.exec(
                "update audit_checkpoint set witnessed = 1 where number = $1 and witnessed = 0",
                &[count(checkpoint.number)],
            )
        })?;
    }
    Ok(())
}
