//! A file of persons in memory, small: about a hundred bytes a record, so that a million fit
//! beside everything else. What is written is folded once, on the way in.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::words::Words;
use crate::known::{Born, Country2, Known, Sex};
use crate::numbers::{self, TaxCode};
use crate::shortlist::Mixer;
use crate::tokens::{self, Field};
use crate::word::Word;

/// Further columns that count as evidence; more are not looked at.
pub const EXTRA_COLUMNS_MAX: usize = 8;

/// The records of one file, or of two that are to be linked.
#[derive(Default)]
pub struct Roll {
    pub(super) words: Words,
    pub(super) tokens: Vec<Part>,
    pub(super) rows: Vec<Row>,
    pub(super) extras: Vec<Column>,
    pub(super) second_from: Option<u32>,
}

/// A name part of a record.
#[derive(Clone, Copy)]
pub(super) struct Part(u32);

impl Part {
    fn new(word: u32, field: Field, begins: bool) -> Self {
        let field = match field {
            Field::Given => 0,
            Field::Family => 1,
            Field::Whole => 2,
        };
        Self(word << 3 | u32::from(begins) << 2 | field)
    }

    /// The number of the part among the words.
    pub(super) fn word(self) -> u32 {
        self.0 >> 3
    }

    pub(super) fn field(self) -> Field {
        match self.0 & 3 {
            0 => Field::Given,
            1 => Field::Family,
            _ => Field::Whole,
        }
    }

    /// Whether another name of the same person begins here.
    pub(super) fn begins(self) -> bool {
        self.0 & 4 != 0
    }
}

/// One record, in one line of the processor's cache. Zero is what is not known.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Row {
    pub(super) documents: [u64; 2],
    pub(super) phones: [u64; 2],
    pub(super) tax_code: u64,
    pub(super) born: [Day; 2],
    tokens_from: u32,
    pub(super) country: u16,
    tokens: u8,
    pub(super) sex: u8,
}

/// A birth date in four bytes; zero is not known.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Day(u32);

const FIRST_YEAR: i16 = 1800;

impl Day {
    /// How many values there are, for tables.
    pub(super) const COUNT: usize = 500 * 13 * 32;

    fn of(born: Option<Born>) -> Self {
        let Some(born) = born else { return Self(0) };
        let Ok(year @ 1..500) = u32::try_from(i32::from(born.year) - i32::from(FIRST_YEAR)) else { return Self(0) };
        let month = u32::from(born.month.unwrap_or(0).min(12));
        let day = if month == 0 { 0 } else { u32::from(born.day.unwrap_or(0).min(31)) };
        Self((year * 13 + month) * 32 + day)
    }

    pub(super) fn is_known(self) -> bool {
        self.0 != 0
    }

    pub(super) fn at(self) -> usize {
        self.0 as usize
    }

    pub(super) fn year(self) -> u32 {
        self.0 / (13 * 32)
    }

    pub(super) fn born(self) -> Option<Born> {
        let part = |value: u32| u8::try_from(value).ok().filter(|value| *value > 0);
        let year = i16::try_from(self.year()).ok()? + FIRST_YEAR;
        self.is_known().then(|| Born { year, month: part(self.0 / 32 % 13), day: part(self.0 % 32) })
    }

    /// The same for a date and for the one with day and month exchanged; nothing when the day is
    /// not known or is 1 January, which many papers write for it.
    pub(super) fn turned(self) -> Option<u32> {
        let (month, day) = (self.0 / 32 % 13, self.0 % 32);
        (day > 0 && (month, day) != (1, 1)).then(|| (self.year() * 32 + month.min(day)) * 32 + month.max(day))
    }
}

/// A further column: every different value once.
#[derive(Default)]
pub(super) struct Column {
    numbers: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    pub(super) values: Vec<Word>,
    pub(super) counts: Vec<u32>,
    /// The value of each record, counted from 1; 0 is not known.
    pub(super) of_rows: Vec<u32>,
}

impl Column {
    fn add(&mut self, text: &str) {
        let mut word = Word::new();
        let mut hash = 0_u64;
        for letter in any_ascii::any_ascii(text).bytes().filter(u8::is_ascii_alphanumeric) {
            let small = letter.to_ascii_lowercase();
            word.push(small);
            hash = (hash ^ u64::from(small)).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
        }
        let number = if word.is_empty() {
            0
        } else {
            let next = u32::try_from(self.values.len() + 1).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(hash).or_insert(next);
            if number == next {
                self.values.push(word);
                self.counts.push(0);
            }
            number
        };
        if let Some(count) = (number as usize).checked_sub(1).and_then(|at| self.counts.get_mut(at)) {
            *count += 1;
        }
        self.of_rows.push(number);
    }
}

