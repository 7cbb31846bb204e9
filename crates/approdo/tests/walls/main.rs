//! The walls, tried from outside: every route as every role under every relation, through the real
//! router, against what `policy::decide` says (SEC-05); ids of others (SEC-09, SEC-10), fields that no
//! page has (SEC-08), states that give nothing (SEC-11).

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod city;
mod fields;
#[path = "../house/mod.rs"]
mod house;
mod inventory;
mod matrix;
mod states;
