//! New keys, and what hangs on the old ones brought over step by step.
//!
//! Killed at any step, everything opens: with the key that made it, which is still there. What is left to
//! do is found by looking, not remembered: `approdo keys rotate --go-on`, or the job that every rotation
//! leaves in the queue, takes it up.

use std::time::Duration;

use store::{
    StoreError, Tx,
    jobs::{self, Job},
    vault::Safe,
};

use super::leave;
use crate::{
    access::{self, Actor, Event, house_keys},
    app::{App, Refusal},
    people,
};

/// The job that brings a rotation to its end when whoever began it is gone.
pub const GO_ON: &str = "operation.keys.go_on";
/// When it looks: long after a rotation that is alive has come further by itself.
const GO_ON_SECONDS: i64 = 300;
/// How long a rotation steps back between two transactions: whoever waits at a desk goes first.
const DESKS_FIRST: Duration = Duration::from_millis(1);
/// As many generations may stand beside each other: those of an index are told apart by one byte.
const GENERATIONS_MOST: u32 = 100;

/// What is to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct What {
    /// The master key.
    pub master: bool,
    /// The safes. Of the two search indexes either stands for both.
    pub safes: Vec<Safe>,
}

/// Why the keys were not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotRotate {
    /// A new key must not cover up what was done under the old one.
    #[error("the trail is not as it was written ({0}): find out why before its key is changed")]
    TrailAltered(String),
    /// Old generations were never destroyed.
    #[error("more than {GENERATIONS_MOST} generations of {0} stand: destroy the old ones first (approdo keys destroy)")]
    TooMany(&'static str),
}

/// Is told what is being done, how much of it is done, and of how much when that is known. An error stops
/// the rotation there.
pub type Watch<'a> = dyn FnMut(&'static str, u64, Option<u64>) -> store::Result<()> + 'a;

