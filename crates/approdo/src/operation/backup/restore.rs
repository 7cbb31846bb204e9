//! Putting a backup back into a new place, and proving what was put (SEC-82).

use std::{fs, io::Read, path::Path};

use ground::{Clock, Dice};
use store::{
    Cell, Store, StoreError, TablePlan, Tx,
    vault::{KeyDirectory, Safe, Vault},
};

use super::{
    Fault, Progress, Scratch, Summary,
    chunks::Opener,
    rows::{self, Decoder, Record, Step},
};
use crate::{
    access::{self, TrailSeal},
    app::Place,
    people::erasure,
    tables,
};

/// How many rows are put back in one transaction.
const ROWS_AT_ONCE: usize = 2000;
/// How many rows one statement puts back.
const ROWS_A_STATEMENT: usize = 25;
/// Of how many owners the keys are opened for the proof.
const KEYS_OPENED: usize = 200;

/// What stands outside the database and its backups, and without which none is restored.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// The master keys.
    pub keys: &'a KeyDirectory,
    /// Who was erased (SEC-50).
    pub journal: &'a erasure::Journal,
}

/// Restores a backup into a new directory or an empty PostgreSQL database, and proves the copy: rows,
/// references, the whole trail, the vault and a sample of its keys. Then whoever was erased since the
/// backup was made is erased in the copy, and every session and link is ended. Until all that is done the place
/// is marked, and nobody serves it. What could not be restored is taken away again from a directory.
///
/// # Errors
/// What is wrong with the backup or the place.
pub fn restore(
    from: &mut dyn Read,
    outside: Outside<'_>,
    into: &Place,
    progress: &mut Progress<'_>,
) -> Result<Summary, Fault> {
    let opener = Opener::new(from, outside.keys)?;
    let Place::Directory(path) = into else {
        return fill(opener, outside, &open_empty(into)?, progress);
    };
    let store = open_empty(into)?;
    let restored = fill(opener, outside, &store, progress);
    drop(store);
    if restored.is_err() {
        for name in ["approdo.db", "approdo.db-wal", "approdo.db-shm", "approdo.lock"] {
            let _ = fs::remove_file(path.join(name));
        }
    }
    restored
}

/// Restores a backup into a directory of its own inside `scratch`, proves it, and takes it away.
///
/// # Errors
/// What is wrong with the backup.
pub fn prove(
    from: &mut dyn Read,
    outside: Outside<'_>,
    scratch: &Path,
    progress: &mut Progress<'_>,
) -> Result<Summary, Fault> {
    let place = Scratch::make_in(scratch, &Dice::os())?;
    restore(from, outside, &Place::Directory(place.path().join("data")), progress)
}

/// Refuses a database in which a restore was cut off.
///
/// # Errors
/// [`StoreError::Setup`] when it was.
pub fn refuse_half_restored(store: &Store) -> store::Result<()> {
    let half: Option<(i64,)> =
        store.read("operation.restore.half", |tx| tx.one("select since_at from restoring where one = 1", &[]))?;
    match half {
        None => Ok(()),
        Some(_) => Err(StoreError::Setup(
            "a restore into this database was cut off: empty it and run `approdo restore` again".to_owned(),
        )),
    }
}

/// Opens the place, if there is nothing in it.
fn open_empty(place: &Place) -> Result<Store, Fault> {
    match place {
        Place::Directory(path) => {
            let file = path.join("approdo.db");
            if file.exists() {
                return Err(Fault::NotEmpty(path.display().to_string()));
            }
            crate::app::make_directory(path)?;
            Ok(Store::sqlite(&file)?)
        }
        Place::Postgres(url) => {
            let store = Store::postgres(url)?;
            // Only a new database has no steps to be asked for.
            match store.read("operation.restore.steps", rows::steps) {
                Ok(steps) if !steps.is_empty() => Err(Fault::NotEmpty("the database".to_owned())),
                _ => Ok(store),
            }
        }
    }
}

