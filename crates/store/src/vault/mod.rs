//! Encryption at rest (SEC-52, SEC-53): who owns a fact has a key for it.
//!
//! Three storeys: **master keys** are files in a directory of their own, outside the database and
//! its backups; **compartment keys** are rows wrapped by a master key; **data keys** belong to one
//! owner (a person, an anonymous contact) in one compartment and are wrapped by its key. A sealed
//! value is bound to its table, column, row and version, so it opens nowhere else.

mod keys;
mod seal;

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use ground::{Compartment, Dice, Level, Secret};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

pub use keys::{KeyDirectory, MasterKey};
pub use seal::{DataKey, Place};

use crate::{Result, StoreError, Tx};

/// A part of the vault with a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safe {
    /// S2: identity, contact points, addresses, notes.
    Personal,
    /// S3, by compartment.
    Special(Compartment),
    /// S4.
    Protected,
    /// What is kept about those who work with Approdo: e-mail, second factor.
    Staff,
    /// Blind indexes over S2.
    PersonalIndex,
    /// Blind indexes over S4.
    ProtectedIndex,
    /// Blind indexes over accounts, session hashes, hashed search terms.
    StaffIndex,
    /// The chain of the audit trail.
    Audit,
}

impl Safe {
    const ALL: [Self; 12] = [
        Self::Personal,
        Self::Special(Compartment::Health),
        Self::Special(Compartment::Legal),
        Self::Special(Compartment::Money),
        Self::Special(Compartment::Work),
        Self::Special(Compartment::Belief),
        Self::Protected,
        Self::Staff,
        Self::PersonalIndex,
        Self::ProtectedIndex,
        Self::StaffIndex,
        Self::Audit,
    ];

    /// The safe in which a fact of that level belongs; none for what is not about a person.
    #[must_use]
    pub const fn of(level: Level) -> Option<Self> {
        match level {
            Level::S0 | Level::S1 => None,
            Level::S2 => Some(Self::Personal),
            Level::S3(compartment) => Some(Self::Special(compartment)),
            Level::S4 => Some(Self::Protected),
        }
    }

    /// The word that `data_key.compartment` holds for keys of this safe, for joins.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Special(Compartment::Health) => "health",
            Self::Special(Compartment::Legal) => "legal",
            Self::Special(Compartment::Money) => "money",
            Self::Special(Compartment::Work) => "work",
            Self::Special(Compartment::Belief) => "belief",
            Self::Protected => "protected",
            Self::Staff => "staff",
            Self::PersonalIndex => "personal index",
            Self::ProtectedIndex => "protected index",
            Self::StaffIndex => "staff index",
            Self::Audit => "audit",
        }
    }
}

/// The opened vault: compartment keys in memory, everything else sealed.
pub struct Vault {
    masters: BTreeMap<u32, MasterKey>,
    safes: RwLock<BTreeMap<(&'static str, u32), DataKey>>,
    dice: Dice,
}

impl Vault {
    /// Opens the vault; at first use it makes the compartment keys.
    ///
    /// # Errors
    /// [`StoreError::NoMasterKey`] when the directory lacks the key that wrapped them.
    pub fn open(tx: &mut Tx<'_>, directory: &KeyDirectory, dice: Dice) -> Result<Self> {
        let vault = Self { masters: directory.keys()?, safes: RwLock::default(), dice };
        let stored: Vec<(String, u32, Vec<u8>)> =
            tx.all("select compartment, generation, wrapped from compartment_key", &[])?;
        for safe in Safe::ALL {
            let mine: Vec<_> = stored.iter().filter(|(word, ..)| word == safe.word()).collect();
            for (_, generation, wrapped) in &mine {
                let key = vault.unwrap_compartment(safe, *generation, wrapped)?;
                vault.keep(safe, *generation, key);
            }
            if mine.is_empty() {
                vault.make_compartment(tx, safe)?;
            }
        }
        Ok(vault)
    }

    fn keep(&self, safe: Safe, generation: u32, key: DataKey) {
        self.safes.write().unwrap_or_else(PoisonError::into_inner).insert((safe.word(), generation), key);
    }

    fn make_compartment(&self, tx: &mut Tx<'_>, safe: Safe) -> Result<()> {
        let key = DataKey::new(self.dice.bytes());
        let (number, master) = self.masters.last_key_value().ok_or(StoreError::NoMasterKey(1))?;
        let wrapped = master.wrap(*number, &key, safe.word(), 1, self.dice.bytes());
        tx.exec(
            "insert into compartment_key (compartment, generation, wrapped) values ($1, $2, $3)",
            &[safe.word().into(), 1_i64.into(), wrapped.into()],
        )?;
        self.keep(safe, 1, key);
        Ok(())
    }

    fn unwrap_compartment(&self, safe: Safe, generation: u32, wrapped: &[u8]) -> Result<DataKey> {
        let number = MasterKey::number_in(wrapped)?;
        let master = self.masters.get(&number).ok_or(StoreError::NoMasterKey(number))?;
        master.unwrap(wrapped, safe.word(), generation)
    }

    /// The newest key of a safe, with its generation.
    fn newest<T>(&self, safe: Safe, with: impl FnOnce(u32, &DataKey) -> T) -> Result<T> {
        let safes = self.safes.read().unwrap_or_else(PoisonError::into_inner);
        let (key, newest) = safes
            .range((safe.word(), 0)..=(safe.word(), u32::MAX))
            .next_back()
            .ok_or_else(|| StoreError::Setup(format!("the vault has no key for {}", safe.word())))?;
        Ok(with(key.1, newest))
    }