/// Draws the next master key and uses it for nothing yet, so that it can be brought to the other nodes of
/// the city first. One that waits already is not followed by another. Gives its number.
///
/// # Errors
/// The usual refusals.
pub fn draw_master(app: &App, actor: &Actor) -> Result<u32, Refusal<CannotRotate>> {
    let waiting = app.store.write("operation.keys.draw", |tx| {
        let pass = leave(app, tx, actor)?;
        let newest = app.keys.newest()?;
        let used = app.vault.masters_in_use(tx)?.last_key_value().map_or(0, |(number, _)| *number);
        if newest <= used {
            let objects = [format!("master {}", newest + 1)];
            let event = Event { act: "keys.master_drawn", objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
        }
        Ok::<_, Refusal<CannotRotate>>((newest > used).then_some(newest))
    })?;
    match waiting {
        Some(number) => Ok(number),
        None => Ok(app.keys.make_master(&ground::Dice::os())?),
    }
}

/// Changes keys: first what an earlier rotation left is finished, then new keys are made, then everything
/// moves to them. Tells how much was moved.
///
/// # Errors
/// [`CannotRotate`], or the usual refusals; what the watch says.
pub fn rotate(app: &App, actor: &Actor, what: &What, watch: &mut Watch<'_>) -> Result<u64, Refusal<CannotRotate>> {
    let mut moved = resume(app, actor, watch)?;
    if what.master {
        change_master(app, actor, watch)?;
    }
    begin(app, actor, what, watch)?;
    if what.safes.contains(&Safe::StaffIndex) {
        change(app, actor, "staff index", house_keys::change_index_key)?;
        watch("the index of accounts", 1, Some(1))?;
    }
    if what.safes.contains(&Safe::Audit) {
        change_trail(app, actor)?;
        watch("the trail", 1, Some(1))?;
    }
    moved += finish(app, watch)?;
    app.store.write("operation.keys.end", |tx| {
        let pass = leave(app, tx, actor)?;
        let event = Event { act: "keys.rotated", count: Some(moved), ..Event::default() };
        Ok::<_, Refusal<CannotRotate>>(access::note(app, tx, actor, &pass, event)?)
    })?;
    Ok(moved)
}

/// Finishes what was begun and makes no new key. Tells how much was moved.
///
/// # Errors
/// The usual refusals; what the watch says.
pub fn resume(app: &App, actor: &Actor, watch: &mut Watch<'_>) -> Result<u64, Refusal<CannotRotate>> {
    app.store.write("operation.keys.resume", |tx| {
        let pass = leave(app, tx, actor)?;
        let event = Event { act: "keys.rotation_resumed", ..Event::default() };
        Ok::<_, Refusal<CannotRotate>>(access::note(app, tx, actor, &pass, event)?)
    })?;
    Ok(finish(app, watch)?)
}

fn change_master(app: &App, actor: &Actor, watch: &mut Watch<'_>) -> Result<(), Refusal<CannotRotate>> {
    let number = draw_master(app, actor)?;
    watch("the master key", 0, Some(1))?;
    app.store.write("operation.keys.master", |tx| {
        let pass = leave(app, tx, actor)?;
        let count = Some(app.vault.rewrap_compartments(tx, app.now())?);
        let objects = [format!("master {number}")];
        let event = Event { act: "keys.master_changed", objects: &objects, count, ..Event::default() };
        Ok::<_, Refusal<CannotRotate>>(access::note(app, tx, actor, &pass, event)?)
    })?;
    Ok(watch("the master key", 1, Some(1))?)
}

/// Whether a safe is changed in the one transaction that begins a rotation; the others have their own.
fn begins(safe: Safe) -> bool {
    safe.holds_data_keys() || matches!(safe, Safe::Staff | Safe::PersonalIndex | Safe::ProtectedIndex)
}

fn is_index(safe: Safe) -> bool {
    matches!(safe, Safe::PersonalIndex | Safe::ProtectedIndex)
}

/// Makes the new generations, and leaves the job that goes on when this process ends.
fn begin(app: &App, actor: &Actor, what: &What, watch: &mut Watch<'_>) -> Result<(), Refusal<CannotRotate>> {
    let asked =
        |safe: &Safe| what.safes.contains(safe) || (is_index(*safe) && what.safes.iter().any(|one| is_index(*one)));
    let safes: Vec<Safe> = Safe::ALL.into_iter().filter(|safe| begins(*safe) && asked(safe)).collect();
    if safes.is_empty() {
        return Ok(());
    }
    app.store.write("operation.keys.begin", |tx| {
        let pass = leave(app, tx, actor)?;
        let standing = app.vault.generations(tx)?;
        for safe in &safes {
            let spread = standing.get(safe).and_then(|all| Some(all.last()? - all.first()?)).unwrap_or(0);
            if spread >= GENERATIONS_MOST {
                return Err(Refusal::Rule(CannotRotate::TooMany(safe.word())));
            }
            app.vault.next_generation(tx, *safe, app.now())?;
        }
        jobs::put(tx, &app.dice, GO_ON, &[], app.now().plus_seconds(GO_ON_SECONDS))?;
        let fields: Vec<&'static str> = safes.iter().map(|safe| safe.word()).collect();
        let event = Event { act: "keys.generations_made", fields: &fields, ..Event::default() };
        Ok::<_, Refusal<CannotRotate>>(access::note(app, tx, actor, &pass, event)?)
    })?;
    renew(app)?;
    Ok(watch("new keys", 1, Some(1))?)
}

fn change(
    app: &App,
    actor: &Actor,
    word: &'static str,
    change: impl Fn(&App, &mut Tx<'_>) -> store::Result<u32>,
) -> Result<(), Refusal<CannotRotate>> {
    app.store.write("operation.keys.change", |tx| {
        let pass = leave(app, tx, actor)?;
        change(app, tx)?;
        let event = Event { act: "keys.generations_made", fields: &[word], ..Event::default() };
        Ok::<_, Refusal<CannotRotate>>(access::note(app, tx, actor, &pass, event)?)
    })?;
    Ok(renew(app)?)
}

/// The key of the trail changes only over a trail that was just verified.
fn change_trail(app: &App, actor: &Actor) -> Result<(), Refusal<CannotRotate>> {
    access::trail::settle(app)?;
    let verified = access::trail::verify(app, actor, None).map_err(Refusal::widen)?;
    if let Some(why) = verified.why {
        return Err(Refusal::Rule(CannotRotate::TrailAltered(why)));
    }
    change(app, actor, "audit", access::trail::change_key)
}

pub(super) fn renew(app: &App) -> store::Result<()> {
    app.store.read("operation.keys.renew", |tx| app.vault.renew(tx))
}

/// Where a rotation is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    /// At the data keys, after that of this owner in this safe.
    DataKeys(Option<([u8; 16], String)>),
    /// At what the house seals, then at the search indexes.
    House,
    /// At its end.
    End,
}

impl At {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::DataKeys(None) | Self::End => Vec::new(),
            Self::DataKeys(Some((owner, word))) => [owner.as_slice(), word.as_bytes()].concat(),
            Self::House => b"house".to_vec(),
        }
    }

    /// What cannot be read begins from the beginning: what is done already is passed over.
    fn read(bytes: &[u8]) -> Self {
        if bytes == b"house" {
            return Self::House;
        }
        let last = bytes.split_first_chunk::<16>();
        Self::DataKeys(last.map(|(owner, word)| (*owner, String::from_utf8_lossy(word).into_owned())))
    }
}

