//! When: instants, days, birth dates that are not wholly known, the clock, the city's calendar.

use std::{
    fmt,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// An instant, in microseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(i64);

impl Timestamp {
    /// An instant from its microseconds.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Its microseconds since 1970.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The instant so many seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Seconds from `earlier` to here; negative when it is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }

    /// The day on the city's wall calendar.
    #[must_use]
    pub fn day(self, zone: &TimeZone) -> Day {
        Day(self.zoned(zone).date())
    }

    /// Hours and minutes on the city's wall clock, as `10:42`.
    #[must_use]
    pub fn hour_and_minute(self, zone: &TimeZone) -> String {
        self.zoned(zone).strftime("%H:%M").to_string()
    }

    fn zoned(self, zone: &TimeZone) -> jiff::ZonedDateTime {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default().to_zoned_datetime(zone.clone())
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, to the microsecond.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", jiff::Timestamp::from_microsecond(self.0).unwrap_or_default())
    }
}

/// The zone of an Italian city; universal time where the machine has no zone data.
#[must_use]
pub fn city_zone() -> TimeZone {
    TimeZone::get("Europe/Rome").unwrap_or(TimeZone::UTC)
}

/// A day on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(Date);

impl Day {
    /// A day, if the calendar has it.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day so many days later (earlier when negative); itself at the calendar's ends.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.checked_add(days.days()).unwrap_or(self.0))
    }

    /// How many days from here to `later`; negative when it is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i32 {
        // Two days of the calendar are never further apart than its ends.
        self.0.until(later.0).map_or(0, |span| span.get_days())
    }

    /// Monday is 1, Sunday is 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The instant at which the day begins in the city.
    #[must_use]
    pub fn start(self, zone: &TimeZone) -> Timestamp {
        self.0.to_zoned_datetime(zone.clone()).map_or(Timestamp(0), |z| Timestamp(z.timestamp().as_microsecond()))
    }

    /// Whole years from here to `later`, as a birthday counts them.
    #[must_use]
    pub fn years_until(self, later: Self) -> i16 {
        let before_birthday = (later.month(), later.day()) < (self.month(), self.day());
        later.year() - self.year() - i16::from(before_birthday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a date was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// Not written as a year, a month of a year, or a day.
    #[error("not a date")]
    Form,
    /// A month outside 1 to 12.
    #[error("there is no month {0}")]
    Month(u32),
    /// A day that this month has not.
    #[error("this month has no day {0}")]
    Day(u32),
    /// A year outside 1880 to 2200.
    #[error("the year {0} is out of range")]
    Year(u32),
}

impl FromStr for Day {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Self, BadDate> {
        match BirthDate::parse(text)? {
            BirthDate::Day(day) => Ok(day),
            BirthDate::Month { .. } | BirthDate::Year(_) => Err(BadDate::Form),
        }
    }
}

/// A birth date as far as it is known. Many papers carry only a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum BirthDate {
    /// The year alone.
    Year(i16),
    /// The month of a year.
    Month {
        /// The year.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// The full day.
    Day(Day),
}

impl BirthDate {
    /// Reads `1991`, `5/1991`, `1991-05`, `3/5/1991`, `3.5.1991` or `1991-05-03`; any script's digits.
    ///
    /// # Errors
    /// Says which part cannot be: so the form can say "you wrote month 31".
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        let text: String = text.trim().chars().map(western_digit).collect();
        let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
        let numbers: Vec<u32> =
            parts.iter().map(|part| part.parse().map_err(|_| BadDate::Form)).collect::<Result<_, _>>()?;
        let year_first = parts.first().is_some_and(|part| part.len() == 4);
        match (numbers.as_slice(), year_first) {
            ([year], true) => Ok(Self::Year(sound_year(*year)?)),
            ([year, month], true) | ([month, year], false) => {
                Ok(Self::Month { year: sound_year(*year)?, month: sound_month(*month)? })
            }
            ([year, month, day], true) | ([day, month, year], false) => sound_day(*year, *month, *day).map(Self::Day),
            _ => Err(BadDate::Form),
        }
    }

    /// The year, which is always known.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month { year, .. } => year,
            Self::Day(day) => day.year(),
        }
    }

    /// The month, when known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        match self {
            Self::Year(_) => None,
            Self::Month { month, .. } => Some(month),
            Self::Day(day) => Some(day.month()),
        }
    }

    /// The day of the month, when known.
    #[must_use]
    pub fn day(self) -> Option<i8> {
        match self {
            Self::Year(_) | Self::Month { .. } => None,
            Self::Day(day) => Some(day.day()),
        }
    }

    /// The first day that it may be.
    #[must_use]
    pub fn first_day(self) -> Option<Day> {
        Day::new(self.year(), self.month().unwrap_or(1), self.day().unwrap_or(1))
    }

    /// The last day that it may be.
    #[must_use]
    pub fn last_day(self) -> Option<Day> {
        let month = self.month().unwrap_or(12);
        match self.day() {
            Some(day) => Day::new(self.year(), month, day),
            None => (28..=31).rev().find_map(|day| Day::new(self.year(), month, day)),
        }
    }

    /// The age in whole years on that day, when the birth date allows to say it.
    #[must_use]
    pub fn age_on(self, today: Day) -> Option<i16> {
        match self {
            Self::Day(born) => Some(born.years_until(today)),
            Self::Month { .. } | Self::Year(_) => None,
        }
    }
}

