//! Writing a batch where nobody sees it yet, and making it visible by one commit.
//!
//! The lease of a batch is held by the import itself, not by its node: the clean-up of the same server
//! is another holder and must wait like any other. A batch of which the clean-up took anything out is
//! `dead`, and can be filed no more.

use std::{
    sync::mpsc::{RecvTimeoutError, channel},
    time::Duration,
};

use ground::{Dice, PersonId, Timestamp, hex};
use policy::{Action, Resource};
use store::{
    StoreError, Tx,
    jobs::{self, Job},
    vault::Safe,
};

use super::{ImportFault, Reached, Report, Watch, sorted::Lookups};
use crate::{
    access::{self, About, Actor, Event, private},
    app::{App, Refusal},
    people::{
        merge,
        model::NewPerson,
        proposed,
        store::{self as rows, Ready},
    },
};

/// The kind of the job that takes out what a dead import left behind.
pub const CLEAN_UP: &str = "people.import.clean_up";
/// How long an import may be silent before it counts as dead.
const LEASE_SECONDS: i64 = 120;
/// How often an import says that it lives, also while it waits for the next piece of its file.
pub(super) const BEAT: Duration = Duration::from_secs(30);
/// When the clean-up looks: long after any import has renewed its lease or filed its batch.
const CLEAN_UP_SECONDS: i64 = 900;
/// Lookups of one short transaction.
const LOOKUPS_AT_ONCE: usize = 20_000;
/// How long an import steps back between two transactions.
const DESKS_FIRST: Duration = Duration::from_millis(1);

/// A batch on its way in.
pub(super) struct Staging {
    batch: [u8; 16],
    staged: Vec<PersonId>,
    lookups: Lookups,
    lookup_count: u64,
    /// Every key of the house that the lookups were made with.
    made_with: Vec<(Safe, u32)>,
    count: u64,
    began_at: Timestamp,
    near: proposed::Batch,
}

impl Staging {
    pub(super) fn begin(app: &App) -> Result<Self, StoreError> {
        let batch: [u8; 16] = app.dice.bytes();
        let now = app.now();
        let near = app.store.write("people.import.begin", |tx| {
            tx.exec(
                "insert into person_batch (id, state, file_hash, persons, started_at, filed_at)
                 values ($1, 'staged', '', 0, $2, null)",
                &[(&batch).into(), now.into()],
            )?;
            jobs::put(tx, &app.dice, CLEAN_UP, &batch, now.plus_seconds(CLEAN_UP_SECONDS))?;
            hold(app, tx, &batch)?;
            proposed::Batch::begin(app, tx)
        })?;
        let (staged, lookups) = (Vec::new(), Lookups::default());
        Ok(Self { batch, staged, lookups, lookup_count: 0, made_with: Vec::new(), count: 0, began_at: now, near })
    }

    /// The id of the batch.
    pub(super) const fn batch(&self) -> [u8; 16] {
        self.batch
    }

    /// Seals the persons on every core and writes them in one short transaction. Their lookups wait.
    pub(super) fn stage(&mut self, app: &App, persons: &[NewPerson]) -> Result<(), StoreError> {
        let ready = seal_all(app, persons)?;
        let now = app.now();
        app.store.write("people.import.stage", |tx| {
            hold(app, tx, &self.batch)?;
            rows::insert_staged(tx, &app.vault, &ready, &self.batch, now)
        })?;
        for (one, person) in ready.iter().zip(persons) {
            self.near.look_at(one.id, &person.identity, &person.file);
        }
        for made_with in ready.iter().flat_map(|one| one.made_with).filter(|(safe, _)| *safe == Safe::PersonalIndex) {
            if !self.made_with.contains(&made_with) {
                self.made_with.push(made_with);
            }
        }
        self.count += ready.len() as u64;
        self.lookup_count += ready.iter().map(|one| one.lookups.len() as u64).sum::<u64>();
        self.staged.extend(ready.iter().map(|one| one.id));
        ready.iter().try_for_each(|one| self.lookups.keep(one.id, &one.lookups))
    }

    /// Writes the lookups of the whole batch in the order of the index. Searches pass over them until
    /// the batch is filed.
    pub(super) fn index(&mut self, app: &App, watch: &mut dyn Watch) -> Result<(), StoreError> {
        let (batch, of, made_with) = (self.batch, self.lookup_count, self.made_with.clone());
        let mut written = 0;
        std::mem::take(&mut self.lookups).in_order(LOOKUPS_AT_ONCE, |some| {
            app.store.write("people.import.index", |tx| {
                hold(app, tx, &batch)?;
                rows::add_lookups(tx, &app.vault, &made_with, some)
            })?;
            // The lock of the writer is not fair: whoever waits at a desk goes first.
            std::thread::sleep(DESKS_FIRST);
            written += some.len() as u64;
            watch.reached(Reached::Lookups { written, of })
        })
    }

    /// Makes the whole batch visible, with its one entry in the trail, if the actor still may: an import
    /// takes minutes, and she may have been suspended meanwhile.
    pub(super) fn file(
        &self,
        app: &App,
        actor: &Actor,
        report: &Report,
        watch: &dyn Watch,
    ) -> Result<(), Refusal<ImportFault>> {
        app.store.write("people.import.file", |tx| {
            let actor = &actor.now(app, tx)?;
            let pass = access::allow(app, tx, actor, Action::Import, Resource::Import, About::General)?;
            hold(app, tx, &self.batch)?;
            tx.change_one(
                "update person_batch set state = 'filed', file_hash = $2, persons = $3, filed_at = $4
                 where id = $1 and state = 'staged'",
                &[
                    (&self.batch).into(),
                    report.file_hash.as_str().into(),
                    i64::try_from(self.count).unwrap_or(i64::MAX).into(),
                    app.now().into(),
                ],
            )?;
            let event = Event {
                act: "person.imported",
                count: Some(self.count),
                hash: Some(&report.file_hash),
                ..Event::default()
            };
            access::note(app, tx, actor, &pass, event)?;
            self.near.propose(app, tx)?;
            merge::ask_to_look_at_batch(app, tx, &self.batch)?;
            private::compare_since(app, tx, self.began_at)?;
            Ok(watch.filed(tx, report)?)
        })
    }

