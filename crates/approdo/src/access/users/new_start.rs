//! A new start for who lost password or phone: it takes two people (SEC-60).

use ground::AccountId;
use policy::{Action, Pass, Resource, Role};
use store::{Tx, once::Once};

use super::{named, traced};
use crate::{
    access::{
        About, Actor,
        accounts::{self, Account, State},
        allow,
        invitations::{self, Kind, Link},
        may, outside, passkeys,
        second_word::{self, Speaker, Word},
        sessions::{self, Token},
    },
    app::{App, Refusal, only_once},
};

/// Why there is no new start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotReset {
    /// Others do that for you.
    #[error("this is your own account")]
    Oneself,
    /// Who asked cannot also agree (SEC-60).
    #[error("another person has to agree, in the pages: all command lines of this machine count as one person")]
    SamePerson,
    /// Nobody asked, or too long ago.
    #[error("nobody asked for a new start")]
    NotAsked,
    /// Whoever holds the machine has no part in the new start of who sees protected persons (SEC-60).
    #[error("this account sees protected persons: two people agree to its new start in the pages, none of them here")]
    NotByMachine,
    /// An account that was never started, or is suspended, has nothing to start anew.
    #[error("the account is not active")]
    NotActive,
}

/// How a new start went.
#[derive(Clone, Debug)]
pub enum Reset {
    /// Noted; another person has to agree.
    Asked,
    /// Two have agreed: the link to show once.
    Link(Link),
}

/// How long a request for a new start waits for the second person.
pub(crate) const ASKED_SECONDS: i64 = 24 * 3600;

/// Leave to take part in a new start: administrators, and supervisors who authenticated again.
fn leave_to_recover<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: AccountId) -> Result<Pass, Refusal<R>> {
    let pass = allow(app, tx, actor, asked_of(actor), Resource::Account, About::Account(id))?;
    if !leads(actor) || actor.subject().elevated { Ok(pass) } else { Err(Refusal::Elevate) }
}

fn leads(actor: &Actor) -> bool {
    actor.roles().holds(Role::Supervisor) && !actor.roles().holds(Role::Sysadmin)
}

fn asked_of(actor: &Actor) -> Action {
    if leads(actor) { Action::See } else { Action::Administer }
}

/// Whether a word about this account is this actor's to say: the one question for both words.
fn may_speak(tx: &mut Tx<'_>, actor: &Actor, account: &Account) -> store::Result<bool> {
    let pass = may(tx, actor, asked_of(actor), Resource::Account, About::Account(account.id))?;
    Ok(pass.is_some() && actor.id() != Some(account.id) && !is_barred(actor, account))
}

/// Whoever holds the machine takes no part in the new start of who sees protected persons.
fn is_barred(actor: &Actor, account: &Account) -> bool {
    actor.subject().command_line && account.roles.holds(Role::ProtectedWorker)
}

/// Who asked for a new start, while it may still be agreed to: not too long ago, and still hers to ask.
pub(super) fn asked_by(app: &App, tx: &mut Tx<'_>, account: &Account) -> store::Result<Option<Speaker>> {
    let Some(first) = said(app, tx, account.id)? else { return Ok(None) };
    let stands = second_word::still_stands(app, tx, &first, |tx, first| may_speak(tx, first, account))?;
    Ok(Some(first).filter(|_| stands))
}

/// Who asked, not too long ago.
fn said(app: &App, tx: &mut Tx<'_>, id: AccountId) -> store::Result<Option<Speaker>> {
    let found: Option<(String, ground::Timestamp)> =
        tx.one("select asked_by, asked_at from reset_request where account = $1", &[id.into()])?;
    let now = app.now();
    let fresh = found.filter(|(_, at)| (-sessions::AHEAD..ASKED_SECONDS).contains(&now.seconds_since(*at)));
    Ok(fresh.and_then(|(by, _)| Speaker::from_code(&by)))
}

/// What this actor's word is.
fn word(app: &App, tx: &mut Tx<'_>, actor: &Actor, account: &Account) -> store::Result<Word> {
    let said = said(app, tx, account.id)?;
    second_word::word(app, tx, said.as_ref(), actor, |tx, first| may_speak(tx, first, account))
}

/// Asks for a new start of an account whose owner lost password or phone. Another person agrees.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn ask_reset(app: &App, actor: &Actor, id: AccountId) -> Result<(), Refusal<CannotReset>> {
    app.store.write("users.ask_reset", |tx| {
        let pass = leave_to_recover(app, tx, actor, id)?;
        ask_in(app, tx, actor, &pass, id)
    })
}

