//! What is done with ties: showing them, adding, correcting, ending, taking back.

use ground::{Day, PersonId, TieId, Timestamp};
use policy::{Action, Pass, Resource};
use store::{Trail, Tx, once::Once};

use super::{
    model::{CannotTie, Depends, Kind, MOST, Said, State, Tie, told_until},
    store as rows,
};
use crate::{
    access::{self, About, Actor, Event, ties},
    app::{App, Refusal, only_once},
    people::{acts, safety, store as persons},
};

/// What stands between a person and others, as one actor may see it.
#[derive(Clone, Debug, Default)]
pub struct Household {
    /// The others, one by one: those with whom she lives first.
    pub members: Vec<Member>,
    /// Whether this actor may change it.
    pub may_correct: bool,
    /// What was changed, the newest first; absent for who may not see her history.
    pub changes: Option<Vec<Changed>>,
}

/// Someone beside her, and all that is between the two.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub other: PersonId,
    /// Her name, as it was when the two were parted (SEC-21).
    pub name: String,
    /// What is between them.
    pub ties: Vec<Shown>,
}

impl Member {
    /// Whether the two live together now.
    #[must_use]
    pub fn lives_with_her(&self) -> bool {
        self.ties.iter().any(|tie| tie.runs && tie.said.kind == Kind::Household)
    }

    /// Whether anything of it holds now.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.ties.iter().any(|tie| tie.runs)
    }
}

/// One tie, from her side.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Its id.
    pub id: TieId,
    /// The version, for a correction.
    pub version: i64,
    /// What is said.
    pub said: Said,
    /// Whether it holds now.
    pub runs: bool,
    /// Whether it was said to have ended, on a day that nobody may know.
    pub ended: bool,
}

/// A change of a tie.
#[derive(Clone, Debug)]
pub struct Changed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub who: String,
    /// With whom she has the tie.
    pub name: String,
    /// What stood there before; nothing when it was added.
    pub before: Option<Said>,
    /// What stands there from then on.
    pub after: Said,
    /// Where it stands from then on.
    pub state: State,
}

/// How many changes are shown.
const CHANGES_SHOWN: usize = 50;

/// Another person whom the actor may see, and what is between the two.
struct Beside {
    other: PersonId,
    name: String,
    ties: Vec<Tie>,
}

/// The others of a person, as far as the actor may see who they are. Of whom she may not see, nothing is
/// opened and nothing is counted: as if there were none (SEC-06, SEC-18).
fn beside(app: &App, tx: &mut Tx<'_>, actor: &Actor, pass: &Pass, id: PersonId) -> store::Result<Vec<Beside>> {
    let mut closed = rows::of_person(tx, pass, id)?;
    let mut all = Vec::new();
    while let Some(first) = closed.first() {
        let other = if first.person == id { first.other } else { first.person };
        let (with_her, rest): (Vec<_>, Vec<_>) =
            closed.into_iter().partition(|tie| tie.person == other || tie.other == other);
        closed = rest;
        let [see] = access::offered(tx, actor, About::Person(other), [(Action::See, Resource::Identity)])?;
        let Ok(see) = see else { continue };
        let Some(filed) = persons::find(tx, &app.vault, &see, other)? else { continue };
        let mut ties = Vec::with_capacity(with_her.len());
        for one in &with_her {
            ties.extend(rows::open(app, tx, pass, one)?);
        }
        let earlier = match told_until(&ties, id, app.now(), &app.zone) {
            Some(until) => persons::identity_before(tx, &see, &filed, until)?,
            None => None,
        };
        let name = earlier.unwrap_or(filed.identity).called();
        all.push(Beside { other, name, ties });
    }
    Ok(all)
}

fn members(app: &App, id: PersonId, beside: &[Beside]) -> Vec<Member> {
    let now = app.now();
    let shown = |tie: &Tie| {
        let said = tie.said_to(id).filter(|_| tie.state != State::TakenBack)?;
        let runs = tie.runs(now, &app.zone);
        Some(Shown { id: tie.id, version: tie.version, said, runs, ended: tie.state == State::Ended })
    };
    let mut members = Vec::new();
    for one in beside {
        let mut ties: Vec<Shown> = one.ties.iter().filter_map(shown).collect();
        ties.sort_by_key(|tie| (!tie.runs, !tie.said.kind.is_relation()));
        if !ties.is_empty() {
            members.push(Member { other: one.other, name: one.name.clone(), ties });
        }
    }
    members.sort_by_cached_key(|member| (!member.lives_with_her(), !member.is_current(), member.name.clone()));
    members
}

