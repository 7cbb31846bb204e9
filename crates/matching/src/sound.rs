//! The consonant skeleton of a word: what survives when a name crosses scripts, ears and desks.
//!
//! Vowels go, and letters that stand for each other in some family of transliteration become
//! one: q/k/kh/c, j/g/gh/dj and h inside a word (Mohamed, Magomed; Olga, Olha), s/z/sh/ch/ts/x,
//! f/ph, d/dh, t/th, b/v/w. A skeleton with one consonant or none keeps classes of vowels, or
//! Li, Lu and Ali would be one name.

use crate::word::Word;

/// The longest skeleton; the end of a longer one tells little and is often cut on papers.
const LONGEST: usize = 7;

enum Sound {
    Vowel,
    Silent,
    Consonant(u8),
}

/// The skeleton of lower-case ASCII letters.
pub(crate) fn skeleton(letters: &[u8]) -> Word {
    let code = consonants(letters);
    match code.as_bytes() {
        // a vowel at the start is heard, written or not: it counts only in short names
        [b'a', rest @ ..] if rest.len() >= 3 => Word::of(rest),
        [] | [_] | [b'a', _] => with_vowels(letters),
        _ => code,
    }
}

fn consonants(letters: &[u8]) -> Word {
    let mut code = Word::new();
    each_sound(letters, |before_any, sound, last, _| match sound {
        Sound::Vowel if before_any => code.push(b'a'),
        Sound::Consonant(c) if last != Some(*c) && code.len() < LONGEST => code.push(*c),
        Sound::Vowel | Sound::Silent | Sound::Consonant(_) => {}
    });
    code
}

fn with_vowels(letters: &[u8]) -> Word {
    let mut code = Word::new();
    let mut vowel = None;
    each_sound(letters, |_, sound, last, letter| match sound {
        Sound::Vowel => vowel = Some(vowel_class(letter)),
        Sound::Silent => {}
        Sound::Consonant(c) => {
            let between = vowel.take();
            between.into_iter().for_each(|v| code.push(v));
            if last != Some(*c) || between.is_some() {
                code.push(*c);
            }
        }
    });
    vowel.into_iter().for_each(|v| code.push(v));
    code
}

fn vowel_class(letter: u8) -> u8 {
    match letter {
        b'e' | b'i' | b'y' | b'j' => b'i',
        b'o' | b'u' | b'w' | b'v' => b'u',
        _ => b'a',
    }
}

