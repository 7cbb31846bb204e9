//! The service: rooms of the mission around one store.
//!
//! Start at [`app`], then walk into a room: `access`, `people`, `desk`. `operation` is what runs
//! them: command line, server, backup, demo city.

pub mod access;
pub mod app;
#[cfg(test)]
#[path = "../tests/campaigns/campaign.rs"]
pub(crate) mod campaign;
pub mod checker;
pub mod desk;
pub mod figures;
pub mod operation;
pub mod outgoing;
pub mod people;
pub mod shell;
#[cfg(test)]
pub(crate) mod story;

/// Migrations and plans of tables, as the build read them from the rooms' SQL text.
pub mod tables {
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}
