//! From any script to lower-case ASCII letters, one written word at a time.
//!
//! Latin, Greek, Georgian, Ethiopic and the scripts of India come from `any_ascii`, with
//! corrections where its letters mislead the ear. Arabic and Cyrillic are our own tables:
//! `any_ascii` drops the alef and writes Cyrillic after one scheme of the many in use.

use unicode_normalization::UnicodeNormalization;

use crate::word::Word;

/// How a word was written, as far as it matters for comparing it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    #[default]
    Latin,
    /// Vowels mostly unwritten.
    Arabic,
    /// Surname first, one syllable to a sign.
    Han,
    Other,
}

/// One written word: its letters, and whether a full stop followed (an abbreviation or initial).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) letters: Word,
    pub(crate) script: Script,
    pub(crate) stopped: bool,
}

impl Written {
    pub(crate) const NOTHING: Self = Self { letters: Word::new(), script: Script::Latin, stopped: false };
}

/// Splits a name into words and calls `found` with each.
pub(crate) fn each_word(text: &str, mut found: impl FnMut(Written)) {
    let mut reader = Reader { word: Written::NOTHING, found: &mut found };
    for letter in text.chars() {
        reader.read(letter);
    }
    reader.end(false);
}

struct Reader<'a, F: FnMut(Written)> {
    word: Written,
    found: &'a mut F,
}

impl<F: FnMut(Written)> Reader<'_, F> {
    fn read(&mut self, letter: char) {
        match letter {
            'a'..='z' => self.word.letters.push(letter as u8),
            'A'..='Z' => self.word.letters.push(letter.to_ascii_lowercase() as u8),
            '.' => self.end(true),
            '\'' | '`' => {}
            '\0'..='\x7f' => self.end(false),
            _ => self.read_beyond_ascii(letter),
        }
    }

    fn read_beyond_ascii(&mut self, letter: char) {
        match letter {
            // apostrophes, joiners, marks and the tatweel stand inside a word
            '\u{2bb}'..='\u{2bf}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{200b}'..='\u{200f}'
            | '\u{300}'..='\u{36f}'
            | '\u{640}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}' => {}
            '\u{400}'..='\u{52f}' => self.add(cyrillic(letter), Script::Other),
            '\u{620}'..='\u{6ff}' => self.add(arabic(letter), Script::Arabic),
            '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                for plain in std::iter::once(letter).nfkc() {
                    if ('\u{620}'..='\u{6ff}').contains(&plain) {
                        self.add(arabic(plain), Script::Arabic);
                    }
                }
            }
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => self.sign(letter),
            '\u{900}'..='\u{dff}' => self.indic(letter),
            _ if letter.is_whitespace() => self.end(false),
            'γ' | 'κ' | 'χ' | 'ξ' => self.greek_velar(letter),
            _ => self.add(any_ascii::any_ascii_char(letter), other_script(letter)),
        }
    }

    /// Greek writes the n before g, k, ch and x as another g: Ευαγγελία is Evangelia.
    fn greek_velar(&mut self, letter: char) {
        if self.word.letters.as_bytes().last() == Some(&b'g') {
            let before = self.word.letters.len() - 1;
            self.word.letters = Word::of(self.word.letters.as_bytes().get(..before).unwrap_or_default());
            self.word.letters.push(b'n');
        }
        self.add(any_ascii::any_ascii_char(letter), Script::Other);
    }

    /// A Chinese sign is a word of its own here; the tokens join given names again.
    fn sign(&mut self, sign: char) {
        self.end(false);
        self.add(any_ascii::any_ascii_char(sign), Script::Han);
        self.end(false);
    }

    fn indic(&mut self, letter: char) {
        match any_ascii::any_ascii_char(letter) {
            // never a k: the vowel after it may not be written
            "c" => self.add("tch", Script::Other),
            // one letter for v and w; the south writes v
            "v" if letter < '\u{a80}' => self.add("w", Script::Other),
            // the nasal sign is `n` to the ear, but the letters ma keep their `m`
            "m" if is_nasal_sign(letter) => self.add("n", Script::Other),
            stop @ ("k" | "t" | "p") if is_tamil(letter) => self.tamil_stop(stop),
            ascii => self.add(ascii, Script::Other),
        }
    }

    /// Tamil writes k and g with one sign: inside a word it is voiced, unless it is doubled.
    fn tamil_stop(&mut self, stop: &'static str) {
        let voiced = match stop {
            "k" => "g",
            "t" => "d",
            _ => "b",
        };
        match self.word.letters.as_bytes().last().copied() {
            None => self.add(stop, Script::Other),
            Some(before) if voiced.as_bytes() == [before] => self.add(stop, Script::Other),
            Some(_) => self.add(voiced, Script::Other),
        }
    }

    fn add(&mut self, ascii: &str, script: Script) {
        if self.word.letters.is_empty() || script != Script::Latin {
            self.word.script = script;
        }
        for byte in ascii.bytes() {
            if byte.is_ascii_alphabetic() {
                self.word.letters.push(byte.to_ascii_lowercase());
            }
        }
    }

    fn end(&mut self, stopped: bool) {
        if self.word.letters.is_empty() {
            return;
        }
        let mut word = std::mem::replace(&mut self.word, Written::NOTHING);
        word.stopped = stopped;
        (self.found)(word);
    }
}

