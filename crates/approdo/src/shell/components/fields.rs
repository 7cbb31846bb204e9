//! Fields: a line, some lines, or a list to choose from.

use maud::{Markup, Render, html};

use super::{
    choices::Choice,
    frame::{Frame, framed},
    signs::keycap,
};
use crate::shell::{
    forms::{Errors, Typed},
    words::Words,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Input(&'static str),
    Area,
    Select,
}

/// A field with its label: a line, some lines, or a list to choose from.
#[derive(Clone, Debug)]
pub struct Field {
    kind: Kind,
    frame: Frame,
    value: String,
    placeholder: Option<String>,
    autocomplete: Option<&'static str>,
    accept: Option<&'static str>,
    input_mode: Option<&'static str>,
    class: Option<&'static str>,
    key: Option<char>,
    most: Option<usize>,
    lines: u8,
    suggested: Vec<String>,
    options: Vec<Choice>,
    auto_dir: bool,
    required: bool,
    autofocus: bool,
    hidden_label: bool,
    quick: bool,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $how:expr;)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $kind(name: &str, label: impl Into<String>) -> Self {
                Self::new($how, name, label.into())
            }
        )*
    };
}

impl Field {
    fn new(kind: Kind, name: &str, label: String) -> Self {
        Self {
            kind,
            frame: Frame::new(name, label),
            value: String::new(),
            placeholder: None,
            autocomplete: Some("off"),
            accept: None,
            input_mode: None,
            class: None,
            key: None,
            most: None,
            lines: 4,
            suggested: Vec::new(),
            options: Vec::new(),
            auto_dir: false,
            required: false,
            autofocus: false,
            hidden_label: false,
            quick: false,
        }
    }

    kinds! {
        /// A line of text.
        text = Kind::Input("text");
        /// A line to search with.
        search = Kind::Input("search");
        /// A day, picked or typed: for days that are wholly known. A birth date is `text`.
        date = Kind::Input("date");
        /// An e-mail address.
        email = Kind::Input("email");
        /// A password: what was typed never comes back to the page.
        password = Kind::Input("password");
        /// Some lines of text.
        area = Kind::Area;
        /// A list to choose one from.
        select = Kind::Select;
    }

    /// A file to be chosen among those of these kinds.
    #[must_use]
    pub fn file(name: &str, label: impl Into<String>, kinds: &'static str) -> Self {
        Self { accept: Some(kinds), autocomplete: None, ..Self::new(Kind::Input("file"), name, label.into()) }
    }

    framed!();

    /// What stands in the field.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Fills the field with what was typed and with what is wrong there.
    #[must_use]
    pub fn from(self, typed: &Typed, errors: &Errors, words: &Words) -> Self {
        let (value, error) = (typed.get(&self.frame.name).to_owned(), errors.say(words, &self.frame.name));
        self.value(value).error(error)
    }

    /// Text of any script: the direction follows what is typed.
    #[must_use]
    pub const fn auto_dir(mut self) -> Self {
        self.auto_dir = true;
        self
    }

    /// Digits: phones show the number keys.
    #[must_use]
    pub const fn numeric(mut self) -> Self {
        self.input_mode = Some("numeric");
        self
    }

    /// The page cannot be saved without it. The server says so; the browser's own bubble does not.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// How many characters the browser lets in.
    #[must_use]
    pub const fn most(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }

    /// The page opens with the cursor here.
    #[must_use]
    pub const fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// What the browser may fill in, such as `one-time-code`.
    #[must_use]
    pub const fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// The key that leads here, printed beside the label.
    #[must_use]
    pub const fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }

    /// A grey example inside the empty field; never the only instruction.
    #[must_use]
    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }

    /// What the browser proposes while typing.
    #[must_use]
    pub fn suggest(mut self, suggested: Vec<String>) -> Self {
        self.suggested = suggested;
        self
    }

    /// What a list holds.
    #[must_use]
    pub fn options(mut self, options: Vec<Choice>) -> Self {
        self.options = options;
        self
    }

    /// A class for the control, such as `grow` or `code-input`.
    #[must_use]
    pub const fn class(mut self, class: &'static str) -> Self {
        self.class = Some(class);
        self
    }

    /// How many lines an area shows.
    #[must_use]
    pub const fn lines(mut self, lines: u8) -> Self {
        self.lines = lines;
        self
    }

    /// The label is for readers only: the page says the same right beside.
    #[must_use]
    pub const fn hidden_label(mut self) -> Self {
        self.hidden_label = true;
        self
    }

    /// Another id than `f-<name>`, when the field stands twice on a page.
    #[must_use]
    pub fn id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.frame.id);
        self
    }

    /// Drawn as a line of the quick contact form: label at the side, key before it.
    #[must_use]
    pub const fn quick(mut self) -> Self {
        self.quick = true;
        self
    }

    fn control(&self) -> Markup {
        match self.kind {
            Kind::Input(kind) => self.input(kind),
            Kind::Area => html! {
                textarea id=(self.frame.id) name=(self.frame.name) class=[self.class] rows=(self.lines) dir=[self.dir()]
                    maxlength=[self.most] placeholder=[self.placeholder.as_deref()] accesskey=[self.key]
                    aria-invalid=[self.frame.invalid()] aria-describedby=[self.frame.described()] aria-required=[self.needed()]
                    autofocus[self.autofocus] {
                    "\n" (self.value)
                }
            },
            Kind::Select => html! {
                select id=(self.frame.id) name=(self.frame.name) class=[self.class] accesskey=[self.key]
                    aria-invalid=[self.frame.invalid()] aria-describedby=[self.frame.described()] aria-required=[self.needed()]
                    autofocus[self.autofocus] {
                    @if !self.required || self.value.is_empty() { option value="" {} }
                    @for option in &self.options { (option.of_list(&self.value)) }
                }
            },
        }
    }

    fn input(&self, kind: &str) -> Markup {
        let list = (!self.suggested.is_empty()).then(|| format!("{}-list", self.frame.id));
        let value = (kind != "password" && !self.value.is_empty()).then_some(&self.value);
        html! {
            input id=(self.frame.id) name=(self.frame.name) type=(kind) class=[self.class] value=[value] dir=[self.dir()]
                maxlength=[self.most] placeholder=[self.placeholder.as_deref()] accesskey=[self.key]
                autocomplete=[self.autocomplete] accept=[self.accept] inputmode=[self.input_mode] list=[list.as_deref()]
                aria-invalid=[self.frame.invalid()] aria-describedby=[self.frame.described()] aria-required=[self.needed()]
                autofocus[self.autofocus];
            @if let Some(list) = &list {
                datalist id=(list) { @for word in &self.suggested { option value=(word) {} } }
            }
        }
    }

    fn dir(&self) -> Option<&'static str> {
        self.auto_dir.then_some("auto")
    }

    fn needed(&self) -> Option<&'static str> {
        self.required.then_some("true")
    }

    fn quick_line(&self) -> Markup {
        html! {
            div.label {
                @if let Some(key) = self.key { (keycap(&key.to_string())) }
                label for=(self.frame.id) { (self.frame.label) }
                (self.frame.small_note())
            }
            div { (self.frame.said()) (self.control()) }
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        html! {
            div class=(self.frame.class()) {
                @if self.quick {
                    (self.quick_line())
                } @else {
                    label for=(self.frame.id) class=@if self.hidden_label { "visually-hidden" } {
                        (self.frame.title())
                        @if let Some(key) = self.key { " " (keycap(&key.to_string())) }
                    }
                    (self.frame.said())
                    (self.control())
                }
            }
        }
    }
}
