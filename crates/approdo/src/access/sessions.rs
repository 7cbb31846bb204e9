//! Who is logged in (SEC-58): cookies of 256 bits of which only the hash is stored, an end after
//! rest and an end for good, and a new cookie at each step up.
//!
//! A session says nothing but which account; roles, team and state are read with it at every
//! request, so that taking them away works at the next one on every node (SEC-12).

use ground::{AccountId, Dice, Secret, TeamId, Timestamp, Tongue, hex};
use policy::{PartnerKind, RoleSet, Subject};
use sha2::{Digest as _, Sha256};
use store::{FromRow, Result, Row, Tx, vault};
use subtle::ConstantTimeEq as _;

use super::{
    Actor, accounts,
    glass::{self, Running},
    invitations, outside,
};
use crate::app::App;

/// Seconds without a request after which a session ends.
pub const IDLE: i64 = 15 * 60;
/// Seconds after which a session ends whatever happens.
pub const LONGEST: i64 = 12 * 60 * 60;
/// Seconds for which the second factor opens more (SEC-64).
pub const ELEVATED: i64 = 10 * 60;
/// Seconds between password and code.
pub const STEP: i64 = 5 * 60;
/// Days for which a browser is known.
pub const KNOWN_DAYS: i64 = 180;
/// Seconds between two notes of when a session was last seen.
const NOTED_EVERY: i64 = 30;
/// Seconds by which a moment may lie ahead: clocks of nodes differ, and are corrected a little.
pub(super) const AHEAD: i64 = 60;

/// A random value that someone holds and of which the house keeps the hash alone.
#[derive(Clone, Debug)]
pub struct Token(Secret<[u8; 32]>);

impl Token {
    /// Draws one of 256 bits.
    #[must_use]
    pub fn draw(dice: &Dice) -> Self {
        Self(Secret::new(dice.bytes()))
    }

    /// The one that belongs to a form's key: the form sent twice gives the same link (SEC-75), also when
    /// the key of the house was changed meanwhile; and nobody without the vault can tell it from the key.
    ///
    /// # Errors
    /// The store's.
    pub(super) fn of_form(app: &App, tx: &mut Tx<'_>, key: &[u8; 16]) -> Result<Self> {
        let (safe, kind) = (vault::Safe::StaffIndex, "link of form");
        for made in app.vault.fingerprints(safe, kind, key).into_iter().skip(1) {
            let token = Self(Secret::new(made));
            let shown: Option<(i64,)> =
                tx.one("select 1 from invitation where token_hash = $1", &[(&token.hash()).into()])?;
            if shown.is_some() {
                return Ok(token);
            }
        }
        Ok(Self(Secret::new(app.vault.fingerprint(safe, kind, key)?)))
    }

    /// Reads the text of a cookie or a link.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode_exactly(text).map(|bytes| Self(Secret::new(bytes)))
    }

    /// Its text, for the one who is given it.
    #[must_use]
    pub fn text(&self) -> String {
        hex::encode(self.0.reveal())
    }

    /// What the house keeps of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.reveal()).into()
    }
}

/// A session that holds, with its account as it is now.
#[derive(Clone, Debug)]
pub struct Live {
    /// What the house keeps of its cookie.
    pub hash: [u8; 32],
    /// What its forms carry (SEC-63).
    pub csrf: [u8; 32],
    /// Whose it is.
    pub actor: Actor,
    /// The name that colleagues see.
    pub name: String,
    /// The name of the team.
    pub team: Option<String>,
    /// Whether it is time to note that it was seen.
    pub note_it: bool,
}

/// What a cookie stands for.
#[derive(Clone, Debug)]
pub enum Found {
    /// Nothing, or a session that was taken away with its account.
    Nobody,
    /// A session that has ended, of an account that may log in again; with its form token, so that
    /// what was typed into its forms is kept for its owner and nobody else.
    Ended(AccountId, [u8; 32]),
    /// A session seen later than now: the clock went back, and nobody knows how long it rested. It is
    /// to be ended before the clock comes to that moment again; then it is an ended one.
    Ahead {
        /// What the house keeps of its cookie.
        hash: [u8; 32],
        /// Whose it was.
        account: AccountId,
        /// What its forms carry.
        csrf: [u8; 32],
    },
    /// A session.
    Live(Box<Live>),
}

/// A session as it lies in the table, with its account.
struct Stored {
    account: AccountId,
    csrf: [u8; 32],
    started_at: Timestamp,
    seen_at: Timestamp,
    elevated_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    state: String,
    name: Vec<u8>,
    roles: String,
    partner: Option<String>,
    team: Option<TeamId>,
    tongue: String,
    team_name: Option<String>,
    glass: Option<Running>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            account: row.get(0)?,
            csrf: row.get(1)?,
            started_at: row.get(2)?,
            seen_at: row.get(3)?,
            elevated_at: row.get(4)?,
            ended_at: row.get(5)?,
            state: row.get(6)?,
            name: row.get(7)?,
            roles: row.get(8)?,
            partner: row.get(9)?,
            team: row.get(10)?,
            tongue: row.get(11)?,
            team_name: row.get(12)?,
            glass: glass_of(row)?,
        })
    }
}

