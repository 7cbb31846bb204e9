//! What stands between a person and those who must not find her: her protection, and conflicts.
//!
//! Here are the rows, which every decision reads; the acts are the room of people's, since hiding a
//! person also moves her in the index by which she is found.

use std::collections::HashSet;

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::{Pass, Role};
use store::{FromRow, Result, Row, StoreError, Tx, vault::Under};

use super::{accounts, private::Sign};
use crate::app::App;

/// The condition that an account must keep away from a person: from herself, or from someone with whom she
/// lives or lived while that was declared (SEC-16). Everything that decides or lists asks by it, and nothing
/// reads the rows of conflicts alone but what shows or changes them.
macro_rules! kept_apart {
    ($person:literal, $($account:tt)+) => {
        concat!(
            "exists (select 1 from conflict x where x.account = ",
            $($account)+,
            " and (x.person = ",
            $person,
            " or exists (select 1 from tie_between h
                 where h.together = 1 and (h.apart_at is null or x.at < h.apart_at)
                   and ((h.person = ",
            $person,
            " and h.other = x.person) or (h.other = ",
            $person,
            " and h.person = x.person)))))"
        )
    };
}
pub(crate) use kept_apart;

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
    /// It was proposed, and who answers for it said that it is so (SEC-16).
    Confirmed,
}

impl Origin {
    const ALL: [(&'static str, Self); 3] =
        [("declared", Self::Declared), ("asked", Self::Asked), ("confirmed", Self::Confirmed)];

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

/// Why someone thinks that there may be a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// A supervisor thinks so of a colleague of her team.
    Supervisor,
    /// The house noticed that they share something.
    Shared(Sign),
}

impl Suspicion {
    const ALL: [(&'static str, Self); 3] = [
        ("supervisor", Self::Supervisor),
        ("telephone", Self::Shared(Sign::Telephone)),
        ("home", Self::Shared(Sign::Home)),
    ];

    /// The word that is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, suspicion)| *suspicion == self).map_or("supervisor", |(word, _)| word)
    }
}

/// A conflict that may be one. It denies nothing until somebody says that it is.
#[derive(Clone, Copy, Debug)]
pub struct Proposed {
    /// Whom she may have to stay away from.
    pub person: PersonId,
    /// Who.
    pub account: AccountId,
    /// Why it is thought so.
    pub suspicion: Suspicion,
    /// Since when.
    pub at: Timestamp,
}

impl FromRow for Proposed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let word: String = row.get(2)?;
        let suspicion = Suspicion::ALL.iter().find(|(one, _)| *one == word).map(|(_, suspicion)| *suspicion);
        let suspicion = suspicion.ok_or(StoreError::BadCell { column: 2, wanted: "why a conflict is proposed" })?;
        Ok(Self { person: row.get(0)?, account: row.get(1)?, suspicion, at: row.get(3)? })
    }
}

/// The protection of a person, if she has one.
///
/// # Errors
/// The store's.
pub fn guard(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Option<Guard>> {
    tx.one("select since_at, lift_asked_by, lift_asked_at from guard where person = $1", &[person.into()])
}

/// By which key the keys of what is kept about a person are wrapped (SEC-18).
///
/// # Errors
/// The store's.
pub fn wraps_under(tx: &mut Tx<'_>, person: Option<PersonId>) -> Result<Under> {
    let Some(person) = person else { return Ok(Under::Own) };
    let guarded: Option<(i64,)> = tx.one("select 1 from guard where person = $1", &[person.into()])?;
    Ok(if guarded.is_some() { Under::Protected } else { Under::Own })
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

/// The persons for whom an account must not work: for a search, which leaves them out before it counts.
///
/// # Errors
/// The store's.
pub fn kept_from(tx: &mut Tx<'_>, _pass: &Pass, account: AccountId) -> Result<HashSet<PersonId>> {
    let all: Vec<(PersonId,)> = tx.all(
        "select x.person from conflict x where x.account = $1
         union select h.other from conflict x join tie_between h on h.person = x.person
               where x.account = $1 and h.together = 1 and (h.apart_at is null or x.at < h.apart_at)
         union select h.person from conflict x join tie_between h on h.other = x.person
               where x.account = $1 and h.together = 1 and (h.apart_at is null or x.at < h.apart_at)",
        &[account.into()],
    )?;
    Ok(all.into_iter().map(|(person,)| person).collect())
}

/// Every account that must keep away from a person, for her own sake or for that of her household.
///
/// # Errors
/// The store's.
pub fn kept_apart_from(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Vec<AccountId>> {
    let sql = concat!("select a.id from account a where ", kept_apart!("$1", "a.id"), " order by a.id");
    Ok(tx.all::<(AccountId,)>(sql, &[person.into()])?.into_iter().map(|(account,)| account).collect())
}

/// Whether an account must keep away from a person, for her own sake or for that of her household.
///
/// # Errors
/// The store's.
pub fn keeps_from(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, account: AccountId) -> Result<bool> {
    let found: Option<(i64,)> =
        tx.one(concat!("select 1 where ", kept_apart!("$1", "$2")), &[person.into(), account.into()])?;
    Ok(found.is_some())
}

/// Proposes a conflict, once: what was answered is not asked again, and what is one already needs no
/// answer. Tells whether it is new.
///
/// # Errors
/// The store's.
pub fn propose(
    tx: &mut Tx<'_>,
    person: PersonId,
    account: AccountId,
    suspicion: Suspicion,
    now: Timestamp,
) -> Result<bool> {
    let known: Option<(i64,)> =
        tx.one("select 1 from conflict where person = $1 and account = $2", &[person.into(), account.into()])?;
    if known.is_some() {
        return Ok(false);
    }
    let new = tx.exec(
        "insert into conflict_proposed (person, account, origin, at) values ($1, $2, $3, $4)
         on conflict (person, account) do nothing",
        &[person.into(), account.into(), suspicion.code().into(), now.into()],
    )?;
    Ok(new == 1)
}

/// The proposals that wait for an answer about persons whom this team follows, or nobody does; the
/// oldest first, and never those about the account that asks.
///
/// # Errors
/// The store's.
pub fn to_answer(tx: &mut Tx<'_>, account: AccountId, team: Option<TeamId>, most: i64) -> Result<Vec<Proposed>> {
    tx.all(
        "select p.person, p.account, p.origin, p.at from conflict_proposed p
         left join follow f on f.person = p.person left join account w on w.id = f.worker
         where p.answer is null and p.account <> $1
           and (f.team = $2 or w.team = $2 or (f.team is null and f.worker is null))
         order by p.at, p.person, p.account limit $3",
        &[account.into(), team.into(), most.into()],
    )
}

/// The proposals about a person that wait for an answer, but for those about the account that asks.
///
/// # Errors
/// The store's.
pub fn proposed(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, account: AccountId) -> Result<Vec<Proposed>> {
    tx.all(
        "select person, account, origin, at from conflict_proposed
         where person = $1 and account <> $2 and answer is null order by at, account",
        &[person.into(), account.into()],
    )
}

/// Answers a proposal.
///
/// # Errors
/// [`StoreError::Stale`] when there is none that waits, or it is about who answers.
pub fn answer(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    (person, account): (PersonId, AccountId),
    by: AccountId,
    is_one: bool,
    now: Timestamp,
) -> Result<()> {
    let word = if is_one { "confirmed" } else { "dismissed" };
    tx.change_one(
        "update conflict_proposed set answer = $3, answered_by = $4, answered_at = $5
         where person = $1 and account = $2 and answer is null and account <> $4",
        &[person.into(), account.into(), word.into(), by.into(), now.into()],
    )
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
