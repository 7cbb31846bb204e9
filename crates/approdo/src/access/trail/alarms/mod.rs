//! The alarms over the trail: what is unusual rings, within a minute, and someone says what it was (SEC-48).
//!
//! `watch` looks at the last hour, three times a minute; `list` shows what rang to the auditor, and to a
//! supervisor what rang for her own team, and keeps what the auditor said to it; `pages` draws that. An
//! alarm names who acted and how much it was, never a person.

mod list;
mod pages;
mod watch;

use ground::{AccountId, Timestamp};
use serde::Deserialize;
use store::{FromRow, Result, Row, Tx};

pub(in crate::access) use list::reseal;
pub use list::{CannotReview, Listed, last, review, unreviewed, waiting};
pub(super) use pages::routes;
pub(super) use watch::Watch;
pub use watch::look;

/// Someone searched for a protected person whom she may not see.
const PROTECTED_SEARCH: &str = "protected_search";
/// Someone tried to open persons who are hidden from her.
const HIDDEN: &str = "hidden";
/// What tells whoever hears it that somebody is protected: the auditor's alone.
const TELLS_OF_PROTECTION: [&str; 2] = [PROTECTED_SEARCH, HIDDEN];

/// From when on an alarm rings. Every one has a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Thresholds {
    /// How many persons an account may see in an hour without being compared with itself.
    pub persons: u64,
    /// And how many times its own usual hour.
    pub times_usual: u64,
    /// How many persons an account may open in an hour with whom its work does not bring it together.
    pub unrelated: u64,
    /// How many times in an hour someone opens, or searches by it, who carries the account's own surname.
    pub surname: u64,
    /// How many refusals in an hour.
    pub denials: u64,
    /// How many tries in an hour at persons who are hidden from the account.
    pub hidden: u64,
    /// How many rows in one batch that leaves the house.
    pub export_rows: u64,
    /// At which hour of the city's clock work begins.
    pub opens: u8,
    /// At which hour it ends.
    pub closes: u8,
    /// For how many seconds a checkpoint may have no witness.
    pub witness_seconds: u64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            persons: 60,
            times_usual: 3,
            unrelated: 15,
            surname: 1,
            denials: 10,
            hidden: 3,
            export_rows: 500,
            opens: 7,
            closes: 20,
            witness_seconds: 120,
        }
    }
}

/// Which alarm: each rings once an hour for its kind and who acted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Its kind.
    pub kind: String,
    /// Who acted: an account's id, the command line's name, or the house.
    pub who: String,
    /// The hour, counted from 1970.
    pub hour: i64,
}

/// An alarm that rang.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Which.
    pub key: Key,
    /// The name of the account.
    pub name: Option<String>,
    /// When it rang.
    pub at: Timestamp,
    /// How much it was.
    pub count: u64,
    /// How much would have been usual.
    pub most: u64,
    /// What was said to it, as far as it had rung by then.
    pub review: Option<Review>,
}

/// What the auditor said to an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Her name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Her words.
    pub words: String,
}

impl FromRow for Key {
    /// Reads `kind, actor, hour`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { kind: row.get(0)?, who: row.get(1)?, hour: row.get(2)? })
    }
}

fn hour(at: Timestamp) -> i64 {
    at.micros().div_euclid(3_600_000_000)
}

/// Rings for a search that would have found a protected person, and counts further ones of the same hour.
/// The room that knows whom a search finds calls this; it says who searched and never for whom.
///
/// # Errors
/// The store's.
pub fn ring_for_protected_search(tx: &mut Tx<'_>, who: &str, at: Timestamp) -> Result<()> {
    tracing::warn!(kind = PROTECTED_SEARCH, who, "an alarm of the trail rings");
    tx.exec(
        "insert into alarm (kind, actor, hour, at, count, most) values ($1, $2, $3, $4, 1, 0)
         on conflict (kind, actor, hour) do update set count = alarm.count + 1, at = excluded.at",
        &[PROTECTED_SEARCH.into(), who.into(), hour(at).into(), at.into()],
    )
    .map(|_| ())
}

/// The account of an alarm; none where the house or the command line acted.
fn account(who: &str) -> Option<AccountId> {
    who.parse().ok()
}
