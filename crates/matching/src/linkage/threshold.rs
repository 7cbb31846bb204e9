//! From which probability on a pair is a match, chosen by the program itself.
//!
//! With a threshold t, the expected F1 is twice the sum of the probabilities from t on, over the
//! pairs taken and the pairs there are. It is greatest where t is half of that F1 itself: a pair
//! helps as long as its probability is more than half the F1 reached without it.

use super::{Edge, probability};

/// The least share of a review list that should be right, or nobody reads it to the end.
const REVIEW_WORTH: f32 = 0.1;

/// The chosen thresholds, and what is expected of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// From this probability on a pair is a match.
    pub match_from: f32,
    /// From this one on someone should look.
    pub review_from: f32,
    /// How many pairs of one person there are thought to be among the candidates.
    pub pairs_of_one: f64,
    /// The share of the matches that is expected to be right.
    pub precision: f64,
    /// The share of the pairs of one person that is expected to be among the matches.
    pub recall: f64,
    /// Both in one figure, which the threshold makes as great as it can be.
    pub f1: f64,
}

impl Thresholds {
    /// Chooses for candidate pairs that stand likeliest first.
    pub(super) fn choose(edges: &[Edge]) -> Self {
        let pairs_of_one: f64 = edges.iter().map(|edge| f64::from(probability(edge.odds))).sum();
        let (mut taken, mut right) = (0.0, 0.0);
        let mut best =
            Self { match_from: 0.5, review_from: REVIEW_WORTH, pairs_of_one, precision: 1.0, recall: 0.0, f1: 0.0 };
        for edge in edges {
            taken += 1.0;
            right += f64::from(probability(edge.odds));
            let f1 = 2.0 * right / (taken + pairs_of_one);
            if f1 > best.f1 {
                best = Self { f1, precision: right / taken, recall: right / pairs_of_one, ..best };
            }
        }
        if best.f1 > 0.0 {
            best.match_from = (best.f1 / 2.0) as f32;
        }
        best
    }
}
