//! Reads the SQL text of every room's tables and writes the list of migrations and the plan of the
//! tables. A column without a level of sensitivity, or a personal one that is not sealed and gives
//! no reason, stops the build: the level cannot be forgotten.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use ground::Level;

type Plain<T> = Result<T, String>;

fn main() -> Plain<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=../store/src/tables");
    println!("cargo::rerun-if-changed=../../web/dist/manifest.json");
    if !here.join("../../web/dist/manifest.json").exists() {
        return Err("the sheets are not built yet. Run: (cd web && npm ci && npm run build)".to_owned());
    }
    println!("cargo::rustc-check-cfg=cfg(shared_people)");
    println!("cargo::rerun-if-env-changed=APPRODO_SHARED");
    let shared = env::var("APPRODO_SHARED").map_or_else(|_| here.join("../../../shared"), PathBuf::from);
    if shared.join("data/people/people-10k.csv").exists() {
        println!("cargo::rustc-cfg=shared_people");
    }
    let mut files = Vec::new();
    collect(&here.join("../store/src"), &mut files).map_err(|e| e.to_string())?;
    collect(&here.join("src"), &mut files).map_err(|e| e.to_string())?;
    files.sort_by_key(|file| file.file_name().map(ToOwned::to_owned));
    let mut steps = String::new();
    let mut tables = String::new();
    let mut names: Vec<String> = Vec::new();
    let mut last = String::new();
    for file in &files {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let number: u32 = name.get(..4).and_then(|n| n.parse().ok()).ok_or(format!("{name}: wants four digits"))?;
        if name.get(..4) == last.get(..4) {
            return Err(format!("{name} and {last} have the same number"));
        }
        let sql = fs::read_to_string(file).map_err(|e| e.to_string())?;
        writeln!(steps, "store::Migration {{ number: {number}, name: {name:?}, sql: {sql:?} }},")
            .map_err(|e| e.to_string())?;
        plan(&name, &sql, &mut tables)?;
        names.extend(sql.lines().filter_map(table_of));
        last = name;
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?).join("tables.rs");
    let text = format!(
        "/// Every step of the house's tables, in order.\npub const MIGRATIONS: &[store::Migration] = &[\n{steps}];\n\n\
         /// Every table, in the order in which rows can be put back.\npub const TABLES: &[store::TablePlan] = &[\n{tables}];\n\n{}",
        kinds(&names)
    );
    fs::write(out, text).map_err(|e| e.to_string())
}

/// The name of the table that a line begins.
fn table_of(line: &str) -> Option<String> {
    let code = line.split("--").next().unwrap_or_default().trim();
    code.strip_prefix("create table ").and_then(|rest| rest.strip_suffix(" (")).map(ToOwned::to_owned)
}

/// Every table as a word that a `match` must answer: so that each has a rule of how long it is kept.
fn kinds(names: &[String]) -> String {
    let variant = |name: &str| -> String {
        let capital =
            |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
        name.split('_').map(capital).collect::<Vec<String>>().concat()
    };
    let each = |line: &dyn Fn(&str) -> String| names.iter().map(|name| line(name)).collect::<String>();
    format!(
        "/// Every table, one word each.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]\npub enum Table {{\n{}}}\n\n\
         impl Table {{\n/// Every table.\npub const ALL: &[Self] = &[{}];\n\n\
         /// Its name in the database.\n#[must_use]\npub const fn name(self) -> &'static str {{ match self {{ {} }} }}\n}}\n",
        each(&|name| format!("/// `{name}`.\n{},\n", variant(name))),
        each(&|name| format!("Self::{}, ", variant(name))),
        each(&|name| format!("Self::{} => {name:?}, ", variant(name))),
    )
}

/// Finds the `.sql` files of every folder called `tables`.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "sql") && folder.ends_with("tables") {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes the plan of each table in one file.
fn plan(file: &str, sql: &str, plans: &mut String) -> Plain<()> {
    let mut table: Option<String> = None;
    for line in sql.lines() {
        let (code, comment) = line.split_once("--").unwrap_or((line, ""));
        let code = code.trim();
        if let Some(name) = table_of(line) {
            table = Some(name.clone());
            write!(plans, "store::TablePlan {{ name: {name:?}, columns: &[").map_err(|e| e.to_string())?;
        } else if code.starts_with(");") && table.take().is_some() {
            writeln!(plans, "] }},").map_err(|e| e.to_string())?;
        } else if let (Some(table), false) = (&table, is_constraint(code)) {
            plans.push_str(&column(code, comment.trim()).map_err(|why| format!("{file}: {table}: {why}: {line}"))?);
        }
    }
    Ok(())
}

fn is_constraint(code: &str) -> bool {
    // The whole first word: a column may be called `checkpoints`.
    let word = code.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    ["", "primary", "foreign", "unique", "check", "references"].contains(&word)
}

/// Writes the plan of one column from its definition and the level in its comment.
fn column(code: &str, comment: &str) -> Plain<String> {
    let (name, rest) = code.split_once(char::is_whitespace).ok_or("a column has a name and a type")?;
    let rest = rest.trim_start();
    let kind = [("text", "Text"), ("bigint", "Bigint"), ("double precision", "Double"), ("bytea", "Bytea")]
        .into_iter()
        .find(|(word, _)| rest.starts_with(word))
        .ok_or("a column is text, bigint, double precision or bytea")?;
    let level = Level::ALL
        .into_iter()
        .find(|level| comment == level.to_string() || comment.starts_with(&format!("{level} ")))
        .ok_or("a column ends with its level, such as `-- S2 sealed`")?;
    let words = comment.strip_prefix(&level.to_string()).unwrap_or_default().trim();
    let closed = ["sealed", "blind", "wrapped"].iter().any(|word| words.starts_with(word));
    let open_with_reason = words.starts_with("open: ") && level == Level::S2;
    if level.is_personal() && !closed && !open_with_reason {
        return Err("a personal column is `sealed` or `blind`; S2 may be `open: <reason>`".to_owned());
    }
    let level = match level {
        Level::S3(compartment) => format!("S3(ground::Compartment::{compartment:?})"),
        other => format!("{other:?}"),
    };
    Ok(format!(
        "store::ColumnPlan {{ name: {name:?}, kind: store::Kind::{}, level: ground::Level::{level}, closed: {closed} }}, ",
        kind.1
    ))
}
