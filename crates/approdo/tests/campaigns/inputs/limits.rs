//! SEC-80: the limits of a request, one below, at, and one above, over HTTP.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::world::{Browser, Home, Server, log_in};

const BODY: usize = 64 * 1024;
const FIELDS: usize = 200;
const HEADERS: usize = 16 * 1024;
const HEADER_LINES: usize = 100;

/// A form of so many bytes; empty pairs count as bytes and as nothing else.
fn of_bytes(form: &str, bytes: usize) -> String {
    format!("{form}{}", "&".repeat(bytes - form.len()))
}

/// What the page of a request that is too large says: what happened, and what to do.
fn says_too_large(body: &str) {
    assert!(body.contains("Non è stato salvato nulla") && body.contains("accorcia il testo"), "{body}");
}

#[test]
fn sec_80_a_form_is_taken_up_to_its_limit_and_refused_with_a_page_above_it() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    let server = Server::start(&home, &["demo", "--persons", "20"]);
    let mut desk = log_in(&server, &home, "desk");
    let page = desk.get("/people").unwrap();
    let search = |once: &str| format!("_csrf={}&_once={once}&_page=%2Fpeople&q=Amina", page.hidden("_csrf"));
    for (bytes, status) in [(BODY - 1, 200), (BODY, 200), (BODY + 1, 413)] {
        let answer = desk.send("POST", "/people/search", Some(&of_bytes(&search(&crate::world::new_key()), bytes)));
        let answer = answer.unwrap();
        assert_eq!(answer.status, status, "{bytes} bytes");
        if status == 413 {
            says_too_large(&answer.body);
        }
        let mut stranger = Browser::new(server.address);
        let answer = stranger.send("POST", "/login", Some(&of_bytes("email=a%40b.example&password=x", bytes))).unwrap();
        assert_eq!(answer.status == 413, status == 413, "{bytes} bytes at the door: {}", answer.status);
    }
    for (fields, refused) in [(FIELDS - 1, false), (FIELDS, false), (FIELDS + 1, true)] {
        let answer = Browser::new(server.address).send("POST", "/login", Some(&vec!["email=a"; fields].join("&")));
        let answer = answer.unwrap();
        assert_eq!(answer.status == 413, refused, "{fields} fields: {}", answer.status);
        if refused {
            says_too_large(&answer.body);
        }
    }
    server.stop();
}

/// The status of a request with these headers after its first two lines; none when no answer came.
fn status_of(address: SocketAddr, more: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(format!("GET /login HTTP/1.1\r\nhost: a\r\n{more}\r\n").as_bytes()).unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).ok()?;
    std::str::from_utf8(&start).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
}

#[test]
fn sec_80_headers_are_taken_up_to_their_limit() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    let server = Server::start(&home, &["demo", "--persons", "20"]);
    let frame = "GET /login HTTP/1.1\r\nhost: a\r\nx: \r\n\r\n".len();
    for (bytes, status) in [(HEADERS - 1, 200), (HEADERS, 200), (HEADERS + 1, 431)] {
        let head = format!("x: {}\r\n", "a".repeat(bytes - frame));
        assert_eq!(status_of(server.address, &head), Some(status), "{bytes} bytes");
    }
    for (lines, status) in [(HEADER_LINES - 1, 200), (HEADER_LINES, 200), (HEADER_LINES + 1, 431)] {
        assert_eq!(status_of(server.address, &"x: a\r\n".repeat(lines - 1)), Some(status), "{lines} lines");
    }
    server.stop();
}

/// A connection that asks and keeps itself open; none as long as it is not served.
fn served(stream: &mut TcpStream, patience: Duration) -> bool {
    stream.set_read_timeout(Some(patience)).unwrap();
    let mut start = [0; 12];
    let begun = stream.read_exact(&mut start).is_ok();
    assert!(!begun || &start == b"HTTP/1.1 200");
    begun
}

#[test]
fn sec_80_so_many_connections_are_served_and_one_more_waits() {
    const PLACES: usize = 4;
    let folder = tempfile::tempdir().unwrap();
    let home = Home::Directory(folder.path().join("city"));
    // Files that connections leave to the database, and four.
    let server = Server::start_with_files(&home, &["demo", "--persons", "20"], 256 + PLACES as u32);
    let ask = || {
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(b"GET /health HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
        stream
    };
    let mut inside = Vec::new();
    for _ in 0..PLACES {
        let mut stream = ask();
        assert!(served(&mut stream, Duration::from_secs(20)), "{} were inside", inside.len());
        inside.push(stream);
    }
    let mut late = ask();
    assert!(!served(&mut late, Duration::from_millis(200)), "every place is taken");
    drop(inside.pop());
    assert!(served(&mut late, Duration::from_secs(20)), "one left, and the next came in");
    server.stop();
}
