//! The figures are read as Prometheus reads them, and say nothing of anybody.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use ground::Limit;

use super::{CONNECTIONS_MOST, house, tell};
use crate::{
    access::{Actor, trail},
    operation::{
        backup::{Progress, backup},
        limits::LIMITS,
    },
    shell,
    story::{Browser, Town, on_both_engines, on_sqlite},
};

/// Labels with their values, in order.
type Labels = Vec<(String, String)>;
/// A figure: its labels, and its value.
type Figure = (Labels, f64);

/// Figures by family and name, read strictly: the format 0.0.4 and nothing beside it.
#[derive(Default)]
struct Read {
    kinds: BTreeMap<String, String>,
    figures: BTreeMap<String, Vec<Figure>>,
}

fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(letter) && text.chars().all(|c| letter(c) || c.is_ascii_digit() || c == ':')
}

fn labels(text: &str) -> Labels {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").expect("a label has a value in quotes");
        assert!(is_name(name), "{name}");
        let (mut value, mut escaped, mut end) = (String::new(), false, None);
        for (at, c) in after.char_indices() {
            match (escaped, c) {
                (true, 'n') => value.push('\n'),
                (true, '\\' | '"') => value.push(c),
                (true, other) => panic!("\\{other} is no escape"),
                (false, '\\') => {}
                (false, '"') => {
                    end = Some(at);
                    break;
                }
                (false, other) => value.push(other),
            }
            escaped = !escaped && c == '\\';
        }
        found.push((name.to_owned(), value));
        let after = &after[end.expect("the quotes are closed") + 1..];
        rest = after.strip_prefix(',').unwrap_or(after);
        assert!(rest.is_empty() || after.starts_with(','), "{text}");
    }
    found
}

/// Reads the text, and fails at whatever Prometheus would not take.
fn read(text: &str) -> Read {
    assert!(text.ends_with('\n'), "the last line ends too");
    let mut read = Read::default();
    let mut helped = BTreeSet::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(is_name(name) && !help.is_empty() && helped.insert(name.to_owned()), "{line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(["counter", "gauge", "histogram"].contains(&kind) && helped.contains(name), "{line}");
            assert!(kind != "counter" || name.ends_with("_total"), "{line}");
            assert!(read.kinds.insert(name.to_owned(), kind.to_owned()).is_none(), "twice: {line}");
        } else {
            let (what, value) = line.rsplit_once(' ').unwrap();
            let (name, told) = what
                .split_once('{')
                .map_or((what, ""), |(name, rest)| (name, rest.strip_suffix('}').expect("the labels end")));
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            assert!(read.kinds.contains_key(family) || read.kinds.contains_key(name), "no family: {line}");
            let figure = (labels(told), value.parse().expect("a number"));
            let figures = read.figures.entry(name.to_owned()).or_default();
            assert!(figures.iter().all(|(known, _)| *known != figure.0), "twice: {line}");
            figures.push(figure);
        }
    }
    spreads_are_sound(&read);
    read
}

/// Buckets grow with their bounds, and the last one holds all.
fn spreads_are_sound(read: &Read) {
    for (family, _) in read.kinds.iter().filter(|(_, kind)| *kind == "histogram") {
        let mut by_labels: BTreeMap<Labels, Vec<(f64, f64)>> = BTreeMap::new();
        for (labels, value) in read.figures.get(&format!("{family}_bucket")).into_iter().flatten() {
            let (le, rest): (Vec<_>, Vec<_>) = labels.iter().cloned().partition(|(name, _)| name == "le");
            by_labels.entry(rest).or_default().push((le[0].1.replace("+Inf", "inf").parse().unwrap(), *value));
        }
        for (labels, steps) in by_labels {
            assert!(
                steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1),
                "{family} {labels:?}"
            );
            let all = read.figures[&format!("{family}_count")].iter().find(|(own, _)| *own == labels).unwrap().1;
            assert_eq!(steps.last().unwrap(), &(f64::INFINITY, all), "{family} {labels:?}");
        }
    }
}

impl Read {
    fn one(&self, name: &str, wanted: &[(&str, &str)]) -> Option<f64> {
        let has = |labels: &[(String, String)]| {
            wanted.iter().all(|(name, value)| labels.iter().any(|(n, v)| n == name && v == value))
        };
        self.figures.get(name)?.iter().find(|(labels, _)| has(labels)).map(|(_, value)| *value)
    }
}

/// A browser on all pages of the house, behind its layers.
fn of_house(town: &Town, actor: &Actor) -> Browser {
    town.browser(actor, shell::router(&town.app).with_state(()))
}

fn told(town: &Town) -> Read {
    read(&house::text(&town.app))
}

