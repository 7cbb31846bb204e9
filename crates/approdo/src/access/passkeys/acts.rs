//! What the owner of an account does with her passkeys: adds, removes. Either ends whatever else is open
//! with the account (SEC-59), and asks for the second factor anew first (SEC-64).

use ground::{AccountId, Line, PasskeyId};
use policy::{Action, Pass, Resource};
use store::{Result, Tx};
use webauthn_rs::prelude::{CredentialID, Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

use super::{Answer, MOST, OFFERED, Purpose, Question, demanded, question::Asked, store as keys};
use crate::{
    access::{
        About, Actor, Event,
        accounts::{self, Account, State},
        allow, log_in, note,
        sessions::{self, Token},
        trace,
    },
    app::{App, Refusal},
};

/// Why a passkey was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::access) enum CannotAdd {
    /// The answer is not one to this question, or too late, or the key is known already.
    #[error("the answer of the passkey was not taken")]
    NotTaken,
    /// There are as many as there may be.
    #[error("an account has at most {MOST} passkeys")]
    TooMany,
}

/// Why a passkey was not removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::access) enum CannotRemove {
    /// Nothing else would open the account.
    #[error("this is the last second factor that opens the account")]
    Last,
}

/// Leave to change one's own passkeys: only who has just entered the second factor.
fn leave<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> std::result::Result<(Pass, Account), Refusal<R>> {
    let id = actor.id().ok_or(Refusal::NotFound)?;
    let pass = allow(app, tx, actor, Action::Correct, Resource::OwnAccount, About::Account(id))?;
    if !actor.subject().elevated {
        return Err(Refusal::Elevate);
    }
    Ok((pass, accounts::find(app, tx, id)?.ok_or(Refusal::NotFound)?))
}

/// Asks a browser to make a passkey; nothing where the house has none.
pub(in crate::access) fn ask_to_add(
    app: &App,
    actor: &Actor,
    session: &[u8; 32],
) -> std::result::Result<Option<Question>, Refusal<CannotAdd>> {
    app.store.read("passkeys.ask_to_add", |tx| {
        let (_, account) = leave(app, tx, actor)?;
        let asked = Asked { account: account.id, under: session, purpose: Purpose::Add };
        Ok(question(app, tx, &account, &asked)?)
    })
}

fn question(app: &App, tx: &mut Tx<'_>, account: &Account, asked: &Asked<'_>) -> Result<Option<Question>> {
    let Some(house) = &app.passkeys.0 else { return Ok(None) };
    let known: Vec<CredentialID> =
        keys::of_account(app, tx, account.id)?.iter().map(|key| key.cred_id().clone()).collect();
    let whose = Uuid::from_bytes(*account.id.bytes());
    let begun = house.start_passkey_registration(whose, &account.email, &account.name, Some(known));
    let Ok((options, state)) = begun else { return Ok(None) };
    let options = serde_json::to_string(&options.public_key).unwrap_or_default();
    Ok(Some(Question { options, carried: asked.carry(app, &state)? }))
}

/// Takes the answer of a browser that made a passkey. What is refused uses the question up, too.
fn take(
    app: &App,
    tx: &mut Tx<'_>,
    asked: &Asked<'_>,
    name: &Line,
    answer: &Answer,
) -> Result<std::result::Result<(), CannotAdd>> {
    let Some(key) = made(app, tx, asked, answer)? else { return Ok(Err(CannotAdd::NotTaken)) };
    if keys::of_account(app, tx, asked.account)?.len() >= MOST {
        return Ok(Err(CannotAdd::TooMany));
    }
    let is_new = keys::put(app, tx, asked.account, name, &key)?;
    Ok(if is_new { Ok(()) } else { Err(CannotAdd::NotTaken) })
}

fn made(app: &App, tx: &mut Tx<'_>, asked: &Asked<'_>, answer: &Answer) -> Result<Option<Passkey>> {
    let Some(house) = &app.passkeys.0 else { return Ok(None) };
    let Some(state) = asked.take::<PasskeyRegistration>(app, tx, &answer.carried)? else { return Ok(None) };
    let Ok(signed) = serde_json::from_str::<RegisterPublicKeyCredential>(&answer.signed) else { return Ok(None) };
    match house.finish_passkey_registration(&signed, &state) {
        Ok(key) => Ok(Some(key)),
        Err(why) => {
            tracing::info!(%why, "a new passkey was not taken");
            Ok(None)
        }
    }
}

