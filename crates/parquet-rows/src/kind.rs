//! Kinds of columns, and the text of a value of each: what a CSV of the same table says.

use std::fmt::Write as _;

use jiff::{
    Span,
    civil::{Date, date},
};
use parquet::{
    basic::{ConvertedType, LogicalType, Type},
    schema::types::ColumnDescriptor,
};

const DAY_ONE: Date = date(1970, 1, 1);

/// Numbers of two decimals below this have each a double of its own, so that its shortest text is the number meant.
const REAL_MAX: f64 = 9.0e13;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Words.
    Text,
    /// True or false.
    Truth,
    /// A whole number, with or without a sign.
    Whole { is_signed: bool },
    /// A day.
    Day,
    /// A number of two decimals.
    Money,
    /// A number in binary, of which those are taken that say two decimals at most.
    Real,
}

impl Kind {
    /// The kind of a column.
    ///
    /// # Errors
    /// What the column holds instead, and what to do.
    pub(crate) fn of(column: &ColumnDescriptor) -> Result<Self, String> {
        if column.max_rep_level() > 0 || column.max_def_level() > 1 || column.path().parts().len() != 1 {
            return Err("holds lists or records; write them as JSON in a text column".to_owned());
        }
        let physical = column.physical_type();
        let other = |name: &str| {
            Err(format!(
                "is {name}, which has no text here; write it as text, or as a date, whole number or DECIMAL(18, 2)"
            ))
        };
        match (column.logical_type_ref(), column.converted_type(), physical) {
            (Some(LogicalType::String | LogicalType::Enum | LogicalType::Json), _, Type::BYTE_ARRAY)
            | (None, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON, Type::BYTE_ARRAY) => {
                Ok(Self::Text)
            }
            (Some(LogicalType::Date), _, Type::INT32) | (None, ConvertedType::DATE, Type::INT32) => Ok(Self::Day),
            (Some(LogicalType::Decimal(_)), ..) | (None, ConvertedType::DECIMAL, _) => match column.type_scale() {
                0 => Ok(Self::Whole { is_signed: true }),
                2 => Ok(Self::Money),
                scale => Err(format!("is a DECIMAL of {scale} decimals; write money as DECIMAL(18, 2) or as text")),
            },
            (Some(LogicalType::Integer(whole)), _, Type::INT32 | Type::INT64) => {
                Ok(Self::Whole { is_signed: whole.is_signed })
            }
            (None, converted, Type::INT32 | Type::INT64) => match converted {
                ConvertedType::NONE
                | ConvertedType::INT_8
                | ConvertedType::INT_16
                | ConvertedType::INT_32
                | ConvertedType::INT_64 => Ok(Self::Whole { is_signed: true }),
                ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                    Ok(Self::Whole { is_signed: false })
                }
                stranger => other(&stranger.to_string()),
            },
            // A column in which nothing is known.
            (Some(LogicalType::Unknown), _, Type::INT32 | Type::INT64) => Ok(Self::Whole { is_signed: true }),
            (None, ConvertedType::NONE, Type::BOOLEAN) => Ok(Self::Truth),
            (None, ConvertedType::NONE, Type::DOUBLE) => Ok(Self::Real),
            (None, ConvertedType::NONE, stranger) => other(&stranger.to_string()),
            (Some(stranger), ..) => other(&word(stranger)),
            (None, stranger, _) => other(&stranger.to_string()),
        }
    }
}

/// The name of a kind without its particulars.
fn word(kind: &LogicalType) -> String {
    let name = format!("{kind:?}");
    name.split(['(', ' ', '{']).next().unwrap_or_default().to_uppercase()
}

/// A value of a column whose text is wanted.
pub(crate) trait Value {
    /// Adds the text of this value, of a column of this kind.
    ///
    /// # Errors
    /// Why it has none.
    fn write(&self, kind: Kind, out: &mut String) -> Result<(), String>;
}

impl Value for bool {
    fn write(&self, _: Kind, out: &mut String) -> Result<(), String> {
        out.push_str(if *self { "true" } else { "false" });
        Ok(())
    }
}

impl Value for i32 {
    fn write(&self, kind: Kind, out: &mut String) -> Result<(), String> {
        match kind {
            Kind::Day => day(*self, out),
            Kind::Whole { is_signed: false } => whole(i128::from(self.cast_unsigned()), kind, out),
            _ => whole(i128::from(*self), kind, out),
        }
    }
}

impl Value for i64 {
    fn write(&self, kind: Kind, out: &mut String) -> Result<(), String> {
        match kind {
            Kind::Whole { is_signed: false } => whole(i128::from(self.cast_unsigned()), kind, out),
            _ => whole(i128::from(*self), kind, out),
        }
    }
}

