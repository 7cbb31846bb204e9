//! Keyed fingerprints: the same for the same text, meaningless without the key (SEC-53).
//!
//! What stands in an index of eight bytes says with its first byte which generation of the key made it,
//! so that those of an old one are found, counted and replaced without being understood.

use ground::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{DataKey, Safe, Vault, no_key};
use crate::{Result, Tx};

/// The blind index of a safe: its keys, the newest last.
pub struct BlindIndex(Vec<(u32, DataKey)>);

impl BlindIndex {
    /// What stands in the index for a text now.
    #[must_use]
    pub fn newest(&self, kind: &str, text: &[u8]) -> i64 {
        // An index is never without a key: see `Vault::index`.
        self.0.last().map_or(0, |(generation, key)| blind(*generation, key, kind, text))
    }

    /// What may stand in the index for a text, in the order of the generations.
    pub fn all(&self, kind: &str, text: &[u8]) -> Vec<i64> {
        self.0.iter().map(|(generation, key)| blind(*generation, key, kind, text)).collect()
    }

    /// The newest generation.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.0.last().map_or(0, |(generation, _)| *generation)
    }

    /// Whether nothing can stand in it under an older generation.
    #[must_use]
    pub fn is_of_one_key(&self) -> bool {
        self.0.len() == 1
    }
}

fn blind(generation: u32, key: &DataKey, kind: &str, text: &[u8]) -> i64 {
    let [_, b, c, d, e, f, g, h, ..] = keyed_hash(key, kind, text);
    let [.., generation] = generation.to_be_bytes();
    i64::from_be_bytes([generation, b, c, d, e, f, g, h])
}

/// The first and the last that a generation can write into an index.
#[must_use]
pub fn span_of(generation: u32) -> (i64, i64) {
    let [.., generation] = generation.to_be_bytes();
    let end = |rest: u8| i64::from_be_bytes([generation, rest, rest, rest, rest, rest, rest, rest]);
    (end(0), end(u8::MAX))
}

impl Vault {
    /// The index with the key that is newest in memory, for a batch that is made before its transaction
    /// begins.
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn index_now(&self, safe: Safe) -> Result<BlindIndex> {
        Ok(BlindIndex(vec![self.newest(safe)?]))
    }

    /// The index with the keys of these generations, in their order.
    ///
    /// # Errors
    /// The store's, or when there is no such key.
    pub fn index_of(&self, tx: &mut Tx<'_>, safe: Safe, generations: &[u32]) -> Result<BlindIndex> {
        let key =
            |generation: &u32| Ok((*generation, self.key_of(tx, safe, *generation)?.ok_or_else(|| no_key(safe))?));
        let keys = generations.iter().map(key).collect::<Result<Vec<_>>>()?;
        if keys.is_empty() { Err(no_key(safe)) } else { Ok(BlindIndex(keys)) }
    }

    /// The fingerprint with the newest key in memory, for what is compared with nothing that is stored.
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn fingerprint(&self, safe: Safe, kind: &str, text: &[u8]) -> Result<[u8; 32]> {
        Ok(keyed_hash(&self.newest(safe)?.1, kind, text))
    }

    /// The fingerprints with every key in memory, the newest first: for what was made a while ago.
    #[must_use]
    pub fn fingerprints(&self, safe: Safe, kind: &str, text: &[u8]) -> Vec<[u8; 32]> {
        let safes = self.safes.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let keys = safes.range((safe.word(), 0)..=(safe.word(), u32::MAX)).rev();
        keys.map(|(_, key)| keyed_hash(key, kind, text)).collect()
    }

    /// The fingerprint with the newest key that the database has, for what is found by it.
    ///
    /// # Errors
    /// The store's, or when the vault lacks the key.
    pub fn fingerprint_in(&self, tx: &mut Tx<'_>, safe: Safe, kind: &str, text: &[u8]) -> Result<[u8; 32]> {
        Ok(keyed_hash(&self.newest_in(tx, safe)?.1, kind, text))
    }

    /// The fingerprint with the key of one generation; none when that is destroyed.
    ///
    /// # Errors
    /// The store's.
    pub fn fingerprint_of(
        &self,
        tx: &mut Tx<'_>,
        (safe, generation): (Safe, u32),
        kind: &str,
        text: &[u8],
    ) -> Result<Option<[u8; 32]>> {
        Ok(self.key_of(tx, safe, generation)?.map(|key| keyed_hash(&key, kind, text)))
    }
}

pub(super) fn keyed_hash(key: &DataKey, kind: &str, text: &[u8]) -> [u8; 32] {
    let secret: &Secret<[u8; 32]> = key.secret();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.reveal()) else {
        unreachable!("an HMAC takes a key of any length")
    };
    mac.update(kind.as_bytes());
    mac.update(&[0]);
    mac.update(text);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_53_what_stands_in_an_index_tells_its_generation_and_nothing_else() {
        let index = BlindIndex([1, 2, 200, 257].map(|number| (number, DataKey::new([7; 32]))).to_vec());
        let all = index.all("person", b"mhmd");
        for (one, generation) in all.iter().zip([1, 2, 200, 257]) {
            let (first, last) = span_of(generation);
            assert!((first..=last).contains(one), "generation {generation}");
            assert_eq!(
                all.iter().filter(|other| (first..=last).contains(other)).count(),
                if generation % 256 == 1 { 2 } else { 1 }
            );
        }
        assert_eq!(index.newest("person", b"mhmd"), all[3]);
        assert_ne!(index.newest("person", b"mhmd"), index.newest("person", b"hmd"));
        assert_eq!(span_of(1), (1 << 56, (2 << 56) - 1));
    }
}
