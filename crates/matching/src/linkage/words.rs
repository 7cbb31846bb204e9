//! Every different name part of a file, once: records hold its number, and what is costly to know
//! of a part (its skeleton, its other readings) is worked out once for all who carry it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::readings;
use crate::script::Script;
use crate::shortlist::Mixer;
use crate::sound::skeleton;
use crate::word::Word;

/// Other readings that are kept of a part; what is empty is [`NO_CODE`].
const READINGS: usize = 5;
/// The number of no skeleton.
const NO_CODE: u32 = u32::MAX;

/// One name part: what nearly every comparison asks, in few bytes, because millions of
/// comparisons wait for memory more than for anything else.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    /// Its own number.
    pub(crate) number: u32,
    /// The number of its skeleton.
    pub(crate) code: u32,
    /// Which letters occur in it, one bit each.
    pub(crate) mask: u32,
    /// How many letters it has.
    pub(crate) len: u8,
    /// The first of them.
    pub(crate) first: u8,
    pub(crate) script: Script,
    has_readings: bool,
}

impl Entry {
    pub(crate) fn is_initial(&self) -> bool {
        self.len == 1
    }
}

type ById<K> = HashMap<K, u32, BuildHasherDefault<Mixer>>;

/// The name parts of a file, and their skeletons.
#[derive(Default)]
pub(crate) struct Words {
    numbers: ById<(Word, Script)>,
    entries: Vec<Entry>,
    letters: Vec<Word>,
    readings: Vec<[u32; READINGS]>,
    codes: ById<Word>,
}

impl Words {
    /// The number of a name part; a new one is worked out.
    pub(crate) fn number(&mut self, letters: Word, script: Script) -> u32 {
        if let Some(number) = self.numbers.get(&(letters, script)) {
            return *number;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let code = skeleton(letters.as_bytes());
        let mut others = [NO_CODE; READINGS];
        for (slot, other) in others.iter_mut().zip(readings::others(letters.as_bytes(), &code)) {
            *slot = self.code_number(other);
        }
        let code = self.code_number(code);
        let mask = letters.as_bytes().iter().fold(0, |mask, letter| mask | 1 << (letter & 31));
        let (len, first) = (letters.len() as u8, letters.as_bytes().first().copied().unwrap_or(0));
        let has_readings = others != [NO_CODE; READINGS];
        self.entries.push(Entry { number, code, mask, len, first, script, has_readings });
        self.letters.push(letters);
        self.readings.push(others);
        self.numbers.insert((letters, script), number);
        number
    }

    fn code_number(&mut self, code: Word) -> u32 {
        let next = u32::try_from(self.codes.len()).unwrap_or(NO_CODE);
        *self.codes.entry(code).or_insert(next)
    }

    /// The letters of a part.
    pub(crate) fn letters(&self, entry: &Entry) -> &[u8] {
        self.letters.get(entry.number as usize).map(Word::as_bytes).unwrap_or_default()
    }

    /// Whether one part is another reading of the other.
    pub(crate) fn read_alike(&self, a: &Entry, b: &Entry) -> bool {
        let reads = |one: &Entry, code: u32| {
            one.has_readings && self.readings.get(one.number as usize).is_some_and(|others| others.contains(&code))
        };
        reads(a, b.code) || reads(b, a.code)
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many different skeletons there are.
    pub(crate) fn codes(&self) -> usize {
        self.codes.len()
    }
}
