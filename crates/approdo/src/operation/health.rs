//! Whether the service works and what needs somebody soon: what a watchdog asks every few seconds.
//! Nothing about persons, a handful of rows.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use ground::Timestamp;
use serde::Serialize;
use store::Result;

use super::backup;
use crate::{access::trail, app::App};

/// How old the last proved backup may be (SEC-82).
pub const BACKUP_SECONDS_MOST: i64 = 24 * 3600;

/// How long the watchdog waits behind acts that all hang: then the service is as good as broken.
const ANSWER_TIME: Duration = Duration::from_secs(5);

/// How the house is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Health {
    /// `ok`, or `broken`: then the process must start anew.
    pub status: &'static str,
    /// How old the last backup is that was restored and proved; none when there is none.
    pub backup_age_seconds: Option<i64>,
    /// For how long the oldest entry of the trail waits for its number.
    pub trail_lag_seconds: i64,
    /// What somebody should look at soon: `backup`, `trail`.
    pub alarms: Vec<&'static str>,
}

impl Health {
    /// What is said when the database does not answer, or no act comes to its turn.
    const BROKEN: Self = Self { status: "broken", backup_age_seconds: None, trail_lag_seconds: 0, alarms: Vec::new() };
}

/// Looks how the house is.
///
/// # Errors
/// The store's: then it is broken.
pub fn look(app: &App) -> Result<Health> {
    let now = app.now();
    let age = |at: Timestamp| now.seconds_since(at).max(0);
    let trail = app.store.read("health", |tx| trail::state(app, tx))?;
    let backup_age_seconds = backup::last_proved(app)?.map(age);
    let trail_lag_seconds = trail.waits_since.map_or(0, age);
    let alarms = [
        ("backup", backup_age_seconds.is_none_or(|age| age > BACKUP_SECONDS_MOST)),
        (
            "trail",
            trail_lag_seconds > trail::WAIT_SECONDS_MOST
                || trail.unsealed_since.is_some_and(|at| age(at) > trail::UNSEALED_SECONDS_MOST),
        ),
    ];
    Ok(Health {
        status: if app.store.is_broken() { "broken" } else { "ok" },
        backup_age_seconds,
        trail_lag_seconds,
        alarms: alarms.into_iter().filter(|(_, rings)| *rings).map(|(name, _)| name).collect(),
    })
}

/// The page of the watchdog: 200 while the service works, whatever alarms ring; 503 when it does not.
pub async fn answer(State(app): State<Arc<App>>) -> Response {
    let looked = tokio::time::timeout(ANSWER_TIME, app.work(look)).await;
    let health = looked.ok().and_then(Result::ok).unwrap_or(Health::BROKEN);
    let status = if health.status == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access,
        operation::backup::{Progress, backup},
        story::on_both_engines,
    };

    #[test]
    fn sec_82_health_tells_the_age_of_the_last_proved_backup_and_how_far_the_trail_is_behind() {
        on_both_engines(|town| {
            access::trail::settle(&town.app).unwrap();
            let before = look(&town.app).unwrap();
            assert_eq!((before.status, before.backup_age_seconds, before.trail_lag_seconds), ("ok", None, 0));
            assert_eq!(before.alarms, ["backup"]);
            let quiet: &mut Progress<'_> = &mut |_, _, _| {};
            backup(&town.app, &town.sysadmin(), &mut std::io::sink(), quiet).unwrap();
            town.turn(60);
            let after = look(&town.app).unwrap();
            assert_eq!((after.backup_age_seconds, after.trail_lag_seconds), (Some(60), 60));
            assert_eq!(after.alarms, ["trail"], "nobody numbers in this town");
            access::trail::settle(&town.app).unwrap();
            assert_eq!(look(&town.app).unwrap().alarms, Vec::<&str>::new());
            town.turn(BACKUP_SECONDS_MOST);
            assert_eq!(look(&town.app).unwrap().alarms, ["backup"]);
        });
    }
}
