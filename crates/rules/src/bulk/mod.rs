//! Many persons at once: the graph of a pack over columns, chunk by chunk.
//!
//! Read in this order: `lanes` (64 values at a time), `columns` (the facts of everybody), `fold` (the graph made
//! plain for a day), `plan` (order, registers, gates), `run` (a chunk; `compare` and `gather` are its loops over
//! comparisons and over records), `found` (what came out), `impact` (a figure changes).

mod columns;
mod compare;
mod fold;
mod found;
mod gather;
mod impact;
#[cfg(test)]
mod invented;
mod lanes;
mod months;
mod plan;
mod run;
#[cfg(test)]
mod tests;

pub use columns::Columns;
pub use found::{Found, OPEN, Values};
pub use impact::{Changed, Impact, impact};
pub use run::{Bulk, Horizons};
