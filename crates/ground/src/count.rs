//! What is counted while the house works: numbers that many threads raise at once, for whoever watches
//! the machine. They are of the process and begin at zero with it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Zero.
    #[must_use]
    pub const fn zero() -> Self {
        Self(AtomicU64::new(0))
    }

    /// One more.
    pub fn one(&self) {
        self.add(1);
    }

    /// So many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// How many so far.
    #[must_use]
    pub fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many there are just now.
#[derive(Debug, Default)]
pub struct Present(AtomicU64);

impl Present {
    /// One more is there, until what is given back is dropped: after a panic too.
    #[must_use]
    pub fn enter(&self) -> Inside<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Inside(self)
    }

    /// How many there are.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// One that is there.
#[derive(Debug)]
pub struct Inside<'a>(&'a Present);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many values fell below each of some bounds, and their sum.
#[derive(Debug)]
pub struct Spread {
    bounds: &'static [u64],
    below: Vec<Count>,
    sum: Count,
    all: Count,
}

/// Bounds for times, in microseconds: from a row that is read to a page that nobody waits for.
pub const MICROS: &[u64] =
    &[1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 10_000_000];

impl Spread {
    /// Over these bounds, the smallest first.
    #[must_use]
    pub fn over(bounds: &'static [u64]) -> Self {
        Self { bounds, below: bounds.iter().map(|_| Count::zero()).collect(), sum: Count::zero(), all: Count::zero() }
    }

    /// Takes a value in.
    pub fn take(&self, value: u64) {
        for (bound, below) in self.bounds.iter().zip(&self.below) {
            if value <= *bound {
                below.one();
            }
        }
        self.sum.add(value);
        self.all.one();
    }

    /// Takes a time in, as microseconds.
    pub fn take_time(&self, time: Duration) {
        self.take(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    /// Each bound with how many values were at most that.
    pub fn steps(&self) -> impl Iterator<Item = (u64, u64)> {
        self.bounds.iter().zip(&self.below).map(|(bound, below)| (*bound, below.so_far()))
    }

    /// The sum of all values.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.sum.so_far()
    }

    /// How many values there were.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.all.so_far()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_counts_below_every_bound_that_holds_it() {
        let spread = Spread::over(&[1, 4, 16]);
        for value in [1, 2, 4, 5, 17] {
            spread.take(value);
        }
        assert_eq!(spread.steps().collect::<Vec<_>>(), [(1, 1), (4, 3), (16, 4)]);
        assert_eq!((spread.sum(), spread.all()), (29, 5));
    }

    #[test]
    fn who_is_there_is_gone_after_a_panic_too() {
        let present = Present::default();
        let _here = present.enter();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _there = present.enter();
            panic!("on purpose");
        }));
        assert!(panicked.is_err());
        assert_eq!(present.now(), 1);
    }
}
