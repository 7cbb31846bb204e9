//! New keys in the place of old ones, while the house works (SEC-54).
//!
//! Each step is one transaction, or one file, and leaves everything readable: a new master key is a file
//! before anything is wrapped by it, a new generation is a row before anything is made with it, and an
//! old one goes only when nothing hangs on it any more. Stopped anywhere, the next run goes on.

use std::collections::BTreeMap;

use ground::Timestamp;

use super::{DataKey, MasterKey, Place, Safe, Vault, Wrapping, index::keyed_hash, seal, wrapped_by};
use crate::{Result, StoreError, Tx};

/// One generation of a safe's key.
pub struct Generation {
    /// Its number.
    pub number: u32,
    pub(super) key: DataKey,
}

impl Generation {
    /// A fingerprint with its key.
    #[must_use]
    pub fn fingerprint(&self, kind: &str, text: &[u8]) -> [u8; 32] {
        keyed_hash(&self.key, kind, text)
    }
}

/// What hangs on each generation of each safe: data keys, or what a room counted.
pub type Held = BTreeMap<(&'static str, u32), u64>;

/// How far a pass over the data keys has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrapped {
    /// The last key that was looked at; none at the end of the pass.
    pub last: Option<([u8; 16], String)>,
    /// How many were looked at.
    pub seen: u64,
    /// How many were wrapped anew.
    pub done: u64,
}

/// How many data keys are wrapped anew in one short transaction.
const KEYS_AT_ONCE: usize = 400;

impl Vault {
    pub(super) fn write_generation(&self, tx: &mut Tx<'_>, safe: Safe, number: u32) -> Result<Generation> {
        let key = DataKey::new(self.dice.bytes());
        let (master_number, master) = self.master(tx)?;
        let wrapped = master.wrap(master_number, &key, safe.word(), number, self.dice.bytes());
        tx.exec(
            "insert into compartment_key (compartment, generation, wrapped) values ($1, $2, $3)",
            &[safe.word().into(), number.into(), wrapped.into()],
        )?;
        Ok(Generation { number, key })
    }

    /// Writes the next generation of a safe. It is used from the commit on; the caller makes with it
    /// what has to change in the same transaction.
    ///
    /// # Errors
    /// The store's, or [`StoreError::NoMasterKey`].
    pub fn next_generation(&self, tx: &mut Tx<'_>, safe: Safe, now: Timestamp) -> Result<Generation> {
        let (newest, _) = self.newest_in(tx, safe)?;
        let next = self.write_generation(tx, safe, newest + 1)?;
        note_era(tx, safe.word(), next.number, now)?;
        Ok(next)
    }

    /// The newest generation that the database has, to make much with it.
    ///
    /// # Errors
    /// The store's, or when there is none.
    pub fn newest_generation(&self, tx: &mut Tx<'_>, safe: Safe) -> Result<Generation> {
        let (number, key) = self.newest_in(tx, safe)?;
        Ok(Generation { number, key })
    }

    /// A generation; none when it was destroyed.
    ///
    /// # Errors
    /// The store's.
    pub fn generation(&self, tx: &mut Tx<'_>, safe: Safe, number: u32) -> Result<Option<Generation>> {
        Ok(self.key_of(tx, safe, number)?.map(|key| Generation { number, key }))
    }

    /// The newest generation in memory, for what says by which it was made.
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn generation_now(&self, safe: Safe) -> Result<Generation> {
        let (number, key) = self.newest(safe)?;
        Ok(Generation { number, key })
    }

    /// The newest master key that is in use, with its number, as the directory has it now: what is sealed
    /// under a key that was destroyed since would open nowhere. One that was only drawn is not used yet.
    ///
    /// # Errors
    /// The store's; [`StoreError::NoMasterKey`] when this node's directory lacks it.
    pub fn master(&self, tx: &mut Tx<'_>) -> Result<(u32, MasterKey)> {
        let used = self.masters_in_use(tx)?.last_key_value().map(|(number, _)| *number);
        let number = used.map_or_else(|| self.directory.newest(), Ok)?;
        Ok((number, self.directory.master(number)?))
    }

