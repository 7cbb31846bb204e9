//! What the rules say in a language: questions, reasons, next steps, names of facts and values.
//!
//! A placeholder is filled with a figure, day or word that is already written out for the language: a translation
//! can move it, and cannot alter it.

use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use ground::lists::Country;
use rules::{
    Answer, Cell, Kind, NONE, Pack, Page, Parameter, ParameterRow, Question, Reason, Sheet, UNKNOWN, calendar,
    months_and_days,
};

use super::{language::Language, rulebook::TextFile};
use crate::shell::words;

type Bundle = FluentBundle<FluentResource>;

/// The texts of a pack in one language.
pub struct Texts {
    language: Language,
    /// By topic; the texts of the house, which frame those of the rules, stand apart.
    topics: BTreeMap<String, Bundle>,
    house: Bundle,
    /// Which placeholders each text has.
    known: rules::Texts,
    /// The values of each dated figure, for texts that are said before anything is computed.
    figures: BTreeMap<String, Vec<Figure>>,
}

/// One value of a dated figure, as its readers write it.
struct Figure {
    row: ParameterRow,
    shown: String,
}

/// A text by its place: the topic whose file is looked at first, id, attribute.
#[derive(Clone, Copy)]
struct Place<'a> {
    topic: &'a str,
    id: &'a str,
    attribute: Option<&'a str>,
}

impl Place<'_> {
    fn key(&self) -> String {
        self.attribute.map_or_else(|| self.id.to_owned(), |attribute| format!("{}.{attribute}", self.id))
    }
}

impl Texts {
    pub(super) fn read(language: Language, files: &[TextFile], pack: &Pack) -> Self {
        let (mut topics, mut known) = (BTreeMap::new(), rules::Texts::default());
        // What a language lacks is said in Italian: somebody may read it to the person, and a bare name tells nothing.
        let of = |wanted| files.iter().filter(move |file| file.language == wanted);
        for file in of(Language::It).filter(|_| language != Language::It).chain(of(language)) {
            known.add(&file.topic, &file.text);
            let bundle = topics.entry(file.topic.clone()).or_insert_with(|| bundle(language));
            add(bundle, &format!("{}/{}.ftl", file.language.tag(), file.topic), file.text.clone());
        }
        let mut house = bundle(language);
        for (path, text) in words::files(language.tag()) {
            if path.ends_with("/checker.ftl") || path.ends_with("/dates.ftl") {
                add(&mut house, &path, text);
            }
        }
        let mut texts = Self { language, topics, house, known, figures: BTreeMap::new() };
        texts.figures = texts.figures_of(pack);
        texts
    }

    /// Their language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Says a text of the house.
    #[must_use]
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// Says a text of the house that takes values in.
    #[must_use]
    pub fn say_with(&self, id: &str, args: &[(&str, &str)]) -> String {
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        self.framed(id, &args)
    }

    /// Says how many of something there are.
    #[must_use]
    pub fn counted(&self, id: &str, count: i64) -> String {
        let shown = self.language.number(count);
        let args = [("count", FluentValue::from(count)), ("shown", FluentValue::from(shown))];
        self.framed(id, &args.into_iter().collect())
    }

    fn framed(&self, id: &str, args: &FluentArgs<'_>) -> String {
        said(&self.house, id, None, args).unwrap_or_else(|| {
            tracing::error!(id, language = self.language.tag(), "a text is missing");
            format!("[{id}]")
        })
    }

    fn figures_of(&self, pack: &Pack) -> BTreeMap<String, Vec<Figure>> {
        let values = |parameter: &Parameter| {
            let shown = |row: &ParameterRow| self.shown("", &parameter.name, &parameter.kind, row.value);
            parameter.rows.iter().map(|row| Figure { row: row.clone(), shown: shown(row) }).collect()
        };
        pack.parameters().iter().map(|parameter| (parameter.name.clone(), values(parameter))).collect()
    }

    /// A text of the rules in a few words: from the topic's own file or any other. It holds no figure.
    fn plain(&self, place: Place<'_>) -> Option<String> {
        self.filled(place, &FluentArgs::new())
    }

    /// A text that is put before anything is computed, such as what is asked: its figures are those of the day asked.
    fn put(&self, place: Place<'_>, day: i64) -> Option<String> {
        let names = self.known.of_topic(place.topic, &place.key())?;
        let figure = |name: &String| {
            let row = self.figures.get(name)?.iter().find(|figure| figure.row.holds(day))?;
            Some((name.clone(), FluentValue::from(row.shown.as_str())))
        };
        let args: FluentArgs<'_> = names.iter().map(|name| figure(name).unwrap_or_else(|| self.gap(name))).collect();
        self.filled(place, &args)
    }

