//! The Italian tax code (codice fiscale): its form, its check letter, and how it is made.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::Day;

/// Why a text is not a tax code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTaxCode {
    /// Not sixteen letters and digits in the places where the law puts them.
    #[error("not written like a tax code")]
    Form,
    /// The last letter does not fit the others: something was mistyped.
    #[error("the check letter does not fit")]
    Check,
}

/// A tax code of a natural person with the right check letter (ministerial decree of 23 December
/// 1976). It is never the proof of a birth date: desks compute codes from misspelled papers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaxCode(String);

/// The sex as the tax code writes it, which knows two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxSex {
    /// The day of birth stands as it is.
    Male,
    /// Forty is added to the day of birth.
    Female,
}

/// Places that hold digits, which become letters when two persons would have the same code (omocodia).
const DIGIT_PLACES: [usize; 7] = [6, 7, 9, 10, 12, 13, 14];
const LETTERS_OF_DIGITS: &[u8; 10] = b"LMNPQRSTUV";
const LETTERS_OF_MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
/// What the letters A to Z, and the digits as A to J, count at odd places.
const ODD: [u16; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

impl TaxCode {
    /// Takes a code as typed, in capitals or not, with spaces or not.
    ///
    /// # Errors
    /// Says whether the form is wrong or the check letter.
    pub fn parse(text: &str) -> Result<Self, BadTaxCode> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let body = code.as_bytes().split_last().filter(|(_, body)| body.len() == 15 && has_form(body));
        let (check, body) = body.ok_or(BadTaxCode::Form)?;
        if check_letter(body) == Some(char::from(*check)) { Ok(Self(code)) } else { Err(BadTaxCode::Check) }
    }

    /// Makes the code of someone from her papers; none when a name has no Latin letters or the place
    /// of birth is not a land-register code such as Z336. The tax office may have given another one,
    /// to tell two persons apart.
    #[must_use]
    pub fn make(family: &str, given: &str, sex: TaxSex, born: Day, place: &str) -> Option<Self> {
        let month = LETTERS_OF_MONTHS.get(usize::try_from(born.month()).ok()?.checked_sub(1)?)?;
        let day = i16::from(born.day()) + if sex == TaxSex::Female { 40 } else { 0 };
        let body = format!(
            "{}{}{:02}{}{day:02}{}",
            three_letters(family, false)?,
            three_letters(given, true)?,
            born.year().rem_euclid(100),
            char::from(*month),
            place.to_ascii_uppercase()
        );
        if body.len() != 15 || !has_form(body.as_bytes()) {
            return None;
        }
        let check = check_letter(body.as_bytes())?;
        Some(Self(format!("{body}{check}")))
    }

    /// The sixteen characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TaxCode {
    type Error = BadTaxCode;

    fn try_from(text: String) -> Result<Self, BadTaxCode> {
        Self::parse(&text)
    }
}

impl From<TaxCode> for String {
    fn from(code: TaxCode) -> Self {
        code.0
    }
}

impl std::fmt::Display for TaxCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn has_form(body: &[u8]) -> bool {
    body.iter().enumerate().all(|(place, byte)| {
        if DIGIT_PLACES.contains(&place) {
            byte.is_ascii_digit() || LETTERS_OF_DIGITS.contains(byte)
        } else if place == 8 {
            LETTERS_OF_MONTHS.contains(byte)
        } else {
            byte.is_ascii_uppercase()
        }
    })
}

/// The check letter of the first fifteen characters.
fn check_letter(body: &[u8]) -> Option<char> {
    let mut sum = 0;
    for (place, byte) in body.iter().enumerate() {
        let value = byte.checked_sub(if byte.is_ascii_digit() { b'0' } else { b'A' })?;
        sum += if place % 2 == 0 { *ODD.get(usize::from(value))? } else { u16::from(value) };
    }
    u8::try_from(sum % 26).ok().map(|rest| char::from(b'A' + rest))
}

