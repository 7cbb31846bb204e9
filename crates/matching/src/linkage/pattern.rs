//! What two records have in common, in a few small numbers that a model can weigh.

use super::beside::{self, Agrees, Beside};
use super::rarity::Rarity;
use super::roll::{self, Column, Day, EXTRA_COLUMNS_MAX, Roll, Row};
use crate::birth::{self, Relation};
use crate::distance;

/// What a pair is compared by. The further columns follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Feature {
    Birth,
    /// The sex, of those whose given names agree, and of the others.
    Sex,
    Country,
    Document,
    TaxCode,
    Phone,
    /// What is left of the names.
    Rest,
    /// The order of the names.
    Order,
}

/// How many features there are before the further columns.
pub(super) const FIXED: usize = 8;
pub(super) const FEATURES: usize = FIXED + EXTRA_COLUMNS_MAX;
/// How many levels a feature may have; level 0 is "not known".
pub(super) const LEVELS: usize = 12;

/// The level of what weighs nothing because another feature has said it.
pub(super) const TOLD_BY_CODE: u8 = 12;

/// Levels of numbers and further columns.
pub(super) const SAME: u8 = 1;
pub(super) const NEAR: u8 = 2;
pub(super) const OTHER: u8 = 3;
/// Of two fiscal codes with the same birth and place: one name agrees, or none.
pub(super) const SAME_BIRTH_AND_NAME: u8 = 4;
pub(super) const SAME_BIRTH: u8 = 5;
/// Sex where the given names do not agree.
pub(super) const SAME_ELSE: u8 = 2;
pub(super) const OTHER_SEX: u8 = 3;
pub(super) const OTHER_SEX_ELSE: u8 = 4;

/// What two records have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) levels: [u8; FEATURES],
    pub(super) parts: [u8; Agrees::COUNT],
    /// Bits of all that is the same being so between strangers.
    pub(super) rarity: f32,
}

/// The roll with its rarities, ready to compare.
#[derive(Clone, Copy)]
pub(super) struct Comparer<'a> {
    pub(super) roll: &'a Roll,
    pub(super) rarity: &'a Rarity,
}

