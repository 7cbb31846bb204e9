//! Destroying old keys: refused while anything needs them, and told what goes with them.

use ground::{Dice, Timestamp};
use store::{Tx, vault::Safe};

use super::{Held, MASTER, held, leave, rotate::renew};
use crate::{
    access::{self, Actor, Event},
    app::{App, Refusal},
};

/// What is to be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// A master key; with it go the backups that it sealed, which has to be said.
    Master {
        /// Its number.
        number: u32,
        /// Whether it was said that backups are lost.
        backups_are_lost: bool,
    },
    /// One generation of a safe. Of the two search indexes either stands for both.
    Generation(Safe, u32),
    /// Every old generation of every safe, but the trail's: that one is named.
    Generations,
}

/// Why nothing was destroyed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotDestroy {
    /// The newest is in use.
    #[error("{kind} {number} is the newest: change it first (approdo keys rotate)")]
    Newest {
        /// Of what.
        kind: &'static str,
        /// Which.
        number: u32,
    },
    /// There is none of that number.
    #[error("there is no {kind} {number}: see approdo keys show")]
    Unknown {
        /// Of what.
        kind: &'static str,
        /// Which.
        number: u32,
    },
    /// Something still hangs on it.
    #[error("{left} things still hang on {kind} {number}: run approdo keys rotate --go-on, then destroy it")]
    Needed {
        /// Of what.
        kind: &'static str,
        /// Which.
        number: u32,
        /// How many.
        left: u64,
    },
    /// Nobody said that old backups are lost.
    #[error(
        "backups that master key {number} sealed open with it alone: {proved} proved backups were made before the \
         next key{}. Keep the key as long as you keep one of them; to destroy it, say --yes-old-backups-are-lost",
        last.map_or_else(String::new, |at| format!(", the last of {at}"))
    )]
    BackupsLost {
        /// The master key.
        number: u32,
        /// How many backups.
        proved: u64,
        /// The last of them.
        last: Option<Timestamp>,
    },
}

/// Destroys old keys for good, and tells which. The entry in the trail comes first; a master key's file
/// that a crash left behind is destroyed when it is asked for again.
///
/// # Errors
/// [`CannotDestroy`], or the usual refusals.
pub fn destroy(app: &App, actor: &Actor, old: Old) -> Result<Vec<String>, Refusal<CannotDestroy>> {
    let gone = app.store.write("operation.keys.destroy", |tx| {
        let pass = leave(app, tx, actor)?;
        let gone = match old {
            Old::Master { number, backups_are_lost } => let_go(app, tx, number, backups_are_lost)?,
            Old::Generation(safe, number) => {
                let held = held(app, tx)?;
                one(app, tx, &held, safe, number)?
            }
            Old::Generations => every(app, tx)?,
        };
        let event = Event { act: "keys.destroyed", objects: &gone, ..Event::default() };
        access::note(app, tx, actor, &pass, event)?;
        Ok::<_, Refusal<CannotDestroy>>(gone)
    })?;
    if let Old::Master { number, .. } = old {
        app.keys.destroy_master(number, &Dice::os())?;
    }
    renew(app)?;
    Ok(gone)
}

fn let_go(app: &App, tx: &mut Tx<'_>, number: u32, lost: bool) -> Result<Vec<String>, Refusal<CannotDestroy>> {
    let kind = MASTER;
    if !app.keys.numbers()?.contains(&number) {
        return Err(Refusal::Rule(CannotDestroy::Unknown { kind, number }));
    }
    let used = app.vault.masters_in_use(tx)?;
    if used.last_key_value().is_none_or(|(newest, _)| *newest <= number) {
        return Err(Refusal::Rule(CannotDestroy::Newest { kind, number }));
    }
    if let Some(left) = used.get(&number).copied() {
        return Err(Refusal::Rule(CannotDestroy::Needed { kind, number, left }));
    }
    if !lost {
        let (proved, last) = sealed_until(app, tx, number)?;
        return Err(Refusal::Rule(CannotDestroy::BackupsLost { number, proved, last }));
    }
    app.vault.let_master_go(tx, number)?;
    Ok(vec![format!("{kind} {number}")])
}

/// The proved backups that may need a master key: made before the next came into use.
fn sealed_until(app: &App, tx: &mut Tx<'_>, number: u32) -> store::Result<(u64, Option<Timestamp>)> {
    let eras = app.vault.eras(tx)?;
    let next = eras.iter().filter(|((kind, later), _)| kind == MASTER && *later > number).map(|(_, at)| *at).min();
    let until = next.unwrap_or_else(|| app.now());
    let counted: Option<(u64, Option<Timestamp>)> =
        tx.one("select count(*), max(at) from backup_proof where at < $1", &[until.into()])?;
    Ok(counted.unwrap_or_default())
}

fn one(
    app: &App,
    tx: &mut Tx<'_>,
    held: &Held,
    safe: Safe,
    number: u32,
) -> Result<Vec<String>, Refusal<CannotDestroy>> {
    let (kind, standing) = (safe.word(), app.vault.generations(tx)?.remove(&safe).unwrap_or_default());
    if !standing.contains(&number) {
        return Err(Refusal::Rule(CannotDestroy::Unknown { kind, number }));
    }
    if standing.last() == Some(&number) {
        return Err(Refusal::Rule(CannotDestroy::Newest { kind, number }));
    }
    let left = match safe {
        // Entries that were numbered are proved without it; one that waits is not numbered yet.
        Safe::Audit => u64::from(access::trail::waits_under(tx, number)?),
        _ => held.get(&(kind, number)).copied().unwrap_or(0),
    };
    if left > 0 {
        return Err(Refusal::Rule(CannotDestroy::Needed { kind, number, left }));
    }
    let both = [Safe::PersonalIndex, Safe::ProtectedIndex];
    let safes = if both.contains(&safe) { both.to_vec() } else { vec![safe] };
    safes.iter().try_for_each(|safe| app.vault.destroy_generation(tx, *safe, number))?;
    Ok(safes.iter().map(|safe| format!("{} {number}", safe.word())).collect())
}

fn every(app: &App, tx: &mut Tx<'_>) -> Result<Vec<String>, Refusal<CannotDestroy>> {
    let (held, mut gone) = (held(app, tx)?, Vec::new());
    for (safe, mut numbers) in app.vault.generations(tx)? {
        numbers.pop();
        // The index of the protected goes with that of everybody.
        if matches!(safe, Safe::Audit | Safe::ProtectedIndex) {
            continue;
        }
        for number in numbers {
            gone.extend(one(app, tx, &held, safe, number)?);
        }
    }
    Ok(gone)
}
