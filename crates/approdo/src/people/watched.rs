//! What the watch over the trail cannot find out by itself, for it knows no name (SEC-48): whether a
//! person carries the surname of whoever looks at her, and whether a search would have found somebody who
//! is protected.
//!
//! The first is a flag in the entry of the look. The second must not be known where the search is answered:
//! the page for who finds nobody is the same, and takes as long (SEC-19). So every search leaves its terms,
//! sealed, and [`compare_searches`] looks at them seconds later, in the background.

use ground::PersonId;
use matching::{Features, Known, SCORE_MATCH};
use policy::{Action, Resource};
use serde::{Deserialize, Serialize};
use store::{Result, Statement, StoreError, Tx};

use super::{
    filing,
    model::{Identity, Name},
    search::{Found, Hit, SCORE_SHOWN},
    store as rows,
};
use crate::{
    access::{
        self, About, Actor, FLAG_SURNAME,
        sought::{self, Asked},
        trail::alarms,
    },
    app::App,
};

/// How many searches of a batch wait in one row.
pub(super) const SEARCHES_EACH: usize = 50;
/// How many rows are compared in one transaction, so that no act waits long behind it.
const ROWS_AT_ONCE: usize = 20;

type Flags = &'static [&'static str];

/// The flags of a look at this person.
pub(super) fn flags(app: &App, tx: &mut Tx<'_>, actor: &Actor, seen: &Identity) -> Result<Flags> {
    let own = own_name(app, tx, actor)?;
    Ok(flag(own.is_some_and(|own| carries(&seen.names, &own))))
}

/// The flags of a search: she searched by her own surname, and was shown someone who carries it.
pub(super) fn flags_of_search(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (known, found): (&Known, &Found),
) -> Result<Flags> {
    let Some(own) = own_name(app, tx, actor)? else { return Ok(&[]) };
    let typed: Vec<String> = known.names.iter().map(|name| format!("{} {}", name.given, name.family)).collect();
    let is_hers = |hit: &Hit| carries(&hit.names, &own) && typed.iter().any(|typed| carries(&hit.names, typed));
    Ok(flag(found.hits.iter().any(is_hers)))
}

const fn flag(is_set: bool) -> Flags {
    if is_set { &[FLAG_SURNAME] } else { &[] }
}

fn own_name(app: &App, tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<String>> {
    Ok(actor.id().map(|id| access::name(app, tx, id)).transpose()?.flatten())
}

fn carries(names: &[Name], own: &str) -> bool {
    let identity = Identity { names: names.to_vec(), ..Identity::default() };
    matching::carries_surname(&identity.known(Vec::new()), own)
}

/// What of a search waits to be compared.
#[derive(Serialize, Deserialize)]
struct Searched {
    known: Known,
    /// Whether it found someone who is almost certainly the one: then only another such one was searched.
    sure: bool,
}

/// Leaves searches to be compared, in the commit of their entry.
pub(super) fn leave(app: &App, actor: &Actor, searches: &[(&Known, &Found)]) -> Result<Statement> {
    let searched: Vec<Searched> = searches
        .iter()
        .map(|(known, found)| Searched {
            known: (*known).clone(),
            sure: found.hits.first().is_some_and(|hit| hit.likeness.score >= SCORE_MATCH),
        })
        .collect();
    sought::ask(app, actor, &serde_json::to_vec(&searched).unwrap_or_default())
}

/// Compares the searches that wait with the protected persons whom each searcher may not see, and takes
/// them out. Tells how many rows were compared.
///
/// # Errors
/// The store's.
pub fn compare_searches(app: &App) -> Result<u64> {
    let mut compared = 0;
    loop {
        let waiting = app.store.read("people.searches.waiting", |tx| sought::waiting(app, tx, ROWS_AT_ONCE))?;
        if waiting.is_empty() {
            return Ok(compared);
        }
        compared += waiting.len() as u64;
        let done = app.store.write("people.searches.compare", |tx| {
            let anyone = sought::is_anyone_protected(tx)?;
            for asked in &waiting {
                sought::compared(tx, asked)?;
                if anyone {
                    compare(app, tx, asked)?;
                }
            }
            Ok(())
        });
        match done {
            // Another node compared some of them: what is left comes in the next round.
            Err(StoreError::Stale) => return Ok(compared),
            other => other?,
        }
    }
}

fn compare(app: &App, tx: &mut Tx<'_>, asked: &Asked) -> Result<()> {
    let searched: Vec<Searched> = serde_json::from_slice(&asked.terms)
        .map_err(|_| StoreError::Sealed { table: "search_asked", column: "terms" })?;
    let searcher = sought::searcher(app, tx, asked)?;
    let mut rings = false;
    for one in &searched {
        for person in protected(app, tx, one)? {
            if !sees(tx, searcher.as_ref(), person)? {
                sought::found(tx, person, asked)?;
                rings = true;
            }
        }
    }
    if rings { alarms::ring_for_protected_search(tx, &asked.who, asked.at) } else { Ok(()) }
}

fn sees(tx: &mut Tx<'_>, searcher: Option<&Actor>, person: PersonId) -> Result<bool> {
    let Some(searcher) = searcher else { return Ok(false) };
    Ok(access::may(tx, searcher, Action::See, Resource::Identity, About::Person(person))?.is_some())
}

/// The protected persons whom this search would have shown, were they not protected.
fn protected(app: &App, tx: &mut Tx<'_>, searched: &Searched) -> Result<Vec<PersonId>> {
    let asked = Features::of(&searched.known);
    let keys = asked.query_keys().into_iter().chain(asked.spare_keys());
    let (mut ids, places) = (Vec::<PersonId>::new(), filing::places(tx, &app.vault)?);
    for key in keys {
        for blind in filing::all(&places.hidden, &key.key) {
            ids.extend(rows::protected_under(tx, blind)?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    let least = if searched.sure { SCORE_MATCH } else { SCORE_SHOWN };
    let mut found = Vec::new();
    for id in ids {
        let Some((identity, file)) = rows::filed_by(tx, &app.vault, id)? else { continue };
        if matching::score(&asked, &Features::of(&identity.known(file.phones()))) >= least {
            found.push(id);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod story;
