//! Writing the drawn city down, through the rooms' own functions for batches.

use std::sync::Arc;

use ground::{AccountId, BadText, Line, PersonId, Prose, TeamId, Timestamp};
use policy::RoleSet;
use store::StoreError;

use super::{
    city::City,
    contacts::ContactSketch,
    families,
    people::{Home as HomeSketch, PersonSketch, SafeSketch},
    situations::SituationSketch,
    staff::{Member, TEAMS},
};
use crate::{
    access::{
        Actor,
        accounts::Email,
        passwords::{self, Hash, Password},
        second_factor::Seed,
        users,
    },
    app::{App, Refusal},
    desk::{self, Entry, Minutes, NewContact, NextStep, Notice, Past, Remarks},
    people::{
        self, Answer, Caller, Coming, ContactPoint, File, Home, Identifier, Identity, Name, NewPerson, PointKind,
        SafeContact, Way,
        household::{self, Said},
        situation,
    },
};

/// How many rows share one transaction.
const BATCH: usize = 1000;

/// How far the filling is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being written.
    pub what: Stage,
    /// How much of it is.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The city is being drawn.
    Drawing,
    /// Those with a log-in: their passwords are hashed.
    Staff,
    /// Those who are helped.
    People,
    /// A year of contacts.
    Contacts,
}

impl Stage {
    /// What a progress bar says.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Drawing => "drawing the city",
            Self::Staff => "staff",
            Self::People => "people",
            Self::Contacts => "a year of contacts",
        }
    }
}

/// Why the city was not filled.
#[derive(Debug, thiserror::Error)]
pub enum CannotFill {
    /// A real service is here.
    #[error("there are accounts here that are not of a demo city: name an empty directory with --data")]
    NotEmpty,
    /// An earlier filling was stopped.
    #[error(
        "a demo city was begun here and stopped halfway: remove the directory and its keys, or name another with --data"
    )]
    HalfFilled,
    /// Another city is here.
    #[error(
        "the demo city here was drawn from the seed {here}: say --seed {here}, or name another directory with --data"
    )]
    OtherSeed {
        /// Its seed.
        here: u64,
    },
    /// What was drawn does not fit the rooms. A mistake in the demo itself.
    #[error("the demo drew something that the house does not take: {0}")]
    Misdrawn(&'static str),
    /// The machine is broken.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<BadText> for CannotFill {
    fn from(_: BadText) -> Self {
        Self::Misdrawn("a text")
    }
}

fn refused<R>(refusal: Refusal<R>) -> CannotFill {
    match refusal {
        Refusal::Store(error) => CannotFill::Store(error),
        Refusal::Stale => CannotFill::Store(StoreError::Stale),
        Refusal::Rule(_) => CannotFill::Misdrawn("a row"),
        Refusal::NotFound | Refusal::Elevate | Refusal::Misused => CannotFill::Misdrawn("an act"),
    }
}

/// The seed of the demo city that is here whole; none when nothing is here.
///
/// # Errors
/// [`CannotFill::NotEmpty`], [`CannotFill::HalfFilled`], the store's.
pub(super) fn seed_here(app: &App) -> Result<Option<u64>, CannotFill> {
    app.store.read("demo.seed_here", |tx| {
        let city: Option<(i64, String)> = tx.one("select seed, state from demo_city where one = 1", &[])?;
        let account: Option<(i64,)> = tx.one("select 1 from account limit 1", &[])?;
        match (city, account) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(CannotFill::NotEmpty),
            (Some((seed, state)), _) if state == FILLED => Ok(Some(u64::from_ne_bytes(seed.to_ne_bytes()))),
            (Some(_), _) => Err(CannotFill::HalfFilled),
        }
    })
}

const FILLING: &str = "filling";
const FILLED: &str = "filled";

