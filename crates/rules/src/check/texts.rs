//! Which texts a pack needs, and whether they are there in every language with the same placeholders.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    answer::value_kinds,
    fault::{Fault, Place},
    pack::{COMMON, Pack},
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

    fn of_topic(&self, topic: &str, key: &str) -> Option<&BTreeSet<String>> {
        self.find(topic, key).map(|text| &text.placeholders)
    }

    fn find(&self, topic: &str, key: &str) -> Option<&Text> {
        let own = self.topics.get(topic).and_then(|entries| entries.get(key));
        own.or_else(|| self.topics.values().find_map(|entries| entries.get(key)))
    }
}

fn placeholders_of(text: &str) -> impl Iterator<Item = String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-')).collect())
}

/// A text that is needed, by whom, and which placeholders it may hold.
pub(crate) struct Needed {
    pub(crate) topic: String,
    pub(crate) key: String,
    page: u32,
    place: Place,
    may_hold: Option<BTreeSet<String>>,
}

impl Pack {
    /// What is missing or different in the texts of each language; the first language is the one the others are held
    /// against.
    #[must_use]
    pub fn check_texts(&self, languages: &[(&str, &Texts)]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for needed in self.needed() {
            let first = languages.first().and_then(|(_, texts)| texts.of_topic(&needed.topic, &needed.key));
            for (language, texts) in languages {
                let told = match texts.of_topic(&needed.topic, &needed.key) {
                    None => format!("the text \"{}\" is missing in {language}", needed.key),
                    Some(found) if first.is_some_and(|first| first != found) => {
                        let names: Vec<&str> = found.iter().map(String::as_str).collect();
                        format!(
                            "the text \"{}\" has other placeholders in {language}: {}",
                            needed.key,
                            names.join(", ")
                        )
                    }
                    Some(found) => {
                        let stray =
                            needed.may_hold.as_ref().and_then(|may| found.iter().find(|name| !may.contains(*name)));
                        let Some(stray) = stray else { continue };
                        format!(
                            "the text \"{}\" in {language} names \"{stray}\", which is no value, parameter, definition or fact",
                            needed.key
                        )
                    }
                };
                faults.push(self.fault(needed.page, needed.place, told));
            }
        }
        faults
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
                all.push(self.plain(key, list.page, list.place));
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
        for question in &self.questions {
            self.of_question(question, &mut all);
        }
        all
    }

    fn plain(&self, key: String, page: u32, place: Place) -> Needed {
        Needed { topic: self.topic(page), key, page, place, may_hold: None }
    }

    /// The folder of a page: the file of its texts.
    fn topic(&self, page: u32) -> String {
        let id = self.pages.get(page as usize).map_or("", |page| page.head.id.as_str());
        id.split_once('/').map_or(id, |(topic, _)| topic).to_owned()
    }

    fn of_fact(&self, name: &str, page: u32, place: Place, all: &mut Vec<Needed>) {
        all.push(self.plain(format!("fact-{name}"), page, place));
        all.push(self.plain(format!("fact-{name}.short"), page, place));
    }

    fn of_question(&self, question: &crate::Question, all: &mut Vec<Needed>) {
        let Some(definition) = self.definitions.get(question.definition as usize) else { return };
        let id = question.name.replace('.', "-");
        let (page, place) = (definition.page, definition.place);
        all.push(self.plain(id.clone(), page, place));
        all.push(self.plain(format!("{id}.short"), page, place));
        let mut may: BTreeSet<String> = self.names.keys().cloned().collect();
        may.extend(question.values.iter().map(|value| value.name.clone()));
        for branch in &definition.branches {
            let Some(because) = &branch.because else { continue };
            let key = format!("{id}--{}", because.name);
            all.push(Needed { may_hold: Some(may.clone()), ..self.plain(key, page, branch.place) });
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
