//! Where the house looks by itself whether someone is written down twice: after a person is written down,
//! corrected or taken in with a file, outside of the request (SEC-19). It shows nobody to anybody.

use ground::PersonId;
use matching::{Features, POSTINGS_MAX, SCORE_MATCH, SHORTLIST, Shortlist};
use store::{
    Result, Tx,
    jobs::{self, Job},
};

use super::rows;
use crate::{
    access::{self, Event},
    app::App,
    people::{filing, merge, store as persons},
};

/// The job that looks whether a person, or those of a batch, are written down already.
pub const LOOK: &str = "people.merge.look";
/// How many persons of a batch are compared in one transaction, so that no act waits long behind it.
const AT_ONCE: i64 = 20;

/// Has the house look at a person, when her act is over.
pub(in crate::people) fn ask_to_look(app: &App, tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    jobs::put(tx, &app.dice, LOOK, id.bytes(), app.now())
}

/// Has the house look at everyone of a batch, some at a time.
pub(in crate::people) fn ask_to_look_at_batch(app: &App, tx: &mut Tx<'_>, batch: &[u8; 16]) -> Result<()> {
    go_on(app, tx, batch, PersonId::from_bytes([0; 16]))
}

fn go_on(app: &App, tx: &mut Tx<'_>, batch: &[u8; 16], after: PersonId) -> Result<()> {
    jobs::put(tx, &app.dice, LOOK, &[batch.as_slice(), after.bytes()].concat(), app.now())
}

/// The job [`LOOK`]: compares with all who are there, the protected too, and keeps who is almost certainly
/// the same person as a pair. A batch goes on by itself where it stopped.
///
/// # Errors
/// The store's.
pub fn look(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<()> {
    let Some((first, rest)) = job.subject.split_first_chunk::<16>() else { return Ok(()) };
    if rest.is_empty() {
        return look_at(app, tx, PersonId::from_bytes(*first));
    }
    let Ok(after) = rest.try_into().map(PersonId::from_bytes) else { return Ok(()) };
    let some = persons::of_batch_after(tx, first, after, AT_ONCE)?;
    some.iter().try_for_each(|id| look_at(app, tx, *id))?;
    match some.last() {
        Some(last) => go_on(app, tx, first, *last),
        None => Ok(()),
    }
}

fn look_at(app: &App, tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    let Some((identity, file)) = persons::filed_by(tx, &app.vault, id)? else { return Ok(()) };
    let asked = Features::of(&identity.known(file.phones()));
    let hers = merge::others(tx, id)?;
    let (mut list, places) = (Shortlist::new(persons::how_many(tx)?), filing::places(tx, &app.vault)?);
    for key in asked.query_keys() {
        let mut ids = Vec::new();
        for blind in filing::all(&places.open, &key.key).into_iter().chain(filing::all(&places.hidden, &key.key)) {
            ids.extend(persons::filed_under(tx, blind, POSTINGS_MAX)?);
        }
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|other| *other != id && !hers.contains(other));
        let full = ids.len() >= POSTINGS_MAX;
        list.add(&key, &ids, full);
    }
    let mut found = Vec::new();
    for other in list.best(SHORTLIST) {
        let Some((identity, file)) = persons::filed_by(tx, &app.vault, other)? else { continue };
        let score = matching::score(&asked, &Features::of(&identity.known(file.phones())));
        if score >= SCORE_MATCH && rows::propose(tx, (id, other), per_mille(score), app.now())? {
            found.push(other);
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let persons: Vec<PersonId> = found.into_iter().chain([id]).collect();
    access::note_of_house(app, tx, Event { act: "person.pairs_found", persons: &persons, ..Event::default() })
}

/// A score from 0 to 1 as it is kept.
#[expect(clippy::cast_possible_truncation, reason = "from 0 to 1000")]
pub(super) fn per_mille(score: f64) -> i64 {
    (score.clamp(0.0, 1.0) * 1000.0).round() as i64
}
