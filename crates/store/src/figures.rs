//! What is counted below the rooms, and how long one question may take.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use ground::{Count, MICROS, Spread};

/// How long the database may take for one question of a page, or for its next row (SEC-80). Changes are
/// not cut: what an import makes visible at its end is one long act.
pub const QUERY_TIME: Duration = Duration::from_secs(30);

/// Bounds for how many acts share one commit.
const GROUPS: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128];

/// What a store counted since it was opened.
#[derive(Debug)]
pub struct Figures {
    /// Writes by how long each took, its commit included.
    pub writes: Spread,
    /// Reads by how long each took.
    pub reads: Spread,
    /// Commits by how many acts shared each.
    pub groups: Spread,
    /// Changes that were run again, because another was quicker.
    pub retries: Count,
    /// How often a connection was waited for.
    pub waits: Count,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            writes: Spread::over(MICROS),
            reads: Spread::over(MICROS),
            groups: Spread::over(GROUPS),
            retries: Count::zero(),
            waits: Count::zero(),
        }
    }
}

/// Watches how long the engine takes for the next row. It is asked from inside the engine.
#[derive(Debug)]
pub(crate) struct Watch {
    opened: Instant,
    most: Duration,
    /// In microseconds since it was opened.
    until: AtomicU64,
}

impl Watch {
    pub(crate) fn over(most: Duration) -> Self {
        Self { opened: Instant::now(), most, until: AtomicU64::new(u64::MAX) }
    }

    /// From now on the engine has the whole time again.
    pub(crate) fn begin(&self) {
        self.until.store(micros(self.opened.elapsed().saturating_add(self.most)), Ordering::Relaxed);
    }

    /// The engine may take as long as it likes.
    pub(crate) fn rest(&self) {
        self.until.store(u64::MAX, Ordering::Relaxed);
    }

    pub(crate) fn is_over(&self) -> bool {
        micros(self.opened.elapsed()) > self.until.load(Ordering::Relaxed)
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
