//! Two records that are one person (SEC-51).
//!
//! A merge copies nothing and opens nothing. Both records stay as they are, each under its own keys, with
//! its own history and its own followers; one is read as part of the other: a search leads to the one that
//! was kept, its page names the other, and its diary shows the contacts of both, each to whom it was open
//! before. Within thirty days it is taken back by ending that one row. What must not be weaker after it is
//! raised at once on both: a protection of either hides both, whoever must not meet the one does not meet the
//! other, and it stays so when they are told apart again.
//!
//! `look` is where the house itself looks for pairs. Who does not see both of a pair does not see that there
//! is one, so a protected person is hinted at nowhere; her own team finds the pair on Today: the silent
//! request to link (SEC-19).

use std::collections::HashSet;

use ground::{PersonId, Timestamp};
use policy::{Action, Pass, Resource};
use store::{Tx, jobs, once::Once};

use self::rows::Merge;
use super::{
    acts::{self, PersonView},
    model::{Name, NewPerson},
    safety::{self, CannotShield},
    search::{self, Hit},
    store as persons,
    store::{Change, Touched},
};
use crate::{
    access::{
        self, About, Actor, Event,
        shield::{self, Origin},
    },
    app::{App, Refusal, only_once},
};

mod alike;
mod batch;
mod look;
mod rows;
#[cfg(test)]
mod story;

pub use alike::Carried;
pub use batch::{Twins, duplicates};
pub use look::{LOOK, look};
pub(super) use look::{ask_to_look, ask_to_look_at_batch};

/// For how many seconds a merge can be taken back: thirty days (SEC-51).
pub const REVERSIBLE: i64 = 30 * 24 * 3600;
/// How many records that may be hers are shown.
const SHOWN: usize = 9;
/// How many pairs a list shows.
const LIST_MOST: usize = 25;
/// How many pairs are read to fill a list: whom this actor does not see takes no place in it.
const READ_MOST: i64 = 500;

/// Another record of the same person, as one actor may see it.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its id.
    pub id: PersonId,
    /// The names in it.
    pub names: Vec<Name>,
    /// Whether it is the one that was kept.
    pub is_kept: bool,
    /// When they were made one.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Until when this actor may take it back; none when she may not, or the time is over.
    pub until: Option<Timestamp>,
}

/// Why two records were not made one, or told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotMerge {
    /// One of them is already read as part of another.
    AlreadyOne,
    /// The thirty days are over.
    TooLate,
    /// Nobody would see her, or several teams could protect her: that is settled on her safety page first.
    Shield(CannotShield),
}

/// Two records side by side.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The one from which the question came.
    pub one: PersonView,
    /// The other.
    pub other: PersonView,
    /// How alike they are, and why: what stands in the other, seen from the one.
    pub hit: Hit,
    /// How usual the family name is that both have.
    pub carried: Option<Carried>,
    /// Whether either may be kept: who may correct the one may.
    pub may_keep: (bool, bool),
    /// Whether they are one already.
    pub are_one: bool,
}

/// Every other record of the same person.
///
/// # Errors
/// The store's.
pub(super) fn others(tx: &mut Tx<'_>, id: PersonId) -> store::Result<Vec<PersonId>> {
    let mut all = vec![head(tx, id)?];
    let mut at = 0;
    while let Some(one) = all.get(at).copied() {
        all.extend(rows::into(tx, one)?.into_iter().map(|merge| merge.gone));
        at += 1;
    }
    all.retain(|one| *one != id);
    Ok(all)
}

/// Every record of a person, this one first.
///
/// # Errors
/// The store's.
pub fn records_of(tx: &mut Tx<'_>, id: PersonId) -> store::Result<Vec<PersonId>> {
    Ok([id].into_iter().chain(others(tx, id)?).collect())
}

