//! The broken glass at rest: who opened whom in an emergency, with whom, why, until when, who was told,
//! and what the review said (SEC-22).
//!
//! The acts are the room of people's, since finding the person is. What an account has open now comes
//! with its session, as its roles do, and the decision reads it from there.

use ground::{AccountId, GlassId, PersonId, TeamId, Timestamp};
use policy::{Pass, Role};
use store::{
    FromRow, Result, Row, StoreError, Tx,
    vault::{DataKey, Place, Safe, Vault},
};

use super::{accounts, relations, shield::kept_apart, trail};
use crate::app::App;

/// For how many seconds the glass stays broken.
pub const LASTS: i64 = 60 * 60;
/// Within how many seconds an opening is reviewed; past that, who opened opens nobody else.
pub const REVIEWED_WITHIN: i64 = 72 * 60 * 60;

/// Why someone is opened. The list is closed; own words come beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Her life or health is in danger now.
    Life,
    /// Someone who can harm her is near, or knows where she is.
    Violence,
    /// A minor is in danger.
    Minor,
    /// She cannot say for herself who follows her and what she needs.
    CannotSpeak,
}

impl Reason {
    /// The list, as forms and rows write it.
    pub const ALL: [(&'static str, Self); 4] = [
        ("life", Self::Life),
        ("violence", Self::Violence),
        ("minor", Self::Minor),
        ("cannot_speak", Self::CannotSpeak),
    ];

    /// The word that is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, reason)| *reason == self).map_or("life", |(word, _)| word)
    }

    /// The reason of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(one, _)| *one == word).map(|(_, reason)| *reason)
    }
}

/// What an account has open at this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// Which opening it is.
    pub id: GlassId,
    /// Whom it opens.
    pub person: PersonId,
    /// Since when.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Whether a second colleague was present.
    pub witnessed: bool,
}

impl Running {
    /// Whether it still runs. One that is dated ahead does not: the clock went back, and nobody knows
    /// how long it has been open.
    #[must_use]
    pub const fn holds(&self, now: Timestamp) -> bool {
        now.micros() < self.until.micros() && now.seconds_since(self.at) >= -super::sessions::AHEAD
    }

    /// How many minutes are left, the one that has begun included.
    #[must_use]
    pub const fn minutes_left(&self, now: Timestamp) -> i64 {
        (self.until.seconds_since(now) + 59) / 60
    }
}

/// What a review found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Whether it was right to open her.
    pub right: bool,
}

/// An opening, running or over.
#[derive(Clone, Copy, Debug)]
pub struct Glass {
    /// Which it is.
    pub id: GlassId,
    /// Who opened.
    pub account: AccountId,
    /// The second colleague, if one was present.
    pub witness: Option<AccountId>,
    /// Who was opened.
    pub person: PersonId,
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub at: Timestamp,
    /// Until when, or when it was closed before.
    pub until: Timestamp,
    /// What the review found, if there was one.
    pub review: Option<Review>,
}

impl Glass {
    /// Until when it is to be reviewed.
    #[must_use]
    pub const fn review_by(&self) -> Timestamp {
        self.at.plus_seconds(REVIEWED_WITHIN)
    }

    /// Whether this account opened, or was the second: then it does not judge.
    #[must_use]
    pub fn is_by(&self, account: AccountId) -> bool {
        self.account == account || self.witness == Some(account)
    }
}

const GLASS: &str = "select id, account, witness, person, reason, at, until_at, closed_at, verdict, reviewed_by, reviewed_at from glass";

impl FromRow for Glass {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let reason: String = row.get(4)?;
        let (until, closed): (Timestamp, Option<Timestamp>) = (row.get(6)?, row.get(7)?);
        let (verdict, by, reviewed_at): (Option<String>, Option<AccountId>, Option<Timestamp>) =
            (row.get(8)?, row.get(9)?, row.get(10)?);
        let review = verdict.zip(by).zip(reviewed_at);
        Ok(Self {
            id: row.get(0)?,
            account: row.get(1)?,
            witness: row.get(2)?,
            person: row.get(3)?,
            reason: Reason::parse(&reason).ok_or(StoreError::BadCell { column: 4, wanted: "a reason to open" })?,
            at: row.get(5)?,
            until: closed.map_or(until, |closed| closed.min(until)),
            review: review.map(|((verdict, by), at)| Review { by, at, right: verdict == RIGHT }),
        })
    }
}

