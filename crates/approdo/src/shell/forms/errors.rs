//! What is wrong with what was sent, and how it is said beside each field.

use ground::{BadDate, BadText};

use crate::shell::words::{Arg, Words};

#[derive(Clone, Debug)]
struct Complaint {
    field: String,
    id: &'static str,
    args: Vec<(&'static str, Arg<'static>)>,
}

/// What is wrong, field by field, in the order of the page.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<Complaint>);

impl Errors {
    /// Complains about a field with a text.
    pub fn add(&mut self, field: &str, id: &'static str) {
        self.add_with(field, id, Vec::new());
    }

    /// Complains about a field with a text that takes values in. The first complaint stays.
    pub fn add_with(&mut self, field: &str, id: &'static str, args: Vec<(&'static str, Arg<'static>)>) {
        if !self.has(field) {
            self.0.push(Complaint { field: field.to_owned(), id, args });
        }
    }

    /// Keeps what was understood; complains otherwise with the text that `id` names.
    pub fn keep<T, E>(&mut self, field: &str, read: Result<T, E>, id: impl FnOnce(E) -> &'static str) -> Option<T> {
        read.map_err(|bad| self.add(field, id(bad))).ok()
    }

    /// Keeps a text, or says why it was not taken.
    pub fn text<T>(&mut self, field: &str, read: Result<T, BadText>) -> Option<T> {
        match read {
            Ok(text) => return Some(text),
            Err(BadText::Blank) => self.add(field, "shell-error-blank"),
            Err(BadText::TooLong { most }) => self.add_with(field, "shell-error-long", vec![("most", most.into())]),
            Err(BadText::Control) => self.add(field, "shell-error-control"),
        }
        None
    }

    /// Keeps a date, or says which part of it cannot be.
    pub fn date<T>(&mut self, field: &str, read: Result<T, BadDate>) -> Option<T> {
        // why text: a year is a name, not a count to be grouped
        let typed = |number: u32| vec![("typed", Arg::from(number.to_string()))];
        match read {
            Ok(date) => return Some(date),
            Err(BadDate::Form) => self.add(field, "shell-error-date"),
            Err(BadDate::Month(month)) => self.add_with(field, "shell-error-month", typed(month)),
            Err(BadDate::Day(day)) => self.add_with(field, "shell-error-day", typed(day)),
            Err(BadDate::Year(year)) => self.add_with(field, "shell-error-year", typed(year)),
        }
        None
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields have something wrong.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether this field has something wrong.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|complaint| complaint.field == field)
    }

    /// What to say beside a field.
    #[must_use]
    pub fn say(&self, words: &Words, field: &str) -> Option<String> {
        self.0.iter().find(|complaint| complaint.field == field).map(|complaint| complaint.say(words))
    }

    /// Every field that has something wrong, and what to say there.
    #[must_use]
    pub fn list(&self, words: &Words) -> Vec<(String, String)> {
        self.0.iter().map(|complaint| (complaint.field.clone(), complaint.say(words))).collect()
    }
}

impl Complaint {
    fn say(&self, words: &Words) -> String {
        words.say_with(self.id, &self.args)
    }
}
