//! Portalba, a city that does not exist: what `approdo demo` fills and serves.
//!
//! `names`, `staff`, `people` and `contacts` draw it: pure, the same for the same seed and day.

mod chance;
mod contacts;
mod names;
mod people;
mod staff;
