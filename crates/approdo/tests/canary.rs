//! SEC-55: what people said never stands in the open, in any spelling a disk could hold it in, packed
//! ones too: not in the database, its write-ahead log, a backup, or what the process logs.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

mod house;
mod world;

use std::{io::Read, path::Path};

use flate2::{
    Compression,
    read::{GzDecoder, GzEncoder, ZlibDecoder, ZlibEncoder},
};
use world::{Browser, Database, Home, Server, contact_form, log_in, new_key, order, save_contact};

/// Words of level S2 that stand nowhere else, as they are typed in.
const CANARIES: [&str; 5] = ["Zqamina", "Zqelkhatib", "+39912345670987", "ZQ7788990", "zqmail@esempio.example"];

/// What was told at the desk: a theme for S2, for each compartment of S3 that themes reveal and for S4,
/// and a note with it.
/// The themes are words of a list; that someone came for one of them is what must not stand there.
const TOLD: [(&str, &str); 6] = [
    ("housing.renting", "Zqstanza-vicino-al-porto"),
    ("health.psychological", "Zqnon-dorme-piu"),
    ("legal.dublin", "Zqritorno-in-altro-paese"),
    ("housing.budget", "Zqdebito-con-il-padrone"),
    ("work.search", "Zqlicenziato-da-ieri"),
    ("protection.violence", "Zqha-paura-di-lui"),
];

/// What is known of her situation: a title with what it is founded on, a fact with its name and value, and why
/// it was wrong. Kinds, facts and values are words of lists; that they are hers is what must not stand there.
const SITUATION: [&str; 5] =
    ["protezione_speciale", "Zqteme-di-tornare", "job_end_reason", "dismissal", "Zqera-di-sua-sorella"];

/// Every word that is looked for.
fn canaries() -> impl Iterator<Item = &'static str> {
    CANARIES.into_iter().chain(SITUATION).chain(TOLD.into_iter().flat_map(|(theme, note)| [theme, note]))
}

/// Every way in which a disk could hold a text.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let hex = ground::hex::encode(text.as_bytes());
    let mut all = vec![
        text.as_bytes().to_vec(),
        text.to_lowercase().into_bytes(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ];
    // In base64 a text looks different at each of the three places it can begin.
    for lead in 0..3 {
        let mut padded = vec![b'.'; lead];
        padded.extend(text.as_bytes());
        let encoded = base64(&padded);
        let skip = if lead == 0 { 0 } else { lead + 1 };
        all.push(encoded[skip..encoded.len() - 2].to_vec());
    }
    all
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        out.extend((0..=chunk.len()).map(|at| LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
    }
    out
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

fn scan(what: &str, bytes: &[u8], faults: &mut Vec<String>) {
    look_for(what, bytes, faults);
    for packed in unpacked(bytes) {
        look_for(&format!("{what}, packed,"), &packed, faults);
    }
}

fn look_for(what: &str, bytes: &[u8], faults: &mut Vec<String>) {
    for canary in canaries() {
        for (way, spelling) in spellings(canary).iter().enumerate() {
            if holds(bytes, spelling) {
                faults.push(format!("{what} holds {canary} (spelling {way})"));
            }
        }
    }
}

/// What opens as a packed stream, wherever one may begin. A stream that breaks off counts as far as it goes.
fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    const LONGEST: u64 = 1 << 20;
    let mut all = Vec::new();
    for (at, pair) in bytes.windows(2).enumerate() {
        let mut plain = Vec::new();
        // why: a cut stream ends in an error after what it gave, and what it gave is looked at
        let _ = match pair {
            [0x1f, 0x8b] => GzDecoder::new(&bytes[at..]).take(LONGEST).read_to_end(&mut plain),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda] => ZlibDecoder::new(&bytes[at..]).take(LONGEST).read_to_end(&mut plain),
            _ => continue,
        };
        if plain.len() > 8 {
            all.push(plain);
        }
    }
    all
}

