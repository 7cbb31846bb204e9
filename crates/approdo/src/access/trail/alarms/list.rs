//! What rang, for those who may hear it, and what was said to it.

use std::collections::BTreeMap;

use ground::{AccountId, Prose, Timestamp};
use policy::{Action, Pass, Resource, Role};
use store::{FromRow, Result, Row, StoreError, Tx, once::Once, vault};

use super::{Alarm, Key, Review, TELLS_OF_PROTECTION, account};
use crate::{
    access::{
        About, Actor, Event,
        accounts::{self, Account},
        allow, entry, house_keys, may, note, offered,
        trail::links::count,
    },
    app::{App, Refusal, only_once},
};

/// How many alarms a page shows.
const SHOWN_MOST: usize = 200;
/// How many are read for it: a supervisor hears some of them.
const READ_MOST: usize = 2000;
/// For how many days Today tells that an alarm waits.
const WAITS_DAYS: i64 = 90;

/// Why an alarm was not reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotReview {
    /// It rang for her herself: another auditor says what it was.
    OwnAlarm,
}

/// The alarms that wait come first, then the last ones.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// Whether this actor may say what an alarm was, perhaps after the second factor.
    pub may_review: bool,
}

/// An alarm with the latest review of it, as they lie in the tables.
struct Stored {
    key: Key,
    at: Timestamp,
    count: u64,
    most: u64,
    review: Option<(AccountId, Timestamp, Vec<u8>)>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (by, at, words): (Option<AccountId>, Option<Timestamp>, Option<Vec<u8>>) =
            (row.get(6)?, row.get(7)?, row.get(8)?);
        Ok(Self {
            key: Key::from_row(row)?,
            at: row.get(3)?,
            count: row.get(4)?,
            most: row.get(5)?,
            review: by.zip(at).zip(words).map(|((by, at), words)| (by, at, words)),
        })
    }
}

const WITH_REVIEW: &str = "select a.kind, a.actor, a.hour, a.at, a.count, a.most, r.reviewer, r.at, r.words
     from alarm a left join alarm_review r
     on r.kind = a.kind and r.actor = a.actor and r.hour = a.hour and r.count = a.count";

/// The last alarms, for the auditor and, as far as they are of her own team, for a supervisor.
///
/// # Errors
/// [`Refusal::NotFound`] without leave.
pub fn last(app: &App, actor: &Actor) -> std::result::Result<Listed, Refusal> {
    app.store.look("access.trail.alarms", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Alarm, of_her_team(actor))?;
        let accounts = accounts::all(app, tx)?;
        let sql = format!(
            "{WITH_REVIEW} order by case when r.reviewer is null then 0 else 1 end, a.at desc, a.kind, a.actor
             limit {READ_MOST}"
        );
        let mut alarms = heard(app, tx, actor, &pass, &accounts, &sql, &[])?;
        alarms.truncate(SHOWN_MOST);
        let count = Some(alarms.len() as u64);
        trail.leave(entry(app, actor, &pass, Event { act: "trail.alarms_seen", count, ..Event::default() }));
        let [review] = offered(tx, actor, About::General, [(Action::Review, Resource::Alarm)])?;
        let may_review = review.map_or_else(|denied| denied.offers_elevation(), |_| true);
        Ok(Listed { alarms, may_review })
    })
}

