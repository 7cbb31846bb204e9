//! The parts pages are made of. A control cannot be made without its label: it is an argument.
//!
//! Every text comes in already said, in the person's language; maud escapes all of it. Nothing
//! here needs a script: keys are `accesskey` first, and `data-key` for the script that saves a hand
//! the way to the mouse.

use maud::{Markup, Render, html};

use super::{
    assets::asset,
    forms::{Errors, Typed},
    words::Words,
};

/// A sign from the one file of signs, hidden from readers: a word always stands beside it.
#[must_use]
pub fn sign(name: &str) -> Markup {
    let turns = name.contains("arrow") || name.contains("chevron");
    html! {
        svg class=@if turns { "icon icon-turns" } @else { "icon" } aria-hidden="true" {
            use href={ (asset("signs.svg")) "#" (name) } {}
        }
    }
}

/// A key as it is printed on the thing it acts on.
#[must_use]
pub fn keycap(key: &str) -> Markup {
    html! { kbd.keycap { (key) } }
}

/// How loud a sign with a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Act now.
    Stop,
    /// Act soon.
    Soon,
    /// Good to know.
    Note,
    /// Done, or a new option.
    Good,
}

impl Mark {
    const fn class(self) -> &'static str {
        match self {
            Self::Stop => "sign sign-stop",
            Self::Soon => "sign sign-soon",
            Self::Note => "sign sign-note",
            Self::Good => "sign sign-good",
        }
    }

    const fn shape(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Soon => "warning",
            Self::Note => "it-info-circle",
            Self::Good => "yes",
        }
    }
}

/// A sign and its word: colour, shape and word say the same.
#[must_use]
pub fn marked(mark: Mark, word: &str) -> Markup {
    html! { span class=(mark.class()) { (sign(mark.shape())) " " (word) } }
}

/// A name or word in its own script, such as `native("سميرة", "ar", Some("rtl"))`.
#[must_use]
pub fn native(name: &str, lang: &str, dir: Option<&str>) -> Markup {
    html! { bdi.native lang=(lang) dir=[dir] { (name) } }
}

