//! Contacts at rest. What is personal is sealed with the contact's own keys, one for each level it
//! holds, so that to erase an anonymous contact is to delete its keys (SEC-49, SEC-50).

use std::collections::BTreeMap;

use ground::{AccountId, ContactId, Day, Level, PersonId, TeamId, Timestamp};
use policy::{Pass, Role};
use store::{
    FromRow, Result, Row, StoreError, Tx,
    vault::{DataKey, Place, Safe, Under, Vault},
};

use super::model::{Contact, LEVELS, Part, Parts, Plain, Remarks, State};
use crate::{
    access::{
        Actor,
        shield::{self, kept_apart},
    },
    app::App,
};

/// The columns of a contact with its wrapped personal key, and where they come from.
macro_rules! contacts {
    ($($rest:tt)*) => {
        concat!(
            "select c.id, c.version, c.at, c.recorded_by, c.team, c.person, c.sealed, k.wrapped
             from contact c join data_key k on k.owner = c.id and k.compartment = 'personal' ",
            $($rest)*
        )
    };
}

/// The parts above S2 of the contacts that a condition chooses.
macro_rules! parts {
    ($($chosen:tt)*) => {
        concat!(
            "select p.contact, p.compartment, p.version, p.step_by, p.sealed, k.wrapped
             from contact_part p join data_key k on k.owner = p.contact and k.compartment = p.compartment
             where p.contact in (select c.id from contact c ",
            $($chosen)*,
            ")"
        )
    };
}

/// Leaves out, before anything is counted or paged, the contacts of protected persons and of those the
/// reader must not work for (SEC-06, SEC-16, SEC-18). Whoever may look behind a protection asks for each.
macro_rules! in_sight {
    ($reader:literal, $looks_behind:literal) => {
        concat!(
            " and (c.person is null or (($",
            $looks_behind,
            " = 1 or not exists (select 1 from guard g where g.person = c.person)) and not ",
            kept_apart!("c.person", "$", $reader),
            ")) "
        )
    };
}

/// Who reads a list of her team's contacts, and what of them is open to her now.
pub(super) struct Reader {
    account: Option<AccountId>,
    looks_behind: i64,
    /// The words of the safes that a colleague's contact opens, and one of her own: `,health,legal,`.
    opens: (String, String),
}

impl Reader {
    /// The passes are those for a contact of her team and for one that she recorded herself. Behind a
    /// protection looks only who would read what is there: rows that open nothing take up no place.
    pub(super) fn of(actor: &Actor, ours: &Pass, own: &Pass) -> Self {
        let looks_behind = actor.roles().holds(Role::ProtectedWorker) && ours.sees(Level::S4);
        Self { account: actor.id(), looks_behind: looks_behind.into(), opens: (opened(ours), opened(own)) }
    }
}

fn opened(pass: &Pass) -> String {
    let words = above().filter(|(level, _)| pass.sees(*level)).map(|(_, safe)| safe.word());
    words.fold(",".to_owned(), |all, word| all + word + ",")
}

/// A contact as it lies in the table: whose it is can be read, what it says cannot.
pub(super) struct Resting {
    pub(super) id: ContactId,
    pub(super) version: i64,
    pub(super) at: Timestamp,
    pub(super) recorded_by: Option<AccountId>,
    pub(super) team: Option<TeamId>,
    pub(super) person: Option<PersonId>,
    sealed: Vec<u8>,
    wrapped: Vec<u8>,
    above: Vec<RestingPart>,
}

struct RestingPart {
    contact: ContactId,
    compartment: String,
    version: i64,
    step_by: Option<Day>,
    sealed: Vec<u8>,
    wrapped: Vec<u8>,
}

impl FromRow for Resting {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            version: row.get(1)?,
            at: row.get(2)?,
            recorded_by: row.get(3)?,
            team: row.get(4)?,
            person: row.get(5)?,
            sealed: row.get(6)?,
            wrapped: row.get(7)?,
            above: Vec::new(),
        })
    }
}

impl FromRow for RestingPart {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            contact: row.get(0)?,
            compartment: row.get(1)?,
            version: row.get(2)?,
            step_by: row.get(3)?,
            sealed: row.get(4)?,
            wrapped: row.get(5)?,
        })
    }
}

/// A stretch of time, its end not in it.
pub(super) type Span = (Timestamp, Timestamp);