fn ask_in(app: &App, tx: &mut Tx<'_>, actor: &Actor, pass: &Pass, id: AccountId) -> Result<(), Refusal<CannotReset>> {
    recoverable(app, tx, actor, id)?;
    tx.exec(
        "insert into reset_request (account, asked_by, asked_at) values ($1, $2, $3)
         on conflict (account) do update set asked_by = excluded.asked_by, asked_at = excluded.asked_at",
        &[id.into(), named(actor).into(), app.now().into()],
    )?;
    Ok(traced(app, tx, actor, pass, "account.reset_asked", id)?)
}

fn recoverable(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: AccountId) -> Result<Account, Refusal<CannotReset>> {
    if actor.id() == Some(id) {
        return Err(Refusal::Rule(CannotReset::Oneself));
    }
    let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
    if is_barred(actor, &account) {
        return Err(Refusal::Rule(CannotReset::NotByMachine));
    }
    if account.state == State::Active { Ok(account) } else { Err(Refusal::Rule(CannotReset::NotActive)) }
}

/// Agrees to a new start that someone else asked for, and gives the link: the account's sessions,
/// known browsers and other links end now.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn agree_reset(app: &App, actor: &Actor, once: &Once, id: AccountId) -> Result<Link, Refusal<CannotReset>> {
    app.store.write("users.agree_reset", |tx| {
        let token = Token::of_form(app, tx, &once.key)?;
        let pass = leave_to_recover(app, tx, actor, id)?;
        only_once(app, tx, once, |tx| agree_in(app, tx, actor, &pass, id, token.clone()).map(|_| id))?;
        invitations::shown_again(app, tx, &token)?.ok_or(Refusal::NotFound)
    })
}

fn agree_in(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    id: AccountId,
    token: Token,
) -> Result<Link, Refusal<CannotReset>> {
    let account = recoverable(app, tx, actor, id)?;
    match word(app, tx, actor, &account)? {
        Word::First => return Err(Refusal::Rule(CannotReset::NotAsked)),
        Word::Again => return Err(Refusal::Rule(CannotReset::SamePerson)),
        Word::Second => {}
    }
    let asked = said(app, tx, id)?.map_or_else(String::new, |first| first.code());
    sessions::end_everything(app, tx, id, None)?;
    outside::end_for_new_start(tx, id)?;
    passkeys::clear(tx, id)?;
    let link = invitations::issue(app, tx, token, Some(id), Kind::Reset, (&asked, Some(&named(actor))))?;
    traced(app, tx, actor, pass, "account.reset_agreed", id)?;
    Ok(link)
}

/// A new start with the command line as one of the two people: it agrees to what someone else asked
/// for, and asks otherwise. Alone it goes through only when nobody else in the house could agree,
/// or a house whose one administrator lost her phone would be closed for ever.
///
/// # Errors
/// What cannot be, the policy's refusal, or the store's.
pub fn reset(app: &App, actor: &Actor, id: AccountId) -> Result<Reset, Refusal<CannotReset>> {
    let token = Token::draw(&app.dice);
    app.store.write("users.reset", |tx| {
        let pass = leave_to_recover(app, tx, actor, id)?;
        let account = recoverable(app, tx, actor, id)?;
        if word(app, tx, actor, &account)? == Word::Second {
            return agree_in(app, tx, actor, &pass, id, token.clone()).map(Reset::Link);
        }
        ask_in(app, tx, actor, &pass, id)?;
        if !actor.subject().command_line || others_could_agree(app, tx, id)? {
            return Ok(Reset::Asked);
        }
        sessions::end_everything(app, tx, id, None)?;
        outside::end_for_new_start(tx, id)?;
        passkeys::clear(tx, id)?;
        let link = invitations::issue(app, tx, token.clone(), Some(id), Kind::Reset, (&named(actor), None))?;
        traced(app, tx, actor, &pass, "account.reset_alone", id)?;
        Ok(Reset::Link(link))
    })
}

fn others_could_agree(app: &App, tx: &mut Tx<'_>, id: AccountId) -> store::Result<bool> {
    let agrees = |account: &Account| {
        account.id != id
            && account.state == State::Active
            && (account.roles.holds(Role::Sysadmin) || account.roles.holds(Role::Supervisor))
    };
    Ok(accounts::all(app, tx)?.iter().any(agrees))
}
