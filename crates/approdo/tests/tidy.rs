//! The plan of the house, kept true: doors between rooms, functions that fit a screen, words that
//! say what public things are, and tables that name a level for every column.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Which rooms a room may call. `shell`, `app` and the crates below are open to all; `operation`
/// runs the house and may call every room.
const DOORS: &[(&str, &[&str])] = &[
    ("access", &[]),
    ("people", &["access"]),
    ("desk", &["access", "people"]),
    ("checker", &[]),
    ("shell", &["access", "people", "desk", "checker", "operation"]),
    ("operation", &["access", "people", "desk", "checker"]),
];
/// The files of the shell that put the rooms together; the rest of the shell knows only log-in.
const SHELL_FILES_THAT_KNOW_ROOMS: &[&str] = &["rooms.rs"];
/// Crates and the crates they may use: dependencies point down.
const CRATES: &[(&str, &[&str])] = &[
    ("ground", &[]),
    ("policy", &["ground"]),
    ("matching", &["ground"]),
    ("rules", &["ground"]),
    ("store", &["ground"]),
    ("parquet-rows", &[]),
    ("approdo", &["ground", "policy", "matching", "rules", "store", "parquet-rows"]),
];
const FUNCTION_LINES_MOST: usize = 70;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn rust_files(under: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![under.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no Rust in {}", under.display());
    found
}

/// The code of a file without comments, so that a word in a sentence opens no door.
fn code_only(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn mentions(code: &str, room: &str) -> bool {
    [format!("crate::{room}::"), format!("crate::{room};"), format!("super::super::{room}::")]
        .iter()
        .any(|way| code.contains(way))
        || grouped_imports(code).any(|names| names.contains(&room.to_owned()))
}

/// The first names inside `use crate::{…}`.
fn grouped_imports(code: &str) -> impl Iterator<Item = Vec<String>> {
    code.split("use crate::{").skip(1).map(|rest| {
        let (mut depth, mut names, mut name) = (0, Vec::new(), String::new());
        for c in rest.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => names.push(std::mem::take(&mut name)),
                _ if depth == 0 => name.push(c),
                _ => {}
            }
        }
        names.push(name);
        names.iter().map(|name| name.trim().split("::").next().unwrap_or_default().trim().to_owned()).collect()
    })
}

