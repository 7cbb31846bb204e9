//! Whom to decrypt: the persons found under the most telling keys.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::query::{PARTS_MAX, Parts, QueryKey, Tells};
use crate::weights;

/// Collects what the index answers and names the few persons worth opening.
///
/// A key that many persons share says little, whoever they are: evidence is weighed by rarity.
/// A name part counts once, under however many keys it was found.
#[derive(Debug)]
pub struct Shortlist<Id> {
    population: f32,
    rarity: [f32; PARTS_MAX],
    found: HashMap<Id, Evidence, BuildHasherDefault<Mixer>>,
}

/// What speaks for one person.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    sure: Parts,
    guessed: Parts,
    birth: f32,
    numbers: f32,
}

impl<Id: Copy + Eq + Hash + Ord> Shortlist<Id> {
    /// Starts a list over an index of so many persons.
    pub fn new(population: u64) -> Self {
        Self {
            population: population.max(2) as f32,
            rarity: [weights::UNASKED_PART; PARTS_MAX],
            found: HashMap::with_capacity_and_hasher(1024, BuildHasherDefault::default()),
        }
    }

    /// Adds the persons found under a key; `capped` when more exist than were fetched.
    pub fn add(&mut self, key: &QueryKey, ids: &[Id], capped: bool) {
        let bits = self.bits(key, ids.len() as f32, capped);
        for id in ids {
            let evidence = self.found.entry(*id).or_default();
            match key.tells {
                Tells::Number(_) => evidence.numbers += bits,
                Tells::Birth { .. } => evidence.birth = evidence.birth.max(bits),
                Tells::Name { parts, sure, .. } => {
                    evidence.birth = evidence.birth.max(bits);
                    if sure {
                        evidence.sure |= parts;
                    } else {
                        evidence.guessed |= parts;
                    }
                }
            }
        }
    }

    /// What the key brings besides its name parts, whose rarity is noted on the way.
    fn bits(&mut self, key: &QueryKey, sharing: f32, capped: bool) -> f32 {
        let cut = |times: f32| if capped { sharing * times } else { sharing };
        match key.tells {
            Tells::Number(share) => share * self.rarity_of(cut(weights::CUT_OTHERS)),
            Tells::Birth { sure } => {
                self.rarity_of(cut(weights::CUT_OTHERS)) * if sure { 1.0 } else { weights::GUESSED_BIRTH }
            }
            Tells::Name { years_off: Some(off), .. } => {
                weights::YEAR_OFF_BITS.get(usize::from(off)).copied().unwrap_or_default()
            }
            Tells::Name { parts, sure: true, years_off: None } if parts.is_power_of_two() => {
                let rarity = self.rarity_of(cut(1.0 + self.population / weights::PERSONS_PER_CUT_NAME));
                if let Some(noted) = self.rarity.get_mut(parts.trailing_zeros() as usize) {
                    *noted = rarity;
                }
                0.0
            }
            Tells::Name { .. } => 0.0,
        }
    }

    fn rarity_of(&self, sharing: f32) -> f32 {
        (self.population / (sharing + weights::RARITY_FLOOR)).max(1.5).log2()
    }

    /// The bits that a name part of the query tells, which its length alone says to be so many.
    ///
    /// In a large file the count decides, in a small one the length: that one of fifty is a Mohamed does not
    /// make the name rare.
    pub(crate) fn counted(&self, part: usize, by_length: f64) -> f64 {
        let rarity = f64::from(self.rarity.get(part).copied().unwrap_or(weights::UNASKED_PART));
        let population = f64::from(self.population);
        let thought = weights::COUNTED_FROM * (-by_length / weights::COUNTED_KEPT).exp2();
        let share = (population * (-rarity).exp2() + thought) / (population + weights::COUNTED_FROM);
        (-share.log2() * weights::COUNTED_KEPT).clamp(weights::COUNTED_LEAST, weights::COUNTED_MOST)
    }

    fn weight(&self, evidence: &Evidence) -> f32 {
        let mut weight = evidence.birth + evidence.numbers;
        for (bit, rarity) in self.rarity.iter().enumerate() {
            let part = 1 << bit;
            if evidence.sure & part != 0 {
                weight += rarity;
            } else if evidence.guessed & part != 0 {
                weight += (rarity * weights::GUESSED_PART).min(weights::GUESSED_PART_MOST);
            }
        }
        weight
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
        let mut all: Vec<(Id, f32)> = self.found.iter().map(|(id, evidence)| (*id, self.weight(evidence))).collect();
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
pub(crate) struct Mixer(u64);

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
