//! Erasing a person: two people decide it, and no copy of the database brings her back (SEC-50).
//!
//! `model` says why someone may be erased and what stands in the way; `acts` is the two words, of which
//! one is the auditor's; `journal` is the list of the erased that stands outside the database; `destroy`
//! is what is destroyed, in the living database as in an older one that was restored.
//!
//! **The order.** The second word commits the decision. Then the journal takes a line and has it on its
//! disk. Then what is hers is destroyed, and only then is anyone answered. Whatever a crash leaves is
//! finished by [`hold`] at the next start, before anything is served: a decision without a line gets its
//! line, a line without its effect gets its effect. A line is never written for what was not decided.
//!
//! Other rooms call [`Journal`] and [`replay`] (a restore), [`hold`] (the start), [`finish`] (the job), [`sweep`] (each hour)
//! and give what they hold of a person through [`Destroy`].

mod acts;
mod destroy;
mod journal;
mod model;
mod store;
#[cfg(test)]
mod story;

pub use acts::{CARRY_OUT, Erasable, Waiting, agree, ask, decline, finish, of_person, waiting};
pub use destroy::{Destroy, hold, replay, sweep};
pub use journal::{Journal, JournalFault, Line};
pub use model::{ASKED_FOR, CannotErase, Reason, Request};
