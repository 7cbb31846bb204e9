//! Leaving for a provider and coming back.
//!
//! What the house must remember meanwhile travels sealed in a cookie of the browser that left, bound to
//! the `state` that the provider gives back: leaving writes nothing (SEC-63), a return in another browser
//! is nobody's, and each counts once. Whoever comes back and has no account here learns nothing but that
//! (SEC-61).

use std::net::IpAddr;

use ground::{AccountId, Secret, Timestamp, hex};
use serde::{Deserialize, Serialize};
use store::{Result, StoreError, Tx, vault};

use super::{
    AWAY, Provider, links,
    talk::{self, CannotProve, Proved, Question},
};
use crate::{
    access::{
        accounts::{self, State},
        log_in, passkeys,
        sessions::{self, Token},
        throttle::Counter,
        trace,
    },
    app::App,
};

/// What the browser carries while it is away.
#[derive(Serialize, Deserialize)]
struct Carried {
    provider: String,
    nonce: String,
    verifier: String,
    next: String,
    at: i64,
}

/// What a browser comes back with.
#[derive(Debug)]
pub(in crate::access) struct Return {
    /// The provider in the address.
    pub(in crate::access) provider: String,
    /// What was sent along with the question.
    pub(in crate::access) state: String,
    /// What the provider gives a token for; empty when it refused.
    pub(in crate::access) code: String,
    /// Who the provider says it is, where it does.
    pub(in crate::access) issuer: Option<String>,
    /// The cookie of the browser that left.
    pub(in crate::access) carried: Option<String>,
    /// Where the request comes from.
    pub(in crate::access) network: IpAddr,
    /// The cookie of a browser that is known to somebody.
    pub(in crate::access) device: Option<Token>,
}

/// How a return was answered.
#[derive(Debug)]
pub(in crate::access) enum Came {
    /// She is in, and goes on there: the cookie of the session, and that of the browser if it is new.
    In { session: Token, device: Option<Token>, next: String },
    /// The code from the phone is asked for as well: the cookie with which it may be sent.
    Code { step: Token, next: String },
    /// Nobody here belongs to this identity, whatever the reason: what the provider calls her.
    Nobody { subject: String },
    /// Too late, twice, from another browser, or refused there.
    Gone,
    /// The provider does not answer, or its answer is not good.
    Away,
    /// Not before so many seconds.
    Wait(i64),
}

/// Where the browser goes, and what it carries. Nothing where the provider does not answer.
pub(in crate::access) fn begin(app: &App, provider: &Provider, next: &str) -> Result<Option<(String, String)>> {
    let draw = || Secret::new(hex::encode(&app.dice.bytes::<32>()));
    let state = Token::draw(&app.dice);
    let question = Question { state: state.text(), nonce: draw(), verifier: draw() };
    let carried = Carried {
        provider: provider.code.clone(),
        nonce: question.nonce.reveal().clone(),
        verifier: question.verifier.reveal().clone(),
        next: next.to_owned(),
        at: app.now().micros(),
    };
    let plain = serde_json::to_vec(&carried).unwrap_or_default();
    let sealed = app.vault.seal_to_carry(vault::Safe::Staff, &carried_at(&state), &plain)?;
    match talk::ask(app, provider, &question) {
        Ok(address) => Ok(Some((address, hex::encode(&sealed)))),
        Err(why) => {
            tracing::warn!(provider = provider.code, %why, "nobody can be sent to the provider");
            Ok(None)
        }
    }
}

/// The longest of what is carried: the address to go on to is a path of ours.
const CARRIED_MOST: usize = 4096;

fn carried_at(state: &Token) -> vault::Place {
    let row = state.hash().first_chunk::<16>().copied().unwrap_or_default();
    vault::Place { table: "outside_step", column: "carried", row, version: 1 }
}

/// Opens what the browser carries, if it belongs to this state and provider and is not too old.
fn opened(app: &App, back: &Return, state: &Token) -> Option<Carried> {
    let text = back.carried.as_ref().filter(|text| text.len() <= CARRIED_MOST)?;
    let plain = app.vault.open_carried(vault::Safe::Staff, &carried_at(state), &hex::decode(text)?).ok()?;
    let carried: Carried = serde_json::from_slice(&plain).ok()?;
    let age = app.now().seconds_since(Timestamp::from_micros(carried.at));
    let is_good = carried.provider == back.provider && (-sessions::AHEAD..AWAY).contains(&age);
    is_good.then_some(carried)
}

