//! One's own account: language, password, sessions (SEC-08: nothing of what one may do).

use ground::{Secret, Tongue};
use policy::{Action, Resource};

use super::{
    About, Actor, Event, accounts,
    accounts::Account,
    allow, log_in, note, passkeys,
    passwords::{self, BadPassword, Password},
    second_factor, sessions,
    sessions::Listed,
    throttle::Counter,
    trace,
};
use crate::app::{App, Refusal};

/// Why the password was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CannotChange {
    /// The present password is another.
    #[error("the present password is wrong")]
    Current,
    /// The new one is not good enough.
    #[error(transparent)]
    New(BadPassword),
    /// The code is wrong, old or used.
    #[error("the code is wrong")]
    Code,
    /// Not before so many seconds.
    #[error("another try in {0} seconds")]
    Wait(i64),
}

/// What she sees of her own account.
pub(super) struct Seen {
    pub(super) account: Account,
    pub(super) passkeys: Vec<passkeys::Listed>,
    pub(super) sessions: Vec<Listed>,
}

/// The account with its passkeys and sessions.
pub(super) fn see(app: &App, actor: &Actor, session: &[u8; 32]) -> Result<Seen, Refusal> {
    let id = actor.id().ok_or(Refusal::NotFound)?;
    app.store.look("me.see", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::OwnAccount, About::Account(id))?;
        let account = accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?;
        let passkeys = passkeys::listed(app, tx, id)?;
        let sessions = sessions::of_account(app, tx, id, session)?;
        trail.leave(trace::entry(app, actor, &pass, Event { act: "own_account.seen", ..Event::default() }));
        Ok(Seen { account, passkeys, sessions })
    })
}

/// Changes the language of her pages.
pub(super) fn change_tongue(app: &App, actor: &Actor, tongue: Tongue) -> Result<(), Refusal> {
    let id = actor.id().ok_or(Refusal::NotFound)?;
    app.store.write("me.tongue", |tx| {
        let pass = allow(app, tx, actor, Action::Correct, Resource::OwnAccount, About::Account(id))?;
        accounts::set_tongue(tx, id, tongue)?;
        let event = Event { act: "own_account.changed", fields: &["tongue"], ..Event::default() };
        Ok(note(app, tx, actor, &pass, event)?)
    })
}

/// What was typed to change a password.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) current: Secret<String>,
    pub(super) new: Secret<String>,
    pub(super) code: String,
}

/// Changes the password: the present one and a code prove that it is she. Every other session and
/// every known browser ends (SEC-59).
pub(super) fn change_password(
    app: &App,
    actor: &Actor,
    session: &[u8; 32],
    typed: &Typed,
) -> Result<(), Refusal<CannotChange>> {
    let id = actor.id().ok_or(Refusal::NotFound)?;
    let (account, stored) = app.store.read("me.password.find", |tx| {
        let stored: Option<(Option<String>,)> = tx.one("select password from account where id = $1", &[id.into()])?;
        Ok::<_, store::StoreError>((accounts::find(app, tx, id)?, stored.and_then(|(stored,)| stored)))
    })?;
    let account = account.ok_or(Refusal::NotFound)?;
    let new = Password::choose(typed.new.reveal(), &[&account.email, &account.name, &app.city])
        .map_err(|bad| Refusal::Rule(CannotChange::New(bad)))?;
    // A code can be phished: where that is not enough, she proves with her passkey that it is she.
    if passkeys::demanded(app, actor.roles()) && !actor.subject().elevated {
        return Err(Refusal::Elevate);
    }
    let counter = Counter::Again(id);
    let wait = |seconds| Refusal::Rule(CannotChange::Wait(seconds));
    if let Some(seconds) = log_in::must_wait(app, actor, None, &[counter])? {
        return Err(wait(seconds));
    }
    let current = Password::typed(typed.current.reveal()).map_err(|_| Refusal::Rule(CannotChange::Current))?;
    if !passwords::is_right(&current, stored.as_deref()).map_err(|_| wait(2))? {
        return Err(Refusal::Rule(CannotChange::Current));
    }
    let hash = passwords::hash(&new, &app.dice).map_err(|_| wait(2))?;
    app.store.write("me.password", |tx| {
        let pass = allow(app, tx, actor, Action::Correct, Resource::OwnAccount, About::Account(id))?;
        if !second_factor::check(app, tx, id, &typed.code)? {
            return Err(Refusal::Rule(CannotChange::Code));
        }
        accounts::set_password(tx, id, &hash)?;
        sessions::end_everything(app, tx, id, Some(session))?;
        let event = Event { act: "own_account.changed", fields: &["password"], ..Event::default() };
        Ok(note(app, tx, actor, &pass, event)?)
    })?;
    app.throttle.succeeded(&[counter]);
    Ok(())
}
