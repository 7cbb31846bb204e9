//! What is done with residence titles: written down, corrected, closed, read with what stood there before.

use ground::{Level, PersonId, Timestamp, TitleId};
use policy::{Action, Pass};
use serde::{Deserialize, Serialize};
use store::{Tx, once::Once};

use super::{
    leave, may_say,
    rest::{self, Resting},
    title::{CannotWrite, Closing, TITLES_MOST, Title},
};
use crate::{
    access::{self, Actor, Event},
    app::{App, Refusal, only_once},
    people::acts::who,
};

pub(super) const TABLE: &str = "residence_title";
const PAST: &str = "residence_title_past";

/// One text of a title, as it is sealed: with who wrote it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// What is known of it.
    #[serde(rename = "t")]
    pub title: Title,
    /// How it was closed, if it was.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// Who wrote this.
    #[serde(rename = "w")]
    pub who: String,
    /// When.
    #[serde(rename = "a")]
    pub at: Timestamp,
}

/// A title as a reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleSeen {
    /// Its id.
    pub id: TitleId,
    /// Its version, for a correction.
    pub version: i64,
    /// The level that it reveals.
    pub level: Level,
    /// What stands there.
    pub text: Text,
}

const OF_PERSON: &str = "select t.id, t.version, t.compartment, t.used_at, t.sealed, k.wrapped
    from residence_title t join data_key k on k.owner = t.person and k.compartment = t.compartment
    where t.person = $1";
const ONE: &str = "select t.id, t.version, t.compartment, t.used_at, t.sealed, k.wrapped
    from residence_title t join data_key k on k.owner = t.person and k.compartment = t.compartment
    where t.person = $1 and t.id = $2";
const PAST_OF_ONE: &str = "select p.title, p.version, p.compartment, t.used_at, p.sealed, k.wrapped
    from residence_title_past p join residence_title t on t.id = p.title
    join data_key k on k.owner = t.person and k.compartment = p.compartment
    where t.person = $1 and t.id = $2 order by p.version desc";

/// Her titles as far as the pass goes, each with the row it was read from.
pub(super) fn of_person(app: &App, tx: &mut Tx<'_>, pass: &Pass) -> store::Result<Vec<(Resting, TitleSeen)>> {
    let resting: Vec<Resting> = tx.all(OF_PERSON, &[pass.about().into()])?;
    let mut seen = Vec::with_capacity(resting.len());
    for row in resting {
        if let Some(title) = open(app, tx, pass, &row)? {
            seen.push((row, title));
        }
    }
    Ok(seen)
}

fn open(app: &App, tx: &mut Tx<'_>, pass: &Pass, row: &Resting) -> store::Result<Option<TitleSeen>> {
    let opened = row.open(app, tx, pass, TABLE)?;
    Ok(opened.map(|(level, text)| TitleSeen { id: TitleId::from_bytes(row.id), version: row.version, level, text }))
}

/// One of her titles, if it is there and the pass opens it.
fn find(app: &App, tx: &mut Tx<'_>, pass: &Pass, id: TitleId) -> store::Result<Option<(Resting, TitleSeen)>> {
    let row: Option<Resting> = tx.one(ONE, &[pass.about().into(), id.into()])?;
    let Some(row) = row else { return Ok(None) };
    Ok(open(app, tx, pass, &row)?.map(|title| (row, title)))
}

/// What stood in a title before, newest first, as far as the pass goes.
pub(super) fn past(app: &App, tx: &mut Tx<'_>, pass: &Pass, id: TitleId) -> store::Result<Vec<Text>> {
    let rows: Vec<Resting> = tx.all(PAST_OF_ONE, &[pass.about().into(), id.into()])?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows {
        texts.extend(row.open(app, tx, pass, PAST)?.map(|(_, text)| text));
    }
    Ok(texts)
}

/// A title, what stood there before, and whether this actor may change it.
#[derive(Clone, Debug)]
pub struct OneTitle {
    /// As it stands.
    pub seen: TitleSeen,
    /// What stood there before, newest first.
    pub past: Vec<Text>,
    /// Whether this actor may correct or close it.
    pub may_write: bool,
}

