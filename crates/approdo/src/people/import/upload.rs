//! A file of persons that was sent from a browser: kept sealed, looked at, then taken in behind the pages.
//!
//! It goes through four states: `arriving` while its pieces come, `waiting` until someone confirms it,
//! `running`, and `filed`. An import that is stopped, or falls silent because its server died, is
//! `waiting` again with its trouble named: nothing of it was saved (SEC-71). The file has a key of its
//! own, which is destroyed with it: when its persons are filed, or an hour after it came.

use std::{io, sync::Arc};

use ground::{Id, Timestamp, hex};
use policy::{Action, Pass, Resource};
use sha2::{Digest as _, Sha256};
use store::{
    FromRow, Row, StoreError, Tx,
    jobs::{self, Job},
    once::Once,
    vault::{DataKey, Place, Safe},
};

use super::{FileFault, ImportFault, Mapping, ROWS_MOST_IN_BROWSER, Reached, Report, Terms, Watch, look_at};
use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal, only_once},
};

/// Bytes of one file at most: room for [`ROWS_MOST_IN_BROWSER`] long rows.
pub const BYTES_MOST: usize = 32 << 20;
/// The kind of the job that takes out files which nobody confirmed.
pub const FORGET: &str = "people.import.forget";
/// How long a file waits to be confirmed.
const WAITS_SECONDS: i64 = 3600;
/// How long the page of a finished import can be read.
const TOLD_SECONDS: i64 = 24 * 3600;
/// How long an import may be silent before its page says that it was broken off. Its run can then no
/// longer file anything once someone has confirmed the file again.
const SILENT_SECONDS: i64 = 30;

/// An upload, for ids.
#[derive(Debug)]
pub enum Upload {}
/// The id of an upload.
pub type UploadId = Id<Upload>;

/// Where an upload stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: UploadId,
    /// What is happening to it.
    pub state: State,
    /// Rows of the file.
    pub persons: u64,
    /// How many of them are wrong.
    pub wrong: u64,
    /// When it came, or was last heard of.
    pub beat_at: Timestamp,
    run: i64,
    parts: i64,
    hash: String,
    mapping: Option<Vec<u8>>,
}

/// What is happening to an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its pieces are coming.
    Arriving,
    /// It waits to be confirmed; perhaps because an import of it was broken off.
    Waiting(Option<BrokenOff>),
    /// Its rows are being read and sealed, or its index is being written.
    Running {
        /// Whether the rows are done and the index is being written.
        in_order: bool,
        /// How many are done.
        done: u64,
        /// Of how many.
        total: u64,
    },
    /// Its persons are on file.
    Filed,
}

/// Why an import did not come to its end. Nothing of it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenOff {
    /// Someone stopped it.
    Stopped,
    /// The machine could not go on.
    Broken,
    /// Nothing was heard of it any more: the server was stopped.
    Silent,
}

impl BrokenOff {
    /// The word for it, as stored and in the names of texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Broken => "broken",
            Self::Silent => "silent",
        }
    }
}

/// Why an upload cannot be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// Rows are wrong, or there are none.
    #[error("the file has wrong rows, or none")]
    Rows,
    /// An import of the same file, or another one of the same account, is running.
    #[error("an import is running")]
    Running,
}

/// What an upload would become.
#[derive(Debug)]
pub struct Preview {
    /// Where it stands.
    pub standing: Standing,
    /// Which columns were chosen.
    pub mapping: Mapping,
    /// What was found in the file, or why it cannot be read with these columns.
    pub found: Result<Report, ImportFault>,
}

/// A file on its way in.
pub struct Arriving {
    /// Its id.
    pub id: UploadId,
    key: DataKey,
    pass: Pass,
    parts: i64,
    hash: Sha256,
}

