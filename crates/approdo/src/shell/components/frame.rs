//! What stands around a question of a form: its label, a note beside it, and before the control a hint
//! and what is wrong, both tied to it for readers.

use maud::{Markup, html};

use super::signs::sign;

/// What stands around every question.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) id: String,
    pub(super) note: Option<String>,
    pub(super) hint: Option<String>,
    pub(super) error: Option<String>,
}

/// What can be said in a frame, for the parts that have one in `frame`.
macro_rules! framed {
    () => {
        /// A sentence under the label.
        #[must_use]
        pub fn hint(mut self, hint: impl Into<String>) -> Self {
            self.frame.hint = Some(hint.into());
            self
        }

        /// A small word beside the label, such as "facoltativo".
        #[must_use]
        pub fn note(mut self, note: impl Into<String>) -> Self {
            self.frame.note = Some(note.into());
            self
        }

        /// What is wrong with the answer.
        #[must_use]
        pub fn error(mut self, error: Option<String>) -> Self {
            self.frame.error = error;
            self
        }
    };
}
pub(super) use framed;

impl Frame {
    pub(super) fn new(name: &str, label: String) -> Self {
        Self { name: name.to_owned(), label, id: format!("f-{name}"), note: None, hint: None, error: None }
    }

    pub(super) const fn class(&self) -> &'static str {
        if self.error.is_some() { "field field-bad" } else { "field" }
    }

    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    /// The ids of hint and error, by which a reader says them with the control.
    pub(super) fn described(&self) -> Option<String> {
        let id = &self.id;
        match (&self.hint, &self.error) {
            (Some(_), Some(_)) => Some(format!("{id}-h {id}-e")),
            (Some(_), None) => Some(format!("{id}-h")),
            (None, Some(_)) => Some(format!("{id}-e")),
            (None, None) => None,
        }
    }

    /// The label with its note, above the control.
    pub(super) fn title(&self) -> Markup {
        html! { (self.label) @if let Some(note) = &self.note { " " span.optional { (note) } } }
    }

    /// The note alone, under a label at the side.
    pub(super) fn small_note(&self) -> Markup {
        html! { @if let Some(note) = &self.note { small { (note) } } }
    }

    /// Hint and error, which stand before the control.
    pub(super) fn said(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ (self.id) "-h" } { (hint) } }
            @if let Some(error) = &self.error { (field_error(&self.id, error)) }
        }
    }
}

/// What is wrong with a field, between its label and its control.
#[must_use]
pub fn field_error(id: &str, error: &str) -> Markup {
    html! { p.error id={ (id) "-e" } { (sign("stop")) " " span { (error) } } }
}
