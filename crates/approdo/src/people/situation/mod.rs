//! The situation of a person: what lets her stay, and what is known of her work, studies, housing, family,
//! money and health, each with the day from which it holds and who said so.
//!
//! Read `title` (a residence title and how it stands on a day), `titles` (what is done with titles), `fact`
//! (every fact that is known to the house, with its level), `facts` (what is done with them), `told` (all of it
//! as the rules read it), `rest` (sealed under the person's own keys, a compartment each) and `keeping`
//! (what is known of her stay goes 90 days after its last use).
//!
//! Nothing of this is ever required (SEC-36): no form asks for it before another, no search, list, count or
//! index knows it. What the pass does not open is absent.

use ground::{Level, PersonId};
use policy::{Action, Pass, Resource};
use store::{Trail, Tx};

use super::acts::known;
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
};

pub mod fact;
pub mod facts;
mod keeping;
mod past;
mod rest;
pub mod title;
pub mod titles;
mod told;

pub use keeping::{KEPT_SECONDS, sweep};
pub use past::{Past, record_past};
pub use told::facts_on;

use self::{facts::ValueSeen, title::CannotWrite, titles::TitleSeen};

/// What is known of a person's situation, as one reader may see it.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    /// Her titles, what is valid today first.
    pub titles: Vec<TitleSeen>,
    /// What was said of her, newest first.
    pub values: Vec<ValueSeen>,
    /// Whether this reader may write.
    pub may_write: bool,
    /// Whether facts of the protected level are open to this reader, now or after the second factor.
    pub may_protected: bool,
    /// Whether the second factor would open more. It says nothing about there being any.
    pub may_elevate: bool,
}

/// The pass to do this to her situation, if she is there for anyone to see.
fn leave<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, action: Action, person: PersonId) -> Result<Pass, Refusal<R>> {
    let pass = access::allow(app, tx, actor, action, Resource::Situation, About::Person(person))?;
    known(app, tx, actor, &pass, person)?;
    Ok(pass)
}

/// Refuses what is above what this pass may write.
fn may_say(pass: &Pass, level: Level) -> Result<(), Refusal<CannotWrite>> {
    match level {
        _ if pass.sees(level) => Ok(()),
        _ if pass.would_see(level) => Err(Refusal::Elevate),
        _ => Err(Refusal::Rule(CannotWrite::Reserved)),
    }
}

fn may_write(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> store::Result<bool> {
    Ok(access::may(tx, actor, Action::Correct, Resource::Situation, About::Person(person))?.is_some())
}

/// Whether this actor may write about her situation: for a form before any act has seen it.
///
/// # Errors
/// The refusal the act itself would give.
pub fn may_be_written(app: &App, actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    app.store.look("people.situation.form", |tx, _| leave(app, tx, actor, Action::Correct, person).map(|_| ()))
}

/// Shows what is known of her situation.
///
/// # Errors
/// The usual refusals.
pub fn show(app: &App, actor: &Actor, person: PersonId) -> Result<Situation, Refusal> {
    app.store.look("people.situation", |tx, trail| {
        let pass = leave(app, tx, actor, Action::See, person)?;
        let situation = gather(app, tx, trail, actor, &pass, person)?;
        trail.leave(access::entry(app, actor, &pass, seen(&situation)));
        Ok(situation)
    })
}

/// The same for her page, inside a look that asked for her identity: none when it is not open to the actor
/// or nothing is there, and then without a trace.
///
/// # Errors
/// The store's.
pub fn glance(
    app: &App,
    tx: &mut Tx<'_>,
    trail: &mut Trail,
    actor: &Actor,
    person: PersonId,
) -> store::Result<Option<Situation>> {
    let Some(pass) = access::may(tx, actor, Action::See, Resource::Situation, About::Person(person))? else {
        return Ok(None);
    };
    let situation = gather(app, tx, trail, actor, &pass, person)?;
    if !situation.titles.is_empty() || !situation.values.is_empty() {
        trail.leave(access::entry(app, actor, &pass, seen(&situation)));
    }
    Ok(Some(situation))
}

fn gather(
    app: &App,
    tx: &mut Tx<'_>,
    trail: &mut Trail,
    actor: &Actor,
    pass: &Pass,
    person: PersonId,
) -> store::Result<Situation> {
    let mut titles = Vec::new();
    for (row, seen) in titles::of_person(app, tx, pass)? {
        keeping::used(app, trail, titles::TABLE, &row);
        titles.push(seen);
    }
    let today = app.today();
    titles.sort_by_cached_key(|seen| {
        let text = &seen.text;
        let ends = text.title.expiry.and_then(title::LooseDay::last_day);
        (text.title.standing_on(text.closing.as_ref(), today), std::cmp::Reverse((ends, text.at)))
    });
    let mut values = Vec::new();
    for (row, seen) in facts::of_person(app, tx, pass)? {
        keeping::used(app, trail, facts::TABLE, &row);
        values.push(seen);
    }
    let may_elevate = pass.would_see(Level::S4) && !pass.sees(Level::S4);
    let may_protected = pass.would_see(Level::S4);
    Ok(Situation { titles, values, may_write: may_write(tx, actor, person)?, may_protected, may_elevate })
}

fn seen(situation: &Situation) -> Event<'static> {
    let fields: &[&str] = match (situation.titles.is_empty(), situation.values.is_empty()) {
        (false, false) => &["residence_titles", "dated_facts"],
        (false, true) => &["residence_titles"],
        (true, false) => &["dated_facts"],
        (true, true) => &[],
    };
    Event { act: "situation.seen", fields, ..Event::default() }
}

/// Takes out what is known of a person who is erased; her keys go with her (SEC-50). No pass is asked for:
/// two people decided it.
pub(super) fn forget(tx: &mut Tx<'_>, person: PersonId) -> store::Result<()> {
    titles::forget(tx, person)?;
    facts::forget(tx, person)
}

#[cfg(test)]
mod story;
