//! Breaking the glass: opening one person in an emergency, for an hour, before everybody's eyes (SEC-22).
//!
//! `mod` breaks it: for a person whose name one may see, or with a second colleague present for one whom
//! nobody shows ([`break_for`], [`break_for_sought`]); `review` is what comes after: who is told, who
//! judges, and what Today shows of it.
//!
//! It opens *see* and nothing else, and nothing of it can be changed once it is broken: not whom it opens,
//! not for how long, not with whom.

use ground::{BirthDate, GlassId, Line, PersonId, Prose, hex};
use matching::{Decision, Features, Known, POSTINGS_MAX, Shortlist};
use policy::{Action, Pass, Resource};
use store::{Tx, once::Once, vault::Safe};

use super::{
    acts, filing,
    model::{Identity, born},
    store as rows,
    store::Filed,
};
use crate::{
    access::{
        self, About, Actor, Event, Second,
        glass::{self, Breaking, InTheWay, Reason},
    },
    app::{App, Refusal, only_once},
};

mod review;
#[cfg(test)]
mod story;

pub use review::{CannotReview, Listed, Shown, Today, Waiting, see, see_all, see_notice, today, verdict};

/// The fewest characters that say why: enough that it takes a thought.
pub const WORDS_LEAST: usize = 20;

/// Why the glass was not broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotBreak {
    /// She has someone open already.
    Running,
    /// An opening of hers was not reviewed within 72 hours.
    Suspended,
    /// The trail is behind: what she would do could not be witnessed.
    TrailBehind,
    /// She opened this person before, and that was not reviewed yet.
    NotReviewed,
    /// The second colleague may not be the second here.
    Second,
    /// Nobody like that is there, or not for these two.
    Nobody,
    /// More than one is like that.
    Several,
}

impl From<InTheWay> for CannotBreak {
    fn from(what: InTheWay) -> Self {
        match what {
            InTheWay::Running => Self::Running,
            InTheWay::Suspended => Self::Suspended,
            InTheWay::TrailBehind => Self::TrailBehind,
        }
    }
}

/// Why someone is opened: a word of the list, and own words.
#[derive(Clone, Debug)]
pub struct Why {
    /// The word.
    pub reason: Reason,
    /// The own words.
    pub words: Prose,
}

/// Why the own words were not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadWords {
    /// They say too little.
    Short,
    /// They hold her name, which those who are told may not all see.
    Named,
}

impl Why {
    /// Takes the own words: some of them, and without the name, for who reviews need not know it.
    ///
    /// # Errors
    /// [`BadWords`].
    pub fn check(words: Prose, name: &str) -> Result<Prose, BadWords> {
        if words.as_str().chars().count() < WORDS_LEAST {
            return Err(BadWords::Short);
        }
        let said: Vec<String> = parts(words.as_str()).collect();
        if parts(name).any(|part| said.contains(&part)) {
            return Err(BadWords::Named);
        }
        Ok(words)
    }
}

/// The parts of a text that could be a name.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() > 2);
    parts.map(str::to_lowercase)
}

/// Breaks the glass for a person whom she sees by name: what there is of her opens up to S3, and with a
/// second colleague S4 too.
/// Gives back whom she has open now.
///
/// # Errors
/// [`CannotBreak`], or the usual refusals.
pub fn break_for(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: PersonId,
    why: &Why,
    second: Option<&Second>,
) -> Result<PersonId, Refusal<CannotBreak>> {
    app.store.write("people.glass.break", |tx| {
        only_once(app, tx, once, |tx| {
            let seen = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(id))?;
            acts::known(app, tx, actor, &seen, id)?;
            let pass = access::allow(app, tx, actor, Action::Break, Resource::Glass, About::Person(id))?;
            nothing_in_the_way(app, tx, actor, second)?;
            broken(app, tx, actor, &pass, why, second)
        })
    })
}

/// Whom she looks for: a name, and a birth date or a number that only who knows her can say.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The name, in any order and script.
    pub name: Line,
    /// The birth date, to the day.
    pub birth: Option<BirthDate>,
    /// A tax code, or the number of a paper.
    pub number: Option<Line>,
}

impl Sought {
    /// What the matcher is told. None when it says too little: a name alone would be fishing.
    #[must_use]
    pub fn known(&self) -> Option<Known> {
        let number = |number: &Line| number.as_str().to_owned();
        let whole = self.birth.filter(|birth| birth.day().is_some());
        (whole.is_some() || self.number.is_some()).then(|| Known {
            names: Known::from_box(self.name.as_str()).names,
            born: whole.map(born),
            documents: self.number.iter().map(number).collect(),
            tax_code: self.number.as_ref().map(number),
            ..Known::default()
        })
    }

    /// Whether this is almost certainly the one: the name and every detail that was said agree.
    fn is(&self, asked: &Features, identity: &Identity) -> bool {
        let born = self.birth.filter(|birth| birth.day().is_some());
        let told = Known { phones: Vec::new(), ..identity.known(Vec::new()) };
        let likeness = matching::compare(asked, &Features::of(&told));
        likeness.decision == Decision::Match && born.is_none_or(|born| identity.birth == Some(born))
    }
}

