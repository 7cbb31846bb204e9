//! One form of backup for both engines, that proves itself: a city can move (SEC-82).
//!
//! `chunks` seals the stream with a master key, so that nothing can be read, altered, moved or cut
//! off unnoticed; `rows` writes the tables into it in the house's four column types; `restore` puts
//! them back and proves what it put. A backup is handed out only after it was restored beside the
//! database and the copy was found whole.
//!
//! ```text
//! header   APPRODO1 · number of the master key · id of this stream · when
//! chunk*   length · sealed bytes, bound to header, number of the chunk, and whether it is the last
//! inside   rows in all · steps of the tables · for each table its name, columns, rows, count
//!          · rows, size and root of the trail, SHA-256 of all before
//! ```

mod chunks;
mod restore;
mod rows;
#[cfg(test)]
mod story;

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use ground::Timestamp;
use policy::{Action, Pass, Resource};
use store::{StoreError, Tx};

pub use restore::{Outside, prove, refuse_half_restored, restore};
pub use rows::{read_through, rewritten};

use crate::{
    access::{self, About, Actor, Event},
    app::{App, Refusal},
};

/// Is told what is being done, how many rows of it are done, and of how many when that is known.
pub type Progress<'a> = dyn FnMut(&'static str, u64, Option<u64>) + 'a;

/// What a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// When it was made: it holds the database of this moment.
    pub at: Timestamp,
    /// How many tables it holds.
    pub tables: u64,
    /// How many rows they have.
    pub rows: u64,
    /// How long it is.
    pub bytes: u64,
    /// How many numbered entries its trail has.
    pub audit_size: u64,
    /// The root of its trail.
    pub audit_root: [u8; 32],
}

/// Why a backup was not made, or is not restored.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file is something else.
    #[error("this is not a backup of Approdo")]
    NotABackup,
    /// A part does not open: altered, moved, or sealed by another key.
    #[error("the backup was altered, or sealed by another key: {0}")]
    Damaged(String),
    /// It ends too early.
    #[error("the backup is cut off")]
    Cut,
    /// Its tables are of another program.
    #[error("the backup was made by another version: {0}. Restore it with that version, then upgrade")]
    OtherVersion(String),
    /// There is already something where it should go.
    #[error("{0} is not empty: a backup is restored into a new place")]
    NotEmpty(String),
    /// What was restored is not what was backed up.
    #[error("the restored copy is not whole: {0}")]
    NotWhole(String),
    /// Reading or writing failed.
    #[error("{what}")]
    Io {
        /// What was being done.
        what: &'static str,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// The database said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Fault {
    fn io(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what, source }
    }

    /// Why reading the sealed stream stopped.
    fn reading(error: io::Error) -> Self {
        let kind = error.kind();
        if kind == io::ErrorKind::InvalidData {
            Self::Damaged(error.to_string())
        } else if kind == io::ErrorKind::UnexpectedEof {
            Self::Cut
        } else {
            Self::Io { what: "cannot read the backup", source: error }
        }
    }
}

/// Makes a backup of this moment, restores it beside the database, proves the copy, and only then
/// hands it out. The city works on meanwhile.
///
/// # Errors
/// [`Refusal::Rule`] with what is wrong; the usual refusals without leave.
pub fn backup(
    app: &App,
    actor: &Actor,
    out: &mut dyn Write,
    progress: &mut Progress<'_>,
) -> Result<Summary, Refusal<Fault>> {
    app.store.write("operation.backup.begin", |tx| {
        let pass = leave(app, tx, actor)?;
        let event = Event { act: "backup.begun", ..Event::default() };
        Ok::<_, Refusal<Fault>>(access::note(app, tx, actor, &pass, event)?)
    })?;
    access::trail::settle(app)?;
    let scratch = Scratch::make(app).map_err(Refusal::Rule)?;
    let made = write_and_prove(app, &scratch, progress).map_err(Refusal::Rule)?;
    hand_out(&scratch.file(), out, made, progress).map_err(Refusal::Rule)?;
    app.store.write("operation.backup.end", |tx| {
        let pass = leave(app, tx, actor)?;
        tx.exec(
            "insert into backup_proof (at, row_count, bytes, audit_size) values ($1, $2, $3, $4)
             on conflict (at) do nothing",
            &[made.at.into(), count(made.rows), count(made.bytes), count(made.audit_size)],
        )?;
        let event = Event { act: "backup.proved", count: Some(made.rows), ..Event::default() };
        access::note(app, tx, actor, &pass, event)?;
        Ok(made)
    })
}

/// When the last backup was made that was proved; none when there is none (SEC-82: alarms at 24 hours).
///
/// # Errors
/// The store's.
pub fn last_proved(app: &App) -> store::Result<Option<Timestamp>> {
    app.store.read("operation.backup.last", |tx| {
        let last: Option<(Timestamp,)> = tx.one("select at from backup_proof order by at desc limit 1", &[])?;
        Ok(last.map(|(at,)| at))
    })
}

/// Leaves the entry that this city was restored, in the trail of the restored place.
///
/// # Errors
/// The usual refusals.
pub fn note_restored(app: &App, actor: &Actor, made: &Summary) -> Result<(), Refusal> {
    app.store.write("operation.backup.restored", |tx| {
        let pass = leave(app, tx, actor)?;
        let event = Event { act: "backup.restored", count: Some(made.rows), ..Event::default() };
        Ok(access::note(app, tx, actor, &pass, event)?)
    })
}

fn leave<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> Result<Pass, Refusal<R>> {
    access::allow(app, tx, actor, Action::Administer, Resource::Backup, About::General)
}

fn write_and_prove(app: &App, scratch: &Scratch, progress: &mut Progress<'_>) -> Result<Summary, Fault> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(scratch.file())
        .map_err(Fault::io("cannot write the backup"))?;
    let made = rows::write(app, &mut file, progress)?;
    let mut written = fs::File::open(scratch.file()).map_err(Fault::io("cannot read the backup"))?;
    let proved = prove(&mut written, Outside { keys: &app.keys, journal: &app.journal }, scratch.path(), progress)?;
    if proved == made {
        return Ok(made);
    }
    Err(Fault::NotWhole("it reads back as another".to_owned()))
}

fn hand_out(file: &Path, out: &mut dyn Write, made: Summary, progress: &mut Progress<'_>) -> Result<(), Fault> {
    let mut file = fs::File::open(file).map_err(Fault::io("cannot read the backup"))?;
    let handed = io::copy(&mut file, out).and_then(|handed| out.flush().map(|()| handed));
    let handed = handed.map_err(Fault::io("cannot hand out the backup"))?;
    progress("handed out", made.rows, Some(made.rows));
    if handed == made.bytes { Ok(()) } else { Err(Fault::Cut) }
}

/// A directory for the time of a proof, gone after it.
struct Scratch(PathBuf);

impl Scratch {
    fn make(app: &App) -> Result<Self, Fault> {
        Self::make_in(&app.scratch, &ground::Dice::os())
    }

    fn make_in(parent: &Path, dice: &ground::Dice) -> Result<Self, Fault> {
        let path = parent.join(format!("proof-{:016x}", u64::from_be_bytes(dice.bytes())));
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.map_err(Fault::io("cannot make a directory to prove the backup in"))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn file(&self) -> PathBuf {
        self.0.join("backup")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the directory of a proof could not be removed");
        }
    }
}

/// A count as a column holds it.
fn count(count: u64) -> store::Value<'static> {
    store::Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}
