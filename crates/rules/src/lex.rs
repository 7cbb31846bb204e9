//! A block cut into words.

use crate::{
    calendar,
    fault::{Faults, Place},
};

/// One word of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name, or a word of the language: letters, digits, `_`, `.` and `-` inside.
    Word(String),
    Number(i64),
    /// A number with two decimals, in hundredths.
    Decimal(i64),
    Date(calendar::DayNumber),
    /// One of `( ) { } , : = < <= > >= + - * / ..`
    Sign(&'static str),
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) token: Token,
    pub(crate) place: Place,
}

/// A line of a block: how far it is indented, and its tokens.
#[derive(Clone, Debug)]
pub(crate) struct TokenLine {
    pub(crate) indent: usize,
    pub(crate) spots: Vec<Spot>,
    pub(crate) place: Place,
    /// Nothing on it was left out.
    pub(crate) understood: bool,
}

const SIGNS: [&str; 15] = ["<=", ">=", "..", "(", ")", "{", "}", ",", ":", "=", "<", ">", "+", "-", "*"];

/// Cuts one line; what is not understood is told and left out.
pub(crate) fn line(text: &str, number: u32, offset: u32, faults: &mut Faults) -> TokenLine {
    let indent = text.chars().take_while(|sign| *sign == ' ').count();
    let mut understood = true;
    if text.chars().take_while(|sign| sign.is_whitespace()).any(|sign| sign == '\t') {
        let place = Place { line: number, column: offset + 1, width: 1 };
        faults.add(place, "a line is indented with blanks, not with a tab");
        understood = false;
    }
    let mut spots = Vec::new();
    let mut rest = text;
    let mut column = offset;
    while let Some(first) = rest.chars().next() {
        if first == '#' {
            break;
        }
        let (token, bytes) = next(rest, first);
        let shown = rest.get(..bytes).unwrap_or_default();
        let width = u32::try_from(shown.chars().count()).unwrap_or(1);
        let place = Place { line: number, column: column + 1, width };
        match token {
            Some(token) => spots.push(Spot { token, place }),
            None if first.is_whitespace() => {}
            None => {
                // One fault a line: what follows it is often the same.
                if understood {
                    faults.add(place, not_understood(shown));
                }
                understood = false;
            }
        }
        column += width;
        rest = rest.get(bytes..).unwrap_or_default();
    }
    let width = u32::try_from(text.trim().chars().count()).unwrap_or(1);
    let column = offset + u32::try_from(indent).unwrap_or_default() + 1;
    TokenLine { indent, spots, place: Place { line: number, column, width }, understood }
}

/// What to write instead of what is not understood.
fn not_understood(shown: &str) -> String {
    let instead = match shown {
        "\"" | "'" | "\u{201c}" | "\u{201d}" | "\u{ab}" | "\u{bb}" | "\u{2019}" => {
            "words and numbers stand without quotes"
        }
        "\u{20ac}" | "$" => "money is written \"15000.00 EUR\"",
        "\u{2264}" => "write \"<=\"",
        "\u{2265}" => "write \">=\"",
        "\u{2260}" | "!" => "write \"is not\"",
        "&" => "write \"and\"",
        "|" => "write \"or\"; a table stands in a block of its own",
        "\u{2013}" | "\u{2014}" | "\u{2212}" => "write \"-\"",
        _ if shown.len() > 4 && shown.contains(',') => {
            "money and numbers are written as 15000.00: no separator of thousands, a full stop before the decimals"
        }
        _ if shown.contains(['/', '-']) && shown.len() >= 8 => return crate::fault::no_day(shown),
        _ if shown.chars().all(char::is_alphabetic) => "a name has the letters a to z, digits and \"_\", no accents",
        _ => return format!("\"{shown}\" is not understood here"),
    };
    format!("\"{shown}\" is not understood here: {instead}")
}