    /// Takes out what was staged, in short transactions.
    pub(super) fn abandon(self, app: &App) -> Result<(), StoreError> {
        for some in self.staged.chunks(super::CHUNK) {
            app.store.write("people.import.abandon", |tx| {
                hold(app, tx, &self.batch)?;
                rows::remove_staged(tx, &app.vault, some)
            })?;
        }
        app.store.write("people.import.abandoned", |tx| forget(tx, &self.batch))
    }
}

/// Says that the batch lives for as long as `work` lasts: whoever writes into a pipe may be slow, and
/// an import that waits for its file is not dead.
pub(super) fn alive<T>(app: &App, batch: [u8; 16], every: Duration, work: impl FnOnce() -> T) -> T {
    let (ended, ends) = channel::<()>();
    std::thread::scope(|threads| {
        threads.spawn(move || {
            while ends.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                match app.store.write("people.import.alive", |tx| hold(app, tx, &batch)) {
                    Ok(()) => {}
                    // It is filed, or lost: the import itself finds that out at its next step.
                    Err(StoreError::Stale) => break,
                    Err(error) => tracing::warn!(%error, "an import could not say that it lives"),
                }
            }
        });
        let answer = work();
        drop(ended);
        answer
    })
}

/// Holds the batch, so that no clean-up takes it for dead; refuses when one did.
fn hold(app: &App, tx: &mut Tx<'_>, batch: &[u8; 16]) -> Result<(), StoreError> {
    let mine = jobs::lease(tx, &task(batch), &importing(app, batch), app.now(), LEASE_SECONDS)?;
    let staged: Option<(i64,)> =
        tx.one("select 1 from person_batch where id = $1 and state = 'staged'", &[batch.into()])?;
    if mine && staged.is_some() { Ok(()) } else { Err(StoreError::Stale) }
}

/// Who holds the lease of a batch while it is being taken in.
fn importing(app: &App, batch: &[u8; 16]) -> String {
    format!("{} {}", app.node, hex::encode(batch))
}

fn task(batch: &[u8; 16]) -> String {
    format!("people.import {}", hex::encode(batch))
}

fn forget(tx: &mut Tx<'_>, batch: &[u8; 16]) -> Result<(), StoreError> {
    tx.exec("delete from person_batch where id = $1 and state <> 'filed'", &[batch.into()])?;
    tx.exec("delete from lease where task = $1", &[task(batch).as_str().into()])?;
    Ok(())
}

/// Seals new persons on every core.
pub(in crate::people) fn seal_all(app: &App, persons: &[NewPerson]) -> Result<Vec<Ready>, StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // Ids are drawn here, in the order of the file, so that the same seed gives the same city.
    let persons: Vec<(PersonId, &NewPerson)> =
        persons.iter().map(|person| (PersonId::draw(&app.dice), person)).collect();
    let share = persons.len().div_ceil(cores).max(1);
    let seal = |(id, person): &(PersonId, &NewPerson)| rows::make_ready(&app.vault, &Dice::os(), *id, person);
    std::thread::scope(|threads| {
        let workers: Vec<_> = persons
            .chunks(share)
            .map(|some| threads.spawn(move || some.iter().map(seal).collect::<Vec<_>>()))
            .collect();
        let sealed = workers.into_iter().map(|worker| {
            worker.join().map_err(|_| StoreError::Setup("a thread that sealed persons broke down".to_owned()))
        });
        sealed.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()
    })
}

/// Takes out what a dead import left behind: some of it at a time, until nothing is left. An import
/// that is alive, or was filed, is left alone.
///
/// # Errors
/// The store's.
pub fn clean_up(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
    let Ok(batch) = <[u8; 16]>::try_from(job.subject.as_slice()) else { return Ok(()) };
    let state: Option<(String,)> = tx.one("select state from person_batch where id = $1", &[(&batch).into()])?;
    if state.is_none_or(|(state,)| state == "filed") {
        tx.exec("delete from lease where task = $1", &[task(&batch).as_str().into()])?;
        return Ok(());
    }
    if !jobs::lease(tx, &task(&batch), &app.node, app.now(), LEASE_SECONDS)? {
        return again(app, tx, &batch, app.now().plus_seconds(CLEAN_UP_SECONDS));
    }
    tx.exec("update person_batch set state = 'dead' where id = $1", &[(&batch).into()])?;
    let most = i64::try_from(super::CHUNK).unwrap_or(i64::MAX);
    let left: Vec<(PersonId,)> =
        tx.all("select id from person where batch = $1 limit $2", &[(&batch).into(), most.into()])?;
    if left.is_empty() {
        return forget(tx, &batch);
    }
    let left: Vec<PersonId> = left.into_iter().map(|(id,)| id).collect();
    rows::remove_staged(tx, &app.vault, &left)?;
    again(app, tx, &batch, app.now())
}

fn again(app: &App, tx: &mut Tx<'_>, batch: &[u8; 16], due: Timestamp) -> Result<(), StoreError> {
    jobs::put(tx, &app.dice, CLEAN_UP, batch, due)
}