/// Calls `hear(at the start?, sound, the consonant just before, letter)` for each sound.
fn each_sound(letters: &[u8], mut hear: impl FnMut(bool, &Sound, Option<u8>, u8)) {
    let (mut rest, mut before, mut last) = (letters, None, None);
    while let [letter, ..] = rest {
        let (sound, taken) = sound_at(before, rest);
        hear(before.is_none(), &sound, last, *letter);
        match sound {
            Sound::Vowel => last = None,
            Sound::Silent => {}
            Sound::Consonant(c) => last = Some(c),
        }
        before = taken.checked_sub(1).and_then(|at| rest.get(at)).copied().or(before);
        rest = rest.get(taken..).unwrap_or_default();
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The sound at the start of `rest`, and how many letters it takes.
fn sound_at(before: Option<u8>, rest: &[u8]) -> (Sound, usize) {
    use Sound::{Consonant as C, Vowel};
    match rest {
        [b'o', b'u', next, ..] if before.is_none() && is_vowel(*next) => (C(b'b'), 2),
        [b'a' | b'e' | b'i' | b'o' | b'u' | b'y', ..] => (Vowel, 1),
        [b'w' | b'v', ..] => (v_or_w(before, rest), 1),
        [b'h', ..] => (h(before, rest), 1),
        [b'd', b'z', b'h', ..] => (C(b'g'), 3),
        [b'd', b'j' | b'g', ..] => (C(b'g'), 2),
        [b'j', ..] => (j(before, rest), 1),
        [b'g', ..] => g(rest),
        [b'x', b'h', ..] => (C(b'g'), 2),
        [b's', b'h', b'c', b'h', ..] | [b't', b's', b'c', b'h', ..] => (C(b's'), 4),
        [b's' | b't', b'c', b'h', ..] => (C(b's'), 3),
        [b's', b'c', b'e' | b'i', ..] | [b's' | b'z', b'h', ..] => (C(b's'), 2),
        [b't' | b'c', b's' | b'z', ..] | [b'k', b's', ..] => (C(b's'), 2),
        [b's' | b'z' | b'x', ..] => (C(b's'), 1),
        [b'c', ..] => c(rest),
        [b'k', b'h', ..] | [b'q', b'u', b'e' | b'i', ..] => (C(b'k'), 2),
        [b'q', ..] => (C(b'k'), 1),
        [b'p', b'h', ..] => (C(b'f'), 2),
        [letter @ (b'd' | b't' | b'b'), b'h', ..] => (C(*letter), 2),
        [letter, ..] => (C(*letter), 1),
        [] => (Sound::Silent, 1),
    }
}

/// v and w at the start are one sound; after a vowel both may be a vowel (Jawed, Javed, Javaid).
fn v_or_w(before: Option<u8>, rest: &[u8]) -> Sound {
    match (before, rest) {
        (None, _) => Sound::Consonant(b'b'),
        (Some(letter), [b'v', _, ..]) if !is_vowel(letter) => Sound::Consonant(b'b'),
        _ => Sound::Vowel,
    }
}

/// h at the start is often unheard, at the end always; inside a word Slavic g and Arabic h meet.
fn h(before: Option<u8>, rest: &[u8]) -> Sound {
    match before {
        None => Sound::Vowel,
        Some(letter) if rest.len() > 1 && (is_vowel(letter) || matches!(letter, b'l' | b'm' | b'n' | b'r' | b'v')) => {
            Sound::Consonant(b'g')
        }
        Some(_) => Sound::Silent,
    }
}

/// j is dj at the start and between vowels, a vowel in Andrej and Natalja.
fn j(before: Option<u8>, rest: &[u8]) -> Sound {
    let vowel_follows = matches!(rest, [_, next, ..] if is_vowel(*next));
    match before {
        None => Sound::Consonant(b'g'),
        Some(b'l' | b't' | b's' | b'r' | b'k' | b'v') => Sound::Vowel,
        Some(_) if vowel_follows => Sound::Consonant(b'g'),
        Some(letter) if is_vowel(letter) && rest.len() == 1 => Sound::Vowel,
        Some(_) => Sound::Consonant(b'g'),
    }
}

fn g(rest: &[u8]) -> (Sound, usize) {
    match rest {
        [_, b'n', _, ..] => (Sound::Consonant(b'n'), 2),
        [_, b'h', ..] | [_, b'j', ..] | [_, b'u', b'e' | b'i', ..] => (Sound::Consonant(b'g'), 2),
        _ => (Sound::Consonant(b'g'), 1),
    }
}

/// ch is a k before a consonant (Christian, Achmed), else the sound of French, Spanish and English.
fn c(rest: &[u8]) -> (Sound, usize) {
    match rest {
        [_, b'h', next, ..] if !is_vowel(*next) => (Sound::Consonant(b'k'), 2),
        [_, b'h', ..] => (Sound::Consonant(b's'), 2),
        [_, b'k', ..] => (Sound::Consonant(b'k'), 2),
        [_, b'e' | b'i' | b'y', ..] => (Sound::Consonant(b's'), 1),
        _ => (Sound::Consonant(b'k'), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::skeleton;

    #[test]
    fn spellings_of_one_name_have_one_skeleton() {
        for spellings in [
            &["mohamed", "muhammad", "mohammed", "mhmd", "magomed", "mehmed"][..],
            &["hassan", "hussan", "assane", "hasen", "hsn"],
            &["ibrahim", "brahim", "ebrahim", "abrahym"],
            &["walid", "oualid", "waleed", "wlyd"],
            &["youssef", "yusuf", "ywsf"],
            &["gamal", "jamal", "djamal"],
            &["rachid", "rashid", "rasheed"],
            &["cherkaoui", "sharqawi", "cherkawi"],
            &["anwar", "anouar", "anowar", "anwer"],
            &["guirguis", "girgis", "gerges"],
            &["olga", "olha"],
            &["kovalenko", "covalenco"],
            &["evgenij", "evgeny", "yevgen", "yevhen"],
            &["ruwan", "ruvan"],
            &["christian", "cristian", "kristian"],
            &["wickramasinghe", "vikramasinghe"],
            &["ali", "aly"],
            &["niang", "gnang"],
        ] {
            let codes: Vec<_> = spellings.iter().map(|name| skeleton(name.as_bytes())).collect();
            assert!(codes.iter().all(|code| code == &codes[0]), "{spellings:?} {codes:?}");
        }
    }

    #[test]
    fn short_names_keep_their_vowels() {
        let codes: Vec<_> = ["li", "lu", "ali", "wu", "xu", "ha"].iter().map(|n| skeleton(n.as_bytes())).collect();
        for (i, code) in codes.iter().enumerate() {
            assert!(codes.iter().skip(i + 1).all(|other| other != code), "{codes:?}");
        }
    }
}
