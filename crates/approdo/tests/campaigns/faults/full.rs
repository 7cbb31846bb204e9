//! SEC-76, SEC-78: the disk is full. A city works on a small disk until there is no room: it says so on a
//! page, looks stay possible where they leave no entry, a backup is refused and leaves nothing half done.
//! Then room is made, and the same server takes everything that is sent again.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use super::{
    City, copy_city,
    disk::{Disk, Plan},
    home, judge_sent,
};
use crate::{
    campaign::Campaign,
    kills::{Sent, send_again},
    world::{Answer, Browser, Home, Server, new_key, program, save_contact, verify_trail},
};

/// How large the small disk is: a city and its log have room, and not much more.
const DISK_BYTES: u64 = 32 << 20;
/// How many desks save contacts at once, so that acts share a commit that finds no room.
const DESKS: usize = 3;
/// More requests than any small disk takes.
const REQUESTS_MOST: usize = 2_000;
/// What the page says, in the language of the demo.
const SAID: &str = "In questo momento non si può salvare nulla";

/// A disk that is soon full: a file system of its own where the test may mount one, and otherwise the
/// shim, which counts the bytes by which files grow.
enum Small {
    Mounted(PathBuf),
    Counted(PathBuf),
}

impl Small {
    fn make(folder: &Path) -> Self {
        let path = folder.join("small");
        fs::create_dir(&path).unwrap();
        let size = format!("size={DISK_BYTES}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(&path).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Self::Mounted(path);
        }
        println!("full-disk: this user may not mount a small disk: the shim counts the bytes instead");
        Self::Counted(path)
    }

    fn path(&self) -> &Path {
        let (Self::Mounted(path) | Self::Counted(path)) = self;
        path
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Leaves this much room, in bytes.
    fn fill(&self, disk: &Disk, room: u64) {
        match self {
            Self::Mounted(path) => {
                let told = Command::new("df").args(["-B1", "--output=avail"]).arg(path).output().unwrap().stdout;
                let free: u64 = String::from_utf8(told).unwrap().lines().nth(1).unwrap().trim().parse().unwrap();
                let length = free.checked_sub(room).expect("the city is larger than its disk").to_string();
                let filled = Command::new("fallocate").args(["-l", &length]).arg(self.ballast()).status();
                assert!(filled.unwrap().success());
            }
            Self::Counted(_) => disk.arm(Plan { room, ..Plan::SOUND }),
        }
    }

    /// Makes room again.
    fn free(&self, disk: &Disk) {
        match self {
            Self::Mounted(_) => fs::remove_file(self.ballast()).unwrap(),
            Self::Counted(_) => disk.arm(Plan::SOUND),
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if let Self::Mounted(path) = self {
            let _ = Command::new("umount").arg("-l").arg(path).status();
        }
    }
}

/// Fails unless it is the page for a full disk: what happened, what to do, a code and when to come again.
fn is_told(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(answer.body.contains(SAID) && answer.body.contains("riprova"), "{}", answer.body);
    assert_eq!(answer.headers.get("retry-after").map(String::as_str), Some("60"));
}

/// Asks again and again until the answer is the page for a full disk; before, it is the usual one.
fn until_full(usual: u16, mut ask: impl FnMut() -> Answer) {
    for _ in 0..REQUESTS_MOST {
        let answer = ask();
        if answer.status != usual {
            return is_told(&answer);
        }
    }
    panic!("the small disk was never full");
}

/// Every desk saves contacts until it is told that there is no room.
fn save_until_full(city: &City, server: &Server, sent: &Sent) {
    let save = |desk: &mut Browser| {
        let key = new_key();
        sent.lock().unwrap().insert(key.clone(), None);
        let answer = save_contact(desk, &city.form, &key).unwrap();
        if answer.status == 303 {
            sent.lock().unwrap().insert(key, Some(answer.location().to_owned()));
        }
        answer
    };
    std::thread::scope(|threads| {
        for _ in 0..DESKS {
            threads.spawn(|| {
                let mut desk = city.desk.moved(server.address);
                until_full(303, || save(&mut desk));
            });
        }
    });
}

/// The form by which a person is searched for, but for its key.
fn search_form(desk: &mut Browser) -> [(&'static str, String); 3] {
    let csrf = desk.get("/people").unwrap().hidden("_csrf");
    [("_csrf", csrf), ("_page", "/people".to_owned()), ("q", "Mohamed Hassan".to_owned())]
}

fn searched(desk: &mut Browser, form: &[(&'static str, String)]) -> Answer {
    let key = new_key();
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("_once", &key));
    desk.post("/people/search", &fields).unwrap()
}

/// Orders a backup into a file, and gives what was said when it was refused.
fn back_up(home: &Home, file: &Path) -> Result<(), String> {
    let done = Command::new(program()).arg("backup").arg(file).args(home.options()).output().unwrap();
    if done.status.success() { Ok(()) } else { Err(String::from_utf8(done.stderr).unwrap()) }
}

/// The backup is refused with its reason, and leaves nothing: not where it should have gone, and not
/// where it would have been proved.
fn refuses_a_backup(home: &Home, folder: &Path, data: &Path) {
    let file = folder.join("backup");
    let why = back_up(home, &file).expect_err("a backup was made on a full disk");
    assert!(why.contains("disk is full") || why.contains("No space left"), "{why}");
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("backup")), "{left:?}");
    let left: Vec<_> = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("proof-")), "{left:?}");
}

