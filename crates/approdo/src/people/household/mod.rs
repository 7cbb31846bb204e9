//! With whom a person lives, what she is to others, and who is to be told nothing of hers.
//!
//! `model` says what a tie between two persons is and until when the page of the one tells of the other
//! (SEC-21); `tables/0036_tie.sql` is how it rests, with a key of its own; `acts` adds, corrects, ends and
//! shows. There is no household apart from its ties: nothing that could outlive who is in it, or tell of who
//! is not to be seen ([ADR 11](../../../../../docs/adr/0011-households.md)).
//!
//! Who may see a person's file sees with whom she lives, and of the others only those whom she may see.

mod acts;
mod model;
mod store;

pub use acts::{
    Changed, Household, Member, NewTie, Other, Shown, add, correct, end, household, leave, other, panel, take_back,
    write_down,
};
pub(super) use acts::{hide, wrap_as_protected};
pub use model::{CannotTie, Depends, Kind, Said, State};

pub(super) fn forget(
    tx: &mut ::store::Tx<'_>,
    vault: &::store::vault::Vault,
    person: ground::PersonId,
) -> ::store::Result<Vec<String>> {
    store::forget(tx, vault, person).map(|ids| ids.iter().map(ToString::to_string).collect())
}

#[cfg(test)]
mod story;
