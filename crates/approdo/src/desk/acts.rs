//! What is done at the desk, each act one function and one transaction.
//!
//! Lists are the team's own: a colleague's contacts are seen as the colleague of her team that one
//! is, one's own as who recorded them. Each list leaves one entry that names every person shown.

use std::collections::BTreeMap;

use ground::{
    AccountId, ContactId, Day, Level, Limit, PersonId, Timestamp,
    lists::{Channel, Tag},
};
use policy::{Action, Pass, Resource};
use store::{Trail, Tx, jobs, once::Once, vault::Vault};

use super::{
    model::{Contact, Entry, MOST_THEMES, Minutes, NewContact},
    neighbours,
    store::{self as rest, Chosen, Resting},
};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, NoRule, Refusal, only_once},
};

/// How many contacts stand on one page of a list.
pub const PAGE: i64 = 25;

/// The form of a new contact, as its draft is called: the path of its page.
pub const FORM: &str = "/contacts/new";

/// The job that erases a contact nobody claimed.
pub const EXPIRE: &str = "desk.contact.expire";

/// How long a contact stays that is nobody's (SEC-49).
const UNCLAIMED_DAYS: i64 = 90;

/// How many rows stand in each list of the Today page and in the diary of a person.
const SHORT_LIST: i64 = 20;
/// How many rows each part of Today shows: a page to act on, not to read through.
const TODAY_LIST: i64 = 8;

/// How many days ahead a next step shows on the Today page.
const STEPS_AHEAD: i32 = 7;

/// Records a contact: the contact, its trace and the day it expires in one transaction, once for its
/// key. It needs no name (SEC-27).
///
/// # Errors
/// [`Refusal::NotFound`] when the actor may not, or may not see the person; [`Refusal::Misused`].
pub fn record(app: &App, actor: &Actor, once: &Once, new: &NewContact) -> Result<ContactId, Refusal<NoRule>> {
    app.store.write("desk.record", |tx| {
        only_once(app, tx, once, |tx| {
            let about = About::Thing { recorded_by: actor.id(), team: actor.team, person: new.person };
            let pass = access::allow(app, tx, actor, Action::Create, Resource::Contact, about)?;
            new.entry.themes.iter().try_for_each(|theme| pass.needs(theme.level()).map(|_| ()))?;
            if let Some(person) = new.person {
                identity(app, tx, actor, person)?;
            }
            let contact = fresh(app, actor, new);
            rest::insert(app, tx, &pass, &contact)?;
            if contact.person.is_none() {
                expire_later(app, tx, contact.id, contact.at)?;
            }
            remember(tx, actor, &contact.entry)?;
            access::drafts::forget(tx, actor, FORM)?;
            let objects = [contact.id.to_string()];
            access::note(
                app,
                tx,
                actor,
                &pass,
                Event { act: "contact.recorded", objects: &objects, ..Event::default() },
            )?;
            Ok(contact.id)
        })
    })
}

fn fresh(app: &App, actor: &Actor, new: &NewContact) -> Contact {
    Contact {
        id: ContactId::draw(&app.dice),
        version: 1,
        at: app.now(),
        recorded_by: actor.id(),
        team: actor.team,
        person: new.person,
        entry: new.entry.clone(),
        further: Vec::new(),
    }
}

pub(super) fn expire_later(app: &App, tx: &mut Tx<'_>, id: ContactId, since: Timestamp) -> store::Result<()> {
    jobs::put(tx, &app.dice, EXPIRE, id.bytes(), since.plus_seconds(UNCLAIMED_DAYS * 86_400))
}

/// The pass to see who a person is, if there is one.
fn identity<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Pass, Refusal<R>> {
    let pass = access::allow(app, tx, actor, Action::See, Resource::Identity, About::Person(person))?;
    neighbours::knows(app, tx, actor, person)?;
    Ok(pass)
}

fn remember(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry) -> store::Result<()> {
    let Some(account) = actor.id() else { return Ok(()) };
    let chosen = Chosen {
        channel: entry.channel.code().to_owned(),
        language: entry.language.map(|tag| tag.code().to_owned()),
        minutes: entry.minutes.count().into(),
    };
    rest::remember_chosen(tx, account, &chosen)
}

/// The contact at rest and a pass to do this to it; otherwise it is as if it did not exist (SEC-10).
fn fetch<R>(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    id: ContactId,
) -> Result<(Pass, Resting), Refusal<R>> {
    let Some(resting) = rest::find(tx, id)? else {
        return Err(access::nothing_there(app, tx, actor, (action, Resource::Contact), None));
    };
    let about = About::Thing { recorded_by: resting.recorded_by, team: resting.team, person: resting.person };
    let pass = access::allow(app, tx, actor, action, Resource::Contact, about)?;
    Ok((pass, resting))
}

