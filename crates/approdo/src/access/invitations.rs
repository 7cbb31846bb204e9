//! Links that are shown once: an invitation, the first administrator, a new start (SEC-59, SEC-60,
//! SEC-83). Only the hash is stored. Whoever opens one chooses a password and scans a second factor;
//! there is no other way to either, and no password that anyone else knows.

use ground::{AccountId, Line, Secret, Timestamp, Tongue, hex};
use policy::{Role, RoleSet};
use store::{Result, Tx, vault};

use super::{
    accounts::{self, Account, Email, State},
    log_in, passkeys,
    passwords::{self, BadPassword, Password},
    second_factor::Seed,
    sessions::{self, Token},
    sight,
    throttle::Counter,
    trace,
};
use crate::app::{App, Refusal};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A new account: 72 hours.
    Invite,
    /// The first administrator of the house: 72 hours, made anew at each start until it is used.
    First,
    /// A new start after password or phone was lost: 15 minutes.
    Reset,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::First => "first",
            Self::Reset => "reset",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Invite, Self::First, Self::Reset].into_iter().find(|kind| kind.code() == code)
    }

    const fn seconds(self) -> i64 {
        match self {
            Self::Invite | Self::First => 72 * 3600,
            Self::Reset => 15 * 60,
        }
    }

    /// Whether a link that ends then is good now: not over, and not made later than now, by a clock that
    /// went back since.
    fn is_good(self, until: Timestamp, now: Timestamp) -> bool {
        now < until && until.seconds_since(now) <= self.seconds() + sessions::AHEAD
    }
}

/// A link to show once. Nobody can show it again: the house keeps its hash alone.
#[derive(Clone, Debug)]
pub struct Link {
    token: Token,
    /// What it is for.
    pub kind: Kind,
    /// Until when it is good.
    pub until: Timestamp,
}

impl Link {
    /// The path below the address of the house, such as `/invitation/6f…`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/invitation/{}", self.token.text())
    }
}

/// Makes a link, in place of any other of the account.
pub(super) fn issue(
    app: &App,
    tx: &mut Tx<'_>,
    token: Token,
    account: Option<AccountId>,
    kind: Kind,
    by: (&str, Option<&str>),
) -> Result<Link> {
    if let Some(account) = account {
        tx.exec("delete from invitation where account = $1 and used_at is null", &[account.into()])?;
    }
    let until = app.now().plus_seconds(kind.seconds());
    tx.exec(
        "insert into invitation (token_hash, account, kind, made_by, agreed_by, expires_at, used_at)
         values ($1, $2, $3, $4, $5, $6, null)",
        &[(&token.hash()).into(), account.into(), kind.code().into(), by.0.into(), by.1.into(), until.into()],
    )?;
    Ok(Link { token, kind, until })
}

/// The link of a form that was sent before, while it is good.
pub(super) fn shown_again(app: &App, tx: &mut Tx<'_>, token: &Token) -> Result<Option<Link>> {
    let found: Option<(String, Timestamp)> = tx.one(
        "select kind, expires_at from invitation where token_hash = $1 and used_at is null",
        &[(&token.hash()).into()],
    )?;
    let now = app.now();
    let found = found.and_then(|(kind, until)| Some((Kind::from_code(&kind)?, until)));
    let good = found.filter(|(kind, until)| kind.is_good(*until, now));
    Ok(good.map(|(kind, until)| Link { token: token.clone(), kind, until }))
}

/// Ends the links that were made later than now, by a clock that went back since.
pub(super) fn end_ahead(app: &App, tx: &mut Tx<'_>) -> Result<()> {
    [Kind::Invite, Kind::First, Kind::Reset].into_iter().try_for_each(|kind| {
        let latest = app.now().plus_seconds(kind.seconds() + sessions::AHEAD);
        tx.exec(
            "delete from invitation where kind = $1 and used_at is null and expires_at > $2",
            &[kind.code().into(), latest.into()],
        )
        .map(|_| ())
    })
}

/// Makes the link for the first administrator, when nobody has an account yet (SEC-83). Each start
/// makes a new one and the one before ends.
///
/// # Errors
/// The store's.
pub fn first_start(app: &App) -> Result<Option<Link>> {
    app.store.write("access.first_start", |tx| {
        if !accounts::is_empty(tx)? {
            return Ok(None);
        }
        tx.exec("delete from invitation where account is null", &[])?;
        let link = issue(app, tx, Token::draw(&app.dice), None, Kind::First, ("first start", None))?;
        log_in::leave(tx, trace::log_in(app, &log_in::nobody(), "link.made", Kind::First.code(), None))?;
        Ok(Some(link))
    })
}

/// A link that is good.
#[derive(Clone, Debug)]
pub struct Open {
    /// What it is for.
    pub kind: Kind,
    /// For whom; nobody yet for the first administrator.
    pub account: Option<Account>,
}

/// What the link opens; nothing when it is unknown, used, too old, or its account is suspended.
///
/// # Errors
/// The store's.
pub fn look(app: &App, tx: &mut Tx<'_>, token: &Token) -> Result<Option<Open>> {
    let found: Option<(Option<AccountId>, String, Timestamp, Option<Timestamp>)> = tx.one(
        "select account, kind, expires_at, used_at from invitation where token_hash = $1",
        &[(&token.hash()).into()],
    )?;
    let Some((account, kind, until, None)) = found else { return Ok(None) };
    let Some(kind) = Kind::from_code(&kind).filter(|kind| kind.is_good(until, app.now())) else { return Ok(None) };
    let account = match account {
        Some(id) => accounts::find(app, tx, id)?,
        None => None,
    };
    let fits = match (kind, &account) {
        (Kind::First, None) => accounts::is_empty(tx)?,
        (Kind::Invite, Some(account)) => account.state == State::Invited,
        (Kind::Reset, Some(account)) => account.state == State::Active,
        (Kind::First, Some(_)) | (Kind::Invite | Kind::Reset, None) => false,
    };
    Ok(fits.then_some(Open { kind, account }))
}

