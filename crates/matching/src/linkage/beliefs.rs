//! What is believed before the file is seen: how often the records of one person, of two
//! relatives and of two strangers agree in each way. Judgement, worth a few dozen pairs: the file
//! itself soon outweighs it.

use super::beside::Agrees;
use super::pattern::{FEATURES, FIXED, LEVELS};

/// Shares of levels, feature by feature.
pub(super) type Shares = [[f64; LEVELS]; FEATURES];

/// How often each level is seen among pairs that are one person.
pub(super) fn same_person() -> Shares {
    shares(
        [
            &[0.0, 0.80, 0.025, 0.01, 0.015, 0.01, 0.02, 0.07, 0.005, 0.02, 0.01, 0.015],
            &[0.0, 0.99, 0.99, 0.01, 0.01],
            &[0.0, 0.985, 0.0, 0.015],
            &[0.0, 0.50, 0.05, 0.45],
            &[0.0, 0.75, 0.03, 0.04, 0.15, 0.03],
            &[0.0, 0.55, 0.0, 0.45],
            &[0.0, 0.60, 0.25, 0.03, 0.06, 0.03, 0.03],
            &[0.0, 0.88, 0.12],
        ],
        &[0.0, 0.70, 0.12, 0.18],
    )
}

/// Among relatives: one family name, one telephone, twins.
pub(super) fn relatives() -> Shares {
    shares(
        [
            &[0.0, 0.08, 0.0005, 0.002, 0.01, 0.01, 0.003, 0.02, 0.01, 0.06, 0.06, 0.7445],
            &[0.0, 0.60, 0.50, 0.40, 0.50],
            &[0.0, 0.97, 0.0, 0.03],
            &[0.0, 0.002, 0.01, 0.988],
            &[0.0, 0.002, 0.002, 0.90, 0.08, 0.016],
            &[0.0, 0.40, 0.0, 0.60],
            &[0.0, 0.02, 0.03, 0.05, 0.03, 0.82, 0.05],
            &[0.0, 0.87, 0.13],
        ],
        &[0.0, 0.20, 0.02, 0.78],
    )
}

/// Among strangers. What has a rarity of its own stands as 1.
pub(super) fn strangers() -> Shares {
    shares(
        [
            &[0.0, 1.0, 3e-5, 1e-4, 1e-4, 1e-3, 1e-3, 2e-3, 4e-4, 0.01, 0.018, 0.967],
            &[0.0, 0.50, 0.50, 0.50, 0.50],
            &[0.0, 1.0, 0.0, 0.90],
            &[0.0, 1.0, 1e-5, 1.0],
            &[0.0, 1.0, 4e-6, 1.0, 0.03, 0.97],
            &[0.0, 1.0, 0.0, 1.0],
            &[0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
            &[0.0, 0.80, 0.20],
        ],
        &[0.0, 1.0, 0.01, 0.99],
    )
}

/// In which ways name parts agree: of one person, and of relatives.
pub(super) const PARTS: [[f64; Agrees::COUNT]; 2] =
    [[0.70, 0.05, 0.13, 0.01, 0.02, 0.05, 0.01, 0.01, 0.02], [0.75, 0.05, 0.10, 0.01, 0.01, 0.05, 0.01, 0.01, 0.01]];

fn shares(fixed: [&[f64]; FIXED], extra: &[f64]) -> Shares {
    let mut shares = [[0.0; LEVELS]; FEATURES];
    for (levels, believed) in shares.iter_mut().zip(fixed.into_iter().chain(std::iter::repeat(extra))) {
        for (level, share) in levels.iter_mut().zip(believed) {
            *level = *share;
        }
    }
    shares
}
