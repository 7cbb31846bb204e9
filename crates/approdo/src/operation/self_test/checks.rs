//! The checks, each a look at one fact.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use ground::Timestamp;
use store::Tx;

use super::{Outcome, machine, staff};
use crate::{
    access::{self, shield, trail},
    app::{App, Place},
    operation::{backup, health, process, socket},
    shell::{address::PublicAddress, components::Mark},
};

/// How long a checkpoint may lie without every witness having it.
const UNWITNESSED_SECONDS_MOST: i64 = 120;
/// How far clocks may differ (SEC-45).
pub(super) const CLOCK_SECONDS_MOST: i64 = 2;
/// How many workers a protected team has: to show someone again takes two.
const PROTECTED_WORKERS_LEAST: usize = 2;
/// How many accounts a finding names.
const NAMED_MOST: usize = 20;
/// How many witnesses stand outside (SEC-45).
const WITNESSES_LEAST: usize = 2;

type Look = fn(&App) -> Result<Outcome, String>;

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Its name for programs, and the end of the ids of its texts.
    pub code: &'static str,
    /// How loud its finding is.
    pub mark: Mark,
    /// Makes it; an error is why it could not be made.
    pub look: Look,
}

const fn stop(code: &'static str, look: Look) -> Check {
    Check { code, mark: Mark::Stop, look }
}

const fn soon(code: &'static str, look: Look) -> Check {
    Check { code, mark: Mark::Soon, look }
}

/// Every check, the gravest first.
pub const CHECKS: &[Check] = &[
    stop("demo", demo),
    stop("second-factor", second_factor),
    stop("loopback", loopback),
    stop("keys-mode", keys_mode),
    stop("keys-apart", keys_apart),
    stop("data-mode", data_mode),
    stop("socket-mode", socket_mode),
    stop("engine", engine),
    stop("database-way", database_way),
    stop("backup", last_backup),
    stop("metrics", machine::metrics),
    stop("database-user", machine::database_user),
    stop("sequencer", sequencer),
    stop("checkpoint", checkpoint),
    stop("clock", clock),
    soon("public-address", public_address),
    soon("outgoing", outgoing),
    soon("command-line", staff::command_line),
    soon("keys-disk", machine::keys_disk),
    soon("own-witness", own_witness),
    soon("witnesses", witnesses),
    soon("witnessed", witnessed),
    soon("erasure-journal", erasure_journal),
    soon("passkeys", passkeys),
    soon("passkey-accounts", passkey_accounts),
    soon("protected-team", protected_team),
    soon("administrators", staff::administrators),
    soon("idle-accounts", staff::idle_accounts),
    soon("alarms-unseen", staff::alarms_unseen),
    soon("alarms-loose", staff::alarms_loose),
    soon("root", root),
    soon("core-dumps", core_dumps),
    soon("swap", machine::swap),
    soon("open-files", machine::open_files),
    soon("debug-build", debug_build),
];

pub(super) fn safe_or(is_safe: bool, how: &'static str, value: impl Into<String>) -> Outcome {
    if is_safe { Outcome::Safe } else { Outcome::Deviates { how, value: value.into() } }
}

pub(super) fn told(error: &dyn std::error::Error) -> String {
    crate::operation::command::explained(error)
}

pub(super) fn about(path: &Path) -> Result<fs::Metadata, String> {
    fs::metadata(path).map_err(|why| format!("cannot look at {}: {why}", path.display()))
}

/// A path with its mode, when others than its owner may do anything with it.
fn open_to_others(path: &Path) -> Result<Option<String>, String> {
    let mode = about(path)?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then(|| format!("{} ({mode:o})", path.display())))
}

fn keys_mode(app: &App) -> Result<Outcome, String> {
    let keys = app.keys.path();
    let mut open: Vec<String> = open_to_others(keys)?.into_iter().collect();
    let trouble = |why: std::io::Error| format!("cannot read {}: {why}", keys.display());
    for entry in fs::read_dir(keys).map_err(trouble)? {
        open.extend(open_to_others(&entry.map_err(trouble)?.path())?);
    }
    open.sort();
    Ok(safe_or(open.is_empty(), "keys-mode", open.join(", ")))
}

fn whole(path: &Path) -> Result<PathBuf, String> {
    path.canonicalize().map_err(|why| format!("cannot look at {}: {why}", path.display()))
}

fn keys_apart(app: &App) -> Result<Outcome, String> {
    let Place::Directory(data) = &app.place else { return Ok(Outcome::Absent) };
    let (data, keys) = (whole(data)?, whole(app.keys.path())?);
    let is_apart = !keys.starts_with(&data) && !data.starts_with(&keys);
    Ok(safe_or(is_apart, "keys-apart", keys.display().to_string()))
}