/// Text whose direction is its own: it cannot turn the words around it (SEC-70).
#[must_use]
pub fn bdi(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// A field that is sent and not seen.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A form that posts; `fields` are the hidden fields of the session.
#[must_use]
pub fn post_form(action: &str, fields: Markup, body: Markup) -> Markup {
    html! { form.sheet method="post" action=(action) novalidate accept-charset="utf-8" { (fields) (body) } }
}

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
    name: String,
    label: String,
    id: String,
    note: Option<String>,
    hint: Option<String>,
    error: Option<String>,
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
            name: name.to_owned(),
            label,
            id: format!("f-{name}"),
            note: None,
            hint: None,
            error: None,
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
        /// A number.
        number = Kind::Input("number");
        /// An e-mail address.
        email = Kind::Input("email");
        /// A phone number.
        tel = Kind::Input("tel");
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

    /// A sentence under the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A small word beside the label, such as "facoltativo".
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What stands in the field.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// What is wrong with what was typed.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// Fills the field with what was typed and with what is wrong there.
    #[must_use]
    pub fn from(self, typed: &Typed, errors: &Errors, words: &Words) -> Self {
        let (value, error) = (typed.get(&self.name).to_owned(), errors.say(words, &self.name));
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
        id.clone_into(&mut self.id);
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
                textarea id=(self.id) name=(self.name) class=[self.class] rows=(self.lines) dir=[self.dir()]
                    maxlength=[self.most] placeholder=[self.placeholder.as_deref()] accesskey=[self.key]
                    aria-invalid=[self.invalid()] aria-describedby=[self.described()] aria-required=[self.needed()]
                    autofocus[self.autofocus] {
                    "\n" (self.value)
                }
            },
            Kind::Select => html! {
                select id=(self.id) name=(self.name) class=[self.class] accesskey=[self.key]
                    aria-invalid=[self.invalid()] aria-describedby=[self.described()] aria-required=[self.needed()]
                    autofocus[self.autofocus] {
                    @if !self.required || self.value.is_empty() { option value="" {} }
                    @for option in &self.options {
                        option value=(option.value) lang=[option.lang.as_deref()] selected[option.value == self.value] {
                            (option.text)
                        }
                    }
                }
            },
        }
    }

    fn input(&self, kind: &str) -> Markup {
        let list = (!self.suggested.is_empty()).then(|| format!("{}-list", self.id));
        let value = (kind != "password" && !self.value.is_empty()).then_some(&self.value);
        html! {
            input id=(self.id) name=(self.name) type=(kind) class=[self.class] value=[value] dir=[self.dir()]
                maxlength=[self.most] placeholder=[self.placeholder.as_deref()] accesskey=[self.key]
                autocomplete=[self.autocomplete] accept=[self.accept] inputmode=[self.input_mode] list=[list.as_deref()]
                aria-invalid=[self.invalid()] aria-describedby=[self.described()] aria-required=[self.needed()]
                autofocus[self.autofocus];
            @if let Some(list) = &list {
                datalist id=(list) { @for word in &self.suggested { option value=(word) {} } }
            }
        }
    }

    fn dir(&self) -> Option<&'static str> {
        self.auto_dir.then_some("auto")
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }

    fn needed(&self) -> Option<&'static str> {
        self.required.then_some("true")
    }

    fn described(&self) -> Option<String> {
        described(&self.id, self.hint.is_some(), self.error.is_some())
    }

    fn quick_line(&self) -> Markup {
        html! {
            div.label {
                @if let Some(key) = self.key { (keycap(&key.to_string())) }
                label for=(self.id) { (self.label) }
                @if let Some(note) = &self.note { small { (note) } }
            }
            div {
                @if let Some(hint) = &self.hint { (hint_line(&self.id, hint)) }
                @if let Some(error) = &self.error { (field_error(&self.id, error)) }
                (self.control())
            }
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        html! {
            div class=(field_class(self.error.is_some())) {
                @if self.quick {
                    (self.quick_line())
                } @else {
                    label for=(self.id) class=@if self.hidden_label { "visually-hidden" } {
                        (self.label)
                        @if let Some(note) = &self.note { " " span.optional { (note) } }
                        @if let Some(key) = self.key { " " (keycap(&key.to_string())) }
                    }
                    @if let Some(hint) = &self.hint { (hint_line(&self.id, hint)) }
                    @if let Some(error) = &self.error { (field_error(&self.id, error)) }
                    (self.control())
                }
            }
        }
    }
}

const fn field_class(bad: bool) -> &'static str {
    if bad { "field field-bad" } else { "field" }
}

fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (true, true) => Some(format!("{id}-h {id}-e")),
        (true, false) => Some(format!("{id}-h")),
        (false, true) => Some(format!("{id}-e")),
        (false, false) => None,
    }
}

fn hint_line(id: &str, hint: &str) -> Markup {
    html! { p.hint id={ (id) "-h" } { (hint) } }
}

/// What is wrong with a field, between its label and its control.
#[must_use]
pub fn field_error(id: &str, error: &str) -> Markup {
    html! { p.error id={ (id) "-e" } { (sign("stop")) " " span { (error) } } }
}

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
}

/// A question with its answers in view: native marks in frames that a thumb can hit.
#[derive(Clone, Debug)]
pub struct Choices {
    name: String,
    legend: String,
    id: String,
    note: Option<String>,
    hint: Option<String>,
    error: Option<String>,
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
            name: name.to_owned(),
            legend,
            id: format!("f-{name}"),
            note: None,
            hint: None,
            error: None,
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

    /// Marks an answer.
    #[must_use]
    pub fn chosen(mut self, value: &str) -> Self {
        self.chosen.push(value.to_owned());
        self
    }

    /// Marks what was chosen before and says what is wrong.
    #[must_use]
    pub fn from(mut self, typed: &Typed, errors: &Errors, words: &Words) -> Self {
        self.chosen = typed.all(&self.name).to_vec();
        self.error = errors.say(words, &self.name);
        self
    }

