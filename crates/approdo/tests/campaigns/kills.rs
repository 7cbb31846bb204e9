//! SEC-76: the process is killed in the middle of writes, again and again, on both engines. What was
//! acknowledged is there once, with its entry in the trail; what was not can be sent again and is
//! then there once. A round is one city, killed two hundred times and then judged.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ground::{Dice, hex};

use crate::{
    campaign::Campaign,
    world::{Browser, Database, Home, Server, contact_form, log_in, new_key, save_contact, verify_trail},
};

const WRITERS: usize = 4;

/// How often the city of one round is killed.
const KILLS: u64 = 200;

/// Every key that was sent, and the place it was acknowledged with, if it was.
pub(crate) type Sent = Mutex<BTreeMap<String, Option<String>>>;

fn killed(home: &Home, dice: &Dice) -> BTreeMap<String, Option<String>> {
    let mut server = Server::start(home, &["demo", "--persons", "20"]);
    let desk = log_in(&server, home, "desk");
    let form = contact_form(&mut desk.moved(server.address));
    let sent: Sent = Mutex::default();
    for round in 0..KILLS {
        let stop = AtomicBool::new(false);
        std::thread::scope(|threads| {
            for _ in 0..WRITERS {
                threads.spawn(|| write_until_dead(&mut desk.moved(server.address), &form, &sent, &stop));
            }
            // The moment of the kill is drawn, so that it falls on every step of a write.
            std::thread::sleep(Duration::from_micros(3_000 + dice.below(40_000)));
            std::process::Command::new("kill").args(["-9", &server.child.id().to_string()]).status().unwrap();
            stop.store(true, Ordering::SeqCst);
        });
        server.kill();
        server = Server::start(home, &["serve"]);
        send_again(&mut desk.moved(server.address), &form, &sent, round);
    }
    server.stop();
    sent.into_inner().unwrap()
}

fn write_until_dead(browser: &mut Browser, form: &[(String, String)], sent: &Sent, stop: &AtomicBool) {
    while !stop.load(Ordering::SeqCst) {
        let key = new_key();
        sent.lock().unwrap().insert(key.clone(), None);
        let Ok(answer) = save_contact(browser, form, &key) else { return };
        assert_eq!(answer.status, 303, "{}", answer.body);
        sent.lock().unwrap().insert(key, Some(answer.location().to_owned()));
    }
}

/// Sends what was not acknowledged again, and some of what was: both get the one answer there is.
pub(crate) fn send_again(browser: &mut Browser, form: &[(String, String)], sent: &Sent, round: u64) {
    let keys: Vec<(String, Option<String>)> =
        sent.lock().unwrap().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let acknowledged =
        keys.iter().filter(|(_, place)| place.is_some()).skip(usize::try_from(round).unwrap() % 7).step_by(97);
    for (key, before) in keys.iter().filter(|(_, place)| place.is_none()).chain(acknowledged) {
        let answer = save_contact(browser, form, key).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        if let Some(before) = before {
            assert_eq!(before, answer.location(), "a repeated request got another answer");
        }
        sent.lock().unwrap().insert(key.clone(), Some(answer.location().to_owned()));
    }
}

/// What the database itself holds: contact ids by key, all contact ids, and the trail's bodies.
pub(crate) struct Held {
    answers: BTreeMap<String, String>,
    pub(crate) contacts: Vec<String>,
    trail: Vec<String>,
}

pub(crate) fn judge(held: &Held, sent: &BTreeMap<String, Option<String>>) {
    let mut recorded: BTreeMap<String, usize> = BTreeMap::new();
    for body in &held.trail {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        // The demo's own year of contacts came in batches, which name a count and no objects.
        if let ("contact.recorded", Some(id)) = (body["act"].as_str().unwrap(), body["objects"][0].as_str()) {
            *recorded.entry(id.to_owned()).or_default() += 1;
        }
    }
    for (key, place) in sent {
        let id = held.answers.get(key).unwrap_or_else(|| panic!("the contact of {key} is lost: {place:?}"));
        let times = held.contacts.iter().filter(|contact| *contact == id).count();
        assert_eq!(times, 1, "the contact of {key} is there {times} times");
        assert_eq!(recorded.get(id), Some(&1), "the contact of {key} is not once in the trail");
    }
    let made: std::collections::BTreeSet<_> = sent.keys().map(|key| &held.answers[key]).collect();
    assert_eq!(made.len(), sent.len(), "two keys have one contact");
}

fn uuid(bytes: &[u8]) -> String {
    ground::ContactId::from_bytes(bytes.try_into().unwrap()).to_string()
}

pub(crate) fn held_by_sqlite(directory: &Path) -> Held {
    let db = rusqlite::Connection::open(directory.join("approdo.db")).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let blobs = |sql: &str| -> Vec<Vec<u8>> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let keys = blobs("select key from once_key order by key");
    let answers = texts("select answer from once_key order by key");
    Held {
        answers: keys.iter().map(|key| hex::encode(key)).zip(answers).collect(),
        contacts: blobs("select id from contact").iter().map(|id| uuid(id)).collect(),
        trail: texts("select body from audit_entry union all select body from audit_pending"),
    }
}

pub(crate) fn held_by_postgres(url: &str) -> Held {
    let mut db = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let mut texts = |sql: &str| -> Vec<String> { db.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect() };
    let answers = texts("select answer from once_key order by key");
    let trail = texts("select body from audit_entry union all select body from audit_pending");
    let mut blobs = |sql: &str| -> Vec<Vec<u8>> { db.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect() };
    let keys = blobs("select key from once_key order by key");
    let contacts = blobs("select id from contact").iter().map(|id| uuid(id)).collect();
    Held { answers: keys.iter().map(|key| hex::encode(key)).zip(answers).collect(), contacts, trail }
}

#[test]
fn sec_76_kills_on_sqlite_lose_double_and_hide_nothing() {
    let campaign = Campaign::named("kills-on-sqlite", 1, 76);
    let mut contacts = 0;
    campaign.each(|round| {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("city");
        let home = Home::Directory(directory.clone());
        let sent = killed(&home, &round.dice);
        judge(&held_by_sqlite(&directory), &sent);
        verify_trail(&home);
        contacts += sent.len();
    });
    campaign.report(&told(&campaign, contacts));
}

#[test]
fn sec_76_kills_on_postgresql_lose_double_and_hide_nothing() {
    let campaign = Campaign::named("kills-on-postgresql", 1, 77);
    let mut contacts = 0;
    campaign.each(|round| {
        let (database, folder) = (Database::make(), tempfile::tempdir().unwrap());
        let home = database.home(&folder.path().join("keys"));
        let sent = killed(&home, &round.dice);
        judge(&held_by_postgres(&database.url()), &sent);
        verify_trail(&home);
        contacts += sent.len();
    });
    campaign.report(&told(&campaign, contacts));
}

fn told(campaign: &Campaign, contacts: usize) -> String {
    let kills = campaign.rounds() * KILLS;
    format!("{kills} kills, {contacts} contacts sent since it was last started: none lost, doubled or unaudited")
}