impl Roll {
    /// A roll with so many further columns, at most [`EXTRA_COLUMNS_MAX`] of them.
    pub fn new(extra_columns: usize) -> Self {
        let mut roll = Self::default();
        roll.extras.resize_with(extra_columns.min(EXTRA_COLUMNS_MAX), Column::default);
        roll
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// From here on the records are those of the second file, to be linked with the first.
    pub fn begin_second(&mut self) {
        self.second_from = u32::try_from(self.rows.len()).ok();
    }

    /// Adds a record; `extras` are its further columns.
    pub fn add(&mut self, known: &Known, extras: &[&str]) {
        let tokens_from = u32::try_from(self.tokens.len()).unwrap_or(u32::MAX);
        for name in &known.names {
            let mut begins = true;
            tokens::each_piece(name, known.birth_country, |piece| {
                let word = self.words.number(piece.letters, piece.script);
                self.tokens.push(Part::new(word, piece.field, begins));
                begins = false;
            });
        }
        let tokens = u8::try_from(self.tokens.len() - tokens_from as usize).unwrap_or(u8::MAX);
        let tax_code = known.tax_code.as_deref().and_then(TaxCode::parse);
        let told = tax_code.and_then(|code| code.born).filter(|told| known.born != Some(*told));
        let (first, second) = if known.born.is_some() { (known.born, told) } else { (told, None) };
        self.rows.push(Row {
            documents: two(&known.documents, |text| numbers::document(text).map(|word| packed(&word))),
            phones: two(&known.phones, |text| numbers::phone(text).map(|word| packed(&word))),
            tax_code: tax_code.map_or(0, |code| packed_tax_code(&code)),
            born: [Day::of(first), Day::of(second)],
            tokens_from,
            country: known.birth_country.or_else(|| tax_code?.country()).map_or(0, country_number),
            tokens,
            sex: match known.sex.or(tax_code.map(|code| code.sex)) {
                None => 0,
                Some(Sex::Female) => 1,
                Some(Sex::Male) => 2,
            },
        });
        for (at, column) in self.extras.iter_mut().enumerate() {
            column.add(extras.get(at).copied().unwrap_or_default());
        }
    }

    pub(super) fn row(&self, id: u32) -> Row {
        self.rows.get(id as usize).copied().unwrap_or_default()
    }

    /// Where the name parts of a record stand.
    pub(super) fn places(row: &Row) -> std::ops::Range<usize> {
        let from = row.tokens_from as usize;
        from..from + usize::from(row.tokens)
    }

    pub(super) fn parts(&self, row: &Row) -> &[Part] {
        self.tokens.get(Self::places(row)).unwrap_or_default()
    }

    /// Whether two records may be one person: in two files only across them.
    pub(super) fn may_pair(&self, a: u32, b: u32) -> bool {
        self.second_from.is_none_or(|from| (a < from) != (b < from))
    }

    /// How many pairs of records there are.
    pub(super) fn pairs(&self) -> f64 {
        let all = self.rows.len() as f64;
        match self.second_from {
            None => all * (all - 1.0) / 2.0,
            Some(from) => f64::from(from) * (all - f64::from(from)),
        }
        .max(1.0)
    }
}

/// How many countries have a number, with 0 for not known.
pub(super) const COUNTRIES: usize = 26 * 26 + 1;

fn country_number(country: Country2) -> u16 {
    let [first, second] = country.letters().map(|letter| u16::from(letter.wrapping_sub(b'A')));
    first * 26 + second + 1
}

fn two(texts: &[String], fold: impl Fn(&str) -> Option<u64>) -> [u64; 2] {
    let mut found = texts.iter().filter_map(|text| fold(text));
    [found.next().unwrap_or(0), found.next().unwrap_or(0)]
}

/// Letters and digits a packed number keeps: the last twelve.
const PACKED: usize = 12;

fn packed(word: &Word) -> u64 {
    let bytes = word.as_bytes();
    bytes.iter().skip(bytes.len().saturating_sub(PACKED)).fold(0, |sum, byte| {
        sum * 37
            + match byte {
                b'0'..=b'9' => u64::from(byte - b'0') + 1,
                _ => u64::from(byte.to_ascii_uppercase().wrapping_sub(b'A') % 26) + 11,
            }
    })
}

/// Whether two packed numbers differ in one place, or in two exchanged neighbours.
pub(super) fn one_slip(a: u64, b: u64) -> bool {
    differ_by_one_slip(a, b, [37; PACKED])
}

/// The radix of each place of a fiscal code, from the last.
const TAX_CODE: [u64; 15] = [10, 10, 10, 26, 10, 10, 26, 10, 10, 26, 26, 26, 26, 26, 26];

fn packed_tax_code(code: &TaxCode) -> u64 {
    code.text.as_bytes().iter().zip(TAX_CODE.iter().rev()).fold(0, |sum, (byte, radix)| {
        sum * radix + u64::from(if *radix == 10 { byte.wrapping_sub(b'0') } else { byte.wrapping_sub(b'A') }) % radix
    }) + 1
}

/// Whether two fiscal codes differ in one place.
pub(super) fn one_slip_in_tax_code(a: u64, b: u64) -> bool {
    differ_by_one_slip(a.saturating_sub(1), b.saturating_sub(1), TAX_CODE)
}

/// The three parts of a fiscal code that two may share: family name, given name, birth with place.
pub(super) fn tax_code_parts(code: u64) -> [u64; 3] {
    const LETTERS: u64 = 26 * 26 * 26;
    const BIRTH_AND_PLACE: u64 = 260_000 * 26_000;
    let names = code.saturating_sub(1) / BIRTH_AND_PLACE;
    [names / LETTERS, names % LETTERS, code.saturating_sub(1) % BIRTH_AND_PLACE]
}

fn differ_by_one_slip<const N: usize>(mut a: u64, mut b: u64, radix: [u64; N]) -> bool {
    let mut different = 0;
    let (mut first, mut before) = ((0, 0), 0);
    for (place, radix) in radix.into_iter().enumerate() {
        let (x, y) = (a % radix, b % radix);
        (a, b) = (a / radix, b / radix);
        if x == y {
            continue;
        }
        different += 1;
        match different {
            1 => (first, before) = ((x, y), place),
            2 if place == before + 1 && first == (y, x) => {}
            _ => return false,
        }
    }
    different > 0
}
