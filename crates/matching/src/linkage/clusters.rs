//! From pairs to persons: records are put together while all their pairs, taken together, speak
//! for one person. A chain, where each resembles the next and the ends have nothing in common,
//! is not held together and stays apart.

use super::model::Model;
use super::pattern::Comparer;
use super::{Edge, Pair, probability};

/// More records than this are hardly one person.
const LARGEST: usize = 40;

/// The clusters of a file, as linked lists of records.
struct Clusters {
    of: Vec<u32>,
    next: Vec<u32>,
    last: Vec<u32>,
    size: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;

impl Clusters {
    fn of_one_each(all: usize) -> Self {
        let own: Vec<u32> = (0..u32::try_from(all).unwrap_or(NOBODY)).collect();
        Self { next: vec![NOBODY; all], last: own.clone(), size: vec![1; all], of: own }
    }

    fn members(&self, cluster: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = cluster;
        std::iter::from_fn(move || {
            let here = at;
            at = *self.next.get(here as usize)?;
            Some(here)
        })
    }

    fn join(&mut self, a: u32, b: u32) {
        let members: Vec<u32> = self.members(b).collect();
        for member in &members {
            if let Some(of) = self.of.get_mut(*member as usize) {
                *of = a;
            }
        }
        let last = super::at(&self.last, a as usize);
        if let Some(next) = self.next.get_mut(last as usize) {
            *next = b;
        }
        let end = super::at(&self.last, b as usize);
        if let Some(last) = self.last.get_mut(a as usize) {
            *last = end;
        }
        let more = super::at(&self.size, b as usize);
        if let Some(size) = self.size.get_mut(a as usize) {
            *size += more;
        }
    }
}

/// The pairs of a file: those inside a cluster, and those worth a look.
pub(super) fn pairs(comparer: Comparer<'_>, model: &Model, edges: &[Edge], threshold: f32) -> Vec<Pair> {
    let all = comparer.roll.len();
    let mut clusters = Clusters::of_one_each(all);
    for edge in edges.iter().take_while(|edge| probability(edge.odds) >= threshold) {
        let (a, b) = (super::at(&clusters.of, edge.a as usize), super::at(&clusters.of, edge.b as usize));
        if a == b {
            continue;
        }
        let sizes = (super::at(&clusters.size, a as usize) as usize, super::at(&clusters.size, b as usize) as usize);
        if sizes == (1, 1) || (sizes.0 + sizes.1 <= LARGEST && held(comparer, model, &clusters, (a, b), sizes, threshold)) {
            clusters.join(a.min(b), a.max(b));
        }
    }
    let mut pairs = Vec::new();
    for a in 0..u32::try_from(all).unwrap_or(NOBODY) {
        if super::at(&clusters.of, a as usize) == a && super::at(&clusters.size, a as usize) > 1 {
            let members: Vec<u32> = clusters.members(a).collect();
            for (at, x) in members.iter().enumerate() {
                for y in members.iter().skip(at + 1) {
                    let score = probability(model.odds(&comparer.pattern(*x, *y)));
                    pairs.push(Pair { a: *x.min(y), b: *x.max(y), score, is_match: true });
                }
            }
        }
    }
    let same = |edge: &&Edge| super::at(&clusters.of, edge.a as usize) == super::at(&clusters.of, edge.b as usize);
    let review = edges.iter().filter(|edge| !same(edge) && edge.odds > -2.0);
    pairs.extend(review.map(|edge| Pair { a: edge.a, b: edge.b, score: probability(edge.odds), is_match: false }));
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// Whether two clusters are one person: the mean of all pairs across them.
fn held(
    comparer: Comparer<'_>,
    model: &Model,
    clusters: &Clusters,
    (a, b): (u32, u32),
    sizes: (usize, usize),
    threshold: f32,
) -> bool {
    let mut sum = 0.0;
    for x in clusters.members(a) {
        for y in clusters.members(b) {
            sum += probability(model.odds(&comparer.pattern(x, y)));
        }
    }
    sum / (sizes.0 * sizes.1) as f32 >= threshold
}
