//! SEC-80: clients that hold a connection and send nothing, or almost nothing. While thousands of them
//! are there the desk works on; those that keep no floor are sent away, and who keeps it is served.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use ground::Dice;

use crate::{
    campaign::Campaign,
    world::{Browser, Home, Server, contact_form, log_in, new_key, save_contact},
};

/// Connections of one round in the suite, and in the long run.
const CLIENTS: [usize; 2] = [400, 10_000];
/// How many come at a time.
const COMING: usize = 40;
/// How long the desk may wait for any answer meanwhile.
const ANSWER_MOST: Duration = Duration::from_secs(2);
/// Header time and grace of a body are ten seconds; the rest is for a machine with other work.
const SENT_AWAY_MOST: Duration = Duration::from_secs(25);

/// The head of a form at the door, with a body of so many bytes to come.
fn head_of_form(address: SocketAddr, bytes: usize) -> String {
    format!(
        "POST /login HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {bytes}\r\n\r\n"
    )
}

/// A connection that is held: nothing sent, a header half sent, or a form half sent.
fn idle(address: SocketAddr, dice: &Dice) -> TcpStream {
    let half = match dice.below(3) {
        0 => String::new(),
        1 => format!("GET /login HTTP/1.1\r\nhost: {address}\r\nx-slow: "),
        _ => format!("{}email=a", head_of_form(address, 60_000)),
    };
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(half.as_bytes()).unwrap();
    stream
}

/// Whether the other side has ended this connection, with or without a word before.
fn is_ended(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut heard = [0; 4096];
    loop {
        match stream.read(&mut heard) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }
}

/// Looks and saves as a desk does; the longest it waited for one answer.
fn work(desk: &mut Browser, form: &[(String, String)]) -> Duration {
    let timed = |act: &mut dyn FnMut() -> u16, wanted: u16| {
        let began = Instant::now();
        assert_eq!(act(), wanted);
        began.elapsed()
    };
    let looked = timed(&mut || desk.get("/").unwrap().status, 200);
    let saved = timed(&mut || save_contact(desk, form, &new_key()).unwrap().status, 303);
    // A client that comes now is let in beside those who idle.
    let came = timed(&mut || Browser::new(desk.address()).get("/login").unwrap().status, 200);
    looked.max(saved).max(came)
}

/// What one round saw.
struct Seen {
    /// Connections that the server had open when the last had come.
    at_once: usize,
    /// The longest that the desk waited for an answer.
    longest: Duration,
}

/// One round: all come, the desk works, and all are sent away.
fn held(server: &Server, desk: &mut Browser, form: &[(String, String)], clients: usize, dice: &Dice) -> Seen {
    // Several come at a time: one alone would rest a second whenever the queue of the listener is full,
    // and the first would be sent away before the last is there.
    let mut idlers: Vec<TcpStream> = std::thread::scope(|threads| {
        let came = || (0..clients / COMING).map(|_| idle(server.address, dice)).collect::<Vec<_>>();
        let coming: Vec<_> = (0..COMING).map(|_| threads.spawn(came)).collect();
        coming.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    let all_there = Instant::now();
    // Who comes now is let in after all of them: then none of them waits in the listener's queue.
    let mut longest = work(&mut desk.moved(server.address), form);
    let at_once = idlers.iter_mut().map(is_ended).filter(|ended| !ended).count().min(server.sockets());
    while !idlers.is_empty() {
        // A browser that rested too long comes anew, as browsers do.
        longest = longest.max(work(&mut desk.moved(server.address), form));
        idlers.retain_mut(|stream| !is_ended(stream));
        assert!(all_there.elapsed() < SENT_AWAY_MOST, "{} of {clients} still hold a connection", idlers.len());
    }
    assert_eq!(at_once, clients, "not all were there at once");
    assert!(longest < ANSWER_MOST, "the desk waited {longest:?} for an answer");
    Seen { at_once, longest }
}

#[test]
fn sec_80_the_desk_works_while_idle_connections_are_held() {
    let campaign = Campaign::named("idle-connections", 1, 80);
    let clients = CLIENTS[usize::from(campaign.is_long())];
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    let server = Server::start(&home, &["demo", "--persons", "20"]);
    let mut desk = log_in(&server, &home, "desk");
    let form = contact_form(&mut desk);
    let before = server.rss_mb();
    let (mut longest, mut at_once) = (Duration::ZERO, clients);
    campaign.each(|round| {
        let seen = held(&server, &mut desk, &form, clients, &round.dice);
        longest = longest.max(seen.longest);
        at_once = at_once.min(seen.at_once);
    });
    let after = server.rss_mb();
    server.stop();
    let millis = longest.as_millis();
    campaign.report(&format!(
        "{clients} clients, {at_once} connections at once: the desk waited {millis} ms at most, all were sent away; {before:.0} MB before, {after:.0} MB after"
    ));
}

/// A form sent in pieces, with so much rest after each; the status of its answer and how long it took.
fn dripped(address: SocketAddr, piece: usize, rest: Duration, bytes: usize) -> (u16, Duration) {
    let mut stream = TcpStream::connect(address).unwrap();
    let began = Instant::now();
    stream.write_all(head_of_form(address, bytes).as_bytes()).unwrap();
    stream.set_read_timeout(Some(rest)).unwrap();
    let mut start = [0; 12];
    let mut sent = 0;
    let body = format!("email=a%40b.example&password=x{}", "&".repeat(bytes));
    loop {
        let next = (sent + piece).min(bytes);
        // Sent after its answer, a piece may find nobody: the answer is what counts.
        let _ = stream.write_all(&body.as_bytes()[sent..next]);
        sent = next;
        match stream.read_exact(&mut start) {
            Ok(()) => break,
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(error) => panic!("no answer to a slow form: {error}"),
        }
        assert!(began.elapsed() < SENT_AWAY_MOST * 2, "a slow form was neither taken nor refused");
    }
    (std::str::from_utf8(&start).unwrap().split(' ').nth(1).unwrap().parse().unwrap(), began.elapsed())
}

#[test]
fn sec_80_a_form_below_the_floor_is_given_up_and_one_above_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    let server = Server::start(&home, &["demo", "--persons", "20"]);
    let address = server.address;
    std::thread::scope(|threads| {
        let below = threads.spawn(|| dripped(address, 100, Duration::from_millis(200), 60_000));
        let above = threads.spawn(|| dripped(address, 800, Duration::from_millis(200), 60_000));
        let header = threads.spawn(|| {
            let mut stream = TcpStream::connect(address).unwrap();
            let began = Instant::now();
            while !is_ended(&mut stream) {
                // One byte at a time does not buy more time than the whole head has.
                let _ = stream.write_all(b"G");
                std::thread::sleep(Duration::from_millis(200));
                assert!(began.elapsed() < SENT_AWAY_MOST, "a dripping head is still read");
            }
            began.elapsed()
        });
        let (status, took) = below.join().unwrap();
        assert_eq!(status, 408, "after {took:?}");
        assert!(took > Duration::from_secs(10), "given up after {took:?}, within the grace");
        let (status, took) = above.join().unwrap();
        assert!(took > Duration::from_secs(11) && status != 408 && status < 500, "{status} after {took:?}");
        assert!(header.join().unwrap() > Duration::from_secs(5));
    });
    server.stop();
}
