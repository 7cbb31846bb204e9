//! Passkeys at rest.

use ground::{AccountId, Line, PasskeyId, Timestamp};
use store::{FromRow, Result, Row, StoreError, Tx, vault};
use webauthn_rs::prelude::AuthenticationResult;

use super::{Checked, Passkey, called_for};
use crate::{
    access::{
        accounts::{self, State},
        house_keys::{ROWS_AT_ONCE, anew},
    },
    app::App,
};

/// A passkey as its owner sees it in her list.
#[derive(Clone, Debug)]
pub(in crate::access) struct Listed {
    pub(in crate::access) id: PasskeyId,
    /// What she calls it.
    pub(in crate::access) name: String,
    pub(in crate::access) added_at: Timestamp,
    pub(in crate::access) used_at: Option<Timestamp>,
}

/// A passkey as it lies in the table, sealed.
struct Stored {
    id: PasskeyId,
    name: Vec<u8>,
    credential: Vec<u8>,
    counter: i64,
    added_at: Timestamp,
    used_at: Option<Timestamp>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            credential: row.get(2)?,
            counter: row.get(3)?,
            added_at: row.get(4)?,
            used_at: row.get(5)?,
        })
    }
}

impl Stored {
    fn key(&self, app: &App, tx: &mut Tx<'_>) -> Result<Passkey> {
        let bytes =
            app.vault.open_for_house(tx, vault::Safe::Staff, &place(self.id, "credential"), &self.credential)?;
        serde_json::from_slice(&bytes).map_err(|_| StoreError::Sealed { table: "passkey", column: "credential" })
    }

    fn listed(self, app: &App, tx: &mut Tx<'_>) -> Result<Listed> {
        let name = app.vault.open_for_house(tx, vault::Safe::Staff, &place(self.id, "name"), &self.name)?;
        let name = String::from_utf8(name).map_err(|_| StoreError::Sealed { table: "passkey", column: "name" })?;
        Ok(Listed { id: self.id, name, added_at: self.added_at, used_at: self.used_at })
    }
}

const fn place(id: PasskeyId, column: &'static str) -> vault::Place {
    vault::Place { table: "passkey", column, row: *id.bytes(), version: 1 }
}

/// By what a passkey is found.
fn index(app: &App, tx: &mut Tx<'_>, credential: &[u8]) -> Result<[u8; 32]> {
    app.vault.fingerprint_in(tx, vault::Safe::StaffIndex, INDEX, credential)
}

/// What the fingerprint of a credential is a fingerprint of.
const INDEX: &str = "passkey";

fn sealed_key(app: &App, tx: &mut Tx<'_>, id: PasskeyId, key: &Passkey) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(key).unwrap_or_default();
    app.vault.seal_for_house(tx, vault::Safe::Staff, &place(id, "credential"), &plain)
}

