//! Numbers that name a person: papers, telephones, the fiscal code.

use std::collections::HashMap;
use std::sync::OnceLock;

use ground::lists::Country;

use crate::birth;
use crate::known::{Born, Country2, Sex};
use crate::word::Word;

/// Digits of a telephone that count: prefixes are written, written otherwise, or left out.
const PHONE_DIGITS: usize = 9;
/// Fewer digits than this are a house extension or a slip.
const PHONE_DIGITS_MIN: usize = 6;

/// A document number in capitals, without signs; O and 0, I and 1 are one for the eye.
pub(crate) fn document(text: &str) -> Option<Word> {
    let mut folded = Word::new();
    for letter in text.chars() {
        match (letter.to_ascii_uppercase(), birth::digit(letter)) {
            (_, Some(value)) => folded.push(b'0' + u8::try_from(value).unwrap_or_default()),
            ('O', _) => folded.push(b'0'),
            ('I', _) => folded.push(b'1'),
            (capital @ 'A'..='Z', _) => folded.push(capital as u8),
            _ => {}
        }
    }
    (folded.len() >= 4).then_some(folded)
}

/// The last digits of a telephone number.
pub(crate) fn phone(text: &str) -> Option<Word> {
    let mut digits = Word::new();
    let mut count = 0_usize;
    for letter in text.chars().rev() {
        if let Some(value) = birth::digit(letter) {
            count += 1;
            if count <= PHONE_DIGITS {
                digits.push(b'0' + u8::try_from(value).unwrap_or_default());
            }
        }
    }
    (count >= PHONE_DIGITS_MIN).then_some(digits)
}

/// What an Italian fiscal code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TaxCode {
    /// The 15 characters before the check letter, digits restored where letters replaced them.
    pub(crate) text: Word,
    pub(crate) born: Option<Born>,
    pub(crate) sex: Sex,
}

impl TaxCode {
    /// Reads a code of 16 characters of the right shape; the check letter is not asked for,
    /// because a mistyped code still points to its person.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut folded = Word::new();
        let mut length = 0;
        for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
            let capital = byte.to_ascii_uppercase();
            let is_digit = matches!(length, 6 | 7 | 9 | 10 | 12 | 13 | 14);
            folded.push(if is_digit { digit_behind(capital)? } else { capital });
            if !is_digit && !capital.is_ascii_alphabetic() {
                return None;
            }
            length += 1;
        }
        if length != 16 || text.chars().any(char::is_alphanumeric) && !text.is_ascii() {
            return None;
        }
        let text = Word::of(folded.as_bytes().get(..15)?);
        let (year, month, day) = birth_part(text.as_bytes())?;
        let (sex, day) = if day > 40 { (Sex::Female, day - 40) } else { (Sex::Male, day) };
        Some(Self { text, born: Born::on(year, month, day), sex })
    }

    /// The three letters of the family name, of the given name, the birth and the place.
    pub(crate) fn parts(&self) -> [&[u8]; 4] {
        let part = |from: usize, to: usize| self.text.as_bytes().get(from..to).unwrap_or_default();
        [part(0, 3), part(3, 6), part(6, 11), part(11, 15)]
    }

    /// The country of birth: that of a foreign state's code, Italy for that of an Italian town. Nothing for
    /// states that are no more, such as the Soviet Union: somebody born there has another country today.
    pub(crate) fn country(&self) -> Option<Country2> {
        let [.., place] = self.parts();
        if place.first() == Some(&b'Z') { states().get(place).copied() } else { Country2::parse("IT") }
    }
}

/// The countries by the codes of the states.
fn states() -> &'static HashMap<&'static [u8], Country2> {
    static STATES: OnceLock<HashMap<&'static [u8], Country2>> = OnceLock::new();
    let coded = |one: Country| Some((one.fiscal_code()?.as_bytes(), Country2::parse(one.code())?));
    STATES.get_or_init(|| Country::all().filter_map(coded).collect())
}

