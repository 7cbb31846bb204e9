//! What a person types in the conversation, read as she means it: numbers in the digits of four languages, sums and days
//! in the ways people write them, words in her own.

use ground::lists::Country;
use rules::{Cell, Kind, Missing, NONE, Pack as Law, calendar};

use crate::checker::{texts::Texts, topic_of};

/// A list has at most so many records here: nobody answers more in a terminal.
const RECORDS_MAX: i64 = 30;

/// What was answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A value, or how many records.
    Value(Cell),
    /// I don't know; I prefer not to say.
    Unknown,
    /// Why is it asked?
    Why,
    /// Back to the question before.
    Back,
    /// That is enough.
    Enough,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    Fact(&'a rules::Fact),
    List(&'a rules::List),
    Field(&'a rules::List, usize, usize, &'a str, &'a Kind),
}

impl<'a> Wanted<'a> {
    pub(super) fn of(law: &'a Law, missing: Missing) -> Option<Self> {
        match missing {
            Missing::Fact(at) => law.facts().get(at as usize).map(Self::Fact),
            Missing::List(at) => law.lists().get(at as usize).map(Self::List),
            Missing::Field(at, record, field) => {
                let list = law.lists().get(at as usize)?;
                let (name, kind) = list.fields.get(field as usize)?;
                Some(Self::Field(list, at as usize, record, name, kind))
            }
            Missing::Parameter(..) => None,
        }
    }

    pub(super) fn name(&self) -> &'a str {
        match self {
            Self::Fact(fact) => &fact.name,
            Self::List(list) | Self::Field(list, ..) => &list.name,
        }
    }

    pub(super) fn topic(&self, law: &'a Law) -> &'a str {
        topic_of(match self {
            Self::Fact(fact) => law.page_of_fact(fact),
            Self::List(list) | Self::Field(list, ..) => law.page_of_list(list),
        })
    }

    pub(super) const fn kind(&self) -> Option<&'a Kind> {
        match self {
            Self::Fact(fact) => Some(&fact.kind),
            Self::Field(.., kind) => Some(kind),
            Self::List(_) => None,
        }
    }

    pub(super) fn word(&self, texts: &Texts, topic: &str, word: &str) -> String {
        match self {
            Self::Field(list, _, _, field, _) => texts.word_of_field(topic, &list.name, field, word),
            Self::Fact(_) | Self::List(_) => texts.word(topic, self.name(), word),
        }
    }

    /// The words to choose among, with the place that is typed for each; nought where there may be none.
    pub(super) fn choices(&self, texts: &Texts, topic: &str) -> Vec<(usize, String)> {
        let Some(Kind::Word(words) | Kind::Words(words)) = self.kind() else { return Vec::new() };
        let chosen = words.iter().enumerate().map(|(at, word)| (at + 1, self.word(texts, topic, word)));
        let none = self.may_be_none().then(|| (0, texts.say("checker-none")));
        chosen.chain(none).collect()
    }

    /// Whether it may be known that there is none of it. Whoever is named in a list is somebody, and whoever has no
    /// citizenship is stateless.
    const fn may_be_none(&self) -> bool {
        match self {
            Self::Fact(fact) => {
                matches!(fact.kind, Kind::Date | Kind::Word(_) | Kind::Words(_) | Kind::Span)
            }
            Self::Field(.., kind) => matches!(kind, Kind::Date),
            Self::List(_) => false,
        }
    }
}

/// What an answer looks like, in words.
pub(super) fn expects(texts: &Texts, wanted: &Wanted<'_>) -> String {
    let what = match wanted.kind() {
        None => texts.say_with("checker-ask-expects-count", &[("most", &RECORDS_MAX.to_string())]),
        Some(Kind::Number) => texts.say("checker-ask-expects-number"),
        Some(Kind::YesNo) => texts.say("checker-ask-expects-yes-no"),
        Some(Kind::Money | Kind::Decimal) => texts.say("checker-ask-expects-money"),
        Some(Kind::Date | Kind::Span) => texts.say("checker-ask-expects-date"),
        Some(Kind::Country) => {
            let stateless = texts.say("checker-stateless");
            return format!("{}; {stateless}", texts.say("checker-ask-expects-country"));
        }
        Some(Kind::Word(_)) => return texts.say("checker-ask-expects-choice"),
        Some(Kind::Words(_)) => return texts.say("checker-ask-expects-choices"),
    };
    if wanted.may_be_none() { format!("{what}; {}", texts.say("checker-ask-none")) } else { what }
}

/// The signs that are no answer to the question, and what each means in words, which may be typed too.
pub(super) const KEYS: [(&str, &str); 5] = [
    ("?", "checker-ask-key-why"),
    ("x", "checker-ask-key-unknown"),
    ("-", "checker-ask-key-unsaid"),
    ("<", "checker-ask-key-back"),
    (".", "checker-ask-key-enough"),
];

/// Reads what was typed, the words of a choice too; nothing when it is not understood.
pub(super) fn read(texts: &Texts, wanted: &Wanted<'_>, choices: &[(usize, String)], typed: &str) -> Option<Said> {
    if let Some(said) = read_key(texts, typed) {
        return Some(said);
    }
    let lower = western(typed).to_lowercase();
    let value = match wanted.kind() {
        None => lower.parse().ok().filter(|many| (0..=RECORDS_MAX).contains(many))?,
        Some(Kind::YesNo) => yes_or_no(texts, &lower)?,
        Some(Kind::Number) => lower.parse().ok().filter(|number: &i64| number.abs() < 1_000_000)?,
        Some(Kind::Money | Kind::Decimal) => sum(&lower)?,
        Some(_) if lower == "0" || chosen(choices, &lower) == Some(0) => wanted.may_be_none().then_some(NONE)?,
        Some(Kind::Date) => date(&lower)?,
        Some(Kind::Country) => country(texts, typed)?,
        // A word may itself say that there is none.
        Some(kind @ Kind::Word(words)) => {
            let number = lower.parse().ok().or_else(|| chosen(choices, &lower))?;
            kind.read(words.get(usize::checked_sub(number, 1)?)?).ok()?
        }
        Some(Kind::Words(_)) if lower.is_empty() => return None,
        Some(Kind::Words(words)) => {
            let chosen = lower.split([' ', ',', '،']).filter(|word| !word.is_empty());
            chosen.map(|word| place(word, words.len())).try_fold(0, |bits, at| Some(bits | 1 << at?))?
        }
        Some(Kind::Span) => return None,
    };
    Some(Said::Value(value))
}

/// The number of the one choice that begins with these words, or is them.
fn chosen(choices: &[(usize, String)], typed: &str) -> Option<usize> {
    let same = choices.iter().find(|(_, choice)| choice.to_lowercase() == typed);
    let mut begin = choices.iter().filter(|(_, choice)| choice.to_lowercase().starts_with(typed));
    let only = begin.next().filter(|_| begin.next().is_none() && !typed.is_empty());
    same.or(only).map(|(number, _)| *number)
}

fn read_key(texts: &Texts, typed: &str) -> Option<Said> {
    let plain = |text: &str| text.to_lowercase().replace(['\'', '’'], "");
    let key = match typed {
        "؟" => "?",
        typed => {
            let typed = plain(typed);
            KEYS.into_iter().find(|(key, id)| *key == typed || plain(&texts.say(id)) == typed)?.0
        }
    };
    Some(match key {
        "?" => Said::Why,
        "x" | "-" => Said::Unknown,
        "<" => Said::Back,
        _ => Said::Enough,
    })
}

/// Arabic and Bengali digits as those of every keyboard.
pub(super) fn western(typed: &str) -> String {
    let digit = |c: char| {
        let zero = ['٠', '۰', '০']
            .into_iter()
            .find(|zero| (*zero..=char::from_u32(*zero as u32 + 9).unwrap_or(*zero)).contains(&c))?;
        char::from_digit(c as u32 - zero as u32, 10)
    };
    typed.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The word of the language, its beginning too, or the Italian and English ones.
fn yes_or_no(texts: &Texts, typed: &str) -> Option<Cell> {
    let is = |id: &str, short: &[&str]| texts.say(id).starts_with(typed) || short.contains(&typed);
    let yes = is("checker-yes", &["sì", "si", "s", "yes", "y"]);
    let no = is("checker-no", &["no", "n"]);
    (yes != no && !typed.is_empty()).then_some(Cell::from(yes))
}

/// The place of a choice, which is counted from 1.
fn place(typed: &str, choices: usize) -> Option<Cell> {
    let number: usize = typed.parse().ok()?;
    (1..=choices).contains(&number).then_some(())?;
    Cell::try_from(number - 1).ok()
}

/// `2026-11-23`, `23/11/2026`, `23.11.2026`.
fn date(typed: &str) -> Option<Cell> {
    if let Some(day) = calendar::parse(typed) {
        return Some(day);
    }
    let mut parts = typed.split(['/', '.', '-']).map(|part| part.parse::<i64>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then(|| calendar::day(year, month, day))?
}

/// `10651.68`, `10.651,68`, `10,651.68`, `10651`: the last mark before two digits divides the cents, the others group.
fn sum(typed: &str) -> Option<Cell> {
    let plain = typed.trim_matches(['€', ' ', '\u{A0}']);
    let (whole, cents) = match plain.rfind(['.', ',']) {
        Some(at) if plain.len() - at - 1 <= 2 => (plain.get(..at)?, plain.get(at + 1..)?),
        _ => (plain, ""),
    };
    let mut groups = whole.split(['.', ',', ' ', '\'']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if rest.iter().any(|group| group.len() != 3) || (!rest.is_empty() && first.len() > 3) {
        return None;
    }
    let cents = if cents.is_empty() { "0" } else { cents };
    rules::hundredths(&format!("{first}{}.{cents}", rest.concat())).filter(|sum| *sum >= 0)
}

/// A country by its letters or by its name in the language.
fn country(texts: &Texts, typed: &str) -> Option<Cell> {
    let upper = typed.to_uppercase();
    let stateless = typed.to_lowercase() == texts.say("checker-stateless").to_lowercase() || upper == "XX";
    let named = || Country::all().find(|country| texts.language().country(*country).to_uppercase() == upper);
    let code = match stateless {
        true => "XX",
        false => Country::parse(&upper).or_else(named)?.code(),
    };
    Kind::Country.read(code).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_write_them() {
        for typed in ["10651.68", "10.651,68", "10,651.68", "€ 10.651,68", "10 651,68"] {
            assert_eq!(sum(typed), Some(1_065_168), "{typed}");
        }
        assert_eq!(sum("10.651"), Some(1_065_100));
        assert_eq!(sum("9000"), Some(900_000));
        assert_eq!(sum("0"), Some(0));
        for typed in ["", "12,3456", "1234.567", "-5", "many", "1.2.3"] {
            assert_eq!(sum(typed), None, "{typed}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = calendar::parse("2026-11-23");
        for typed in ["2026-11-23", "23/11/2026", "23.11.2026", "23-11-2026"] {
            assert_eq!(date(typed), day, "{typed}");
        }
        assert_eq!(["31/02/2026", "11/2026", "tomorrow", "1/2/3/4"].map(date), [None; 4]);
        assert_eq!(western("٢٣/১১/2026"), "23/11/2026");
    }
}
