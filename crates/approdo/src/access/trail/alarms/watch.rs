//! The watch over the trail: the sequencer's thread looks at the last hour.
//!
//! Each alarm rings once an hour for who acted, and says how much it was and how much would have been
//! usual. Whether someone read without relation, or her own surname, was found when she did it and stands
//! in the entry as a flag: the watch needs no name.

use std::collections::{BTreeMap, BTreeSet};

use ground::{AccountId, PersonId, Timestamp};
use policy::Why;
use serde::Deserialize;
use store::{Result, StoreError, Tx};

use super::{HIDDEN, hour};
use crate::{
    access::{
        FLAG_SURNAME, FLAG_UNRELATED,
        trail::{State, links, state},
    },
    app::App,
};

/// How often the watch looks, in seconds.
const LOOKS_SECONDS: i64 = 20;
/// The time over which is counted, in seconds.
const HOUR: i64 = 3600;
/// Over how many days an account's usual hour is told.
const BASELINE_DAYS: i64 = 14;

/// What rings: kind, who, how much, how much would have been usual.
type Rung = (&'static str, String, u64, u64);

/// What an entry says to the watch.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    who: String,
    account: Option<AccountId>,
    act: String,
    resource: String,
    persons: Vec<PersonId>,
    count: Option<u64>,
    flags: Vec<String>,
    outcome: String,
}

/// When each kind last rang in this hour for who acted: what it counted then is not counted again.
type Rang = BTreeMap<(String, String), Timestamp>;

/// What someone did in an hour.
#[derive(Default)]
struct Done {
    account: Option<AccountId>,
    persons: BTreeSet<PersonId>,
    unrelated: BTreeSet<PersonId>,
    surname: u64,
    denials: u64,
    hidden: u64,
    exported: u64,
    after_hours: u64,
}

/// The watch of a node, which remembers when it looked last.
#[derive(Default)]
pub(in crate::access::trail) struct Watch {
    looked_at: Option<Timestamp>,
}

impl Watch {
    /// Looks when it is time.
    pub(in crate::access::trail) fn round(&mut self, app: &App) -> Result<()> {
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
///
/// # Errors
/// The store's.
pub fn look(app: &App) -> Result<u64> {
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
                links::count(*count),
                links::count(*most),
            ];
            let sql = "insert into alarm (kind, actor, hour, at, count, most) values ($1, $2, $3, $4, $5, $6)
                       on conflict (kind, actor, hour) do nothing";
            Ok(new + tx.exec(sql, &args)?)
        })
    })
}

/// What rings now.
fn rung(app: &App, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Rung>> {
    let most = app.alarms;
    let mut rung = Vec::new();
    let rang = rang_since(tx, now.plus_seconds(-HOUR))?;
    for (who, done) in last_hour(app, tx, now, &rang)? {
        let mut ring = |kind, count, most| rung.push((kind, who.clone(), count, most));
        let (seen, unrelated) = (done.persons.len() as u64, done.unrelated.len() as u64);
        for (kind, count, most) in [
            ("denials", done.denials, most.denials),
            (HIDDEN, done.hidden, most.hidden),
            ("export", done.exported, most.export_rows),
            ("unrelated", unrelated, most.unrelated),
            ("surname", done.surname, most.surname),
        ] {
            if count >= most.max(1) {
                ring(kind, count, most);
            }
        }
        if done.after_hours > 0 {
            ring("after_hours", done.after_hours, 0);
        }
        if seen > most.persons {
            // The command line has no usual hour: whoever sits at the machine every day has an account.
            let usual = done.account.map_or(Ok(0), |account| usual_hour(tx, account, now))?;
            let usual = usual.saturating_mul(most.times_usual).max(most.persons);
            if seen > usual {
                ring("many_persons", seen, usual);
            }
        }
    }
    rung.extend(of_the_witnesses(app, tx, now)?);
    Ok(rung)
}

/// A checkpoint that waits too long for a witness, and a witness that says it was shown another trail.
fn of_the_witnesses(app: &App, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Rung>> {
    let State { unwitnessed_since, refused_since, .. } = state(app, tx)?;
    let seconds =
        |since: Option<Timestamp>| since.map_or(0, |since| u64::try_from(now.seconds_since(since)).unwrap_or_default());
    let (waited, most) = (seconds(unwitnessed_since), app.alarms.witness_seconds);
    let not_witnessed = (waited > most).then(|| ("not_witnessed", "house".to_owned(), waited, most));
    let refused = refused_since.map(|_| ("witness_refuses", "house".to_owned(), seconds(refused_since), 0));
    Ok(not_witnessed.into_iter().chain(refused).collect())
}

fn rang_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<Rang> {
    let rows: Vec<(String, String, Timestamp)> =
        tx.all("select kind, actor, max(at) from alarm where at > $1 group by kind, actor", &[since.into()])?;
    Ok(rows.into_iter().map(|(kind, who, at)| ((kind, who), at)).collect())
}

/// What everyone did in the last hour, by who acted. Entries that wait for their number count too.
fn last_hour(app: &App, tx: &mut Tx<'_>, now: Timestamp, rang: &Rang) -> Result<BTreeMap<String, Done>> {
    let mut found: BTreeMap<String, Done> = BTreeMap::new();
    let since = [now.plus_seconds(-HOUR).into()];
    for sql in ["select at, body from audit_entry where at > $1", "select at, body from audit_pending where at > $1"] {
        tx.each(sql, &since, |row| {
            let (at, body): (Timestamp, String) = (row.get(0)?, row.get(1)?);
            // An entry that cannot be read was altered: `verify` names it.
            if let Ok(said) = serde_json::from_str::<Said>(&body) {
                found.entry(said.who.clone()).or_default().take(app, at, said, rang);
            }
            Ok(())
        })?;
    }
    Ok(found)
}

impl Done {
    fn take(&mut self, app: &App, at: Timestamp, said: Said, rang: &Rang) {
        self.account = said.account;
        let fresh = |kind: &str| rang.get(&(kind.to_owned(), said.who.clone())).is_none_or(|rang| at > *rang);
        if said.outcome != "done" {
            // A log-in has outcomes of its own, and counters of its own that slow it down.
            if !said.act.starts_with("log_in") {
                let is_hidden = [Why::Protected, Why::Conflict].iter().any(|why| why.code() == said.outcome);
                self.hidden += u64::from(is_hidden && fresh(HIDDEN));
                self.denials += u64::from(!is_hidden && is_refusal(&said.outcome) && fresh("denials"));
            }
            return;
        }
        // Who looks for someone hidden and finds nobody may be fishing (SEC-22).
        self.denials += u64::from(said.act == "glass.sought_in_vain" && fresh("denials"));
        let leaves = ["person.searched_many", "export.made"].contains(&said.act.as_str()) && fresh("export");
        self.exported = self.exported.saturating_add(if leaves { said.count.unwrap_or_default() } else { 0 });
        // What the house does by its own rules was shown to nobody, and names no kind of thing.
        let sees = !said.resource.is_empty() && !said.persons.is_empty();
        self.after_hours += u64::from(sees && !is_at_work(app, at) && fresh("after_hours"));
        let has = |flag: &str| said.flags.iter().any(|one| one == flag);
        self.surname += u64::from(has(FLAG_SURNAME) && fresh("surname"));
        if has(FLAG_UNRELATED) && fresh("unrelated") {
            self.unrelated.extend(said.persons.iter().copied());
        }
        if sees && fresh("many_persons") {
            self.persons.extend(said.persons);
        }
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