fn fill(
    opener: Opener<'_>,
    outside: Outside<'_>,
    store: &Store,
    progress: &mut Progress<'_>,
) -> Result<Summary, Fault> {
    let at = opener.at();
    let now = Clock::machine().now();
    store.migrate(tables::MIGRATIONS, now)?;
    store.write("operation.restore.begin", |tx| {
        tx.exec("insert into restoring (one, since_at) values (1, $1)", &[now.into()])
    })?;
    let mut decoder = Decoder::new(opener);
    let taken = store.with_wide_cache(|| take_rows(&mut decoder, store, progress))?;
    let (counts, manifest) = taken?;
    let bytes = decoder.into_inner().finish().map_err(Fault::reading)?;
    let Record::Manifest { tables, rows, audit_size, audit_root } = manifest else { return Err(Fault::Cut) };
    let summary = Summary { at, tables, rows, bytes, audit_size, audit_root };
    progress("proved", 0, Some(rows));
    prove_counts(store, &counts, &summary)?;
    let vault = store.write("operation.restore.vault", |tx| Vault::open(tx, outside.keys, Dice::os()))?;
    prove_trail(store, &vault, outside.keys, &summary)?;
    let again = erasure::replay(store, &vault, outside.journal)?;
    progress("erased again", again, Some(again));
    store.write("operation.restore.end", |tx| {
        access::sessions::end_every_way_in(tx, now)?;
        tx.exec("delete from restoring where one = 1", &[])
    })?;
    progress("proved", rows, Some(rows));
    Ok(summary)
}

/// The rows that each table got.
type Counts = Vec<(&'static TablePlan, u64)>;

/// Takes all tables out of the stream, up to its hash.
fn take_rows<R: Read>(
    decoder: &mut Decoder<R>,
    store: &Store,
    progress: &mut Progress<'_>,
) -> Result<(Counts, Record), Fault> {
    let (mut steps, mut coming, mut done) = (Vec::new(), None, 0);
    let mut counts = Counts::new();
    loop {
        match decoder.next().map_err(Fault::reading)? {
            Record::Coming(rows) => coming = Some(rows),
            Record::Step(step) => steps.push(step),
            Record::Table(name, columns) => {
                if counts.is_empty() {
                    same_steps(store, &steps)?;
                }
                let plan = plan_of(&name, &columns)?;
                let rows = take_table(decoder, store, plan, &mut |more| {
                    done += more;
                    progress("restored", done, coming);
                })?;
                counts.push((plan, rows));
            }
            manifest @ Record::Manifest { .. } => {
                let hash = decoder.hash();
                if decoder.next().map_err(Fault::reading)? == Record::Hash(hash) {
                    return Ok((counts, manifest));
                }
                return Err(Fault::NotWhole("its hash is another".to_owned()));
            }
            Record::Row(_) | Record::TableEnd(_) | Record::Hash(_) => return Err(out_of_place()),
        }
    }
}

fn out_of_place() -> Fault {
    Fault::Damaged("a record out of its place".to_owned())
}

fn same_steps(store: &Store, said: &[Step]) -> Result<(), Fault> {
    let here = store.read("operation.restore.steps", rows::steps)?;
    if here == said {
        return Ok(());
    }
    let odd = said.iter().find(|step| !here.contains(step)).or_else(|| here.iter().find(|step| !said.contains(step)));
    let odd = odd.map_or_else(String::new, |(_, name, _)| format!("the step {name} is not the same"));
    Err(Fault::OtherVersion(odd))
}

fn plan_of(name: &str, columns: &[String]) -> Result<&'static TablePlan, Fault> {
    let plan = tables::TABLES.iter().find(|plan| plan.name == name);
    plan.filter(|plan| rows::columns(plan) == columns)
        .ok_or_else(|| Fault::OtherVersion(format!("the table {name} is not the same")))
}

