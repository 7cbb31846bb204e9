//! One effect per idempotency key (SEC-75): a repeated request gets the first answer.

use ground::{AccountId, Timestamp};

use crate::{Result, Tx};

/// A request that must have its effect once.
#[derive(Clone, Debug)]
pub struct Once {
    /// The key that the server put into the form.
    pub key: [u8; 16],
    /// Who was given the form.
    pub by: Option<AccountId>,
    /// SHA-256 of what was sent.
    pub body: [u8; 32],
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Not used yet: do the work, then [`remember`].
    New,
    /// Used for the same request: this was the answer.
    Answered(String),
    /// Used by someone else or for another body: refuse (422).
    Misused,
}

/// Looks a key up.
///
/// # Errors
/// The store's.
pub fn known(tx: &mut Tx<'_>, once: &Once) -> Result<Known> {
    let found: Option<(Option<AccountId>, Vec<u8>, String)> =
        tx.one("select by_account, body_hash, answer from once_key where key = $1", &[(&once.key).into()])?;
    Ok(match found {
        None => Known::New,
        Some((by, body, answer)) if by == once.by && body == once.body => Known::Answered(answer),
        Some(_) => Known::Misused,
    })
}

/// Keeps the answer, in the transaction of the effect.
///
/// # Errors
/// The store's. When another node used the key meanwhile the whole act runs again and finds its answer.
pub fn remember(tx: &mut Tx<'_>, once: &Once, answer: &str, now: Timestamp) -> Result<()> {
    tx.put(
        "insert into once_key (key, by_account, body_hash, answer, at) values ($1, $2, $3, $4, $5)",
        &[(&once.key).into(), once.by.into(), (&once.body).into(), answer.into(), now.into()],
    )
}

/// Forgets keys older than `before`: a form that old is asked for again.
///
/// # Errors
/// The store's.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.exec("delete from once_key where at < $1", &[before.into()])
}
