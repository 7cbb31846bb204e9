//! Proving at the same screen who is at work, once more, and that a second colleague is present: before
//! the glass is broken (SEC-22, SEC-64).
//!
//! Everything that can be wrong with the second is told by one sentence: an unknown e-mail, a wrong
//! password or code, a colleague who may not be the second. Both codes count together or not at all, so
//! that a slip of the one does not use up the other's.

use ground::{AccountId, Secret, Tongue, hex};
use policy::{RoleSet, Subject};
use store::{Result, StoreError, Tx};

use super::{
    Actor, accounts,
    accounts::{Account, State},
    log_in, passkeys,
    passwords::{self, Busy, Password},
    second_factor, sessions,
    sessions::Token,
    throttle::Counter,
    trace,
};
use crate::app::App;

/// What was typed to prove it.
#[derive(Debug)]
pub struct Proving {
    /// Her own code.
    pub code: String,
    /// What the second colleague typed, where one is present.
    pub second: Option<SecondTyped>,
}

/// What the second colleague typed.
#[derive(Debug)]
pub struct SecondTyped {
    /// Her e-mail.
    pub email: String,
    /// Her password.
    pub password: Secret<String>,
    /// Her code.
    pub code: String,
}

/// A colleague who has proved a moment ago that she is present. Only [`prove`] makes one; what she may be
/// the second for is asked of the policy with [`Self::actor`].
#[derive(Debug)]
pub struct Second {
    actor: Actor,
}

impl Second {
    /// She as one who acts, with her roles as they are now.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// A colleague who is present in a story.
    #[cfg(test)]
    pub(crate) fn of_story(actor: &Actor) -> Self {
        let subject = Subject { elevated: true, ..actor.subject().clone() };
        Self { actor: Actor::account(subject, actor.team, actor.tongue, None) }
    }
}

/// What was proved: the new cookie of the session, which opens more for ten minutes, and the second.
#[derive(Debug)]
pub struct Proof {
    /// The cookie; none where a code does not elevate and she had proved herself by more before.
    pub cookie: Option<Token>,
    /// She who acts, having entered her second factor just now.
    pub actor: Actor,
    /// The second colleague, where one was asked for.
    pub second: Option<Second>,
}

/// Why it was not proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotProved {
    /// Her own code was wrong, old or used.
    Code,
    /// Her roles call for a passkey, and she has not used it in the last ten minutes.
    Passkey,
    /// Something about the second was wrong; nobody is told what.
    Second,
    /// Not before so many seconds.
    Wait(i64),
    /// Not before so many seconds with a second colleague.
    SecondWait(i64),
}

/// Proves who is at work, and who is with her.
///
/// # Errors
/// The store's.
pub fn prove(
    app: &App,
    actor: &Actor,
    session: &[u8; 32],
    typed: &Proving,
) -> Result<std::result::Result<Proof, NotProved>> {
    let Some(me) = actor.id() else { return Ok(Err(NotProved::Code)) };
    let mine = [Counter::Again(me)];
    if let Some(seconds) = log_in::must_wait(app, actor, None, &mine)? {
        return Ok(Err(NotProved::Wait(seconds)));
    }
    let named = match &typed.second {
        None => None,
        Some(second) => match named(app, actor, me, second)? {
            Ok(named) => Some(named),
            Err(why) => return Ok(Err(why)),
        },
    };
    let proved = app.store.write("access.prove", |tx| both(app, tx, actor, session, typed, named.as_ref()));
    match proved {
        Ok(proof) => {
            app.throttle.succeeded(&mine);
            if let Some(named) = &named {
                app.throttle.succeeded(&named.counters);
            }
            Ok(Ok(proof))
        }
        Err(Undone::Not(why)) => {
            if matches!(why, NotProved::Second | NotProved::Passkey) {
                app.throttle.succeeded(&mine);
            }
            Ok(Err(why))
        }
        Err(Undone::Store(error)) => Err(error),
    }
}