    /// Makes a data key for an owner and stores it wrapped.
    ///
    /// # Errors
    /// The store's; a constraint error when the owner has one.
    pub fn make_key(&self, tx: &mut Tx<'_>, owner: &[u8; 16], safe: Safe) -> Result<DataKey> {
        let (key, wrapped) = self.new_key(owner, safe)?;
        tx.put(
            "insert into data_key (owner, compartment, wrapped) values ($1, $2, $3)",
            &[owner.into(), safe.word().into(), wrapped.into()],
        )?;
        Ok(key)
    }

    /// Makes a data key and its wrapped form for a batch that writes `data_key` itself, many rows at
    /// a time.
    ///
    /// # Errors
    /// When the vault lacks the compartment's key.
    pub fn new_key(&self, owner: &[u8; 16], safe: Safe) -> Result<(DataKey, Vec<u8>)> {
        let key = DataKey::new(self.dice.bytes());
        let wrapped =
            self.newest(safe, |generation, with| seal::wrap(&key, with, generation, owner, safe.word(), &self.dice))?;
        Ok((key, wrapped))
    }

    /// Fetches an owner's data key; none when it was never made or was destroyed.
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn key(&self, tx: &mut Tx<'_>, owner: &[u8; 16], safe: Safe) -> Result<Option<DataKey>> {
        let stored: Option<(Vec<u8>,)> = tx.one(
            "select wrapped from data_key where owner = $1 and compartment = $2",
            &[owner.into(), safe.word().into()],
        )?;
        stored.map(|(wrapped,)| self.unwrap_key(&wrapped, owner, safe)).transpose()
    }

    /// Fetches an owner's data key, or makes it.
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn key_or_make(&self, tx: &mut Tx<'_>, owner: &[u8; 16], safe: Safe) -> Result<DataKey> {
        match self.key(tx, owner, safe)? {
            Some(key) => Ok(key),
            None => self.make_key(tx, owner, safe),
        }
    }

    /// Opens a wrapped data key that was read together with its owner's row
    /// (`data_key.wrapped` where `compartment` is [`Vault::personal_word`]).
    ///
    /// # Errors
    /// [`StoreError::Sealed`].
    pub fn unwrap_key(&self, wrapped: &[u8], owner: &[u8; 16], safe: Safe) -> Result<DataKey> {
        let generation = seal::generation_in(wrapped)?;
        let safes = self.safes.read().unwrap_or_else(PoisonError::into_inner);
        let with =
            safes.get(&(safe.word(), generation)).ok_or(StoreError::Sealed { table: "data_key", column: "wrapped" })?;
        seal::unwrap(wrapped, with, owner, safe.word())
    }

    /// The word that `data_key.compartment` holds for personal keys, for joins.
    #[must_use]
    pub const fn personal_word() -> &'static str {
        Safe::Personal.word()
    }

    /// Destroys every data key of an owner: nothing sealed for it opens again (SEC-50).
    ///
    /// # Errors
    /// The store's.
    pub fn destroy_keys(&self, tx: &mut Tx<'_>, owner: &[u8; 16]) -> Result<u64> {
        tx.exec("delete from data_key where owner = $1", &[owner.into()])
    }

    /// Seals a value of the house itself (an account's e-mail, a second factor).
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn seal_for_house(&self, safe: Safe, place: &Place, plain: &[u8]) -> Result<Vec<u8>> {
        self.newest(safe, |generation, key| {
            let mut sealed = generation.to_be_bytes().to_vec();
            sealed.extend(key.seal(place, plain, &self.dice));
            sealed
        })
    }

    /// Opens a value of the house.
    ///
    /// # Errors
    /// [`StoreError::Sealed`].
    pub fn open_for_house(&self, safe: Safe, place: &Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let broken = StoreError::Sealed { table: place.table, column: place.column };
        let Some((generation, sealed)) = sealed.split_first_chunk::<4>() else { return Err(broken) };
        let safes = self.safes.read().unwrap_or_else(PoisonError::into_inner);
        let key = safes.get(&(safe.word(), u32::from_be_bytes(*generation))).ok_or(broken)?;
        key.open(place, sealed)
    }

    /// A keyed fingerprint: the same for the same text, meaningless without the key (SEC-53).
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn fingerprint(&self, safe: Safe, kind: &str, text: &[u8]) -> Result<[u8; 32]> {
        let safes = self.safes.read().unwrap_or_else(PoisonError::into_inner);
        let key = safes
            .get(&(safe.word(), 1))
            .ok_or_else(|| StoreError::Setup(format!("the vault has no key for {}", safe.word())))?;
        Ok(keyed_hash(key, kind, text))
    }

    /// Eight bytes of a fingerprint, as an index column holds them.
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn blind(&self, safe: Safe, kind: &str, text: &[u8]) -> Result<i64> {
        let [a, b, c, d, e, f, g, h, ..] = self.fingerprint(safe, kind, text)?;
        Ok(i64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }

    /// A key that other keys are made from, such as the backup's: bound to its purpose.
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn derived(&self, safe: Safe, purpose: &str) -> Result<DataKey> {
        self.fingerprint(safe, "derived key", purpose.as_bytes()).map(DataKey::new)
    }

    /// The newest master key and its number, to seal what must open without the database.
    ///
    /// # Errors
    /// [`StoreError::NoMasterKey`].
    pub fn master(&self) -> Result<(u32, &MasterKey)> {
        self.masters.last_key_value().map(|(number, key)| (*number, key)).ok_or(StoreError::NoMasterKey(1))
    }
}

fn keyed_hash(key: &DataKey, kind: &str, text: &[u8]) -> [u8; 32] {
    let secret: &Secret<[u8; 32]> = key.secret();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.reveal()) else {
        unreachable!("an HMAC takes a key of any length")
    };
    mac.update(kind.as_bytes());
    mac.update(&[0]);
    mac.update(text);
    mac.finalize().into_bytes().into()
}
