//! What is done with dated facts: a value written down, a value that was wrong taken back. Nothing is
//! overwritten: what was said stays, and the latest counts.

use ground::{FactId, Line, PersonId, Timestamp};
use policy::{Action, Pass};
use store::{StoreError, Tx, once::Once};

use super::{
    fact::{Fact, Value, Withdrawn, Word},
    leave, may_say,
    rest::{self, Resting},
    title::CannotWrite,
};
use crate::{
    access::{self, Actor, Event},
    app::{App, Refusal, only_once},
    people::acts::who,
};

pub(super) const TABLE: &str = "dated_fact";

/// How many values of one level a person has at most.
const VALUES_MOST: u64 = 500;

/// A value as a reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSeen {
    /// Its id.
    pub id: FactId,
    /// Its version, for taking it back.
    pub version: i64,
    /// Of which fact.
    pub fact: Fact,
    /// What was said.
    pub value: Value,
}

const OF_PERSON: &str = "select t.id, t.version, t.compartment, t.used_at, t.sealed, k.wrapped
    from dated_fact t join data_key k on k.owner = t.person and k.compartment = t.compartment
    where t.person = $1";
const ONE: &str = "select t.id, t.version, t.compartment, t.used_at, t.sealed, k.wrapped
    from dated_fact t join data_key k on k.owner = t.person and k.compartment = t.compartment
    where t.person = $1 and t.id = $2";

/// What was said of her, as far as the pass goes, newest first, each with the row it was read from.
pub(super) fn of_person(app: &App, tx: &mut Tx<'_>, pass: &Pass) -> store::Result<Vec<(Resting, ValueSeen)>> {
    let resting: Vec<Resting> = tx.all(OF_PERSON, &[pass.about().into()])?;
    let mut seen = Vec::with_capacity(resting.len());
    for row in resting {
        if let Some(value) = open(app, tx, pass, &row)? {
            seen.push((row, value));
        }
    }
    seen.sort_by_key(|(_, one)| std::cmp::Reverse((one.value.word.from, one.value.at)));
    Ok(seen)
}

/// Opens a value. One of a fact that this program does not know stays closed.
fn open(app: &App, tx: &mut Tx<'_>, pass: &Pass, row: &Resting) -> store::Result<Option<ValueSeen>> {
    let Some((_, value)) = row.open::<Value>(app, tx, pass, TABLE)? else { return Ok(None) };
    let fact = Fact::parse(&value.fact).filter(|fact| pass.sees(fact.level()));
    Ok(fact.map(|fact| ValueSeen { id: FactId::from_bytes(row.id), version: row.version, fact, value }))
}

/// Writes down what is said of a fact.
///
/// # Errors
/// [`CannotWrite`], [`Refusal::Elevate`] for a fact of the protected level, or the usual refusals.
pub fn say(
    app: &App,
    actor: &Actor,
    once: &Once,
    person: PersonId,
    fact: Fact,
    word: &Word,
) -> Result<FactId, Refusal<CannotWrite>> {
    app.store.write("people.situation.say", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = leave(app, tx, actor, Action::Correct, person)?;
            if !fact.takes(&word.said) {
                return Err(Refusal::Rule(CannotWrite::Empty));
            }
            may_say(&pass, fact.level())?;
            if rest::count(tx, TABLE, person, fact.level())? >= VALUES_MOST {
                return Err(Refusal::Rule(CannotWrite::TooMany));
            }
            let value = Value {
                fact: fact.name().to_owned(),
                word: word.clone(),
                who: who(app, tx, actor)?,
                at: app.now(),
                withdrawn: None,
            };
            let id = insert(app, tx, &pass, person, fact, &value)?;
            let objects = [id.to_string()];
            // Which fact it is stands nowhere in the open: its name alone may say too much.
            let event = Event { act: "situation.fact_written", objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// Says that a value was wrong. It stays to be read, and counts no more.
///
/// # Errors
/// [`Refusal::Stale`] when somebody else said so first, or the usual refusals.
pub fn withdraw(
    app: &App,
    actor: &Actor,
    once: &Once,
    (person, id): (PersonId, FactId),
    version: i64,
    words: Option<&Line>,
) -> Result<FactId, Refusal<CannotWrite>> {
    app.store.write("people.situation.withdraw", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = leave(app, tx, actor, Action::Correct, person)?;
            let row: Option<Resting> = tx.one(ONE, &[person.into(), id.into()])?;
            let row = row.ok_or(Refusal::NotFound)?;
            let seen = open(app, tx, &pass, &row)?.ok_or(Refusal::NotFound)?;
            if seen.version != version || seen.value.withdrawn.is_some() {
                return Err(Refusal::Stale);
            }
            let by = Withdrawn { who: who(app, tx, actor)?, at: app.now(), words: words.cloned() };
            let value = Value { withdrawn: Some(by), ..seen.value };
            save(app, tx, &pass, person, (id, version, seen.fact), &value)?;
            let objects = [id.to_string()];
            let event = Event { act: "situation.fact_withdrawn", objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

fn used_at(app: &App, fact: Fact) -> Option<Timestamp> {
    fact.is_about_stay().then(|| app.now())
}

pub(super) fn insert(
    app: &App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    fact: Fact,
    value: &Value,
) -> store::Result<FactId> {
    let id = FactId::draw(&app.dice);
    let (key, word) = rest::key(app, tx, person, fact.level())?;
    tx.exec(
        "insert into dated_fact (id, person, version, compartment, sealed, used_at) values ($1, $2, 1, $3, $4, $5)",
        &[
            id.into(),
            person.into(),
            word.into(),
            key.seal(&rest::place(TABLE, *id.bytes(), 1), &rest::json(value), &app.dice).into(),
            used_at(app, fact).into(),
        ],
    )?;
    Ok(id)
}

fn save(
    app: &App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    (id, version, fact): (FactId, i64, Fact),
    value: &Value,
) -> Result<(), StoreError> {
    let (key, _) = rest::key(app, tx, person, fact.level())?;
    tx.change_one(
        "update dated_fact set sealed = $4, used_at = $5, version = version + 1
         where id = $1 and version = $2 and person = $3",
        &[
            id.into(),
            version.into(),
            person.into(),
            key.seal(&rest::place(TABLE, *id.bytes(), version + 1), &rest::json(value), &app.dice).into(),
            used_at(app, fact).into(),
        ],
    )
}

/// Takes out all that was said of a person who is erased.
pub(super) fn forget(tx: &mut Tx<'_>, person: PersonId) -> store::Result<()> {
    tx.exec("delete from dated_fact where person = $1", &[person.into()]).map(|_| ())
}

/// Takes out one value that nobody used since before that instant; false when somebody did meanwhile.
pub(super) fn expire(tx: &mut Tx<'_>, id: &[u8; 16], before: Timestamp) -> store::Result<bool> {
    Ok(tx.exec("delete from dated_fact where id = $1 and used_at < $2", &[id.into(), before.into()])? > 0)
}
