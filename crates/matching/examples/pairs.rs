//! Judges the pairs that `approdo match` wrote against the column `true_id`, which it never saw.
//!
//! `cargo run --release -p matching --example pairs -- PEOPLE.csv [SECOND.csv] PAIRS.csv`
//! Without the column the middle of `rec_id` counts (`rec-17-dup-0`, as in FEBRL).

use std::collections::HashMap;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let pairs = files.pop().ok_or("which pairs?")?;
    let mut persons: HashMap<String, String> = HashMap::new();
    let mut sizes: HashMap<String, [u64; 2]> = HashMap::new();
    for (side, file) in files.iter().enumerate() {
        let mut reader = csv::Reader::from_path(file)?;
        let truth = reader.headers()?.iter().position(|head| head == "true_id");
        for row in reader.records() {
            let row = row?;
            let id = row.get(0).unwrap_or_default();
            let told = truth.and_then(|at| row.get(at)).or_else(|| id.split('-').nth(1)).unwrap_or_default();
            if let Some(count) = sizes.entry(told.to_owned()).or_default().get_mut(side) {
                *count += 1;
            }
            persons.insert(id.to_owned(), told.to_owned());
        }
    }
    let of_one = |[a, b]: &[u64; 2]| if files.len() > 1 { a * b } else { a * a.saturating_sub(1) / 2 };
    let actual = sizes.values().map(of_one).sum::<u64>() as f64;
    let (mut given, mut right) = (0.0, 0.0);
    let mut bins = [(0_u32, 0_u32, 0.0_f64); 10];
    for row in csv::Reader::from_path(pairs)?.records() {
        let row = row?;
        let person = |at: usize| row.get(at).and_then(|id| persons.get(id));
        let is_right = person(0).is_some() && person(0) == person(1);
        let score: f64 = row.get(2).unwrap_or_default().parse()?;
        if row.get(3) == Some("match") {
            given += 1.0;
            right += f64::from(u8::from(is_right));
        }
        if let Some(bin) = bins.get_mut((score * 9.999) as usize) {
            *bin = (bin.0 + 1, bin.1 + u32::from(is_right), bin.2 + score);
        }
    }
    let (precision, recall) = (right / f64::max(given, 1.0), right / f64::max(actual, 1.0));
    println!("{given} matches of {actual} pairs: precision {precision:.4} recall {recall:.4}");
    println!("F1 {:.4}", 2.0 * right / (given + actual));
    for (count, right, sum) in bins.into_iter().filter(|(count, ..)| *count > 0) {
        let each = f64::from(count);
        println!("{count:8} pairs, probability {:.3}, right {:.3}", sum / each, f64::from(right) / each);
    }
    Ok(())
}