/// What the account has open in an emergency, from the columns after its own.
fn glass_of(row: &Row<'_>) -> Result<Option<Running>> {
    let Some(id) = row.get(13)? else { return Ok(None) };
    let (person, at) = (row.get(14)?, row.get(15)?);
    Ok(Some(Running { id, person, at, until: row.get(16)?, witnessed: row.get(17)? }))
}

impl Stored {
    fn holds(&self, now: Timestamp) -> bool {
        let (age, rest) = (now.seconds_since(self.started_at), now.seconds_since(self.seen_at));
        self.ended_at.is_none() && age < LONGEST && rest < IDLE
    }

    /// Whether it was seen later than now: the last moment it was seen never goes back with the clock.
    fn is_ahead(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now.seconds_since(self.seen_at.max(self.started_at)) < -AHEAD
    }

    fn subject(&self, now: Timestamp) -> Subject {
        let roles: RoleSet = accounts::roles_of(&self.roles);
        Subject {
            account: Some(self.account),
            name: self.account.to_string(),
            roles,
            partner: self.partner.as_deref().and_then(PartnerKind::from_code),
            active: accounts::State::from_code(&self.state) == Some(accounts::State::Active),
            elevated: self.elevated_at.is_some_and(|at| (0..ELEVATED).contains(&now.seconds_since(at))),
            command_line: false,
        }
    }
}

/// What the cookie stands for now.
///
/// # Errors
/// The store's.
pub fn find(app: &App, tx: &mut Tx<'_>, token: &Token) -> Result<Found> {
    let (hash, now) = (token.hash(), app.now());
    let stored: Option<Stored> = tx.one(
        "select s.account, s.csrf, s.started_at, s.seen_at, s.elevated_at, s.ended_at, a.state, a.name, a.roles, \
         a.partner, a.team, a.tongue, t.name, g.id, g.person, g.at, g.until_at,
         case when g.witness is null then 0 else 1 end from session s join account a on a.id = s.account
         left join team t on t.id = a.team left join glass g on g.account = a.id and g.closed_at is null
         where s.token_hash = $1",
        &[(&hash).into()],
    )?;
    let Some(stored) = stored else {
        return Ok(Found::Nobody);
    };
    let subject = stored.subject(now);
    if !subject.active {
        return Ok(Found::Nobody);
    }
    if stored.is_ahead(now) {
        return Ok(Found::Ahead { hash, account: stored.account, csrf: stored.csrf });
    }
    if !stored.holds(now) {
        return Ok(Found::Ended(stored.account, stored.csrf));
    }
    let tongue: Tongue = stored.tongue.parse().unwrap_or_default();
    Ok(Found::Live(Box::new(Live {
        name: accounts::open_text(app, tx, stored.account, "name", &stored.name)?,
        actor: Actor::account(subject, stored.team, tongue, Some(mark(&hash)))
            .with_glass(stored.glass.filter(|open| open.holds(now))),
        csrf: stored.csrf,
        team: stored.team_name,
        note_it: now.seconds_since(stored.seen_at) >= NOTED_EVERY,
        hash,
    })))
}

/// Looks up a cookie at a request.
///
/// # Errors
/// The store's.
pub fn at_request(app: &App, token: &Token) -> Result<Found> {
    app.store.read("session.find", |tx| find(app, tx, token))
}

/// Notes that the session was seen, so that it does not end while she works.
///
/// # Errors
/// The store's.
pub fn note_seen(app: &App, hash: &[u8; 32]) -> Result<()> {
    app.store.write("session.seen", |tx| {
        tx.exec(
            "update session set seen_at = $2 where token_hash = $1 and seen_at < $2 and ended_at is null",
            &[hash.into(), app.now().into()],
        )?;
        Ok(())
    })
}

/// Ends a session that was seen later than now, whatever the clock says next.
///
/// # Errors
/// The store's.
pub fn end_ahead(app: &App, hash: &[u8; 32]) -> Result<()> {
    app.store.write("session.end_ahead", |tx| end(app, tx, hash))
}