/// Why a contact cannot be corrected like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotCorrect {
    /// More themes than a contact has.
    #[error("a contact has at most {MOST_THEMES} themes")]
    TooManyThemes,
    /// A theme above what this actor may read here. In a contact of her own she may write it.
    #[error("a theme is above what may be written here")]
    Reserved,
}

/// Corrects a contact that was read at this version. What the actor may not see stays as it is.
///
/// # Errors
/// [`Refusal::Stale`] when someone else saved first: the page shows both texts (SEC-74);
/// [`Refusal::Elevate`] when a protected theme is to be written and the second factor was long ago.
pub fn correct(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: ContactId,
    version: i64,
    entry: &Entry,
) -> Result<ContactId, Refusal<CannotCorrect>> {
    app.store.write("desk.correct", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, resting) = fetch(app, tx, actor, Action::Correct, id)?;
            if resting.version != version {
                return Err(Refusal::Stale);
            }
            let (before, _) = resting.open(tx, &app.vault, &pass)?;
            may_say(&pass, entry, &before)?;
            let fields = changed(&before.entry, entry);
            rest::save(app, tx, &pass, &resting, &Contact { entry: entry.clone(), ..before })?;
            let objects = [id.to_string()];
            let event = Event { act: "contact.corrected", objects: &objects, fields: &fields, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

fn may_say(pass: &Pass, entry: &Entry, before: &Contact) -> Result<(), Refusal<CannotCorrect>> {
    if entry.themes.len() > MOST_THEMES.max(before.entry.themes.len()) {
        return Err(Refusal::Rule(CannotCorrect::TooManyThemes));
    }
    let closed = entry.themes.iter().map(|theme| theme.level()).find(|level| !pass.sees(*level));
    match closed {
        Some(level) if pass.would_see(level) => Err(Refusal::Elevate),
        Some(_) => Err(Refusal::Rule(CannotCorrect::Reserved)),
        None => Ok(()),
    }
}

/// The names of the fields that differ, for the trail: never their values.
fn changed(before: &Entry, after: &Entry) -> Vec<&'static str> {
    [
        ("channel", before.channel != after.channel),
        ("language", before.language != after.language),
        ("themes", before.themes != after.themes),
        ("given", before.given != after.given),
        ("minutes", before.minutes != after.minutes),
        ("outcome", before.outcome != after.outcome),
        ("notice", before.notice != after.notice),
        ("given_note", before.remarks.given_note != after.remarks.given_note),
        ("next_step", before.remarks.next_step != after.remarks.next_step),
        ("note", before.remarks.note != after.remarks.note),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}

/// Says who the contact was with, or takes back what was said by mistake. It needs leave to correct
/// the contact and to see who the person is.
///
/// # Errors
/// [`Refusal::Stale`], [`Refusal::NotFound`], [`Refusal::Misused`].
pub fn link(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: ContactId,
    version: i64,
    person: Option<PersonId>,
) -> Result<ContactId, Refusal<NoRule>> {
    app.store.write("desk.link", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, resting) = fetch(app, tx, actor, Action::Correct, id)?;
            if resting.version != version {
                return Err(Refusal::Stale);
            }
            if let Some(person) = person {
                identity(app, tx, actor, person)?;
            } else if resting.person.is_some() {
                expire_later(app, tx, id, app.now())?;
            }
            let (before, _) = resting.open(tx, &app.vault, &pass)?;
            rest::link(app, tx, &pass, &resting, person, before.entry.is_answered())?;
            let act = if person.is_some() { "contact.linked" } else { "contact.unlinked" };
            let (objects, persons) = ([id.to_string()], person.into_iter().collect::<Vec<_>>());
            access::note(
                app,
                tx,
                actor,
                &pass,
                Event { act, objects: &objects, persons: &persons, ..Event::default() },
            )?;
            Ok(id)
        })
    })
}

/// A contact with the names around it, as one reader may see it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The contact.
    pub contact: Contact,
    /// Her name, when the contact is someone's.
    pub person: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<String>,
    /// Whether this reader could open protected parts with her second factor. It says nothing about
    /// there being any.
    pub may_elevate: bool,
}

