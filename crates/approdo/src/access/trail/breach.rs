//! The breach kit: whom of the persons an account, a session or a node was shown, what of them and when,
//! between two instants (SEC-85). Ready for the notice that is due within 72 hours.
//!
//! It tells what the trail says was done; what was refused exposed nobody. An entry that names nobody
//! but tells a number, such as an import or contacts of whom nobody knows the name, is a row without a
//! person: the kit leaves nothing out.

use std::collections::{BTreeMap, BTreeSet};

use ground::{AccountId, ExportId, PersonId, Prose, Timestamp};
use jiff::tz::TimeZone;
use policy::{Action, Resource};
use serde::Deserialize;
use store::{Result, StoreError, Tx, once::Once};

use crate::{
    access::{
        About, Actor, Event, accounts, allow, entry,
        exports::{self, CannotExport, Kind, Reason, Taken, Wish},
    },
    app::{App, Refusal},
    shell::export::Sheet,
};

/// The heads of the sheet.
const HEADS: [&str; 13] = [
    "person",
    "account",
    "name",
    "session",
    "node",
    "first_at",
    "last_at",
    "times",
    "acts",
    "shown",
    "purposes",
    "rows",
    "first_entry",
];

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this one.
    pub to: Timestamp,
    /// Only what this account did.
    pub account: Option<AccountId>,
}

impl Asked {
    /// The question as the command line asks it: the same for the same instants, however they were typed.
    #[must_use]
    pub fn question(&self) -> String {
        let account = self.account.map(|id| format!(" --account {id}")).unwrap_or_default();
        format!("--from {} --to {}{account}", self.from, self.to)
    }
}

/// A person and who saw her, as often as it was in one session on one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// The person; none where the trail tells only how many.
    pub person: Option<PersonId>,
    /// Who acted: an account's id, or the command line's name.
    pub who: String,
    /// The name of the account.
    pub name: Option<String>,
    /// The beginning of the hash of the session.
    pub session: String,
    /// The node.
    pub node: String,
    /// When it was first.
    pub first_at: Timestamp,
    /// When it was last.
    pub last_at: Timestamp,
    /// In how many entries.
    pub times: u64,
    /// What was done.
    pub acts: BTreeSet<String>,
    /// The fields, or the kind of thing where an entry names no fields.
    pub shown: BTreeSet<String>,
    /// Why, as far as it was said.
    pub purposes: BTreeSet<String>,
    /// How many rows the batches had that name nobody.
    pub rows: u64,
    /// The number of the first of its entries; none while it waits for one.
    pub first_entry: Option<u64>,
}

/// What the trail tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kit {
    /// Who was exposed to whom, by person.
    pub exposures: Vec<Exposure>,
    /// How many persons that are.
    pub persons: usize,
    /// How many accounts and operators.
    pub actors: usize,
    /// How many rows came in batches that name nobody.
    pub unnamed: u64,
    /// How many entries of that time cannot be read: then `audit verify` comes first.
    pub unreadable: u64,
    /// How many entries there are by what was shown.
    pub by_shown: BTreeMap<String, u64>,
}

/// Lists it for those who may read the trail.
///
/// # Errors
/// [`Refusal::NotFound`] without leave.
pub fn exposed(app: &App, actor: &Actor, asked: Asked) -> std::result::Result<Kit, Refusal> {
    told(app, actor, asked, Action::See)
}

/// Only the counts, for those who may prove the trail and not read it: what the first notice says.
///
/// # Errors
/// [`Refusal::NotFound`] without leave.
pub fn counted(app: &App, actor: &Actor, asked: Asked) -> std::result::Result<Kit, Refusal> {
    let kit = told(app, actor, asked, Action::Verify)?;
    Ok(Kit { exposures: Vec::new(), ..kit })
}

