//! SEC-76: the disk fails. A round is a copy of one city on a disk that fails at one call, its work,
//! and then the judgement on a sound disk: what was acknowledged is there once, with its entry in the
//! trail; what was answered with an error is there as a whole or not at all; and after a failed sync
//! the server has stopped.

pub(crate) mod disk;
mod full;
mod power;
mod record;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use disk::{Disk, EIO, ENOSPC, Hit, Plan};
use ground::Dice;

use crate::{
    campaign::Campaign,
    kills::{Sent, held_by_sqlite, judge, send_again},
    world::{Browser, Home, Server, contact_form, log_in, new_key, save_contact, verify_trail},
};

/// Contacts of the main job: enough for commits, the sequencer, a checkpoint of the log and its
/// beginning anew.
const CONTACTS: usize = 16;
/// From which size the log of writes is nearly due to be brought into the database: 1,000 pages.
const LOG_NEARLY_FULL: u64 = 880 * 4120;
/// How long one city is copied: a session ends after fifteen minutes of rest.
const CITY_MOST: Duration = Duration::from_secs(8 * 60);
/// How many calls of the main job are failed in turn. A prime, so that every stride meets each once.
const CALLS: u64 = 599;
/// So far apart lie the calls that two rounds fail, so that a few rounds see all of the job.
const STRIDE: u64 = 229;

/// A city whose log of writes is nearly full, and someone at its desk: made once, copied for each
/// round, for her one-time code is good once.
struct City {
    disk: Disk,
    directory: PathBuf,
    desk: Browser,
    form: Vec<(String, String)>,
    contacts: usize,
    folder: tempfile::TempDir,
    made: Instant,
}

impl City {
    fn make() -> Self {
        let (folder, made) = (tempfile::tempdir().unwrap(), Instant::now());
        let directory = folder.path().join("first");
        fs::create_dir(&directory).unwrap();
        let home = home(&directory);
        let server = Server::start(&home, &["demo", "--persons", "20"]);
        let mut desk = log_in(&server, &home, "desk");
        let form = contact_form(&mut desk);
        let log = directory.join("city/approdo.db-wal");
        while fs::metadata(&log).map_or(0, |log| log.len()) < LOG_NEARLY_FULL {
            assert_eq!(save_contact(&mut desk, &form, &new_key()).unwrap().status, 303);
        }
        server.kill();
        let contacts = held_in_copy(&directory, &folder.path().join("counted"));
        Self { disk: Disk::build(folder.path()), directory, desk, form, contacts, folder, made }
    }

    /// Another city in its place when her session would soon have rested too long.
    fn renew_in_time(&mut self) {
        if self.made.elapsed() > CITY_MOST {
            *self = Self::make();
        }
    }

    /// A copy for one round.
    fn copy(&self) -> PathBuf {
        let copy = self.folder.path().join("round");
        copy_city(&self.directory, &copy);
        copy
    }
}

/// The city in a directory, with its keys beside it.
fn home(directory: &Path) -> Home {
    Home::Directory(directory.join("city"))
}

/// Counted in a copy: who opens a database and closes it again brings its log in.
fn held_in_copy(directory: &Path, copy: &Path) -> usize {
    copy_city(directory, copy);
    held_by_sqlite(&copy.join("city")).contacts.len()
}

pub(crate) fn copy_city(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// Saves contacts until all were sent or the server is gone.
fn work(browser: &mut Browser, form: &[(String, String)], sent: &Sent) {
    for _ in 0..CONTACTS {
        let key = new_key();
        sent.lock().unwrap().insert(key.clone(), None);
        let Ok(answer) = save_contact(browser, form, &key) else { return };
        match answer.status {
            303 => drop(sent.lock().unwrap().insert(key, Some(answer.location().to_owned()))),
            500 | 503 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }
}

/// Gives the sequencer its second, unless something has failed.
fn wait_for_trail(disk: &Disk) {
    let began = Instant::now();
    while disk.hit() == Hit::Nothing && began.elapsed() < Duration::from_millis(1_300) {
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether the server stops by itself, with an error, within a time that it is given.
fn stops(server: &mut Server) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        if let Some(ended) = server.child.try_wait().unwrap() {
            return !ended.success();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// A witness is a copy that is handed over again until it was synced: its disk stops nobody (SEC-45).
/// While a city works, nothing else is written among its keys.
fn is_of_a_witness(path: &str) -> bool {
    path.contains("/city.keys")
}

/// Opens the city on a sound disk, sends again what was not acknowledged, and judges.
fn judge_city(city: &City, directory: &Path, sent: Sent) {
    let home = home(directory);
    let server = Server::start(&home, &["serve"]);
    send_again(&mut city.desk.moved(server.address), &city.form, &sent, 0);
    server.stop();
    judge_sent(city, directory, sent);
    verify_trail(&home);
}

/// Judges what the database of a stopped city holds against what was sent to it.
fn judge_sent(city: &City, directory: &Path, sent: Sent) {
    let (held, sent) = (held_by_sqlite(&directory.join("city")), sent.into_inner().unwrap());
    judge(&held, &sent);
    assert_eq!(held.contacts.len(), city.contacts + sent.len(), "a contact is there that nobody sent");
}

/// Does the main job on a disk with this plan and judges what is left. Tells what failed.
fn one_failure(city: &City, plan: Plan) -> Hit {
    let directory = city.copy();
    let sent = Sent::default();
    let mut server = city.disk.serve(&home(&directory), &directory);
    let mut desk = city.desk.moved(server.address);
    city.disk.arm(plan);
    work(&mut desk, &city.form, &sent);
    wait_for_trail(&city.disk);
    let hit = city.disk.hit();
    if hit == Hit::Sync && !is_of_a_witness(&city.disk.hit_at()) {
        assert!(stops(&mut server), "the sync of {} failed ({plan:?}) and the server goes on", city.disk.hit_at());
    }
    if hit == Hit::Nothing {
        assert!(sent.lock().unwrap().values().all(Option::is_some), "refused on a sound disk");
    }
    server.kill();
    judge_city(city, &directory, sent);
    hit
}

fn drawn(number: u64, dice: &Dice) -> Plan {
    let error = if dice.below(2) == 0 { EIO } else { ENOSPC };
    Plan { fail_at: 1 + number * STRIDE % CALLS, error, lasting: dice.below(4) == 0, ..Plan::SOUND }
}

#[test]
fn sec_76_failed_calls_lose_double_and_hide_nothing_and_a_failed_sync_stops_the_server() {
    let campaign = Campaign::named("failed-calls", 5, 78);
    let mut city = City::make();
    assert_eq!(one_failure(&city, Plan::SOUND), Hit::Nothing);
    let calls = city.disk.calls();
    assert!((CALLS / 2..CALLS).contains(&calls), "the main job makes {calls} calls");
    let mut hits = [0; 2];
    campaign.each(|round| {
        city.renew_in_time();
        match one_failure(&city, drawn(round.number, &round.dice)) {
            Hit::Nothing => {}
            Hit::Sync => hits[1] += 1,
            Hit::Write | Hit::Truncate | Hit::Rename => hits[0] += 1,
        }
    });
    assert!(hits[0] + hits[1] > 0, "nothing failed");
    campaign.report(&format!("{} writes and {} syncs failed: none lost, doubled or unaudited", hits[0], hits[1]));
}