/// Makes room for a file.
///
/// # Errors
/// [`NotReady::Running`] while an import of this account runs, or the usual refusals.
pub fn begin(app: &App, actor: &Actor) -> Result<Arriving, Refusal<NotReady>> {
    let (id, now) = (UploadId::draw(&app.dice), app.now());
    app.store.write("people.import.receive", |tx| {
        let pass = access::allow(app, tx, actor, Action::Import, Resource::Import, About::General)?;
        for old in of_account(tx, actor)? {
            if let Some(Standing { state: State::Running { .. }, .. }) = read(tx, actor, old, now)? {
                return Err(Refusal::Rule(NotReady::Running));
            }
        }
        tx.exec(
            "insert into person_upload
             (id, account, state, trouble, run, parts, hash, mapping, persons, wrong, step, done, total, sent_at, beat_at)
             values ($1, $2, 'arriving', null, 0, 0, '', null, 0, 0, '', 0, 0, $3, $3)",
            &[id.into(), actor.id().into(), now.into()],
        )?;
        jobs::put(tx, &app.dice, FORGET, id.bytes(), now.plus_seconds(WAITS_SECONDS))?;
        let key = app.vault.make_key(tx, id.bytes(), Safe::Personal)?;
        Ok(Arriving { id, key, pass, parts: 0, hash: Sha256::new() })
    })
}

impl Arriving {
    /// Seals and keeps the next piece.
    ///
    /// # Errors
    /// The store's.
    pub fn add(mut self, app: &App, piece: &[u8]) -> Result<Self, StoreError> {
        self.hash.update(piece);
        let sealed = self.key.seal(&place_of_part(self.id, self.parts), piece, &app.dice);
        app.store.write("people.import.part", |tx| add_part(tx, &self.pass, self.id, self.parts, &sealed))?;
        Ok(Self { parts: self.parts + 1, ..self })
    }

    /// Lets it go: it was too large, or never came to its end.
    ///
    /// # Errors
    /// The store's.
    pub fn drop_it(self, app: &App) -> Result<(), StoreError> {
        app.store.write("people.import.drop", |tx| remove(app, tx, self.id))
    }

    /// The key of the form and the file together: what makes a repeated sending one upload (SEC-75).
    #[must_use]
    pub fn once(&self, actor: &Actor, key: [u8; 16]) -> Once {
        Once { key, by: actor.id(), body: self.hash.clone().finalize().into() }
    }
}

/// Takes the whole file: looks at it, and keeps it for the one who sent it, in place of what she sent
/// before and did not confirm. A file that is no table is not kept.
///
/// # Errors
/// [`ImportFault::File`] and [`ImportFault::Twice`], or the usual refusals.
pub fn arrived(app: &App, actor: &Actor, file: Arriving, key: [u8; 16]) -> Result<UploadId, Refusal<ImportFault>> {
    let (id, parts, once) = (file.id, file.parts, file.once(actor, key));
    let hash = hex::encode(&once.body);
    let mut sealed = SealedFile::open(app, id, file.key.clone(), parts);
    let (persons, wrong) = match look_at(&mut sealed, &Mapping::default(), ROWS_MOST_IN_BROWSER) {
        Ok(report) => (report.rows, report.wrong),
        Err(ImportFault::NoColumn { .. }) => (0, 0),
        Err(fault) => {
            file.drop_it(app)?;
            return Err(unread(fault));
        }
    };
    let kept = app.store.write("people.import.received", |tx| {
        only_once(app, tx, &once, |tx| {
            let pass = access::allow(app, tx, actor, Action::Import, Resource::Import, About::General)?;
            for old in of_account(tx, actor)?.into_iter().filter(|old| *old != id) {
                if let Some(Standing { state: State::Waiting(_), .. }) = read(tx, actor, old, app.now())? {
                    remove(app, tx, old)?;
                }
            }
            tx.change_one(
                "update person_upload set state = 'waiting', parts = $2, hash = $3, persons = $4, wrong = $5
                 where id = $1 and state = 'arriving'",
                &[id.into(), parts.into(), hash.as_str().into(), count(persons).into(), count(wrong).into()],
            )?;
            let event =
                Event { act: "person.import_received", count: Some(persons), hash: Some(&hash), ..Event::default() };
            access::note(app, tx, actor, &pass, event)?;
            Ok(id)
        })
    })?;
    if kept != id {
        file.drop_it(app)?;
    }
    Ok(kept)
}