    /// What is wrong with the answer.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// A sentence under the question.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A small word under or beside the question, such as "al massimo tre".
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

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
                        input type=@if self.many { "checkbox" } @else { "radio" } name=(self.name) value=(option.value)
                            id=[(place == 0).then_some(&self.id)]
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
        let bad = self.error.is_some();
        let around = html! {
            @if let Some(hint) = &self.hint { (hint_line(&self.id, hint)) }
            @if let Some(error) = &self.error { (field_error(&self.id, error)) }
            (self.answers())
        };
        html! {
            fieldset class=(field_class(bad)) role=[(!self.many).then_some("radiogroup")] accesskey=[on_group]
                tabindex=[(bad || on_group.is_some()).then_some("-1")]
                aria-invalid=[(bad && !self.many).then_some("true")]
                aria-describedby=[described(&self.id, self.hint.is_some(), bad)] {
                legend class=@if self.line.is_some() { "visually-hidden" } {
                    (self.legend)
                    @if let Some(note) = &self.note { " " span.optional { (note) } }
                }
                @if let Some(line) = self.line {
                    div.label aria-hidden="true" {
                        (keycap(&line.to_string())) (self.legend)
                        @if let Some(note) = &self.note { small { (note) } }
                    }
                    div { (around) }
                } @else {
                    (around)
                }
            }
        }
    }
}

/// A single box with its sentence. It sends `yes` when it is ticked.
#[derive(Clone, Debug)]
pub struct CheckBox {
    name: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    checked: bool,
}

impl CheckBox {
    /// A box and what ticking it says.
    #[must_use]
    pub fn new(name: &str, label: impl Into<String>) -> Self {
        Self { name: name.to_owned(), label: label.into(), hint: None, error: None, checked: false }
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
        self.hint = Some(hint.into());
        self
    }

    /// Ticks it as before and says what is wrong.
    #[must_use]
    pub fn from(mut self, typed: &Typed, errors: &Errors, words: &Words) -> Self {
        self.checked = typed.holds(&self.name, "yes");
        self.error = errors.say(words, &self.name);
        self
    }
}

impl Render for CheckBox {
    fn render(&self) -> Markup {
        let id = format!("f-{}", self.name);
        html! {
            div class=(field_class(self.error.is_some())) {
                @if let Some(error) = &self.error { (field_error(&id, error)) }
                div.choices { label.choice {
                    input type="checkbox" id=(id) name=(self.name) value="yes" checked[self.checked]
                        aria-invalid=[self.error.as_ref().map(|_| "true")]
                        aria-describedby=[described(&id, false, self.error.is_some())];
                    " "
                    span { (self.label) @if let Some(hint) = &self.hint { small { (hint) } } }
                } }
            }
        }
    }
}

/// The list of what is wrong, with a link to each field. Nothing when fewer than two are.
#[must_use]
pub fn error_summary(heading: &str, errors: &Errors, words: &Words) -> Markup {
    html! {
        @if errors.len() > 1 {
            div.error-summary role="alert" aria-labelledby="errors" {
                h2 id="errors" { (sign("stop")) " " (heading) }
                ul {
                    @for (field, text) in errors.list(words) { li { a href={ "#f-" (field) } { (text) } } }
                }
            }
        }
    }
}

/// "Saved at 10:42." with what was saved and what can be done with it now.
#[must_use]
pub fn saved(lead: &str, what: Markup, actions: Markup) -> Markup {
    html! {
        div.saved role="status" {
            (sign("yes")) " " span { b { (lead) } " " (what) }
            @if !actions.0.is_empty() { " " span.actions { (actions) } }
        }
    }
}

