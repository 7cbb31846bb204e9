//! Ties at rest: sealed rows with a key each, and what was done to them.

use ground::{PersonId, TieId, Timestamp};
use policy::Pass;
use serde::{Deserialize, Serialize};
use store::{
    FromRow, Result, Row, StoreError, Tx,
    vault::{Place, Safe, Under, Vault},
};

use super::model::{Said, State, Tie};
use crate::{
    access::{shield, ties},
    app::App,
};

/// A tie that is not opened yet: it is read for many, and opened for who may see both.
pub(super) struct Closed {
    id: TieId,
    pub(super) person: PersonId,
    pub(super) other: PersonId,
    version: i64,
    state: State,
    sealed: Vec<u8>,
    made_at: Timestamp,
    split_at: Option<Timestamp>,
}

impl FromRow for Closed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let state: String = row.get(4)?;
        Ok(Self {
            id: row.get(0)?,
            person: row.get(1)?,
            other: row.get(2)?,
            version: row.get(3)?,
            state: State::parse(&state).ok_or(StoreError::BadCell { column: 4, wanted: "where a tie stands" })?,
            sealed: row.get(5)?,
            made_at: row.get(6)?,
            split_at: row.get(7)?,
        })
    }
}

const fn place(id: TieId, version: i64) -> Place {
    Place { table: "tie", column: "sealed", row: *id.bytes(), version }
}

const fn place_of_change(id: TieId, version: i64) -> Place {
    Place { table: "tie_change", column: "sealed", row: *id.bytes(), version }
}

fn broken(table: &'static str) -> StoreError {
    StoreError::Sealed { table, column: "sealed" }
}

/// Whether this pass, about one of the two, opens the ties of hers.
fn opens(pass: &Pass, tie: &Closed) -> bool {
    let about = pass.about();
    (about == Some(tie.person) || about == Some(tie.other)) && pass.sees(ground::Level::S2)
}

/// All that is between a person and others, the oldest first.
pub(super) fn of_person(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<Vec<Closed>> {
    tx.all(
        "select b.id, b.person, b.other, t.version, t.state, t.sealed, t.made_at, t.split_at
         from tie_between b join tie t on t.id = b.id where b.person = $1 or b.other = $1 order by t.made_at, b.id",
        &[person.into()],
    )
}

/// Opens a tie.
pub(super) fn open(app: &App, tx: &mut Tx<'_>, pass: &Pass, closed: &Closed) -> Result<Option<Tie>> {
    if !opens(pass, closed) {
        return Ok(None);
    }
    let key = app.vault.key(tx, closed.id.bytes(), Safe::Personal)?.ok_or_else(|| broken("tie"))?;
    let plain = key.open(&place(closed.id, closed.version), &closed.sealed)?;
    let said: Said = serde_json::from_slice(&plain).map_err(|_| broken("tie"))?;
    let Closed { id, person, other, version, state, made_at, split_at, .. } = *closed;
    Ok(Some(Tie { id, version, person, other, said, state, made_at, split_at }))
}

/// What was done to a tie.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Done {
    /// By whom.
    #[serde(rename = "w")]
    pub(super) who: String,
    /// What stood there from then on.
    #[serde(rename = "s")]
    pub(super) said: Said,
    /// Where it stood from then on.
    #[serde(rename = "z")]
    pub(super) state: State,
}

/// What was done, and when.
pub(super) struct Change {
    pub(super) at: Timestamp,
    pub(super) done: Done,
}

