//! Between which two persons something is written, and which of them live or lived together.
//!
//! What it is stands with the room of people's, sealed; here is as much of it as a decision needs: a
//! conflict with someone is one with whom she lives (`shield::kept_apart`, SEC-16). The rows come and go with
//! those of that room, in the same transaction.

use ground::{PersonId, TieId, Timestamp};
use policy::Pass;
use store::{Result, Tx};

/// Writes down that something is written between two persons.
///
/// # Errors
/// The store's.
pub fn put(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    id: TieId,
    (person, other): (PersonId, PersonId),
    together: bool,
) -> Result<()> {
    tx.exec(
        "insert into tie_between (id, person, other, together) values ($1, $2, $3, $4)",
        &[id.into(), person.into(), other.into(), together.into()],
    )
    .map(|_| ())
}

/// The two live together no longer, from that instant on. An end that has come stays where it is: what was
/// declared until then goes on holding for both.
///
/// # Errors
/// The store's.
pub fn part(tx: &mut Tx<'_>, _pass: &Pass, id: TieId, at: Timestamp, now: Timestamp) -> Result<()> {
    tx.exec(
        "update tie_between set apart_at = $2 where id = $1 and (apart_at is null or apart_at > $3)",
        &[id.into(), at.into(), now.into()],
    )
    .map(|_| ())
}

/// The two never lived together: it was a mistake.
///
/// # Errors
/// The store's.
pub fn untie(tx: &mut Tx<'_>, _pass: &Pass, id: TieId) -> Result<()> {
    tx.exec("update tie_between set together = 0 where id = $1", &[id.into()]).map(|_| ())
}

/// With whom a person lives now: whom a conflict reaches that is declared with her.
///
/// # Errors
/// The store's.
pub fn housemates(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, now: Timestamp) -> Result<Vec<PersonId>> {
    let all: Vec<(PersonId,)> = tx.all(
        "select other from tie_between where person = $1 and together = 1 and (apart_at is null or apart_at > $2)
         union select person from tie_between where other = $1 and together = 1 and (apart_at is null or apart_at > $2)",
        &[person.into(), now.into()],
    )?;
    Ok(all.into_iter().map(|(person,)| person).collect())
}

/// Forgets everything that is between a person who is erased and others. What is sealed was destroyed before.
pub(super) fn forget_person(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.exec("delete from tie_between where person = $1 or other = $1", &[person.into()]).map(|_| ())
}