/// Shows one contact.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none or it is not open to her.
pub fn see(app: &App, actor: &Actor, id: ContactId) -> Result<Seen, Refusal<NoRule>> {
    app.store.look("desk.see", |tx, trail| {
        let (pass, resting) = fetch(app, tx, actor, Action::See, id)?;
        let (contact, _) = resting.open(tx, &app.vault, &pass)?;
        let mut seen = named(app, tx, actor, vec![contact])?;
        leave(app, actor, trail, &pass, "contact.seen", seen.iter());
        let mut seen = seen.pop().ok_or(Refusal::NotFound)?;
        seen.may_elevate = pass.would_see(Level::S4) && !pass.sees(Level::S4);
        Ok(seen)
    })
}

/// One page of a day's contacts, newest first.
#[derive(Clone, Debug)]
pub struct DayList {
    /// The day.
    pub day: Day,
    /// The contacts of this page.
    pub rows: Vec<Seen>,
    /// How many there are on all pages.
    pub count: i64,
    /// This page, from 0.
    pub page: i64,
}

/// Lists the contacts of the actor's team on a day. Who has no team has no list.
///
/// # Errors
/// [`Refusal::NotFound`] when contacts are not open to her.
pub fn of_day(app: &App, actor: &Actor, day: Day, page: i64) -> Result<DayList, Refusal<NoRule>> {
    app.store.look("desk.of_day", |tx, trail| {
        let about = About::Thing { recorded_by: None, team: actor.team, person: None };
        let pass = access::allow(app, tx, actor, Action::See, Resource::Contact, about)?;
        let page = page.max(0);
        let Some(team) = actor.team else { return Ok(DayList { day, rows: Vec::new(), count: 0, page }) };
        let mut sight = Sight::of(actor, None);
        let reader = sight.reader(tx)?.ok_or(Refusal::NotFound)?;
        let resting = rest::of_team(tx, &reader, team, span(app, day), (PAGE, page.saturating_mul(PAGE)))?;
        let contacts = sight.open(app, tx, &resting)?;
        let rows = named(app, tx, actor, contacts)?;
        leave(app, actor, trail, &pass, "contact.listed", rows.iter());
        let count = rest::count_of_team(tx, &reader, team, span(app, day))?;
        if count > PAGE {
            Limit::PageRows.reached();
        }
        Ok(DayList { day, rows, count, page })
    })
}

/// How many contacts the actor's team had today.
///
/// # Errors
/// The store's.
pub fn count_today(app: &App, actor: &Actor) -> store::Result<i64> {
    let Some(team) = actor.team else { return Ok(0) };
    app.store.read("desk.count_today", |tx| {
        let Some(reader) = Sight::of(actor, None).reader(tx)? else { return Ok(0) };
        rest::count_of_team(tx, &reader, team, span(app, app.today()))
    })
}

fn span(app: &App, day: Day) -> rest::Span {
    (day.start(&app.zone), day.plus_days(1).start(&app.zone))
}

/// What the desk has for the Today page.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// How many contacts the team had today.
    pub count: i64,
    /// The newest of them.
    pub newest: Vec<Seen>,
    /// How many contacts of the team do not say yet how they ended.
    pub open_count: i64,
    /// The oldest of them.
    pub open: Vec<Seen>,
    /// Contacts with a next step due soon, the most urgent first.
    pub due: Vec<Seen>,
}

/// What the desk has for the Today page; none for who does not work with contacts.
///
/// # Errors
/// The store's.
pub fn today(app: &App, tx: &mut Tx<'_>, trail: &mut Trail, actor: &Actor) -> store::Result<Option<Today>> {
    let mut sight = Sight::of(actor, None);
    let Some(pass) = sight.pass(tx, (false, actor.team.is_some()), None)?.cloned() else { return Ok(None) };
    let Some(team) = actor.team else { return Ok(Some(Today::default())) };
    let Some(reader) = sight.reader(tx)? else { return Ok(None) };
    let day = app.today();
    let newest = rest::of_team(tx, &reader, team, span(app, day), (TODAY_LIST, 0))?;
    let open = rest::open_of_team(tx, &reader, team, TODAY_LIST)?;
    let due = rest::due_of_team(tx, &reader, team, day.plus_days(STEPS_AHEAD), TODAY_LIST)?;
    let (newest, open, due) = (sight.open(app, tx, &newest)?, sight.open(app, tx, &open)?, sight.open(app, tx, &due)?);
    let around = Around::of(app, tx, actor, newest.iter().chain(&open).chain(&due))?;
    let today = Today {
        count: rest::count_of_team(tx, &reader, team, span(app, day))?,
        newest: around.seen(newest),
        open_count: rest::count_open(tx, &reader, team)?,
        open: around.seen(open),
        due: around.seen(due),
    };
    let shown = today.newest.iter().chain(&today.open).chain(&today.due);
    leave(app, actor, trail, &pass, "today.seen", shown);
    Ok(Some(today))
}

