//! The figures of the rules in docs/performance.md.
//!
//! `cargo bench -p rules --bench speed -- [NAME…]`, with NAME one of `one change many nightly`; `PERSONS=100000`
//! asks for another crowd than a million. One core unless a line says otherwise.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a benchmark that cannot go on stops")]

use std::{
    hint::black_box,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use ground::Dice;
use rules::{AnswerRoom, Bulk, Columns, Due, Pack, Reach, Sheet, Told};

#[path = "../tests/people/mod.rs"]
#[expect(dead_code, reason = "the tests need people of whom anything may be known")]
mod people;

use people::{Known, Lines, national, person};

/// A name and what it measures.
type Figure = (&'static str, fn(&Pack));

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let pack = national();
    println!("{} questions, {} facts, {} pages", pack.questions().len(), pack.facts().len(), pack.pages().len());
    let figures: [Figure; 4] = [("one", one), ("change", change), ("many", many), ("nightly", nightly)];
    for (name, measure) in figures {
        if named.is_empty() || named.iter().any(|wanted| wanted == name) {
            println!("\n## {name}");
            measure(&pack);
        }
    }
}

fn today() -> i64 {
    rules::calendar::parse("2026-11-23").unwrap()
}

fn persons() -> usize {
    std::env::var("PERSONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000)
}

/// The processor time of this process so far.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    Duration::from_nanos(stat.split(' ').next().unwrap().parse().unwrap())
}

fn kilobytes(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|text| text.strip_prefix(line)).unwrap_or_else(|| panic!("no {line}"));
    found.trim_matches(|sign: char| !sign.is_ascii_digit()).parse().unwrap()
}

/// The median of some tries, each of which does something so many times.
fn median(tries: usize, times: usize, mut act: impl FnMut(usize)) -> Duration {
    let mut seen: Vec<Duration> = (0..tries)
        .map(|_| {
            let begin = processor();
            (0..times).for_each(&mut act);
            (processor() - begin) / u32::try_from(times).unwrap()
        })
        .collect();
    seen.sort();
    seen[tries / 2]
}

fn crowd(pack: &Pack, count: usize, known: Known) -> Vec<Told> {
    let (dice, lines) = (Dice::seeded(7), Lines::of(pack, today()));
    (0..count).map(|_| person(pack, &lines, &dice, known)).collect()
}

/// One person: every question, computed and explained.
fn one(pack: &Pack) {
    for (known, name) in [(Known::Third, "a third known"), (Known::Much, "almost everything known")] {
        let people = crowd(pack, 200, known);
        let mut sheet = Sheet::of(pack, people[0].clone(), today());
        // Copied beforehand: each person is handed over.
        let mut queue: Vec<Told> = people.iter().cycle().take(18 * 5_000).cloned().collect();
        let mut next = || queue.pop().unwrap();
        let computed = median(9, 5_000, |_| sheet.turn_to(next(), today()));
        let mut room = AnswerRoom::default();
        let explained = median(9, 5_000, |_| {
            sheet.turn_to(next(), today());
            pack.questions().iter().for_each(|question| {
                black_box(sheet.answer_in(&mut room, question));
            });
        });
        println!("{name}: computed {computed:?}, computed and explained {explained:?}");
    }
}

/// A million persons and the whole pack.
fn many(pack: &Pack) {
    for (known, name) in [(Known::Third, "a third known"), (Known::Much, "almost everything known")] {
        // Twenty thousand different persons, again and again: to invent a million takes longer than to answer them.
        let people = crowd(pack, 20_000, known);
        let mut columns = Columns::of(pack);
        people.iter().cycle().take(persons()).for_each(|told| columns.push(told));
        drop(people);
        let before = kilobytes("VmRSS:");
        let begin = (processor(), Instant::now());
        let bulk = Bulk::new(pack, &columns, pack.questions().iter().collect(), today());
        let prepared = processor() - begin.0;
        let met = AtomicU64::new(0);
        bulk.run(1, &|found| {
            for question in 0..found.questions().len() {
                let count = found.outcomes(question).iter().filter(|code| **code == 0).count();
                met.fetch_add(count as u64, Ordering::Relaxed);
            }
        });
        let (spent, wall) = (processor() - begin.0, begin.1.elapsed());
        let more = (kilobytes("VmHWM:").saturating_sub(before)) as f64 / 1024.0;
        println!(
            "{name}: {} persons in {spent:?} of processor (wall {wall:?}; {prepared:?} to prepare), {} steps, {} met; columns {} MB, {more:.1} MB more",
            columns.len(),
            bulk.steps(),
            met.into_inner(),
            columns.bytes() >> 20,
        );
    }
}

/// One changed fact of one person.
fn change(pack: &Pack) {
    let reach = Reach::of(pack);
    let people = crowd(pack, 200, Known::Much);
    let mut sheet = Sheet::of(pack, people[0].clone(), today());
    let mut seen: Vec<(Duration, &str)> = Vec::new();
    for (at, fact) in pack.facts().iter().enumerate() {
        let spent = median(5, 10_000, |turn| sheet.tell(&reach, at, people[turn % 200].fact(at)));
        seen.push((spent, &fact.name));
    }
    seen.sort();
    let (slowest, name) = seen[seen.len() - 1];
    println!("a changed fact: median {:?}, the slowest ({name}) {slowest:?}", seen[seen.len() / 2].0);
    let days = median(9, 2_000, |turn| sheet.go_to(&reach, today() + i64::try_from(turn).unwrap()));
    println!("another day: {days:?}");
}

/// A night: everybody has a next day, one in a hundred is due.
fn nightly(pack: &Pack) {
    let people = crowd(pack, 2_000, Known::Third);
    for persons in [persons() / 10, persons()] {
        let count = u32::try_from(persons).unwrap();
        let mut due = Due::default();
        (0..count).for_each(|person| due.note(person, Some(today() + i64::from(person % 100))));
        let mut sheet = Sheet::of(pack, people[0].clone(), today());
        let begin = processor();
        let taken = due.take(today());
        let found = processor() - begin;
        for person in &taken {
            sheet.turn_to(people[*person as usize % people.len()].clone(), today());
            due.note(*person, sheet.horizons().into_iter().flatten().min());
        }
        let spent = processor() - begin;
        println!(
            "{persons} persons, {} due: found in {found:?}, looked at anew with their next days in {spent:?}",
            taken.len()
        );
    }
}