/// Shows what an upload would become. It leaves its entry: the first rows are persons.
///
/// # Errors
/// The usual refusals.
pub fn preview(app: &App, actor: &Actor, id: UploadId) -> Result<Preview, Refusal> {
    let (standing, mut file, mapping) = app.store.look("people.import.preview", |tx, trail| {
        let (pass, standing) = own(app, tx, actor, id)?;
        let (file, mapping) = unsealed(app, tx, &pass, &standing)?;
        let (count, hash) = (Some(standing.persons), Some(standing.hash.as_str()));
        let event = Event { act: "person.import_previewed", count, hash, ..Event::default() };
        trail.leave(access::entry(app, actor, &pass, event));
        Ok::<_, Refusal>((standing, file, mapping))
    })?;
    let found = look_at(&mut file, &mapping, ROWS_MOST_IN_BROWSER);
    Ok(Preview { standing, mapping, found })
}

/// Says which columns of the file are what.
///
/// # Errors
/// [`ImportFault`] when the file cannot be read so, or the usual refusals.
pub fn choose(
    app: &App,
    actor: &Actor,
    once: &Once,
    id: UploadId,
    mapping: &Mapping,
) -> Result<UploadId, Refusal<ImportFault>> {
    let mut file = app.store.look("people.import.choose.look", |tx, _| {
        let (pass, standing) = own(app, tx, actor, id)?;
        unsealed(app, tx, &pass, &standing).map(|(file, _)| file).map_err(Refusal::from)
    })?;
    let report = look_at(&mut file, mapping, ROWS_MOST_IN_BROWSER).map_err(unread)?;
    let plain = serde_json::to_vec(mapping).unwrap_or_default();
    let sealed = file.key.seal(&place_of_mapping(id), &plain, &app.dice);
    app.store.write("people.import.choose", |tx| {
        only_once(app, tx, once, |tx| {
            let (pass, standing) = own(app, tx, actor, id)?;
            if !matches!(standing.state, State::Waiting(_)) {
                return Err(Refusal::Stale);
            }
            save_mapping(tx, &pass, &standing, &sealed, &report)?;
            Ok(id)
        })
    })
}

/// A run that was confirmed and is to be started.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    id: UploadId,
    number: i64,
}

/// Confirms an upload: from now on it is being taken in. None when the same form had its effect before.
///
/// # Errors
/// [`NotReady`], or the usual refusals.
pub fn confirm(app: &App, actor: &Actor, once: &Once, id: UploadId) -> Result<Option<Run>, Refusal<NotReady>> {
    let run = std::cell::Cell::new(None);
    app.store.write("people.import.confirm", |tx| {
        run.set(None);
        only_once(app, tx, once, |tx| {
            let (_, standing) = own(app, tx, actor, id)?;
            let ready = standing.persons > 0 && standing.wrong == 0;
            match standing.state {
                State::Waiting(_) if ready => {}
                State::Waiting(_) | State::Arriving => return Err(Refusal::Rule(NotReady::Rows)),
                State::Running { .. } | State::Filed => return Err(Refusal::Rule(NotReady::Running)),
            }
            let number = standing.run + 1;
            tx.change_one(
                "update person_upload set state = 'running', trouble = null, run = $3, step = 'rows', done = 0,
                 total = persons, beat_at = $4 where id = $1 and run = $2",
                &[id.into(), standing.run.into(), number.into(), app.now().into()],
            )?;
            run.set(Some(Run { id, number }));
            Ok(id)
        })
    })?;
    Ok(run.get())
}

/// Takes a confirmed upload in, on a thread of its own: whoever confirmed it does not wait.
///
/// # Errors
/// When the machine has no thread left; the page then says that nothing was heard of the import.
pub fn start(app: &Arc<App>, actor: Actor, run: Run) -> io::Result<()> {
    let app = Arc::clone(app);
    let work = move || {
        if let Err(refusal) = take_in(&app, &actor, run) {
            // Stopped or overtaken is no fault, and its page knows it already.
            if !matches!(refusal, Refusal::Stale) {
                tracing::error!(why = kind_of(&refusal), "an import was broken off; nothing of it was saved");
                let _ = app.store.write("people.import.broken", |tx| break_off(app.now(), tx, run, BrokenOff::Broken));
            }
        }
    };
    std::thread::Builder::new().name("import".to_owned()).spawn(work).map(|_| ())
}