/// Takes who came back in, or says why not.
pub(in crate::access) fn finish(app: &App, back: &Return) -> Result<Came> {
    let Some(provider) = app.outside.provider(&back.provider) else { return Ok(Came::Gone) };
    let Some(state) = Token::parse(&back.state) else { return Ok(Came::Gone) };
    let Some(carried) = opened(app, back, &state) else { return Ok(Came::Gone) };
    let counters = counters(app, back.device.as_ref(), back.network)?;
    if let Some(seconds) = log_in::must_wait(app, &log_in::nobody(), None, &counters)? {
        return Ok(Came::Wait(seconds));
    }
    if !is_first(app, &state)? || back.code.is_empty() {
        return Ok(Came::Gone);
    }
    // Another provider that was asked meanwhile answers under its own name (RFC 9207).
    if back.issuer.as_deref().is_some_and(|issuer| issuer != provider.issuer.as_str()) {
        return refused(app, provider, "another issuer").map(|()| Came::Away);
    }
    let question = Question {
        state: back.state.clone(),
        nonce: Secret::new(carried.nonce),
        verifier: Secret::new(carried.verifier),
    };
    match talk::prove(app, provider, &question, back.code.clone()) {
        Ok(proved) => {
            let came = enter(app, provider, &proved, back.device.as_ref(), &carried.next)?;
            if matches!(came, Came::In { .. } | Came::Code { .. }) {
                app.throttle.succeeded(&counters);
            }
            Ok(came)
        }
        Err(why @ (CannotProve::Away(_) | CannotProve::NotGood(_))) => {
            refused(app, provider, &why.to_string()).map(|()| Came::Away)
        }
    }
}

/// What a return is counted for. A browser that somebody here is known in counts for itself: strangers who
/// fail at a provider behind the same address do not make her wait (SEC-62).
pub(in crate::access) fn counters(app: &App, device: Option<&Token>, network: IpAddr) -> Result<Vec<Counter>> {
    log_in::counters_of_return(app, network, device)
}

/// Uses the return up; false when it was used before, on any node.
fn is_first(app: &App, state: &Token) -> Result<bool> {
    app.store.write("outside.return", |tx| {
        let first = tx.exec(
            "insert into outside_return (token_hash, at) values ($1, $2) on conflict (token_hash) do nothing",
            &[(&state.hash()).into(), app.now().into()],
        )?;
        Ok::<_, StoreError>(first == 1)
    })
}

/// Leaves the entry of an answer that proves nobody.
fn refused(app: &App, provider: &Provider, why: &str) -> Result<()> {
    tracing::warn!(provider = provider.code, why, "a return from the provider was not taken");
    app.store.write("outside.refused", |tx| {
        log_in::leave(tx, trace::log_in(app, &log_in::nobody(), "log_in.outside", "refused", None))
    })
}

/// Takes who was proved in, or says why not.
pub(in crate::access) fn enter(
    app: &App,
    provider: &Provider,
    proved: &Proved,
    device: Option<&Token>,
    next: &str,
) -> Result<Came> {
    app.store.write("outside.enter", |tx| {
        let index = links::index(app, tx, &provider.issuer, &proved.subject)?;
        let mark = hex::encode(index.fingerprint().get(..8).unwrap_or_default());
        let link = links::find(tx, &index)?.filter(|link| link.state == Some(State::Active));
        let Some(link) = link else {
            leave(app, tx, None, "unknown", &mark)?;
            return Ok(Came::Nobody { subject: proved.subject.clone() });
        };
        leave(app, tx, Some(link.account), "right", &mark)?;
        let next = next.to_owned();
        if proved.both_factors && link.is_proved && is_enough(app, tx, provider, link.account)? {
            let known = log_in::is_known_to(app, tx, device, link.account)?;
            let (session, device) = log_in::begin_session(app, tx, link.account, known)?;
            return Ok(Came::In { session, device, next });
        }
        let step = sessions::begin_step(app, tx, link.account)?;
        if !link.is_proved {
            links::await_proof(app, tx, &step, &index)?;
        }
        Ok(Came::Code { step, next })
    })
}

/// Whether a level of this provider can be all that the account's roles call for (SEC-57).
fn is_enough(app: &App, tx: &mut Tx<'_>, provider: &Provider, account: AccountId) -> Result<bool> {
    let roles = accounts::find(app, tx, account)?.map(|account| account.roles);
    Ok(provider.phishing_resistant || !roles.is_some_and(|roles| passkeys::demanded(app, roles)))
}

fn leave(app: &App, tx: &mut Tx<'_>, account: Option<AccountId>, outcome: &str, mark: &str) -> Result<()> {
    let actor = account.map_or_else(log_in::nobody, |account| log_in::of(account, None));
    log_in::leave(tx, trace::log_in(app, &actor, "log_in.outside", outcome, Some(mark)))
}
