//! SEC-76: the power is cut. A server's work on its files is written down step by step; a round takes
//! one moment of it, leaves in the directory what a disk may hold after a power cut at that moment, and
//! judges it: what was acknowledged before the cut is there once, with its entry in the trail, and the
//! database and its trail hold together. Every fifth cut falls into the first start of a new city.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::{
    City, home, judge_city,
    record::{Nature, Record},
};
use crate::{
    campaign::Campaign,
    kills::{Sent, held_by_sqlite},
    world::{Browser, Server, new_key, save_contact, verify_trail},
};

/// How many cuts are made of one record.
const CUTS_A_RECORD: u64 = 50;
/// Every such cut falls into a first start.
const FIRST_START_EVERY: u64 = 5;
/// How many desks save contacts at once, so that commits are shared.
const DESKS: usize = 3;
/// Contacts saved between a start and a stop.
const CONTACTS: usize = 40;

/// A contact that was sent: how long the log was before, and when it was acknowledged, and where.
struct Saved {
    sent: u64,
    acknowledged: Option<(u64, String)>,
}

/// The work of a city: opened, worked in, closed, opened and worked in again.
struct Work {
    directory: PathBuf,
    record: Record,
    saved: BTreeMap<String, Saved>,
}

impl Work {
    fn recorded(city: &City) -> Self {
        let directory = city.copy();
        let record = Record::begin(&directory);
        let log = fresh_log(city);
        let saved = Mutex::default();
        for _ in 0..2 {
            let server = city.disk.serve_recorded(&home(&directory), &directory, &log);
            save_contacts(city, &server, &log, &saved);
            // The sequencer has its second, and the trail a checkpoint when the server stops.
            std::thread::sleep(Duration::from_millis(1_200));
            save_contacts(city, &server, &log, &saved);
            server.stop();
        }
        Self { directory, record: record.end(&log), saved: saved.into_inner().unwrap() }
    }

    /// What was sent before the log had this length, with the places that were acknowledged before.
    fn sent_before(&self, length: u64) -> BTreeMap<String, Option<String>> {
        let sent = self.saved.iter().filter(|(_, saved)| saved.sent <= length);
        let place = |saved: &Saved| saved.acknowledged.clone().filter(|(at, _)| *at <= length).map(|(_, place)| place);
        sent.map(|(key, saved)| (key.clone(), place(saved))).collect()
    }
}

fn fresh_log(city: &City) -> PathBuf {
    let log = city.folder.path().join("log");
    let _ = fs::remove_file(&log);
    log
}

fn length_of(log: &Path) -> u64 {
    fs::metadata(log).unwrap().len()
}

fn save_contacts(city: &City, server: &Server, log: &Path, saved: &Mutex<BTreeMap<String, Saved>>) {
    let left = AtomicUsize::new(CONTACTS / 2);
    let take = || left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
    let save = |desk: &mut Browser| {
        let key = new_key();
        saved.lock().unwrap().insert(key.clone(), Saved { sent: length_of(log), acknowledged: None });
        let answer = save_contact(desk, &city.form, &key).unwrap();
        assert_eq!(answer.status, 303, "refused on a sound disk: {}", answer.body);
        // Whatever the log holds by now was done before she read the answer.
        let acknowledged = Some((length_of(log), answer.location().to_owned()));
        saved.lock().unwrap().get_mut(&key).unwrap().acknowledged = acknowledged;
    };
    std::thread::scope(|threads| {
        for _ in 0..DESKS {
            threads.spawn(|| {
                let mut desk = city.desk.moved(server.address);
                while take() {
                    save(&mut desk);
                }
            });
        }
    });
}

/// The first start of a new city, until it answers and is stopped.
struct FirstStart {
    directory: PathBuf,
    record: Record,
}

impl FirstStart {
    fn recorded(city: &City) -> Self {
        let directory = city.folder.path().join("new");
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir(&directory).unwrap();
        let record = Record::begin(&directory);
        let log = fresh_log(city);
        answers(city.disk.serve_recorded(&home(&directory), &directory, &log)).stop();
        Self { directory, record: record.end(&log) }
    }
}

/// The server, once it gives its first page.
fn answers(server: Server) -> Server {
    assert_eq!(Browser::new(server.address).get("/login").unwrap().status, 200);
    server
}

/// After a cut in its first start, a city starts: nothing was sealed with a key that is gone.
fn judge_first_start(directory: &Path) {
    let home = home(directory);
    answers(Server::start(&home, &["serve"])).stop();
    verify_trail(&home);
}

fn is_whole(directory: &Path) {
    let db = rusqlite::Connection::open(directory.join("city/approdo.db")).unwrap();
    let found: String = db.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "ok");
    assert!(!db.prepare("pragma foreign_key_check").unwrap().exists([]).unwrap(), "a reference leads nowhere");
}

/// On a disk that lies about its syncs, contacts that were acknowledged are lost: the campaign would see it.
fn sees_what_a_lying_disk_loses(city: &City, work: &Work, campaign: &Campaign) {
    work.record.cut(work.record.steps(), Nature::Lying, &campaign.round(0).dice);
    let held = held_by_sqlite(&work.directory.join("city"));
    assert!(held.contacts.len() < city.contacts + work.saved.len(), "nothing was lost on a lying disk");
}

#[test]
fn sec_76_power_cuts_lose_double_and_hide_nothing() {
    let campaign = Campaign::named("power-cuts", 10, 80);
    let mut city = City::make();
    let mut recorded = None;
    let (mut acknowledged, mut under_way) = (0, 0);
    campaign.each(|round| {
        let is_due = round.number.is_multiple_of(CUTS_A_RECORD);
        let (work, first_start) = match recorded.take().filter(|_| !is_due) {
            Some(both) => both,
            None => {
                city.renew_in_time();
                (Work::recorded(&city), FirstStart::recorded(&city))
            }
        };
        if is_due {
            sees_what_a_lying_disk_loses(&city, &work, &campaign);
        }
        if round.number % FIRST_START_EVERY == FIRST_START_EVERY - 1 {
            let at = round.dice.below(first_start.record.steps() + 1);
            first_start.record.cut(at, Nature::Honest, &round.dice);
            judge_first_start(&first_start.directory);
        } else {
            let at = round.dice.below(work.record.steps() + 1);
            let sent = work.sent_before(work.record.log_length(at));
            work.record.cut(at, Nature::Honest, &round.dice);
            let kept = sent.values().filter(|place| place.is_some()).count();
            acknowledged += kept;
            under_way += sent.len() - kept;
            judge_city(&city, &work.directory, Sent::new(sent));
            is_whole(&work.directory);
        }
        recorded = Some((work, first_start));
    });
    campaign.report(&format!(
        "since it was last started, {acknowledged} contacts acknowledged before the cuts and {under_way} under way: none lost, doubled, half done or unaudited"
    ));
}
