//! Asking leave: the one way by which a room gets a pass (SEC-01, SEC-03).

use ground::{AccountId, Level, PersonId, TeamId};
use policy::{Action, Context, Denied, Glass, Pass, Purpose, Relation, RelationSet, Resource};
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
    decided(actor, action, resource, &context).map_err(|denied| {
        tx.leave_anyway(trace::denial(app, actor, &denied, context.about));
        denied.into()
    })
}

/// The refusal for an id that nobody has, with an entry as it stands for what is hidden (SEC-10, SEC-44).
pub fn nothing_there<R>(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (action, resource): (Action, Resource),
    about: Option<PersonId>,
) -> Refusal<R> {
    tx.leave_anyway(trace::nothing_there(app, actor, action, resource, about));
    Refusal::NotFound
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
    Ok(asked.map(|(action, resource)| decided(actor, action, resource, &context)))
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
    Ok(decided(actor, action, resource, &context).ok())
}

/// Whether the actor's roles open this at all, at once or after entering the second factor again:
/// for what the bar of a page offers. Each act asks for itself.
#[must_use]
pub fn might(actor: &Actor, action: Action, resource: Resource) -> bool {
    could(actor, action, resource).map_or_else(|denied| denied.offers_elevation(), |()| true)
}

/// The same with why not: for a form that is drawn again before any act has seen it.
///
/// # Errors
/// The refusal the act itself would give.
pub fn could(actor: &Actor, action: Action, resource: Resource) -> Result<(), Denied> {
    let general = Context { purpose: actor.usual_purpose(), ..Context::general() };
    decided(actor, action, resource, &general).map(|_| ())
}

/// The decision. A pass about a protected person that opens nothing personal of her is none yet: rooms
/// are asked for the second factor instead of each having to notice (SEC-18, SEC-64).
fn decided(actor: &Actor, action: Action, resource: Resource, context: &Context) -> Result<Pass, Denied> {
    let pass = policy::decide(actor.subject(), action, resource, context)?;
    if context.protected && resource.is_about_persons() && !pass.levels().iter().any(Level::is_personal) {
        pass.needs(Level::S4)?;
    }
    Ok(pass)
}

fn context(tx: &mut Tx<'_>, actor: &Actor, about: About) -> store::Result<Context> {
    let general = Context { purpose: actor.usual_purpose(), ..Context::general() };
    Ok(match about {
        About::General => general,
        About::Person(person) => {
            let standing = relations::to_person(tx, actor, person)?;
            let unassigned = standing.follower.is_nobody();
            Context { unassigned, ..through_the_glass(actor, person, standing.context(person, general)) }
        }
        About::Thing { recorded_by, team, person } => {
            let relations = relations::to_thing(actor, recorded_by, team);
            let Some(person) = person else { return Ok(Context { relations, ..general }) };
            let to_person = relations::to_person(tx, actor, person)?.context(person, general);
            let to_person = through_the_glass(actor, person, to_person);
            // Who follows the person follows what was recorded about her.
            Context { relations: relations.iter().fold(to_person.relations, RelationSet::with), ..to_person }
        }
        About::Account(account) if Some(account) == actor.id() => {
            Context { relations: RelationSet::of(&[Relation::None, Relation::Oneself]), ..general }
        }
        About::Account(_) => general,
    })
}

/// What she has open in an emergency she reads because of the emergency (SEC-22, SEC-31).
fn through_the_glass(actor: &Actor, person: PersonId, context: Context) -> Context {
    match actor.glass_over(person) {
        Glass::Closed => context,
        glass @ (Glass::Broken | Glass::Witnessed) => Context { glass, purpose: Some(Purpose::Emergency), ..context },
    }
}
