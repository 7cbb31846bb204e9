//! Taking the oldest entries out when their time is over, so that the rest can still be proved (SEC-47).
//!
//! The trail is cut at a checkpoint that every witness has. What the proof needs from there on (the roots
//! of the tree's full subtrees, the end of the chain) is kept, signed. Nothing is pruned that was not
//! proved just before: a cut never hides a change. The checkpoints stay, and the witnesses' files too.

use ground::Timestamp;
use store::{FromRow, Result, Row, StoreError, Tx};

use super::{
    TrailSeal,
    links::count,
    merkle::{Frontier, Hash},
    sequence, tell, verify,
};
use crate::{
    access::{Event, note_of_house},
    app::App,
};

/// How long an entry is kept: 24 months, by the longest calendar. What administrators did need be kept for
/// six (Garante, 27 November 2008); one chain holds both, so both are kept for the longer time.
pub(crate) const KEPT_SECONDS: i64 = 731 * 86_400;
/// How many entries are taken out in one transaction, where the checkpoints stand close enough.
const AT_ONCE: u64 = 5000;

/// Where the trail begins now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The tree over all that was pruned.
    pub(super) tree: Frontier,
    /// The end of the chain there.
    pub(super) chain: Hash,
    /// When the last pruned entry was numbered.
    pub(super) last_at: Timestamp,
    /// When it was cut.
    pub(super) at: Timestamp,
}

/// The cut as it lies in the database.
struct Stored {
    cut: Option<Cut>,
    signature: Vec<u8>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (size, frontier, chain): (u64, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (last_at, at) = (row.get(3)?, row.get(4)?);
        let whole = Frontier::read(size, &frontier).zip(chain.try_into().ok());
        Ok(Self { cut: whole.map(|(tree, chain)| Cut { tree, chain, last_at, at }), signature: row.get(5)? })
    }
}

impl Cut {
    /// Reads the cut, if there is one; none inside when this house did not sign what stands there, or it was
    /// cut too early.
    pub(super) fn find(tx: &mut Tx<'_>, seal: &TrailSeal) -> Result<Option<Option<Self>>> {
        let stored: Option<Stored> =
            tx.one("select size, frontier, chain, last_at, at, signature from audit_cut where one = 1", &[])?;
        Ok(stored.map(|Stored { cut, signature }| {
            cut.filter(|cut| {
                seal.has_signed(&cut.signed_text(), &signature) && cut.at.seconds_since(cut.last_at) >= KEPT_SECONDS
            })
        }))
    }

    fn signed_text(&self) -> String {
        let [frontier, chain] = [ground::hex::encode(&self.tree.bytes()), ground::hex::encode(&self.chain)];
        let [last_at, at] = [self.last_at.micros(), self.at.micros()];
        format!("approdo trail cut\n{}\n{frontier}\n{chain}\n{last_at}\n{at}\n", self.tree.size())
    }

    pub(super) fn save(&self, tx: &mut Tx<'_>, seal: &TrailSeal) -> Result<()> {
        tx.exec(
            "insert into audit_cut (one, size, frontier, chain, last_at, at, signature)
             values (1, $1, $2, $3, $4, $5, $6)
             on conflict (one) do update set size = excluded.size, frontier = excluded.frontier,
                 chain = excluded.chain, last_at = excluded.last_at, at = excluded.at,
                 signature = excluded.signature",
            &[
                count(self.tree.size()),
                self.tree.bytes().into(),
                (&self.chain).into(),
                self.last_at.into(),
                self.at.into(),
                seal.sign_text(&self.signed_text()).into(),
            ],
        )
        .map(|_| ())
    }
}

/// Prunes what is older than it must be kept, and tells how many entries went.
///
/// # Errors
/// [`StoreError::Setup`] when the trail does not hold up to there: then nothing is taken out; the store's.
pub fn prune(app: &App) -> Result<u64> {
    let before = app.now().plus_seconds(-KEPT_SECONDS);
    let mut gone = 0;
    while let Some(size) = app.store.read("access.trail.prune.find", |tx| next_cut(app, tx, before))? {
        gone += app.store.write("access.trail.prune", |tx| cut_at(app, tx, size))?;
    }
    app.store.write("access.trail.prune.alarms", |tx| {
        tx.exec("delete from alarm where at < $1", &[before.into()])?;
        // What was said to an alarm goes with it.
        tx.exec(
            "delete from alarm_review where not exists (select 1 from alarm a
             where a.kind = alarm_review.kind and a.actor = alarm_review.actor and a.hour = alarm_review.hour)",
            &[],
        )
    })?;
    Ok(gone)
}

/// The size of the tree at the next checkpoint to cut at: old enough, and with every witness.
fn next_cut(app: &App, tx: &mut Tx<'_>, before: Timestamp) -> Result<Option<u64>> {
    let cut: Option<(u64,)> = tx.one("select size from audit_cut where one = 1", &[])?;
    let from = cut.map_or(0, |(size,)| size);
    let unseen_is_fine = i64::from(app.seal.all_witnesses().next().is_none());
    let told = tell::told_to_all(app, tx)?;
    let until = count(from.saturating_add(AT_ONCE));
    let args = [count(from), before.into(), unseen_is_fine.into(), told.into(), until];
    let largest: Option<(Option<u64>,)> = tx.one(
        "select max(size) from audit_checkpoint
         where size > $1 and at < $2 and (witnessed = 1 or $3 = 1) and number <= $4 and size <= $5",
        &args,
    )?;
    if let Some((Some(size),)) = largest {
        return Ok(Some(size));
    }
    let nearest: Option<(Option<u64>,)> = tx.one(
        "select min(size) from audit_checkpoint
         where size > $1 and at < $2 and (witnessed = 1 or $3 = 1) and number <= $4",
        args.get(..4).unwrap_or_default(),
    )?;
    Ok(nearest.and_then(|(size,)| size))
}

/// Proves the entries up to `size`, signs the place, and takes them out.
fn cut_at(app: &App, tx: &mut Tx<'_>, size: u64) -> Result<u64> {
    let (from, cut) = verify::proven_to(tx, &app.vault, &app.seal, size, app.now())?
        .map_err(|why| StoreError::Setup(format!("the trail is not pruned: {why}. Run `approdo audit verify`")))?;
    let bodies: Vec<(u64, String)> =
        tx.all("select number, body from audit_entry where number > $1 and number <= $2", &[count(from), count(size)])?;
    for (number, body) in &bodies {
        for subject in sequence::subjects(body) {
            tx.exec(
                "delete from audit_about where subject = $1 and number = $2",
                &[(&subject).into(), count(*number)],
            )?;
        }
    }
    tx.exec("delete from audit_entry where number <= $1", &[count(size)])?;
    cut.save(tx, &app.seal)?;
    let gone = bodies.len() as u64;
    note_of_house(app, tx, Event { act: "trail.pruned", count: Some(gone), ..Event::default() })?;
    Ok(gone)
}
