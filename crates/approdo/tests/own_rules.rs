//! The rules of a city: pages of its own over the national ones, as the settings name them and as whoever writes them
//! works on them.

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
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value as Json, json};
use world::{Browser, Home, Server};

const RULEBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rulebook");

/// A city and the folder of its rules: the page of the guide is added, a national one is replaced.
struct City {
    folder: tempfile::TempDir,
}

impl City {
    fn new() -> Self {
        let city = Self { folder: tempfile::tempdir().unwrap() };
        let guide = fs::read_to_string(Path::new(RULEBOOK).join("README.md")).unwrap();
        let copied: Vec<&str> =
            guide.split("\n````text\n").skip(1).map(|rest| rest.split("\n````").next().unwrap()).collect();
        let [page, italian, english, _] = copied.as_slice() else { panic!("the guide has four texts to copy") };
        city.write("transport/discount.md", &format!("{page}\n"));
        for (language, words) in [("it", italian), ("en", english), ("ar", english), ("bn", english)] {
            city.write(&format!("words/{language}/transport.ftl"), &format!("{words}\n"));
        }
        let term = fs::read_to_string(Path::new(RULEBOOK).join("it/renewal/term.md")).unwrap();
        assert!(term.contains("| 90    | R02"));
        city.write("renewal/term.md", &term.replace("| 90    | R02", "| 30    | R02"));
        let settings = format!("rules = {:?}\n", city.rules());
        fs::write(city.settings(), settings).unwrap();
        city
    }

    fn rules(&self) -> PathBuf {
        self.folder.path().join("my-rules")
    }

    fn settings(&self) -> PathBuf {
        self.folder.path().join("approdo.toml")
    }

    fn page(&self) -> PathBuf {
        self.rules().join("transport/discount.md")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.rules().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The page of the guide with one place changed.
    fn changed(&self, from: &str, to: &str) -> String {
        let page = fs::read_to_string(self.page()).unwrap();
        assert!(page.contains(from), "{from}: {page}");
        page.replacen(from, to, 1)
    }

    fn home(&self) -> Home {
        Home::Directory(self.folder.path().join("data"))
    }

    /// The start of the service as it is tried with faulty rules; it does not get far enough to answer.
    fn start(&self) -> Output {
        let mut serve = Command::new(world::program());
        serve.args(["serve", "--listen", "127.0.0.1:0", "--config"]).arg(self.settings()).args(self.home().options());
        serve.output().unwrap()
    }
}

fn rules(args: &[&str], pack: &Path) -> Output {
    Command::new(world::program()).arg("rules").args(args).arg("--pack").arg(pack).output().unwrap()
}

#[test]
fn a_page_that_a_city_adds_and_one_that_it_replaces_answer_over_http_as_on_the_command_line() {
    let city = City::new();
    let server = Server::start(&city.home(), &["serve", "--config", city.settings().to_str().unwrap()]);
    let mut browser = Browser::new(server.address);

    let list: Json = serde_json::from_str(&browser.get("/api/rules/list?lang=it").unwrap().body).unwrap();
    let text = |name: &str| {
        let questions = list["questions"].as_array().unwrap();
        questions.iter().find(|one| one["question"] == name).map(|one| one["text"].as_str().unwrap().to_owned())
    };
    assert_eq!(text("transport.discount").as_deref(), Some("Posso pagare meno l'abbonamento mensile dell'autobus?"));
    assert!(text("renewal.term").is_some() && text("reunification.income").is_some(), "the national ones are there");

    let facts = json!({ "lives_in_city": true, "age": 26, "student": true, "isee": "15500.00",
        "permit_expiry": "2027-01-15", "renewal_requested": false });
    let asked = json!({ "as_of": "2026-12-01", "questions": ["transport.discount", "renewal.term"], "lang": "en", "facts": facts });
    let told: Json =
        serde_json::from_str(&browser.post_json("/api/rules/check", &asked.to_string()).unwrap().body).unwrap();
    let outcomes = [&told["answers"][0]["outcome"], &told["answers"][1]["outcome"]];
    assert_eq!(outcomes, [&json!("not_met"), &json!("met")], "the city's limit, and its thirty days: {told}");
    assert_eq!(
        told["answers"][0]["because"][0]["text"],
        "The ISEE is above 15,000.00\u{A0}€: the reduction is probably not due."
    );
    let document: Json = serde_json::from_str(&browser.get("/api/openapi.json").unwrap().body).unwrap();
    assert!(document["components"]["schemas"]["Facts"]["properties"]["lives_in_city"].is_object());
    server.stop();

    let file = city.folder.path().join("facts.json");
    fs::write(&file, facts.to_string()).unwrap();
    let args = [
        "check",
        "--json",
        "--as-of",
        "2026-12-01",
        "--lang",
        "en",
        "--question",
        "transport.discount",
        "--question",
        "renewal.term",
        "--facts",
        file.to_str().unwrap(),
    ];
    let alone: Json = serde_json::from_slice(&rules(&args, &city.rules()).stdout).unwrap();
    assert_eq!(alone, told, "the same pages answer the same");
}

#[test]
fn faulty_rules_of_a_city_stop_the_start_with_the_line_and_the_next_step() {
    let city = City::new();
    let whole = fs::read_to_string(city.page()).unwrap();
    let refused = |told: &[&str]| {
        let tried = city.start();
        let said = String::from_utf8(tried.stderr).unwrap();
        assert!(!tried.status.success() && tried.stdout.is_empty(), "{said}");
        for told in told {
            assert!(said.contains(told), "{told}: {said}");
        }
        let rules = city.rules();
        assert!(said.contains(&format!("`approdo rules verify --pack {}`", rules.display())), "the next step: {said}");
        assert!(!city.folder.path().join("data").exists(), "nothing was begun");
    };

    city.write("transport/discount.md", &city.changed("pass_age: yes/no", "pass_age yes/no"));
    refused(&[
        "transport/discount.md:28:10",
        "expected \":\" and a type, as in \"pass_age: yes/no\"",
        "pass_age yes/no",
    ]);

    // What only the joined pages show: a name that a national page has too.
    city.write("transport/discount.md", &whole.replace("lives_in_city: yes/no", "permit_expiry: date"));
    refused(&["permit_expiry", "is named twice in the pack"]);

    fs::remove_dir_all(city.rules()).unwrap();
    refused(&["my-rules", "No such file or directory"]);
}

#[test]
fn a_text_that_a_city_lacks_in_a_language_is_said_in_italian_and_noted() {
    let city = City::new();
    fs::remove_file(city.rules().join("words/bn/transport.ftl")).unwrap();
    let log = city.folder.path().join("log");
    let server = Server::start_logging(&city.home(), &["serve", "--config", city.settings().to_str().unwrap()], &log);
    let list: Json =
        serde_json::from_str(&Browser::new(server.address).get("/api/rules/list?lang=bn").unwrap().body).unwrap();
    let questions = list["questions"].as_array().unwrap();
    let discount = questions.iter().find(|one| one["question"] == "transport.discount").unwrap();
    assert_eq!(discount["short"], "Abbonamento a metà prezzo");
    server.stop();
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("the rules of the city lack a text") && log.contains("words/bn/transport.ftl"), "{log}");
}