const RIGHT: &str = "right";
const WRONG: &str = "wrong";

/// What stands in the way of whoever wants to break the glass, whomever she wants to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InTheWay {
    /// She has someone open already: one at a time.
    Running,
    /// An opening of hers was not reviewed within 72 hours.
    Suspended,
    /// What she would do could not be witnessed: the trail is behind.
    TrailBehind,
}

/// What stands in her way, if anything does.
///
/// # Errors
/// The store's.
pub fn in_the_way(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<Option<InTheWay>> {
    let now = app.now();
    let open: Option<(Timestamp,)> =
        tx.one("select until_at from glass where account = $1 and closed_at is null", &[account.into()])?;
    if open.is_some_and(|(until,)| now < until) {
        return Ok(Some(InTheWay::Running));
    }
    if is_suspended(app, tx, account)? {
        return Ok(Some(InTheWay::Suspended));
    }
    Ok((!trail::keeps_up(app, tx)?).then_some(InTheWay::TrailBehind))
}

/// Whether an opening of the account has waited too long for its review.
///
/// # Errors
/// The store's.
pub fn is_suspended(app: &App, tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let waits: Option<(i64,)> = tx.one(
        "select 1 from glass where account = $1 and verdict is null and at <= $2 limit 1",
        &[account.into(), app.now().plus_seconds(-REVIEWED_WITHIN).into()],
    )?;
    Ok(waits.is_some())
}

/// Whether the account opened this person before and that was not reviewed yet: to open her again would
/// be to lengthen it.
///
/// # Errors
/// The store's.
pub fn is_unreviewed(tx: &mut Tx<'_>, _pass: &Pass, account: AccountId, person: PersonId) -> Result<bool> {
    let waits: Option<(i64,)> = tx.one(
        "select 1 from glass where account = $1 and person = $2 and verdict is null limit 1",
        &[account.into(), person.into()],
    )?;
    Ok(waits.is_some())
}

/// What is written down when the glass breaks.
#[derive(Clone, Copy, Debug)]
pub struct Breaking<'a> {
    /// Who opens.
    pub account: AccountId,
    /// The second colleague, if one is present.
    pub witness: Option<AccountId>,
    /// Who is opened.
    pub person: PersonId,
    /// Why.
    pub reason: Reason,
    /// Why, in own words.
    pub words: &'a str,
}

/// Breaks the glass from now on, and writes down who is to be told.
///
/// # Errors
/// The store's; a constraint error when the account has someone open.
pub fn open(app: &App, tx: &mut Tx<'_>, _pass: &Pass, breaking: &Breaking<'_>) -> Result<GlassId> {
    let (id, now) = (GlassId::draw(&app.dice), app.now());
    // What ran out by the clock is over; the row says so before another is opened.
    tx.exec(
        "update glass set closed_at = until_at where account = $1 and closed_at is null and until_at <= $2",
        &[breaking.account.into(), now.into()],
    )?;
    let key = app.vault.make_key(tx, id.bytes(), Safe::Protected)?;
    tx.exec(
        "insert into glass (id, account, witness, person, reason, words, at, until_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            id.into(),
            breaking.account.into(),
            breaking.witness.into(),
            breaking.person.into(),
            breaking.reason.code().into(),
            key.seal(&place(id, "words"), breaking.words.as_bytes(), &app.dice).into(),
            now.into(),
            now.plus_seconds(LASTS).into(),
        ],
    )?;
    for told in whom_to_tell(app, tx, breaking)? {
        tell(tx, id, told, Kind::Broken, now)?;
    }
    Ok(id)
}

/// Whether an opening of this person, by whomever, waits to be judged.
///
/// # Errors
/// The store's.
pub fn awaits_review(tx: &mut Tx<'_>, _pass: &Pass, person: PersonId) -> Result<bool> {
    let found: Option<(i64,)> =
        tx.one("select 1 from glass where person = $1 and verdict is null limit 1", &[person.into()])?;
    Ok(found.is_some())
}

/// Destroys every opening of a person who is erased, with the key of its words (SEC-50).
pub(super) fn forget_person(tx: &mut Tx<'_>, vault: &Vault, person: PersonId) -> Result<()> {
    let openings: Vec<(GlassId,)> = tx.all("select id from glass where person = $1", &[person.into()])?;
    for (id,) in openings {
        vault.destroy_keys(tx, id.bytes())?;
        tx.exec("delete from glass_notice where glass = $1", &[id.into()])?;
        tx.exec("delete from glass where id = $1", &[id.into()])?;
    }
    Ok(())
}