/// What was typed to accept a link.
#[derive(Clone, Debug)]
pub struct Accept {
    /// The new password.
    pub password: Secret<String>,
    /// A code of the new second factor, to prove that the phone has it.
    pub code: String,
    /// The new second factor.
    pub seed: Seed,
    /// E-mail and name, for the first administrator.
    pub first: Option<(Email, Line)>,
    /// The language of the pages.
    pub tongue: Tongue,
}

/// Why a link was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotAccept {
    /// The password is not good enough.
    #[error(transparent)]
    Password(BadPassword),
    /// The code is not one of the new second factor.
    #[error("the code is wrong")]
    Code,
    /// Not before so many seconds.
    #[error("another try in {0} seconds")]
    Wait(i64),
    /// E-mail and name are missing.
    #[error("e-mail and name are missing")]
    NoName,
}

/// What comes of an accepted link.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Whose it was.
    pub account: AccountId,
    /// With what a first passkey may be added now, where the house has them.
    pub offer: Option<Token>,
}

/// Accepts a link: password and second factor are set, everything the account could be entered with
/// before ends, and it is active.
///
/// # Errors
/// [`Refusal::NotFound`] for a link that is not good; what is wrong with what was typed.
pub fn accept(app: &App, token: &Token, typed: &Accept) -> Result<Accepted, Refusal<CannotAccept>> {
    let open = app.store.read("link.look", |tx| look(app, tx, token))?.ok_or(Refusal::NotFound)?;
    let (email, name) = match (&open.account, &typed.first) {
        (Some(account), _) => (account.email.clone(), account.name.clone()),
        (None, Some((email, name))) => (email.as_str().to_owned(), name.to_string()),
        (None, None) => return Err(Refusal::Rule(CannotAccept::NoName)),
    };
    let password = Password::choose(typed.password.reveal(), &[&email, &name, &app.city])
        .map_err(|bad| Refusal::Rule(CannotAccept::Password(bad)))?;
    let counter = Counter::Link(token.hash());
    let whose = open.account.as_ref().map(|account| account.id);
    if let Some(seconds) = log_in::must_wait(app, &log_in::nobody(), whose, &[counter])? {
        return Err(Refusal::Rule(CannotAccept::Wait(seconds)));
    }
    let step = typed.seed.step_of(&typed.code, app.now(), 0).ok_or(Refusal::Rule(CannotAccept::Code))?;
    let hash = passwords::hash(&password, &app.dice).map_err(|_| Refusal::Rule(CannotAccept::Wait(2)))?;
    let accepted = app.store.write("link.accept", |tx| {
        // Two nodes may look at once: the change that finds it unused wins.
        let open = look(app, tx, token)?.ok_or(Refusal::NotFound)?;
        let used = tx.exec(
            "update invitation set used_at = $2 where token_hash = $1 and used_at is null",
            &[(&token.hash()).into(), app.now().into()],
        )?;
        if used != 1 {
            return Err(Refusal::NotFound);
        }
        let account = match (open.account, &typed.first) {
            (Some(account), _) => account.id,
            (None, Some((email, name))) => add_first(app, tx, email, name, typed.tongue)?,
            (None, None) => return Err(Refusal::Rule(CannotAccept::NoName)),
        };
        accounts::start(app, tx, account, &hash, &typed.seed, step)?;
        sessions::end_everything(app, tx, account, None)?;
        sight::look_after(app, tx)?;
        log_in::leave(tx, trace::log_in(app, &log_in::of(account, None), "link.accepted", open.kind.code(), None))?;
        let offers = app.passkeys.has_passkeys();
        let offer = if offers { Some(passkeys::offer(app, tx, account)?) } else { None };
        Ok(Accepted { account, offer })
    })?;
    app.throttle.succeeded(&[counter]);
    Ok(accepted)
}

fn add_first(app: &App, tx: &mut Tx<'_>, email: &Email, name: &Line, tongue: Tongue) -> Result<AccountId> {
    let id = AccountId::draw(&app.dice);
    let new = accounts::New {
        id,
        state: State::Invited,
        email,
        name,
        roles: RoleSet::of(&[Role::Sysadmin]),
        partner: None,
        team: None,
        tongue,
    };
    accounts::add(app, tx, &new)?;
    Ok(id)
}

/// Seals a second factor that is not anybody's yet, to travel through the page that shows it.
///
/// # Errors
/// The vault's.
pub(super) fn carry(app: &App, token: &Token, seed: &Seed) -> Result<String> {
    Ok(hex::encode(&app.vault.seal_to_carry(vault::Safe::Staff, &carried_at(token), seed.bytes())?))
}

/// Opens what [`carry`] sealed for this link.
pub(super) fn carried(app: &App, token: &Token, text: &str) -> Option<Seed> {
    let bytes = hex::decode(text).filter(|bytes| bytes.len() <= 200)?;
    let plain = app.vault.open_carried(vault::Safe::Staff, &carried_at(token), &bytes).ok()?;
    Seed::from_bytes(&plain)
}

fn carried_at(token: &Token) -> vault::Place {
    let row = token.hash().first_chunk::<16>().copied().unwrap_or_default();
    vault::Place { table: "invitation", column: "second_factor", row, version: 1 }
}
