//! Asking leave: the one way by which a room gets a pass (SEC-01, SEC-03).

use ground::{AccountId, PersonId, TeamId};
use policy::{Action, Context, Denied, Pass, Relation, RelationSet, Resource};
use store::Tx;

use super::{Actor, relations, trace};
use crate::app::{App, Refusal};

/// What leave is asked for.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// Nothing about one person: a search, a list, teams, settings.
    General,
    /// A person.
    Person(PersonId),
    /// Something that was recorded, such as a contact: by whom, in which team, about whom if known.
    Thing {
        /// Who recorded it.
        recorded_by: Option<AccountId>,
        /// The team it was recorded in.
        team: Option<TeamId>,
        /// The person it is about, when known.
        person: Option<PersonId>,
    },
    /// An account: one's own opens more.
    Account(AccountId),
}

/// Gives the actor a pass for this action, or refuses. A refusal leaves its entry in the trail
/// even though the transaction is undone (SEC-44).
///
/// # Errors
/// [`Refusal::NotFound`] when it is not allowed, [`Refusal::Elevate`] when it would be after
/// entering the second factor again, [`Refusal::Store`].
pub fn allow<R>(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    resource: Resource,
    about: About,
) -> Result<Pass, Refusal<R>> {
    let context = context(tx, actor, about)?;
    policy::decide(actor.subject(), action, resource, &context).map_err(|denied| {
        tx.leave_anyway(trace::denial(app, actor, &denied, context.about));
        denied.into()
    })
}

/// What the actor would be given of these, asked at once and without a trace: for pages that show
/// only what leads somewhere, and leave one entry for all they showed.
///
/// # Errors
/// The store's.
pub fn offered<const N: usize>(
    tx: &mut Tx<'_>,
    actor: &Actor,
    about: About,
    asked: [(Action, Resource); N],
) -> store::Result<[Result<Pass, Denied>; N]> {
    let context = context(tx, actor, about)?;
    Ok(asked.map(|(action, resource)| policy::decide(actor.subject(), action, resource, &context)))
}

/// The pass the actor would be given, if any: for what a page leaves out without a word, such as a
/// colleague's contact in a diary. It leaves no denial, because she did not ask for it.
///
/// # Errors
/// The store's.
pub fn may(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    resource: Resource,
    about: About,
) -> store::Result<Option<Pass>> {
    let context = context(tx, actor, about)?;
    Ok(policy::decide(actor.subject(), action, resource, &context).ok())
}

/// Whether the actor's roles open this at all, at once or after entering the second factor again:
/// for what the bar of a page offers. Each act asks for itself.
#[must_use]
pub fn might(actor: &Actor, action: Action, resource: Resource) -> bool {
    let general = Context { purpose: actor.usual_purpose(), ..Context::general() };
    match policy::decide(actor.subject(), action, resource, &general) {
        Ok(_) => true,
        Err(denied) => denied.offers_elevation(),
    }
}

fn context(tx: &mut Tx<'_>, actor: &Actor, about: About) -> store::Result<Context> {
    let general = Context { purpose: actor.usual_purpose(), ..Context::general() };
    Ok(match about {
        About::General => general,
        About::Person(person) => {
            let (relations, follower) = relations::to_person(tx, actor, person)?;
            Context { relations, about: Some(person), unassigned: follower.is_nobody(), ..general }
        }
        About::Thing { recorded_by, team, person } => {
            let mut relations = relations::to_thing(actor, recorded_by, team);
            if let Some(person) = person {
                let (to_person, _) = relations::to_person(tx, actor, person)?;
                // Who follows the person follows what was recorded about her.
                relations = to_person.iter().fold(relations, RelationSet::with);
            }
            Context { relations, about: person, ..general }
        }
        About::Account(account) if Some(account) == actor.id() => {
            Context { relations: RelationSet::of(&[Relation::None, Relation::Oneself]), ..general }
        }
        About::Account(_) => general,
    })
}
