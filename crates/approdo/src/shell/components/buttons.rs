//! The buttons at the end of a form.

use maud::{Markup, Render, html};

use super::signs::keycap;

/// What can be done at the end of a form.
#[derive(Clone, Debug)]
pub struct Button {
    text: String,
    class: &'static str,
    href: Option<String>,
    name: Option<(String, String)>,
    keys: Option<String>,
    next: bool,
}

impl Button {
    fn new(text: String, class: &'static str, href: Option<&str>) -> Self {
        Self { text, class, href: href.map(str::to_owned), name: None, keys: None, next: false }
    }

    /// The one filled button of a page: it sends the form.
    #[must_use]
    pub fn main(text: impl Into<String>) -> Self {
        Self::new(text.into(), "btn btn-primary", None)
    }

    /// Another way to send the form.
    #[must_use]
    pub fn quiet(text: impl Into<String>) -> Self {
        Self::new(text.into(), "btn btn-quiet", None)
    }

    /// A dangerous way to send the form.
    #[must_use]
    pub fn stop(text: impl Into<String>) -> Self {
        Self::new(text.into(), "btn btn-stop", None)
    }

    /// A way out that sends nothing.
    #[must_use]
    pub fn link(text: impl Into<String>, href: &str) -> Self {
        Self::new(text.into(), "btn btn-bare", Some(href))
    }

    /// What is sent when this button was pressed.
    #[must_use]
    pub fn named(mut self, name: &str, value: &str) -> Self {
        self.name = Some((name.to_owned(), value.to_owned()));
        self
    }

    /// The keys printed on it.
    #[must_use]
    pub fn key(mut self, keys: &str) -> Self {
        self.keys = Some(keys.to_owned());
        self
    }

    /// Saves and opens the next: what Ctrl ⇧ ↵ presses.
    #[must_use]
    pub const fn next(mut self) -> Self {
        self.next = true;
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let face = html! { (self.text) @if let Some(keys) = &self.keys { " " (keycap(keys)) } };
        let (name, value) = self.name.as_ref().map_or((None, None), |(name, value)| (Some(name), Some(value)));
        html! {
            @if let Some(href) = &self.href {
                a class=(self.class) href=(href) { (face) }
            } @else {
                button class=(self.class) type="submit" name=[name] value=[value] data-next=[self.next.then_some("")] { (face) }
            }
        }
    }
}

/// The buttons at the end of a form: exactly one is filled.
#[must_use]
pub fn button_row(main: Button, others: Vec<Button>) -> Markup {
    html! { div.actions { (main) @for other in others { " " (other) } } }
}
