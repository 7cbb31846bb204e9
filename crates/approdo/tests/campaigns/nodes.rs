//! SEC-12, SEC-75, SEC-81: two nodes work on one PostgreSQL. What one revokes, the other accepts no more; a form
//! that reaches both at once has its effect once. On one directory there is one server.

use std::{
    collections::BTreeMap,
    process::Command,
    sync::{
        Barrier, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    kills::{held_by_postgres, judge},
    world::{
        Browser, Database, Home, Server, contact_form, elevate, log_in, logins, new_key, order, program, save_contact,
        verify_trail,
    },
};

/// Requests that must have been made after the revocation was answered.
const AFTERWARDS: usize = 20;
/// How many browsers ask the other node all the while.
const BROWSERS: usize = 3;
/// How often one form is sent at once.
const AT_ONCE: usize = 20;

struct City {
    nodes: [Server; 2],
    home: Home,
    database: Database,
    _keys: tempfile::TempDir,
}

fn city() -> City {
    let (database, keys) = (Database::make(), tempfile::tempdir().unwrap());
    let home = database.home(&keys.path().join("keys"));
    let nodes = [Server::start(&home, &["demo", "--persons", "20"]), Server::start(&home, &["serve"])];
    City { nodes, home, database, _keys: keys }
}

impl City {
    fn email(&self, role: &str) -> String {
        logins(&self.home.demo_json()).into_iter().find(|login| login.role == role).unwrap().email
    }
}

/// Asks one node for a page again and again while the other is told to revoke; a request that was begun
/// after the answer and still accepted is a failure. Nothing is cached, so no second is needed.
fn is_out_at_once(desk: &Browser, node: &Server, what: &str, revoke: impl FnOnce()) {
    let (accepted, begun) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let (stop, before) = (AtomicBool::new(false), AtomicUsize::new(0));
    let ask = |browser: &mut Browser| {
        let at = Instant::now();
        let answer = browser.get("/me").unwrap();
        begun.lock().unwrap().push(at);
        match answer.status {
            200 => accepted.lock().unwrap().push(at),
            303 => assert!(answer.location().starts_with("/login"), "{what}: {}", answer.location()),
            other => panic!("{what}: {other}: {}", answer.body),
        }
        before.fetch_add(1, Ordering::SeqCst);
    };
    std::thread::scope(|threads| {
        for _ in 0..BROWSERS {
            threads.spawn(|| {
                let mut browser = desk.moved(node.address);
                while !stop.load(Ordering::SeqCst) {
                    ask(&mut browser);
                }
            });
        }
        // Whatever goes wrong here, the browsers end, and with them this scope.
        let _ends = Ends(&stop);
        until("the other node is asked", || before.load(Ordering::SeqCst) >= BROWSERS);
        revoke();
        let revoked = Instant::now();
        until("the other node was asked again", || {
            begun.lock().unwrap().iter().filter(|at| **at > revoked).count() >= AFTERWARDS
        });
        let accepted = accepted.lock().unwrap();
        assert!(!accepted.is_empty(), "{what}: never in before");
        let late = accepted.iter().filter(|at| **at > revoked).count();
        assert_eq!(late, 0, "{what}: {late} requests begun after the answer were accepted");
    });
}

/// Tells the browsers to stop when it is dropped.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(60), "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The fields of an account's page as it shows them, without its role.
pub(crate) fn fields_of(admin: &mut Browser, page: &str) -> Vec<(&'static str, String)> {
    let shown = admin.get(page).unwrap();
    assert_eq!(shown.status, 200, "{}", shown.body);
    let hidden = ["_csrf", "_once", "_version", "name", "email"].map(|name| (name, shown.hidden(name)));
    let left = ["team", "partner"].map(|name| (name, String::new()));
    hidden.into_iter().chain([("_page", page.to_owned())]).chain(left).collect()
}

/// Sends the page of an account back with something changed.
fn change_account(admin: &mut Browser, page: &str, changed: &[(&str, &str)]) {
    let fields = fields_of(admin, page);
    let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.extend(changed);
    let answer = admin.post(page, &form).unwrap();
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// Where the list of accounts leads for this e-mail.
pub(crate) fn page_of(admin: &mut Browser, email: &str) -> String {
    let list = admin.get(&format!("/users?text={}", crate::world::encoded(email))).unwrap();
    assert_eq!(list.status, 200, "{}", list.body);
    let (_, rest) = list.body.split_once("href=\"/users/").unwrap_or_else(|| panic!("nobody: {}", list.body));
    let ids = rest.split('"').next().into_iter().chain(rest.split("href=\"/users/").skip(1));
    let id =
        ids.map(|id: &str| id.split('"').next().unwrap()).find(|id| id.len() == 36).expect("no account in the list");
    format!("/users/{id}")
}

#[test]
fn sec_12_what_one_node_revokes_the_other_accepts_no_more() {
    let city = city();
    let [here, there] = &city.nodes;
    let mut admin = log_in(here, &city.home, "sysadmin");
    elevate(&mut admin, &city.home, "sysadmin");

    let desk = log_in(here, &city.home, "desk");
    let page = page_of(&mut admin, &city.email("desk"));
    is_out_at_once(&desk, there, "a role was taken away", || {
        change_account(&mut admin, &page, &[("role", "case_worker")]);
    });

    let editor = log_in(here, &city.home, "editor");
    let page = page_of(&mut admin, &city.email("editor"));
    is_out_at_once(&editor, there, "an account was suspended", || {
        change_account(&mut admin, &page, &[("role", "editor"), ("suspended", "1")]);
    });

    let worker = log_in(here, &city.home, "case_worker");
    is_out_at_once(&worker, there, "a session was ended", || {
        let mut leaving = worker.moved(here.address);
        let page = leaving.get("/me").unwrap();
        let [csrf, once] = ["_csrf", "_once"].map(|name| page.hidden(name));
        let form = [("_csrf", csrf.as_str()), ("_once", &once), ("_page", "/me")];
        assert_eq!(leaving.post("/logout", &form).unwrap().status, 303);
    });

    let auditor = log_in(here, &city.home, "auditor_dpo");
    let email = city.email("auditor_dpo");
    is_out_at_once(&auditor, there, "an account was suspended from the command line", || {
        order(&city.home, &["user", "suspend", "--email", &email]);
    });
}

#[test]
fn sec_81_a_second_server_on_the_same_directory_is_refused_and_the_first_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    let first = Server::start(&home, &["demo", "--persons", "20"]);
    let mut desk = log_in(&first, &home, "desk");
    let form = contact_form(&mut desk);
    for second in ["serve", "demo"] {
        let done = Command::new(program()).args([second, "--listen", "127.0.0.1:0"]).args(home.options()).output();
        let (done, said) = done.map(|done| (done.status, String::from_utf8(done.stderr).unwrap())).unwrap();
        assert!(!done.success(), "{second}: a second server serves");
        assert!(said.contains("in use by another process"), "{second}: {said}");
        assert_eq!(save_contact(&mut desk, &form, &new_key()).unwrap().status, 303);
    }
    first.stop();
    verify_trail(&home);
}

#[test]
fn sec_75_a_form_that_reaches_two_nodes_at_once_has_one_effect_and_one_answer() {
    let city = city();
    let desk = log_in(&city.nodes[0], &city.home, "desk");
    let form = contact_form(&mut desk.moved(city.nodes[0].address));
    let before = held_by_postgres(&city.database.url()).contacts.len();
    let (key, ready) = (new_key(), Barrier::new(AT_ONCE));
    let places: Vec<String> = std::thread::scope(|threads| {
        let clients: Vec<_> = (0..AT_ONCE)
            .map(|n| {
                let mut desk = desk.moved(city.nodes[n % 2].address);
                let (form, key, ready) = (&form, &key, &ready);
                threads.spawn(move || {
                    // Connected first, so that the forms and not the connections arrive together.
                    desk.get("/contacts/new").unwrap();
                    ready.wait();
                    let answer = save_contact(&mut desk, form, key).unwrap();
                    assert_eq!(answer.status, 303, "{}", answer.body);
                    answer.location().to_owned()
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    });
    assert!(places.iter().all(|place| *place == places[0]), "not one answer: {places:?}");
    for node in city.nodes {
        node.stop();
    }
    let held = held_by_postgres(&city.database.url());
    assert_eq!(held.contacts.len(), before + 1);
    judge(&held, &BTreeMap::from([(key, Some(places[0].clone()))]));
    verify_trail(&city.home);
}
