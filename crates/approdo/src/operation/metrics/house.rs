//! What is told: requests and connections, the database, the trail, jobs and backups, log-ins, limits,
//! and the process.

use ground::Timestamp;
use store::{Result, StoreError, Tx};

use super::sheet::{Kind, Sheet, seconds};
use crate::{
    access::{passwords, sessions, trail},
    app::App,
    operation::{backup, limits, process, serve},
};

/// A day: for so long an alarm that rang is told.
const DAY: i64 = 24 * 3600;

/// All figures. Those of the database are left out while it does not answer, and `approdo_up` says so.
pub(super) fn text(app: &App) -> String {
    let mut sheet = Sheet::default();
    let stored = Stored::look(app);
    let build = "The version of the program; always 1.";
    sheet.family("approdo_build_info", Kind::Gauge, build);
    sheet.value("approdo_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    let up = stored.is_ok() && !app.store.is_broken();
    sheet.one("approdo_up", Kind::Gauge, "Whether the database answers and takes changes.", u8::from(up));
    requests(&mut sheet, app);
    connections(&mut sheet, app);
    database(&mut sheet, app);
    log_ins(&mut sheet, app);
    jobs(&mut sheet, app);
    if let Ok(stored) = &stored {
        stored.tell(&mut sheet, app.now());
    }
    told_limits(&mut sheet);
    of_process(&mut sheet);
    sheet.text()
}

fn requests(sheet: &mut Sheet, app: &App) {
    let (count, time) = ("approdo_http_requests_total", "approdo_http_request_duration_seconds");
    sheet.family(count, Kind::Counter, "Requests answered, by route as it stands in the source, method and status.");
    app.figures.each_request(|asked, answered| {
        for (status, times) in &answered.by_status {
            let status = status.to_string();
            sheet.value(count, &[("route", &asked.route), ("method", asked.method), ("status", &status)], times);
        }
    });
    sheet.spreads(time, "How long requests took until their answer began.");
    app.figures.each_request(|asked, answered| {
        sheet.spread(time, &[("route", &asked.route), ("method", asked.method)], &answered.time, seconds);
    });
    let help = "Requests that are being answered.";
    sheet.one("approdo_http_requests_in_flight", Kind::Gauge, help, app.figures.in_flight.now());
}

fn connections(sheet: &mut Sheet, app: &App) {
    let figures = &app.figures;
    let most = serve::connections_most(process::files_most());
    sheet.one("approdo_connections_open", Kind::Gauge, "Connections of clients.", figures.connections.now());
    sheet.one(
        "approdo_connections_most",
        Kind::Gauge,
        "How many there may be, with the files this process may open.",
        most,
    );
    sheet.one("approdo_connections_accepted_total", Kind::Counter, "Connections accepted.", figures.accepted.so_far());
    let refused = "Connections that the system refused to give us.";
    sheet.one("approdo_connections_refused_total", Kind::Counter, refused, figures.refused.so_far());
}

fn database(sheet: &mut Sheet, app: &App) {
    let figures = app.store.figures();
    let time = "approdo_database_duration_seconds";
    sheet.spreads(time, "How long transactions took: changes until they were durable, and looks.");
    sheet.spread(time, &[("kind", "write")], &figures.writes, seconds);
    sheet.spread(time, &[("kind", "read")], &figures.reads, seconds);
    let groups = "approdo_database_group_size";
    sheet.spreads(groups, "How many changes shared one commit, on the embedded database.");
    sheet.spread(groups, &[], &figures.groups, |size| size.to_string());
    let retries = "Changes run again because another was quicker.";
    sheet.one("approdo_database_retries_total", Kind::Counter, retries, figures.retries.so_far());
    let waits = "How often a connection to the database was waited for: it was busy.";
    sheet.one("approdo_database_waits_total", Kind::Counter, waits, figures.waits.so_far());
    let log = "Bytes of the write-ahead log of the embedded database.";
    sheet.known("approdo_database_log_bytes", Kind::Gauge, log, app.store.log_bytes());
}

fn log_ins(sheet: &mut Sheet, app: &App) {
    let (figures, name) = (&app.figures, "approdo_log_ins_total");
    sheet.family(name, Kind::Counter, "Log-ins by how they ended.");
    for (outcome, count) in [
        ("begun", &figures.log_ins),
        ("password_wrong", &figures.passwords_wrong),
        ("code_wrong", &figures.codes_wrong),
        ("throttled", &figures.throttled),
    ] {
        sheet.value(name, &[("outcome", outcome)], count.so_far());
    }
    let waiting = "Log-ins that wait for their password to be checked.";
    sheet.one("approdo_password_checks_waiting", Kind::Gauge, waiting, passwords::waiting());
}

fn jobs(sheet: &mut Sheet, app: &App) {
    let name = "approdo_jobs_ended_total";
    sheet.family(name, Kind::Counter, "Jobs that this node did, and those that failed and were put back.");
    sheet.value(name, &[("outcome", "done")], app.figures.jobs_done.so_far());
    sheet.value(name, &[("outcome", "failed")], app.figures.jobs_failed.so_far());
}

fn told_limits(sheet: &mut Sheet) {
    let (most, reached) = ("approdo_limit", "approdo_limit_reached_total");
    sheet.family(most, Kind::Gauge, "Every limit of the service; docs/limits.md says what each is.");
    for row in limits::LIMITS {
        sheet.value(most, &[("limit", row.limit.code()), ("unit", row.unit.word())], row.most);
    }
    sheet.family(reached, Kind::Counter, "How often each limit was reached.");
    for row in limits::LIMITS {
        sheet.value(reached, &[("limit", row.limit.code())], row.limit.times_reached());
    }
}

fn of_process(sheet: &mut Sheet) {
    let memory = "Bytes of memory that the process holds.";
    sheet.known("process_resident_memory_bytes", Kind::Gauge, memory, process::memory());
    let swapped = "Bytes of it that lie on the disk.";
    sheet.known("approdo_process_swapped_bytes", Kind::Gauge, swapped, process::swapped());
    sheet.known("process_open_fds", Kind::Gauge, "Files and sockets it has open.", process::files_open());
    sheet.known("process_max_fds", Kind::Gauge, "How many it may open.", process::files_most());
    let used = process::processor().map(|hundredths| seconds(hundredths * 10_000));
    sheet.known("process_cpu_seconds_total", Kind::Counter, "Processor time it used.", used);
}

/// What only the database knows.
struct Stored {
    trail: trail::State,
    unsequenced: u64,
    sealed_at: Option<Timestamp>,
    witnessed_at: Option<Timestamp>,
    alarms: Vec<(String, u64)>,
    queued: u64,
    due: u64,
    sessions: u64,
    backup_at: Option<Timestamp>,
}

impl Stored {
    fn look(app: &App) -> Result<Self> {
        let now = app.now();
        let backup_at = backup::last_proved(app)?;
        app.store.read("operation.metrics", |tx| {
            let moment = |tx: &mut Tx<'_>, sql| Ok::<_, StoreError>(tx.one::<(Timestamp,)>(sql, &[])?.map(|(at,)| at));
            let count = |tx: &mut Tx<'_>, sql, args: &[store::Value<'_>]| {
                Ok::<_, StoreError>(tx.one::<(u64,)>(sql, args)?.map_or(0, |(count,)| count))
            };
            Ok(Self {
                trail: trail::state(app, tx)?,
                unsequenced: count(tx, "select count(*) from audit_pending", &[])?,
                sealed_at: moment(tx, "select at from audit_checkpoint order by number desc limit 1")?,
                witnessed_at: moment(
                    tx,
                    "select at from audit_checkpoint where witnessed = 1 order by number desc limit 1",
                )?,
                alarms: tx.all(
                    "select kind, count(*) from alarm where at >= $1 group by kind order by kind",
                    &[now.plus_seconds(-DAY).into()],
                )?,
                queued: count(tx, "select count(*) from job", &[])?,
                due: count(tx, "select count(*) from job where due_at <= $1", &[now.into()])?,
                sessions: count(
                    tx,
                    "select count(*) from session where ended_at is null and seen_at > $1 and started_at > $2",
                    &[now.plus_seconds(-sessions::IDLE).into(), now.plus_seconds(-sessions::LONGEST).into()],
                )?,
                backup_at,
            })
        })
    }

    fn tell(&self, sheet: &mut Sheet, now: Timestamp) {
        let age = |at: Option<Timestamp>| at.map(|at| now.seconds_since(at).max(0));
        let (unsequenced, lag) = ("approdo_trail_unsequenced_entries", "approdo_trail_lag_seconds");
        sheet.one(unsequenced, Kind::Gauge, "Entries of the trail that wait for their number.", self.unsequenced);
        let waits = age(self.trail.waits_since).unwrap_or(0);
        sheet.one(lag, Kind::Gauge, "For how long the oldest of them waits.", waits);
        let sealed = "Seconds since the last checkpoint of the trail was signed.";
        sheet.known("approdo_trail_checkpoint_age_seconds", Kind::Gauge, sealed, age(self.sealed_at));
        let unsealed = age(self.trail.unsealed_since).unwrap_or(0);
        let help = "For how long the oldest numbered entry waits for a checkpoint.";
        sheet.one("approdo_trail_unsealed_seconds", Kind::Gauge, help, unsealed);
        let unwitnessed = "For how long the oldest checkpoint waits that not every witness has.";
        let waits = age(self.trail.unwitnessed_since).unwrap_or(0);
        sheet.one("approdo_trail_unwitnessed_seconds", Kind::Gauge, unwitnessed, waits);
        let witnessed = "Seconds since the last checkpoint that every witness has.";
        sheet.known("approdo_trail_witness_age_seconds", Kind::Gauge, witnessed, age(self.witnessed_at));
        let name = "approdo_alarms_last_day";
        sheet.family(name, Kind::Gauge, "Alarms over the trail that rang in the last 24 hours, by kind.");
        for (kind, rang) in &self.alarms {
            sheet.value(name, &[("kind", kind)], rang);
        }
        sheet.one("approdo_jobs_queued", Kind::Gauge, "Jobs in the queue, those for later included.", self.queued);
        sheet.one("approdo_jobs_due", Kind::Gauge, "Jobs that are due and not done.", self.due);
        sheet.one("approdo_sessions_open", Kind::Gauge, "Sessions that are open.", self.sessions);
        let backup = "Age of the last backup that was restored and proved; missing where there is none.";
        sheet.known("approdo_backup_age_seconds", Kind::Gauge, backup, age(self.backup_at));
    }
}
