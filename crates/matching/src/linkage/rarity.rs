//! How often a value occurs in the file: agreeing on a rare name says more than on a common one.
//!
//! Names are counted within a country of birth, or sharing Fernando would count for as much
//! between two Sri Lankans as between a Sri Lankan and a stranger. The country then brings its own
//! evidence.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::roll::{COUNTRIES, Day, Part, Roll};
use super::{add_to, at};
use crate::shortlist::Mixer;

/// Records of a country that the whole file counts for, where the country is small.
const BACK_OFF: f32 = 20.0;
/// Steps of a kept weight in one bit.
const STEPS: f32 = 8.0;
/// A number on more records than this is looked at for how common it is.
const COMMON: u32 = 2;
/// Of the records that share a value these many are left out of its count: the two that are
/// compared, who would else testify against themselves; half of one is put back for those unseen.
const THEMSELVES: f32 = 1.5;
/// What is left of a value that only the two have.
const LEAST: f32 = 0.5;

/// How many others share a value.
fn others(count: u32) -> f32 {
    (count as f32 - THEMSELVES).max(LEAST)
}

/// How rare a name part of one record is, in eighths of a bit.
#[derive(Clone, Copy, Default)]
pub(super) struct Rare {
    letters: u8,
    code: u8,
    letters_anywhere: u8,
    code_anywhere: u8,
}

impl Rare {
    /// Bits of meeting these very letters in another record, of the same country or of any.
    pub(super) fn letters(self, same_country: bool) -> f32 {
        f32::from(if same_country { self.letters } else { self.letters_anywhere }) / STEPS
    }

    /// Bits of meeting its skeleton.
    pub(super) fn code(self, same_country: bool) -> f32 {
        f32::from(if same_country { self.code } else { self.code_anywhere }) / STEPS
    }
}

/// How rare everything in a roll is.
pub(super) struct Rarity {
    /// The roll's name parts, each with how rare it is.
    pub(super) parts: Vec<(Part, Rare)>,
    /// Records with each skeleton.
    pub(super) codes: Vec<u32>,
    days: Vec<u32>,
    dated: f32,
    countries: Vec<u32>,
    with_country: f32,
    /// Numbers that more than a few records have.
    common: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    all: f32,
}

impl Rarity {
    /// Counts a roll.
    pub(super) fn of(roll: &Roll) -> Self {
        let mut rarity = Self {
            parts: Vec::new(),
            codes: vec![0; roll.words.codes()],
            days: vec![0; Day::COUNT],
            dated: 1.0,
            countries: vec![0; COUNTRIES],
            with_country: 1.0,
            common: common_numbers(roll),
            all: roll.len().max(1) as f32,
        };
        for row in &roll.rows {
            add_to(&mut rarity.countries, usize::from(row.country));
            rarity.with_country += f32::from(u8::from(row.country != 0));
            for day in row.born.iter().take(1).filter(|day| day.is_known()) {
                add_to(&mut rarity.days, day.at());
                rarity.dated += 1.0;
            }
        }
        rarity.count_names(roll);
        rarity
    }

    fn count_names(&mut self, roll: &Roll) {
        let mut words = vec![0; roll.words.len()];
        let mut words_in: Counts = Counts::default();
        let mut codes_in: Counts = Counts::default();
        for row in &roll.rows {
            for part in roll.parts(row) {
                let Some(entry) = roll.words.get(part.word()) else { continue };
                add_to(&mut words, part.word() as usize);
                add_to(&mut self.codes, entry.code as usize);
                *words_in.entry((row.country, part.word())).or_default() += 1;
                *codes_in.entry((row.country, entry.code)).or_default() += 1;
            }
        }
        self.parts.reserve(roll.tokens.len());
        for row in &roll.rows {
            let here = at(&self.countries, usize::from(row.country)) as f32;
            let bits = |count: u32, anywhere: u32| {
                let everywhere = others(anywhere) / self.all;
                let within = if row.country == 0 {
                    everywhere
                } else {
                    (others(count) + BACK_OFF * everywhere) / (here + BACK_OFF)
                };
                [within, everywhere].map(|share| (-share.min(1.0).log2() * STEPS).round().clamp(0.0, 255.0) as u8)
            };
            for part in roll.parts(row) {
                let code = roll.words.get(part.word()).map_or(0, |entry| entry.code);
                let count = |counts: &Counts, of: u32| counts.get(&(row.country, of)).copied().unwrap_or(1);
                let [letters, letters_anywhere] =
                    bits(count(&words_in, part.word()), at(&words, part.word() as usize).max(1));
                let [code, code_anywhere] = bits(count(&codes_in, code), at(&self.codes, code as usize).max(1));
                self.parts.push((*part, Rare { letters, code, letters_anywhere, code_anywhere }));
            }
        }
    }

    /// Bits of two strangers sharing this birth date.
    pub(super) fn day(&self, day: Day) -> f32 {
        (self.dated / others(at(&self.days, day.at()))).max(1.0).log2()
    }

    /// Bits of two strangers sharing this country.
    pub(super) fn country(&self, country: u16) -> f32 {
        (self.with_country / (at(&self.countries, usize::from(country)).max(1) as f32)).max(1.0).log2()
    }

    /// How often two strangers who both name a country name the same.
    pub(super) fn countries_agree(&self) -> f64 {
        let share = |count: &u32| (f64::from(*count) / f64::from(self.with_country)).powi(2);
        self.countries.iter().skip(1).map(share).sum()
    }

    /// Bits of two strangers sharing this number.
    pub(super) fn number(&self, number: u64) -> f32 {
        (self.all / others(self.common.get(&number).copied().unwrap_or(COMMON))).max(1.0).log2()
    }

    /// Bits of sharing a value that so many records have.
    pub(super) fn value(&self, count: u32) -> f32 {
        (self.all / others(count)).max(1.0).log2()
    }
}

type Counts = HashMap<(u16, u32), u32, BuildHasherDefault<Mixer>>;

/// The numbers of papers, telephones and codes that more than [`COMMON`] records have.
fn common_numbers(roll: &Roll) -> HashMap<u64, u32, BuildHasherDefault<Mixer>> {
    let mut all: Vec<u64> = Vec::new();
    for row in &roll.rows {
        let numbers = row.documents.iter().chain(&row.phones).chain([&row.tax_code]);
        all.extend(numbers.filter(|number| **number != 0));
    }
    all.sort_unstable();
    let runs = all.chunk_by(|x, y| x == y).filter(|run| run.len() > COMMON as usize);
    runs.filter_map(|run| Some((*run.first()?, u32::try_from(run.len()).ok()?))).collect()
}