pub(super) fn find(tx: &mut Tx<'_>, id: ContactId) -> Result<Option<Resting>> {
    let Some(mut resting) = tx.one::<Resting>(contacts!("where c.id = $1"), &[id.into()])? else { return Ok(None) };
    resting.above = tx.all(parts!("where c.id = $1"), &[id.into()])?;
    Ok(Some(resting))
}

/// The contacts of a team in a stretch of time, newest first.
pub(super) fn of_team(
    tx: &mut Tx<'_>,
    reader: &Reader,
    team: TeamId,
    span: Span,
    (most, after): (i64, i64),
) -> Result<Vec<Resting>> {
    let args = [
        team.into(),
        span.0.into(),
        span.1.into(),
        most.into(),
        after.into(),
        reader.account.into(),
        reader.looks_behind.into(),
    ];
    let found = tx.all(
        contacts!(
            "where c.team = $1 and c.at >= $2 and c.at < $3",
            in_sight!(6, 7),
            "order by c.at desc limit $4 offset $5"
        ),
        &args,
    )?;
    let above = tx.all(
        parts!(
            "where c.team = $1 and c.at >= $2 and c.at < $3",
            in_sight!(6, 7),
            "order by c.at desc limit $4 offset $5"
        ),
        &args,
    )?;
    Ok(together(found, above))
}

pub(super) fn count_of_team(tx: &mut Tx<'_>, reader: &Reader, team: TeamId, span: Span) -> Result<i64> {
    let counted: Option<(i64,)> = tx.one(
        concat!("select count(*) from contact c where c.team = $1 and c.at >= $2 and c.at < $3", in_sight!(4, 5)),
        &[team.into(), span.0.into(), span.1.into(), reader.account.into(), reader.looks_behind.into()],
    )?;
    Ok(counted.map_or(0, |(count,)| count))
}

/// The contacts of a team that do not say yet how they ended, oldest first.
pub(super) fn open_of_team(tx: &mut Tx<'_>, reader: &Reader, team: TeamId, most: i64) -> Result<Vec<Resting>> {
    let args = [team.into(), most.into(), reader.account.into(), reader.looks_behind.into()];
    let found =
        tx.all(contacts!("where c.team = $1 and c.state = 'open'", in_sight!(3, 4), "order by c.at limit $2"), &args)?;
    let above =
        tx.all(parts!("where c.team = $1 and c.state = 'open'", in_sight!(3, 4), "order by c.at limit $2"), &args)?;
    Ok(together(found, above))
}

pub(super) fn count_open(tx: &mut Tx<'_>, reader: &Reader, team: TeamId) -> Result<i64> {
    let counted: Option<(i64,)> = tx.one(
        concat!("select count(*) from contact c where c.team = $1 and c.state = 'open'", in_sight!(2, 3)),
        &[team.into(), reader.account.into(), reader.looks_behind.into()],
    )?;
    Ok(counted.map_or(0, |(count,)| count))
}

/// The first steps of a team's contacts that are due by a day: the few most urgent of those that the
/// reader may read.
macro_rules! due {
    ($($rest:tt)*) => {
        concat!(
            "with step as (
                 select c.id, c.step_by as due from contact c
                 where c.team = $1 and c.next_by <= $2 and c.step_by <= $2",
            in_sight!(4, 5),
            "union all
                 select c.id, p.step_by from contact c join contact_part p on p.contact = c.id
                 where c.team = $1 and c.next_by <= $2 and p.step_by <= $2
                   and (case when c.recorded_by = $4 then $7 else $6 end) like '%,' || p.compartment || ',%'",
            in_sight!(4, 5),
            "), first as (select id, min(due) as due from step group by id order by min(due), id limit $3) ",
            $($rest)*
        )
    };
}

/// The contacts of a team with a next step due by that day, the most urgent first. A step that the
/// reader may not read is not due to her: it gives its contact no place here (SEC-06).
pub(super) fn due_of_team(tx: &mut Tx<'_>, reader: &Reader, team: TeamId, by: Day, most: i64) -> Result<Vec<Resting>> {
    let (ours, own) = &reader.opens;
    let args = [
        team.into(),
        by.into(),
        most.into(),
        reader.account.into(),
        reader.looks_behind.into(),
        ours.as_str().into(),
        own.as_str().into(),
    ];
    let found = tx.all(
        due!(
            "select c.id, c.version, c.at, c.recorded_by, c.team, c.person, c.sealed, k.wrapped
             from first f join contact c on c.id = f.id
             join data_key k on k.owner = c.id and k.compartment = 'personal' order by f.due, f.id"
        ),
        &args,
    )?;
    let above = tx.all(
        due!(
            "select p.contact, p.compartment, p.version, p.step_by, p.sealed, k.wrapped
             from first f join contact_part p on p.contact = f.id
             join data_key k on k.owner = p.contact and k.compartment = p.compartment"
        ),
        &args,
    )?;
    Ok(together(found, above))
}

