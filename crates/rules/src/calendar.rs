//! Days as whole numbers, months by the calendar.
//!
//! A month after the 31st is the last day of a shorter month: clamped, never rolled over (32 lines of law
//! count in months, and a term that ends on a day that does not exist ends on the last day of its month).
//! A year of age is completed on the birthday, that of 29 February on 1 March of other years (art. 2963
//! of the civil code counts by the calendar).

/// Days since 1 January 1970.
pub type DayNumber = i64;

/// The first and last day that a date may be: years 1000 to 2999.
pub const FIRST: DayNumber = number_of(1000, 1, 1);
/// See [`FIRST`].
pub const LAST: DayNumber = number_of(2999, 12, 31);

/// The number of a day; the day is trusted to be one.
#[must_use]
pub const fn number_of(year: i64, month: i64, day: i64) -> DayNumber {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number.
#[must_use]
pub const fn parts(number: DayNumber) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + (month <= 2) as i64;
    (year, month, day)
}

/// How many days a month has.
#[must_use]
pub const fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day, if there is one.
#[must_use]
pub const fn day(year: i64, month: i64, day: i64) -> Option<DayNumber> {
    if year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1 || day > month_days(year, month) {
        return None;
    }
    Some(number_of(year, month, day))
}

/// A day written `2026-11-23`.
#[must_use]
pub fn parse(text: &str) -> Option<DayNumber> {
    let mut parts = text.split('-');
    let mut next = |digits: usize| {
        let part = parts.next()?;
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok())?
    };
    let found = day(next(4)?, next(2)?, next(2)?)?;
    parts.next().is_none().then_some(found)
}

/// The day as `2026-11-23`.
#[must_use]
pub fn write(number: DayNumber) -> String {
    let (year, month, day) = parts(number);
    format!("{year:04}-{month:02}-{day:02}")
}

/// So many months later, or earlier; the 31st becomes the last day of a shorter month.
#[must_use]
pub const fn plus_months(number: DayNumber, months: i64) -> DayNumber {
    let (year, month, day) = parts(number);
    let total = year * 12 + month - 1 + months;
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    let most = month_days(year, month);
    number_of(year, month, if day > most { most } else { day })
}

/// Months that were completed between two days; negative when the second is earlier.
#[must_use]
pub const fn completed_months(from: DayNumber, to: DayNumber) -> i64 {
    let ((from_year, from_month, from_day), (to_year, to_month, to_day)) = (parts(from), parts(to));
    (to_year * 12 + to_month) - (from_year * 12 + from_month) - (to_day < from_day) as i64
}

/// Years that were completed between two days, as an age is counted.
#[must_use]
pub const fn completed_years(from: DayNumber, to: DayNumber) -> i64 {
    completed_months(from, to).div_euclid(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DayNumber {
        parse(text).unwrap()
    }

    #[test]
    fn every_day_of_four_centuries_is_written_and_read_again() {
        let (mut next, last) = (at("1790-01-01"), at("2190-12-31"));
        while next <= last {
            assert_eq!(at(&write(next)), next);
            next += 1;
        }
        assert_eq!(at("1970-01-01"), 0);
        assert_eq!(["2026-02-29", "2026-13-01", "2026-1-01", "2026-01-01-", "x"].map(parse), [None; 5]);
    }

    #[test]
    fn a_month_after_the_31st_is_the_last_day_of_the_month() {
        assert_eq!(write(plus_months(at("2026-01-31"), 1)), "2026-02-28");
        assert_eq!(write(plus_months(at("2028-01-31"), 1)), "2028-02-29");
        assert_eq!(write(plus_months(at("2026-03-31"), -1)), "2026-02-28");
        assert_eq!(write(plus_months(at("2026-08-31"), 1)), "2026-09-30");
        assert_eq!(write(plus_months(at("2024-02-29"), 12)), "2025-02-28");
        assert_eq!(write(plus_months(at("2026-11-23"), 14)), "2028-01-23");
    }

    #[test]
    fn a_year_is_completed_on_the_birthday() {
        assert_eq!(completed_years(at("2008-11-23"), at("2026-11-22")), 17);
        assert_eq!(completed_years(at("2008-11-23"), at("2026-11-23")), 18);
        assert_eq!(completed_years(at("2008-02-29"), at("2026-02-28")), 17);
        assert_eq!(completed_years(at("2008-02-29"), at("2026-03-01")), 18);
        assert_eq!(completed_months(at("2026-01-31"), at("2026-02-28")), 0);
        assert_eq!(completed_years(at("2026-11-23"), at("2026-11-22")), -1);
    }
}
