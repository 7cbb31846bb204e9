//! What someone who works here said of her private life, so that the house can notice by itself whom she
//! must not work for (SEC-16): her own telephones, the surname on her door, her address.
//!
//! Nobody has to say any of it, nobody but herself ever sees it, and it is compared by keyed hashes alone.
//! She is never told what was found: that would tell her who comes here (SEC-10).

use std::collections::HashMap;

use ground::{AccountId, Line, Timestamp};
use matching::{Features, Known};
use policy::{Action, Resource};
use serde::{Deserialize, Serialize};
use store::{
    Result, StoreError, Tx, jobs,
    once::Once,
    vault::{Generation, Place, Safe},
};

use super::{About, Actor, Event, allow, house_keys, note};
use crate::app::{App, Refusal, only_once};

/// The job that compares a statement with the persons who are there.
pub const COMPARE: &str = "people.compare_statement";
/// How many telephones someone may state.
pub const PHONES_MOST: usize = 5;

/// What she said of her private life.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Statement {
    /// Her own telephones.
    pub phones: Vec<Line>,
    /// The surname on her door: her own, or that of who lives with her.
    pub surname: Option<Line>,
    /// Her address: street and number.
    pub address: Option<Line>,
}

impl Statement {
    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.phones.is_empty() && self.surname.is_none() && self.address.is_none()
    }
}

/// What a person and someone who works here have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A telephone.
    Telephone,
    /// Surname and address.
    Home,
}

/// What would be equal, as a keyed hash.
pub type Mark = [u8; 32];

/// The marks of telephones and of doors (surname and address).
///
/// They are made with one generation of the key of the staff's index, and equal what was made with the same.
pub fn marks<'a>(
    key: &Generation,
    phones: &[String],
    doors: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<(Mark, Sign)> {
    let known = Known { phones: phones.to_vec(), ..Known::default() };
    let mut marks = Vec::new();
    for phone in Features::of(&known).index_keys() {
        marks.push((key.fingerprint("own telephone", &phone.to_bytes()), Sign::Telephone));
    }
    for (surname, address) in doors {
        for door in matching::home_marks(surname, address) {
            marks.push((key.fingerprint("own home", door.as_bytes()), Sign::Home));
        }
    }
    marks
}

/// The marks of a statement.
#[must_use]
pub fn marks_of(key: &Generation, statement: &Statement) -> Vec<(Mark, Sign)> {
    let phones: Vec<String> = statement.phones.iter().map(ToString::to_string).collect();
    let door = statement.surname.as_ref().map(Line::as_str).zip(statement.address.as_ref().map(Line::as_str));
    marks(key, &phones, door.into_iter())
}

/// Who stated what has one of these marks.
///
/// # Errors
/// The store's.
pub fn whose(tx: &mut Tx<'_>, marks: &[(Mark, Sign)]) -> Result<Vec<(AccountId, Sign)>> {
    let mut found = Vec::new();
    for (mark, sign) in marks {
        let accounts: Vec<(AccountId,)> =
            tx.all("select account from private_mark where mark = $1 order by account", &[mark.into()])?;
        found.extend(accounts.into_iter().map(|(account,)| (account, *sign)));
    }
    found.sort_unstable();
    found.dedup_by_key(|(account, _)| *account);
    Ok(found)
}

/// Whether anybody stated anything: mostly there is nothing to compare.
///
/// # Errors
/// The store's.
pub fn is_any(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.one::<(i64,)>("select 1 from private_mark limit 1", &[])?.is_some())
}

/// Every mark with whose it is: for a batch, which compares in memory.
///
/// # Errors
/// The store's.
pub fn all(tx: &mut Tx<'_>) -> Result<HashMap<Mark, Vec<AccountId>>> {
    let rows: Vec<(Mark, AccountId)> = tx.all("select mark, account from private_mark", &[])?;
    Ok(rows.into_iter().fold(HashMap::new(), |mut all: HashMap<Mark, Vec<AccountId>>, (mark, account)| {
        all.entry(mark).or_default().push(account);
        all
    }))
}

/// Compares anew what was stated since then: a batch that was on its way had been compared with what was
/// stated before it began.
///
/// # Errors
/// The store's.
pub fn compare_since(app: &App, tx: &mut Tx<'_>, since: Timestamp) -> Result<()> {
    let late: Vec<(AccountId,)> =
        tx.all("select account from private_statement where stated_at >= $1", &[since.into()])?;
    late.iter().try_for_each(|(account,)| jobs::put(tx, &app.dice, COMPARE, account.bytes(), app.now()))
}