fn changed(app: &App, tx: &mut Tx<'_>, pass: &Pass, id: PersonId, beside: &[Beside]) -> store::Result<Vec<Changed>> {
    let mut all = Vec::new();
    for one in beside {
        for tie in one.ties.iter().filter(|tie| tie.said_to(id).is_some()) {
            let mut before = None;
            for rows::Change { at, done } in rows::changes(app, tx, pass, tie)? {
                let after = Tie { said: done.said, ..*tie }.said_to(id).unwrap_or(done.said);
                let (name, who) = (one.name.clone(), done.who);
                all.push(Changed { at, who, name, before, after, state: done.state });
                before = Some(after);
            }
        }
    }
    all.reverse();
    all.sort_by_key(|change| std::cmp::Reverse(change.at));
    all.truncate(CHANGES_SHOWN);
    Ok(all)
}

fn seen<'a>(members: &[Member], persons: &'a mut Vec<PersonId>) -> Event<'a> {
    persons.extend(members.iter().map(|member| member.other));
    Event { act: "household.seen", persons, ..Event::default() }
}

/// What the page of a person shows of it, inside the look at her: nothing for who may not see her file.
///
/// # Errors
/// The store's.
pub fn panel(
    app: &App,
    tx: &mut Tx<'_>,
    trail: &mut Trail,
    actor: &Actor,
    id: PersonId,
) -> store::Result<Option<Household>> {
    let asked = [(Action::See, Resource::PersonFile), (Action::Correct, Resource::PersonFile)];
    let [pass, correct] = access::offered(tx, actor, About::Person(id), asked)?;
    let Ok(pass) = pass else { return Ok(None) };
    let members = members(app, id, &beside(app, tx, actor, &pass, id)?);
    if !members.is_empty() {
        let mut persons = Vec::new();
        trail.leave(access::entry(app, actor, &pass, seen(&members, &mut persons)));
    }
    Ok(Some(Household { members, may_correct: correct.is_ok(), changes: None }))
}

/// Shows with whom a person lives, what others are to her, and how that changed.
///
/// # Errors
/// The usual refusals.
pub fn household(app: &App, actor: &Actor, id: PersonId) -> Result<Household, Refusal> {
    app.store.look("people.household", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::See, Resource::PersonFile, About::Person(id))?;
        acts::known(app, tx, actor, &pass, id)?;
        let asked = [(Action::Correct, Resource::PersonFile), (Action::See, Resource::PersonHistory)];
        let [correct, history] = access::offered(tx, actor, About::Person(id), asked)?;
        let beside = beside(app, tx, actor, &pass, id)?;
        let members = members(app, id, &beside);
        let changes = history.ok().map(|pass| changed(app, tx, &pass, id, &beside)).transpose()?;
        let mut persons = Vec::new();
        trail.leave(access::entry(app, actor, &pass, seen(&members, &mut persons)));
        Ok(Household { members, may_correct: correct.is_ok(), changes })
    })
}

/// What is to be written between a person and another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTie {
    /// The other.
    pub other: PersonId,
    /// What the other is to her, or that the other is to be told nothing.
    pub kind: Option<Kind>,
    /// Whether they live together.
    pub together: bool,
    /// Who of her household the other lives with too.
    pub also_with: Vec<PersonId>,
    /// Since when, as far as known.
    pub from: Option<Day>,
    /// Until when, as far as known.
    pub until: Option<Day>,
    /// Whether one depends on the other.
    pub depends: Depends,
}

impl NewTie {
    fn said(&self, kind: Kind) -> Said {
        let depends = if kind.is_relation() { self.depends } else { Depends::NotAsked };
        Said { kind, from: self.from, until: self.until, depends }
    }

    /// What is written between which two.
    fn all(&self, id: PersonId) -> Vec<(PersonId, PersonId, Said)> {
        let kinds = self.kind.into_iter().chain(self.together.then_some(Kind::Household));
        let hers = kinds.map(|kind| (id, self.other, self.said(kind)));
        let theirs = self.also_with.iter().filter(|_| self.together);
        hers.chain(theirs.map(|one| (self.other, *one, self.said(Kind::Household)))).collect()
    }
}

/// Another person, for the form that asks what she is to the first.
#[derive(Clone, Debug)]
pub struct Other {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// With whom of the household she may be said to live too.
    pub mates: Vec<(PersonId, String)>,
}