/// What a clock that went back leaves behind. Sessions, half-done log-ins, known browsers and requests
/// dated ahead end for good, or they would come to life again when the clock gets there; and whoever
/// entered the second factor enters it again, for nobody knows how long ago that was (SEC-64).
///
/// # Errors
/// The store's.
pub fn clock_went_back(app: &App) -> Result<u64> {
    let (now, ahead) = (app.now(), app.now().plus_seconds(AHEAD));
    app.store.write("session.clock_went_back", |tx| {
        let ended = tx.exec(
            "update session set ended_at = $2 where ended_at is null and (seen_at > $1 or started_at > $1)",
            &[ahead.into(), now.into()],
        )?;
        let lowered = tx.exec("update session set elevated_at = null where elevated_at is not null", &[])?;
        tx.exec("delete from log_in_step where at > $1", &[ahead.into()])?;
        tx.exec("delete from known_device where seen_at > $1", &[ahead.into()])?;
        tx.exec("delete from reset_request where asked_at > $1", &[ahead.into()])?;
        tx.exec("delete from passkey_offer where at > $1", &[ahead.into()])?;
        invitations::end_ahead(app, tx)?;
        outside::end_ahead(app, tx)?;
        let closed = glass::close_all(tx, app.now())?;
        Ok(ended + lowered + closed)
    })
}

