//! What is destroyed of a person, and how an older database catches up with the journal.
//!
//! No pass is asked for here: what is carried out was decided by two people before, and stands in the
//! journal.

use std::collections::BTreeSet;

use ground::PersonId;
use store::{Result, Store, Tx, vault::Vault};

use super::{
    journal::{Journal, JournalFault, Line},
    model, store as rows,
};
use crate::{
    access::{self, Event},
    app::{App, HOLD_PERSONS},
    people::{household, import::upload, merge, safe_address, situation, store as persons},
};

/// Destroys what one room holds of a person, and tells the ids by which a draft may name it.
pub type Destroy = fn(&mut Tx<'_>, &Vault, PersonId) -> Result<Vec<String>>;

/// Destroys all that the house holds of a person, but for the references in the trail: what she was found
/// by, her history, what others are to her, who followed her, what kept her safe, what other rooms recorded of her, what was typed
/// about her and not sent; and her keys, which close every copy of her sealed values.
pub(super) fn destroy(tx: &mut Tx<'_>, vault: &Vault, person: PersonId) -> Result<()> {
    let mut marks = vec![vec![person.to_string()]];
    for of_room in HOLD_PERSONS {
        marks.extend(of_room(tx, vault, person)?.into_iter().map(|id| vec![id]));
    }
    marks.extend(household::forget(tx, vault, person)?.into_iter().map(|id| vec![id]));
    situation::forget(tx, person)?;
    marks.extend(persons::destroy(tx, vault, person)?);
    safe_address::forget(tx, vault, person)?;
    merge::forget(tx, person)?;
    access::forget_person(tx, vault, person)?;
    access::drafts::forget_about(tx, vault, &marks)
}

/// Carries out one line of the journal, if that was not done. `again` says that it was done before in a
/// newer copy of this database.
pub(super) fn carry_out(app: &App, tx: &mut Tx<'_>, line: &Line, again: bool) -> Result<()> {
    if rows::is_carried_out(tx, line)? {
        return Ok(());
    }
    destroy(tx, &app.vault, line.person)?;
    rows::put(tx, line, true)?;
    note(app, tx, line, again)
}

fn note(app: &App, tx: &mut Tx<'_>, line: &Line, again: bool) -> Result<()> {
    let act = if again { "person.erased_again" } else { "person.erased" };
    let objects = [line.asked_by.to_string(), line.agreed_by.to_string()];
    let event =
        Event { act, persons: &[line.person], objects: &objects, fields: &[line.reason.code()], ..Event::default() };
    access::note_of_house(app, tx, event)
}

/// Holds this database to the journal, before anything is served: what is decided is carried out, and what
/// a newer copy of this database had erased is erased here. `anew` writes a journal that was lost from what
/// the database knows.
///
/// # Errors
/// What is wrong with the journal, in words for the operator; the store's.
pub fn hold(app: &App, anew: bool) -> Result<()> {
    let known = app.store.read("people.erasure.known", rows::known)?;
    if anew {
        app.journal.write_anew(&known)?;
        let event = Event { act: "erasure.journal_renewed", count: Some(known.len() as u64), ..Event::default() };
        app.store.write("people.erasure.renewed", |tx| access::note_of_house(app, tx, event))?;
    }
    let missing = missing(&app.journal.lines()?, &known)?;
    for line in &missing {
        app.store.write("people.erasure.replay", |tx| carry_out(app, tx, line, true))?;
    }
    if !missing.is_empty() {
        forget_leftovers(&app.store)?;
    }
    for line in app.store.read("people.erasure.unnoted", rows::unnoted)? {
        app.store.write("people.erasure.note", |tx| {
            note(app, tx, &line, true)?;
            rows::note(tx, &line)
        })?;
    }
    for person in app.store.read("people.erasure.decided", rows::all_decided)? {
        super::acts::carry_out(app, person)?;
    }
    Ok(())
}

/// Erases in a database that was just restored whoever the journal says was erased, and tells how many the
/// older copy had brought back. Files of persons that waited for their import go too: they may hold anyone.
///
/// # Errors
/// What is wrong with the journal; the store's.
pub fn replay(store: &Store, vault: &Vault, journal: &Journal) -> Result<u64> {
    let known = store.read("people.erasure.known", rows::known)?;
    let missing = missing(&journal.lines()?, &known)?;
    for line in &missing {
        store.write("people.erasure.replay", |tx| {
            destroy(tx, vault, line.person)?;
            rows::put(tx, line, false)
        })?;
    }
    if !missing.is_empty() {
        forget_leftovers(store)?;
        store.rewrite()?;
    }
    Ok(missing.len() as u64)
}

/// What an older database may hold of someone erased since beside her own rows.
fn forget_leftovers(store: &Store) -> Result<()> {
    store.write("people.erasure.leftovers", |tx| {
        persons::forget_lost_lookups(tx)?;
        upload::forget_all(tx)
    })
}

/// The lines that are not carried out in a database that knows these; a fault where the database knows of
/// one that the journal does not hold.
fn missing(lines: &[Line], known: &[Line]) -> Result<Vec<Line>, JournalFault> {
    if let Some(last) = known.last().filter(|last| last.number > lines.len() as u64) {
        return Err(JournalFault::Short { held: lines.len() as u64, known: last.number });
    }
    if let Some(other) = known.iter().find(|known| !lines.contains(known)) {
        return Err(JournalFault::Other(other.number));
    }
    let done: BTreeSet<u64> = known.iter().map(|known| known.number).collect();
    Ok(lines.iter().filter(|line| !done.contains(&line.number)).cloned().collect())
}

/// Sweeps up after erasures: first words that no longer stand, and in the quiet hours the pages of the
/// database file in which someone erased once stood. Tells how many rows it touched.
///
/// # Errors
/// The store's.
pub fn sweep(app: &App) -> Result<u64> {
    let before = app.now().plus_seconds(-model::ASKED_FOR);
    let over = app.store.write("people.erasure.over", |tx| rows::forget_requests(tx, before))?;
    let hour = app.now().hour_and_minute(&app.zone);
    let is_quiet = ("01:00".."05:00").contains(&hour.as_str());
    let unswept = is_quiet && app.store.is_embedded() && app.store.read("people.erasure.unswept", rows::is_unswept)?;
    Ok(over + if unswept { sweep_pages(app)? } else { 0 })
}

/// Writes every page of the database file anew: a row that the engine once moved may have left a copy of
/// itself behind in a page. On PostgreSQL that is the operator's (docs/operators.md).
fn sweep_pages(app: &App) -> Result<u64> {
    let last = app.store.read("people.erasure.last", rows::last)?;
    app.store.rewrite()?;
    app.store.write("people.erasure.swept", |tx| rows::mark_swept(tx, last))
}
