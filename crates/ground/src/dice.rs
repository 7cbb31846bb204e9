//! Chance as a value: from the operating system in life, from a seed in demos and tests.

use std::sync::{Arc, Mutex, PoisonError};

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

/// Where random bytes come from. Cheap to clone; clones of one seeded source share its stream.
#[derive(Clone)]
pub struct Dice(Source);

#[derive(Clone)]
enum Source {
    Os,
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Dice {
    /// The operating system's randomness: the only source for keys and tokens (SEC-56).
    #[must_use]
    pub fn os() -> Self {
        Self(Source::Os)
    }

    /// The same stream for the same seed, for the demo city and for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))))
    }

    /// Draws `N` bytes.
    ///
    /// # Panics
    /// Stops the process if the operating system has no randomness to give: to go on with
    /// guessable keys would be worse.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::Os => {
                if getrandom::fill(&mut bytes).is_err() {
                    std::process::abort();
                }
            }
            Source::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes),
        }
        bytes
    }

    /// Draws a number from 0 to `bound - 1`; 0 when there is nothing to choose from.
    #[must_use]
    pub fn below(&self, bound: u64) -> u64 {
        let drawn = u128::from(u64::from_le_bytes(self.bytes()));
        u64::try_from((drawn * u128::from(bound)) >> 64).unwrap_or(0)
    }

    /// Draws one of `choices`.
    #[must_use]
    pub fn pick<'a, T>(&self, choices: &'a [T]) -> Option<&'a T> {
        let at = usize::try_from(self.below(choices.len() as u64)).ok()?;
        choices.get(at)
    }
}

impl std::fmt::Debug for Dice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Source::Os => "Dice(os)",
            Source::Seeded(_) => "Dice(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream() {
        let (a, b) = (Dice::seeded(7), Dice::seeded(7));
        assert_eq!(a.bytes::<32>(), b.bytes::<32>());
        assert_ne!(a.bytes::<32>(), Dice::seeded(8).bytes::<32>());
    }

    #[test]
    fn below_stays_below() {
        let dice = Dice::seeded(3);
        assert!((0..1000).all(|_| dice.below(7) < 7));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), None);
    }
}