impl Comparer<'_> {
    /// Compares two records. Symmetric.
    pub(super) fn pattern(self, a: u32, b: u32) -> Pattern {
        let mut sum = 0.0;
        let mut pattern = self.compared(a.min(b), a.max(b), |_, bits| sum += bits);
        pattern.rarity = sum;
        pattern
    }

    /// Compares two records and calls `rare` with what each feature has of the rarity, in bits.
    pub(super) fn compared(self, a: u32, b: u32, mut rare: impl FnMut(usize, f32)) -> Pattern {
        let (x, y) = (self.roll.row(a), self.roll.row(b));
        let beside = self.names(&x, &y);
        rare(Feature::Rest as usize, beside.rarity);
        let mut note = |feature: Feature, (level, bits): (u8, f32)| {
            rare(feature as usize, bits);
            level
        };
        let tax_code = note(Feature::TaxCode, self.tax_code(&x, &y));
        // the code tells the birth: agreeing on both is one agreement
        let birth = match tax_code {
            SAME | SAME_BIRTH | SAME_BIRTH_AND_NAME => TOLD_BY_CODE,
            _ => note(Feature::Birth, self.birth(&x, &y)),
        };
        let country = match (x.country, y.country) {
            (0, _) | (_, 0) => 0,
            (one, other) if one == other => note(Feature::Country, (SAME, self.rarity.country(one))),
            _ => OTHER,
        };
        let document = note(Feature::Document, self.numbers(x.documents, y.documents));
        let phone = note(Feature::Phone, self.numbers(x.phones, y.phones));
        let sex = match (x.sex, y.sex, beside.rest.given_agrees()) {
            (0, ..) | (_, 0, _) => 0,
            (x, y, true) if x == y => SAME,
            (x, y, false) if x == y => SAME_ELSE,
            (.., true) => OTHER_SEX,
            _ => OTHER_SEX_ELSE,
        };
        let fixed: [u8; FIXED] =
            [birth, sex, country, document, tax_code, phone, beside.rest as u8, beside.order as u8];
        let mut levels = [0; FEATURES];
        for (level, is) in levels.iter_mut().zip(fixed) {
            *level = is;
        }
        for (feature, (column, level)) in self.roll.extras.iter().zip(levels.iter_mut().skip(FIXED)).enumerate() {
            let bits;
            (*level, bits) = self.extra(column, a, b);
            rare(FIXED + feature, bits);
        }
        Pattern { levels, parts: beside.parts, rarity: 0.0 }
    }

    fn names(self, x: &Row, y: &Row) -> Beside {
        let side = |row: &Row| self.rarity.parts.get(Roll::places(row)).unwrap_or_default();
        let same_country = x.country != 0 && x.country == y.country;
        beside::names(side(x), side(y), same_country, &self.roll.words)
    }

    fn birth(self, x: &Row, y: &Row) -> (u8, f32) {
        let mut best: Option<usize> = None;
        let mut bits = 0.0;
        for one in x.born.into_iter().filter(|day| day.is_known()) {
            for other in y.born.into_iter().filter(|day| day.is_known()) {
                if one == other && one.turned().is_some() {
                    return (SAME, self.rarity.day(one));
                }
                let level = birth_level(one, other);
                if best.is_none_or(|best| level < best) {
                    best = Some(level);
                    bits = if level == 1 { self.rarity.day(one) } else { 0.0 };
                }
            }
        }
        best.map_or((0, 0.0), |level| (u8::try_from(level).unwrap_or(0), bits))
    }

    fn numbers(self, a: [u64; 2], b: [u64; 2]) -> (u8, f32) {
        let [first, _] = a;
        let [other, _] = b;
        if first == 0 || other == 0 {
            return (0, 0.0);
        }
        let known = |numbers: [u64; 2]| numbers.into_iter().filter(|number| *number != 0);
        if let Some(same) = known(a).find(|number| b.contains(number)) {
            return (SAME, self.rarity.number(same));
        }
        let near = known(a).any(|one| known(b).any(|two| roll::one_slip(one, two)));
        (if near { NEAR } else { OTHER }, 0.0)
    }

    fn tax_code(self, x: &Row, y: &Row) -> (u8, f32) {
        let (one, other) = (x.tax_code, y.tax_code);
        if one == 0 || other == 0 {
            return (0, 0.0);
        }
        if one == other {
            return (SAME, self.rarity.number(one));
        }
        let ([family, given, birth], [other_family, other_given, other_birth]) =
            (roll::tax_code_parts(one), roll::tax_code_parts(other));
        let day = x.born.into_iter().filter(|day| y.born.contains(day)).map(|day| self.rarity.day(day));
        match birth == other_birth {
            true if family == other_family || given == other_given => (SAME_BIRTH_AND_NAME, day.fold(0.0, f32::max)),
            true => (SAME_BIRTH, day.fold(0.0, f32::max)),
            false if roll::one_slip_in_tax_code(one, other) => (NEAR, 0.0),
            false => (OTHER, 0.0),
        }
    }

    fn extra(self, column: &Column, a: u32, b: u32) -> (u8, f32) {
        let value = |id: u32| super::at(&column.of_rows, id as usize) as usize;
        let (one, other) = (value(a), value(b));
        let (Some(one_at), Some(other_at)) = (one.checked_sub(1), other.checked_sub(1)) else { return (0, 0.0) };
        if one == other {
            return (SAME, self.rarity.value(super::at(&column.counts, one_at)));
        }
        let (Some(x), Some(y)) = (column.values.get(one_at), column.values.get(other_at)) else { return (0, 0.0) };
        let steps = distance::steps(x.as_bytes(), y.as_bytes());
        (if steps * 4 <= x.len().max(y.len()) { NEAR } else { OTHER }, 0.0)
    }
}

/// The relation of two birth dates as a level, the most telling is 1.
pub(super) fn birth_level(one: Day, other: Day) -> usize {
    let (Some(one), Some(other)) = (one.born(), other.born()) else { return 0 };
    let relation = birth::relation(one, other);
    Relation::ALL.iter().position(|known| *known == relation).map_or(0, |at| at + 1)
}
