//! What is known of a person, as somebody wrote it down. Nothing here is cleaned or folded.

use serde::{Deserialize, Serialize};

use crate::{birth, search_box};

/// One name as written: any script, any order, possibly everything in one field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameForm {
    /// The given names, or nothing when the desk had one field only.
    #[serde(default)]
    pub given: String,
    /// The family names, or the whole name.
    #[serde(default)]
    pub family: String,
}

impl NameForm {
    /// Makes a name of its two fields.
    pub fn new(given: impl Into<String>, family: impl Into<String>) -> Self {
        Self { given: given.into(), family: family.into() }
    }
}

/// Sex as the papers say it. Nothing known, or anything else, is `None` in [`Known`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Female, written `F`.
    #[serde(rename = "F")]
    Female,
    /// Male, written `M`.
    #[serde(rename = "M")]
    Male,
}

impl Sex {
    /// Reads `F`/`M` in either case; everything else is not known.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "F" | "f" => Some(Self::Female),
            "M" | "m" => Some(Self::Male),
            _ => None,
        }
    }
}

/// A country as its two ISO 3166-1 letters. Not checked against the list: old records keep old codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country2([u8; 2]);

impl Country2 {
    /// Reads two Latin letters in either case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    /// The two letters in capitals.
    pub fn letters(self) -> [u8; 2] {
        self.0
    }
}

impl From<Country2> for String {
    fn from(country: Country2) -> Self {
        country.0.iter().map(|letter| char::from(*letter)).collect()
    }
}

impl TryFrom<String> for Country2 {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a country is two letters")
    }
}

/// A birth date of which the day, or the month and the day, may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Born {
    /// The year, as in the Gregorian calendar.
    pub year: i16,
    /// The month, 1 to 12.
    #[serde(default)]
    pub month: Option<u8>,
    /// The day, 1 to 31; meaningless without the month.
    #[serde(default)]
    pub day: Option<u8>,
}

impl Born {
    /// Only the year is known.
    pub fn in_year(year: i16) -> Self {
        Self { year, month: None, day: None }
    }

    /// A full date, if such a day exists.
    pub fn on(year: i16, month: u8, day: u8) -> Option<Self> {
        birth::exists(year, month, day).then_some(Self { year, month: Some(month), day: Some(day) })
    }

    /// Reads `1991`, `1991-05`, `1991-05-03`, `3/5/1991`, `03.05.1991`, in the digits of any script.
    pub fn parse(text: &str) -> Option<Self> {
        birth::parse(text)
    }
}

/// Everything known that can tell one person from another, as written.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// Every name the person is known under: on papers, married, in the original script.
    pub names: Vec<NameForm>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The birth date.
    pub born: Option<Born>,
    /// The country of birth.
    pub birth_country: Option<Country2>,
    /// Numbers of passports, permits and other papers.
    pub documents: Vec<String>,
    /// The Italian fiscal code.
    pub tax_code: Option<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
}

impl std::fmt::Debug for Known {
    /// Shows how much is known and nothing of it: a record must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

impl Known {
    /// Reads what a clerk typed into one search box.
    ///
    /// Name parts in any order and script, a birth date or a year, a telephone, a document and
    /// a fiscal code are told apart by their shape.
    pub fn from_box(text: &str) -> Self {
        search_box::read(text)
    }
}