/// The three letters a fiscal code makes of a family name or of a given name: consonants, then
/// vowels, then X; of four consonants in a given name the second is left out. Nothing when no letter
/// is there.
pub(crate) fn letters_in_code(name: &str, is_given: bool) -> Option<[u8; 3]> {
    let mut consonants = Word::new();
    let mut vowels = Word::new();
    for letter in any_ascii::any_ascii(name).bytes().filter(u8::is_ascii_alphabetic) {
        match letter.to_ascii_uppercase() {
            vowel @ (b'A' | b'E' | b'I' | b'O' | b'U') => vowels.push(vowel),
            consonant => consonants.push(consonant),
        }
    }
    let mut letters: Vec<u8> = match (is_given, consonants.as_bytes()) {
        (true, [first, _, third, fourth, ..]) => vec![*first, *third, *fourth],
        (_, consonants) => consonants.iter().chain(vowels.as_bytes()).copied().collect(),
    };
    let known = !letters.is_empty();
    letters.resize(3, b'X');
    letters.try_into().ok().filter(|_| known)
}

/// Codes of namesakes born the same day replace digits by letters (omocodia).
fn digit_behind(capital: u8) -> Option<u8> {
    match capital {
        b'0'..=b'9' => Some(capital),
        _ => b"LMNPQRSTUV"
            .iter()
            .position(|letter| *letter == capital)
            .and_then(|at| u8::try_from(at).ok())
            .map(|v| b'0' + v),
    }
}

fn birth_part(text: &[u8]) -> Option<(i16, u8, u8)> {
    let value = |at: usize| text.get(at).map(|digit| digit.wrapping_sub(b'0'));
    let month = b"ABCDEHLMPRST".iter().position(|letter| Some(letter) == text.get(8))?;
    let year = i16::from(value(6)? * 10 + value(7)?);
    Some((birth::full_year(year), u8::try_from(month + 1).ok()?, value(9)? * 10 + value(10)?))
}

/// Whether two numbers of the same length differ in one place, or in two exchanged neighbours.
pub(crate) fn one_slip(a: &Word, b: &Word) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut other = a.as_bytes().iter().zip(b.as_bytes()).enumerate().filter(|(_, (x, y))| x != y);
    match (other.next(), other.next(), other.next()) {
        (Some(_), None, _) => true,
        (Some((i, (a1, b1))), Some((j, (a2, b2))), None) => j == i + 1 && a1 == b2 && a2 == b1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_forgive_signs_prefixes_and_look_alikes() {
        assert_eq!(document("AO 123-456"), document("a0123456"));
        assert_eq!(phone("+39 912 555 6431"), phone("0039-9125556431"));
        assert_eq!(phone("+39 912 555 6431"), phone("9125556431"));
        assert_eq!(phone("12"), None);
        assert!(one_slip(&Word::of(b"AB1234"), &Word::of(b"AB1243")));
        assert!(!one_slip(&Word::of(b"AB1234"), &Word::of(b"AB2143")));
    }

    #[test]
    fn a_fiscal_code_tells_birth_and_sex() {
        let code = TaxCode::parse("cstrrr91p50z216a").unwrap();
        assert_eq!((code.born, code.sex), (Born::on(1991, 9, 10), Sex::Female));
        // omocodia: the last digit as a letter is the same person
        assert_eq!(TaxCode::parse("CSTRRR91P50Z21SA").unwrap(), code);
        assert_eq!(code.country(), Country2::parse("PH"));
        let of_milan = TaxCode::parse("RSSMRA80A01F205X").unwrap();
        let of_the_soviet_union = TaxCode::parse("VNVVNI80A01Z135X").unwrap();
        assert_eq!((of_milan.country(), of_the_soviet_union.country()), (Country2::parse("IT"), None));
        assert_eq!(letters_in_code("Castillo", false), Some(*b"CST"));
        assert_eq!(letters_in_code("Rosario Rowina", true), Some(*b"RRR"));
        assert_eq!(letters_in_code("Lì", false), Some(*b"LIX"));
        assert_eq!(letters_in_code("", true), None);
        for wrong in ["", "CSTRRR91P50Z216", "CSTRRR91X50Z216A", "1STRRR91P50Z216A", "ÈÈTRRR91P50Z216A"] {
            assert_eq!(TaxCode::parse(wrong), None, "{wrong}");
        }
    }
}
