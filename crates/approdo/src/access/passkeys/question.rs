//! The question that a passkey signs. What the house must remember of it travels sealed in the form that
//! asks, bound to the log-in or session it was asked in: asking writes nothing (SEC-63). Each is answered
//! once, rightly or not, within five minutes by the house's clock, whatever the browser says of time.

use ground::{AccountId, Timestamp, hex};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::{Result, Tx, vault};
use webauthn_rs::prelude::{PasskeyAuthentication, PublicKeyCredential, WebauthnError};

use super::{super::sessions, ASKED, store as keys};
use crate::{access::sessions::Token, app::App};

/// What a question is asked for. The answer to one is no answer to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::access) enum Purpose {
    /// To log in, after the password.
    LogIn,
    /// Again, inside a session.
    Again,
    /// To add a passkey.
    Add,
    /// To add the first, after a link was accepted.
    First,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::LogIn => "log in",
            Self::Again => "again",
            Self::Add => "add",
            Self::First => "first",
        }
    }
}

/// A question for the page that asks it.
#[derive(Clone, Debug)]
pub(in crate::access) struct Question {
    /// What the browser is told, as JSON.
    pub(in crate::access) options: String,
    /// What the form brings back.
    pub(in crate::access) carried: String,
}

/// What a form brings back.
#[derive(Clone, Debug)]
pub(in crate::access) struct Answer {
    /// The question, as it was carried.
    pub(in crate::access) carried: String,
    /// What the passkey said, as JSON.
    pub(in crate::access) signed: String,
}

/// How an answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::access) enum Checked {
    /// The owner of the account has the passkey and proved to it that it is she.
    Right,
    /// Anything else.
    Wrong,
    /// The counter went back: someone made a copy of the key.
    CounterBack,
}

/// Whose question it is, in which log-in or session, and what for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) account: AccountId,
    /// What the house keeps of the cookie that it was asked under.
    pub(super) under: &'a [u8; 32],
    pub(super) purpose: Purpose,
}

#[derive(Serialize, Deserialize)]
struct Carried<S> {
    /// By what its answer counts once.
    once: String,
    account: AccountId,
    at: i64,
    state: S,
}

/// The longest of what is carried: it names every passkey of the account.
const CARRIED_MOST: usize = 16 * 1024;

impl Asked<'_> {
    fn place(&self) -> vault::Place {
        let row = self.under.first_chunk::<16>().copied().unwrap_or_default();
        vault::Place { table: "passkey", column: self.purpose.code(), row, version: 1 }
    }

    /// Seals what the house must remember.
    pub(super) fn carry<S: Serialize>(&self, app: &App, state: S) -> Result<String> {
        let once = Token::draw(&app.dice).text();
        let carried = Carried { once, account: self.account, at: app.now().micros(), state };
        let plain = serde_json::to_vec(&carried).unwrap_or_default();
        Ok(hex::encode(&app.vault.seal_to_carry(vault::Safe::Staff, &self.place(), &plain)?))
    }

    /// Opens it and uses it up; nothing when it is another's, too old, or was answered before on any node.
    pub(super) fn take<S: DeserializeOwned>(&self, app: &App, tx: &mut Tx<'_>, text: &str) -> Result<Option<S>> {
        let Some(carried) = self.opened::<S>(app, text) else { return Ok(None) };
        let Some(once) = Token::parse(&carried.once) else { return Ok(None) };
        let first = tx.exec(
            "insert into passkey_answer (token_hash, at) values ($1, $2) on conflict (token_hash) do nothing",
            &[(&once.hash()).into(), app.now().into()],
        )?;
        Ok((first == 1).then_some(carried.state))
    }

    fn opened<S: DeserializeOwned>(&self, app: &App, text: &str) -> Option<Carried<S>> {
        let bytes = hex::decode(text).filter(|bytes| bytes.len() <= CARRIED_MOST)?;
        let plain = app.vault.open_carried(vault::Safe::Staff, &self.place(), &bytes).ok()?;
        let carried: Carried<S> = serde_json::from_slice(&plain).ok()?;
        let age = app.now().seconds_since(Timestamp::from_micros(carried.at));
        (carried.account == self.account && (-sessions::AHEAD..ASKED).contains(&age)).then_some(carried)
    }
}

/// Asks for a passkey of the account; nothing where it has none.
pub(in crate::access) fn ask(
    app: &App,
    tx: &mut Tx<'_>,
    account: AccountId,
    under: &[u8; 32],
    purpose: Purpose,
) -> Result<Option<Question>> {
    let Some(house) = &app.passkeys.0 else { return Ok(None) };
    let keys = keys::of_account(app, tx, account)?;
    if keys.is_empty() {
        return Ok(None);
    }
    let Ok((options, state)) = house.start_passkey_authentication(&keys) else { return Ok(None) };
    let carried = Asked { account, under, purpose }.carry(app, &state)?;
    Ok(Some(Question { options: serde_json::to_string(&options.public_key).unwrap_or_default(), carried }))
}

/// Checks an answer and uses its question up.
pub(in crate::access) fn check(
    app: &App,
    tx: &mut Tx<'_>,
    account: AccountId,
    under: &[u8; 32],
    purpose: Purpose,
    answer: &Answer,
) -> Result<Checked> {
    let Some(house) = &app.passkeys.0 else { return Ok(Checked::Wrong) };
    let asked = Asked { account, under, purpose };
    let Some(state) = asked.take::<PasskeyAuthentication>(app, tx, &answer.carried)? else {
        return Ok(Checked::Wrong);
    };
    let Ok(signed) = serde_json::from_str::<PublicKeyCredential>(&answer.signed) else { return Ok(Checked::Wrong) };
    match house.finish_passkey_authentication(&signed, &state) {
        Ok(proved) => keys::used(app, tx, account, &proved),
        Err(WebauthnError::CredentialPossibleCompromise) => Ok(Checked::CounterBack),
        Err(why) => {
            tracing::info!(%why, "an answer of a passkey was not taken");
            Ok(Checked::Wrong)
        }
    }
}
