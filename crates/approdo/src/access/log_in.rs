//! Logging in: password, then code or passkey, then a session; and asking for either again (SEC-57..64).
//!
//! Whoever tries learns nothing but "in" or "not in": an unknown e-mail, a suspended account and a
//! wrong password take the same way, do the same work and leave the same kind of entry (SEC-61).

use std::{net::IpAddr, time::Duration};

use ground::{AccountId, hex};
use policy::{RoleSet, Subject};
use store::{Result, Tx, vault};

use super::{
    Actor, accounts,
    accounts::State,
    outside,
    passkeys::{self, Checked, Purpose, Question},
    passwords::{self, Busy, Password},
    second_factor, sessions,
    sessions::Token,
    throttle::{Counter, Wait},
    trace,
};
use crate::app::App;

/// What was sent to the log-in.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) email: String,
    pub(super) password: ground::Secret<String>,
    /// Where the request comes from.
    pub(super) network: IpAddr,
    /// The cookie of a browser that is known to somebody.
    pub(super) device: Option<Token>,
}

/// How a password was answered.
#[derive(Debug)]
pub(super) enum First {
    /// It was right: the cookie with which the second factor may be sent.
    Code(Token),
    /// E-mail or password was wrong; nobody is told which.
    Wrong,
    /// Not before so many seconds.
    Wait(i64),
}

/// Checks e-mail and password.
pub(super) fn password(app: &App, attempt: &Attempt) -> Result<First> {
    let (index, found, device) = app.store.read("log_in.find", |tx| {
        let index = accounts::email_index(app, tx, &attempt.email)?;
        let found: Option<(AccountId, String, Option<String>)> =
            tx.one("select id, state, password from account where email_index = $1", &[(&index).into()])?;
        Ok::<_, store::StoreError>((index, found, known_device(app, tx, attempt.device.as_ref())?))
    })?;
    let account = found.as_ref().map(|(id, ..)| *id);
    let counters = counters(device, account, attempt, index);
    if let Some(seconds) = must_wait(app, &nobody(), account, &counters)? {
        return Ok(First::Wait(seconds));
    }
    let stored = found.and_then(|(_, state, password)| password.filter(|_| state == State::Active.code()));
    // Too long to be anybody's still costs the same.
    let typed = Password::typed(attempt.password.reveal()).or_else(|_| Password::typed(""));
    let right = match typed.map(|typed| passwords::is_right(&typed, stored.as_deref())) {
        Ok(Ok(right)) => right,
        Ok(Err(Busy)) | Err(_) => return Ok(First::Wait(2)),
    };
    let account = account.filter(|_| right);
    if account.is_some() {
        app.throttle.succeeded(&counters);
    } else {
        app.figures.passwords_wrong.one();
    }
    app.store.write("log_in.password", |tx| {
        let hash = hex::encode(index.get(..8).unwrap_or_default());
        let actor = account.map_or_else(nobody, |account| of(account, None));
        let outcome = if account.is_some() { "right" } else { "wrong" };
        leave(tx, trace::log_in(app, &actor, "log_in.password", outcome, Some(&hash)))?;
        Ok(match account {
            Some(account) => First::Code(sessions::begin_step(app, tx, account)?),
            None => First::Wrong,
        })
    })
}

/// Begins a try, or says for how many seconds not. When a counter begins to make wait, the trail hears
/// of it: once an hour and not at each try, for a flood must not fill it. What was typed as an e-mail
/// stands there as its keyed hash, and the account by its id where there is one.
pub(super) fn must_wait(
    app: &App,
    actor: &Actor,
    account: Option<AccountId>,
    counters: &[Counter],
) -> Result<Option<i64>> {
    let begun = app.throttle.begin(counters, app.now());
    if begun.is_err() {
        app.figures.throttled.one();
    }
    // The house turns nobody away; the trail hears all the same that it makes late.
    let house = counters.iter().copied().filter(|counter| *counter == Counter::House).collect();
    let waits: Vec<Counter> = if begun.is_ok() { house } else { counters.to_vec() };
    let told = app.throttle.to_tell(&waits, app.now());
    if !told.is_empty() {
        let marks = told.iter().map(|counter| mark(app, *counter)).collect::<Result<Vec<_>>>()?;
        app.store.write("log_in.throttled", |tx| {
            told.iter().zip(&marks).try_for_each(|(counter, mark)| {
                let owned = !matches!(counter, Counter::Network(_) | Counter::Site(_) | Counter::House);
                let objects: Vec<String> = account.filter(|_| owned).iter().map(ToString::to_string).collect();
                leave(tx, trace::throttled(app, actor, counter.code(), &objects, mark.as_deref()))
            })
        })?;
    }
    Ok(begun.err().map(|Wait(seconds)| seconds))
}

