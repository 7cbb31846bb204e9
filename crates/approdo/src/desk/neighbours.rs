//! What the desk asks of the rooms beside it, in one place: names of persons and of colleagues, and
//! the search that finds who is at the desk.

use std::collections::BTreeMap;

use ground::{AccountId, PersonId};
use store::{Result, Tx};

use crate::{
    access::{self, Actor},
    app::{App, Refusal},
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
            && let Some(name) = access::name(app, tx, id)?
        {
            place.insert(name);
        }
    }
    Ok(names)
}
