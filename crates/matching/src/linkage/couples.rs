//! Two files: which record of the first goes with which of the second, one to one.
//!
//! A record has one partner at most. Where several contend, the sum of the log odds above the
//! threshold over all couples is made as great as it can be (the Hungarian method, within the few
//! records that contend); the partners that lose are left to a person.

use std::collections::HashMap;

use super::threshold::Thresholds;
use super::{Edge, Pair, Verdict, probability};

/// Groups of more contenders than this on one side are settled best first.
const CONTENDERS_MAX: usize = 60;

/// The couples of two files, and what is worth a look.
pub(super) fn pairs(edges: &[Edge], second_from: u32, thresholds: &Thresholds) -> Vec<Pair> {
    let likely = edges.iter().take_while(|edge| probability(edge.odds) >= thresholds.match_from);
    let likely: Vec<Edge> = likely.copied().collect();
    let mut taken: HashMap<u32, u32> = HashMap::new();
    for group in groups(&likely) {
        for (a, b) in settle(&group, second_from, thresholds.match_from) {
            taken.insert(a, b);
        }
    }
    let worth = edges.iter().take_while(|edge| probability(edge.odds) >= thresholds.review_from);
    let mut pairs: Vec<Pair> = worth
        .map(|edge| {
            let is_match = taken.get(&edge.a) == Some(&edge.b);
            let verdict = if is_match { Verdict::Match } else { Verdict::Review };
            Pair { a: edge.a, b: edge.b, score: probability(edge.odds), verdict }
        })
        .collect();
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// The edges, those together whose records contend for each other.
fn groups(edges: &[Edge]) -> Vec<Vec<Edge>> {
    let mut roots: HashMap<u32, u32> = HashMap::new();
    for edge in edges {
        let (a, b) = (root(&mut roots, edge.a), root(&mut roots, edge.b));
        roots.insert(a.max(b), a.min(b));
    }
    let mut keyed: Vec<(u32, Edge)> = edges.iter().map(|edge| (root(&mut roots, edge.a), *edge)).collect();
    keyed.sort_by_key(|(root, _)| *root);
    keyed.chunk_by(|x, y| x.0 == y.0).map(|group| group.iter().map(|(_, edge)| *edge).collect()).collect()
}

fn root(roots: &mut HashMap<u32, u32>, mut of: u32) -> u32 {
    while let Some(above) = roots.get(&of).copied().filter(|above| *above != of) {
        let further = roots.get(&above).copied().unwrap_or(above);
        roots.insert(of, further);
        of = above;
    }
    of
}

/// The couples of one group.
fn settle(group: &[Edge], second_from: u32, match_from: f32) -> Vec<(u32, u32)> {
    if let [edge] = group {
        return vec![(edge.a, edge.b)];
    }
    let firsts = distinct(group.iter().map(|edge| edge.a).filter(|id| *id < second_from));
    let seconds = distinct(group.iter().map(|edge| edge.b));
    if firsts.len().max(seconds.len()) > CONTENDERS_MAX {
        return best_first(group);
    }
    let even = (match_from / (1.0 - match_from)).log2();
    let gains: HashMap<(u32, u32), f64> =
        group.iter().map(|edge| ((edge.a, edge.b), f64::from(edge.odds - even).max(0.0))).collect();
    let gain = |row: usize, column: usize| {
        let ids = firsts.get(row).copied().zip(seconds.get(column).copied());
        ids.and_then(|ids| gains.get(&ids).copied()).unwrap_or(0.0)
    };
    let size = firsts.len().max(seconds.len());
    let partners = greatest_sum(size, gain);
    let couples = partners.into_iter().enumerate().filter_map(|(column, row)| {
        let (first, second) = (firsts.get(row?).copied()?, seconds.get(column).copied()?);
        gains.contains_key(&(first, second)).then_some((first, second))
    });
    couples.collect()
}

fn distinct(ids: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut ids: Vec<u32> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Couples, likeliest first, while both are free.
fn best_first(group: &[Edge]) -> Vec<(u32, u32)> {
    let mut busy = std::collections::HashSet::new();
    let free = group.iter().filter(|edge| {
        let free = !busy.contains(&edge.a) && !busy.contains(&edge.b);
        if free {
            busy.insert(edge.a);
            busy.insert(edge.b);
        }
        free
    });
    free.map(|edge| (edge.a, edge.b)).collect()
}

/// For each column the row that goes with it, so that the sum of gains is greatest: the Hungarian
/// method with potentials (Kuhn 1955, in the form of Jonker and Volgenant 1987), size³ steps.
fn greatest_sum(size: usize, gain: impl Fn(usize, usize) -> f64) -> Vec<Option<usize>> {
    let get = |table: &[f64], place: usize| table.get(place).copied().unwrap_or(0.0);
    let add = |table: &mut [f64], place: usize, by: f64| {
        if let Some(value) = table.get_mut(place) {
            *value += by;
        }
    };
    // column `size` is where a row stands that looks for its place
    let mut row_of: Vec<Option<usize>> = vec![None; size + 1];
    let (mut of_row, mut of_column) = (vec![0.0; size], vec![0.0; size + 1]);
    for row in 0..size {
        let mut steps: Vec<(f64, usize, bool)> = vec![(f64::INFINITY, size, false); size + 1];
        let mut column = size;
        if let Some(start) = row_of.get_mut(size) {
            *start = Some(row);
        }
        while let Some(standing) = row_of.get(column).copied().flatten() {
            if let Some(step) = steps.get_mut(column) {
                step.2 = true;
            }
            let (mut least, mut next) = (f64::INFINITY, size);
            for (other, step) in steps.iter_mut().enumerate().take(size).filter(|(_, step)| !step.2) {
                let cost = -gain(standing, other) - get(&of_row, standing) - get(&of_column, other);
                if cost < step.0 {
                    (step.0, step.1) = (cost, column);
                }
                if step.0 < least {
                    (least, next) = (step.0, other);
                }
            }
            for (other, step) in steps.iter_mut().enumerate() {
                if step.2 {
                    row_of.get(other).copied().flatten().into_iter().for_each(|row| add(&mut of_row, row, least));
                    add(&mut of_column, other, -least);
                } else {
                    step.0 -= least;
                }
            }
            column = next;
        }
        while column != size {
            let from = steps.get(column).map_or(size, |step| step.1);
            let moved = row_of.get(from).copied().flatten();
            if let Some(place) = row_of.get_mut(column) {
                *place = moved;
            }
            column = from;
        }
    }
    row_of.truncate(size);
    row_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edge(a: u32, b: u32, odds: f32) -> Edge {
        Edge { a, b, odds }
    }

    #[test]
    fn who_loses_the_best_partner_may_still_have_the_second() {
        // best first would marry 0 to 10 and leave 1 alone
        let edges = [edge(0, 10, 5.0), edge(0, 11, 4.9), edge(1, 10, 4.8)];
        let mut couples = settle(&edges, 10, 0.5);
        couples.sort_unstable();
        assert_eq!(couples, [(0, 11), (1, 10)]);
    }

    proptest! {
        #[test]
        fn no_other_couples_gain_more(gains in prop::collection::vec(prop::collection::vec(0_u8..20, 4), 4)) {
            let gain = |row: usize, column: usize| f64::from(gains[row][column]);
            let sum = |rows: &[usize]| rows.iter().enumerate().map(|(column, row)| gain(*row, column)).sum::<f64>();
            let found: Vec<usize> = greatest_sum(4, gain).into_iter().map(Option::unwrap).collect();
            let mut best = 0.0_f64;
            for a in 0..4 { for b in 0..4 { for c in 0..4 { for d in 0..4 {
                let rows = [a, b, c, d];
                if (1..4).all(|at| !rows[..at].contains(&rows[at])) {
                    best = best.max(sum(&rows));
                }
            }}}}
            prop_assert!((sum(&found) - best).abs() < 1e-9, "{found:?} {best}");
        }
    }
}
