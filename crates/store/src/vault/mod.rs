//! Encryption at rest (SEC-52, SEC-53): who owns a fact has a key for it.
//!
//! Three storeys: **master keys** are files in a directory of their own, outside the database and
//! its backups; **compartment keys** are rows wrapped by a master key; **data keys** belong to one
//! owner (a person, an anonymous contact) in one compartment and are wrapped by its key, or by that of
//! S4 while their owner is protected ([`Under`], SEC-18). A sealed value is bound to its table, column,
//! row and version, so it opens nowhere else.
//!
//! Every key but the data keys has generations, and all that a key made says by which it was made.
//! `rotate` makes new ones and tells what still hangs on old ones; `index` hashes for the blind indexes.
//! What is in memory is a copy: a node that meets a generation it does not know reads the table again,
//! and what is written under a generation is refused when that one is gone meanwhile (SEC-54).

mod index;
mod keys;
mod rotate;
mod seal;

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use ground::{Compartment, Dice, Level};
use seal::Wrapping;

pub use index::{BlindIndex, span_of};
pub use keys::{KeyDirectory, MasterKey};
pub use rotate::{Generation, Held, Rewrapped};
pub use seal::{DataKey, Place, Under};

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
    /// Every safe.
    pub const ALL: [Self; 12] = [
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

    /// The safe of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|safe| safe.word() == word)
    }

    /// Whether its keys wrap the data keys of owners.
    #[must_use]
    pub const fn holds_data_keys(self) -> bool {
        match self {
            Self::Personal | Self::Special(_) | Self::Protected => true,
            Self::Staff | Self::PersonalIndex | Self::ProtectedIndex | Self::StaffIndex | Self::Audit => false,
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
    directory: KeyDirectory,
    masters: RwLock<BTreeMap<u32, MasterKey>>,
    safes: RwLock<BTreeMap<(&'static str, u32), DataKey>>,
    dice: Dice,
}

impl Vault {
    /// Opens the vault; at first use it makes the compartment keys.
    ///
    /// # Errors
    /// [`StoreError::NoMasterKey`] when the directory lacks the key that wrapped them.
    pub fn open(tx: &mut Tx<'_>, directory: &KeyDirectory, dice: Dice) -> Result<Self> {
        let masters = RwLock::new(directory.keys()?);
        let vault = Self { directory: directory.clone(), masters, safes: RwLock::default(), dice };
        vault.learn(tx)?;
        for safe in Safe::ALL {
            if vault.newest(safe).is_err() {
                let first = vault.write_generation(tx, safe, 1)?;
                vault.keep(safe, 1, first.key);
            }
        }
        Ok(vault)
    }

    fn keep(&self, safe: Safe, generation: u32, key: DataKey) {
        self.safes.write().unwrap_or_else(PoisonError::into_inner).insert((safe.word(), generation), key);
    }

    fn remembered(&self, safe: Safe, generation: u32) -> Option<DataKey> {
        self.safes.read().unwrap_or_else(PoisonError::into_inner).get(&(safe.word(), generation)).cloned()
    }

    /// Takes the compartment keys into memory that another node made since. It forgets none, for its
    /// snapshot may be older than what is known.
    fn learn(&self, tx: &mut Tx<'_>) -> Result<Vec<(Safe, u32)>> {
        let stored: Vec<(String, u32, Vec<u8>)> =
            tx.all("select compartment, generation, wrapped from compartment_key", &[])?;
        // A safe that only a newer program knows is left alone.
        let known = stored.iter().filter_map(|(word, number, wrapped)| Some((Safe::of_word(word)?, *number, wrapped)));
        let mut standing = Vec::with_capacity(stored.len());
        for (safe, generation, wrapped) in known {
            if self.remembered(safe, generation).is_none() {
                let key = self.unwrap_compartment(safe, generation, wrapped)?;
                self.keep(safe, generation, key);
            }
            standing.push((safe, generation));
        }
        Ok(standing)
    }

    /// Brings the memory to what the table and the key directory hold now: nodes that share a database
    /// do it every second, so that a new key is used everywhere and a destroyed one stands nowhere.
    ///
    /// # Errors
    /// The store's, or [`StoreError::NoMasterKey`].
    pub fn renew(&self, tx: &mut Tx<'_>) -> Result<()> {
        *self.masters.write().unwrap_or_else(PoisonError::into_inner) = self.directory.keys()?;
        let standing = self.learn(tx)?;
        let stands = |word: &str, number: u32| standing.iter().any(|(safe, one)| safe.word() == word && *one == number);
        let mut safes = self.safes.write().unwrap_or_else(PoisonError::into_inner);
        safes.retain(|(word, generation), _| stands(word, *generation));
        Ok(())
    }

    fn unwrap_compartment(&self, safe: Safe, generation: u32, wrapped: &[u8]) -> Result<DataKey> {
        let number = MasterKey::number_in(wrapped)?;
        let unwrap = |masters: &BTreeMap<u32, MasterKey>| {
            masters.get(&number).map(|master| master.unwrap(wrapped, safe.word(), generation))
        };
        if let Some(key) = unwrap(&self.masters.read().unwrap_or_else(PoisonError::into_inner)) {
            return key;
        }
        // Another node may have drawn it since this one started.
        let masters = self.directory.keys()?;
        let key = unwrap(&masters).ok_or(StoreError::NoMasterKey(number))?;
        *self.masters.write().unwrap_or_else(PoisonError::into_inner) = masters;
        key
    }

    /// The newest key of a safe that is in memory, with its generation.
    fn newest(&self, safe: Safe) -> Result<(u32, DataKey)> {
        let safes = self.safes.read().unwrap_or_else(PoisonError::into_inner);
        let (key, newest) =
            safes.range((safe.word(), 0)..=(safe.word(), u32::MAX)).next_back().ok_or_else(|| no_key(safe))?;
        Ok((key.1, newest.clone()))
    }

    /// The key of a generation; none when there is no such generation, or it was destroyed.
    fn key_of(&self, tx: &mut Tx<'_>, safe: Safe, generation: u32) -> Result<Option<DataKey>> {
        if let Some(key) = self.remembered(safe, generation) {
            return Ok(Some(key));
        }
        self.learn(tx)?;
        Ok(self.remembered(safe, generation))
    }

    /// The newest generation of a safe as the database has it now. What is written under it in the same
    /// transaction collides with whoever destroys it.
    fn newest_in(&self, tx: &mut Tx<'_>, safe: Safe) -> Result<(u32, DataKey)> {
        let newest: Option<(u32,)> = tx.one(
            "select generation from compartment_key where compartment = $1 order by generation desc limit 1",
            &[safe.word().into()],
        )?;
        let (newest,) = newest.ok_or_else(|| no_key(safe))?;
        let key = self.key_of(tx, safe, newest)?;
        Ok((newest, key.ok_or_else(|| no_key(safe))?))
    }

    /// Makes a data key for an owner and stores it wrapped.
    ///
    /// # Errors
    /// The store's; a constraint error when the owner has one.
    pub fn make_key(&self, tx: &mut Tx<'_>, owner: &[u8; 16], safe: Safe) -> Result<DataKey> {
        let (key, wrapped) = self.new_key(owner, safe)?;
        let (by, generation) = self.made_with(safe, &wrapped)?;
        // The column takes no null: a key that nobody could unwrap any more is not stored.
        tx.put(
            "insert into data_key (owner, compartment, wrapped) values ($1, $2,
                 case when exists (select 1 from compartment_key where compartment = $4 and generation = $5)
                 then $3 else (select wrapped from data_key where 1 = 0) end)",
            &[owner.into(), safe.word().into(), wrapped.into(), by.word().into(), generation.into()],
        )?;
        Ok(key)
    }

    /// Makes a data key and its wrapped form for a batch that writes `data_key` itself, many rows at
    /// a time, after [`Vault::hold`].
    ///
    /// # Errors
    /// When the vault lacks the compartment's key.
    pub fn new_key(&self, owner: &[u8; 16], safe: Safe) -> Result<(DataKey, Vec<u8>)> {
        let key = DataKey::new(self.dice.bytes());
        let (generation, with) = self.newest(safe)?;
        let wrapping = Wrapping { under: Under::Own, generation };
        let wrapped = seal::wrap(&key, &with, wrapping, owner, safe.word(), &self.dice);
        Ok((key, wrapped))
    }

    /// The key that wrapped a data key: its safe and its generation.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it is no wrapped key.
    pub fn made_with(&self, safe: Safe, wrapped: &[u8]) -> Result<(Safe, u32)> {
        wrapped_by(safe, wrapped)
    }

    /// Makes sure, in the transaction that writes a batch which was made before, that the keys it was
    /// made with still stand. Whoever destroys one meanwhile collides with it.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when one was destroyed since.
    pub fn hold(&self, tx: &mut Tx<'_>, made_with: &[(Safe, u32)]) -> Result<()> {
        let standing: Vec<(String, u32)> = tx.all("select compartment, generation from compartment_key", &[])?;
        let stands = |(safe, generation): &(Safe, u32)| {
            standing.iter().any(|(word, number)| word == safe.word() && number == generation)
        };
        if made_with.iter().all(stands) { Ok(()) } else { Err(StoreError::Stale) }
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
        stored.map(|(wrapped,)| self.unwrap_key(tx, &wrapped, owner, safe)).transpose()
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

    /// Wraps every data key of an owner under the key of S4, or back under those of their own safes
    /// (SEC-18). What they sealed stays as it is and opens as before.
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn move_keys(&self, tx: &mut Tx<'_>, owner: &[u8; 16], under: Under) -> Result<u64> {
        let stored: Vec<(String, Vec<u8>)> =
            tx.all("select compartment, wrapped from data_key where owner = $1", &[owner.into()])?;
        let mut moved = 0;
        for (word, wrapped) in &stored {
            let safe = Safe::of_word(word).ok_or(seal::BROKEN_KEY)?;
            if Wrapping::of(wrapped)?.under == under {
                continue;
            }
            let key = self.unwrap_key(tx, wrapped, owner, safe)?;
            let (generation, with) = self.newest_in(tx, wrapper(safe, under))?;
            let anew = seal::wrap(&key, &with, Wrapping { under, generation }, owner, safe.word(), &self.dice);
            tx.change_one(
                "update data_key set wrapped = $3 where owner = $1 and compartment = $2",
                &[owner.into(), word.as_str().into(), anew.into()],
            )?;
            moved += 1;
        }
        Ok(moved)
    }

    /// Opens a wrapped data key that was read together with its owner's row
    /// (`data_key.wrapped` where `compartment` is [`Vault::personal_word`]).
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn unwrap_key(&self, tx: &mut Tx<'_>, wrapped: &[u8], owner: &[u8; 16], safe: Safe) -> Result<DataKey> {
        let (by, generation) = wrapped_by(safe, wrapped)?;
        let with = self.key_of(tx, by, generation)?.ok_or(seal::BROKEN_KEY)?;
        seal::unwrap(wrapped, &with, owner, safe.word())
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

    /// Destroys an owner's data key of one safe: what was sealed for it there opens no more.
    ///
    /// # Errors
    /// The store's.
    pub fn destroy_key(&self, tx: &mut Tx<'_>, owner: &[u8; 16], safe: Safe) -> Result<u64> {
        tx.exec("delete from data_key where owner = $1 and compartment = $2", &[owner.into(), safe.word().into()])
    }

    /// Seals a value of the house itself (an account's e-mail, a second factor) for its row.
    ///
    /// # Errors
    /// The store's, or when the vault lacks the key.
    pub fn seal_for_house(&self, tx: &mut Tx<'_>, safe: Safe, place: &Place, plain: &[u8]) -> Result<Vec<u8>> {
        let (generation, key) = self.newest_in(tx, safe)?;
        Ok(self.with_generation(generation, &key, place, plain))
    }

    /// Opens a value of the house.
    ///
    /// # Errors
    /// The store's, or [`StoreError::Sealed`].
    pub fn open_for_house(&self, tx: &mut Tx<'_>, safe: Safe, place: &Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let broken = || StoreError::Sealed { table: place.table, column: place.column };
        let (generation, sealed) = sealed.split_first_chunk::<4>().ok_or_else(broken)?;
        let key = self.key_of(tx, safe, u32::from_be_bytes(*generation))?.ok_or_else(broken)?;
        key.open(place, sealed)
    }

    /// Seals a value of the house for someone to carry from one page to the next. It stands in no
    /// table, and opens as long as its generation does.
    ///
    /// # Errors
    /// When the vault lacks the key.
    pub fn seal_to_carry(&self, safe: Safe, place: &Place, plain: &[u8]) -> Result<Vec<u8>> {
        let (generation, key) = self.newest(safe)?;
        Ok(self.with_generation(generation, &key, place, plain))
    }

    /// Opens what was carried.
    ///
    /// # Errors
    /// [`StoreError::Sealed`].
    pub fn open_carried(&self, safe: Safe, place: &Place, sealed: &[u8]) -> Result<Vec<u8>> {
        let broken = || StoreError::Sealed { table: place.table, column: place.column };
        let (generation, sealed) = sealed.split_first_chunk::<4>().ok_or_else(broken)?;
        self.remembered(safe, u32::from_be_bytes(*generation)).ok_or_else(broken)?.open(place, sealed)
    }

    fn with_generation(&self, generation: u32, key: &DataKey, place: &Place, plain: &[u8]) -> Vec<u8> {
        let mut sealed = generation.to_be_bytes().to_vec();
        sealed.extend(key.seal(place, plain, &self.dice));
        sealed
    }
}

/// The safe whose key wraps.
const fn wrapper(safe: Safe, under: Under) -> Safe {
    match under {
        Under::Own => safe,
        Under::Protected => Safe::Protected,
    }
}

/// Which key of which generation wrapped this.
fn wrapped_by(safe: Safe, wrapped: &[u8]) -> Result<(Safe, u32)> {
    let Wrapping { under, generation } = Wrapping::of(wrapped)?;
    Ok((wrapper(safe, under), generation))
}

fn no_key(safe: Safe) -> StoreError {
    StoreError::Setup(format!("the vault has no key for {}", safe.word()))
}