/// Adds a passkey to one's own account. Every other session and whatever else opens it ends.
pub(in crate::access) fn add(
    app: &App,
    actor: &Actor,
    session: &[u8; 32],
    name: &Line,
    answer: &Answer,
) -> std::result::Result<(), Refusal<CannotAdd>> {
    let added = app.store.write("passkeys.add", |tx| {
        let (pass, account) = leave(app, tx, actor)?;
        let asked = Asked { account: account.id, under: session, purpose: Purpose::Add };
        let added = take(app, tx, &asked, name, answer)?;
        if added.is_ok() {
            sessions::end_everything(app, tx, account.id, Some(session))?;
            note(app, tx, actor, &pass, Event { act: "own_account.passkey_added", ..Event::default() })?;
        }
        Ok::<_, Refusal<CannotAdd>>(added)
    })?;
    added.map_err(Refusal::Rule)
}

/// Removes a passkey of one's own account. Every other session and whatever else opens it ends.
pub(in crate::access) fn remove(
    app: &App,
    actor: &Actor,
    session: &[u8; 32],
    id: PasskeyId,
) -> std::result::Result<(), Refusal<CannotRemove>> {
    app.store.write("passkeys.remove", |tx| {
        let (pass, account) = leave(app, tx, actor)?;
        if !keys::take_out(tx, account.id, id)? {
            return Err(Refusal::NotFound);
        }
        let has_code = accounts::was_started(tx, account.id)? && !demanded(app, account.roles);
        if !has_code && keys::listed(app, tx, account.id)?.is_empty() {
            return Err(Refusal::Rule(CannotRemove::Last));
        }
        sessions::end_everything(app, tx, account.id, Some(session))?;
        Ok(note(app, tx, actor, &pass, Event { act: "own_account.passkey_removed", ..Event::default() })?)
    })
}

/// Offers a first passkey to who has just accepted a link, with password and phone in her hands.
pub(in crate::access) fn offer(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Token> {
    let token = Token::draw(&app.dice);
    tx.exec("delete from passkey_offer where account = $1", &[account.into()])?;
    tx.exec(
        "insert into passkey_offer (token_hash, account, at) values ($1, $2, $3)",
        &[(&token.hash()).into(), account.into(), app.now().into()],
    )?;
    Ok(token)
}

/// Whose offer it is, while it stands.
fn offered(app: &App, tx: &mut Tx<'_>, token: &Token) -> Result<Option<Account>> {
    let found: Option<(AccountId, ground::Timestamp)> =
        tx.one("select account, at from passkey_offer where token_hash = $1", &[(&token.hash()).into()])?;
    let now = app.now();
    let stands = found.filter(|(_, at)| (-sessions::AHEAD..OFFERED).contains(&now.seconds_since(*at)));
    let Some((account, _)) = stands else { return Ok(None) };
    Ok(accounts::find(app, tx, account)?.filter(|account| account.state == State::Active))
}

/// Asks for the first passkey; nothing where the offer does not stand.
pub(in crate::access) fn ask_to_add_first(app: &App, token: &Token) -> Result<Option<(Account, Question)>> {
    app.store.read("passkeys.ask_to_add_first", |tx| {
        let Some(account) = offered(app, tx, token)? else { return Ok(None) };
        let under = token.hash();
        let asked = Asked { account: account.id, under: &under, purpose: Purpose::First };
        Ok(question(app, tx, &account, &asked)?.map(|question| (account, question)))
    })
}

/// Adds the first passkey and uses the offer up.
pub(in crate::access) fn add_first(
    app: &App,
    token: &Token,
    name: &Line,
    answer: &Answer,
) -> std::result::Result<(), Refusal<CannotAdd>> {
    let added = app.store.write("passkeys.add_first", |tx| {
        let account = offered(app, tx, token)?.ok_or(Refusal::NotFound)?;
        let under = token.hash();
        let asked = Asked { account: account.id, under: &under, purpose: Purpose::First };
        let added = take(app, tx, &asked, name, answer)?;
        if added.is_ok() {
            // Ends the offer with all else.
            sessions::end_everything(app, tx, account.id, None)?;
            let entry = trace::log_in(app, &log_in::of(account.id, None), "own_account.passkey_added", "done", None);
            log_in::leave(tx, entry)?;
        }
        Ok::<_, Refusal<CannotAdd>>(added)
    })?;
    added.map_err(Refusal::Rule)
}
