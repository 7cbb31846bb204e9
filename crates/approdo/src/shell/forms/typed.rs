//! What stands in the fields of a page.

use std::collections::BTreeMap;

/// What stands in the fields of a page: typed before, or filled from a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl Typed {
    /// The same with one more value in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.entry(name.to_owned()).or_default().push(value.into());
        self
    }

    /// The same with this value in a field in place of what stood there.
    #[must_use]
    pub fn instead(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.to_owned(), vec![value.into()]);
        self
    }

    /// The value of a field; nothing when it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// All values of a field.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether that value is one of the field's.
    #[must_use]
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|held| held == value)
    }
}
