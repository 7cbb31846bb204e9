//! People: who the service helps, how to reach them without harm, and finding them again.
//!
//! Read `model` (what is known of a person), `tables/0020_person.sql` (how it rests: identity and
//! file sealed apart, a blind index to find her), `store`, `acts` (create, see, correct, assign,
//! history), `search` (any script, any order), `safety` (hiding a person, keeping someone away from her),
//! `situation` (what lets her stay, and dated facts of how she lives), `proposed` (conflicts that are proposed),
//! `glass` (opening someone in an emergency), `safe_address` (where a protected person stays), `household` (with whom a
//! person lives, what others are to her), `merge` (two records that are one person), `gate` (the one way by which
//! anything will go out to her), `erasure` (two people erase her for good, in every copy of the database), `filing` (where
//! she is filed), `index` (with which keys it was made), `watched` (what the watch over the trail has to be told) and
//! `import` (a file of persons, all or nothing).
//!
//! Other rooms may call [`view`] and [`create_in`] inside their own acts, and [`find`].

mod acts;
mod arrivals;
pub mod erasure;
mod filing;
pub mod gate;
pub mod glass;
pub mod household;
pub mod import;
mod index;
pub mod merge;
mod model;
pub mod pages;
pub mod proposed;
pub mod safe_address;
pub mod safety;
mod search;
pub mod situation;
mod store;
mod watched;

pub use acts::{
    CannotAssign, Changed, Correction, History, May, PersonView, What, assign, correct, correct_safe_contact, create,
    create_in, history, names, see, see_with, view,
};
pub use arrivals::{Coming, create_arrivals};
pub use filing::{count_under, file_next_under_newest};
pub use index::hold_index;
pub use model::{
    Answer, Caller, CannotFile, ContactPoint, File, Home, Identifier, Identity, LIST_MOST, Name, NewPerson, PointKind,
    SafeContact, Script, Way, born,
};
pub use search::{Found, Hit, find, find_many};

pub use pages::{glass_today, person_page, proposed_today, routes, situation_panel};
pub use watched::compare_searches;

#[cfg(test)]
mod story;