fn other_script(letter: char) -> Script {
    if letter < '\u{370}' || ('\u{1e00}'..='\u{1eff}').contains(&letter) { Script::Latin } else { Script::Other }
}

fn is_tamil(letter: char) -> bool {
    ('\u{b80}'..='\u{bff}').contains(&letter)
}

/// Candrabindu and anusvara, the second and third sign of every Indic block of 128, and tippi.
fn is_nasal_sign(letter: char) -> bool {
    matches!(u32::from(letter) & 0x7f, 0x01 | 0x02) || letter == '\u{a70}'
}

/// Cyrillic after the ear; the scheme of the passport is one of many and the keys forgive it.
fn cyrillic(letter: char) -> &'static str {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    match lower {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ѓ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'ї' => "yi",
        'й' | 'ы' => "y",
        'к' | 'ќ' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ў' => "v",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "tch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'ь' | 'ъ' => "",
        _ => any_ascii::any_ascii_char(lower),
    }
}

/// Arabic, Persian and Urdu letters after the ear; ayn and hamza only carry a vowel.
fn arabic(letter: char) -> &'static str {
    match letter {
        'ا' | 'أ' | 'آ' | 'ٱ' | 'ع' | 'ى' | 'ة' => "a",
        'إ' => "i",
        'ب' => "b",
        'ت' | 'ط' | 'ٹ' => "t",
        'ث' => "th",
        'ج' => "j",
        'ح' | 'ه' | 'ہ' | 'ھ' | 'ۀ' => "h",
        'خ' => "kh",
        'د' | 'ڈ' => "d",
        'ذ' | 'ض' => "dh",
        'ر' | 'ڑ' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ں' => "n",
        'و' => "w",
        'ي' | 'ی' => "y",
        'ے' => "e",
        'پ' => "p",
        'چ' => "tch",
        'ڤ' => "v",
        'ئ' | 'ؤ' | 'ء' => "",
        _ => any_ascii::any_ascii_char(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_word(text, |word| out.push(String::from_utf8_lossy(word.letters.as_bytes()).into_owned()));
        out
    }

    #[test]
    fn every_script_of_the_city_becomes_letters() {
        for (written, letters) in [
            ("O'Brien", "obrien"),
            ("Núñez", "nunez"),
            ("Nu\u{301}n\u{303}ez", "nunez"),
            ("NGUYỄN", "nguyen"),
            ("محمد", "mhmd"),
            ("مُحَمَّد", "mhmd"),
            ("ﻣﺤﻤﺪ", "mhmd"),
            ("Євген", "yevgen"),
            ("চৌধুরী", "tchaudhuri"),
            ("முருகன்", "murugn"),
            ("ბერიძე", "beridze"),
            ("ተስፋይ", "tesfay"),
            ("Γιώργος", "giorgos"),
        ] {
            assert_eq!(words(written), [letters], "{written}");
        }
        assert_eq!(words("李小龙"), ["li", "xiao", "long"]);
        assert_eq!(words("Jia-Qiang  A. (Li)"), ["jia", "qiang", "a", "li"]);
    }
}