#[test]
fn rooms_go_through_their_doors() {
    let source = root().join("crates/approdo/src");
    let mut faults = Vec::new();
    for (room, doors) in DOORS {
        for (path, text) in rust_files(&source.join(room)) {
            let file = path.file_name().unwrap().to_str().unwrap();
            let code = code_only(&text);
            for (other, _) in DOORS.iter().filter(|(other, _)| other != room && *other != "shell") {
                let knows = *room != "shell" || *other == "access" || SHELL_FILES_THAT_KNOW_ROOMS.contains(&file);
                if mentions(&code, other) && !(doors.contains(other) && knows) && !is_story(&path) {
                    faults.push(format!("{} has no door to {other}", path.strip_prefix(&source).unwrap().display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn is_story(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "story" || part.as_os_str() == "story.rs")
}

#[test]
fn every_folder_of_the_service_is_in_the_plan() {
    for entry in fs::read_dir(root().join("crates/approdo/src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(path.is_file() || DOORS.iter().any(|(room, _)| *room == name), "the room {name} has no doors yet");
    }
}

#[test]
fn crates_depend_downwards() {
    for (name, below) in CRATES {
        let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        let own = manifest.split("[dev-dependencies]").next().unwrap();
        for (other, _) in CRATES {
            let uses = own
                .lines()
                .any(|line| line.starts_with(&format!("{other}.")) || line.starts_with(&format!("{other} ")));
            assert!(!uses || below.contains(other), "{name} may not use {other}");
        }
    }
}

#[test]
fn functions_fit_a_screen() {
    let mut faults = Vec::new();
    for (path, text) in rust_files(&root().join("crates")) {
        for (name, line, length) in functions(&text) {
            if length > FUNCTION_LINES_MOST {
                faults.push(format!("{}:{line}: {name} has {length} lines", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Name, first line and length of every function, by its indentation.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let is_function = [
            "fn ",
            "pub fn ",
            "pub(crate) fn ",
            "pub(super) fn ",
            "async fn ",
            "pub async fn ",
            "const fn ",
            "pub const fn ",
        ]
        .iter()
        .any(|start| code.starts_with(start));
        if !is_function || code.ends_with(';') {
            continue;
        }
        let indent = line.len() - code.len();
        let end = format!("{}}}", " ".repeat(indent));
        let length =
            lines[at..].iter().position(|line| line.starts_with(&end) && line.trim() == "}").map_or(1, |n| n + 1);
        let name = code.split('(').next().unwrap_or_default().rsplit(' ').next().unwrap_or_default().to_owned();
        found.push((name, at + 1, length));
    }
    found
}

#[test]
fn files_begin_with_what_they_are() {
    for (path, text) in rust_files(&root().join("crates")) {
        assert!(text.starts_with("//!"), "{} does not begin with //!", path.display());
    }
}

#[test]
fn nobody_asks_which_engine_it_is() {
    for (path, text) in rust_files(&root().join("crates/approdo/src")) {
        let code = if is_story(&path) { String::new() } else { code_only(&text) };
        for word in ["rusqlite", "postgres::Client", "tokio_postgres"] {
            assert!(!code.contains(word), "{} speaks to {word}: only the store does", path.display());
        }
    }
}

#[test]
fn sec_01_only_access_asks_the_policy() {
    for (path, text) in rust_files(&root().join("crates/approdo/src")) {
        let asks = code_only(&text).contains("policy::decide(");
        assert!(!asks || path.ends_with("access/leave.rs"), "{} decides for itself", path.display());
    }
}

#[test]
fn own_crates_forbid_unsafe_code_and_share_the_lints() {
    let workspace = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    for (name, _) in CRATES {
        let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name} does not share the lints");
    }
}

#[test]
fn sec_53_every_personal_column_is_closed_or_says_why_not() {
    let mut open = BTreeMap::new();
    for table in approdo::tables::TABLES {
        for column in table.columns.iter().filter(|column| column.level.is_personal()) {
            let special = column.level > ground::Level::S2;
            assert!(column.closed || !special, "{}.{} is {} in the open", table.name, column.name, column.level);
            if !column.closed {
                open.insert((table.name, column.name), column.level);
            }
        }
    }
    assert!(open.len() < 32, "more and more personal columns are open: {open:?}");
}

#[test]
fn third_party_crates_are_listed_with_what_they_are_for() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let list = fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let wanted = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    for line in wanted.lines().filter(|line| line.contains('=') && !line.starts_with('#') && !line.contains("path =")) {
        let name = line.split(['=', ' ']).next().unwrap();
        assert!(list.contains(&format!("`{name}`")), "docs/dependencies.md does not say what {name} is for");
    }
}

#[test]
fn sec_67_rows_leave_the_house_by_one_way() {
    for (path, text) in rust_files(&root().join("crates/approdo/src")) {
        let writes = ["csv::Writer", "WriterBuilder"].iter().any(|word| code_only(&text).contains(word));
        assert!(
            !writes || path.ends_with("shell/export.rs"),
            "{} writes CSV by itself: use shell::export",
            path.display()
        );
    }
}

#[test]
fn the_security_map_is_what_the_tests_say_today() {
    let told = std::process::Command::new("node")
        .arg(root().join("scripts/security-map"))
        .arg("--check")
        .output()
        .expect("node is needed for the sheets anyway");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
}

#[test]
fn sec_84_every_crate_comes_from_the_registry_with_its_checksum() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for package in lock.split("[[package]]").skip(1) {
        let own = !package.contains("source = ");
        let from_the_registry = package.contains("source = \"registry+https://github.com/rust-lang/crates.io-index\"")
            && package.contains("checksum = ");
        assert!(own || from_the_registry, "not from the registry, or without a checksum:{package}");
        let name = package.split("name = \"").nth(1).unwrap().split('"').next().unwrap();
        assert!(!own || CRATES.iter().any(|(ours, _)| *ours == name), "{name} is none of ours and has no source");
    }
}

#[test]
fn sec_84_an_advisory_is_set_aside_only_with_reason_and_day() {
    let deny = fs::read_to_string(root().join("deny.toml")).unwrap();
    let ignored = deny.split("ignore = [").nth(1).unwrap().split(']').next().unwrap();
    for line in ignored.lines().filter(|line| !line.trim().is_empty()) {
        assert!(line.contains("reason = ") && line.contains("again on 20"), "{line}: why, and looked at again when?");
    }
    let security = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    for promise in ["security@", "60 days", "48 hours"] {
        assert!(security.contains(promise), "SECURITY.md does not say {promise}");
    }
}
