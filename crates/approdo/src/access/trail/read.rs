//! Reading the trail: who, what, when, about whom by reference. Never contents (SEC-46).

use std::collections::BTreeMap;

use ground::{AccountId, Day, GlassId, Limit, PersonId, Timestamp};
use policy::{Action, Resource};
use serde::Deserialize;
use store::{Result, Tx, Value};

use super::links::count;
use crate::{
    access::{About, Actor, Event, accounts, allow, entry},
    app::{App, Refusal},
};

/// How many entries stand on a page.
pub const PAGE: usize = 25;

/// Which entries are wanted; all when nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those that name this person.
    pub person: Option<PersonId>,
    /// Those of this account, or about it.
    pub account: Option<AccountId>,
    /// Those of this day.
    pub day: Option<Day>,
    /// Those with a smaller number: the next page.
    pub before: Option<u64>,
}

/// An entry as the auditor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub number: u64,
    /// When it happened.
    pub at: Timestamp,
    /// What it says.
    pub said: Said,
    /// The name of the account that acted.
    pub name: Option<String>,
}

/// What an entry says, as far as a page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Said {
    /// Who acted: an account's id, or the command line's name.
    pub who: String,
    /// The account that acted.
    pub account: Option<AccountId>,
    /// In which role.
    pub role: String,
    /// What was done.
    pub act: String,
    /// The persons who were shown or changed.
    pub persons: Vec<PersonId>,
    /// The names of the fields.
    pub fields: Vec<String>,
    /// What was noticed when it was done (SEC-48).
    pub flags: Vec<String>,
    /// How many rows a batch had.
    pub count: Option<u64>,
    /// Why the data was read.
    pub purpose: Option<String>,
    /// How it ended: `done`, or why not.
    pub outcome: String,
}

/// A page of the trail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The entries, the newest first.
    pub entries: Vec<Shown>,
    /// Whether there are older ones.
    pub more: bool,
    /// The accounts one can ask for, by name.
    pub accounts: Vec<(AccountId, String)>,
}

/// Reads a page of the trail, and leaves an entry that names the person who was asked for. It does not
/// name again those whom the shown entries name: each look would then carry all looks before it.
///
/// # Errors
/// [`Refusal::NotFound`] without leave.
pub fn read(app: &App, actor: &Actor, wanted: Wanted) -> std::result::Result<Page, Refusal> {
    app.store.look("access.trail.read", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Audit, About::General)?;
        let mut found = find(app, tx, wanted)?;
        let more = found.len() > PAGE;
        if more {
            Limit::PageRows.reached();
        }
        found.truncate(PAGE);
        let persons: Vec<PersonId> = wanted.person.into_iter().collect();
        let objects: Vec<String> = wanted.account.iter().map(ToString::to_string).collect();
        let event = Event {
            act: "trail.seen",
            persons: &persons,
            objects: &objects,
            count: Some(found.len() as u64),
            ..Event::default()
        };
        trail.leave(entry(app, actor, &pass, event));
        let accounts: Vec<_> = accounts::all(app, tx)?.into_iter().map(|account| (account.id, account.name)).collect();
        let names: BTreeMap<_, _> = accounts.iter().map(|(id, name)| (*id, name)).collect();
        let entries = found.into_iter().map(|(number, at, body)| shown(number, at, &body, &names)).collect();
        Ok(Page { entries, more, accounts })
    })
}

/// What was done through an emergency opening: when and which act, the oldest first, entries that still
/// wait for their number too. For who reviews it, with a pass to see the opening.
///
/// # Errors
/// The store's.
pub fn through_the_glass(tx: &mut Tx<'_>, id: GlassId) -> Result<Vec<(Timestamp, String)>> {
    /// What an entry says of the opening it was done through.
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Through {
        act: String,
        glass: Option<GlassId>,
    }
    let mut looks = Vec::new();
    let mut take = |at: Timestamp, body: &str| {
        let through: Through = serde_json::from_str(body).unwrap_or_default();
        looks.extend((through.glass == Some(id)).then_some((at, through.act)));
    };
    let numbered: Vec<(Timestamp, String)> = tx.all(
        "select e.at, e.body from audit_about a join audit_entry e on e.number = a.number where a.subject = $1
         order by e.number",
        &[id.into()],
    )?;
    let waiting: Vec<(Timestamp, String)> = tx.all("select at, body from audit_pending order by at, id", &[])?;
    numbered.iter().chain(&waiting).for_each(|(at, body)| take(*at, body));
    // What was done about the opening itself is not a look through it.
    looks.retain(|(_, act)| !act.starts_with("glass."));
    Ok(looks)
}

fn shown(number: u64, at: Timestamp, body: &str, names: &BTreeMap<AccountId, &String>) -> Shown {
    // An altered entry may be no JSON at all: it is shown empty, and `verify` names it.
    let said: Said = serde_json::from_str(body).unwrap_or_default();
    let name = said.account.and_then(|id| names.get(&id)).map(|name| (*name).clone());
    Shown { number, at, said, name }
}

type Found = (u64, Timestamp, String);

/// Finds one entry more than a page shows, by index alone.
fn find(app: &App, tx: &mut Tx<'_>, wanted: Wanted) -> Result<Vec<Found>> {
    let (from, to) = instants(app, wanted.day);
    let (low, high) = numbers(tx, wanted.day.map(|_| (from, to)))?;
    let below = wanted.before.map_or(high, |before| high.min(i64::try_from(before).unwrap_or(i64::MAX)));
    let mut args: Vec<Value<'static>> = vec![low.into(), below.into(), from.into(), to.into()];
    let subjects = wanted.person.map(|id| *id.bytes()).into_iter().chain(wanted.account.map(|id| *id.bytes()));
    let mut named = String::new();
    for subject in subjects {
        args.push(subject.to_vec().into());
        let nth = args.len();
        named.push_str(&format!(" join audit_about a{nth} on a{nth}.number = e.number and a{nth}.subject = ${nth}"));
    }
    args.push(count(PAGE as u64 + 1));
    let sql = format!(
        "select e.number, e.at, e.body from audit_entry e{named}
         where e.number >= $1 and e.number < $2 and e.at >= $3 and e.at < $4
         order by e.number desc limit ${}",
        args.len()
    );
    tx.all(&sql, &args)
}

/// The instants of a day in the city; all instants when no day is asked for.
fn instants(app: &App, day: Option<Day>) -> (Timestamp, Timestamp) {
    day.map_or((Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX)), |day| {
        (day.start(&app.zone), day.plus_days(1).start(&app.zone))
    })
}

/// The first number and the one after the last of those instants.
fn numbers(tx: &mut Tx<'_>, between: Option<(Timestamp, Timestamp)>) -> Result<(i64, i64)> {
    let Some((from, to)) = between else { return Ok((1, i64::MAX)) };
    let bounds: Option<(Option<i64>, Option<i64>)> = tx.one(
        "select min(number), max(number) from audit_entry where at >= $1 and at < $2",
        &[from.into(), to.into()],
    )?;
    Ok(match bounds {
        Some((Some(low), Some(high))) => (low, high.saturating_add(1)),
        _ => (1, 1),
    })
}
