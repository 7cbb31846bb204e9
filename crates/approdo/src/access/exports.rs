//! Files of rows that leave the house (SEC-67): made once, with a reason and the second factor, up to a
//! number of rows, watermarked, sealed at rest under a key of their own, and taken out once within fifteen
//! minutes by the account that made them, or by the command line where she handed them to it.
//!
//! What is written into a cell and how is `shell::export`; what the rows are is the room's that calls
//! [`make`]. The line of a file stays after its body is gone: it says who took what out, when and why.

use ground::{AccountId, ExportId, Prose, Timestamp, hex};
use policy::{Action, Resource};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use store::{
    FromRow, Result, Row, StoreError, Tx,
    jobs::{self, Job},
    once::Once,
    vault,
};

use super::{About, Actor, Event, accounts, allow, entry, house_keys, note};
use crate::{
    app::{App, NoRule, Refusal, only_once},
    shell::{
        export::Sheet,
        words::{Words, without_isolates},
    },
};

/// For how many seconds a file waits to be taken out.
pub const WAITS: i64 = 15 * 60;
/// The job that destroys a file whose time is over.
pub const OVER: &str = "access.export.over";
/// For how many days the line of a file is kept.
pub const KEPT_DAYS: i64 = 730;
/// How many lines a page shows.
const SHOWN_MOST: usize = 100;

/// How much may leave in one file. It has a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How many rows.
    pub rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 5000 }
    }
}

/// What kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Who was exposed to whom (SEC-85).
    Breach,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Breach => "breach",
        }
    }

    /// What leave its rows take.
    const fn resource(self) -> Resource {
        match self {
            Self::Breach => Resource::Audit,
        }
    }
}

/// Why rows leave the house. The list is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The notice of a breach, to the authority and to the persons.
    BreachNotice,
    /// A person asked what is held of her.
    PersonAsked,
    /// An authority may ask by law.
    Authority,
    /// To check the work of the service.
    Oversight,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::BreachNotice, Self::PersonAsked, Self::Authority, Self::Oversight];

    /// The word that is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BreachNotice => "breach_notice",
            Self::PersonAsked => "person_asked",
            Self::Authority => "authority",
            Self::Oversight => "oversight",
        }
    }

    /// The reason of that word, if it is one of the list.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What somebody wants to take out.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What kind of rows.
    pub kind: Kind,
    /// Which of them, in words that are the same for the same question.
    pub question: String,
    /// Why.
    pub reason: Reason,
    /// Why, in her words.
    pub words: Prose,
    /// Whether the command line takes the file instead of her.
    pub handed: bool,
}

/// Why no file was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotExport {
    /// It would have more rows than one file may.
    TooMany {
        /// How many it would have.
        rows: u64,
        /// How many it may have.
        most: u64,
    },
}

/// A file as its page shows it, or as a line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: ExportId,
    /// Who made it.
    pub account: AccountId,
    /// What kind of rows.
    pub kind: String,
    /// Which of them.
    pub question: String,
    /// Whether the command line takes it.
    pub handed: bool,
    /// Why, by code.
    pub reason: String,
    /// Why, in words.
    pub words: String,
    /// What the file is called.
    pub file_name: String,
    /// How many rows it has.
    pub rows: u64,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it waits.
    pub until: Timestamp,
    /// When it was taken out.
    pub taken_at: Option<Timestamp>,
    /// The name of who made it.
    pub name: String,
}

/// A file on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What it is called.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

struct Stored {
    shown: Shown,
    words: Vec<u8>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let shown = Shown {
            id: ExportId::from_bytes(row.get(0)?),
            account: row.get(1)?,
            kind: row.get(2)?,
            question: row.get(3)?,
            handed: row.get(4)?,
            reason: row.get(5)?,
            words: String::new(),
            file_name: row.get(7)?,
            rows: row.get(8)?,
            made_at: row.get(9)?,
            until: row.get(10)?,
            taken_at: row.get(11)?,
            name: String::new(),
        };
        Ok(Self { shown, words: row.get(6)? })
    }
}

const COLUMNS: &str =
    "id, account, kind, question, handed, reason, words, file_name, row_count, made_at, until_at, taken_at";

impl Stored {
    fn open(self, app: &App, tx: &mut Tx<'_>) -> Result<Shown> {
        let Self { shown, words } = self;
        let plain = app.vault.open_for_house(tx, vault::Safe::Staff, &place(shown.id, "words"), &words)?;
        let name = accounts::name(app, tx, shown.account)?.unwrap_or_else(|| shown.account.to_string());
        Ok(Shown { words: String::from_utf8_lossy(&plain).into_owned(), name, ..shown })
    }
}

const fn place(id: ExportId, column: &'static str) -> vault::Place {
    vault::Place { table: "export_file", column, row: *id.bytes(), version: 1 }
}

