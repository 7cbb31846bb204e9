//! The pages of the broken glass: breaking it, closing it, what Today says of it, and the review.

mod breaking;
mod review;

pub(super) use breaking::{ask, ask_for, close, open, open_for};
pub use review::today_view;
pub(super) use review::{all, judge, seen, show};
