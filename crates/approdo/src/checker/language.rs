//! The languages in which the rules are told, and how figures are written in each.

use std::str::FromStr;

use ground::{Tongue, lists::Country};
use serde::Deserialize;

/// A language of the rules: one more than staff pages have for each that many of their readers speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Italian.
    #[default]
    It,
    /// English.
    En,
    /// Arabic.
    Ar,
    /// Bengali.
    Bn,
}

impl Language {
    /// All of them, in their places.
    pub const ALL: [Self; 4] = [Self::It, Self::En, Self::Ar, Self::Bn];

    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
            Self::Ar => "ar",
            Self::Bn => "bn",
        }
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Ar)
    }

    /// The name of a country.
    #[must_use]
    pub const fn country(self, country: Country) -> &'static str {
        match self {
            Self::It => country.name(Tongue::It),
            Self::En => country.name(Tongue::En),
            Self::Ar => country.arabic(),
            Self::Bn => country.bengali(),
        }
    }

    /// What stands between thousands, and before decimals. Arabic follows the Italian papers that its readers hold
    /// in their hands; Bengali and English follow each other.
    const fn marks(self) -> (char, char) {
        match self {
            Self::It | Self::Ar => ('.', ','),
            Self::En | Self::Bn => (',', '.'),
        }
    }

    /// A number; thousands are set apart from five figures on, so that a year stays a year.
    #[must_use]
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", if digits.len() > 4 { self.grouped(&digits) } else { digits })
    }

    /// Hundredths with two decimals: `10.651,68`.
    #[must_use]
    pub fn decimal(self, hundredths: i64) -> String {
        let whole = self.grouped(&(hundredths.unsigned_abs() / 100).to_string());
        let sign = if hundredths < 0 { "-" } else { "" };
        format!("{sign}{whole}{}{:02}", self.marks().1, hundredths.unsigned_abs() % 100)
    }

    /// A sum in euro: `10.651,68 €`, held together by a space that does not break.
    #[must_use]
    pub fn money(self, cents: i64) -> String {
        format!("{}\u{A0}€", self.decimal(cents))
    }

    fn grouped(self, digits: &str) -> String {
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(self.marks().0);
            }
            out.push(digit);
        }
        out
    }
}

/// The rules are not told in that language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rules are told in it, en, ar and bn")]
pub struct NotALanguage;

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(tag: &str) -> Result<Self, NotALanguage> {
        Self::ALL.into_iter().find(|language| language.tag() == tag).ok_or(NotALanguage)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn sums_are_written_as_their_readers_write_them() {
        assert_eq!(Language::It.money(1_065_168), "10.651,68\u{A0}€");
        assert_eq!(Language::En.money(1_065_168), "10,651.68\u{A0}€");
        assert_eq!(Language::Ar.money(5), "0,05\u{A0}€");
        assert_eq!(Language::Bn.money(-123_456_789), "-1,234,567.89\u{A0}€");
    }

    #[test]
    fn every_country_is_called_by_a_name_of_its_own_in_every_language() {
        for language in Language::ALL {
            let names: BTreeSet<&str> = Country::all().map(|country| language.country(country)).collect();
            assert!(names.len() == Country::all().len() && !names.contains(""), "{}", language.tag());
        }
        let morocco = Country::parse("MA").unwrap();
        assert_eq!(Language::ALL.map(|language| language.country(morocco)), ["Marocco", "Morocco", "المغرب", "মোরক্কো"]);
    }

    #[test]
    fn a_year_is_no_number_of_thousands() {
        assert_eq!(Language::It.number(2027), "2027");
        assert_eq!(Language::It.number(12_000), "12.000");
        assert_eq!(Language::En.number(-12_000), "-12,000");
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
        }
        assert_eq!("fr".parse::<Language>(), Err(NotALanguage));
    }
}