fn scan_folder(folder: &Path, faults: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            scan_folder(&path, faults);
        } else if path.extension().is_none_or(|kind| kind != "sock") {
            scan(&path.display().to_string(), &std::fs::read(&path).unwrap(), faults);
        }
    }
}

/// Sends a form of this page with what is typed in it; where it leads to.
fn send(desk: &mut Browser, page: &str, to: &str, typed: &[(&str, &str)]) -> String {
    let (csrf, once) = (desk.get(page).unwrap().hidden("_csrf"), new_key());
    let mut form = vec![("_csrf", csrf.as_str()), ("_once", &once), ("_page", page)];
    form.extend_from_slice(typed);
    let answer = desk.post(to, &form).unwrap();
    assert_eq!(answer.status, 303, "{to}: {}", answer.body);
    answer.location().split('?').next().unwrap().to_owned()
}

/// Writes her down at the desk and says what is known of her situation; what is said of her work is taken back.
fn tell_her_situation(desk: &mut Browser) {
    let [kind, basis, fact, value, mistake] = SITUATION;
    let who = [("given-1", "Zqamina"), ("family-1", "Zqelkhatib"), ("sure", "1")];
    let situation = format!("{}/situation", send(desk, "/people", "/people", &who));
    let title = [("title_kind", kind), ("title_basis", basis), ("title_stage", "held")];
    let new = format!("{situation}/titles/new");
    send(desk, &new, &new, &title);
    let page = format!("{situation}/facts/{fact}");
    let answer = format!("word.{value}");
    send(desk, &page, &page, &[("fact_answer", &answer), ("fact_source", "told"), ("fact_from", "2026-01-31")]);
    let shown = desk.get(&situation).unwrap().body;
    assert!(shown.contains(basis) && shown.contains("Licenziamento"), "her situation was not written: {shown}");
    let said = desk.get(&page).unwrap();
    let (_, rest) = said.body.split_once(&format!("action=\"{page}/")).expect("nothing to take back");
    let withdraw = format!("{page}/{}", rest.split('"').next().unwrap());
    send(desk, &page, &withdraw, &[("why_wrong", mistake), ("_version", &said.hidden("_version"))]);
}

