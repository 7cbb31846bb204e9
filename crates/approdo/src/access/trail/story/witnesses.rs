//! Witnesses on other hosts: what they keep, what they refuse, and what the house does about it.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use super::{City, background, kept, operator, record, verify};
use crate::{
    access::trail::{
        Keeper, Told,
        alarms::look,
        checkpoint::Checkpoint,
        state,
        tell::{self, Rests},
    },
    app::{App, Opening, Place},
};

fn checkpoints(app: &App) -> Vec<Checkpoint> {
    let sql = "select number, size, at, root, signature from audit_checkpoint order by number";
    app.store.read("test.checkpoints", |tx| tx.all(sql, &[])).unwrap()
}

fn lines(app: &App) -> Vec<String> {
    checkpoints(app).iter().map(|one| app.seal.line(one)).collect()
}

#[test]
fn sec_45_a_keeper_keeps_what_the_house_signed_in_order_and_its_file_witnesses() {
    let city = City::new();
    let app = city.open();
    let path = city.path("elsewhere");
    let keeper = Keeper::open(&path, &app.seal.public_key()).unwrap();
    let told = lines(&app);
    assert_eq!(told.len(), 2);
    for line in &told {
        assert_eq!(keeper.take(line.as_bytes()).unwrap(), Told::Kept);
        assert_eq!(keeper.take(line.as_bytes()).unwrap(), Told::Kept, "told twice, kept once");
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), told.concat());
    assert!(verify(&app, &operator(), Some(&mut kept(&city, "elsewhere"))).unwrap().ok);
    let again = Keeper::open(&path, &app.seal.public_key()).unwrap();
    assert_eq!(again.take(told[0].as_bytes()).unwrap(), Told::Kept, "it remembers after a new start");
}

#[test]
fn sec_45_a_keeper_refuses_a_fork_a_gap_another_house_and_what_is_no_checkpoint() {
    let (city, other) = (City::new(), City::new());
    let app = city.open();
    let path = city.path("elsewhere");
    let keeper = Keeper::open(&path, &app.seal.public_key()).unwrap();
    let told = lines(&app);
    assert_eq!(keeper.take(told[0].as_bytes()).unwrap(), Told::Kept);
    let first = checkpoints(&app).remove(0);
    let signed = |number, size, root: [u8; 32]| app.seal.line(&app.seal.sign(number, size, first.at, &root));
    let elsewhere = lines(&other.open()).remove(0);
    let forged = told[1].replace("\"size\":12", "\"size\":11");
    let two = told[1].repeat(2);
    for (line, refused) in [
        (signed(1, first.size, [7; 32]), Told::Another),
        (signed(1, first.size + 1, [7; 32]), Told::Another),
        (signed(3, 30, [7; 32]), Told::Another),
        (signed(2, first.size, [7; 32]), Told::Another),
        (elsewhere, Told::NotSigned),
        (forged, Told::NotSigned),
        (two, Told::NotOne),
        ("{}".to_owned(), Told::NotOne),
        (String::new(), Told::NotOne),
        (" ".repeat(5000), Told::NotOne),
    ] {
        assert_eq!(keeper.take(line.as_bytes()).unwrap(), refused, "{line}");
    }
    assert_eq!(keeper.take(&[0xff, 0xfe]).unwrap(), Told::NotOne);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), told[0], "nothing of it was kept");
    assert_eq!(keeper.take(told[1].as_bytes()).unwrap(), Told::Kept);
    assert!(Keeper::open(&path, &other.open().seal.public_key()).is_err(), "another house's file");
    assert!(Keeper::open(&path, "abc").is_err());
}

#[test]
fn sec_45_a_witness_may_be_told_twice_and_never_of_a_trail_that_shrank() {
    let city = City::new();
    let app = city.open();
    let [first, second] = &lines(&app)[..] else { panic!("two checkpoints") };
    let heard = |told: &str| verify(&app, &operator(), Some(&mut told.as_bytes())).unwrap();
    assert!(heard(&format!("{first}{second}{first}{second}")).ok);
    let root = checkpoints(&app)[1].root.as_slice().try_into().unwrap();
    let anew = app.seal.line(&app.seal.sign(9, 12, app.now(), &root));
    assert!(heard(&format!("{first}{second}{anew}")).ok, "the same trail, signed once more");
    let shorter = app.seal.line(&app.seal.sign(3, 8, app.now(), &[7; 32]));
    let verified = heard(&format!("{first}{second}{shorter}"));
    assert_eq!((verified.ok, verified.first_bad), (false, Some(13)), "{verified:?}");
    assert!(verified.why.unwrap().contains("shrink"));
}

/// A host that answers every call with this status, and keeps what it was sent.
struct Host {
    address: SocketAddr,
    status: Arc<AtomicU16>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn new(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = Self {
            address: listener.local_addr().unwrap(),
            status: Arc::new(AtomicU16::new(status)),
            heard: Arc::default(),
        };
        let (status, heard) = (Arc::clone(&host.status), Arc::clone(&host.heard));
        std::thread::spawn(move || {
            for mut caller in listener.incoming().map_while(Result::ok) {
                let mut text = String::new();
                let mut piece = [0; 4096];
                while !text.contains('}') {
                    let read = caller.read(&mut piece).unwrap_or(0);
                    if read == 0 {
                        break;
                    }
                    text.push_str(&String::from_utf8_lossy(&piece[..read]));
                }
                heard.lock().unwrap().push(text);
                let head = format!("HTTP/1.1 {} x\r\ncontent-length: 0\r\n\r\n", status.load(Ordering::SeqCst));
                let _ = caller.write_all(head.as_bytes());
            }
        });
        host
    }

