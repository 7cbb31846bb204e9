//! Hiding a person from all but her protected team, and keeping away from her whom she must not meet
//! (SEC-16, SEC-17, SEC-18).
//!
//! Hiding takes one word of anyone who stands before her; showing her again takes two of her
//! protected team. What is hidden is hidden by the decision itself: it reads these rows each time.

use ground::{AccountId, PersonId, TeamId, Timestamp};
use policy::{Action, Pass, Resource, Role};
use store::{
    Tx,
    once::Once,
    vault::{Safe, Under},
};

use super::{acts, filing, household, merge, proposed, safe_address, watched};
use crate::{
    access::{
        self, About, Actor, Event,
        second_word::{self, Speaker, Word},
        shield::{self, Guard, Origin},
        sight, sought, ties,
    },
    app::{App, HEAR_OF_PROTECTION, Refusal, only_once},
};

/// Why the safety of a person was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotShield {
    /// Nobody in the city may follow protected persons, or all who may are kept away from her.
    NobodyProtects,
    /// Nobody would see her any more.
    NobodyElse,
    /// Several teams may: one has to be chosen.
    ChooseTeam,
    /// Whoever asked to lift a protection does not agree to it herself.
    SamePerson,
    /// There is no colleague of that name who works with persons.
    NoSuchColleague,
}

/// What of a person's safety one actor may see and do.
#[derive(Clone, Debug, Default)]
pub struct Safety {
    /// Her protection, for those who see her behind it.
    pub guard: Option<Guard>,
    /// Who searched for her without leave to see her, and when, as long as she is protected.
    pub sought: Vec<(String, Timestamp)>,
    /// Whether this actor asked to lift it.
    pub asked_by_me: bool,
    /// Who must not work for her, by name; absent for who may not see it.
    pub conflicts: Option<Vec<Kept>>,
    /// What the actor may do, perhaps after the second factor.
    pub may: MayShield,
    /// The teams that may follow a protected person.
    pub teams: Vec<(TeamId, String)>,
    /// The colleagues whom she can ask to keep away.
    pub colleagues: Vec<(AccountId, String)>,
    /// Conflicts that are proposed and wait for this actor's answer.
    pub proposed: Vec<proposed::Waiting>,
    /// The colleagues of whom this actor, who leads them, may propose it.
    pub staff: Vec<(AccountId, String)>,
}

/// Someone who is kept away from a person.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Who.
    pub account: AccountId,
    /// Her name.
    pub name: String,
    /// By whose word.
    pub origin: Origin,
    /// Since when.
    pub at: Timestamp,
}

/// Which of the acts of this page an actor may do.
#[derive(Clone, Copy, Debug, Default)]
pub struct MayShield {
    /// Hide her.
    pub protect: bool,
    /// Ask to show her again, or agree to it.
    pub unprotect: bool,
    /// Keep someone away from her.
    pub declare: bool,
    /// Let someone near again.
    pub end: bool,
    /// Ask where she stays.
    pub address: bool,
}

/// Shows what keeps a person safe.
///
/// # Errors
/// The usual refusals.
pub fn safety(app: &App, actor: &Actor, id: PersonId) -> Result<Safety, Refusal> {
    app.store.look("people.safety", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?;
        let filed = acts::known(app, tx, actor, &pass, id)?;
        let [protect, unprotect, declare, end, see, address] = access::offered(
            tx,
            actor,
            About::Person(id),
            [
                (Action::Protect, Resource::Protection),
                (Action::Lift, Resource::Protection),
                (Action::Declare, Resource::Conflict),
                (Action::Lift, Resource::Conflict),
                (Action::See, Resource::Conflict),
                (Action::See, Resource::SafeAddress),
            ],
        )?;
        let offered = |asked: &Result<Pass, policy::Denied>| {
            asked.as_ref().map_or_else(policy::Denied::offers_elevation, |_| true)
        };
        let guard = shield::guard(tx, &pass, id)?;
        let waits = guard.map(|guard| word(app, tx, actor, id, &guard)).transpose()?;
        let waiting = match actor.id() {
            Some(me) => shield::proposed(tx, &pass, id, me)?,
            None => Vec::new(),
        };
        let leads = proposed::proposes(actor) && offered(&declare);
        let safety = Safety {
            // A word that no longer stands is not shown.
            guard: guard.map(|guard| match waits {
                Some(Word::Again | Word::Second) => guard,
                Some(Word::First) | None => Guard { lift_asked: None, ..guard },
            }),
            sought: if guard.is_some() { sought::of_person(app, tx, &pass, id)? } else { Vec::new() },
            asked_by_me: waits == Some(Word::Again),
            conflicts: see.ok().map(|pass| kept(app, tx, &pass, id)).transpose()?,
            may: MayShield {
                protect: guard.is_none() && offered(&protect),
                unprotect: guard.is_some() && offered(&unprotect),
                declare: offered(&declare),
                end: offered(&end),
                address: guard.is_some() && offered(&address),
            },
            teams: teams(tx, &pass, id)?,
            colleagues: access::accounts::workers(app, tx)?.into_iter().map(|(id, name, _)| (id, name)).collect(),
            proposed: proposed::answerable(app, tx, actor, waiting)?,
            staff: if leads { proposed::staff_of(app, tx, actor)? } else { Vec::new() },
        };
        let flags = watched::flags(app, tx, actor, &filed.identity)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "person.safety_seen", flags, ..Event::default() }));
        Ok(safety)
    })
}