/// The trail catches up by itself.
fn trail_catches_up(browser: &mut Browser) {
    let began = Instant::now();
    loop {
        let told: serde_json::Value = serde_json::from_str(&browser.get("/health").unwrap().body).unwrap();
        assert_eq!(told["status"], "ok", "{told}");
        if told["trail_lag_seconds"] == 0 {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(15), "entries wait for their place in the trail: {told}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// One small disk: filled, held against everything, and freed.
fn one_full_disk(city: &City, room: u64) -> usize {
    let small = Small::make(city.folder.path());
    let directory = small.path().join("round");
    copy_city(&city.directory, &directory);
    let (home, elsewhere) = (home(&directory), tempfile::tempdir().unwrap());
    let mut server = city.disk.serve(&home, &directory);
    let mut desk = city.desk.moved(server.address);
    let search = search_form(&mut desk);
    let sent = Sent::default();
    small.fill(&city.disk, room);
    save_until_full(city, &server, &sent);
    let refused = sent.lock().unwrap().values().filter(|place| place.is_none()).count();
    // Her connection rested meanwhile and may be closed.
    desk = desk.moved(server.address);
    // A search for a person leaves an entry, or nobody is shown (SEC-44). What leaves none is shown.
    until_full(200, || searched(&mut desk, &search));
    assert_eq!(Browser::new(server.address).get("/login").unwrap().status, 200);
    assert_eq!(desk.get("/contacts/new").unwrap().status, 200);
    refuses_a_backup(&home, elsewhere.path(), &directory.join("city"));
    // The sequencer tries in vain, and nothing stops.
    std::thread::sleep(Duration::from_millis(1_300));
    assert!(server.child.try_wait().unwrap().is_none(), "the server has stopped");
    small.free(&city.disk);
    desk = desk.moved(server.address);
    send_again(&mut desk, &city.form, &sent, 0);
    assert_eq!(searched(&mut desk, &search).status, 200);
    trail_catches_up(&mut desk);
    back_up(&home, &elsewhere.path().join("backup")).unwrap();
    server.stop();
    judge_sent(city, &directory, sent);
    verify_trail(&home);
    fs::remove_dir_all(&directory).unwrap();
    refused
}

#[test]
fn sec_76_sec_78_a_full_disk_is_told_loses_nothing_and_works_again_when_there_is_room() {
    let campaign = Campaign::named("full-disk", 3, 81);
    let mut city = City::make();
    let mut refused = 0;
    campaign.each(|round| {
        city.renew_in_time();
        refused += one_full_disk(&city, 16_384 + round.dice.below(3 << 20));
        fs::remove_dir(city.folder.path().join("small")).unwrap();
    });
    campaign.report(&format!(
        "since it was last started, {refused} contacts refused for want of room and taken later: none lost, doubled, half done or unaudited"
    ));
}