fn data_mode(app: &App) -> Result<Outcome, String> {
    let Place::Directory(data) = &app.place else { return Ok(Outcome::Absent) };
    let open = open_to_others(data)?;
    Ok(safe_or(open.is_none(), "data-mode", open.unwrap_or_default()))
}

fn socket_mode(app: &App) -> Result<Outcome, String> {
    let Place::Directory(data) = &app.place else { return Ok(Outcome::Absent) };
    let path = socket::path_in(data);
    if !path.exists() {
        return Err("no server runs here: there is no socket to look at".to_owned());
    }
    let open = open_to_others(&path)?;
    Ok(safe_or(open.is_none(), "socket-mode", open.unwrap_or_default()))
}

fn loopback(app: &App) -> Result<Outcome, String> {
    let listen = app.listen.ok_or("it is not known where the service answers")?;
    Ok(safe_or(listen.ip().to_canonical().is_loopback(), "loopback", listen.to_string()))
}

fn public_address(app: &App) -> Result<Outcome, String> {
    Ok(safe_or(app.public.as_ref().is_some_and(PublicAddress::is_encrypted), "public-address", ""))
}

/// The exceptions to SEC-72: ports of this machine that the service may call.
fn outgoing(app: &App) -> Result<Outcome, String> {
    let own: Vec<String> = app.outgoing.of_this_machine().map(ToString::to_string).collect();
    Ok(safe_or(own.is_empty(), "outgoing", own.join(", ")))
}

fn own_witness(app: &App) -> Result<Outcome, String> {
    Ok(safe_or(app.seal.own_witness.is_some(), "own-witness", ""))
}

/// Witnesses count when they lie on another disk than data and keys, or on another host.
fn witnesses(app: &App) -> Result<Outcome, String> {
    let own: Vec<String> = app.outgoing.of_this_machine().map(|port| format!("http://{port}")).collect();
    let is_elsewhere = |url: &&String| !own.iter().any(|port| url.starts_with(port.as_str()));
    let elsewhere = app.seal.elsewhere.iter().filter(is_elsewhere).count();
    let outside = outside(app, &app.seal.witnesses)? + elsewhere;
    Ok(safe_or(outside >= WITNESSES_LEAST, "witnesses", outside.to_string()))
}

/// The erasure journal should outlive the disk of the keys: a copy of it lies on another.
fn erasure_journal(app: &App) -> Result<Outcome, String> {
    let files = app.journal.files();
    Ok(safe_or(outside(app, files)? > 0, "erasure-journal", files.len().to_string()))
}

/// How many of these files lie on another disk than data and keys.
fn outside(app: &App, files: &[PathBuf]) -> Result<usize, String> {
    let mut near = vec![about(app.keys.path())?.dev()];
    if let Place::Directory(data) = &app.place {
        near.push(about(data)?.dev());
    }
    let is_outside = |path: &&PathBuf| {
        let there = fs::metadata(path).or_else(|_| fs::metadata(path.parent().unwrap_or(Path::new("."))));
        there.is_ok_and(|there| !near.contains(&there.dev()))
    };
    Ok(files.iter().filter(is_outside).count())
}

fn trail_state(app: &App) -> Result<trail::State, String> {
    app.store.read("self_test.trail", |tx| trail::state(app, tx)).map_err(|why: store::StoreError| told(&why))
}

/// Whether something waits longer than it may, and for how many seconds.
fn overdue(app: &App, since: Option<Timestamp>, most: i64, how: &'static str) -> Outcome {
    let waits = since.map_or(0, |since| app.now().seconds_since(since));
    safe_or(waits <= most, how, waits.to_string())
}

fn sequencer(app: &App) -> Result<Outcome, String> {
    Ok(overdue(app, trail_state(app)?.waits_since, trail::WAIT_SECONDS_MOST, "sequencer"))
}

fn checkpoint(app: &App) -> Result<Outcome, String> {
    Ok(overdue(app, trail_state(app)?.unsealed_since, trail::UNSEALED_SECONDS_MOST, "checkpoint"))
}

fn witnessed(app: &App) -> Result<Outcome, String> {
    if app.seal.own_witness.is_none() && app.seal.witnesses.is_empty() && app.seal.elsewhere.is_empty() {
        return Ok(Outcome::Absent);
    }
    let state = trail_state(app)?;
    if let Some(since) = state.refused_since {
        return Ok(safe_or(false, "witness-refuses", since.to_string()));
    }
    Ok(overdue(app, state.unwitnessed_since, UNWITNESSED_SECONDS_MOST, "witnessed"))
}

