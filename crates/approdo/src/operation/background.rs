//! What goes on behind the pages: the trail's sequencer, its witnesses and the jobs.

use std::{
    sync::{Arc, atomic::AtomicBool},
    thread::JoinHandle,
};

use super::jobs;
use crate::{access, app::App};

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
            std::thread::spawn(move || access::trail::run(&trail.0, &trail.1)),
            std::thread::spawn(move || access::trail::tell_witnesses(&witnesses.0, &witnesses.1)),
            std::thread::spawn(move || jobs::run(&work.0, &work.1)),
        ])
    }

    /// Waits until they have ended.
    pub fn join(self) {
        for thread in self.0 {
            let _ = thread.join();
        }
    }
}
