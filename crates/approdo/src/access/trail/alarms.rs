//! The watch over the trail: what is unusual rings, within a minute (SEC-48).
//!
//! The sequencer's thread looks at the last hour. Each alarm rings once an hour for who acted, and says
//! how much it was and how much would have been usual. It names no person.

use std::collections::{BTreeMap, BTreeSet};

use ground::{AccountId, PersonId, Timestamp};
use policy::{Action, Resource};
use serde::Deserialize;
use store::{Result, StoreError, Tx};

use super::{State, state};
use crate::{
    access::{About, Actor, Event, accounts, allow, entry},
    app::{App, Refusal},
};

/// How often the watch looks, in seconds.
const LOOKS_SECONDS: i64 = 20;
/// The time over which is counted, in seconds.
const HOUR: i64 = 3600;
/// Over how many days an account's usual hour is told.
const BASELINE_DAYS: i64 = 14;
/// How many alarms a page shows.
const SHOWN_MOST: usize = 50;

/// From when on an alarm rings. Every one has a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// How many persons an account may see in an hour without being compared with itself.
    pub persons: u64,
    /// And how many times its own usual hour.
    pub times_usual: u64,
    /// How many refusals in an hour.
    pub denials: u64,
    /// How many rows in one batch that leaves the house.
    pub export_rows: u64,
    /// At which hour of the city's clock work begins.
    pub opens: u8,
    /// At which hour it ends.
    pub closes: u8,
    /// For how many seconds a checkpoint may have no witness.
    pub witness_seconds: u64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { persons: 60, times_usual: 3, denials: 10, export_rows: 500, opens: 7, closes: 20, witness_seconds: 120 }
    }
}

/// An alarm that rang.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Its kind.
    pub kind: String,
    /// Who acted: an account's id, the command line's name, or the house.
    pub who: String,
    /// The name of the account.
    pub name: Option<String>,
    /// When it rang.
    pub at: Timestamp,
    /// How much it was.
    pub count: u64,
    /// How much would have been usual.
    pub most: u64,
}

/// What rings: kind, who, how much, how much would have been usual.
type Rung = (&'static str, String, u64, u64);

/// What an entry says to the watch.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    who: String,
    account: Option<AccountId>,
    act: String,
    persons: Vec<PersonId>,
    count: Option<u64>,
    outcome: String,
}

/// What someone did in an hour.
#[derive(Default)]
struct Done {
    account: Option<AccountId>,
    persons: BTreeSet<PersonId>,
    denials: u64,
    exported: u64,
    after_hours: u64,
}

/// The watch of a node, which remembers when it looked last.
#[derive(Default)]
pub(super) struct Watch {
    looked_at: Option<Timestamp>,
}

impl Watch {
    /// Looks when it is time.
    pub(super) fn round(&mut self, app: &App) -> Result<()> {
        let now = app.now();
        if self.looked_at.is_some_and(|at| (0..LOOKS_SECONDS).contains(&now.seconds_since(at))) {
            return Ok(());
        }
        look(app)?;
        self.looked_at = Some(now);
        Ok(())
    }
}

/// Looks at the last hour, keeps what is new, and tells how many alarms rang for the first time.
pub(super) fn look(app: &App) -> Result<u64> {
    let now = app.now();
    let fresh: Vec<Rung> = app.store.read("access.trail.watch", |tx| {
        let mut fresh = Vec::new();
        for rung in rung(app, tx, now)? {
            let (kind, who, ..) = &rung;
            let key = [(*kind).into(), who.as_str().into(), hour(now).into()];
            let known: Option<(i64,)> =
                tx.one("select at from alarm where kind = $1 and actor = $2 and hour = $3", &key)?;
            fresh.extend(known.is_none().then_some(rung));
        }
        Ok::<_, StoreError>(fresh)
    })?;
    if fresh.is_empty() {
        return Ok(0);
    }
    app.store.write("access.trail.ring", |tx| {
        fresh.iter().try_fold(0, |new, (kind, who, count, most)| {
            tracing::warn!(kind, who, count, most, "an alarm of the trail rings");
            let args = [
                (*kind).into(),
                who.as_str().into(),
                hour(now).into(),
                now.into(),
                super::links::count(*count),
                super::links::count(*most),
            ];
            let sql = "insert into alarm (kind, actor, hour, at, count, most) values ($1, $2, $3, $4, $5, $6)
                       on conflict (kind, actor, hour) do nothing";
            Ok(new + tx.exec(sql, &args)?)
        })
    })
}

fn hour(at: Timestamp) -> i64 {
    at.micros().div_euclid(HOUR * 1_000_000)
}

