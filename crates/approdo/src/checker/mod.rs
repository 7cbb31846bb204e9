//! The situation checker: what the law says for a person on a day, and why. The engine is the crate `rules`, the law
//! is `rulebook/`.
//!
//! Nothing that is told here is kept: no table, no trail, no log (SEC-37). Read in this order: `language` and `texts`
//! (how it is said), `rulebook` (the national pack and a city's over it), `answers` (the interface of `rules check`),
//! `inventory` (what may be asked), `screen` (many people from a file; `table`: CSV or Parquet), `api` (the same over HTTP). The commands are in
//! `operation/rules`.

pub mod answers;
mod api;
pub mod inventory;
pub mod language;
pub mod openapi;
mod pace;
pub mod rulebook;
pub mod screen;
#[cfg(test)]
mod story;
pub mod table;
pub mod texts;

pub use answers::{Answers, Asking, Shown, SourceShown};
pub use api::{BODY_MOST, routes};
pub use inventory::Inventory;
pub use language::Language;
pub use pace::{ASKED_MOST, Pace};
pub use rulebook::{Broken, Rulebook, Sources};
pub(crate) use texts::topic_of;
