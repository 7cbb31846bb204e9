//! Whom to decrypt: the persons found under the most telling keys.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::keys::QueryKey;
use crate::weights;

/// Collects what the index answers and names the few persons worth opening.
///
/// A key that many persons share says little, whoever they are: evidence is weighed by rarity.
#[derive(Debug)]
pub struct Shortlist<Id> {
    population: f32,
    found: HashMap<Id, f32, BuildHasherDefault<Mixer>>,
}

impl<Id: Copy + Eq + Hash + Ord> Shortlist<Id> {
    /// Starts a list over an index of so many persons.
    pub fn new(population: u64) -> Self {
        Self { population: (population.max(2)) as f32, found: HashMap::with_capacity_and_hasher(512, BuildHasherDefault::default()) }
    }

    /// Adds the persons found under a key; `capped` when more exist than were fetched.
    pub fn add(&mut self, key: &QueryKey, ids: &[Id], capped: bool) {
        let sharing = ids.len() as f32 * if capped { weights::CAPPED_SHARING } else { 1.0 };
        let rarity = (self.population / (sharing + weights::RARITY_FLOOR)).max(1.5).log2();
        for id in ids {
            *self.found.entry(*id).or_insert(0.0) += key.weight * rarity;
        }
    }

    /// How many persons were found under any key.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nobody was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The best `n`, best first; equals in the order of their ids.
    pub fn best(&self, n: usize) -> Vec<Id> {
        let mut all: Vec<(Id, f32)> = self.found.iter().map(|(id, weight)| (*id, *weight)).collect();
        let order = |a: &(Id, f32), b: &(Id, f32)| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0));
        if n < all.len() {
            all.select_nth_unstable_by(n, order);
            all.truncate(n);
        }
        all.sort_unstable_by(order);
        all.into_iter().map(|(id, _)| id).collect()
    }
}

/// A fast hasher for ids that nobody outside chooses; the std one costs half of a query's time.
#[derive(Debug, Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            for (to, from) in eight.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.write_u64(u64::from_le_bytes(eight));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }
}
