//! The desk: first contact. Someone comes, and what they came for and were told is written down in
//! twenty seconds, without asking for a name (SEC-27), so that the next colleague finds it.
//!
//! `model` says what a contact is and parses what was typed (`pick` chooses themes and languages by
//! a few letters); `acts` records, corrects, links and lists; `store` is the contact at rest, sealed
//! by level; `neighbours` is what is asked of other rooms; `pages` is the contact form, the list of
//! the day and the Today page.
//!
//! Other rooms and the shell call: [`record`] (the demo city), [`diary`] (a person's page),
//! [`today`], [`expire`] for the job [`EXPIRE`], [`destroy_of_person`] when someone is erased, and [`routes`].

mod acts;
mod model;
mod neighbours;
mod pages;
mod past;
mod pick;
mod store;
#[cfg(test)]
mod story;

pub use acts::{
    CannotCorrect, DayList, Diary, EXPIRE, FORM, PAGE, Presets, Seen, Today, correct, count_today, destroy_of_person,
    diary, expire, link, name_of, of_day, presets, record, see, today,
};
pub use model::{
    BadMinutes, Contact, Entry, Errors, Field, MOST_THEMES, Minutes, NewContact, NextStep, Notice, Remarks, State,
    Typed, Wrong,
};
pub use pages::{diary_view, routes};
pub use past::{Past, record_past};
pub use pick::{Picked, language, theme};
pub use store::wrap_contacts;