const fn place(account: AccountId, version: i64) -> Place {
    Place { table: "private_statement", column: "sealed", row: *account.bytes(), version }
}

/// What an account stated: for herself, and for the comparison.
///
/// # Errors
/// The store's.
pub fn find(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Statement> {
    let row: Option<(i64, Vec<u8>)> =
        tx.one("select version, sealed from private_statement where account = $1", &[account.into()])?;
    let Some((version, sealed)) = row else { return Ok(Statement::default()) };
    let plain = app.vault.open_for_house(tx, Safe::Staff, &place(account, version), &sealed)?;
    let broken = |_| StoreError::Sealed { table: "private_statement", column: "sealed" };
    serde_json::from_slice(&plain).map_err(broken)
}

/// Keeps what she says of herself in place of what she said before; nothing takes it all back. What it has
/// in common with a person is looked for later and elsewhere, so that her answer is always the same.
///
/// # Errors
/// The usual refusals.
pub fn state(app: &App, actor: &Actor, once: &Once, statement: &Statement) -> std::result::Result<AccountId, Refusal> {
    let me = actor.id().ok_or(Refusal::NotFound)?;
    app.store.write("me.private", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = allow(app, tx, actor, Action::Correct, Resource::OwnAccount, About::Account(me))?;
            allow(app, tx, actor, Action::Create, Resource::Contact, About::General)?;
            keep(app, tx, me, statement)?;
            let key = app.vault.newest_generation(tx, Safe::StaffIndex)?;
            put_marks(tx, me, &marks_of(&key, statement))?;
            jobs::put(tx, &app.dice, COMPARE, me.bytes(), app.now())?;
            let event = Event { act: "own_account.changed", fields: &["private_statement"], ..Event::default() };
            note(app, tx, actor, &pass, event)?;
            Ok(me)
        })
    })
}

fn put_marks(tx: &mut Tx<'_>, account: AccountId, marks: &[(Mark, Sign)]) -> Result<()> {
    tx.exec("delete from private_mark where account = $1", &[account.into()])?;
    for (mark, _) in marks {
        tx.exec(
            "insert into private_mark (mark, account) values ($1, $2) on conflict (mark, account) do nothing",
            &[mark.into(), account.into()],
        )?;
    }
    Ok(())
}

/// Makes every mark anew with another key (SEC-54).
pub(super) fn mark_anew(app: &App, tx: &mut Tx<'_>, next: &Generation) -> Result<()> {
    let all: Vec<(AccountId,)> = tx.all("select account from private_statement", &[])?;
    for (account,) in all {
        let statement = find(app, tx, account)?;
        put_marks(tx, account, &marks_of(next, &statement))?;
    }
    Ok(())
}

/// Seals the next statements that hang on an old generation of the staff's key anew, and tells how many
/// (SEC-54).
pub(super) fn reseal(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> Result<u64> {
    let some: Vec<(AccountId, i64, Vec<u8>)> = tx.all(
        "select account, version, sealed from private_statement where substr(sealed, 1, 4) <> $1 limit $2",
        &[(&newest).into(), house_keys::ROWS_AT_ONCE.into()],
    )?;
    for (account, version, sealed) in &some {
        let sealed = house_keys::anew(app, tx, &place(*account, *version), sealed)?;
        let sql = "update private_statement set sealed = $2 where account = $1";
        tx.change_one(sql, &[(*account).into(), sealed.into()])?;
    }
    Ok(some.len() as u64)
}

fn keep(app: &App, tx: &mut Tx<'_>, me: AccountId, statement: &Statement) -> Result<()> {
    let before: Option<(i64,)> = tx.one("select version from private_statement where account = $1", &[me.into()])?;
    if statement.is_empty() {
        return tx.exec("delete from private_statement where account = $1", &[me.into()]).map(|_| ());
    }
    let version = before.map_or(1, |(version,)| version + 1);
    // Texts always serialise.
    let plain = serde_json::to_vec(statement).unwrap_or_default();
    let sealed = app.vault.seal_for_house(tx, Safe::Staff, &place(me, version), &plain)?;
    tx.exec(
        "insert into private_statement (account, version, sealed, stated_at) values ($1, $2, $3, $4)
         on conflict (account) do update set version = excluded.version, sealed = excluded.sealed,
         stated_at = excluded.stated_at",
        &[me.into(), version.into(), sealed.into(), app.now().into()],
    )
    .map(|_| ())
}