/// `approdo rules watch` at work, and all that it said until now.
struct Watch {
    child: Child,
    lines: Receiver<String>,
    said: String,
}

impl Watch {
    fn over(pack: &Path) -> Self {
        let mut watch = Command::new(world::program());
        watch.args(["rules", "watch", "--pack"]).arg(pack).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = watch.spawn().unwrap();
        let (out, (send, lines)) = (child.stdout.take().unwrap(), channel());
        thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines, said: String::new() }
    }

    /// Reads until a check has ended that told this, and gives what it said; fails after a minute.
    fn until(&mut self, wanted: &str) -> String {
        let until = Instant::now() + Duration::from_mins(1);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|_| panic!("never said {wanted}: {}", self.said));
            self.said.push_str(&line);
            self.said.push('\n');
            let ended = line.starts_with("✓ sound") || line.starts_with("✗ something");
            if ended && self.said.contains(wanted) {
                return std::mem::take(&mut self.said);
            }
        }
    }

    /// Interrupts it, as Ctrl-C does.
    fn interrupt(mut self) {
        assert!(Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "it ends as it was told, not by a fault");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_folder_that_is_watched_is_checked_at_every_save_however_the_editor_saves() {
    let city = City::new();
    fs::remove_dir_all(city.rules().join("renewal")).unwrap();
    let (page, whole) = (city.page(), fs::read_to_string(city.page()).unwrap());
    let mut watch = Watch::over(&city.rules());
    let first = watch.until("✓ sound");
    assert!(!first.contains("transport/discount.md"), "nothing was saved yet: {first}");

    // In place.
    fs::write(&page, city.changed("| 15000.00 |", "| 14999.99 |")).unwrap();
    let told = watch.until("── transport/discount.md");
    assert!(told.contains("65, exactly the limit: not_met") && told.contains("(was: met"), "{told}");
    assert!(told.contains("✗ line") && told.contains("✓ line") && told.contains("(expected: met"), "{told}");
    assert!(told.contains("error: the case \"65, exactly the limit\""), "{told}");

    // Beside it and moved over it, the old one kept: there is a moment without the page.
    let (beside, kept) = (page.with_file_name(".discount.md.swp"), page.with_file_name("discount.md~"));
    fs::write(&beside, &whole).unwrap();
    fs::rename(&page, &kept).unwrap();
    fs::rename(&beside, &page).unwrap();
    let told = watch.until("(was: not_met");
    assert!(told.contains("✓ sound") && !told.contains('✗'), "{told}");

    // A page that cannot be read: the cases are as they were when it can be again.
    fs::write(&page, city.changed("pass_age: yes/no", "pass_age yes/no")).unwrap();
    let told = watch.until("transport/discount.md:28:10");
    assert!(told.contains("the worked cases are tried again when this is put right"), "{told}");
    fs::write(&page, &whole).unwrap();
    let told = watch.until("✓ sound");
    assert!(told.contains("65, exactly the limit: met") && !told.contains("(was:"), "{told}");

    // Many saves in a moment, the last of which counts.
    for age in 66..=70 {
        fs::write(&page, whole.replace("age >= 65", &format!("age >= {age}"))).unwrap();
    }
    fs::write(&page, whole.replace("student and age < 27", "student and age < 28")).unwrap();
    let told = watch.until("student of 27: unknown   (was: not_met");
    assert!(told.contains("✗ something is wrong"), "{told}");

    // A text, a page that goes, and the end.
    fs::write(&page, &whole).unwrap();
    watch.until("✓ sound");
    let words = city.rules().join("words/ar/transport.ftl");
    fs::remove_file(&words).unwrap();
    assert!(watch.until("── words/ar/transport.ftl").contains("words/ar/transport.ftl"));
    fs::remove_dir_all(city.rules()).unwrap();
    watch.until("No such file or directory");
    watch.interrupt();
}
