//! What goes on behind the pages: the trail's sequencer, its witnesses and the jobs.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use super::jobs;
use crate::{access, app::App};

/// How long a thread rests after it broke down, before it goes on.
const REST: Duration = Duration::from_millis(250);

/// The threads that work behind the pages.
pub struct Background(Vec<JoinHandle<()>>);

impl Background {
    /// Starts them; they end when `stop` is set, after a last round.
    #[must_use]
    pub fn start(app: &Arc<App>, stop: &Arc<AtomicBool>) -> Self {
        let trail = (Arc::clone(app), Arc::clone(stop));
        let witnesses = (Arc::clone(app), Arc::clone(stop));
        let work = (Arc::clone(app), Arc::clone(stop));
        Self(vec![
            std::thread::spawn(move || lasting("trail", &trail.0, &trail.1, access::trail::run)),
            std::thread::spawn(move || lasting("witnesses", &witnesses.0, &witnesses.1, access::trail::tell_witnesses)),
            std::thread::spawn(move || lasting("jobs", &work.0, &work.1, jobs::run)),
        ])
    }

    /// Waits until they have ended.
    pub fn join(self) {
        for thread in self.0 {
            let _ = thread.join();
        }
    }
}

/// Does this work until it is told to stop, and begins anew when it breaks down: a panic in one round
/// ends that round, and not the numbering of the trail or the work that is due (SEC-45, SEC-78). What the
/// round had open in the database was undone.
fn lasting(what: &'static str, app: &App, stop: &AtomicBool, work: impl Fn(&App, &AtomicBool)) {
    while catch_unwind(AssertUnwindSafe(|| work(app, stop))).is_err() {
        tracing::error!(what, "a thread behind the pages broke down and begins anew");
        if stop.load(Ordering::SeqCst) {
            return;
        }
        std::thread::sleep(REST);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;
    use crate::story::on_both_engines;

    #[test]
    fn sec_78_a_round_that_breaks_down_does_not_end_the_work_behind_the_pages() {
        on_both_engines(|town| {
            let (rounds, stop) = (AtomicU32::new(0), AtomicBool::new(false));
            lasting("test", &town.app, &stop, |app, stop| {
                app.store
                    .write("test.round", |tx| {
                        tx.exec("insert into team (id, version, name) values ($1, 1, 'x')", &[vec![7_u8].into()])?;
                        match rounds.fetch_add(1, Ordering::SeqCst) {
                            0 | 1 => panic!("the round broke down"),
                            _ => Ok::<_, store::StoreError>(()),
                        }
                    })
                    .unwrap();
                stop.store(true, Ordering::SeqCst);
            });
            assert_eq!(rounds.load(Ordering::SeqCst), 3, "it ended with the round that did not break down");
            assert!(stop.load(Ordering::SeqCst));
            let broken = |_: &App, _: &AtomicBool| panic!("it breaks down at the end as well");
            lasting("test", &town.app, &stop, broken);
        });
    }
}
