//! Values: one whole number each, whatever their type, and how they are written outside.

use serde_json::Value as Json;

use crate::calendar;

/// A value inside the engine: yes and no are 1 and 0, money is cents, dates are days since 1970, words their
/// place in their list, a span is months and days packed, a set of words a set of bits.
pub type Cell = i64;

/// Nobody said.
pub const UNKNOWN: Cell = Cell::MIN;
/// Known to be none.
pub const NONE: Cell = Cell::MIN + 1;
/// Set in a set of words of which not every condition is known.
pub(crate) const OPEN_SET: Cell = 1 << 61;
/// Values of calculation stay below this, so that no sum leaves the range.
const MOST: i64 = 1 << 60;

/// Keeps a result inside the range.
pub(crate) const fn kept(value: i64) -> Cell {
    if value > MOST {
        MOST
    } else if value < -MOST {
        -MOST
    } else {
        value
    }
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
    /// A number with two decimals.
    Decimal,
    /// Euro, in cents.
    Money,
    /// A day.
    Date,
    /// Two capital letters (ISO 3166-1), `XX` stateless.
    Country,
    /// Months and days.
    Span,
    /// One of these words.
    Word(Words),
    /// Some of these words.
    Words(Words),
}

/// A list of words; `none` among them is told as known to be none.
pub(crate) type Words = std::sync::Arc<[String]>;

/// The largest sum that can be told, in cents.
pub(crate) const SUM_MOST: Cell = 999_999_999_999_999;

/// Money or another number with at most two decimals, in hundredths.
#[must_use]
pub fn hundredths(text: &str) -> Option<i64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 13 || !plain(whole) || !plain(decimals) || decimals.len() > 2 {
        return None;
    }
    if digits.ends_with('.') {
        return None;
    }
    let cents: i64 = format!("{decimals:0<2}").parse().ok()?;
    let value = whole.parse::<i64>().ok()? * 100 + cents;
    Some(if negative { -value } else { value })
}

/// The sum as it is written here, where it was written as `€ 1.234,50`.
pub(crate) fn meant_hundredths(text: &str) -> Option<String> {
    let plain = text.replace(['\u{20ac}', ' ', '\''], "").replace("EUR", "");
    let plain = if plain.contains(',') { plain.replace('.', "").replace(',', ".") } else { plain };
    (plain != text).then(|| hundredths(&plain).map(write_hundredths))?
}

/// Hundredths as `1234.50`.
#[must_use]
pub(crate) fn write_hundredths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", value.unsigned_abs() / 100, value.unsigned_abs() % 100)
}

/// Months and days in one number.
pub(crate) const fn span(months: i64, days: i64) -> Cell {
    (months << 32) | (days & 0xffff_ffff)
}

/// Months and days of a span.
pub(crate) const fn span_parts(span: Cell) -> (i64, i64) {
    (span >> 32, span & 0xffff_ffff)
}

/// A whole number of JSON, which some programs write as `30.0`.
fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| number.to_string().strip_suffix(".0")?.parse().ok())
}

