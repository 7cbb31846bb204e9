//! Whole files: the records of one person within one file, or across two.
//!
//! Nobody says which pairs are right, so everything is learned from the file: how rare each value
//! is, how the records of one person, of relatives and of strangers agree, and from which
//! probability on a pair is taken for one person. The same file gives the same answer, however
//! many threads work.
//!
//! Read in this order: `roll` and `words` (records made small), `rarity`, `blocks` (who is
//! compared with whom), `beside` and `pattern` (two records in a few small numbers), `beliefs` and
//! `model` (the numbers weighed), `threshold`, `clusters` and `couples` (what is decided),
//! `explain` (why).
//!
//! ```
//! use matching::{Born, Known, Linkage, NameForm, Roll, Work};
//! let person = |given: &str, family: &str| Known {
//!     names: vec![NameForm::new(given, family)],
//!     born: Born::on(1991, 5, 3),
//!     documents: vec!["YA0012345".into()],
//!     ..Known::default()
//! };
//! let mut roll = Roll::new(0);
//! roll.add(&person("محمد", "العمراني"), &[]);
//! roll.add(&person("Mohamed", "El Amrani"), &[]);
//! let linkage = Linkage::learn(&roll, Work::default());
//! let found = linkage.decide(Work::default());
//! assert_eq!((found.pairs[0].a, found.pairs[0].b), (0, 1));
//! assert!(!linkage.explain(0, 1).is_empty());
//! ```

mod beliefs;
mod beside;
mod blocks;
mod clusters;
mod couples;
mod explain;
mod model;
mod pattern;
mod rarity;
mod roll;
mod threshold;
mod words;
mod work;

pub use explain::{Aspect, Reason};
pub use roll::{EXTRA_COLUMNS_MAX, Roll};
pub use threshold::Thresholds;
pub use work::{Stage, Work};

use blocks::Blocks;
use model::Model;
use pattern::Comparer;
use rarity::Rarity;

/// Two records, and how likely they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The earlier record, by its place in the roll.
    pub a: u32,
    /// The later one.
    pub b: u32,
    /// The probability that both are one person, from 0 to 1.
    pub score: f32,
    /// What to make of it.
    pub verdict: Verdict,
}

/// What to make of a pair of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Taken for one person.
    Match,
    /// Someone should look.
    Review,
}

impl Verdict {
    /// A stable word for files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Review => "review",
        }
    }
}

/// What was decided about a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// Every pair inside a cluster or across two files, and those worth a look, in the order of
    /// the records.
    pub pairs: Vec<Pair>,
    /// From which probability on, and what is expected of it.
    pub thresholds: Thresholds,
    /// How many pairs were compared.
    pub compared: u64,
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

/// What was learned from a roll.
pub struct Linkage<'a> {
    roll: &'a Roll,
    rarity: Rarity,
    blocks: Blocks,
    model: Model,
}

impl<'a> Linkage<'a> {
    /// Learns how the records of a roll agree.
    #[must_use]
    pub fn learn(roll: &'a Roll, work: Work<'_>) -> Self {
        work.tell(Stage::Counting, 0, 1);
        let rarity = Rarity::of(roll);
        work.tell(Stage::Counting, 1, 1);
        let blocks = Blocks::of(roll, &rarity, work);
        let model = Model::learn(Comparer { roll, rarity: &rarity }, &blocks, work);
        Self { roll, rarity, blocks, model }
    }

    /// Decides which records are one person: clusters within one file, couples across two, in
    /// which a record has at most one partner.
    #[must_use]
    pub fn decide(&self, work: Work<'_>) -> Linked {
        let (edges, compared) = self.edges(work);
        let thresholds = Thresholds::choose(&edges);
        work.tell(Stage::Deciding, 0, 1);
        let pairs = match self.roll.second_from {
            None => clusters::pairs(self.comparer(), &self.model, &edges, &thresholds),
            Some(second_from) => couples::pairs(&edges, second_from, &thresholds),
        };
        work.tell(Stage::Deciding, 1, 1);
        Linked { pairs, thresholds, compared }
    }

    /// Why two records are held to be one person or not, part by part, in bits.
    #[must_use]
    pub fn explain(&self, a: u32, b: u32) -> Vec<Reason> {
        explain::reasons(self.comparer(), &self.model, a.min(b), a.max(b))
    }

    /// The probability that two records are one person, whatever the others say.
    #[must_use]
    pub fn score(&self, a: u32, b: u32) -> f32 {
        probability(self.model.odds(&self.comparer().pattern(a, b)))
    }

    fn comparer(&self) -> Comparer<'_> {
        Comparer { roll: self.roll, rarity: &self.rarity }
    }

    /// The candidates that may be one person, likeliest first, and how many were compared.
    fn edges(&self, work: Work<'_>) -> (Vec<Edge>, u64) {
        /// Blocks that one piece of work compares.
        const EACH: usize = 2_000;
        let comparer = self.comparer();
        let found = work.in_order(Stage::Comparing, self.blocks.len().div_ceil(EACH), |piece| {
            let (mut edges, mut compared) = (Vec::new(), 0_u64);
            for number in piece * EACH..((piece + 1) * EACH).min(self.blocks.len()) {
                self.blocks.pairs(self.roll, number, |a, b| {
                    compared += 1;
                    let odds = self.model.odds(&comparer.pattern(a, b));
                    if odds > KEPT {
                        edges.push(Edge { a: a.min(b), b: a.max(b), odds });
                    }
                });
            }
            (edges, compared)
        });
        let compared = found.iter().map(|(_, compared)| compared).sum();
        let mut edges: Vec<Edge> = found.into_iter().flat_map(|(edges, _)| edges).collect();
        edges.sort_unstable_by(|x, y| y.odds.total_cmp(&x.odds).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));
        (edges, compared)
    }
}

impl std::fmt::Debug for Linkage<'_> {
    /// Shows how much was learned and nothing of it: a record must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Linkage").field("records", &self.roll.len()).finish_non_exhaustive()
    }
}

/// Odds in bits as a probability.
fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp2())
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