/// Takes a person in from a file, finds her, and records what she said, as a desk would.
fn live_a_day(server: &Server, home: &Home, folder: &Path) {
    let file = folder.join("arrivals.csv");
    let row = "given_name,family_name,birth_date,document_no,phone,email\n\
               Zqamina,Zqelkhatib,1984-03-14,ZQ7788990,+39912345670987,zqmail@esempio.example\n";
    std::fs::write(&file, row).unwrap();
    order(home, &["people", "import", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    let found = order(home, &["people", "find", "--name", "Zqelkhatib Zqamina", "--born", "1984", "--json"]);
    assert!(found.contains("Zqamina"), "the canary was not taken in: {found}");
    let mut desk = log_in(server, home, "desk");
    for (theme, note) in TOLD {
        let mut form = contact_form(&mut desk);
        for (name, value) in &mut form {
            match name.as_str() {
                "note" => note.clone_into(value),
                "theme" => theme.clone_into(value),
                _ => {}
            }
        }
        assert_eq!(save_contact(&mut desk, &form, &new_key()).unwrap().status, 303, "{theme}");
    }
    tell_her_situation(&mut desk);
    search(&mut desk);
}

/// What is told to Prometheus, read over the network as Prometheus does.
fn figures(server: &mut Server) -> String {
    let lines = std::iter::repeat_with(|| server.next_line()).take(200);
    let line = lines.into_iter().find(|line| line.ends_with("/metrics")).expect("where do the figures stand?");
    let address = line.split_once("http://").unwrap().1.strip_suffix("/metrics").unwrap();
    Browser::new(address.parse().unwrap()).get("/metrics").unwrap().body
}

fn search(desk: &mut Browser) {
    let page = desk.get("/people").unwrap();
    let (csrf, once) = (page.hidden("_csrf"), page.hidden("_once"));
    let form = [("_csrf", csrf.as_str()), ("_once", &once), ("_page", "/people"), ("q", "Zqamina Zqelkhatib")];
    let found = desk.post("/people/search", &form).unwrap();
    assert!(found.body.contains("Zqamina"), "the desk did not find her");
}

#[test]
fn sec_55_nothing_said_stands_in_the_open_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("city");
    let home = Home::Directory(directory.clone());
    let log = folder.path().join("log");
    let settings = folder.path().join("approdo.toml");
    std::fs::write(&settings, "metrics = \"127.0.0.1:0\"\n").unwrap();
    let demo = ["demo", "--persons", "20", "--config", settings.to_str().unwrap()];
    let mut server = Server::start_logging(&home, &demo, &log);
    live_a_day(&server, &home, folder.path());
    let told = figures(&mut server);
    assert!(
        told.contains("approdo_http_requests_total{route=\"/people/search\",method=\"POST\",status=\"200\"} 1"),
        "{told}"
    );
    std::fs::write(folder.path().join("figures"), told).unwrap();
    let backup = folder.path().join("city.backup");
    order(&home, &["backup", backup.to_str().unwrap()]);
    let mut faults = Vec::new();
    assert!(directory.join("approdo.db-wal").exists(), "the write-ahead log is scanned while it is there");
    scan_folder(folder.path(), &mut faults);
    server.stop();
    scan_folder(folder.path(), &mut faults);
    assert!(std::fs::metadata(&log).unwrap().len() > 0, "the log is scanned too, so it must say something");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sec_55_nothing_said_stands_in_the_open_on_postgresql() {
    let (database, folder) = (Database::make(), tempfile::tempdir().unwrap());
    let home = database.home(&folder.path().join("keys"));
    let server = Server::start_logging(&home, &["demo", "--persons", "20"], &folder.path().join("log"));
    live_a_day(&server, &home, folder.path());
    server.stop();
    let mut faults = Vec::new();
    let mut db = postgres::Client::connect(&database.url(), postgres::NoTls).unwrap();
    for table in approdo::tables::TABLES {
        for row in db.query(&format!("select t::text from {} t", table.name), &[]).unwrap() {
            scan(table.name, row.get::<_, String>(0).as_bytes(), &mut faults);
        }
    }
    scan_folder(folder.path(), &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_scan_finds_what_it_looks_for() {
    for canary in canaries() {
        for lead in ["", ".", ".."] {
            let text = format!("{lead}{canary} and more");
            let mut faults = Vec::new();
            scan("plain", text.as_bytes(), &mut faults);
            scan("base64", &base64(text.as_bytes()), &mut faults);
            scan("utf-16", &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), &mut faults);
            let mut packed = lead.as_bytes().to_vec();
            GzEncoder::new(text.as_bytes(), Compression::best()).read_to_end(&mut packed).unwrap();
            scan("gzip", &packed, &mut faults);
            packed.truncate(lead.len());
            ZlibEncoder::new(text.as_bytes(), Compression::fast()).read_to_end(&mut packed).unwrap();
            scan("zlib", &packed, &mut faults);
            for what in ["plain", "base64", "utf-16", "gzip", "zlib"] {
                assert!(
                    faults.iter().any(|fault| fault.starts_with(what)),
                    "{what}: {canary} after {lead:?}: {faults:?}"
                );
            }
        }
    }
}

/// The pages on which someone could still be read, each asked by who may open it.
fn pages_about(house: &house::House, desk: &house::Who, auditor: &house::Who, person: &str) -> Vec<(String, Vec<u8>)> {
    // In capitals, because the page shows again what was typed.
    let mut pages = vec![("the search".to_owned(), house.post(desk, "/people/search", &[("q", "ZQAMINA ZQELKHATIB")]))];
    pages.push(("the export of exposures".to_owned(), house.post(auditor, "/trail/breach", &BREACH)));
    for (who, path) in [
        (desk, "/".to_owned()),
        (desk, "/contacts".to_owned()),
        (desk, format!("/people/{person}")),
        (desk, format!("/people/{person}/history")),
        (auditor, "/trail".to_owned()),
        (auditor, "/erasures".to_owned()),
    ] {
        pages.push((path.clone(), house.get(who, &path)));
    }
    pages.into_iter().map(|(name, answer)| (name, answer.body)).collect()
}

const BREACH: [(&str, &str); 3] = [("from", "2026-11-23 08:00"), ("to", "2026-11-24 08:00"), ("account", "")];

/// SEC-50: of someone erased nothing is left to read: in no file, no page, no export, no later backup, and
/// not after an older backup was restored.
#[test]
fn sec_50_of_the_erased_nothing_is_left_to_read_anywhere() {
    use approdo::operation::backup::{Outside, backup, restore};
    use policy::Role;

    let folder = house::folder();
    let home = house::House::open(folder.path(), 50);
    let team = home.team("Sportello sociale");
    let hire = |name: &str, role| home.with_session(&home.hire(name, &[role], None, Some(team)), true);
    let (desk, leader) = (hire("Elena Fabbri", Role::Desk), hire("Sara Villa", Role::Supervisor));
    let (auditor, admin) = (hire("Nadia Greco", Role::AuditorDpo), hire("Aldo Serra", Role::Sysadmin));
    let id = home.person("Zqamina", "Zqelkhatib", "+39912345670987", "Zqvia 7");
    home.follow(id, None, Some(team));
    home.contact(&desk, Some(id), "protection.violence", "Zqstanza-vicino-al-porto");
    let person = id.to_string();
    let read = |faults: &mut Vec<String>| {
        for (name, body) in pages_about(&home, &desk, &auditor, &person) {
            scan(&name, &body, faults);
        }
    };
    let mut before = Vec::new();
    read(&mut before);
    assert!(before.iter().any(|found| found.starts_with("the search")), "she was there to be found: {before:?}");
    assert!(before.iter().any(|found| found.starts_with("/contacts")), "and so was her contact: {before:?}");
    let back_up = || {
        let mut bytes = Vec::new();
        backup(&home.app, &home.actor(&admin), &mut bytes, &mut |_, _, _| {}).unwrap();
        bytes
    };
    let older = back_up();
    assert_eq!(home.post(&leader, &format!("/people/{person}/erasure"), &[("reason", "request")]).status, 303);
    assert_eq!(home.post(&auditor, &format!("/erasures/{person}/agree"), &[]).location(), "/erasures?done=erased");
    let mut faults = Vec::new();
    read(&mut faults);
    for (name, bytes) in [("older", older), ("newer", back_up())] {
        let file = folder.path().join(format!("{name}.backup"));
        std::fs::write(&file, &bytes).unwrap();
        let place = approdo::app::Place::Directory(folder.path().join(name));
        let outside = Outside { keys: &home.app.keys, journal: &home.app.journal };
        restore(&mut bytes.as_slice(), outside, &place, &mut |_, _, _| {}).unwrap();
        let opening = approdo::app::Opening {
            clock: home.app.clock.clone(),
            ..approdo::app::Opening::of(place, home.app.keys.path().to_owned())
        };
        let restored = home.beside(approdo::app::App::open(opening).unwrap());
        // No session of the city that was backed up holds in the copy: they log in anew.
        assert_eq!(restored.get(&desk, "/contacts").status, 303);
        let [desk, auditor] = [&desk, &auditor].map(|who| restored.with_session(who, true));
        for (page, body) in pages_about(&restored, &desk, &auditor, &person) {
            assert!(!body.is_empty());
            scan(&format!("{page} of the {name} backup"), &body, &mut faults);
        }
        assert_eq!(restored.get(&desk, "/contacts").status, 200);
    }
    scan_folder(folder.path(), &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