fn country(text: &str) -> Option<Cell> {
    match text.as_bytes() {
        [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => Some(i64::from(*first) * 256 + i64::from(*second)),
        _ => None,
    }
}

fn country_word(value: Cell) -> String {
    [value / 256, value % 256].iter().filter_map(|letter| u8::try_from(*letter).ok().map(char::from)).collect()
}

impl Kind {
    /// Whether values of the two kinds can stand for each other.
    pub(crate) fn fits(&self, other: &Self) -> bool {
        self == other
    }

    /// Reads a value as it is written on a page, in a table or in a cell of a file; `none` is known to be none.
    ///
    /// # Errors
    /// What was expected.
    pub fn read(&self, text: &str) -> Result<Cell, String> {
        let text = text.trim();
        if text == "none" || text == "null" {
            return Ok(if *self == Self::YesNo { 0 } else { NONE });
        }
        let found = match self {
            Self::YesNo => match text {
                "yes" | "true" => Some(1),
                "no" | "false" => Some(0),
                _ => None,
            },
            Self::Number => text.parse().ok().filter(|value: &i64| value.abs() < MOST >> 20),
            Self::Decimal | Self::Money => hundredths(text),
            Self::Date => calendar::parse(text),
            Self::Country => country(text),
            Self::Word(words) => position(words, text),
            Self::Words(words) => {
                let inside = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
                let named = inside.split(',').map(str::trim).filter(|word| !word.is_empty());
                named.map(|word| position(words, word)).try_fold(0, |bits, at| Some(bits | 1 << at?))
            }
            Self::Span => None,
        };
        found.ok_or_else(|| self.expected())
    }

    /// Reads a value as it stands in JSON.
    ///
    /// # Errors
    /// What was expected.
    pub fn read_json(&self, json: &Json) -> Result<Cell, String> {
        match (self, json) {
            (Self::YesNo, Json::Null) => Ok(0),
            (_, Json::Null) => Ok(NONE),
            (Self::YesNo, Json::Bool(yes)) => Ok(i64::from(*yes)),
            (Self::Number, Json::Number(number)) => {
                whole(number).filter(|value| value.abs() < MOST >> 20).ok_or_else(|| self.expected())
            }
            (Self::Decimal | Self::Money, Json::Number(number)) => {
                hundredths(&number.to_string()).ok_or_else(|| self.expected())
            }
            (Self::Words(_), Json::Array(words)) => {
                let named: Option<Vec<&str>> = words.iter().map(Json::as_str).collect();
                self.read(&named.ok_or_else(|| self.expected())?.join(","))
            }
            // An article of a code is a word that looks like a number.
            (Self::Word(_), Json::Number(number)) => self.read(&number.to_string()),
            (Self::YesNo | Self::Number, Json::String(_)) => Err(self.expected()),
            (_, Json::String(text)) => self.read(text),
            _ => Err(self.expected()),
        }
    }

    /// What a value of this kind looks like.
    #[must_use]
    pub fn expected(&self) -> String {
        match self {
            Self::YesNo => "expected true or false".to_owned(),
            Self::Number => "expected a whole number".to_owned(),
            Self::Decimal => "expected a number with at most two decimals, such as 2.2".to_owned(),
            Self::Money => "expected a sum with two decimals, such as \"10651.68\"".to_owned(),
            Self::Date => "expected a date such as 2026-11-23".to_owned(),
            Self::Country => "expected two capital letters of ISO 3166-1, such as EG, or XX".to_owned(),
            Self::Span => "expected a span".to_owned(),
            Self::Word(words) => format!("expected one of {}", words.join(", ")),
            Self::Words(words) => format!("expected some of {}", words.join(", ")),
        }
    }

    /// The value as JSON; nothing for what is not known.
    #[must_use]
    pub fn json(&self, value: Cell) -> Option<Json> {
        if value == UNKNOWN {
            return None;
        }
        if value == NONE {
            return Some(Json::Null);
        }
        Some(match self {
            Self::YesNo => Json::Bool(value != 0),
            Self::Number => Json::from(value),
            // Months, or days where there are no months.
            Self::Span => match span_parts(value) {
                (0, days) => Json::from(days),
                (months, _) => Json::from(months),
            },
            Self::Words(words) => {
                let held = words.iter().enumerate().filter(|(at, _)| value >> at & 1 == 1);
                held.map(|(_, word)| Json::from(word.as_str())).collect()
            }
            _ => Json::from(self.write(value)),
        })
    }

    /// The value as it is written on a page.
    #[must_use]
    pub fn write(&self, value: Cell) -> String {
        match (self, value) {
            (_, UNKNOWN) => String::new(),
            (_, NONE) => "none".to_owned(),
            (Self::YesNo, 0) => "no".to_owned(),
            (Self::YesNo, _) => "yes".to_owned(),
            (Self::Number, _) => value.to_string(),
            (Self::Decimal | Self::Money, _) => write_hundredths(value),
            (Self::Date, _) => calendar::write(value),
            (Self::Country, _) => country_word(value),
            (Self::Span, _) => match span_parts(value) {
                (0, days) => format!("{days} days"),
                (months, 0) if months % 12 == 0 => format!("{} years", months / 12),
                (months, 0) => format!("{months} months"),
                (months, days) => format!("{months} months {days} days"),
            },
            (Self::Word(words), _) => {
                usize::try_from(value).ok().and_then(|at| words.get(at)).cloned().unwrap_or_default()
            }
            (Self::Words(words), _) => {
                let held = words.iter().enumerate().filter(|(at, _)| value >> at & 1 == 1);
                held.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// Whether a word is one of its words.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(words) if words.iter().any(|known| known == word))
    }

    /// The kind in a word, for errors.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::YesNo => "yes/no",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Money => "money",
            Self::Date => "date",
            Self::Country => "country",
            Self::Span => "span of days or months",
            Self::Word(_) => "word",
            Self::Words(_) => "set of words",
        }
    }
}

/// Where a word stands in its list; `none` is known to be none wherever it is written.
pub(crate) fn position(words: &Words, text: &str) -> Option<Cell> {
    if text == "none" {
        return Some(NONE);
    }
    let at = words.iter().position(|word| word == text);
    // The text of a law writes 601.1 what a page calls 601_1.
    let at = at.or_else(|| words.iter().position(|word| *word == text.replace(['.', '-'], "_")));
    at.and_then(|at| i64::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_exact() {
        assert_eq!(hundredths("10651.68"), Some(1_065_168));
        assert_eq!(hundredths("7"), Some(700));
        assert_eq!(hundredths("-0.5"), Some(-50));
        assert_eq!([SUM_MOST, SUM_MOST + 1].map(|sum| hundredths(&write_hundredths(sum)).is_some()), [true, false]);
        assert_eq!(["", ".5", "1.", "1.234", "1,5", "12345678901234", "--1"].map(hundredths), [None; 7]);
        assert_eq!(write_hundredths(-50), "-0.50");
    }

    #[test]
    fn a_value_is_read_and_written_again() {
        let words: Words = vec!["none".to_owned(), "A1".to_owned(), "A2".to_owned()].into();
        for (kind, text) in [
            (Kind::YesNo, "yes"),
            (Kind::Number, "-12"),
            (Kind::Money, "0.01"),
            (Kind::Date, "2026-11-23"),
            (Kind::Country, "EG"),
            (Kind::Word(words.clone()), "A2"),
            (Kind::Words(words.clone()), "A1, A2"),
            (Kind::Word(words), "none"),
        ] {
            assert_eq!(kind.write(kind.read(text).unwrap()), text);
            assert!(kind.read("§").unwrap_err().starts_with("expected"));
        }
        assert_eq!(Kind::Number.read_json(&Json::from(1.5)).unwrap_err(), "expected a whole number");
        assert_eq!(Kind::Number.read_json(&Json::from(30.0)), Ok(30), "a whole number in every reading of JSON");
        assert_eq!(Kind::Money.read_json(&Json::from("12.50")), Ok(1250));
        assert_eq!(span_parts(span(24, 60)), (24, 60));
    }
}
