//! What is wrong with a page, where, and what was expected: told like a good compiler.

use std::fmt;

use crate::calendar;

/// A place on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1; 0: the page as a whole.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// How many characters are meant.
    pub width: u32,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The page cannot be used, or a check failed.
    Error,
    /// To be looked at; nothing fails.
    Hint,
}

/// One fault of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The id of the page.
    pub page: String,
    /// Where on it.
    pub place: Place,
    /// How bad.
    pub weight: Weight,
    /// What is wrong, in words, with the next step where there is one.
    pub told: String,
    /// The line as it stands, for whoever reads the fault.
    pub line: String,
}

impl Fault {
    /// An error on a page.
    pub(crate) fn error(page: &str, place: Place, told: impl Into<String>) -> Self {
        Self { page: page.to_owned(), place, weight: Weight::Error, told: told.into(), line: String::new() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.weight {
            Weight::Error => "error",
            Weight::Hint => "hint",
        };
        let Place { line, column, width } = self.place;
        if line == 0 {
            return write!(to, "{word}: {}\n  --> {}.md", self.told, self.page);
        }
        write!(to, "{word}: {}\n  --> {}.md:{line}:{column}", self.told, self.page)?;
        if self.line.is_empty() {
            return Ok(());
        }
        let number = line.to_string();
        let (gap, before) = (" ".repeat(number.len()), " ".repeat(column.saturating_sub(1) as usize));
        let under = "^".repeat(width.max(1) as usize);
        write!(to, "\n {gap} |\n {number} | {}\n {gap} | {before}{under}", self.line)
    }
}

/// Faults with the line each stands on.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    page: String,
    lines: Vec<String>,
    /// What was found so far.
    pub(crate) found: Vec<Fault>,
}

/// More faults than this are of no help.
const FAULTS_MAX: usize = 200;

impl Faults {
    pub(crate) fn of(page: &str, text: &str) -> Self {
        let lines = text.lines().map(str::to_owned).collect();
        Self { page: page.to_owned(), lines, found: Vec::new() }
    }

    pub(crate) fn add(&mut self, place: Place, told: impl Into<String>) {
        if self.found.len() < FAULTS_MAX {
            let line = place.line.checked_sub(1).and_then(|line| self.lines.get(line as usize));
            let shown = line.cloned().unwrap_or_default().replace('\t', " ");
            self.found.push(Fault { line: shown, ..Fault::error(&self.page, place, told) });
        }
    }
}

/// What is wrong with a text that should be a day, and how to write it.
pub(crate) fn no_day(text: &str) -> String {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.trim().parse::<i64>().ok());
    let (Some(first), Some(second), Some(third), 3) = (number(0), number(1), number(2), parts.len()) else {
        return format!("expected a day such as 2026-11-23, found \"{text}\"");
    };
    let (year, month, day) = if first > 31 { (first, second, third) } else { (third, second, first) };
    match calendar::day(year, month, day) {
        Some(day) => format!("a day is written year, month, day: \"{}\", not \"{text}\"", calendar::write(day)),
        None => format!("there is no day \"{text}\""),
    }
}

/// The word of a list that is nearest to a misspelled one.
pub(crate) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let best = known.map(|word| (distance(typed, word), word)).min()?;
    (best.0 <= 1 + typed.chars().count() / 4).then_some(best.1)
}

/// How many letters must change; two that changed places count as one.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut before = None;
    for (down, one) in left.chars().enumerate() {
        let mut next = vec![down + 1];
        for (at, other) in right.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut here =
                (cell(&row, at) + usize::from(one != *other)).min(cell(&row, at + 1) + 1).min(cell(&next, at) + 1);
            if let Some(swapped) = at.checked_sub(1)
                && before == Some(*other)
                && right.get(swapped) == Some(&one)
            {
                here = here.min(cell(&above, swapped) + 1);
            }
            next.push(here);
        }
        above = std::mem::replace(&mut row, next);
        before = Some(one);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_the_line_and_what_is_meant() {
        let mut faults = Faults::of("renewal/term", "one\n  is met when tody <= ask_by\n");
        faults.add(Place { line: 2, column: 15, width: 4 }, "nothing is called \"tody\": did you mean \"today\"?");
        let told = faults.found.first().unwrap().to_string();
        assert_eq!(
            told,
            "error: nothing is called \"tody\": did you mean \"today\"?\n  --> renewal/term.md:2:15\n   |\n 2 |   is met when tody <= ask_by\n   |               ^^^^"
        );
    }

    #[test]
    fn the_nearest_word_is_proposed_when_it_is_near() {
        let known = ["permit", "permit_expiry", "relatives"];
        assert_eq!(nearest("permt", known.into_iter()), Some("permit"));
        assert_eq!(nearest("permit_expiri", known.into_iter()), Some("permit_expiry"));
        assert_eq!(nearest("isee", known.into_iter()), None);
        assert_eq!(nearest("aeg", ["age", "isee"].into_iter()), Some("age"));
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