#[test]
fn the_figures_are_as_prometheus_reads_them_and_tell_what_happened() {
    on_both_engines(|town| {
        trail::settle(&town.app).unwrap();
        let before = told(town);
        assert_eq!(before.one("approdo_up", &[]), Some(1.0));
        assert_eq!(before.one("approdo_backup_age_seconds", &[]), None, "none was proved");
        let browser = of_house(town, &town.desk());
        assert_eq!(browser.get("/people").status, 200);
        assert_eq!(browser.get("/nowhere/at/all").status, 404);
        let quiet: &mut Progress<'_> = &mut |_, _, _| {};
        backup(&town.app, &town.sysadmin(), &mut std::io::sink(), quiet).unwrap();
        town.turn(60);
        let after = told(town);
        let people = [("route", "/people"), ("method", "GET"), ("status", "200")];
        assert_eq!(after.one("approdo_http_requests_total", &people), Some(1.0));
        assert_eq!(after.one("approdo_http_requests_total", &[("route", "other"), ("status", "404")]), Some(1.0));
        assert_eq!(after.one("approdo_http_request_duration_seconds_count", &people[..2]), Some(1.0));
        assert_eq!(after.one("approdo_backup_age_seconds", &[]), Some(60.0));
        assert_eq!(after.one("approdo_sessions_open", &[]), Some(1.0));
        assert!(after.one("approdo_trail_unsequenced_entries", &[]) > Some(0.0), "nobody numbers in this town");
        assert_eq!(after.one("approdo_trail_lag_seconds", &[]), Some(60.0));
        let writes = [("kind", "write")];
        let written = |read: &Read| read.one("approdo_database_duration_seconds_count", &writes).unwrap();
        assert!(written(&after) > written(&before));
        assert_eq!(after.figures.contains_key("approdo_database_log_bytes"), town.app.store.is_embedded());
        assert!(after.one("process_resident_memory_bytes", &[]) > Some(1e6));
    });
}

#[test]
fn sec_80_every_limit_stands_in_the_figures_and_is_counted_when_it_is_reached() {
    on_sqlite(|town| {
        let before = told(town);
        for row in LIMITS {
            let labels = [("limit", row.limit.code())];
            assert_eq!(before.one("approdo_limit", &labels), Some(row.most as f64), "{}", row.limit.code());
            row.limit.reached();
        }
        let after = told(town);
        for limit in Limit::ALL {
            let reached = |read: &Read| read.one("approdo_limit_reached_total", &[("limit", limit.code())]).unwrap();
            assert!(reached(&after) > reached(&before), "{}", limit.code());
        }
    });
}

#[test]
fn sec_55_no_label_says_anything_of_a_person_or_an_account() {
    on_both_engines(|town| {
        let browser = of_house(town, &town.desk());
        let id = "3f0c6c1e-7b1a-4c7e-9f5d-2a5b8c9d0e1f";
        for path in [&format!("/people/{id}"), "/people?q=Zqamina", "/Zqamina/+39912345670987"] {
            browser.get(path);
        }
        let text = house::text(&town.app);
        for canary in [id, "Zqamina", "39912345670987", "Elena", "portalba"] {
            assert!(!text.contains(canary), "{canary}");
        }
        const LABELS: [&str; 9] = ["version", "route", "method", "status", "le", "kind", "outcome", "limit", "unit"];
        let templates: BTreeSet<_> = read(&text)
            .figures
            .values()
            .flatten()
            .flat_map(|(labels, _)| labels.clone())
            .inspect(|(name, _)| assert!(LABELS.contains(&name.as_str()), "{name}"))
            .filter(|(name, _)| name == "route")
            .map(|(_, route)| route)
            .collect();
        assert_eq!(templates.iter().map(String::as_str).collect::<Vec<_>>(), ["/people", "/people/{id}", "other"]);
    });
}

/// A connection to figures that are told here, after it has asked.
fn asking(address: std::net::SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).unwrap();
    stream
}

fn start_of_answer(stream: &mut TcpStream, patience: Duration) -> Option<String> {
    stream.set_read_timeout(Some(patience)).unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).ok()?;
    Some(String::from_utf8(start.to_vec()).unwrap())
}

#[test]
fn sec_80_so_many_ask_for_figures_at_once_and_one_more_waits() {
    on_sqlite(|town| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(tell(listener, Arc::clone(&town.app)));
        let long = Duration::from_secs(20);
        let mut inside: Vec<TcpStream> = Vec::new();
        for at in 0..CONNECTIONS_MOST {
            let mut stream = asking(address, if at == 0 { "/people" } else { "/metrics" });
            let expected = if at == 0 { "HTTP/1.1 404" } else { "HTTP/1.1 200" };
            assert_eq!(start_of_answer(&mut stream, long).as_deref(), Some(expected));
            inside.push(stream);
        }
        let mut late = asking(address, "/metrics");
        assert_eq!(start_of_answer(&mut late, Duration::from_millis(200)), None, "every place is taken");
        drop(inside.pop());
        assert_eq!(start_of_answer(&mut late, long).as_deref(), Some("HTTP/1.1 200"));
        assert!(Limit::FiguresConnections.times_reached() > 0);
    });
}

#[test]
fn sec_83_figures_do_not_stand_where_the_pages_are() {
    on_sqlite(|town| {
        assert_eq!(of_house(town, &town.sysadmin()).get("/metrics").status, 404);
    });
}

#[test]
fn sec_78_while_the_database_fails_the_figures_say_so_and_tell_the_rest() {
    on_both_engines(|town| {
        let broken: Result<u64, store::StoreError> =
            town.app.store.write("story.break", |tx| tx.exec("alter table audit_pending rename to gone", &[]));
        broken.unwrap();
        let told = told(town);
        assert_eq!(told.one("approdo_up", &[]), Some(0.0));
        assert!(!told.figures.contains_key("approdo_trail_unsequenced_entries"));
        assert!(told.figures.contains_key("process_open_fds") && told.figures.contains_key("approdo_limit"));
    });
}