/// Makes the list a file that she, or the command line where she hands it over, takes out once (SEC-67).
///
/// # Errors
/// [`CannotExport`], or the usual refusals.
pub fn export(
    app: &App,
    actor: &Actor,
    once: &Once,
    asked: Asked,
    (reason, words, handed): (Reason, Prose, bool),
) -> std::result::Result<ExportId, Refusal<CannotExport>> {
    let wish = Wish { kind: Kind::Breach, question: asked.question(), reason, words, handed };
    exports::make(app, actor, once, &wish, |tx| sheet(&gather(app, tx, asked)?.exposures).map_err(StoreError::Setup))
}

/// Takes out the file that the auditor handed to the command line for this very question.
///
/// # Errors
/// [`Refusal::NotFound`] when she handed none over, or it is gone.
pub fn take_handed(app: &App, actor: &Actor, asked: Asked) -> std::result::Result<Taken, Refusal> {
    exports::take_handed(app, actor, Kind::Breach, &asked.question())
}

fn told(app: &App, actor: &Actor, asked: Asked, action: Action) -> std::result::Result<Kit, Refusal> {
    app.store.look("access.trail.breach", |tx, trail| {
        let pass = allow(app, tx, actor, action, Resource::Audit, About::General)?;
        tx.unhurried();
        let kit = gather(app, tx, asked)?;
        let objects: Vec<String> = asked.account.iter().map(ToString::to_string).collect();
        let act = if action == Action::See { "trail.breach_listed" } else { "trail.breach_counted" };
        let count = Some(kit.exposures.len() as u64);
        trail.leave(entry(app, actor, &pass, Event { act, objects: &objects, count, ..Event::default() }));
        Ok(kit)
    })
}

/// Reads an instant: with a zone (`2026-11-24T08:00Z`), or by the city's wall clock (`2026-11-24 09:00`).
#[must_use]
pub fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    let exact = text.parse::<jiff::Timestamp>().ok();
    let by_the_wall = || zone.to_timestamp(text.parse().ok()?).ok();
    exact.or_else(by_the_wall).map(|at| Timestamp::from_micros(at.as_microsecond()))
}

/// What an entry says of an exposure.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    who: String,
    account: Option<AccountId>,
    act: String,
    resource: String,
    persons: Vec<PersonId>,
    fields: Vec<String>,
    count: Option<u64>,
    purpose: Option<String>,
    outcome: String,
    node: String,
    session: Option<String>,
}

impl Said {
    /// How many rows it has about persons whom it does not name.
    fn unnamed(&self) -> u64 {
        let about_persons = Resource::from_code(&self.resource).is_some_and(Resource::is_about_persons);
        if about_persons { self.count.unwrap_or_default() } else { 0 }
    }

    fn shown(&self) -> Vec<String> {
        if self.fields.is_empty() { vec![self.resource.clone()] } else { self.fields.clone() }
    }
}

/// Whom, by whom, in which session, on which node.
type Key = (Option<PersonId>, String, String, String);

#[derive(Default)]
struct Gathering {
    found: BTreeMap<Key, Exposure>,
    by_shown: BTreeMap<String, u64>,
    unnamed: u64,
    unreadable: u64,
}

impl Gathering {
    fn take(&mut self, asked: Asked, at: Timestamp, number: Option<u64>, body: &str) {
        let Ok(said) = serde_json::from_str::<Said>(body) else {
            self.unreadable += 1;
            return;
        };
        if said.outcome != "done" || (asked.account.is_some() && asked.account != said.account) {
            return;
        }
        let rows = said.unnamed();
        if !said.persons.is_empty() || rows > 0 {
            said.shown().into_iter().for_each(|shown| *self.by_shown.entry(shown).or_default() += 1);
        }
        self.unnamed = self.unnamed.saturating_add(rows);
        let persons = said.persons.iter().copied().map(Some).chain((rows > 0).then_some(None));
        for person in persons.collect::<BTreeSet<_>>() {
            self.add(person, &said, at, number, rows);
        }
    }

