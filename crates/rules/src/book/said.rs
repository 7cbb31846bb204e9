//! Texts, days and lines of rules set for readers.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};

use super::Printer;
use crate::{
    calendar::{self, DayNumber},
    expression::shown,
    lex::{Spot, Token},
    pack::Meaning,
    syntax::{Since, Sureness, TypeText},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The languages that stand beside a rule: that of the law, and that of the pages.
const BESIDE: [&str; 2] = ["it", "en"];

/// A day in words.
pub(super) fn day(number: DayNumber) -> Markup {
    let (year, month, day) = calendar::parts(number);
    let month = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    html! { time datetime=(calendar::write(number)) { (day) " " (month) " " (year) } }
}

/// A name that may be broken at its underlines and full stops on a narrow page.
pub(super) fn breakable(name: &str) -> Markup {
    let mut text = String::new();
    for sign in name.chars() {
        match sign {
            '_' | '.' | '-' => {
                let _ = write!(text, "{sign}<wbr>");
            }
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            _ => text.push(sign),
        }
    }
    PreEscaped(text)
}

/// What a sureness means for whoever relies on the page.
pub(super) const fn meaning(sureness: Sureness) -> &'static str {
    match sureness {
        Sureness::Text => "confirmed in the text of the act",
        Sureness::Page => {
            "confirmed in another source, such as an official page or a circular, not in the text of the act"
        }
        Sureness::General => {
            "from general knowledge, confirmed nowhere: where it would decide, the answer is \u{201c}refer\u{201d}"
        }
    }
}

/// A sureness as a sign: a word, and a frame of its own.
pub(super) fn sureness(sureness: Sureness) -> Markup {
    let class = match sureness {
        Sureness::Text => "sure sure-text",
        Sureness::Page => "sure sure-page",
        Sureness::General => "sure sure-general",
    };
    html! { span class=(class) { (sureness.word()) } }
}

pub(super) fn in_force(since: Since, until: Option<DayNumber>) -> Markup {
    html! {
        @match since {
            Since::Always => { @if until.is_none() { "without limit" } }
            Since::UnknownDay => { "from a day that nobody confirmed" }
            Since::Day(from) => { "from " (day(from)) }
        }
        @if let Some(until) = until { " until " (day(until)) }
    }
}

/// Rows of the law.
pub(super) fn rows<'r>(rows: impl IntoIterator<Item = (&'r str, bool)>) -> Markup {
    html! {
        @for (row, general) in rows {
            " " span.row { (row) }
            @if general { " " (sureness(Sureness::General)) }
        }
    }
}

/// A type in words.
pub(super) fn kind(kind: &TypeText) -> String {
    let joined =
        |words: &[crate::syntax::Named]| words.iter().map(|word| word.name.as_str()).collect::<Vec<_>>().join(", ");
    match kind {
        TypeText::YesNo => "yes or no".to_owned(),
        TypeText::Number => "a whole number".to_owned(),
        TypeText::Decimal => "a number with two decimals".to_owned(),
        TypeText::Money => "a sum of money".to_owned(),
        TypeText::Date => "a day".to_owned(),
        TypeText::Country => "a country".to_owned(),
        TypeText::Span => "a span of time".to_owned(),
        TypeText::OneOf(words) if words.len() > 6 => format!("one of {} words", words.len()),
        TypeText::OneOf(words) => format!("one of {}", joined(words)),
        TypeText::Words(words) => format!("some of {}", joined(words)),
        TypeText::List => "a list".to_owned(),
    }
}

