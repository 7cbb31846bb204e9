//! Records that are one person, and pairs that may be, at rest.

use std::collections::HashSet;

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::Pass;
use store::{FromRow, Result, Row, Tx, Value};

/// A record that is read as part of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) gone: PersonId,
    pub(super) kept: PersonId,
    pub(super) by: AccountId,
    pub(super) at: Timestamp,
}

impl FromRow for Merge {
    /// Reads `gone, kept, merged_by, at`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { gone: row.get(0)?, kept: row.get(1)?, by: row.get(2)?, at: row.get(3)? })
    }
}

/// The merge by which a record is read as part of another.
pub(super) fn of(tx: &mut Tx<'_>, gone: PersonId) -> Result<Option<Merge>> {
    tx.one("select gone, kept, merged_by, at from person_merge where gone = $1", &[gone.into()])
}

/// How many records one question is about; more are asked for in turns.
const AT_ONCE: usize = 10;

/// The merges by which these records are read as part of others.
pub(super) fn of_many(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<Vec<Merge>> {
    let mut merges = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let mut args: Vec<Value<'_>> = some.iter().map(|id| Value::from(*id)).collect();
        args.resize(AT_ONCE, Value::Null);
        merges.extend(tx.all::<Merge>(
            "select gone, kept, merged_by, at from person_merge
             where gone in ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &args,
        )?);
    }
    Ok(merges)
}

/// What is read as part of a record.
pub(super) fn into(tx: &mut Tx<'_>, kept: PersonId) -> Result<Vec<Merge>> {
    tx.all("select gone, kept, merged_by, at from person_merge where kept = $1 order by at, gone", &[kept.into()])
}

/// Every record that is read as part of another.
pub(super) fn all_gone(tx: &mut Tx<'_>) -> Result<HashSet<PersonId>> {
    let gone: Vec<(PersonId,)> = tx.all("select gone from person_merge", &[])?;
    Ok(gone.into_iter().map(|(gone,)| gone).collect())
}

pub(super) fn put(tx: &mut Tx<'_>, _pass: &Pass, merge: &Merge) -> Result<()> {
    tx.exec(
        "insert into person_merge (gone, kept, merged_by, at) values ($1, $2, $3, $4)",
        &[merge.gone.into(), merge.kept.into(), merge.by.into(), merge.at.into()],
    )
    .map(|_| ())
}

pub(super) fn end(tx: &mut Tx<'_>, _pass: &Pass, gone: PersonId) -> Result<()> {
    tx.change_one("delete from person_merge where gone = $1", &[gone.into()])
}

/// Two records in the order in which they are kept.
fn in_order(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one < other { (one, other) } else { (other, one) }
}

/// A pair that waits for someone to look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) one: PersonId,
    pub(super) other: PersonId,
    pub(super) at: Timestamp,
}

impl FromRow for Pair {
    /// Reads `one, other, at`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { one: row.get(0)?, other: row.get(1)?, at: row.get(2)? })
    }
}

/// Notes that two records may be one person, once. Tells whether it is new.
pub(super) fn propose(
    tx: &mut Tx<'_>,
    (one, other): (PersonId, PersonId),
    per_mille: i64,
    now: Timestamp,
) -> Result<bool> {
    let (one, other) = in_order(one, other);
    let new = tx.exec(
        "insert into person_pair (one, other, score, at) values ($1, $2, $3, $4) on conflict (one, other) do nothing",
        &[one.into(), other.into(), per_mille.into(), now.into()],
    )?;
    Ok(new == 1)
}

/// The pairs that wait and of which this account or team follows one, the oldest first, as many as a list
/// reads. Whoever shows one asks whether both may be seen.
pub(super) fn waiting(tx: &mut Tx<'_>, account: AccountId, team: Option<TeamId>, most: i64) -> Result<Vec<Pair>> {
    tx.all(
        "select p.one, p.other, p.at from person_pair p
         left join follow f on f.person = p.one left join account w on w.id = f.worker
         left join follow g on g.person = p.other left join account v on v.id = g.worker
         where p.answered_at is null
           and (f.worker = $1 or g.worker = $1 or f.team = $2 or g.team = $2 or w.team = $2 or v.team = $2)
         order by p.at, p.one, p.other limit $3",
        &[account.into(), team.into(), most.into()],
    )
}

/// Whether somebody said that these are two persons.
pub(super) fn are_two(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<bool> {
    let (one, other) = in_order(one, other);
    let said: Option<(i64,)> = tx.one(
        "select 1 from person_pair where one = $1 and other = $2 and answered_at is not null",
        &[one.into(), other.into()],
    )?;
    Ok(said.is_some())
}

/// Writes down that these are two persons: they are not proposed again.
pub(super) fn say_two(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    (one, other): (PersonId, PersonId),
    by: AccountId,
    now: Timestamp,
) -> Result<()> {
    let (one, other) = in_order(one, other);
    tx.put(
        "insert into person_pair (one, other, score, at, answered_by, answered_at) values ($1, $2, 0, $4, $3, $4)
         on conflict (one, other) do update set answered_by = excluded.answered_by, answered_at = excluded.answered_at",
        &[one.into(), other.into(), by.into(), now.into()],
    )
}

/// Takes a pair out: it was answered by a merge.
pub(super) fn drop_pair(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<()> {
    let (one, other) = in_order(one, other);
    tx.exec("delete from person_pair where one = $1 and other = $2", &[one.into(), other.into()]).map(|_| ())
}

/// Forgets all of a person who is erased.
pub(super) fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.exec("delete from person_merge where gone = $1 or kept = $1", &[person.into()])?;
    tx.exec("delete from person_pair where one = $1 or other = $1", &[person.into()]).map(|_| ())
}
