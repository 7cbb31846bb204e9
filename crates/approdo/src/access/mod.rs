//! Access: who works with Approdo, who may do what, and the trail of who did and saw what.
//!
//! Other rooms call four things: [`allow`] gives a [`policy::Pass`] or refuses; [`note`] and
//! [`entry`] leave a trace, in a change and in a look; [`Actor`] says who is at work.
//!
//! The log-in, in the order in which one meets it: `invitations` make an account active, with a
//! `password` and a `second_factor`; `log_in` checks both, slowed down by `throttle`; `sessions`
//! carry the answer from request to request. `passkeys` are a second factor that cannot be phished, `outside` is
//! the log-in by a provider. `users` are the acts of administrators, `second_word` is for what takes two, `drafts`
//! what was typed and not yet sent; `sweep` takes out what is over. `shield` holds who is protected and who must not
//! work for whom, `ties` who lives with whom, `sight` that nobody is hidden from everybody, `private` what staff say of themselves so that
//! conflicts are noticed, `glass` who was opened in an emergency, `sought` who searched for a protected person,
//! `exports` the files that leave the house, `second_person` proves that a colleague is present, and `house_keys` is
//! what moves when a key of the house changes. `trail` numbers, chains and signs the entries.

pub mod accounts;
mod actor;
mod blocklist;
pub mod drafts;
pub mod exports;
pub mod glass;
pub mod house_keys;
pub mod invitations;
mod leave;
mod log_in;
mod me;
pub mod outside;
mod pages;
pub mod passkeys;
pub mod passwords;
pub mod private;
mod relations;
pub mod second_factor;
mod second_person;
pub mod second_word;
pub mod sessions;
pub mod shield;
pub mod sight;
pub mod sought;
mod sweep;
pub mod throttle;
pub mod ties;
mod trace;
pub mod trail;
pub mod users;

pub use accounts::name;
pub use actor::Actor;
pub use invitations::first_start;
pub use leave::{About, allow, could, may, might, nothing_there, offered};
pub use pages::routes;
pub(crate) use pages::{elevation_form, wait_text, with_session};
pub use relations::{Follower, assign, follower, forget_person, start_following};
pub use second_person::{NotProved, Proof, Proving, Second, SecondTyped, prove};
pub use sweep::sweep;
pub use throttle::Throttle;
pub use trace::{Event, FLAG_SURNAME, FLAG_UNRELATED, entry, note, note_of_house};
pub use trail::TrailSeal;

#[cfg(test)]
mod story;