/// How long a try waits before it is looked at, while the whole house is being tried. A browser that is
/// known to somebody does not wait.
pub(super) fn patience(app: &App, device: Option<&Token>) -> Result<Duration> {
    let pause = app.throttle.patience(app.now());
    if pause.is_zero() {
        return Ok(pause);
    }
    let known = app.store.read("log_in.patience", |tx| known_device(app, tx, device))?;
    Ok(if known.is_some() { Duration::ZERO } else { pause })
}

/// What a return from a provider counts for, before it is known whose it is: a browser that is known to
/// somebody for itself alone.
pub(super) fn counters_of_return(app: &App, network: IpAddr, device: Option<&Token>) -> Result<Vec<Counter>> {
    let known = app.store.read("log_in.device", |tx| known_device(app, tx, device))?;
    Ok(known.map_or_else(|| counters_of_strangers(network), |(_, hash)| vec![Counter::Device(hash)]))
}

fn counters_of_strangers(network: IpAddr) -> Vec<Counter> {
    Counter::of_network(network).into_iter().chain([Counter::House]).collect()
}

/// By what entries about the same counter are known to belong together.
fn mark(app: &App, counter: Counter) -> Result<Option<String>> {
    let short = |hash: &[u8; 32]| Some(hex::encode(hash.get(..8).unwrap_or_default()));
    Ok(match counter {
        Counter::Account(hash) | Counter::Device(hash) | Counter::Link(hash) => short(&hash),
        Counter::Network(address) | Counter::Site(address) => {
            short(&app.vault.fingerprint(vault::Safe::StaffIndex, "network", &address)?)
        }
        Counter::House | Counter::Code(_) | Counter::Passkey(_) | Counter::Again(_) | Counter::Second(_) => None,
    })
}

fn known_device(app: &App, tx: &mut Tx<'_>, token: Option<&Token>) -> Result<Option<(AccountId, [u8; 32])>> {
    let Some(token) = token else { return Ok(None) };
    Ok(sessions::device_of(app, tx, token)?.map(|account| (account, token.hash())))
}

/// A browser that the account knows counts for itself alone (SEC-62).
fn counters(
    device: Option<(AccountId, [u8; 32])>,
    account: Option<AccountId>,
    attempt: &Attempt,
    index: [u8; 32],
) -> Vec<Counter> {
    match device {
        Some((owner, hash)) if Some(owner) == account => vec![Counter::Device(hash)],
        Some(_) | None => {
            let strangers = counters_of_strangers(attempt.network);
            strangers.into_iter().chain([Counter::Account(index)]).collect()
        }
    }
}

/// What proves the second factor.
#[derive(Debug)]
pub(super) enum Proof {
    /// The code that a phone shows.
    Code(String),
    /// What a passkey signed.
    Passkey(passkeys::Answer),
}

/// How a proof was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proved {
    Right,
    Wrong,
    /// A passkey whose counter went back.
    CounterBack,
    /// A code, where the roles of the account call for a passkey: nobody looked whether it was right.
    NotEnough,
}

impl Proved {
    const fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::CounterBack => "counter_back",
            Self::NotEnough => "not_enough",
        }
    }
}

/// Whose proof is asked for, with which roles, under which cookie.
#[derive(Clone, Copy, Debug)]
struct Whose<'a> {
    account: AccountId,
    roles: RoleSet,
    under: &'a [u8; 32],
    purpose: Purpose,
}

impl Whose<'_> {
    fn prove(self, app: &App, tx: &mut Tx<'_>, proof: &Proof) -> Result<Proved> {
        let answer = match proof {
            Proof::Code(_) if passkeys::demanded(app, self.roles) => return Ok(Proved::NotEnough),
            Proof::Code(code) => {
                let right = second_factor::check(app, tx, self.account, code)?;
                return Ok(if right { Proved::Right } else { Proved::Wrong });
            }
            Proof::Passkey(answer) => answer,
        };
        Ok(match passkeys::check(app, tx, self.account, self.under, self.purpose, answer)? {
            Checked::Right => Proved::Right,
            Checked::Wrong => Proved::Wrong,
            Checked::CounterBack => Proved::CounterBack,
        })
    }

    fn ways(self, app: &App, tx: &mut Tx<'_>) -> Result<Ways> {
        let passkey = passkeys::ask(app, tx, self.account, self.under, self.purpose)?;
        Ok(Ways { passkey, code: !passkeys::demanded(app, self.roles) })
    }
}

