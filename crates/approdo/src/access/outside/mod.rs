//! Log-in by an outside provider: a SPID or CIE gateway, a city's directory (OpenID Connect).
//!
//! `provider` is what a city says of each; `talk` speaks with it and believes nothing that is not proved;
//! `links` say which account an identity belongs to; `log_in` puts them together. A provider that
//! vouches for one of the levels the city requires (`acr`) counts as both factors (SEC-57); otherwise, and
//! the first time, the code from the phone is asked for as well.

mod links;
mod log_in;
mod provider;
mod talk;

pub use self::{
    links::{CannotLink, link, unlink},
    provider::{Outside, Provider, Said},
};
pub(super) use self::{
    links::{end_ahead, end_for_new_start, prove},
    log_in::{Came, Return, begin, finish},
};
#[cfg(test)]
pub(super) use self::{
    log_in::{counters, enter},
    talk::Proved,
};

/// Seconds that someone may take at the provider: SPID asks for more than a password.
pub(crate) const AWAY: i64 = 10 * 60;
