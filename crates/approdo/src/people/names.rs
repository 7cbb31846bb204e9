//! The names of persons, for the lists of other rooms.

use std::collections::BTreeMap;

use ground::PersonId;
use policy::{Action, Resource};
use store::{Result, Tx};

use super::store as rows;
use crate::{
    access::{self, About, Actor},
    app::App,
};

/// The names of those of the persons that the actor may look up. The others, and who is not there,
/// are left out alike (SEC-10). Whoever shows them leaves the entry that names the persons.
///
/// # Errors
/// The store's.
pub fn names(app: &App, tx: &mut Tx<'_>, actor: &Actor, ids: &[PersonId]) -> Result<BTreeMap<PersonId, String>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let Some(pass) = access::may(tx, actor, Action::Search, Resource::Identity, About::General)? else {
        return Ok(BTreeMap::new());
    };
    let filed = rows::identities(tx, &app.vault, &pass, ids)?;
    Ok(filed.into_iter().map(|filed| (filed.id, filed.identity.called())).collect())
}
