//! The trail: who did and saw what, provably unaltered (SEC-44 to SEC-48).
//!
//! An entry is written by [`super::note`] or [`super::entry`] in the transaction of its effect. Then
//! `sequence` gives it a number, a link of the chain (`links`) and a place in a Merkle tree
//! (`merkle`); every minute `checkpoint` signs the root and hands it to witnesses: files at once, other
//! hosts by `tell`; `keeper` is such a witness. [`run`] keeps that going; [`verify`] proves, reading all of it, that
//! no entry was altered, and names the first that was. `eras` lets the key of all this change without a word written
//! anew. [`prune`] takes out what is older than it must be kept, at a signed place from which the rest is proved.
//! [`read`] and `pages` show the trail to the auditor, by reference and never contents;
//! [`breach`] lists who was exposed to whom between two instants; [`alarms`] rings for what is unusual.

pub mod alarms;
mod background;
pub mod breach;
mod breach_pages;
mod checkpoint;
mod eras;
mod keeper;
mod links;
mod merkle;
mod pages;
mod prune;
pub mod read;
mod sequence;
mod state;
#[cfg(test)]
mod story;
mod tell;
mod verify;

pub use background::{run, settle};
pub use checkpoint::{TrailSeal, own_witness_in};
pub use eras::{change_key, entries_by_key, waits_under};
pub use keeper::{Keeper, LINE_MOST, Told};
pub use links::extent;
pub(super) use links::seal;
pub use pages::routes;
pub(crate) use prune::KEPT_SECONDS;
pub use prune::prune;
pub use state::{State, UNSEALED_SECONDS_MOST, WAIT_SECONDS_MOST, keeps_up, state};
pub use tell::run as tell_witnesses;
pub use verify::{Verified, examine, verify};