/// Shows the other to whom a tie is about to be written, and the household she may live with.
///
/// # Errors
/// The usual refusals.
pub fn other(app: &App, actor: &Actor, id: PersonId, other: PersonId) -> Result<Other, Refusal> {
    app.store.look("people.household.other", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::Correct, Resource::PersonFile, About::Person(id))?;
        acts::known(app, tx, actor, &pass, id)?;
        let see = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(other))?;
        let filed = acts::known(app, tx, actor, &see, other)?;
        let beside = beside(app, tx, actor, &pass, id)?;
        let there = beside.iter().find(|one| one.other == other).map(|one| one.name.clone());
        let mut mates = Vec::new();
        for member in members(app, id, &beside).iter().filter(|one| one.lives_with_her() && one.other != other) {
            if may_tie(tx, actor, member.other, other)? {
                mates.push((member.other, member.name.clone()));
            }
        }
        let mut persons = vec![other];
        persons.extend(mates.iter().map(|(id, _)| *id));
        let event = Event { act: "household.seen", persons: &persons, ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        Ok(Other { id: other, name: there.unwrap_or_else(|| filed.identity.called()), mates })
    })
}

/// Whether the actor corrects the file of one of the two.
fn may_tie(tx: &mut Tx<'_>, actor: &Actor, one: PersonId, other: PersonId) -> store::Result<bool> {
    let correct = [(Action::Correct, Resource::PersonFile)];
    for person in [one, other] {
        let [pass] = access::offered(tx, actor, About::Person(person), correct)?;
        if pass.is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes down what someone is to a person, and whether they live together. Who corrects her file may, and
/// sees who the other is; what is written between the other and the rest of the household, who corrects the
/// file of one of those two.
///
/// # Errors
/// [`CannotTie`], or the usual refusals.
pub fn add(app: &App, actor: &Actor, once: &Once, id: PersonId, new: &NewTie) -> Result<PersonId, Refusal<CannotTie>> {
    app.store.write("people.household.add", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = access::allow(app, tx, actor, Action::Correct, Resource::PersonFile, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            if new.other == id || new.also_with.contains(&id) || new.also_with.contains(&new.other) {
                return Err(Refusal::Rule(CannotTie::Herself));
            }
            let others: Vec<PersonId> = std::iter::once(new.other).chain(new.also_with.iter().copied()).collect();
            others.iter().try_for_each(|other| safety::sees(app, tx, actor, *other))?;
            let all = new.all(id);
            if all.is_empty() {
                return Err(Refusal::Rule(CannotTie::Nothing));
            }
            let beside = beside(app, tx, actor, &pass, id)?;
            if beside.iter().map(|one| one.ties.len()).sum::<usize>() + all.len() > MOST {
                return Err(Refusal::Rule(CannotTie::TooMany));
            }
            let who = acts::who(app, tx, actor)?;
            let mut objects = Vec::new();
            for (person, other, said) in &all {
                let pass = if *person == id { pass.clone() } else { corrects_one(app, tx, actor, (*person, *other))? };
                objects.push(write(app, tx, &pass, (*person, *other), *said, &who)?.to_string());
            }
            if new.together {
                stay_in_sight(app, tx, &pass, others.iter().chain([&id]))?;
            }
            let event = Event { act: "household.added", persons: &others, objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// A pass to correct the file of one of the two.
fn corrects_one<R>(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (one, other): (PersonId, PersonId),
) -> Result<Pass, Refusal<R>> {
    let correct = [(Action::Correct, Resource::PersonFile)];
    let [of_one] = access::offered(tx, actor, About::Person(one), correct)?;
    match of_one {
        Ok(pass) => Ok(pass),
        Err(_) => access::allow(app, tx, actor, Action::Correct, Resource::PersonFile, About::Person(other)),
    }
}

fn write(
    app: &App,
    tx: &mut Tx<'_>,
    pass: &Pass,
    (person, other): (PersonId, PersonId),
    said: Said,
    who: &str,
) -> Result<TieId, Refusal<CannotTie>> {
    said.check(app.today()).map_err(Refusal::Rule)?;
    let now = app.now();
    for closed in rows::of_person(tx, pass, person)? {
        if (closed.person == other || closed.other == other)
            && let Some(tie) = rows::open(app, tx, pass, &closed)?
            && tie.runs(now, &app.zone)
            && tie.said_to(person).is_some_and(|there| there.kind == said.kind)
        {
            return Err(Refusal::Rule(CannotTie::AlreadyThere));
        }
    }
    let state = if said.until.is_some() { State::Ended } else { State::Stands };
    let id = TieId::draw(&app.dice);
    let tie = Tie { id, version: 1, person, other, said, state, made_at: now, split_at: None }.split(now, &app.zone);
    let together = said.kind == Kind::Household;
    rows::insert(app, tx, pass, &tie, together, who)?;
    part(app, tx, pass, &tie)?;
    Ok(id)
}

/// Tells access that the two live together no longer: from the day it ended, and never from before it was
/// written down. Who had to keep away until then notices nothing.
fn part(app: &App, tx: &mut Tx<'_>, pass: &Pass, tie: &Tie) -> store::Result<()> {
    match (tie.said.kind, tie.state) {
        (Kind::Household, State::Ended) => {
            let ends = tie.said.until.map_or(app.now(), |until| until.start(&app.zone));
            ties::part(tx, pass, tie.id, ends.max(app.now()), app.now())
        }
        (Kind::Household, State::TakenBack) => ties::untie(tx, pass, tie.id),
        _ => Ok(()),
    }
}

/// Whoever must keep away from the one keeps away from the other now: what would leave one of them without
/// anybody is refused.
fn stay_in_sight<'a>(
    app: &App,
    tx: &mut Tx<'_>,
    pass: &Pass,
    persons: impl Iterator<Item = &'a PersonId>,
) -> Result<(), Refusal<CannotTie>> {
    for person in persons {
        if !safety::keep_somebody(app, tx, pass, *person)? {
            return Err(Refusal::Rule(CannotTie::NobodyElse));
        }
    }
    Ok(())
}

/// The tie, with leave to change it on this person's page. One that is with somebody whom the actor may not
/// see, or that is not this person's to know, is as one that is not there.
fn hers<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId, tie: TieId) -> Result<(Pass, Tie), Refusal<R>> {
    let pass = access::allow(app, tx, actor, Action::Correct, Resource::PersonFile, About::Person(id))?;
    acts::known(app, tx, actor, &pass, id)?;
    let beside = beside(app, tx, actor, &pass, id)?;
    let of_her = |one: &&Tie| one.id == tie && one.said_to(id).is_some() && one.state != State::TakenBack;
    let found = beside.iter().flat_map(|one| &one.ties).find(of_her).copied();
    match found {
        Some(tie) => Ok((pass, tie)),
        None => Err(access::nothing_there(app, tx, actor, (pass.action(), pass.resource()), Some(id))),
    }
}

/// Saves a tie as it is from now on.
fn change(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (pass, id): (&Pass, PersonId),
    tie: &Tie,
    act: &'static str,
) -> store::Result<()> {
    let who = acts::who(app, tx, actor)?;
    rows::save(app, tx, pass, tie, &who)?;
    part(app, tx, pass, tie)?;
    let (persons, objects) = ([tie.other_of(id)], [tie.id.to_string()]);
    access::note(app, tx, actor, pass, Event { act, persons: &persons, objects: &objects, ..Event::default() })
}

/// Corrects a tie from this person's side: what the other is to her, since when, until when. Living together
/// stays that, and so does a silence.
///
/// # Errors
/// [`Refusal::Stale`], [`CannotTie`], or the usual refusals.
pub fn correct(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    (tie, version): (TieId, i64),
    said: Said,
) -> Result<PersonId, Refusal<CannotTie>> {
    app.store.write("people.household.correct", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, old) = hers(app, tx, actor, id, tie)?;
            if old.version != version {
                return Err(Refusal::Stale);
            }
            said.check(app.today()).map_err(Refusal::Rule)?;
            let kind = if old.said.kind.is_relation() && said.kind.is_relation() {
                said.kind
            } else {
                old.said_to(id).map_or(old.said.kind, |there| there.kind)
            };
            let from_her_side = Said { kind, ..said };
            let said = if old.person == id { from_her_side } else { from_her_side.from_the_other_side() };
            let state = if said.until.is_some() { State::Ended } else { old.state };
            if said == old.said && state == old.state {
                return Ok(id);
            }
            let new = Tie { said, state, ..old }.split(app.now(), &app.zone);
            change(app, tx, actor, (&pass, id), &new, "household.corrected")?;
            Ok(id)
        })
    })
}

