//! Which account an identity of a provider belongs to: by issuer and subject, and by nothing else (SEC-63).
//!
//! An administrator links. What she links opens nothing by itself: the first time, the owner of the
//! account enters the code from her phone too. Otherwise one administrator could link an identity of
//! his own to anyone's account, and would be two people (SEC-60).

use ground::AccountId;
use openidconnect::IssuerUrl;
use policy::{Action, Resource};
use store::{Result, Tx, vault};

use super::Provider;
use crate::{
    access::{
        About, Actor, Event,
        accounts::{self, State},
        allow, note,
        sessions::{self, Token},
    },
    app::{App, Refusal},
};

/// Why an identity was not linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotLink {
    /// Others do that for you (SEC-08).
    #[error("this is your own account")]
    Oneself,
    /// An account that was never started, or is suspended, has no second factor to confirm with.
    #[error("the account is not active")]
    NotActive,
    /// The identity is another account's.
    #[error("another account has this identity: unlink it there first")]
    Taken,
    /// No text that a provider could call anyone by.
    #[error("a subject has 1 to 255 characters of ASCII")]
    NoSubject,
}

/// A link as it is found by who came back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) account: AccountId,
    pub(super) state: Option<State>,
    pub(super) is_proved: bool,
}

/// By what an identity is found, under each generation of the key, the newest first.
pub(super) struct Index(Vec<Vec<u8>>);

impl Index {
    fn newest(&self) -> &[u8] {
        self.0.first().map_or(&[], Vec::as_slice)
    }

    /// The newest fingerprint alone.
    pub(super) fn fingerprint(&self) -> &[u8] {
        let newest = self.newest();
        newest.get(newest.len().saturating_sub(32)..).unwrap_or_default()
    }
}

/// By what an identity is found. The zero byte stands in no issuer. The subject is not kept, so that a link
/// of an older generation can be filed anew only when whoever it belongs to comes (SEC-54).
pub(super) fn index(app: &App, tx: &mut Tx<'_>, issuer: &IssuerUrl, subject: &str) -> Result<Index> {
    let both = [issuer.as_str().as_bytes(), &[0], subject.as_bytes()].concat();
    let safe = vault::Safe::StaffIndex;
    let mut all = Vec::new();
    for generation in app.vault.generations(tx)?.remove(&safe).unwrap_or_default().into_iter().rev() {
        let Some(fingerprint) = app.vault.fingerprint_of(tx, (safe, generation), "outside", &both)? else { continue };
        // The first generation wrote no number.
        let number = if generation == 1 { Vec::new() } else { generation.to_be_bytes().to_vec() };
        all.push([number.as_slice(), &fingerprint].concat());
    }
    Ok(Index(all))
}

/// The link of an identity. One that was filed under an older generation moves to the newest.
pub(super) fn find(tx: &mut Tx<'_>, index: &Index) -> Result<Option<Link>> {
    for older in index.0.iter().skip(1) {
        tx.exec(
            "update outside_link set subject_index = $2 where subject_index = $1",
            &[older.as_slice().into(), index.newest().into()],
        )?;
    }
    let found: Option<(AccountId, String, Option<i64>)> = tx.one(
        "select l.account, a.state, l.proved_at from outside_link l join account a on a.id = l.account
         where l.subject_index = $1",
        &[index.newest().into()],
    )?;
    Ok(found.map(|(account, state, proved)| Link {
        account,
        state: State::from_code(&state),
        is_proved: proved.is_some(),
    }))
}

/// Links an identity of a provider to an account, in place of any other of that provider. Its sessions end.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn link(
    app: &App,
    actor: &Actor,
    id: AccountId,
    provider: &Provider,
    subject: &str,
) -> std::result::Result<(), Refusal<CannotLink>> {
    let is_subject = (1..=255).contains(&subject.len()) && subject.bytes().all(|b| (0x20..0x7f).contains(&b));
    app.store.write("outside.link", |tx| {
        let index = index(app, tx, &provider.issuer, subject)?;
        let pass = allow(app, tx, actor, Action::Administer, Resource::Account, About::Account(id))?;
        if actor.id() == Some(id) {
            return Err(Refusal::Rule(CannotLink::Oneself));
        }
        if !is_subject {
            return Err(Refusal::Rule(CannotLink::NoSubject));
        }
        let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
        if account.state != State::Active {
            return Err(Refusal::Rule(CannotLink::NotActive));
        }
        if find(tx, &index)?.is_some_and(|link| link.account != id) {
            return Err(Refusal::Rule(CannotLink::Taken));
        }
        tx.exec(
            "delete from outside_link where account = $1 and issuer = $2",
            &[id.into(), provider.issuer.as_str().into()],
        )?;
        tx.exec(
            "insert into outside_link (subject_index, issuer, account, linked_at, proved_at) values ($1, $2, $3, $4, null)",
            &[index.newest().into(), provider.issuer.as_str().into(), id.into(), app.now().into()],
        )?;
        sessions::end_all(app, tx, id, None)?;
        let event = Event { act: "account.linked", objects: &[id.to_string()], ..Event::default() };
        Ok(note(app, tx, actor, &pass, event)?)
    })
}

/// Takes every link of an account away. Its sessions end. Tells how many links there were.
///
/// # Errors
/// The policy's refusal, or the store's.
pub fn unlink(app: &App, actor: &Actor, id: AccountId) -> std::result::Result<u64, Refusal> {
    app.store.write("outside.unlink", |tx| {
        let pass = allow(app, tx, actor, Action::Administer, Resource::Account, About::Account(id))?;
        let gone = end_for_new_start(tx, id)?;
        sessions::end_all(app, tx, id, None)?;
        let event =
            Event { act: "account.unlinked", objects: &[id.to_string()], count: Some(gone), ..Event::default() };
        note(app, tx, actor, &pass, event)?;
        Ok(gone)
    })
}

/// Takes the links away with all else that an account could be entered with (SEC-60).
pub(in crate::access) fn end_for_new_start(tx: &mut Tx<'_>, id: AccountId) -> Result<u64> {
    tx.exec("delete from outside_link where account = $1", &[id.into()])
}

/// Notes that the step after the provider proves this link when the code is right.
pub(super) fn await_proof(app: &App, tx: &mut Tx<'_>, step: &Token, index: &Index) -> Result<()> {
    tx.exec(
        "insert into outside_step (token_hash, subject_index, at) values ($1, $2, $3)",
        &[(&step.hash()).into(), index.newest().into(), app.now().into()],
    )?;
    Ok(())
}

/// Proves the link that waited for this step's code, if one did; only while it is this account's.
pub(in crate::access) fn prove(app: &App, tx: &mut Tx<'_>, step: &Token, account: AccountId) -> Result<()> {
    let waited: Option<(Vec<u8>,)> =
        tx.one("select subject_index from outside_step where token_hash = $1", &[(&step.hash()).into()])?;
    let Some((index,)) = waited else { return Ok(()) };
    tx.exec("delete from outside_step where token_hash = $1", &[(&step.hash()).into()])?;
    tx.exec(
        "update outside_link set proved_at = $3 where subject_index = $1 and account = $2 and proved_at is null",
        &[index.as_slice().into(), account.into(), app.now().into()],
    )?;
    Ok(())
}

/// Ends the steps dated ahead of a clock that went back.
pub(in crate::access) fn end_ahead(app: &App, tx: &mut Tx<'_>) -> Result<()> {
    let ahead = app.now().plus_seconds(sessions::AHEAD);
    tx.exec("delete from outside_step where at > $1", &[ahead.into()])?;
    Ok(())
}
