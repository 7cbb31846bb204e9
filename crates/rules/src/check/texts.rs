//! Which texts a pack needs, and whether they are there in every language with the same placeholders.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    answer::value_kinds,
    fault::{Fault, Place, nearest},
    pack::{COMMON, Meaning, Pack},
    value::Kind,
};

/// The texts of a language: what each file of a topic says. Identifiers and placeholders are checked here, the words
/// are kept as they are written; figures are put into them elsewhere.
#[derive(Debug, Default)]
pub struct Texts {
    /// Identifier, or identifier and attribute, to its text; by topic.
    topics: BTreeMap<String, BTreeMap<String, Text>>,
}

#[derive(Debug, Default)]
struct Text {
    placeholders: BTreeSet<String>,
    words: String,
}

impl Texts {
    /// Adds the file of a topic, in Fluent.
    pub fn add(&mut self, topic: &str, file: &str) {
        let entries = self.topics.entry(topic.to_owned()).or_default();
        let mut message = String::new();
        let mut key = String::new();
        for line in file.lines() {
            let trimmed = line.trim();
            if trimmed.starts_with('#') || trimmed.is_empty() {
                continue;
            }
            let rest = if !line.starts_with([' ', '\t', '}', '[', '*']) {
                let Some((name, rest)) = line.split_once('=') else { continue };
                name.trim().clone_into(&mut message);
                key.clone_from(&message);
                rest
            } else if let Some((name, rest)) = trimmed.strip_prefix('.').and_then(|attribute| attribute.split_once('='))
            {
                key = format!("{message}.{}", name.trim());
                rest
            } else {
                trimmed
            };
            let text = entries.entry(key.clone()).or_default();
            text.placeholders.extend(placeholders_of(rest));
            if !text.words.is_empty() {
                text.words.push(' ');
            }
            text.words.push_str(rest.trim());
        }
    }

    /// A text as it is written, placeholders as `{ $name }`: from the file of the topic, otherwise from any other.
    #[must_use]
    pub fn words(&self, topic: &str, key: &str) -> Option<&str> {
        self.find(topic, key).map(|text| text.words.as_str())
    }

    /// The placeholders of a text: of the topic's own file, or of any other.
    #[must_use]
    pub fn of_topic(&self, topic: &str, key: &str) -> Option<&BTreeSet<String>> {
        self.find(topic, key).map(|text| &text.placeholders)
    }

    fn find(&self, topic: &str, key: &str) -> Option<&Text> {
        let own = self.topics.get(topic).and_then(|entries| entries.get(key));
        own.or_else(|| self.topics.values().find_map(|entries| entries.get(key)))
    }

    /// The text of a fact that names this word, such as `fact-permit` for `famiglia`.
    #[must_use]
    pub fn fact_with(&self, word: &str) -> Option<String> {
        let keys = self.topics.values().flat_map(BTreeMap::keys);
        let mut facts = keys.filter_map(|key| key.rsplit_once('.').filter(|(id, _)| id.starts_with("fact-")));
        facts.find(|(_, attribute)| *attribute == word).map(|(id, _)| id.to_owned())
    }
}

fn placeholders_of(text: &str) -> impl Iterator<Item = String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-')).collect())
}

/// Where to write a text that is missing; one that nobody needs may be it, misspelled.
fn missing(language: &str, texts: &Texts, needed: &Needed, known: &BTreeSet<&str>) -> String {
    let Needed { key, topic, .. } = needed;
    let strays = texts.topics.get(topic).into_iter().flat_map(BTreeMap::keys).map(String::as_str);
    match nearest(key, strays.filter(|stray| !known.contains(stray))) {
        Some(near) => format!(
            "the text \"{key}\" is missing: in words/{language}/{topic}.ftl stands \"{near}\", which nobody needs"
        ),
        None => format!("the text \"{key}\" is missing: write it into words/{language}/{topic}.ftl"),
    }
}

/// A text that is needed, by whom, and which placeholders it may hold.
pub(crate) struct Needed {
    pub(crate) topic: String,
    pub(crate) key: String,
    page: u32,
    place: Place,
    may_hold: Hold,
    /// It may be left out, of all languages.
    is_optional: bool,
}

impl Needed {
    /// Whether it is left out, as it may be.
    pub(crate) fn is_left_out(&self, languages: &[(&str, &Texts)]) -> bool {
        self.is_optional && languages.iter().all(|(_, texts)| texts.of_topic(&self.topic, &self.key).is_none())
    }
}

/// What the placeholders of a text may name.
#[derive(Clone, Copy)]
enum Hold {
    /// Nothing: a name in a few words stands inside other sentences.
    Nothing,
    /// Figures of the day asked: nothing of the person is known yet.
    Figures,
    /// Whatever is known when this question is answered.
    Answer(u32),
}

