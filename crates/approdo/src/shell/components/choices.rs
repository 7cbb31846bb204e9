//! Questions whose answers are in view, and the single box.

use maud::{Markup, Render, html};

use super::{
    frame::{Frame, framed},
    signs::keycap,
};
use crate::shell::{
    forms::{Errors, Typed},
    words::Words,
};

/// One answer among some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    value: String,
    text: String,
    note: Option<String>,
    letter: Option<char>,
    lang: Option<String>,
    quiet: bool,
}

impl Choice {
    /// An answer: what is sent, and what is read.
    #[must_use]
    pub fn new(value: &str, text: impl Into<String>) -> Self {
        Self { value: value.to_owned(), text: text.into(), note: None, letter: None, lang: None, quiet: false }
    }

    /// A line that explains it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The letter that chooses it, printed on it.
    #[must_use]
    pub const fn letter(mut self, letter: char) -> Self {
        self.letter = Some(letter);
        self
    }

    /// The language the answer is written in.
    #[must_use]
    pub fn lang(mut self, lang: &str) -> Self {
        self.lang = Some(lang.to_owned());
        self
    }

    /// A way out, such as "I don't know": drawn with a dashed frame.
    #[must_use]
    pub const fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// The answer as a line of a list from which `chosen` was taken.
    pub(super) fn of_list(&self, chosen: &str) -> Markup {
        html! {
            option value=(self.value) lang=[self.lang.as_deref()] selected[self.value == chosen] { (self.text) }
        }
    }
}

/// A question with its answers in view: native marks in frames that a thumb can hit.
#[derive(Clone, Debug)]
pub struct Choices {
    frame: Frame,
    options: Vec<Choice>,
    chosen: Vec<String>,
    line: Option<char>,
    extra: Option<Markup>,
    many: bool,
    in_line: bool,
    autofocus: bool,
}

impl Choices {
    fn new(name: &str, legend: String, many: bool) -> Self {
        Self {
            frame: Frame::new(name, legend),
            options: Vec::new(),
            chosen: Vec::new(),
            line: None,
            extra: None,
            many,
            in_line: false,
            autofocus: false,
        }
    }

    /// One answer only.
    #[must_use]
    pub fn one(name: &str, legend: impl Into<String>) -> Self {
        Self::new(name, legend.into(), false)
    }

    /// As many answers as fit.
    #[must_use]
    pub fn many(name: &str, legend: impl Into<String>) -> Self {
        Self::new(name, legend.into(), true)
    }

    /// The answers.
    #[must_use]
    pub fn options(mut self, options: Vec<Choice>) -> Self {
        self.options = options;
        self
    }

    /// Marks what was chosen before and says what is wrong.
    #[must_use]
    pub fn from(mut self, typed: &Typed, errors: &Errors, words: &Words) -> Self {
        self.chosen = typed.all(&self.frame.name).to_vec();
        let error = errors.say(words, &self.frame.name);
        self.error(error)
    }

    framed!();

    /// A line of the quick contact form, reached by this digit.
    #[must_use]
    pub const fn line(mut self, digit: char) -> Self {
        self.line = Some(digit);
        self.in_line = true;
        self
    }

    /// Answers side by side instead of one under the other.
    #[must_use]
    pub const fn in_line(mut self) -> Self {
        self.in_line = true;
        self
    }

    /// The page opens here.
    #[must_use]
    pub const fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// What stands after the answers, such as a field for "other" or a folded longer list.
    #[must_use]
    pub fn and_then(mut self, extra: Markup) -> Self {
        self.extra = Some(extra);
        self
    }

    fn is_chosen(&self, option: &Choice) -> bool {
        self.chosen.contains(&option.value)
    }

    /// The one mark that carries the digit: a browser may *press* what an access key leads to, so it
    /// sits on the answer that is already chosen. Otherwise the group itself carries it.
    fn keyed(&self) -> Option<&Choice> {
        if self.many { None } else { self.options.iter().find(|option| self.is_chosen(option)) }
    }

    fn answers(&self) -> Markup {
        let focus = self.options.iter().find(|option| self.is_chosen(option)).or(self.options.first());
        html! {
            div class=@if self.in_line { "choices-line" } @else { "choices" } {
                @for (place, option) in self.options.iter().enumerate() {
                    @let keyed = self.keyed() == Some(option);
                    label class=@if option.quiet { "choice choice-quiet" } @else { "choice" } lang=[option.lang.as_deref()] {
                        input type=@if self.many { "checkbox" } @else { "radio" } name=(self.frame.name) value=(option.value)
                            id=[(place == 0).then_some(&self.frame.id)]
                            accesskey=[self.line.filter(|_| keyed)]
                            data-key=[option.letter.map(|letter| letter.to_ascii_lowercase())]
                            checked[self.is_chosen(option)]
                            autofocus[self.autofocus && focus == Some(option)];
                        " "
                        span { (option.text) @if let Some(note) = &option.note { small { (note) } } }
                        @if let Some(letter) = option.letter { " " (keycap(&letter.to_string())) }
                    }
                }
                @if let Some(extra) = &self.extra { (extra) }
            }
        }
    }
}

impl Render for Choices {
    fn render(&self) -> Markup {
        let on_group = self.line.filter(|_| self.keyed().is_none());
        let invalid = self.frame.invalid();
        html! {
            fieldset class=(self.frame.class()) role=[(!self.many).then_some("radiogroup")] accesskey=[on_group]
                tabindex=[(invalid.is_some() || on_group.is_some()).then_some("-1")]
                aria-invalid=[invalid.filter(|_| !self.many)] aria-describedby=[self.frame.described()] {
                legend class=@if self.line.is_some() { "visually-hidden" } { (self.frame.title()) }
                @if let Some(line) = self.line {
                    div.label aria-hidden="true" {
                        (keycap(&line.to_string())) (self.frame.label) (self.frame.small_note())
                    }
                    div { (self.frame.said()) (self.answers()) }
                } @else {
                    (self.frame.said())
                    (self.answers())
                }
            }
        }
    }
}

/// A single box with its sentence. It sends `yes` when it is ticked.
#[derive(Clone, Debug)]
pub struct CheckBox {
    frame: Frame,
    inside: Option<String>,
    checked: bool,
}

impl CheckBox {
    /// A box and what ticking it says.
    #[must_use]
    pub fn new(name: &str, label: impl Into<String>) -> Self {
        Self { frame: Frame::new(name, label.into()), inside: None, checked: false }
    }

    /// Whether it is ticked.
    #[must_use]
    pub const fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// A line that explains it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.inside = Some(hint.into());
        self
    }
}

impl Render for CheckBox {
    fn render(&self) -> Markup {
        html! {
            div class=(self.frame.class()) {
                div.choices { label.choice {
                    input type="checkbox" id=(self.frame.id) name=(self.frame.name) value="yes" checked[self.checked];
                    " "
                    span { (self.frame.label) @if let Some(inside) = &self.inside { small { (inside) } } }
                } }
            }
        }
    }
}
