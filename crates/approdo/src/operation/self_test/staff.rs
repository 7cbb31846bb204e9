//! What accounts, alarms and the command line allow.

use ground::{AccountId, Timestamp};
use serde::Deserialize;
use store::{StoreError, Tx};

use super::{
    Outcome,
    checks::{count, safe_or, told},
};
use crate::{
    access::trail::{self, alarms::Thresholds},
    app::App,
};

const DAY: i64 = 24 * 3600;
/// After so many days in which an account did nothing it is idle.
const IDLE_DAYS: i64 = 90;
/// How many of the last entries about an account are looked at for one of its own.
const ENTRIES_LOOKED_AT: usize = 50;
/// How long an alarm may ring before somebody looks.
const UNSEEN_SECONDS_MOST: i64 = DAY;
/// How many administrators a house has: with one, nobody can suspend her, and nobody can help her.
const ADMINISTRATORS_LEAST: u64 = 2;

/// Whoever is the service's user on the machine may touch people, where nothing else is said (SEC-13).
pub(super) fn command_line(app: &App) -> Result<Outcome, String> {
    Ok(safe_or(!app.command_line, "command-line", ""))
}

pub(super) fn administrators(app: &App) -> Result<Outcome, String> {
    if count(app, "select count(*) from account where state = 'active'")? == 0 {
        return Ok(Outcome::Absent);
    }
    let few = "select count(*) from account where state = 'active' and ' ' || roles || ' ' like '% sysadmin %'";
    let administrators = count(app, few)?;
    Ok(safe_or(administrators >= ADMINISTRATORS_LEAST, "administrators", administrators.to_string()))
}

/// Who acted in an entry.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    account: Option<AccountId>,
}

/// Accounts that did nothing for long, by what the trail says they did: a session says it for a day only.
pub(super) fn idle_accounts(app: &App) -> Result<Outcome, String> {
    let since = app.now().plus_seconds(-IDLE_DAYS * DAY);
    let idle = app.store.read("self_test.idle", |tx| {
        let old: Vec<(AccountId,)> =
            tx.all("select id from account where state = 'active' and created_at < $1", &[since.into()])?;
        let mut idle = 0_u64;
        for (account,) in old {
            idle += u64::from(!did_something(tx, account, since)?);
        }
        Ok::<_, StoreError>(idle)
    });
    let idle = idle.map_err(|why| told(&why))?;
    Ok(safe_or(idle == 0, "idle-accounts", idle.to_string()))
}

fn did_something(tx: &mut Tx<'_>, account: AccountId, since: Timestamp) -> Result<bool, StoreError> {
    let sql = format!(
        "select e.body from audit_about a join audit_entry e on e.number = a.number
         where a.subject = $1 and e.at >= $2 order by a.number desc limit {ENTRIES_LOOKED_AT}"
    );
    let bodies: Vec<(String,)> = tx.all(&sql, &[account.into(), since.into()])?;
    // Others look at an account too: only what it did itself counts.
    let own = |body: &str| serde_json::from_str::<Said>(body).unwrap_or_default().account == Some(account);
    Ok(bodies.iter().any(|(body,)| own(body)))
}

/// Alarms that rang more than a day ago, and no auditor has said what they were.
pub(super) fn alarms_unseen(app: &App) -> Result<Outcome, String> {
    let late = app.now().plus_seconds(-UNSEEN_SECONDS_MOST);
    let unseen = app.store.read("self_test.alarms", |tx| trail::alarms::unreviewed(tx, late));
    let unseen = unseen.map_err(|why: StoreError| told(&why))?;
    Ok(safe_or(unseen == 0, "alarms-unseen", unseen.to_string()))
}

/// Settings by which alarms ring later than they would by themselves.
pub(super) fn alarms_loose(app: &App) -> Result<Outcome, String> {
    let (set, usual) = (app.alarms, Thresholds::default());
    let later = [
        ("persons", set.persons > usual.persons),
        ("times_usual", set.times_usual > usual.times_usual),
        ("unrelated", set.unrelated > usual.unrelated),
        ("surname", set.surname > usual.surname),
        ("hidden", set.hidden > usual.hidden),
        ("denials", set.denials > usual.denials),
        ("export_rows", set.export_rows > usual.export_rows),
        ("opens", set.opens < usual.opens),
        ("closes", set.closes > usual.closes),
        ("witness_seconds", set.witness_seconds > usual.witness_seconds),
    ];
    let names: Vec<&str> = later.into_iter().filter(|(_, is_later)| *is_later).map(|(name, _)| name).collect();
    Ok(safe_or(names.is_empty(), "alarms-loose", names.join(", ")))
}