/// Fills an empty database with the city of the seed.
pub(super) fn fill(
    app: &Arc<App>,
    seed: u64,
    persons: usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), CannotFill> {
    let actor = Actor::command_line("demo", true);
    progress(Progress { what: Stage::Drawing, done: 0, total: 1 });
    let city = City::draw(seed, persons, app.now(), &app.zone, &app.holidays);
    app.store.write("demo.begin", |tx| {
        tx.exec(
            "insert into demo_city (one, seed, state) values (1, $1, $2)",
            &[i64::from_ne_bytes(seed.to_ne_bytes()).into(), FILLING.into()],
        )
    })?;
    let wide = app.store.with_wide_cache(|| {
        let house = settle_staff(app, &actor, &city.staff, progress)?;
        let people = write_people(app, &actor, &city, &house, progress)?;
        write_families(app, &actor, &city, &people)?;
        write_contacts(app, &actor, &city, &house, &people, progress)
    });
    wide??;
    app.store
        .write("demo.end", |tx| tx.change_one("update demo_city set state = $1 where one = 1", &[FILLED.into()]))?;
    Ok(())
}

/// The ids of teams and staff, by their places in what was drawn.
struct House {
    teams: Vec<TeamId>,
    staff: Vec<AccountId>,
}

impl House {
    fn team(&self, place: Option<usize>) -> Option<TeamId> {
        place.and_then(|place| self.teams.get(place)).copied()
    }
}

fn settle_staff(
    app: &App,
    actor: &Actor,
    staff: &[Member],
    progress: &mut dyn FnMut(Progress),
) -> Result<House, CannotFill> {
    progress(Progress { what: Stage::Staff, done: 0, total: staff.len() as u64 });
    let teams: Vec<(TeamId, Line)> =
        TEAMS.iter().map(|name| Ok((TeamId::draw(&app.dice), Line::parse(name)?))).collect::<Result<_, BadText>>()?;
    users::add_ready_teams(app, &teams)?;
    let mut house = House { teams: teams.into_iter().map(|(id, _)| id).collect(), staff: Vec::new() };
    let ready: Vec<users::Ready> = staff
        .iter()
        .zip(hashes(app, staff)?)
        .map(|(member, password)| {
            Ok(users::Ready {
                id: AccountId::draw(&app.dice),
                email: Email::parse(&member.email).map_err(|_| CannotFill::Misdrawn("an e-mail"))?,
                name: Line::parse(&member.name)?,
                roles: RoleSet::of(&[member.role]),
                team: house.team(member.team),
                partner: member.partner,
                password,
                totp: Seed::from_bytes(member.totp.reveal()).ok_or(CannotFill::Misdrawn("a second factor"))?,
                tongue: member.tongue,
            })
        })
        .collect::<Result<_, CannotFill>>()?;
    users::add_ready(app, actor, &ready)?;
    house.staff = ready.into_iter().map(|ready| ready.id).collect();
    progress(Progress { what: Stage::Staff, done: staff.len() as u64, total: staff.len() as u64 });
    Ok(house)
}