/// What a page that asks for the second factor may ask for.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    /// A passkey, where the account has one.
    pub(super) passkey: Option<Question>,
    /// The code, unless the account's roles call for more.
    pub(super) code: bool,
}

/// What a stranger is asked for, and whoever has no passkey.
const CODE_ALONE: Ways = Ways { passkey: None, code: true };

/// What the second page of the log-in asks for. Who has not said the right password is asked for a code,
/// whatever account she has in mind (SEC-61).
pub(super) fn ways(app: &App, step: &Token) -> Result<Ways> {
    app.store.read("log_in.ways", |tx| {
        let Some(account) = sessions::step(app, tx, step)? else { return Ok(CODE_ALONE) };
        let Some(account) = accounts::find(app, tx, account)? else { return Ok(CODE_ALONE) };
        let under = step.hash();
        Whose { account: account.id, roles: account.roles, under: &under, purpose: Purpose::LogIn }.ways(app, tx)
    })
}

/// What is asked for again inside a session.
pub(super) fn ways_again(app: &App, actor: &Actor, session: &[u8; 32]) -> Result<Ways> {
    let Some(account) = actor.id() else { return Ok(CODE_ALONE) };
    let whose = Whose { account, roles: actor.roles(), under: session, purpose: Purpose::Again };
    app.store.read("log_in.ways_again", |tx| whose.ways(app, tx))
}

/// How a second factor was answered.
#[derive(Debug)]
pub(super) enum Second {
    /// She is in: the cookie of the session, and that of the browser if it is new.
    In(Token, Option<Token>),
    /// The code was wrong, old or used; the passkey another, or its answer.
    Wrong,
    /// The code alone does not open this account.
    NotEnough,
    /// Not before so many seconds.
    Wait(i64),
    /// The password is too long ago: begin anew.
    Gone,
}

/// Checks the second factor after the password.
pub(super) fn second(app: &App, step: &Token, proof: &Proof, device: Option<&Token>) -> Result<Second> {
    let (account, known) = app.store.read("log_in.step", |tx| {
        Ok::<_, store::StoreError>((sessions::step(app, tx, step)?, known_device(app, tx, device)?))
    })?;
    let Some(account) = account else { return Ok(Second::Gone) };
    let known = known.filter(|(owner, _)| *owner == account);
    let (act, own) = match proof {
        Proof::Code(_) => ("log_in.code", Counter::Code(account)),
        Proof::Passkey(_) => ("log_in.passkey", Counter::Passkey(account)),
    };
    // Who has the password and not the phone does not stop the worker at her own browser.
    let counter = known.map_or(own, |(_, hash)| Counter::Device(hash));
    if let Some(seconds) = must_wait(app, &nobody(), Some(account), &[counter])? {
        return Ok(Second::Wait(seconds));
    }
    let answer = app.store.write("log_in.second", |tx| {
        let Some(found) = accounts::find(app, tx, account)?.filter(|found| found.state == State::Active) else {
            return Ok(Second::Gone);
        };
        let under = step.hash();
        let whose = Whose { account, roles: found.roles, under: &under, purpose: Purpose::LogIn };
        let proved = whose.prove(app, tx, proof)?;
        leave(tx, trace::log_in(app, &of(account, None), act, proved.code(), None))?;
        match proved {
            Proved::Right => {}
            Proved::Wrong | Proved::CounterBack => return Ok(Second::Wrong),
            Proved::NotEnough => return Ok(Second::NotEnough),
        }
        if !sessions::end_step(tx, step)? {
            return Ok(Second::Gone);
        }
        outside::prove(app, tx, step, account)?;
        let (session, device) = begin_session(app, tx, account, known.is_some())?;
        Ok::<_, store::StoreError>(Second::In(session, device))
    })?;
    match answer {
        Second::In(..) => app.throttle.succeeded(&[counter]),
        Second::Wrong => app.figures.codes_wrong.one(),
        Second::NotEnough | Second::Wait(_) | Second::Gone => {}
    }
    Ok(answer)
}

/// Whether this is a browser that the account knows.
pub(super) fn is_known_to(app: &App, tx: &mut Tx<'_>, device: Option<&Token>, account: AccountId) -> Result<bool> {
    Ok(known_device(app, tx, device)?.is_some_and(|(owner, _)| owner == account))
}