/// Breaks the glass with a second colleague for someone whom no list shows. That nobody is like that, that
/// she is protected from them or that one of the two must not meet her is the same answer, and it is given
/// only now that both have proved who they are: a look in vain stands in the trail with both names, and
/// counts as a refusal.
///
/// # Errors
/// [`CannotBreak`], or the usual refusals.
pub fn break_for_sought(
    app: &App,
    actor: &Actor,
    once: &Once,
    sought: &Sought,
    why: &Why,
    second: &Second,
) -> Result<PersonId, Refusal<CannotBreak>> {
    let known = sought.known().ok_or(Refusal::Rule(CannotBreak::Nobody))?;
    let terms = serde_json::to_vec(&known).unwrap_or_default();
    let hash = hex::encode(&app.vault.fingerprint(Safe::ProtectedIndex, "terms", &terms)?);
    app.store.write("people.glass.break_sought", |tx| {
        only_once(app, tx, once, |tx| {
            let general = access::allow(app, tx, actor, Action::Break, Resource::Glass, About::General)?;
            nothing_in_the_way(app, tx, actor, Some(second))?;
            let found = found(app, tx, (actor, second), &general, sought, &known)?;
            match found.as_slice() {
                [pass] => broken(app, tx, actor, pass, why, Some(second)),
                others => {
                    let objects: Vec<String> = second.actor().id().iter().map(ToString::to_string).collect();
                    let (act, hash) = ("glass.sought_in_vain", Some(hash.as_str()));
                    let event = Event { act, objects: &objects, hash, ..Event::default() };
                    tx.leave_anyway(access::entry(app, actor, &general, event));
                    let rule = if others.is_empty() { CannotBreak::Nobody } else { CannotBreak::Several };
                    Err(Refusal::Rule(rule))
                }
            }
        })
    })
}

/// The passes to open those who are like what was said, in whichever index they are filed.
fn found(
    app: &App,
    tx: &mut Tx<'_>,
    (actor, second): (&Actor, &Second),
    general: &Pass,
    sought: &Sought,
    known: &Known,
) -> store::Result<Vec<Pass>> {
    let asked = Features::of(known);
    let mut list = Shortlist::new(rows::population(tx, general)?);
    let places = filing::places(tx, &app.vault)?;
    for key in asked.query_keys() {
        let mut ids = Vec::new();
        for index in [&places.open, &places.hidden] {
            for blind in filing::all(index, &key.key) {
                ids.extend(rows::postings(tx, general, blind, POSTINGS_MAX, places.importing)?);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let full = ids.len() >= POSTINGS_MAX;
        list.add(&key, &ids, full);
    }
    let mut passes = Vec::new();
    for id in list.best(matching::SHORTLIST) {
        let about = About::Person(id);
        // Whoever must not meet her, of the two, finds nobody.
        let mine = access::may(tx, actor, Action::Break, Resource::Glass, about)?;
        let hers = access::may(tx, second.actor(), Action::Break, Resource::Glass, about)?;
        let Some(pass) = mine.filter(|_| hers.is_some()) else { continue };
        let filed: Option<Filed> = rows::find(tx, &app.vault, &pass, id)?;
        if filed.is_some_and(|filed| sought.is(&asked, &filed.identity)) {
            passes.push(pass);
        }
    }
    Ok(passes)
}

/// What stands in the way of the two, whomever they want to open.
fn nothing_in_the_way(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    second: Option<&Second>,
) -> Result<(), Refusal<CannotBreak>> {
    let me = actor.id().ok_or(Refusal::NotFound)?;
    if let Some(what) = glass::in_the_way(app, tx, me)? {
        return Err(Refusal::Rule(what.into()));
    }
    let Some(second) = second else { return Ok(()) };
    let general = access::may(tx, second.actor(), Action::Break, Resource::Glass, About::General)?;
    let other = second.actor().id().filter(|id| *id != me && general.is_some());
    let other = other.ok_or(Refusal::Rule(CannotBreak::Second))?;
    if glass::is_suspended(app, tx, other)? { Err(Refusal::Rule(CannotBreak::Second)) } else { Ok(()) }
}

/// Breaks it, tells whom it must be told, and leaves its entry: all in one transaction.
fn broken(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    pass: &Pass,
    why: &Why,
    second: Option<&Second>,
) -> Result<PersonId, Refusal<CannotBreak>> {
    let (account, person) = actor.id().zip(pass.about()).ok_or(Refusal::NotFound)?;
    if glass::is_unreviewed(tx, pass, account, person)? {
        return Err(Refusal::Rule(CannotBreak::NotReviewed));
    }
    if let Some(second) = second {
        let hers = access::may(tx, second.actor(), Action::Break, Resource::Glass, About::Person(person))?;
        hers.ok_or(Refusal::Rule(CannotBreak::Second))?;
    }
    let witness = second.and_then(|second| second.actor().id());
    let breaking = Breaking { account, witness, person, reason: why.reason, words: why.words.as_str() };
    let id = glass::open(app, tx, pass, &breaking)?;
    let objects: Vec<String> = witness.iter().map(ToString::to_string).collect();
    let fields = [why.reason.code()];
    let event = Event { act: "glass.broken", objects: &objects, fields: &fields, glass: Some(id), ..Event::default() };
    access::note(app, tx, actor, pass, event)?;
    Ok(person)
}

/// Closes what she has open, before the hour is over.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not hers, or is over.
pub fn close(app: &App, actor: &Actor, once: &Once, id: GlassId) -> Result<GlassId, Refusal> {
    app.store.write("people.glass.close", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, me) = own(app, tx, actor)?;
            match glass::close(app, tx, id, me) {
                Err(store::StoreError::Stale) => return Err(Refusal::NotFound),
                other => other?,
            }
            access::note(app, tx, actor, &pass, Event { act: "glass.closed", glass: Some(id), ..Event::default() })?;
            Ok(id)
        })
    })
}

/// The pass for what is one's own: an opening, a notice.
fn own(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> Result<(Pass, ground::AccountId), Refusal> {
    let me = actor.id().ok_or(Refusal::NotFound)?;
    let pass = access::allow(app, tx, actor, Action::Correct, Resource::OwnAccount, About::Account(me))?;
    Ok((pass, me))
}