fn kept(app: &App, tx: &mut Tx<'_>, pass: &Pass, id: PersonId) -> store::Result<Vec<Kept>> {
    let mut all = Vec::new();
    for conflict in shield::conflicts(tx, pass, id)? {
        let name = access::name(app, tx, conflict.account)?.unwrap_or_default();
        all.push(Kept { account: conflict.account, name, origin: conflict.origin, at: conflict.at });
    }
    Ok(all)
}

/// The teams in which someone could follow her if she is protected, by name.
fn teams(tx: &mut Tx<'_>, pass: &Pass, id: PersonId) -> store::Result<Vec<(TeamId, String)>> {
    let workers = sight::could_follow(tx, pass, id)?;
    let mut teams = access::accounts::teams(tx)?;
    teams.retain(|team| workers.iter().any(|(_, of)| *of == Some(team.id)));
    Ok(teams.into_iter().map(|team| (team.id, team.name)).collect())
}

/// Hides a person, at once and everywhere: she is taken out of the index everybody searches, split from her
/// household, and given into the hands of a protected team when nobody of one follows her yet. `team` chooses it where
/// there are several.
///
/// # Errors
/// [`CannotShield`], or the usual refusals.
pub fn protect(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    team: Option<TeamId>,
) -> Result<PersonId, Refusal<CannotShield>> {
    app.store.write("people.protect", |tx| {
        only_once(app, tx, once, |tx| {
            let others = merge::others(tx, id)?;
            hide(app, tx, actor, id, team)?;
            let team = access::follower(tx, id)?.team;
            others.into_iter().try_for_each(|other| hide(app, tx, actor, other, team))?;
            Ok(id)
        })
    })
}

/// Hides one record of a person.
pub(super) fn hide(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
    team: Option<TeamId>,
) -> Result<(), Refusal<CannotShield>> {
    let pass = access::allow(app, tx, actor, Action::Protect, Resource::Protection, About::Person(id))?;
    let filed = acts::known(app, tx, actor, &pass, id)?;
    if shield::guard(tx, &pass, id)?.is_some() {
        return Ok(());
    }
    hand_over(app, tx, &pass, id, team)?;
    filing::move_to(tx, &app.vault, &pass, &filed, Safe::ProtectedIndex)?;
    household::hide(app, tx, actor, &pass, id)?;
    shield::raise(tx, &pass, id, app.now())?;
    must_be_seen(tx, &pass, id, CannotShield::NobodyProtects)?;
    wrap_under(app, tx, id, Under::Protected)?;
    Ok(access::note(app, tx, actor, &pass, Event { act: "person.protected", ..Event::default() })?)
}

/// Refuses what would leave a protected person without anyone who sees her.
fn must_be_seen(tx: &mut Tx<'_>, pass: &Pass, id: PersonId, why: CannotShield) -> Result<(), Refusal<CannotShield>> {
    if sight::is_lost(tx, pass, id)? { Err(Refusal::Rule(why)) } else { Ok(()) }
}

/// Wraps the keys of all that is kept of a person under that of S4, or back (SEC-18): her own, and those of
/// what other rooms keep about her. The rows stay as they are, so that this is quick and forgets none.
fn wrap_under(app: &App, tx: &mut Tx<'_>, id: PersonId, under: Under) -> store::Result<()> {
    app.vault.move_keys(tx, id.bytes(), under)?;
    household::wrap_as_protected(app, tx, id)?;
    HEAR_OF_PROTECTION.iter().try_for_each(|hears| hears(app, tx, id, under))
}