/// The contacts of a person, newest first.
pub(super) fn of_person(tx: &mut Tx<'_>, person: PersonId, most: i64) -> Result<Vec<Resting>> {
    let args = [person.into(), most.into()];
    let found = tx.all(contacts!("where c.person = $1 order by c.at desc limit $2"), &args)?;
    let above = tx.all(parts!("where c.person = $1 order by c.at desc limit $2"), &args)?;
    Ok(together(found, above))
}

fn together(mut found: Vec<Resting>, above: Vec<RestingPart>) -> Vec<Resting> {
    let places: BTreeMap<ContactId, usize> =
        found.iter().enumerate().map(|(place, resting)| (resting.id, place)).collect();
    for part in above {
        if let Some(resting) = places.get(&part.contact).and_then(|place| found.get_mut(*place)) {
            resting.above.push(part);
        }
    }
    found
}

impl Resting {
    /// Opens what the pass lets its holder see. The rest is as if it were not there.
    pub(super) fn open(&self, tx: &mut Tx<'_>, vault: &Vault, pass: &Pass) -> Result<(Contact, Vec<(Level, Remarks)>)> {
        let broken = || StoreError::Sealed { table: "contact", column: "sealed" };
        if !pass.sees(Level::S2) {
            return Err(broken());
        }
        let key = vault.unwrap_key(tx, &self.wrapped, self.id.bytes(), Safe::Personal)?;
        let body = key.open(&place(self.id, self.version), &self.sealed)?;
        let Body { plain, part } = serde_json::from_slice(&body).map_err(|_| broken())?;
        let mut by_level = vec![(Level::S2, part)];
        for (level, safe) in above() {
            if let Some(part) = self.above.iter().find(|part| part.compartment == safe.word() && pass.sees(level)) {
                by_level.push((level, part.open(tx, vault, safe)?));
            }
        }
        let (entry, further) = Parts { plain, by_level }.join();
        let contact = Contact {
            id: self.id,
            version: self.version,
            at: self.at,
            recorded_by: self.recorded_by,
            team: self.team,
            person: self.person,
            entry,
            further: further.iter().map(|(_, remarks)| remarks.clone()).collect(),
        };
        Ok((contact, further))
    }
}

impl Resting {
    /// The first step in the parts that the pass does not open: it stays when the others are written anew.
    fn hidden_step(&self, pass: &Pass) -> Option<Day> {
        let is_open =
            |part: &RestingPart| above().any(|(level, safe)| part.compartment == safe.word() && pass.sees(level));
        self.above.iter().filter(|part| !is_open(part)).filter_map(|part| part.step_by).min()
    }
}

impl RestingPart {
    fn open(&self, tx: &mut Tx<'_>, vault: &Vault, safe: Safe) -> Result<Part> {
        let key = vault.unwrap_key(tx, &self.wrapped, self.contact.bytes(), safe)?;
        let part = key.open(&part_place(self.contact, self.version), &self.sealed)?;
        serde_json::from_slice(&part).map_err(|_| StoreError::Sealed { table: "contact_part", column: "sealed" })
    }
}

/// What is sealed in the contact's own row.
#[derive(serde::Serialize, serde::Deserialize)]
struct Body {
    #[serde(flatten)]
    plain: Plain,
    #[serde(flatten)]
    part: Part,
}

/// The levels that have rows of their own, with their safes.
fn above() -> impl Iterator<Item = (Level, Safe)> {
    LEVELS.into_iter().filter(|level| *level != Level::S2).filter_map(|level| Safe::of(level).map(|safe| (level, safe)))
}

const fn place(id: ContactId, version: i64) -> Place {
    Place { table: "contact", column: "sealed", row: *id.bytes(), version }
}

const fn part_place(id: ContactId, version: i64) -> Place {
    Place { table: "contact_part", column: "sealed", row: *id.bytes(), version }
}