fn western_digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{9e6}'..='\u{9ef}' => 0x9e6,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return c,
    };
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

fn sound_year(year: u32) -> Result<i16, BadDate> {
    i16::try_from(year).ok().filter(|year| (1880..=2200).contains(year)).ok_or(BadDate::Year(year))
}

fn sound_month(month: u32) -> Result<i8, BadDate> {
    i8::try_from(month).ok().filter(|month| (1..=12).contains(month)).ok_or(BadDate::Month(month))
}

fn sound_day(year: u32, month: u32, day: u32) -> Result<Day, BadDate> {
    let (year, month) = (sound_year(year)?, sound_month(month)?);
    i8::try_from(day).ok().and_then(|day| Day::new(year, month, day)).ok_or(BadDate::Day(day))
}

impl fmt::Display for BirthDate {
    /// ISO 8601, as far as known: `1991`, `1991-05`, `1991-05-03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl TryFrom<String> for BirthDate {
    type Error = BadDate;

    fn try_from(text: String) -> Result<Self, BadDate> {
        Self::parse(&text)
    }
}

impl From<BirthDate> for String {
    fn from(date: BirthDate) -> Self {
        date.to_string()
    }
}

/// What tells the time: the machine's clock in life, a clock that is turned by hand in tests (SEC-81).
#[derive(Clone, Debug)]
pub struct Clock(Hands);

#[derive(Clone, Debug)]
enum Hands {
    Machine,
    Turned(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn machine() -> Self {
        Self(Hands::Machine)
    }

    /// A clock that stands at this instant until it is turned; clones are the same clock.
    #[must_use]
    pub fn standing_at(start: Timestamp) -> Self {
        Self(Hands::Turned(Arc::new(AtomicI64::new(start.micros()))))
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the clock that everyone else asks")]
            Hands::Machine => Timestamp(jiff::Timestamp::now().as_microsecond()),
            Hands::Turned(micros) => Timestamp(micros.load(Ordering::SeqCst)),
        }
    }

    /// Turns a standing clock by so many seconds, backwards too; the machine's clock stays as it is.
    pub fn turn(&self, seconds: i64) {
        if let Hands::Turned(micros) = &self.0 {
            micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
        }
    }
}

/// The days on which offices are closed: Sundays, Italy's holidays and the city's own.
#[derive(Clone, Debug, Default)]
pub struct Holidays {
    city: Vec<(i8, i8)>,
}

impl Holidays {
    /// Italy's holidays and the city's own, each a month and a day (Milan: 12, 7).
    #[must_use]
    pub const fn with_city(city: Vec<(i8, i8)>) -> Self {
        Self { city }
    }

