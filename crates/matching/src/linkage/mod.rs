//! Whole files: the records of one person in one file (`dedupe`), or in two (`link`).
//!
//! Nobody says which pairs are right, so everything is learned from the file: how rare each value
//! is (`rarity`), how the records of one person, of relatives and of strangers agree (`model`),
//! and from which probability on a pair should be taken for one person (`threshold`). The same
//! file gives the same answer, however many threads work.
//!
//! Read in this order: `roll` and `words` (records made small), `rarity`, `blocks` (who is
//! compared), `beside` and `pattern` (two records in a few small numbers), `beliefs` and `model`
//! (the numbers weighed), `clusters` and `threshold` (what is decided).

mod beliefs;
mod beside;
mod blocks;
mod clusters;
mod model;
mod pattern;
mod rarity;
mod roll;
mod words;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use blocks::Blocks;
use model::Model;
use pattern::Comparer;
use rarity::Rarity;
pub use roll::{EXTRA_COLUMNS_MAX, Roll};

/// Two records, and how likely they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The earlier record, by its place in the roll.
    pub a: u32,
    /// The later one.
    pub b: u32,
    /// The probability that both are one person, from 0 to 1.
    pub score: f32,
    /// Whether they are taken for one person; otherwise someone should look.
    pub is_match: bool,
}

/// A candidate pair with the odds of being one person, in bits.
#[derive(Clone, Copy, Debug)]
struct Edge {
    a: u32,
    b: u32,
    odds: f32,
}

/// Odds below which a pair is not kept, in bits: one in a hundred.
const KEPT: f32 = -6.6;

/// Finds the records of one person in a file.
pub fn dedupe(roll: &Roll, threads: usize) -> Vec<Pair> {
    let timing = std::time::Instant::now();
    let step = |what: &str| if std::env::var_os("STEPS").is_some() { eprintln!("{:6.2} {what}", timing.elapsed().as_secs_f64()) };
    let rarity = Rarity::of(roll);
    step("rarity");
    let comparer = Comparer { roll, rarity: &rarity };
    let blocks = Blocks::of(roll, &rarity, threads);
    step("blocks");
    let model = Model::learn(comparer, &blocks, threads);
    step("model");
    let edges = edges(comparer, &blocks, &model, threads);
    step("edges");
    eprintln!("{} edges, {} expected", edges.len(), model.pairs_of_one());
    let pairs = clusters::pairs(comparer, &model, &edges, 0.45);
    step("clusters");
    pairs
}

fn edges(comparer: Comparer<'_>, blocks: &Blocks, model: &Model, threads: usize) -> Vec<Edge> {
    const EACH: usize = 2_000;
    let found = in_order(blocks.len().div_ceil(EACH), threads, |chunk| {
        let mut edges = Vec::new();
        let mut compared = 0;
        for number in chunk * EACH..((chunk + 1) * EACH).min(blocks.len()) {
            blocks.pairs(comparer.roll, number, |a, b| {
                compared += 1;
                let odds = model.odds(&comparer.pattern(a, b));
                if odds > KEPT {
                    edges.push(Edge { a: a.min(b), b: a.max(b), odds });
                }
            });
        }
        (edges, compared)
    });
    eprintln!("{} compared", found.iter().map(|(_, c)| c).sum::<usize>());
    let mut edges: Vec<Edge> = found.into_iter().flat_map(|(edges, _)| edges).collect();
    edges.sort_unstable_by(|x, y| y.odds.total_cmp(&x.odds).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));
    edges
}

/// Odds in bits as a probability.
fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp2())
}

/// Does pieces of work in threads; the answers stand in the order of the pieces.
fn in_order<T: Send>(pieces: usize, threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, pieces.max(1)) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let piece = next.fetch_add(1, Ordering::Relaxed);
                    if piece >= pieces || send.send((piece, work(piece))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut done: Vec<(usize, T)> = receive.into_iter().collect();
        done.sort_unstable_by_key(|(piece, _)| *piece);
        done.into_iter().map(|(_, answer)| answer).collect()
    })
}

/// The element of a table, or nothing of its kind.
fn at<T: Copy + Default>(table: &[T], place: usize) -> T {
    table.get(place).copied().unwrap_or_default()
}

/// Counts one more in a table.
fn add_to(table: &mut [u32], place: usize) {
    if let Some(count) = table.get_mut(place) {
        *count += 1;
    }
}
