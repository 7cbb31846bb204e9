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

/// One name part.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) letters: Word,
    pub(crate) script: Script,
    /// The number of its skeleton.
    pub(crate) code: u32,
    others: [u32; READINGS],
    /// Which letters occur in it, one bit each.
    pub(crate) mask: u32,
}

impl Entry {
    pub(crate) fn is_initial(&self) -> bool {
        self.letters.len() == 1
    }

    /// Whether this is another reading of a part with that skeleton.
    pub(crate) fn reads_as(&self, code: u32) -> bool {
        self.others.contains(&code)
    }
}

type ById<K> = HashMap<K, u32, BuildHasherDefault<Mixer>>;

/// The name parts of a file, and their skeletons.
#[derive(Default)]
pub(crate) struct Words {
    numbers: ById<(Word, Script)>,
    entries: Vec<Entry>,
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
        self.entries.push(Entry { letters, script, code, others, mask });
        self.numbers.insert((letters, script), number);
        number
    }

    fn code_number(&mut self, code: Word) -> u32 {
        let next = u32::try_from(self.codes.len()).unwrap_or(NO_CODE);
        *self.codes.entry(code).or_insert(next)
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
