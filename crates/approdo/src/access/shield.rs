//! What stands between a person and those who must not find her: her protection, and conflicts.
//!
//! Here are the rows, which every decision reads; the acts are the room of people's, since hiding a
//! person also moves her in the index by which she is found.

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::{Pass, Role};
use store::{FromRow, Result, Row, StoreError, Tx};

use super::accounts;
use crate::app::App;

/// The protection of a person.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// Since when she is protected.
    pub since: Timestamp,
    /// Who asked to lift it, and when, if someone did.
    pub lift_asked: Option<(AccountId, Timestamp)>,
}

impl FromRow for Guard {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (by, at): (Option<AccountId>, Option<Timestamp>) = (row.get(1)?, row.get(2)?);
        Ok(Self { since: row.get(0)?, lift_asked: by.zip(at) })
    }
}

/// Why someone must not work for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// She said it of herself: a relative, a neighbour, an ex-partner (SEC-16).
    Declared,
    /// The person asked for it (SEC-17).
    Asked,
}

impl Origin {
    const ALL: [(&'static str, Self); 2] = [("declared", Self::Declared), ("asked", Self::Asked)];

    /// The word that is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, origin)| *origin == self).map_or("declared", |(word, _)| word)
    }
}

/// Someone who must not work for a person.
#[derive(Clone, Copy, Debug)]
pub struct Conflict {
    /// Who.
    pub account: AccountId,
    /// By whose word.
    pub origin: Origin,
    /// Since when.
    pub at: Timestamp,
}

impl FromRow for Conflict {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let word: String = row.get(1)?;
        let origin = Origin::ALL.iter().find(|(one, _)| *one == word).map(|(_, origin)| *origin);
        let origin = origin.ok_or(StoreError::BadCell { column: 1, wanted: "the origin of a conflict" })?;
        Ok(Self { account: row.get(0)?, origin, at: row.get(2)? })
    }
}

/// The protection of a person, if she has one.
///
/// # Errors
/// The store's.
pub fn guard(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Option<Guard>> {
    tx.one("select since_at, lift_asked_by, lift_asked_at from guard where person = $1", &[person.into()])
}

/// Puts a person behind her protection, from the end of this transaction on.
///
/// # Errors
/// The store's.
pub fn raise(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, now: Timestamp) -> Result<()> {
    tx.exec("insert into guard (person, since_at) values ($1, $2)", &[person.into(), now.into()]).map(|_| ())
}

/// Writes down who asks to lift a protection.
///
/// # Errors
/// The store's.
pub fn ask_to_lower(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, by: AccountId, now: Timestamp) -> Result<()> {
    tx.change_one(
        "update guard set lift_asked_by = $2, lift_asked_at = $3 where person = $1",
        &[person.into(), by.into(), now.into()],
    )
}

/// Takes a protection away.
///
/// # Errors
/// [`StoreError::Stale`] when it is gone already.
pub fn lower(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<()> {
    // Who searched for her would say, to whoever sees her from now on, that she was protected.
    tx.exec("delete from sought where person = $1", &[person.into()])?;
    tx.change_one("delete from guard where person = $1", &[person.into()])
}

/// Keeps an account away from a person.
///
/// # Errors
/// The store's.
pub fn keep_away(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    account: AccountId,
    origin: Origin,
    now: Timestamp,
) -> Result<()> {
    tx.exec(
        "insert into conflict (person, account, origin, at) values ($1, $2, $3, $4)
         on conflict (person, account) do nothing",
        &[person.into(), account.into(), origin.code().into(), now.into()],
    )
    .map(|_| ())
}

/// Ends a conflict.
///
/// # Errors
/// [`StoreError::Stale`] when it is gone already.
pub fn end_conflict(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, account: AccountId) -> Result<()> {
    tx.change_one("delete from conflict where person = $1 and account = $2", &[person.into(), account.into()])
}

/// Who must not work for a person, the newest first.
///
/// # Errors
/// The store's.
pub fn conflicts(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Vec<Conflict>> {
    tx.all("select account, origin, at from conflict where person = $1 order by at desc, account", &[person.into()])
}

/// Who may follow a protected person: the workers who hold that role, each with her team.
///
/// # Errors
/// The store's.
pub fn protected_workers(app: &App, tx: &mut Tx<'_>) -> Result<Vec<(AccountId, Option<TeamId>)>> {
    let all = accounts::all(app, tx)?.into_iter();
    let active = all.filter(|one| one.state == accounts::State::Active && one.roles.holds(Role::ProtectedWorker));
    Ok(active.map(|one| (one.id, one.team)).collect())
}
