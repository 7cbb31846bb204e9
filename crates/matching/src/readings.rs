//! Other readings of a spelling: Michail is Mikhail to an Italian, Julia is Yulia east of the
//! Adriatic, Halyna is Galina in Moscow.
//!
//! Persons are filed under one reading; the others are tried on a second look and when two name
//! parts are compared.

use crate::other_names;
use crate::sound::skeleton;
use crate::word::Word;

/// More readings than this of one word would find everybody.
const READINGS_MAX: usize = 5;

/// What the first letters may also be.
const AT_THE_START: [(&[u8], &[u8]); 7] =
    [(b"y", b"j"), (b"j", b"y"), (b"giu", b"yu"), (b"h", b"g"), (b"g", b"h"), (b"kh", b"h"), (b"h", b"kh")];

/// What letters may also be, in every place they stand.
const ANYWHERE: [(&[u8], &[u8]); 10] = [
    (b"ch", b"kh"),
    (b"kh", b"ch"),
    (b"ki", b"chi"),
    (b"ke", b"che"),
    (b"ch", b"sh"),
    (b"sh", b"ch"),
    (b"dh", b"z"),
    (b"z", b"j"),
    (b"j", b"z"),
    // one letter of Arabic, Persian and Urdu
    (b"w", b"v"),
];

/// The skeletons of the other readings, without the first one.
pub(crate) fn others(letters: &[u8], code: &Word) -> Vec<Word> {
    let mut others = Vec::new();
    let mut add = |read: &Word| {
        let other = skeleton(read.as_bytes());
        if other != *code && !others.contains(&other) && others.len() < READINGS_MAX {
            others.push(other);
        }
    };
    other_names::stands_for(letters, |full| add(&Word::of(full)));
    for (written, read) in AT_THE_START {
        if let Some(rest) = letters.strip_prefix(written) {
            let mut other = Word::of(read);
            other.extend(rest);
            add(&other);
        }
    }
    for (written, read) in ANYWHERE {
        if letters.windows(written.len()).any(|part| part == written) {
            add(&replaced(letters, written, read));
        }
    }
    others
}

fn replaced(letters: &[u8], written: &[u8], read: &[u8]) -> Word {
    let mut word = Word::new();
    let mut rest = letters;
    while let Some((letter, after)) = rest.split_first() {
        match rest.strip_prefix(written) {
            Some(after) => {
                word.extend(read);
                rest = after;
            }
            None => {
                word.push(*letter);
                rest = after;
            }
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_other_ears_meet() {
        for (a, b) in [
            ("michail", "mikhail"),
            ("chidane", "kidane"),
            ("julia", "yulia"),
            ("giulia", "yulia"),
            ("halyna", "galina"),
            ("khasan", "hassan"),
            ("najrul", "nazrul"),
            ("bouchra", "bushra"),
        ] {
            let (x, y) = (skeleton(a.as_bytes()), skeleton(b.as_bytes()));
            assert!(others(a.as_bytes(), &x).contains(&y) || others(b.as_bytes(), &y).contains(&x), "{a} {b}");
        }
    }

    #[test]
    fn most_names_have_one_reading() {
        for name in ["maria", "fernando", "popescu", "ali"] {
            assert_eq!(others(name.as_bytes(), &skeleton(name.as_bytes())), [], "{name}");
        }
    }
}