    /// Whether the day is a Sunday or a holiday.
    #[must_use]
    pub fn is_closed(&self, day: Day) -> bool {
        let date = (day.month(), day.day());
        day.weekday() == 7
            || crate::lists::national_holidays().contains(&date)
            || self.city.contains(&date)
            || easter(day.year()).is_some_and(|easter| easter.plus_days(1) == day)
    }

    /// The first open day that is not before `day`.
    #[must_use]
    pub fn open_from(&self, day: Day) -> Day {
        let mut open = day;
        while self.is_closed(open) {
            open = open.plus_days(1);
        }
        open
    }
}

/// Easter Sunday by the Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Day> {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Day::new(i16::try_from(year).ok()?, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_is_read_as_people_write_it() {
        for (typed, iso) in [
            ("1991", "1991"),
            ("5/1991", "1991-05"),
            ("1991-05", "1991-05"),
            ("3/5/1991", "1991-05-03"),
            ("03.05.1991", "1991-05-03"),
            ("1991-05-03", "1991-05-03"),
            ("٣/٥/١٩٩١", "1991-05-03"),
        ] {
            assert_eq!(BirthDate::parse(typed).unwrap().to_string(), iso, "{typed}");
        }
    }

    #[test]
    fn a_date_that_is_not_wholly_known_may_be_any_of_its_days() {
        for (typed, first, last) in [
            ("2027", "2027-01-01", "2027-12-31"),
            ("2/2028", "2028-02-01", "2028-02-29"),
            ("4/2027", "2027-04-01", "2027-04-30"),
            ("3/5/2027", "2027-05-03", "2027-05-03"),
        ] {
            let date = BirthDate::parse(typed).unwrap();
            let days = [date.first_day(), date.last_day()].map(|day| day.unwrap().to_string());
            assert_eq!(days, [first, last], "{typed}");
        }
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_years() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(day("2026-11-28").days_until(day("2027-03-01")), 93);
        assert_eq!(day("2027-03-01").days_until(day("2026-11-28")), -93);
    }

    #[test]
    fn a_wrong_birth_date_names_the_part_that_is_wrong() {
        assert_eq!(BirthDate::parse("3/31/1991"), Err(BadDate::Month(31)));
        assert_eq!(BirthDate::parse("30/2/1991"), Err(BadDate::Day(30)));
        assert_eq!(BirthDate::parse("1/1/1491"), Err(BadDate::Year(1491)));
        assert_eq!(BirthDate::parse("ieri"), Err(BadDate::Form));
        assert_eq!(BirthDate::parse(""), Err(BadDate::Form));
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let born = BirthDate::parse("1984-03-14").unwrap();
        assert_eq!(born.age_on(Day::new(2026, 3, 13).unwrap()), Some(41));
        assert_eq!(born.age_on(Day::new(2026, 3, 14).unwrap()), Some(42));
        assert_eq!(BirthDate::Year(1984).age_on(Day::new(2026, 3, 14).unwrap()), None);
    }

    #[test]
    fn offices_are_closed_on_holidays() {
        let milan = Holidays::with_city(vec![(12, 7)]);
        for closed in ["2026-04-06", "2026-04-25", "2026-10-04", "2026-12-07", "2026-12-08", "2026-11-22"] {
            assert!(milan.is_closed(closed.parse().unwrap()), "{closed}");
        }
        assert!(!milan.is_closed("2026-11-23".parse().unwrap()));
        assert_eq!(milan.open_from("2026-12-06".parse().unwrap()).to_string(), "2026-12-09");
    }

    #[test]
    fn the_city_day_begins_at_its_own_midnight() {
        let rome = city_zone();
        let late = "2026-07-01".parse::<Day>().unwrap().start(&rome);
        assert_eq!(late.to_string(), "2026-06-30T22:00:00.000000Z");
        assert_eq!(late.day(&rome).to_string(), "2026-07-01");
        assert_eq!(late.hour_and_minute(&rome), "00:00");
    }

    #[test]
    fn sec_81_a_standing_clock_moves_only_when_turned() {
        let clock = Clock::standing_at(Timestamp::from_micros(5));
        let same = clock.clone();
        clock.turn(2);
        assert_eq!(same.now(), Timestamp::from_micros(2_000_005));
    }
}