/// How many alarms wait for someone to say what they were, for Today; none when they are not hers to hear.
///
/// # Errors
/// The store's.
pub fn waiting(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<u64>> {
    let Some(pass) = may(tx, actor, Action::See, Resource::Alarm, of_her_team(actor))? else { return Ok(None) };
    let accounts = accounts::all(app, tx)?;
    let sql = format!("{WITH_REVIEW} where r.reviewer is null and a.at > $1 order by a.at desc");
    let since = app.now().plus_seconds(-WAITS_DAYS * 86_400);
    Ok(Some(heard(app, tx, actor, &pass, &accounts, &sql, &[since.into()])?.len() as u64))
}

/// How many alarms rang before this moment and were not reviewed: for the self-test.
///
/// # Errors
/// The store's.
pub fn unreviewed(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    let counted: Option<(u64,)> = tx.one(
        "select count(*) from alarm a left join alarm_review r
         on r.kind = a.kind and r.actor = a.actor and r.hour = a.hour and r.count = a.count
         where a.at <= $1 and r.reviewer is null",
        &[before.into()],
    )?;
    Ok(counted.map_or(0, |(count,)| count))
}

/// Asks as for an alarm that rang in her own team: an auditor hears all, whatever the relation.
const fn of_her_team(actor: &Actor) -> About {
    About::Thing { recorded_by: None, team: actor.team, person: None }
}

/// The alarms of a query that this actor may hear.
fn heard(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    accounts: &[Account],
    sql: &str,
    args: &[store::Value<'_>],
) -> Result<Vec<Alarm>> {
    let by_id: BTreeMap<AccountId, &Account> = accounts.iter().map(|account| (account.id, account)).collect();
    let hears_all = pass.roles().holds(Role::AuditorDpo);
    let stored: Vec<Stored> = tx.all(sql, args)?;
    let mut heard = Vec::new();
    for one in stored {
        let who = account(&one.key.who).and_then(|id| by_id.get(&id).copied());
        if hears_all || is_for_her_supervisor(tx, actor, &one.key.kind, who)? {
            heard.push(opened(app, tx, one, &by_id)?);
        }
    }
    Ok(heard)
}

/// Whether a supervisor hears this alarm: one of her team's, not her own, and none from which she could
/// learn that somebody is protected (SEC-18).
fn is_for_her_supervisor(tx: &mut Tx<'_>, actor: &Actor, kind: &str, who: Option<&Account>) -> Result<bool> {
    let Some(who) = who else { return Ok(false) };
    if TELLS_OF_PROTECTION.contains(&kind) || Some(who.id) == actor.id() || who.roles.holds(Role::ProtectedWorker) {
        return Ok(false);
    }
    let about = About::Thing { recorded_by: None, team: who.team, person: None };
    Ok(may(tx, actor, Action::See, Resource::Alarm, about)?.is_some())
}

fn opened(app: &App, tx: &mut Tx<'_>, one: Stored, accounts: &BTreeMap<AccountId, &Account>) -> Result<Alarm> {
    let name = |id: AccountId| accounts.get(&id).map(|account| account.name.clone());
    let place = place(&one.key, one.count);
    let review = one.review.map(|(by, at, words)| {
        let plain = app.vault.open_for_house(tx, vault::Safe::Staff, &place, &words)?;
        let words = String::from_utf8_lossy(&plain).into_owned();
        Ok::<_, StoreError>(Review { by: name(by).unwrap_or_else(|| by.to_string()), at, words })
    });
    let name = account(&one.key.who).and_then(name);
    Ok(Alarm { name, key: one.key, at: one.at, count: one.count, most: one.most, review: review.transpose()? })
}

/// One alarm, for the auditor who is about to say what it was; none when there is no such alarm.
///
/// # Errors
/// [`Refusal::NotFound`] or [`Refusal::Elevate`] without leave to review it.
pub(super) fn one(app: &App, actor: &Actor, key: &Key) -> std::result::Result<Option<Alarm>, Refusal> {
    app.store.look("access.trail.alarm", |tx, trail| {
        let pass = allow(app, tx, actor, Action::Review, Resource::Alarm, About::General)?;
        let accounts = accounts::all(app, tx)?;
        let sql = format!("{WITH_REVIEW} where a.kind = $1 and a.actor = $2 and a.hour = $3");
        let args = [key.kind.as_str().into(), key.who.as_str().into(), key.hour.into()];
        let found = heard(app, tx, actor, &pass, &accounts, &sql, &args)?.pop();
        let count = Some(u64::from(found.is_some()));
        trail.leave(entry(app, actor, &pass, Event { act: "trail.alarms_seen", count, ..Event::default() }));
        Ok(found)
    })
}

/// Where the words of a review stand: bound to the alarm they were said to.
fn place(key: &Key, count: u64) -> vault::Place {
    let mut row = [0; 16];
    let text = format!("{}\n{}\n{}\n{count}", key.kind, key.who, key.hour);
    let hash = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
    row.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    vault::Place { table: "alarm_review", column: "words", row, version: 1 }
}

/// Seals the next reviews that hang on an old generation of the staff's key anew, and tells how many
/// (SEC-54).
pub(in crate::access) fn reseal(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> store::Result<u64> {
    let sql = "select kind, actor, hour, count, words from alarm_review where substr(words, 1, 4) <> $1 limit $2";
    let some: Vec<(String, String, i64, u64, Vec<u8>)> =
        tx.all(sql, &[(&newest).into(), house_keys::ROWS_AT_ONCE.into()])?;
    let number = some.len() as u64;
    for (kind, who, hour, rung, words) in some {
        let key = Key { kind, who, hour };
        let words = house_keys::anew(app, tx, &place(&key, rung), &words)?;
        tx.change_one(
            "update alarm_review set words = $5 where kind = $1 and actor = $2 and hour = $3 and count = $4",
            &[key.kind.as_str().into(), key.who.as_str().into(), hour.into(), count(rung), words.into()],
        )?;
    }
    Ok(number)
}

/// Keeps what the auditor found an alarm to be. It stays listed, with her name and words; when it rings
/// further, it waits again.
///
/// # Errors
/// [`CannotReview`]; [`Refusal::Stale`] when it was reviewed meanwhile; the usual refusals.
pub fn review(
    app: &App,
    actor: &Actor,
    once: &Once,
    key: &Key,
    words: &Prose,
) -> std::result::Result<(), Refusal<CannotReview>> {
    app.store.write("access.trail.review", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = allow(app, tx, actor, Action::Review, Resource::Alarm, About::General)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            let named = [key.kind.as_str().into(), key.who.as_str().into(), key.hour.into()];
            let rung: Option<(u64,)> =
                tx.one("select count from alarm where kind = $1 and actor = $2 and hour = $3", &named)?;
            let (rung,) = rung.ok_or(Refusal::NotFound)?;
            if account(&key.who) == Some(me) {
                return Err(Refusal::Rule(CannotReview::OwnAlarm));
            }
            let sealed =
                app.vault.seal_for_house(tx, vault::Safe::Staff, &place(key, rung), words.as_str().as_bytes())?;
            let kept = tx.exec(
                "insert into alarm_review (kind, actor, hour, count, reviewer, at, words)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (kind, actor, hour, count) do nothing",
                &[
                    key.kind.as_str().into(),
                    key.who.as_str().into(),
                    key.hour.into(),
                    count(rung),
                    me.into(),
                    app.now().into(),
                    sealed.into(),
                ],
            )?;
            if kept == 0 {
                return Err(Refusal::Stale);
            }
            let objects: Vec<String> = account(&key.who).iter().map(ToString::to_string).collect();
            let event = Event { act: "alarm.reviewed", objects: &objects, count: Some(rung), ..Event::default() };
            note(app, tx, actor, &pass, event)?;
            Ok(0_u64)
        })
    })?;
    Ok(())
}
