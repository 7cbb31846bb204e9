//! How much of the machine a linkage may use, and whom it tells how far it is.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What a linkage is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Counting how often each value occurs.
    Counting,
    /// Sorting the records into blocks.
    Sorting,
    /// Learning how records agree.
    Learning,
    /// Comparing the candidates.
    Comparing,
    /// Deciding who is one person.
    Deciding,
}

/// The threads of a linkage, and who hears how far it is: the stage, what is done, and of how much.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// How many threads work; the answer does not depend on it.
    pub threads: usize,
    /// Called from the thread that asked.
    pub progress: Option<&'a dyn Fn(Stage, usize, usize)>,
}

impl Default for Work<'_> {
    /// All cores, told to nobody.
    fn default() -> Self {
        Self { threads: std::thread::available_parallelism().map_or(1, Into::into), progress: None }
    }
}

impl std::fmt::Debug for Work<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work").field("threads", &self.threads).finish_non_exhaustive()
    }
}

impl Work<'_> {
    pub(super) fn tell(&self, stage: Stage, done: usize, of: usize) {
        if let Some(progress) = self.progress {
            progress(stage, done, of);
        }
    }

    /// Does pieces of work in threads; the answers stand in the order of the pieces.
    pub(super) fn in_order<T: Send>(&self, stage: Stage, pieces: usize, piece: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let next = AtomicUsize::new(0);
        let (send, receive) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..self.threads.clamp(1, pieces.max(1)) {
                let (send, next, piece) = (send.clone(), &next, &piece);
                scope.spawn(move || {
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        if place >= pieces || send.send((place, piece(place))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            let mut done: Vec<(usize, T)> = Vec::with_capacity(pieces);
            for answer in receive {
                done.push(answer);
                self.tell(stage, done.len(), pieces);
            }
            done.sort_unstable_by_key(|(place, _)| *place);
            done.into_iter().map(|(_, answer)| answer).collect()
        })
    }
}