/// Takes the persons of a confirmed upload in, and forgets the file.
///
/// # Errors
/// [`Refusal::Stale`] when it was stopped or overtaken, [`ImportFault`], or the usual refusals.
pub fn take_in(app: &App, actor: &Actor, run: Run) -> Result<Report, Refusal<ImportFault>> {
    let (mut file, mapping) = app.store.look("people.import.open", |tx, _| {
        let (pass, standing) = own(app, tx, actor, run.id)?;
        unsealed(app, tx, &pass, &standing).map_err(Refusal::from)
    })?;
    let terms = Terms { mapping: &mapping, rows_most: ROWS_MOST_IN_BROWSER, dry_run: false };
    let report =
        app.store.with_wide_cache(|| super::import(app, actor, &mut file, terms, &mut Beat { app, run }))??;
    app.store.write("people.import.empty", |tx| empty(app, tx, run.id))?;
    Ok(report)
}

/// Stops a running import, or lets go of a file that waits. Tells whether it was running.
///
/// # Errors
/// The usual refusals.
pub fn stop(app: &App, actor: &Actor, once: &Once, id: UploadId) -> Result<bool, Refusal> {
    let stopped = app.store.write("people.import.stop", |tx| {
        only_once(app, tx, once, |tx| {
            let standing = told(app, tx, actor, id)?;
            if let State::Running { .. } = standing.state {
                break_off(app.now(), tx, Run { id, number: standing.run }, BrokenOff::Stopped)?;
                return Ok(1_u8);
            }
            remove(app, tx, id)?;
            Ok(0)
        })
    })?;
    Ok(stopped == 1)
}

/// Where an upload stands: counts, nothing personal.
///
/// # Errors
/// The usual refusals.
pub fn standing(app: &App, actor: &Actor, id: UploadId) -> Result<Standing, Refusal> {
    app.store.read("people.import.standing", |tx| told(app, tx, actor, id))
}

/// The upload of this account that waits or runs, if any.
///
/// # Errors
/// The usual refusals: the page of imports asks for leave with this.
pub fn at_hand(app: &App, actor: &Actor) -> Result<Option<Standing>, Refusal> {
    app.store.look("people.import.at_hand", |tx, _| {
        access::allow::<crate::app::NoRule>(app, tx, actor, Action::Import, Resource::Import, About::General)?;
        for id in of_account(tx, actor)? {
            let standing = read(tx, actor, id, app.now())?;
            if let Some(standing) = standing.filter(|one| !matches!(one.state, State::Arriving | State::Filed)) {
                return Ok(Some(standing));
            }
        }
        Ok(None)
    })
}

/// Takes out an upload whose time is over; one that runs is looked at again later.
///
/// # Errors
/// The store's.
pub fn forget(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<(), StoreError> {
    let Ok(bytes) = <[u8; 16]>::try_from(job.subject.as_slice()) else { return Ok(()) };
    let id = UploadId::from_bytes(bytes);
    let stored: Option<(String, Timestamp)> =
        tx.one("select state, beat_at from person_upload where id = $1", &[id.into()])?;
    let Some((state, beat_at)) = stored else { return Ok(()) };
    let now = app.now();
    let keep_until = match state.as_str() {
        "running" => beat_at.plus_seconds(SILENT_SECONDS),
        "filed" => beat_at.plus_seconds(TOLD_SECONDS),
        _ => now,
    };
    if keep_until <= now {
        return remove(app, tx, id);
    }
    if state == "filed" {
        empty(app, tx, id)?;
    }
    jobs::put(tx, &app.dice, FORGET, id.bytes(), keep_until)
}

/// Takes every file out, with its key: in a database that was restored they may hold someone erased since.
pub(in crate::people) fn forget_all(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.exec("delete from data_key where owner in (select id from person_upload)", &[])?;
    tx.exec("delete from person_upload_part", &[])?;
    tx.exec("delete from person_upload", &[])?;
    Ok(())
}

/// What the pages see of an import on its way, and what keeps it from filing once it was overtaken.
struct Beat<'a> {
    app: &'a App,
    run: Run,
}

