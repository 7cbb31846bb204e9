//! Measures linkage of whole files against the truth in their column `true_id`.
//!
//! `cargo run --release -p matching --example dedupe -- PEOPLE.csv`

use std::collections::HashMap;

use matching::{Born, Country2, Known, Linkage, NameForm, Roll, Sex, Verdict, Work};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let second = std::env::args().nth(2);
    let start = std::time::Instant::now();
    let febrl = path.contains("febrl");
    let mut roll = Roll::new(if febrl { 6 } else { 0 });
    let mut truth: Vec<u32> = Vec::new();
    let mut persons: HashMap<String, u32> = HashMap::new();
    for path in [Some(&path), second.as_ref()].into_iter().flatten() {
        let mut reader = csv::Reader::from_path(path)?;
        let mut row = csv::StringRecord::new();
        if !roll.is_empty() {
            roll.begin_second();
        }
        while reader.read_record(&mut row)? {
            let field = |at: usize| row.get(at).unwrap_or_default();
            let some = |at: usize| Some(field(at)).filter(|text| !text.is_empty()).map(str::to_owned);
            let (person, known) = if febrl {
                (
                    field(0).split('-').nth(1).unwrap_or_default().to_owned(),
                    Known {
                        names: vec![NameForm::new(field(1), field(2))],
                        born: Born::parse(field(9)),
                        documents: some(10).into_iter().collect(),
                        ..Known::default()
                    },
                )
            } else {
                (
                    field(1).to_owned(),
                    Known {
                        names: vec![NameForm::new(field(3), field(4))],
                        sex: Sex::parse(field(5)),
                        born: Born::parse(field(6)),
                        birth_country: Country2::parse(field(7)),
                        documents: some(8).into_iter().collect(),
                        tax_code: some(9),
                        phones: some(10).into_iter().collect(),
                    },
                )
            };
            let extras =
                if febrl { vec![field(3), field(4), field(5), field(6), field(7), field(8)] } else { Vec::new() };
            roll.add(&known, &extras);
            let next = u32::try_from(persons.len())?;
            truth.push(*persons.entry(person).or_insert(next));
        }
    }
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    truth.iter().for_each(|person| *sizes.entry(*person).or_default() += 1);
    let actual: u64 = sizes.values().map(|n| n * (n - 1) / 2).sum();
    println!("{} records, {actual} true pairs, read in {:.2} s", roll.len(), start.elapsed().as_secs_f64());
    let threads = std::env::var("THREADS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let linkage = Linkage::learn(&roll, Work { threads, progress: None });
    let linked = linkage.decide(Work { threads, progress: None });
    println!("{} compared, {:?}", linked.compared, linked.thresholds);
    let pairs = linked.pairs;
    let right = |a: u32, b: u32| truth.get(a as usize) == truth.get(b as usize);
    let matches = pairs.iter().filter(|pair| pair.verdict == Verdict::Match);
    let (given, good) =
        matches.fold((0.0, 0.0), |(n, g), pair| (n + 1.0, g + f64::from(u8::from(right(pair.a, pair.b)))));
    println!(
        "matches {given}: precision {:.4} recall {:.4} F1 {:.4}",
        good / given,
        good / actual as f64,
        2.0 * good / (given + actual as f64)
    );
    let mut bins = [(0_u32, 0_u32, 0.0_f64); 10];
    for pair in &pairs {
        if let Some(bin) = bins.get_mut((pair.score * 9.999) as usize) {
            bin.0 += 1;
            bin.1 += u32::from(right(pair.a, pair.b));
            bin.2 += f64::from(pair.score);
        }
    }
    for (n, right, sum) in bins {
        println!(
            "  {n:7} pairs, thought {:.3}, right {:.3}",
            sum / f64::from(n.max(1)),
            f64::from(right) / f64::from(n.max(1))
        );
    }
    let mut by: Vec<_> = pairs.iter().map(|p| (p.score, right(p.a, p.b))).collect();
    by.sort_by(|x, y| y.0.total_cmp(&x.0));
    let (mut n, mut g, mut best) = (0.0, 0.0, (0.0, 0.0));
    for (score, right) in by {
        n += 1.0;
        g += f64::from(u8::from(right));
        let f = 2.0 * g / (n + actual as f64);
        if f > best.0 {
            best = (f, score);
        }
    }
    println!("by score alone the best F1 would be {:.4} at {:.3}", best.0, best.1);
    Ok(())
}