    fn url(&self) -> String {
        format!("http://{}/checkpoint", self.address)
    }

    fn heard(&self) -> usize {
        self.heard.lock().unwrap().len()
    }
}

fn open_telling(city: &City, hosts: &[&Host]) -> Arc<App> {
    let mut opening = Opening::of(Place::Directory(city.path("data")), city.path("keys"));
    opening.clock = city.clock.clone();
    opening.outgoing = hosts.iter().map(|host| host.address.to_string().try_into().unwrap()).collect();
    opening.witness_hosts = hosts.iter().map(|host| host.url()).collect();
    App::open(opening).unwrap()
}

#[test]
fn sec_45_every_host_is_told_each_checkpoint_once_and_nothing_of_anybody() {
    let city = City::new();
    let hosts = [Host::new(204), Host::new(200)];
    let app = open_telling(&city, &hosts.each_ref());
    assert_eq!(tell::round(&app, &mut Rests::default()).unwrap(), 4);
    assert_eq!(tell::round(&app, &mut Rests::default()).unwrap(), 0);
    let heard = hosts[0].heard.lock().unwrap().clone();
    assert_eq!(heard.len(), 2);
    for (heard, line) in heard.iter().zip(lines(&app)) {
        assert!(heard.starts_with("POST /checkpoint ") && heard.ends_with(&line), "{heard}");
    }
    record(&app, &city.clock, 1);
    background::settle(&app).unwrap();
    assert_eq!(tell::round(&app, &mut Rests::default()).unwrap(), 2);
}

#[test]
fn sec_45_sec_48_a_host_that_does_not_answer_holds_nothing_up_is_asked_less_often_and_rings() {
    let city = City::new();
    let (good, silent) = (Host::new(204), Host::new(500));
    let app = open_telling(&city, &[&silent, &good]);
    let mut rests = Rests::default();
    assert_eq!(tell::round(&app, &mut rests).unwrap(), 2, "the other one is told all the same");
    assert_eq!(tell::round(&app, &mut rests).unwrap(), 0);
    assert_eq!(silent.heard(), 1, "left alone for a second");
    let asked_again = (1..=183).filter(|_| {
        let before = silent.heard();
        city.clock.turn(1);
        tell::round(&app, &mut rests).unwrap();
        silent.heard() > before
    });
    assert_eq!(asked_again.collect::<Vec<_>>(), [1, 3, 7, 15, 31, 63, 123, 183], "twice as long, a minute at most");
    record(&app, &city.clock, 1);
    background::settle(&app).unwrap();
    look(&app).unwrap();
    let rung = |app: &App| -> Vec<(String,)> {
        app.store.read("test.rung", |tx| tx.all("select kind from alarm where actor = 'house'", &[])).unwrap()
    };
    assert_eq!(rung(&app), [("not_witnessed".to_owned(),)]);
    silent.status.store(204, Ordering::SeqCst);
    city.clock.turn(61);
    assert_eq!(tell::round(&app, &mut rests).unwrap(), 4, "it catches up");
}

#[test]
fn sec_45_the_thread_tells_by_itself_until_it_is_stopped_and_then_lets_another_node_go_on() {
    let city = City::new();
    let host = Host::new(204);
    let app = open_telling(&city, &[&host]);
    let stop = AtomicBool::new(false);
    std::thread::scope(|threads| {
        threads.spawn(|| tell::run(&app, &stop));
        // A machine under load may be late; one that never gets there is what this looks for.
        let deadline = Instant::now() + Duration::from_secs(30);
        while host.heard() < 2 && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        stop.store(true, Ordering::SeqCst);
    });
    assert_eq!(host.heard(), 2);
    let lease = |tx: &mut store::Tx<'_>| store::jobs::lease(tx, "audit.witness", "another node", app.now(), 4);
    assert!(app.store.write("test.lease", lease).unwrap());
    drop(app);
    // Where there is nobody to tell it ends by itself.
    tell::run(&city.open(), &AtomicBool::new(false));
}

#[test]
fn sec_45_sec_48_a_host_that_was_shown_another_trail_rings_at_once() {
    let city = City::new();
    let host = Host::new(409);
    let app = open_telling(&city, &[&host]);
    tell::round(&app, &mut Rests::default()).unwrap();
    look(&app).unwrap();
    let rung: Vec<(String,)> = app
        .store
        .read("test.rung", |tx| tx.all("select kind from alarm where actor = 'house' order by kind", &[]))
        .unwrap();
    assert!(rung.contains(&("witness_refuses".to_owned(),)), "{rung:?}");
    for change in ["update audit_head set size = size + 1", "update audit_head set size = size - 1"] {
        city.sql(change);
        let state = app.store.read("test.state", |tx| state(&app, tx)).unwrap();
        assert!(state.refused_since.is_some(), "under a changed head too");
    }
    host.status.store(204, Ordering::SeqCst);
    assert_eq!(tell::round(&app, &mut Rests::default()).unwrap(), 2);
    let refused: Option<(Option<i64>,)> =
        app.store.read("test.refused", |tx| tx.one("select refused_at from witness_told", &[])).unwrap();
    assert_eq!(refused, Some((None,)), "once it confirms again");
}

#[test]
fn sec_72_a_witness_that_is_not_on_the_list_is_never_called() {
    let city = City::new();
    let host = Host::new(204);
    let mut opening = Opening::of(Place::Directory(city.path("data")), city.path("keys"));
    opening.clock = city.clock.clone();
    opening.witness_hosts = vec![host.url()];
    let app = App::open(opening).unwrap();
    assert_eq!(tell::round(&app, &mut Rests::default()).unwrap(), 0);
    assert_eq!(host.heard(), 0);
}