/// Writes a new contact with new keys: one statement for it, two for each level it holds, two for
/// each level above S2.
pub(super) fn insert(app: &App, tx: &mut Tx<'_>, _pass: &Pass, contact: &Contact) -> Result<()> {
    let TakenApart { body, step_by, above } = taken_apart(contact, &[])?;
    let next_by = above.iter().filter_map(|part| part.step_by).chain(step_by).min();
    let id = contact.id;
    let key = app.vault.make_key(tx, id.bytes(), Safe::Personal)?;
    tx.put(
        "insert into contact (id, version, at, team, recorded_by, person, state, next_by, step_by, sealed)
         values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            id.into(),
            contact.at.into(),
            contact.team.into(),
            contact.recorded_by.into(),
            contact.person.into(),
            contact.state().code().into(),
            next_by.into(),
            step_by.into(),
            key.seal(&place(id, 1), &body, &app.dice).into(),
        ],
    )?;
    for part in above {
        let key = app.vault.make_key(tx, id.bytes(), part.safe)?;
        put_part(app, tx, (id, 1), &key, &part)?;
    }
    wrap_as_her(app, tx, id, contact.person)
}

/// Wraps the keys of a contact under that of S4 when it is with someone who is protected (SEC-18).
fn wrap_as_her(app: &App, tx: &mut Tx<'_>, id: ContactId, person: Option<PersonId>) -> Result<()> {
    match shield::wraps_under(tx, person)? {
        Under::Own => Ok(()),
        Under::Protected => app.vault.move_keys(tx, id.bytes(), Under::Protected).map(|_| ()),
    }
}

/// Wraps the keys of every contact of a person as is said: she is being hidden, or shown again.
///
/// # Errors
/// The store's.
pub fn wrap_contacts(app: &App, tx: &mut Tx<'_>, person: PersonId, under: Under) -> Result<()> {
    let contacts: Vec<(ContactId,)> = tx.all("select id from contact where person = $1", &[person.into()])?;
    contacts.into_iter().try_for_each(|(id,)| app.vault.move_keys(tx, id.bytes(), under).map(|_| ()))
}

/// Saves a contact that was `before`. Parts that the pass does not open stay as they are, and so do
/// the remarks of others.
///
/// # Errors
/// [`StoreError::Stale`] when someone else saved first.
pub(super) fn save(app: &App, tx: &mut Tx<'_>, pass: &Pass, before: &Resting, contact: &Contact) -> Result<()> {
    let (_, further) = before.open(tx, &app.vault, pass)?;
    let TakenApart { body, step_by, above: parts } = taken_apart(contact, &further)?;
    let told = parts.iter().filter_map(|part| part.step_by).chain(step_by);
    let next_by = told.chain(before.hidden_step(pass)).min();
    let (id, next) = (contact.id, contact.version + 1);
    let key = app.vault.key(tx, id.bytes(), Safe::Personal)?.ok_or(StoreError::Stale)?;
    tx.change_one(
        "update contact set person = $3, state = $4, next_by = $5, step_by = $6, sealed = $7, version = version + 1
         where id = $1 and version = $2",
        &[
            id.into(),
            contact.version.into(),
            contact.person.into(),
            contact.state().code().into(),
            next_by.into(),
            step_by.into(),
            key.seal(&place(id, next), &body, &app.dice).into(),
        ],
    )?;
    for (_, safe) in above().filter(|(level, _)| pass.sees(*level)) {
        match parts.iter().find(|part| part.safe == safe) {
            Some(part) => {
                let key = app.vault.key_or_make(tx, id.bytes(), safe)?;
                put_part(app, tx, (id, next), &key, part)?;
            }
            None => {
                tx.exec(
                    "delete from contact_part where contact = $1 and compartment = $2",
                    &[id.into(), safe.word().into()],
                )?;
            }
        }
    }
    wrap_as_her(app, tx, id, contact.person)
}

/// Says whose contact it is, and nothing else. The row is sealed anew for its new version.
pub(super) fn link(
    app: &App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    resting: &Resting,
    person: Option<PersonId>,
    answered: bool,
) -> Result<()> {
    let key = app.vault.unwrap_key(tx, &resting.wrapped, resting.id.bytes(), Safe::Personal)?;
    let body = key.open(&place(resting.id, resting.version), &resting.sealed)?;
    tx.change_one(
        "update contact set person = $3, state = $4, sealed = $5, version = version + 1
         where id = $1 and version = $2",
        &[
            resting.id.into(),
            resting.version.into(),
            person.into(),
            State::of(answered, person.is_some()).code().into(),
            key.seal(&place(resting.id, resting.version + 1), &body, &app.dice).into(),
        ],
    )?;
    let under = shield::wraps_under(tx, person)?;
    app.vault.move_keys(tx, resting.id.bytes(), under).map(|_| ())
}