impl Watch for Beat<'_> {
    fn reached(&mut self, reached: Reached) -> Result<(), StoreError> {
        let (step, done, total) = match reached {
            Reached::Rows { read, .. } => ("rows", read, None),
            Reached::Lookups { written, of } => ("order", written, Some(of)),
        };
        let now = self.app.now();
        self.app.store.write("people.import.beat", |tx| {
            tx.change_one(
                "update person_upload set step = $3, done = $4, total = coalesce($5, total), beat_at = $6
                 where id = $1 and run = $2 and state = 'running'",
                &[
                    self.run.id.into(),
                    self.run.number.into(),
                    step.into(),
                    count(done).into(),
                    total.map(count).into(),
                    now.into(),
                ],
            )
        })
    }

    fn filed(&self, tx: &mut Tx<'_>, report: &Report) -> Result<(), StoreError> {
        tx.change_one(
            "update person_upload set state = 'filed', persons = $3, beat_at = $4
             where id = $1 and run = $2 and state = 'running'",
            &[self.run.id.into(), self.run.number.into(), count(report.rows).into(), self.app.now().into()],
        )
    }
}

/// The file as its bytes, opened piece by piece.
struct SealedFile<'a> {
    app: &'a App,
    id: UploadId,
    key: DataKey,
    next: i64,
    parts: i64,
    open: io::Cursor<Vec<u8>>,
}

impl<'a> SealedFile<'a> {
    const fn open(app: &'a App, id: UploadId, key: DataKey, parts: i64) -> Self {
        Self { app, id, key, next: 0, parts, open: io::Cursor::new(Vec::new()) }
    }

    fn part(&self, number: i64) -> Result<Vec<u8>, StoreError> {
        let sealed: Option<(Vec<u8>,)> = self.app.store.look("people.import.read", |tx, _| {
            tx.one(
                "select text from person_upload_part where upload = $1 and number = $2",
                &[self.id.into(), number.into()],
            )
        })?;
        let (sealed,) = sealed.ok_or(StoreError::Stale)?;
        self.key.open(&place_of_part(self.id, number), &sealed)
    }
}

impl io::Read for SealedFile<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let given = self.open.read(into)?;
            if given > 0 || into.is_empty() || self.next == self.parts {
                return Ok(given);
            }
            self.open = io::Cursor::new(self.part(self.next).map_err(io::Error::other)?);
            self.next += 1;
        }
    }
}

const fn place_of_part(id: UploadId, number: i64) -> Place {
    Place { table: "person_upload_part", column: "text", row: *id.bytes(), version: number }
}

const fn place_of_mapping(id: UploadId) -> Place {
    Place { table: "person_upload", column: "mapping", row: *id.bytes(), version: 1 }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Bytes of our own that do not come are no fault of the file.
fn unread(fault: ImportFault) -> Refusal<ImportFault> {
    match fault {
        ImportFault::File(FileFault::Unread(why)) => {
            Refusal::Store(StoreError::Setup(format!("an upload cannot be read: {why}")))
        }
        other => Refusal::Rule(other),
    }
}

/// The kind of a refusal for the log, without anything that stood in the file.
fn kind_of(refusal: &Refusal<ImportFault>) -> String {
    match refusal {
        Refusal::Rule(ImportFault::Rows(report)) => format!("{} rows are wrong", report.wrong),
        Refusal::Rule(_) => "the file cannot be read".to_owned(),
        Refusal::NotFound | Refusal::Elevate => "not allowed any more".to_owned(),
        Refusal::Stale | Refusal::Misused => "overtaken".to_owned(),
        Refusal::Store(error) => error.to_string(),
    }
}

impl FromRow for Standing {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let (state, trouble): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        let trouble = [BrokenOff::Stopped, BrokenOff::Broken, BrokenOff::Silent]
            .into_iter()
            .find(|why| trouble.as_deref() == Some(why.code()));
        let state = match state.as_str() {
            "arriving" => State::Arriving,
            "running" => {
                State::Running { in_order: row.get::<String>(9)? == "order", done: row.get(10)?, total: row.get(11)? }
            }
            "filed" => State::Filed,
            _ => State::Waiting(trouble),
        };
        Ok(Self {
            id: row.get(0)?,
            state,
            run: row.get(3)?,
            parts: row.get(4)?,
            hash: row.get(5)?,
            mapping: row.get(6)?,
            persons: row.get(7)?,
            wrong: row.get(8)?,
            beat_at: row.get(12)?,
        })
    }
}

