//! Telling witnesses on other hosts (SEC-45): each checkpoint, one after the other, on a thread of its own.
//!
//! What is sent is the line that a witness file holds: numbers, a root, a signature; nothing of anybody. A
//! call may take five seconds and fails alone: the sequencer never waits for it. A witness that does not
//! answer is asked again, at longer and longer intervals, and meanwhile the alarm `not_witnessed` rings. One
//! that answers 409 was shown another trail under our key: that rings at once.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use axum::http::{Request, StatusCode, header};
use ground::Timestamp;
use store::{Result, Tx, jobs};

use super::{checkpoint::Checkpoint, links::count};
use crate::app::App;

/// The lease under which one node tells for all.
const TASK: &str = "audit.witness";
/// Longer than a witness that does not answer takes: it is taken anew for each.
const LEASE_SECONDS: i64 = 30;
/// How often the thread looks whether there is something to tell.
const PAUSE: Duration = Duration::from_millis(500);
/// How many checkpoints a witness is told in one round: one that was away for a week catches up in minutes.
const TOLD_AT_ONCE: usize = 50;
/// How long a witness that did not answer is left alone at most.
const REST_SECONDS_MOST: i64 = 60;

/// Which witnesses are left alone until when, and for how long the next time.
#[derive(Default)]
pub(super) struct Rests(BTreeMap<String, (Timestamp, i64)>);

/// Tells the witnesses until `stop` is set. Blocks: run it on a thread of its own.
pub fn run(app: &App, stop: &AtomicBool) {
    let mut rests = Rests::default();
    while !app.seal.elsewhere.is_empty() && !stop.load(Ordering::SeqCst) {
        if let Err(error) = round(app, &mut rests) {
            tracing::error!(%error, "the witnesses on other hosts could not be told");
        }
        std::thread::sleep(PAUSE);
    }
    if let Err(error) = give_back(app) {
        tracing::error!(%error, "another node tells the witnesses when the lease has run out");
    }
}

/// Lets another node go on at once.
fn give_back(app: &App) -> Result<()> {
    if app.seal.elsewhere.is_empty() {
        return Ok(());
    }
    app.store.write("access.trail.tell.give_back", |tx| {
        tx.exec("delete from lease where task = $1 and node = $2", &[TASK.into(), app.node.as_str().into()]).map(|_| ())
    })
}

/// Tells every witness what it does not have yet. Tells how many checkpoints were confirmed.
pub(super) fn round(app: &App, rests: &mut Rests) -> Result<u64> {
    let mut confirmed = 0;
    for place in &app.seal.elsewhere {
        let rests_still = rests.0.get(place).is_some_and(|(until, _)| app.now() < *until);
        if rests_still || unseen(app, place)?.is_empty() {
            continue;
        }
        let mine = |tx: &mut Tx<'_>| jobs::lease(tx, TASK, &app.node, app.now(), LEASE_SECONDS);
        if !app.store.write("access.trail.tell.lease", mine)? {
            return Ok(confirmed);
        }
        let (told, went_well) = tell(app, place)?;
        confirmed += told;
        if went_well {
            rests.0.remove(place);
        } else {
            let seconds = rests.0.get(place).map_or(1, |(_, last)| (last * 2).min(REST_SECONDS_MOST));
            rests.0.insert(place.clone(), (app.now().plus_seconds(seconds), seconds));
        }
    }
    Ok(confirmed)
}

/// What this witness has not confirmed, oldest first.
fn unseen(app: &App, place: &str) -> Result<Vec<Checkpoint>> {
    app.store.read("access.trail.untold", |tx| {
        let told: Option<(i64,)> = tx.one("select number from witness_told where place = $1", &[place.into()])?;
        tx.all(
            &format!(
                "select number, size, at, root, signature from audit_checkpoint
                 where number > $1 order by number limit {TOLD_AT_ONCE}"
            ),
            &[told.map_or(0, |(number,)| number).into()],
        )
    })
}

