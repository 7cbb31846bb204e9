//! Sealing one value for one place.

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead as _, KeyInit as _, Payload},
};
use ground::{Dice, Secret};

use crate::{Result, StoreError};

/// The form of a sealed value: this byte, 24 bytes of nonce, the ciphertext with its tag.
const FORM: u8 = 1;
const NONCE: usize = 24;

/// Where a sealed value stands. It opens nowhere else (SEC-52).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: [u8; 16],
    /// The row's version, so that an older value cannot be put back.
    pub version: i64,
}

impl Place {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.table.len() + self.column.len() + 26);
        bytes.extend(self.table.as_bytes());
        bytes.push(b'|');
        bytes.extend(self.column.as_bytes());
        bytes.push(b'|');
        bytes.extend(self.row);
        bytes.extend(self.version.to_be_bytes());
        bytes
    }
}

/// A key for the values of one owner in one safe.
#[derive(Clone, Debug)]
pub struct DataKey(Secret<[u8; 32]>);

impl DataKey {
    pub(crate) const fn new(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    pub(crate) const fn secret(&self) -> &Secret<[u8; 32]> {
        &self.0
    }

    /// Seals a value for its place.
    #[must_use]
    pub fn seal(&self, place: &Place, plain: &[u8], dice: &Dice) -> Vec<u8> {
        encrypt(&self.0, &place.bytes(), plain, dice.bytes())
    }

    /// Opens a value from its place.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it was sealed for another place, by another key, or is damaged.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>> {
        decrypt(&self.0, &place.bytes(), sealed).ok_or(StoreError::Sealed { table: place.table, column: place.column })
    }
}

pub(crate) fn encrypt(key: &Secret<[u8; 32]>, bound: &[u8], plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.reveal().into());
    let Ok(ciphertext) = cipher.encrypt(&nonce.into(), Payload { msg: plain, aad: bound }) else {
        unreachable!("only a text of 256 GB is too long to encrypt")
    };
    let mut sealed = Vec::with_capacity(1 + NONCE + ciphertext.len());
    sealed.push(FORM);
    sealed.extend(nonce);
    sealed.extend(ciphertext);
    sealed
}

pub(crate) fn decrypt(key: &Secret<[u8; 32]>, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (form, rest) = sealed.split_first()?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>()?;
    if *form != FORM {
        return None;
    }
    let cipher = XChaCha20Poly1305::new(key.reveal().into());
    cipher.decrypt(nonce.into(), Payload { msg: ciphertext, aad: bound }).ok()
}

/// By which compartment's key a data key is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// That of the safe it is for.
    Own,
    /// That of S4: everything about a person who is protected is (SEC-18).
    Protected,
}

/// Set in the generation of a data key that is wrapped under [`Under::Protected`].
const PROTECTED: u32 = 1 << 31;

/// What stands before a wrapped data key: which key of which generation wrapped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrapping {
    pub(crate) under: Under,
    pub(crate) generation: u32,
}

impl Wrapping {
    pub(crate) fn of(wrapped: &[u8]) -> Result<Self> {
        let (head, _) = wrapped.split_first_chunk::<4>().ok_or(BROKEN_KEY)?;
        let head = u32::from_be_bytes(*head);
        let under = if head & PROTECTED == 0 { Under::Own } else { Under::Protected };
        Ok(Self { under, generation: head & !PROTECTED })
    }

    pub(crate) const fn head(self) -> [u8; 4] {
        match self.under {
            Under::Own => self.generation.to_be_bytes(),
            Under::Protected => (self.generation | PROTECTED).to_be_bytes(),
        }
    }
}

/// Wraps a data key: four bytes that say with what, then the sealed key.
pub(crate) fn wrap(
    key: &DataKey,
    with: &DataKey,
    wrapping: Wrapping,
    owner: &[u8; 16],
    safe: &str,
    dice: &Dice,
) -> Vec<u8> {
    let mut wrapped = wrapping.head().to_vec();
    wrapped.extend(encrypt(with.secret(), &bound_to(owner, safe), key.secret().reveal(), dice.bytes()));
    wrapped
}

pub(crate) fn unwrap(wrapped: &[u8], with: &DataKey, owner: &[u8; 16], safe: &str) -> Result<DataKey> {
    let (_, sealed) = wrapped.split_first_chunk::<4>().ok_or(BROKEN_KEY)?;
    let plain = decrypt(with.secret(), &bound_to(owner, safe), sealed).ok_or(BROKEN_KEY)?;
    plain.try_into().map(DataKey::new).map_err(|_| BROKEN_KEY)
}

pub(crate) const BROKEN_KEY: StoreError = StoreError::Sealed { table: "data_key", column: "wrapped" };

fn bound_to(owner: &[u8; 16], safe: &str) -> Vec<u8> {
    [b"data_key|".as_slice(), owner, safe.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { table: "person", column: "identity", row: [1; 16], version: 3 }
    }

    #[test]
    fn sec_52_a_sealed_value_opens_in_its_place_and_nowhere_else() {
        let dice = Dice::seeded(1);
        let key = DataKey::new(dice.bytes());
        let sealed = key.seal(&place(), b"Amina", &dice);
        assert_eq!(key.open(&place(), &sealed).unwrap(), b"Amina");
        let elsewhere = [
            Place { row: [2; 16], ..place() },
            Place { version: 2, ..place() },
            Place { column: "address", ..place() },
            Place { table: "contact", ..place() },
        ];
        for other in elsewhere {
            assert!(key.open(&other, &sealed).is_err(), "{other:?}");
        }
        assert!(DataKey::new(dice.bytes()).open(&place(), &sealed).is_err());
    }

    #[test]
    fn sec_52_a_damaged_value_does_not_open() {
        let dice = Dice::seeded(2);
        let key = DataKey::new(dice.bytes());
        let sealed = key.seal(&place(), b"Amina", &dice);
        for at in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[at] ^= 1;
            assert!(key.open(&place(), &damaged).is_err(), "byte {at}");
            assert!(key.open(&place(), &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn sec_52_a_wrapped_key_opens_for_its_owner_alone() {
        let dice = Dice::seeded(3);
        let (with, key) = (DataKey::new(dice.bytes()), DataKey::new(dice.bytes()));
        let of = |under, generation| Wrapping { under, generation };
        let wrapped = wrap(&key, &with, of(Under::Own, 1), &[7; 16], "personal", &dice);
        assert_eq!(unwrap(&wrapped, &with, &[7; 16], "personal").unwrap().secret().reveal(), key.secret().reveal());
        assert!(unwrap(&wrapped, &with, &[8; 16], "personal").is_err());
        for wrapping in [of(Under::Own, 1), of(Under::Own, 9), of(Under::Protected, 9)] {
            let wrapped = wrap(&key, &with, wrapping, &[7; 16], "personal", &dice);
            assert_eq!(Wrapping::of(&wrapped).unwrap(), wrapping);
        }
        assert!(unwrap(&wrapped, &with, &[7; 16], "health").is_err());
    }
}