/// Seals the next lines that hang on an old generation of the staff's key anew, and tells how many (SEC-54).
pub(super) fn reseal(app: &App, tx: &mut Tx<'_>, newest: [u8; 4]) -> Result<u64> {
    let sql = "select id, words from export_file where substr(words, 1, 4) <> $1 limit $2";
    let some: Vec<([u8; 16], Vec<u8>)> = tx.all(sql, &[(&newest).into(), house_keys::ROWS_AT_ONCE.into()])?;
    for (id, words) in &some {
        let words = house_keys::anew(app, tx, &place(ExportId::from_bytes(*id), "words"), words)?;
        tx.change_one("update export_file set words = $2 where id = $1", &[id.into(), words.into()])?;
    }
    Ok(some.len() as u64)
}

/// Makes a file of rows that `rows` gathers, once leave was given. They are read from a snapshot, so that
/// nobody's act waits for them.
///
/// # Errors
/// [`CannotExport`], or the usual refusals; [`Refusal::Elevate`] without a fresh second factor.
pub fn make(
    app: &App,
    actor: &Actor,
    once: &Once,
    wish: &Wish,
    rows: impl FnOnce(&mut Tx<'_>) -> Result<Sheet>,
) -> std::result::Result<ExportId, Refusal<CannotExport>> {
    let leave = |tx: &mut Tx<'_>| allow(app, tx, actor, Action::Export, wish.kind.resource(), About::General);
    let gathered = app.store.look("access.export.gather", |tx, _| {
        leave(tx)?;
        Ok(rows(tx)?)
    });
    let mut sheet = gathered.map_err(Refusal::<NoRule>::widen)?;
    let (count, most) = (sheet.rows(), app.exports.rows);
    if count > most {
        return Err(Refusal::Rule(CannotExport::TooMany { rows: count, most }));
    }
    let me = actor.id().ok_or(Refusal::NotFound)?;
    let (id, now) = (ExportId::draw(&app.dice), app.now());
    let name = app.store.read("access.export.name", |tx| accounts::name(app, tx, me))?.unwrap_or_default();
    let broken = |why: String| Refusal::Store(StoreError::Setup(why));
    sheet.remark(&watermark(app, actor, wish, (id, &name, count))).map_err(|why| broken(why.to_string()))?;
    let bytes = sheet.bytes().map_err(broken)?;
    app.store.write("access.export.make", |tx| {
        only_once(app, tx, once, |tx| {
            let pass = leave(tx).map_err(Refusal::<NoRule>::widen)?;
            let key = app.vault.make_key(tx, id.bytes(), vault::Safe::Personal)?;
            let words = wish.words.as_str().as_bytes();
            let words = app.vault.seal_for_house(tx, vault::Safe::Staff, &place(id, "words"), words)?;
            let until = now.plus_seconds(WAITS);
            tx.exec(
                &format!("insert into export_file ({COLUMNS}, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, $12)"),
                &[
                    id.bytes().into(),
                    me.into(),
                    wish.kind.code().into(),
                    wish.question.as_str().into(),
                    wish.handed.into(),
                    wish.reason.code().into(),
                    words.into(),
                    file_name(app, wish.kind, id, now).into(),
                    i64::try_from(count).unwrap_or(i64::MAX).into(),
                    now.into(),
                    until.into(),
                    key.seal(&place(id, "body"), &bytes, &app.dice).into(),
                ],
            )?;
            jobs::put(tx, &app.dice, OVER, id.bytes(), until)?;
            let hash = hex::encode(&Sha256::digest(&bytes));
            let to: &'static str = if wish.handed { "to_command_line" } else { "to_herself" };
            let event = Event {
                act: "export.made",
                objects: &[id.to_string()],
                fields: &[wish.kind.code(), wish.reason.code(), to],
                count: Some(count),
                hash: Some(&hash),
                ..Event::default()
            };
            note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })
}

/// The last line of the file: who took it out, when and why, under which id the trail names it.
fn watermark(app: &App, actor: &Actor, wish: &Wish, (id, name, rows): (ExportId, &str, u64)) -> String {
    let w = Words::of(actor.tongue);
    let args = [
        ("city", app.city.as_str().into()),
        ("name", name.into()),
        ("account", actor.trail_name().into()),
        ("moment", app.now().to_string().into()),
        ("reason", w.say(&format!("access-export-reason-{}", wish.reason.code())).into()),
        ("rows", rows.to_string().into()),
        ("id", id.to_string().into()),
    ];
    without_isolates(&w.say_with("access-export-watermark", &args))
}

/// Letters, digits and hyphens only: it is a header, and it is a name on somebody's disk.
fn file_name(app: &App, kind: Kind, id: ExportId, now: Timestamp) -> String {
    let (day, time) = (now.day(&app.zone), now.hour_and_minute(&app.zone).replace(':', ""));
    format!("approdo-{}-{day}-{time}-{id}.csv", kind.code())
}

/// A file of her own, for its page; another's is not there.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn own(app: &App, actor: &Actor, id: ExportId) -> std::result::Result<Shown, Refusal> {
    let me = actor.id().ok_or(Refusal::NotFound)?;
    app.store.read("access.export.own", |tx| {
        let sql = format!("select {COLUMNS} from export_file where id = $1 and account = $2");
        let stored: Option<Stored> = tx.one(&sql, &[id.bytes().into(), me.into()])?;
        Ok(stored.ok_or(Refusal::NotFound)?.open(app, tx)?)
    })
}

/// Takes a file out, once: from the end of this transaction on it is gone, and so is its key.
///
/// # Errors
/// [`Refusal::NotFound`] when it is another's, was taken, or its time is over.
pub fn take(app: &App, actor: &Actor, id: ExportId) -> std::result::Result<Taken, Refusal> {
    let me = actor.id().ok_or(Refusal::NotFound)?;
    app.store.write("access.export.take", |tx| {
        let sql = "select id from export_file
                   where id = $1 and account = $2 and handed = 0 and taken_at is null and until_at > $3";
        let found: Option<([u8; 16],)> = tx.one(sql, &[id.bytes().into(), me.into(), app.now().into()])?;
        found.ok_or(Refusal::NotFound)?;
        take_in(app, tx, actor, id, Action::See)
    })
}

/// Takes a file out that its maker handed to the command line for exactly this question.
///
/// # Errors
/// [`Refusal::NotFound`] when nobody handed one, or it was taken, or its time is over.
pub fn take_handed(app: &App, actor: &Actor, kind: Kind, question: &str) -> std::result::Result<Taken, Refusal> {
    app.store.write("access.export.take_handed", |tx| {
        let sql = "select id from export_file
                   where kind = $1 and question = $2 and handed = 1 and taken_at is null and until_at > $3
                   order by made_at desc limit 1";
        let found: Option<([u8; 16],)> = tx.one(sql, &[kind.code().into(), question.into(), app.now().into()])?;
        let (id,) = found.ok_or(Refusal::NotFound)?;
        take_in(app, tx, actor, ExportId::from_bytes(id), Action::Verify)
    })
}

fn take_in(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ExportId,
    action: Action,
) -> std::result::Result<Taken, Refusal> {
    // Leave may have been taken from her since.
    let pass = allow(app, tx, actor, action, Kind::Breach.resource(), About::General)?;
    let stored: Option<(String, Option<Vec<u8>>, u64)> =
        tx.one("select file_name, body, row_count from export_file where id = $1", &[id.bytes().into()])?;
    let Some((file_name, Some(body), rows)) = stored else { return Err(Refusal::NotFound) };
    let key = app.vault.key(tx, id.bytes(), vault::Safe::Personal)?.ok_or(Refusal::NotFound)?;
    let bytes = key.open(&place(id, "body"), &body)?;
    tx.change_one(
        "update export_file set body = null, taken_at = $2 where id = $1 and taken_at is null",
        &[id.bytes().into(), app.now().into()],
    )?;
    app.vault.destroy_keys(tx, id.bytes())?;
    let event = Event { act: "export.taken", objects: &[id.to_string()], count: Some(rows), ..Event::default() };
    note(app, tx, actor, &pass, event)?;
    Ok(Taken { file_name, bytes })
}

/// What left the house or waits to, for the auditor: the newest first.
///
/// # Errors
/// [`Refusal::NotFound`] without leave.
pub fn list(app: &App, actor: &Actor) -> std::result::Result<Vec<Shown>, Refusal> {
    app.store.look("access.export.list", |tx, trail| {
        let pass = allow(app, tx, actor, Action::See, Resource::Audit, About::General)?;
        let sql = format!("select {COLUMNS} from export_file order by made_at desc limit {SHOWN_MOST}");
        let stored: Vec<Stored> = tx.all(&sql, &[])?;
        let count = Some(stored.len() as u64);
        trail.leave(entry(app, actor, &pass, Event { act: "export.listed", count, ..Event::default() }));
        Ok(stored.into_iter().map(|one| one.open(app, tx)).collect::<Result<_>>()?)
    })
}

/// The job at the end of a file's time: what nobody took is destroyed.
///
/// # Errors
/// The store's.
pub fn over(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<()> {
    let id: [u8; 16] = job.subject.as_slice().try_into().map_err(|_| StoreError::Stale)?;
    tx.exec("update export_file set body = null where id = $1", &[(&id).into()])?;
    app.vault.destroy_keys(tx, &id).map(|_| ())
}

/// Forgets lines of long ago.
pub(super) fn sweep(app: &App) -> Result<u64> {
    let before = app.now().plus_seconds(-KEPT_DAYS * 86_400);
    app.store.write("access.export.sweep", |tx| {
        tx.exec("delete from export_file where made_at < $1 and body is null", &[before.into()])
    })
}