/// Tells one witness, until it does not confirm. Tells how many it confirmed, and whether all went well.
fn tell(app: &App, place: &str) -> Result<(u64, bool)> {
    let mut told = 0;
    for checkpoint in unseen(app, place)? {
        match post(app, place, &checkpoint) {
            Said::Kept => {
                note(app, place, checkpoint.number)?;
                told += 1;
            }
            Said::Another => {
                tracing::error!(place, number = checkpoint.number, "a witness was shown another trail");
                note_refused(app, place)?;
                return Ok((told, false));
            }
            Said::Nothing(why) => {
                tracing::warn!(place, number = checkpoint.number, why, "a witness does not confirm");
                return Ok((told, false));
            }
        }
    }
    Ok((told, true))
}

/// What a witness said.
enum Said {
    /// It has it on its disk.
    Kept,
    /// It has another under this number.
    Another,
    /// Nothing that confirms it.
    Nothing(String),
}

fn post(app: &App, place: &str, checkpoint: &Checkpoint) -> Said {
    let request = Request::post(place)
        .header(header::CONTENT_TYPE, "application/json")
        .body(app.seal.line(checkpoint).into_bytes());
    let answer = match request.map(|request| app.outgoing.call(request)) {
        Ok(Ok(answer)) => answer,
        Ok(Err(why)) => return Said::Nothing(why.to_string()),
        Err(why) => return Said::Nothing(why.to_string()),
    };
    match answer.status() {
        StatusCode::OK | StatusCode::NO_CONTENT => Said::Kept,
        StatusCode::CONFLICT => Said::Another,
        other => Said::Nothing(format!("it answered {other}")),
    }
}

fn note(app: &App, place: &str, number: u64) -> Result<()> {
    app.store.write("access.trail.told", |tx| {
        tx.exec(
            "insert into witness_told (place, number, at, refused_at) values ($1, $2, $3, null)
             on conflict (place) do update set number = excluded.number, at = excluded.at, refused_at = null",
            &[place.into(), count(number), app.now().into()],
        )
        .map(|_| ())
    })
}

fn note_refused(app: &App, place: &str) -> Result<()> {
    app.store.write("access.trail.refused", |tx| {
        let now = app.now();
        tx.exec(
            "insert into witness_told (place, number, at, refused_at) values ($1, 0, $2, $2)
             on conflict (place) do update set refused_at = coalesce(witness_told.refused_at, excluded.refused_at)",
            &[place.into(), now.into()],
        )
        .map(|_| ())
    })
}

/// The number of the last checkpoint that every witness elsewhere has confirmed; the largest where there is
/// none to tell.
pub(super) fn told_to_all(app: &App, tx: &mut Tx<'_>) -> Result<i64> {
    let mut least = i64::MAX;
    for place in &app.seal.elsewhere {
        let told: Option<(i64,)> =
            tx.one("select number from witness_told where place = $1", &[place.as_str().into()])?;
        least = least.min(told.map_or(0, |(number,)| number));
    }
    Ok(least)
}

/// When the oldest checkpoint was made that not every witness elsewhere has confirmed, and since when one
/// refuses.
pub(super) fn behind(app: &App, tx: &mut Tx<'_>) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
    let (mut untold, mut refused) = (Vec::new(), Vec::new());
    for place in &app.seal.elsewhere {
        let told: Option<(i64, Option<Timestamp>)> =
            tx.one("select number, refused_at from witness_told where place = $1", &[place.as_str().into()])?;
        let (number, refused_at) = told.unwrap_or_default();
        refused.extend(refused_at);
        let oldest: Option<(Timestamp,)> =
            tx.one("select at from audit_checkpoint where number > $1 order by number limit 1", &[number.into()])?;
        untold.extend(oldest.map(|(at,)| at));
    }
    Ok((untold.into_iter().min(), refused.into_iter().min()))
}
