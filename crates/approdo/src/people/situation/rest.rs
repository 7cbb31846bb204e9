//! The situation at rest: every row sealed under the person's own key for its compartment, opened only as
//! far as the pass goes (SEC-52, SEC-06).

use ground::{Level, PersonId, Timestamp};
use policy::Pass;
use serde::{Serialize, de::DeserializeOwned};
use store::{
    FromRow, Result, Row, StoreError, Tx,
    vault::{DataKey, Place, Safe, Under},
};

use crate::{access::shield, app::App};

/// A row as it lies in its table: whose it is can be read, what it says cannot.
pub(super) struct Resting {
    pub(super) id: [u8; 16],
    pub(super) version: i64,
    /// What it may be opened with; none for a compartment that only a newer program knows.
    pub(super) level: Option<Level>,
    pub(super) used_at: Option<Timestamp>,
    sealed: Vec<u8>,
    wrapped: Vec<u8>,
}

impl FromRow for Resting {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            level: level_of(&row.get::<String>(2)?),
            used_at: row.get(3)?,
            sealed: row.get(4)?,
            wrapped: row.get(5)?,
        })
    }
}

fn level_of(word: &str) -> Option<Level> {
    Level::ALL.into_iter().find(|level| Safe::of(*level).is_some_and(|safe| safe.word() == word))
}

impl Resting {
    /// Opens it, if the pass opens its level; otherwise it is as if it were not there.
    pub(super) fn open<T: DeserializeOwned>(
        &self,
        app: &App,
        tx: &mut Tx<'_>,
        pass: &Pass,
        table: &'static str,
    ) -> Result<Option<(Level, T)>> {
        let Some((person, level, safe)) = self.told_to(pass) else { return Ok(None) };
        let key = app.vault.unwrap_key(tx, &self.wrapped, person.bytes(), safe)?;
        let plain = key.open(&place(table, self.id, self.version), &self.sealed)?;
        let broken = |_| StoreError::Sealed { table, column: "sealed" };
        serde_json::from_slice(&plain).map(|read| Some((level, read))).map_err(broken)
    }

    fn told_to(&self, pass: &Pass) -> Option<(PersonId, Level, Safe)> {
        let level = self.level.filter(|level| pass.sees(*level))?;
        Some((pass.about()?, level, Safe::of(level)?))
    }
}

/// Where a value is sealed.
pub(super) const fn place(table: &'static str, row: [u8; 16], version: i64) -> Place {
    Place { table, column: "sealed", row, version }
}

/// What is sealed of a value.
pub(super) fn json<T: Serialize>(value: &T) -> Vec<u8> {
    // Texts, days and codes always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}

/// The person's key for what reveals this level, with the word of its compartment. One that she has not
/// yet is made, and wrapped as the rest of hers is while she is protected (SEC-18).
pub(super) fn key(app: &App, tx: &mut Tx<'_>, person: PersonId, level: Level) -> Result<(DataKey, &'static str)> {
    let safe = Safe::of(level).ok_or_else(|| StoreError::Setup(format!("{level} is about no person")))?;
    if let Some(key) = app.vault.key(tx, person.bytes(), safe)? {
        return Ok((key, safe.word()));
    }
    let key = app.vault.make_key(tx, person.bytes(), safe)?;
    match shield::wraps_under(tx, Some(person))? {
        Under::Own => {}
        Under::Protected => {
            app.vault.move_keys(tx, person.bytes(), Under::Protected)?;
        }
    }
    Ok((key, safe.word()))
}

/// How many rows of this level a person has: of what a writer may not see, nothing is counted (SEC-06).
pub(super) fn count(tx: &mut Tx<'_>, table: &'static str, person: PersonId, level: Level) -> Result<u64> {
    let word = Safe::of(level).map_or("", Safe::word);
    let sql = format!("select count(*) from {table} where person = $1 and compartment = $2");
    let counted: Option<(u64,)> = tx.one(&sql, &[person.into(), word.into()])?;
    Ok(counted.map_or(0, |(count,)| count))
}