    /// What stands for a value that is not known.
    fn gap(&self, name: &str) -> (String, FluentValue<'static>) {
        (name.to_owned(), FluentValue::from(self.say("checker-not-known")))
    }

    fn filled(&self, place: Place<'_>, args: &FluentArgs<'_>) -> Option<String> {
        let own = self.topics.get(place.topic);
        let own = own.and_then(|bundle| said(bundle, place.id, place.attribute, args));
        own.or_else(|| self.topics.values().find_map(|bundle| said(bundle, place.id, place.attribute, args)))
    }

    /// The question as a person would ask it on a day.
    #[must_use]
    pub fn question(&self, pack: &Pack, question: &Question, day: i64) -> String {
        let id = text_id(&question.name);
        let place = Place { topic: topic_of(pack.page_of(question)), id: &id, attribute: None };
        self.put(place, day).unwrap_or_else(|| question.name.clone())
    }

    /// The question in a few words.
    #[must_use]
    pub fn question_short(&self, pack: &Pack, question: &Question) -> String {
        let id = text_id(&question.name);
        let place = Place { topic: topic_of(pack.page_of(question)), id: &id, attribute: Some("short") };
        self.plain(place).unwrap_or_else(|| question.name.clone())
    }

    /// What is asked on a day to learn a fact or list.
    #[must_use]
    pub fn asked(&self, topic: &str, fact: &str, day: i64) -> String {
        let id = format!("fact-{fact}");
        self.put(Place { topic, id: &id, attribute: None }, day).unwrap_or_else(|| fact.to_owned())
    }

    /// A fact or list in a few words.
    #[must_use]
    pub fn fact_short(&self, topic: &str, fact: &str) -> String {
        self.fact(topic, fact, "short").unwrap_or_else(|| fact.to_owned())
    }

    /// What helps to answer, where there is such a text.
    #[must_use]
    pub fn hint(&self, topic: &str, fact: &str, day: i64) -> Option<String> {
        self.put(Place { topic, id: &format!("fact-{fact}"), attribute: Some("hint") }, day)
    }

    /// What is asked on a day to learn a field of a record.
    #[must_use]
    pub fn field_on(&self, topic: &str, list: &str, field: &str, day: i64) -> String {
        let id = format!("fact-{list}");
        self.put(Place { topic, id: &id, attribute: Some(field) }, day).unwrap_or_else(|| field.to_owned())
    }

    fn fact(&self, topic: &str, fact: &str, attribute: &str) -> Option<String> {
        self.plain(Place { topic, id: &format!("fact-{fact}"), attribute: Some(attribute) })
    }

    /// The name of a value of an answer.
    #[must_use]
    pub fn value_name(&self, topic: &str, value: &str) -> String {
        self.plain(Place { topic, id: &format!("value-{value}"), attribute: None }).unwrap_or_else(|| value.to_owned())
    }

    /// An outcome in words.
    #[must_use]
    pub fn outcome(&self, topic: &str, outcome: &str) -> String {
        match outcome {
            "met" | "not_met" | "unknown" | "refer" | "not_required" => self.say(&format!("checker-outcome-{outcome}")),
            word => self.word(topic, "", word),
        }
    }

    /// A word of a list: of the fact of that name, a word of the rules, a word of any fact.
    #[must_use]
    pub fn word(&self, topic: &str, of: &str, word: &str) -> String {
        let (own, rules) = (format!("fact-{of}"), format!("word-{word}"));
        let own = Place { topic, id: &own, attribute: Some(word) };
        let found = self.plain(own).or_else(|| self.plain(Place { topic, id: &rules, attribute: None }));
        let any = || {
            let with = self.known.fact_with(word)?;
            self.plain(Place { topic, id: &with, attribute: Some(word) })
        };
        found.or_else(any).unwrap_or_else(|| word.replace('_', " "))
    }

    /// A word of a field of a record.
    #[must_use]
    pub fn word_of_field(&self, topic: &str, list: &str, field: &str, word: &str) -> String {
        let (id, attribute) = (format!("fact-{list}"), format!("{field}_{word}"));
        let own = Place { topic, id: &id, attribute: Some(&attribute) };
        self.plain(own).unwrap_or_else(|| self.word(topic, field, word))
    }

    /// A value as its reader writes it. `of` is the fact or value it belongs to.
    #[must_use]
    pub fn shown(&self, topic: &str, of: &str, kind: &Kind, cell: Cell) -> String {
        self.written(kind, cell, |word| self.word(topic, of, word))
    }

