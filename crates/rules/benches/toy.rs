//! The toy law of `bench/rules/toy` for the people of a file: `toy PEOPLE CELLS`, as bench/rules/peer.py does it with
//! the peers. Writes every cell in cents and prints cells and processor seconds, reading apart.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a benchmark that cannot go on stops")]

use std::{
    fmt::Write,
    hint::black_box,
    sync::{
        Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use rules::{Bulk, Columns, Pack, Told, Values};

#[path = "../tests/people/mod.rs"]
#[expect(dead_code, reason = "the toy has people of its own")]
mod people;

/// Persons of a household.
const SIZE: usize = 3;
/// The clock of the processor ticks every few milliseconds: the mean of so many runs.
const TIMES: u32 = 25;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let [people, cells] = words.as_slice() else { return println!("toy PEOPLE CELLS") };
    let pack = self::people::folder(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/rules/toy"));
    let columns = read(&pack, people);
    let today = rules::calendar::parse("2018-01-01").unwrap();
    let begin = processor();
    for _ in 0..TIMES {
        compute(&Bulk::new(&pack, &columns, pack.questions().iter().collect(), today));
    }
    let spent = (processor() - begin) / f64::from(TIMES);
    let computed = columns.len() * SIZE * 3 + columns.len() * 3;
    println!("approdo,{},{computed},{:.6}", columns.len() * SIZE, spent);
    write(&Bulk::new(&pack, &columns, pack.questions().iter().collect(), today), cells);
}

fn compute(bulk: &Bulk<'_>) {
    // The cells are looked at, so that none is left out.
    let sum = AtomicI64::new(0);
    bulk.run(1, &|found| {
        let last = |values: Values<'_>| values.cell(values.len().saturating_sub(1));
        let all: i64 = (0..3)
            .filter_map(|at| found.value(0, at))
            .chain((0..3).filter_map(|at| found.field(0, 3, at)))
            .map(last)
            .sum();
        sum.fetch_add(all, Ordering::Relaxed);
    });
    black_box(sum.into_inner());
}

/// The seconds of processor of this process so far.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    stat.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

fn read(pack: &Pack, path: &str) -> Columns {
    let text = std::fs::read_to_string(path).unwrap();
    let member = |line: &str| -> Vec<i64> {
        let cells: Vec<&str> = line.split(',').collect();
        let euro = |text: &str| text.parse::<i64>().unwrap() * 100;
        vec![rules::calendar::parse(cells[0]).unwrap(), euro(cells[1]), euro(cells[2]), i64::from(cells[3] == "1")]
    };
    let members: Vec<Vec<i64>> = text.lines().skip(1).map(member).collect();
    let mut columns = Columns::of(pack);
    let mut told = Told::nothing(pack);
    for household in members.chunks_exact(SIZE) {
        told.set_list(0, Some(household.to_vec()));
        columns.push(&told);
    }
    columns
}

fn write(bulk: &Bulk<'_>, path: &str) {
    let parts: Mutex<Vec<(usize, String, String)>> = Mutex::new(Vec::new());
    bulk.run(1, &|found| {
        let (mut households, mut persons) = (String::new(), String::new());
        let table = |to: &mut String, columns: Vec<Values<'_>>| {
            for row in 0..columns[0].len() {
                let cells: Vec<String> = columns.iter().map(|column| column.cell(row).to_string()).collect();
                writeln!(to, "{}", cells.join(",")).unwrap();
            }
        };
        table(&mut households, (0..3).map(|at| found.value(0, at).unwrap()).collect());
        table(&mut persons, (0..3).map(|at| found.field(0, 3, at).unwrap()).collect());
        parts.lock().unwrap().push((found.first(), households, persons));
    });
    let mut parts = parts.into_inner().unwrap();
    parts.sort();
    let joined = |part: fn(&(usize, String, String)) -> &str| parts.iter().map(part).collect::<String>();
    std::fs::write(format!("{path}.households.csv"), joined(|part| &part.1)).unwrap();
    std::fs::write(format!("{path}.persons.csv"), joined(|part| &part.2)).unwrap_or_else(|error| panic!("{error}"));
}