/// The clock of this machine against the trail's last moment, its own files, and the database's machine.
fn clock(app: &App) -> Result<Outcome, String> {
    let now = app.now();
    if let Some(last) = trail_state(app)?.last_at
        && last.seconds_since(now) > CLOCK_SECONDS_MOST
    {
        return Ok(safe_or(false, "clock-back", last.seconds_since(now).to_string()));
    }
    if let Some(behind) = machine::behind_files(app) {
        return Ok(safe_or(false, "clock-files", behind.to_string()));
    }
    let Some(theirs) = app.store.clock().map_err(|why| told(&why))? else { return Ok(Outcome::Safe) };
    let apart = theirs.seconds_since(now).abs();
    Ok(safe_or(apart <= CLOCK_SECONDS_MOST, "clock-apart", apart.to_string()))
}

fn last_backup(app: &App) -> Result<Outcome, String> {
    let Some(last) = backup::last_proved(app).map_err(|why| told(&why))? else {
        return Ok(safe_or(false, "backup-never", ""));
    };
    let age = app.now().seconds_since(last);
    Ok(safe_or(age <= health::BACKUP_SECONDS_MOST, "backup-old", (age / 3600).to_string()))
}

pub(super) fn count(app: &App, sql: &str) -> Result<u64, String> {
    let counted = app.store.read("self_test.count", |tx: &mut Tx<'_>| tx.one::<(u64,)>(sql, &[]));
    counted.map(|found| found.map_or(0, |(count,)| count)).map_err(|why: store::StoreError| told(&why))
}

fn demo(app: &App) -> Result<Outcome, String> {
    let filled = count(app, "select count(*) from demo_city")? > 0;
    Ok(safe_or(!filled && !app.demo, "demo", ""))
}

fn second_factor(app: &App) -> Result<Outcome, String> {
    let without = count(app, "select count(*) from account where state = 'active' and totp is null")?;
    Ok(safe_or(without == 0, "second-factor", without.to_string()))
}

/// SEC-57 wants a factor that cannot be phished for administrators, payments and protected data.
fn passkeys(app: &App) -> Result<Outcome, String> {
    let is_house = count(app, "select count(*) from account where state = 'active'")? > 0;
    Ok(safe_or(app.phishing_resistant || !is_house, "passkeys", ""))
}

/// Who needs one and has none, by name: whoever sees the settings sees the accounts too.
fn passkey_accounts(app: &App) -> Result<Outcome, String> {
    let without = app.store.read("self_test.passkeys", |tx| access::passkeys::accounts_without(app, tx));
    let without = without.map_err(|why: store::StoreError| told(&why))?;
    let named = without.iter().take(NAMED_MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if without.len() > NAMED_MOST { ", …" } else { "" };
    Ok(safe_or(without.is_empty(), "passkey-accounts", format!("{named}{more}")))
}

/// Whoever is hidden is seen by these workers alone; a house without accounts has nobody to hide yet.
fn protected_team(app: &App) -> Result<Outcome, String> {
    if count(app, "select count(*) from account where state = 'active'")? == 0 {
        return Ok(Outcome::Absent);
    }
    let workers = app.store.read("self_test.protected_team", |tx| shield::protected_workers(app, tx));
    let workers = workers.map_err(|why: store::StoreError| told(&why))?.len();
    Ok(safe_or(workers >= PROTECTED_WORKERS_LEAST, "protected-team", workers.to_string()))
}

fn engine(app: &App) -> Result<Outcome, String> {
    let settings = app.store.settings().map_err(|why| told(&why))?;
    let wrong: Vec<String> = settings
        .iter()
        .filter(|setting| !setting.is_safe)
        .map(|setting| format!("{} = {}", setting.name, setting.value))
        .collect();
    Ok(safe_or(wrong.is_empty(), "engine", wrong.join(", ")))
}

fn database_way(app: &App) -> Result<Outcome, String> {
    if let Place::Directory(_) = app.place {
        return Ok(Outcome::Absent);
    }
    Ok(safe_or(!app.store.is_overheard().map_err(|why| told(&why))?, "database-way", ""))
}

fn root(_: &App) -> Result<Outcome, String> {
    let users = process::line("/proc/self/status", "Uid:")?;
    Ok(safe_or(users.split_whitespace().nth(1) != Some("0"), "root", ""))
}

fn core_dumps(_: &App) -> Result<Outcome, String> {
    let limits = process::line("/proc/self/limits", "Max core file size")?;
    Ok(safe_or(limits.split_whitespace().next() == Some("0"), "core-dumps", ""))
}

fn debug_build(_: &App) -> Result<Outcome, String> {
    Ok(safe_or(!cfg!(debug_assertions), "debug-build", ""))
}
