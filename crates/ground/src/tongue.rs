//! The languages of the staff pages.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language in which every staff page is complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// Italian.
    #[default]
    It,
    /// English.
    En,
}

impl Tongue {
    /// Every staff language.
    pub const ALL: [Self; 2] = [Self::It, Self::En];

    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }
}

/// No staff page is written in that language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a language of the staff pages")]
pub struct NotATongue;

impl FromStr for Tongue {
    type Err = NotATongue;

    fn from_str(tag: &str) -> Result<Self, NotATongue> {
        Self::ALL.into_iter().find(|tongue| tongue.tag() == tag).ok_or(NotATongue)
    }
}