/// Takes the rows of one table, some thousand in each transaction.
fn take_table<R: Read>(
    decoder: &mut Decoder<R>,
    store: &Store,
    plan: &TablePlan,
    done: &mut dyn FnMut(u64),
) -> Result<u64, Fault> {
    let mut total = 0;
    let mut batch = Vec::with_capacity(ROWS_AT_ONCE);
    loop {
        let end = match decoder.next().map_err(Fault::reading)? {
            Record::Row(cells) if cells.len() == plan.columns.len() => {
                batch.push(cells);
                None
            }
            Record::TableEnd(rows) => Some(rows),
            Record::Coming(_)
            | Record::Step(_)
            | Record::Table(..)
            | Record::Row(_)
            | Record::Manifest { .. }
            | Record::Hash(_) => return Err(out_of_place()),
        };
        if batch.len() == ROWS_AT_ONCE || end.is_some() {
            store.write("operation.restore.rows", |tx| put(tx, plan, &batch))?;
            total += batch.len() as u64;
            done(batch.len() as u64);
            batch.clear();
        }
        match end {
            Some(rows) if rows == total => return Ok(total),
            Some(rows) => return Err(Fault::NotWhole(format!("{}: {total} rows of {rows}", plan.name))),
            None => {}
        }
    }
}

/// Puts rows back, many with one statement: each costs a message to PostgreSQL.
fn put(tx: &mut Tx<'_>, plan: &TablePlan, batch: &[Vec<Cell>]) -> store::Result<()> {
    let width = plan.columns.len();
    let row = |at: usize| {
        let places: Vec<String> = (1..=width).map(|n| format!("${}", at * width + n)).collect();
        format!("({})", places.join(", "))
    };
    let many: Vec<String> = (0..ROWS_A_STATEMENT).map(row).collect();
    let sql = format!("insert into {} ({}) values {}", plan.name, rows::columns(plan).join(", "), many.join(", "));
    let chunks = batch.chunks_exact(ROWS_A_STATEMENT);
    for cells in chunks.remainder() {
        plan.put_row(tx, cells)?;
    }
    for chunk in chunks {
        tx.exec(&sql, &chunk.concat())?;
    }
    Ok(())
}

/// Counts what is in the tables now.
fn prove_counts(store: &Store, counts: &Counts, summary: &Summary) -> Result<(), Fault> {
    if counts.len() as u64 != summary.tables || counts.iter().map(|(_, rows)| rows).sum::<u64>() != summary.rows {
        return Err(Fault::NotWhole("its tables are not those of its end".to_owned()));
    }
    for (plan, rows) in counts.iter().filter(|(plan, _)| plan.name != "restoring") {
        let found = store.read("operation.restore.count", |tx| plan.count(tx))?;
        if found != *rows {
            return Err(Fault::NotWhole(format!("{}: {found} rows of {rows}", plan.name)));
        }
    }
    Ok(())
}

/// Opens keys of the copy and reads its whole trail.
fn prove_trail(store: &Store, vault: &Vault, keys: &KeyDirectory, summary: &Summary) -> Result<(), Fault> {
    let seal = TrailSeal::open(keys, Vec::new())?;
    let (verified, extent) = store.read("operation.restore.trail", |tx| {
        tx.unhurried();
        open_keys(tx, vault)?;
        let verified = access::trail::examine(tx, vault, &seal, summary.at, None)?;
        Ok::<_, StoreError>((verified, access::trail::extent(tx, vault)?))
    })?;
    if let Some(why) = verified.why {
        return Err(Fault::NotWhole(why));
    }
    if extent != (summary.audit_size, summary.audit_root) {
        return Err(Fault::NotWhole("its trail has another root".to_owned()));
    }
    Ok(())
}

/// Opens the keys of some owners. Ids are drawn at random, so the first are a sample.
fn open_keys(tx: &mut Tx<'_>, vault: &Vault) -> store::Result<()> {
    let owners: Vec<([u8; 16],)> = tx.all(
        &format!("select owner from data_key where compartment = $1 order by owner limit {KEYS_OPENED}"),
        &[Vault::personal_word().into()],
    )?;
    for (owner,) in owners {
        vault.key(tx, &owner, Safe::Personal)?;
    }
    Ok(())
}