/// Erases a contact that is still anonymous: its keys first, then its rows. False when there is
/// none, or it is someone's by now.
pub(super) fn erase_anonymous(app: &App, tx: &mut Tx<'_>, id: ContactId) -> Result<bool> {
    let anonymous: Option<(i64,)> = tx.one("select 1 from contact where id = $1 and person is null", &[id.into()])?;
    if anonymous.is_none() {
        return Ok(false);
    }
    app.vault.destroy_keys(tx, id.bytes())?;
    tx.exec("delete from contact_part where contact = $1", &[id.into()])?;
    tx.exec("delete from contact where id = $1", &[id.into()])?;
    Ok(true)
}

/// Destroys every contact of a person who is erased, with its keys, and tells which they were (ADR 10). No
/// pass is asked for: two people decided it.
pub(super) fn destroy_of_person(tx: &mut Tx<'_>, vault: &Vault, person: PersonId) -> Result<Vec<String>> {
    let contacts: Vec<(ContactId,)> = tx.all("select id from contact where person = $1", &[person.into()])?;
    for (id,) in &contacts {
        vault.destroy_keys(tx, id.bytes())?;
        tx.exec("delete from contact_part where contact = $1", &[(*id).into()])?;
        tx.exec("delete from contact where id = $1", &[(*id).into()])?;
    }
    Ok(contacts.iter().map(|(id,)| id.to_string()).collect())
}

/// A contact as it is stored: what is personal, and what each level above holds.
struct TakenApart {
    body: Vec<u8>,
    step_by: Option<Day>,
    above: Vec<PartToStore>,
}

struct PartToStore {
    safe: Safe,
    step_by: Option<Day>,
    bytes: Vec<u8>,
}

fn taken_apart(contact: &Contact, further: &[(Level, Remarks)]) -> Result<TakenApart> {
    let Parts { plain, by_level } = Parts::of(&contact.entry, further);
    let (mut personal, mut above) = (Part::default(), Vec::new());
    for (level, part) in by_level {
        match Safe::of(level).filter(|_| level != Level::S2) {
            Some(safe) => above.push(PartToStore { safe, step_by: part.first_step(), bytes: written(&part)? }),
            None => personal = part,
        }
    }
    let step_by = personal.first_step();
    Ok(TakenApart { body: written(&Body { plain, part: personal })?, step_by, above })
}

fn written(what: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(what).map_err(|_| StoreError::Setup("a contact cannot be written as JSON".to_owned()))
}

fn put_part(
    app: &App,
    tx: &mut Tx<'_>,
    (id, version): (ContactId, i64),
    key: &DataKey,
    part: &PartToStore,
) -> Result<()> {
    tx.exec(
        "insert into contact_part (contact, compartment, version, step_by, sealed) values ($1, $2, $3, $4, $5)
         on conflict (contact, compartment) do update
         set version = excluded.version, step_by = excluded.step_by, sealed = excluded.sealed",
        &[
            id.into(),
            part.safe.word().into(),
            version.into(),
            part.step_by.into(),
            key.seal(&part_place(id, version), &part.bytes, &app.dice).into(),
        ],
    )?;
    Ok(())
}

/// What an operator begins her next contact with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) channel: String,
    pub(super) language: Option<String>,
    pub(super) minutes: i64,
}

pub(super) fn chosen_last(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Chosen>> {
    let found: Option<(String, Option<String>, i64)> =
        tx.one("select channel, language, minutes from desk_preset where account = $1", &[account.into()])?;
    Ok(found.map(|(channel, language, minutes)| Chosen { channel, language, minutes }))
}

/// Remembers what was chosen, and writes only when it differs: most contacts are like the one before.
pub(super) fn remember_chosen(tx: &mut Tx<'_>, account: AccountId, chosen: &Chosen) -> Result<()> {
    if chosen_last(tx, account)?.as_ref() == Some(chosen) {
        return Ok(());
    }
    tx.put(
        "insert into desk_preset (account, channel, language, minutes) values ($1, $2, $3, $4)
         on conflict (account) do update
         set channel = excluded.channel, language = excluded.language, minutes = excluded.minutes",
        &[account.into(), chosen.channel.as_str().into(), chosen.language.as_deref().into(), chosen.minutes.into()],
    )
}