impl Printer<'_> {
    /// A text in the languages that stand beside a rule; what is missing is told where it is needed.
    pub(super) fn said(&self, topic: &str, key: &str, needed: bool) -> Markup {
        html! {
            @for (language, texts) in self.beside() {
                @match texts.words(topic, key) {
                    Some(words) => { p.said lang=(language) { (slots(words)) } }
                    None => { @if needed { p.absent { "No text in " (language) " yet." } } }
                }
            }
        }
    }

    /// A text in one language only, if it is there.
    pub(super) fn in_italian(&self, topic: &str, key: &str) -> Markup {
        html! { @if let Some((language, words)) = self.words(topic, key).next() { span lang=(language) { (slots(words)) } } }
    }

    /// A text in each language that stands beside a rule and has it, as it is written.
    pub(super) fn words<'t>(&'t self, topic: &'t str, key: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.beside().filter_map(move |(language, texts)| Some((language, texts.words(topic, key)?)))
    }

    fn beside(&self) -> impl Iterator<Item = (&str, &crate::Texts)> {
        let texts = self.book.texts;
        BESIDE.iter().filter_map(move |language| texts.iter().find(|(known, _)| known == language).copied())
    }

    /// Words of a rule: keywords set off, names with links.
    pub(super) fn typeset(&self, depth: usize, list: Option<&str>, spots: &[Spot]) -> Markup {
        let mut set = String::new();
        let mut end: Option<(u32, u32)> = None;
        // Inside "where" and "has" a name is first a field of the records of the list, until what encloses it ends.
        let mut inside: Option<(&str, i32)> = None;
        let mut brackets = 0_i32;
        for (at, spot) in spots.iter().enumerate() {
            let place = spot.place;
            if end.is_some_and(|(line, column)| line != place.line || column < place.column) {
                set.push(' ');
            }
            end = Some((place.line, place.column + place.width));
            let before = at.checked_sub(1).and_then(|before| spots.get(before)).and_then(word_of);
            match &spot.token {
                Token::Sign("(") => brackets += 1,
                Token::Sign(")") => brackets -= 1,
                _ => {}
            }
            let ends = matches!(&spot.token, Token::Sign(")" | ",")) || word_of(spot) == Some("when");
            if inside.is_some_and(|(_, depth)| ends && brackets <= depth && (depth == 0 || brackets < depth)) {
                inside = None;
            }
            let scope = inside.map(|(list, _)| list).or(list);
            let is_value = before.is_some_and(|word| ["is", "otherwise", "except"].contains(&word));
            set.push_str(&self.token(depth, scope, &spot.token, is_value).into_string());
            if matches!(word_of(spot), Some("where" | "has"))
                && let Some(word) = before
                && matches!(self.book.pack.names.get(word), Some(Meaning::List(_)))
            {
                inside = Some((word, brackets));
            }
        }
        PreEscaped(set)
    }

    fn token(&self, depth: usize, list: Option<&str>, token: &Token, is_value: bool) -> Markup {
        let word = match token {
            Token::Word(word) => word.as_str(),
            Token::Sign("<=") => return html! { "≤" },
            Token::Sign(">=") => return html! { "≥" },
            Token::Sign("*") => return html! { "×" },
            Token::Sign(sign) => return html! { (sign) },
            Token::Date(date) => return day(*date),
            other => return html! { span.figure { (shown(other).trim_matches('"')) } },
        };
        if let Some(declared) = list.and_then(|list| self.of_record(list, word)) {
            return html! { a.name href=(self.address(depth, &declared)) { (breakable(word)) } };
        }
        let bare = word.strip_prefix("person.").unwrap_or(word);
        if self.home(bare).is_some() {
            return html! { a.name href=(self.address(depth, bare)) { (breakable(word)) } };
        }
        match word {
            _ if STRUCTURE.contains(&word) => html! { b { (word) } },
            _ if KEYWORDS.contains(&word) => html! { span.keyword { (word) } },
            _ if is_value => html! { strong.value { (breakable(word)) } },
            _ => html! { span.word { (breakable(word)) } },
        }
    }

    /// Where a field of the records of a list is declared: a definition of its own, or the list.
    fn of_record(&self, list: &str, word: &str) -> Option<String> {
        let computed = format!("{list}.{word}");
        if self.home(&computed).is_some() {
            return Some(computed);
        }
        let list = self.book.pack.lists.iter().find(|known| known.name == list)?;
        list.fields.iter().any(|(field, _)| field == word).then(|| list.name.clone())
    }

    pub(super) fn address(&self, depth: usize, name: &str) -> String {
        let page = self.home(name).map(|page| super::path_of(&page.head.id)).unwrap_or_default();
        format!("{}{page}#{name}", super::up(depth))
    }
}

fn word_of(spot: &Spot) -> Option<&str> {
    match &spot.token {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

/// A text with its placeholders set off.
fn slots(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('{').enumerate() {
            @match part.split_once('}') {
                Some((inside, rest)) if at > 0 => {
                    span.slot { (breakable(inside.trim().trim_start_matches('$').trim_matches('"'))) } (rest)
                }
                _ => { (part) }
            }
        }
    }
}

/// Words that hold a rule together.
const STRUCTURE: [&str; 13] =
    ["is", "otherwise", "except", "when", "because", "gives", "running", "and", "or", "not", "if", "then", "else"];
/// The other words of the language.
const KEYWORDS: [&str; 37] = [
    "each",
    "question",
    "in",
    "none",
    "given",
    "where",
    "has",
    "some",
    "every",
    "count",
    "sum",
    "of",
    "latest",
    "earliest",
    "largest",
    "smallest",
    "days",
    "months",
    "years",
    "day",
    "month",
    "year",
    "from",
    "to",
    "on",
    "completed",
    "rounded",
    "half",
    "up",
    "down",
    "yes",
    "no",
    "today",
    "date",
    "answer",
    "words",
    "EUR",
];