const fn place(id: GlassId, column: &'static str) -> Place {
    Place { table: "glass", column, row: *id.bytes(), version: 1 }
}

/// What someone is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// That the glass was broken.
    Broken,
    /// What the review of her own opening found.
    Reviewed,
}

impl Kind {
    const ALL: [(&'static str, Self); 2] = [("broken", Self::Broken), ("reviewed", Self::Reviewed)];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("broken", |(word, _)| word)
    }
}

fn tell(tx: &mut Tx<'_>, id: GlassId, account: AccountId, kind: Kind, now: Timestamp) -> Result<()> {
    tx.exec(
        "insert into glass_notice (glass, account, kind, at) values ($1, $2, $3, $4)",
        &[id.into(), account.into(), kind.code().into(), now.into()],
    )
    .map(|_| ())
}

/// Who is told at once: who follows her, who leads them, her protected team when she is protected, and
/// the auditors. Where nobody follows her, who leads the one who opens. Never the two who opened, and
/// never whoever must not meet her.
fn whom_to_tell(app: &App, tx: &mut Tx<'_>, breaking: &Breaking<'_>) -> Result<Vec<AccountId>> {
    let follower = relations::follower(tx, breaking.person)?;
    let guarded: Option<(i64,)> = tx.one("select 1 from guard where person = $1", &[breaking.person.into()])?;
    let away: Vec<(AccountId,)> =
        tx.all(concat!("select a.id from account a where ", kept_apart!("$1", "a.id")), &[breaking.person.into()])?;
    let accounts = accounts::all(app, tx)?;
    let team_of = |id: AccountId| accounts.iter().find(|one| one.id == id).and_then(|one| one.team);
    let mut teams: Vec<TeamId> = follower.team.into_iter().chain(follower.worker.and_then(team_of)).collect();
    if follower.is_nobody() {
        teams.extend(team_of(breaking.account));
    }
    let told = accounts.iter().filter(|one| one.state == accounts::State::Active).filter(|one| {
        let of_team = one.team.is_some_and(|team| teams.contains(&team));
        follower.worker == Some(one.id)
            || one.roles.holds(Role::AuditorDpo)
            || (of_team && one.roles.holds(Role::Supervisor))
            || (of_team && guarded.is_some() && one.roles.holds(Role::ProtectedWorker))
    });
    let kept_out =
        |id: AccountId| id == breaking.account || Some(id) == breaking.witness || away.iter().any(|(one,)| *one == id);
    Ok(told.map(|one| one.id).filter(|id| !kept_out(*id)).collect())
}

/// The opening of that id. It names a person and says nothing of her: whoever shows it asks for a pass
/// about her.
///
/// # Errors
/// The store's.
pub fn find(tx: &mut Tx<'_>, id: GlassId) -> Result<Option<Glass>> {
    tx.one(&format!("{GLASS} where id = $1"), &[id.into()])
}

/// The openings that wait for a review, the oldest first, but for the account's own.
///
/// # Errors
/// The store's.
pub fn to_review(tx: &mut Tx<'_>, account: AccountId, most: i64) -> Result<Vec<Glass>> {
    tx.all(
        &format!(
            "{GLASS} where verdict is null and account <> $1 and (witness is null or witness <> $1) order by at limit $2"
        ),
        &[account.into(), most.into()],
    )
}

/// The last openings, the newest first: for who watches over all of them.
///
/// # Errors
/// The store's.
pub fn last(tx: &mut Tx<'_>, _pass: &Pass, most: i64) -> Result<Vec<Glass>> {
    tx.all(&format!("{GLASS} order by at desc, id limit $1"), &[most.into()])
}

/// What was written beside an opening: why, and what the review said.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Why she was opened.
    pub why: String,
    /// What the review said, if there was one.
    pub said: Option<String>,
}

/// Opens what was written beside an opening; nothing when its key was destroyed.
///
/// # Errors
/// The store's.
pub fn words(app: &App, tx: &mut Tx<'_>, pass: &Pass, glass: &Glass) -> Result<Words> {
    let key = app.vault.key(tx, glass.id.bytes(), Safe::Protected)?.filter(|_| pass.about() == Some(glass.person));
    let Some(key) = key else { return Ok(Words::default()) };
    let found: Option<(Vec<u8>, Option<Vec<u8>>)> =
        tx.one("select words, said from glass where id = $1", &[glass.id.into()])?;
    let Some((why, said)) = found else { return Ok(Words::default()) };
    Ok(Words {
        why: opened(&key, glass.id, "words", &why)?,
        said: said.map(|said| opened(&key, glass.id, "said", &said)).transpose()?,
    })
}

