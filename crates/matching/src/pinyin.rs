//! Chinese names: one desk writes Xiaoming, another Xiao Ming, Xiao-Ming or the signs.

use crate::known::Country2;
use crate::script::{Script, Written};

/// Joins the syllables of a given name in place; answers how many words remain.
pub(crate) fn join(words: &mut [Written], whole: bool, country: Option<Country2>) -> usize {
    let signs = words.iter().filter(|word| word.script == Script::Han).count();
    if signs == words.len() && signs > 1 {
        // a name in signs has no space: the surname is the first sign, seldom two
        return if whole { join_from(words, surname_signs(words)) } else { join_from(words, 0) };
    }
    if words.len() == 2
        && !whole
        && could_be_chinese(country)
        && words.iter().all(|word| is_syllable(word.letters.as_bytes()))
    {
        return join_from(words, 0);
    }
    words.len()
}

fn join_from(words: &mut [Written], from: usize) -> usize {
    let (head, tail) = words.split_at_mut(from.min(words.len()));
    let Some((first, rest)) = tail.split_first_mut() else {
        return head.len();
    };
    for word in rest {
        first.letters.extend(word.letters.as_bytes());
    }
    head.len() + 1
}

/// Two signs for the compound surnames still in use, when the rest leaves a given name.
fn surname_signs(words: &[Written]) -> usize {
    match words {
        [a, b, _, ..] => match (a.letters.as_bytes(), b.letters.as_bytes()) {
            (b"ou", b"yang") | (b"si", b"ma") | (b"zhu", b"ge") | (b"shang", b"guan") | (b"huang", b"fu") => 2,
            _ => 1,
        },
        _ => 1,
    }
}

fn could_be_chinese(country: Option<Country2>) -> bool {
    country.is_none_or(|country| matches!(&country.letters(), b"CN" | b"TW" | b"HK" | b"MO" | b"SG" | b"MY" | b"IT"))
}

/// Whether letters are one syllable of pinyin.
fn is_syllable(letters: &[u8]) -> bool {
    let consonants = match letters {
        [b'z' | b'c' | b's', b'h', ..] => 2,
        [b'a' | b'e' | b'o', ..] => 0,
        [b'i' | b'u' | b'v', ..] | [] => return false,
        _ => 1,
    };
    matches!(
        letters.get(consonants..).unwrap_or_default(),
        b"a" | b"o"
            | b"e"
            | b"i"
            | b"u"
            | b"v"
            | b"ai"
            | b"ei"
            | b"ao"
            | b"ou"
            | b"an"
            | b"en"
            | b"ang"
            | b"eng"
            | b"ong"
            | b"er"
            | b"ia"
            | b"ie"
            | b"iao"
            | b"iu"
            | b"ian"
            | b"in"
            | b"iang"
            | b"ing"
            | b"iong"
            | b"ua"
            | b"uo"
            | b"uai"
            | b"ui"
            | b"uan"
            | b"un"
            | b"uang"
            | b"ue"
            | b"ve"
            | b"yu"
    ) || letters == b"lv"
}
