//! What a search finds and what it costs: files of synthetic people, imported and asked for in a running
//! server, each answer judged by the column `true_id`, which the server never sees.
//!
//! The files are those of `bench/data.py`. The folder with them, and with the cities made of them so that a
//! second run need not import again, is named by `APPRODO_FIGURES`.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    approdo, figure,
    world::{Browser, Home, Server, log_in},
};

/// One row of a file of people or queries, as far as it is judged or typed.
struct Row {
    id: String,
    person: String,
    given: String,
    family: String,
    born: String,
    country: String,
    document: String,
    tax_code: String,
    phone: String,
}

impl Row {
    fn is_on_file(&self) -> bool {
        self.person.starts_with('P')
    }

    /// Whether the two share a birth date, a document, a fiscal code or a telephone.
    fn shares_a_fact(&self, other: &Self) -> bool {
        let facts = |row: &Self| [&row.born, &row.document, &row.tax_code, &row.phone].map(Clone::clone);
        facts(self).iter().zip(facts(other)).any(|(one, other)| !one.is_empty() && *one == other)
    }
}

fn read(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file)
        .unwrap_or_else(|why| panic!("{}: {why}; make it with `python bench/data.py FOLDER`", file.display()));
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| Row {
        id: row[0].to_owned(),
        person: row[1].to_owned(),
        given: row[3].to_owned(),
        family: row[4].to_owned(),
        born: row[6].to_owned(),
        country: row[7].to_owned(),
        document: row[8].to_owned(),
        tax_code: row[9].to_owned(),
        phone: row[10].to_owned(),
    })
    .collect()
}

/// The people of a size and the queries about them.
struct Sample {
    queries: Vec<Row>,
    /// Of each query the records of its person, and whether it is bare.
    truth: HashMap<String, (HashSet<String>, bool)>,
}

impl Sample {
    fn read(folder: &Path, size: &str, queries: &str) -> Self {
        let queries = read(&folder.join(format!("{queries}-{size}.csv")));
        let wanted: HashSet<&str> = queries.iter().map(|query| query.person.as_str()).collect();
        let mut persons: HashMap<String, Vec<Row>> = HashMap::new();
        for row in read(&folder.join(format!("people-{size}.csv"))) {
            if wanted.contains(row.person.as_str()) {
                persons.entry(row.person.clone()).or_default().push(row);
            }
        }
        let truth_of = |query: &Row| {
            let records = persons.get(&query.person).map(Vec::as_slice).unwrap_or_default();
            let is_bare = query.is_on_file() && !records.iter().any(|record| query.shares_a_fact(record));
            (query.id.clone(), (records.iter().map(|record| record.id.clone()).collect(), is_bare))
        };
        let truth = queries.iter().map(truth_of).collect();
        Self { queries, truth }
    }

    /// The share of these queries, or of the bare ones among them, that found their person, and how many there are.
    fn recall(&self, answers: &Answers, bare_only: bool) -> String {
        let asked = self.queries.iter().filter(|query| query.is_on_file() && (!bare_only || self.truth[&query.id].1));
        let (all, found) = asked.fold((0_u32, 0_u32), |(all, found), query| {
            let hits = answers.get(&query.id).map(Vec::as_slice).unwrap_or_default();
            let is_found = hits.iter().take(10).any(|hit| self.truth[&query.id].0.contains(&hit.record));
            (all + 1, found + u32::from(is_found))
        });
        format!("{:.4} ({} of {all} missed)", f64::from(found) / f64::from(all), all - found)
    }

    /// Precision, recall and F1 of the first answers that the program itself calls a match.
    fn first_answers(&self, answers: &Answers) -> String {
        let (mut on_file, mut given, mut right) = (0.0, 0.0, 0.0);
        for query in &self.queries {
            on_file += f64::from(u8::from(query.is_on_file()));
            if let Some(hit) = answers.get(&query.id).and_then(|hits| hits.first()).filter(|hit| hit.is_match) {
                given += 1.0;
                right += f64::from(u8::from(self.truth[&query.id].0.contains(&hit.record)));
            }
        }
        format!(
            "{:.4} (precision {:.4}, recall {:.4}, {} queries)",
            2.0 * right / (given + on_file),
            right / given,
            right / on_file,
            self.queries.len()
        )
    }
}

struct Hit {
    record: String,
    is_match: bool,
}

type Answers = HashMap<String, Vec<Hit>>;

