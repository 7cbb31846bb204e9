//! What runs the rooms: the command line, the server, the socket between them, the work behind the
//! pages, backup and the demo city.
//!
//! `command` reads the command line and `config` the settings; an `order` is carried out where the
//! database is open, by the `socket` when a server holds it, and speaks through a `console`.
//! `twins` finds who is in a file twice, or in two. `rules` asks the law, and checks it.
//! `keys` shows, changes and destroys the keys of the house. `self_test` lists what is less safe than it could be and
//! `health` tells a watchdog how the house is. `metrics` tells figures to Prometheus, those of the `process` too, and
//! `limits` is the one list of what is limited. `serve` runs the pages with the `background` threads; `jobs` does what is due; `backup` writes
//! the city into one file and proves that it comes back.

pub mod background;
pub mod backup;
pub mod command;
pub mod config;
pub mod console;
pub mod demo;
pub mod health;
pub mod jobs;
pub mod keys;
pub mod limits;
pub mod metrics;
pub mod order;
mod process;
pub mod retention;
mod rules;
pub mod self_test;
pub mod serve;
pub mod socket;
mod system_user;
mod twins;
pub mod witness;
