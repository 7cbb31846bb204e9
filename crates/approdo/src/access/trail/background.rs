//! The thread that numbers the trail while the service runs.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use super::{
    alarms::Watch,
    sequence::{self, Sealing},
};
use crate::app::App;

/// How often it looks: four times within the second that an entry may wait (SEC-45).
const PAUSE: Duration = Duration::from_millis(250);

/// Numbers entries until `stop` is set; then once more, with a last checkpoint. Blocks: run it on a
/// thread of its own.
pub fn run(app: &App, stop: &AtomicBool) {
    let mut watch = Watch::default();
    while !stop.load(Ordering::SeqCst) {
        std::thread::sleep(PAUSE);
        if let Err(error) = sequence::round(app, Sealing::WhenDue) {
            tracing::error!(%error, "the audit trail could not be numbered; entries wait");
        }
        if let Err(error) = watch.round(app) {
            tracing::error!(%error, "the watch over the trail could not look");
        }
    }
    if let Err(error) = settle(app) {
        tracing::error!(%error, "the audit trail could not be numbered at the end; entries wait for the next start");
    }
}

/// Numbers and seals all that waits now, and lets other nodes go on: the end of a process, and the
/// end of a command that opened the database itself. Tells how many entries were numbered.
///
/// # Errors
/// The store's, or a witness that cannot be written.
pub fn settle(app: &App) -> store::Result<u64> {
    let placed = sequence::round(app, Sealing::Now)?;
    sequence::give_back(app)?;
    Ok(placed)
}