/// Shows one title with what stood there before.
///
/// # Errors
/// The usual refusals.
pub fn see(app: &App, actor: &Actor, person: PersonId, id: TitleId) -> Result<OneTitle, Refusal> {
    app.store.look("people.situation.title", |tx, trail| {
        let pass = leave(app, tx, actor, Action::See, person)?;
        let (row, seen) = find(app, tx, &pass, id)?.ok_or(Refusal::NotFound)?;
        let past = past(app, tx, &pass, id)?;
        super::keeping::used(app, trail, TABLE, &row);
        let objects = [id.to_string()];
        let event = Event { act: "situation.title_seen", objects: &objects, ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        let may_write = super::may_write(tx, actor, person)?;
        Ok(OneTitle { seen, past, may_write })
    })
}

/// Writes a title down.
///
/// # Errors
/// [`CannotWrite`], [`Refusal::Elevate`] for one that reveals the protected level, or the usual refusals.
pub fn add(
    app: &App,
    actor: &Actor,
    once: &Once,
    person: PersonId,
    title: &Title,
) -> Result<TitleId, Refusal<CannotWrite>> {
    app.store.write("people.situation.add_title", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = leave(app, tx, actor, Action::Correct, person)?;
            title.check().map_err(Refusal::Rule)?;
            may_say(&pass, title.level())?;
            if rest::count(tx, TABLE, person, title.level())? >= TITLES_MOST {
                return Err(Refusal::Rule(CannotWrite::TooMany));
            }
            let text = Text { title: title.clone(), closing: None, who: who(app, tx, actor)?, at: app.now() };
            let id = insert(app, tx, &pass, person, &text)?;
            let objects = [id.to_string()];
            let event = Event { act: "situation.title_written", objects: &objects, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// Corrects a title that was read at this version. How it was closed stays as it is.
///
/// # Errors
/// [`Refusal::Stale`] when someone else saved first: the page shows both texts (SEC-74); [`CannotWrite`],
/// or the usual refusals.
pub fn correct(
    app: &App,
    actor: &Actor,
    once: &Once,
    (person, id): (PersonId, TitleId),
    version: i64,
    title: &Title,
) -> Result<TitleId, Refusal<CannotWrite>> {
    title.check().map_err(Refusal::Rule)?;
    change(app, actor, once, (person, id), version, "situation.title_corrected", |text| text.title = title.clone())
}

/// Says that a title ended or was a mistake, or takes that back. It stays where it is, with what it was.
///
/// # Errors
/// [`Refusal::Stale`] when someone else saved first, or the usual refusals.
pub fn close(
    app: &App,
    actor: &Actor,
    once: &Once,
    (person, id): (PersonId, TitleId),
    version: i64,
    closing: Option<&Closing>,
) -> Result<TitleId, Refusal<CannotWrite>> {
    change(app, actor, once, (person, id), version, "situation.title_closed", |text| text.closing = closing.cloned())
}

fn change(
    app: &App,
    actor: &Actor,
    once: &Once,
    (person, id): (PersonId, TitleId),
    version: i64,
    act: &'static str,
    to: impl Fn(&mut Text),
) -> Result<TitleId, Refusal<CannotWrite>> {
    app.store.write("people.situation.change_title", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = leave(app, tx, actor, Action::Correct, person)?;
            let (_, before) = find(app, tx, &pass, id)?.ok_or(Refusal::NotFound)?;
            if before.version != version {
                return Err(Refusal::Stale);
            }
            let mut after = before.text.clone();
            to(&mut after);
            may_say(&pass, after.title.level())?;
            if after == before.text {
                return Ok(id);
            }
            (after.who, after.at) = (who(app, tx, actor)?, app.now());
            save(app, tx, &pass, person, &before, &after)?;
            let fields = before.text.title.changed(&after.title);
            let objects = [id.to_string()];
            let event = Event { act, objects: &objects, fields: &fields, ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// Writes a new title. The demo city calls it too, for what it knows from before.
pub(super) fn insert(
    app: &App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    text: &Text,
) -> store::Result<TitleId> {
    let id = TitleId::draw(&app.dice);
    let (key, word) = rest::key(app, tx, person, text.title.level())?;
    tx.exec(
        "insert into residence_title (id, person, version, compartment, sealed, used_at)
         values ($1, $2, 1, $3, $4, $5)",
        &[
            id.into(),
            person.into(),
            word.into(),
            key.seal(&rest::place(TABLE, *id.bytes(), 1), &rest::json(text), &app.dice).into(),
            app.now().into(),
        ],
    )?;
    Ok(id)
}

fn save(
    app: &App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    person: PersonId,
    before: &TitleSeen,
    after: &Text,
) -> store::Result<()> {
    let (row, version) = (*before.id.bytes(), before.version);
    let (old_key, old_word) = rest::key(app, tx, person, before.level)?;
    tx.put(
        "insert into residence_title_past (title, version, compartment, sealed) values ($1, $2, $3, $4)",
        &[
            before.id.into(),
            version.into(),
            old_word.into(),
            old_key.seal(&rest::place(PAST, row, version), &rest::json(&before.text), &app.dice).into(),
        ],
    )?;
    let (key, word) = rest::key(app, tx, person, after.title.level())?;
    tx.change_one(
        "update residence_title set compartment = $4, sealed = $5, used_at = $6, version = version + 1
         where id = $1 and version = $2 and person = $3",
        &[
            before.id.into(),
            version.into(),
            person.into(),
            word.into(),
            key.seal(&rest::place(TABLE, row, version + 1), &rest::json(after), &app.dice).into(),
            app.now().into(),
        ],
    )
}

/// Takes out every title of a person who is erased, with what stood there before.
pub(super) fn forget(tx: &mut Tx<'_>, person: PersonId) -> store::Result<()> {
    tx.exec(
        "delete from residence_title_past where title in (select id from residence_title where person = $1)",
        &[person.into()],
    )?;
    tx.exec("delete from residence_title where person = $1", &[person.into()]).map(|_| ())
}

/// Takes out one title that nobody used since before that instant; false when somebody did meanwhile.
pub(super) fn expire(tx: &mut Tx<'_>, id: &[u8; 16], before: Timestamp) -> store::Result<bool> {
    let due: Option<(i64,)> =
        tx.one("select 1 from residence_title where id = $1 and used_at < $2", &[id.into(), before.into()])?;
    if due.is_none() {
        return Ok(false);
    }
    tx.exec("delete from residence_title_past where title = $1", &[id.into()])?;
    tx.exec("delete from residence_title where id = $1", &[id.into()])?;
    Ok(true)
}