fn opened(key: &DataKey, id: GlassId, column: &'static str, sealed: &[u8]) -> Result<String> {
    let plain = key.open(&place(id, column), sealed)?;
    String::from_utf8(plain).map_err(|_| StoreError::Sealed { table: "glass", column })
}

/// Ends an opening before its hour is over.
///
/// # Errors
/// [`StoreError::Stale`] when it is not this account's, or is over.
pub fn close(app: &App, tx: &mut Tx<'_>, id: GlassId, account: AccountId) -> Result<()> {
    tx.change_one(
        "update glass set closed_at = case when until_at < $3 then until_at else $3 end
         where id = $1 and account = $2 and closed_at is null",
        &[id.into(), account.into(), app.now().into()],
    )
}

/// Writes down what a review found, tells who opened, and ends the opening if it still runs.
///
/// # Errors
/// [`StoreError::Stale`] when it was reviewed already.
pub fn review(
    app: &App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    glass: &Glass,
    by: AccountId,
    (right, said): (bool, &str),
) -> Result<()> {
    let (id, now) = (glass.id, app.now());
    let key = app.vault.key_or_make(tx, id.bytes(), Safe::Protected)?;
    tx.change_one(
        "update glass set verdict = $2, reviewed_by = $3, reviewed_at = $4, said = $5,
         closed_at = coalesce(closed_at, case when until_at < $4 then until_at else $4 end)
         where id = $1 and verdict is null",
        &[
            id.into(),
            (if right { RIGHT } else { WRONG }).into(),
            by.into(),
            now.into(),
            key.seal(&place(id, "said"), said.as_bytes(), &app.dice).into(),
        ],
    )?;
    tell(tx, id, glass.account, Kind::Reviewed, now)
}

/// What an account was told and has not seen yet, the newest first.
///
/// # Errors
/// The store's.
pub fn unseen(tx: &mut Tx<'_>, account: AccountId, most: i64) -> Result<Vec<(GlassId, Kind)>> {
    let rows: Vec<(GlassId, String)> = tx.all(
        "select glass, kind from glass_notice where account = $1 and seen_at is null order by at desc, glass limit $2",
        &[account.into(), most.into()],
    )?;
    let kind = |word: &str| Kind::ALL.iter().find(|(one, _)| *one == word).map(|(_, kind)| *kind);
    Ok(rows.into_iter().filter_map(|(id, word)| kind(&word).map(|kind| (id, kind))).collect())
}

/// Notes that the account has seen what it was told of an opening.
///
/// # Errors
/// [`StoreError::Stale`] when it was told nothing, or has seen it.
pub fn see_notice(app: &App, tx: &mut Tx<'_>, id: GlassId, account: AccountId) -> Result<()> {
    let seen = tx.exec(
        "update glass_notice set seen_at = $3 where glass = $1 and account = $2 and seen_at is null",
        &[id.into(), account.into(), app.now().into()],
    )?;
    if seen == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// Ends every opening: where the clock went back nobody knows how long they have been open, and where a backup
/// was put back she may have closed hers since.
pub(super) fn close_all(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    tx.exec(
        "update glass set closed_at = case when until_at < $1 then until_at else $1 end where closed_at is null",
        &[now.into()],
    )
}

/// The actor with what it has open now, as a session would bring it along.
#[cfg(test)]
pub(crate) fn with_what_is_open(app: &App, tx: &mut Tx<'_>, actor: super::Actor) -> Result<super::Actor> {
    let Some(account) = actor.id() else { return Ok(actor) };
    let found: Option<Running> = tx.one(
        "select id, person, at, until_at, case when witness is null then 0 else 1 end
         from glass where account = $1 and closed_at is null",
        &[account.into()],
    )?;
    Ok(actor.with_glass(found.filter(|running| running.holds(app.now()))))
}

#[cfg(test)]
impl FromRow for Running {
    /// Reads `id, person, at, until_at, witnessed`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, person: row.get(1)?, at: row.get(2)?, until: row.get(3)?, witnessed: row.get(4)? })
    }
}