/// The token at the beginning and how many bytes it takes.
fn next(rest: &str, first: char) -> (Option<Token>, usize) {
    if first.is_ascii_digit() {
        return numeric(rest);
    }
    if first.is_ascii_alphabetic() {
        let mut bytes = rest.bytes().take_while(|byte| is_word(*byte)).count();
        // A full stop, a hyphen or two stops at the end belong to what follows.
        while rest.get(..bytes).is_some_and(|word| word.ends_with(['.', '-'])) {
            bytes -= 1;
        }
        return (Some(Token::Word(rest.get(..bytes).unwrap_or_default().to_owned())), bytes);
    }
    if first == '/' {
        return (Some(Token::Sign("/")), 1);
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => (Some(Token::Sign(sign)), sign.len()),
        None => (None, first.len_utf8()),
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

fn numeric(rest: &str) -> (Option<Token>, usize) {
    if let Some(date) = rest.get(..10).filter(|text| text.contains('-')).and_then(calendar::parse) {
        return (Some(Token::Date(date)), 10);
    }
    // What looks like a day or a sum as it is written elsewhere.
    let looks =
        rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-' | b'.' | b',')).count();
    let shown = rest.get(..looks).unwrap_or_default().trim_end_matches(['.', ',', '-', '/']);
    if is_foreign(shown) {
        return (None, shown.len());
    }
    let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
    let decimals = rest
        .get(whole..)
        .and_then(|after| after.strip_prefix('.'))
        .map_or(0, |after| after.bytes().take_while(u8::is_ascii_digit).count());
    let digits = rest.get(..whole).unwrap_or_default();
    // A word that begins with digits, as 18bis or 612-bis.
    let bytes = if decimals == 2 { whole + 3 } else { whole };
    let after = rest.get(bytes..).unwrap_or_default();
    let letter = |text: &str| text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    if letter(after) || after.strip_prefix('-').is_some_and(letter) {
        let bytes = rest.bytes().take_while(|byte| is_word(*byte)).count();
        return (Some(Token::Word(rest.get(..bytes).unwrap_or_default().to_owned())), bytes);
    }
    if decimals == 2 {
        let cents = rest.get(whole + 1..whole + 3).unwrap_or_default();
        let value = format!("{digits}{cents}").parse().ok().map(Token::Decimal);
        return (value, whole + 3);
    }
    (digits.parse().ok().filter(|value: &i64| *value < 1_000_000_000_000).map(Token::Number), whole.max(1))
}

/// A day that is none or is written in another order; a sum with a comma before its decimals.
fn is_foreign(shown: &str) -> bool {
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = shown.split(['/', '-']).collect();
    if let [first, second, third] = parts.as_slice() {
        return shown.len() >= 8
            && digits(first, 4)
            && digits(second, 2)
            && digits(third, 4)
            && first.len().max(third.len()) == 4;
    }
    let decimals = shown.rsplit_once(',').map(|(whole, decimals)| (whole.replace('.', ""), decimals));
    shown.contains('.') && decimals.is_some_and(|(whole, decimals)| digits(&whole, 12) && digits(decimals, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_into_words_with_their_places() {
        let mut faults = Faults::of("a", "");
        let found = line("  is 8263.31 EUR when a.b >= 2026-05-22, because late (R02) # why", 7, 0, &mut faults);
        let told: Vec<String> = found.spots.iter().map(|spot| format!("{:?}", spot.token)).collect();
        assert_eq!(
            told.join(" "),
            r#"Word("is") Decimal(826331) Word("EUR") Word("when") Word("a.b") Sign(">=") Date(20595) Sign(",") Word("because") Word("late") Sign("(") Word("R02") Sign(")")"#
        );
        assert_eq!(found.indent, 2);
        assert_eq!(found.spots.get(1).unwrap().place, Place { line: 7, column: 6, width: 7 });
        assert!(faults.found.is_empty());
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let mut faults = Faults::of("a", "is §4");
        line("is §4", 1, 0, &mut faults);
        assert_eq!(faults.found.first().unwrap().told, "\"§\" is not understood here");
    }
}
