//! The figures of docs/performance.md, measured against the program as it is shipped (release).
//!
//! `cargo bench -p approdo --bench figures -- [NAME…]`, with NAME one of `import pages rules contacts postgres
//! memory start million one search-10k search-100k search-1m`; without a name those up to `start`. Comparisons are ratios
//! within one run on one machine; where others work beside, `chrt -r 5` before it gives what is measured the
//! processor first. `APPRODO_SHARED` names the folder with `data/people`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a benchmark that cannot go on stops")]

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Barrier,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

#[path = "figures/finding.rs"]
mod finding;
#[path = "../tests/world/mod.rs"]
mod world;

use world::{Browser, Home, Server, log_in};

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let is_long = |name: &str| matches!(name, "million" | "one") || name.starts_with("search");
    let wanted = |name: &str| if named.is_empty() { !is_long(name) } else { named.iter().any(|n| n == name) };
    let figures: [(&str, fn()); 12] = [
        ("import", import),
        ("pages", pages),
        ("rules", rules),
        ("contacts", contacts),
        ("postgres", postgres_contacts),
        ("memory", memory),
        ("start", start),
        ("million", million),
        ("one", one_client),
        ("search-10k", || finding::measure("10k")),
        ("search-100k", || finding::measure("100k")),
        ("search-1m", || finding::measure("1m")),
    ];
    for (name, measure) in figures {
        if wanted(name) {
            println!("\n## {name}");
            measure();
        }
    }
}

fn people_folder() -> PathBuf {
    let shared = std::env::var("APPRODO_SHARED")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    shared.join("data/people")
}

fn figure(what: &str, value: String) {
    println!("| {what} | {value} |");
}

