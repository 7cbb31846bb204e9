//! How much harm a fact can do in the wrong hands. Every stored field carries exactly one level.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A level of sensitivity (security requirements, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Public: guide pages, the directory, the rules.
    S0,
    /// Internal, about no person: rotas, templates, totals.
    S1,
    /// Personal: name, contacts, language, needs, appointments.
    S2,
    /// Special, by compartment: diagnosis, permit, debts, lost work, belief.
    S3(Compartment),
    /// Protected, harm if known: violence, trafficking, asylum grounds, a safe address.
    S4,
}

/// A part of the special level that opens on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compartment {
    /// Illness, care, disability.
    Health,
    /// Residence title and its expiry, or the lack of one; proceedings.
    Legal,
    /// Debts, income, contributions.
    Money,
    /// Work lost, exploitation, contracts.
    Work,
    /// Religion and convictions.
    Belief,
}

impl Compartment {
    /// Every compartment.
    pub const ALL: [Self; 5] = [Self::Health, Self::Legal, Self::Money, Self::Work, Self::Belief];
}

impl Level {
    /// Every level, the special one once for each compartment.
    pub const ALL: [Self; 9] = [
        Self::S0,
        Self::S1,
        Self::S2,
        Self::S3(Compartment::Health),
        Self::S3(Compartment::Legal),
        Self::S3(Compartment::Money),
        Self::S3(Compartment::Work),
        Self::S3(Compartment::Belief),
        Self::S4,
    ];

    /// Whether the level is about a person, so that reading it is audited (SEC-44).
    #[must_use]
    pub const fn is_personal(self) -> bool {
        match self {
            Self::S0 | Self::S1 => false,
            Self::S2 | Self::S3(_) | Self::S4 => true,
        }
    }

    const fn bit(self) -> u16 {
        match self {
            Self::S0 => 1,
            Self::S1 => 1 << 1,
            Self::S2 => 1 << 2,
            Self::S3(Compartment::Health) => 1 << 3,
            Self::S3(Compartment::Legal) => 1 << 4,
            Self::S3(Compartment::Money) => 1 << 5,
            Self::S3(Compartment::Work) => 1 << 6,
            Self::S3(Compartment::Belief) => 1 << 7,
            Self::S4 => 1 << 8,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::S0 => "S0",
            Self::S1 => "S1",
            Self::S2 => "S2",
            Self::S3(Compartment::Health) => "S3 health",
            Self::S3(Compartment::Legal) => "S3 legal",
            Self::S3(Compartment::Money) => "S3 money",
            Self::S3(Compartment::Work) => "S3 work",
            Self::S3(Compartment::Belief) => "S3 belief",
            Self::S4 => "S4",
        })
    }
}

/// The text names no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a level of sensitivity")]
pub struct NotALevel;

impl FromStr for Level {
    type Err = NotALevel;

    fn from_str(text: &str) -> Result<Self, NotALevel> {
        Self::ALL.into_iter().find(|level| level.to_string() == text).ok_or(NotALevel)
    }
}

/// A set of levels: what a pass lets its holder see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LevelSet(u16);

impl LevelSet {
    /// No level at all.
    pub const EMPTY: Self = Self(0);

    /// Exactly these levels.
    #[must_use]
    pub const fn of(levels: &[Level]) -> Self {
        let mut bits = 0;
        let mut rest = levels;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    /// Whether the level is in the set.
    #[must_use]
    pub const fn holds(self, level: Level) -> bool {
        self.0 & level.bit() != 0
    }

    /// The levels of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The levels, lowest first.
    pub fn iter(self) -> impl Iterator<Item = Level> {
        Level::ALL.into_iter().filter(move |level| self.holds(*level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_reads_back_what_it_writes() {
        for level in Level::ALL {
            assert_eq!(level.to_string().parse(), Ok(level));
        }
        assert_eq!("S3".parse::<Level>(), Err(NotALevel));
    }

    #[test]
    fn sec_02_an_empty_set_holds_nothing() {
        assert!(Level::ALL.into_iter().all(|level| !LevelSet::EMPTY.holds(level)));
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        for one in Level::ALL {
            let set = LevelSet::of(&[one]);
            assert!(Level::ALL.into_iter().all(|other| set.holds(other) == (one == other)));
        }
    }
}
