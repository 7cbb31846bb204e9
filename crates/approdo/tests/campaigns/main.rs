//! The campaigns: what breaks systems of this kind, tried again and again from a seed.
//!
//! Each module is one campaign. In the suite it makes a short run; `scripts/campaign NAME` makes the
//! long one, which can be stopped and goes on where it stopped. Figures stand in `docs/proof.md`.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a campaign stops at the first trouble, its helpers too"
)]

mod campaign;
mod cuts;
mod faults;
#[path = "../house/mod.rs"]
mod house;
mod idle;
mod inputs;
mod kills;
mod nodes;
mod primary;
mod rotations;
mod weak;
#[path = "../world/mod.rs"]
mod world;
mod worlds;
