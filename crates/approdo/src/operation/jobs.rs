//! The thread that does what is due: jobs of the rooms, and every hour what the house forgets.
//!
//! A room names its jobs in [`HANDLERS`]. What a job does inside the database happens once across all
//! nodes (SEC-81): its effects and its end are one transaction, which is undone when another node has
//! taken the job over meanwhile.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use ground::{Limit, Timestamp};
use store::{
    Result, StoreError, Tx,
    jobs::{self, Job},
    once,
};

use super::{keys, retention};
use crate::{access, app::App, desk, people};

/// Does the work of one job, inside the transaction that ends it.
pub type Handler = fn(&App, &mut Tx<'_>, &Job) -> Result<()>;

/// Which handler does which kind of job.
pub const HANDLERS: &[(&str, Handler)] = &[
    (people::import::CLEAN_UP, people::import::clean_up),
    (people::import::upload::FORGET, people::import::upload::forget),
    (people::erasure::CARRY_OUT, people::erasure::finish),
    (access::private::COMPARE, people::proposed::compare),
    (people::merge::LOOK, people::merge::look),
    (desk::EXPIRE, desk::expire),
    (keys::GO_ON, keys::go_on),
    (access::exports::OVER, access::exports::over),
];

/// How often it looks whether something is due.
const PAUSE: Duration = Duration::from_secs(1);
/// How soon it hears that it is to stop.
const HEARS: Duration = Duration::from_millis(100);
/// How long a node may take for one job before another may take it over.
pub const HOLD_SECONDS: i64 = 120;
/// For how long a repeated request gets its first answer (SEC-75).
pub(super) const ONCE_SECONDS: i64 = 24 * 3600;
/// How often the house forgets.
const FORGET_SECONDS: i64 = 3600;
/// By how much a clock is corrected without anyone minding.
const CLOCK_BACK_SECONDS: i64 = 2;

/// Does what is due until `stop` is set. Blocks: run it on a thread of its own.
pub fn run(app: &App, stop: &AtomicBool) {
    let (mut forgot_at, mut seen_at) = (None, app.now());
    while !stop.load(Ordering::SeqCst) {
        report("keys", renew_keys(app));
        report("jobs", work_off(app, HANDLERS, stop));
        report("searches", people::compare_searches(app));
        seen_at = look_at_the_clock(app, seen_at);
        if forgot_at.is_none_or(|at: Timestamp| !(0..FORGET_SECONDS).contains(&seen_at.seconds_since(at))) {
            report("forgetting", forget(app));
            forgot_at = Some(seen_at);
        }
        let mut waited = Duration::ZERO;
        while waited < PAUSE && !stop.load(Ordering::SeqCst) {
            std::thread::sleep(HEARS);
            waited += HEARS;
        }
    }
}

/// Hears of keys that another node made or destroyed (SEC-54). An embedded database has no other node.
fn renew_keys(app: &App) -> Result<u64> {
    if !app.store.is_embedded() {
        app.store.read("operation.keys.renew", |tx| app.vault.renew(tx))?;
    }
    Ok(0)
}

/// Notices a clock that went back since the last look, and gives what it says now. What could not be
/// ended then is tried again at the next look.
fn look_at_the_clock(app: &App, before: Timestamp) -> Timestamp {
    let now = app.now();
    if before.seconds_since(now) <= CLOCK_BACK_SECONDS {
        return now;
    }
    match access::sessions::clock_went_back(app) {
        Ok(ended) => {
            tracing::warn!(seconds = before.seconds_since(now), ended, "the clock went back");
            now
        }
        Err(error) => {
            tracing::error!(%error, "the clock went back, and what is dated ahead could not be ended yet");
            before
        }
    }
}

fn report(what: &str, outcome: Result<u64>) {
    match outcome {
        Ok(0) => {}
        Ok(done) => tracing::debug!(what, done, "done in the background"),
        Err(error) => tracing::error!(what, %error, "the background work failed and is tried again"),
    }
}

/// Does every job that is due, one after the other, and tells how many were done.
///
/// # Errors
/// The store's. A job that fails is put back and is no error here.
pub fn work_off(app: &App, handlers: &[(&str, Handler)], stop: &AtomicBool) -> Result<u64> {
    let mut done = 0;
    while !stop.load(Ordering::SeqCst) && is_due(app)? {
        let claimed = app.store.write("operation.job.claim", |tx| jobs::claim(tx, app.now(), HOLD_SECONDS))?;
        let Some(job) = claimed else { break };
        match attempt(app, handlers, &job) {
            Ok(()) => {
                done += 1;
                app.figures.jobs_done.one();
            }
            // Another node took it over: what was done here is undone, and its work counts.
            Err(StoreError::Stale) => Limit::JobTime.reached(),
            Err(error) => {
                app.figures.jobs_failed.one();
                tracing::warn!(kind = job.kind, attempts = job.attempts, %error, "a job failed and is put back");
                put_back(app, &job)?;
            }
        }
    }
    Ok(done)
}

/// Whether anything is due: asked each second, so it writes nothing.
fn is_due(app: &App) -> Result<bool> {
    app.store.read("operation.job.due", |tx| {
        let due: Option<(i64,)> =
            tx.one("select due_at from job where due_at <= $1 order by due_at limit 1", &[app.now().into()])?;
        Ok(due.is_some())
    })
}

fn attempt(app: &App, handlers: &[(&str, Handler)], job: &Job) -> Result<()> {
    let Some((_, handler)) = handlers.iter().find(|(kind, _)| *kind == job.kind) else {
        // A newer node may know it: this one leaves it alone.
        return Err(StoreError::Setup(format!("no handler for jobs of kind {}", job.kind)));
    };
    app.store.write("operation.job.do", |tx| {
        handler(app, tx, job)?;
        jobs::done(tx, job)
    })
}

fn put_back(app: &App, job: &Job) -> Result<()> {
    match app.store.write("operation.job.put_back", |tx| jobs::put_back(tx, job, app.now())) {
        Err(StoreError::Stale) => Ok(()),
        other => other,
    }
}

/// Forgets what has no use any more, on one node for all: answers to requests that nobody repeats
/// after a day, what access sweeps out, and what erasures leave to be swept. Tells how many rows were forgotten.
///
/// # Errors
/// The store's.
pub fn forget(app: &App) -> Result<u64> {
    let now = app.now();
    let mine = app
        .store
        .write("operation.forget.lease", |tx| jobs::lease(tx, "operation.forget", &app.node, now, FORGET_SECONDS))?;
    if !mine {
        return Ok(0);
    }
    let due = retention::report(app)?;
    let keys = app.store.write("operation.forget.once", |tx| once::forget(tx, now.plus_seconds(-ONCE_SECONDS)))?;
    let swept = keys
        + access::sweep(app)?
        + people::erasure::sweep(app)?
        + people::situation::sweep(app)?
        + access::trail::prune(app)?;
    retention::note(app, &due, swept)?;
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::story::{Town, on_both_engines};

    static RUNS: AtomicBool = AtomicBool::new(false);

    fn enqueue(town: &Town, kind: &str, subject: &[u8], seconds: i64) {
        let due = town.now().plus_seconds(seconds);
        town.app.store.write("test.put", |tx| jobs::put(tx, &town.app.dice, kind, subject, due)).unwrap();
    }

    fn count(town: &Town, table: &str) -> u64 {
        let sql = format!("select count(*) from {table}");
        town.app.store.read("test.count", |tx| tx.one::<(u64,)>(&sql, &[])).unwrap().unwrap().0
    }

    /// An effect that can be counted: a row.
    fn effect(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<()> {
        tx.exec(
            "insert into once_key (key, body_hash, answer, at) values ($1, $2, $3, $4)",
            &[(&app.dice.bytes::<16>()).into(), job.subject.as_slice().into(), "".into(), app.now().into()],
        )?;
        Ok(())
    }

    /// An effect, and then a failure.
    fn half(app: &App, tx: &mut Tx<'_>, job: &Job) -> Result<()> {
        effect(app, tx, job)?;
        Err(StoreError::Setup("it broke".to_owned()))
    }

    const KNOWN: &[(&str, Handler)] = &[("test.effect", effect), ("test.half", half)];

    #[test]
    fn sec_81_a_job_is_done_once_when_it_is_due() {
        on_both_engines(|town| {
            enqueue(town, "test.effect", b"now", 0);
            enqueue(town, "test.effect", b"later", 60);
            assert_eq!(work_off(&town.app, KNOWN, &RUNS).unwrap(), 1);
            assert_eq!(work_off(&town.app, KNOWN, &RUNS).unwrap(), 0);
            assert_eq!((count(town, "job"), count(town, "once_key")), (1, 1));
            town.turn(60);
            assert_eq!(work_off(&town.app, KNOWN, &RUNS).unwrap(), 1);
            assert_eq!((count(town, "job"), count(town, "once_key")), (0, 2));
        });
    }

    #[test]
    fn sec_81_a_job_that_fails_leaves_nothing_and_comes_again_later() {
        on_both_engines(|town| {
            enqueue(town, "test.half", b"x", 0);
            enqueue(town, "test.unknown", b"x", 0);
            assert_eq!(work_off(&town.app, KNOWN, &RUNS).unwrap(), 0);
            assert_eq!((count(town, "job"), count(town, "once_key")), (2, 0));
            town.turn(59);
            assert!(!is_due(&town.app).unwrap(), "the first pause is a minute");
            town.turn(1);
            assert!(is_due(&town.app).unwrap());
        });
    }

    #[test]
    fn sec_81_many_workers_do_each_job_once() {
        on_both_engines(|town| {
            (0..30).for_each(|n| enqueue(town, "test.effect", &[n], 0));
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| work_off(&town.app, KNOWN, &RUNS).unwrap());
                }
            });
            assert_eq!((count(town, "job"), count(town, "once_key")), (0, 30));
        });
    }

    #[test]
    fn sec_81_a_job_that_another_node_took_over_leaves_nothing_here() {
        on_both_engines(|town| {
            enqueue(town, "test.effect", b"x", 0);
            let claim = || town.app.store.write("test.claim", |tx| jobs::claim(tx, town.now(), HOLD_SECONDS)).unwrap();
            let slow = claim().unwrap();
            town.turn(HOLD_SECONDS - 1);
            assert!(claim().is_none(), "a second before the end it is still held");
            town.turn(1);
            let quick = claim().unwrap();
            assert!(matches!(attempt(&town.app, KNOWN, &slow), Err(StoreError::Stale)));
            assert_eq!(count(town, "once_key"), 0);
            attempt(&town.app, KNOWN, &quick).unwrap();
            assert_eq!((count(town, "job"), count(town, "once_key")), (0, 1));
        });
    }

    #[test]
    fn sec_58_the_background_hears_of_a_clock_that_went_back() {
        on_both_engines(|town| {
            let routes = axum::Router::new();
            let _browser = town.browser(&town.desk(), routes);
            let (seen_at, ended) = (town.now(), || count(town, "session where ended_at is not null"));
            assert_eq!(look_at_the_clock(&town.app, seen_at), seen_at);
            town.turn(-2);
            assert_eq!(look_at_the_clock(&town.app, seen_at), town.now());
            assert_eq!(ended(), 0, "a small correction ends nothing");
            town.turn(-86_400);
            assert_eq!(look_at_the_clock(&town.app, seen_at), town.now());
            assert_eq!(ended(), 1);
        });
    }

    #[test]
    fn sec_75_answers_are_forgotten_after_a_day_and_with_them_what_access_sweeps_out() {
        on_both_engines(|town| {
            let desk = town.desk();
            town.app
                .store
                .write("test.fill", |tx| {
                    once::remember(tx, &town.form(&desk, "old"), "1", town.now().plus_seconds(-ONCE_SECONDS - 1))?;
                    once::remember(tx, &town.form(&desk, "new"), "2", town.now())?;
                    for (token, age) in [([1; 32], access::sessions::LONGEST + 1), ([2; 32], 60)] {
                        let at = town.now().plus_seconds(-age);
                        tx.exec(
                            "insert into session (token_hash, account, csrf, started_at, seen_at)
                             values ($1, $2, $1, $3, $3)",
                            &[(&token).into(), desk.id().into(), at.into()],
                        )?;
                    }
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            assert_eq!(forget(&town.app).unwrap(), 2);
            assert_eq!((count(town, "once_key"), count(town, "session")), (1, 1));
        });
    }

    #[test]
    fn the_thread_ends_when_it_is_told_to() {
        on_both_engines(|town| {
            let stop = Arc::new(AtomicBool::new(false));
            let thread = {
                let (app, stop) = (Arc::clone(&town.app), Arc::clone(&stop));
                std::thread::spawn(move || run(&app, &stop))
            };
            stop.store(true, Ordering::SeqCst);
            thread.join().unwrap();
        });
    }
}