impl Pack {
    /// What is missing or different in the texts of each language; the first language is the one the others are held
    /// against.
    #[must_use]
    pub fn check_texts(&self, languages: &[(&str, &Texts)]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let all = self.needed();
        let known: BTreeSet<&str> = all.iter().map(|needed| needed.key.as_str()).collect();
        for needed in all.iter().filter(|needed| !needed.is_left_out(languages)) {
            let found = |texts: &Texts| texts.of_topic(&needed.topic, &needed.key).cloned();
            let first = languages.iter().find_map(|(_, texts)| found(texts));
            for (language, texts) in languages {
                let told = match (found(texts), &first) {
                    (None, _) => Some(missing(language, texts, needed, &known)),
                    (Some(found), Some(first)) if found != *first => {
                        let names: Vec<&str> = found.iter().map(String::as_str).collect();
                        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                        Some(format!("the text \"{}\" has other placeholders in {language}: {names}", needed.key))
                    }
                    (Some(found), _) => self.stray(needed, &found).map(|(stray, why)| {
                        format!("the text \"{}\" in {language} names \"{stray}\", {why}", needed.key)
                    }),
                };
                faults.extend(told.map(|told| self.fault(needed.page, needed.place, told)));
            }
        }
        faults
    }

    /// The first placeholder of a text that has no place there, and why.
    fn stray<'n>(&self, needed: &Needed, found: &'n BTreeSet<String>) -> Option<(&'n str, &'static str)> {
        let is_figure = |name: &str| matches!(self.names.get(name), Some(Meaning::Parameter(_)));
        let may = |name: &str| match needed.may_hold {
            Hold::Nothing => false,
            Hold::Figures => is_figure(name),
            Hold::Answer(at) => {
                let values = self.questions.get(at as usize).map(|question| question.values.as_slice());
                self.names.contains_key(name) || values.unwrap_or_default().iter().any(|value| value.name == name)
            }
        };
        let stray = found.iter().find(|name| !may(name))?;
        let why = match needed.may_hold {
            Hold::Nothing => "but a text in a few words holds no placeholder",
            Hold::Figures => "which is no parameter: nothing else is known yet when this is asked",
            Hold::Answer(_) => "which is no value, parameter, definition or fact",
        };
        Some((stray, why))
    }

    /// Every text the pack needs, in the order of the pages.
    pub(crate) fn needed(&self) -> Vec<Needed> {
        let mut all = Vec::new();
        for fact in &self.facts {
            self.of_fact(&fact.name, fact.page, fact.place, &mut all);
            words(self, &format!("fact-{}", fact.name), "", &fact.kind, fact.page, fact.place, &mut all);
        }
        for list in &self.lists {
            self.of_fact(&list.name, list.page, list.place, &mut all);
            for (field, kind) in &list.fields {
                let key = format!("fact-{}.{field}", list.name);
                all.push(self.put(key, list.page, list.place));
                words(
                    self,
                    &format!("fact-{}", list.name),
                    &format!("{field}_"),
                    kind,
                    list.page,
                    list.place,
                    &mut all,
                );
            }
        }
        for (at, question) in (0_u32..).zip(&self.questions) {
            self.of_question(at, question, &mut all);
        }
        all
    }

    fn plain(&self, key: String, page: u32, place: Place) -> Needed {
        Needed { topic: self.topic(page), key, page, place, may_hold: Hold::Nothing, is_optional: false }
    }

    /// What is put to a person before anything is computed.
    fn put(&self, key: String, page: u32, place: Place) -> Needed {
        Needed { may_hold: Hold::Figures, ..self.plain(key, page, place) }
    }

    /// The folder of a page: the file of its texts.
    fn topic(&self, page: u32) -> String {
        let id = self.pages.get(page as usize).map_or("", |page| page.head.id.as_str());
        id.split_once('/').map_or(id, |(topic, _)| topic).to_owned()
    }

    fn of_fact(&self, name: &str, page: u32, place: Place, all: &mut Vec<Needed>) {
        all.push(self.put(format!("fact-{name}"), page, place));
        all.push(self.plain(format!("fact-{name}.short"), page, place));
        all.push(Needed { is_optional: true, ..self.put(format!("fact-{name}.hint"), page, place) });
    }

    fn of_question(&self, at: u32, question: &crate::Question, all: &mut Vec<Needed>) {
        let Some(definition) = self.definitions.get(question.definition as usize) else { return };
        let id = question.name.replace('.', "-");
        let (page, place) = (definition.page, definition.place);
        all.push(self.put(id.clone(), page, place));
        all.push(self.plain(format!("{id}.short"), page, place));
        for branch in &definition.branches {
            let Some(because) = &branch.because else { continue };
            let key = format!("{id}--{}", because.name);
            let next = self.plain(format!("{key}.next"), page, branch.place);
            let may_hold = Hold::Answer(at);
            all.push(Needed { may_hold, ..self.plain(key, page, branch.place) });
            all.push(Needed { may_hold, is_optional: true, ..next });
        }
        for (name, kind) in value_kinds(question) {
            all.push(self.plain(format!("value-{name}"), page, place));
            if let Some(Kind::Word(list) | Kind::Words(list)) = kind {
                let own = |word: &&String| !self.facts.iter().any(|fact| fact.kind.has_word(word));
                all.extend(list.iter().filter(own).map(|word| self.plain(format!("word-{word}"), page, place)));
            }
        }
        let outcomes = self.outcomes(question).iter().filter(|word| !COMMON.contains(&word.as_str()));
        all.extend(outcomes.map(|word| self.plain(format!("word-{word}"), page, place)));
    }
}

fn words(pack: &Pack, key: &str, before: &str, kind: &Kind, page: u32, place: Place, all: &mut Vec<Needed>) {
    if let Kind::Word(list) | Kind::Words(list) = kind {
        all.extend(list.iter().map(|word| pack.plain(format!("{key}.{before}{word}"), page, place)));
    }
}