fn all(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Stored>> {
    tx.all(
        "select id, name, credential, counter, added_at, used_at from passkey where account = $1 order by added_at, id",
        &[account.into()],
    )
}

/// The keys of an account.
pub(super) fn of_account(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Passkey>> {
    all(tx, account)?.iter().map(|stored| stored.key(app, tx)).collect()
}

/// The passkeys of an account as it sees them, the oldest first.
pub(in crate::access) fn listed(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Listed>> {
    all(tx, account)?.into_iter().map(|stored| stored.listed(app, tx)).collect()
}

/// Stores a new one; false when some account has it already.
pub(super) fn put(app: &App, tx: &mut Tx<'_>, account: AccountId, name: &Line, key: &Passkey) -> Result<bool> {
    let id = PasskeyId::draw(&app.dice);
    let name = app.vault.seal_for_house(tx, vault::Safe::Staff, &place(id, "name"), name.as_str().as_bytes())?;
    let (found_by, credential) = (index(app, tx, key.cred_id())?, sealed_key(app, tx, id, key)?);
    let put = tx.exec(
        "insert into passkey (id, account, credential_index, name, credential, counter, added_at, used_at)
         values ($1, $2, $3, $4, $5, 0, $6, null) on conflict (credential_index) do nothing",
        &[id.into(), account.into(), (&found_by).into(), name.into(), credential.into(), app.now().into()],
    )?;
    Ok(put == 1)
}

/// Notes that a passkey of the account was used. It must still be there, and its counter must have gone on
/// since it was last used anywhere: the question may have been asked before that.
pub(super) fn used(app: &App, tx: &mut Tx<'_>, account: AccountId, proved: &AuthenticationResult) -> Result<Checked> {
    let found_by = index(app, tx, proved.cred_id())?;
    let stored: Option<Stored> = tx.one(
        "select id, name, credential, counter, added_at, used_at from passkey
         where credential_index = $1 and account = $2",
        &[(&found_by).into(), account.into()],
    )?;
    let Some(stored) = stored.filter(|_| proved.user_verified()) else { return Ok(Checked::Wrong) };
    let counter = i64::from(proved.counter());
    // Keys that are shared between devices have no counter and say nought for ever.
    if counter <= stored.counter && (counter, stored.counter) != (0, 0) {
        return Ok(Checked::CounterBack);
    }
    let mut key = stored.key(app, tx)?;
    key.update_credential(proved);
    let credential = sealed_key(app, tx, stored.id, &key)?;
    tx.change_one(
        "update passkey set credential = $2, counter = $3, used_at = $4 where id = $1",
        &[stored.id.into(), credential.into(), counter.into(), app.now().into()],
    )?;
    Ok(Checked::Right)
}

/// Seals the next passkeys that hang on an old generation of the staff's key anew, and tells how many (SEC-54).
pub(in crate::access) fn reseal(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> Result<u64> {
    let some: Vec<(PasskeyId, Vec<u8>, Vec<u8>)> = tx.all(
        "select id, name, credential from passkey where substr(name, 1, 4) <> $1 or substr(credential, 1, 4) <> $1
         limit $2",
        &[(&newest).into(), ROWS_AT_ONCE.into()],
    )?;
    for (id, name, credential) in &some {
        let name = anew(app, tx, &place(*id, "name"), name)?;
        let credential = anew(app, tx, &place(*id, "credential"), credential)?;
        let sql = "update passkey set name = $2, credential = $3 where id = $1";
        tx.change_one(sql, &[(*id).into(), name.into(), credential.into()])?;
    }
    Ok(some.len() as u64)
}

/// Finds every passkey by another key from now on (SEC-54).
pub(in crate::access) fn index_anew(app: &App, tx: &mut Tx<'_>, next: &vault::Generation) -> Result<()> {
    let sql = "select id, name, credential, counter, added_at, used_at from passkey";
    for stored in tx.all::<Stored>(sql, &[])? {
        let index = next.fingerprint(INDEX, stored.key(app, tx)?.cred_id());
        tx.change_one("update passkey set credential_index = $2 where id = $1", &[stored.id.into(), (&index).into()])?;
    }
    Ok(())
}

/// Takes one away; false when it is not the account's.
pub(super) fn take_out(tx: &mut Tx<'_>, account: AccountId, id: PasskeyId) -> Result<bool> {
    Ok(tx.exec("delete from passkey where id = $1 and account = $2", &[id.into(), account.into()])? == 1)
}

/// Takes all of an account away: a new start begins without them (SEC-60).
pub(in crate::access) fn clear(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.exec("delete from passkey where account = $1", &[account.into()])?;
    Ok(())
}

/// The names of the active accounts whose roles call for a passkey and that have none.
///
/// # Errors
/// The store's.
pub fn accounts_without(app: &App, tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let with: Vec<(AccountId,)> = tx.all("select distinct account from passkey", &[])?;
    let calls = accounts::all(app, tx)?.into_iter().filter(|account| {
        account.state == State::Active && called_for(account.roles) && !with.iter().any(|(id,)| *id == account.id)
    });
    Ok(calls.map(|account| account.name).collect())
}