/// The diary of a person: her contacts, newest first, as far as each is open to the reader.
#[derive(Clone, Debug)]
pub struct Diary {
    /// The contacts.
    pub rows: Vec<Seen>,
}

/// The diary of a person, in all her records, for her page; none when nothing is open to this reader.
///
/// # Errors
/// The store's.
pub fn diary(
    app: &App,
    tx: &mut Tx<'_>,
    trail: &mut Trail,
    actor: &Actor,
    records: &[PersonId],
) -> store::Result<Option<Diary>> {
    let mut diary = Vec::new();
    for record in records {
        let resting = rest::of_person(tx, *record, SHORT_LIST)?;
        let mut sight = Sight::of(actor, Some(*record));
        let contacts = sight.open(app, tx, &resting)?;
        let rows = named(app, tx, actor, contacts)?;
        if let Some(pass) = sight.any() {
            leave(app, actor, trail, pass, "contact.listed", rows.iter());
        }
        diary.extend(rows);
    }
    if records.len() > 1 {
        diary.sort_by(|a, b| b.contact.at.cmp(&a.contact.at).then(a.contact.id.cmp(&b.contact.id)));
        diary.truncate(usize::try_from(SHORT_LIST).unwrap_or(usize::MAX));
    }
    Ok((!diary.is_empty()).then_some(Diary { rows: diary }))
}

/// What the actor began her last contact with, to begin the next one with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presets {
    /// The channel.
    pub channel: Option<Channel>,
    /// The language.
    pub language: Option<Tag>,
    /// The minutes.
    pub minutes: Option<Minutes>,
}

/// What the actor chose last.
///
/// # Errors
/// The store's.
pub fn presets(app: &App, actor: &Actor) -> store::Result<Presets> {
    let chosen = match actor.id() {
        Some(account) => app.store.read("desk.presets", |tx| rest::chosen_last(tx, account))?,
        None => None,
    };
    Ok(Presets {
        channel: chosen.as_ref().and_then(|chosen| Channel::parse(&chosen.channel)),
        language: chosen.as_ref().and_then(|chosen| Tag::parse(chosen.language.as_deref()?)),
        minutes: chosen.and_then(|chosen| u16::try_from(chosen.minutes).ok()?.try_into().ok()),
    })
}

/// The name of a person with whom a contact is begun.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none or she is not open to the actor.
pub fn name_of(app: &App, actor: &Actor, person: PersonId) -> Result<String, Refusal<NoRule>> {
    app.store.look("desk.name_of", |tx, trail| {
        let pass = identity(app, tx, actor, person)?;
        let name = neighbours::persons(app, tx, actor, &[person])?.remove(&person).ok_or(Refusal::NotFound)?;
        trail.leave(access::entry(app, actor, &pass, Event { act: "person.named", ..Event::default() }));
        Ok(name)
    })
}

/// Erases a contact that nobody claimed in time: what the job [`EXPIRE`] does, in its transaction.
///
/// # Errors
/// The store's.
pub fn expire(app: &App, tx: &mut Tx<'_>, job: &jobs::Job) -> store::Result<()> {
    let Ok(bytes) = job.subject.as_slice().try_into() else { return Ok(()) };
    let id = ContactId::from_bytes(bytes);
    if rest::erase_anonymous(app, tx, id)? {
        access::note_of_house(app, tx, Event { act: EXPIRED, objects: &[id.to_string()], ..Event::default() })?;
    }
    Ok(())
}

/// Destroys what the desk holds of a person who is erased: all her contacts (SEC-50, ADR 10).
///
/// # Errors
/// The store's.
pub fn destroy_of_person(tx: &mut Tx<'_>, vault: &Vault, person: PersonId) -> store::Result<Vec<String>> {
    rest::destroy_of_person(tx, vault, person)
}

const EXPIRED: &str = "contact.expired";

/// Which contacts of a list the reader may see, and how much of each. A team's list holds no protected
/// person and nobody she must not work for, so the pass depends only on who recorded a contact and in
/// which team. For who looks behind protections the list holds those too, and each person is asked for.
struct Sight<'a> {
    actor: &'a Actor,
    person: Option<PersonId>,
    passes: BTreeMap<(bool, bool, Option<PersonId>), Option<Pass>>,
}