/// Hashes the passwords on two threads: each takes the time of a log-in.
fn hashes(app: &App, staff: &[Member]) -> Result<Vec<Hash>, CannotFill> {
    let hash = |member: &Member| {
        let password = Password::choose(member.password.reveal(), &[&member.email, &member.name]);
        let password = password.map_err(|_| CannotFill::Misdrawn("a password"))?;
        passwords::hash(&password, &app.dice).map_err(|_| CannotFill::Misdrawn("a hash"))
    };
    let all = |staff: &[Member]| staff.iter().map(hash).collect::<Result<Vec<Hash>, CannotFill>>();
    let (here, there) = staff.split_at(staff.len() / 2);
    std::thread::scope(|scope| {
        let there = scope.spawn(|| all(there));
        let mut hashes = all(here)?;
        match there.join() {
            Ok(more) => hashes.extend(more?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        Ok(hashes)
    })
}

fn write_people(
    app: &App,
    actor: &Actor,
    city: &City,
    house: &House,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<PersonId>, CannotFill> {
    let total = city.people.len() as u64;
    let mut ids = Vec::with_capacity(city.people.len());
    let firsts = city.first_contacts();
    for (people, firsts) in city.people.chunks(BATCH).zip(firsts.chunks(BATCH)) {
        progress(Progress { what: Stage::People, done: ids.len() as u64, total });
        let arrivals = people
            .iter()
            .zip(firsts)
            .map(|(person, first)| arrival(app, person, *first, city, house))
            .collect::<Result<Vec<_>, CannotFill>>()?;
        ids.extend(people::create_arrivals(app, actor, arrivals).map_err(refused)?);
    }
    for some in city.situations.chunks(BATCH) {
        let past: Vec<situation::Past> = some.iter().filter_map(|one| known(one, &ids, &firsts, city, app)).collect();
        situation::record_past(app, actor, &past).map_err(refused)?;
    }
    progress(Progress { what: Stage::People, done: total, total });
    Ok(ids)
}

/// Who lives together, and what they are to each other.
fn write_families(app: &App, actor: &Actor, city: &City, ids: &[PersonId]) -> Result<(), CannotFill> {
    let ties = families::sketch(&city.people);
    let placed = |place: usize| ids.get(place).copied();
    let ties: Vec<(PersonId, PersonId, Said)> =
        ties.into_iter().filter_map(|(one, other, said)| Some((placed(one)?, placed(other)?, said))).collect();
    ties.chunks(BATCH).try_for_each(|some| household::write_down(app, actor, some).map_err(refused))
}

/// What is known of someone, as whoever met her first wrote it down.
fn known(
    one: &SituationSketch,
    ids: &[PersonId],
    firsts: &[Option<(Timestamp, usize)>],
    city: &City,
    app: &App,
) -> Option<situation::Past> {
    let first = firsts.get(one.person).copied().flatten();
    let by = first.and_then(|(_, by)| city.staff.get(by)).or(city.staff.first())?;
    Some(situation::Past {
        person: *ids.get(one.person)?,
        at: first.map_or_else(|| app.now(), |(at, _)| at),
        by: by.name.clone(),
        titles: one.titles.clone(),
        said: one.said.clone(),
    })
}

/// A person came at her first contact; who had none came in a year before.
fn arrival(
    app: &App,
    person: &PersonSketch,
    first: Option<(Timestamp, usize)>,
    city: &City,
    house: &House,
) -> Result<(NewPerson, Coming), CannotFill> {
    let at = first.map_or_else(|| app.now().plus_seconds(-400 * 86_400), |(at, _)| at);
    let by = first.and_then(|(_, by)| city.staff.get(by)).or(city.staff.first());
    let coming = Coming {
        at,
        by: by.map(|member| member.name.clone()).unwrap_or_default(),
        worker: person.followed.and_then(|followed| house.staff.get(followed.worker?)).copied(),
        team: house.team(person.followed.map(|followed| followed.team)),
    };
    Ok((NewPerson { identity: identity(person)?, file: file(person)? }, coming))
}

fn identity(person: &PersonSketch) -> Result<Identity, CannotFill> {
    let names = person.names.iter().map(|name| {
        let name = Name::of(Line::optional(&name.given)?, Line::optional(&name.family)?);
        name.ok_or(CannotFill::Misdrawn("a name"))
    });
    let identifiers = person.identifiers.iter().map(|(kind, value)| Ok(Identifier::of(*kind, Line::parse(value)?)));
    Ok(Identity {
        names: names.collect::<Result<_, _>>()?,
        sex: Some(person.sex),
        birth: Some(person.birth),
        birth_country: Some(person.birth_country),
        citizenships: person.citizenships.clone(),
        identifiers: identifiers.collect::<Result<_, BadText>>()?,
    })
}

fn file(person: &PersonSketch) -> Result<File, CannotFill> {
    let point = |kind, value: &String| Ok(ContactPoint { kind, value: Line::parse(value)?, words: None });
    let phones = person.phones.iter().map(|phone| point(PointKind::Phone, phone));
    let points = phones.chain(person.email.iter().map(|email| point(PointKind::Email, email)));
    Ok(File {
        languages: person.languages.clone(),
        interpreter: Some(person.interpreter),
        points: points.collect::<Result<_, BadText>>()?,
        home: match &person.home {
            HomeSketch::House { street, quarter } => {
                Home::At { line: Line::parse(street)?, area: Line::optional(quarter)? }
            }
            HomeSketch::NoFixed { quarter } => Home::NoFixedHome { area: Line::optional(quarter)? },
            HomeSketch::Unknown => Home::NotRecorded,
        },
        reach: person.safe.as_ref().map(reach).transpose()?.unwrap_or_default(),
    })
}

fn reach(safe: &SafeSketch) -> Result<SafeContact, BadText> {
    let answer = |said: Option<bool>| match said {
        Some(true) => Answer::Yes,
        Some(false) => Answer::No,
        None => Answer::NotAsked,
    };
    let way = |said| Way { safe: answer(said), words: None };
    let line = |text: Option<&str>| text.map(Line::parse).transpose();
    Ok(SafeContact {
        call: way(safe.call),
        text: way(safe.text),
        message: way(safe.message),
        letter: way(safe.letter),
        email: Way::default(),
        hours: line(safe.hours)?,
        shared_device: answer(safe.shared),
        who_answers: line(safe.answers)?,
        caller: safe.by_a_woman.then_some(Caller::Woman),
        asked_on: Some(safe.asked_on),
    })
}

fn write_contacts(
    app: &App,
    actor: &Actor,
    city: &City,
    house: &House,
    people: &[PersonId],
    progress: &mut dyn FnMut(Progress),
) -> Result<(), CannotFill> {
    let total = city.contacts.len() as u64;
    for (batch, contacts) in (0_u64..).zip(city.contacts.chunks(BATCH)) {
        progress(Progress { what: Stage::Contacts, done: batch * BATCH as u64, total });
        let past = contacts
            .iter()
            .map(|contact| past(contact, city, house, people))
            .collect::<Result<Vec<_>, CannotFill>>()?;
        desk::record_past(app, actor, &past).map_err(refused)?;
    }
    progress(Progress { what: Stage::Contacts, done: total, total });
    Ok(())
}

fn past(sketch: &ContactSketch, city: &City, house: &House, people: &[PersonId]) -> Result<Past, CannotFill> {
    let member = city.staff.get(sketch.by);
    let recorded_by = *house.staff.get(sketch.by).ok_or(CannotFill::Misdrawn("a colleague"))?;
    let next_step =
        sketch.next.map(|(what, by)| Ok::<_, BadText>(NextStep { what: Line::parse(what)?, by })).transpose()?;
    Ok(Past {
        at: sketch.at,
        recorded_by,
        team: house.team(member.and_then(|member| member.team)),
        new: NewContact {
            person: sketch.person.and_then(|person| people.get(person)).copied(),
            entry: Entry {
                channel: sketch.channel,
                language: Some(sketch.language),
                themes: sketch.themes.clone(),
                minutes: Minutes::try_from(sketch.minutes).map_err(|_| CannotFill::Misdrawn("minutes"))?,
                given: sketch.given.clone(),
                outcome: Some(sketch.outcome),
                notice: notice(sketch),
                remarks: Remarks { given_note: None, next_step, note: sketch.note.map(Prose::parse).transpose()? },
            },
        },
    })
}

/// The notice is given in one of the languages it is printed in, when a person first leaves her name.
fn notice(sketch: &ContactSketch) -> Notice {
    match (sketch.person, sketch.first) {
        (None, _) => Notice::NotGiven,
        (Some(_), true) => Notice::Given(sketch.language),
        (Some(_), false) => Notice::Before,
    }
}
