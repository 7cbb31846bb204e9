//! What binds the entries: the seal of each, its leaf, the chain through all, and the head's mac.
//!
//! Three keyed bonds and one public one. The **seal** is made by the process that did the act, so an
//! entry that was slipped in beside it is known. The **leaf** makes the Merkle tree that outsiders can
//! check. The **chain** runs from entry to entry, so that the first bad one has a name. The head's
//! **mac** says how long the trail is, so that its end cannot be cut off. Who can write the database
//! but lacks the keys can forge none of the keyed ones (SEC-45).

use ground::Timestamp;
use store::{
    FromRow, Result, Row, StoreError, Tx, Value,
    vault::{Generation, Safe, Vault},
};

use super::merkle::{self, Frontier, Hash};

/// What one entry says, as it lies in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) at: Timestamp,
    pub(super) id: Vec<u8>,
    pub(super) body: String,
    pub(super) seal: Vec<u8>,
}

impl FromRow for Entry {
    /// Reads `at, id, body, seal`.
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { at: row.get(0)?, id: row.get(1)?, body: row.get(2)?, seal: row.get(3)? })
    }
}

impl Entry {
    /// Its place in the tree.
    pub(super) fn leaf(&self, placed_at: Timestamp) -> Hash {
        let [at, placed_at] = [self.at, placed_at].map(|instant| instant.micros().to_be_bytes());
        merkle::leaf(&[&at, &placed_at, &length(&self.id), &self.id, self.body.as_bytes()])
    }
}

/// The seal of an entry that is being written. From the second generation of the key on it says which
/// one made it.
///
/// # Errors
/// When the vault lacks the key of the trail.
pub(in crate::access) fn seal(vault: &Vault, at: Timestamp, id: &[u8], body: &str) -> Result<Vec<u8>> {
    let key = vault.generation_now(Safe::Audit)?;
    let seal = sealed(&key, at, id, body);
    Ok(if key.number == 1 { seal.to_vec() } else { [key.number.to_be_bytes().as_slice(), &seal].concat() })
}

/// The generation that made a seal, and the seal itself; none when it is no seal.
pub(super) fn sealed_by(seal: &[u8]) -> Option<(u32, &[u8])> {
    match seal.split_first_chunk::<4>() {
        Some((_, rest)) if rest.len() == 28 => Some((1, seal)),
        Some((number, rest)) if rest.len() == 32 => {
            Some((u32::from_be_bytes(*number), rest)).filter(|(number, _)| *number > 1)
        }
        _ => None,
    }
}

/// What the seal of an entry is when this generation made it.
pub(super) fn fingerprint(key: &Generation, entry: &Entry) -> Hash {
    sealed(key, entry.at, &entry.id, &entry.body)
}

fn sealed(key: &Generation, at: Timestamp, id: &[u8], body: &str) -> Hash {
    let text = [at.micros().to_be_bytes().as_slice(), &length(id), id, body.as_bytes()].concat();
    key.fingerprint("entry", &text)
}

/// Says where the id ends and the body begins, so that no byte can move from one to the other.
fn length(id: &[u8]) -> [u8; 8] {
    (id.len() as u64).to_be_bytes()
}

/// The link from the entry before to the entry of this number.
pub(super) fn chain(key: &Generation, number: u64, before: &Hash, leaf: &Hash) -> Hash {
    key.fingerprint("chain", &[number.to_be_bytes().as_slice(), before, leaf].concat())
}

/// How far the trail has grown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// The tree over all numbered entries.
    pub(super) tree: Frontier,
    /// The end of the chain.
    pub(super) chain: Hash,
    /// The latest reading of the clock.
    pub(super) last_at: Timestamp,
    /// How many checkpoints were made.
    pub(super) checkpoints: u64,
    /// How many entries the last checkpoint covers.
    pub(super) sealed_size: u64,
    /// When the last checkpoint was made.
    pub(super) sealed_at: Timestamp,
}

/// The head as it lies in the database.
pub(super) enum Found {
    /// As it was written.
    Sound(Head),
    /// Changed, or taken away, by another hand.
    Changed,
}

