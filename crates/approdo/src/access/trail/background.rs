//! The thread that numbers the trail while the service runs.

use std::{sync::Arc, time::Duration};

use super::sequence::{self, Sealing};
use crate::{app::App, stop::Stop};

/// How often it looks: four times within the second that an entry may wait (SEC-45).
const PAUSE: Duration = Duration::from_millis(250);

/// Numbers entries until it is told to stop; then once more, with a last checkpoint. Blocks: run it on
/// a thread of its own.
pub fn run(app: &App, stop: &Stop) {
    while !stop.wait(PAUSE) {
        if let Err(error) = sequence::round(app, Sealing::WhenDue) {
            tracing::error!(%error, "the audit trail could not be numbered; entries wait");
        }
    }
    if let Err(error) = settle(app) {
        tracing::error!(%error, "the audit trail could not be numbered at the end; entries wait for the next start");
    }
}

/// Starts [`run`] on a thread of its own.
///
/// # Errors
/// When the system has no thread to give.
pub fn start(app: Arc<App>, stop: Arc<Stop>) -> std::io::Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name("trail".to_owned()).spawn(move || run(&app, &stop))
}

/// Numbers and seals all that waits now, and lets other nodes go on: the end of a process, and the
/// end of a command that opened the database itself.
///
/// # Errors
/// The store's, or a witness that cannot be written.
pub fn settle(app: &App) -> store::Result<u64> {
    let placed = sequence::round(app, Sealing::Now)?;
    sequence::give_back(app)?;
    Ok(placed)
}
