//! What the desk asks of the rooms beside it, in one place: names of persons and of colleagues, and
//! the search that finds who is at the desk.

use std::collections::BTreeMap;

use ground::{AccountId, BirthDate, PersonId, lists::Country};
use store::{Result, Tx};

use crate::{
    access::{self, Actor},
    app::{App, NoRule, Refusal},
    people,
};

/// A person as the desk shows her: the name alone, or nothing for who may not see it.
pub(super) type Names = BTreeMap<PersonId, String>;

/// The names of the persons that the actor may see.
pub(super) fn persons(app: &App, tx: &mut Tx<'_>, actor: &Actor, ids: &[PersonId]) -> Result<Names> {
    people::names(app, tx, actor, ids)
}

/// Whether there is such a person and the actor may see who she is.
pub(super) fn knows<R>(app: &App, tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<(), Refusal<R>> {
    let known = people::names(app, tx, actor, &[person])?;
    if known.contains_key(&person) { Ok(()) } else { Err(Refusal::NotFound) }
}

/// The names of colleagues.
pub(super) fn colleagues(
    app: &App,
    tx: &mut Tx<'_>,
    ids: impl Iterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>> {
    let mut names = BTreeMap::new();
    for id in ids {
        if let std::collections::btree_map::Entry::Vacant(place) = names.entry(id)
            && let Some(name) = access::accounts::name(app, tx, id)?
        {
            place.insert(name);
        }
    }
    Ok(names)
}

/// Someone who may be the person at the desk.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) id: PersonId,
    pub(super) names: Vec<String>,
    pub(super) born: Option<BirthDate>,
    pub(super) country: Option<Country>,
    /// Whether she is almost certainly the one.
    pub(super) sure: bool,
}

/// How many are shown to choose from.
const SHOWN: usize = 8;

/// Who may be the one that was typed, best first, and whether there are more.
pub(super) fn find(app: &App, actor: &Actor, typed: &str) -> Result<(Vec<Candidate>, bool), Refusal<NoRule>> {
    let found = people::find(app, actor, &matching::Known::from_box(typed), SHOWN)?;
    let candidates = found.hits.into_iter().map(|hit| Candidate {
        id: hit.id,
        names: hit.names.iter().map(ToString::to_string).collect(),
        born: hit.birth,
        country: hit.birth_country,
        sure: hit.likeness.decision == matching::Decision::Match,
    });
    Ok((candidates.collect(), found.more))
}