fn approdo(home: &Home, args: &[&str]) -> String {
    let done = Command::new(world::program()).args(args).args(home.options()).output().unwrap();
    assert!(done.status.success(), "approdo {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn new_home() -> (tempfile::TempDir, Home) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let home = Home::Directory(folder.path().join("city"));
    (folder, home)
}

fn import() {
    let (_folder, home) = new_home();
    approdo(&home, &["migrate"]);
    let file = people_folder().join("people-10k.csv");
    let began = Instant::now();
    approdo(&home, &["people", "import", file.to_str().unwrap()]);
    figure("import of 10,000 rows, wall", format!("{:.2} s", began.elapsed().as_secs_f64()));
}

fn demo(persons: &str) -> (tempfile::TempDir, Home, Server) {
    let (folder, home) = new_home();
    let server = Server::start(&home, &["demo", "--persons", persons]);
    (folder, home, server)
}

fn pages() {
    let (_folder, home, server) = demo("10000");
    let mut desk = log_in(&server, &home, "desk");
    let person = world::some_person(&mut desk);
    for (name, path) in [("a person's page", person.as_str()), ("Today", "/"), ("a list of 25", "/contacts")] {
        page_cost(&server, &mut desk, name, path);
    }
    let pid = server.child.id().to_string();
    let pinned = Command::new("taskset").args(["-a", "-p", "-c", "0", &pid]).output();
    let pinned = pinned.is_ok_and(|out| out.status.success());
    figure("server pinned to one core", pinned.to_string());
    let sync = raw_sync_p99(Path::new(env!("CARGO_TARGET_TMPDIR")));
    for (name, path) in [("a person's page", person.as_str()), ("Today", "/"), ("a list of 25", "/contacts")] {
        let (p50, p99, late) = at_a_rate(&desk, path, 200, Duration::from_secs(10));
        figure(
            &format!("{name} at 200 requests/s on one core, p50 / p99"),
            format!("{p50:.2} / {p99:.2} ms (started late: {late})"),
        );
    }
    figure("one 4 KB write and sync on the same disk, p99", format!("{sync:.2} ms"));
    server.stop();
}

/// One situation asked over HTTP, with its reasons and next days.
fn rules() {
    let (_folder, home, server) = demo("100");
    let mut browser = log_in(&server, &home, "desk");
    let facts = r#"{"citizenship":"BD","birth_date":"1988-04-02","permit":"lavoro_subordinato","permit_expiry":"2027-03-31",
        "renewal_requested":false,"employed":true,"income_year":"9000.00","cohabiting_income_year":"0.00",
        "legal_stay_since":"2019-05-01","relatives":[{"relation":"spouse","age":30},{"relation":"child","age":7}]}"#;
    let one = r#","questions":["reunification.income"]"#;
    for (name, questions) in [("one question", one), ("every question", "")] {
        let body = format!(r#"{{"as_of":"2026-11-23","facts":{facts}{questions}}}"#);
        let mut spent: Vec<f64> = Vec::new();
        for _ in 0..250 {
            let began = Instant::now();
            let answer = browser.post_json("/api/rules/check", &body).unwrap();
            spent.push(began.elapsed().as_secs_f64() * 1e3);
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        spent.sort_by(f64::total_cmp);
        let at = |part: f64| spent[(spent.len() as f64 * part) as usize];
        figure(&format!("rules over HTTP, {name}, p50 / p95"), format!("{:.3} / {:.3} ms", at(0.5), at(0.95)));
    }
    server.stop();
}

fn page_cost(server: &Server, browser: &mut Browser, name: &str, path: &str) {
    browser.accept_encoding = Some("br");
    let size = browser.get(path).unwrap().body_bytes;
    browser.accept_encoding = None;
    for _ in 0..50 {
        assert_eq!(browser.get(path).unwrap().status, 200, "{path}");
    }
    let (before, rounds) = (server.cpu_ms(), 1000);
    for _ in 0..rounds {
        browser.get(path).unwrap();
    }
    let each = (server.cpu_ms() - before) / f64::from(rounds);
    figure(&format!("{name}: core-ms, compressed size"), format!("{each:.3} ms, {:.1} KB", size as f64 / 1024.0));
}

/// The 99th percentile of a small write with its sync on the same disk, as the measure of the disk itself.
fn raw_sync_p99(folder: &Path) -> f64 {
    use std::io::Write as _;
    let mut file = tempfile::NamedTempFile::new_in(folder).unwrap();
    let mut times: Vec<f64> = (0..2000)
        .map(|_| {
            let began = Instant::now();
            file.write_all(&[0; 4096]).unwrap();
            file.as_file().sync_data().unwrap();
            began.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

/// Asks at a fixed rate whatever the answers take, and measures from when each request was due.
fn at_a_rate(browser: &Browser, path: &str, rate: u32, time: Duration) -> (f64, f64, usize) {
    let clients = 16;
    let began = Instant::now() + Duration::from_millis(50);
    let total = rate * u32::try_from(time.as_secs()).unwrap();
    let next = AtomicU64::new(0);
    let mut times: Vec<(f64, bool)> = std::thread::scope(|threads| {
        let workers: Vec<_> = (0..clients)
            .map(|_| {
                threads.spawn(|| {
                    let mut browser = browser.moved(browser.address());
                    let mut mine = Vec::new();
                    loop {
                        let n = next.fetch_add(1, Ordering::SeqCst);
                        if n >= u64::from(total) {
                            return mine;
                        }
                        let due = began + Duration::from_secs_f64(n as f64 / f64::from(rate));
                        let wait = due.saturating_duration_since(Instant::now());
                        let late = wait.is_zero();
                        std::thread::sleep(wait);
                        assert_eq!(browser.get(path).unwrap().status, 200);
                        mine.push((due.elapsed().as_secs_f64() * 1000.0, late));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let late = times.iter().filter(|(_, late)| *late).count();
    (times[times.len() / 2].0, times[times.len() * 99 / 100].0, late)
}

/// Contacts per second with so many clients for so long.
fn contact_rate(server: &Server, browser: &Browser, clients: usize, time: Duration) -> f64 {
    let form = world::contact_form(&mut browser.moved(server.address));
    let start = Barrier::new(clients);
    let saved = AtomicU64::new(0);
    let took = std::thread::scope(|threads| {
        let workers: Vec<_> = (0..clients)
            .map(|_| {
                threads.spawn(|| {
                    let mut browser = browser.moved(server.address);
                    browser.get("/contacts/new").unwrap();
                    start.wait();
                    let began = Instant::now();
                    while began.elapsed() < time {
                        let answer = world::save_contact(&mut browser, &form, &world::new_key()).unwrap();
                        assert_eq!(answer.status, 303, "{}", answer.body);
                        saved.fetch_add(1, Ordering::Relaxed);
                    }
                    began.elapsed().as_secs_f64()
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).fold(0.0, f64::max)
    });
    saved.load(Ordering::Relaxed) as f64 / took
}

fn contacts() {
    let (_folder, home, server) = demo("1000");
    let desk = log_in(&server, &home, "desk");
    let (mut raw, mut one, mut many) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        raw.push(raw_commit_rate(Duration::from_secs(3)));
        one.push(contact_rate(&server, &desk, 1, Duration::from_secs(3)));
        many.push(contact_rate(&server, &desk, 32, Duration::from_secs(3)));
    }
    let (raw, one, many) = (median(&mut raw), median(&mut one), median(&mut many));
    figure("raw durable single-row commits (rusqlite, same disk)", format!("{raw:.0}/s"));
    figure("durable contacts over HTTP, 1 client", format!("{one:.0}/s = {:.2} of raw", one / raw));
    figure("durable contacts over HTTP, 32 clients", format!("{many:.0}/s = {:.2} of one client", many / one));
    server.stop();
}

/// One client for twenty seconds: something to hold a profiler to.
fn one_client() {
    let (_folder, home, server) = demo("1000");
    let desk = log_in(&server, &home, "desk");
    println!("process {}", server.child.id());
    let rate = contact_rate(&server, &desk, 1, Duration::from_secs(20));
    figure("durable contacts over HTTP, 1 client", format!("{rate:.0}/s"));
    server.stop();
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn raw_commit_rate(time: Duration) -> f64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("raw.db")).unwrap();
    connection
        .execute_batch(
            "pragma journal_mode=wal; pragma synchronous=full; create table t (id blob primary key, body text) strict;",
        )
        .unwrap();
    let (began, mut rows) = (Instant::now(), 0_u32);
    while began.elapsed() < time {
        let id = world::new_key();
        let mut insert = connection.prepare_cached("insert into t (id, body) values (?1, ?2)").unwrap();
        insert.execute((id.as_bytes(), "x".repeat(200))).unwrap();
        rows += 1;
    }
    f64::from(rows) / began.elapsed().as_secs_f64()
}

fn postgres_contacts() {
    let (database, folder) = (world::Database::make(), tempfile::tempdir().unwrap());
    let home = database.home(&folder.path().join("keys"));
    let server = Server::start(&home, &["demo", "--persons", "1000"]);
    let desk = log_in(&server, &home, "desk");
    // The same tables in a database of their own: invented rows must not reach the trail of the city.
    let plain = world::Database::make();
    let plain_url = plain.url();
    approdo(&plain.home(&folder.path().join("plain.keys")), &["migrate"]);
    let (mut plain_rates, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        plain_rates.push(pgbench_rate(&plain_url, folder.path()));
        ours.push(contact_rate(&server, &desk, 8, Duration::from_secs(5)));
    }
    let (plain, ours) = (median(&mut plain_rates), median(&mut ours));
    figure("the same inserts as plain SQL, pgbench, 8 clients", format!("{plain:.0}/s"));
    figure(
        "durable contacts over HTTP on PostgreSQL, 8 clients",
        format!("{ours:.0}/s = {:.2} of plain", ours / plain),
    );
    server.stop();
}

fn pgbench_rate(url: &str, folder: &Path) -> f64 {
    let script = folder.join("contact.sql");
    std::fs::write(&script, world::CONTACT_AS_PLAIN_SQL).unwrap();
    let out = Command::new("pgbench")
        .args(["-n", "-f", script.to_str().unwrap(), "-c", "8", "-j", "2", "-T", "5", "-M", "prepared", url])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let line = text
        .lines()
        .find(|line| line.starts_with("tps = "))
        .unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&out.stderr)));
    line.split_whitespace().nth(2).unwrap().parse().unwrap()
}

fn memory() {
    let (folder, home, server) = demo("10000");
    server.stop();
    let server = Server::start(&home, &["serve"]);
    std::thread::sleep(Duration::from_secs(2));
    figure("memory idle", format!("{:.1} MB", server.rss_mb()));
    let desk = log_in(&server, &home, "desk");
    std::thread::sleep(Duration::from_secs(2));
    figure("memory after one log-in", format!("{:.1} MB", server.rss_mb()));
    contact_rate(&server, &desk, 32, Duration::from_secs(5));
    at_a_rate(&desk, "/", 200, Duration::from_secs(5));
    figure("memory under load", format!("{:.1} MB", server.rss_mb()));
    server.stop();
    drop(folder);
}

fn start() {
    let (_folder, home) = new_home();
    let server = Server::start(&home, &["demo", "--persons", "100000"]);
    server.stop();
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let began = Instant::now();
            let server = Server::start(&home, &["serve"]);
            assert_eq!(Browser::new(server.address).get("/login").unwrap().status, 200);
            let took = began.elapsed().as_secs_f64() * 1000.0;
            server.stop();
            took
        })
        .collect();
    figure("start to first answer, 100,000 persons", format!("{:.0} ms", median(&mut times)));
}

/// A million rows while a desk keeps recording contacts.
fn million() {
    let file =
        std::env::var("APPRODO_MILLION").unwrap_or_else(|_| panic!("APPRODO_MILLION names no CSV of a million people"));
    let (_folder, home, server) = demo("1000");
    let desk = log_in(&server, &home, "desk");
    let began = Instant::now();
    let import = std::thread::scope(|threads| {
        let import = threads.spawn(|| {
            approdo(&home, &["people", "import", &file]);
            began.elapsed().as_secs_f64()
        });
        let mut slowest: f64 = 0.0;
        let mut browser = desk.moved(server.address);
        let form = world::contact_form(&mut browser);
        while !import.is_finished() {
            let asked = Instant::now();
            assert_eq!(world::save_contact(&mut browser, &form, &world::new_key()).unwrap().status, 303);
            slowest = slowest.max(asked.elapsed().as_secs_f64() * 1000.0);
            std::thread::sleep(Duration::from_millis(200));
        }
        figure("slowest contact saved meanwhile", format!("{slowest:.0} ms"));
        import.join().unwrap()
    });
    figure("import of 1,000,000 rows, wall", format!("{:.0} s", import));
    server.stop();
}