    /// How many compartment keys each master key wraps.
    ///
    /// # Errors
    /// The store's.
    pub fn masters_in_use(&self, tx: &mut Tx<'_>) -> Result<BTreeMap<u32, u64>> {
        let mut used = BTreeMap::new();
        for (wrapped,) in tx.all::<(Vec<u8>,)>("select wrapped from compartment_key", &[])? {
            *used.entry(MasterKey::number_in(&wrapped)?).or_default() += 1;
        }
        Ok(used)
    }

    /// Wraps every compartment key by the newest master key, and tells how many were wrapped anew.
    ///
    /// # Errors
    /// The store's, or [`StoreError::NoMasterKey`].
    pub fn rewrap_compartments(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
        let number = self.directory.newest()?;
        if let Some((used, _)) = self.masters_in_use(tx)?.last_key_value().filter(|(used, _)| **used > number) {
            // Another node has gone further: its key has to be brought here first.
            return Err(StoreError::NoMasterKey(*used));
        }
        let master = self.directory.master(number)?;
        let stored: Vec<(String, u32, Vec<u8>)> =
            tx.all("select compartment, generation, wrapped from compartment_key", &[])?;
        let mut done = 0;
        for (word, generation, wrapped) in &stored {
            let Some(safe) = Safe::of_word(word) else {
                return Err(StoreError::Setup(format!(
                    "the key of {word} is of a newer program: rotate with that one"
                )));
            };
            if MasterKey::number_in(wrapped)? == number {
                continue;
            }
            let key = self.unwrap_compartment(safe, *generation, wrapped)?;
            let anew = master.wrap(number, &key, safe.word(), *generation, self.dice.bytes());
            tx.change_one(
                "update compartment_key set wrapped = $3 where compartment = $1 and generation = $2 and wrapped = $4",
                &[word.as_str().into(), (*generation).into(), anew.into(), wrapped.as_slice().into()],
            )?;
            done += 1;
        }
        if done > 0 {
            note_era(tx, MASTER, number, now)?;
        }
        Ok(done)
    }

    /// Wraps the next data keys that hang on an old generation by the newest, in the order of their
    /// owners, after `last`. A key that was destroyed meanwhile stays destroyed.
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn rewrap_data_keys(&self, tx: &mut Tx<'_>, last: Option<&([u8; 16], String)>) -> Result<Rewrapped> {
        let first = ([0; 16], String::new());
        let (owner, word) = last.unwrap_or(&first);
        let some: Vec<([u8; 16], String, Vec<u8>)> = tx.all(
            &format!(
                "select owner, compartment, wrapped from data_key where (owner, compartment) > ($1, $2)
                 order by owner, compartment limit {KEYS_AT_ONCE}"
            ),
            &[owner.into(), word.as_str().into()],
        )?;
        let mut newest: BTreeMap<&'static str, (u32, DataKey)> = BTreeMap::new();
        let mut done = 0;
        for (owner, word, wrapped) in &some {
            let safe = Safe::of_word(word).ok_or(seal::BROKEN_KEY)?;
            let (by, generation) = wrapped_by(safe, wrapped)?;
            if !newest.contains_key(by.word()) {
                newest.insert(by.word(), self.newest_in(tx, by)?);
            }
            let Some((number, with)) = newest.get(by.word()).filter(|(number, _)| *number != generation) else {
                continue;
            };
            let key = self.unwrap_key(tx, wrapped, owner, safe)?;
            let wrapping = Wrapping { generation: *number, ..Wrapping::of(wrapped)? };
            let anew = seal::wrap(&key, with, wrapping, owner, safe.word(), &self.dice);
            tx.put(
                "update data_key set wrapped = $3 where owner = $1 and compartment = $2 and wrapped = $4",
                &[owner.into(), word.as_str().into(), anew.into(), wrapped.as_slice().into()],
            )?;
            done += 1;
        }
        let last = some.last().filter(|_| some.len() == KEYS_AT_ONCE);
        Ok(Rewrapped { last: last.map(|(owner, word, _)| (*owner, word.clone())), seen: some.len() as u64, done })
    }