/// Three letters of a name: consonants first, then vowels, then X. Of a given name with four
/// consonants or more, the second is left out.
fn three_letters(name: &str, given: bool) -> Option<String> {
    let letters = latin_letters(name);
    let (vowels, mut consonants): (Vec<char>, Vec<char>) = letters.into_iter().partition(|c| "AEIOU".contains(*c));
    if vowels.is_empty() && consonants.is_empty() {
        return None;
    }
    if given && consonants.len() >= 4 {
        consonants.remove(1);
    }
    Some(consonants.into_iter().chain(vowels).chain("XXX".chars()).take(3).collect())
}

/// The letters A to Z of a name, as the machine-readable line of a passport would write them.
fn latin_letters(name: &str) -> Vec<char> {
    let plain = name.to_uppercase().replace('Æ', "AE").replace('Œ', "OE").replace('Ø', "O").replace('Ł', "L");
    plain.replace(['Đ', 'Ð'], "D").replace('Þ', "TH").nfd().filter(char::is_ascii_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_is_made_as_the_tax_office_makes_it() {
        let rossi = TaxCode::make("Rossi", "Mario", TaxSex::Male, day("1980-01-01"), "H501").unwrap();
        assert_eq!(rossi.as_str(), "RSSMRA80A01H501U");
        let amina = TaxCode::make("Fo", "Anna", TaxSex::Female, day("1991-05-10"), "z336").unwrap();
        assert!(amina.as_str().starts_with("FOXNNA91E50Z336"), "{amina}");
        let four = TaxCode::make("D'Alò", "Gianfranco", TaxSex::Male, day("1962-12-09"), "Z100").unwrap();
        assert!(four.as_str().starts_with("DLAGFR62T09Z100"), "{four}");
    }

    #[test]
    fn letters_of_other_alphabets_are_written_as_in_passports() {
        let code = TaxCode::make("Țurcanu", "Ñusta Łucja", TaxSex::Female, day("2001-02-03"), "Z129").unwrap();
        assert!(code.as_str().starts_with("TRCNTL01B43Z129"), "{code}");
        assert_eq!(TaxCode::make("陈", "Wei", TaxSex::Male, day("2001-02-03"), "Z210"), None);
        assert_eq!(TaxCode::make("Chen", "Wei", TaxSex::Male, day("2001-02-03"), "Cina"), None);
    }

    #[test]
    fn a_mistyped_code_is_refused() {
        assert_eq!(TaxCode::parse(" rssmra80a01h501u ").unwrap().as_str(), "RSSMRA80A01H501U");
        assert_eq!(TaxCode::parse("RSSMRA80A01H501V"), Err(BadTaxCode::Check));
        assert_eq!(TaxCode::parse("RSSMRA80A10H501U"), Err(BadTaxCode::Check));
        assert_eq!(TaxCode::parse("RSSMRA80F01H501U"), Err(BadTaxCode::Form));
        assert_eq!(TaxCode::parse("RSSMRA80A01H501"), Err(BadTaxCode::Form));
        assert_eq!(TaxCode::parse("RSSMRA80A01H50èU"), Err(BadTaxCode::Form));
    }

    #[test]
    fn a_code_with_letters_for_digits_is_a_code() {
        let body = "RSSMRA80A01H50M";
        let code = format!("{body}{}", check_letter(body.as_bytes()).unwrap());
        assert!(TaxCode::parse(&code).is_ok());
    }

    proptest! {
        #[test]
        fn every_code_made_parses(family in "[A-Za-z' ]{1,12}", given in "[A-Za-z]{1,12}", days in 0..30_000) {
            let born = day("1930-01-01").plus_days(days);
            if let Some(code) = TaxCode::make(&family, &given, TaxSex::Female, born, "Z330") {
                prop_assert_eq!(TaxCode::parse(code.as_str()).unwrap(), code);
            }
        }

        #[test]
        fn any_text_parses_or_is_refused(text: String) {
            let _ = TaxCode::parse(&text);
        }
    }
}
