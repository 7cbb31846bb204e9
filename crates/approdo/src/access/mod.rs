//! Access: who works with Approdo, who may do what, and the trail of who did and saw what.
//!
//! Other rooms call four things: [`allow`] gives a [`policy::Pass`] or refuses; [`note`] and
//! [`entry`] leave a trace, in a change and in a look; [`Actor`] says who is at work.
//! `accounts` and `sessions` are the log-in; `trail` numbers, chains and signs the entries.

mod actor;
mod leave;
mod relations;
mod throttle;
mod trace;
pub mod trail;

pub use actor::Actor;
pub use leave::{About, allow, may};
pub use relations::{Follower, assign, follower, start_following};
pub use throttle::Throttle;
pub use trace::{Event, entry, note, note_of_house};
pub use trail::TrailSeal;
