//! What the machine, its disks and its database allow.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path, time::UNIX_EPOCH};

use super::{
    Outcome,
    checks::{CLOCK_SECONDS_MOST, about, safe_or, told},
};
use crate::{
    app::{App, Place},
    operation::process,
};

/// With fewer open files than this, a few hundred idle clients keep everybody else out.
const FILES_LEAST: usize = 4096;

/// The figures name nobody, and still say how a city works and when its night shift begins.
pub(super) fn metrics(app: &App) -> Result<Outcome, String> {
    let Some(address) = app.metrics else { return Ok(Outcome::Absent) };
    Ok(safe_or(address.ip().to_canonical().is_loopback(), "metrics", address.to_string()))
}

/// Keys and data on one disk leave the house with one disk.
pub(super) fn keys_disk(app: &App) -> Result<Outcome, String> {
    let Place::Directory(data) = &app.place else { return Ok(Outcome::Absent) };
    Ok(safe_or(about(data)?.dev() != about(app.keys.path())?.dev(), "keys-disk", ""))
}

pub(super) fn swap(_: &App) -> Result<Outcome, String> {
    let bytes = process::swap()?;
    Ok(safe_or(bytes == 0, "swap", (bytes >> 20).to_string()))
}

pub(super) fn open_files(_: &App) -> Result<Outcome, String> {
    let Some(most) = process::files_most() else { return Ok(Outcome::Safe) };
    Ok(safe_or(most >= FILES_LEAST, "open-files", most.to_string()))
}

/// A user who may do everything on the server may also rewrite what keeps the trail.
pub(super) fn database_user(app: &App) -> Result<Outcome, String> {
    if let Place::Directory(_) = app.place {
        return Ok(Outcome::Absent);
    }
    Ok(safe_or(!app.store.is_superuser().map_err(|why| told(&why))?, "database-user", ""))
}

/// How far this machine's clock is behind what it has itself written, in seconds.
pub(super) fn behind_files(app: &App) -> Option<i64> {
    let Place::Directory(data) = &app.place else { return None };
    let newest = [data.as_path(), app.keys.path()].into_iter().filter_map(newest_in).max()?;
    let behind = newest - app.now().micros() / 1_000_000;
    (behind > CLOCK_SECONDS_MOST).then_some(behind)
}

/// When the newest file of a folder was written, in seconds since 1970.
fn newest_in(folder: &Path) -> Option<i64> {
    let written = fs::read_dir(folder).ok()?.filter_map(|file| file.ok()?.metadata().ok()?.modified().ok());
    let seconds = written.max()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok()
}