/// Sees to it that someone who may look behind the protection follows her: a person hidden from
/// everybody would be helped by nobody.
fn hand_over(
    app: &App,
    tx: &mut Tx<'_>,
    pass: &Pass,
    id: PersonId,
    wanted: Option<TeamId>,
) -> Result<(), Refusal<CannotShield>> {
    let workers = sight::could_follow(tx, pass, id)?;
    let follower = access::follower(tx, id)?;
    let followed = |(worker, team): &(AccountId, Option<TeamId>)| {
        follower.worker == Some(*worker) || (follower.team.is_some() && follower.team == *team)
    };
    let kept = workers.iter().any(followed) && wanted.is_none_or(|team| follower.team == Some(team));
    let worker = follower.worker.filter(|one| workers.iter().any(|(worker, _)| worker == one));
    if kept && (follower.worker.is_none() || worker.is_some()) {
        return Ok(());
    }
    let teams = teams(tx, pass, id)?;
    let is_one = |team: &TeamId| teams.iter().any(|(one, _)| one == team);
    let team = match (wanted, teams.as_slice()) {
        (_, []) => return Err(Refusal::Rule(CannotShield::NobodyProtects)),
        (Some(team), _) if is_one(&team) => team,
        (None, [(only, _)]) => *only,
        (None, _) => follower.team.filter(is_one).ok_or(Refusal::Rule(CannotShield::ChooseTeam))?,
        (Some(_), _) => return Err(Refusal::Rule(CannotShield::ChooseTeam)),
    };
    Ok(access::assign(tx, pass, id, follower.version, (worker, Some(team)), app.now())?)
}

/// Asks to show a protected person again, or agrees when another colleague of the protected team asked
/// before. Only the second word lifts the protection.
///
/// # Errors
/// [`CannotShield::SamePerson`], or the usual refusals.
pub fn unprotect(app: &App, actor: &Actor, once: &Once, id: PersonId) -> Result<PersonId, Refusal<CannotShield>> {
    app.store.write("people.unprotect", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = access::allow(app, tx, actor, Action::Lift, Resource::Protection, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            let guard = shield::guard(tx, &pass, id)?.ok_or(Refusal::NotFound)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            let act = match word(app, tx, actor, id, &guard)? {
                Word::Again => return Err(Refusal::Rule(CannotShield::SamePerson)),
                Word::Second => {
                    for one in merge::others(tx, id)?.into_iter().chain([id]) {
                        show(app, tx, actor, one)?;
                    }
                    "person.protection_lifted"
                }
                Word::First => {
                    shield::ask_to_lower(tx, &pass, id, me, app.now())?;
                    "person.protection_lift_asked"
                }
            };
            access::note(app, tx, actor, &pass, Event { act, ..Event::default() })?;
            Ok(id)
        })
    })
}

