//! What was typed and not yet sent, kept through a new log-in (SEC-58).
//!
//! One draft for each account and form; the form is named by the path of its page, such as
//! `/people/new`. It may hold anything a person said at the desk: it is sealed, and only the one
//! who typed it gets it back.

use ground::{AccountId, Limit};
use store::{Result, Tx, vault};

use super::Actor;
use crate::{app::App, shell::forms::decoded};

/// A draft is at most as long as a form.
pub const MOST_BYTES: usize = 64 * 1024;
/// Drafts of one account; the oldest goes.
pub const MOST_EACH: usize = 20;
/// Days for which a draft is kept.
pub(crate) const KEPT_DAYS: i64 = 7;

/// Keeps what was typed into a form, url-encoded as the browser sends it, in place of what was
/// kept before. Too long a body, or too long a name, is not kept.
///
/// # Errors
/// The store's.
pub fn keep(app: &App, tx: &mut Tx<'_>, account: AccountId, form: &str, body: &[u8]) -> Result<bool> {
    if body.len() > MOST_BYTES {
        Limit::DraftBytes.reached();
    }
    if body.len() > MOST_BYTES || form.is_empty() || form.len() > 200 {
        return Ok(false);
    }
    let before: Option<(i64,)> =
        tx.one("select version from draft where account = $1 and form = $2", &[account.into(), form.into()])?;
    let version = before.map_or(1, |(version,)| version + 1);
    let sealed = app.vault.seal_for_house(tx, vault::Safe::Staff, &place(account, version), &named(form, body))?;
    tx.exec(
        "insert into draft (account, form, body, version, at) values ($1, $2, $3, $4, $5)
         on conflict (account, form) do update set body = excluded.body, version = excluded.version, at = excluded.at",
        &[account.into(), form.into(), sealed.into(), version.into(), app.now().into()],
    )?;
    clear_old(app, tx, account)?;
    Ok(true)
}

/// What was typed into the form before, to be shown in it again. It stays kept until [`forget`].
///
/// # Errors
/// The store's.
pub fn take(app: &App, tx: &mut Tx<'_>, actor: &Actor, form: &str) -> Result<Option<Vec<u8>>> {
    let Some(account) = actor.id() else {
        return Ok(None);
    };
    let stored: Option<(Vec<u8>, i64)> =
        tx.one("select body, version from draft where account = $1 and form = $2", &[account.into(), form.into()])?;
    let Some((sealed, version)) = stored else {
        return Ok(None);
    };
    let plain = app.vault.open_for_house(tx, vault::Safe::Staff, &place(account, version), &sealed)?;
    Ok(plain.strip_prefix(named(form, b"").as_slice()).map(<[u8]>::to_vec))
}

/// The forms the actor left unfinished, newest first: their names and when they were kept.
///
/// # Errors
/// The store's.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, ground::Timestamp)>> {
    match actor.id() {
        Some(account) => tx.all("select form, at from draft where account = $1 order by at desc", &[account.into()]),
        None => Ok(Vec::new()),
    }
}

/// Forgets the draft: the form was sent and saved.
///
/// # Errors
/// The store's.
pub fn forget(tx: &mut Tx<'_>, actor: &Actor, form: &str) -> Result<()> {
    if let Some(account) = actor.id() {
        return tx.put("delete from draft where account = $1 and form = $2", &[account.into(), form.into()]);
    }
    Ok(())
}

/// Forgets every draft that speaks of someone who is erased: one that holds all the words of any mark. No
/// pass is asked for, and nobody is shown anything (SEC-50).
///
/// # Errors
/// The store's.
pub fn forget_about(tx: &mut Tx<'_>, vault: &vault::Vault, marks: &[Vec<String>]) -> Result<()> {
    let marks: Vec<Vec<String>> =
        marks.iter().map(|words| words.iter().map(|word| word.to_lowercase()).collect()).collect();
    let kept: Vec<(AccountId, String, Vec<u8>, i64)> = tx.all("select account, form, body, version from draft", &[])?;
    for (account, form, sealed, version) in kept {
        let text = match vault.open_for_house(tx, vault::Safe::Staff, &place(account, version), &sealed) {
            Ok(plain) => readable(&plain).to_lowercase(),
            // What nobody can open speaks of nobody; its form may still name her.
            Err(store::StoreError::Sealed { .. }) => form.to_lowercase(),
            Err(error) => return Err(error),
        };
        if marks.iter().any(|words| words.iter().all(|word| text.contains(word))) {
            tx.exec("delete from draft where account = $1 and form = $2", &[account.into(), form.as_str().into()])?;
        }
    }
    Ok(())
}

/// The name of the form and what was typed, as the browser meant it.
fn readable(plain: &[u8]) -> String {
    decoded(plain).unwrap_or_else(|_| String::from_utf8_lossy(plain).into_owned())
}

fn clear_old(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let kept: Vec<(String, ground::Timestamp)> =
        tx.all("select form, at from draft where account = $1 order by at desc", &[account.into()])?;
    let oldest = app.now().plus_seconds(-KEPT_DAYS * 86_400);
    for (n, (form, at)) in kept.iter().enumerate() {
        if n >= MOST_EACH {
            Limit::Drafts.reached();
        }
        if n >= MOST_EACH || *at < oldest {
            tx.exec("delete from draft where account = $1 and form = $2", &[account.into(), form.as_str().into()])?;
        }
    }
    Ok(())
}

/// The form's name goes into what is sealed: the draft of one form does not open as another's.
fn named(form: &str, body: &[u8]) -> Vec<u8> {
    [form.as_bytes(), b"\n", body].concat()
}

pub(super) const fn place(account: AccountId, version: i64) -> vault::Place {
    vault::Place { table: "draft", column: "body", row: *account.bytes(), version }
}
