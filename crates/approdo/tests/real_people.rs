//! The main job on real input: the file of 10,000 people is taken in by the command line and its
//! queries are looked up, on both engines. The file stands beside the project and is never copied
//! into it; where it is absent these tests are ignored, and counted so.

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
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use world::{Database, Home, order, verify_trail};

fn people() -> PathBuf {
    let shared = std::env::var("APPRODO_SHARED")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    shared.join("data/people")
}

/// The person behind each record; known to the judge alone.
fn truth(file: &Path) -> HashMap<String, String> {
    let mut rows = csv::Reader::from_path(file).unwrap();
    rows.records().map(Result::unwrap).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn take_in_and_find(home: &Home, folder: &Path) {
    let (file, queries, hits) =
        (people().join("people-10k.csv"), people().join("queries-10k.csv"), folder.join("hits.csv"));
    order(home, &["people", "import", file.to_str().unwrap()]);
    let line = ["people", "find", "--queries", queries.to_str().unwrap(), "--out", hits.to_str().unwrap()];
    order(home, &line);
    let (persons, asked) = (truth(&file), truth(&queries));
    let mut found = HashSet::new();
    for row in csv::Reader::from_path(&hits).unwrap().records().map(Result::unwrap) {
        assert!((1..=10).contains(&row[1].parse::<u32>().unwrap()), "at most ten for each query");
        assert!(["match", "possible"].contains(&&row[4]), "{}", &row[4]);
        if persons[&row[2]] == asked[&row[0]] {
            found.insert(row[0].to_owned());
        }
    }
    let on_file: Vec<&String> =
        asked.iter().filter(|(_, person)| person.starts_with('P')).map(|(query, _)| query).collect();
    let share = on_file.iter().filter(|query| found.contains(**query)).count() as f64 / on_file.len() as f64;
    assert!(share >= 0.98, "found {share} of those on file");
    verify_trail(home);
}

#[test]
#[cfg_attr(not(shared_people), ignore = "the file of people is not beside the project")]
fn ten_thousand_people_are_taken_in_and_found_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    take_in_and_find(&Home::Directory(folder.path().join("city")), folder.path());
}

#[test]
#[cfg_attr(not(shared_people), ignore = "the file of people is not beside the project")]
fn ten_thousand_people_are_taken_in_and_found_on_postgresql() {
    let (database, folder) = (Database::make(), tempfile::tempdir().unwrap());
    take_in_and_find(&database.home(&folder.path().join("keys")), folder.path());
}