/// Shows one record of a person again, if it was hidden.
fn show(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<(), Refusal<CannotShield>> {
    let pass = access::allow(app, tx, actor, Action::Lift, Resource::Protection, About::Person(id))?;
    let filed = acts::known(app, tx, actor, &pass, id)?;
    if shield::guard(tx, &pass, id)?.is_none() {
        return Ok(());
    }
    filing::move_to(tx, &app.vault, &pass, &filed, Safe::PersonalIndex)?;
    safe_address::destroy(app, tx, &pass, id)?;
    shield::lower(tx, &pass, id)?;
    Ok(wrap_under(app, tx, id, Under::Own)?)
}

/// For how many days Today tells of searches for protected persons.
const SOUGHT_DAYS: i64 = 7;

/// The protected persons of this worker for whom someone searched without leave to see them, and when last:
/// by reference, for Today. The page of each says who it was, after the second factor.
///
/// # Errors
/// The store's.
pub fn sought_lately(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> store::Result<Vec<(PersonId, Timestamp)>> {
    if !actor.roles().holds(Role::ProtectedWorker) {
        return Ok(Vec::new());
    }
    let mut hers = Vec::new();
    for (person, at) in sought::since(tx, app.now().plus_seconds(-SOUGHT_DAYS * 86_400))? {
        let [see] = access::offered(tx, actor, About::Person(person), [(Action::See, Resource::Identity)])?;
        if see.map_or_else(|denied| denied.offers_elevation(), |_| true) {
            hers.push((person, at));
        }
    }
    Ok(hers)
}

/// What the word of this actor for lifting a protection is: who said the first must still be of her
/// protected team, and not kept away from her.
fn word(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId, guard: &Guard) -> store::Result<Word> {
    let fresh = guard.lift_asked.filter(|(_, at)| app.now() < at.plus_seconds(ASKED_FOR));
    let said = fresh.map(|(by, _)| Speaker::Account(by));
    second_word::word(app, tx, said.as_ref(), actor, |tx, first| {
        Ok(access::may(tx, first, Action::Lift, Resource::Protection, About::Person(id))?.is_some())
    })
}

/// How long, in seconds, the word of the first of the two stands: a week.
const ASKED_FOR: i64 = 7 * 24 * 3600;

/// Keeps a colleague away from a person, because the person asked for it; or oneself, with `who` none,
/// because one knows her privately. A reference worker who is kept away no longer follows her.
///
/// # Errors
/// [`CannotShield::NoSuchColleague`], or the usual refusals.
pub fn keep_away(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    who: Option<AccountId>,
) -> Result<PersonId, Refusal<CannotShield>> {
    app.store.write("people.keep_away", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = access::allow(app, tx, actor, Action::Declare, Resource::Conflict, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            let account = who.or(actor.id()).ok_or(Refusal::NotFound)?;
            let origin = if Some(account) == actor.id() { Origin::Declared } else { Origin::Asked };
            let workers = access::accounts::workers(app, tx)?;
            if !workers.iter().any(|(one, ..)| *one == account) {
                return Err(Refusal::Rule(CannotShield::NoSuchColleague));
            }
            for one in merge::others(tx, id)?.into_iter().chain([id]) {
                keep_from(app, tx, actor, &pass, one, (account, origin))?;
            }
            let objects = [account.to_string()];
            let event = Event { act: "person.conflict_declared", objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// Keeps an account away from a person and her household, and takes them out of its hands where it follows
/// them. What would leave her, or one of the others whom the actor sees, without anybody is not done.
pub(super) fn keep_from(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    id: PersonId,
    (account, origin): (AccountId, Origin),
) -> Result<(), Refusal<CannotShield>> {
    let mut household = Vec::new();
    for mate in ties::housemates(tx, pass, id, app.now())? {
        let [see] = access::offered(tx, actor, About::Person(mate), [(Action::See, Resource::Identity)])?;
        household.push((mate, see.map_or_else(|denied| denied.offers_elevation(), |_| true)));
    }
    shield::keep_away(tx, pass, id, account, origin, app.now())?;
    if !keep_somebody(app, tx, pass, id)? {
        return Err(Refusal::Rule(CannotShield::NobodyElse));
    }
    for (mate, is_seen) in household {
        if keep_somebody(app, tx, pass, mate)? {
            continue;
        }
        // A refusal for the sake of who is hidden from this actor would tell that she is there (SEC-07).
        if is_seen {
            return Err(Refusal::Rule(CannotShield::NobodyElse));
        }
        let waits = Event { act: "protection.looked_after", persons: &[mate], count: Some(1), ..Event::default() };
        access::note_of_house(app, tx, waits)?;
    }
    Ok(())
}

/// Takes a person out of the hands of who must keep away from her by now, gives her, where she is protected
/// and nobody would see her, to another team that can, and tells whether somebody is left who may work for
/// her.
pub(super) fn keep_somebody(app: &App, tx: &mut Tx<'_>, pass: &Pass, id: PersonId) -> store::Result<bool> {
    let follower = access::follower(tx, id)?;
    if let Some(worker) = follower.worker
        && shield::keeps_from(tx, pass, id, worker)?
    {
        access::assign(tx, pass, id, follower.version, (None, follower.team), app.now())?;
    }
    if sight::is_lost(tx, pass, id)?
        && let Some((team, _)) = teams(tx, pass, id)?.into_iter().next()
    {
        let version = access::follower(tx, id)?.version;
        access::assign(tx, pass, id, version, (None, Some(team)), app.now())?;
    }
    if sight::is_lost(tx, pass, id)? {
        return Ok(false);
    }
    for (worker, ..) in access::accounts::workers(app, tx)? {
        if !shield::keeps_from(tx, pass, id, worker)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether there is such a person and the actor may see who she is. Whom nobody follows is any supervisor's,
/// and so could who is not there: without this, being asked for the second factor would tell a random id
/// from a hidden person's (SEC-10).
pub(super) fn sees<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<(), Refusal<R>> {
    let seen = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?;
    acts::known(app, tx, actor, &seen, id)?;
    Ok(())
}

/// Lets someone near a person again.
///
/// # Errors
/// The usual refusals; [`Refusal::Stale`] when someone else did it first.
pub fn end_conflict(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    account: AccountId,
) -> Result<PersonId, Refusal<CannotShield>> {
    app.store.write("people.end_conflict", |tx| {
        only_once(app, tx, once, |tx| {
            sees(app, tx, actor, id)?;
            let pass = access::allow(app, tx, actor, Action::Lift, Resource::Conflict, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            shield::end_conflict(tx, &pass, id, account)?;
            for other in merge::others(tx, id)? {
                let pass = access::allow(app, tx, actor, Action::Lift, Resource::Conflict, About::Person(other))?;
                let kept = shield::conflicts(tx, &pass, other)?;
                if kept.iter().any(|conflict| conflict.account == account) {
                    shield::end_conflict(tx, &pass, other, account)?;
                }
            }
            let objects = [account.to_string()];
            let event = Event { act: "person.conflict_ended", objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

#[cfg(test)]
mod story;
