//! Two words for what nobody may do alone: a new start of an account, showing a protected person again.
//! One asks, another agrees, and only then it happens.
//!
//! A room that needs two keeps who said the first word, and when, in a column of its own
//! ([`Speaker::code`], and a moment after which the word is too old). When the next word comes, it asks
//! [`word`] what it is. What the room gives along is its own question to the policy: [`word`] puts it for
//! whoever spoke first, **as she is now**. Who was suspended since, holds other roles, left the team or
//! must keep away has said nothing, and the word that comes now is the first.
//!
//! Two words are two humans'. One human can be many users of one machine, so all command lines are one;
//! and whoever holds the machine may hold an account as well, so what must not be in her hands at all
//! takes no word of a command line ([`Speaker::is_command_line`]). Who asks by an account she made for
//! it is not seen here: that needs `create` on accounts, and stands in the trail.
//!
//! ```text
//! let said = guard.lift_asked.filter(|(_, at)| is_fresh(*at)).map(|(by, _)| Speaker::Account(by));
//! let may = |tx: &mut Tx<'_>, first: &Actor| {
//!     Ok(access::may(tx, first, Action::Lift, Resource::Protection, About::Person(id))?.is_some())
//! };
//! match second_word::word(app, tx, said.as_ref(), actor, may)? {
//!     Word::First => remember(actor),
//!     Word::Again => return Err(SamePerson),
//!     Word::Second => carry_it_out(),
//! }
//! ```

use ground::AccountId;
use store::{Result, Tx};

use super::{Actor, accounts};
use crate::app::App;

/// Who said a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// An account.
    Account(AccountId),
    /// The command line, by the name that the trail gives it, such as `local:root`.
    CommandLine(String),
}

impl Speaker {
    /// Who speaks when this actor does; nobody before the door.
    #[must_use]
    pub fn of(actor: &Actor) -> Option<Self> {
        let line = || actor.subject().command_line.then(|| Self::CommandLine(actor.subject().name.clone()));
        actor.id().map(Self::Account).or_else(line)
    }

    /// The text that is stored.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Account(id) => id.to_string(),
            Self::CommandLine(name) => name.clone(),
        }
    }

    /// Who stands behind a stored text; nobody behind any other.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let line = || code.starts_with("local:").then(|| Self::CommandLine(code.to_owned()));
        code.parse().ok().map(Self::Account).or_else(line)
    }

    /// Whether it was the command line of a machine.
    #[must_use]
    pub const fn is_command_line(&self) -> bool {
        matches!(self, Self::CommandLine(_))
    }

    /// Whether both may be one human: the same account, or any two command lines.
    #[must_use]
    pub fn may_be(&self, other: &Self) -> bool {
        self == other || (self.is_command_line() && other.is_command_line())
    }

    /// The actor that would speak now: with the roles, team and state of this moment, and with the second
    /// factor that she entered when she spoke. None when the account is gone.
    fn now(&self, app: &App, tx: &mut Tx<'_>) -> Result<Option<Actor>> {
        match self {
            Self::Account(id) => accounts::acting(tx, *id, true, None),
            Self::CommandLine(name) => {
                let user = name.strip_prefix("local:").unwrap_or(name);
                Ok(Some(Actor::command_line(user, app.command_line)))
            }
        }
    }
}

/// What the word is that an actor says now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nobody spoke before her whose word still stands.
    First,
    /// She spoke before, or may be the one who did.
    Again,
    /// Another human spoke before her and may still: it is agreed.
    Second,
}

/// What the word of this actor is, who has leave for it herself. `said` is who spoke before, unless that
/// is too long ago; `may` asks the policy for her what the actor was just asked.
///
/// # Errors
/// The store's.
pub fn word(
    app: &App,
    tx: &mut Tx<'_>,
    said: Option<&Speaker>,
    actor: &Actor,
    may: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<bool>,
) -> Result<Word> {
    let Some(first) = said else { return Ok(Word::First) };
    if !still_stands(app, tx, first, may)? {
        return Ok(Word::First);
    }
    // Who is neither an account nor a command line agrees to nothing.
    let is_another = Speaker::of(actor).is_some_and(|me| !me.may_be(first));
    Ok(if is_another { Word::Second } else { Word::Again })
}

/// Whether who spoke before may still say so: for pages that show a word that waits.
///
/// # Errors
/// The store's.
pub fn still_stands(
    app: &App,
    tx: &mut Tx<'_>,
    first: &Speaker,
    may: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<bool>,
) -> Result<bool> {
    match first.now(app, tx)? {
        Some(first) => may(tx, &first),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_60_all_command_lines_are_one_human_and_each_account_is_another() {
        let line = |user: &str| Speaker::of(&Actor::command_line(user, true)).unwrap();
        let account = |n: u8| Speaker::Account(AccountId::from_bytes([n; 16]));
        assert!(line("root").may_be(&line("approdo")) && account(1).may_be(&account(1)));
        assert!(!account(1).may_be(&account(2)) && !account(1).may_be(&line("root")));
        for speaker in [line("root"), account(1)] {
            assert_eq!(Speaker::from_code(&speaker.code()), Some(speaker));
        }
        assert_eq!(Speaker::from_code("first start"), None);
        assert_eq!(Speaker::of(&crate::access::log_in::nobody()), None);
    }
}
