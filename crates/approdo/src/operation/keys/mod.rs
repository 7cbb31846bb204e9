//! The keys of the house: showing how they stand, changing them while the service runs, destroying old
//! ones (SEC-54). Never a byte of a key leaves the vault.
//!
//! Read `rotate` (what is changed in which order; each step is one transaction or one file and leaves
//! everything readable), `destroy` (what may go, and what goes with it) and, in the store, `vault::rotate`.
//! Seven safes wrap data keys, which are wrapped anew; the staff's seals values, which are sealed anew;
//! the search indexes are made anew in batches, that of accounts at once; the trail goes on under its new
//! key and proves what was before.

mod destroy;
mod rotate;

use std::collections::BTreeMap;

use ground::Timestamp;
use policy::{Action, Pass, Resource};
use store::{
    Tx,
    vault::{Held, Safe},
};

pub use destroy::{CannotDestroy, Old, destroy};
pub use rotate::{CannotRotate, GO_ON, Watch, What, draw_master, go_on, resume, rotate};

use crate::{
    access::{self, About, Actor, Event, house_keys},
    app::{App, Refusal},
    people,
};

/// How one key stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// `master`, or the word of a safe.
    pub kind: &'static str,
    /// Its number.
    pub number: u32,
    /// Since when it is in use, where that was written down: not for the first.
    pub since: Option<Timestamp>,
    /// Whether it is used for what is new.
    pub state: State,
    /// How much hangs on it: compartment keys on a master key, data keys, sealed values, rows of an index.
    /// On a key of the trail, entries that are proved one by one with it: they do not keep it from going.
    pub held: u64,
}

/// Whether a key is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// For what is new.
    InUse,
    /// Only for what still hangs on it.
    Old,
    /// A master key that was drawn and not used yet.
    Waiting,
}

impl State {
    /// The word on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InUse => "in use",
            Self::Old => "old",
            Self::Waiting => "waiting",
        }
    }
}

const MASTER: &str = "master";

/// Shows every key by number, since when it is in use and how much hangs on it.
///
/// # Errors
/// The usual refusals.
pub fn show(app: &App, actor: &Actor) -> Result<Vec<Standing>, Refusal> {
    app.store.look("operation.keys.show", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::See, Resource::Settings, About::General)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "keys.seen", ..Event::default() }));
        Ok(standing(app, tx)?)
    })
}

/// How every key stands. It counts every data key.
fn standing(app: &App, tx: &mut Tx<'_>) -> store::Result<Vec<Standing>> {
    let (eras, held) = (app.vault.eras(tx)?, held(app, tx)?);
    let masters = app.vault.masters_in_use(tx)?;
    let here = app.keys.numbers()?;
    let mut numbers: Vec<u32> = masters.keys().chain(&here).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let held_by_master = |number: u32| masters.get(&number).copied().unwrap_or(0);
    let newest = masters.last_key_value().map(|(number, _)| *number);
    let mut all = lines(MASTER, (&numbers, newest), &eras, held_by_master);
    for (safe, numbers) in app.vault.generations(tx)? {
        let held_here = |number: u32| held.get(&(safe.word(), number)).copied().unwrap_or(0);
        all.extend(lines(safe.word(), (&numbers, numbers.last().copied()), &eras, held_here));
    }
    Ok(all)
}

fn lines(
    kind: &'static str,
    (numbers, newest): (&[u32], Option<u32>),
    eras: &BTreeMap<(String, u32), Timestamp>,
    held: impl Fn(u32) -> u64,
) -> Vec<Standing> {
    let line = |number: &u32| Standing {
        kind,
        number: *number,
        since: eras.get(&(kind.to_owned(), *number)).copied(),
        state: match Some(*number).cmp(&newest) {
            std::cmp::Ordering::Less => State::Old,
            std::cmp::Ordering::Equal => State::InUse,
            std::cmp::Ordering::Greater => State::Waiting,
        },
        held: held(*number),
    };
    numbers.iter().map(line).collect()
}

/// How much hangs on every generation of every safe.
fn held(app: &App, tx: &mut Tx<'_>) -> store::Result<Held> {
    let mut held = app.vault.data_keys_by_generation(tx)?;
    held.extend(house_keys::held(tx)?);
    let generations = app.vault.generations(tx)?;
    // Both indexes stand in one table and change together.
    for number in generations.get(&Safe::PersonalIndex).into_iter().flatten() {
        let rows = people::count_under(tx, *number)?;
        held.insert((Safe::PersonalIndex.word(), *number), rows);
        held.insert((Safe::ProtectedIndex.word(), *number), rows);
    }
    for (number, entries) in access::trail::entries_by_key(tx)? {
        held.insert((Safe::Audit.word(), number), entries);
    }
    Ok(held)
}

fn leave<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> Result<Pass, Refusal<R>> {
    access::allow(app, tx, actor, Action::Administer, Resource::Settings, About::General)
}

#[cfg(test)]
mod story;