/// Begins the session of someone who proved both factors, and makes her browser known if it is new.
pub(super) fn begin_session(
    app: &App,
    tx: &mut Tx<'_>,
    account: AccountId,
    known: bool,
) -> Result<(Token, Option<Token>)> {
    let session = sessions::begin(app, tx, account)?;
    app.figures.log_ins.one();
    let device = if known { None } else { Some(sessions::know_device(app, tx, account)?) };
    leave(tx, trace::log_in(app, &of(account, Some(&session)), "log_in.begun", "done", None))?;
    Ok((session, device))
}

/// How a second factor was answered inside a session.
#[derive(Debug)]
pub(super) enum Again {
    /// More is open for ten minutes: the session's new cookie.
    Open(Token),
    /// The code was wrong, old or used; the passkey another, or its answer.
    Wrong,
    /// The code alone does not open more for this account.
    NotEnough,
    /// Not before so many seconds.
    Wait(i64),
}

/// Asks for the second factor again, so that more opens (SEC-64).
pub(super) fn elevate(app: &App, actor: &Actor, session: &[u8; 32], proof: &Proof) -> Result<Again> {
    let Some(account) = actor.id() else { return Ok(Again::Wrong) };
    let counter = Counter::Again(account);
    if let Some(seconds) = must_wait(app, actor, None, &[counter])? {
        return Ok(Again::Wait(seconds));
    }
    let whose = Whose { account, roles: actor.roles(), under: session, purpose: Purpose::Again };
    let answer = app.store.write("log_in.elevate", |tx| {
        let proved = whose.prove(app, tx, proof)?;
        leave(tx, trace::log_in(app, actor, "log_in.elevated", proved.code(), None))?;
        Ok::<_, store::StoreError>(match proved {
            Proved::Right => Again::Open(sessions::elevate(app, tx, session)?),
            Proved::Wrong | Proved::CounterBack => Again::Wrong,
            Proved::NotEnough => Again::NotEnough,
        })
    })?;
    match answer {
        Again::Open(_) => app.throttle.succeeded(&[counter]),
        Again::Wrong => app.figures.codes_wrong.one(),
        Again::NotEnough | Again::Wait(_) => {}
    }
    Ok(answer)
}

/// Ends the session.
pub(super) fn out(app: &App, actor: &Actor, session: &[u8; 32]) -> Result<()> {
    app.store.write("log_in.out", |tx| {
        sessions::end(app, tx, session)?;
        leave(tx, trace::log_in(app, actor, "log_in.ended", "done", None))
    })
}

/// Ends one session of the account, which may be on a computer that she left. It asks for no second factor:
/// it opens nothing, and whoever has to wait for a code leaves it open.
pub(super) fn out_there(app: &App, actor: &Actor, mark: [u8; 8]) -> Result<()> {
    let Some(account) = actor.id() else { return Ok(()) };
    app.store.write("log_in.out_there", |tx| {
        sessions::end_marked(app, tx, account, mark)?;
        leave(tx, trace::log_in(app, actor, "log_in.ended_there", "done", None))
    })
}

/// Ends every session of the account, this one too.
pub(super) fn out_everywhere(app: &App, actor: &Actor) -> Result<()> {
    let Some(account) = actor.id() else { return Ok(()) };
    app.store.write("log_in.out_everywhere", |tx| {
        sessions::end_all(app, tx, account, None)?;
        tx.exec("delete from known_device where account = $1", &[account.into()])?;
        leave(tx, trace::log_in(app, actor, "log_in.ended_everywhere", "done", None))
    })
}

/// Writes an entry in the transaction of its effect.
pub(super) fn leave(tx: &mut Tx<'_>, entry: store::Statement) -> Result<()> {
    tx.exec(entry.sql, &entry.args).map(|_| ())
}

/// Who stands before the door.
pub(super) fn nobody() -> Actor {
    let subject = Subject {
        account: None,
        name: "nobody".to_owned(),
        roles: RoleSet::of(&[]),
        partner: None,
        active: false,
        elevated: false,
        command_line: false,
    };
    Actor::account(subject, None, ground::Tongue::default(), None)
}

/// Who was recognised and is not in yet: named in the trail, with leave for nothing.
pub(super) fn of(account: AccountId, session: Option<&Token>) -> Actor {
    let actor = nobody();
    let subject = Subject { account: Some(account), name: account.to_string(), ..actor.subject().clone() };
    let session = session.and_then(|token| token.hash().first_chunk::<8>().copied());
    Actor::account(subject, None, ground::Tongue::default(), session)
}