impl<'a> Sight<'a> {
    const fn of(actor: &'a Actor, person: Option<PersonId>) -> Self {
        Self { actor, person, passes: BTreeMap::new() }
    }

    fn pass(
        &mut self,
        tx: &mut Tx<'_>,
        (own, ours): (bool, bool),
        person: Option<PersonId>,
    ) -> store::Result<Option<&Pass>> {
        use std::collections::btree_map::Entry::{Occupied, Vacant};
        let pass = match self.passes.entry((own, ours, person)) {
            Occupied(known) => known.into_mut(),
            Vacant(place) => {
                let recorded_by = self.actor.id().filter(|_| own);
                let team = self.actor.team.filter(|_| ours);
                let about = About::Thing { recorded_by, team, person };
                place.insert(access::may(tx, self.actor, Action::See, Resource::Contact, about)?)
            }
        };
        Ok(pass.as_ref())
    }

    /// What of her team's contacts is open to the actor: nothing of a list stands in a place that it does
    /// not open.
    fn reader(&mut self, tx: &mut Tx<'_>) -> store::Result<Option<rest::Reader>> {
        let Some(ours) = self.pass(tx, (false, true), None)?.cloned() else { return Ok(None) };
        let actor = self.actor;
        let own = self.pass(tx, (true, true), None)?;
        Ok(own.map(|own| rest::Reader::of(actor, &ours, own)))
    }

    /// Any of the passes that were given.
    fn any(&self) -> Option<&Pass> {
        self.passes.values().flatten().next()
    }

    fn open(&mut self, app: &App, tx: &mut Tx<'_>, resting: &[Resting]) -> store::Result<Vec<Contact>> {
        let looks_behind = self.actor.roles().holds(policy::Role::ProtectedWorker);
        let mut contacts = Vec::new();
        for one in resting {
            let own = one.recorded_by.is_some() && one.recorded_by == self.actor.id();
            let ours = one.team.is_some() && one.team == self.actor.team;
            let person = self.person.or(one.person.filter(|_| looks_behind));
            if let Some(pass) = self.pass(tx, (own, ours), person)? {
                contacts.push(one.open(tx, &app.vault, pass)?.0);
            }
        }
        Ok(contacts)
    }
}

/// The names around contacts, each asked for once however often it stands on a page.
struct Around {
    persons: neighbours::Names,
    colleagues: BTreeMap<AccountId, String>,
}

impl Around {
    fn of<'c>(
        app: &App,
        tx: &mut Tx<'_>,
        actor: &Actor,
        contacts: impl Iterator<Item = &'c Contact> + Clone,
    ) -> store::Result<Self> {
        let ids: Vec<PersonId> = contacts.clone().filter_map(|contact| contact.person).collect();
        Ok(Self {
            persons: neighbours::persons(app, tx, actor, &ids)?,
            colleagues: neighbours::colleagues(app, tx, contacts.filter_map(|contact| contact.recorded_by))?,
        })
    }

    fn seen(&self, contacts: Vec<Contact>) -> Vec<Seen> {
        let seen = |contact: Contact| Seen {
            person: contact.person.and_then(|person| self.persons.get(&person).cloned()),
            recorded_by: contact.recorded_by.and_then(|account| self.colleagues.get(&account).cloned()),
            may_elevate: false,
            contact,
        };
        contacts.into_iter().map(seen).collect()
    }
}

fn named(app: &App, tx: &mut Tx<'_>, actor: &Actor, contacts: Vec<Contact>) -> store::Result<Vec<Seen>> {
    Ok(Around::of(app, tx, actor, contacts.iter())?.seen(contacts))
}

/// Leaves the one entry of a look, naming every contact and every person in it.
fn leave<'s>(
    app: &App,
    actor: &Actor,
    trail: &mut Trail,
    pass: &Pass,
    act: &'static str,
    seen: impl Iterator<Item = &'s Seen>,
) {
    let (mut persons, mut objects, mut of_nobody) = (Vec::new(), Vec::new(), 0);
    for Seen { contact, .. } in seen {
        persons.extend(contact.person);
        of_nobody += u64::from(contact.person.is_none());
        objects.push(contact.id.to_string());
    }
    persons.sort_unstable();
    persons.dedup();
    objects.sort_unstable();
    objects.dedup();
    let count = (of_nobody > 0).then_some(of_nobody);
    let event = Event { act, persons: &persons, objects: &objects, count, ..Event::default() };
    trail.leave(access::entry(app, actor, pass, event));
}
