//! The keys a person is filed and found under.
//!
//! A key is a few bytes with no order and no likeness: the application stores a keyed hash of
//! it, so the index tells nothing without the secret. Two spellings meet because both give the
//! same key, never because their hashes are close. The bytes are stable: changing how a key is
//! made means making the index anew, so [`KEYS_VERSION`] must then rise.

use crate::features::Features;
use crate::known::Born;
use crate::tokens::Token;
use crate::word::Word;

/// Rises whenever the same person would give other keys; the index is then made anew.
pub const KEYS_VERSION: u32 = 2;

/// How many rows the caller fetches for one key, in the order of their ids.
pub const POSTINGS_MAX: usize = 200;

/// How many parts of one name are filed.
const PARTS_FILED: usize = 6;

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum KeyKind {
    /// The whole fiscal code but its check letter.
    TaxCode = b'c',
    /// A document number, O and 0 folded.
    Document = b'd',
    /// The last nine digits of a telephone.
    Phone = b'p',
    /// A full birth date.
    Birth = b'b',
    /// The skeletons of two name parts, in alphabetical order.
    Pair = b'2',
    /// The same and the birth year: common names stay few.
    PairYear = b'3',
    /// The skeleton of a name part and the birth year.
    NameYear = b'y',
    /// The skeleton of a name part.
    Name = b'n',
}

/// One key: its kind and a few bytes, to be hashed with the city's secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    kind: KeyKind,
    text: Word,
}

impl std::fmt::Debug for Key {
    /// Shows the kind only: a key is made of a person's name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Key {
    /// What the key stands for.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The bytes to hash after the kind's own byte.
    pub fn text(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Kind and text together: what the keyed hash is computed over.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1 + self.text.len());
        bytes.push(self.kind as u8);
        bytes.extend_from_slice(self.text.as_bytes());
        bytes
    }

    pub(crate) fn new(kind: KeyKind, text: Word) -> Self {
        Self { kind, text }
    }

    pub(crate) fn birth(born: Born) -> Option<Self> {
        let [high, low] = born.year.to_be_bytes();
        Some(Self::new(KeyKind::Birth, Word::of(&[high, low, born.month?, born.day?])))
    }

    pub(crate) fn name(code: &Word) -> Self {
        Self::new(KeyKind::Name, *code)
    }

    pub(crate) fn name_year(code: &Word, year: i16) -> Self {
        let mut text = *code;
        text.extend(&year.to_be_bytes());
        Self::new(KeyKind::NameYear, text)
    }

    pub(crate) fn pair(a: &Word, b: &Word) -> Self {
        let (first, second) = if a <= b { (a, b) } else { (b, a) };
        let mut text = *first;
        text.push(b' ');
        text.extend(second.as_bytes());
        Self::new(KeyKind::Pair, text)
    }

    pub(crate) fn pair_year(a: &Word, b: &Word, year: i16) -> Self {
        let mut text = Self::pair(a, b).text;
        text.extend(&year.to_be_bytes());
        Self::new(KeyKind::PairYear, text)
    }
}

impl Features {
    /// The keys to file this person under, each once, in a stable order.
    pub fn index_keys(&self) -> Vec<Key> {
        let mut keys = Vec::with_capacity(24);
        self.number_keys(|key| keys.push(key));
        keys.extend(self.dates().filter_map(Key::birth));
        let years = self.years();
        for name in &self.names {
            let codes = codes(name);
            for (at, code) in codes.iter().enumerate() {
                keys.push(Key::name(code));
                keys.extend(years.iter().flatten().map(|year| Key::name_year(code, *year)));
                for other in codes.iter().skip(at + 1) {
                    keys.push(Key::pair(code, other));
                    keys.extend(years.iter().flatten().map(|year| Key::pair_year(code, other, *year)));
                }
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    pub(crate) fn number_keys(&self, mut add: impl FnMut(Key)) {
        self.tax_code.iter().for_each(|code| add(Key::new(KeyKind::TaxCode, code.text)));
        self.documents.iter().for_each(|number| add(Key::new(KeyKind::Document, *number)));
        self.phones.iter().for_each(|number| add(Key::new(KeyKind::Phone, *number)));
    }

    pub(crate) fn years(&self) -> [Option<i16>; 2] {
        let [filed, told] = self.born.map(|born| born.map(|born| born.year));
        [filed, told.filter(|year| filed != Some(*year))]
    }
}

/// The skeletons of a name, each once; an initial has none.
///
/// Of a chain of father's names the middle is left out: it is what desks cut first, and every
/// part makes a pair with every other.
pub(crate) fn codes(name: &[Token]) -> Vec<Word> {
    let mut codes: Vec<Word> = Vec::with_capacity(name.len());
    for token in name.iter().filter(|token| !token.is_initial()) {
        if !codes.contains(&token.code) {
            codes.push(token.code);
        }
    }
    while codes.len() > PARTS_FILED {
        codes.remove(PARTS_FILED / 2);
    }
    codes
}