/// Two people wrote the same field: both texts as choices. Sends `keep_<name>` as `mine` or `theirs`.
#[must_use]
pub fn conflict(name: &str, label: &str, lead: &str, mine: (&str, &str), theirs: (&str, &str)) -> Markup {
    let keep = format!("keep_{name}");
    html! {
        div.sheet.conflict {
            p.sign.sign-soon { (sign("warning")) " " (lead) }
            fieldset {
                legend { (label) }
                div.choices {
                    @for (value, (whose, text)) in [("mine", mine), ("theirs", theirs)] {
                        label.choice {
                            input type="radio" name=(keep) value=(value) checked[value == "mine"];
                            " "
                            span { (whose) small { bdi { (text) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Nothing to show: what was looked at and when, and the one sensible thing to do.
#[must_use]
pub fn empty(heading: &str, text: &str, action: Option<Markup>) -> Markup {
    html! {
        div.empty {
            p.empty-head { (heading) }
            p.mb-0 { (text) }
            @if let Some(action) = action { p.mt-3.mb-0 { (action) } }
        }
    }
}

/// Work under way, with counts; `more` says errors so far, the time left, and offers to stop.
#[must_use]
pub fn progress(id: &str, label: Markup, done: u64, total: u64, more: Markup) -> Markup {
    let share = (done.min(total) * 100).checked_div(total).unwrap_or(0);
    html! {
        div.work.sheet {
            label for=(id) { (label) }
            progress id=(id) max=(total.max(1)) value=(done.min(total)) { (share) " %" }
            p.meta.mb-0 { (more) }
        }
    }
}

/// A true table, scrolled by itself when wide and turned into cards on a phone. The first cell of
/// each row names the row.
#[must_use]
pub fn table(id: &str, caption: &str, heads: &[String], rows: Vec<Vec<Markup>>) -> Markup {
    html! {
        div.table-wrap tabindex="0" role="region" aria-labelledby=(id) {
            table.table.table-cards role="table" {
                caption id=(id) { (caption) }
                thead role="rowgroup" {
                    tr role="row" { @for head in heads { th scope="col" role="columnheader" { (head) } } }
                }
                tbody role="rowgroup" {
                    @for row in rows {
                        tr role="row" {
                            @for (place, cell) in row.into_iter().enumerate() {
                                @if place == 0 {
                                    th scope="row" role="rowheader" { (cell) }
                                } @else {
                                    td role="cell" data-label=[heads.get(place)] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A list of rows in a white sheet. The label names the list for readers.
#[must_use]
pub fn rows(label: &str, items: Vec<Markup>) -> Markup {
    html! { ul.rows.sheet aria-label=(label) { @for item in items { li { (item) } } } }
}

/// The way through a long list: before, where we are, after; each end a link and its word.
#[must_use]
pub fn pager(label: &str, before: Option<(&str, &str)>, here: &str, after: Option<(&str, &str)>) -> Markup {
    html! {
        nav.pages aria-label=(label) {
            @if let Some((href, word)) = before {
                a.btn.btn-quiet.btn-small rel="prev" href=(href) { (sign("it-arrow-left")) " " (word) }
            }
            span.meta { (here) }
            @if let Some((href, word)) = after {
                a.btn.btn-quiet.btn-small rel="next" href=(href) { (word) " " (sign("it-arrow-right")) }
            }
        }
    }
}

/// One part of why two records may be the same person.
#[derive(Clone, Debug)]
pub struct MatchPart {
    label: String,
    near: u8,
    words: Markup,
}

impl MatchPart {
    /// A part: its label, how near from 0 to 3, and the same in words.
    #[must_use]
    pub fn new(label: impl Into<String>, near: u8, words: Markup) -> Self {
        Self { label: label.into(), near, words }
    }
}

/// Why it matches, part by part: dots for the eye, words for everyone. Never a percentage.
#[must_use]
pub fn match_parts(parts: &[MatchPart]) -> Markup {
    html! {
        dl.why-parts {
            @for part in parts {
                dt { (part.label) }
                dd {
                    span.near aria-hidden="true" { @for dot in 0..3 { i class=[(dot < part.near).then_some("on")] {} } }
                    (part.words)
                }
            }
        }
    }
}

/// Whether a way of reaching someone is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Yes,
    /// It is not: hatched, crossed and written.
    No,
    /// Nobody asked: counts as no until someone does (SEC-23).
    NotAsked,
}

/// One way of reaching someone.
#[derive(Clone, Debug)]
pub struct ReachCell {
    what: String,
    verdict: Verdict,
    word: String,
    note: Option<Markup>,
}

impl ReachCell {
    /// A way, whether it is safe, the word for that, and what to know about it.
    #[must_use]
    pub fn new(what: impl Into<String>, verdict: Verdict, word: impl Into<String>, note: Option<Markup>) -> Self {
        Self { what: what.into(), verdict, word: word.into(), note }
    }
}

/// How to reach a person without danger: the loudest thing on their page. `aside` says when it was
/// asked and by whom, and links to change it. Cells go in fixed order: call, messages, leave word,
/// letter, e-mail.
#[must_use]
pub fn reach(heading: &str, aside: Markup, cells: &[ReachCell]) -> Markup {
    html! {
        section.reach aria-labelledby="h-reach" {
            div.reach-head { (sign("it-telephone")) " " h2 id="h-reach" { (heading) } " " (aside) }
            ul.reach-grid {
                @for cell in cells {
                    @let (class, shape) = match cell.verdict {
                        Verdict::Yes => ("yes", "yes"),
                        Verdict::No => ("no", "no"),
                        Verdict::NotAsked => ("ask", "it-help-circle"),
                    };
                    li class=(class) {
                        span.what { (cell.what) }
                        span.verdict { (sign(shape)) " " (cell.word) }
                        @if let Some(note) = &cell.note { p { (note) } }
                    }
                }
            }
        }
    }
}

/// A part of a page under its heading. `count` stands beside the heading, `aside` at the line's end.
#[must_use]
pub fn section(id: &str, heading: &str, count: Option<&str>, aside: Markup, body: Markup) -> Markup {
    html! {
        section.part aria-labelledby=(id) {
            div.part-head {
                h2 id=(id) { (heading) }
                @if let Some(count) = count { " " span.count { (count) } }
                " " (aside)
            }
            (body)
        }
    }
}

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

/// The same under a line, at the end of the quick contact form.
#[must_use]
pub fn quick_end(main: Button, others: Vec<Button>) -> Markup {
    html! { div.quick-end { (main) @for other in others { " " (other) } } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::Tongue;

    const SHARP: &str = "<b a=\"x\" b='y'>&";

    fn shown(part: &impl Render) -> String {
        part.render().into_string()
    }

    fn attribute<'a>(html: &'a str, name: &str) -> &'a str {
        html.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap()
    }

    fn every_field() -> Vec<Field> {
        type Make = fn(&str, &str) -> Field;
        let kinds: [Make; 9] = [
            |n, l| Field::text(n, l),
            |n, l| Field::search(n, l),
            |n, l| Field::date(n, l),
            |n, l| Field::number(n, l),
            |n, l| Field::email(n, l),
            |n, l| Field::tel(n, l),
            |n, l| Field::password(n, l),
            |n, l| Field::area(n, l),
            |n, l| Field::select(n, l),
        ];
        kinds.iter().map(|make| make("name", "Nome")).collect()
    }

    #[test]
    fn every_field_has_its_label() {
        for field in every_field() {
            for drawn in [field.clone(), field.clone().hidden_label(), field.quick().key('7')] {
                let html = shown(&drawn);
                assert_eq!(attribute(&html, "for"), attribute(&html, "id"), "{html}");
                assert!(html.contains("Nome"), "{html}");
            }
        }
    }

    #[test]
    fn an_error_stands_between_label_and_control_and_is_tied_to_it() {
        for field in every_field() {
            let html = shown(&field.hint("aiuto").error(Some("manca".to_owned())));
            let (label, error) = (html.find("</label>").unwrap(), html.find("f-name-e\">").unwrap());
            let control = html.find("id=\"f-name\"").unwrap();
            assert!(label < error && error < control, "{html}");
            assert_eq!(attribute(&html, "aria-invalid"), "true");
            assert_eq!(attribute(&html, "aria-describedby"), "f-name-h f-name-e");
        }
    }

    #[test]
    fn sec_69_what_people_type_is_text_and_never_markup() {
        let typed = Typed::default().with("name", SHARP);
        let errors = Errors::default();
        let words = Words::of(Tongue::It);
        for field in every_field() {
            let html = shown(&field.from(&typed, &errors, words).hint(SHARP).placeholder(SHARP).note(SHARP));
            assert!(!html.contains("<b ") && !html.contains("'y'>"), "{html}");
        }
        let choice = Choices::one(SHARP, SHARP).options(vec![Choice::new(SHARP, SHARP).note(SHARP)]).hint(SHARP);
        let parts = [
            shown(&choice),
            shown(&CheckBox::new(SHARP, SHARP).hint(SHARP)),
            conflict("x", SHARP, SHARP, (SHARP, SHARP), (SHARP, SHARP)).into_string(),
            native(SHARP, SHARP, Some(SHARP)).into_string(),
            table(SHARP, SHARP, &[SHARP.to_owned()], vec![vec![html! { (SHARP) }, html! { (SHARP) }]]).into_string(),
            hidden(SHARP, SHARP).into_string(),
            shown(&Button::quiet(SHARP).named(SHARP, SHARP).key(SHARP)),
            pager(SHARP, Some((SHARP, SHARP)), SHARP, Some((SHARP, SHARP))).into_string(),
            empty(SHARP, SHARP, None).into_string(),
        ];
        for html in parts {
            assert!(!html.contains("<b a") && !html.contains("a=\"x\""), "{html}");
        }
    }

    #[test]
    fn a_password_never_comes_back_to_the_page() {
        let html = shown(&Field::password("password", "Password").value("hunter2"));
        assert!(!html.contains("hunter2"), "{html}");
    }

    #[test]
    fn text_that_begins_with_a_line_end_keeps_it() {
        let html = shown(&Field::area("note", "Nota").value("\na"));
        assert!(html.contains(">\n\na</textarea>"), "{html}");
    }

    #[test]
    fn an_access_key_never_changes_an_answer() {
        let options = || vec![Choice::new("a", "A").letter('A'), Choice::new("b", "B")];
        let chosen = shown(&Choices::one("c", "C").options(options()).chosen("b").line('1'));
        let keyed = chosen.split("<input").find(|input| input.contains("accesskey")).unwrap();
        assert!(keyed.contains("checked"), "{chosen}");
        for group in [Choices::one("c", "C"), Choices::many("c", "C").chosen("a")] {
            let html = shown(&group.options(options()).line('1'));
            let input = html.split("<input").nth(1).unwrap();
            assert!(html.contains("accesskey=\"1\"") && !input.contains("accesskey"), "{html}");
        }
    }

    #[test]
    fn a_summary_appears_from_two_errors_and_leads_to_the_fields() {
        let words = Words::of(Tongue::En);
        let mut errors = Errors::default();
        errors.add("given", "shell-error-blank");
        assert_eq!(error_summary("H", &errors, words).into_string(), "");
        errors.add("born", "shell-error-date");
        let html = error_summary("H", &errors, words).into_string();
        assert!(html.contains("href=\"#f-given\"") && html.contains("href=\"#f-born\""), "{html}");
    }

    #[test]
    fn a_list_keeps_what_was_chosen_and_offers_nothing_first() {
        let typed = Typed::default().with("country", "MA");
        let list =
            Field::select("country", "Paese").options(vec![Choice::new("MA", "Marocco"), Choice::new("TN", "Tunisia")]);
        let html = shown(&list.clone().from(&typed, &Errors::default(), Words::of(Tongue::It)));
        assert!(html.contains("value=\"MA\" selected"), "{html}");
        assert!(shown(&list).contains("<option value=\"\">"));
    }

    #[test]
    fn near_and_far_are_said_in_dots_and_words() {
        let html = match_parts(&[MatchPart::new("Nome", 2, html! { "uguale" })]).into_string();
        assert_eq!(html.matches("class=\"on\"").count(), 2);
        assert!(html.contains("uguale"));
    }
}
