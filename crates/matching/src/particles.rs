//! Articles, particles and abbreviations: the small words a desk glues, splits or leaves out.

use crate::script::{Script, Written};
use crate::word::Word;

/// What a written word is to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Name,
    /// Left out when a name follows it: El, Abd, De, Bin.
    Particle,
    /// Joined to the name that follows: O Brien, Mc Carthy.
    Prefix,
}

/// The role of a word that another word may follow.
pub(crate) fn role(letters: &Word, stopped: bool) -> Role {
    match letters.as_bytes() {
        b"el" | b"al" | b"il" | b"ul" | b"ur" | b"er" | b"ar" | b"ed" | b"ad" | b"es" | b"as" | b"et" | b"at"
        | b"ech" | b"ash" | b"esh" | b"abd" | b"abdel" | b"abdul" | b"abdool" | b"abdoul" | b"abdal" | b"abdur"
        | b"abder" | b"abdu" | b"bin" | b"ben" | b"bn" | b"ibn" | b"bint" | b"bnt" | b"binti" | b"ould" | b"de"
        | b"del" | b"dela" | b"della" | b"delle" | b"di" | b"da" | b"das" | b"do" | b"dos" | b"du" | b"la" | b"las"
        | b"los" | b"le" | b"van" | b"von" | b"der" | b"den" | b"ter" | b"mr" | b"mrs" | b"ms" | b"sig" | b"dott"
        | b"dr" | b"eng" => Role::Particle,
        b"y" | b"e" if !stopped => Role::Particle,
        b"o" | b"d" if !stopped => Role::Prefix,
        b"mc" | b"mac" => Role::Prefix,
        _ => Role::Name,
    }
}

/// The word, or the name an abbreviation stands for.
pub(crate) fn written_out(word: &Written) -> Word {
    match word.letters.as_bytes() {
        b"md" | b"mohd" | b"muhd" | b"mhd" | b"mohamm" => Word::of(b"mohamed"),
        b"ma" if word.stopped => Word::of(b"maria"),
        b"sk" => Word::of(b"sheikh"),
        b"ch" => Word::of(b"chaudhry"),
        _ => word.letters,
    }
}

/// The letters without a glued article, and whether there was one.
///
/// Names that only look as if they had one (Alfredo, Elvira) lose two letters too: that is the
/// same in every record, so they still meet.
pub(crate) fn without_article(letters: &[u8], script: Script, after_particle: bool) -> (&[u8], bool) {
    if let Some(rest) = after_abd(letters) {
        return (rest, true);
    }
    match letters {
        b"allah" | b"allh" | b"alla" | b"ullah" | b"llah" | b"llh" if after_particle => (b"abdlah", true),
        [b'a', b'l', rest @ ..] if script == Script::Arabic && rest.len() >= 3 => (rest, true),
        [b'a' | b'e', b'l', rest @ ..] if could_follow_article(rest) => (rest, true),
        [b'e', double @ (b't' | b's' | b'r' | b'n' | b'd' | b'z'), rest @ ..]
            if rest.first() == Some(double) && rest.len() >= 4 =>
        {
            (rest, true)
        }
        [b'b', b'e', b'n', rest @ ..] if rest.len() >= 3 && rest.first() != Some(&b'n') => (rest, true),
        [b'b', b'n', rest @ ..] if script == Script::Arabic && rest.len() >= 3 => (rest, true),
        [b'd', b'e', b'l', b'a', rest @ ..] if rest.len() >= 4 => (rest, true),
        [b'd', b'e', b'l', rest @ ..] if rest.len() >= 5 && !rest.first().copied().is_some_and(is_vowel) => {
            (rest, true)
        }
        [b'd', b'e', rest @ ..] if is_written_joined(rest) => (rest, true),
        _ => (letters, false),
    }
}

/// Abdelrahman, Abdurrahman and Abderrahmane: the servant of whom. Abdallah stays one word.
fn after_abd(letters: &[u8]) -> Option<&[u8]> {
    let rest = letters.strip_prefix(b"abd")?;
    let after_vowels = rest.iter().position(|letter| !is_vowel(*letter))?;
    let rest = rest.get(after_vowels..)?;
    let name = match rest {
        [b'l', name @ ..] => name,
        [first, second, ..] if first == second => rest.get(1..)?,
        [b'r', ..] if after_vowels > 0 => rest,
        _ => return None,
    };
    match name {
        b"lah" | b"la" | b"lh" => Some(b"abdlah"),
        _ if name.len() >= 4 => Some(name),
        _ => None,
    }
}

fn could_follow_article(rest: &[u8]) -> bool {
    match rest {
        // Alejandro, Aleksandr and Elena are no article and a name
        [b'e', ..] => false,
        [first, ..] if is_vowel(*first) => rest.len() >= 5,
        _ => rest.len() >= 4 || (rest.len() == 3 && rest.iter().filter(|l| !is_vowel(**l)).count() >= 2),
    }
}

/// Names that are written joined to their De by some desks and apart by others.
fn is_written_joined(rest: &[u8]) -> bool {
    matches!(
        rest,
        b"guzman"
            | b"leon"
            | b"castro"
            | b"jesus"
            | b"silva"
            | b"souza"
            | b"sousa"
            | b"vera"
            | b"luna"
            | b"oliveira"
            | b"lima"
            | b"santis"
            | b"angelis"
            | b"luca"
            | b"marco"
            | b"simone"
            | b"rosa"
            | b"mello"
            | b"ocampo"
            | b"mesa"
            | b"torres"
            | b"villa"
            | b"asis"
            | b"dios"
            | b"sanctis"
    )
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}
