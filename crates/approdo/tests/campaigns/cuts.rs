//! SEC-76, SEC-78: the connection to PostgreSQL is cut at every message of saving a contact in turn.
//! What was acknowledged is there once, with its entry in the trail; what was not can be sent again and
//! is then there once; the server goes on without being started anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use crate::{
    campaign::Campaign,
    kills::{held_by_postgres, judge},
    world::{Browser, Database, Home, Server, contact_form, log_in, new_key, save_contact, verify_trail},
};

/// More messages than any save sends: the sweep ends before, when a save went through uncut.
const MESSAGES_MOST: usize = 1_000;

/// How often the messages are swept until each of a save was lost once.
const SWEEPS_MOST: usize = 20;

/// Where a message is lost: on its way to the database, or answered and the answer on its way back.
#[derive(Clone, Copy, Debug)]
enum Side {
    There,
    Back,
}

/// What the wires are told, and what they saw.
#[derive(Default)]
struct Plan {
    /// How many messages still pass, and how the next is lost.
    cut_after: Option<(usize, Side)>,
    /// The message that was lost.
    lost: Option<String>,
    /// The messages that passed since the plan was made, each with the number of its wire.
    passed: Vec<(usize, String)>,
    /// Both ends of every wire, to cut them all at once.
    ends: Vec<TcpStream>,
}

/// A wire between the server and PostgreSQL that can be cut at a message.
struct Wire {
    port: u16,
    plan: Arc<Mutex<Plan>>,
}

impl Wire {
    /// Lays it to the PostgreSQL of this address.
    fn to(address: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let plan: Arc<Mutex<Plan>> = Arc::default();
        let (told, address) = (Arc::clone(&plan), address.to_owned());
        // The listener and its threads end with the process: a wire has nothing to tidy up.
        std::thread::spawn(move || {
            for (number, near) in listener.incoming().enumerate() {
                let (near, far) = (near.unwrap(), TcpStream::connect(&address).unwrap());
                let plan = Arc::clone(&told);
                plan.lock().unwrap().ends.extend([near.try_clone().unwrap(), far.try_clone().unwrap()]);
                std::thread::spawn(move || carry(number, near, far, &plan));
            }
        });
        Self { port, plan }
    }

    /// From now on so many messages pass, and the next is lost with its connection.
    fn cut_after(&self, messages: usize, side: Side) {
        let mut plan = self.plan.lock().unwrap();
        plan.cut_after = Some((messages, side));
        plan.lost = None;
        plan.passed.clear();
    }

    /// Everything passes again; which message was lost, and what passed.
    fn mend(&self) -> (Option<String>, Vec<(usize, String)>) {
        let mut plan = self.plan.lock().unwrap();
        plan.cut_after = None;
        (plan.lost.take(), std::mem::take(&mut plan.passed))
    }

    /// Cuts every connection there is.
    fn cut_all(&self) {
        for end in self.plan.lock().unwrap().ends.drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }
}

/// Carries one connection until an end is closed or the plan cuts it.
fn carry(number: usize, mut near: TcpStream, mut far: TcpStream, plan: &Mutex<Plan>) {
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    let (mut answers, mut back) = (far.try_clone().unwrap(), near.try_clone().unwrap());
    let backwards = std::thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    // The first message has no kind before its length.
    let mut has_kind = false;
    let mut texts = Texts::default();
    while let Ok(message) = read_message(&mut near, has_kind) {
        let label = texts.label(&message, has_kind);
        has_kind = true;
        let lost = {
            let mut plan = plan.lock().unwrap();
            match &mut plan.cut_after {
                Some((0, side)) => {
                    let side = *side;
                    plan.cut_after = None;
                    plan.lost = Some(label);
                    Some(side)
                }
                left => {
                    if let Some((left, _)) = left {
                        *left -= 1;
                        plan.passed.push((number, label));
                    }
                    None
                }
            }
        };
        if let Some(side) = lost {
            let _ = near.shutdown(Shutdown::Both);
            if let Side::Back = side {
                let _ = far.write_all(&message);
            }
            break;
        }
        if far.write_all(&message).is_err() {
            break;
        }
    }
    // PostgreSQL does what it has received, then sees the end and closes too.
    let _ = far.shutdown(Shutdown::Write);
    let _ = backwards.join();
    let mut rest = [0; 4096];
    while far.read(&mut rest).is_ok_and(|read| read > 0) {}
    let _ = near.shutdown(Shutdown::Both);
}

/// Reads one message of PostgreSQL's protocol.
pub(crate) fn read_message(from: &mut TcpStream, has_kind: bool) -> std::io::Result<Vec<u8>> {
    let head = if has_kind { 5 } else { 4 };
    let mut message = vec![0; head];
    from.read_exact(&mut message)?;
    let length = u32::from_be_bytes(message[head - 4..].try_into().unwrap());
    message.resize(head - 4 + usize::try_from(length).unwrap(), 0);
    from.read_exact(&mut message[head..])?;
    Ok(message)
}

/// The texts of prepared statements by their names, to tell messages apart.
#[derive(Default)]
struct Texts {
    by_name: BTreeMap<String, String>,
    last: String,
}

