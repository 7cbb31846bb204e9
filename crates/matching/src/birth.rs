//! Birth dates as desks write them: the year alone, 1 January, day and month exchanged.

use crate::compare::How;
use crate::known::Born;
use crate::weights;

/// Two-digit years up to this one are of this century. A fixed figure: comparing must not ask a clock.
const CENTURY_TURN: i16 = 35;

/// Whether the day stands in the calendar.
pub(crate) fn exists(year: i16, month: u8, day: u8) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day) && plausible(year)
}

fn plausible(year: i16) -> bool {
    (1880..=2200).contains(&year)
}

/// Reads a date or a year in the digits of any script. Day before month, as the city writes.
pub(crate) fn parse(text: &str) -> Option<Born> {
    let mut groups = [(0_u32, 0_u8); 3];
    let mut count = 0;
    let mut inside = false;
    for letter in text.trim().chars() {
        match digit(letter) {
            Some(value) => {
                if !inside {
                    count += 1;
                }
                let group = groups.get_mut(count - 1)?;
                *group = (group.0.checked_mul(10)?.checked_add(value)?, group.1 + 1);
                inside = true;
            }
            None if matches!(letter, '-' | '/' | '.' | ' ' | '\u{2010}'..='\u{2015}' | '年' | '月' | '日') => {
                inside = false
            }
            None => return None,
        }
    }
    match (groups, count) {
        ([(year, 4), ..], 1) => in_year(year),
        ([(run, 8), ..], 1) => date(run / 10_000, run / 100 % 100, run % 100)
            .or_else(|| date(run % 10_000, run / 10_000 % 100, run / 1_000_000)),
        ([(year, 4), (month, 1..=2), _], 2) | ([(month, 1..=2), (year, 4), _], 2) => {
            let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
            in_year(year).map(|born| Born { month: Some(month), ..born })
        }
        ([(year, 4), (month, 1..=2), (day, 1..=2)], _) => date(year, month, day),
        ([(day, 1..=2), (month, 1..=2), (year, 4)], _) => date(year, month, day).or_else(|| date(year, day, month)),
        ([(day, 1..=2), (month, 1..=2), (year, 2)], _) => {
            let year = u32::try_from(full_year(i16::try_from(year).ok()?)).ok()?;
            date(year, month, day).or_else(|| date(year, day, month))
        }
        _ => None,
    }
}

/// The value of a digit of any script.
pub(crate) fn digit(letter: char) -> Option<u32> {
    if letter.is_ascii() {
        return letter.to_digit(10);
    }
    match any_ascii::any_ascii_char(letter).as_bytes() {
        [one @ b'0'..=b'9'] if letter.is_numeric() => Some(u32::from(one - b'0')),
        _ => None,
    }
}

/// The year of two digits.
pub(crate) fn full_year(two_digits: i16) -> i16 {
    if two_digits <= CENTURY_TURN { 2000 + two_digits } else { 1900 + two_digits }
}

fn in_year(year: u32) -> Option<Born> {
    i16::try_from(year).ok().filter(|year| plausible(*year)).map(Born::in_year)
}