/// The same, but for the other records whose names are not open to this actor.
///
/// # Errors
/// The store's.
pub fn records_seen_of(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> store::Result<Vec<PersonId>> {
    let mut seen = vec![id];
    for other in others(tx, id)? {
        if access::may(tx, actor, Action::See, Resource::Identity, About::Person(other))?.is_some() {
            seen.push(other);
        }
    }
    Ok(seen)
}

/// The record that is read for this one: itself, unless it was merged into another.
pub(super) fn head(tx: &mut Tx<'_>, id: PersonId) -> store::Result<PersonId> {
    let mut head = id;
    while let Some(merge) = rows::of(tx, head)? {
        head = merge.kept;
    }
    Ok(head)
}

/// Leads the hits of a search to the records that are read, each once. Where nothing was merged that is one
/// question for all of them.
pub(super) fn lead(tx: &mut Tx<'_>, hits: &mut Vec<Hit>) -> store::Result<()> {
    loop {
        let ids: Vec<PersonId> = hits.iter().map(|hit| hit.id).collect();
        let merges = rows::of_many(tx, &ids)?;
        if merges.is_empty() {
            break;
        }
        for hit in hits.iter_mut() {
            hit.id = merges.iter().find(|merge| merge.gone == hit.id).map_or(hit.id, |merge| merge.kept);
        }
    }
    let mut seen = HashSet::with_capacity(hits.len());
    hits.retain(|hit| seen.insert(hit.id));
    Ok(())
}

/// The other records of a person whom this actor sees, inside a look that leaves the entry.
pub(super) fn records(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> store::Result<Vec<Record>> {
    let mut records = Vec::new();
    for other in others(tx, id)? {
        let [see] = access::offered(tx, actor, About::Person(other), [(Action::See, Resource::Identity)])?;
        let Ok(pass) = see else { continue };
        let Some(filed) = persons::find(tx, &app.vault, &pass, other)? else { continue };
        // Between the two, or between the other and what it was merged into.
        let merge = [rows::of(tx, other)?, rows::of(tx, id)?].into_iter().flatten().next();
        let Some(merge) = merge else { continue };
        let until = merge.at.plus_seconds(REVERSIBLE);
        let between = [merge.gone, merge.kept] == [other, id] || [merge.gone, merge.kept] == [id, other];
        let may = between && app.now() < until && may_correct(tx, actor, merge.kept)?;
        records.push(Record {
            id: other,
            names: filed.identity.names,
            is_kept: merge.kept == other,
            at: merge.at,
            by: access::name(app, tx, merge.by)?.unwrap_or_default(),
            until: may.then_some(until),
        });
    }
    Ok(records)
}

fn may_correct(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> store::Result<bool> {
    Ok(access::may(tx, actor, Action::Correct, Resource::Identity, About::Person(id))?.is_some())
}

/// The records that may be this person's, best first: whoever is shown is shown by the search.
///
/// # Errors
/// The usual refusals.
pub fn candidates(app: &App, actor: &Actor, id: PersonId) -> Result<(PersonView, Vec<Hit>), Refusal> {
    let (view, others) = acts::see_with(app, actor, id, |tx, _| others(tx, id))?;
    let found = search::find(app, actor, &view.known(), SHOWN + others.len() + 1)?;
    let mut hits = found.hits;
    app.store.read::<(), store::StoreError>("people.merge.two", |tx| {
        let mut kept = Vec::with_capacity(hits.len());
        for hit in hits.drain(..) {
            let is_hers = hit.id == id || others.contains(&hit.id);
            if !is_hers && !rows::are_two(tx, id, hit.id)? {
                kept.push(hit);
            }
        }
        hits = kept;
        Ok(())
    })?;
    hits.truncate(SHOWN);
    Ok((view, hits))
}

/// Who is almost certainly the person that is about to be written down, among those whom the search shows
/// this actor. Nobody when the form was answered before: then she is there because of it (SEC-75).
///
/// # Errors
/// The usual refusals.
pub fn there_already(app: &App, actor: &Actor, once: &Once, new: &NewPerson) -> Result<Vec<Hit>, Refusal> {
    let is_new = app.store.read::<_, store::StoreError>("people.merge.once", |tx| {
        Ok(matches!(store::once::known(tx, once)?, store::once::Known::New))
    })?;
    if !is_new || new.identity.check().is_err() {
        return Ok(Vec::new());
    }
    let found = search::find(app, actor, &new.identity.known(new.file.phones()), SHOWN)?;
    let sure = |hit: &Hit| hit.likeness.decision == matching::Decision::Match;
    Ok(found.hits.into_iter().filter(sure).collect())
}

/// Shows two records side by side.
///
/// # Errors
/// The usual refusals: who does not see both sees neither.
pub fn compare(app: &App, actor: &Actor, one: PersonId, other: PersonId) -> Result<Compared, Refusal> {
    if one == other {
        return Err(Refusal::NotFound);
    }
    app.store.look("people.merge.compare", |tx, trail| {
        let (hers, pass) = acts::view(app, tx, actor, one)?;
        let (others_view, other_pass) = acts::view(app, tx, actor, other)?;
        let are_one = others(tx, one)?.contains(&other);
        for (pass, with) in [(&pass, other), (&other_pass, one)] {
            let event = Event { act: "person.compared", persons: &[with], ..Event::default() };
            trail.leave(access::entry(app, actor, pass, event));
        }
        let hit = alike::of_views(&hers, &others_view);
        Ok(Compared {
            may_keep: (hers.may.correct_identity, others_view.may.correct_identity),
            carried: alike::carried(app, tx, actor, &hit, one)?,
            hit,
            one: hers,
            other: others_view,
            are_one,
        })
    })
}

/// The pass of an act about two records: to correct the first, for who sees both.
fn both<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, kept: PersonId, gone: PersonId) -> Result<Pass, Refusal<R>> {
    if kept == gone {
        return Err(Refusal::NotFound);
    }
    safety::sees(app, tx, actor, kept)?;
    safety::sees(app, tx, actor, gone)?;
    access::allow(app, tx, actor, Action::Correct, Resource::Identity, About::Person(kept))
}

/// Makes two records one person's: `gone` is read as part of `kept` from now on.
///
/// # Errors
/// [`CannotMerge`], or the usual refusals.
pub fn merge(
    app: &App,
    actor: &Actor,
    once: &Once,
    kept: PersonId,
    gone: PersonId,
) -> Result<PersonId, Refusal<CannotMerge>> {
    app.store.write("people.merge", |tx| {
        only_once(app, tx, once, |tx| {
            let correct = both(app, tx, actor, kept, gone)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            if rows::of(tx, gone)?.is_some() || rows::of(tx, kept)?.is_some() {
                return Err(Refusal::Rule(CannotMerge::AlreadyOne));
            }
            let (hers, others) = (records_of(tx, kept)?, records_of(tx, gone)?);
            for (one, other) in hers.iter().flat_map(|one| others.iter().map(move |other| (*one, *other))) {
                as_strict(app, tx, actor, (one, other), &correct)?;
                as_strict(app, tx, actor, (other, one), &correct)?;
            }
            rows::put(tx, &correct, &Merge { gone, kept, by: me, at: app.now() })?;
            rows::drop_pair(tx, kept, gone)?;
            told(app, tx, actor, &correct, "person.merged", Touched::Merged, (kept, gone))?;
            Ok(kept)
        })
    })
}

/// Raises on the first what stands on the second: its protection, and whom it keeps away.
fn as_strict(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (one, other): (PersonId, PersonId),
    pass: &Pass,
) -> Result<(), Refusal<CannotMerge>> {
    let rule = |refusal: Refusal<CannotShield>| match refusal.without_rule() {
        Ok(refusal) => refusal,
        Err(rule) => Refusal::Rule(CannotMerge::Shield(rule)),
    };
    if shield::guard(tx, pass, other)?.is_some() {
        let team = access::follower(tx, other)?.team;
        safety::hide(app, tx, actor, one, team).map_err(rule)?;
    }
    for account in shield::kept_apart_from(tx, pass, other)? {
        if !shield::keeps_from(tx, pass, one, account)? {
            safety::keep_from(app, tx, actor, pass, one, (account, Origin::Confirmed)).map_err(rule)?;
        }
    }
    Ok(())
}

/// Writes into both histories and the trail what was done with the two.
fn told(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    act: &'static str,
    touched: Touched,
    (kept, gone): (PersonId, PersonId),
) -> store::Result<()> {
    for id in [kept, gone] {
        let key = app.vault.key(tx, id.bytes(), store::vault::Safe::Personal)?;
        if let Some(key) = key {
            let change = Change { who: acts::who(app, tx, actor)?, before: serde_json::Value::Null };
            persons::remember(tx, &app.dice, (id, &key), touched, &change, app.now())?;
        }
    }
    access::note(app, tx, actor, pass, Event { act, persons: &[gone], ..Event::default() })
}

/// Tells two records apart again, within thirty days. Who was protected or kept away meanwhile stays so on
/// both.
///
/// # Errors
/// [`CannotMerge::TooLate`], [`Refusal::Stale`] when it was done before, or the usual refusals.
pub fn take_back(
    app: &App,
    actor: &Actor,
    once: &Once,
    one: PersonId,
    other: PersonId,
) -> Result<PersonId, Refusal<CannotMerge>> {
    app.store.write("people.merge.take_back", |tx| {
        only_once(app, tx, once, |tx| {
            let between = [rows::of(tx, one)?, rows::of(tx, other)?].into_iter().flatten();
            let merge = between.into_iter().find(|merge| [one, other].contains(&merge.kept));
            let (kept, gone) = merge.map_or((one, other), |merge| (merge.kept, merge.gone));
            let correct = both(app, tx, actor, kept, gone)?;
            let merge = merge.ok_or(Refusal::Stale)?;
            if app.now() >= merge.at.plus_seconds(REVERSIBLE) {
                return Err(Refusal::Rule(CannotMerge::TooLate));
            }
            rows::end(tx, &correct, gone)?;
            told(app, tx, actor, &correct, "person.parted", Touched::Parted, (kept, gone))?;
            Ok(one)
        })
    })
}

/// Says that two records are two persons: they are not proposed again.
///
/// # Errors
/// [`CannotMerge::AlreadyOne`], or the usual refusals.
pub fn say_two(
    app: &App,
    actor: &Actor,
    once: &Once,
    one: PersonId,
    other: PersonId,
) -> Result<PersonId, Refusal<CannotMerge>> {
    app.store.write("people.merge.two", |tx| {
        only_once(app, tx, once, |tx| {
            // Who may correct either may say so.
            let (first, second) = if may_correct(tx, actor, one)? { (one, other) } else { (other, one) };
            let correct = both(app, tx, actor, first, second)?;
            let me = actor.id().ok_or(Refusal::NotFound)?;
            if others(tx, one)?.contains(&other) {
                return Err(Refusal::Rule(CannotMerge::AlreadyOne));
            }
            rows::say_two(tx, &correct, (one, other), me, app.now())?;
            let event = Event { act: "person.told_apart", persons: &[second], ..Event::default() };
            access::note(app, tx, actor, &correct, event)?;
            Ok(one)
        })
    })
}

/// A pair that waits for an answer.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The one that this actor may correct, with its name.
    pub one: (PersonId, String),
    /// The other, and why it may be the same.
    pub hit: Hit,
    /// Since when.
    pub at: Timestamp,
}

/// The pairs that wait for an answer of this actor: she sees both, and may correct one. Whoever she does not
/// see takes no place in the list.
///
/// # Errors
/// [`Refusal::Elevate`] when one of a pair is protected and the second factor was long ago; the usual
/// refusals.
pub fn waiting(app: &App, actor: &Actor) -> Result<Vec<Waiting>, Refusal> {
    app.store.look("people.merge.waiting", |tx, trail| {
        let pass = access::allow(app, tx, actor, Action::Search, Resource::Identity, About::General)?;
        let pairs = hers(tx, actor)?;
        let mut found = Vec::with_capacity(pairs.len());
        for (one, other, at) in &pairs {
            let (called, hit) = alike::of_two(app, tx, actor, (*one, *other))?.ok_or(Refusal::Elevate)?;
            found.push(Waiting { one: (*one, called), hit, at: *at });
        }
        let persons: Vec<PersonId> = pairs.iter().flat_map(|(one, other, _)| [*one, *other]).collect();
        let event = Event { act: "person.pairs_listed", persons: &persons, ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        Ok(found)
    })
}

/// How many pairs wait for this actor, up to a list full of them: for Today, which names nobody.
///
/// # Errors
/// The store's.
pub fn how_many_wait(tx: &mut Tx<'_>, actor: &Actor) -> store::Result<usize> {
    Ok(hers(tx, actor)?.len())
}

/// The pairs of which this actor sees both and may correct the first, perhaps after the second factor.
fn hers(tx: &mut Tx<'_>, actor: &Actor) -> store::Result<Vec<(PersonId, PersonId, Timestamp)>> {
    let Some(me) = actor.id() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for pair in rows::waiting(tx, me, actor.team, READ_MOST)? {
        if found.len() == LIST_MOST {
            break;
        }
        let first = may_in_time(tx, actor, pair.one)?;
        let second = may_in_time(tx, actor, pair.other)?;
        let (one, other) = match (first, second) {
            ((_, true), (true, _)) => (pair.one, pair.other),
            ((true, _), (_, true)) => (pair.other, pair.one),
            _ => continue,
        };
        if !others(tx, one)?.contains(&other) {
            found.push((one, other, pair.at));
        }
    }
    Ok(found)
}

/// Whether this actor sees, and may correct, who a person is: at once or after the second factor.
fn may_in_time(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> store::Result<(bool, bool)> {
    let asked = [(Action::See, Resource::Identity), (Action::Correct, Resource::Identity)];
    let may = access::offered(tx, actor, About::Person(id), asked)?;
    let [see, correct] = may.map(|asked| asked.map_or_else(|denied| denied.offers_elevation(), |_| true));
    Ok((see, correct))
}

/// Forgets all of a person who is erased.
pub(super) fn forget(tx: &mut Tx<'_>, person: PersonId) -> store::Result<()> {
    jobs::take_back(tx, LOOK, person.bytes())?;
    rows::forget(tx, person)
}
