//! Erasures at rest: the requests, and who was erased.

use ground::{AccountId, PersonId, Timestamp};
use policy::Pass;
use store::{FromRow, Result, Row, StoreError, Tx};

use super::{
    journal::Line,
    model::{Reason, Request},
};

fn reason(row: &Row<'_>, column: usize) -> Result<Reason> {
    let word: String = row.get(column)?;
    Reason::from_code(&word).ok_or(StoreError::BadCell { column, wanted: "the reason of an erasure" })
}

impl FromRow for Request {
    /// Reads `reason, asked_by, knows_her, asked_at, agreed_by, agreed_at`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (by, at): (Option<AccountId>, Option<Timestamp>) = (row.get(4)?, row.get(5)?);
        Ok(Self {
            reason: reason(row, 0)?,
            asked_by: row.get(1)?,
            knows_her: row.get(2)?,
            asked_at: row.get(3)?,
            agreed: by.zip(at),
        })
    }
}

impl FromRow for Line {
    /// Reads `number, person, at, reason, asked_by, agreed_by`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            person: row.get(1)?,
            at: row.get(2)?,
            reason: reason(row, 3)?,
            asked_by: row.get(4)?,
            agreed_by: row.get(5)?,
        })
    }
}

/// A person with her request.
struct Of(PersonId, Request);

impl FromRow for Of {
    /// Reads the columns of a request, then `person`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get(6)?, Request::from_row(row)?))
    }
}

/// Whether there is such a person, for anyone to see: not staged by an import.
pub(super) fn is_there(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<bool> {
    let found: Option<(i64,)> = tx.one(
        "select 1 from person p left join person_batch b on b.id = p.batch
         where p.id = $1 and (p.batch is null or b.state = 'filed')",
        &[person.into()],
    )?;
    Ok(found.is_some())
}

/// What was asked about a person.
pub(super) fn request(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Option<Request>> {
    tx.one(
        "select reason, asked_by, knows_her, asked_at, agreed_by, agreed_at from erasure_request where person = $1",
        &[person.into()],
    )
}

/// Everything that was asked, the oldest first.
pub(super) fn requests(tx: &mut Tx<'_>, _pass: &Pass) -> Result<Vec<(PersonId, Request)>> {
    let all: Vec<Of> = tx.all(
        "select reason, asked_by, knows_her, asked_at, agreed_by, agreed_at, person from erasure_request
         order by asked_at, person",
        &[],
    )?;
    Ok(all.into_iter().map(|Of(person, request)| (person, request)).collect())
}

/// Writes the first word down, in the place of one that no longer stands.
pub(super) fn put_request(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, request: &Request) -> Result<()> {
    tx.exec("delete from erasure_request where person = $1 and agreed_at is null", &[person.into()])?;
    tx.exec(
        "insert into erasure_request (person, reason, asked_by, knows_her, asked_at) values ($1, $2, $3, $4, $5)",
        &[
            person.into(),
            request.reason.code().into(),
            request.asked_by.into(),
            request.knows_her.into(),
            request.asked_at.into(),
        ],
    )
    .map(|_| ())
}

/// Takes the first word back.
pub(super) fn drop_request(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<()> {
    tx.change_one("delete from erasure_request where person = $1 and agreed_at is null", &[person.into()])
}

/// Forgets first words that no longer stand.
pub(super) fn forget_requests(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.exec("delete from erasure_request where asked_at <= $1 and agreed_at is null", &[before.into()])
}

/// Writes the second word down: from here on it is decided.
pub(super) fn agree(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId, by: AccountId, now: Timestamp) -> Result<()> {
    tx.change_one(
        "update erasure_request set agreed_by = $2, agreed_at = $3 where person = $1 and agreed_at is null",
        &[person.into(), by.into(), now.into()],
    )
}

/// What was decided about a person and is not yet carried out, as a line that has no number yet.
pub(super) fn decided(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Line>> {
    tx.one(
        "select 0, person, agreed_at, reason, asked_by, agreed_by from erasure_request
         where person = $1 and agreed_at is not null",
        &[person.into()],
    )
}

/// Of whom it is decided and not yet carried out.
pub(super) fn all_decided(tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
    let all: Vec<(PersonId,)> =
        tx.all("select person from erasure_request where agreed_at is not null order by agreed_at", &[])?;
    Ok(all.into_iter().map(|(person,)| person).collect())
}

/// Every erasure this database knows of, in the order of the journal.
pub(super) fn known(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    tx.all("select number, person, at, reason, asked_by, agreed_by from erasure order by number", &[])
}

/// Whether this line of the journal is carried out here.
pub(super) fn is_carried_out(tx: &mut Tx<'_>, line: &Line) -> Result<bool> {
    let found: Option<(i64,)> =
        tx.one("select 1 from erasure where number = $1 and person = $2", &[number(line.number), line.person.into()])?;
    Ok(found.is_some())
}

/// Writes down that a line of the journal is carried out, and takes the request away.
pub(super) fn put(tx: &mut Tx<'_>, line: &Line, noted: bool) -> Result<()> {
    tx.exec("delete from erasure_request where person = $1", &[line.person.into()])?;
    tx.exec(
        "insert into erasure (number, person, reason, asked_by, agreed_by, at, noted, swept)
         values ($1, $2, $3, $4, $5, $6, $7, 0)",
        &[
            number(line.number),
            line.person.into(),
            line.reason.code().into(),
            line.asked_by.into(),
            line.agreed_by.into(),
            line.at.into(),
            noted.into(),
        ],
    )
    .map(|_| ())
}

/// The erasures that were replayed into this database and have no entry in its trail yet.
pub(super) fn unnoted(tx: &mut Tx<'_>) -> Result<Vec<Line>> {
    tx.all("select number, person, at, reason, asked_by, agreed_by from erasure where noted = 0 order by number", &[])
}

pub(super) fn note(tx: &mut Tx<'_>, line: &Line) -> Result<()> {
    tx.change_one("update erasure set noted = 1 where number = $1 and noted = 0", &[number(line.number)])
}

/// Whether the file still has pages in which someone erased once stood.
pub(super) fn is_unswept(tx: &mut Tx<'_>) -> Result<bool> {
    let found: Option<(i64,)> = tx.one("select number from erasure where swept = 0 limit 1", &[])?;
    Ok(found.is_some())
}

/// The number of the last erasure.
pub(super) fn last(tx: &mut Tx<'_>) -> Result<u64> {
    let found: Option<(u64,)> = tx.one("select number from erasure order by number desc limit 1", &[])?;
    Ok(found.map_or(0, |(last,)| last))
}

pub(super) fn mark_swept(tx: &mut Tx<'_>, up_to: u64) -> Result<u64> {
    tx.exec("update erasure set swept = 1 where swept = 0 and number <= $1", &[number(up_to)])
}

fn number(number: u64) -> store::Value<'static> {
    store::Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
