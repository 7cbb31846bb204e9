//! Who searched for a protected person whom she may not see (SEC-48), told to nobody but those who may see
//! the person, and found without the search itself taking another way (SEC-19).
//!
//! Here are the rows. Every search leaves one that waits, whoever it finds; seconds later the room of
//! people, which knows whom a search finds, compares it and takes it out again.

use ground::{AccountId, PersonId, Timestamp};
use policy::{Pass, Subject};
use store::{FromRow, Result, Row, Statement, StoreError, Tx, vault};

use super::{Actor, accounts, house_keys};
use crate::app::App;

/// For how many days a person's page tells who searched for her.
pub const KEPT_DAYS: i64 = 365;

/// A search that waits to be compared.
pub struct Asked {
    /// Its id.
    pub id: [u8; 16],
    /// When it was made.
    pub at: Timestamp,
    /// The account that searched; none for the command line.
    pub account: Option<AccountId>,
    /// How the trail names who searched.
    pub who: String,
    /// What was searched, as the room wrote it.
    pub terms: Vec<u8>,
}

const fn place(id: [u8; 16]) -> vault::Place {
    vault::Place { table: "search_asked", column: "terms", row: id, version: 1 }
}

/// Leaves a search to be compared, in the commit of its entry.
///
/// # Errors
/// The vault's.
pub fn ask(app: &App, actor: &Actor, terms: &[u8]) -> Result<Statement> {
    let id: [u8; 16] = app.dice.bytes();
    let sealed = app.vault.seal_to_carry(vault::Safe::Staff, &place(id), terms)?;
    let args = vec![id.to_vec().into(), app.now().into(), actor.id().into(), actor.trail_name().into(), sealed.into()];
    let sql = "insert into search_asked (id, at, account, actor, terms) values ($1, $2, $3, $4, $5)";
    Ok(Statement { sql, args })
}

impl FromRow for Asked {
    /// Reads `id, at, account, actor, terms`, still sealed.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, at: row.get(1)?, account: row.get(2)?, who: row.get(3)?, terms: row.get(4)? })
    }
}

/// The oldest searches that wait, opened.
///
/// # Errors
/// The store's.
pub fn waiting(app: &App, tx: &mut Tx<'_>, most: usize) -> Result<Vec<Asked>> {
    let sql = format!("select id, at, account, actor, terms from search_asked order by at limit {most}");
    let sealed: Vec<Asked> = tx.all(&sql, &[])?;
    let mut opened = Vec::with_capacity(sealed.len());
    for one in sealed {
        match app.vault.open_for_house(tx, vault::Safe::Staff, &place(one.id), &one.terms) {
            Ok(terms) => opened.push(Asked { terms, ..one }),
            // why: its key was destroyed between the search and now; the others must not wait behind it
            Err(StoreError::Sealed { .. }) => {
                tracing::warn!("a search that waited to be compared can no longer be read");
                opened.push(Asked { terms: NONE.to_vec(), ..one });
            }
            Err(other) => return Err(other),
        }
    }
    Ok(opened)
}

/// The terms of no search.
const NONE: &[u8] = b"[]";

/// Seals the next searches that wait under an old generation of the staff's key anew, and tells how many
/// (SEC-54).
pub(super) fn reseal(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> Result<u64> {
    let sql = "select id, terms from search_asked where substr(terms, 1, 4) <> $1 limit $2";
    let some: Vec<([u8; 16], Vec<u8>)> = tx.all(sql, &[(&newest).into(), house_keys::ROWS_AT_ONCE.into()])?;
    for (id, terms) in &some {
        let terms = house_keys::anew(app, tx, &place(*id), terms)?;
        // Another node may have compared it meanwhile.
        tx.exec("update search_asked set terms = $2 where id = $1", &[id.into(), terms.into()])?;
    }
    Ok(some.len() as u64)
}

/// Takes a search out, once it was compared. Another node may have been quicker.
///
/// # Errors
/// [`store::StoreError::Stale`] when it is gone already.
pub fn compared(tx: &mut Tx<'_>, asked: &Asked) -> Result<()> {
    tx.change_one("delete from search_asked where id = $1", &[(&asked.id).into()])
}

/// Whether anybody is protected at all.
///
/// # Errors
/// The store's.
pub fn is_anyone_protected(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.one::<(i64,)>("select 1 from guard limit 1", &[])?.is_some())
}

/// Who searched, with what she may do now and could see after the second factor; none for the command
/// line and for an account that is no longer.
///
/// # Errors
/// The store's.
pub fn searcher(app: &App, tx: &mut Tx<'_>, asked: &Asked) -> Result<Option<Actor>> {
    let Some(id) = asked.account else { return Ok(None) };
    let Some(account) = accounts::find(app, tx, id)? else { return Ok(None) };
    let subject = Subject {
        account: Some(id),
        name: id.to_string(),
        roles: account.roles,
        partner: account.partner,
        active: account.state == accounts::State::Active,
        elevated: true,
        command_line: false,
    };
    Ok(Some(Actor::account(subject, account.team, ground::Tongue::It, None)))
}

/// Writes down that she was searched for.
///
/// # Errors
/// The store's.
pub fn found(tx: &mut Tx<'_>, person: PersonId, asked: &Asked) -> Result<()> {
    tx.exec(
        "insert into sought (person, at, actor) values ($1, $2, $3) on conflict (person, at, actor) do nothing",
        &[person.into(), asked.at.into(), asked.who.as_str().into()],
    )
    .map(|_| ())
}

/// Who searched for the person, by name, and when, the newest first.
///
/// # Errors
/// The store's.
pub fn of_person(app: &App, tx: &mut Tx<'_>, pass: &Pass, person: PersonId) -> Result<Vec<(String, Timestamp)>> {
    if pass.about() != Some(person) || !pass.sees(ground::Level::S4) {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, Timestamp)> =
        tx.all("select actor, at from sought where person = $1 order by at desc limit 50", &[person.into()])?;
    let named = rows.into_iter().map(|(who, at)| {
        let name = who.parse().ok().map(|id| accounts::name(app, tx, id)).transpose()?.flatten();
        Ok((name.unwrap_or(who), at))
    });
    named.collect()
}

/// Who was searched for since then, and when last. Whoever shows it asks for each whether she may be seen.
///
/// # Errors
/// The store's.
pub fn since(tx: &mut Tx<'_>, then: Timestamp) -> Result<Vec<(PersonId, Timestamp)>> {
    tx.all(
        "select person, max(at) from sought where at > $1 group by person order by max(at) desc, person limit 200",
        &[then.into()],
    )
}

/// Forgets who searched long ago.
pub(super) fn sweep(app: &App) -> Result<u64> {
    let before = app.now().plus_seconds(-KEPT_DAYS * 86_400);
    app.store.write("access.sought.sweep", |tx| tx.exec("delete from sought where at < $1", &[before.into()]))
}