/// What rings now.
fn rung(app: &App, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Rung>> {
    let most = app.alarms;
    let mut rung = Vec::new();
    for (who, done) in last_hour(app, tx, now)? {
        if done.denials >= most.denials {
            rung.push(("denials", who.clone(), done.denials, most.denials));
        }
        if done.exported >= most.export_rows {
            rung.push(("export", who.clone(), done.exported, most.export_rows));
        }
        if done.after_hours > 0 {
            rung.push(("after_hours", who.clone(), done.after_hours, 0));
        }
        let (seen, account) = (done.persons.len() as u64, done.account);
        if let (true, Some(account)) = (seen > most.persons, account) {
            let usual = usual_hour(tx, account, now)?.saturating_mul(most.times_usual).max(most.persons);
            if seen > usual {
                rung.push(("many_persons", who, seen, usual));
            }
        }
    }
    let State { unwitnessed_since, .. } = state(app, tx)?;
    let waited = unwitnessed_since.map_or(0, |since| u64::try_from(now.seconds_since(since)).unwrap_or_default());
    if waited > most.witness_seconds {
        rung.push(("not_witnessed", "house".to_owned(), waited, most.witness_seconds));
    }
    Ok(rung)
}

/// What everyone did in the last hour, by who acted. Entries that wait for their number count too.
fn last_hour(app: &App, tx: &mut Tx<'_>, now: Timestamp) -> Result<BTreeMap<String, Done>> {
    let mut found: BTreeMap<String, Done> = BTreeMap::new();
    let since = [now.plus_seconds(-HOUR).into()];
    for sql in ["select at, body from audit_entry where at > $1", "select at, body from audit_pending where at > $1"] {
        tx.each(sql, &since, |row| {
            let (at, body): (Timestamp, String) = (row.get(0)?, row.get(1)?);
            // An entry that cannot be read was altered: `verify` names it.
            if let Ok(said) = serde_json::from_str::<Said>(&body) {
                found.entry(said.who.clone()).or_default().take(app, at, said);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

impl Done {
    fn take(&mut self, app: &App, at: Timestamp, said: Said) {
        self.account = said.account;
        if said.outcome != "done" {
            // A log-in has outcomes of its own, and counters of its own that slow it down.
            self.denials += u64::from(!said.act.starts_with("log_in") && is_refusal(&said.outcome));
            return;
        }
        // Who looks for someone hidden and finds nobody may be fishing (SEC-22).
        self.denials += u64::from(said.act == "glass.sought_in_vain");
        let leaves = matches!(said.act.as_str(), "person.searched_many" | "trail.breach_listed");
        self.exported = self.exported.saturating_add(if leaves { said.count.unwrap_or_default() } else { 0 });
        let at_work = is_at_work(app, at);
        self.after_hours += u64::from(said.account.is_some() && !said.persons.is_empty() && !at_work);
        self.persons.extend(said.persons);
    }
}

fn is_refusal(outcome: &str) -> bool {
    outcome != "right" && outcome != "needs_elevation"
}

/// Whether the offices are open by the city's clock.
fn is_at_work(app: &App, at: Timestamp) -> bool {
    let clock = at.hour_and_minute(&app.zone);
    let hour: u8 = clock.split(':').next().and_then(|hour| hour.parse().ok()).unwrap_or_default();
    (app.alarms.opens..app.alarms.closes).contains(&hour) && !app.holidays.is_closed(at.day(&app.zone))
}

/// How many persons the account saw in an hour in which it saw any, on average over two weeks before
/// the last hour; 0 when it saw none.
fn usual_hour(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<u64> {
    let mut hours: BTreeMap<i64, BTreeSet<PersonId>> = BTreeMap::new();
    let between = [
        account.bytes().as_slice().into(),
        now.plus_seconds(-BASELINE_DAYS * 86_400).into(),
        now.plus_seconds(-HOUR).into(),
    ];
    tx.each(
        "select e.at, e.body from audit_about a join audit_entry e on e.number = a.number
         where a.subject = $1 and e.at > $2 and e.at <= $3",
        &between,
        |row| {
            let (at, body): (Timestamp, String) = (row.get(0)?, row.get(1)?);
            let said: Said = serde_json::from_str(&body).unwrap_or_default();
            if said.account == Some(account) && said.outcome == "done" && !said.persons.is_empty() {
                hours.entry(hour(at)).or_default().extend(said.persons);
            }
            Ok(())
        },
    )?;
    let seen: usize = hours.values().map(BTreeSet::len).sum();
    Ok(seen.checked_div(hours.len()).unwrap_or_default() as u64)
}

/// The last alarms, for those who may read the trail.
///
/// # Errors
/// [`Refusal::NotFound`] without leave.
pub fn last(app: &App, actor: &Actor) -> std::result::Result<Vec<Alarm>, Refusal> {
    app.store.look("access.trail.alarms", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Audit, About::General)?;
        let rows: Vec<(String, String, Timestamp, u64, u64)> = tx.all(
            &format!("select kind, actor, at, count, most from alarm order by at desc, kind, actor limit {SHOWN_MOST}"),
            &[],
        )?;
        let names: BTreeMap<String, String> =
            accounts::all(app, tx)?.into_iter().map(|account| (account.id.to_string(), account.name)).collect();
        let count = Some(rows.len() as u64);
        trail.leave(entry(app, actor, &pass, Event { act: "trail.alarms_seen", count, ..Event::default() }));
        let alarms = rows.into_iter().map(|(kind, who, at, count, most)| {
            let name = names.get(&who).cloned();
            Alarm { kind, who, name, at, count, most }
        });
        Ok(alarms.collect())
    })
}