/// Begins a session and gives its cookie; old ones of the account that ended long ago are cleared.
pub(super) fn begin(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Token> {
    let (token, now) = (Token::draw(&app.dice), app.now());
    tx.exec(
        "delete from session where account = $1 and started_at < $2",
        &[account.into(), now.plus_seconds(-2 * LONGEST).into()],
    )?;
    tx.exec(
        "insert into session (token_hash, account, csrf, started_at, seen_at, elevated_at, ended_at)
         values ($1, $2, $3, $4, $4, null, null)",
        &[(&token.hash()).into(), account.into(), (&app.dice.bytes::<32>()).into(), now.into()],
    )?;
    Ok(token)
}

/// Gives the session a new cookie that opens more for ten minutes. Its forms stay good.
pub(super) fn elevate(app: &App, tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<Token> {
    let token = Token::draw(&app.dice);
    tx.change_one(
        "update session set token_hash = $2, elevated_at = $3, seen_at = case when seen_at < $3 then $3 else seen_at end
         where token_hash = $1 and ended_at is null",
        &[hash.into(), (&token.hash()).into(), app.now().into()],
    )?;
    Ok(token)
}

/// Ends one session.
pub(super) fn end(app: &App, tx: &mut Tx<'_>, hash: &[u8; 32]) -> Result<()> {
    tx.exec(
        "update session set ended_at = $2 where token_hash = $1 and ended_at is null",
        &[hash.into(), app.now().into()],
    )?;
    Ok(())
}

/// Ends every session of an account but the one that is kept, with its half-done log-ins (SEC-59).
pub(super) fn end_all(app: &App, tx: &mut Tx<'_>, account: AccountId, but: Option<&[u8; 32]>) -> Result<u64> {
    tx.exec("delete from log_in_step where account = $1", &[account.into()])?;
    tx.exec("delete from passkey_offer where account = $1", &[account.into()])?;
    let kept: &[u8] = but.map_or(&[], |hash| hash);
    tx.exec(
        "update session set ended_at = $3 where account = $1 and token_hash <> $2 and ended_at is null",
        &[account.into(), kept.into(), app.now().into()],
    )
}

/// Ends whatever an account can be entered with: sessions, known browsers, links (SEC-59).
pub(super) fn end_everything(app: &App, tx: &mut Tx<'_>, account: AccountId, but: Option<&[u8; 32]>) -> Result<()> {
    end_all(app, tx, account, but)?;
    tx.exec("delete from known_device where account = $1", &[account.into()])?;
    tx.exec("delete from invitation where account = $1 and used_at is null", &[account.into()])?;
    tx.exec("delete from reset_request where account = $1", &[account.into()])?;
    Ok(())
}

/// Ends whatever anybody can enter with, in a database that was put back: a session, a link or a file that was
/// used up or ended since the backup was made would be good again (SEC-59).
///
/// # Errors
/// The store's.
pub fn end_every_way_in(tx: &mut Tx<'_>, now: Timestamp) -> Result<()> {
    for table in WAYS_IN {
        tx.exec(&format!("delete from {table}"), &[])?;
    }
    // Sweeping destroys the keys of the files.
    tx.exec("update export_file set until_at = $1 where until_at > $1", &[now.into()])?;
    glass::close_all(tx, now).map(|_| ())
}

/// What somebody holds a token of, or waits to be given one.
const WAYS_IN: [&str; 7] =
    ["session", "log_in_step", "passkey_offer", "outside_step", "known_device", "invitation", "reset_request"];

/// A session as its owner sees it in her list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// By what it is known: the beginning of its hash, as in the trail. Nobody enters with it.
    pub mark: [u8; 8],
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last seen, to half a minute.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// The sessions of an account that hold, the newest first.
pub(super) fn of_account(app: &App, tx: &mut Tx<'_>, account: AccountId, this: &[u8; 32]) -> Result<Vec<Listed>> {
    let now = app.now();
    let rows: Vec<([u8; 32], Timestamp, Timestamp)> = tx.all(
        "select token_hash, started_at, seen_at from session where account = $1 and ended_at is null
         order by started_at desc",
        &[account.into()],
    )?;
    let holds = |started: Timestamp, seen: Timestamp| {
        now.seconds_since(started) < LONGEST && (-AHEAD..IDLE).contains(&now.seconds_since(seen))
    };
    Ok(rows
        .into_iter()
        .filter(|(_, started, seen)| holds(*started, *seen))
        .map(|(hash, started_at, seen_at)| Listed { mark: mark(&hash), started_at, seen_at, this: hash == *this })
        .collect())
}

/// Ends that session of an account, if it has one of that mark.
pub(super) fn end_marked(app: &App, tx: &mut Tx<'_>, account: AccountId, wanted: [u8; 8]) -> Result<()> {
    let open: Vec<([u8; 32],)> =
        tx.all("select token_hash from session where account = $1 and ended_at is null", &[account.into()])?;
    open.iter().filter(|(hash,)| mark(hash) == wanted).try_for_each(|(hash,)| end(app, tx, hash))
}

fn mark(hash: &[u8; 32]) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = *hash;
    [a, b, c, d, e, f, g, h]
}

/// Notes that the password was right, and gives the cookie with which the code may be sent.
pub(super) fn begin_step(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Token> {
    let (token, now) = (Token::draw(&app.dice), app.now());
    tx.exec(
        "delete from log_in_step where account = $1 and at < $2",
        &[account.into(), now.plus_seconds(-STEP).into()],
    )?;
    tx.exec(
        "insert into log_in_step (token_hash, account, at) values ($1, $2, $3)",
        &[(&token.hash()).into(), account.into(), now.into()],
    )?;
    Ok(token)
}

/// Whose password was right a moment ago.
pub(super) fn step(app: &App, tx: &mut Tx<'_>, token: &Token) -> Result<Option<AccountId>> {
    let found: Option<(AccountId, Timestamp)> =
        tx.one("select account, at from log_in_step where token_hash = $1", &[(&token.hash()).into()])?;
    let now = app.now();
    Ok(found.filter(|(_, at)| (-AHEAD..STEP).contains(&now.seconds_since(*at))).map(|(account, _)| account))
}

/// Uses the step up; false when another request did.
pub(super) fn end_step(tx: &mut Tx<'_>, token: &Token) -> Result<bool> {
    Ok(tx.exec("delete from log_in_step where token_hash = $1", &[(&token.hash()).into()])? == 1)
}

/// Makes this browser known to the account.
pub(super) fn know_device(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Token> {
    let (token, now) = (Token::draw(&app.dice), app.now());
    tx.exec(
        "delete from known_device where account = $1 and seen_at < $2",
        &[account.into(), now.plus_seconds(-KNOWN_DAYS * 86_400).into()],
    )?;
    tx.exec(
        "insert into known_device (token_hash, account, seen_at) values ($1, $2, $3)",
        &[(&token.hash()).into(), account.into(), now.into()],
    )?;
    Ok(token)
}

/// Whose known browser this is.
pub(super) fn device_of(app: &App, tx: &mut Tx<'_>, token: &Token) -> Result<Option<AccountId>> {
    let found: Option<(AccountId, Timestamp)> =
        tx.one("select account, seen_at from known_device where token_hash = $1", &[(&token.hash()).into()])?;
    let now = app.now();
    let known = |seen: Timestamp| (-AHEAD..KNOWN_DAYS * 86_400).contains(&now.seconds_since(seen));
    Ok(found.filter(|(_, seen)| known(*seen)).map(|(account, _)| account))
}

/// Whether two tokens are the same, in a time that does not tell where they differ.
#[must_use]
pub fn same(held: &[u8; 32], sent: &str) -> bool {
    hex::decode_exactly::<32>(sent).is_some_and(|sent| bool::from(held.ct_eq(&sent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_58_a_token_has_256_bits_and_reads_back_what_it_writes() {
        let token = Token::draw(&Dice::seeded(1));
        assert_eq!(token.text().len(), 64);
        assert_eq!(Token::parse(&token.text()).unwrap().hash(), token.hash());
        for bad in ["", "zz", &"g".repeat(64), &"a".repeat(63), &"é".repeat(32)] {
            assert!(Token::parse(bad).is_none());
        }
    }

    #[test]
    fn sec_63_a_form_token_is_the_sessions_own_or_nothing() {
        let held = [7; 32];
        assert!(same(&held, &hex::encode(&held)));
        assert!(!same(&held, ""));
        assert!(!same(&held, &hex::encode(&[8; 32])));
        assert!(!same(&held, &hex::encode(&held)[..62]));
    }
}
