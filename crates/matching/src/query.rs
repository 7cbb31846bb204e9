//! The keys a search looks up: what was typed first, then guesses at what was meant.

use std::hash::Hash;

use crate::align::same_bits;
use crate::birth;
use crate::features::Features;
use crate::keys::{Key, codes};
use crate::shortlist::Shortlist;
use crate::slips;
use crate::sound::skeleton;
use crate::tokens::{Field, Token};
use crate::weights;
use crate::word::Word;

/// What a person found under a key has in common with the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Tells {
    /// A number, worth this share of its rarity.
    Number(f32),
    /// The birth date.
    Birth { sure: bool },
    /// These name parts of the query, and perhaps the year, so many years off.
    Name { parts: Parts, sure: bool, years_off: Option<u8> },
}

/// A set of the query's name parts, one bit each.
pub(crate) type Parts = u16;

/// How many different name parts a query is searched by.
pub(crate) const PARTS_MAX: usize = 16;

/// A key to look up, and what finding a person under it tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueryKey {
    /// The key.
    pub key: Key,
    pub(crate) tells: Tells,
}

/// Collects keys, each once.
struct Wanted(Vec<QueryKey>);

impl Wanted {
    fn add(&mut self, key: Key, tells: Tells) {
        if !self.0.iter().any(|other| other.key == key) {
            self.0.push(QueryKey { key, tells });
        }
    }
}

impl Features {
    /// The keys to look up for this query, most telling first: as typed, and with day and month
    /// exchanged.
    pub fn query_keys(&self) -> Vec<QueryKey> {
        let mut wanted = Wanted(Vec::with_capacity(32));
        self.number_keys(|key| wanted.add(key, Tells::Number(weights::number_key(key.kind()))));
        self.dates().filter_map(Key::birth).for_each(|key| wanted.add(key, Tells::Birth { sure: true }));
        let (parts, years) = (self.parts(), self.years());
        each_pair(&parts, |a, b, both| {
            for year in years.iter().flatten() {
                wanted.add(Key::pair_year(a, b, *year), Tells::Name { parts: both, sure: true, years_off: Some(0) });
            }
            wanted.add(Key::pair(a, b), Tells::Name { parts: both, sure: true, years_off: None });
        });
        for (code, part) in &parts {
            for year in years.iter().flatten() {
                wanted.add(Key::name_year(code, *year), Tells::Name { parts: *part, sure: true, years_off: Some(0) });
            }
        }
        self.dates()
            .filter_map(birth::swapped)
            .filter_map(Key::birth)
            .for_each(|key| wanted.add(key, Tells::Birth { sure: false }));
        for (code, part) in &parts {
            wanted.add(Key::name(code), Tells::Name { parts: *part, sure: true, years_off: None });
        }
        wanted.0
    }

    /// Guesses for a second look, when the first found nobody convincing: the years beside, name
    /// parts written in one, typing errors. Many, and most of them lead to nobody.
    pub fn spare_keys(&self) -> Vec<QueryKey> {
        let mut wanted = Wanted(Vec::with_capacity(64));
        let (parts, years) = (self.parts(), self.years());
        for year in years.iter().flatten() {
            for off in [1_u8, 2] {
                for near in [year.saturating_sub(i16::from(off)), year.saturating_add(i16::from(off))] {
                    each_pair(&parts, |a, b, both| {
                        wanted.add(
                            Key::pair_year(a, b, near),
                            Tells::Name { parts: both, sure: true, years_off: Some(off) },
                        );
                    });
                    for (code, part) in &parts {
                        wanted.add(
                            Key::name_year(code, near),
                            Tells::Name { parts: *part, sure: true, years_off: Some(off) },
                        );
                    }
                }
            }
        }
        let little_known = years == [None; 2] || parts.len() == 1;
        self.guessed_parts(&parts, |guess, part| {
            if little_known {
                wanted.add(Key::name(guess), Tells::Name { parts: part, sure: false, years_off: None });
            }
            for year in years.iter().flatten() {
                wanted.add(Key::name_year(guess, *year), Tells::Name { parts: part, sure: false, years_off: Some(0) });
            }
            for (other, other_part) in parts.iter().filter(|(_, other)| other & part == 0) {
                wanted.add(
                    Key::pair(guess, other),
                    Tells::Name { parts: part | other_part, sure: false, years_off: None },
                );
            }
        });
        wanted.0
    }

    /// Weighs each name part of the query by how few of those filed share it, once [`Features::query_keys`]
    /// were looked up: that two are called Mohamed says less than that two are called Drobakha.
    pub fn weigh<Id: Copy + Eq + Hash + Ord>(&mut self, list: &Shortlist<Id>) {
        let parts = self.parts();
        for token in self.names.iter_mut().flatten() {
            if let Some((_, bit)) = parts.iter().find(|(code, _)| *code == token.code) {
                token.counted = Some(list.counted(bit.trailing_zeros() as usize, same_bits(&token.code)));
            }
        }
    }

    /// The skeletons of the query's names, each with its bit.
    fn parts(&self) -> Vec<(Word, Parts)> {
        let mut all: Vec<Word> = Vec::with_capacity(4);
        for code in self.names.iter().flat_map(|name| codes(name)) {
            if !all.contains(&code) {
                all.push(code);
            }
        }
        all.into_iter().take(PARTS_MAX).enumerate().map(|(bit, code)| (code, 1 << bit)).collect()
    }

    /// Calls `guess` with what a part may have been meant to be, and the parts it stands for.
    fn guessed_parts(&self, parts: &[(Word, Parts)], mut guess: impl FnMut(&Word, Parts)) {
        let bit_of = |code: &Word| parts.iter().find(|(other, _)| other == code).map_or(0, |(_, bit)| *bit);
        for (first, second) in self.names.iter().flat_map(|name| name.iter().zip(name.iter().skip(1))) {
            if first.field == second.field || first.field == Field::Whole {
                guess(&joined(first, second), bit_of(&first.code) | bit_of(&second.code));
            }
        }
        for token in self.names.iter().flatten() {
            token.others.iter().for_each(|other| guess(other, bit_of(&token.code)));
        }
        for (code, part) in parts.iter().take(weights::PARTS_WITH_SLIPS) {
            slips::of_skeleton(code, |slip| guess(slip, *part));
        }
    }
}

fn joined(first: &Token, second: &Token) -> Word {
    let mut both = first.letters;
    both.extend(second.letters.as_bytes());
    skeleton(both.as_bytes())
}

fn each_pair(parts: &[(Word, Parts)], mut pair: impl FnMut(&Word, &Word, Parts)) {
    for (at, (first, one)) in parts.iter().enumerate() {
        for (second, other) in parts.iter().skip(at + 1) {
            pair(first, second, one | other);
        }
    }
}