impl Texts {
    /// The kind of a message and the statement it belongs to.
    fn label(&mut self, message: &[u8], has_kind: bool) -> String {
        if !has_kind {
            return "start".to_owned();
        }
        let texts: Vec<String> = message[5..]
            .split(|byte| *byte == 0)
            .take(2)
            .map(|text| String::from_utf8_lossy(text).into_owned())
            .collect();
        match message[0] {
            b'Q' => self.last.clone_from(&texts[0]),
            b'P' => {
                self.last.clone_from(&texts[1]);
                self.by_name.insert(texts[0].clone(), texts[1].clone());
            }
            b'B' => self.last = self.by_name.get(&texts[1]).cloned().unwrap_or_default(),
            _ => {}
        }
        format!("{} {}", char::from(message[0]), self.last.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
    }
}

type Sent = BTreeMap<String, Option<String>>;

/// Saves one contact while the plan holds; then, when it was not acknowledged, sends it again: the
/// second time nothing is cut and it must be taken.
fn save(desk: &mut Browser, form: &[(String, String)], wire: &Wire, sent: &mut Sent) -> Saved {
    let key = new_key();
    let first = save_contact(desk, form, &key).unwrap();
    let (lost, passed) = wire.mend();
    let acknowledged = first.status == 303;
    assert!(acknowledged || first.status == 500, "{}: {}", first.status, first.body);
    let again = save_contact(desk, form, &key).unwrap();
    assert_eq!(again.status, 303, "not saved after {lost:?} was lost: {}", again.body);
    if acknowledged {
        assert_eq!(first.location(), again.location(), "a repeated request got another answer after {lost:?}");
    }
    sent.insert(key, Some(again.location().to_owned()));
    Saved { acknowledged, lost, passed }
}

struct Saved {
    acknowledged: bool,
    lost: Option<String>,
    passed: Vec<(usize, String)>,
}

/// The messages of the transaction that saved a contact, from its begin to its commit.
fn transaction(passed: &[(usize, String)]) -> Vec<String> {
    let is_insert = |label: &str| label.starts_with("B insert into contact ");
    let at = passed.iter().position(|(_, label)| is_insert(label)).expect("no contact was saved");
    let wire = passed[at].0;
    let begin = passed[..at].iter().rposition(|(n, label)| *n == wire && label.starts_with("Q begin")).unwrap();
    let own = passed[begin..].iter().filter(|(number, _)| *number == wire).map(|(_, label)| label.clone());
    let mut messages = Vec::new();
    for label in own {
        let is_end = label.starts_with("Q commit");
        messages.push(label);
        if is_end {
            return messages;
        }
    }
    panic!("no commit after the contact: {messages:?}")
}

/// What the cuts of one city came to.
#[derive(Default)]
struct Cuts {
    made: usize,
    refused: usize,
}

/// Cuts at each message in turn until a save goes through uncut, again and again until every message
/// of the transaction was lost once: the jobs of the background speak on the same wires, and move the
/// messages of a save from their places.
fn swept(desk: &mut Browser, form: &[(String, String)], wire: &Wire, side: Side, sent: &mut Sent, cuts: &mut Cuts) {
    let (mut lost, mut missed) = (BTreeSet::new(), Vec::new());
    for _ in 0..SWEEPS_MOST {
        for messages in 0.. {
            assert!(messages < MESSAGES_MOST, "still no save without a cut");
            wire.cut_after(messages, side);
            let saved = save(desk, form, wire, sent);
            let Some(label) = saved.lost else {
                missed = transaction(&saved.passed);
                break;
            };
            cuts.made += 1;
            cuts.refused += usize::from(!saved.acknowledged);
            lost.insert(label);
        }
        missed.retain(|one| !lost.contains(one));
        if missed.is_empty() {
            return;
        }
    }
    panic!("never lost: {missed:?}")
}

/// The sequencer works on: every entry gets its place in the trail.
fn trail_is_drawn_up(url: &str) {
    let mut db = postgres::Client::connect(url, postgres::NoTls).unwrap();
    let began = Instant::now();
    while db.query_one("select count(*) from audit_pending", &[]).unwrap().get::<_, i64>(0) > 0 {
        assert!(began.elapsed() < Duration::from_secs(15), "entries wait for their place in the trail");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn sec_76_connections_cut_at_every_message_lose_double_and_hide_nothing() {
    let campaign = Campaign::named("cut-connections", 1, 78);
    let (mut cuts, mut contacts) = (Cuts::default(), 0);
    campaign.each(|_| {
        let (database, folder) = (Database::make(), tempfile::tempdir().unwrap());
        let url = database.url();
        let (address, name) = url.split_once('@').unwrap().1.split_once('/').unwrap();
        let wire = Wire::to(address);
        let home = Home::Postgres {
            url: format!("postgres://approdo@127.0.0.1:{}/{name}", wire.port),
            keys: folder.path().join("keys"),
        };
        let server = Server::start(&home, &["demo", "--persons", "20"]);
        let mut desk = log_in(&server, &home, "desk");
        let form = contact_form(&mut desk);
        let mut sent = Sent::new();
        for side in [Side::There, Side::Back] {
            swept(&mut desk, &form, &wire, side, &mut sent, &mut cuts);
        }
        // All of them cut while nobody speaks: nobody at the desk notices.
        wire.cut_all();
        let saved = save(&mut desk, &form, &wire, &mut sent);
        assert!(saved.acknowledged, "connections cut while they rested cost a request");
        trail_is_drawn_up(&url);
        server.stop();
        judge(&held_by_postgres(&url), &sent);
        verify_trail(&database.home(&folder.path().join("keys")));
        contacts += sent.len();
    });
    let Cuts { made, refused } = cuts;
    campaign.report(&format!(
        "{made} cuts, {refused} of them answered with an error page, {contacts} contacts: none lost, doubled or unaudited"
    ));
}