    fn add(&mut self, person: Option<PersonId>, said: &Said, at: Timestamp, number: Option<u64>, rows: u64) {
        let session = said.session.clone().unwrap_or_default();
        let key = (person, said.who.clone(), session.clone(), said.node.clone());
        let exposure = self.found.entry(key).or_insert_with(|| Exposure {
            person,
            who: said.who.clone(),
            name: None,
            session,
            node: said.node.clone(),
            first_at: at,
            last_at: at,
            times: 0,
            acts: BTreeSet::new(),
            shown: BTreeSet::new(),
            purposes: BTreeSet::new(),
            rows: 0,
            first_entry: number,
        });
        exposure.first_at = exposure.first_at.min(at);
        exposure.last_at = exposure.last_at.max(at);
        exposure.times += 1;
        exposure.rows = exposure.rows.saturating_add(rows);
        exposure.acts.insert(said.act.clone());
        exposure.shown.extend(said.shown());
        exposure.purposes.extend(said.purpose.clone());
    }
}

/// Reads the entries of that time once, those that wait for their number too.
fn gather(app: &App, tx: &mut Tx<'_>, asked: Asked) -> Result<Kit> {
    let mut gathering = Gathering::default();
    let between = [asked.from.into(), asked.to.into()];
    let numbered = "select at, body, number from audit_entry where at >= $1 and at < $2 order by number";
    let waiting = "select at, body from audit_pending where at >= $1 and at < $2 order by at, id";
    tx.each(numbered, &between, |row| {
        let body: String = row.get(1)?;
        gathering.take(asked, row.get(0)?, Some(row.get(2)?), &body);
        Ok(())
    })?;
    tx.each(waiting, &between, |row| {
        let body: String = row.get(1)?;
        gathering.take(asked, row.get(0)?, None, &body);
        Ok(())
    })?;
    let names: BTreeMap<String, String> =
        accounts::all(app, tx)?.into_iter().map(|account| (account.id.to_string(), account.name)).collect();
    let Gathering { found, by_shown, unnamed, unreadable } = gathering;
    let exposures: Vec<Exposure> =
        found.into_values().map(|one| Exposure { name: names.get(&one.who).cloned(), ..one }).collect();
    Ok(Kit {
        persons: exposures.iter().filter_map(|one| one.person).collect::<BTreeSet<_>>().len(),
        actors: exposures.iter().map(|one| &one.who).collect::<BTreeSet<_>>().len(),
        exposures,
        unnamed,
        unreadable,
        by_shown,
    })
}

/// The word of an act or a kind of thing as a file may say it: that somebody is protected is S4, and leaves
/// in no file (SEC-67). That she was exposed stands there all the same.
fn in_bulk(word: &str) -> &str {
    const OF_PROTECTION: [&str; 4] = ["protection", "safe_address", "person.protect", "person.safety"];
    if OF_PROTECTION.iter().any(|start| word.starts_with(start)) { "restricted" } else { word }
}

fn sheet(exposures: &[Exposure]) -> std::result::Result<Sheet, String> {
    let mut sheet = Sheet::with_heads(&HEADS).map_err(|why| why.to_string())?;
    let listed = |words: &BTreeSet<String>| {
        let told: BTreeSet<&str> = words.iter().map(|word| in_bulk(word)).collect();
        told.into_iter().collect::<Vec<_>>().join(" ")
    };
    for one in exposures {
        let cells = [
            one.person.map(|id| id.to_string()).unwrap_or_default(),
            one.who.clone(),
            one.name.clone().unwrap_or_default(),
            one.session.clone(),
            one.node.clone(),
            one.first_at.to_string(),
            one.last_at.to_string(),
            one.times.to_string(),
            listed(&one.acts),
            listed(&one.shown),
            listed(&one.purposes),
            one.rows.to_string(),
            one.first_entry.map(|number| number.to_string()).unwrap_or_default(),
        ];
        sheet.row(&cells.each_ref().map(String::as_str)).map_err(|why| why.to_string())?;
    }
    Ok(sheet)
}