fn date(year: u32, month: u32, day: u32) -> Option<Born> {
    Born::on(i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Whether the paper may only know the year: no month, or 1 January.
pub(crate) fn year_only(born: Born) -> bool {
    matches!((born.month, born.day), (None, _) | (Some(1), Some(1)))
}

/// The same date with day and month exchanged, if that is another date.
pub(crate) fn swapped(born: Born) -> Option<Born> {
    let (month, day) = (born.month?, born.day?);
    if month == day { None } else { Born::on(born.year, day, month) }
}

/// How two birth dates stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Same,
    /// Both know the same year and no more.
    SameYearOnly,
    /// Year and month are the same, a day is not known.
    SameMonth,
    /// One knows the year alone, or writes 1 January for it.
    FirstOfJanuary,
    Swapped,
    DayOff,
    MonthOff,
    OtherDayOfYear,
    YearOff,
    /// One knows the year alone, and it is one or two off.
    FirstOfJanuaryYearOff,
    Different,
}

impl Relation {
    /// Every relation, the most telling first.
    pub(crate) const ALL: [Self; 11] = [
        Self::Same,
        Self::Swapped,
        Self::SameMonth,
        Self::YearOff,
        Self::SameYearOnly,
        Self::DayOff,
        Self::FirstOfJanuary,
        Self::MonthOff,
        Self::FirstOfJanuaryYearOff,
        Self::OtherDayOfYear,
        Self::Different,
    ];

    /// The reason to show.
    pub(crate) fn how(self, one: Born, other: Born) -> How {
        match self {
            Self::Same => How::Same,
            Self::FirstOfJanuary if one.month.is_some() && other.month.is_some() => How::FirstOfJanuary,
            Self::SameYearOnly | Self::SameMonth | Self::FirstOfJanuary | Self::OtherDayOfYear => How::SameYear,
            Self::Swapped => How::DayMonthSwapped,
            Self::DayOff | Self::MonthOff => How::DayOff,
            Self::YearOff | Self::FirstOfJanuaryYearOff => How::YearOff,
            Self::Different => How::Different,
        }
    }
}

/// How two birth dates stand to each other, with the evidence in bits.
pub(crate) fn relate(a: Born, b: Born) -> (How, f64) {
    let relation = relation(a, b);
    let bits = match relation {
        Relation::Same if year_only(a) => weights::BORN_SAME_FIRST_OF_JANUARY,
        Relation::Same => weights::BORN_SAME,
        Relation::SameYearOnly => weights::BORN_SAME_YEAR,
        Relation::SameMonth => weights::BORN_SAME_MONTH,
        Relation::FirstOfJanuary if a.month.is_none() || b.month.is_none() => weights::BORN_SAME_YEAR,
        Relation::FirstOfJanuary => weights::BORN_FIRST_OF_JANUARY,
        Relation::Swapped => weights::BORN_SWAPPED,
        Relation::DayOff => weights::BORN_DAY_OFF,
        Relation::MonthOff => weights::BORN_MONTH_OFF,
        Relation::OtherDayOfYear => weights::BORN_OTHER_DAY_OF_YEAR,
        Relation::YearOff => weights::BORN_YEAR_OFF,
        Relation::FirstOfJanuaryYearOff => weights::BORN_FIRST_OF_JANUARY_YEAR_OFF,
        Relation::Different => weights::BORN_DIFFERENT,
    };
    (relation.how(a, b), bits)
}

/// How two birth dates stand to each other.
pub(crate) fn relation(a: Born, b: Born) -> Relation {
    if a == b {
        return if a.month.is_none() { Relation::SameYearOnly } else { Relation::Same };
    }
    let years = a.year.abs_diff(b.year);
    if year_only(a) || year_only(b) {
        return match years {
            0 => Relation::FirstOfJanuary,
            1 | 2 => Relation::FirstOfJanuaryYearOff,
            _ => Relation::Different,
        };
    }
    let (same_month, same_day) = (a.month == b.month, a.day == b.day);
    match years {
        0 if swapped(a) == Some(b) => Relation::Swapped,
        0 if same_month && (a.day.is_none() || b.day.is_none()) => Relation::SameMonth,
        0 if same_month => Relation::DayOff,
        0 if same_day => Relation::MonthOff,
        0 => Relation::OtherDayOfYear,
        1 | 2 | 10 if same_month && same_day => Relation::YearOff,
        _ if same_month && same_day && year_digits_swapped(a.year, b.year) => Relation::YearOff,
        _ => Relation::Different,
    }
}

/// 1968 and 1986.
fn year_digits_swapped(a: i16, b: i16) -> bool {
    a / 100 == b / 100 && a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_reads_the_years_that_a_file_can_hold() {
        for (year, read) in
            [("1879", false), ("1880", true), ("1881", true), ("2199", true), ("2200", true), ("2201", false)]
        {
            assert_eq!(parse(year).is_some(), read, "{year}");
        }
    }

    #[test]
    fn dates_are_read_as_desks_write_them() {
        let third_of_may = Born::on(1991, 5, 3);
        for text in [
            "1991-05-03",
            "3/5/1991",
            "03.05.1991",
            "19910503",
            "03051991",
            "3/5/91",
            "١٩٩١-٠٥-٠٣",
            "৩/৫/১৯৯১",
            "1991年5月3日",
        ] {
            assert_eq!(parse(text), third_of_may, "{text}");
        }
        assert_eq!(parse("5/25/1991"), Born::on(1991, 5, 25));
        assert_eq!(parse("1991"), Some(Born::in_year(1991)));
        assert_eq!(parse("05/1991"), Some(Born { year: 1991, month: Some(5), day: None }));
        for text in ["", "31/2/1991", "1991-13-40", "12", "99999999999999999999", "1-2-3-4", "Ali 1991"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_related_to_its_usual_errors() {
        let date = |text| parse(text).unwrap();
        for (a, b, how) in [
            ("1991-05-03", "1991-05-03", How::Same),
            ("1991-05-03", "1991-01-01", How::FirstOfJanuary),
            ("1991-05-03", "1991", How::SameYear),
            ("1991-05-03", "1991-03-05", How::DayMonthSwapped),
            ("1991-05-03", "1992-05-03", How::YearOff),
            ("1968-05-03", "1986-05-03", How::YearOff),
            ("1991-05-03", "1991-05-08", How::DayOff),
            ("1991-05-03", "1974-11-20", How::Different),
        ] {
            assert_eq!(relate(date(a), date(b)).0, how, "{a} {b}");
            assert_eq!(relate(date(b), date(a)).0, how, "{b} {a}");
        }
    }
}