/// What was done to a tie, the oldest first.
pub(super) fn changes(app: &App, tx: &mut Tx<'_>, pass: &Pass, tie: &Tie) -> Result<Vec<Change>> {
    if pass.about() != Some(tie.person) && pass.about() != Some(tie.other) {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, Timestamp, Vec<u8>)> =
        tx.all("select version, at, sealed from tie_change where tie = $1 order by version", &[tie.id.into()])?;
    let key = app.vault.key(tx, tie.id.bytes(), Safe::Personal)?.ok_or_else(|| broken("tie_change"))?;
    let opened = rows.into_iter().map(|(version, at, sealed)| {
        let plain = key.open(&place_of_change(tie.id, version), &sealed)?;
        let done = serde_json::from_slice(&plain).map_err(|_| broken("tie_change"))?;
        Ok(Change { at, done })
    });
    opened.collect()
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    // Words and days always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}

/// Writes a new tie, and who wrote it.
pub(super) fn insert(app: &App, tx: &mut Tx<'_>, pass: &Pass, tie: &Tie, together: bool, who: &str) -> Result<()> {
    ties::put(tx, pass, tie.id, (tie.person, tie.other), together)?;
    let key = app.vault.make_key(tx, tie.id.bytes(), Safe::Personal)?;
    tx.exec(
        "insert into tie (id, version, state, sealed, made_at, split_at) values ($1, $2, $3, $4, $5, $6)",
        &[
            tie.id.into(),
            tie.version.into(),
            tie.state.code().into(),
            key.seal(&place(tie.id, tie.version), &json(&tie.said), &app.dice).into(),
            tie.made_at.into(),
            tie.split_at.into(),
        ],
    )?;
    remember(app, tx, tie, who)?;
    wrap(app, tx, tie.id, (tie.person, tie.other))
}

/// Saves a tie in the place of the version that was read.
///
/// # Errors
/// [`StoreError::Stale`] when someone else saved first.
pub(super) fn save(app: &App, tx: &mut Tx<'_>, _pass: &Pass, tie: &Tie, who: &str) -> Result<()> {
    let key = app.vault.key(tx, tie.id.bytes(), Safe::Personal)?.ok_or_else(|| broken("tie"))?;
    let next = Tie { version: tie.version + 1, ..*tie };
    tx.change_one(
        "update tie set version = $3, state = $4, sealed = $5, split_at = $6 where id = $1 and version = $2",
        &[
            tie.id.into(),
            tie.version.into(),
            next.version.into(),
            next.state.code().into(),
            key.seal(&place(next.id, next.version), &json(&next.said), &app.dice).into(),
            next.split_at.into(),
        ],
    )?;
    remember(app, tx, &next, who)
}

fn remember(app: &App, tx: &mut Tx<'_>, tie: &Tie, who: &str) -> Result<()> {
    let key = app.vault.key(tx, tie.id.bytes(), Safe::Personal)?.ok_or_else(|| broken("tie_change"))?;
    let done = Done { who: who.to_owned(), said: tie.said, state: tie.state };
    tx.exec(
        "insert into tie_change (tie, version, at, sealed) values ($1, $2, $3, $4)",
        &[
            tie.id.into(),
            tie.version.into(),
            app.now().into(),
            key.seal(&place_of_change(tie.id, tie.version), &json(&done), &app.dice).into(),
        ],
    )
    .map(|_| ())
}

/// Wraps the key of a tie under that of S4 while either of the two is protected (SEC-18).
fn wrap(app: &App, tx: &mut Tx<'_>, id: TieId, (one, other): (PersonId, PersonId)) -> Result<()> {
    let under = match (shield::wraps_under(tx, Some(one))?, shield::wraps_under(tx, Some(other))?) {
        (Under::Own, Under::Own) => Under::Own,
        _ => Under::Protected,
    };
    app.vault.move_keys(tx, id.bytes(), under).map(|_| ())
}

/// Wraps the keys of all ties of a person anew: she was just hidden, or shown again.
pub(super) fn wrap_all(app: &App, tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let all: Vec<(TieId, PersonId, PersonId)> =
        tx.all("select id, person, other from tie_between where person = $1 or other = $1", &[person.into()])?;
    all.into_iter().try_for_each(|(id, one, other)| wrap(app, tx, id, (one, other)))
}

/// Destroys all ties of a person who is erased, with their keys. No pass is asked for: two people decided
/// it (SEC-50). Between whom they were is forgotten by access.
pub(super) fn forget(tx: &mut Tx<'_>, vault: &Vault, person: PersonId) -> Result<Vec<TieId>> {
    let all: Vec<(TieId,)> = tx.all("select id from tie_between where person = $1 or other = $1", &[person.into()])?;
    for (id,) in &all {
        vault.destroy_keys(tx, id.bytes())?;
        tx.exec("delete from tie_change where tie = $1", &[(*id).into()])?;
        tx.exec("delete from tie where id = $1", &[(*id).into()])?;
    }
    Ok(all.into_iter().map(|(id,)| id).collect())
}
