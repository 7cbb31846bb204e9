//! How the numbering and sealing of the trail gets on: for the watchdog and the self-test.

use ground::Timestamp;
use store::{Result, Tx};

use super::{
    links::{Found, Head, count},
    tell,
};
use crate::app::App;

/// How long an entry of the trail may wait for its number: a second is promised (SEC-45), five are
/// allowed to a machine that is busy.
pub const WAIT_SECONDS_MOST: i64 = 5;
/// How long a numbered entry may wait for its checkpoint (SEC-45), with a few seconds for making it.
pub const UNSEALED_SECONDS_MOST: i64 = 90;

/// How the trail gets on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Since when the oldest entry waits for its number; none when none waits (SEC-45: a second at most).
    pub waits_since: Option<Timestamp>,
    /// Since when the oldest numbered entry waits for a checkpoint (SEC-45: a minute at most).
    pub unsealed_since: Option<Timestamp>,
    /// When the oldest checkpoint was made that not every witness has.
    pub unwitnessed_since: Option<Timestamp>,
    /// Since when a witness on another host refuses what it is told: it was shown another trail.
    pub refused_since: Option<Timestamp>,
    /// The latest reading of the clock in the trail.
    pub last_at: Option<Timestamp>,
}

/// Looks how the trail gets on: a few rows, found by their keys.
///
/// # Errors
/// The store's.
pub fn state(app: &App, tx: &mut Tx<'_>) -> Result<State> {
    let moment = |tx: &mut Tx<'_>, sql: &str, args: &[store::Value<'_>]| {
        Ok::<_, store::StoreError>(tx.one::<(Timestamp,)>(sql, args)?.map(|(at,)| at))
    };
    let waits_since = moment(tx, "select at from audit_pending order by at limit 1", &[])?;
    let in_files = moment(tx, "select at from audit_checkpoint where witnessed = 0 order by number limit 1", &[])?;
    let (elsewhere, refused_since) = tell::behind(app, tx)?;
    let unwitnessed_since = in_files.into_iter().chain(elsewhere).min();
    let Found::Sound(head) = Head::find(tx, &app.vault)? else {
        return Ok(State { waits_since, unwitnessed_since, refused_since, ..State::default() });
    };
    let unsealed = [count(head.sealed_size.saturating_add(1))];
    let unsealed_since = moment(tx, "select placed_at from audit_entry where number = $1", &unsealed)?;
    let last_at = Some(head.last_at).filter(|_| head.tree.size() > 0);
    Ok(State { waits_since, unsealed_since, unwitnessed_since, refused_since, last_at })
}

/// Whether the trail keeps up: what is done now will be numbered, sealed and witnessed in time. What must
/// not be done unseen is not done while it does not (SEC-22).
///
/// # Errors
/// The store's.
pub fn keeps_up(app: &App, tx: &mut Tx<'_>) -> Result<bool> {
    let now = app.now();
    let waits = |since: Option<Timestamp>, most: i64| since.is_some_and(|at| now.seconds_since(at) > most);
    let State { waits_since, unsealed_since, unwitnessed_since, .. } = state(app, tx)?;
    let witness_most = i64::try_from(app.alarms.witness_seconds).unwrap_or(i64::MAX);
    Ok(matches!(Head::find(tx, &app.vault)?, Found::Sound(_))
        && !waits(waits_since, WAIT_SECONDS_MOST)
        && !waits(unsealed_since, UNSEALED_SECONDS_MOST)
        && !waits(unwitnessed_since, witness_most))
}
