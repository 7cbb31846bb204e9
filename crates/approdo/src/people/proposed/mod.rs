//! Conflicts that somebody proposes, and who answers for them (SEC-16).
//!
//! A supervisor proposes one of her staff; the house proposes by itself whom a person shares a telephone
//! with, or surname and address. `notice` is where the house looks. A proposal denies nothing; a supervisor
//! or the protected team says that it is a conflict or that it is none. Whom it concerns never sees it.

use ground::{AccountId, PersonId, Timestamp};
use policy::{Action, Resource, Role};
use store::{StoreError, Trail, Tx, once::Once};

use super::{
    acts, names,
    safety::{self, CannotShield},
};
use crate::{
    access::{
        self, About, Actor, Event,
        shield::{self, Origin, Proposed, Suspicion},
    },
    app::{App, Refusal, only_once},
};

mod notice;
#[cfg(test)]
mod story;

pub use notice::compare;
pub(super) use notice::{Batch, check};

/// How many proposals Today shows.
const LIST_MOST: i64 = 20;

/// A proposal with the names around it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Whom it is about.
    pub person: PersonId,
    /// Her name, for who may see it now.
    pub name: Option<String>,
    /// Who may have to stay away.
    pub account: AccountId,
    /// The name of the colleague.
    pub colleague: String,
    /// Why it is thought so.
    pub suspicion: Suspicion,
    /// Since when.
    pub at: Timestamp,
}

/// What waits for the actor's answer, for Today, inside a look of another room.
///
/// # Errors
/// The store's.
pub fn today(app: &App, tx: &mut Tx<'_>, trail: &mut Trail, actor: &Actor) -> store::Result<Vec<Waiting>> {
    let answers = [Role::Supervisor, Role::ProtectedWorker].into_iter().any(|role| actor.roles().holds(role));
    let Some(me) = actor.id().filter(|_| answers) else { return Ok(Vec::new()) };
    let found = shield::to_answer(tx, me, actor.team, LIST_MOST)?;
    let waiting = answerable(app, tx, actor, found)?;
    let persons: Vec<PersonId> = waiting.iter().filter(|one| one.name.is_some()).map(|one| one.person).collect();
    if !persons.is_empty() {
        let [own] = access::offered(tx, actor, About::Account(me), [(Action::See, Resource::OwnAccount)])?;
        let event = Event { act: "conflict.proposals_listed", persons: &persons, ..Event::default() };
        own.into_iter().for_each(|pass| trail.leave(access::entry(app, actor, &pass, event)));
    }
    Ok(waiting)
}

/// Those of the proposals that the actor may answer, perhaps after the second factor, with their names.
pub(super) fn answerable(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    found: Vec<Proposed>,
) -> store::Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    for Proposed { person, account, suspicion, at } in found {
        let [lift] = access::offered(tx, actor, About::Person(person), [(Action::Lift, Resource::Conflict)])?;
        if lift.map_or_else(|denied| denied.offers_elevation(), |_| true) {
            let name = names(app, tx, actor, &[person])?.remove(&person);
            let colleague = access::name(app, tx, account)?.unwrap_or_default();
            waiting.push(Waiting { person, name, account, colleague, suspicion, at });
        }
    }
    Ok(waiting)
}

/// Why a proposal was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotPropose {
    /// There is no such colleague in her team.
    NotOfHerTeam,
}

/// Proposes that a colleague of her team may know this person privately: a supervisor, who need not know
/// the person herself.
///
/// # Errors
/// [`CannotPropose`], or the usual refusals.
pub fn propose(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    account: AccountId,
) -> Result<PersonId, Refusal<CannotPropose>> {
    app.store.write("people.propose_conflict", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = access::allow(app, tx, actor, Action::Declare, Resource::Conflict, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            if !proposes(actor) {
                return Err(Refusal::NotFound);
            }
            let staff = staff_of(app, tx, actor)?;
            if !staff.iter().any(|(one, _)| *one == account) {
                return Err(Refusal::Rule(CannotPropose::NotOfHerTeam));
            }
            if shield::propose(tx, id, account, Suspicion::Supervisor, app.now())? {
                let objects = [account.to_string()];
                let event = Event { act: "conflict.proposed", objects: &objects, ..Event::default() };
                access::note(app, tx, actor, &pass, event)?;
            }
            Ok(id)
        })
    })
}

/// Whether she proposes at all: those who lead a team.
pub(super) fn proposes(actor: &Actor) -> bool {
    actor.roles().holds(Role::Supervisor)
}

/// The colleagues whom a supervisor leads, by name.
pub(super) fn staff_of(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> store::Result<Vec<(AccountId, String)>> {
    let workers = access::accounts::workers(app, tx)?.into_iter();
    let hers = workers.filter(|(id, _, team)| team.is_some() && *team == actor.team && Some(*id) != actor.id());
    Ok(hers.map(|(id, name, _)| (id, name)).collect())
}

/// Says that a proposal is a conflict, which denies from now on, or that it is none, which is not asked
/// again.
///
/// # Errors
/// [`CannotShield::NobodyElse`] when nobody would see her then; [`Refusal::NotFound`] when there is none
/// that waits for her answer; the usual refusals.
pub fn answer(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    account: AccountId,
    is_one: bool,
) -> Result<PersonId, Refusal<CannotShield>> {
    app.store.write("people.answer_conflict", |tx| {
        only_once(app, tx, once, |tx| {
            safety::sees(app, tx, actor, id)?;
            let pass = access::allow(app, tx, actor, Action::Lift, Resource::Conflict, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            match shield::answer(tx, &pass, (id, account), me, is_one, app.now()) {
                Err(StoreError::Stale) => return Err(Refusal::NotFound),
                other => other?,
            }
            if is_one {
                safety::keep_from(app, tx, actor, &pass, id, (account, Origin::Confirmed))?;
            }
            let act = if is_one { "conflict.confirmed" } else { "conflict.dismissed" };
            let objects = [account.to_string()];
            access::note(app, tx, actor, &pass, Event { act, objects: &objects, ..Event::default() })?;
            Ok(id)
        })
    })
}
