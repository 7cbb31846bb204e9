//! SEC-45: a second machine as the witness of a house, as two processes: what the house tells is kept there,
//! a witness that is away holds nobody up and catches up, its file proves the trail, and a house that was put
//! back to an older day is refused.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod world;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use world::{Browser, Home, Server, order};

/// Waits until it is so, and fails after half a minute: two processes speak when they are ready.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(30), "not within half a minute: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

struct House {
    home: Home,
    data: PathBuf,
    config: PathBuf,
    kept: PathBuf,
}

impl House {
    fn kept(&self) -> usize {
        std::fs::read_to_string(&self.kept).map_or(0, |text| text.lines().count())
    }

    fn witness(&self, key: &str) -> Server {
        let keep = self.kept.display().to_string();
        let server = Server::start(&self.home, &["witness", "serve", "--keep", &keep, "--key", key]);
        let settings = format!("outgoing = [\"{0}\"]\n[[witness]]\nurl = \"http://{0}/checkpoint\"\n", server.address);
        std::fs::write(&self.config, settings).unwrap();
        server
    }

    fn serve(&self) -> Server {
        Server::start(&self.home, &["serve", "--config", &self.config.display().to_string()])
    }

    /// Serves for a moment, leaves an entry, and stops, which makes a checkpoint.
    fn a_day(&self, wanted: usize) {
        let server = self.serve();
        until("the witness is told", || self.kept() >= wanted);
        order(&self.home, &["audit", "verify"]);
        server.stop();
    }

    fn self_test(&self) -> String {
        let config = self.config.display().to_string();
        let args = [vec!["self-test".to_owned(), "--json".into(), "--config".into(), config], self.home.options()];
        let done = Command::new(world::program()).args(args.concat()).output().unwrap();
        String::from_utf8(done.stdout).unwrap()
    }
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, from.metadata().unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn sec_45_a_second_machine_witnesses_the_trail_and_refuses_one_that_was_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("city");
    let house = House {
        home: Home::Directory(data.clone()),
        data,
        config: folder.path().join("approdo.toml"),
        kept: folder.path().join("witness.jsonl"),
    };
    order(&house.home, &["migrate"]);
    // With an account the first start shows no link, which is an address too.
    let first = ["--email", "aldo@portalba.example", "--name", "Aldo Serra", "--role", "sysadmin"];
    order(&house.home, &[&["user", "invite"], &first[..]].concat());
    let key = order(&house.home, &["witness", "key"]);
    let key = key.trim();
    assert_eq!(key.len(), 64, "{key}");

    let witness = house.witness(key);
    house.a_day(1);
    let old = folder.path().join("old");
    copied(&house.data, &old);
    let seen = house.kept();

    // Away: the house serves on, and what it could not tell it tells when the witness is back.
    witness.kill();
    let server = house.serve();
    assert_eq!(Browser::new(server.address).get("/health").unwrap().status, 200);
    order(&house.home, &["audit", "verify"]);
    server.stop();
    assert_eq!(house.kept(), seen);
    let witness = house.witness(key);
    house.a_day(seen + 1);
    house.a_day(seen + 2);

    let kept = house.kept.display().to_string();
    let told = order(&house.home, &["audit", "verify", "--json", "--witness", &kept]);
    assert!(told.contains("\"ok\":true"), "{told}");
    assert!(!house.self_test().contains("was shown another trail"));

    // Put back to an older day, and going on from there: another history under numbers that are taken.
    std::fs::remove_dir_all(&house.data).unwrap();
    copied(&old, &house.data);
    let before = std::fs::read_to_string(&house.kept).unwrap();
    for _ in 0..2 {
        let server = house.serve();
        // why: to verify fails here, for the witness beside the keys has seen more
        order(&house.home, &["user", "list"]);
        server.stop();
    }
    let server = house.serve();
    until("the house hears that it is refused", || house.self_test().contains("was shown another trail"));
    server.stop();
    witness.stop();
    assert_eq!(std::fs::read_to_string(&house.kept).unwrap(), before, "what was kept stays as it was");
    let told = Command::new(world::program())
        .args(["audit", "verify", "--json", "--witness", &kept])
        .args(house.home.options())
        .output()
        .unwrap();
    assert!(!told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
}
