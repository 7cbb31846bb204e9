//! SEC-76, SEC-81: two nodes work on one PostgreSQL with a synchronous standby. The primary is killed
//! with -9 under load and the standby promoted; no node is started anew. What was acknowledged is
//! there once, with its entry in the trail, and what was not is taken when it is sent again.

use std::{
    collections::BTreeMap,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use ground::Dice;

use crate::{
    campaign::Campaign,
    kills::{held_by_postgres, judge},
    world::{Browser, Home, Server, contact_form, log_in, new_key, save_contact, verify_trail},
};

const WRITERS_PER_NODE: usize = 2;
/// Contacts that must be acknowledged after the change of primary.
const AFTERWARDS: usize = 40;
/// How long anything may take before the round counts as hung.
const WAIT_MOST: Duration = Duration::from_secs(60);

/// One PostgreSQL of this campaign; its processes end with it.
struct Instance {
    folder: PathBuf,
    port: u16,
}

/// Waits until something holds.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < WAIT_MOST, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Runs one of PostgreSQL's programs, never as root: it would refuse.
fn postgres(program: &str, args: &[&str]) {
    let found = fs::read_dir("/usr/lib/postgresql").unwrap().map(|version| version.unwrap().path().join("bin"));
    let program = found.max().unwrap().join(program);
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let mut command = if is_root { Command::new("runuser") } else { Command::new(&program) };
    if is_root {
        command.args(["-u", "postgres", "--"]).arg(&program);
    }
    let done = command.args(args).current_dir("/").stdout(std::process::Stdio::null()).status().unwrap();
    assert!(done.success(), "{} {args:?}", program.display());
}

impl Instance {
    fn new(place: &Path, name: &str) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { folder: place.join(name), port }
    }

    fn start(&self) {
        let (folder, socket) = (self.folder.to_str().unwrap(), self.folder.parent().unwrap().display());
        let log = format!("{folder}.log");
        let options =
            format!("-c listen_addresses=127.0.0.1 -p {} -k {socket} -c max_locks_per_transaction=256", self.port);
        postgres("pg_ctl", &["-D", folder, "-l", &log, "-w", "-o", &options, "start"]);
    }

    fn url(&self) -> String {
        format!("postgres://approdo@127.0.0.1:{}/postgres", self.port)
    }

    fn ask(&self, sql: &str) -> String {
        let mut client = postgres::Client::connect(&self.url(), postgres::NoTls).unwrap();
        client.query(sql, &[]).unwrap().first().map_or_else(String::new, |row| row.get(0))
    }

    fn tell(&self, sql: &str) {
        postgres::Client::connect(&self.url(), postgres::NoTls).unwrap().execute(sql, &[]).unwrap();
    }

    /// Kills the postmaster and its children at once, as a machine that loses its power does.
    fn kill(&self) {
        let Ok(text) = fs::read_to_string(self.folder.join("postmaster.pid")) else { return };
        let postmaster = text.lines().next().unwrap().to_owned();
        let children = Command::new("ps").args(["-o", "pid=", "--ppid", &postmaster]).output().unwrap().stdout;
        let children = String::from_utf8(children).unwrap();
        let _ = Command::new("kill").arg("-9").arg(&postmaster).args(children.split_whitespace()).status();
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A primary and the standby that every commit waits for.
fn pair(place: &Path) -> [Instance; 2] {
    let [primary, standby] = ["primary", "standby"].map(|name| Instance::new(place, name));
    let folder = primary.folder.to_str().unwrap();
    postgres("initdb", &["-D", folder, "-U", "approdo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
    primary.start();
    let (from, to) = (primary.port.to_string(), standby.folder.to_str().unwrap());
    postgres(
        "pg_basebackup",
        &["-h", "127.0.0.1", "-p", &from, "-U", "approdo", "-D", to, "-R", "-X", "stream", "-c", "fast"],
    );
    standby.start();
    // Only the first primary waits for a standby: the second, alone, would wait for ever.
    primary.tell("alter system set synchronous_standby_names = '*'");
    primary.ask("select pg_reload_conf()::text");
    until("the standby is synchronous", || primary.ask("select sync_state from pg_stat_replication") == "sync");
    [primary, standby]
}

/// What was sent: the place of each contact that was acknowledged, and how many there are.
#[derive(Default)]
struct Sent {
    places: Mutex<BTreeMap<String, Option<String>>>,
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
}

/// Saves contacts until told to stop; what is refused is sent again under its key, as a person would.
fn write(desk: &mut Browser, form: &[(String, String)], sent: &Sent, stop: &AtomicBool) {
    while !stop.load(Ordering::SeqCst) {
        let key = new_key();
        sent.places.lock().unwrap().insert(key.clone(), None);
        until("a contact is taken", || {
            let answer = save_contact(desk, form, &key).unwrap();
            if answer.status == 303 {
                sent.places.lock().unwrap().insert(key.clone(), Some(answer.location().to_owned()));
                sent.acknowledged.fetch_add(1, Ordering::SeqCst);
            } else {
                assert!(answer.status >= 500, "{}: {}", answer.status, answer.body);
                sent.refused.fetch_add(1, Ordering::SeqCst);
            }
            answer.status == 303
        });
    }
}

/// One round: the load, the kill, the promotion, the load again.
fn failed_over(dice: &Dice, sent: &Sent) {
    let place = tempfile::tempdir_in("/tmp").unwrap();
    // PostgreSQL runs as another user when this is root.
    Command::new("chmod").arg("777").arg(place.path()).status().unwrap();
    let [primary, standby] = pair(place.path());
    let keys = tempfile::tempdir().unwrap();
    let keys = keys.path().join("keys");
    let url = format!(
        "postgres://approdo@127.0.0.1:{},127.0.0.1:{}/postgres?target_session_attrs=read-write",
        primary.port, standby.port
    );
    let home = Home::Postgres { url, keys: keys.clone() };
    let nodes = [Server::start(&home, &["demo", "--persons", "20"]), Server::start(&home, &["serve"])];
    let desk = log_in(&nodes[0], &home, "desk");
    let form = contact_form(&mut desk.moved(nodes[0].address));
    let stop = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let writers: Vec<_> = (0..WRITERS_PER_NODE)
            .flat_map(|_| &nodes)
            .map(|node| {
                let mut desk = desk.moved(node.address);
                let (form, stop) = (&form, &stop);
                threads.spawn(move || write(&mut desk, form, sent, stop))
            })
            .collect();
        let before = 20 + usize::try_from(dice.below(80)).unwrap();
        let done = |wanted: usize| {
            sent.acknowledged.load(Ordering::SeqCst) >= wanted || writers.iter().any(|w| w.is_finished())
        };
        until("the load began", || done(before));
        primary.kill();
        postgres("pg_ctl", &["-D", standby.folder.to_str().unwrap(), "-w", "promote"]);
        let promoted = sent.acknowledged.load(Ordering::SeqCst);
        until("both nodes found the new primary", || done(promoted + AFTERWARDS));
        stop.store(true, Ordering::SeqCst);
    });
    for node in nodes {
        node.stop();
    }
    judge(&held_by_postgres(&standby.url()), &sent.places.lock().unwrap());
    verify_trail(&Home::Postgres { url: standby.url(), keys });
}

#[test]
fn sec_76_a_killed_primary_loses_doubles_and_hides_nothing() {
    let campaign = Campaign::named("primary-killed", 1, 79);
    let (mut contacts, mut refused) = (0, 0);
    campaign.each(|round| {
        let sent = Sent::default();
        failed_over(&round.dice, &sent);
        contacts += sent.acknowledged.into_inner();
        refused += sent.refused.into_inner();
    });
    let kills = campaign.rounds();
    campaign.report(&format!(
        "{kills} primaries killed, {contacts} contacts acknowledged and {refused} error pages since it was last started: none lost, doubled or unaudited"
    ));
}