/// The columns of the head, with the size as it was stored.
struct Stored {
    head: Option<Head>,
    mac: Vec<u8>,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (size, frontier, chain): (u64, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (last_at, checkpoints, sealed_size) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let (sealed_at, mac) = (row.get(6)?, row.get(7)?);
        let head = Frontier::read(size, &frontier).zip(chain.try_into().ok()).map(|(tree, chain)| Head {
            tree,
            chain,
            last_at,
            checkpoints,
            sealed_size,
            sealed_at,
        });
        Ok(Self { head, mac })
    }
}

impl Head {
    /// The head of a trail without entries.
    pub(super) fn new() -> Self {
        let never = Timestamp::from_micros(0);
        Self {
            tree: Frontier::default(),
            chain: [0; 32],
            last_at: never,
            checkpoints: 0,
            sealed_size: 0,
            sealed_at: never,
        }
    }

    /// Reads the head and tells whether it is as it was written.
    pub(super) fn find(tx: &mut Tx<'_>, vault: &Vault) -> Result<Found> {
        let stored = tx.one(
            "select size, frontier, chain, last_at, checkpoints, sealed_size, sealed_at, mac
             from audit_head where one = 1",
            &[],
        );
        match stored {
            Ok(Some(Stored { head: Some(head), mac })) => {
                let is_ours = head.mac(&vault.newest_generation(tx, Safe::Audit)?).as_slice() == mac;
                Ok(if is_ours { Found::Sound(head) } else { Found::Changed })
            }
            Ok(Some(_)) | Err(StoreError::BadCell { .. }) => Ok(Found::Changed),
            Ok(None) => {
                let entry: Option<(i64,)> = tx.one("select number from audit_entry limit 1", &[])?;
                Ok(if entry.is_some() { Found::Changed } else { Found::Sound(Self::new()) })
            }
            Err(error) => Err(error),
        }
    }

    /// Writes the head with its mac.
    pub(super) fn save(&self, tx: &mut Tx<'_>, key: &Generation) -> Result<()> {
        tx.exec(
            "insert into audit_head
                 (one, size, frontier, chain, last_at, checkpoints, sealed_size, sealed_at, mac)
             values (1, $1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (one) do update set size = excluded.size, frontier = excluded.frontier,
                 chain = excluded.chain, last_at = excluded.last_at, checkpoints = excluded.checkpoints,
                 sealed_size = excluded.sealed_size, sealed_at = excluded.sealed_at, mac = excluded.mac",
            &[
                count(self.tree.size()),
                self.tree.bytes().into(),
                (&self.chain).into(),
                self.last_at.into(),
                count(self.checkpoints),
                count(self.sealed_size),
                self.sealed_at.into(),
                (&self.mac(key)).into(),
            ],
        )?;
        Ok(())
    }

    fn mac(&self, key: &Generation) -> Hash {
        let mut text = self.tree.size().to_be_bytes().to_vec();
        text.extend(self.tree.bytes());
        text.extend(self.chain);
        text.extend(self.last_at.micros().to_be_bytes());
        text.extend(self.checkpoints.to_be_bytes());
        text.extend(self.sealed_size.to_be_bytes());
        text.extend(self.sealed_at.micros().to_be_bytes());
        key.fingerprint("head", &text)
    }
}

/// How many entries the trail has, and the root over them.
///
/// # Errors
/// [`StoreError::Setup`] when another hand changed the head.
pub fn extent(tx: &mut Tx<'_>, vault: &Vault) -> Result<(u64, Hash)> {
    match Head::find(tx, vault)? {
        Found::Sound(head) => Ok((head.tree.size(), head.tree.root())),
        Found::Changed => Err(StoreError::Setup(CHANGED.to_owned())),
    }
}

/// What the operator is told when the head does not hold.
pub(super) const CHANGED: &str = "the head of the audit trail was changed by another hand: run `approdo audit verify`";

/// A count as a column holds it.
pub(super) fn count(count: u64) -> Value<'static> {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_45_a_seal_has_one_form_for_each_generation_and_no_other_length() {
        let long = |number: u32, length| [number.to_be_bytes().as_slice(), &vec![7; length]].concat();
        assert_eq!(sealed_by(&[7; 32]), Some((1, [7; 32].as_slice())));
        assert_eq!(sealed_by(&long(2, 32)), Some((2, [7; 32].as_slice())));
        for none in [long(1, 32), long(0, 32), long(2, 31), long(2, 33), vec![7; 31], vec![7; 3], Vec::new()] {
            assert_eq!(sealed_by(&none), None, "{none:?}");
        }
    }
}