    /// A field of a record as its reader writes it.
    #[must_use]
    pub fn shown_in(&self, topic: &str, list: &str, field: &str, kind: &Kind, cell: Cell) -> String {
        self.written(kind, cell, |word| self.word_of_field(topic, list, field, word))
    }

    fn written(&self, kind: &Kind, cell: Cell, word: impl Fn(&str) -> String) -> String {
        let language = self.language;
        match (kind, cell) {
            (_, UNKNOWN) => String::new(),
            (_, NONE) => self.say("checker-none"),
            (Kind::YesNo, 0) => self.say("checker-no"),
            (Kind::YesNo, _) => self.say("checker-yes"),
            (Kind::Number, _) => language.number(cell),
            (Kind::Decimal, _) => language.decimal(cell),
            (Kind::Money, _) => language.money(cell),
            (Kind::Date, _) => self.day(cell),
            (Kind::Span, _) => self.span(cell),
            (Kind::Country, _) => self.country(&kind.write(cell)),
            (Kind::Word(_), _) => word(&kind.write(cell)),
            (Kind::Words(words), _) => {
                let held = words.iter().enumerate().filter(|(at, _)| cell >> at & 1 == 1);
                held.map(|(_, held)| word(held)).collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn country(&self, code: &str) -> String {
        if code == "XX" {
            return self.say("checker-stateless");
        }
        Country::parse(code).map_or(code, |known| self.language.country(known)).to_owned()
    }

    /// `23 novembre 2026`.
    #[must_use]
    pub fn day(&self, day: i64) -> String {
        let (year, month, day) = calendar::parts(day);
        format!("{day} {} {year}", self.say(&format!("dates-month-{month}")))
    }

    fn span(&self, span: Cell) -> String {
        let (months, days) = months_and_days(span);
        let months = match months {
            0 => None,
            months if months % 12 == 0 => Some(self.counted("checker-years", months / 12)),
            months => Some(self.counted("checker-months", months)),
        };
        let days = (days != 0 || months.is_none()).then(|| self.counted("checker-days", days));
        months.into_iter().chain(days).collect::<Vec<_>>().join(", ")
    }

    /// The sentence of a reason and its next step, filled from the sheet. The reason of a definition need not have
    /// one.
    #[must_use]
    pub fn reason(&self, sheet: &Sheet<'_>, question: &Question, reason: &Reason<'_, '_>) -> [Option<String>; 2] {
        let (Some(slug), page) = (reason.slug(), reason.page()) else { return [None, None] };
        let id = if reason.name() == question.name {
            format!("{}--{slug}", text_id(reason.name()))
        } else {
            format!("rule-{}--{slug}", reason.name())
        };
        [None, Some("next")].map(|attribute| {
            let place = Place { topic: topic_of(Some(page)), id: &id, attribute };
            let names = self.known.of_topic(place.topic, &place.key())?;
            let fill = |name: &String| {
                let (kind, cell) = sheet.said(page, Some(question), reason.record(), name)?;
                Some((name.clone(), FluentValue::from(self.shown(place.topic, name, kind, cell))))
            };
            let args: FluentArgs<'_> = names.iter().map(|name| fill(name).unwrap_or_else(|| self.gap(name))).collect();
            self.filled(place, &args)
        })
    }

    /// The outcome of an answer in words.
    #[must_use]
    pub fn outcome_of(&self, pack: &Pack, question: &Question, answer: &Answer<'_>) -> String {
        self.outcome(topic_of(pack.page_of(question)), answer.outcome)
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Texts({})", self.language.tag())
    }
}

fn bundle(language: Language) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.tag().parse().into_iter().collect());
    // Figures and names run from left to right inside a sentence that does not.
    bundle.set_use_isolating(language.is_right_to_left());
    bundle
}

/// Adds a file; its texts win over those that are there.
fn add(bundle: &mut Bundle, path: &str, text: String) {
    let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
        tracing::error!(path, ?errors, "a text of the rules cannot be read");
        resource
    });
    bundle.add_resource_overriding(resource);
}

fn said(bundle: &Bundle, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        None => message.value()?,
        Some(attribute) => message.get_attribute(attribute)?.value(),
    };
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(args), &mut errors);
    if !errors.is_empty() {
        tracing::error!(id, ?errors, "a text of the rules lacks a value");
    }
    Some(said.into_owned())
}

fn text_id(question: &str) -> String {
    question.replace('.', "-")
}

/// The topic of a page: the folder it stands in.
pub(crate) fn topic_of(page: Option<&Page>) -> &str {
    let id = page.map_or("", |page| page.head.id.as_str());
    id.split_once('/').map_or(id, |(topic, _)| topic)
}