/// An upload of this account. One that runs and is silent waits again.
fn read(tx: &mut Tx<'_>, actor: &Actor, id: UploadId, now: Timestamp) -> Result<Option<Standing>, StoreError> {
    let stored: Option<Standing> = tx.one(
        "select id, state, trouble, run, parts, hash, mapping, persons, wrong, step, done, total, beat_at
         from person_upload where id = $1 and account = $2",
        &[id.into(), actor.id().into()],
    )?;
    Ok(stored.map(|one| match one.state {
        State::Running { .. } if now.seconds_since(one.beat_at) >= SILENT_SECONDS => {
            Standing { state: State::Waiting(Some(BrokenOff::Silent)), ..one }
        }
        _ => one,
    }))
}

fn of_account(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<UploadId>, StoreError> {
    let ids: Vec<(UploadId,)> =
        tx.all("select id from person_upload where account = $1 order by sent_at desc", &[actor.id().into()])?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// One's own upload with leave for what is in it; another's is not there (SEC-10).
fn own<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: UploadId) -> Result<(Pass, Standing), Refusal<R>> {
    let pass = access::allow(app, tx, actor, Action::Import, Resource::Import, About::General)?;
    let standing = read(tx, actor, id, app.now())?.ok_or(Refusal::NotFound)?;
    Ok((pass, standing))
}

/// Where one's own upload stands, also when the ten minutes of the second factor are over: whoever
/// started an import may see it end, and stop it.
fn told(app: &App, tx: &mut Tx<'_>, actor: &Actor, id: UploadId) -> Result<Standing, Refusal> {
    if !access::might(actor, Action::Import, Resource::Import) {
        access::allow::<crate::app::NoRule>(app, tx, actor, Action::Import, Resource::Import, About::General)?;
    }
    read(tx, actor, id, app.now())?.ok_or(Refusal::NotFound)
}

fn unsealed<'a>(
    app: &'a App,
    tx: &mut Tx<'_>,
    _pass: &Pass,
    standing: &Standing,
) -> Result<(SealedFile<'a>, Mapping), StoreError> {
    let key = app.vault.key(tx, standing.id.bytes(), Safe::Personal)?.ok_or(StoreError::Stale)?;
    let mapping = match &standing.mapping {
        None => Mapping::default(),
        Some(sealed) => serde_json::from_slice(&key.open(&place_of_mapping(standing.id), sealed)?)
            .map_err(|_| StoreError::Sealed { table: "person_upload", column: "mapping" })?,
    };
    Ok((SealedFile::open(app, standing.id, key, standing.parts), mapping))
}

fn add_part(tx: &mut Tx<'_>, _pass: &Pass, id: UploadId, number: i64, sealed: &[u8]) -> Result<(), StoreError> {
    let args = [id.into(), number.into(), sealed.into()];
    tx.exec("insert into person_upload_part (upload, number, text) values ($1, $2, $3)", &args).map(|_| ())
}

fn save_mapping(
    tx: &mut Tx<'_>,
    _pass: &Pass,
    standing: &Standing,
    sealed: &[u8],
    report: &Report,
) -> Result<(), StoreError> {
    tx.change_one(
        "update person_upload set state = 'waiting', trouble = null, run = run + 1, mapping = $3, persons = $4, wrong = $5
         where id = $1 and run = $2",
        &[
            standing.id.into(),
            standing.run.into(),
            sealed.into(),
            count(report.rows).into(),
            count(report.wrong).into(),
        ],
    )
}

/// Puts a run back to wait; the run itself finds out at its next step.
fn break_off(now: Timestamp, tx: &mut Tx<'_>, run: Run, why: BrokenOff) -> Result<(), StoreError> {
    tx.change_one(
        "update person_upload set state = 'waiting', trouble = $3, run = run + 1, beat_at = $4
         where id = $1 and run = $2 and state = 'running'",
        &[run.id.into(), run.number.into(), why.code().into(), now.into()],
    )
}

/// Destroys the file and its key; what became of it can still be told.
fn empty(app: &App, tx: &mut Tx<'_>, id: UploadId) -> Result<(), StoreError> {
    app.vault.destroy_keys(tx, id.bytes())?;
    tx.exec("delete from person_upload_part where upload = $1", &[id.into()])?;
    tx.exec("update person_upload set mapping = null where id = $1", &[id.into()])?;
    Ok(())
}

fn remove(app: &App, tx: &mut Tx<'_>, id: UploadId) -> Result<(), StoreError> {
    empty(app, tx, id)?;
    tx.exec("delete from person_upload where id = $1", &[id.into()])?;
    Ok(())
}
