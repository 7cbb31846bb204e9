//! From pairs to persons: records are put together while all their pairs, taken together, speak
//! for one person. A chain, where each resembles the next and the ends have nothing in common,
//! is not held together and stays apart.

use super::model::Model;
use super::pattern::Comparer;
use super::threshold::Thresholds;
use super::{Edge, Pair, Verdict, at, probability};

/// Clusters with more pairs across than this are not put together: so many records are hardly one
/// person, and asking about all their pairs would not end.
const LARGEST: usize = 400;

/// The most bits by which one pair speaks against a cluster, and for it. A very sure pair outweighs
/// one that speaks against; a pair that is merely likely does not.
const AGAINST_MOST: f32 = -6.0;
const FOR_MOST: f32 = 8.0;

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

    /// The clusters of two records or more, by their first.
    fn larger(&self) -> impl Iterator<Item = u32> + '_ {
        let all = self.of.iter().zip(&self.size).zip(0_u32..);
        all.filter(|((of, size), id)| **of == *id && **size > 1).map(|(_, id)| id)
    }

    fn join(&mut self, a: u32, b: u32) {
        let members: Vec<u32> = self.members(b).collect();
        for member in &members {
            if let Some(of) = self.of.get_mut(*member as usize) {
                *of = a;
            }
        }
        let last = at(&self.last, a as usize);
        if let Some(next) = self.next.get_mut(last as usize) {
            *next = b;
        }
        let end = at(&self.last, b as usize);
        if let Some(last) = self.last.get_mut(a as usize) {
            *last = end;
        }
        let more = at(&self.size, b as usize);
        if let Some(size) = self.size.get_mut(a as usize) {
            *size += more;
        }
    }
}

/// The pairs of a file: those inside a cluster, and those worth a look.
pub(super) fn pairs(comparer: Comparer<'_>, model: &Model, edges: &[Edge], thresholds: &Thresholds) -> Vec<Pair> {
    let odds = |x: u32, y: u32| model.odds(&comparer.pattern(x, y));
    let clusters = gather(comparer.roll.len(), edges, thresholds.match_from, odds);
    let mut pairs = Vec::new();
    for cluster in clusters.larger() {
        let members: Vec<u32> = clusters.members(cluster).collect();
        for (place, x) in members.iter().enumerate() {
            for y in members.iter().skip(place + 1) {
                let score = probability(odds(*x, *y));
                pairs.push(Pair { a: *x.min(y), b: *x.max(y), score, verdict: Verdict::Match });
            }
        }
    }
    let worth = edges.iter().take_while(|edge| probability(edge.odds) >= thresholds.review_from);
    let apart = worth.filter(|edge| at(&clusters.of, edge.a as usize) != at(&clusters.of, edge.b as usize));
    pairs.extend(apart.map(|edge| Pair {
        a: edge.a,
        b: edge.b,
        score: probability(edge.odds),
        verdict: Verdict::Review,
    }));
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// Puts records together, likeliest pairs first.
fn gather(all: usize, edges: &[Edge], match_from: f32, odds: impl Fn(u32, u32) -> f32) -> Clusters {
    let mut clusters = Clusters::of_one_each(all);
    let even = (match_from / (1.0 - match_from)).log2();
    for edge in edges.iter().take_while(|edge| probability(edge.odds) >= match_from) {
        let (a, b) = (at(&clusters.of, edge.a as usize), at(&clusters.of, edge.b as usize));
        let size = at(&clusters.size, a as usize) as usize * at(&clusters.size, b as usize) as usize;
        if a == b || size > LARGEST {
            continue;
        }
        let across = || clusters.members(a).flat_map(|x| clusters.members(b).map(move |y| (x, y)));
        // the mean over all pairs: a chain has too many that speak against it
        let weighed = |(x, y)| odds(x, y).clamp(AGAINST_MOST, FOR_MOST) - even;
        let holds = || across().map(weighed).sum::<f32>() >= 0.0;
        if size == 1 || holds() {
            clusters.join(a.min(b), a.max(b));
        }
    }
    clusters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(all: usize, edges: &[(u32, u32, f32)]) -> Vec<Vec<u32>> {
        let mut sorted: Vec<Edge> = edges.iter().map(|(a, b, odds)| Edge { a: *a, b: *b, odds: *odds }).collect();
        sorted.sort_by(|x, y| y.odds.total_cmp(&x.odds));
        let odds = |x: u32, y: u32| {
            let known = edges.iter().find(|(a, b, _)| (*a, *b) == (x.min(y), x.max(y)));
            known.map_or(-20.0, |(.., odds)| *odds)
        };
        let clusters = gather(all, &sorted, 0.45, odds);
        let sets = clusters.larger().map(|cluster| {
            let mut members: Vec<u32> = clusters.members(cluster).collect();
            members.sort_unstable();
            members
        });
        sets.collect()
    }

    #[test]
    fn a_chain_is_not_one_person() {
        let chain = [(0, 1, 6.0), (1, 2, 5.0), (2, 3, 4.0), (3, 4, 3.0)];
        assert_eq!(gathered(5, &chain), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn one_weak_pair_does_not_part_a_person() {
        assert_eq!(gathered(3, &[(0, 1, 9.0), (1, 2, 8.0), (0, 2, -3.0)]), [vec![0, 1, 2]]);
    }

    #[test]
    fn two_persons_with_one_likeness_stay_two() {
        let edges = [(0, 1, 9.0), (2, 3, 9.0), (1, 2, 2.0)];
        assert_eq!(gathered(4, &edges), [vec![0, 1], vec![2, 3]]);
    }
}