/// One short transaction of a rotation: where it is then, how much was looked at and how much moved.
fn step(app: &App, tx: &mut Tx<'_>, at: &At) -> store::Result<(At, u64, u64)> {
    match at {
        At::DataKeys(last) => {
            let pass = app.vault.rewrap_data_keys(tx, last.as_ref())?;
            let next = pass.last.map_or(At::House, |last| At::DataKeys(Some(last)));
            Ok((next, pass.seen, pass.done))
        }
        At::House => {
            let mut moved = house_keys::reseal_next(app, tx)?;
            if moved == 0 {
                moved = people::file_next_under_newest(app, tx)?;
            }
            Ok((if moved == 0 { At::End } else { At::House }, moved, moved))
        }
        At::End => Ok((At::End, 0, 0)),
    }
}

/// Brings everything that hangs on an old key to the newest, in short transactions, and tells how much
/// moved. It makes no new key; done twice, it finds nothing. It shows nobody anything: no pass is asked for.
///
/// # Errors
/// The store's, or what the watch says.
fn finish(app: &App, watch: &mut Watch<'_>) -> store::Result<u64> {
    renew(app)?;
    let left = app.store.read("operation.keys.left", |tx| {
        let used = app.vault.masters_in_use(tx)?;
        let keys: Option<(u64,)> = tx.one("select count(*) from data_key", &[])?;
        let several = app.vault.generations(tx)?.values().any(|all| all.len() > 1);
        Ok::<_, StoreError>((used.len() > 1, several.then(|| keys.map_or(0, |(keys,)| keys))))
    })?;
    let (several_masters, several_generations) = left;
    if several_masters {
        app.store.write("operation.keys.master", |tx| app.vault.rewrap_compartments(tx, app.now()))?;
        watch("the master key", 1, Some(1))?;
    }
    let Some(keys) = several_generations else { return Ok(0) };
    let (mut at, mut seen, mut moved) = (At::DataKeys(None), 0, 0);
    while at != At::End {
        let (next, looked_at, done) = app.store.write("operation.keys.step", |tx| step(app, tx, &at))?;
        seen += looked_at;
        moved += done;
        match at {
            At::DataKeys(_) => watch("data keys", seen, Some(keys.max(seen)))?,
            At::House | At::End => watch("indexes", moved, None)?,
        }
        at = next;
        std::thread::sleep(DESKS_FIRST);
    }
    Ok(moved)
}

/// The job [`GO_ON`]: the same, one step in each of its transactions.
///
/// # Errors
/// The store's.
pub fn go_on(app: &App, tx: &mut Tx<'_>, job: &Job) -> store::Result<()> {
    let (next, ..) = step(app, tx, &At::read(&job.subject))?;
    if next == At::End {
        return Ok(());
    }
    jobs::put(tx, &app.dice, GO_ON, &next.bytes(), app.now())
}
