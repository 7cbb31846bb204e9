//! SEC-77: what must never be twice is kept by constraints and by the rows themselves, not by isolation
//! alone. A wire between two nodes and PostgreSQL makes every transaction weaker than the house asked
//! for, and the same forms are sent to both nodes at once.

use std::{
    collections::BTreeMap,
    io::Write as _,
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    cuts::read_message,
    kills::{held_by_postgres, judge},
    nodes::{fields_of, page_of},
    world::{
        Answer, Browser, Database, Home, Server, contact_form, elevate, log_in, logins, new_key, save_contact,
        verify_trail,
    },
};

const ASKED: &[u8] = b"begin isolation level serializable\0";
const GIVEN: &[u8] = b"begin isolation level read committed\0";
/// How many forms are sent at once, and how often.
const AT_ONCE: usize = 12;
const TIMES: usize = 5;

/// Lays a wire to the PostgreSQL of this address; tells its port and how many transactions it weakened.
fn weakening_wire(address: &str) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let weakened = Arc::new(AtomicUsize::new(0));
    let (counted, address) = (Arc::clone(&weakened), address.to_owned());
    // The listener and its threads end with the process: a wire has nothing to tidy up.
    std::thread::spawn(move || {
        for near in listener.incoming() {
            let (near, far) = (near.unwrap(), TcpStream::connect(&address).unwrap());
            let counted = Arc::clone(&counted);
            std::thread::spawn(move || carry(near, far, &counted));
        }
    });
    (port, weakened)
}

fn carry(mut near: TcpStream, mut far: TcpStream, weakened: &AtomicUsize) {
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    let (mut answers, mut back) = (far.try_clone().unwrap(), near.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    // The first message has no kind before its length.
    let mut has_kind = false;
    while let Ok(mut message) = read_message(&mut near, has_kind) {
        if has_kind && message[0] == b'Q' && &message[5..] == ASKED {
            let length = u32::try_from(4 + GIVEN.len()).unwrap();
            message = [b"Q".as_slice(), &length.to_be_bytes(), GIVEN].concat();
            weakened.fetch_add(1, Ordering::SeqCst);
        }
        has_kind = true;
        if far.write_all(&message).is_err() {
            break;
        }
    }
    let _ = far.shutdown(Shutdown::Both);
}

/// Sends forms to both nodes at the same moment and gives the answers.
fn at_once(nodes: &[Server; 2], browser: &Browser, send: impl Fn(&mut Browser, usize) -> Answer + Sync) -> Vec<Answer> {
    let ready = Barrier::new(AT_ONCE);
    std::thread::scope(|threads| {
        let clients: Vec<_> = (0..AT_ONCE)
            .map(|n| {
                let mut browser = browser.moved(nodes[n % 2].address);
                let (ready, send) = (&ready, &send);
                threads.spawn(move || {
                    // Connected first, so that the forms and not the connections arrive together.
                    browser.get("/me").unwrap();
                    ready.wait();
                    send(&mut browser, n)
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}

fn with_status(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// Twelve changes of one version: one is taken, the others are told that somebody saved first.
fn one_version_is_changed_once(nodes: &[Server; 2], admin: &mut Browser, page: &str) {
    let fields = fields_of(admin, page);
    let answers = at_once(nodes, admin, |browser, n| {
        let (key, name) = (new_key(), format!("Nome {n}"));
        let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        form.retain(|(name, _)| !["_once", "name"].contains(name));
        form.extend([("_once", key.as_str()), ("name", &name), ("role", "case_worker")]);
        browser.post(page, &form).unwrap()
    });
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!((with_status(&answers, 303), with_status(&answers, 409)), (1, AT_ONCE - 1), "{statuses:?}");
}

/// Twelve invitations of one e-mail: one account. The others are told that it is taken, or the constraint
/// stops them: with the isolation that the house asks for, those would have run again and been told too.
fn one_email_is_invited_once(nodes: &[Server; 2], admin: &mut Browser, url: &str, email: &str) {
    let csrf = admin.get("/users/new").unwrap().hidden("_csrf");
    let accounts = || -> i64 {
        let mut db = postgres::Client::connect(url, postgres::NoTls).unwrap();
        db.query_one("select count(*) from account", &[]).unwrap().get(0)
    };
    let before = accounts();
    let answers = at_once(nodes, admin, |browser, _| {
        let key = new_key();
        let form = [
            ("_csrf", csrf.as_str()),
            ("_once", &key),
            ("_page", "/users/new"),
            ("email", email),
            ("name", "Nuova"),
            ("role", "desk"),
            ("team", ""),
            ("partner", ""),
            ("tongue", "it"),
        ];
        browser.post("/users/new", &form).unwrap()
    });
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(accounts(), before + 1, "{statuses:?}");
    assert_eq!(with_status(&answers, 200), 1, "{statuses:?}");
    assert_eq!(with_status(&answers, 422) + with_status(&answers, 500), AT_ONCE - 1, "{statuses:?}");
}

#[test]
fn sec_77_with_weaker_isolation_nothing_is_twice_and_no_change_is_lost() {
    let (database, folder) = (Database::make(), tempfile::tempdir().unwrap());
    let url = database.url();
    let (address, name) = url.split_once('@').unwrap().1.split_once('/').unwrap();
    let (port, weakened) = weakening_wire(address);
    let keys = folder.path().join("keys");
    let home = Home::Postgres { url: format!("postgres://approdo@127.0.0.1:{port}/{name}"), keys };
    // Constraints that say no are logged as errors; here they are what is asked for.
    let start = |command: &[&str]| Server::start_within(&home, command, &[]);
    let nodes = [start(&["demo", "--persons", "20"]), start(&["serve"])];
    let desk = log_in(&nodes[0], &home, "desk");
    let form = contact_form(&mut desk.moved(nodes[0].address));
    let mut admin = log_in(&nodes[0], &home, "sysadmin");
    elevate(&mut admin, &home, "sysadmin");
    let worker = logins(&home.demo_json()).into_iter().find(|login| login.role == "case_worker").unwrap();
    let page = page_of(&mut admin, &worker.email);
    let mut sent = BTreeMap::new();
    for time in 0..TIMES {
        let key = new_key();
        let answers = at_once(&nodes, &desk, |desk, _| save_contact(desk, &form, &key).unwrap());
        let places: Vec<_> = answers.iter().map(|answer| (answer.status, answer.location())).collect();
        assert!(places.iter().all(|place| *place == (303, places[0].1)), "not one answer: {places:?}");
        sent.insert(key, Some(places[0].1.to_owned()));
        one_version_is_changed_once(&nodes, &mut admin, &page);
        one_email_is_invited_once(&nodes, &mut admin, &url, &format!("nuova{time}@portalba.example"));
    }
    for node in nodes {
        node.stop();
    }
    assert!(weakened.load(Ordering::SeqCst) > 100, "the wire weakened nothing");
    judge(&held_by_postgres(&url), &sent);
    verify_trail(&database.home(&folder.path().join("keys")));
}
