//! Who may do what: one pure decision, read from `docs/access.md` and written to be read.
//!
//! [`decide`] takes who asks ([`Subject`]), for what ([`Action`], [`Resource`]) and how she stands
//! to the person it is about ([`Context`]). It gives a [`Pass`], or [`Denied`]. Nothing else in
//! Approdo grants anything (SEC-01): storage that touches a person asks for a `Pass`, and a `Pass`
//! comes from nowhere else, so a forgotten check does not compile (SEC-03).
//!
//! A tour, in the order of a decision:
//! - `words`: roles, relations, resources, actions, purposes, kinds of partner, as closed lists;
//! - `subject`: who asks, and in what context;
//! - `table`: one small function for each role, line by line the table of `docs/access.md`;
//! - `limits`: what narrows every role alike (protected persons, elevation, purpose, the firewall
//!   between the service and law enforcement);
//! - `pass`: the decision itself, the pass and the refusal.
//!
//! What no line grants is denied: an unknown word does not parse, an empty set gives nothing
//! (SEC-02), and no match has a wildcard arm, so that a new role or action has to be thought about.

#![deny(clippy::wildcard_enum_match_arm)]

mod limits;
mod pass;
mod subject;
mod table;
mod words;

pub use pass::{Denied, Pass, Why, decide};
pub use subject::{Context, Subject};
pub use words::{Action, Glass, PartnerKind, Purpose, Relation, RelationSet, Resource, Role, RoleSet, SetOf, Word};