    /// Seals a value of the house anew when an old generation sealed it; none when it is the newest.
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn reseal_for_house(
        &self,
        tx: &mut Tx<'_>,
        safe: Safe,
        place: &Place,
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>> {
        let (newest, _) = self.newest_in(tx, safe)?;
        if sealed.first_chunk::<4>() == Some(&newest.to_be_bytes()) {
            return Ok(None);
        }
        let plain = self.open_for_house(tx, safe, place, sealed)?;
        self.seal_for_house(tx, safe, place, &plain).map(Some)
    }

    /// Every generation of every safe that the database holds.
    ///
    /// # Errors
    /// The store's.
    pub fn generations(&self, tx: &mut Tx<'_>) -> Result<BTreeMap<Safe, Vec<u32>>> {
        let stored: Vec<(String, u32)> =
            tx.all("select compartment, generation from compartment_key order by compartment, generation", &[])?;
        let mut all: BTreeMap<Safe, Vec<u32>> = BTreeMap::new();
        for (word, generation) in stored {
            if let Some(safe) = Safe::of_word(&word) {
                all.entry(safe).or_default().push(generation);
            }
        }
        Ok(all)
    }

    /// How many data keys each generation wraps. It reads them all.
    ///
    /// # Errors
    /// The store's.
    pub fn data_keys_by_generation(&self, tx: &mut Tx<'_>) -> Result<Held> {
        let counted: Vec<(String, Vec<u8>, u64)> = tx.all(
            "select compartment, substr(wrapped, 1, 4), count(*) from data_key group by compartment, substr(wrapped, 1, 4)",
            &[],
        )?;
        let mut held = Held::new();
        for (word, head, count) in counted {
            let safe = Safe::of_word(&word).ok_or(seal::BROKEN_KEY)?;
            let (by, generation) = wrapped_by(safe, &head)?;
            *held.entry((by.word(), generation)).or_default() += count;
        }
        Ok(held)
    }

    /// Destroys an old generation. Whoever asks has made sure, in the same transaction, that nothing
    /// hangs on it.
    ///
    /// # Errors
    /// The store's; [`StoreError::Stale`] when it is the newest, or gone.
    pub fn destroy_generation(&self, tx: &mut Tx<'_>, safe: Safe, generation: u32) -> Result<()> {
        if self.newest_in(tx, safe)?.0 == generation {
            return Err(StoreError::Stale);
        }
        tx.change_one(
            "delete from compartment_key where compartment = $1 and generation = $2",
            &[safe.word().into(), generation.into()],
        )?;
        forget_era(tx, safe.word(), generation)
    }

    /// Writes down that a master key goes, when no compartment key hangs on it; then its file may.
    ///
    /// # Errors
    /// The store's; [`StoreError::Stale`] when one does.
    pub fn let_master_go(&self, tx: &mut Tx<'_>, number: u32) -> Result<()> {
        if self.masters_in_use(tx)?.contains_key(&number) {
            return Err(StoreError::Stale);
        }
        forget_era(tx, MASTER, number)
    }
}

/// The word of the master keys among the eras.
pub(super) const MASTER: &str = "master";

fn note_era(tx: &mut Tx<'_>, kind: &str, number: u32, now: Timestamp) -> Result<()> {
    tx.exec(
        "insert into key_era (kind, number, since_at) values ($1, $2, $3) on conflict (kind, number) do nothing",
        &[kind.into(), number.into(), now.into()],
    )
    .map(|_| ())
}

fn forget_era(tx: &mut Tx<'_>, kind: &str, number: u32) -> Result<()> {
    tx.exec("delete from key_era where kind = $1 and number = $2", &[kind.into(), number.into()]).map(|_| ())
}

impl Vault {
    /// Since when each key is in use, where it was written down: `master` or the word of a safe, and the
    /// number.
    ///
    /// # Errors
    /// The store's.
    pub fn eras(&self, tx: &mut Tx<'_>) -> Result<BTreeMap<(String, u32), Timestamp>> {
        let all: Vec<(String, u32, Timestamp)> = tx.all("select kind, number, since_at from key_era", &[])?;
        Ok(all.into_iter().map(|(kind, number, since)| ((kind, number), since)).collect())
    }
}
