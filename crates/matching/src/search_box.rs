//! What a clerk typed into one search box, told apart by shape.

use crate::birth;
use crate::known::{Known, NameForm};
use crate::numbers::TaxCode;

/// Reads the box. Whatever is no date, number or code is part of the name.
pub(crate) fn read(text: &str) -> Known {
    let mut known = Known::default();
    let mut name = String::new();
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|w| !w.is_empty()).collect();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = match number_run(rest) {
            0 => {
                read_word(word, &mut known, &mut name);
                after
            }
            count => {
                let (run, after) = rest.split_at(count);
                read_digits(&run.join(" "), &mut known);
                after
            }
        };
    }
    if !name.is_empty() {
        known.names.push(NameForm::new("", name));
    }
    known
}

/// How many words from here on are only digits and the signs of dates and telephones.
fn number_run(words: &[&str]) -> usize {
    let only_digits = |word: &str| {
        word.chars().any(|c| birth::digit(c).is_some())
            && word.chars().all(|c| {
                birth::digit(c).is_some() || matches!(c, '+' | '-' | '/' | '.' | '(' | ')' | '年' | '月' | '日')
            })
    };
    match words.first() {
        // a date or a year stands alone: the telephone after it is another thing
        Some(first) if only_digits(first) && birth::parse(first).is_some() => 1,
        _ => words.iter().take_while(|word| only_digits(word)).count(),
    }
}

fn read_digits(run: &str, known: &mut Known) {
    let digits = run.chars().filter(|c| birth::digit(*c).is_some()).count();
    match birth::parse(run) {
        Some(born) if known.born.is_none() && !run.contains('+') => known.born = Some(born),
        _ if digits >= 6 => {
            known.phones.push(run.to_owned());
            // a passport may be digits only
            known.documents.push(run.to_owned());
        }
        _ => known.documents.push(run.to_owned()),
    }
}

fn read_word(word: &str, known: &mut Known, name: &mut String) {
    let has_digit = word.chars().any(|c| birth::digit(c).is_some());
    if !has_digit {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    } else if known.tax_code.is_none() && TaxCode::parse(word).is_some() {
        known.tax_code = Some(word.to_owned());
    } else {
        known.documents.push(word.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::Born;

    #[test]
    fn a_box_is_told_apart_by_shape() {
        let known = read("محمد El Amrani 3/5/1991 +39 912 555 6431 AO1234567 CSTRRR91P50Z216A");
        assert_eq!(known.names, [NameForm::new("", "محمد El Amrani")]);
        assert_eq!(known.born, Born::on(1991, 5, 3));
        assert_eq!(known.phones, ["+39 912 555 6431"]);
        assert!(known.documents.contains(&"AO1234567".to_owned()));
        assert_eq!(known.tax_code.as_deref(), Some("CSTRRR91P50Z216A"));
    }

    #[test]
    fn a_year_and_a_date_stand_alone() {
        assert_eq!(read("Amina 1991").born, Some(Born::in_year(1991)));
        assert_eq!(read("١٩٩١ أمينة").born, Some(Born::in_year(1991)));
        let both = read("Amina 1991-05-03 3331234567");
        assert_eq!((both.born, both.phones), (Born::on(1991, 5, 3), vec!["3331234567".to_owned()]));
        assert_eq!(read("3 5 1991").born, Born::on(1991, 5, 3));
        assert_eq!(read("   ").names, []);
    }
}
