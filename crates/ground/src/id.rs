//! Ids that carry their kind: an `Id<kind::Contact>` never fits where a person is meant.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::Dice;

/// What an id may point to. The types are never made: they only name.
pub mod kind {
    /// Someone the service helps.
    #[derive(Debug)]
    pub enum Person {}
    /// Someone who works with Approdo: staff or a partner's user.
    #[derive(Debug)]
    pub enum Account {}
    /// A group of staff who share their work.
    #[derive(Debug)]
    pub enum Team {}
    /// One encounter at the desk, on the phone, in the street.
    #[derive(Debug)]
    pub enum Contact {}
    /// A file of rows that leaves the house.
    #[derive(Debug)]
    pub enum Export {}
    /// A passkey of an account.
    #[derive(Debug)]
    pub enum Passkey {}
    /// An emergency opening of one person.
    #[derive(Debug)]
    pub enum Glass {}
    /// What two persons are to each other.
    #[derive(Debug)]
    pub enum Tie {}
    /// A residence title of a person.
    #[derive(Debug)]
    pub enum Title {}
    /// One value of a fact about a person.
    #[derive(Debug)]
    pub enum Fact {}
}

/// A person helped by the service.
pub type PersonId = Id<kind::Person>;
/// A user of Approdo.
pub type AccountId = Id<kind::Account>;
/// A team of staff.
pub type TeamId = Id<kind::Team>;
/// An encounter.
pub type ContactId = Id<kind::Contact>;
/// A file that leaves the house.
pub type ExportId = Id<kind::Export>;
/// A passkey of an account.
pub type PasskeyId = Id<kind::Passkey>;
/// An emergency opening of one person.
pub type GlassId = Id<kind::Glass>;
/// What two persons are to each other.
pub type TieId = Id<kind::Tie>;
/// A residence title of a person.
pub type TitleId = Id<kind::Title>;
/// One value of a fact about a person.
pub type FactId = Id<kind::Fact>;

/// A random 122-bit id of one kind of thing (SEC-10: never sequential, never ordered by time).
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// The text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdError;

impl<K> Id<K> {
    /// Draws a new id.
    #[must_use]
    pub fn draw(dice: &Dice) -> Self {
        Self::from_uuid(uuid::Builder::from_random_bytes(dice.bytes()).into_uuid())
    }

    /// Takes an id as it was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_uuid(Uuid::from_bytes(bytes))
    }

    /// Gives the sixteen bytes that are stored.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 16] {
        self.uuid.as_bytes()
    }

    const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, kind: PhantomData }
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.fmt(f)
    }
}
impl<K> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Uuid::try_parse(text).map(Self::from_uuid).map_err(|_| IdError)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes() {
        let id = PersonId::draw(&Dice::seeded(1));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(PersonId::from_bytes(*id.bytes()), id);
        assert_eq!("17".parse::<PersonId>(), Err(IdError));
    }

    #[test]
    fn sec_10_ids_hold_122_random_bits() {
        let dice = Dice::os();
        let (a, b) = (PersonId::draw(&dice), PersonId::draw(&dice));
        assert_ne!(a, b);
        assert_eq!(a.to_string().as_bytes()[14], b'4', "a random uuid is of version 4");
    }
}
