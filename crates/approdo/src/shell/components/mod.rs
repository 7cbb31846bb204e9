//! The parts pages are made of. A control cannot be made without its label: it is an argument.
//!
//! Every text comes in already said, in the person's language; maud escapes all of it. Nothing
//! here needs a script: keys are `accesskey` first, and `data-key` for the script that saves a hand
//! the way to the mouse.

mod buttons;
mod choices;
mod fields;
mod form;
mod frame;
mod likeness;
mod lists;
mod notices;
mod reach;
mod signs;

pub use buttons::{Button, button_row};
pub use choices::{CheckBox, Choice, Choices};
pub use fields::Field;
pub use form::{hidden, post_form};
pub use frame::field_error;
pub use likeness::{MatchPart, match_parts};
pub use lists::{pager, rows, section, table};
pub use notices::{conflict, empty, error_summary, progress, saved};
pub use reach::{ReachCell, Verdict, reach};
pub use signs::{Mark, bdi, keycap, marked, sign};

#[cfg(test)]
mod tests;