/// Ends a tie: on that day, or on one that nobody knows. Two who lived together are split from then on
/// (SEC-21).
///
/// # Errors
/// [`Refusal::Stale`], [`CannotTie`], or the usual refusals.
pub fn end(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    (tie, version): (TieId, i64),
    until: Option<Day>,
) -> Result<PersonId, Refusal<CannotTie>> {
    app.store.write("people.household.end", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, old) = hers(app, tx, actor, id, tie)?;
            if old.version != version {
                return Err(Refusal::Stale);
            }
            let ended = old.ended(until, app.now(), &app.zone);
            ended.said.check(app.today()).map_err(Refusal::Rule)?;
            change(app, tx, actor, (&pass, id), &ended, "household.ended")?;
            Ok(id)
        })
    })
}

/// Takes a tie back: it was a mistake, and nothing of it stands on either page any more but in the history.
///
/// # Errors
/// [`Refusal::Stale`], or the usual refusals.
pub fn take_back(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    (tie, version): (TieId, i64),
) -> Result<PersonId, Refusal<CannotTie>> {
    app.store.write("people.household.take_back", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, old) = hers(app, tx, actor, id, tie)?;
            if old.version != version {
                return Err(Refusal::Stale);
            }
            let new = Tie { state: State::TakenBack, ..old }.split(app.now(), &app.zone);
            change(app, tx, actor, (&pass, id), &new, "household.taken_back")?;
            Ok(id)
        })
    })
}