impl Value for f64 {
    fn write(&self, _: Kind, out: &mut String) -> Result<(), String> {
        let text = self.to_string();
        let decimals = text.split_once('.').map_or(0, |(_, after)| after.len());
        if !self.is_finite() || self.abs() >= REAL_MAX || decimals > 2 {
            return Err(format!("{text} is no number of two decimals; write the column as DECIMAL(18, 2) or as text"));
        }
        // A whole number may be an age as well as money; both are read from it.
        match decimals {
            0 if *self == 0.0 => out.push('0'),
            0 => out.push_str(&text),
            1 => {
                out.push_str(&text);
                out.push('0');
            }
            _ => out.push_str(&text),
        }
        Ok(())
    }
}

impl Value for [u8] {
    fn write(&self, kind: Kind, out: &mut String) -> Result<(), String> {
        if kind == Kind::Text {
            let text = std::str::from_utf8(self).map_err(|_| "holds bytes that are no text in UTF-8".to_owned())?;
            out.push_str(text);
            return Ok(());
        }
        // A decimal number of bytes: the highest first, the first of them with the sign.
        let first = *self.first().ok_or("holds a DECIMAL without a digit")?;
        let mut number = if first >= 0x80 { -1_i128 } else { 0 };
        if self.len() > size_of::<i128>() {
            return Err("holds a DECIMAL of more than 38 digits".to_owned());
        }
        for byte in self {
            number = number << 8 | i128::from(*byte);
        }
        whole(number, kind, out)
    }
}

fn whole(number: i128, kind: Kind, out: &mut String) -> Result<(), String> {
    let written = if kind == Kind::Money {
        let (sign, cents) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
        write!(out, "{sign}{}.{:02}", cents / 100, cents % 100)
    } else {
        write!(out, "{number}")
    };
    written.map_err(|why| why.to_string())
}

fn day(since: i32, out: &mut String) -> Result<(), String> {
    let day = Span::new().try_days(since).and_then(|span| DAY_ONE.checked_add(span));
    match day {
        Ok(day) if day.year() > 0 => write!(out, "{day}").map_err(|why| why.to_string()),
        _ => Err(format!("the {since}th day after 1970-01-01 is beyond the calendar")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<V: Value + ?Sized>(value: &V, kind: Kind) -> Result<String, String> {
        let mut out = String::new();
        value.write(kind, &mut out).map(|()| out)
    }

    #[test]
    fn a_number_in_binary_is_taken_where_it_says_two_decimals() {
        for (number, written) in [
            (30.0, "30"),
            (10_651.68, "10651.68"),
            (0.5, "0.50"),
            (-7.1, "-7.10"),
            (0.0, "0"),
            (-0.0, "0"),
            (8_999_999_999_999.99, "8999999999999.99"),
        ] {
            assert_eq!(text(&number, Kind::Real).as_deref(), Ok(written));
        }
        for number in [0.1 + 0.2, 1.0 / 3.0, 0.005, f64::NAN, f64::INFINITY, 1e300, 1e14] {
            assert!(text(&number, Kind::Real).unwrap_err().contains("DECIMAL(18, 2)"), "{number}");
        }
    }

    #[test]
    fn money_has_two_decimals_and_a_day_is_iso() {
        assert_eq!(text(&1_065_168_i32, Kind::Money).as_deref(), Ok("10651.68"));
        assert_eq!(text(&-5_i64, Kind::Money).as_deref(), Ok("-0.05"));
        assert_eq!(text(&[0xFF_u8, 0x38][..], Kind::Money).as_deref(), Ok("-2.00"));
        assert_eq!(text(&[0x00_u8, 0xC8][..], Kind::Money).as_deref(), Ok("2.00"));
        assert_eq!(text(&[0x7F_u8; 17][..], Kind::Money).unwrap_err(), "holds a DECIMAL of more than 38 digits");
        assert!(text(&[][..] as &[u8], Kind::Money).is_err());
        assert_eq!(text(&-1_i32, Kind::Whole { is_signed: false }).as_deref(), Ok("4294967295"));
        assert_eq!(text(&-1_i64, Kind::Whole { is_signed: true }).as_deref(), Ok("-1"));
        assert_eq!(text(&20_780_i32, Kind::Day).as_deref(), Ok("2026-11-23"));
        assert_eq!(text(&-1_i32, Kind::Day).as_deref(), Ok("1969-12-31"));
        assert!(text(&i32::MAX, Kind::Day).unwrap_err().contains("beyond the calendar"));
        assert!(text(&i32::MIN, Kind::Day).is_err());
        assert!(text(&[0xC3_u8, 0x28][..], Kind::Text).is_err());
    }
}
