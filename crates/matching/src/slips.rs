//! What a skeleton may have been before a finger slipped.

use crate::word::Word;

/// Calls `found` with the skeletons one slip away: a letter too many, two exchanged, a neighbour
/// on the keyboard. A letter too few is left out: it would take a dozen guesses for every place.
pub(crate) fn of_skeleton(code: &Word, mut found: impl FnMut(&Word)) {
    let letters = code.as_bytes();
    for at in 0..letters.len() {
        let (Some(before), Some([letter, after @ ..])) = (letters.get(..at), letters.get(at..)) else { continue };
        if letters.len() > 2 {
            found(&of_parts(&[before, after]));
        }
        if let Some((next, rest)) = after.split_first() {
            found(&of_parts(&[before, &[*next, *letter], rest]));
        }
        for neighbour in neighbours(*letter) {
            found(&of_parts(&[before, &[*neighbour], after]));
        }
    }
}

fn of_parts(parts: &[&[u8]]) -> Word {
    let mut word = Word::new();
    parts.iter().for_each(|part| word.extend(part));
    word
}

/// Consonants of the skeleton that lie beside each other on the keyboard.
fn neighbours(letter: u8) -> &'static [u8] {
    match letter {
        b'r' => b"t",
        b't' => b"r",
        b's' => b"d",
        b'd' => b"sf",
        b'f' => b"dg",
        b'g' => b"fk",
        b'k' => b"lg",
        b'l' => b"k",
        b'b' => b"n",
        b'n' => b"bm",
        b'm' => b"n",
        _ => b"",
    }
}