/// She leaves her household: all with whom she lives are split from her at once, on that day or on one that
/// nobody knows (SEC-21).
///
/// # Errors
/// [`CannotTie`], or the usual refusals.
pub fn leave(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    until: Option<Day>,
) -> Result<PersonId, Refusal<CannotTie>> {
    app.store.write("people.household.leave", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = access::allow(app, tx, actor, Action::Correct, Resource::PersonFile, About::Person(id))?;
            acts::known(app, tx, actor, &pass, id)?;
            let (now, zone) = (app.now(), &app.zone);
            let beside = beside(app, tx, actor, &pass, id)?;
            let together =
                beside.iter().flat_map(|one| &one.ties).filter(|tie| is_of_household(tie) && tie.runs(now, zone));
            for tie in together {
                let ended = tie.ended(until, now, zone);
                ended.said.check(app.today()).map_err(Refusal::Rule)?;
                change(app, tx, actor, (&pass, id), &ended, "household.ended")?;
            }
            Ok(id)
        })
    })
}

fn is_of_household(tie: &Tie) -> bool {
    tie.said.kind == Kind::Household
}

/// Splits a person from her household: she is being protected (SEC-18). Nothing stays on the pages of the
/// others, and on hers it reads like any leaving. The pass is the one to protect her.
pub(in crate::people) fn hide(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    id: PersonId,
) -> store::Result<()> {
    let (now, zone, mut split) = (app.now(), &app.zone, 0);
    let who = acts::who(app, tx, actor)?;
    for closed in rows::of_person(tx, pass, id)? {
        let Some(tie) = rows::open(app, tx, pass, &closed)?.filter(|tie| is_of_household(tie) && tie.runs(now, zone))
        else {
            continue;
        };
        let ended = tie.ended(Some(app.today()), now, zone);
        rows::save(app, tx, pass, &ended, &who)?;
        part(app, tx, pass, &ended)?;
        split += 1;
    }
    match split {
        0 => Ok(()),
        count => {
            access::note(app, tx, actor, pass, Event { act: "household.split", count: Some(count), ..Event::default() })
        }
    }
}

/// Wraps the keys of all her ties as her protection, or that of the others, says now.
pub(in crate::people) fn wrap_as_protected(app: &App, tx: &mut Tx<'_>, id: PersonId) -> store::Result<()> {
    rows::wrap_all(app, tx, id)
}

/// Writes down many ties at once: of a city that is drawn. One entry says how many.
///
/// # Errors
/// [`CannotTie`], or the usual refusals.
pub fn write_down(app: &App, actor: &Actor, all: &[(PersonId, PersonId, Said)]) -> Result<(), Refusal<CannotTie>> {
    app.store.write("people.household.write_down", |tx| {
        let pass = access::allow(app, tx, actor, Action::Create, Resource::Identity, About::General)?;
        let (who, now) = (acts::who(app, tx, actor)?, app.now());
        for (person, other, said) in all {
            said.check(app.today()).map_err(Refusal::Rule)?;
            let state = if said.until.is_some() { State::Ended } else { State::Stands };
            let id = TieId::draw(&app.dice);
            let (person, other, said) = (*person, *other, *said);
            let tie = Tie { id, version: 1, person, other, said, state, made_at: now, split_at: None };
            let tie = tie.split(now, &app.zone);
            rows::insert(app, tx, &pass, &tie, is_of_household(&tie), &who)?;
            part(app, tx, &pass, &tie)?;
        }
        let event = Event { act: "household.added", count: Some(all.len() as u64), ..Event::default() };
        access::note(app, tx, actor, &pass, event)?;
        Ok(())
    })
}
