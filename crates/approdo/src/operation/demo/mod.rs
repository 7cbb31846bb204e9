//! Portalba, a city that does not exist: what `approdo demo` fills and serves.
//!
//! `city` draws it from a seed (`staff`, `people`, `families`, `contacts`, with `names` and `chance`): pure, the
//! same for the same seed and day. `fill` writes it down through the rooms; `logins` gives the
//! log-ins away; `pages` shows the codes of their second factors, in the demo alone.

mod chance;
mod city;
mod contacts;
mod families;
mod fill;
mod logins;
mod names;
mod pages;
mod people;
mod situations;
mod staff;
#[cfg(test)]
mod story;

use std::sync::Arc;

pub use fill::{CannotFill, Progress, Stage};
pub use logins::{Login, logins, table, write_logins};
pub use pages::routes;

use crate::app::App;

/// Fills an empty database with the city of the seed and gives its log-ins. A city of that seed that
/// is here already stays as people left it.
///
/// # Errors
/// [`CannotFill`], which names the next step.
pub fn fill(
    app: &Arc<App>,
    seed: u64,
    persons: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Login>, CannotFill> {
    match fill::seed_here(app)? {
        None => fill::fill(app, seed, usize::try_from(persons).unwrap_or(usize::MAX), progress)?,
        Some(here) if here == seed => {}
        Some(here) => return Err(CannotFill::OtherSeed { here }),
    }
    Ok(logins(seed))
}