fn folder() -> PathBuf {
    std::env::var("APPRODO_FIGURES")
        .map_or_else(|_| Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures"), PathBuf::from)
}

/// A city with the people of this size and nobody else, made once. The house's own look for pairs after an
/// import, which takes minutes and would be measured too, is taken from the jobs.
fn city(size: &str) -> (Home, Server) {
    let place = folder().join(format!("city-{size}"));
    let home = Home::Directory(place.clone());
    if !place.join("demo.json").exists() {
        let server = Server::start(&home, &["demo", "--persons", "0"]);
        let began = Instant::now();
        approdo(&home, &["people", "import", &folder().join(format!("people-{size}.csv")).display().to_string()]);
        figure(&format!("{size}: import, wall"), format!("{:.1} s", began.elapsed().as_secs_f64()));
        server.stop();
    }
    let database = rusqlite::Connection::open(place.join("approdo.db")).unwrap();
    database.execute("delete from job where kind = 'people.merge.look'", []).unwrap();
    drop(database);
    (home.clone(), Server::start(&home, &["serve"]))
}

/// Searches for everybody in a file, in the server, and judges what it found.
pub(super) fn measure(size: &str) {
    let (home, server) = city(size);
    for name in ["queries", "more"] {
        let sample = Sample::read(&folder(), size, name);
        let (answers, told) = in_batches(&home, size, name);
        figure(&format!("{size}, {name}: recall at 10"), sample.recall(&answers, false));
        figure(&format!("{size}, {name}: recall at 10 of the bare"), sample.recall(&answers, true));
        figure(&format!("{size}, {name}: F1 of the first answer"), sample.first_answers(&answers));
        figure(&format!("{size}, {name}: in batches, inside the server"), told);
    }
    let sample = Sample::read(&folder(), size, "queries");
    let mut desk = log_in(&server, &home, "desk");
    let (answers, times) = by_pages(&mut desk, &sample);
    figure(&format!("{size}: recall among the nine of the page"), sample.recall(&answers, false));
    figure(&format!("{size}: whole page with its own entry in the trail, p50 / p95"), times);
    figure(&format!("{size}: memory of the server"), format!("{:.1} MB", server.rss_mb()));
    server.stop();
}

/// What `approdo people find` says of a file of queries, and what it says it cost.
fn in_batches(home: &Home, size: &str, name: &str) -> (Answers, String) {
    let in_folder = |name: String| folder().join(name).display().to_string();
    let (asked, hits, stats) = (
        in_folder(format!("{name}-{size}.csv")),
        in_folder(format!("hits-{name}-{size}.csv")),
        in_folder(format!("stats-{name}-{size}.json")),
    );
    approdo(home, &["people", "find", "--queries", &asked, "--out", &hits, "--stats", &stats]);
    let mut answers = Answers::new();
    for row in csv::Reader::from_path(hits).unwrap().records() {
        let row = row.unwrap();
        let hit = Hit { record: row[2].to_owned(), is_match: &row[4] == "match" };
        answers.entry(row[0].to_owned()).or_default().push(hit);
    }
    (answers, std::fs::read_to_string(stats).unwrap().trim().to_owned())
}

/// Every query typed into the page by the desk, one after the other: what was found, and how long each took.
fn by_pages(desk: &mut Browser, sample: &Sample) -> (Answers, String) {
    let page = desk.get("/people").unwrap();
    let (csrf, once) = (page.hidden("_csrf"), page.hidden("_once"));
    let (mut answers, mut times) = (Answers::new(), Vec::with_capacity(sample.queries.len()));
    for query in &sample.queries {
        let box_ =
            [&query.given, &query.family, &query.document, &query.tax_code, &query.phone].map(String::as_str).join(" ");
        let form = [
            ("_csrf", csrf.as_str()),
            ("_once", &once),
            ("_page", "/people"),
            ("q", box_.trim()),
            ("born", &query.born),
            ("country", &query.country),
        ];
        let began = Instant::now();
        let page = desk.post("/people/search", &form).unwrap();
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(page.status, 200, "{}", page.body);
        let shown = page.body.split("importata con il numero \u{2068}").skip(1);
        let records = shown.filter_map(|rest| rest.split('\u{2069}').next());
        let hits = records.map(|record| Hit { record: record.to_owned(), is_match: false });
        answers.insert(query.id.clone(), hits.collect());
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[(times.len() as f64 * share) as usize];
    (answers, format!("{:.2} / {:.2} ms", at(0.5), at(0.95)))
}
