//! The calendar for many days: in which month a day lies, and where months begin, looked up instead of counted.

use crate::calendar;

/// The first month there is a place for.
const FIRST_YEAR: i64 = 1000;
/// Days for which it pays.
const DAYS_MAX: i64 = 1 << 18;

/// Months since January 1000 of the days of a range, and the days on which months begin.
#[derive(Debug, Default)]
pub(super) struct Months {
    low: i32,
    month_of: Vec<u16>,
    begins: Vec<i32>,
}

impl Months {
    /// For the days from one to another; nothing for too many, which are counted one by one then.
    pub(super) fn of(low: i64, high: i64) -> Self {
        if high < low || high - low >= DAYS_MAX || low < calendar::FIRST || high > calendar::LAST {
            return Self::default();
        }
        let month = |day: i64| {
            let (year, month, _) = calendar::parts(day);
            u16::try_from((year - FIRST_YEAR) * 12 + month - 1).unwrap_or_default()
        };
        let begin = |month: i64| {
            let day = calendar::number_of(FIRST_YEAR + month / 12, month % 12 + 1, 1);
            i32::try_from(day).unwrap_or_default()
        };
        let low_day = i32::try_from(low).unwrap_or_default();
        Self { low: low_day, month_of: (low..=high).map(month).collect(), begins: (0..=24_000).map(begin).collect() }
    }

    /// Month and day of the month, both from 0.
    fn parts(&self, day: i32) -> Option<(i32, i32)> {
        let place = day.wrapping_sub(self.low).cast_unsigned() as usize;
        let month = i32::from(*self.month_of.get(place)?);
        Some((month, day - self.begins.get(month.cast_unsigned() as usize)?))
    }

    /// So many months later.
    pub(super) fn later(&self, day: i32, months: i32) -> i32 {
        let found = self.parts(day).and_then(|(month, of_month)| {
            let place = usize::try_from(month + months).ok()?;
            let (begin, next) = (self.begins.get(place)?, self.begins.get(place + 1)?);
            Some(begin + of_month.min(next - begin - 1))
        });
        found.unwrap_or_else(|| {
            let day = calendar::plus_months(i64::from(day), i64::from(months));
            i32::try_from(day).unwrap_or_default()
        })
    }

    /// As [`Self::later`], for days and months of any length.
    pub(super) fn later_day(&self, day: i64, months: i64) -> i64 {
        match (i32::try_from(day), i32::try_from(months)) {
            (_, Ok(0)) => day,
            (Ok(day), Ok(months)) => i64::from(self.later(day, months)),
            _ => calendar::plus_months(day, months),
        }
    }

    /// Months that were completed between two days.
    pub(super) fn completed(&self, from: i32, to: i32) -> i32 {
        match (self.parts(from), self.parts(to)) {
            (Some((from_month, from_day)), Some((to_month, to_day))) => {
                to_month - from_month - i32::from(to_day < from_day)
            }
            _ => i32::try_from(calendar::completed_months(i64::from(from), i64::from(to))).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_up_and_counting_agree() {
        let (low, high) = (calendar::parse("1999-12-01").unwrap(), calendar::parse("2004-03-05").unwrap());
        let months = Months::of(low, high);
        for day in low - 40..=high + 40 {
            let short = i32::try_from(day).unwrap();
            for span in [-25, -12, -1, 1, 6, 12, 240] {
                let later = months.later(short, i32::try_from(span).unwrap());
                assert_eq!(i64::from(later), calendar::plus_months(day, span));
            }
            for to in [low - 1, low, day - 31, day, day + 28, high, high + 9] {
                let found = months.completed(short, i32::try_from(to).unwrap());
                assert_eq!(i64::from(found), calendar::completed_months(day, to));
            }
        }
        assert!(Months::of(0, 1 << 20).month_of.is_empty());
    }
}