/// Why the transaction was undone.
enum Undone {
    Not(NotProved),
    Store(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The colleague who was named, if the password was hers, and what her tries are counted on.
struct Named {
    account: Option<AccountId>,
    mark: String,
    counters: Vec<Counter>,
}

/// Checks e-mail and password of the second. An unknown e-mail costs the same work (SEC-61).
fn named(
    app: &App,
    actor: &Actor,
    me: AccountId,
    typed: &SecondTyped,
) -> Result<std::result::Result<Named, NotProved>> {
    type Found = ([u8; 32], Option<(AccountId, Option<String>)>);
    let (index, found): Found = app.store.read("access.second.find", |tx| {
        let index = accounts::email_index(app, tx, &typed.email)?;
        let found = tx.one("select id, password from account where email_index = $1", &[(&index).into()])?;
        Ok::<_, store::StoreError>((index, found))
    })?;
    let account = found.as_ref().map(|(id, _)| *id).filter(|id| *id != me);
    let mut counters = vec![Counter::Second(me), Counter::Account(index), Counter::House];
    counters.extend(account.map(Counter::Code));
    if let Some(seconds) = log_in::must_wait(app, actor, account, &counters)? {
        return Ok(Err(NotProved::SecondWait(seconds)));
    }
    let stored = found.and_then(|(_, password)| password);
    let password = Password::typed(typed.password.reveal()).or_else(|_| Password::typed(""));
    let right = match password.map(|password| passwords::is_right(&password, stored.as_deref())) {
        Ok(Ok(right)) => right,
        Ok(Err(Busy)) | Err(_) => return Ok(Err(NotProved::SecondWait(2))),
    };
    let mark = hex::encode(index.get(..8).unwrap_or_default());
    Ok(Ok(Named { account: account.filter(|_| right), mark, counters }))
}

/// Checks both codes in one transaction. What was tried stands in the trail however it ends.
fn both(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    session: &[u8; 32],
    typed: &Proving,
    named: Option<&Named>,
) -> std::result::Result<Proof, Undone> {
    let me = actor.id().ok_or(Undone::Not(NotProved::Code))?;
    // A code can be phished: where that is not enough it stands beside the passkey, never in its place.
    let demanded = passkeys::demanded(app, actor.roles());
    if demanded && !actor.subject().elevated {
        return Err(Undone::Not(NotProved::Passkey));
    }
    let mine = second_factor::check(app, tx, me, &typed.code)?;
    tx.leave_anyway(trace::log_in(app, actor, "log_in.elevated", outcome(mine), None));
    let second = match (named, &typed.second) {
        (Some(named), Some(typed)) => {
            let second = second(app, tx, named.account, &typed.code)?;
            let who = named.account.map_or_else(log_in::nobody, |account| log_in::of(account, None));
            let entry = trace::log_in(app, &who, "log_in.second_person", outcome(second.is_some()), Some(&named.mark));
            tx.leave_anyway(entry);
            Some(second)
        }
        _ => None,
    };
    match (mine, second) {
        (false, _) => Err(Undone::Not(NotProved::Code)),
        (true, Some(None)) => Err(Undone::Not(NotProved::Second)),
        (true, second) if demanded => Ok(Proof { actor: actor.clone(), cookie: None, second: second.flatten() }),
        (true, second) => {
            let cookie = sessions::elevate(app, tx, session)?;
            Ok(Proof { actor: elevated(actor, &cookie), cookie: Some(cookie), second: second.flatten() })
        }
    }
}

/// She as the next request would find her.
fn elevated(actor: &Actor, cookie: &Token) -> Actor {
    let subject = Subject { elevated: true, ..actor.subject().clone() };
    let session = cookie.hash().first_chunk::<8>().copied();
    Actor::account(subject, actor.team, actor.tongue, session).with_glass(actor.glass().copied())
}

const fn outcome(right: bool) -> &'static str {
    if right { "right" } else { "wrong" }
}

/// The second, if her code is right and her account is active.
fn second(app: &App, tx: &mut Tx<'_>, account: Option<AccountId>, code: &str) -> Result<Option<Second>> {
    let Some(id) = account else { return Ok(None) };
    if !second_factor::check(app, tx, id, code)? {
        return Ok(None);
    }
    let found = accounts::find(app, tx, id)?.filter(|account| account.state == State::Active);
    // Whose roles call for a passkey is nobody's second by a code alone.
    let found = found.filter(|account| !passkeys::demanded(app, account.roles));
    Ok(found.map(|account| Second { actor: present(&account) }))
}

/// She as one who acts here and now, without a session of her own.
fn present(account: &Account) -> Actor {
    let subject = Subject {
        account: Some(account.id),
        name: account.id.to_string(),
        roles: account.roles.iter().collect::<RoleSet>(),
        partner: account.partner,
        active: true,
        elevated: true,
        command_line: false,
    };
    Actor::account(subject, account.team, Tongue::default(), None)
}
